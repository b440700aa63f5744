"""The form of a document (ISO 32000-1, 12.7.2): its fields in order, and the font that is typed in.

A person may type any letter, so this font is embedded whole, under its WinAnsi codes; letters beyond those come from
the fonts of the viewer.
"""

from __future__ import annotations

from typing import Any, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObjectReference, PDFStream, PDFZCompress

from booklet.pdf.fonts import REGULAR, UnshowableText, missing_from

FONT: Final = "Typed"
"""The resource name of the font that is typed in."""
CODES: Final = range(0x20, 0x100)
NONSYMBOLIC: Final = 32
"""The only flag of the font's descriptor (9.8.2)."""


class AcroForm:
    """The fields of one document, gathered while its pages are drawn; `font` is written only when it is used."""

    def __init__(self) -> None:
        self._fields: dict[str, PDFObjectReference] = {}
        self._resources: PDFDictionary | None = None

    @property
    def resources(self) -> PDFDictionary:
        """What an appearance needs to show typed text; needs the fonts to be registered."""
        if self._resources is None:
            font = typed_font()
            font.__RefOnly__ = 1
            self._resources = PDFDictionary({"Font": PDFDictionary({FONT: font})})
        return self._resources

    def __len__(self) -> int:
        return len(self._fields)

    def add(self, name: str, reference: PDFObjectReference) -> None:
        """Enter a field after those before it; ValueError for a name that cannot be one, or that is taken."""
        if not name or "." in name or not name.isprintable():
            raise ValueError(f"{name!r} cannot be the name of a field (ISO 32000-1, 12.7.3.2)")
        if name in self._fields:
            raise ValueError(f"two fields are called {name!r}")
        self._fields[name] = reference

    def finish(self) -> PDFDictionary | None:
        """The dictionary for the catalog; None when the document has no fields. Viewers need not draw anything anew."""
        if not self._fields:
            return None
        return PDFDictionary({"Fields": PDFArray(list(self._fields.values())), "DR": self.resources})


def encoded(text: str) -> bytes:
    """The codes of `text` in the typed font, line ends among them; UnshowableText when one has none."""
    strange = missing_from(REGULAR, text) + "".join(c for c in text if not c.isspace() and not _has_code(c))
    if strange:
        raise UnshowableText.naming(strange)
    return text.encode("cp1252")


def typed_font() -> PDFDictionary:
    """The regular face as a simple TrueType font with its whole file (9.6.3)."""
    face = pdfmetrics.getFont(REGULAR).face
    name = face.name.decode() if isinstance(face.name, bytes) else face.name
    data: bytes = face._ttf_data
    characters = {code: text for code in CODES if (text := bytes([code]).decode("cp1252", "ignore"))}
    widths = [round(face.charWidths.get(ord(characters.get(code, "\0")), face.defaultWidth)) for code in CODES]
    descriptor: dict[str, Any] = {
        "Type": "/FontDescriptor",
        "FontName": f"/{name}",
        "Flags": NONSYMBOLIC,
        "FontBBox": PDFArray(face.bbox),
        "ItalicAngle": face.italicAngle,
        "Ascent": face.ascent,
        "Descent": face.descent,
        "CapHeight": face.capHeight,
        "StemV": face.stemV,
        "FontFile2": PDFStream(PDFDictionary({"Length1": len(data)}), data, [PDFZCompress]),
    }
    return PDFDictionary(
        {
            "Type": "/Font",
            "Subtype": "/TrueType",
            "BaseFont": f"/{name}",
            "Encoding": "/WinAnsiEncoding",
            "FirstChar": CODES.start,
            "LastChar": CODES.stop - 1,
            "Widths": PDFArray(widths),
            "FontDescriptor": PDFDictionary(descriptor),
            "ToUnicode": PDFStream(content=_to_unicode(characters), filters=[PDFZCompress]),
        }
    )


def _has_code(character: str) -> bool:
    return bool(character.encode("cp1252", "ignore"))


def _to_unicode(characters: dict[int, str]) -> str:
    """The CMap from codes to Unicode (9.10.3), in blocks of at most 100."""
    lines = [f"<{code:02X}> <{ord(text):04X}>" for code, text in characters.items()]
    blocks = [lines[start : start + 100] for start in range(0, len(lines), 100)]
    mapped = [line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")]
    return "\n".join((_CMAP_START, *mapped, _CMAP_END))


_CMAP_START: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Typed-UCS def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange"""
_CMAP_END: Final = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
