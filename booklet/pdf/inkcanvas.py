"""A ReportLab canvas on which all colours become ink, and whose pages may be painted beyond their edge.

With the ink of a screen and no rim it is ReportLab's own, operator for operator.
"""

from __future__ import annotations

import math
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFFormXObject, PDFPage
from reportlab.pdfgen.canvas import Canvas

from booklet.pdf.ink import SCREEN, Ink


class InkCanvas(Canvas):
    """A canvas painted with `ink`; its paper goes on by a `rim`, in pt, beyond the edges where pages are cut."""

    def __init__(self, filename: Any, *args: Any, ink: Ink = SCREEN, rim: float = 0.0, **options: Any) -> None:
        self.ink = ink
        self.rim = rim
        super().__init__(filename, *args, **options | {"enforceColorSpace": ink.enforce})

    def init_graphics_state(self) -> None:
        """Begin a page with the origin at its lower left corner, which is that of the trimmed sheet."""
        super().init_graphics_state()
        self._currentMatrix = (1.0, 0.0, 0.0, 1.0, self.rim, self.rim)

    def setLineWidth(self, width: float) -> None:
        """Set the width of lines, no less than the ink can show at the scale in force."""
        super().setLineWidth(max(width, self._thinnest))

    def transform(self, *matrix: float) -> None:
        """Change the coordinates; lines that would become too thin for the ink get its least width."""
        super().transform(*matrix)
        if self._lineWidth < self._thinnest:
            super().setLineWidth(self._thinnest)

    @property
    def _thinnest(self) -> float:
        """The least width of a line, in the unit of the current coordinates."""
        if not self.ink.thinnest:
            return 0.0
        a, b, c, d, *_ = self._currentMatrix
        area = abs(a * d - b * c)
        return self.ink.thinnest / math.sqrt(area) if area else 0.0

    def drawImage(self, image: Any, x: float, y: float, *args: Any, **options: Any) -> Any:
        """Paint an image, its pixels made of ink."""
        return super().drawImage(self.ink.picture(image), x, y, *args, **options)

    def drawInlineImage(self, image: Any, x: float, y: float, *args: Any, **options: Any) -> Any:
        """The same with its pixels among the operators; on a press, where these have no inks, as images always are."""
        paint = self.drawImage if self.ink.enforce else super().drawInlineImage
        return paint(image, x, y, *args, **options)

    def _make_preamble(self) -> None:
        super()._make_preamble()
        if self.ink.start:
            self._preamble += f" {self.ink.start}"

    def _setExtGState(self, target: PDFPage | PDFFormXObject) -> None:
        super()._setExtGState(target)
        if states := self.ink.states:
            target.ExtGState = target.ExtGState or PDFDictionary({})
            target.ExtGState.dict |= states

    def _setAnnotations(self, target: PDFPage | PDFFormXObject) -> None:
        super()._setAnnotations(target)  # ReportLab's last call before it registers a page or a form
        self.ink.approve(target.stream if isinstance(target.stream, str) else target.stream.decode("latin-1"))
