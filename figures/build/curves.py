"""Curves for plates: polylines fitted with cubic Beziers (Schneider, Graphics Gems, 1990), written as short paths."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from scipy import ndimage

from figures.build.rig import Floats

Cubic: TypeAlias = Floats
"""Four control points, one per row."""

_ROUNDS: Final = 5  # of reparametrisation
_STRAIGHT: Final = 0.12  # mm that a control point may leave the chord of a straight piece


def fit_open(points: Floats, error: float) -> list[Cubic]:
    """Cubics through an open polyline that stay within `error` of its points."""
    if len(points) < 2:
        return []
    out: list[Cubic] = []
    _fit(points, _tangent(points), _tangent(points[::-1]), error, out)
    return out


def fit_closed(points: Floats, error: float, corner: float = 50) -> list[Cubic]:
    """Cubics around a ring; it keeps turns sharper than `corner` degrees (0: none) as corners."""
    if np.allclose(points[0], points[-1]):
        points = points[:-1]
    count = len(points)
    if count < 6:
        return []
    out: list[Cubic] = []
    kept = _corners(points, 4, corner) if corner else []
    if not kept:
        half = count // 2
        ring = np.vstack([points, points[:1]])
        start = _direction(points[4 % count] - points[-4])
        middle = _direction(points[(half + 4) % count] - points[(half - 4) % count])
        _fit(ring[: half + 1], start, -middle, error, out)
        _fit(ring[half:], middle, -start, error, out)
        return out
    for a, b in zip(kept, [*kept[1:], kept[0] + count], strict=True):
        piece = points[np.arange(a, b + 1) % count]
        out += fit_open(piece, error)
    return out


def ring_path(points: Floats, error: float, corner: float = 60) -> str:
    """A ring as path data."""
    return path_data(fit_closed(points, error, corner))


def path_data(cubics: Sequence[Cubic]) -> str:
    """A closed path in relative SVG commands with one decimal; rounding never adds up along the path."""
    if not cubics:
        return ""
    at = np.round(cubics[0][0], 1)
    out = ["M" + _numbers(at)]
    last = ""
    for cubic in cubics:
        c1, c2, end = (np.round(point - at, 1) for point in cubic[1:])
        straight = _is_straight(c1, c2, end)
        command, text = ("l", _numbers(end)) if straight else ("c", _numbers(np.concatenate([c1, c2, end])))
        glue = "" if text[0] == "-" else " "
        out.append(glue + text if command == last else command + text)
        last = command
        at = at + end
    return "".join(out) + "Z"


def smooth_closed(points: Floats, sigma: float) -> Floats:
    """A ring smoothed along itself; its last point repeats the first."""
    if np.allclose(points[0], points[-1]):
        points = points[:-1]
    if sigma > 0:
        points = ndimage.gaussian_filter1d(points, sigma, axis=0, mode="wrap")
    return np.vstack([points, points[:1]])


def smooth_open(points: Floats, sigma: float) -> Floats:
    """A polyline at even steps of about 1, smoothed; its ends stay."""
    if len(points) < 4:
        return points
    along = lengths(points)
    count = max(int(along[-1]), 4)
    at = np.linspace(0, along[-1], count)
    even = np.stack([np.interp(at, along, column) for column in points.T], axis=1)
    reach = min(int(3 * sigma), count - 1)
    if reach < 1:
        return even
    before = 2 * even[0] - even[reach:0:-1]
    after = 2 * even[-1] - even[-2 : -reach - 2 : -1]
    smooth = ndimage.gaussian_filter1d(np.vstack([before, even, after]), sigma, axis=0)
    return np.asarray(smooth[reach : reach + count])


def lengths(points: Floats) -> Floats:
    """How far each point lies along its polyline."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])


def resample(points: Floats, count: int) -> Floats:
    """The polyline as that many points at even steps."""
    along = lengths(points)
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, column) for column in points.T], axis=1)


def spline(points: Floats, count: int) -> Floats:
    """A smooth curve through points (chord-length Catmull-Rom) as that many points."""
    from scipy.interpolate import CubicSpline

    along = lengths(points)
    if len(points) < 3:
        return resample(points, count)
    return np.asarray(CubicSpline(along, points)(np.linspace(0, along[-1], count)))


def brush(
    points: Floats,
    width: float,
    error: float,
    tapered: tuple[bool, bool] = (True, True),
    share: float = 0.35,
    pressure: Floats | None = None,
) -> str:
    """A line that swells and thins like a brush stroke, as the outline to fill.

    `width` is half the greatest width; `share` of the length is spent on each tapered end; `pressure` is a factor of
    the width per point.
    """
    u = lengths(points) / lengths(points)[-1]
    start = np.clip(u / share, 0, 1) if tapered[0] else np.ones_like(u)
    end = np.clip((1 - u) / share, 0, 1) if tapered[1] else np.ones_like(u)
    profile = np.sin(np.pi / 2 * start) * np.sin(np.pi / 2 * end)
    if pressure is not None:
        profile = profile * pressure
    along = np.gradient(points, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True) + 1e-9
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1) * (width * profile)[:, None]
    return path_data(fit_open(points + aside, error) + fit_open((points - aside)[::-1], error))


