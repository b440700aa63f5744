"""Which page goes where: pages in, sheets out. Pure arithmetic over page numbers, proven by the folding simulation.

A folded layout repeats its picture. The sheets of a signature lie in each other, the outermost first: the first half
of the pages of a picture are counted from the front of the signature, the second half from its end, so that the
innermost sheet has the pages in the middle.

Layouts that are only cut need no picture, as any number of rows and columns will do: `cards` (each leaf a card),
`cutstack` (piles that are cut and laid on each other) and `nup` (pages in reading order, to be read and not folded).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from booklet.folding.pictures import Picture


@dataclass(frozen=True, slots=True)
class Slot:
    """A page on one side of a sheet, its row and column as that side is looked at, the back turned like a leaf.

    `page` counts from 1; None is a blank page at the end, which fills up a sheet. `turned`: its head points down.
    `depth` is how many leaves of its signature lie around it; `inward` the direction to the spine as the page is read:
    -1 left, 1 right, 0 when there is no spine.
    """

    row: int
    column: int
    page: int | None
    turned: bool = False
    depth: int = 0
    inward: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Both sides of a sheet; no back when it is printed on one side. `signature` counts from 1."""

    front: tuple[Slot, ...]
    back: tuple[Slot, ...]
    signature: int

    @property
    def sides(self) -> tuple[tuple[Slot, ...], ...]:
        """The sides that are printed, the front first."""
        return (self.front, self.back) if self.back else (self.front,)


Cut: TypeAlias = Literal["cards", "cutstack", "nup"]


@dataclass(frozen=True, slots=True)
class Grid:
    """A layout without folds."""

    layout: Cut
    rows: int
    columns: int
    finish: str = ""

    def sheets(self, pages: int) -> list[Sheet]:
        """The sheets for so many pages."""
        return _GRIDS[self.layout](self, pages)


FINISHES: Final[Mapping[Cut, str]] = {
    "cards": "cut the cards apart, row by row",
    "cutstack": "cut the sheets together and lay the piles on each other, from left to right and top to bottom",
    "nup": "read them as they are",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A layout with a picture; `signature` is how many sheets are folded together, 0 for all."""

    picture: Picture
    signature: int

    @property
    def rows(self) -> int:
        return self.picture.rows

    @property
    def columns(self) -> int:
        return self.picture.columns

    @property
    def finish(self) -> str:
        return self.picture.finish

    def sizes(self, pages: int) -> list[int]:
        """How many sheets each signature has; the last one has only as many as it needs."""
        count = max(1, -(-pages // len(self.picture.places)))
        most = self.signature or count
        return [min(most, count - start) for start in range(0, count, most)]

    def sheets(self, pages: int) -> list[Sheet]:
        """The sheets for so many pages, the outermost of each signature first."""
        places = self.picture.places
        half = len(places) // 2
        found: list[Sheet] = []
        start = 0
        for signature, size in enumerate(self.sizes(pages), 1):
            for nested in range(size):
                sides: tuple[list[Slot], list[Slot]] = ([], [])
                for place in places:
                    shift = nested if place.page <= half else 2 * size - 2 - nested
                    page = place.page + shift * half
                    depth = min(page - 1, size * len(places) - page) // 2
                    number = start + page if start + page <= pages else None
                    slot = Slot(place.row, place.column, number, place.turned, depth, 1 - 2 * (page % 2))
                    sides[place.back].append(slot)
                found.append(Sheet(tuple(sides[0]), tuple(sides[1]), signature))
            start += size * len(places)
        return found


Layout: TypeAlias = Folded | Grid


def _cards(grid: Grid, pages: int) -> list[Sheet]:
    """Card after card, row by row; a card's back lies behind its front."""
    leaves = -(-pages // 2)
    per_sheet = grid.rows * grid.columns
    return [_leaves(grid, range(start, start + per_sheet), pages) for start in range(0, max(leaves, 1), per_sheet)]


def _cutstack(grid: Grid, pages: int) -> list[Sheet]:
    """Leaves that follow each other lie on sheets that follow each other, so that each pile is in order."""
    leaves = -(-pages // 2)
    height = max(1, -(-leaves // (grid.rows * grid.columns)))
    piles = grid.rows * grid.columns
    return [_leaves(grid, range(k, piles * height, height), pages) for k in range(height)]


def _leaves(grid: Grid, leaves: Iterable[int], pages: int) -> Sheet:
    cells = list(itertools.product(range(grid.rows), range(grid.columns)))
    numbers = [(2 * leaf + 1, 2 * leaf + 2) for leaf in leaves]
    front = tuple(Slot(r, c, _real(n[0], pages)) for (r, c), n in zip(cells, numbers, strict=True))
    last = grid.columns - 1
    back = tuple(Slot(r, last - c, _real(n[1], pages)) for (r, c), n in zip(cells, numbers, strict=True))
    return Sheet(front, back, 1)


def _nup(grid: Grid, pages: int) -> list[Sheet]:
    """Side after side in reading order."""
    cells = list(itertools.product(range(grid.rows), range(grid.columns)))
    starts = range(0, max(pages, 1), len(cells))
    sides = [tuple(Slot(r, c, _real(start + i, pages)) for i, (r, c) in enumerate(cells, 1)) for start in starts]
    return [Sheet(side, (), 1) for side in sides]


_GRIDS: Final = {"cards": _cards, "cutstack": _cutstack, "nup": _nup}


def _real(page: int, pages: int) -> int | None:
    return page if page <= pages else None


def placed(sheets: Iterable[Sheet]) -> Iterator[Slot]:
    """Every slot with a page, in the order of the sheets."""
    return (slot for sheet in sheets for side in sheet.sides for slot in side if slot.page is not None)


def blanks(sheets: Iterable[Sheet]) -> int:
    """How many pages are blank because the sheets have more room than there are pages."""
    return sum(slot.page is None for sheet in sheets for side in sheet.sides for slot in side)
