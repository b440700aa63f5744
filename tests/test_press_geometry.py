"""Where pages lie on sheets: the arithmetic for any measures, and the same read back from files that were made."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from imposing_sample import PAGE, imposed, numbered, placed

from booklet.errors import BookletError
from booklet.plane import Box, Matrix
from booklet.press.geometry import (
    SHEETS_PT,
    Geometry,
    PageBox,
    Wish,
    caliper_of,
    cells_that_fit,
    flip_of,
    lay_out,
    paper_for,
    sheet_name,
)
from booklet.press.layouts import Slot
from booklet.units import mm, pt

lengths = st.floats(20, 800)
small = st.floats(0, 30)
geometries = st.builds(
    lambda cell, rows, columns, gutter, bleed, caliper, extra, backs: Geometry(
        (columns * cell[0] + (columns - 1) * gutter + extra[0], rows * cell[1] + (rows - 1) * gutter + extra[1]),
        *(rows, columns, cell, 1.0, gutter, bleed, caliper, backs),
    ),
    st.tuples(lengths, lengths), st.integers(1, 4), st.integers(1, 4), small, small, st.floats(0, 2),
    st.tuples(st.floats(0, 200), st.floats(0, 200)), st.booleans(),
)  # fmt: skip


def near(a: Box, b: Box) -> bool:
    return all(abs(x - y) < 1e-6 for x, y in zip(a, b, strict=True))


@given(geometries)
def test_windows_never_overlap_and_hold_their_page_with_its_outer_bleed(geometry: Geometry) -> None:
    cells = list(itertools.product(range(geometry.rows), range(geometry.columns)))
    for one, other in itertools.combinations(cells, 2):
        shared = geometry.window(*one).clipped(geometry.window(*other))
        assert shared.width < 1e-6 or shared.height < 1e-6
    for cell in cells:
        trim = geometry.trim(*cell)
        assert near(trim.clipped(geometry.window(*cell)), trim)
        assert near(trim.clipped(geometry.block), trim)
    outer = Box.around(p for cell in cells for p in geometry.window(*cell).corners)
    assert near(outer, geometry.block.grown(geometry.bleed))


@given(geometries)
def test_without_a_gutter_neighbours_meet_at_the_spine(geometry: Geometry) -> None:
    assume(geometry.columns > 1)
    closed = Geometry(geometry.sheet, geometry.rows, geometry.columns, geometry.cell, bleed=geometry.bleed)
    for row, column in itertools.product(range(closed.rows), range(closed.columns - 1)):
        assert abs(closed.window(row, column).right - closed.window(row, column + 1).left) < 1e-6


@given(geometries)
def test_a_back_lies_behind_its_front_however_the_sheet_is_turned_over(geometry: Geometry) -> None:
    width, height = geometry.sheet
    over = Matrix(1, 0, 0, -1, 0, height) if geometry.turned_backs else Matrix(-1, 0, 0, 1, width, 0)
    for row, column in itertools.product(range(geometry.rows), range(geometry.columns)):
        back = geometry.side(True).box(geometry.trim(row, geometry.columns - 1 - column))
        assert near(over.box(back), geometry.trim(row, column))


pages = st.builds(
    lambda x, y, w, h, rotate, unit: PageBox(Box(x, y, x + w, y + h), rotate, unit),
    st.floats(-500, 500), st.floats(-500, 500), lengths, lengths, st.sampled_from([0, 90, 180, 270]),
    st.sampled_from([1.0, 2.0, 0.5]),
)  # fmt: skip


@given(pages, st.floats(0.2, 3), st.booleans(), st.integers(0, 30), st.sampled_from([-1, 0, 1]))
def test_a_page_fills_its_cell_moved_by_its_creep_only(
    page: PageBox, scale: float, turned: bool, depth: int, inward: int
) -> None:
    cell = page.size[0] * scale, page.size[1] * scale
    geometry = Geometry((cell[0] * 2, cell[1]), 1, 2, cell, scale, caliper=0.3)
    at = geometry.placement(Slot(0, 1, 1, turned, depth, inward), page).box(page.box)
    moved = depth * inward * 0.3 * (-1 if turned else 1)
    trim = geometry.trim(0, 1)
    assert near(at, Box(trim.left + moved, trim.bottom, trim.right + moved, trim.top))


def test_a_rotated_page_stands_as_it_is_looked_at() -> None:
    page = PageBox(Box(10, 20, 110, 320), rotate=90)
    assert page.size == (300, 100)
    assert page.upright.point(10, 20) == (0, 100)  # its lower left corner is looked at as the upper left one
    assert page.upright.point(110, 20) == (0, 0)


# What paper


@pytest.mark.parametrize(
    ("page", "paper"),
    [((419.53, 595.28), "a4"), ((396, 612), "letter"), ((595.28, 841.89), "a3"), ((612, 792), "tabloid")],
)
def test_two_pages_side_by_side_lie_on_the_paper_that_holds_them(page: tuple[float, float], paper: str) -> None:
    geometry = lay_out(page, 1, 2, Wish())
    assert sheet_name(geometry.sheet) == paper
    assert geometry.sheet[0] > geometry.sheet[1]
    assert geometry.scale == 1


def test_a_paper_that_nothing_holds_is_cut_to_size() -> None:
    assert paper_for(2000, 3000) == (2000, 3000)
    assert sheet_name((pt(500), pt(700))) == "500 x 700 mm"


@pytest.mark.parametrize(
    ("scale", "expected"), [(None, 0.7727), ("fit", 0.7727), (0.5, 0.5)],
)  # fmt: skip
def test_pages_are_made_smaller_for_a_sheet_that_was_named(scale: Any, expected: float) -> None:
    assert lay_out((396 / 0.7727, 612 / 0.7727), 1, 2, Wish(SHEETS_PT["letter"], scale)).scale == pytest.approx(
        expected, abs=1e-4
    )


def test_pages_are_made_larger_only_when_that_is_asked_for() -> None:
    assert lay_out((200, 300), 1, 2, Wish(SHEETS_PT["letter"])).scale == 1
    assert lay_out((200, 300), 1, 2, Wish(SHEETS_PT["letter"], "fit")).scale == pytest.approx(1.98)


@pytest.mark.parametrize("wish", [Wish(SHEETS_PT["a4"], "none"), Wish(SHEETS_PT["a4"], 1.2)])
def test_pages_that_do_not_fit_are_refused_with_what_is_needed(wish: Wish) -> None:
    with pytest.raises(BookletError, match=r"210 x 297 mm is too small|297 x 210 mm is too small"):
        lay_out((595, 842), 1, 2, wish)


@example("a4", 2, 1, 1.002, 1.0)
@given(st.sampled_from(list(SHEETS_PT)), st.integers(1, 4), st.integers(1, 4), st.floats(0.99, 1.01), st.floats(0.5, 2))
def test_any_page_goes_on_any_paper_when_its_scale_is_left_open(
    paper: str, rows: int, columns: int, stretch: float, squeeze: float
) -> None:
    width, height = SHEETS_PT[paper]
    geometry = lay_out((stretch * width / columns, squeeze * height / rows), rows, columns, Wish((width, height)))
    assert near(geometry.block.clipped(geometry.whole.grown(0.501)), geometry.block)
    assert geometry.scale <= 1


def test_what_is_needed_is_never_told_to_be_what_there_is() -> None:
    with pytest.raises(BookletError, match="297 x 210 mm is too small: 298 x 210 mm are needed"):
        lay_out((421.5, 595), 1, 2, Wish(SHEETS_PT["a4"], "none"))


def test_pages_of_a_rounded_size_are_no_reason_to_shrink_and_trim_lies_on_the_sheet(tmp_path: Path) -> None:
    """As A5 of a word processor is, 0.1 pt higher than A4 is wide."""
    path, made = imposed(numbered(tmp_path / "pages.pdf", 4, (419.55, 595.35)), sheet=SHEETS_PT["a4"])
    assert made.scale == 1
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            media, bleed, trim = ([float(v) for v in page.obj[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
            assert media[0] <= bleed[0] <= trim[0] < trim[2] <= bleed[2] <= media[2]
            assert media[1] <= bleed[1] <= trim[1] < trim[3] <= bleed[3] <= media[3]


def test_the_bleed_of_pages_that_are_made_smaller_is_smaller_too(tmp_path: Path) -> None:
    source = numbered(tmp_path / "pages.pdf", 4, bleed=pt(3))
    path, _ = imposed(source, sheet=(900.0, 700.0), scale=0.5)
    with pikepdf.open(path) as pdf:
        bleed, trim = ([float(v) for v in pdf.pages[0].obj[key]] for key in ("/BleedBox", "/TrimBox"))
        assert trim[0] - bleed[0] == pytest.approx(pt(1.5), abs=0.01)


def test_marks_get_room() -> None:
    bare, marked = (lay_out((419.53, 595.28), 1, 2, Wish(margin=margin, bleed=pt(3))) for margin in (0.0, pt(10)))
    assert sheet_name(bare.sheet) == "a4"
    assert sheet_name(marked.sheet) == "tabloid"


@pytest.mark.parametrize(
    ("flip", "turned", "told"), [(None, False, "short"), ("short", False, "short"), ("long", True, "long")]
)
def test_which_edge_the_sheets_are_turned_over_on(flip: Any, turned: bool, told: str) -> None:
    geometry = lay_out((396, 612), 1, 2, Wish(flip=flip))
    assert geometry.turned_backs == turned
    assert flip_of(geometry) == told
    upright = lay_out((306, 396), 2, 2, Wish(flip=flip))
    assert flip_of(upright) == (flip or "long")
    assert upright.turned_backs == (flip == "short")


def test_cards_fill_a_sheet() -> None:
    assert cells_that_fit((pt(85), pt(55)), SHEETS_PT["a4"], 0, 0) == (5, 2)
    assert cells_that_fit((pt(85), pt(55)), SHEETS_PT["a4"], 0, pt(10)) == (5, 2)
    assert cells_that_fit((2000, 2000), SHEETS_PT["a4"], 0, 0) == (1, 1)


def test_office_paper_is_a_tenth_of_a_millimetre_thick() -> None:
    assert caliper_of(80) == pytest.approx(0.104)


# Read back from files


def test_creep_is_a_caliper_a_sheet_and_nothing_else_moves(tmp_path: Path) -> None:
    source = numbered(tmp_path / "pages.pdf", 64)
    still, _ = imposed(source, tmp_path / "still.pdf")
    crept, made = imposed(source, tmp_path / "crept.pdf", caliper=pt(0.125))
    assert made.sheets == 16
    pairs = list(zip(placed(still), placed(crept), strict=True))
    assert len(pairs) == 64
    for before, after in pairs:
        depth = before.side // 2
        towards_the_spine = -1 if before.page % 2 else 1
        moved = mm(after.trim().left - before.trim().left)
        assert moved == pytest.approx(towards_the_spine * depth * 0.125, abs=0.02)
        assert after.trim().bottom == before.trim().bottom
        assert after.window == before.window
    for path in (still, crept):
        with pikepdf.open(path) as pdf:
            assert len({(str(page.MediaBox), str(page.TrimBox)) for page in pdf.pages}) == 1
    assert sheet_of(still) == sheet_of(crept)


def sheet_of(path: Path) -> tuple[float, float]:
    with pikepdf.open(path) as pdf:
        _, _, width, height = map(float, pdf.pages[0].MediaBox)
        return width, height


@pytest.mark.parametrize("flip", ["short", "long"])
@pytest.mark.parametrize("layout", ["saddle", "cards", "quarto"])
def test_front_and_back_register_within_a_tenth_of_a_millimetre(layout: str, flip: Any, tmp_path: Path) -> None:
    options: dict[str, Any] = {"grid": (2, 3)} if layout == "cards" else {}
    sheet = (1300.0, 1250.0)
    source = numbered(tmp_path / "pages.pdf", 16)
    path, _ = imposed(source, layout=layout, flip=flip, sheet=sheet, gutter=5.0, **options)
    found = placed(path)
    width, height = sheet_of(path)
    upright_axis = (flip == "short") == (width > height)
    across = Matrix(-1, 0, 0, 1, width, 0) if upright_axis else Matrix(1, 0, 0, -1, 0, height)
    for leaf in range(1, 17, 2):
        front, back = (next(p for p in found if p.page == page) for page in (leaf, leaf + 1))
        behind = across.box(back.trim())
        gaps = (front.trim().left - behind.left, front.trim().bottom - behind.bottom, front.trim().right - behind.right)
        assert max(map(abs, gaps)) < pt(0.1)


def test_bleed_meets_at_the_spine_and_is_kept_outside(tmp_path: Path) -> None:
    bleed = pt(3)
    path, _ = imposed(numbered(tmp_path / "pages.pdf", 8, bleed=bleed), sheet=(700.0, 550.0))
    for left, right in itertools.pairwise(placed(path)):
        if left.side == right.side:
            assert left.window.right == pytest.approx(right.window.left, abs=1e-5) == pytest.approx(350, abs=1e-5)
            assert left.window.left == pytest.approx(350 - PAGE[0] - bleed, abs=1e-5)
            assert left.window.height == pytest.approx(PAGE[1] + 2 * bleed, abs=1e-5)
