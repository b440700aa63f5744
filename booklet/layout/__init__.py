"""Document to pages: the last stage that knows about sizes and places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from booklet.document import Document
from booklet.layout.arranger import Arranger
from booklet.layout.base import Draw, Room
from booklet.layout.dummy import dummy, fitting
from booklet.layout.folded import fitted, titles, typeset_panels
from booklet.layout.furniture import footer
from booklet.layout.insert import InsertArranger
from booklet.layout.insert import stock as panel_stock
from booklet.layout.large import LargeArranger
from booklet.layout.pages import gaps, paginate
from booklet.layout.styles import Paper, Setting, StockName
from booklet.pdf.canvas import TaggedCanvas

__all__ = ["Draw", "Paper", "Setting", "StockName", "dummy", "fitted", "fitting", "panel_stock", "titles", "typeset"]

ARRANGERS: Final[Mapping[tuple[StockName, bool], type[Arranger]]] = {
    ("sheet", False): Arranger,
    ("sheet", True): LargeArranger,
    ("panels", False): InsertArranger,
}
"""Who arranges the blocks on each kind of page, in regular and in large print."""


def typeset(
    document: Document, setting: Setting, draw: Draw, words: Callable[[str], str], canvas: TaggedCanvas
) -> bytes:
    """The finished PDF of a document.

    `draw` makes its figures, `words` gives the fixed words for page numbers. Raises BookletError when a block does
    not fit a page or a character cannot be shown.
    """
    if setting.leaflet:
        return typeset_panels(document, setting, draw, words, canvas)
    stock = setting.stock
    arranger = ARRANGERS[setting.kind, setting.large](setting, draw, words)
    slabs = arranger.blocks(document.blocks, Room(stock.measure, None))
    for page in paginate(slabs, stock.measure, setting.depth):
        top = setting.page[1] - stock.top
        for slab, gap in zip(page.slabs, gaps(page, setting.depth), strict=True):
            top -= gap + slab.height
            slab.flowable.drawOn(canvas, setting.margin, top)
        footer(canvas, document, setting, words("page-of"))
        canvas.showPage()
    return canvas.getpdfdata()
