"""Areas on the body as geometry: outlines, hatches and spillover dots, cut to the silhouette."""

from __future__ import annotations

import math
from functools import cache
from typing import Any, Final

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import substring

from booklet.diagrams.landmarks import MM_PER_CM, Compass, View
from booklet.diagrams.plates import Plate, Rings
from booklet.diagrams.spec import Shape, Side
from booklet.drawing import Path, PathOp
from booklet.paths import XY, dots, spline

INSET: Final = 1.5  # mm of the body that zones keep from the drawn outline of the skin
_STEP: Final = 1.8  # printed mm between the points that a smooth outline runs through
_CURVE_RADIUS: Final = 24  # segments per quarter circle in round caps


def silhouette(plate: Plate) -> BaseGeometry:
    """The body of a skin plate, a little inside its outline; a bone plate has no limits but its box."""
    return _inset(plate.sil) if plate.sil else shapely.box(*plate.box)


@cache
def _inset(outlines: tuple[Rings, ...]) -> BaseGeometry:
    skin = shapely.union_all([Polygon(rings[0], rings[1:]).buffer(0) for rings in outlines])
    return skin.buffer(-INSET)


def shape(compass: Compass, given: Shape, side: Side) -> BaseGeometry:
    """The area that a spec gives, in plate mm, not yet cut to the body."""
    if given.spline is not None:
        return Polygon(spline([compass.point(place, side) for place in given.spline], closed=True)).buffer(0)
    if given.ellipse is not None:
        e = given.ellipse
        unit = Point(0, 0).buffer(1, quad_segs=_CURVE_RADIUS)
        oval = affinity.scale(unit, e.rx * MM_PER_CM, e.ry * MM_PER_CM)
        lean = -e.tilt * compass.lean(side)
        x, y = compass.point(e.at, side)
        return affinity.translate(affinity.rotate(oval, lean, origin=(0, 0)), x, y)
    if given.band is not None:
        middle = LineString(spline([compass.point(place, side) for place in given.band.path], closed=False))
        return middle.buffer(given.band.width * MM_PER_CM / 2, quad_segs=_CURVE_RADIUS)
    assert given.along is not None
    strip = given.along
    part = substring(LineString(compass.line(strip.line, side)), strip.start, strip.end, normalized=True)
    area = part.buffer(strip.width * MM_PER_CM / 2, quad_segs=_CURVE_RADIUS)
    return affinity.translate(area, 0, -strip.up * MM_PER_CM)


@cache
def on_plate(outline: tuple[XY, ...], view: View, side: Side) -> BaseGeometry:
    """What an outline of the body map encloses on one side, in plate mm, not yet cut to the body."""
    area = Polygon(outline).buffer(0)
    leftward = {"posterior": side == "left", "anterior": side == "right"}.get(view, view == "left")
    return affinity.scale(area, -1, 1, origin=(0, 0)) if leftward else area


def scaled(area: BaseGeometry, scale: float, dx: float, dy: float) -> BaseGeometry:
    """The area with every point at (dx + scale x, dy + scale y)."""
    return affinity.affine_transform(area, [scale, 0, 0, scale, dx, dy])


def polygons(area: BaseGeometry) -> list[Polygon]:
    """The polygons that an area consists of."""
    parts = getattr(area, "geoms", [area])
    return [part for part in parts if isinstance(part, Polygon) and not part.is_empty]


def outline(area: BaseGeometry) -> Path:
    """The border of an area in printed mm as smooth closed curves."""
    ops: list[PathOp] = []
    for polygon in polygons(area):
        for ring in (polygon.exterior, *polygon.interiors):
            ops += _smooth(ring)
    return tuple(ops)


def _smooth(ring: Any) -> list[PathOp]:
    """Cubics through even steps along the ring, with the tangents of a Catmull-Rom spline."""
    count = max(12, round(ring.length / _STEP))
    at = np.arange(count) * (ring.length / count)
    points = shapely.get_coordinates(shapely.line_interpolate_point(ring, at))
    ahead = np.roll(points, -1, axis=0)
    tangent = (ahead - np.roll(points, 1, axis=0)) / 6
    cubics = np.hstack([points + tangent, ahead - np.roll(tangent, -1, axis=0), ahead])
    ops: list[PathOp] = [("M", *points[0].tolist())]
    ops += [("C", *row) for row in cubics.tolist()]
    return [*ops, ("Z",)]


def hatch(area: BaseGeometry, degrees: float, pitch: float) -> Path:
    """Parallel lines across an area in printed mm; their phase is that of the page, so that equal areas line up."""
    if area.is_empty:
        return ()
    left, top, right, bottom = area.bounds
    middle = np.array([(left + right) / 2, (top + bottom) / 2])
    reach = math.hypot(right - left, bottom - top) / 2 + pitch
    angle = math.radians(-degrees)
    way = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-way[1], way[0]])
    count = int(reach / pitch) + 1
    offsets = np.arange(-count, count + 1) * pitch - (middle @ across) % pitch
    centres = middle + offsets[:, None] * across
    lines = MultiLineString(np.stack([centres - way * reach, centres + way * reach], axis=1).tolist())
    ops: list[PathOp] = []
    cut = lines.intersection(area)
    for line in getattr(cut, "geoms", [cut]):
        if isinstance(line, LineString) and line.length > 0.5:
            (ax, ay), (bx, by) = line.coords[0], line.coords[-1]
            ops += [("M", ax, ay), ("L", bx, by)]
    return tuple(ops)


def stipple(area: BaseGeometry, pitch: float, seed: int) -> Path:
    """Dots strewn over an area in printed mm, the same ones for the same seed."""
    if area.is_empty:
        return ()
    left, top, right, bottom = area.bounds
    rows = np.arange(top, bottom, pitch * 0.87)
    columns = np.arange(left, right + pitch, pitch)
    xs = columns[None, :] + (np.arange(len(rows)) % 2)[:, None] * (pitch / 2)
    ys = np.broadcast_to(rows[:, None], xs.shape)
    grid = np.stack([xs.ravel(), ys.ravel()], axis=1)
    grid += np.random.default_rng(seed).uniform(-0.24, 0.24, grid.shape) * pitch
    inside = shapely.contains_xy(area.buffer(-0.15), grid[:, 0], grid[:, 1])
    return dots((x, y) for x, y in grid[inside].tolist())


def roomiest(area: BaseGeometry, taken: list[tuple[XY, float]]) -> tuple[XY, float] | None:
    """The centre and radius of the largest circle in an area that stays clear of the `taken` circles."""
    free = area.difference(shapely.union_all([Point(at).buffer(radius) for at, radius in taken])) if taken else area
    parts = polygons(free)
    if not parts:
        return None
    ray = shapely.maximum_inscribed_circle(MultiPolygon(parts), tolerance=0.2)
    (x, y), _ = ray.coords
    return (x, y), float(ray.length)
