"""Matrices and boxes of a page, in pt unless said otherwise (ISO 32000-1, 8.3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot
from typing import Final, NamedTuple, Self


class Matrix(NamedTuple):
    """A transformation [a b c d e f]: a row vector times it is where a point goes."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def after(self, first: Matrix) -> Matrix:
        """The transformation that does `first`, then this one."""
        a, b, c, d, e, f = first
        return Matrix(
            a * self.a + b * self.c,
            a * self.b + b * self.d,
            c * self.a + d * self.c,
            c * self.b + d * self.d,
            e * self.a + f * self.c + self.e,
            e * self.b + f * self.d + self.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        return x * self.a + y * self.c + self.e, x * self.b + y * self.d + self.f

    def vector(self, x: float, y: float) -> tuple[float, float]:
        return x * self.a + y * self.c, x * self.b + y * self.d

    @property
    def area(self) -> float:
        """By how much areas grow."""
        return abs(self.a * self.d - self.b * self.c)

    @property
    def least(self) -> float:
        """By how much lengths grow in the direction in which they grow least: the smaller singular value."""
        most = (hypot(self.a + self.d, self.b - self.c) + hypot(self.a - self.d, self.b + self.c)) / 2
        return self.area / most if most else 0.0

    @property
    def linear(self) -> Matrix:
        """The same without moving."""
        return Matrix(self.a, self.b, self.c, self.d, 0.0, 0.0)


IDENTITY: Final = Matrix(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Box(NamedTuple):
    """A rectangle with its sides along the axes."""

    left: float
    bottom: float
    right: float
    top: float

    @classmethod
    def around(cls, points: Iterable[tuple[float, float]]) -> Self:
        """The smallest box with all the points, of which there is at least one."""
        xs, ys = zip(*points, strict=True)
        return cls(min(xs), min(ys), max(xs), max(ys))

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        return (self.left, self.bottom), (self.right, self.bottom), (self.right, self.top), (self.left, self.top)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def seen_through(self, matrix: Matrix) -> Box:
        """The box around this one, transformed."""
        return Box.around(matrix.point(*corner) for corner in self.corners)

    def moved(self, x: float, y: float) -> Box:
        return Box(self.left + x, self.bottom + y, self.right + x, self.top + y)

    def grown(self, by: float) -> Box:
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def within(self, other: Box, tolerance: float) -> bool:
        """Whether all of it is in the other."""
        around = other.grown(tolerance)
        return (
            self.left >= around.left
            and self.bottom >= around.bottom
            and self.right <= around.right
            and self.top <= around.top
        )

    def meets(self, other: Box) -> bool:
        """Whether the two have a point in common; a box without area has points too."""
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.bottom <= other.top
            and other.bottom <= self.top
        )

    def common(self, other: Box) -> Box | None:
        """What is in both; None when nothing is."""
        if not self.meets(other):
            return None
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )


def beside(x: float, y: float) -> str:
    """For people: how far something is from the lower left corner of the trimmed page, in mm."""
    across, up = "left" if x < -0.05 else "right", "down" if y < -0.05 else "up"
    return f"{abs(x):.1f} mm {across}, {abs(y):.1f} mm {up}"
