"""Where a page lies on a sheet: cells, gutters, bleed, creep, and the turning over of sheets. Lengths in pt, y upwards.

The cells of a side are a block of trimmed pages in the middle of the sheet. Each has a window: the part of the sheet
that its page may print on. A window reaches beyond the trim by the bleed, but never past the middle of a gutter. So two
pages meet at a spine without a gap, and neither prints on the other.

Creep: the sheets of a signature push each other out of the fold, each by its thickness (its caliper). So the content of
the sheet in place k moves towards the spine by k calipers, under a window that stays. Sheet and trim keep their size.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from booklet.errors import BookletError, Span
from booklet.plane import Box, Matrix
from booklet.press.layouts import Slot
from booklet.units import PAPERS_PT, mm, pt

Flip: TypeAlias = Literal["long", "short"]

SHEETS_PT: Final[Mapping[str, tuple[float, float]]] = {
    **PAPERS_PT,
    "a3": (pt(297), pt(420)),
    "tabloid": (792.0, 1224.0),
    "sra3": (pt(320), pt(450)),
}
"""Papers by name, width and height in pt (ISO 216, ISO 217, ANSI Y14.1), in the order in which they are offered."""
NEAR: Final = 1.0
"""A paper holds what is larger than it by less: names of sizes are rounded to whole millimetres."""
BULK: Final = 1.3
"""cm³/g: how thick uncoated paper is for its weight."""
MAX_SIDE: Final = 14_400.0
"""The longest side of a page (ISO 32000-1, annex C)."""


def half_turn(box: Box) -> Matrix:
    """The map that turns a box on its head."""
    return Matrix(-1.0, 0.0, 0.0, -1.0, box.left + box.right, box.bottom + box.top)


QUARTER_TURNS: Final[Mapping[int, Matrix]] = {
    0: Matrix(),
    90: Matrix(0.0, -1.0, 1.0, 0.0),
    180: Matrix(-1.0, 0.0, 0.0, -1.0),
    270: Matrix(0.0, 1.0, -1.0, 0.0),
}
"""What /Rotate does: clockwise, in degrees."""


@dataclass(frozen=True, slots=True)
class PageBox:
    """The trimmed page in its own space, how it is rotated for viewing, and its unit in pt; what it bleeds, in pt."""

    box: Box
    rotate: int = 0
    unit: float = 1.0
    bleed: float = 0.0

    @property
    def upright(self) -> Matrix:
        """From the space of the page to pt, as it is looked at, the corner of its trim at the origin."""
        turn = QUARTER_TURNS[self.rotate].then(Matrix(self.unit, 0.0, 0.0, self.unit))
        there = turn.box(self.box)
        return turn.moved(-there.left, -there.bottom)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in pt, as it is looked at."""
        seen = self.upright.box(self.box)
        return seen.width, seen.height


