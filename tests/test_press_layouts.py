"""Every layout, folded and cut on paper that knows nothing of layouts: pages in order, heads up, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from booklet.errors import BookletError
from booklet.folding import Face, Pile, flat, follow, gather, inside, read, step
from booklet.folding.pictures import FOLDER, load_picture, picture_names
from booklet.press.layouts import Folded, Grid, Layout, Sheet, Slot, blanks, placed
from booklet.resources import Resources, bundled_root

RESOURCES = Resources.at()
PICTURES = {name: load_picture(RESOURCES, name) for name in picture_names(RESOURCES)}
SIGNATURES = {"saddle": [0], "perfect": [1, 2, 4, 5], "quarto": [1, 2], "octavo": [1, 2]}
FOLDED = [Folded(picture, size) for name, picture in PICTURES.items() for size in SIGNATURES.get(name, [1])]
SADDLE = Folded(PICTURES["saddle"], 0)
GRIDS = [Grid("cards", 2, 2), Grid("cards", 4, 2), Grid("cutstack", 1, 2), Grid("cutstack", 2, 3), Grid("nup", 2, 3)]
LAYOUTS: list[Layout] = [*FOLDED, *GRIDS]


def named(layout: Layout) -> str:
    if isinstance(layout, Folded):
        return f"{layout.picture.layout}-{layout.signature}"
    return f"{layout.layout}-{layout.rows}x{layout.columns}"


Reader = Callable[[Sequence[Sheet]], "list[tuple[int | None, bool]]"]


def reader(layout: Layout, pages: int) -> Reader:
    """The hands for a layout; what they do depends on the number of sheets only. They give (page, head down)."""
    if isinstance(layout, Folded):
        piles, first = [], 0
        for size in layout.sizes(pages):
            piles.append(layout.picture.fold(size, first))
            first += size
        return partial(printed, gather(piles))
    count = len(layout.sheets(pages))
    if layout.layout == "nup":
        return lambda sheets: [(slot.page, slot.turned) for sheet in sheets for slot in rows(sheet.front)]
    if layout.layout == "cards":
        return partial(printed, gather(cut(layout, 1, number) for number in range(count)))
    return partial(printed, cut(layout, count))


def cut(grid: Grid, sheets: int, first: int = 0) -> Pile:
    """Sheets cut into columns and then rows, the piles laid on each other row by row."""
    pile = flat(grid.columns, grid.rows, sheets, first=first)
    rows_first = [step(f"cut, bottom under top at row {at}") for at in range(grid.rows - 1, 0, -1)]
    columns = [step(f"cut, right under left at column {at}") for at in range(grid.columns - 1, 0, -1)]
    if grid.rows == 1 or grid.columns == 1:
        return follow(pile, [*rows_first, *columns])
    strips = [_strip(pile, row) for row in range(grid.rows)]
    return gather(follow(strip, columns) for strip in strips)


def _strip(pile: Pile, row: int) -> Pile:
    """One row of a pile, as a knife cuts it off."""
    own = [layer for layer in pile.layers if layer.panel[1] == row]
    return replace(pile, layers=tuple(replace(layer, top=0.0, bottom=1.0) for layer in own))


def rows(slots: Sequence[Slot]) -> list[Slot]:
    return sorted(slots, key=lambda slot: (slot.row, slot.column))


def printed(pile: Pile, sheets: Sequence[Sheet]) -> list[tuple[int | None, bool]]:
    """What a reader of printed and folded sheets meets: page after page, and whether it stands on its head."""
    on: dict[Face, Slot] = {}
    for number, sheet in enumerate(sheets):
        width = 1 + max(slot.column for slot in sheet.front)
        on |= {Face(number, slot.row, slot.column): slot for slot in sheet.front}
        on |= {Face(number, slot.row, width - 1 - slot.column, True): slot for slot in sheet.back}
    seen = [(on[s.face], s.turned) for s in read(pile) if s.face in on]
    return [(slot.page, slot.turned != turned) for slot, turned in seen]


def in_order(read_pages: list[tuple[int | None, bool]], pages: int) -> bool:
    expected = [(page if page <= pages else None) for page in range(1, len(read_pages) + 1)]
    return [page for page, _ in read_pages] == expected and not any(turned for page, turned in read_pages if page)


@pytest.mark.parametrize("layout", LAYOUTS, ids=named)
def test_every_number_of_pages_is_read_in_order_heads_up_each_once(layout: Layout) -> None:
    for pages in range(1, 201):
        sheets = layout.sheets(pages)
        found = reader(layout, pages)(sheets)
        assert in_order(found, pages), (pages, found)
        assert len(found) == sum(len(side) for sheet in sheets for side in sheet.sides)
        assert sum(page is not None for page, _ in found) == pages
        assert blanks(sheets) == len(found) - pages


def mutants(sheets: list[Sheet]) -> Iterator[list[Sheet]]:
    """Sheets with one mistake: two pages exchanged, a page turned, sides exchanged."""
    for number, sheet in enumerate(sheets):
        for side in ("front", "back") if sheet.back else ("front",):
            slots: tuple[Slot, ...] = getattr(sheet, side)
            for index, slot in enumerate(slots):
                if slot.page is None:
                    continue
                other = (index + 1) % len(slots)
                swapped = list(slots)
                swapped[index] = replace(slot, page=slots[other].page)
                swapped[other] = replace(slots[other], page=slot.page)
                turned = [replace(s, turned=s.turned != (s is slot)) for s in slots]
                for changed in (swapped, turned):
                    yield [*sheets[:number], replace(sheet, **{side: tuple(changed)}), *sheets[number + 1 :]]
        if sheet.back:
            yield [*sheets[:number], replace(sheet, front=sheet.back, back=sheet.front), *sheets[number + 1 :]]


@pytest.mark.parametrize("layout", LAYOUTS, ids=named)
def test_every_mistake_in_order_is_caught(layout: Layout) -> None:
    caught = 0
    for pages in (5, 8, 31, 32):
        sheets = layout.sheets(pages)
        hands = reader(layout, pages)
        for mutant in mutants(sheets):
            assert not in_order(hands(mutant), pages)
            caught += 1
    assert caught > 80


def test_the_spine_is_where_the_page_before_or_after_lies() -> None:
    for slot in placed(SADDLE.sheets(16)):
        assert slot.page is not None
        assert slot.inward == (-1 if slot.page % 2 else 1)
    assert {slot.inward for slot in placed(Grid("cards", 2, 2).sheets(16))} == {0}


@pytest.mark.parametrize(
    "layout", [SADDLE, *(f for f in FOLDED if f.picture.layout in ("perfect", "quarto"))], ids=named
)
def test_pages_are_as_deep_as_the_paper_that_lies_around_them(layout: Folded) -> None:
    """The leaves around each panel are counted on the folded paper, signature by signature."""
    sheets = layout.sheets(48)
    first = 0
    for size in layout.sizes(48):
        depths = inside(layout.picture.fold(size, first))
        for (number, row, column), depth in depths.items():
            on_front = next(s for s in sheets[number].front if (s.row, s.column) == (row, column))
            behind = layout.columns - 1 - column
            on_back = next(s for s in sheets[number].back if (s.row, s.column) == (row, behind))
            assert on_front.depth == on_back.depth == depth
        first += size


def test_inner_sheets_are_deeper() -> None:
    sheets = SADDLE.sheets(20)
    assert [{slot.depth for side in sheet.sides for slot in side} for sheet in sheets] == [{k} for k in range(5)]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("  4 1\n", "  1 4\n", "1:1: error: folded, page 4 comes where page 1 should be"),
        ("  2 3\n", "  2 3v\n", "1:1: error: folded, page 3 stands on its head"),
        ("  2 3\n", "  2 4\n", "pages 1 to 4 must be drawn, each once"),
        ("  2 3\n", "  2\n  3\n", "front and back are not of one size"),
        ("  4 1\n", "  4 1\n  2\n", "3:8: error: the rows of the picture are not of one length"),
        ("  2 3\n", "  2 x\n", '5:7: error: "x" is no page'),
        ("left under right", "right under left", "are not held at the left edge"),
        ("left under right", "left on right", '7:9: error: "left on right" is no way to fold'),
        ("layout: saddle", "layout: sadle", '1:9: error: layout "sadle" is in a file called saddle.yaml'),
    ],
)
def test_a_picture_that_is_wrong_is_refused_with_its_place(
    before: str, after: str, reason: str, tmp_path: Path
) -> None:
    name = f"{FOLDER}/saddle.yaml"
    (tmp_path / FOLDER).mkdir(parents=True)
    text = (bundled_root() / name).read_text(encoding="utf-8")
    assert before in text
    (tmp_path / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BookletError) as told:
        load_picture(Resources.at(tmp_path), "saddle")
    assert reason in str(told.value)
    assert str(told.value).startswith(f"{name}:")
