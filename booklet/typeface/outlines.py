"""Letters as outlines, for words that are paint and no text: what stands beside the trim of a sheet."""

from __future__ import annotations

from typing import Any, Final

import uharfbuzz

from booklet.resources import Resources
from booklet.typeface.faces import FOLDER, OWN, Face

Point = tuple[float, float]
UNKNOWN: Final = "?"


class Lettering:
    """The bundled typeface as outlines."""

    def __init__(self, resources: Resources) -> None:
        self._face = Face(resources.find(f"{FOLDER}/{OWN}-Regular.ttf"))
        self._known: dict[int, list[tuple[str, tuple[Point, ...]]]] = {}

    def path(self, text: str, x: float, y: float, size: float) -> bytes:
        """Path operators of a line that starts at (x, y), in pt, to be filled; nothing for an empty text."""
        plain = "".join(c if c in self._face.characters and c.isprintable() else UNKNOWN for c in text)
        buffer = uharfbuzz.Buffer()
        buffer.add_str(plain)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self._face.font, buffer)
        scale = size / self._face.upem
        out: list[bytes] = []
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            for operator, points in self._outline(info.codepoint):
                placed = (f"{x + px * scale:.2f} {y + py * scale:.2f} " for px, py in points)
                out.append(f"{''.join(placed)}{operator}\n".encode())
            x += position.x_advance * scale
        return b"".join(out)

    def _outline(self, glyph: int) -> list[tuple[str, tuple[Point, ...]]]:
        if glyph not in self._known:
            pen = _Pen()
            self._face.font.draw_glyph_with_pen(glyph, pen)
            self._known[glyph] = pen.operators
        return self._known[glyph]


class _Pen:
    """Takes what a font draws down as operators of PDF."""

    def __init__(self) -> None:
        self.operators: list[tuple[str, tuple[Point, ...]]] = []
        self._at: Point = (0.0, 0.0)

    def moveTo(self, point: Point) -> None:
        self._add("m", point)

    def lineTo(self, point: Point) -> None:
        self._add("l", point)

    def curveTo(self, *points: Point) -> None:
        self._add("c", *points)

    def qCurveTo(self, control: Point, end: Point) -> None:
        """A quadratic curve as the cubic one that is the same."""
        first, second = (tuple((p + 2 * c) / 3 for p, c in zip(at, control, strict=True)) for at in (self._at, end))
        self._add("c", first, second, end)

    def closePath(self) -> None:
        self.operators.append(("h", ()))

    def endPath(self) -> None:
        """An open contour: it is filled as if it were closed."""

    def _add(self, operator: str, *points: Any) -> None:
        self.operators.append((operator, points))
        self._at = points[-1]
