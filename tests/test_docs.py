"""README and CONTRIBUTING tell the truth: their commands run, their table is the program's, their picture is a page."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from following import ROOT, blocks, environment, run
from PIL import Image, ImageChops, ImageStat

from booklet.cli.app import MEANINGS
from booklet.errors import ExitCode

README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COMMANDS = [command for block in blocks(README) for command in block.commands]
PICTURES = re.findall(r'<img src="([^"]+)"[^>]*alt="[^"]{60,}"', README)
MOST_DIFFERENCE = 1.0
"""Mean difference of levels, of 255: room for another rasteriser's edges, not for an older page."""


def test_the_readme_names_the_two_commands_of_a_clone() -> None:
    assert "make run" in COMMANDS
    assert "`make test`" in README


def test_every_make_command_has_its_target() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)(?:`|$)", README + GUIDE, re.MULTILINE))
    assert {"run", "test"} <= named <= targets


def test_the_commands_of_the_readme_run(tmp_path: Path) -> None:
    """In the order of the page, in one folder. `make` is for a clone; `watch` never ends by itself."""
    variables = environment(ROOT, tmp_path)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    followed = [command for command in COMMANDS if not command.startswith(("make ", "booklet watch"))]
    assert len(followed) > 5
    for command in followed:
        if command.startswith("lp "):  # there need not be a printer, but something to print
            assert (tmp_path / command.removeprefix("lp ")).is_file()
            continue
        result = run(command, tmp_path, variables)
        assert result.returncode == ExitCode.OK, f"{command}\n{result.stdout}{result.stderr}"
    made = {path.name for path in (tmp_path / "out").glob("*.pdf")}
    assert {"lower-back-and-buttock-exam-form.pdf", "checklist-sample.pdf", "proof.pdf"} <= made
    assert len(made) == 8 + 3 + 5


def test_watch_builds_and_waits(tmp_path: Path) -> None:
    (command,) = [command for command in COMMANDS if command.startswith("booklet watch")]
    variables = environment(ROOT, tmp_path)
    process = subprocess.Popen(["sh", "-c", f"exec {command}"], cwd=tmp_path, env=variables, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        while b"lower-back-and-buttock.pdf" not in (line := process.stdout.readline()):
            assert line, "watch ended before it had built anything"
        assert process.poll() is None
    finally:
        process.terminate()
        process.communicate(timeout=10)


def test_the_table_of_exit_codes_is_the_programs() -> None:
    told = {int(code): meaning for code, meaning in re.findall(r"^\| (\d+) \| (.*) \|$", README, re.MULTILINE)}
    assert told == MEANINGS
    assert set(told) == set(ExitCode)


def test_links_lead_somewhere() -> None:
    for page in ROOT.glob("*.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            assert target.startswith("https://") or (ROOT / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"])
def test_named_paths_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for path in re.findall(r"`((?:booklet|tests|docs|benchmarks|figures|templates|content)/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path


def test_the_readme_shows_pages_of_today(tmp_path: Path) -> None:
    """When this fails, a page has changed: look at it, then `make picture`."""
    assert PICTURES == ["docs/handout-page.png", "docs/checklist-page.png", "docs/insert-side.png"]
    assert README.index(PICTURES[0]) < 40
    subprocess.run([sys.executable, str(ROOT / "docs/picture.py"), str(tmp_path)], check=True)
    for name in PICTURES:
        assert (ROOT / name).stat().st_size < 150_000
        shown, now = (Image.open(path).convert("L") for path in (ROOT / name, tmp_path / Path(name).name))
        assert shown.size == now.size
        assert ImageStat.Stat(ImageChops.difference(shown, now)).mean[0] < MOST_DIFFERENCE
