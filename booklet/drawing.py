"""A drawing as a value: what a figure is, before anything knows whether it becomes SVG or PDF.

Lengths are printed millimetres with y downwards and the origin at the top left; text sizes are mm too.
Colours are `#rrggbb`. A `Symbol` is a part that is used more than once (a body plate): SVG defines it once
and references it, PDF makes one Form XObject of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

PathOp: TypeAlias = tuple[str | float, ...]
"""("M", x, y), ("L", x, y), ("C", x1, y1, x2, y2, x, y) or ("Z",), all absolute."""
Path: TypeAlias = tuple[PathOp, ...]
Weight: TypeAlias = Literal["regular", "bold"]
Anchor: TypeAlias = Literal["start", "middle", "end"]


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
    """A reusable part with its own coordinate system; `box` is (x0, y0, x1, y1) in that system."""

    name: str
    box: tuple[float, float, float, float]
    items: tuple[Item, ...]


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

        def visit(items: tuple[Item, ...]) -> Iterator[Item]:
            for item in items:
                yield item
                if isinstance(item, Group):
                    yield from visit(item.items)

        return visit(self.items)

    def with_alt(self, alt: str) -> Drawing:
        """The same picture described in other words."""
        return replace(self, alt=alt)
