"""Marks beside the trim: where to cut and fold, whether the plates lie on each other, what sheet this is.

They keep outside of the bleed, and print in every ink: they are set in the colorant All of a Separation, with grey to
stand for it, so that neither a CMYK nor an RGB output intent is contradicted (ISO 32000-1, 8.6.6.4). Only the bars to
collate by lie on the spine, between the pages, and so are black.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from booklet.press.geometry import Geometry
from booklet.units import pt

if TYPE_CHECKING:
    from booklet.typeface.outlines import Lettering

MarkKind: TypeAlias = Literal["crop", "fold", "register", "colour", "slug"]
KINDS: Final[tuple[MarkKind, ...]] = get_args(MarkKind)

LENGTH: Final = pt(5)
GAP: Final = pt(2)
"""How far a mark keeps from the trim when there is no bleed."""
STRIP: Final = pt(3)
"""The height of the strip beyond the ticks, where the slug and the colour bar have room from edge to edge."""
ROOM: Final = GAP + LENGTH + STRIP
"""What marks need on every side, outside of the bleed."""
LINE: Final = 0.25
"""pt: the thinnest line that a press holds."""
SLUG: Final = 6.0
TARGET: Final = pt(1.6)
"""The radius of a registration mark."""
PATCH: Final = pt(4), pt(2.4)
TINTS: Final = (1.0, 0.5)
_KAPPA: Final = 4 / 3 * (math.sqrt(2) - 1)


@dataclass(frozen=True, slots=True)
class Creases:
    """Boundaries between columns and rows, counted from 1, where the sheet is folded and not cut."""

    columns: frozenset[int] = frozenset()
    rows: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of a run of sheets; without lettering there is no slug.

    `spine`: row and column of the page at whose left edge signatures show their spine, when there are several. They are
    collated by bars in its gutter, if it has one.
    """

    kinds: Collection[MarkKind]
    lettering: Lettering | None
    creases: Creases = Creases()
    spine: tuple[int, int] | None = None

    def content(self, geometry: Geometry, slug: str, signature: int = 0) -> bytes:
        """The content of one side, an artifact; `signature` is what to collate by, 0 for nothing."""
        if not self.kinds:
            return b""
        makers = {"crop": _crop, "fold": _fold, "register": _register, "colour": _colour_bar}
        lines = [line for kind in makers if kind in self.kinds for line in makers[kind](geometry, self.creases)]
        if self.lettering:
            lines.append(self.lettering.path(slug, *_slug_start(geometry), SLUG).decode() + "f")
        if self.spine and geometry.gutter and signature:
            lines += _collation(geometry, *self.spine, signature)
        body = "\n".join(lines)
        return f"/Artifact BMC\nq /All CS /All cs 1 SCN 1 scn {LINE} w\n{body}\nQ\nEMC\n".encode()


def _gap(geometry: Geometry) -> float:
    return max(geometry.bleed, GAP)


def _edges(geometry: Geometry, creases: Creases) -> tuple[list[float], list[float]]:
    """Where to cut: x of columns, y of rows. Where two pages meet in a fold nothing is cut."""
    xs, ys = [], []
    for column in range(geometry.columns):
        trim = geometry.trim(0, column)
        xs += [trim.left] * (column == 0 or _is_cut(column, creases.columns, geometry))
        xs += [trim.right] * (column == geometry.columns - 1 or _is_cut(column + 1, creases.columns, geometry))
    for row in range(geometry.rows):
        trim = geometry.trim(row, 0)
        ys += [trim.top] * (row == 0 or _is_cut(row, creases.rows, geometry))
        ys += [trim.bottom] * (row == geometry.rows - 1 or _is_cut(row + 1, creases.rows, geometry))
    return sorted(set(xs)), sorted(set(ys))


def _is_cut(boundary: int, folded: frozenset[int], geometry: Geometry) -> bool:
    return boundary not in folded or geometry.gutter > 0


def _crop(geometry: Geometry, creases: Creases) -> Iterator[str]:
    return _ticks(geometry, *_edges(geometry, creases))


def _fold(geometry: Geometry, creases: Creases) -> Iterator[str]:
    """Dashed lines at the ends of each crease, in the middle of its gutter."""
    xs = [geometry.trim(0, column).left - geometry.gutter / 2 for column in sorted(creases.columns)]
    ys = [geometry.trim(row, 0).top + geometry.gutter / 2 for row in sorted(creases.rows)]
    yield "q [2 1.5] 0 d"
    yield from _ticks(geometry, xs, ys)
    yield "Q"


def _ticks(geometry: Geometry, xs: Collection[float], ys: Collection[float]) -> Iterator[str]:
    """Short lines beyond the bleed: upright ones at xs, level ones at ys."""
    near = geometry.block.grown(_gap(geometry))
    far = near.grown(LENGTH)
    for x in xs:
        yield _line(x, near.top, x, far.top)
        yield _line(x, near.bottom, x, far.bottom)
    for y in ys:
        yield _line(near.left, y, far.left, y)
        yield _line(near.right, y, far.right, y)


def _register(geometry: Geometry, creases: Creases) -> Iterator[str]:
    """Circles and crosses beside the outer cells; front and back share their places when the sheet is turned over."""
    middle = geometry.block.grown(_gap(geometry) + LENGTH / 2)
    block, (width, height) = geometry.block, geometry.cell
    for x in (block.left + width / 2, block.right - width / 2):
        yield from _target(x, middle.top)
        yield from _target(x, middle.bottom)
    for y in (block.bottom + height / 2, block.top - height / 2):
        yield from _target(middle.left, y)
        yield from _target(middle.right, y)


def _target(x: float, y: float) -> Iterator[str]:
    r, arm, k = TARGET * 0.6, TARGET, TARGET * 0.6 * _KAPPA
    yield _line(x - arm, y, x + arm, y)
    yield _line(x, y - arm, x, y + arm)
    quarters = (
        (x + r, y + k, x + k, y + r, x, y + r),
        (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    )
    curves = " ".join(f"{_numbers(*points)} c" for points in quarters)
    yield f"{_numbers(x + r, y)} m {curves} s"


def _colour_bar(geometry: Geometry, creases: Creases) -> Iterator[str]:
    """Full and half tints of the four inks, above the block."""
    width, height = PATCH
    x, y = geometry.block.left, geometry.block.top + _gap(geometry) + LENGTH + (STRIP - height) / 2
    inks = [[tint * (ink == one) for one in range(4)] for tint in TINTS for ink in range(4)]
    for index, ink in enumerate(inks):
        yield f"{_numbers(*ink)} k {_numbers(x + index * width, y, width, height)} re f"
    yield "/All cs 1 scn"


def _collation(geometry: Geometry, row: int, column: int, signature: int) -> Iterator[str]:
    """A black bar in the gutter at the left of a page, a step lower for each signature."""
    trim, height = geometry.trim(row, column), pt(5)
    steps = max(1, int(trim.height // height) - 2)
    top = trim.top - height * (1 + (signature - 1) % steps)
    yield f"0 g {_numbers(trim.left - geometry.gutter, top - height, geometry.gutter, height)} re f"


def _slug_start(geometry: Geometry) -> tuple[float, float]:
    """Where the slug begins: below the ticks, at the left edge of the block."""
    return geometry.block.left, geometry.block.bottom - _gap(geometry) - LENGTH - SLUG


def _line(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{_numbers(x0, y0)} m {_numbers(x1, y1)} l S"


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.3f}".rstrip("0").rstrip(".") for value in values)
