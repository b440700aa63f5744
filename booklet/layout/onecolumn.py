"""Arranges pages that have one column: what stands side by side elsewhere follows one another here."""

from __future__ import annotations

from typing import ClassVar, Final

from booklet.document import Card, Columns, Overview, RedFlags, Thirds
from booklet.layout.arranger import Arranger
from booklet.layout.base import Room
from booklet.layout.cards import CARD_RULE
from booklet.layout.panel import Panel, Placed, Slab
from booklet.pdf.structure import Tag

COLUMN_GAP: Final = 16.0
"""Before what was a column of its own, in pt."""


class ColumnArranger(Arranger):
    """One column, in the order of the document."""

    aside_gap: ClassVar[str] = "<br/>"

    def red_flags(self, block: RedFlags, room: Room) -> list[Slab]:
        """One framed box for each group, so that each fits a page."""
        inner = room.width - 34.0
        slabs = []
        for index, group in enumerate(block.groups):
            parts = self._flag_group(group.heading, group.urgency, group.items, inner, room.parent)
            if not index and block.heading:
                parts = [self._flag_heading(block.heading, inner, room.parent), parts[0].moved(before=8.0), *parts[1:]]
            slabs.append(self.framed(parts, room.width))
        return slabs

    def columns(self, block: Columns, room: Room) -> list[Slab]:
        """The first column, then the second."""
        return [*self.blocks(block.left, room), *self.blocks(block.right, room)]

    def thirds(self, block: Thirds, room: Room) -> list[Slab]:
        """The three columns one under the other."""
        columns = [self.blocks(blocks, room) for blocks in block.columns]
        return [slab for first, *others in columns for slab in (first.moved(before=COLUMN_GAP), *others)]

    def overview(self, block: Overview, room: Room) -> list[Slab]:
        """The body on a page, then the list."""
        picture = self.picture(block.picture, room)
        return [picture, *self._suspect_rows(block.rows, room.width, room.parent)]

    def card(self, block: Card, room: Room) -> list[Slab]:
        """The parts of a card as they come, each picture where it is read."""
        tag = Tag("Sect", room.parent)
        inner = Room(room.width, tag)
        slabs = [self.card_head(block, inner).moved(before=24.0)]
        for picture in block.pictures:
            slabs.append(self.picture(picture, inner))
        slabs[0] = slabs[0].moved(keep=True)
        return [*slabs, *self.blocks(block.parts, inner)]

    def card_head(self, block: Card, room: Room) -> Slab:
        """The name under the rule of a card."""
        title = self.heading(block.heading, room)[0]
        panel = Panel(
            room.width,
            title.height + 9,
            [Placed(title.flowable, 0, 9, title.height)],
            self.rule("accent", CARD_RULE, top=True),
        )
        return Slab(panel, panel.height, keep=True, tight=9.0)
