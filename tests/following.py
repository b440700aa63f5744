"""Follows what the documents say: their fenced blocks, and their commands run in a folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"(?:# |\{# )(\S+)(?: #\})?\n")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language and its text."""

    language: str
    text: str

    @property
    def commands(self) -> list[str]:
        return self.text.splitlines() if self.language == "sh" else []

    def write(self, folder: Path) -> None:
        """Write a file whose path the block's first line names."""
        named = _FILE.match(self.text)
        assert named, f"the first line of a block names its file: {self.text[:60]!r}"
        path = folder / named[1]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.text, encoding="utf-8")


def blocks(markdown: str) -> list[Block]:
    return [Block(*found) for found in _FENCE.findall(markdown)]


def section(markdown: str, heading: str) -> str:
    """The text under a heading, up to the next one of its level or above."""
    level, fenced, found = heading.index(" "), False, []
    for line in markdown.partition(f"\n{heading}\n")[2].splitlines():
        fenced ^= line.startswith("```")
        if not fenced and re.match(rf"#{{1,{level}}} ", line):
            break
        found.append(line)
    return "\n".join(found)


def environment(tree: Path, scratch: Path) -> dict[str, str]:
    """An environment in which `booklet` is the program of this tree."""
    script = scratch / "bin" / "booklet"
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -c "from booklet.cli import main; main()" "$@"\n')
    script.chmod(0o755)
    path = f"{script.parent}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": str(tree), "NO_COLOR": "1"}


def run(command: str, folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, env=variables, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )


def write_calf(library: Path) -> None:
    """The short region of the guide."""
    guide = section((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), "### A region")
    next(block for block in blocks(guide) if not block.commands).write(library)
