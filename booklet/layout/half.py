"""Arranges a booklet's half pages: one column of the sizes that a whole sheet has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from booklet.document import Block, Card, Heading, Picture, PictureSize, RedFlags, Strip
from booklet.layout.base import Room
from booklet.layout.cards import CardSetter
from booklet.layout.onecolumn import ColumnArranger
from booklet.layout.panel import Slab, column, padded
from booklet.pdf.structure import Tag

LEAD_SHARE: Final = 0.4
"""The largest part of a page that the head of a section takes above a card."""
LEAST: Final[Mapping[PictureSize, float]] = {"card": 150.0, "technique": 86.0}
"""The height in pt that a picture in a card has at least."""


class HalfArranger(ColumnArranger):
    """One column of 306 pt; a card is seen at once."""

    def red_flags(self, block: RedFlags, room: Room) -> list[Slab]:
        """One frame for each group: a page each, seen together."""
        inner = room.width - 34.0
        slabs = []
        for index, group in enumerate(block.groups):
            parts = self._flag_group(group.heading, group.urgency, group.items, inner, room.parent)
            if not index:
                parts = [self._flag_heading(block.heading, inner, room.parent), parts[0].moved(before=8.0), *parts[1:]]
            slabs.append(self.framed(parts, room.width))
        return slabs

    def strip(self, block: Strip, room: Room) -> list[Slab]:
        """Three thoughts one under the other on sand, at the foot of the page."""
        inner = Room(room.width - 28, room.parent, close=True)
        slabs: list[Slab] = []
        for cell in block.cells:
            head, text = self._cell_slabs(cell.heading, cell.text, inner)
            slabs += [head.moved(before=7.0), text]
        panel = padded(slabs, room.width, (14.0, 10.0, 14.0, 11.0), self._sand)
        return [Slab(panel, panel.height, before=12.0, foot=True)]

    def led(self, lead: list[Slab], blocks: Sequence[Block], room: Room) -> list[Slab]:
        """A short head of a section stands above its first card."""
        if blocks and isinstance(blocks[0], Card) and column(lead)[1] <= LEAD_SHARE * self.setting.depth:
            return [*self._card(blocks[0], room, lead), *self.blocks(blocks[1:], room)]
        return super().led(lead, blocks, room)

    def card(self, block: Card, room: Room) -> list[Slab]:
        """A card on one page, or else on two that face each other: its maps at the left, its steps at the right."""
        return self._card(block, room, [])

    def _card(self, block: Card, room: Room, lead: list[Slab]) -> list[Slab]:
        tag = Tag("Sect", room.parent)
        inner = Room(room.width, tag, close=True)
        head = [*lead, self.card_head(block, inner).moved(before=20.0)]
        parts = [*block.pictures, *block.parts]
        whole = self._page(head, parts, inner)
        if column(whole)[1] <= self.setting.depth:
            return whole
        for cut in (index for index in range(len(parts) - 1, 0, -1) if isinstance(parts[index], Heading)):
            verso, recto = self._page(head, parts[:cut], inner), self._page([], parts[cut:], inner)
            if max(column(verso)[1], column(recto)[1]) <= self.setting.depth:
                return [verso[0].moved(start="verso"), *verso[1:], recto[0].moved(start="page"), *recto[1:]]
        return [*head, *self.blocks(parts, inner)]

    def _page(self, head: list[Slab], parts: Sequence[Block], room: Room) -> list[Slab]:
        """What stands on one page, its pictures as large as the page has room for."""
        pictures = [part for part in parts if isinstance(part, Picture)]
        slabs = self._pictured(head, parts, room, 0.0)
        spare = self.setting.depth - column(slabs)[1]
        if pictures and spare > 0:
            slabs = self._pictured(head, parts, room, spare / len(pictures))
        return [*(slab.moved(keep=True) for slab in slabs[:-1]), slabs[-1]]

    def _pictured(self, head: list[Slab], parts: Sequence[Block], room: Room, more: float) -> list[Slab]:
        """The parts below a head, each picture `more` pt higher than it must be at least."""
        slabs = list(head)
        for part in parts:
            if isinstance(part, Picture):
                slabs.append(self.picture(part, room, LEAST[part.size] + more))
            else:
                slabs += self.block(part, room)
        return slabs

    card_head = CardSetter.card_head
