"""The first page: the clinic, the title block, the red flags."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reportlab.platypus import Flowable

from booklet.document import Brand, Bullets, Heading, Opening, RedFlags, Run
from booklet.layout.base import Ornament, Room
from booklet.layout.icons import icon
from booklet.layout.panel import Panel, Placed, Slab, column, padded
from booklet.layout.setter import Setter
from booklet.layout.text import markup
from booklet.palette import INKS
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import Tag

HERO_COLUMN: Final = 196.0
HERO_MIN: Final = 180.0
LOCATOR_WIDTH: Final = 58.0
LOGO_WIDTH: Final = 110.0
LOGO_HEIGHT: Final = 28.0
FLAG_ICONS: Final = {"emergency": "phone", "urgent": "calendar", "routine": "calendar"}


class OpeningSetter(Setter):
    """One main message, and what must be read before any self-check."""

    def brand(self, brand: Brand, room: Room) -> Slab:
        """The clinic's logo, name and address in a line above a hairline."""
        items: list[Placed] = []
        left = high = 0.0
        if self.setting.logo:
            logo = self.logo(self.setting.logo, brand.name, room.parent)
            items.append(Placed(logo, 0, 0, logo.height))
            left, high = logo.width + 10, logo.height
        words = (Run(brand.name, strong=True), *(Run(f" \u00b7 {line}") for line in brand.lines))
        text = self.text(markup(words), "small", room.width - left, Tag("P", room.parent), "ink")
        items.append(Placed(text.flowable, left, max(0.0, (high - text.height) / 2), text.height))
        height = max(high, text.height) + 6
        return Slab(Panel(room.width, height, items, self.rule("hairline", 0.75)), height)

    def logo(
        self, path: Path, name: str, parent: Tag | None, most: tuple[float, float] = (LOGO_WIDTH, LOGO_HEIGHT)
    ) -> Flowable:
        """The clinic's logo, as large as its place allows: at `most` so wide and so high, in pt."""
        from booklet.layout.logo import Logo  # its libraries take a while to import, and few sheets need them

        return Logo(path, name, *most, self.setting.grey, parent)

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

    def overline(self, text: str, width: float, parent: Tag | None) -> Slab:
        """What the sheet is about, small, behind the sign of the house."""
        size = self.role("overline").size * 1.55
        colour = self.setting.tone(INKS["red"].dark)
        over = self.text(markup((Run(text),)), "overline", width - size - 6, Tag("P", parent))
        ripple = Ornament(icon("ripple", size, colour, self.setting.colours["white"]))
        down = self.first_middle("overline") - size / 2
        items = [Placed(ripple, 0, down, 0), Placed(over.flowable, size + 6, 0, over.height)]
        return Slab(Panel(width, over.height, items), over.height)

    def _title_words(self, block: Opening, width: float, parent: Tag | None) -> list[Slab]:
        room = Room(width, parent)
        return [
            self.overline(block.overline, width, parent),
            self.text(markup((Run(block.title),)), "title", width, Tag("Title", parent)).moved(before=11.0),
            self.paragraph((Run(block.message),), "message", room).moved(before=12.0),
            self.paragraph((Run(block.intro),), "body", room).moved(before=10.0),
        ]

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
        return [self.framed([head, body], room.width)]

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

    def framed(self, slabs: list[Slab], width: float, pad: float = 12.0) -> Slab:
        """Slabs in the red frame, `pad` pt below its upper and above its lower edge."""
        red = self.setting.colour("red")

        def frame(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setStrokeColor(red)
            canvas.setFillColor(red)
            canvas.setLineWidth(1.5)
            canvas.rect(0.75, 0.75, width - 1.5, height - 1.5)
            canvas.rect(0, 0, 6, height, stroke=0, fill=1)

        panel = padded(slabs, width, (20.0, pad, 14.0, pad), frame)
        return Slab(panel, panel.height, before=12.0, loose=True)
