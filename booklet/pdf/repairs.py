"""The one place where ReportLab itself is changed, for what a subclass cannot reach."""

from __future__ import annotations

from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFStream

_END: Final = b"endstream\n"
_write_stream = PDFStream.format


def _with_line_end(self: PDFStream, document: Any) -> bytes:
    """A stream with an end-of-line before `endstream` (PDF/A-2, 6.1.7.1); fonts and forms write theirs themselves."""
    written: bytes = _write_stream(self, document)
    return written.removesuffix(_END) + b"\n" + _END


def repair() -> None:
    """Make ReportLab's streams conform; a second call does nothing."""
    PDFStream.format = _with_line_end
