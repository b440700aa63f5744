"""Arranges the panels of a folded insert: one narrow column, blocks as on sheets, set small but never squeezed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from booklet.codes.pharmacode import QUIET
from booklet.document import (
    Block,
    Codes,
    Heading,
    Notice,
    Opening,
    Overview,
    Paragraph,
    Picture,
    RedFlags,
    Run,
    Steps,
    SuspectRow,
    Zones,
)
from booklet.drawing import Frame
from booklet.folding.leaflet import Leaflet
from booklet.layout import codes
from booklet.layout.arranger import Arranger
from booklet.layout.base import LETTER_SHARE, Ornament, Room
from booklet.layout.icons import icon
from booklet.layout.panel import Panel, Placed, Slab, column, measured, padded
from booklet.layout.styles import GUTTER, REGULAR_SCALE, Role, Stock
from booklet.layout.text import markup
from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.flowables import FigureFlowable
from booklet.pdf.structure import Tag
from booklet.units import mm, pt

PADDING: Final = 19.0
"""Between a panel's edge and its text, in pt: more than the 3 mm that stay clear of a crease."""
QR_SIDE: Final = 60.0
QUIET_ABOVE: Final = 11.5
"""Four modules of the coarsest QR code, of 21 modules (ISO/IEC 18004)."""
BODY_SHARE: Final = 0.42
"""The part of the measure that a body takes beside the names of the suspects."""
LOW_SHARE: Final = 0.6
"""The part of an overview's height that a figure gets which stands above the names instead of beside them."""
INSERT_HEIGHTS: Final = MappingProxyType(
    {
        "hero": 262.0,
        "overview": 178.0,
        "card": 132.0,
        "technique": 104.0,
        "half": 150.0,
        "wide": 150.0,
        "lines": 150.0,
    }
)
"""The greatest height in pt of a figure on a full panel."""
MOST_GROWTH: Final = 2.0
"""How many times that a figure may be high where there is room to spare."""
LIST_GAP: Final = 4.0
SMALL_MARKS: Final = 0.75
GAPS: Final = MappingProxyType({"section": (15.0, 4.0), "card": (13.0, 3.0), "box": (11.0, 2.0), "part": (5.0, 0.5)})
"""The gaps in pt before a heading and between it and what follows."""

_ROLES: Final[Mapping[str, tuple[str, str, str]]] = {
    "title": ("title", fonts.BOLD, "accent"),
    "message": ("message", fonts.SEMIBOLD, "ink"),
    "section": ("section", fonts.BOLD, "accent"),
    "card": ("section", fonts.BOLD, "ink"),
    "box": ("section", fonts.BOLD, "ink"),
    "row": ("part", fonts.BOLD, "ink"),
    "part": ("part", fonts.BOLD, "accent"),
    "close-part": ("part", fonts.BOLD, "accent"),
    "overline": ("caption", fonts.SEMIBOLD, "accent"),
    "caption": ("caption", fonts.REGULAR, "muted"),
    "small": ("small", fonts.REGULAR, "muted"),
    "footer": ("small", fonts.REGULAR, "muted"),
    "label": ("label", fonts.REGULAR, "ink"),
    "side": ("side", fonts.REGULAR, "ink"),
}
"""Each role of text: its entry in the type table of the format, its weight, its colour. All others are body text."""


def stock(leaflet: Leaflet, narrowest: float, sizes: Mapping[str, tuple[float, float]]) -> Stock:
    """The pages of a folded sheet, whose narrowest column of text, with its padding, is so many mm wide.

    `sizes` has size and leading in pt by their names in the format's type table.
    """
    scale = {role: Role(*sizes["body"], look.font, look.colour) for role, look in REGULAR_SCALE.items()}
    scale |= {role: Role(*sizes[name], font, colour) for role, (name, font, colour) in _ROLES.items()}
    pages = dict.fromkeys(("letter", "a4"), (pt(leaflet.width), pt(leaflet.height)))
    return Stock(pages, pt(narrowest) - 2 * PADDING, PADDING, PADDING, 0.0, 0.0, scale, leaflet=leaflet)


