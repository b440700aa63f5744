"""The tagged flowables that a layout is made of. They decide nothing about style."""

from __future__ import annotations

from typing import Any

from reportlab.platypus import Flowable

from booklet.drawing import Drawing
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.figure import paint
from booklet.pdf.lists import Marker, TaggedList, cut, draw_stack, stack
from booklet.pdf.paragraph import Heading, TaggedParagraph
from booklet.pdf.structure import Tag
from booklet.pdf.tables import TaggedTable
from booklet.pdf.tagged import CloseTag, OpenTag, Tagged, scope
from booklet.units import pt

__all__ = [
    "CloseTag",
    "FigureFlowable",
    "Heading",
    "Marker",
    "OpenTag",
    "Tagged",
    "TaggedList",
    "TaggedParagraph",
    "TaggedTable",
    "cut",
    "draw_stack",
    "scope",
    "stack",
]


class FigureFlowable(Flowable):
    """A drawing as a Figure with its alternate text and bounding box, and its caption `gap` pt below.

    The caption follows the figure as an element of its own: inside it, readers that say the alternate text would
    skip it. The two are never parted. `tag_options` are those of `Tag`.
    """

    def __init__(
        self, drawing: Drawing, caption: TaggedParagraph | None = None, *, gap: float = 4, **tag_options: Any
    ) -> None:
        super().__init__()
        self.drawing = drawing
        self.caption = caption
        self.gap = gap
        self._tag_options = tag_options
        self._figure_size = pt(drawing.width), pt(drawing.height)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The width of the drawing, and its height with the caption, which is set as wide as the drawing."""
        self.width, self.height = self._figure_size
        if self.caption:
            self.height += self.gap + self.caption.wrapOn(self.canv, self.width, availHeight)[1]
        return self.width, self.height

    def draw(self) -> None:
        """Draw the figure, then the caption."""
        canvas = self.canv
        if not isinstance(canvas, TaggedCanvas):
            raise TypeError("figures are painted on a TaggedCanvas only")
        (width, height), top = self._figure_size, self.height
        with canvas.tag(Tag("Figure", alt=self.drawing.alt, **self._tag_options)) as element:
            if element is not None:
                corners = (*canvas.absolutePosition(0, top - height), *canvas.absolutePosition(width, top))
                element.set_box(corners)
            paint(canvas, self.drawing, 0, top)
        if self.caption:
            self.caption.drawOn(canvas, 0, 0)
