"""Marks around a folded sheet for the print shop: where to cut, where to fold, and how wide each panel is.

They stand in the slug, outside the bleed, on press copies alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from booklet.layout.styles import Setting
from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.units import pt

LENGTH: Final = pt(5)
"""Of a mark, from the bleed outwards."""
LINE: Final = 0.25
"""The thinnest line, in pt, that a press holds."""
DASH: Final = (2.0, 1.5)
LETTERS: Final = 6.0
"""Type size of the widths, in pt."""
LIFT: Final = 2.0
"""How far the words stand above the marks' foot, in pt."""


def fold_marks(canvas: TaggedCanvas, setting: Setting, back: bool, words: Callable[[str], str]) -> None:
    """Paint the marks of one side, as an artifact: whole lines to cut at, dashed ones to fold at."""
    assert setting.leaflet is not None
    places = setting.leaflet.side(back)
    width, height = setting.page
    xs = sorted({round(pt(x), 3) for place in places for x in (place.left, place.left + place.width)})
    ys = sorted({round(height - pt(y), 3) for place in places for y in (place.top, place.top + place.height)})
    with canvas.artifact():
        canvas.saveState()
        canvas.setStrokeColor(setting.colour("ink"))
        canvas.setFillColor(setting.colour("ink"))
        canvas.setLineWidth(LINE)
        for at, cut in _cuts(xs):
            canvas.setDash([] if cut else list(DASH))
            for y in (-setting.bleed - LENGTH, height + setting.bleed):
                canvas.line(at, y, at, y + LENGTH)
        for at, cut in _cuts(ys):
            canvas.setDash([] if cut else list(DASH))
            for x in (-setting.bleed - LENGTH, width + setting.bleed):
                canvas.line(x, at, x + LENGTH, at)
        canvas.setFont(fonts.REGULAR, LETTERS)
        above = height + setting.bleed + LIFT
        for place in (place for place in places if place.top == 0):
            label = words("panel-width").format(width=f"{place.width:g}")
            canvas.drawCentredString(pt(place.left + place.width / 2), above, label)
        for at in xs[1:-1]:
            canvas.drawCentredString(at, above + LENGTH, words("fold-mark"))
        canvas.restoreState()


def _cuts(places: list[float]) -> Iterator[tuple[float, bool]]:
    """Each place, and whether the sheet is cut there: at its edges."""
    return ((place, place in (places[0], places[-1])) for place in places)
