"""The mixin that gives a flowable its tag, and the scopes of a story."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from reportlab.platypus.doctemplate import ActionFlowable

from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import Tag


def scope(canvas: Canvas, tag: Tag) -> AbstractContextManager[Any]:
    """The tag's element, opened on a tagged canvas; a plain canvas, which only measures, ignores it."""
    return canvas.tag(tag) if isinstance(canvas, TaggedCanvas) else nullcontext()


class Tagged:
    """A flowable with a tag; put it first among the bases: `class Rule(Tagged, HRFlowable)`.

    All pieces of a split flowable share the tag, so they are one element. The same flowable drawn twice on one
    canvas is two elements.
    """

    tag: Tag
    _drawn_on: Canvas | None = None

    def _drawOn(self, canv: Canvas) -> None:
        if canv is self._drawn_on:
            self.tag = replace(self.tag)
        self._drawn_on = canv
        with scope(canv, self.tag):
            super()._drawOn(canv)  # type: ignore[misc]

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """The pieces that fit, as the flowable itself would have it, all with its tag."""
        pieces: list[Flowable] = super().split(availWidth, availHeight)  # type: ignore[misc]
        for piece in pieces:
            piece.tag = self.tag
        return pieces


class OpenTag(ActionFlowable):
    """From here on a story is inside this element (Sect, Div), until the matching `CloseTag`.

    For a flowable in a container, which runs no actions, give its tag a `parent` instead.
    """

    def __init__(self, tag: Tag) -> None:
        super().__init__()
        self.tag = tag

    def apply(self, doc: Any) -> None:
        """Open the element on the document's canvas."""
        if isinstance(doc.canv, TaggedCanvas):
            doc.canv.push(self.tag)


class CloseTag(ActionFlowable):
    """Ends the element of the last `OpenTag`."""

    def __init__(self) -> None:
        super().__init__()

    def apply(self, doc: Any) -> None:
        """Close the element on the document's canvas."""
        if isinstance(doc.canv, TaggedCanvas):
            doc.canv.pop()
