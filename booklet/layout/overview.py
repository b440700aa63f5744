"""The overview: the body with its numbers, and the suspects in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from booklet.document import Overview, Run, SuspectRow
from booklet.layout import marks
from booklet.layout.base import Ornament, Room
from booklet.layout.furniture import PageNumber
from booklet.layout.panel import Panel, Placed, Slab, column
from booklet.layout.setter import Setter
from booklet.layout.styles import GUTTER
from booklet.layout.text import markup
from booklet.pdf.structure import Tag

OVERVIEW_COLUMN: Final = 218.0


class OverviewSetter(Setter):
    """Where to look first."""

    def overview(self, block: Overview, room: Room) -> list[Slab]:
        """The body with its numbers at the left, the suspects in the same order at the right."""
        start = OVERVIEW_COLUMN + GUTTER
        rows = self._suspect_rows(block.rows, room.width - start, room.parent)
        placed, height = column(rows, start)
        picture = self.picture(block.picture, Room(OVERVIEW_COLUMN, room.parent))
        items = [Placed(picture.flowable, 0, 0, picture.height), *placed]
        height = max(height, picture.height)
        return [Slab(Panel(room.width, height, items), height, before=14.0)]

    def _suspect_rows(self, rows: Sequence[SuspectRow], width: float, parent: Tag | None) -> list[Slab]:
        parts = Tag("L", parent, attrs={"List": {"ListNumbering": "/Decimal"}})
        slabs = [self._suspect_row(row, width, Tag("LI", parts)) for row in rows]
        end = Slab(Panel(width, 0.75, [], self.rule("hairline", 0.75)), 0.75)
        return [*slabs, end]

    def _suspect_row(self, row: SuspectRow, width: float, item: Tag) -> Slab:
        size, box = self.role("row").size * 1.28, self.role("body").size * 1.08
        hang = size * 1.55
        body = Tag("LBody", item)
        inner = width - hang - box - 14
        middle = 10.0 + self.first_middle("row")
        number = self.sign(row.number, size, "accent", Tag("Lbl", item), square=True)
        link = f'<a href="#{row.target}">{markup((Run(row.heading),))}</a>'
        muted = self.setting.colours["muted"]
        page = PageNumber(row.target, self.words("page"), self.role("label"), muted, Tag("P", body))
        head = self.text(link, "row", inner - page.width, Tag("P", body))
        items = [
            Placed(number, 0, middle - size / 2, size),
            Placed(head.flowable, hang, 10, head.height),
            Placed(page, hang + inner - page.width, middle - page.height / 2, page.height),
        ]
        inset = 98.0 if row.picture else 0.0
        text_width = inner - inset - (10 if inset else 0)
        text = self.text(markup(row.text), "close", text_width, Tag("P", body))
        items.append(Placed(text.flowable, hang, 10 + head.height, text.height))
        height = 10 + head.height + text.height + 11
        if row.picture:
            picture = self.picture(row.picture, Room(inset, body))
            items.append(Placed(picture.flowable, hang + inner - inset, 12 + head.height, picture.height))
            height = max(height, 12 + head.height + picture.height + 10)
        tick = Ornament(marks.tick_box(box, self.setting.colours["form"]))
        items.append(Placed(tick, width - box, middle - box / 2, 0))
        return Slab(Panel(width, height, items, self.rule("hairline", 0.75, top=True)), height, loose=True)
