"""Muscles and nerves under the skin, muted and striped by their fibres, not to be taken for zones; printed mm."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import shapely
from shapely.geometry import Polygon

from booklet.diagrams import shapes
from booklet.diagrams.frame import Placement
from booklet.diagrams.landmarks import View
from booklet.diagrams.pen import Pen
from booklet.diagrams.plates import Ring, Shelf, Strands
from booklet.diagrams.spec import Body, sides_of
from booklet.palette import MUSCLE, MUSCLE_LINE, NERVE, NERVE_LINE
from booklet.paths import polyline

FIBRE_PITCH: Final = 0.95
"""Printed mm between fibres, about: finer stripes would run together in print."""


def draw(pen: Pen, body: Body, view: View, shelf: Shelf, p: Placement) -> None:
    """The nerves and the muscles of a panel, the deepest first."""
    for nerve in body.nerves:
        for side in sides_of(nerve.side, body.side):
            _nerve(pen, shelf.muscle(nerve.nerve).views[view][side].fibres[0], p)
    deepest_first = sorted(body.muscles, key=lambda muscle: -shelf.muscle(muscle.muscle).depth)
    for muscle in deepest_first:
        for side in sides_of(muscle.side, body.side):
            _muscle(pen, shelf.muscle(muscle.muscle).views[view][side], p)


def _nerve(pen: Pen, line: Ring, p: Placement) -> None:
    path = polyline(p.point(at) for at in line)
    pen.stroke(path, NERVE_LINE, 1.3, opacity=0.7)
    pen.stroke(path, NERVE, 0.85)


def _muscle(pen: Pen, strands: Strands, p: Placement) -> None:
    area = shapes.scaled(Polygon(strands.outline).buffer(0), p.scale, p.dx, p.dy)
    border = shapes.outline(area)
    pen.fill(border, MUSCLE, 0.45)
    for fibre in _apart(strands.fibres, p.scale):
        pen.stroke(polyline(p.point(at) for at in fibre), MUSCLE_LINE, 0.16, opacity=0.75)
    pen.stroke(border, MUSCLE_LINE, 0.22, opacity=0.85)


def _apart(fibres: Sequence[Ring], scale: float) -> Sequence[Ring]:
    """As many of the fibres, in even steps, as can be told apart where they lie widest."""
    if len(fibres) < 2:
        return fibres
    middles = [shapely.line_interpolate_point(shapely.LineString(fibre), 0.5, normalized=True) for fibre in fibres]
    width = sum(a.distance(b) for a, b in pairwise(middles)) * scale
    step = max(1, round(FIBRE_PITCH * (len(fibres) - 1) / max(width, FIBRE_PITCH)))
    return fibres[step // 2 :: step]
