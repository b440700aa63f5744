"""A figure with its caption."""

from __future__ import annotations

from typing import Any, Final

from reportlab.platypus import Flowable

from booklet.drawing import Drawing
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.figure import paint
from booklet.pdf.paragraph import TaggedParagraph
from booklet.pdf.structure import Tag
from booklet.units import pt

CAPTION_GAP: Final = 4.0
"""Between a figure and its caption, in pt."""


class FigureFlowable(Flowable):
    """A drawing as a Figure with its alternate text and bounding box, and its caption below.

    The caption follows the figure as an element of its own: inside it, readers that say the alternate text would
    skip it. The two are never parted. `tag_options` are those of `Tag`.
    """

    def __init__(self, drawing: Drawing, caption: TaggedParagraph | None = None, **tag_options: Any) -> None:
        super().__init__()
        self.drawing = drawing
        self.caption = caption
        self._tag_options = tag_options
        self._figure_size = pt(drawing.width), pt(drawing.height)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The width of the drawing, and its height with the caption, which is set as wide as the drawing."""
        self.width, self.height = self._figure_size
        if self.caption:
            self.height += CAPTION_GAP + self.caption.wrapOn(self.canv, self.width, availHeight)[1]
        return self.width, self.height

    def draw(self) -> None:
        """Draw the figure, then the caption."""
        canvas: TaggedCanvas = self.canv
        (width, height), top = self._figure_size, self.height
        with canvas.tag(Tag("Figure", alt=self.drawing.alt, **self._tag_options)) as element:
            if element is not None:
                corners = (*canvas.absolutePosition(0, top - height), *canvas.absolutePosition(width, top))
                element.set_box(_on_page(corners, canvas))
            paint(canvas, self.drawing, 0, top)
        if self.caption:
            self.caption.drawOn(canvas, 0, 0)


def _on_page(corners: tuple[float, float, float, float], canvas: TaggedCanvas) -> tuple[float, float, float, float]:
    """What of a box is on the paper: art may run off its edges."""
    wide, high = (length + 2 * canvas.rim for length in canvas._pagesize)
    left, bottom, right, top = corners
    return max(left, 0.0), max(bottom, 0.0), min(right, wide), min(top, high)
