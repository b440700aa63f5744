"""Small painted signs: badges, swatches, key lines, tick boxes. Each stands beside a word that says the same."""

from __future__ import annotations

import math
from typing import Final

from booklet.drawing import Drawing, Fill, Group, Item, Stroke
from booklet.palette import INKS, Tone
from booklet.paths import circle, polyline, rounded
from booklet.units import mm

HATCH_PITCH_MM: Final = 1.55


def square(size_pt: float, colour: str) -> Drawing:
    """The rounded square under a suspect's number."""
    size = mm(size_pt)
    return Drawing("square", "", "", size, size, (Fill(rounded(0, 0, size, size, size * 0.14), colour),))


def disc(size_pt: float, colour: str) -> Drawing:
    """The circle under a point's letter or a line's number."""
    size = mm(size_pt)
    return Drawing("disc", "", "", size, size, (Fill(circle(size / 2, size / 2, size / 2), colour),))


def swatch(width_pt: float, height_pt: float, ink_name: str, tone: Tone) -> Drawing:
    """The fill and hatch of a referral zone, as its figure shows them."""
    ink, w, h = INKS[ink_name], mm(width_pt), mm(height_pt)
    edge = polyline([(0, 0), (w, 0), (w, h), (0, h)], closed=True)
    dark = tone(ink.dark)
    items: tuple[Item, ...] = (
        Fill(edge, tone(ink.fill), 0.36),
        Group(tuple(_hatch(w, h, ink.hatch, dark)), edge),
        Stroke(edge, dark, 0.3),
    )
    return Drawing(f"swatch-{ink_name}", "", "", w, h, items)


def key_line(width_pt: float, ink_name: str, tone: Tone) -> Drawing:
    """The stroke of a sweep line with its dash."""
    ink, w, y = INKS[ink_name], mm(width_pt), 0.7
    path = polyline([(0, y), (w, y)])
    items: list[Item] = [
        Stroke(path, tone(ink.dark), 1.3, cap="butt"),
        Stroke(path, tone(ink.fill), 0.8, cap="butt"),
    ]
    if ink.dash:
        items.append(Stroke(path, "#ffffff", 0.36, ink.dash, 0.95, "butt"))
    return Drawing(f"line-{ink_name}", "", "", w, 2 * y, tuple(items))


def tick_box(size_pt: float, colour: str) -> Drawing:
    """An empty box to tick by hand."""
    line, size = mm(1.1), mm(size_pt)
    edge = rounded(line / 2, line / 2, size - line, size - line, mm(1.5))
    return Drawing("tick-box", "", "", size, size, (Stroke(edge, colour, line),))


def _hatch(width: float, height: float, degrees: float, colour: str) -> list[Stroke]:
    """Parallel lines at an angle over a rectangle, long enough to be cut off at its edges."""
    angle = math.radians(-degrees)
    along, across = (math.cos(angle), math.sin(angle)), (-math.sin(angle), math.cos(angle))
    reach = math.hypot(width, height) / 2 + HATCH_PITCH_MM
    count = int(reach / HATCH_PITCH_MM)
    lines = []
    for i in range(-count, count + 1):
        x, y = (c / 2 + a * i * HATCH_PITCH_MM for c, a in zip((width, height), across, strict=True))
        ends = [(x + s * reach * along[0], y + s * reach * along[1]) for s in (-1, 1)]
        lines.append(Stroke(polyline(ends), colour, 0.24, cap="butt"))
    return lines
