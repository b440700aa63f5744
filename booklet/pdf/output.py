"""What a finished document says of itself: metadata, language, colour profile, and the standards it meets.

The reading copy is PDF 1.7, PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2) in one. Nothing in it depends on the
clock or on the folder it is written to. A copy that will be encrypted is PDF/UA-1 alone: PDF/A forbids encryption.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFStream, PDFString, PDFZCompress

from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.ink import SCREEN, Ink
from booklet.pdf.metadata import Metadata, packet
from booklet.resources import Resources

PROFILE: Final = "templates/icc/sRGB.icc"
CONDITION: Final = "sRGB IEC61966-2.1"
UNSEALED: Final = b"<" + b"0" * 32 + b">"
"""The identifier of a file before its content is known."""


@dataclass(frozen=True, slots=True)
class ReadingCopy:
    """The declarations of PDF/UA-1 and PDF/A-2a together; `icc` is the output profile, an RGB one.

    One that is not `archival` makes no claim to PDF/A and has no output intent for it.
    """

    metadata: Metadata
    icc: bytes
    archival: bool = True
    version: tuple[int, int] = (1, 7)
    ink: Ink = SCREEN
    rim: float = 0.0
    interactive: bool = True

    def finish_page(self, page: pdfdoc.PDFPage) -> None:
        """Nothing is left to do: a page that is read ends at its edge."""

    def apply(self, canvas: TaggedCanvas) -> None:
        """Complete the catalog and the document information of a drawn document."""
        intent = PDFArray([self._output_intent()]) if self.archival else None
        describe(canvas, self.metadata, xmp(self.metadata, archival=self.archival), intent)

    def seal(self, data: bytes) -> bytes:
        return sealed(data)

    def _output_intent(self) -> PDFDictionary:
        return PDFDictionary(
            {
                "Type": "/OutputIntent",
                "S": "/GTS_PDFA1",
                "DestOutputProfile": PDFStream(PDFDictionary({"N": 3}), self.icc, [PDFZCompress]),
                "OutputConditionIdentifier": PDFString(CONDITION),
                "Info": PDFString(CONDITION),
            }
        )


def canvas_maker(metadata: Metadata, resources: Resources, *, archival: bool = True) -> Callable[..., TaggedCanvas]:
    """The `canvasmaker` for Platypus that makes reading copies with these metadata; registers the fonts.

    A copy that is to be encrypted must not be `archival`.
    """
    fonts.register(resources)
    icc = resources.find(PROFILE).read_bytes()
    return partial(TaggedCanvas, conformance=ReadingCopy(metadata, icc, archival))


def describe(canvas: TaggedCanvas, metadata: Metadata, packet: str, intents: PDFArray | None) -> None:
    """Complete the catalog and the document information of a drawn document; `packet` is its metadata stream."""
    document, catalog = canvas._doc, canvas._doc.Catalog
    catalog.__NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents"]
    catalog.Lang = PDFString(metadata.language)
    catalog.Metadata = pdfdoc.XMP(creator=lambda _: packet.encode())
    if intents is not None:
        catalog.OutputIntents = intents
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setTitle(metadata.title)
    canvas.setAuthor(metadata.author)
    canvas.setSubject(metadata.subject)
    canvas.setCreator(metadata.producer)
    canvas.setProducer(metadata.producer)
    canvas.setKeywords("")
    canvas.setDateFormatter(lambda *_: f"{metadata.moment:D:%Y%m%d%H%M%S+00'00'}")
    document._ID = b"[" + UNSEALED + UNSEALED + b"]"


def sealed(data: bytes) -> bytes:
    """The finished file with an identifier made from its content (ISO 32000-1, 14.4), not from the clock."""
    start = data.rindex(UNSEALED + UNSEALED)
    identifier = f"<{hashlib.sha256(data).hexdigest()[:32]}>".encode()
    return data[:start] + identifier * 2 + data[start + 2 * len(UNSEALED) :]


def xmp(metadata: Metadata, *, archival: bool = True) -> str:
    """The metadata stream; an archival one with the extension schema that PDF/A-2 asks for (6.6.2.3)."""
    claims, extension = (_UA + _ARCHIVE, _EXTENSION) if archival else (_UA, "")
    return packet(metadata, _NAMESPACES, claims, extension)


_NAMESPACES: Final = {"pdfaid": "http://www.aiim.org/pdfa/ns/id/", "pdfuaid": "http://www.aiim.org/pdfua/ns/id/"}

_UA: Final = "<pdfuaid:part>1</pdfuaid:part>\n"

_ARCHIVE: Final = """<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
"""

_EXTENSION: Final = """<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""
