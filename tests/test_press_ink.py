"""The ink on each place of a page, added up from separations: in percent, with its place, and nothing left over."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pikepdf import Dictionary, Name
from press_sample import book, damaged, saved, separation
from test_press_predicates import Pdf, page_entry, paints

from booklet.check.press import ink
from booklet.check.press.predicate import Demands
from booklet.check.press.report import check_press

GHOSTSCRIPT = shutil.which("gs")


def test_ghostscript_is_there_when_a_server_tests() -> None:
    """Elsewhere one may do without it; then what needs it is passed over, and this says so."""
    if GHOSTSCRIPT is None and not os.environ.get("CI"):
        pytest.skip("Ghostscript is not installed")
    assert GHOSTSCRIPT


needs_ghostscript = pytest.mark.skipif(GHOSTSCRIPT is None, reason="Ghostscript is not installed")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of these tests alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def patch(
    *, tints: bytes, size: int = 40, x: int = 200, y: int = 300, **resources: dict[str, object]
) -> Callable[[Pdf], None]:
    return paints(b"%b %d %d %d %d re f" % (tints, x, y, size, size), **resources)


@needs_ghostscript
def test_too_much_ink_is_found_where_it_is(temporary: Path) -> None:
    told = check_press(damaged(patch(tints=b"1 1 .8 .6 k")), "x")
    [finding] = told.findings
    assert (finding.code, finding.message) == ("press-ink", "340 % of ink on one place, where 300 % are allowed")
    assert told.ink is not None and told.ink.percent == pytest.approx(340, abs=1) and told.ink.page == 1
    x, y = (float(part.split()[0]) for part in finding.place.split(", ")[1:])
    assert 60 < x < 75 and 95 < y < 110  # 200 and 300 pt, less 10 mm of slug
    assert list(temporary.iterdir()) == []


@needs_ghostscript
@pytest.mark.parametrize(
    ("tints", "percent"),
    [(b"1 1 .5 .45 k", 295), (b"/Spot cs 1 scn /Over gs 1 1 0 0 k", 200)],
)
def test_ink_within_the_limit_is_told_and_not_blamed(tints: bytes, percent: float) -> None:
    told = check_press(damaged(patch(tints=tints)), "x")
    assert told.findings == () and told.ink is not None
    assert told.ink.percent == pytest.approx(percent, abs=1.5)


@needs_ghostscript
def test_too_much_ink_in_the_bleed_is_told_before_warnings() -> None:
    told = check_press(damaged(patch(tints=b"q 1 1 .8 .6 k", x=20)), "x").findings
    assert [finding.code for finding in told] == ["press-ink", "press-content-balance"]
    assert re.fullmatch(r"page 1, 2\.\d mm left, \d+\.\d mm up", told[0].place)


@needs_ghostscript
def test_the_limit_is_the_printers() -> None:
    data = damaged(patch(tints=b"1 1 .4 .0 k"))
    assert check_press(data, "x", Demands(ink_limit=250)).findings == ()
    [finding] = check_press(data, "x", Demands(ink_limit=235)).findings
    assert finding.code == "press-ink"


@needs_ghostscript
def test_special_inks_and_overprint_add_up() -> None:
    both = paints(b"1 1 1 0 k 200 300 40 40 re f /Over gs /Spot cs 1 scn 200 300 40 40 re f")
    [finding] = check_press(damaged(both), "x").findings
    assert finding.message.startswith("400 %")


@needs_ghostscript
def test_a_line_or_a_dot_is_no_area() -> None:
    told = check_press(damaged(patch(tints=b"1 1 1 .9 k", size=3)), "x")
    assert told.findings == () and told.ink is not None and told.ink.percent < 250


@needs_ghostscript
def test_marks_in_the_slug_do_not_count() -> None:
    assert check_press(damaged(patch(tints=b"/Registration cs 1 scn", x=0, y=0, size=17)), "x").findings == ()


@needs_ghostscript
@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_the_place_is_that_of_the_page_as_it_lies(turns: int) -> None:
    """However the page is turned for the screen."""

    def damage(pdf: Pdf) -> None:
        patch(tints=b"1 1 1 1 k", x=250, y=60)(pdf)
        page_entry("Rotate", 90 * turns)(pdf)

    told = check_press(damaged(damage), "x")
    assert told.ink is not None
    x, y = (float(part.split()[0]) for part in told.ink.place.split(", ")[1:])
    assert 77 < x < 90 and 10 < y < 23


@needs_ghostscript
def test_names_of_inks_are_no_paths(temporary: Path, tmp_path: Path) -> None:
    spaces = {"Z": separation("../../escaped"), "Y": separation("/tmp/%s|sh")}
    odd = paints(b"/Z cs 1 scn 200 300 40 40 re f /Over gs /Y cs 1 scn 200 300 40 40 re f", ColorSpace=spaces)
    told = check_press(damaged(odd), "x")
    assert told.ink is not None and told.ink.percent == pytest.approx(200, abs=2)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["temporary"]


@needs_ghostscript
def test_many_pages_are_measured_here_and_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ink, "MOST_PAGES", 3)
    pdf = book(7)
    pdf.pages[3].obj.Contents = pdf.make_stream(b"1 1 1 .5 k 60 60 90 90 re f")
    told = check_press(saved(pdf), "x")
    assert told.ink is not None and told.ink.page == 4
    assert told.notes == ("the total ink was measured on 3 of 7 pages, spread over the file",)


@needs_ghostscript
def test_a_huge_sheet_is_rendered_coarsely() -> None:
    pdf = book(1)
    patch(tints=b"1 1 1 1 k", size=4_000)(pdf)
    for name in ("MediaBox", "TrimBox", "BleedBox"):
        page_entry(name, [0, 0, 14_400, 14_400])(pdf)
    told = check_press(saved(pdf), "x")
    assert told.ink is not None and told.ink.percent == pytest.approx(400, abs=1)


@needs_ghostscript
def test_time_is_bounded_and_nothing_is_left(monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    monkeypatch.setattr(ink, "SECONDS", 0.05)
    told = check_press(damaged(), "x")
    assert told.ink is None and told.findings == ()
    assert told.notes == ("the total ink was measured on 0 of 4 pages: Ghostscript takes too long",)
    assert list(temporary.iterdir()) == []


@needs_ghostscript
def test_a_file_cannot_read_or_run_anything(temporary: Path) -> None:
    """Even what a page asks for in PostScript is not done."""
    (temporary / "secret").write_text("secret")
    post = b"(%b/secret) (r) file pop" % bytes(temporary)
    harm = paints(b"/Z Do", XObject={"Z": lambda pdf: pdf.make_stream(post, Subtype=Name.PS, Level1=Dictionary())})
    assert check_press(damaged(harm), "x").ink is not None


def test_without_ghostscript_a_note_says_so(monkeypatch: pytest.MonkeyPatch, temporary: Path) -> None:
    monkeypatch.setenv("PATH", str(temporary))
    told = check_press(damaged(), "x")
    assert told.ink is None and told.findings == ()
    assert told.notes == ("the total ink was not measured: Ghostscript (gs) is not installed",)


def test_a_ghostscript_that_fails_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "gs"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    told = check_press(damaged(), "x")
    assert told.notes == ("the total ink was measured on 0 of 4 pages: Ghostscript cannot render all of them",)


@pytest.mark.parametrize(("count", "most"), [(1, 3), (3, 3), (7, 3), (1_000, 48), (49, 48)])
def test_pages_are_spread_from_first_to_last(count: int, most: int) -> None:
    chosen = ink._spread(count, most)
    assert len(chosen) == min(count, most) == len(set(chosen))
    assert chosen[0] == 1 and chosen[-1] == count and chosen == sorted(chosen)
