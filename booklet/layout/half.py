"""Arranges a booklet's half pages: one column of the sizes that a whole sheet has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import chain
from typing import ClassVar, Final, TypeAlias

from booklet.document import Block, Card, Columns, Heading, KeyLines, Overview, Picture, PictureSize, Section, Strip
from booklet.layout.base import Room
from booklet.layout.cards import CardSetter
from booklet.layout.onecolumn import ColumnArranger
from booklet.layout.pages import paginate
from booklet.layout.panel import Slab, beside, column, padded
from booklet.layout.styles import GUTTER
from booklet.pdf.structure import Tag

LEAD_SHARE: Final = 0.4
"""The largest part of a page that the head of a section takes above a card."""
SHARES: Final = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""What part of their greatest height figures get, the largest first, so that a part stays on one page or two."""
LEAST: Final[Mapping[PictureSize, float]] = {"card": 150.0, "technique": 86.0}
"""The height in pt that a picture in a card has at least; what its page has to spare is added."""
PAIR_LEAST: Final = 124.0
"""The same for two pictures side by side, and for one that is made for another place."""
SLICE_WIDTH: Final = 156.0
"""Width in pt of a slice beside the names of its lines."""

Row: TypeAlias = Block | tuple[Picture, Picture]
"""A part of a card, or two pictures side by side."""


