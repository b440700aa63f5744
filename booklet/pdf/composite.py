"""Composite fonts (ISO 32000-1, 9.7): any glyph of a face, each code with the very text that it stands for.

One glyph may stand for several texts: the empty one for every character that is never seen, the final form of a letter
for its joined one. With TrueType outlines each pair of glyph and text gets a code of its own, and a map leads from
codes to glyphs. CFF outlines have no such map: a code is the number of the glyph and has the text it first stood for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString, PDFZCompress

from booklet.pdf.fonts import UnshowableText
from booklet.typeface.faces import Face
from booklet.typeface.subset import FontProgram, advance, is_compact, subset

SYMBOLIC: Final = 4
"""The flag of a font whose codes follow no standard encoding (table 123)."""
STEM: Final = 80
"""Thickness of stems; a viewer that has the font does not ask for it."""
MOST_PAIRS: Final = 100
"""Most entries of one section of a CMap (Adobe Technical Note 5014)."""
_CMAP: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{sections}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class CompositeFont:
    """A face in one document, known there as `resource`; it is written when the document is saved."""

    def __init__(self, face: Face, document: Any) -> None:
        self.face = face
        self._codes: dict[tuple[int, str], int] = {}
        self._texts: dict[int, str] = {}
        self._glyphs: dict[int, int] = {}
        self._compact = is_compact(face)
        self.resource = f"/C{len(document.fontMapping) + 1}"
        document.fontMapping[str(face.path)] = self.resource
        document.delayedFonts.append(self)

    def code(self, glyph: int, text: str) -> tuple[int, bool]:
        """The code that shows a glyph for a text, and whether the font says that it is this text.

        Raises `UnshowableText` for glyph 0, which is the box that stands for what a font lacks (PDF/UA-1, 7.21.8).
        """
        if glyph == 0:
            raise UnshowableText.naming(text)
        if self._compact:
            code = self._codes.setdefault((glyph, ""), glyph)
        else:
            code = self._codes.setdefault((glyph, text), len(self._codes) + 1)
        self._glyphs[code] = glyph
        return code, self._texts.setdefault(code, text) == text

    def width(self, code: int) -> int:
        """How far a code moves the pen, in thousandths of an em."""
        return advance(self.face, self._glyphs[code])

    def addObjects(self, document: Any) -> None:
        """Write the font into the document; ReportLab calls this for each of its `delayedFonts`."""
        program = subset(self.face, self._glyphs.values())
        name = PDFName(f"{_letters(program.data)}+{self.face.name}")
        described = {
            "Type": "/Font",
            "Subtype": "/CIDFontType0" if program.compact else "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": _identity(),
            "FontDescriptor": document.Reference(_descriptor(name, program, document)),
            "W": PDFArray([part for code in sorted(self._glyphs) for part in (code, PDFArray([self.width(code)]))]),
        }
        if not program.compact:
            described["CIDToGIDMap"] = document.Reference(_stream(self._map(program)))
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": PDFArray([document.Reference(PDFDictionary(described))]),
            "ToUnicode": document.Reference(_stream(_to_unicode(self._texts))),
        }
        document.idToObject["BasicFonts"].dict[self.resource[1:]] = document.Reference(PDFDictionary(font))

    def _map(self, program: FontProgram) -> bytes:
        """Two bytes for each code from 0 on: the number of its glyph in the embedded font."""
        codes = range(max(self._glyphs) + 1)
        return b"".join(program.numbers[self._glyphs.get(code, 0)].to_bytes(2) for code in codes)


def _descriptor(name: PDFName, program: FontProgram, document: Any) -> PDFDictionary:
    entries = {"Subtype": "/CIDFontType0C"} if program.compact else {"Length1": len(program.data)}
    return PDFDictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": SYMBOLIC,
            "FontBBox": PDFArray(program.box),
            "ItalicAngle": 0,
            "Ascent": program.ascent,
            "Descent": program.descent,
            "CapHeight": program.ascent,
            "StemV": STEM,
            "FontFile3" if program.compact else "FontFile2": document.Reference(_stream(program.data, entries)),
        }
    )


def _letters(data: bytes) -> str:
    """Six letters that set this subset apart from others of its font (9.6.4)."""
    number = int.from_bytes(hashlib.sha256(data).digest()[:8])
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))


def _identity() -> PDFDictionary:
    return PDFDictionary({"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0})


def _stream(content: bytes, entries: Mapping[str, object] | None = None) -> PDFStream:
    return PDFStream(PDFDictionary(dict(entries or {})), content, [PDFZCompress])


def utf16(text: str) -> str:
    """Text as hexadecimal digits of UTF-16, without a byte order mark."""
    return text.encode("utf-16-be").hex().upper()


def _to_unicode(texts: dict[int, str]) -> bytes:
    """The CMap from codes to text (9.10.3)."""
    lines = [f"<{code:04X}> <{utf16(text)}>" for code, text in sorted(texts.items())]
    parts = (lines[start : start + MOST_PAIRS] for start in range(0, len(lines), MOST_PAIRS))
    sections = (f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar" for part in parts)
    return _CMAP.format(sections="\n".join(sections)).encode("ascii")
