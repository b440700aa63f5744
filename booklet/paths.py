"""Paths as tuples: reading them, moving them, and the few outlines that every figure uses. Plain Python, no arrays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from booklet.drawing import Path, PathOp

XY: TypeAlias = tuple[float, float]

_SEGMENT: Final = re.compile(r"\s*([A-Za-z])([^A-Za-z]*)")
_NUMBER: Final = re.compile(r"-?\d*\.?\d+")
_ARITY: Final = {"M": 2, "L": 2, "l": 2, "C": 6, "c": 6, "Z": 0, "z": 0}
_ARC: Final = 0.5523  # control length of a quarter circle drawn as one cubic


def parse(data: str) -> Path:
    """The path that an SVG path string of M, L, l, C, c and Z describes, all absolute.

    Raises ValueError for anything else.
    """
    ops: list[PathOp] = []
    x = y = start_x = start_y = 0.0
    if data.strip()[:1].isdigit():
        raise ValueError("a path begins with a number")
    for command, text in _SEGMENT.findall(data):
        count = _ARITY.get(command)
        if count is None:
            raise ValueError(f"unexpected {command} in a path")
        if not count:
            ops.append(("Z",))
            x, y = start_x, start_y
            continue
        numbers = list(map(float, _NUMBER.findall(text)))
        if not numbers or len(numbers) % count:
            raise ValueError("a path ends too early")
        for i in range(0, len(numbers), count):
            v = numbers[i : i + count]
            if command == "c":  # by far the most common, so written out
                ops.append(("C", x + v[0], y + v[1], x + v[2], y + v[3], x + v[4], y + v[5]))
                x, y = x + v[4], y + v[5]
                continue
            x, y = (x + v[0], y + v[1]) if command == "l" else (v[-2], v[-1])
            ops.append(("C", *v) if command == "C" else (command.upper(), x, y))
        if command == "M":
            start_x, start_y = x, y
    return tuple(ops)


def moved(path: Path, scale: float, dx: float, dy: float) -> Path:
    """The path with every point at (dx + scale x, dy + scale y)."""
    out: list[PathOp] = []
    for name, *v in path:
        out.append((name, *(float(value) * scale + (dx, dy)[i % 2] for i, value in enumerate(v))))
    return tuple(out)


def polyline(points: Iterable[XY], closed: bool = False) -> Path:
    """Straight lines through the points."""
    ops: list[PathOp] = [("L" if i else "M", x, y) for i, (x, y) in enumerate(points)]
    return (*ops, ("Z",)) if closed else tuple(ops)


def dots(points: Iterable[XY]) -> Path:
    """A dot at each point when stroked with round caps: lines too short to see."""
    return tuple(op for x, y in points for op in (("M", x, y), ("L", x + 0.01, y)))


def circle(x: float, y: float, radius: float) -> Path:
    """A circle as four cubics."""
    r, k = radius, radius * _ARC
    return (
        ("M", x + r, y),
        ("C", x + r, y + k, x + k, y + r, x, y + r),
        ("C", x - k, y + r, x - r, y + k, x - r, y),
        ("C", x - r, y - k, x - k, y - r, x, y - r),
        ("C", x + k, y - r, x + r, y - k, x + r, y),
        ("Z",),
    )


def rounded(x: float, y: float, w: float, h: float, radius: float) -> Path:
    """A rectangle with rounded corners."""
    r, k = radius, radius * (1 - _ARC)
    return (
        ("M", x + r, y),
        ("L", x + w - r, y),
        ("C", x + w - k, y, x + w, y + k, x + w, y + r),
        ("L", x + w, y + h - r),
        ("C", x + w, y + h - k, x + w - k, y + h, x + w - r, y + h),
        ("L", x + r, y + h),
        ("C", x + k, y + h, x, y + h - k, x, y + h - r),
        ("L", x, y + r),
        ("C", x, y + k, x + k, y, x + r, y),
        ("Z",),
    )


def spline(points: Sequence[XY], closed: bool, steps: int = 14) -> list[XY]:
    """A dense polyline on the Catmull-Rom spline through the points."""
    count = len(points)
    out: list[XY] = []
    for i in range(count if closed else count - 1):
        p0, p1, p2, p3 = (points[j % count if closed else min(max(j, 0), count - 1)] for j in range(i - 1, i + 3))
        for step in range(steps):
            t = step / steps
            a, b = 2 * t**3 - 3 * t**2 + 1, t**3 - 2 * t**2 + t
            c, d = -2 * t**3 + 3 * t**2, t**3 - t**2
            out.append(
                (
                    a * p1[0] + b * (p2[0] - p0[0]) / 2 + c * p2[0] + d * (p3[0] - p1[0]) / 2,
                    a * p1[1] + b * (p2[1] - p0[1]) / 2 + c * p2[1] + d * (p3[1] - p1[1]) / 2,
                )
            )
    return out if closed else [*out, points[-1]]


def resampled(points: Sequence[XY], count: int) -> list[XY]:
    """`count` points evenly spaced along the polyline, its ends included."""
    return [along(points, i / (count - 1)) for i in range(count)]


def along(points: Sequence[XY], share: float) -> XY:
    """The point at a share, 0 to 1, of the polyline's length."""
    lengths = [((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) ** 0.5 for a, b in pairwise(points)]
    left = share * sum(lengths)
    for (a, b), length in zip(pairwise(points), lengths, strict=True):
        if left <= length and length > 0:
            return a[0] + (b[0] - a[0]) * left / length, a[1] + (b[1] - a[1]) * left / length
        left -= length
    return points[-1]
