"""Pharmacode, one track (Laetus): the code by which a packing line knows that the right insert is in the right box.

Bars stand side by side, read from the right: bar i, counted from 0, adds 2^i when it is thin and twice as much when it
is thick. So every number has exactly one row of bars.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

LEAST: Final = 3
MOST: Final = 131070
THIN: Final = 0.5
THICK: Final = 1.5
GAP: Final = 1.0
HEIGHT: Final = 8.0
QUIET: Final = 6.0
"""Widths of bars and of the gap between them, height, and the empty room before and after, in mm (Laetus guide)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar by its left edge and its width, in mm from the first bar's left edge."""

    left: float
    width: float


def bars(number: int) -> tuple[Bar, ...]:
    """The bars of a number from the left. ValueError outside 3 to 131070."""
    if not LEAST <= number <= MOST:
        raise ValueError(f"{number} is no Pharmacode: the numbers are {LEAST} to {MOST}")
    widths: list[float] = []
    while number:
        thick = number % 2 == 0
        widths.insert(0, THICK if thick else THIN)
        number = (number - 1 - thick) // 2
    row, left = [], 0.0
    for width in widths:
        row.append(Bar(left, width))
        left += width + GAP
    return tuple(row)
