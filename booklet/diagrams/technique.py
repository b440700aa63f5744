"""A technique: a person reaching a point with a tool or a hand, with arrows and notes, in printed mm."""

from __future__ import annotations

from typing import Final

from booklet.diagrams.frame import Placement
from booklet.diagrams.landmarks import MM_PER_CM, Box
from booklet.diagrams.pen import CORNER, Pen, block
from booklet.diagrams.plates import Ground, Shelf
from booklet.diagrams.spec import Arrow, Note, Technique
from booklet.palette import WHITE
from booklet.paths import XY, polyline, rounded
from booklet.units import pt

MIN_TOOL_PT: Final = 6.0
MIN_FILL: Final = 0.4
_ARROW: Final = "#c0392b"
_OUTLINE: Final = "#3f312a"
_OUTLINE_MM: Final = 1.6  # of the plate


def crop(spec: Technique, shelf: Shelf, width: float, height: float) -> Box:
    """The part to show in a box of at most width x height mm.

    It is the closer one if all of it would make the tool too small or leave most of the box empty.
    """
    whole = spec.box or shelf.technique(spec.plate).box
    if spec.close is None:
        return whole
    scale = min(width / (whole[2] - whole[0]), height / (whole[3] - whole[1]))
    small = spec.tool_cm is not None and pt(spec.tool_cm * MM_PER_CM * scale) < MIN_TOOL_PT
    empty = scale * (whole[2] - whole[0]) < width * MIN_FILL
    return spec.close if small or empty else whole


def draw(pen: Pen, spec: Technique, shelf: Shelf, p: Placement) -> None:
    """The technique in its box."""
    plate = shelf.technique(spec.plate)
    anchors = plate.anchors
    inner = Pen(pen.frame)
    for ground in plate.ground:
        _ground(inner, ground, p)
    inner.place(shelf.technique_symbol(spec.plate, pen.frame.tone), p.scale, p.dx, p.dy)
    for arrow in spec.arrows:
        _arrow(inner, arrow, anchors[arrow.at], p)
    for note in spec.notes:
        _note(inner, note, p.point(anchors[note.at]), p)
    box = rounded(p.x, p.y, p.w, p.h, CORNER)
    pen.ground(box)
    pen.inside(box, inner)
    pen.border(box)


def _ground(pen: Pen, ground: Ground, p: Placement) -> None:
    """A floor, mat or wall that reaches the edges of the frame, whatever its shape, with lines where it ends."""
    frame = p.window
    left, top, right, bottom = (edge if own is None else own for own, edge in zip(ground.box, frame, strict=True))
    left, top, right, bottom = max(left, frame[0]), max(top, frame[1]), min(right, frame[2]), min(bottom, frame[3])
    if left >= right or top >= bottom:
        return
    (x0, y0), (x1, y1) = p.point((left, top)), p.point((right, bottom))
    pen.fill(polyline([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], closed=True), ground.fill)
    sides = ([(x0, y1), (x0, y0)], [(x0, y0), (x1, y0)], [(x1, y0), (x1, y1)], [(x0, y1), (x1, y1)])
    for own, seen, side in zip(ground.box, (left, top, right, bottom), sides, strict=True):
        if own == seen:
            pen.stroke(polyline(side), _OUTLINE, _OUTLINE_MM * p.scale)


def _arrow(pen: Pen, arrow: Arrow, anchor: XY, p: Placement) -> None:
    (dx, dy), (ox, oy) = arrow.direction, arrow.offset
    norm = (dx * dx + dy * dy) ** 0.5
    ux, uy = dx / norm, dy / norm
    x, y = p.point((anchor[0] + ox * MM_PER_CM, anchor[1] + oy * MM_PER_CM))
    half = arrow.length * MM_PER_CM / 2 * p.scale
    ends = [(x - ux * half, y - uy * half), (x + ux * half, y + uy * half)]
    pen.stroke(polyline(ends), WHITE, 1.9, butt=True)
    heads = []
    for (ex, ey), way in zip(ends, (-1, 1), strict=True):
        tip = (ex + ux * way * 2.2, ey + uy * way * 2.2)
        heads.append(polyline([tip, (ex - uy * 1.5, ey + ux * 1.5), (ex + uy * 1.5, ey - ux * 1.5)], closed=True))
    for head in heads:
        pen.stroke(head, WHITE, 0.8)
        pen.fill(head, _ARROW)
    pen.stroke(polyline(ends), _ARROW, 0.9, butt=True)


def _note(pen: Pen, note: Note, anchor: XY, p: Placement) -> None:
    """The words beside the anchor, kept inside the box."""
    size = pen.frame.label
    lines = note.text.split("\n")
    wide, high = block(lines, size, "regular")
    dx, dy = (value * pen.frame.label_scale for value in note.offset_mm)
    x = anchor[0] + dx - (wide if dx < 0 else 0)
    x = min(max(x, p.x + 1.7), p.x + p.w - wide - 1.7)
    y = min(max(anchor[1] + dy, p.y + high / 2 + 1.2), p.y + p.h - high / 2 - 1.2)
    pen.note(x, y, lines, anchor, dot=False)
