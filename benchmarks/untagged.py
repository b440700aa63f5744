"""A canvas that paints the same pages without structure: what the handout would cost if it were not accessible."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import StructElem
from booklet.pdf.text import CheckedText


class UntaggedCanvas(TaggedCanvas):
    """A `TaggedCanvas` that keeps no tree and writes no marked content, links without elements, no metadata."""

    @property
    def tagging(self) -> bool:
        return False

    def begin_marked(self, element: StructElem | str) -> str:
        return ""

    def content(self) -> AbstractContextManager[None]:
        return nullcontext()

    def drawText(self, text: CheckedText) -> None:
        text._code = [code for code in text._code if code not in ("", "EMC")]
        Canvas.drawText(self, text)

    def _addAnnotation(self, annotation: Any, name: str | None = None, addtopage: int = 1) -> None:
        Canvas._addAnnotation(self, annotation, name, addtopage)

    def getpdfdata(self) -> bytes:
        if self._code:
            self.showPage()
        self._draw_deferred()
        return bytes(Canvas.getpdfdata(self))
