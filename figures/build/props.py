"""Things in technique drawings: round ones that lie between the people, and furniture as flat faces (cm)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import numpy as np
from scipy.interpolate import CubicSpline

from figures.build.rig import Floats, Ints, Vector, unit

BALL_RADIUS: Final = 3.3

Tones: TypeAlias = tuple[str, str, str]
"""Colour in light, in half shade and in shade."""

BALL: Final[Tones] = ("#d9e04a", "#c6cd3c", "#b0b72e")
BALL_SEAM: Final[Tones] = ("#ffffff", "#f3f6da", "#e4e9bd")
CANE: Final[Tones] = ("#c98f4e", "#b37a3c", "#96622c")
WOOD: Final[Tones] = ("#e7d5b5", "#c9ae83", "#d6bf97")

_AROUND: Final = 24
_CANE_RADIUS: Final = 1.15
_SEAM: Final = 0.48


@dataclass(frozen=True, slots=True)
class Thing:
    """A triangle mesh with its colours, and a second colour where the field `mark` is positive."""

    points: Floats
    faces: Ints
    tones: Tones
    mark: Floats | None = None
    mark_tones: Tones = BALL_SEAM


@dataclass(frozen=True, slots=True)
class Flat:
    """A flat face of furniture, seen from the side its normal points to."""

    corners: tuple[tuple[float, float, float], ...]
    normal: tuple[float, float, float]
    fill: str


def ball(centre: Vector, radius: float = BALL_RADIUS) -> Thing:
    """A tennis ball with its seam."""
    rows, columns = 48, 96
    polar = np.linspace(0, np.pi, rows + 1)
    around = np.linspace(0, 2 * np.pi, columns, endpoint=False)
    t, p = np.meshgrid(polar, around, indexing="ij")
    sphere = np.stack([np.sin(t) * np.cos(p), np.sin(t) * np.sin(p), np.cos(t)], axis=-1).reshape(-1, 3)
    x, y, z = sphere.T
    u, v, w = x, y * np.cos(0.6) - z * np.sin(0.6), y * np.sin(0.6) + z * np.cos(0.6)
    seam = _SEAM - 3 * np.abs(w - 1.6 * u * v)  # winds around the ball once, as the seam does
    return Thing(np.asarray(centre, float) + radius * sphere, _sheet(rows + 1, columns), BALL, seam)


def knob(centre: Vector, radius: float = 2.2) -> Thing:
    """The end of a cane that presses."""
    return replace(ball(centre, radius), tones=CANE, mark=None)


def rod(line: Floats) -> Thing:
    """The shaft of a cane along a line."""
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    side = unit(np.cross(along[0], [0.31, 0.17, 0.93]))
    turns = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)[:, None]
    rings = [np.repeat(line[:1], _AROUND, axis=0)]
    for at, ahead in zip(line, along, strict=True):
        side = unit(side - (side @ ahead) * ahead)  # carried along, so that the rod is not wrung
        rings.append(at + _CANE_RADIUS * (np.cos(turns) * side + np.sin(turns) * np.cross(ahead, side)))
    rings.append(np.repeat(line[-1:], _AROUND, axis=0))
    return Thing(np.vstack(rings), _sheet(len(rings), _AROUND), CANE)


def curve(through: Sequence[Vector], step: float = 0.6) -> Floats:
    """A smooth line through points, with a point about every `step` cm."""
    points = np.asarray(through, float)
    gaps = np.linalg.norm(np.diff(points, axis=0), axis=1)
    along = np.concatenate([[0.0], np.cumsum(np.sqrt(gaps))])
    count = max(int(gaps.sum() / step), 8)
    return np.asarray(CubicSpline(along, points)(np.linspace(0, along[-1], count)))


def block(low: Vector, high: Vector, tones: Tones = WOOD) -> list[Flat]:
    """An upright block between two corners; its tones are those of the top and of the sides across x and y."""
    (x0, y0, z0), (x1, y1, z1) = low, high
    top, side, end = tones
    flats = [Flat(((x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)), (0, 0, 1), top)]
    for x, sign in ((x0, -1), (x1, 1)):
        flats.append(Flat(((x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)), (sign, 0, 0), side))
    for y, sign in ((y0, -1), (y1, 1)):
        flats.append(Flat(((x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)), (0, sign, 0), end))
    return flats


def chair(front: float, rear: float, seat: float, back: bool = True) -> tuple[list[Flat], list[Flat]]:
    """A plain chair facing -y: what lies behind and below a sitter seen from the left, and what is in front."""
    behind: list[Flat] = block((-20, rear - 3, seat), (-17, rear, seat + 44)) if back else []
    for x in (-19, 16):
        for y in (front + 2, rear - 5):
            behind += block((x, y, 0), (x + 3, y + 3, seat - 3))
    behind += block((-20, front, seat - 4), (20, rear, seat))
    if not back:
        return behind, []
    rest = block((-20, rear - 2.5, seat + 26), (20, rear, seat + 46))
    return behind, rest + block((17, rear - 3, seat), (20, rear, seat + 44))


def _sheet(rows: int, columns: int) -> Ints:
    """Triangles of a grid whose columns close to a ring."""
    i, j = np.meshgrid(np.arange(rows - 1), np.arange(columns), indexing="ij")
    a, b = i * columns + j, i * columns + (j + 1) % columns
    c, d = b + columns, a + columns
    return np.vstack([np.stack(corner, axis=-1).reshape(-1, 3) for corner in ((a, d, c), (a, c, b))])
