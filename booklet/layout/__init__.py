"""Document to pages: the last stage that knows about sizes and places."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from booklet.document import Block, Document
from booklet.layout.arranger import Arranger
from booklet.layout.base import Draw, Room
from booklet.layout.binding import bound
from booklet.layout.dummy import dummy, fitting
from booklet.layout.folded import fitted, titles, typeset_panels
from booklet.layout.furniture import Words, footer, running_foot
from booklet.layout.half import HalfArranger
from booklet.layout.insert import InsertArranger
from booklet.layout.insert import stock as panel_stock
from booklet.layout.large import LargeArranger
from booklet.layout.pages import Page, gaps, paginate
from booklet.layout.styles import BLEED, Paper, Press, Setting, StockName
from booklet.pdf.canvas import TaggedCanvas

__all__ = [
    "BLEED",
    "Draw",
    "Paper",
    "Press",
    "Printed",
    "Setting",
    "StockName",
    "dummy",
    "fitted",
    "fitting",
    "panel_stock",
    "prints",
    "titles",
    "typeset",
]

ARRANGERS: Final[Mapping[tuple[StockName, bool], type[Arranger]]] = {
    ("sheet", False): Arranger,
    ("sheet", True): LargeArranger,
    ("half", False): HalfArranger,
    ("panels", False): InsertArranger,
}
"""Who arranges the blocks on each kind of page, in regular and in large print."""


FEET: Final[Mapping[StockName, Callable[[TaggedCanvas, Document, Setting, Words, int], None]]] = {
    "sheet": footer,
    "half": running_foot,
}
"""What stands at the foot of each kind of page."""


def prints(kind: StockName, *, large: bool) -> bool:
    """Whether pages of this kind can be printed, in large print or not."""
    return (kind, large) in ARRANGERS


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished PDF, its number of pages, and the fillers in it, in the order of its pages."""

    data: bytes
    pages: int
    padding: tuple[str, ...] = ()


def typeset(document: Document, setting: Setting, draw: Draw, words: Words, canvas: TaggedCanvas) -> Printed:
    """The finished PDF of a document.

    `draw` makes its figures, `words` gives the fixed words for page numbers. Raises BookletError when a block does
    not fit a page, a character cannot be shown, or bound pages would stay empty.
    """
    if setting.leaflet:
        data = typeset_panels(document, setting, draw, words, canvas)
        return Printed(data, canvas.page_count)
    stock = setting.stock
    arranger = ARRANGERS[setting.kind, setting.large](setting, draw, words)

    def set_pages(blocks: tuple[Block, ...]) -> list[Page]:
        return paginate(arranger.blocks(blocks, Room(stock.measure, None)), stock.measure, setting.depth)

    pages = bound(set_pages(document.blocks), document.fillers, stock.per_sheet, set_pages)
    for page in pages:
        top = setting.page[1] - stock.top
        for slab, gap in zip(page.slabs, gaps(page, setting.depth), strict=True):
            top -= gap + slab.height
            slab.flowable.drawOn(canvas, setting.margin, top)
        FEET[setting.kind](canvas, document, setting, words, len(pages))
        canvas.showPage()
    return Printed(canvas.getpdfdata(), len(pages), tuple(page.filler for page in pages if page.filler))
