"""A paper dummy: an insert’s outline on office paper, with numbered panels and its creases, to be folded by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from booklet.document import Heading, Run, Steps
from booklet.folding import Fold
from booklet.folding.leaflet import Crease, Leaflet, Place
from booklet.layout.arranger import Arranger
from booklet.layout.base import Draw, Room
from booklet.layout.panel import column, measured
from booklet.layout.styles import Setting
from booklet.layout.text import markup
from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.paragraph import TaggedParagraph
from booklet.pdf.structure import Tag
from booklet.units import PAPERS_PT, pt

EDGE: Final = pt(10.0)
"""What office printers leave white along each edge, in pt."""
NUMBER: Final = 60.0
"""Size of the numbers at full scale, in pt."""
LABEL: Final = 9.0
DASHES: Final = (6.0, 4.0)


@dataclass(frozen=True, slots=True)
class Fitting:
    """How a sheet lies on office paper: page width and height and lower left corner in pt, and the scale, 1 at most."""

    width: float
    height: float
    left: float
    bottom: float
    scale: float


def fitting(leaflet: Leaflet, paper: str) -> Fitting:
    """The sheet in the middle of the paper, turned whichever way shows it larger."""
    short, long = PAPERS_PT[paper]
    wide, high = pt(leaflet.width), pt(leaflet.height)

    def scale(page: tuple[float, float]) -> float:
        return min(1.0, (page[0] - 2 * EDGE) / wide, (page[1] - 2 * EDGE) / high)

    page = max(((short, long), (long, short)), key=scale)
    own = scale(page)
    return Fitting(*page, (page[0] - wide * own) / 2, (page[1] - high * own) / 2, own)


def dummy(
    leaflet: Leaflet,
    name: str,
    titles: Mapping[int, str],
    setting: Setting,
    draw: Draw,
    words: Callable[[str], str],
    canvas: TaggedCanvas,
) -> bytes:
    """Both sides of the sheet, and a page that says in words how to fold it; `titles` are those of the panels."""
    made = _Dummy(leaflet, titles, setting, draw, words, canvas)
    made.side(back=False)
    made.side(back=True)
    made.how(name)
    return canvas.getpdfdata()


class _Dummy:
    def __init__(
        self,
        leaflet: Leaflet,
        titles: Mapping[int, str],
        setting: Setting,
        draw: Draw,
        words: Callable[[str], str],
        canvas: TaggedCanvas,
    ) -> None:
        self.leaflet, self.titles, self.setting, self.words, self.canvas = leaflet, titles, setting, words, canvas
        self.fit = fitting(leaflet, setting.paper)
        self.arranger = Arranger(setting, draw, words)

    def side(self, back: bool) -> None:
        """The outline, the numbers of the panels, and the creases with what to do there."""
        canvas, fit = self.canvas, self.fit
        canvas.setPageSize((fit.width, fit.height))
        part = Tag("Sect")
        title = self.words("dummy-back" if back else "dummy-front")
        canvas.outline(title, f"side-{back:d}", 1)
        with canvas.artifact():
            canvas.setStrokeColor(self.setting.colour("ink"))
            canvas.setLineWidth(1.0)
            size = pt(self.leaflet.width) * fit.scale, pt(self.leaflet.height) * fit.scale
            canvas.rect(fit.left, fit.bottom, *size)
        style = self.setting.style("small", "ink")
        head = TaggedParagraph(markup((Run(title),)), style, "H1")
        head.tag = Tag("H1", part)
        room = pt(self.leaflet.columns[-1 if back else 0]) * fit.scale - 12.0
        height = measured(head, room)
        head.drawOn(canvas, fit.left + 6.0, fit.bottom + size[1] - 6.0 - height)
        for place in self.leaflet.side(back):
            self._panel(place, part)
        for crease in self.leaflet.creases:
            self._crease(crease, back, part)
        canvas.showPage()

    def _panel(self, place: Place, part: Tag) -> None:
        canvas, fit = self.canvas, self.fit
        wide, high = pt(place.width) * fit.scale, pt(place.height) * fit.scale
        left = fit.left + pt(place.left) * fit.scale
        top = fit.bottom + pt(self.leaflet.height - place.top) * fit.scale
        size = NUMBER * max(0.5, fit.scale)
        text, number = Tag("P", part), str(place.number)
        with canvas.tag(text):
            canvas.setFont(fonts.BOLD, size)
            canvas.setFillColor(self.setting.colour("accent"))
            across = canvas.stringWidth(number, fonts.BOLD, size)
            canvas.drawString(left + (wide - across) / 2, top - high * 0.45, number + " ")
        title = self.arranger.text(markup((Run(self.titles[place.number]),)), "small", wide - 24.0, text, "ink")
        title.flowable.drawOn(canvas, left + 12.0, top - high * 0.45 - 14.0 - title.height)

    def _crease(self, crease: Crease, back: bool, part: Tag) -> None:
        """A solid line where the paper goes back, a dashed one where it comes forward, as seen from this side."""
        canvas, fit = self.canvas, self.fit
        x0, x1 = (self.leaflet.width - x if back else x for x in (crease.x0, crease.x1))
        ends = [
            (fit.left + pt(x) * fit.scale, fit.bottom + pt(self.leaflet.height - y) * fit.scale)
            for x, y in ((x0, crease.y0), (x1, crease.y1))
        ]
        away = crease.hill != back
        with canvas.artifact():
            canvas.setStrokeColor(self.setting.colour("ink"))
            canvas.setLineWidth(0.75)
            canvas.setDash([] if away else list(DASHES))
            canvas.line(*ends[0], *ends[1])
            canvas.setDash([])
        with canvas.tag(Tag("P", part)):
            canvas.saveState()
            canvas.setFont(fonts.REGULAR, LABEL)
            canvas.setFillColor(self.setting.colour("ink"))
            canvas.translate((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)
            canvas.rotate(90 if crease.x0 == crease.x1 else 0)
            canvas.drawCentredString(0, 3.0, self.words("crease-hill" if away else "crease-valley") + " ")
            canvas.restoreState()

    def how(self, name: str) -> None:
        """How to print, cut and fold it."""
        canvas, (wide, high) = self.canvas, self.setting.page
        canvas.setPageSize((wide, high))
        part, leaflet = Tag("Sect"), self.leaflet
        room = Room(self.setting.stock.measure, part)
        size = {"width": f"{leaflet.width:g}", "height": f"{leaflet.height:g}"}
        scaled = self.words("dummy-scaled").format(percent=f"{self.fit.scale * 100:.0f}", **size)
        first = self.words("dummy-full").format(**size) if self.fit.scale == 1 else scaled
        edge = self.words("edge-short" if self.fit.width > self.fit.height else "edge-long")
        lines = [self.words("dummy-print").format(edge=edge), self.words("dummy-cut")]
        lines += [self._said(fold) for fold in leaflet.steps]
        lines.append(self.words("dummy-check"))
        title = self.words("dummy-title").format(name=name)
        slabs = [
            *self.arranger.heading(Heading(1, title, "section", "how"), room),
            self.arranger.paragraph((Run(first),), "body", room),
            *self.arranger.heading(Heading(2, self.words("dummy-how"), "box"), room),
            *self.arranger.steps(Steps(tuple((Run(line),) for line in lines)), room),
        ]
        for item in column(slabs)[0]:
            top = high - self.setting.stock.top - item.top - item.height
            item.flowable.drawOn(canvas, self.setting.margin + item.left, top)
        canvas.showPage()

    def _said(self, fold: Fold) -> str:
        upright = fold.moving in ("left", "right")
        crease = self.words("crease-column" if upright else "crease-row").format(at=fold.at)
        way = self.words("way-over" if fold.over else "way-under")
        return self.words("dummy-step").format(part=self.words(f"part-{fold.moving}"), way=way, crease=crease)
