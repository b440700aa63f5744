"""A document with every hard case of tagging, made from tagged paragraphs in plain ReportLab containers."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageBreak, PageTemplate, Table

from booklet.drawing import Drawing, Fill, Group, Stroke, Symbol, Text, Use
from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.flowables import FigureFlowable
from booklet.pdf.metadata import Metadata
from booklet.pdf.output import canvas_maker
from booklet.pdf.paragraph import Heading, TaggedParagraph
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
INDENT = 18.0
ITEM = ParagraphStyle("item", BODY, leftIndent=INDENT, spaceAfter=1)
INNER = ParagraphStyle("inner", ITEM, leftIndent=2 * INDENT)

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


def paragraph(markup: str, role: str = "P", style: ParagraphStyle = BODY, **options: Any) -> TaggedParagraph:
    """A body paragraph."""
    return TaggedParagraph(markup, style, role, **options)


def piece(markup: str, tag: Tag) -> TaggedParagraph:
    """A paragraph on the paper that is only a part of its element."""
    flowable = paragraph(markup)
    flowable.tag = tag
    return flowable


def in_one_line(*cells: Flowable, widths: Sequence[float]) -> Table:
    """Flowables beside each other."""
    tight = [(f"{side}PADDING", (0, 0), (-1, -1), 0) for side in ("LEFT", "TOP", "RIGHT", "BOTTOM")]
    return Table([cells], widths, hAlign="LEFT", spaceAfter=6, style=[*tight, ("VALIGN", (0, 0), (-1, -1), "TOP")])


class Words(Flowable):
    """A few words as content of a tag; unlike a paragraph's, their end is not the end of a line."""

    def __init__(self, text: str, tag: Tag) -> None:
        super().__init__()
        self.width, self.height = stringWidth(text, fonts.REGULAR, 12), BODY.leading
        self.text, self.tag = text, tag

    def draw(self) -> None:
        with self.canv.tag(self.tag):
            self.canv.setFont(fonts.REGULAR, 12)
            self.canv.drawString(0, 4, self.text)


class PageNumber(Flowable):
    """The number of the page that a bookmark is on, as content of a tag; drawn when all pages are known."""

    def __init__(self, key: str, tag: Tag) -> None:
        super().__init__()
        self.width, self.height = 14, BODY.leading
        self.key, self.tag = key, tag

    def draw(self) -> None:
        self.canv.translate(0, 4)
        with self.canv.tag(self.tag):
            self.canv.defer(f"page of {self.key}", self.width, BODY.leading, self._show)

    def _show(self, canvas: TaggedCanvas) -> None:
        canvas.setFont(fonts.REGULAR, 12)
        canvas.drawString(0, 0, str(canvas.page_of(self.key)))


class Dot(Flowable):
    """A drawn list marker: content of its tag, or an ornament without one."""

    def __init__(self, tag: Tag | None = None) -> None:
        super().__init__()
        self.width, self.height = INDENT, BODY.leading
        self.tag = tag

    def draw(self) -> None:
        if self.tag is None:
            self.canv.circle(4, 8, 2, stroke=0, fill=1)
        else:
            with self.canv.tag(self.tag), self.canv.content():
                self.canv.circle(4, 8, 2, stroke=0, fill=1)


class Item(TaggedParagraph):
    """The text of a list item, with its marker beside the first line; it may be split over pages."""

    marker: Flowable | None = None

    def draw(self) -> None:
        if self.marker:
            height = self.marker.wrap(INDENT, self.height)[1]
            self.marker.drawOn(self.canv, self.style.leftIndent - INDENT, self.height - height)
        super().draw()

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        pieces = super().split(availWidth, availHeight)
        if pieces:
            pieces[0].marker = self.marker
        return pieces


def item(markup: str, parts: Tag, marker: Callable[[Tag], Flowable], style: ParagraphStyle) -> Item:
    """An item of the list `parts`: the marker made for its element, and a paragraph in its body."""
    element = Tag("LI", parts)
    text = Item(markup, style, parent=Tag("LBody", element))
    text.marker = marker(element)
    return text


def numbered(*texts: str, parent: Tag | None = None) -> list[Item]:
    """A list with the markers 1., 2., 3."""

    def marker(number: int) -> Callable[[Tag], Flowable]:
        return lambda element: paragraph(f"{number}.", "Span", parent=Tag("Lbl", element))

    parts = Tag("L", parent, attrs={"List": {"ListNumbering": "/Decimal"}})
    return [item(text, parts, marker(number), ITEM) for number, text in enumerate(texts, 1)]


def dotted(*texts: str, read_as: str = "", parent: Tag | None = None, style: ParagraphStyle = ITEM) -> list[Item]:
    """A list with drawn markers, which are read as this text or not at all."""

    def marker(element: Tag) -> Flowable:
        return Dot(Tag("Lbl", element, actual=read_as) if read_as else None)

    parts = Tag("L", parent, attrs={"List": {"ListNumbering": "/Disc"}})
    return [item(text, parts, marker, style) for text in texts]


