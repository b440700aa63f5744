"""Matrices and boxes of a page, in pt unless said otherwise, y upwards (ISO 32000-1, 8.3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from math import hypot
from typing import Final, NamedTuple, Self


class Matrix(NamedTuple):
    """A transformation [a b c d e f]: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, m: Matrix) -> Matrix:
        """This transformation, and then another."""
        a, b, c, d, e, f = self
        return Matrix(
            a * m.a + b * m.c,
            a * m.b + b * m.d,
            c * m.a + d * m.c,
            c * m.b + d * m.d,
            e * m.a + f * m.c + m.e,
            e * m.b + f * m.d + m.f,
        )

    def moved(self, dx: float, dy: float) -> Matrix:
        """This transformation, and then a move."""
        return self._replace(e=self.e + dx, f=self.f + dy)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return x * self.a + y * self.c + self.e, x * self.b + y * self.d + self.f

    def vector(self, x: float, y: float) -> tuple[float, float]:
        """What becomes of a way from one point to another."""
        return x * self.a + y * self.c, x * self.b + y * self.d

    def box(self, box: Box) -> Box:
        """The box around what becomes of one."""
        return Box.around(self.point(*corner) for corner in box.corners)

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
        return self._replace(e=0.0, f=0.0)


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

    def moved(self, x: float, y: float) -> Box:
        return Box(self.left + x, self.bottom + y, self.right + x, self.top + y)

    def grown(self, by: float) -> Box:
        """The same with its sides moved outwards."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def clipped(self, other: Box) -> Box:
        """The part that lies in another; of negative size where none does."""
        return Box(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def common(self, other: Box) -> Box | None:
        """What is in both; None when nothing is."""
        return self.clipped(other) if self.meets(other) else None

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


IDENTITY: Final = Matrix()
