"""Content that is drawn when all pages are known, such as "Page 2 of 7": one layout pass is enough.

A form XObject may be used before it is defined, so its place is painted at once and its content when the document
is saved. The words in it belong to the tag or artifact that was open where it was placed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from booklet.pdf.canvas import TaggedCanvas
    from booklet.pdf.text import InlineTag, TaggedText

Draw: TypeAlias = "Callable[[TaggedCanvas], None]"
"""Draws deferred content with the origin at its left end, on the baseline."""


@dataclass(slots=True)
class Deferred:
    """A form to be drawn at save time; its box is `width` pt wide and reaches `height` pt above and below 0."""

    form: str
    width: float
    height: float
    draw: Draw | None = None


@dataclass(slots=True)
class InlineDeferred:
    """A deferred word in a paragraph; it takes the place of the image in ReportLab's `<img>`.

    The paragraph sets `text`, the text object that is being written, and `inside`, the inline tags round the word.
    """

    key: str
    width: float
    height: float
    text: TaggedText | None = None
    inside: Sequence[InlineTag] = ()

    def place(self, canvas: TaggedCanvas, x: float, y: float) -> None:
        """Paint the form with its origin at (x, y), as its own piece of content between those of the paragraph."""
        element = None
        if self.text is not None:
            self.text.close()
            element = self.text.element_of(self.inside)
        canvas.saveState()
        canvas.translate(x, y)
        with canvas.content(element):
            canvas.defer(self.key, self.width, self.height)
        canvas.restoreState()
