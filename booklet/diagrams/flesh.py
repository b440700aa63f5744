"""Muscles and nerves under the skin, muted and striped by their fibres, not to be taken for zones; printed mm."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import shapely
from shapely.geometry import Polygon

from booklet.diagrams import shapes
from booklet.diagrams.frame import Placement
from booklet.diagrams.landmarks import View
from booklet.diagrams.pen import Pen
from booklet.diagrams.plates import Ring, Shelf
from booklet.diagrams.spec import Body, sides_of
from booklet.drawing import Path
from booklet.palette import MUSCLE, MUSCLE_LINE, NERVE, NERVE_LINE
from booklet.paths import XY, polyline

FIBRE_PITCH: Final = 0.95
"""Printed mm between fibres, about: finer stripes would run together in print."""


def draw(pen: Pen, body: Body, view: View, shelf: Shelf, p: Placement) -> None:
    """The nerves and the muscles of a panel, the deepest first."""
    for entry in body.nerves:
        for side in sides_of(entry.side, body.side):
            line = shelf.muscle(entry.nerve).views[view][side].fibres[0]
            nerve(pen, [p.point(at) for at in line])
    for shown in sorted(body.muscles, key=lambda shown: -shelf.muscle(shown.muscle).depth):
        for side in sides_of(shown.side, body.side):
            strands = shelf.muscle(shown.muscle).views[view][side]
            area = shapes.scaled(Polygon(strands.outline).buffer(0), p.scale, p.dx, p.dy)
            fibres = ([p.point(at) for at in fibre] for fibre in _apart(strands.fibres, p.scale))
            muscle(pen, shapes.outline(area), fibres)


def nerve(pen: Pen, line: Sequence[XY]) -> None:
    """A nerve along a line: pale, smooth and thin-edged, with no hatch and no dots."""
    path = polyline(line)
    pen.stroke(path, NERVE_LINE, 1.3, opacity=0.7)
    pen.stroke(path, NERVE, 0.85)


def muscle(pen: Pen, border: Path, fibres: Iterable[Sequence[XY]]) -> None:
    """A muscle inside a border, striped by its fibres."""
    pen.fill(border, MUSCLE, 0.45)
    for fibre in fibres:
        pen.stroke(polyline(fibre), MUSCLE_LINE, 0.16, opacity=0.75)
    pen.stroke(border, MUSCLE_LINE, 0.22, opacity=0.85)


def _apart(fibres: Sequence[Ring], scale: float) -> Sequence[Ring]:
    """As many of the fibres, in even steps, as can be told apart where they lie widest."""
    if len(fibres) < 2:
        return fibres
    middles = [shapely.line_interpolate_point(shapely.LineString(fibre), 0.5, normalized=True) for fibre in fibres]
    width = sum(a.distance(b) for a, b in pairwise(middles)) * scale
    step = max(1, round(FIBRE_PITCH * (len(fibres) - 1) / max(width, FIBRE_PITCH)))
    return fibres[step // 2 :: step]
