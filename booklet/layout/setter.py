"""Sets blocks: each kind of block becomes measured slabs for a column, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from booklet.document import (
    Block,
    Bullets,
    Group,
    Heading,
    KeyLines,
    Notice,
    Paragraph,
    Picture,
    Steps,
    Table,
    Way,
    Zones,
)
from booklet.layout.base import Room
from booklet.layout.lists import ListSetter
from booklet.layout.notices import NoticeSetter
from booklet.layout.panel import Slab, beside, column, stack
from booklet.layout.tables import TableSetter

UPRIGHT_HEIGHT: Final = 128.0


class Setter(ListSetter, NoticeSetter, TableSetter):
    """The blocks that can stand in any column."""

    upright_share: ClassVar[float] = 0.32
    """The part of the column that an upright drawing takes beside the words."""

    def blocks(self, blocks: Sequence[Block], room: Room) -> list[Slab]:
        """The slabs of blocks that stand one under the other."""
        return [slab for block in blocks for slab in self.block(block, room)]

    def block(self, block: Block, room: Room) -> list[Slab]:
        """The slabs of one block."""
        match block:
            case Paragraph():
                return [self.paragraph(block.runs, block.look, room)]
            case Heading():
                return self.heading(block, room)
            case Bullets():
                return self.bullets(block, room)
            case Steps():
                return self.steps(block, room)
            case Picture():
                return [self.picture(block, room)]
            case Zones():
                return self.zones(block, room)
            case KeyLines():
                return self.key_lines(block, room)
            case Notice():
                return [self.notice(block, room)]
            case Table():
                return self.table(block, room)
            case Way():
                return self.way(block, room)
            case Group():
                slabs = self.blocks(block.blocks, room)
                return [*(slab.moved(keep=True) for slab in slabs[:-1]), slabs[-1]]
            case _:
                raise TypeError(f"{type(block).__name__} cannot stand inside another block")

    def way(self, block: Way, room: Room) -> list[Slab]:
        """A way to do something; an upright drawing stands beside the words where room is short, others above them."""
        room = Room(room.width, room.parent, close=True)
        words = [*self.heading(block.heading, room), *self.steps(block.steps, room)]
        if block.picture is None:
            return [_as_one(words, room.width)]
        if block.picture.size != "way" or not self.stands_beside(block.picture):
            head = self.heading(block.heading, room)
            picture = self.picture(block.picture, room)
            return [_as_one([*head, picture, *self.steps(block.steps, room)], room.width)]
        narrow = room.width * self.upright_share
        beside_it = Room(room.width - narrow - 14, room.parent, room.close)
        words = [*self.heading(block.heading, beside_it), *self.steps(block.steps, beside_it)]
        picture = self.picture(block.picture, Room(narrow, room.parent, room.close), UPRIGHT_HEIGHT)
        panel = beside([(narrow + 14, words[:1]), (0, [picture])], room.width)
        steps, end = column(words[1:], narrow + 14, words[0].height + words[1].before)
        panel.items += steps
        panel.height = max(panel.height, end)
        return [Slab(panel, panel.height, before=12.0)]


def _as_one(slabs: list[Slab], width: float) -> Slab:
    """Slabs that are never parted."""
    panel = stack(slabs, width)
    return Slab(panel, panel.height, before=slabs[0].before)
