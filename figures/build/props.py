"""Things in technique drawings: solid ones that people hold or lie on, and furniture as flat polygons (cm)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from figures.build.rig import Floats, Ints, Vector, unit

BALL_RADIUS: Final = 3.3
CANE_RADIUS: Final = 1.15

Tones = tuple[str, str, str]
"""Colour in light, in half shade and in shade."""

BALL: Final[Tones] = ("#d9e04a", "#c6cd3c", "#b0b72e")
SEAM: Final[Tones] = ("#fbfdf0", "#f0f4d4", "#e2e8b8")
CANE: Final[Tones] = ("#c98f4e", "#b37a3c", "#96622c")
WOOD: Final[Tones] = ("#e7d5b5", "#c9ae83", "#d6bf97")


@dataclass(frozen=True, slots=True)
class Thing:
    """A triangle mesh with its colours; `mark` is a second colour where its field is positive."""

    points: Floats
    faces: Ints
    tones: Tones
    mark: Floats | None = None


def ball(centre: Vector, radius: float = BALL_RADIUS, tilt: float = 0.6) -> Thing:
    """A tennis ball with its seam."""
    rows, columns = 48, 96
    polar = np.linspace(0, np.pi, rows + 1)
    round_ = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    t, p = np.meshgrid(polar, round_, indexing="ij")
    sphere = np.stack([np.sin(t) * np.cos(p), np.sin(t) * np.sin(p), np.cos(t)], axis=-1).reshape(-1, 3)
    x, y, z = sphere.T
    turned = np.c_[x, y * np.cos(tilt) - z * np.sin(tilt), y * np.sin(tilt) + z * np.cos(tilt)]
    u, v, w = turned.T
    seam = 0.16 - np.abs(w - 1.6 * u * v)  # a line that winds around the ball once, like the seam does
    return Thing(np.asarray(centre, float) + radius * sphere, _sheet(rows + 1, columns), BALL, seam)


def tube(spine: Floats, radius: float | Floats = CANE_RADIUS, tones: Tones = CANE) -> Thing:
    """A round rod along a line, closed at both ends."""
    line = np.asarray(spine, float)
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = unit(np.cross(along[0], [0.31, 0.17, 0.93]))
    turns = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    radii = np.broadcast_to(np.asarray(radius, float), (len(line),)).copy()
    rings = []
    for at, ahead, r in zip(line, along, radii, strict=True):
        side = unit(side - (side @ ahead) * ahead)
        up = np.cross(ahead, side)
        rings.append(at + r * (np.cos(turns)[:, None] * side + np.sin(turns)[:, None] * up))
    caps = [np.repeat(line[:1], 24, axis=0), *rings, np.repeat(line[-1:], 24, axis=0)]
    return Thing(np.vstack(caps), _sheet(len(caps), 24), tones)


def knob(centre: Vector, radius: float = 2.2, tones: Tones = CANE) -> Thing:
    """The ball at the end of a cane."""
    return Thing(*_plain(ball(centre, radius)), tones)


def _plain(thing: Thing) -> tuple[Floats, Ints]:
    return thing.points, thing.faces


def curve(through: Sequence[Vector], step: float = 0.6) -> Floats:
    """A smooth line through points, about one point each `step` cm."""
    from scipy.interpolate import CubicSpline

    points = np.asarray(through, float)
    along = np.r_[0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1) ** 0.5)]
    spline = CubicSpline(along, points)
    length = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
    return np.asarray(spline(np.linspace(0, along[-1], max(int(length / step), 8))))


def _sheet(rows: int, columns: int) -> Ints:
    """Triangles of a grid whose columns close to a ring."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(columns), indexing="ij")
    a, b = i * columns + j, i * columns + (j + 1) % columns
    c, d = b + columns, a + columns
    return np.vstack([np.stack(corner, axis=-1).reshape(-1, 3) for corner in ((a, d, c), (a, c, b))])