@dataclass(frozen=True, slots=True)
class Geometry:
    """One sheet of a run. `cell` is the trimmed page on it, `scale` what a page is multiplied by at most.

    `turned_backs`: backs are printed on their head, because the sheets are turned over about their horizontal axis.
    """

    sheet: tuple[float, float]
    rows: int
    columns: int
    cell: tuple[float, float]
    scale: float = 1.0
    gutter: float = 0.0
    bleed: float = 0.0
    caliper: float = 0.0
    turned_backs: bool = False

    @property
    def whole(self) -> Box:
        return Box(0.0, 0.0, *self.sheet)

    @property
    def block(self) -> Box:
        """All cells and the gutters between them."""
        width, height = block_size(self.cell, self.rows, self.columns, self.gutter)
        left, bottom = (self.sheet[0] - width) / 2, (self.sheet[1] - height) / 2
        return Box(left, bottom, left + width, bottom + height)

    def trim(self, row: int, column: int) -> Box:
        """A cell: the trimmed page."""
        block, (width, height) = self.block, self.cell
        left = block.left + column * (width + self.gutter)
        top = block.top - row * (height + self.gutter)
        return Box(left, top - height, left + width, top)

    def window(self, row: int, column: int) -> Box:
        """What the page in a cell may print on."""
        inner = min(self.bleed, self.gutter / 2)
        trim = self.trim(row, column)
        return Box(
            trim.left - (inner if column else self.bleed),
            trim.bottom - (inner if row < self.rows - 1 else self.bleed),
            trim.right + (inner if column < self.columns - 1 else self.bleed),
            trim.top + (inner if row else self.bleed),
        )

    def scale_of(self, page: PageBox) -> float:
        """What a page is multiplied by: one that is larger than its cell is made smaller, so that all of it is seen."""
        width, height = page.size
        return min(self.scale, self.cell[0] / width, self.cell[1] / height)

    def place(self, slot: Slot, page: PageBox) -> Box:
        """A page in the middle of its cell, before any creep."""
        trim, scale = self.trim(slot.row, slot.column), self.scale_of(page)
        width, height = (side * scale for side in page.size)
        left, bottom = trim.left + (trim.width - width) / 2, trim.bottom + (trim.height - height) / 2
        return Box(left, bottom, left + width, bottom + height)

    def clip(self, slot: Slot, page: PageBox) -> Box:
        """What a page prints on: its window, less what is neither page nor bleed, as what was cropped away."""
        return self.place(slot, page).grown(self.bleed).clipped(self.window(slot.row, slot.column))

    def side(self, back: bool) -> Matrix:
        """What is done to a side as a whole."""
        return half_turn(self.whole) if back and self.turned_backs else Matrix()

    def placement(self, slot: Slot, page: PageBox) -> Matrix:
        """From the space of a page to that of its side: scaled, in the middle of its cell, moved by the creep."""
        place, scale = self.place(slot, page), self.scale_of(page)
        creep = slot.inward * slot.depth * self.caliper
        placed = page.upright.then(Matrix(scale, 0.0, 0.0, scale)).moved(place.left + creep, place.bottom)
        trim = self.trim(slot.row, slot.column)
        return placed.then(half_turn(trim)) if slot.turned else placed


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for; lengths in pt. `sheet` None: the paper that holds it.

    `scale` None: as it is, or smaller when the sheet asks for it; "fit": as large as the sheet allows. `margin` is what
    must stay free around the pages. `own` is the sheet to shrink to when none is named, if any.
    """

    sheet: tuple[float, float] | None = None
    scale: float | Literal["fit", "none"] | None = None
    gutter: float = 0.0
    bleed: float = 0.0
    caliper: float = 0.0
    flip: Flip | None = None
    margin: float = 0.0
    own: tuple[float, float] | None = None


def lay_out(page: tuple[float, float], rows: int, columns: int, wish: Wish) -> Geometry:
    """The geometry of a run of sheets for pages of this size in pt. BookletError when they do not fit the sheet."""
    block = _Block(page, rows, columns, wish.gutter, wish.margin)
    named = wish.scale if isinstance(wish.scale, float) else 1.0
    short, long = sorted(wish.sheet or wish.own or paper_for(*block.size(named)))
    sheet = max(((short, long), (long, short)), key=lambda way: round(block.largest(way), 6))
    scale = _scale(wish.scale, block, sheet)
    if not _holds(sheet, block.size(scale)):
        need = " x ".join(f"{math.ceil(mm(side))}" for side in block.size(scale))
        raise BookletError.at(Span("sheet"), f"{_shown(sheet)} is too small: {need} mm are needed", "use --scale fit")
    cell = page[0] * scale, page[1] * scale
    turned_backs = wish.flip is not None and wish.flip != _like_a_leaf(sheet)
    return Geometry(sheet, rows, columns, cell, scale, wish.gutter, wish.bleed, wish.caliper, turned_backs)


def flip_of(geometry: Geometry) -> Flip:
    """Which edge the sheets are turned over on."""
    edge = _like_a_leaf(geometry.sheet)
    if geometry.turned_backs:
        return "long" if edge == "short" else "short"
    return edge


def _like_a_leaf(sheet: tuple[float, float]) -> Flip:
    """The edge that a sheet is turned over on like the leaf of a book, about its vertical axis."""
    return "short" if sheet[0] > sheet[1] else "long"


def block_size(cell: tuple[float, float], rows: int, columns: int, gutter: float) -> tuple[float, float]:
    """Width and height of so many cells with gutters between them."""
    return columns * cell[0] + (columns - 1) * gutter, rows * cell[1] + (rows - 1) * gutter


def paper_for(width: float, height: float) -> tuple[float, float]:
    """The smallest paper that holds a rectangle, or else a sheet of just this size."""
    short, long = sorted((width, height))
    fitting = [size for size in SHEETS_PT.values() if _holds(size, (short, long))]
    return min(fitting, key=lambda size: size[0] * size[1], default=(width, height))


def sheet_name(size: tuple[float, float]) -> str:
    """A paper by its name, or its size in mm."""
    for name, paper in SHEETS_PT.items():
        if all(abs(a - b) < NEAR for a, b in zip(sorted(size), sorted(paper), strict=True)):
            return name
    return _shown(size)


def cells_that_fit(
    page: tuple[float, float], sheet: tuple[float, float], gutter: float, margin: float
) -> tuple[int, int]:
    """The most rows and columns of pages that a sheet holds, whichever way it lies; at least one."""

    def count(room: float, length: float) -> int:
        return max(0, int((room - 2 * margin + gutter + NEAR) // (length + gutter)))

    ways = [(count(h, page[1]), count(w, page[0])) for w, h in (sheet, sheet[::-1])]
    rows, columns = max(ways, key=lambda way: way[0] * way[1])
    return max(rows, 1), max(columns, 1)


def caliper_of(gsm: float) -> float:
    """The thickness in mm of uncoated paper by its weight in g/m²."""
    return gsm * BULK / 1000


@dataclass(frozen=True, slots=True)
class _Block:
    """Pages in rows and columns, of any scale, with a margin for marks around them."""

    page: tuple[float, float]
    rows: int
    columns: int
    gutter: float
    margin: float

    def size(self, scale: float) -> tuple[float, float]:
        """Width and height that it needs."""
        cell = self.page[0] * scale, self.page[1] * scale
        width, height = block_size(cell, self.rows, self.columns, self.gutter)
        return width + 2 * self.margin, height + 2 * self.margin

    def largest(self, sheet: tuple[float, float]) -> float:
        """The largest scale at which it goes on a sheet."""
        width, height = self.size(0.0)
        return min((sheet[0] - width) / (self.columns * self.page[0]), (sheet[1] - height) / (self.rows * self.page[1]))


def _scale(wanted: float | Literal["fit", "none"] | None, block: _Block, sheet: tuple[float, float]) -> float:
    if isinstance(wanted, float):
        return wanted
    if wanted == "none" or (wanted is None and _holds(sheet, block.size(1.0))):
        return 1.0
    if (largest := block.largest(sheet)) <= 0:
        raise BookletError.at(
            Span("sheet"), "leaves no room for pages", "use a larger sheet, or fewer marks and gutters"
        )
    return largest


def _holds(sheet: tuple[float, float], size: tuple[float, float]) -> bool:
    return size[0] <= sheet[0] + NEAR and size[1] <= sheet[1] + NEAR


def _shown(size: tuple[float, float]) -> str:
    return f"{mm(size[0]):.0f} x {mm(size[1]):.0f} mm"
