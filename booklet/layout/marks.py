"""Small painted signs: badges, swatches, key lines, tick boxes. Each stands beside a word that says the same."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from booklet.drawing import Drawing, Fill, Group, Item, Path, Stroke, Text
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


def ring(size_pt: float, colour: str) -> Drawing:
    """The circle round the number of a spot that is shown only."""
    size, line = mm(size_pt), 0.5
    edge = circle(size / 2, size / 2, (size - line) / 2)
    return Drawing("ring", "", "", size, size, (Fill(edge, "#ffffff"), Stroke(edge, colour, line)))


def cross(size_pt: float, colour: str, paper: str) -> Drawing:
    """The X of a spot, as its chart shows it."""
    size = mm(size_pt)
    low, high = size * 0.2, size * 0.8
    arms: Path = (("M", low, low), ("L", high, high), ("M", low, high), ("L", high, low))
    strokes = ((paper, 0.38), ("#1a1a1a", 0.29), (colour, 0.19))
    return Drawing("cross", "", "", size, size, tuple(Stroke(arms, tone, size * width) for tone, width in strokes))


def chip(width_pt: float, height_pt: float, colour: str) -> Drawing:
    """The frame round the name of a side."""
    line, w, h = mm(0.9), mm(width_pt), mm(height_pt)
    edge = rounded(line / 2, line / 2, w - line, h - line, mm(2))
    return Drawing("chip", "", "", w, h, (Stroke(edge, colour, line),))


def trend(
    size_pt: tuple[float, float], values: Sequence[int | None], colours: Mapping[str, str], label_pt: float, alt: str
) -> Drawing:
    """Ratings from 0 to 10 over the visits: dots joined by a line, the last one larger, with its number."""
    width, height, size = mm(size_pt[0]), mm(size_pt[1]), mm(label_pt)
    left, right, top, bottom = 1.4, width - size * 1.5, size * 0.55, height - 1.0
    step = (right - left) / max(1, len(values) - 1)
    dots = [(left + step * i, bottom - (bottom - top) * v / 10) for i, v in enumerate(values) if v is not None]
    items: list[Item] = [
        Stroke(polyline([(left, y), (right, y)]), colours["hairline"], 0.2, cap="butt") for y in (top, bottom)
    ]
    items.append(Stroke(polyline(dots), colours["accent"], 0.55))
    items += [Fill(circle(x, y, 0.75), colours["accent"]) for x, y in dots[:-1]]
    known = [value for value in values if value is not None]
    if dots:
        x, y = dots[-1]
        items += [Fill(circle(x, y, 1.25), colours["ink"])]
        items.append(Text(x + 2.0, y + size * 0.34, str(known[-1]), size, colours["ink"], "bold"))
    return Drawing("trend", "", alt, width, height, tuple(items))


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
