"""Boxes whose place on the page is settled before anything is painted.

Every block is measured as it is made, so a page is arithmetic. A panel paints its items in reading order, which need
not be their order on the paper: tags follow the painting.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, TypeAlias

from reportlab.platypus import Flowable

from booklet.document import Start
from booklet.pdf.canvas import TaggedCanvas

ENDLESS: Final = 1e6

Decoration: TypeAlias = Callable[[TaggedCanvas, float, float], None]
"""Paints what surrounds a panel's items, given its width and height; counts as an artifact."""


@dataclass(frozen=True, slots=True)
class Slab:
    """A flowable as wide as its column, with the rules for the gap before it and for page breaks.

    `before` is left out at the top of a page or panel; `after` keeps its distance from the page's end. After a
    heading the gap is `tight` at most, but never narrower than the next slab's `least`. `keep` binds a slab to the
    next one, `start` says whether it begins a page and which, `foot` moves it down to the end of its page, and `loose`
    lets a page with room to spare widen the gap. An `optional` one is left out where it would need a new page. Lengths
    are in pt.
    """

    flowable: Flowable
    height: float
    before: float = 0.0
    after: float = 0.0
    tight: float | None = None
    least: float = 0.0
    keep: bool = False
    start: Start = "flow"
    foot: bool = False
    loose: bool = False
    splittable: bool = False
    optional: bool = False

    def moved(self, **changes: Any) -> Slab:
        """The same slab under other rules."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Placed:
    """A flowable at its place in a panel: left edge and top edge in pt from the panel's top left corner."""

    flowable: Flowable
    left: float
    top: float
    height: float


def measured(flowable: Flowable, width: float) -> float:
    """The height in pt that a flowable takes at this width."""
    height: float = flowable.wrapOn(None, width, ENDLESS)[1]
    return height


class Panel(Flowable):
    """Items at fixed places, painted in the order given, over an optional decoration."""

    def __init__(
        self, width: float, height: float, items: Sequence[Placed], decoration: Decoration | None = None
    ) -> None:
        super().__init__()
        self.width, self.height = width, height
        self.items = list(items)
        self.decoration = decoration

    def draw(self) -> None:
        if self.decoration:
            with self.canv.artifact():
                self.canv.saveState()
                self.decoration(self.canv, self.width, self.height)
                self.canv.restoreState()
        for item in self.items:
            item.flowable.drawOn(self.canv, item.left, self.height - item.top - item.height)


def column(slabs: Sequence[Slab], left: float = 0.0, top: float = 0.0) -> tuple[list[Placed], float]:
    """Slabs one under the other from `top` on, and the height where they end."""
    placed: list[Placed] = []
    for slab, gap in zip(slabs, gaps_before(slabs), strict=True):
        placed.append(Placed(slab.flowable, left, top + gap, slab.height))
        top += gap + slab.height
    return placed, top


def gaps_before(slabs: Sequence[Slab]) -> list[float]:
    """The gap before each slab in pt: none before the first, a narrow one after a heading."""
    gaps = [0.0] * min(1, len(slabs))
    for previous, slab in pairwise(slabs):
        gaps.append(slab.before if previous.tight is None else max(slab.least, min(slab.before, previous.tight)))
    return gaps


def stack(slabs: Sequence[Slab], width: float, decoration: Decoration | None = None) -> Panel:
    """Slabs one under the other as one panel."""
    placed, height = column(slabs)
    return Panel(width, height, placed, decoration)


def padded(slabs: Sequence[Slab], width: float, sides: tuple[float, float, float, float], paint: Decoration) -> Panel:
    """Slabs one under the other with (left, top, right, bottom) padding inside a decoration."""
    left, top, _, bottom = sides
    placed, height = column(slabs, left, top)
    return Panel(width, height + bottom, placed, paint)


def beside(columns: Sequence[tuple[float, Sequence[Slab]]], width: float) -> Panel:
    """Columns side by side, each given by its left edge and its slabs, aligned at the top."""
    items: list[Placed] = []
    height = 0.0
    for left, slabs in columns:
        placed, end = column(slabs, left)
        items += placed
        height = max(height, end)
    return Panel(width, height, items)
