"""A drawing as a value: what a figure is, before anything knows whether it becomes SVG or PDF.

Lengths are printed millimetres with y downwards and the origin at the top left; text sizes are mm too.
Colours are `#rrggbb`. A `Symbol` is a part that is used more than once (a body plate): SVG defines it once
and references it, PDF makes one Form XObject of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from booklet.palette import ToneName
from booklet.units import mm

PathOp: TypeAlias = tuple[str | float, ...]
"""("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) or ("Z",), all absolute."""
Path: TypeAlias = tuple[PathOp, ...]
Weight: TypeAlias = Literal["regular", "bold"]
Anchor: TypeAlias = Literal["start", "middle", "end"]

LABEL_PT: Final = 10.5
"""The label size that printed distances in the specs are given for."""


@dataclass(frozen=True, slots=True)
class Fill:
    path: Path
    colour: str
    opacity: float = 1.0
    even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    path: Path
    colour: str
    width: float
    dash: tuple[float, ...] = ()
    opacity: float = 1.0
    cap: Literal["butt", "round"] = "round"


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text with its baseline at (x, y); size in mm."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    weight: Weight = "regular"
    anchor: Anchor = "start"


@dataclass(frozen=True, slots=True)
class Group:
    """Items drawn together, cut off at `clip` when there is one."""

    items: tuple[Item, ...]
    clip: Path | None = None
    clip_even_odd: bool = False


@dataclass(frozen=True, slots=True)
class Symbol:
    """A reusable part with its own coordinate system; `box` is (x0, y0, x1, y1) in that system.

    `decimals` says how many digits after the point its coordinates have: what is traced in mm of a body needs few.
    """

    name: str
    box: tuple[float, float, float, float]
    items: tuple[Item, ...]
    decimals: int = 3


@dataclass(frozen=True, slots=True)
class Use:
    """A symbol placed: (x, y) of the symbol land on (dx + scale * x, dy + scale * y)."""

    symbol: Symbol
    scale: float
    dx: float
    dy: float
    opacity: float = 1.0


Item: TypeAlias = Fill | Stroke | Text | Group | Use


@dataclass(frozen=True, slots=True)
class Frame:
    """The room for a figure on a page; all sizes are final printed sizes in pt.

    With `fill` the box of each panel takes its whole width, the plate centred with ground around it; without, the
    box hugs the plate. `height_pt` is a maximum: a box is never higher than its plate needs at that width.
    `mark_scale` enlarges crosses and badges. `key` adds a legend under the panels. `panels` picks panels by id.
    """

    width_pt: float
    height_pt: float | None = None
    label_pt: float = LABEL_PT
    side_pt: float = 9.0
    mark_scale: float = 1.0
    key: bool = False
    panels: tuple[str, ...] = ()
    tone: ToneName = "colour"
    fill: bool = True

    @property
    def label(self) -> float:
        """Label size in mm."""
        return mm(self.label_pt)

    @property
    def side(self) -> float:
        """Size of "Left" and "Right" in mm."""
        return mm(self.side_pt)

    @property
    def label_scale(self) -> float:
        """How much larger labels are than those that printed distances in the specs are given for."""
        return self.label_pt / LABEL_PT


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished figure.

    `alt` is what a person would say the picture shows; `title` its short name.
    """

    id: str
    title: str
    alt: str
    width: float
    height: float
    items: tuple[Item, ...]

    def walk(self) -> Iterator[Item]:
        """Every item in painting order, groups before their content; symbols are not entered."""
        return walk(self.items)


def walk(items: tuple[Item, ...]) -> Iterator[Item]:
    """Every item in painting order, groups before their content; symbols are not entered."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from walk(item.items)
