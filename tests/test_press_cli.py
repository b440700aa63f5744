"""`booklet check FILE.pdf --press`: what it prints, what it gives as JSON, how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import run
from press_sample import SPOT, book, damaged, saved, sound
from test_press_foreign import by_reportlab
from test_press_predicates import paints

from booklet.errors import ExitCode


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, and a machine without Ghostscript."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("booklet.check.press.ink.shutil.which", lambda name: None)
    Path("book.pdf").write_bytes(sound())
    return tmp_path


def test_a_sound_file_is_ok_and_its_inks_are_listed() -> None:
    result = run("check", "book.pdf", "--press", "--booklet", "--spots", SPOT)
    assert result.exit_code == ExitCode.OK, result.output
    assert result.stdout.splitlines() == [
        "book.pdf: ok, 4 pages",
        "book.pdf: condition: FOGRA39",
        "book.pdf: trimmed size: 100 x 140 mm",
        f"book.pdf: inks: Cyan, Magenta, Yellow, Black, {SPOT}",
        "book.pdf: fonts: Atkinson",
        "book.pdf: most ink: unknown",
    ]
    assert "book.pdf: the total ink was not measured: Ghostscript (gs) is not installed" in result.stderr


def test_findings_are_told_with_place_and_remedy() -> None:
    Path("thin.pdf").write_bytes(damaged(paints(b"0.1 w 60 60 m 70 70 l S")))
    result = run("check", "thin.pdf", "--press")
    assert result.exit_code == ExitCode.FINDINGS
    [row] = [line for line in result.stdout.splitlines() if "press-line-width" in line]
    for words in ("page 1, 11.1 mm right, 11.1 mm up", "error", "a line of 0.100 pt", "make the line thicker"):
        assert words in row
    assert result.stdout.splitlines()[0] == "thin.pdf"
    assert "thin.pdf: 1 error, 4 pages" in result.stdout


def test_on_a_narrow_terminal_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("booklet.cli.session.PIPE_WIDTH", 80)
    Path("[odd].pdf").write_bytes(
        damaged(lambda pdf: pdf.docinfo.__delitem__("/Trapped"), paints(b"1 0 0 rg 0 0 99 99 re f"))
    )
    lines = run("check", "[odd].pdf", "--press").stdout.splitlines()
    assert lines[0] == "[odd].pdf" and max(map(len, lines)) <= 80
    assert not [line for line in lines if "…" in line]
    assert {line.rpartition(" ")[2] for line in lines} >= {"press-rgb", "press-trapped"}


@pytest.mark.parametrize("option", [["--spots", "Gold"], ["--bleed", "5"], ["--booklet"], ["--blank", "2"]])
def test_a_demand_without_press_is_not_passed_over(option: list[str]) -> None:
    result = run("check", "book.pdf", *option)
    assert result.exit_code == ExitCode.USAGE and f"{option[0]} is for --press" in result.stderr


def test_what_is_wrong_with_many_pages_is_told_once() -> None:
    pdf = book(8)
    for number in (1, 2, 3, 5, 7, 8):
        pdf.pages[number - 1].obj.UserUnit = 2
    Path("eight.pdf").write_bytes(saved(pdf))
    result = run("check", "eight.pdf", "--press")
    [row] = [line for line in result.stdout.splitlines() if "press-user-unit" in line]
    assert row.startswith(" pages 1-3, 5, 7-8  ") and "eight.pdf: 6 errors, 8 pages" in result.stdout
    found = json.loads(run("check", "eight.pdf", "--press", "--json").stdout)["files"][0]["findings"]
    assert [finding["place"] for finding in found] == [f"page {number}" for number in (1, 2, 3, 5, 7, 8)]


def test_a_warning_does_not_fail() -> None:
    result = run("check", "book.pdf", "--press", "--spots", f"{SPOT},Gold")
    assert result.exit_code == ExitCode.OK and "press-spot-unused" in result.stdout


def test_json_is_complete() -> None:
    Path("plain.pdf").write_bytes(by_reportlab())
    result = run("check", "book.pdf", "plain.pdf", "--press", "--json")
    assert result.exit_code == ExitCode.FINDINGS
    book, plain = json.loads(result.stdout)["files"]
    assert book == {
        "path": "book.pdf",
        "findings": [],
        "pages": 4,
        "version": "1.6",
        "condition": "FOGRA39",
        "trims_mm": [[100, 140]],
        "inks": ["Cyan", "Magenta", "Yellow", "Black", SPOT],
        "spots": [SPOT],
        "fonts": [["Atkinson", True]],
        "ink": None,
        "notes": ["the total ink was not measured: Ghostscript (gs) is not installed"],
    }
    assert {"press-rgb", "press-font-embedded"} <= {finding["code"] for finding in plain["findings"]}
    assert all(finding.keys() == {"code", "severity", "place", "message", "remedy"} for finding in plain["findings"])


def test_a_file_without_tags_is_not_blamed_for_that() -> None:
    assert not [
        c for c in run("check", "book.pdf", "--press").stdout.split() if c.startswith(("tag-", "meta-", "verapdf"))
    ]
    assert "tag-" in run("check", "book.pdf", "--no-verapdf").stdout


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--bleed", "5"], "press-bleed"),
        (["--spots", ""], "press-spot-unlisted"),
        (["--booklet"], "press-page-count"),
        ([], "press-empty-page"),
    ],
)
def test_demands_come_from_the_command_line(options: list[str], code: str) -> None:
    pdf = book(5)
    pdf.pages[1].obj.Contents = pdf.make_stream(b"")
    Path("five.pdf").write_bytes(saved(pdf))
    assert code in run("check", "five.pdf", "--press", *options).stdout
    assert run("check", "five.pdf", "--press", "--blank", "2").exit_code == ExitCode.OK


@pytest.mark.parametrize("options", [["--blank", "two"], ["--blank", "-1"], ["--bleed", "-1"], ["--bleed", "x"]])
def test_demands_that_make_no_sense_are_refused(options: list[str]) -> None:
    assert run("check", "book.pdf", "--press", *options).exit_code == ExitCode.USAGE


def test_files_that_cannot_be_read_do_not_stop_the_others() -> None:
    Path("broken.pdf").write_bytes(b"%PDF-1.6 and no more")
    Path("folder.pdf").mkdir()
    result = run("check", "broken.pdf", "folder.pdf", "nowhere.pdf", "book.pdf", "--press")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert "book.pdf: ok" in result.stdout
    for words in ("broken.pdf: error: is broken or no PDF", "folder.pdf: error: cannot be read: it is not a file",
                  "nowhere.pdf: error: cannot be read: there is no such file"):  # fmt: skip
        assert words in result.stderr
