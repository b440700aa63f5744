"""Reads the tags of a document by PDFium, which shares no code with `booklet.check`."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium


def page_text(data: bytes) -> str:
    """All text of a document as a viewer finds it, which looks at the places of letters and at no tags."""
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def tagged_text(data: bytes) -> str:
    """All text of a document in the order of its tags, with the replacement texts in elements and in content."""
    with pypdfium2.PdfDocument(data) as document:
        return "".join(_Page(page).text() for page in document)


class _Page:
    def __init__(self, page: Any) -> None:
        self._page = page
        self._textpage = page.get_textpage()
        self._content: dict[int, str] = {}
        told: set[int] = set()
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            shown = pdfium.FPDFPage_GetObject(page, index)
            mcid = pdfium.FPDFPageObj_GetMarkedContentID(shown)
            self._content[mcid] = self._content.get(mcid, "") + self._object(shown, told)

    def text(self) -> str:
        tree = pdfium.FPDF_StructTree_GetForPage(self._page)
        try:
            count = pdfium.FPDF_StructTree_CountChildren(tree)
            return "".join(self._element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, i)) for i in range(count))
        finally:
            pdfium.FPDF_StructTree_Close(tree)

    def _element(self, element: Any) -> str:
        if actual := _utf16(pdfium.FPDF_StructElement_GetActualText, element):
            return actual
        parts = []
        for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
            mcid = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if mcid >= 0:
                parts.append(self._content.get(mcid, ""))
            elif child := pdfium.FPDF_StructElement_GetChildAtIndex(element, index):
                parts.append(self._element(child))
        return "".join(parts)

    def _object(self, shown: Any, told: set[int]) -> str:
        """What an object says; the replacement text round several of them once."""
        for index in range(pdfium.FPDFPageObj_CountMarks(shown)):
            mark = pdfium.FPDFPageObj_GetMark(shown, index)
            if actual := _actual(mark):
                place = ctypes.addressof(mark.contents)
                first = place not in told
                told.add(place)
                return actual if first else ""
        return _utf16(pdfium.FPDFTextObj_GetText, shown, self._textpage)


def _utf16(read: Any, *of: Any) -> str:
    length = read(*of, None, 0)
    buffer = (ctypes.c_char * length)()
    read(*of, ctypes.cast(buffer, read.argtypes[len(of)]), length)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def _actual(mark: Any) -> str:
    length = ctypes.c_ulong()
    ask = pdfium.FPDFPageObjMark_GetParamBlobValue
    if not ask(mark, b"ActualText", None, 0, length):
        return ""
    buffer = (ctypes.c_ubyte * length.value)()
    ask(mark, b"ActualText", buffer, length.value, length)
    return bytes(buffer).decode("utf-16")