class InsertArranger(Arranger):
    """One column on a panel `depth` pt deep; figures are `growth` times as high as on a full panel."""

    depth: float = 0.0
    growth: float = 1.0
    marks: float = 1.0

    def most_height(self, size: str) -> float:
        """Room to spare on a panel makes its figures larger."""
        return INSERT_HEIGHTS.get(size, INSERT_HEIGHTS["half"]) * self.growth

    def frame(self, width: float, height: float | None, panels: tuple[str, ...], *, fill: bool = True) -> Frame:
        """The frame of a figure, its words in the sizes of the type table."""
        frame = super().frame(width, height, panels, fill=fill)
        return replace(frame, label_pt=self.role("label").size, side_pt=self.role("side").size, mark_scale=self.marks)

    def picture(self, block: Picture, room: Room, height: float | None = None, width: float | None = None) -> Slab:
        """A figure with its caption; the numbers on a small body are small too."""
        self.marks = SMALL_MARKS if block.size == "overview" else 1.0
        return super().picture(block, room, height, width)

    def block(self, block: Block, room: Room) -> list[Slab]:
        """The slabs of one block, codes included."""
        if isinstance(block, Codes):
            return self.codes(block, room)
        if isinstance(block, Notice) and block.level:
            return self.headed(block, room)
        return super().block(block, room)

    def badge(self, size: float) -> float:
        """A badge whose letter is as large as the smallest text."""
        return max(size, self.role("small").size / LETTER_SHARE)

    def heading(self, block: Heading, room: Room, number: str = "", colour: str = "") -> list[Slab]:
        """A heading with the narrower gaps of a small page."""
        before, tight = GAPS[block.look]
        return [slab.moved(before=before, tight=tight) for slab in super().heading(block, room, number, colour)]

    def steps(self, block: Steps, room: Room) -> list[Slab]:
        """A numbered list, clear of the caption that mostly stands above it."""
        first, *others = super().steps(block, room)
        return [first.moved(before=LIST_GAP), *others]

    def zones(self, block: Zones, room: Room) -> list[Slab]:
        """Referral zones, clear of the caption above them."""
        first, *others = super().zones(block, room)
        return [first.moved(before=LIST_GAP), *others]

    def opening(self, block: Opening, room: Room) -> list[Slab]:
        """The cover: what it is about, the message, a figure as large as it goes; at the foot what the patch is for."""
        words = [
            self.overline(block.overline, room.width, room.parent),
            self.text(markup((Run(block.title),)), "title", room.width, Tag("Title", room.parent)).moved(before=7.0),
            self.paragraph((Run(block.message),), "message", room).moved(before=7.0),
        ]
        items, top = column(words)
        foot = self.paragraph((Run(block.intro),), "body", room)
        line = Panel(
            room.width,
            foot.height + 6.0,
            [Placed(foot.flowable, 0, 6.0, foot.height)],
            self.rule("hairline", 0.75, top=True),
        )
        items.append(Placed(line, 0, self.depth - line.height, line.height))
        if block.picture:
            caption = 2 * self.role("caption").leading + 4.0
            most = self.depth - line.height - 12.0 - top - 11.0 - caption
            picture = self.picture(block.picture, room, most)
            left = self.depth - line.height - top - picture.height
            items.append(Placed(picture.flowable, 0, top + max(11.0, min(left / 2, 24.0)), picture.height))
        return [Slab(Panel(room.width, self.depth, items), self.depth)]

    def red_flags(self, block: RedFlags, room: Room) -> list[Slab]:
        """The framed box, its groups one under the other."""
        inner = room.width - 24.0
        slabs = [self._flag_heading(block.heading, inner, room.parent)]
        for group in block.groups:
            first, *others = self._flag_group(group.heading, group.urgency, group.items, inner, room.parent)
            slabs += [first.moved(before=9.0), *others]
        red = self.setting.colour("red")

        def frame(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setStrokeColor(red)
            canvas.setFillColor(red)
            canvas.setLineWidth(1.5)
            canvas.rect(0.75, 0.75, width - 1.5, height - 1.5)
            canvas.rect(0, 0, 4, height, stroke=0, fill=1)

        panel = padded(slabs, room.width, (14.0, 10.0, 10.0, 10.0), frame)
        return [Slab(panel, panel.height, before=12.0, loose=True)]

    def _flag_heading(self, text: str, width: float, parent: Tag | None) -> Slab:
        size = self.role("box").size * 1.55
        room = Room(width - size - 6, parent)
        slab = self.heading(Heading(1, text, "box"), room, colour="red")[0]
        sign = Ornament(icon("octagon", size, self.setting.colours["red"], self.setting.colours["white"]))
        high = max(size, slab.height)
        items = [
            Placed(sign, 0, (high - size) / 2, 0),
            Placed(slab.flowable, size + 6, (high - slab.height) / 2, slab.height),
        ]
        return Slab(Panel(width, high, items), high)

    def headed(self, block: Notice, room: Room) -> list[Slab]:
        """A notice whose label is a heading: the patch behind its plaster, the others behind their bar."""
        if block.kind not in ("patch", "action"):
            return [self.notice(block, room)]
        size = self.role("section").size * 1.5
        gutter = size + 5.0
        head = self.heading(Heading(block.level, block.label, "section"), Room(room.width - gutter, room.parent))[0]
        name = {"action": "tick", "patch": "plaster"}[block.kind]
        sign = icon(name, size, self.setting.colours["accent"], self.setting.colours["white"])
        down = self.first_middle("section") - size / 2
        items = [Placed(Ornament(sign), 0, down, 0), Placed(head.flowable, gutter, 0, head.height)]
        line = Slab(
            Panel(room.width, head.height, items), head.height, head.before, tight=head.tight, keep=True, loose=True
        )
        return [line, *self.block(Paragraph(block.text), room)]

    def overview(self, block: Overview, room: Room) -> list[Slab]:
        """The body with its numbers, and the suspects in the same order beside it; below it if it is not upright."""
        beside = self.stands_beside(block.picture)
        wide = room.width * BODY_SHARE if beside else room.width
        left = wide + GUTTER if beside else 0.0
        most = self.most_height(block.picture.size) * (1.0 if beside else LOW_SHARE)
        picture = self.picture(block.picture, Room(wide, room.parent), most)
        parts = Tag("L", room.parent, attrs={"List": {"ListNumbering": "/Decimal"}})
        suspects = [self._suspect(row, room.width - left, Tag("LI", parts)) for row in block.rows]
        if not beside:
            return [picture.moved(keep=True), *suspects]
        rows, end = column(suspects)
        spread = max(0.0, picture.height - end) / len(rows)
        items = [replace(row, left=left, top=row.top + spread * (index + 0.5)) for index, row in enumerate(rows)]
        height = max(picture.height, end)
        panel = Panel(room.width, height, [Placed(picture.flowable, 0, 0, picture.height), *items])
        return [Slab(panel, height, before=9.0, least=4.0, loose=True)]

    def _suspect(self, row: SuspectRow, width: float, item: Tag) -> Slab:
        size = self.role("row").size * 1.35
        hang = size + 6.0
        body = Tag("LBody", item)
        number = self.sign(row.number, size, "accent", Tag("Lbl", item), square=True)
        head = self.text(markup((Run(row.heading),)), "row", width - hang, Tag("P", body))
        items = [
            Placed(number, 0, self.first_middle("row") - size / 2, size),
            Placed(head.flowable, hang, 0, head.height),
        ]
        height = head.height
        if row.text:
            text = self.text(markup(row.text), "close", width - hang, Tag("P", body))
            items.append(Placed(text.flowable, hang, height, text.height))
            height += text.height
        return Slab(Panel(width, height, items), height, before=6.0, loose=True)

    def codes(self, block: Codes, room: Room) -> list[Slab]:
        """At the panel's foot the QR code, beside it its words, and the Pharmacode above its number.

        The bars keep their quiet zone clear of the QR code, and the QR code its own clear of the words.
        """
        items: list[Placed] = []
        left = top = high = 0.0
        if block.address:
            code = FigureFlowable(codes.qr(block.address, mm(QR_SIDE), f"QR code: {block.address}"), parent=room.parent)
            left, high = QR_SIDE + pt(QUIET), measured(code, QR_SIDE)
            items.append(Placed(code, 0, 0, high))
            words = self.text(markup(block.text), "small", room.width - left, Tag("P", room.parent), "ink")
            items.append(Placed(words.flowable, left, 0, words.height))
            top = words.height + 5.0
        if block.number is not None:
            bars = FigureFlowable(codes.pharmacode(block.number, block.label), parent=room.parent)
            tall = measured(bars, room.width)
            number = self.text(str(block.number), "small", room.width - left, Tag("P", room.parent), "ink")
            items.append(Placed(bars, left, top, tall))
            items.append(Placed(number.flowable, left, top + tall + 1.0, number.height))
            top += tall + 1.0 + number.height
        high = max(high, top, self.role("footer").leading)  # version and hash stand there in any case
        return [Slab(Panel(room.width, high, items), high, before=QUIET_ABOVE, foot=True)]
