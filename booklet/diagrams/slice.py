"""A cut through the body, with the lines of a sweep seen end on, in printed mm."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from booklet.diagrams.frame import Placement
from booklet.diagrams.pen import CORNER, Pen, block
from booklet.diagrams.plates import Shelf
from booklet.diagrams.spec import Slice
from booklet.palette import INKS, WHITE
from booklet.paths import XY, circle, polyline, rounded, spline

PIN_MARGIN: Final = 0.8
_FLESH: Final = "#f6e4d5"
_SKIN_LINE: Final = "#4f3b30"
_MUSCLE: Final = "#e3a99a"
_MUSCLE_LINE: Final = "#a8614f"
_BONE: Final = "#fbf6e6"
_BONE_LINE: Final = "#6f6344"


def draw(pen: Pen, spec: Slice, shelf: Shelf, p: Placement) -> None:
    """The slice in its box."""
    plate = shelf.slice(spec.plate)
    inner = Pen(pen.frame)
    p = _room_for_pins(p, pen, [p.point(at) for at in plate.dots], plate.normals)
    skin = polyline([p.point(at) for at in plate.skin], closed=True)
    inner.fill(skin, _FLESH)
    for ring in plate.muscle:
        border = polyline(spline([p.point(at) for at in ring], closed=True), closed=True)
        inner.fill(border, _MUSCLE)
        inner.stroke(border, _MUSCLE_LINE, 0.3)
    for ring in plate.bone:
        border = polyline([p.point(at) for at in ring], closed=True)
        inner.fill(border, _BONE)
        inner.stroke(border, _BONE_LINE, 0.35)
    inner.stroke(skin, _SKIN_LINE, 0.5)
    _pins(inner, spec, [p.point(at) for at in plate.dots], plate.normals)
    for label in spec.labels:
        lines = label.text.split("\n")
        x, y = p.point(label.text_at)
        inner.note(x - block(lines, pen.frame.label, "regular")[0] / 2, y, lines, p.point(label.at))
    box = rounded(p.x, p.y, p.w, p.h, CORNER)
    pen.ground(box)
    pen.inside(box, inner)
    pen.border(box)


def _pins(pen: Pen, spec: Slice, feet: list[XY], normals: tuple[XY, ...]) -> None:
    """A numbered pin on the skin for each line."""
    heads = _heads(pen, feet, normals)
    for i, (colour, (x, y), (nx, ny), head) in enumerate(zip(spec.colours, feet, normals, heads, strict=False)):
        ink = INKS[colour]
        pen.stroke(polyline([head, (x - nx * 0.4, y - ny * 0.4)]), ink.dark, 0.8)
        pen.fill(circle(x, y, 0.85), WHITE)
        pen.fill(circle(x, y, 0.65), ink.dark)
        pen.badge(head, str(i + 1), ink.dark)


def _heads(pen: Pen, feet: list[XY], normals: tuple[XY, ...]) -> list[XY]:
    """Where the heads of the pins stand; pins whose heads would collide grow longer."""
    reach = pen.badge_radius
    heads: list[XY] = []
    for (x, y), (nx, ny) in zip(feet, normals, strict=False):
        length = reach + 2.4
        while any(
            ((x + nx * length - hx) ** 2 + (y + ny * length - hy) ** 2) ** 0.5 < 2 * reach + 0.4 for hx, hy in heads
        ):
            length += 0.4
        heads.append((x + nx * length, y + ny * length))
    return heads


def _room_for_pins(p: Placement, pen: Pen, feet: list[XY], normals: tuple[XY, ...]) -> Placement:
    """The placement moved down until the highest pin is inside the box: pins keep their size in a small picture."""
    top = min((y for _, y in _heads(pen, feet, normals)), default=p.y) - pen.badge_radius - PIN_MARGIN
    return replace(p, dy=p.dy + max(0.0, p.y - top))
