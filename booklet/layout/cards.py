"""Cards: one muscle or joint, pictures at the left, words at the right, always in the same order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from booklet.document import Badge, Block, Card, Heading, Picture, Run
from booklet.layout.base import Room
from booklet.layout.furniture import text_width
from booklet.layout.panel import Panel, Placed, Slab, column, stack
from booklet.layout.setter import Setter
from booklet.layout.styles import GUTTER
from booklet.layout.text import markup
from booklet.pdf.structure import Tag

CARD_RULE: Final = 2.25
PICTURE_COLUMN: Final = 172.0
TECHNIQUE_MIN: Final = 70.0
TECHNIQUE_SHARE: Final = 0.28
BODY_FIGURE_MIN: Final = 120.0
LONE_FIGURE_MIN: Final = 184.0


class CardSetter(Setter):
    """A card is never parted: two fit a page."""

    def card(self, block: Card, room: Room) -> list[Slab]:
        """One muscle or joint: pictures in the left column, words in the right, never parted."""
        tag = Tag("Sect", room.parent)
        head = self.card_head(block, Room(room.width, tag))
        body = self._card_body(block, Room(room.width, tag, close=True))
        panel = stack([head, body], room.width)
        return [Slab(panel, panel.height, before=16.0, loose=True)]

    def card_head(self, block: Card, room: Room) -> Slab:
        """The name under the rule of a card, and at the right the suspect it belongs to."""
        badge, gap = self._badge(block.badge, room.parent), 12.0
        title = self.heading(block.heading, Room(room.width - badge.width - gap, room.parent))[0]
        top = CARD_RULE + 7.0
        down = top + self.first_middle("card") - badge.height / 2
        items = [
            Placed(title.flowable, 0, top, title.height),
            Placed(badge, room.width - badge.width, down, badge.height),
        ]
        height = top + title.height
        panel = Panel(room.width, height, items, self.rule("accent", CARD_RULE, top=True))
        return Slab(panel, height, keep=True, tight=7.0)

    def _badge(self, badge: Badge, parent: Tag | None) -> Panel:
        """The number of the suspect on its square, and its name."""
        tag = Tag("P", parent)
        size = self.role("overline").size * 1.4
        label = self.text(markup((Run(badge.label),)), "overline", 200.0, tag)
        width = size + 5 + text_width(badge.label, self.role("overline"))
        sign = self.sign(badge.number, size, "accent", tag, square=True)
        height = max(size, label.height)
        middle = self.first_middle("overline")
        items = [
            Placed(sign, 0, 0, size),
            Placed(label.flowable, size + 5, size / 2 - middle, label.height),
        ]
        return Panel(width, height, items)

    def _card_body(self, block: Card, room: Room) -> Slab:
        pictures = [*block.pictures, *(part for part in block.parts if isinstance(part, Picture))]
        if not pictures:
            return self._card_of_words(block.parts, room)
        start = PICTURE_COLUMN + GUTTER
        words_room = Room(room.width - start, room.parent, close=True)
        words: list[Slab] = []
        read_before: dict[int, list[Picture]] = {}
        for part in block.parts:
            if isinstance(part, Picture):
                read_before.setdefault(len(words), []).append(part)
            else:
                words += self.block(part, words_room)
        placed, words_height = column(words, start)
        shown = self._picture_column(pictures, words_height, room.parent)
        items = [shown[id(picture)] for picture in block.pictures]
        for index, word in enumerate(placed):
            items += [shown[id(picture)] for picture in read_before.get(index, ())]
            items.append(word)
        height = max(item.top + item.height for item in items)
        return Slab(Panel(room.width, height, items), height, before=7.0)

    def _picture_column(self, pictures: Sequence[Picture], words: float, parent: Tag | None) -> dict[int, Placed]:
        """The pictures one under the other, together about as high as the words beside them."""
        room = Room(PICTURE_COLUMN, parent)
        techniques = [picture for picture in pictures if picture.size == "technique"]
        bodies = [picture for picture in pictures if picture.size == "card"]
        low = max(TECHNIQUE_MIN, words * TECHNIQUE_SHARE)
        slabs = {
            id(picture): self.picture(picture, room, None if self.stands_beside(picture) else low)
            for picture in techniques
        }
        captions = len(bodies) * (4 + 2 * self.role("caption").leading)
        taken = sum(slab.height + 7 for slab in slabs.values()) + captions + 7 * (len(bodies) - 1)
        if bodies:
            least = LONE_FIGURE_MIN if len(pictures) == 1 else BODY_FIGURE_MIN
            each = max(least, (words - taken) / len(bodies))
            slabs |= {id(picture): self.picture(picture, room, each) for picture in bodies}
        placed: dict[int, Placed] = {}
        top = 0.0
        for picture in pictures:
            slab = slabs[id(picture)]
            placed[id(picture)] = Placed(slab.flowable, 0, top, slab.height)
            top += slab.height + 7
        return placed

    def _card_of_words(self, parts: Sequence[Block], room: Room) -> Slab:
        """A card without pictures: its words in two columns of about the same height."""
        width = (room.width - GUTTER) / 2
        sides = Room(width, room.parent, close=True)
        heads = [index for index, part in enumerate(parts) if isinstance(part, Heading)]
        groups = [parts[a:b] for a, b in zip([0, *heads[1:]], [*heads[1:], len(parts)], strict=True)]
        slabs = [self.blocks(group, sides) for group in groups]
        best = min(
            range(1, len(slabs) + 1),
            key=lambda cut: max(_height(slabs[:cut]), _height(slabs[cut:])),
        )
        left, left_end = column([slab for group in slabs[:best] for slab in group])
        right, right_end = column([slab for group in slabs[best:] for slab in group], width + GUTTER)
        height = max(left_end, right_end)
        return Slab(Panel(room.width, height, [*left, *right]), height, before=7.0)


def _height(groups: Sequence[Sequence[Slab]]) -> float:
    return column([slab for group in groups for slab in group])[1]
