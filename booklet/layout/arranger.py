"""Arranges the larger blocks of a sheet: title, red flags, overview, cards, columns.

`Arranger` sets two columns, `LargeArranger` one. Both paint in reading order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from booklet.document import (
    Badge,
    Block,
    Brand,
    Bullets,
    Card,
    Columns,
    Heading,
    Opening,
    Overview,
    Picture,
    RedFlags,
    Run,
    Section,
    Strip,
    SuspectRow,
    Table,
)
from booklet.layout import marks
from booklet.layout.furniture import PageNumber, text_width
from booklet.layout.icons import icon
from booklet.layout.panel import Panel, Placed, Slab, column, padded, stack
from booklet.layout.setter import Ornament, Room, Setter
from booklet.layout.text import markup
from booklet.palette import INKS
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import Tag

GUTTER: Final = 16.0
PICTURE_COLUMN: Final = 172.0
OVERVIEW_COLUMN: Final = 218.0
LEFT_SHARES: Final = {"half": 0.5, "lines": 0.627, "more": 0.6}
HERO_COLUMN: Final = 196.0
HERO_MIN: Final = 180.0
LOCATOR_WIDTH: Final = 58.0
LOGO_WIDTH: Final = 110.0
LOGO_HEIGHT: Final = 28.0
FLAG_ICONS: Final = {"emergency": "phone", "urgent": "calendar", "routine": "calendar"}


class Arranger(Setter):
    """Two columns on the measure of 504 pt."""

    def blocks(self, blocks: Sequence[Block], room: Room) -> list[Slab]:
        """The slabs of blocks one under the other; what introduces a table stays with it."""
        slabs: list[Slab] = []
        for block in blocks:
            if isinstance(block, Table) and slabs:
                slabs[-1] = slabs[-1].moved(keep=True)
            slabs += self.block(block, room)
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
        slabs += self.blocks(block.blocks[large:], inner)
        if block.start == "page" and slabs:
            slabs[0] = slabs[0].moved(start=True)
        return slabs

    def block(self, block: Block, room: Room) -> list[Slab]:
        """The slabs of one block, the larger ones included."""
        match block:
            case Section():
                return self.section(block, room)
            case Opening():
                return self.opening(block, room)
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
            case _:
                return super().block(block, room)

    # Title

    def brand(self, brand: Brand, room: Room) -> Slab:
        """The clinic's logo, name and address in a line above a hairline."""
        items: list[Placed] = []
        left = high = 0.0
        if self.setting.logo:
            from booklet.layout.logo import Logo  # its libraries take a while to import, and few sheets need them

            logo = Logo(self.setting.logo, brand.name, LOGO_WIDTH, LOGO_HEIGHT, self.setting.grey, room.parent)
            items.append(Placed(logo, 0, 0, logo.height))
            left, high = logo.width + 10, logo.height
        words = (Run(brand.name, strong=True), *(Run(f" \u00b7 {line}") for line in brand.lines))
        text = self.text(markup(words), "small", room.width - left, Tag("P", room.parent), "ink")
        items.append(Placed(text.flowable, left, max(0.0, (high - text.height) / 2), text.height))
        height = max(high, text.height) + 6
        hairline = self.setting.colour("hairline")

        def rule(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setStrokeColor(hairline)
            canvas.setLineWidth(0.75)
            canvas.line(0, 0, width, 0)

        return Slab(Panel(room.width, height, items, rule), height)

    def opening(self, block: Opening, room: Room) -> list[Slab]:
        """Title, main message and intro at the left; at the right the picture that says the same."""
        words_width = room.width - HERO_COLUMN - LOCATOR_WIDTH - 8
        words = self._title_words(block, words_width, room.parent)
        items, height = column(words)
        if block.picture:
            left = room.width - HERO_COLUMN
            most = max(HERO_MIN, height - self.role("caption").leading - 4) if block.brand else None
            picture = self.picture(block.picture, Room(HERO_COLUMN, room.parent), most)
            items.append(Placed(picture.flowable, left, 0, picture.height))
            height = max(height, picture.height)
            if block.picture.locator:
                locator = self.draw(block.picture.locator, self.frame(LOCATOR_WIDTH, 140.0, (), fill=False))
                items.append(Placed(Ornament(locator), left - LOCATOR_WIDTH - 6, 52, 0))
        slabs = [Slab(Panel(room.width, height, items), height, before=14.0)]
        return [self.brand(block.brand, room), *slabs] if block.brand else slabs

    def _title_words(self, block: Opening, width: float, parent: Tag | None) -> list[Slab]:
        size = self.role("overline").size * 1.55
        colour = self.setting.tone(INKS["red"].dark)
        over = self.text(markup((Run(block.overline),)), "overline", width - size - 6, Tag("P", parent))
        ripple = Ornament(icon("ripple", size, colour, self.setting.colours["white"]))
        down = self.first_middle("overline") - size / 2
        line = Panel(width, over.height, [Placed(ripple, 0, down, 0), Placed(over.flowable, size + 6, 0, over.height)])
        room = Room(width, parent)
        return [
            Slab(line, over.height),
            self.text(markup((Run(block.title),)), "title", width, Tag("Title", parent)).moved(before=11.0),
            self.paragraph((Run(block.message),), "message", room).moved(before=12.0),
            self.paragraph((Run(block.intro),), "body", room).moved(before=10.0),
        ]

    # Red flags

    def red_flags(self, block: RedFlags, room: Room) -> list[Slab]:
        """The framed box, its groups side by side."""
        inner = room.width - 34.0
        head = self._flag_heading(block.heading, inner, room.parent)
        columns = []
        widths = (inner * 0.49, inner * 0.51)
        left, tallest = 0.0, 0.0
        for group, width in zip(block.groups, widths, strict=True):
            slabs = self._flag_group(group.heading, group.urgency, group.items, width - 6, room.parent)
            placed, height = column(slabs, left)
            columns += placed
            tallest = max(tallest, height)
            left += width
        body = Slab(Panel(inner, tallest, columns), tallest, before=10.0)
        return [self._framed([head, body], room.width)]

    def _flag_heading(self, text: str, width: float, parent: Tag | None) -> Slab:
        size = self.role("box").size * 1.45
        room = Room(width - size - 10, parent)
        slab = self.heading(Heading(1, text, "box", "red-flags"), room, colour="red")[0]
        sign = Ornament(icon("octagon", size, self.setting.colours["red"], self.setting.colours["white"]))
        down = max(0.0, size / 2 - self.first_middle("box"))
        items = [Placed(sign, 0, 0, 0), Placed(slab.flowable, size + 10, down, slab.height)]
        height = max(size, down + slab.height)
        return Slab(Panel(width, height, items), height)

    def _flag_group(
        self, heading: str, urgency: str, items: Sequence[tuple[Run, ...]], width: float, parent: Tag | None
    ) -> list[Slab]:
        size = self.role("part").size * 1.1
        head = self.text(markup((Run(heading),)), "part", width - size - 5, Tag("H2", parent), "red")
        sign = icon(FLAG_ICONS[urgency], size, self.setting.colours["red"], self.setting.colours["white"])
        down = self.first_middle("part") - size / 2
        line = Panel(
            width, head.height, [Placed(Ornament(sign), 0, down, 0), Placed(head.flowable, size + 5, 0, head.height)]
        )
        return [Slab(line, head.height, keep=True), *self.bullets(Bullets(tuple(items)), Room(width, parent), "red")]

    def _framed(self, slabs: list[Slab], width: float) -> Slab:
        red = self.setting.colour("red")

        def frame(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setStrokeColor(red)
            canvas.setFillColor(red)
            canvas.setLineWidth(1.5)
            canvas.rect(0.75, 0.75, width - 1.5, height - 1.5)
            canvas.rect(0, 0, 6, height, stroke=0, fill=1)

        panel = padded(slabs, width, (20.0, 12.0, 14.0, 12.0), frame)
        return Slab(panel, panel.height, before=12.0, loose=True)

    # Strips and columns

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
        left_width = LEFT_SHARES[block.split] * (room.width - GUTTER)
        left = self.blocks(block.left, Room(left_width, room.parent, room.close))
        start = left_width + GUTTER
        right = self.blocks(block.right, Room(room.width - start, room.parent, room.close))
        first, left_end = column(left)
        second, right_end = column(right, start)
        height = max(left_end, right_end)
        return [Slab(Panel(room.width, height, [*first, *second]), height, before=12.0, loose=True)]

    # Overview

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
        end = Slab(Panel(width, 0.75, [], self._hairline), 0.75)
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
        page = PageNumber(row.target, self.words("page"), self.role("small"), muted, Tag("P", body))
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
        return Slab(Panel(width, height, items, self._hairline_above), height, loose=True)

    def _hairline(self, canvas: TaggedCanvas, width: float, height: float) -> None:
        canvas.setStrokeColor(self.setting.colour("hairline"))
        canvas.setLineWidth(0.75)
        canvas.line(0, height / 2, width, height / 2)

    def _hairline_above(self, canvas: TaggedCanvas, width: float, height: float) -> None:
        canvas.setStrokeColor(self.setting.colour("hairline"))
        canvas.setLineWidth(0.75)
        canvas.line(0, height, width, height)

    # Cards

    def card(self, block: Card, room: Room) -> list[Slab]:
        """One muscle or joint: pictures in the left column, words in the right, never parted."""
        tag = Tag("Sect", room.parent)
        head = self._card_head(block, Room(room.width, tag))
        body = self._card_body(block, Room(room.width, tag, close=True))
        panel = stack([head, body], room.width)
        return [Slab(panel, panel.height, before=16.0, loose=True)]

    def _card_head(self, block: Card, room: Room) -> Slab:
        badge, gap = self._badge(block.badge, room.parent), 12.0
        title = self.heading(block.heading, Room(room.width - badge.width - gap, room.parent))[0]
        top = 2.25 + 7.0
        down = top + self.first_middle("card") - badge.height / 2
        items = [
            Placed(title.flowable, 0, top, title.height),
            Placed(badge, room.width - badge.width, down, badge.height),
        ]
        accent = self.setting.colour("accent")

        def rule(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setFillColor(accent)
            canvas.rect(0, height - 2.25, width, 2.25, stroke=0, fill=1)

        height = top + title.height
        return Slab(Panel(room.width, height, items, rule), height, keep=True, tight=7.0)

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
        read_after: dict[int, Picture] = {}
        for part in block.parts:
            if isinstance(part, Picture):
                read_after[len(words)] = part
            else:
                words += self.block(part, words_room)
        placed, words_height = column(words, start)
        shown = self._picture_column(pictures, words_height, room.parent)
        items = [shown[id(picture)] for picture in block.pictures]
        for index, word in enumerate(placed):
            if index in read_after:
                items.append(shown[id(read_after[index])])
            items.append(word)
        height = max(item.top + item.height for item in items)
        return Slab(Panel(room.width, height, items), height, before=7.0)

    def _picture_column(self, pictures: Sequence[Picture], words: float, parent: Tag | None) -> dict[int, Placed]:
        """The pictures one under the other, together about as high as the words beside them."""
        room = Room(PICTURE_COLUMN, parent)
        techniques = [picture for picture in pictures if picture.size == "technique"]
        bodies = [picture for picture in pictures if picture.size == "card"]
        slabs = {id(picture): self.picture(picture, room) for picture in techniques}
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


BODY_FIGURE_MIN: Final = 120.0
LONE_FIGURE_MIN: Final = 184.0


class LargeArranger(Arranger):
    """One column, everything at 18 pt or more."""

    def opening(self, block: Opening, room: Room) -> list[Slab]:
        """The words alone, above the red flags."""
        words = self._title_words(block, room.width, room.parent)
        return [self.brand(block.brand, room), *words] if block.brand else words

    def section(self, block: Section, room: Room) -> list[Slab]:
        """Sections follow each other without a new page: large print needs enough pages as it is."""
        return super().section(replace(block, start="flow"), room)

    def red_flags(self, block: RedFlags, room: Room) -> list[Slab]:
        """One framed box for each group, so that each fits a page."""
        inner = room.width - 34.0
        slabs = []
        for index, group in enumerate(block.groups):
            parts = self._flag_group(group.heading, group.urgency, group.items, inner, room.parent)
            if not index:
                parts = [self._flag_heading(block.heading, inner, room.parent), parts[0].moved(before=8.0), *parts[1:]]
            slabs.append(self._framed(parts, room.width))
        return slabs

    def strip(self, block: Strip, room: Room) -> list[Slab]:
        """The thoughts one under the other."""
        slabs = []
        for cell in block.cells:
            parts = self._cell_slabs(cell.heading, cell.text, room)
            slabs += [parts[0].moved(before=12.0), *(part.moved(keep=True) for part in parts[1:])]
        return [*slabs[:-1], slabs[-1].moved(keep=False)]

    def columns(self, block: Columns, room: Room) -> list[Slab]:
        """The first column, then the second."""
        return [*self.blocks(block.left, room), *self.blocks(block.right, room)]

    def overview(self, block: Overview, room: Room) -> list[Slab]:
        """The body on a page, then the list."""
        picture = self.picture(block.picture, room)
        return [picture, *self._suspect_rows(block.rows, room.width, room.parent)]

    def card(self, block: Card, room: Room) -> list[Slab]:
        """The parts of a card as they come, each picture where it is read."""
        tag = Tag("Sect", room.parent)
        inner = Room(room.width, tag)
        slabs = [self._card_head(block, inner).moved(before=24.0)]
        for picture in block.pictures:
            slabs.append(self.picture(picture, inner))
        slabs[0] = slabs[0].moved(keep=True)
        return [*slabs, *self.blocks(block.parts, inner)]

    def _card_head(self, block: Card, room: Room) -> Slab:
        title = self.heading(block.heading, room)[0]
        accent = self.setting.colour("accent")

        def rule(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setFillColor(accent)
            canvas.rect(0, height - 2.25, width, 2.25, stroke=0, fill=1)

        panel = Panel(room.width, title.height + 9, [Placed(title.flowable, 0, 9, title.height)], rule)
        return Slab(panel, panel.height, keep=True, tight=9.0)


def _height(groups: Sequence[Sequence[Slab]]) -> float:
    return column([slab for group in groups for slab in group])[1]
