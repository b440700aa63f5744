"""Sets blocks: each kind of block has one method that turns it into measured slabs for a column.

Reading order is the order of painting; where a thing lands on the paper is arithmetic. What differs in large print is
how a card, a pair of columns and the overview are arranged: one column there, two here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from booklet.document import (
    Block,
    Bullets,
    Group,
    Heading,
    KeyLines,
    Notice,
    Paragraph,
    Picture,
    Run,
    Runs,
    Steps,
    Table,
    Way,
    Zones,
)
from booklet.drawing import Drawing, Frame
from booklet.layout import marks
from booklet.layout.icons import icon
from booklet.layout.panel import Panel, Placed, Slab, beside, column, measured, padded, stack
from booklet.layout.styles import READING_WIDTH, Role, Setting
from booklet.layout.text import markup
from booklet.palette import INKS
from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.figure import paint
from booklet.pdf.flowables import FigureFlowable
from booklet.pdf.paragraph import Heading as TaggedHeading
from booklet.pdf.paragraph import TaggedParagraph
from booklet.pdf.structure import Tag

Draw = Callable[[str, Frame], Drawing]
"""(figure id, frame) to the figure drawn for that frame."""


@dataclass(frozen=True, slots=True)
class Room:
    """Where blocks are set: the column's width in pt, the element they belong to, whether lines stand close."""

    width: float
    parent: Tag | None
    close: bool = False

    @property
    def body(self) -> str:
        return "close" if self.close else "body"


class Ornament(Flowable):
    """A drawing that decorates, an artifact; it hangs from where it is placed and takes no height itself."""

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self.drawing = drawing

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return available_width, 0.0

    def draw(self) -> None:
        with self.canv.artifact():
            paint(self.canv, self.drawing, 0, 0)


class Sign(Flowable):
    """A letter or number on its badge: the badge is an artifact, the letter is content of `tag`."""

    def __init__(self, badge: Drawing, text: str, size: float, colour: str, tag: Tag) -> None:
        super().__init__()
        self.badge, self.text, self.size, self.colour, self.tag = badge, text, size, colour, tag
        self.width = self.height = _pt(badge.width)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        paint(canvas, self.badge, 0, self.height)
        with canvas.tag(self.tag):
            canvas.setFont(fonts.BOLD, self.size)
            canvas.setFillColor(self.colour)
            cap = self.size * CAP_HEIGHT
            canvas.drawCentredString(self.width / 2, (self.height - cap) / 2, self.text + " ")


CAP_HEIGHT: Final = 0.668
"""Height of a capital letter as a fraction of the type size, in the bundled typeface."""


def _pt(length_mm: float) -> float:
    return length_mm * 72 / 25.4


