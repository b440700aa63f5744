"""Paths as tuples: reading them, moving them, and the few outlines that every figure uses. Plain Python, no arrays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from booklet.drawing import Path, PathOp

XY: TypeAlias = tuple[float, float]

_TOKEN: Final = re.compile(r"[A-Za-z]|-?\d*\.?\d+")
_ARITY: Final = {"M": 2, "L": 2, "l": 2, "C": 6, "c": 6}
_ARC: Final = 0.5523  # control length of a quarter circle drawn as one cubic


def parse(data: str) -> Path:
    """The path that an SVG path string of M, L, l, C, c and Z describes, all absolute.

    Raises ValueError for anything else.
    """
    tokens = _TOKEN.findall(data)
    ops: list[PathOp] = []
    x = y = start_x = start_y = 0.0
    index, command = 0, ""
    while index < len(tokens):
        if tokens[index].isalpha():
            command = tokens[index]
            index += 1
            if command in "Zz":
                ops.append(("Z",))
                x, y = start_x, start_y
                continue
        if command not in _ARITY:
            raise ValueError(f"unexpected {command or tokens[index]!r} in a path")
        count = _ARITY[command]
        v = [float(token) for token in tokens[index : index + count]]
        if len(v) < count:
            raise ValueError("a path ends too early")
        index += count
        if command.islower():
            v = [value + (x, y)[i % 2] for i, value in enumerate(v)]
        x, y = v[-2], v[-1]
        if command == "M":
            start_x, start_y = x, y
        ops.append((command.upper(), *v))
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
