"""The legend under a panel and the key under a figure, for a figure that stands alone; printed mm."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import shapely

from booklet import typeface
from booklet.diagrams import flesh, shapes
from booklet.diagrams.body import warn
from booklet.diagrams.pen import LEADING, Pen
from booklet.diagrams.spec import Panel, Trigger
from booklet.palette import FORM_LINE, HAIRLINE, INKS, Ink
from booklet.paths import rounded

_SWATCH: Final = 8.4
_GREY: Final = Ink("#777777", "#444444", 45)
_HALF: Final = 1.9  # half the height of a swatch
_KEY: Final = {
    "cross": "trigger point",
    "core": "main pain area",
    "spill": "pain may spread here",
    "muscle": "muscle",
    "nerve": "nerve",
    "no_go": "do not press here",
}


def triggers(panel: Panel) -> tuple[Trigger, ...]:
    """The triggers of a panel that the legend names."""
    return tuple(t for t in panel.body.triggers if t.name) if panel.body else ()


class Legend:
    """Rows of badge, swatch and name for one panel, `width` mm wide."""

    def __init__(self, pen: Pen, panel: Panel, width: float) -> None:
        self._pen = pen
        size = pen.frame.label
        named = triggers(panel)
        self._indent = 2 * pen.badge_radius + (_SWATCH + 4.2 if any(t.zones for t in named) else 2.2)
        self._rows = []
        for trigger in named:
            lines = typeface.wrap(str(trigger.name), size, width - self._indent, "regular")
            high = max(2 * pen.badge_radius + 1.2, size * (LEADING * len(lines) + 0.2))
            self._rows.append((trigger, lines, high))

    @property
    def height(self) -> float:
        """Height of all rows and the gap above them."""
        return 1.5 + sum(high + 0.5 for *_, high in self._rows) if self._rows else 0

    def draw(self, x: float, y: float) -> None:
        """The rows with their top left at (x, y)."""
        pen, size = self._pen, self._pen.frame.label
        y += 1.5
        for trigger, lines, high in self._rows:
            ink, middle = INKS[trigger.colour], y + high / 2
            if trigger.letter:
                pen.badge((x + pen.badge_radius + 0.4, middle), trigger.letter, ink.dark)
            if trigger.zones:
                swatch(pen, x + 2 * pen.badge_radius + 1.8, middle, ink)
            pen.words(
                x + self._indent, middle - size * (LEADING * len(lines) + 0.08) / 2, lines, size, "regular", "start"
            )
            y += high + 0.5


def swatch(pen: Pen, x: float, middle: float, ink: Ink) -> None:
    """A small zone with its hatch, starting at x."""
    area = shapely.box(x, middle - 1.9, x + _SWATCH, middle + 1.9)
    border = rounded(x, middle - 1.9, _SWATCH, 3.8, 0.01)
    pen.fill(border, ink.fill, 0.36)
    pen.stroke(shapes.hatch(area, ink.hatch, 1.55), ink.dark, 0.24, opacity=0.9, butt=True)
    pen.stroke(border, ink.dark, 0.3)


class Key:
    """What crosses, hatches and dots mean, in one row or more under the whole figure."""

    def __init__(self, pen: Pen, panels: Iterable[Panel], width: float) -> None:
        self._pen = pen
        bodies = [panel.body for panel in panels if panel.body]
        drawn = [trigger for panel in panels for trigger in triggers(panel)]
        zones = [zone for trigger in drawn for zone in trigger.zones]
        shown = {
            "cross": any(t.at for t in drawn),
            "core": bool(zones),
            "spill": any(zone.spill for zone in zones),
            "muscle": any(body.muscles for body in bodies),
            "nerve": any(body.nerves for body in bodies),
            "no_go": any(body.no_go for body in bodies),
        }
        size = pen.frame.label
        self._line = max(size * 1.5, 5.4)
        self._items: list[tuple[str, float, float]] = []
        x = row = 0.0
        for kind in (kind for kind, is_shown in shown.items() if is_shown):
            wide = _SWATCH + 1.6 + typeface.width(_KEY[kind], size, "regular")
            if x and x + wide > width:
                x, row = 0, row + self._line
            self._items.append((kind, x, row))
            x += wide + 6
        self.height = row + self._line + 2 if self._items else 0.0
        self._width = width

    def draw(self, y: float) -> None:
        """The key with its top at y."""
        pen, size = self._pen, self._pen.frame.label
        if self._items:
            pen.stroke((("M", 0, y + 1), ("L", self._width, y + 1)), HAIRLINE, 0.25)
        for kind, x, row in self._items:
            middle = y + 2 + row + self._line / 2
            self._sample(kind, x, middle)
            pen.text(x + _SWATCH + 1.6, middle + size * 0.34, _KEY[kind], size)

    def _sample(self, kind: str, x: float, middle: float) -> None:
        pen, left_end, right_end = self._pen, (x, middle), (x + _SWATCH, middle)
        area = shapely.box(x, middle - _HALF, x + _SWATCH, middle + _HALF)
        if kind == "cross":
            pen.cross((x + _SWATCH / 2, middle), "#777777")
        elif kind == "core":
            swatch(pen, x, middle, _GREY)
        elif kind == "spill":
            pen.fill(rounded(x, middle - _HALF, _SWATCH, 2 * _HALF, 0.01), FORM_LINE, 0.13)
            pen.stroke(shapes.stipple(area, 1.35, 3), _GREY.dark, 0.42, opacity=0.9)
        elif kind == "muscle":
            ys = [middle + share * _HALF for share in (-0.5, 0, 0.5)]
            border = rounded(x, middle - _HALF, _SWATCH, 2 * _HALF, 1.2)
            flesh.muscle(pen, border, [[(x, y), (x + _SWATCH, y)] for y in ys])
        elif kind == "nerve":
            flesh.nerve(pen, [left_end, right_end])
        else:
            warn(pen, area)