class Setter:
    """Turns blocks into slabs for one setting; `draw` makes the figures at their final size."""

    def __init__(self, setting: Setting, draw: Draw, words: Callable[[str], str]) -> None:
        self.setting = setting
        self.draw = draw
        self.words = words

    # Blocks

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

    # Text

    def text(self, text: str, role: str, width: float, tag: Tag, colour: str = "") -> Slab:
        """Ready markup in a role's style, as content of `tag`."""
        flowable = TaggedParagraph(text, self.setting.style(role, colour), "P")
        flowable.tag = tag
        return Slab(flowable, measured(flowable, width), splittable=True)

    def paragraph(self, runs: Runs, look: str, room: Room, role: str = "P") -> Slab:
        """A paragraph; running text is no wider than can be read with ease."""
        name = room.body if look == "body" else look
        width = room.width
        if not self.setting.large and name in ("body", "intro"):
            width = min(width, READING_WIDTH)
        slab = self.text(markup(runs, self.setting.colours["accent"]), name, width, Tag(role, room.parent))
        slab = _kept_to(slab, width, room.width)
        return slab.moved(before=self.leading(room) * 0.375, loose=True)

    def leading(self, room: Room) -> float:
        """The leading of body text in pt, by which gaps are measured."""
        return self.role(room.body).leading

    def role(self, name: str) -> Role:
        return self.setting.scale[name]

    def heading(self, block: Heading, room: Room, number: str = "", colour: str = "") -> list[Slab]:
        """A heading, with a small aside behind it; a numbered one has its number on a square before it."""
        role = self.role(block.look)
        tag = Tag(f"H{block.level}", room.parent)
        text = markup((Run(block.text),))
        if block.aside:
            text += self._aside(block.aside)
        indent = role.size * 1.35 if number else 0.0
        style = self.setting.style("close-part" if room.close and block.look == "part" else block.look, colour)
        flowable = TaggedHeading(text, style, block.level, block.key, self._title(block, number))
        flowable.tag = tag
        height = measured(flowable, room.width - indent)
        before, tight = HEADING_GAPS[block.look]
        if not number:
            return [Slab(flowable, height, before, tight=tight, keep=True, loose=block.look != "part")]
        size = role.size * 1.0
        sign = self.sign(number, size, "accent", tag, square=True)
        down = self.first_middle(block.look) - size / 2
        items = [Placed(sign, 0, down, size), Placed(flowable, indent, 0, height)]
        return [Slab(Panel(room.width, height, items), height, before, tight=tight, keep=True, loose=True)]

    def _title(self, block: Heading, number: str) -> str:
        return f"{number} {block.text}" if number else block.text

    def _aside(self, aside: str) -> str:
        small = self.role("caption")
        gap = "<br/>" if self.setting.large else "\u2002"
        colour = self.setting.colours["muted"]
        return f' {gap}<font name="{small.font}" size="{small.size}" color="{colour}">{markup((Run(aside),))}</font>'

    def first_middle(self, role_name: str) -> float:
        """How far below the top of a paragraph the middle of its first line's capitals lies, in pt."""
        role = self.role(role_name)
        ascent: float = pdfmetrics.getAscent(role.font, role.size)
        return ascent - role.size * CAP_HEIGHT / 2

    def sign(self, text: str, size: float, colour: str, tag: Tag, *, square: bool) -> Sign:
        """A white number or letter on a badge in a named or `#rrggbb` colour."""
        tone = self.setting.colours.get(colour) or self.setting.tone(colour)
        badge = marks.square(size, tone) if square else marks.disc(size, tone)
        return Sign(badge, text, size * 0.7, self.setting.colours["white"], tag)

    # Lists

    def item(
        self,
        marker: Callable[[Tag], list[Placed]],
        runs: Runs,
        hang: float,
        room: Room,
        parts: Tag,
        look: str = "",
    ) -> Slab:
        """One list item: what `marker` places for its label, and its text `hang` pt to the right."""
        item = Tag("LI", parts)
        tag = Tag("LBody", item)
        width = room.width - hang
        if not self.setting.large and look != "small":
            width = min(width, READING_WIDTH)
        body = self.text(markup(runs, self.setting.colours["accent"]), look or room.body, width, tag)
        height = body.height
        items = [*marker(Tag("Lbl", item)), Placed(body.flowable, hang, 0, height)]
        gap = self.leading(room) * (0.1 if room.close else 0.19)
        return Slab(Panel(room.width, height, items), height, before=gap)

    def bullets(self, block: Bullets, room: Room, colour: str = "ink") -> list[Slab]:
        """A list with discs."""
        parts = Tag("L", room.parent, attrs={"List": {"ListNumbering": "/Disc"}})
        look = room.body if block.look == "body" else block.look
        size = self.role(look).size

        def marker(tag: Tag) -> list[Placed]:
            dot = self.text("\u2022", look, size, tag, colour)
            return [Placed(dot.flowable, 0, 0, dot.height)]

        slabs = [self.item(marker, runs, size * 1.0, room, parts, look) for runs in block.items]
        return _listed(slabs, self.leading(room) * 0.25)

    def steps(self, block: Steps, room: Room) -> list[Slab]:
        """A numbered list with bare bold numerals."""
        parts = Tag("L", room.parent, attrs={"List": {"ListNumbering": "/Decimal"}})
        hang = self.role(room.body).size * 1.42
        slabs = []
        for number, runs in enumerate(block.items, 1):

            def marker(tag: Tag, text: str = f"<b>{number}</b>") -> list[Placed]:
                numeral = self.text(text, room.body, hang, tag, "accent")
                return [Placed(numeral.flowable, 0, 0, numeral.height)]

            slabs.append(self.item(marker, runs, hang, room, parts))
        return _listed(slabs, 1.0)

    def zones(self, block: Zones, room: Room) -> list[Slab]:
        """Referral zones, each behind the letter and the swatch that its figure shows."""
        parts = Tag("L", room.parent, attrs={"List": {"ListNumbering": "/None"}})
        size = self.role(room.body).size
        slabs = []
        for zone in block.items:

            def marker(tag: Tag, letter: str = zone.letter, colour: str = zone.colour or "") -> list[Placed]:
                if not letter:
                    dot = self.text("\u2022", room.body, size, tag)
                    return [Placed(dot.flowable, 0, 0, dot.height)]
                return self._swatch(letter, colour, size, tag)

            slabs.append(self.item(marker, zone.text, size * (3.75 if zone.letter else 1.0), room, parts))
        return _listed(slabs, 1.0)

    def _swatch(self, letter: str, ink_name: str, size: float, tag: Tag) -> list[Placed]:
        middle = self.first_middle("close")
        disc = size * 1.06
        sign = self.sign(letter, disc, INKS[ink_name].dark, tag, square=False)
        patch = marks.swatch(size * 1.75, size * 0.84, ink_name, self.setting.tone)
        top = middle - size * 0.42
        return [
            Placed(sign, 0, middle - disc / 2, disc),
            Placed(Ornament(patch), size * 1.42, top, 0),
        ]

    def key_lines(self, block: KeyLines, room: Room) -> list[Slab]:
        """The lines of a sweep, each behind its number and its stroke."""
        parts = Tag("L", room.parent, attrs={"List": {"ListNumbering": "/Decimal"}})
        size = self.role("body").size
        middle, disc = self.first_middle(room.body), size * 1.35
        slabs = []
        for line in block.items:

            def marker(tag: Tag, number: str = line.number, ink: str = line.colour) -> list[Placed]:
                sign = self.sign(number, disc, INKS[ink].dark, tag, square=False)
                stroke = marks.key_line(size * 2.6, ink, self.setting.tone)
                top = middle - _pt(stroke.height) / 2
                return [Placed(sign, 0, middle - disc / 2, disc), Placed(Ornament(stroke), size * 1.7, top, 0)]

            slabs.append(self.item(marker, (Run(line.text),), size * 4.7, room, parts).moved(before=3.5, keep=True))
        return [*_listed(slabs, 8.0)[:-1], slabs[-1].moved(keep=False)]

    # Notices

    def notice(self, block: Notice, room: Room) -> Slab:
        """A marked paragraph: an icon in a gutter for what to do, a bar at the left for what to mind."""
        if block.kind in ("action", "patch"):
            return self._signed(block, room)
        return self._barred(block, room)

    def _signed(self, block: Notice, room: Room) -> Slab:
        role = self.role(room.body)
        gutter, size = role.size * 2.17, role.size * 1.5
        colour = self.setting.colours["accent"]
        name = {"action": "tick", "patch": "plaster"}[block.kind]
        width = min(room.width - gutter, READING_WIDTH * 1.2)
        body = self.text(self._run_in(block, "accent"), room.body, width, Tag("P", room.parent))
        down = self.first_middle(room.body) - size / 2
        items = [
            Placed(Ornament(icon(name, size, colour, self.setting.colours["white"])), 0, down, 0),
            Placed(body.flowable, gutter, 0, body.height),
        ]
        return Slab(Panel(room.width, body.height, items), body.height, before=self.leading(room) * 0.35, loose=True)

    def _run_in(self, block: Notice, colour: str) -> str:
        label = f'<font color="{self.setting.colours[colour]}"><b>{escape(block.label)}</b></font>'
        return f"{label} {markup(block.text, self.setting.colours['accent'])}"

    def _barred(self, block: Notice, room: Room) -> Slab:
        careful = block.kind != "note"
        colour, bar = ("amber", "amber") if careful else ("accent", "hairline")
        indent = 10.0
        size = self.role("part" if block.level else room.body).size * 1.1
        lead = size * 1.25 if careful else 0.0
        inner = Room(room.width - indent, room.parent, room.close)
        if block.level:
            head = TaggedHeading(escape(block.label), self.setting.style("part", colour), block.level)
            head.tag = Tag(f"H{block.level}", room.parent)
            first = Panel(inner.width, h := measured(head, inner.width - lead), [Placed(head, lead, 0, h)])
            slabs = [Slab(first, h), self.paragraph(block.text, "body", inner).moved(before=2.0)]
            middle = self.first_middle("part")
        else:
            style = self.setting.style(room.body).clone("run-in", firstLineIndent=lead)
            body = TaggedParagraph(self._run_in(block, colour), style, "P")
            body.tag = Tag("P", room.parent)
            slabs = [Slab(body, measured(body, inner.width))]
            middle = self.first_middle(room.body)
        sides = (indent, 1.0, 0.0, 1.0)
        panel = padded(slabs, room.width, sides, self._bar(bar))
        if careful:
            sign = icon("triangle", size, self.setting.colours["amber"], self.setting.colours["white"])
            panel.items.insert(0, Placed(Ornament(sign), indent, 1.0 + middle - size / 2 - 0.6, 0))
        return Slab(panel, panel.height, before=self.leading(room) * 0.45, loose=True)

    def _bar(self, colour: str) -> Callable[[TaggedCanvas, float, float], None]:
        fill = self.setting.colour(colour)

        def decorate(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setFillColor(fill)
            canvas.rect(0, 0, 3, height, stroke=0, fill=1)

        return decorate

    # Figures

    def frame(self, width: float, height: float | None, panels: tuple[str, ...], *, fill: bool = True) -> Frame:
        """The frame of a figure at its final size in this setting."""
        setting = self.setting
        return Frame(
            width_pt=width,
            height_pt=height,
            label_pt=setting.label_pt,
            side_pt=setting.side_pt,
            mark_scale=setting.mark_scale,
            panels=panels,
            grey=setting.grey,
            fill=fill,
        )

    def picture(self, block: Picture, room: Room, height: float | None = None, width: float | None = None) -> Slab:
        """A figure with its caption, at most as high as its place allows."""
        limits = LARGE_HEIGHTS if self.setting.large else HEIGHTS
        most = min(height or ENDLESS_HEIGHT, limits[block.size])
        wide = width or room.width
        drawing = self.draw(block.figure, self.frame(wide, most, block.panels))
        caption = TaggedParagraph(
            markup((Run(block.caption),)), self.setting.style("caption"), "Caption", parent=room.parent
        )
        figure = FigureFlowable(drawing, caption, parent=room.parent)
        total = measured(figure, room.width)
        return Slab(figure, total, before=9.0, loose=True)

    def way(self, block: Way, room: Room) -> list[Slab]:
        """A way to do something; a drawing higher than it is wide stands beside the words, another above them."""
        room = Room(room.width, room.parent, close=True)
        words = [*self.heading(block.heading, room), *self.steps(block.steps, room)]
        if block.picture is None:
            return [_as_one(words, room.width)]
        upright = self.draw(block.picture.figure, self.frame(room.width, None, (), fill=False))
        if upright.height <= upright.width:
            head = self.heading(block.heading, room)
            picture = self.picture(block.picture, room)
            return [_as_one([*head, picture, *self.steps(block.steps, room)], room.width)]
        narrow = room.width * UPRIGHT_SHARE
        beside_it = Room(room.width - narrow - 14, room.parent, room.close)
        words = [*self.heading(block.heading, beside_it), *self.steps(block.steps, beside_it)]
        picture = self.picture(block.picture, Room(narrow, room.parent, room.close), UPRIGHT_HEIGHT)
        panel = beside([(narrow + 14, words[:1]), (0, [picture])], room.width)
        steps, end = column(words[1:], narrow + 14, words[0].height + words[1].before)
        panel.items += steps
        panel.height = max(panel.height, end)
        return [Slab(panel, panel.height, before=12.0)]

    # Tables

    def table(self, block: Table, room: Room) -> list[Slab]:
        """A table as one slab per row, so that it breaks between rows; the first cell of a row is its head."""
        table = Tag("Table", room.parent)
        first, *others = block.widths
        first = max(first, LARGE_HEAD_SHARE) if self.setting.large else first
        shares = [first, *(part * (1 - first) / sum(others) for part in others)]
        widths = [part * room.width for part in shares]
        head = Tag("TR", Tag("THead", table))
        body = Tag("TBody", table)
        cells = [(Tag("TH", head, attrs=_scope("Column")), self._cell(escape(text), "part")) for text in block.head]
        slabs = [self._row(cells, widths, room, "accent", 1.5).moved(before=10.0, keep=True)]
        for row, swatch in zip(block.rows, block.swatches, strict=True):
            tag = Tag("TR", body)
            cells = []
            for index, runs in enumerate(row):
                role, attrs = ("TD", {}) if index else ("TH", _scope("Row"))
                cells.append((Tag(role, tag, attrs=attrs), self._cell(markup(runs, tie=index > 0), room.body)))
            slabs.append(self._row(cells, widths, room, "form", 0.75, swatch or ""))
        return slabs

    def _cell(self, text: str, role: str) -> Callable[[Tag, float], Slab]:
        return lambda tag, width: self.text(text, role, width, Tag("P", tag))

    def _row(
        self,
        cells: Sequence[tuple[Tag, Callable[[Tag, float], Slab]]],
        widths: Sequence[float],
        room: Room,
        rule: str,
        weight: float,
        swatch: str = "",
    ) -> Slab:
        items: list[Placed] = []
        left = height = 0.0
        for index, ((tag, make), width) in enumerate(zip(cells, widths, strict=True)):
            indent = self.role("body").size * 1.6 if swatch and not index else 0.0
            if indent:
                colour = self.setting.tone(INKS[swatch].fill)
                size = self.role("body").size
                down = ROW_PAD + self.first_middle("body") - size / 2
                items.append(Placed(Ornament(marks.square(size, colour)), 0, down, 0))
            cell = make(tag, width - indent - 12)
            items.append(Placed(cell.flowable, left + indent, ROW_PAD, cell.height))
            height = max(height, cell.height + 2 * ROW_PAD)
            left += width
        line = self.setting.colour(rule)

        def decorate(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setStrokeColor(line)
            canvas.setLineWidth(weight)
            canvas.line(0, 0, width, 0)

        return Slab(Panel(room.width, height, items, decorate), height)


HEADING_GAPS: Final = {"section": (24.0, 6.0), "card": (16.0, 4.0), "box": (14.0, 3.0), "part": (5.5, 0.0)}
"""The gaps in pt before a heading and between it and what follows."""
ROW_PAD: Final = 5.0
LARGE_HEAD_SHARE: Final = 0.38
UPRIGHT_SHARE: Final = 0.32
UPRIGHT_HEIGHT: Final = 150.0
ENDLESS_HEIGHT: Final = 10_000.0

HEIGHTS: Final = {
    "hero": 222.0,
    "overview": 470.0,
    "inset": 100.0,
    "card": 196.0,
    "technique": 105.0,
    "half": 176.0,
    "way": 92.0,
    "wide": 226.0,
    "lines": 206.0,
    "slice": 121.0,
}
"""The greatest height in pt of a figure in each kind of place."""

LARGE_HEIGHTS: Final = {
    "hero": 280.0,
    "overview": 500.0,
    "inset": 200.0,
    "card": 262.0,
    "technique": 190.0,
    "half": 262.0,
    "way": 190.0,
    "wide": 300.0,
    "lines": 320.0,
    "slice": 200.0,
}


def _scope(value: str) -> dict[str, dict[str, object]]:
    return {"Table": {"Scope": f"/{value}"}}


def _kept_to(slab: Slab, width: float, room_width: float) -> Slab:
    """A slab narrower than its column, as one that fills the column."""
    if width >= room_width:
        return slab
    panel = Panel(room_width, slab.height, [Placed(slab.flowable, 0, 0, slab.height)])
    return Slab(panel, slab.height)


def _as_one(slabs: list[Slab], width: float) -> Slab:
    """Slabs that are never parted."""
    panel = stack(slabs, width)
    return Slab(panel, panel.height, before=slabs[0].before)


def _listed(slabs: list[Slab], before: float) -> list[Slab]:
    """The items of a list: the first stands apart by `before`, and no item is left alone at either end of a page."""
    if not slabs:
        return []
    first = slabs[0].moved(before=before, keep=len(slabs) > 1)
    middle = slabs[1:-1]
    if len(slabs) > 2:
        middle[-1] = middle[-1].moved(keep=True)
    return [first, *middle, *slabs[-1:]] if len(slabs) > 1 else [first]
