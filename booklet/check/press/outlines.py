"""A path under construction (ISO 32000-1, 8.5.2), and how thin it is."""

from __future__ import annotations

from math import hypot
from typing import Final

from booklet.plane import Box, Matrix

EVEN: Final = 1e-3
"""Relative difference of scales up to which a transformation counts as the same in all directions."""
Point = tuple[float, float]


class Outline:
    """Where a path goes on the page, in pt, and in which directions its segments go before they are transformed."""

    def __init__(self) -> None:
        self.clips = False
        self._box: tuple[float, float, float, float] | None = None
        self._directions: list[Point] = []
        self._start: Point = (0.0, 0.0)
        self._at: Point = (0.0, 0.0)
        self._curved = False
        self._segments = 0
        self._rectangles: list[tuple[float, float]] = []

    @property
    def box(self) -> Box | None:
        """The box around all its points; None while there is none."""
        return None if self._box is None else Box(*self._box)

    @property
    def thickness(self) -> float | None:
        """The shorter side of the thinnest rectangle, in pt, when it is made of rectangles alone."""
        if self._segments or not self._rectangles:
            return None
        return min(min(sides) for sides in self._rectangles)

    def add(self, operator: str, operands: tuple[float, ...], ctm: Matrix) -> None:
        """Do what m, l, c, v, y or re says."""
        if operator == "re":
            self._rectangle(operands, ctm)
            return
        for at in range(0, len(operands), 2):
            self._reach(ctm.point(operands[at], operands[at + 1]))
        end = operands[-2], operands[-1]
        if operator == "m":
            self._start = end
        elif operator == "l":
            self._segments += 1
            self._directions.append((end[0] - self._at[0], end[1] - self._at[1]))
        else:
            self._segments += 1
            self._curved = True
        self._at = end

    def close(self) -> None:
        """Go back to where the subpath began."""
        if self._segments:
            self._directions.append((self._start[0] - self._at[0], self._start[1] - self._at[1]))
        self._at = self._start

    def line(self, width: float, ctm: Matrix) -> float:
        """The width of the stroke in pt where it is thinnest, when the pen is `width` wide before the transformation.

        A pen that is stretched draws lines of a direction u as wide as the area grows by more than u does.
        """
        area, least = ctm.area, ctm.least
        if self._curved or not area or area - least**2 <= EVEN * area:
            return width * least
        widths = [area * hypot(*u) / hypot(*ctm.vector(*u)) for u in self._directions if hypot(*u) > 0]
        return width * min(widths, default=least)

    def _rectangle(self, given: tuple[float, ...], ctm: Matrix) -> None:
        x, y, width, height = given
        for corner in ((x, y), (x + width, y), (x + width, y + height), (x, y + height)):
            self._reach(ctm.point(*corner))
        self._directions += [(width, 0.0), (0.0, height)]
        across, up = hypot(*ctm.vector(1.0, 0.0)), hypot(*ctm.vector(0.0, 1.0))
        area = ctm.area
        # Sides of the parallelogram, measured across it.
        self._rectangles.append((abs(width) * area / up if up else 0.0, abs(height) * area / across if across else 0.0))
        self._start = self._at = (x, y)

    def _reach(self, point: Point) -> None:
        x, y = point
        if self._box is None:
            self._box = (x, y, x, y)
        else:
            left, bottom, right, top = self._box
            self._box = (min(left, x), min(bottom, y), max(right, x), max(top, y))
