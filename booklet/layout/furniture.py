"""What stands on every page without being part of the text: the footer. And page numbers, known only at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from booklet.document import Document
from booklet.layout.styles import Role, Setting
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import Tag
from booklet.pdf.typed import draw_typed, typed_width

FOLIO_WIDTH: Final = 160.0
FOOTER_GAP: Final = 12.0

Words: TypeAlias = Callable[[str], str]
"""Gives the fixed words of a language by their keys."""


def text_width(text: str, role: Role) -> float:
    """Width of a line of text in pt."""
    width: float = pdfmetrics.stringWidth(text, role.font, role.size)
    return width


class PageNumber(Flowable):
    """The page that a bookmark is on, set flush right; drawn when all pages are known."""

    def __init__(self, target: str, pattern: str, role: Role, colour: str, tag: Tag) -> None:
        super().__init__()
        self.target, self.pattern, self.role, self.colour, self.tag = target, pattern, role, colour, tag
        self.width = text_width(pattern.format(page=999) + " ", role)
        self.height = role.size * 0.7

    def draw(self) -> None:
        def show(canvas: TaggedCanvas) -> None:
            canvas.setFont(self.role.font, self.role.size)
            canvas.setFillColor(self.colour)
            canvas.drawRightString(self.width, 0, self.pattern.format(page=canvas.page_of(self.target)) + " ")

        with self.canv.tag(self.tag):
            self.canv.defer(f"page of {self.target}", self.width, self.role.size, show)


def footer(canvas: TaggedCanvas, document: Document, setting: Setting, words: Words, pages: int) -> None:
    """Title at the left, version and hash in the middle, "Page n of m" at the right, under a hairline."""
    pattern = words("page-of")
    ends, middle = setting.scale["footer-ends"], setting.scale["footer"]
    left, right = setting.margin, setting.page[0] - setting.margin
    page = canvas.getPageNumber()
    base = setting.stock.foot_text
    with canvas.artifact("Type", "Pagination", "Subtype", "Footer"):
        canvas.saveState()
        canvas.setStrokeColor(setting.colour("hairline"))
        canvas.setLineWidth(0.75)
        canvas.line(left, setting.stock.foot_rule, right, setting.stock.foot_rule)
        title = document.footer or (document.short_title if setting.large else document.title)
        room = right - left - text_width(pattern.format(page=99, pages=99), ends) - FOOTER_GAP
        width = min(typed_width(title, ends.font, ends.size), room)
        draw_typed(canvas, title, left, base, ends.font, ends.size, setting.colour("ink"), most_width=room)
        imprint = _imprint(document)
        half = text_width(imprint, middle) / 2
        if width + 2 * half + FOOTER_GAP <= room:  # whose sheet it is comes first
            canvas.setFont(middle.font, middle.size)
            canvas.setFillColor(setting.colour("muted"))
            # In the middle of the page, or of the room between its neighbours where these are wide.
            centred = (left + right) / 2
            clear = not setting.large and left + width + FOOTER_GAP <= centred - half
            canvas.drawCentredString(centred if clear else left + (width + room + FOOTER_GAP) / 2, base, imprint)
        canvas.translate(right - FOLIO_WIDTH, base)

        def show(canvas: TaggedCanvas) -> None:
            canvas.setFont(ends.font, ends.size)
            canvas.setFillColor(setting.colour("ink"))
            canvas.drawRightString(FOLIO_WIDTH, 0, pattern.format(page=page, pages=canvas.page_count))

        canvas.defer(f"folio {page}", FOLIO_WIDTH, ends.size, show)
        canvas.restoreState()


def running_foot(canvas: TaggedCanvas, document: Document, setting: Setting, words: Words, pages: int) -> None:
    """The foot of a bound page: its number outside, the short title inside.

    Covers have none: the front has nothing, the back version and hash.
    """
    page = canvas.getPageNumber()
    left, right, base = setting.margin, setting.page[0] - setting.margin, setting.stock.foot_text
    if page == 1:
        return
    folio, small = setting.scale["folio"], setting.scale["footer"]
    with canvas.artifact("Type", "Pagination", "Subtype", "Footer"):
        canvas.saveState()
        if page == pages:
            _write(canvas, _imprint(document), left, base, small, setting.colour("muted"))
        else:
            canvas.setStrokeColor(setting.colour("hairline"))
            canvas.setLineWidth(0.75)
            canvas.line(left, setting.stock.foot_rule, right, setting.stock.foot_rule)
            number, title = str(page), document.short_title
            recto = page % 2 == 1
            outside = right - text_width(number, folio) if recto else left
            room = right - left - text_width(number, folio) - FOOTER_GAP
            inside = left if recto else right - min(text_width(title, small), room)
            _write(canvas, number, outside, base, folio, setting.colour("ink"))
            draw_typed(canvas, title, inside, base, small.font, small.size, setting.colour("muted"), most_width=room)
        canvas.restoreState()


def _write(canvas: TaggedCanvas, text: str, left: float, base: float, role: Role, colour: Color) -> None:
    canvas.setFont(role.font, role.size)
    canvas.setFillColor(colour)
    canvas.drawString(left, base, text)


def _imprint(document: Document) -> str:
    return f"{document.version} \u00b7 {document.digest}"
