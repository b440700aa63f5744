"""What a sheet about one person has of its own: whose it is, the alert, the spots, and how they have changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from booklet.document import (
    Alert,
    Fact,
    Facts,
    Heading,
    Labelled,
    Masthead,
    Run,
    Spot,
    Spots,
    Tick,
    Trend,
    Trends,
    rated,
)
from booklet.layout import marks
from booklet.layout.base import Ornament, Room
from booklet.layout.furniture import text_width
from booklet.layout.icons import icon
from booklet.layout.opening import OpeningSetter
from booklet.layout.panel import Panel, Placed, Slab, column
from booklet.layout.text import markup
from booklet.palette import INKS
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.flowables import FigureFlowable
from booklet.pdf.structure import Tag
from booklet.pdf.typed import typed_width

LIST_RULE: Final = 2.25
SPOT_PAD: Final = 7.0
ADVICE_WIDTH: Final = 112.0
TICK_WIDTH: Final = 74.0
SPOT_GAP: Final = 10.0
BRAND_WIDTH: Final = 170.0
FACT_SHARES: Final = {3: (1.25, 0.8, 1.1), 4: (1.3, 0.9, 0.9, 1.1), 5: (1.3, 0.85, 0.85, 1.1, 1.1)}
"""How facts share the width, by their number."""
FACT_GAP: Final = 16.0
MOST_FACT_LINES: Final = 2
"""Lines beyond which a fact gets a row of its own, about."""
TREND_CHART: Final = (96.0, 34.0)
"""Width and height of a trend's chart in pt."""
WHOLE_TRENDS: Final = 9
"""A table of up to this many rows, its heads included, is not parted."""
LARGE_TREND_CHART: Final = (150.0, 60.0)