def _is_straight(c1: Floats, c2: Floats, end: Floats) -> bool:
    length = float(np.linalg.norm(end))
    if length == 0:
        return False
    across = np.array([-end[1], end[0]]) / length
    return abs(float(c1 @ across)) < _STRAIGHT and abs(float(c2 @ across)) < _STRAIGHT


def _numbers(values: Floats) -> str:
    out = ""
    for value in values.tolist():
        text = _number(value)
        out += text if not out or text[0] == "-" else " " + text
    return out


def _number(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    if text == "-0":
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _bezier(cubic: Cubic, t: Floats) -> Floats:
    t = t[:, None]
    u = 1 - t
    return np.asarray(u**3 * cubic[0] + 3 * u * u * t * cubic[1] + 3 * u * t * t * cubic[2] + t**3 * cubic[3])


def _least_squares(points: Floats, u: Floats, start: Floats, end: Floats) -> Cubic:
    """The cubic with these end tangents that comes nearest to the points at parameters u."""
    b0, b1, b2, b3 = (1 - u) ** 3, 3 * u * (1 - u) ** 2, 3 * u * u * (1 - u), u**3
    a1, a2 = b1[:, None] * start, b2[:, None] * end
    c00, c01, c11 = float((a1 * a1).sum()), float((a1 * a2).sum()), float((a2 * a2).sum())
    rest = points - ((b0 + b1)[:, None] * points[0] + (b2 + b3)[:, None] * points[-1])
    x0, x1 = float((a1 * rest).sum()), float((a2 * rest).sum())
    det = c00 * c11 - c01 * c01
    chord = float(np.linalg.norm(points[-1] - points[0]))
    first = second = chord / 3
    if abs(det) > 1e-9:
        first, second = (x0 * c11 - x1 * c01) / det, (c00 * x1 - c01 * x0) / det
        if min(first, second) < 1e-3 * chord or max(first, second) > 3 * chord + 1:
            first = second = chord / 3
    return np.array([points[0], points[0] + first * start, points[-1] + second * end, points[-1]])


def _nearer(points: Floats, u: Floats, cubic: Cubic) -> Floats:
    """Parameters moved towards the nearest points of the cubic (one Newton step)."""
    d1 = 3 * np.diff(cubic, axis=0)
    d2 = 2 * np.diff(d1, axis=0)
    t = u[:, None]
    speed = (1 - t) ** 2 * d1[0] + 2 * (1 - t) * t * d1[1] + t * t * d1[2]
    bend = (1 - t) * d2[0] + t * d2[1]
    off = _bezier(cubic, u) - points
    slope = (speed * speed).sum(axis=1) + (off * bend).sum(axis=1)
    safe = np.where(np.abs(slope) > 1e-9, slope, np.inf)
    return np.maximum.accumulate(np.clip(u - (off * speed).sum(axis=1) / safe, 0, 1))


def _fit(points: Floats, start: Floats, end: Floats, error: float, out: list[Cubic]) -> None:
    count = len(points)
    if count == 2:
        third = np.linalg.norm(points[1] - points[0]) / 3
        out.append(np.array([points[0], points[0] + start * third, points[1] + end * third, points[1]]))
        return
    along = lengths(points)
    if along[-1] == 0:
        return
    u = along / along[-1]
    worst = count // 2
    for _ in range(_ROUNDS):
        cubic = _least_squares(points, u, start, end)
        squares = ((_bezier(cubic, u) - points) ** 2).sum(axis=1)
        worst = int(squares.argmax())
        if squares[worst] < error * error:
            out.append(cubic)
            return
        if squares[worst] > (error * 6) ** 2:
            break
        u = _nearer(points, u, cubic)
    split = min(max(worst, 1), count - 2)
    through = points[max(split - 4, 0)] - points[min(split + 4, count - 1)]
    tangent = _direction(through) if np.any(through) else -start
    _fit(points[: split + 1], start, tangent, error, out)
    _fit(points[split:], -tangent, end, error, out)


def _direction(vector: Floats) -> Floats:
    return np.asarray(vector / (np.linalg.norm(vector) + 1e-12))


def _tangent(points: Floats) -> Floats:
    step = points[min(5, len(points) - 1)] - points[0]
    return _direction(step) if np.any(step) else np.array([1.0, 0.0])


def _corners(points: Floats, reach: int, angle: float) -> list[int]:
    """Where the ring turns by more than `angle` degrees within `reach` points."""
    count = len(points)
    before = points - np.roll(points, reach, axis=0)
    after = np.roll(points, -reach, axis=0) - points
    cross = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    turn = np.degrees(np.abs(np.arctan2(cross, (before * after).sum(axis=1))))
    kept: list[int] = []
    for at in np.argsort(-turn, kind="stable").tolist():
        if turn[at] < angle:
            break
        if all(min((at - other) % count, (other - at) % count) > 2 * reach for other in kept):
            kept.append(at)
    return sorted(kept)