class HalfArranger(ColumnArranger):
    """One column of 306 pt; a card is seen at once."""

    upright: ClassVar[float] = 0.85
    upright_share: ClassVar[float] = 0.4

    def section(self, block: Section, room: Room) -> list[Slab]:
        """A section; the back cover, and an overview that can, has its figures as large as one page lets them be.

        Where the words of the back cover leave too little room, its picture, which other pages show too, is left out.
        """
        last = block.start == "last"
        if last or any(isinstance(part, Overview) for part in block.blocks):
            for share in SHARES:
                slabs = self._shared(share)._section(block, room)
                if self._fits(slabs):
                    return slabs
        if last:
            block = replace(block, blocks=tuple(part for part in block.blocks if not isinstance(part, Picture)))
        return self._section(block, room)

    def _section(self, block: Section, room: Room) -> list[Slab]:
        """A section; on the back cover, all from its first heading on stands at the foot of the page."""
        slabs = super().section(block, room)
        if block.start == "last":
            low = next((index for index, slab in enumerate(slabs) if slab.tight is not None), 0)
            slabs[low] = slabs[low].moved(foot=True)
        return slabs

    def _shared(self, share: float) -> HalfArranger:
        """The same with figures that get this part of their greatest height."""
        smaller = copy(self)
        smaller.share = share
        return smaller

    def columns(self, block: Columns, room: Room) -> list[Slab]:
        """The first column, then the second; but lines to feel along are named beside the slice that shows them."""
        match block.right:
            case (Picture(size="slice") as picture, KeyLines() as key):
                start = SLICE_WIDTH + GUTTER
                shown = self.picture(picture, Room(SLICE_WIDTH, room.parent, room.close))
                lines = self.key_lines(key, Room(room.width - start, room.parent, room.close))
                panel = beside([(0.0, [shown]), (start, lines)], room.width)
                return [*self.blocks(block.left, room), Slab(panel, panel.height, before=9.0, loose=True)]
            case _:
                return super().columns(block, room)

    def strip(self, block: Strip, room: Room) -> list[Slab]:
        """Three thoughts one under the other on sand, at the foot of the page."""
        inner = Room(room.width - 28, room.parent, close=True)
        slabs: list[Slab] = []
        for cell in block.cells:
            head, text = self._cell_slabs(cell.heading, cell.text, inner)
            slabs += [head.moved(before=5.0), text]
        panel = padded(slabs, room.width, (14.0, 8.0, 14.0, 9.0), self._sand)
        return [Slab(panel, panel.height, before=12.0, foot=True)]

    def led(self, lead: list[Slab], blocks: Sequence[Block], room: Room) -> list[Slab]:
        """A short head of a section stands above its first card; with a part of its own it takes a spread if it can."""
        match blocks:
            case [Card() as card, *others] if _height(lead) <= LEAD_SHARE * self.setting.depth:
                return [*self._card(card, room, lead), *self.blocks(others, room)]
            case [Section() as part, *others]:
                return [*self._spread(lead, part, room), *self.blocks(others, room)]
            case _:
                return super().led(lead, blocks, room)

    def _spread(self, lead: list[Slab], part: Section, room: Room) -> list[Slab]:
        """The head of a section and a part of it, with figures as large as two facing pages let them be."""
        for share in SHARES:
            slabs = [*lead, *self._shared(share).block(part, Room(room.width, room.parent, close=True))]
            if len(paginate(slabs, room.width, self.setting.depth)) <= 2:
                return [slabs[0].moved(start="verso"), *slabs[1:]]
        return [*lead, *self.block(part, room)]

    def card(self, block: Card, room: Room) -> list[Slab]:
        """A card on one page, or else on two that face each other: its maps at the left, its steps at the right."""
        return self._card(block, room, [])

    card_head = CardSetter.card_head

    def _card(self, block: Card, room: Room, lead: list[Slab]) -> list[Slab]:
        tag = Tag("Sect", room.parent)
        inner = Room(room.width, tag, close=True)
        head = [*lead, self.card_head(block, inner).moved(before=20.0)]
        rows: list[Row] = [*block.pictures, *block.parts]
        pairs = _paired(rows)
        for arranged in (rows, pairs):
            page = self._page(head, arranged, inner)
            if self._fits(page):
                return page
        for arranged, cut in chain(((rows, cut) for cut in _cuts(rows)), ((pairs, cut) for cut in _cuts(pairs))):
            verso, recto = self._page(head, arranged[:cut], inner), self._page([], arranged[cut:], inner)
            if self._fits(verso) and self._fits(recto):
                return [verso[0].moved(start="verso"), *verso[1:], recto[0].moved(start="page"), *recto[1:]]
        return [*head, *self.blocks((*block.pictures, *block.parts), inner)]

    def _fits(self, page: Sequence[Slab]) -> bool:
        return _height(page) <= self.setting.depth

    def _page(self, head: Sequence[Slab], rows: Sequence[Row], room: Room) -> list[Slab]:
        """What stands on one page, its pictures as large as the page has room for."""
        slabs = self._set(head, rows, room, 0.0)
        pictured = sum(isinstance(row, Picture | tuple) for row in rows)
        spare = self.setting.depth - _height(slabs)
        if pictured and spare > 0:
            slabs = self._set(head, rows, room, spare / pictured)
        bound = [slab for slab in slabs if not slab.optional]
        return [*(slab.moved(keep=True) for slab in bound[:-1]), *bound[-1:], *(s for s in slabs if s.optional)]

    def _set(self, head: Sequence[Slab], rows: Sequence[Row], room: Room, more: float) -> list[Slab]:
        """The rows below a head, each picture `more` pt higher than it must be at least."""
        slabs = list(head)
        for row in rows:
            match row:
                case Picture():
                    slabs.append(self.picture(row, room, LEAST.get(row.size, PAIR_LEAST) + more))
                case (Picture() as left, Picture() as right):
                    slabs.append(self._pair(left, right, room, PAIR_LEAST + more))
                case _:
                    slabs += self.block(row, room)
        return slabs

    def _pair(self, left: Picture, right: Picture, room: Room, height: float) -> Slab:
        width = (room.width - GUTTER) / 2
        sides = Room(width, room.parent, room.close)
        first, second = (self.picture(picture, sides, height) for picture in (left, right))
        panel = beside([(0.0, [first]), (width + GUTTER, [second])], room.width)
        return Slab(panel, panel.height, before=9.0, least=4.0, loose=True)


def _height(slabs: Sequence[Slab]) -> float:
    """The height of slabs one under the other, without those that are only there if there is room."""
    return column([slab for slab in slabs if not slab.optional])[1]


def _paired(rows: Sequence[Row]) -> Sequence[Row]:
    """The same with its first two pictures side by side, if it begins with two."""
    match rows:
        case [Picture() as left, Picture() as right, *others]:
            return [(left, right), *others]
        case _:
            return rows


def _cuts(rows: Sequence[Row]) -> list[int]:
    """Where a card may be parted: before each heading in it, the last one first."""
    return [index for index in range(len(rows) - 1, 0, -1) if isinstance(rows[index], Heading)]
