"""The program from outside: in this process, as a process of its own, and with a library in the current folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

import booklet
from booklet.cli.app import app
from booklet.resources import bundled_root

REGION = "lower-back-and-buttock"
ROOT = bundled_root()


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def program(*arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own."""
    return subprocess.run([sys.executable, "-m", "booklet", *arguments], text=True, env=environment(), **options)


def environment(**changes: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(booklet.__file__).parent.parent), **changes}


def own(path: str, change: Callable[[str], str] = lambda text: text, to: str = "") -> Path:
    """A copy of a bundled file in the library of the current folder, changed."""
    Path("clinic.yaml").write_text("name: Test Clinic\n")
    copy = Path(to or path)
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(change((ROOT / path).read_text(encoding="utf-8")), encoding="utf-8")
    return copy


def second_region(change: Callable[[str], str] = lambda text: text) -> None:
    own(
        f"content/regions/{REGION}.yaml",
        lambda text: change(text.replace(f"region: {REGION}", "region: second")),
        "content/regions/second.yaml",
    )
