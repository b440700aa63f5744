"""Arranges a whole sheet: sections, strips, columns, and the larger blocks of its first pages and cards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from booklet.document import (
    Alert,
    Blanks,
    Block,
    Card,
    Columns,
    Cover,
    Facts,
    Grid,
    Heading,
    Masthead,
    Opening,
    Overview,
    RedFlags,
    Run,
    Section,
    Spots,
    Strip,
    Table,
    Thirds,
    Trends,
    Typed,
)
from booklet.layout.base import Room
from booklet.layout.cards import CardSetter
from booklet.layout.cover import CoverSetter
from booklet.layout.grids import GridSetter
from booklet.layout.overview import OverviewSetter
from booklet.layout.panel import Panel, Placed, Slab, column
from booklet.layout.styles import GUTTER
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import Tag

CHART_COLUMN: Final = 172.0
LEFT_SHARES: Final = {"half": 0.5, "lines": 0.627, "more": 0.6}


class Arranger(GridSetter, OverviewSetter, CardSetter, CoverSetter):
    """Two columns on the measure of 504 pt."""

    def block(self, block: Block, room: Room) -> list[Slab]:
        """The slabs of one block, the larger ones included."""
        match block:
            case Section():
                return self.section(block, room)
            case Opening():
                return self.opening(block, room)
            case Cover():
                return self.cover(block, room)
            case RedFlags():
                return self.red_flags(block, room)
            case Strip():
                return self.strip(block, room)
            case Overview():
                return self.overview(block, room)
            case Card():
                return self.card(block, room)
            case Columns():
                return self.columns(block, room)
            case Thirds():
                return self.thirds(block, room)
            case _:
                return self.personal(block, room)

    def personal(self, block: Block, room: Room) -> list[Slab]:
        """The slabs of a block that only sheets about one person have, or of one that can stand in any column."""
        match block:
            case Masthead():
                return self.masthead(block, room)
            case Facts():
                return self.facts(block, room)
            case Alert():
                return self.alert(block, room)
            case Spots():
                return self.spots(block, room)
            case Trends():
                return self.trends(block, room)
            case Grid():
                return self.grid(block, room)
            case Blanks():
                return self.blanks(block, room)
            case Typed():
                return [self.typed(block.text, "body", room.width, Tag("P", room.parent)).moved(before=4.0)]
            case _:
                return super().block(block, room)

    def blocks(self, blocks: Sequence[Block], room: Room) -> list[Slab]:
        """The slabs of blocks one under the other; what introduces a table stays with it."""
        slabs: list[Slab] = []
        before: Block | None = None
        for block in blocks:
            tied = isinstance(block, Table | Grid | Trends) and not isinstance(before, Table | Grid | Trends)
            if tied and slabs:
                slabs[-1] = slabs[-1].moved(keep=True)
            slabs += self.block(block, room)
            before = block
        return slabs

    def section(self, block: Section, room: Room) -> list[Slab]:
        """A section's blocks; its first heading carries its number, and begins a page when it should."""
        tag = Tag("Sect", room.parent)
        inner = Room(room.width, tag, room.close)
        large = next((i for i, child in enumerate(block.blocks) if isinstance(child, Card | Section)), 0)
        slabs = self.blocks(block.blocks[:large], inner)
        if block.badge and isinstance(first := block.blocks[0], Heading):
            slabs[0] = self.heading(first, inner, block.badge.number)[0]
            slabs = [slab.moved(keep=True) for slab in slabs]
        slabs = self.led(slabs, block.blocks[large:], inner)
        bound = self.setting.stock.per_sheet > 1
        start = block.start if bound or block.start == "flow" else "page"
        if start != "flow" and slabs and slabs[0].start == "flow":
            slabs[0] = slabs[0].moved(start=start)
        return slabs

    def led(self, lead: list[Slab], blocks: Sequence[Block], room: Room) -> list[Slab]:
        """The head of a section, and the cards and sections in it."""
        return [*lead, *self.blocks(blocks, room)]

    def strip(self, block: Strip, room: Room) -> list[Slab]:
        """Three thoughts side by side on sand at the foot of the page."""
        width = (room.width - 28 - 2 * 14) / 3
        cells = [
            self._cell_slabs(cell.heading, cell.text, Room(width, room.parent, close=True)) for cell in block.cells
        ]
        items: list[Placed] = []
        tallest = 0.0
        for index, slabs in enumerate(cells):
            placed, height = column(slabs, 14 + index * (width + 14), 10)
            items += placed
            tallest = max(tallest, height)
        panel = Panel(room.width, tallest + 11, items, self._sand)
        return [Slab(panel, panel.height, before=12.0, foot=True, after=10.0)]

    def _cell_slabs(self, heading: str, text: tuple[Run, ...], room: Room) -> list[Slab]:
        head = self.heading(Heading(2, heading, "part"), room)
        return [*head, self.paragraph(text, "body", room).moved(before=1.0)]

    def _sand(self, canvas: TaggedCanvas, width: float, height: float) -> None:
        if self.setting.grey:
            canvas.setStrokeColor(self.setting.colour("hairline"))
            canvas.setLineWidth(0.75)
            canvas.line(0, 0, width, 0)
            canvas.line(0, height, width, height)
        else:
            canvas.setFillColor(self.setting.colour("sand"))
            canvas.rect(0, 0, width, height, stroke=0, fill=1)

    def columns(self, block: Columns, room: Room) -> list[Slab]:
        """Two columns, read one after the other."""
        left_width = CHART_COLUMN if block.split == "chart" else LEFT_SHARES[block.split] * (room.width - GUTTER)
        left = self.blocks(block.left, Room(left_width, room.parent, room.close))
        start = left_width + GUTTER
        right = self.blocks(block.right, Room(room.width - start, room.parent, room.close))
        first, left_end = column(left)
        second, right_end = column(right, start)
        height = max(left_end, right_end)
        return [Slab(Panel(room.width, height, [*first, *second]), height, before=12.0, loose=True)]

    def thirds(self, block: Thirds, room: Room) -> list[Slab]:
        """Three columns, read one after the other."""
        width = (room.width - 2 * GUTTER) / 3
        items: list[Placed] = []
        height = 0.0
        for index, blocks in enumerate(block.columns):
            slabs = self.blocks(blocks, Room(width, room.parent, close=True))
            placed, end = column(slabs, index * (width + GUTTER))
            items += placed
            height = max(height, end)
        return [Slab(Panel(room.width, height, items), height, before=12.0, loose=True)]