class PersonSetter(OpeningSetter):
    """Sheets made for one person."""

    def masthead(self, block: Masthead, room: Room) -> list[Slab]:
        """Overline and title at the left, the clinic at the right; in large print the clinic stands above."""
        beside = block.brand is not None and not self.setting.large
        width = room.width - BRAND_WIDTH - 16 if beside else room.width
        words = [self.overline(block.overline, width, room.parent)]
        title = self.text(markup((Run(block.title),)), "sheet-title", width, Tag("Title", room.parent))
        words.append(title.moved(before=6.0))
        items, height = column(words)
        if block.brand and beside:
            lines = (block.brand.name, *block.brand.lines)
            text = " ".join(f"<b>{line}</b><br/>" if not i else f"{line}<br/>" for i, line in enumerate(_safe(lines)))
            style = self.setting.style("small").clone("brand", alignment=2)
            brand = self.styled(text.removesuffix("<br/>"), style, BRAND_WIDTH, Tag("P", room.parent))
            top = 0.0
            if self.setting.logo:
                logo = self.logo(self.setting.logo, block.brand.name, room.parent)
                items.append(Placed(logo, room.width - logo.width, 0, logo.height))
                top = logo.height + 4
            items.append(Placed(brand.flowable, room.width - BRAND_WIDTH, top, brand.height))
            height = max(height, top + brand.height)
        slab = Slab(Panel(room.width, height, items), height, keep=True)
        return [self.brand(block.brand, room).moved(keep=True), slab] if block.brand and not beside else [slab]

    def facts(self, block: Facts, room: Room) -> list[Slab]:
        """Label and value of each fact over a line, side by side; one under the other in large print.

        A long one has a row of its own.
        """
        widths = self._fact_widths(len(block.items), room.width)
        alone: list[Fact] | None = None
        role = self.role("fact")
        rows: list[list[Fact]] = []
        for fact, width in zip(block.items, widths, strict=True):
            wide = self.setting.large or typed_width(fact.value, role.font, role.size) > MOST_FACT_LINES * width
            if wide or not rows or rows[-1] == alone:
                rows.append([])
            rows[-1].append(fact)
            alone = [fact] if wide else None
        slabs = [self._fact_row(row, room) for row in rows]
        return [slabs[0].moved(before=12.0), *(slab.moved(before=8.0) for slab in slabs[1:])]

    def _fact_widths(self, count: int, width: float) -> list[float]:
        shares = FACT_SHARES.get(count, (1.0,) * count)
        unit = (width - FACT_GAP * (count - 1)) / sum(shares)
        return [unit * share for share in shares]

    def _fact_row(self, row: Sequence[Fact], room: Room) -> Slab:
        items, left, tallest = [], 0.0, 0.0
        widths = self._fact_widths(len(row), room.width)
        for fact, width in zip(row, widths, strict=True):
            label = self.text(markup((Run(fact.label),)), "small", width, Tag("P", room.parent))
            line = self.role("fact").leading
            blank = Slab(Panel(width, line, []), line)
            value = self.typed(fact.value, "fact", width, Tag("P", room.parent)) if fact.value else blank
            placed, height = column([label, value])
            panel = Panel(width, height + 3, placed)
            items.append(Placed(panel, left, 0, panel.height))
            left, tallest = left + width + FACT_GAP, max(tallest, panel.height)
        return self._lined(items, tallest, widths)

    def _lined(self, items: Sequence[Placed], height: float, widths: Sequence[float]) -> Slab:
        """Items over writing lines of these widths."""
        colour = self.setting.colour("form")

        def lines(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setFillColor(colour)
            left = 0.0
            for each in widths:
                canvas.rect(left, 0, each, 0.75, stroke=0, fill=1)
                left += each + FACT_GAP

        total = sum(widths) + FACT_GAP * (len(widths) - 1)
        return Slab(Panel(total, height, items, lines), height, loose=True)

    def alert(self, block: Alert, room: Room) -> list[Slab]:
        """What must be read before anything is pressed, in the red frame."""
        size = self.role("part").size * 1.6
        inner = room.width - 34.0
        head = self.heading(
            Heading(1, block.heading, "part", "alert"), Room(inner - size - 8, room.parent), colour="red"
        )
        red, white = self.setting.colours["red"], self.setting.colours["white"]
        middle = self.first_middle("part")
        items = [
            Placed(Ornament(icon("octagon", size, red, white)), 0, 0, 0),
            Placed(head[0].flowable, size + 8, size / 2 - middle, head[0].height),
        ]
        line = Slab(Panel(inner, size, items), size)
        text = self.paragraph(block.text, "body", Room(inner, room.parent, close=True)).moved(before=3.0)
        return [self.framed([line, text], room.width, 8.0)]

    def spots(self, block: Spots, room: Room) -> list[Slab]:
        """One row a spot, never parted, under a rule in the accent colour."""
        parts = Tag("L", room.parent, attrs={"List": {"ListNumbering": "/Decimal"}})
        slabs = [self._spot(spot, room.width, Tag("LI", parts), index) for index, spot in enumerate(block.items)]
        end = Slab(Panel(room.width, 0.75, [], self.rule("hairline", 0.75)), 0.75)
        if slabs:
            slabs[-1] = slabs[-1].moved(keep=True)
        return [*slabs, end]

    def _spot(self, spot: Spot, width: float, item: Tag, index: int) -> Slab:
        size = self.role("row").size * 1.43
        hang = size + SPOT_GAP
        top = SPOT_PAD + (LIST_RULE if index == 0 else 0.75)
        ink = INKS[spot.colour]
        tone = self.setting.tone
        number = self.sign(spot.number, size, ink.dark, Tag("Lbl", item), square=False, hollow=spot.alone)
        cross = Ornament(marks.cross(size * 0.75, tone(ink.fill), self.setting.colours["white"]))
        middle = top + self.first_middle("row")
        body = Tag("LBody", item)
        items = [
            Placed(number, 0, middle - size / 2, size),
            Placed(cross, size * 0.125, middle + size / 2 + 4, 0),
        ]
        aside = not self.setting.large and bool(spot.advice or spot.ticks)
        words_width = width - hang - (ADVICE_WIDTH + TICK_WIDTH + 2 * SPOT_GAP if aside else 0.0)
        placed, height = column(self._spot_words(spot, words_width, body), hang, top)
        items += placed
        if aside:
            left = hang + words_width + SPOT_GAP
            advice, end = column(self._advice(spot.advice, ADVICE_WIDTH, body), left, top + 1)
            ticks, last = column(self._ticks(spot, TICK_WIDTH, body), left + ADVICE_WIDTH + SPOT_GAP, top + 1)
            items += [*advice, *ticks]
            height = max(height, end, last)
        else:
            below = [*self._advice(spot.advice, words_width, body), *self._ticks(spot, words_width, body)]
            placed, height = column([Slab(Panel(0, 0, []), 0.0), *below], hang, height)
            items += placed
        height = max(height, middle + size * 1.25 + 4) + SPOT_PAD
        rule = self.rule("accent", LIST_RULE, top=True) if index == 0 else self.rule("hairline", 0.75, top=True)
        return Slab(Panel(width, height, items, rule), height, before=4.0 if index == 0 else 0.0, loose=index > 0)

    def _spot_words(self, spot: Spot, width: float, body: Tag) -> list[Slab]:
        slabs = [self._spot_name(spot, width, body)]
        if spot.reason:
            slabs.append(self.text(markup((Run(spot.reason),)), "why", width, Tag("P", body)).moved(before=1.0))
        cares = " ".join(self.run_in(care.label, (Run(care.text),), "amber") for care in spot.cares)
        how = f"{markup((Run(spot.how),), tie=not cares)} {cares}".strip()
        slabs.append(self.text(how, "close", width, Tag("P", body)).moved(before=2.0))
        return slabs

    def _spot_name(self, spot: Spot, width: float, body: Tag) -> Slab:
        """The name, and the side in a frame behind it: on the same line where there is room."""
        role, chip = self.role("row"), self.role("chip")
        side_width = text_width(spot.side, chip) + 9
        name_width = text_width(spot.name, role)
        tag = Tag("P", body)
        inline = name_width + 8 + side_width <= width
        name = self.text(markup((Run(spot.name),), tie=False), "row", width, tag)
        side = self.text(markup((Run(spot.side),)), "chip", side_width, Tag("P", body))
        line = self.first_middle("row")
        left = name_width + 8 if inline else 0.0
        down = line - self.first_middle("chip") if inline else name.height + 2
        frame = Ornament(marks.chip(side_width, chip.leading, self.setting.colours["ink"]))
        items = [
            Placed(name.flowable, 0, 0, name.height),
            Placed(frame, left, down + 0.4, 0),
            Placed(side.flowable, left + 4.5, down, side.height),
        ]
        height = name.height if inline else name.height + 4 + side.height
        return Slab(Panel(width, height, items), height)

    def _advice(self, advice: Sequence[Labelled], width: float, body: Tag) -> list[Slab]:
        slabs = []
        for item in advice:
            text = self.run_in(item.label, (Run(item.text),), "accent")
            slabs.append(self.text(text, "close", width, Tag("P", body)).moved(before=3.0))
        return slabs

    def _ticks(self, spot: Spot, width: float, body: Tag) -> list[Slab]:
        lead = f"{spot.number} {spot.name}"
        return [self.ticked(tick, width, body, f"{lead}: {tick.label}").moved(before=3.5) for tick in spot.ticks]

    def ticked(self, tick: Tick, width: float, parent: Tag, tooltip: str = "") -> Slab:
        """A box to tick and its words."""
        role = self.role("close")
        size = role.size * 1.08
        middle = self.first_middle("close")
        box = self.box(tick.name, tooltip or tick.label, size, parent, (0.0, middle - size / 2))
        text = self.text(markup((Run(tick.label),), tie=False), "close", width - size - 6, Tag("P", parent))
        items = [box, Placed(text.flowable, size + 6, 0, text.height)]
        return Slab(Panel(width, text.height, items), text.height)

    def trends(self, block: Trends, room: Room) -> list[Slab]:
        """A row a spot: its rating at each visit, the change, and a chart of both."""
        wide, high = LARGE_TREND_CHART if self.setting.large else TREND_CHART
        table = Tag("Table", room.parent)
        change = 80.0 if not self.setting.large else 120.0
        dated = 52.0 if not self.setting.large else 74.0
        if self.setting.large:  # one column: the dates give way to the chart, which has the numbers on it
            widths = [room.width - change - wide - 24, change, wide + 24]
            heads = [block.spot, block.change, block.chart]
        else:
            first = room.width - dated * len(block.dates) - change - wide - 12
            widths = [first, *(dated for _ in block.dates), change, wide + 12]
            heads = [block.spot, *block.dates, block.change, block.chart]
        head = Tag("TR", Tag("THead", table))
        scope = {"Table": {"Scope": "/Column"}}
        cells = [
            self.text(markup((Run(text),), tie=False), "close-part", width - 8, Tag("P", Tag("TH", head, attrs=scope)))
            for text, width in zip(heads, widths, strict=True)
        ]
        slabs = [self._table_row(cells, widths, room.width, "accent", 1.5).moved(before=8.0, keep=True)]
        rows = Tag("TBody", table)
        for trend in block.rows:
            slabs.append(self._trend(trend, widths, Tag("TR", rows), (wide, high), room.width, block))
        if len(slabs) <= WHOLE_TRENDS:
            return [*(slab.moved(keep=True) for slab in slabs[:-1]), slabs[-1]]
        return slabs

    def _trend(
        self, trend: Trend, widths: Sequence[float], row: Tag, size: tuple[float, float], width: float, block: Trends
    ) -> Slab:
        name = Tag("P", Tag("TH", row, attrs={"Table": {"Scope": "/Row"}}))
        label = f"{trend.number}. " if trend.number else ""
        text = markup((Run(f"{label}{trend.name}", strong=True), Run(f", {trend.side}")), tie=False)
        cells = [self.text(text, "close", widths[0] - 8, name)]
        if not self.setting.large:
            for value, each in zip(trend.values, widths[1:], strict=False):
                shown = "–" if value is None else str(value)
                cells.append(self.text(shown, "close", each - 8, Tag("P", Tag("TD", row))))
        cells.append(self.text(markup((Run(trend.change),)), "close", widths[-2] - 8, Tag("P", Tag("TD", row))))
        drawing = marks.trend(size, trend.values, self.setting.colours, self.setting.label_pt, rated(block, trend))
        figure = FigureFlowable(drawing, parent=Tag("TD", row))
        figure.wrap(size[0], size[1])
        cells.append(Slab(figure, size[1]))
        return self._table_row(cells, widths, width, "form", 0.75)

    def _table_row(
        self, cells: Sequence[Slab], widths: Sequence[float], width: float, rule: str, weight: float
    ) -> Slab:
        height = max(cell.height for cell in cells) + 10
        items, left = [], 0.0
        for cell, each in zip(cells, widths, strict=True):
            items.append(Placed(cell.flowable, left, 5, cell.height))
            left += each
        return Slab(Panel(width, height, items, self.rule(rule, weight)), height)


def _safe(lines: Sequence[str]) -> list[str]:
    return [markup((Run(line),), tie=False) for line in lines]
