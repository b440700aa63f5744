"""The front cover: a page of its own, whose picture runs off the right and lower edges into the bleed."""

from __future__ import annotations

from typing import Final

from reportlab.pdfbase.pdfmetrics import stringWidth

from booklet.document import Brand, Cover, Run
from booklet.errors import BookletError, Span
from booklet.layout.base import Room
from booklet.layout.opening import LOGO_HEIGHT, OpeningSetter
from booklet.layout.panel import Panel, Placed, Slab, column
from booklet.layout.text import markup
from booklet.pdf import fonts
from booklet.pdf.flowables import FigureFlowable
from booklet.pdf.structure import Tag

ART_LEFT: Final = 112.0
"""From the page's left edge to the art, in pt."""
ART_TOP: Final = 226.0
"""From the page's upper edge to the art."""
SUBTITLE_WIDTH: Final = 196.0
"""The subtitle stays clear of the head in the art."""
CREDIT_WIDTH: Final = 92.0
WORDS_GAP: Final = 18.0
LEAST_ART: Final = 190.0
"""Room that the words of a cover leave for its picture, in pt."""
OVERLAP: Final = 62.0
"""How far the subtitle may reach down beside the art."""


class CoverSetter(OpeningSetter):
    """Large type above, large art below."""

    def cover(self, block: Cover, room: Room) -> list[Slab]:
        """One slab as deep as the type area; what it says is read before its picture is."""
        words = [
            self.overline(block.overline, room.width, room.parent),
            self.text(markup((Run(block.title),)), "title", room.width, Tag("Title", room.parent)).moved(before=14.0),
            self.text(markup((Run(block.subtitle),)), "message", SUBTITLE_WIDTH, Tag("P", room.parent)),
        ]
        words[-1] = words[-1].moved(before=14.0)
        items, end = column(words)
        bleeds = block.picture.size == "cover"
        low = not bleeds or self._is_narrow(block.brand)
        wide = room.width if not bleeds else CREDIT_WIDTH if low else SUBTITLE_WIDTH
        placed, height = column(self._credit(block.brand, block.note, Room(wide, room.parent)))
        depth = self.setting.depth
        if end + height + LEAST_ART > depth:
            raise BookletError.at(Span("cover"), "its words leave no room for the picture", "shorten the title")
        items.append(self._art(block, room, end) if bleeds else self._framed(block, room, end, depth - height))
        top = depth - height if low else end + WORDS_GAP
        items += [Placed(item.flowable, item.left, item.top + top, item.height) for item in placed]
        return [Slab(Panel(room.width, depth, items), depth)]

    def _is_narrow(self, brand: Brand | None) -> bool:
        """Whether each word finds room at the foot, beside the art; else all stand beside the head in it."""
        words = [word for line in (brand.name, *brand.lines) for word in line.split()] if brand else []
        size = self.role("small").size
        return all(stringWidth(word, fonts.BOLD, size) <= CREDIT_WIDTH for word in words)

    def _art(self, block: Cover, room: Room, words: float) -> Placed:
        """The picture in the lower right of the page, as high as the words leave it."""
        (wide, high), top = self.setting.page, self.setting.stock.top
        start, bleed = max(ART_TOP, top + words - OVERLAP), self.setting.bleed
        frame = self.frame(wide - ART_LEFT + bleed, high - start + bleed, block.picture.panels)
        art = FigureFlowable(self.draw(block.picture.figure, frame), parent=room.parent)
        height = art.wrap(0, 0)[1]
        return Placed(art, ART_LEFT - self.setting.margin, high + bleed - height - top, height)

    def _framed(self, block: Cover, room: Room, top: float, bottom: float) -> Placed:
        """A picture that was not made for a cover, within the margins and between the words."""
        caption = 3 * self.role("caption").leading
        picture = self.picture(block.picture, room, bottom - top - caption - 2 * WORDS_GAP)
        return Placed(picture.flowable, 0, top + WORDS_GAP, picture.height)

    def _credit(self, brand: Brand | None, note: str, room: Room) -> list[Slab]:
        """Whose booklet it is, or the note when it is nobody's."""
        if brand is None:
            return [self.text(markup((Run(note),)), "small", room.width, Tag("P", room.parent))] if note else []
        slabs = []
        if self.setting.logo:
            logo = self.logo(self.setting.logo, brand.name, room.parent, (room.width, LOGO_HEIGHT))
            slabs.append(Slab(logo, logo.height))
        lines = (f"<b>{markup((Run(brand.name),))}</b>", *(markup((Run(line),)) for line in brand.lines))
        text = self.text("<br/>".join(lines), "small", room.width, Tag("P", room.parent), "ink")
        return [*slabs, text.moved(before=6.0)]