class ColumnHead(TaggedParagraph):
    """The head of a column; ReportLab draws it again wherever its table goes on, then as an artifact."""

    drawn = False

    def draw(self) -> None:
        with self.canv.artifact("Type", "Pagination") if self.drawn else nullcontext():
            super().draw()
        self.drawn = True


def table(
    head: Sequence[str], rows: Sequence[Sequence[str]], *, row_heads: int = 1, parent: Tag | None = None
) -> Table:
    """A table with heads of columns, and of rows in its first `row_heads` columns; a cell "" joins the one before."""
    element = Tag("Table", parent)
    first, body = Tag("TR", Tag("THead", element)), Tag("TBody", element)
    cells: list[list[Flowable | str]] = [
        [ColumnHead(text, BODY, "TH", parent=first, attrs={"Table": {"Scope": "/Column"}}) for text in head],
        *(_cells(row, Tag("TR", body), row_heads) for row in rows),
    ]
    joined = [(column, row) for row, line in enumerate(cells) for column, cell in enumerate(line) if cell == ""]
    spans = [("SPAN", (column - 1, row), (column, row)) for column, row in joined]
    rule = ("LINEBELOW", (0, 0), (-1, 0), 1.5, HexColor("#0f4c5c"))
    return Table(cells, (80, 80, 260)[: len(head)], repeatRows=1, style=[*spans, rule])


def _cells(texts: Sequence[str], row: Tag, heads: int) -> list[Flowable | str]:
    cells: list[Flowable | str] = []
    for index, text in enumerate(texts):
        attributes: dict[str, object] = {"Scope": "/Row"} if index < heads else {}
        if texts[index + 1 : index + 2] == ("",):
            attributes["ColSpan"] = 2
        cell = Tag("TH" if index < heads else "TD", row, attrs={"Table": attributes} if attributes else {})
        cells.append(paragraph(text, parent=cell) if text else "")
    return cells


def opening(parent: Tag) -> list[Flowable]:
    """Paragraphs in pieces: a wrapped link, words in another language, a role of PDF 2.0, a page number."""
    first, second = Tag("P", parent), Tag("P", parent)
    link = (
        'Read <b>this</b> and <a href="https://example.org/" color="blue"><u>the page of the clinic whose name is '
        "so long that it goes on over the end of its line</u></a>, or say"
    )
    bonjour, us = Words("bonjour", Tag("Span", first, lang="fr")), Words("us", Tag("Em", first))
    where = piece('See <a href="#table">the weeks on page</a>', second)
    return [
        piece(link, first),
        in_one_line(bonjour, Words(" to ", first), us, widths=(44, 18, 20)),
        piece(". " + ADVICE * 2, first),
        in_one_line(where, PageNumber("table", second), piece(", then rest.", second), widths=(129, 7, 70)),
    ]


def torture() -> list[Flowable]:
    """The story: split paragraphs, lists and tables over pages, wrapped links, deferred numbers, figures, Spanish."""
    fonts.register(Resources.at())
    section = Tag("Sect")
    steps = numbered(*(f"Step {n}. {ADVICE * 6}" for n in range(1, 9)), parent=section)
    inner = dotted("Inner one", "Inner two", parent=steps[3].tag.parent, style=INNER)
    weeks = [*((f"Week {n}", f"{n}", ADVICE) for n in range(1, 25)), ("Both", "Two columns wide", "")]
    front = paragraph("Seen from the front.", "Caption", SMALL, parent=section)
    behind = paragraph("Seen from behind.", "Caption", SMALL, parent=section)
    return [
        Heading("Where to look first", HEADING, 1, "top", parent=section),
        *opening(section),
        paragraph(f'<a href="#top">{ADVICE * 3}</a>', parent=section),
        paragraph("Muévase despacio y respire con calma. ¿Dudas? ¡Pregunte! " * 3, lang="es", parent=section),
        paragraph(ADVICE * 40, parent=section),
        PageBreak(),
        Heading("Steps", HEADING, 2, "steps", parent=section),
        *steps[:4],
        *inner,
        *steps[4:],
        Heading("Figures", HEADING, 2, "figures", parent=section),
        FigureFlowable(knee(), front, parent=section),
        KeepTogether([FigureFlowable(knee("Right"), behind, parent=section)]),
        *dotted("Walk", "Sleep", read_as="•", parent=section),
        Heading("The weeks", HEADING, 2, "table", parent=section),
        table(("Week", "Before", "After"), weeks, parent=section),
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


class Template(BaseDocTemplate):
    """One column on Letter."""

    def __init__(self, footer: bool) -> None:
        super().__init__("unused.pdf", pagesize=(612, 792))
        frame = Frame(54, 64, 504, 685, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("one", frame, onPage=furniture if footer else lambda *_: None)])


def build(story: Sequence[Flowable], resources: Resources | None = None, *, footer: bool = False) -> bytes:
    """The story as a finished reading copy."""
    out = io.BytesIO()
    template = Template(footer)
    template.build(list(story), filename=out, canvasmaker=canvas_maker(METADATA, resources or Resources.at()))
    return out.getvalue()


def torture_pdf(resources: Resources | None = None) -> bytes:
    """The torture document."""
    return build(torture(), resources, footer=True)
