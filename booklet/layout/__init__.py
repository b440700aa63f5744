"""Document to pages: the last stage that knows about sizes and places."""

from __future__ import annotations

from collections.abc import Callable

from booklet.document import Document
from booklet.layout.arranger import Arranger
from booklet.layout.base import Draw, Room
from booklet.layout.furniture import footer
from booklet.layout.large import LargeArranger
from booklet.layout.pages import gaps, paginate
from booklet.layout.styles import MEASURE, TOP, Paper, Setting
from booklet.pdf.canvas import TaggedCanvas

__all__ = ["Draw", "Paper", "Setting", "typeset"]


def typeset(
    document: Document, setting: Setting, draw: Draw, words: Callable[[str], str], canvas: TaggedCanvas
) -> bytes:
    """The finished PDF of a document.

    `draw` makes its figures, `words` gives the fixed words for page numbers. Raises BookletError when a block does
    not fit a page or a character cannot be shown.
    """
    arranger = (LargeArranger if setting.large else Arranger)(setting, draw, words)
    slabs = arranger.blocks(document.blocks, Room(MEASURE, None))
    for page in paginate(slabs, MEASURE, setting.depth):
        top = setting.page[1] - TOP
        for slab, gap in zip(page.slabs, gaps(page, setting.depth), strict=True):
            top -= gap + slab.height
            slab.flowable.drawOn(canvas, setting.margin, top)
        footer(canvas, document, setting, words("page-of"))
        canvas.showPage()
    return canvas.getpdfdata()
