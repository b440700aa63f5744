"""A document with every hard case of tagging, made from the project's own flowables, for several tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageBreak, PageTemplate

from booklet.drawing import Drawing, Fill, Group, Stroke, Symbol, Text, Use
from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.flowables import (
    CloseTag,
    FigureFlowable,
    Heading,
    Marker,
    OpenTag,
    TaggedList,
    TaggedParagraph,
    TaggedTable,
)
from booklet.pdf.output import Metadata, canvas_maker
from booklet.pdf.structure import Tag
from booklet.resources import Resources

METADATA = Metadata(
    title="Knee & <hip>",
    author="The clinic",
    subject="How to care for a sore knee",
    language="en-US",
    identifier="urn:booklet:sample",
    created=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC),
)
ADVICE = "Move slowly, breathe out on the effort, and stop at the first sign of sharp pain. "
BODY = ParagraphStyle("body", fontName=fonts.REGULAR, fontSize=12, leading=16, spaceAfter=6)
HEADING = ParagraphStyle("heading", BODY, fontName=fonts.BOLD, fontSize=17, leading=20, keepWithNext=1)
SMALL = ParagraphStyle("small", BODY, fontSize=9.5, leading=12)

SQUARE = (("M", 0.0, 0.0), ("L", 20.0, 0.0), ("L", 20.0, 30.0), ("L", 0.0, 30.0), ("Z",))
CURVE = (("M", 2.0, 2.0), ("C", 8.0, 0.0, 12.0, 8.0, 18.0, 28.0))
PLATE = Symbol(
    "plate",
    (0.0, 0.0, 20.0, 30.0),
    (Fill(SQUARE, "#e9d3c0"), Stroke(CURVE, "#45535c", 0.4, opacity=0.5), Fill(SQUARE, "#0072b2", 0.2)),
)


def knee(words: str = "Left") -> Drawing:
    """A small figure with a shared symbol, a clip, dashes, opacity and words."""
    return Drawing(
        "knee",
        "Knee",
        "A left knee with one point.",
        60.0,
        40.0,
        (
            Use(PLATE, 1.0, 2.0, 2.0),
            Use(PLATE, 0.8, 30.0, 4.0, opacity=0.5),
            Group((Fill(SQUARE, "#d55e00", 0.3, even_odd=True), Stroke(CURVE, "#9c3f00", 0.5, (1.0, 1.0))), clip=CURVE),
            Stroke((("M", 30.0, 20.0), ("L", 30.0, 20.0)), "#000000", 2.0),
            Text(58.0, 38.0, words, 3.7, "#1b2730", "bold", "end"),
        ),
    )


def ornament() -> Drawing:
    """A drawing without words, for page furniture."""
    return Drawing("ripple", "Ripple", "", 6.0, 6.0, (Stroke(CURVE, "#0f4c5c", 0.3),))


def dot(canvas: Canvas) -> None:
    """A drawn list marker."""
    canvas.circle(4, -8, 2, stroke=0, fill=1)


def paragraph(markup: str, role: str = "P", style: ParagraphStyle = BODY, **options: Any) -> TaggedParagraph:
    """A body paragraph."""
    return TaggedParagraph(markup, style, role, **options)


def numbered(index: int) -> Marker:
    """The marker 1., 2., 3."""
    return Marker(paragraph(f"{index + 1}.", "Span"))


def torture() -> list[Flowable]:
    """The story: split paragraphs, lists and tables over pages, wrapped links, deferred numbers, figures, Spanish."""
    fonts.register(Resources.at())
    rows = [[paragraph("Week"), "Before", "After"]]
    rows += [[paragraph(f"Week {n}"), f"{n}", paragraph(ADVICE)] for n in range(1, 25)]
    rows += [[paragraph("Both"), paragraph("Two columns wide"), ""]]
    steps = [[paragraph(f"Step {n}. {ADVICE * 6}")] for n in range(1, 9)]
    steps[3].append(TaggedList([[paragraph("Inner one")], [paragraph("Inner two")]], lambda _: Marker(dot), indent=12))
    opening = (
        'Read <b>this</b> and <a href="https://example.org/" color="blue"><u>the page of the clinic whose name is '
        'so long that it goes on over the end of its line</u></a>, or say <t lang="fr">bonjour</t> '
        'to <t role="Em">us</t>. '
    )
    where = 'See <a href="#table">the weeks on page <defer key="page of table" width="14"/></a>, then rest.'
    return [
        OpenTag(Tag("Sect")),
        Heading("Where to look first", HEADING, 1, "top"),
        paragraph(opening + ADVICE * 2),
        paragraph(where),
        paragraph(f'<a href="#top">{ADVICE * 3}</a>'),
        paragraph("Muévase despacio y respire con calma. ¿Dudas? ¡Pregunte! " * 3, lang="es"),
        paragraph(ADVICE * 40),
        Heading("Steps", HEADING, 2, "steps"),
        TaggedList(steps, numbered, indent=18, gap=4, numbering="Decimal"),
        Heading("Figures", HEADING, 2, "figures"),
        FigureFlowable(knee(), paragraph("Seen from the front.", "Caption", SMALL)),
        KeepTogether([FigureFlowable(knee("Right"), paragraph("Seen from behind.", "Caption", SMALL))]),
        TaggedList([[paragraph("Walk")], [paragraph("Sleep")]], lambda _: Marker(dot, "•"), indent=12),
        Heading("The weeks", HEADING, 2, "table"),
        TaggedTable(
            rows,
            colWidths=(80, 80, 260),
            repeatRows=1,
            header_cols=1,
            style=[("SPAN", (1, -1), (2, -1)), ("LINEBELOW", (0, 0), (-1, 0), 1.5, HexColor("#0f4c5c"))],
        ),
        CloseTag(),
        PageBreak(),
        Heading("A last word", HEADING, 1, "last"),
        paragraph("Thank you. " + "https://example.org/" + "verylong" * 14 + " and more"),
    ]


def furniture(canvas: TaggedCanvas, template: Any) -> None:
    """The footer: a title, an ornament and "Page n of m", all of it an artifact."""
    with canvas.artifact("Type", "Pagination", "Subtype", "Footer"):
        canvas.setFont(fonts.REGULAR, 9.5)
        canvas.line(54, 60, 558, 60)
        canvas.drawString(54, 43, "Knee")
        canvas.saveState()
        canvas.translate(480, 43)
        page = canvas.getPageNumber()
        canvas.defer(f"footer {page}", 80, 12, lambda c: _page_of(c, page))
        canvas.restoreState()


def _page_of(canvas: TaggedCanvas, page: int) -> None:
    canvas.setFont(fonts.SEMIBOLD, 9.5)
    canvas.drawRightString(78, 0, f"Page {page} of {canvas.page_count}")


def page_number(key: str) -> Callable[[TaggedCanvas], None]:
    """Draws the number of the page that a bookmark is on."""

    def draw(canvas: TaggedCanvas) -> None:
        canvas.setFont(fonts.REGULAR, 12)
        canvas.drawString(0, 0, str(canvas.page_of(key)))

    return draw


class Template(BaseDocTemplate):
    """One column on Letter; the canvas stays open until its deferred content is filled."""

    def __init__(self, footer: bool) -> None:
        super().__init__("unused.pdf", pagesize=(612, 792))
        frame = Frame(54, 64, 504, 685, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("one", frame, onPage=furniture if footer else lambda *_: None)])
        self._doSave = 0


def build(story: Sequence[Flowable], resources: Resources | None = None, *, footer: bool = False) -> bytes:
    """The story as a finished reading copy."""
    out = io.BytesIO()
    template = Template(footer)
    template.build(list(story), filename=out, canvasmaker=canvas_maker(METADATA, resources or Resources.at()))
    canvas = template.canv
    if "page of table" in canvas.unfilled():
        canvas.fill("page of table", page_number("table"))
    canvas.save()
    return out.getvalue()


def torture_pdf(resources: Resources | None = None) -> bytes:
    """The torture document."""
    return build(torture(), resources, footer=True)
