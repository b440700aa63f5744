"""What every kind of block is set with: text in a role, headings, signs, figures at their final size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from booklet.document import Heading, Picture, PictureSize, Run, Runs
from booklet.drawing import Drawing, Frame
from booklet.layout import marks
from booklet.layout.heights import HEIGHTS
from booklet.layout.panel import Decoration, Panel, Placed, Slab, measured
from booklet.layout.styles import READING_WIDTH, Role, Setting
from booklet.layout.text import markup
from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.figure import paint
from booklet.pdf.flowables import FigureFlowable
from booklet.pdf.forms import CheckBox, ChoiceField, TextField
from booklet.pdf.paragraph import Heading as TaggedHeading
from booklet.pdf.paragraph import TaggedParagraph
from booklet.pdf.structure import Tag
from booklet.pdf.typed import TypedParagraph
from booklet.units import pt

Draw = Callable[[str, Frame], Drawing]
"""(figure id, frame) to the figure drawn for that frame."""

PROBE_WIDTH: Final = 172.0
LETTER_SHARE: Final = 0.7
"""Size of a single letter as a fraction of its badge."""
CAP_HEIGHT: Final = 0.668
"""Height of a capital letter as a fraction of the type size, in the bundled typeface."""
HEADING_GAPS: Final = {"section": (24.0, 6.0), "card": (16.0, 4.0), "box": (14.0, 3.0), "part": (5.5, 0.0)}
"""The gaps in pt before a heading and between it and what follows."""


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


class Vacant(Flowable):
    """Nothing to see: an empty cell of a table, which must be in the structure all the same."""

    def __init__(self, tag: Tag) -> None:
        super().__init__()
        self.tag = tag
        self.width = self.height = 0.0

    def draw(self) -> None:
        with self.canv.tag(self.tag):
            pass


class Sign(Flowable):
    """A letter or number on its badge: the badge is an artifact, the letter is content of `tag`."""

    def __init__(self, badge: Drawing, text: str, size: float, colour: str, tag: Tag) -> None:
        super().__init__()
        self.badge, self.text, self.size, self.colour, self.tag = badge, text, size, colour, tag
        self.width = self.height = pt(badge.width)

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        paint(canvas, self.badge, 0, self.height)
        with canvas.tag(self.tag):
            canvas.setFont(fonts.BOLD, self.size)
            canvas.setFillColor(self.colour)
            left = (self.width - canvas.stringWidth(self.text, fonts.BOLD, self.size)) / 2
            canvas.drawString(left, (self.height - self.size * CAP_HEIGHT) / 2, self.text + " ")


class Base:
    """Text, headings, signs and figures for one setting; `draw` makes the figures, `words` has the fixed words."""

    aside_gap: ClassVar[str] = "\u2002"
    """What parts a heading from the aside behind it."""
    upright: ClassVar[float] = 1.6
    """A figure this many times as high as it is wide stands beside words rather than above them."""

    share: float = 1.0
    """The part of its greatest height that a figure gets."""

    def __init__(self, setting: Setting, draw: Draw, words: Callable[[str], str]) -> None:
        self.setting = setting
        self.draw = draw
        self.words = words

    def text(self, text: str, role: str, width: float, tag: Tag, colour: str = "", right: float = 0.0) -> Slab:
        """Ready markup in a role's style, `right` pt short of the column, as content of `tag`."""
        return self.styled(text, self.setting.style(role, colour, right), width, tag)

    def styled(self, text: str, style: ParagraphStyle, width: float, tag: Tag) -> Slab:
        """Ready markup in a style of its own."""
        flowable = TaggedParagraph(text, style, "P")
        flowable.tag = tag
        return Slab(flowable, measured(flowable, width), splittable=True)

    def run_in(self, label: str, text: Runs, colour: str) -> str:
        """The markup of a bold label in a colour, and the text that follows it on the line."""
        head = f'<font color="{self.setting.colours[colour]}"><b>{markup((Run(label),))}</b></font>'
        return f"{head} {markup(text, self.setting.colours['accent'])}"

    def typed(self, text: str, role: str, width: float, tag: Tag) -> Slab:
        """What a person typed, literally, in whatever script."""
        flowable = TypedParagraph(text, self.setting.style(role))
        flowable.tag = tag
        return Slab(flowable, measured(flowable, width), splittable=True)

    def box(self, name: str, tooltip: str, size: float, parent: Tag, at: tuple[float, float]) -> Placed:
        """A box to tick at (left, top): a form field in an electronic copy, an outline on paper."""
        if self.setting.fillable:
            return Placed(CheckBox(name, tooltip, size, self.setting.colours["form"], parent), at[0], at[1], size)
        return Placed(Ornament(marks.tick_box(size, self.setting.colours["form"])), at[0], at[1], 0)

    def field(
        self,
        name: str,
        tooltip: str,
        size: tuple[float, float],
        parent: Tag,
        options: Sequence[tuple[str, str]] = (),
        multiline: bool = False,
        line: str = "form",
        value: str = "",
    ) -> Flowable:
        """A field of this width and height to write in, or to choose one of the options; `line` names its colour.

        An option is what is stored and what is shown; `value` is the one stored already.
        """
        width, height = size
        colour, type_size = self.setting.colours[line], self.role("field").size
        if options:
            return ChoiceField(
                name, tooltip, options, width, height, value, size=type_size, colour=colour, parent=parent
            )
        return TextField(name, tooltip, width, height, type_size, multiline, colour=colour, parent=parent)

    def paragraph(self, runs: Runs, look: str, room: Room, role: str = "P") -> Slab:
        """A paragraph; running text is no wider than can be read with ease."""
        name = room.body if look == "body" else look
        running = not self.setting.large and name in ("body", "intro")
        right = max(0.0, room.width - READING_WIDTH) if running else 0.0
        text = markup(runs, self.setting.colours["accent"])
        slab = self.text(text, name, room.width, Tag(role, room.parent), right=right)
        return slab.moved(before=self.leading(room) * 0.375, loose=True)

    def leading(self, room: Room) -> float:
        """The leading of body text in pt, by which gaps are measured."""
        return self.role(room.body).leading

    def role(self, name: str) -> Role:
        """The sizes of a role in this setting."""
        return self.setting.scale[name]

    def rule(self, colour: str, weight: float, *, top: bool = False) -> Decoration:
        """Paints a line `weight` pt thick inside the lower edge of a panel, or inside its upper edge."""
        fill = self.setting.colour(colour)

        def paint_rule(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setFillColor(fill)
            canvas.rect(0, height - weight if top else 0, width, weight, stroke=0, fill=1)

        return paint_rule

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
        colour = self.setting.colours["muted"]
        text = markup((Run(aside),))
        return f' {self.aside_gap}<font name="{small.font}" size="{small.size}" color="{colour}">{text}</font>'

    def first_middle(self, role_name: str) -> float:
        """How far below the top of a paragraph the middle of its first line's capitals lies, in pt."""
        role = self.role(role_name)
        ascent: float = pdfmetrics.getAscent(role.font, role.size)
        return ascent - role.size * CAP_HEIGHT / 2

    def badge(self, size: float) -> float:
        """How wide the badge of a letter is, in pt, where `size` would do for its place."""
        return size

    def sign(self, text: str, size: float, colour: str, tag: Tag, *, square: bool, hollow: bool = False) -> Sign:
        """A white number or letter on a badge in a named or `#rrggbb` colour; a hollow one the other way round."""
        tone = self.setting.colours.get(colour) or self.setting.tone(colour)
        badge = marks.square(size, tone) if square else marks.ring(size, tone) if hollow else marks.disc(size, tone)
        letters = size * (LETTER_SHARE if len(text) == 1 else 0.56)
        return Sign(badge, text, letters, tone if hollow else self.setting.colours["white"], tag)

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
            tone="grey" if setting.grey else "colour",
            fill=fill,
        )

    def most_height(self, size: PictureSize) -> float:
        """The greatest height in pt of a figure in a kind of place."""
        return HEIGHTS[self.setting.kind, self.setting.large][size] * self.share

    def stands_beside(self, block: Picture) -> bool:
        """Whether a figure is so much higher than it is wide that a low, wide frame would waste its room."""
        natural = self.draw(block.figure, self.frame(PROBE_WIDTH, None, block.panels, fill=False))
        return natural.height > self.upright * natural.width

    def picture(self, block: Picture, room: Room, height: float | None = None, width: float | None = None) -> Slab:
        """A figure with its caption, at most as high as its place allows."""
        limit = self.most_height(block.size)
        most = min(height or limit, limit)
        wide = width or room.width
        drawing = self.draw(block.figure, self.frame(wide, most, block.panels))
        caption = TaggedParagraph(
            markup((Run(block.caption),)), self.setting.style("caption"), "Caption", parent=room.parent
        )
        figure = FigureFlowable(drawing, caption, parent=room.parent)
        total = measured(figure, room.width)
        return Slab(figure, total, before=9.0, least=4.0, loose=True)
