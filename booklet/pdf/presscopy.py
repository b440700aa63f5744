"""What a copy for the print shop says of itself: PDF/X-4 (ISO 15930-7), complete in itself, with nothing to act on.

It is PDF 1.6 and names one printing condition, whose profile it carries. Its pages tell where they will be cut. The
text keeps its tags, which do no harm in print; links are left out, as nothing may lie over what is printed.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFPage, PDFStream, PDFString, PDFZCompress

from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.ink import Ink
from booklet.pdf.metadata import Metadata, packet
from booklet.pdf.output import describe, sealed
from booklet.pdf.profile import OutputProfile
from booklet.resources import Resources

PROFILE: Final = "templates/icc/FOGRA39L_coated.icc"
CONDITION: Final = "FOGRA39"
"""The printing condition that is taken when no other is named: offset on coated paper (ISO 12647-2)."""
REGISTRY: Final = "http://www.color.org"
REGISTERED: Final = re.compile(r"FOGRA\d+L?|CGATS TR ?\d{3}|CGATS21-\d-CRPC\d|IFRA\d+|JC\d{6}|JCN\d{4}|JCW\d{4}")
"""Names in that registry, where the characterisation data of a condition are to be found."""
VERSION: Final = (1, 6)


@dataclass(frozen=True, slots=True)
class Condition:
    """A printing condition by its name, with its profile."""

    name: str
    profile: OutputProfile


@dataclass(frozen=True, slots=True)
class PressCopy:
    """The declarations of PDF/X-4.

    `bleed` in pt is painted beyond each edge of the trimmed page; the `slug` around that is paper for marks.
    """

    metadata: Metadata
    condition: Condition
    ink: Ink
    bleed: float
    slug: float = 0.0
    version: tuple[int, int] = VERSION
    interactive: bool = False

    @property
    def rim(self) -> float:
        """Bleed and slug together."""
        return self.bleed + self.slug

    def finish_page(self, page: PDFPage) -> None:
        """Give a page its boxes, and the inks that its see-through parts are blended in.

        All that was drawn had its origin at the corner of the trimmed page; the sheet of paper begins before it.
        """
        rim, width, height = self.rim, page.pagewidth, page.pageheight
        page.stream = f"1 0 0 1 {rim:.4f} {rim:.4f} cm\n{page.stream}"
        page.__NoDefault__ = [*page.__NoDefault__, "Group"]
        for name, inset in (("MediaBox", 0.0), ("BleedBox", self.slug), ("TrimBox", rim)):
            outset = 2 * rim - inset
            setattr(page, name, PDFArray(_rounded(inset, inset, width + outset, height + outset)))
        page.Group = PDFDictionary({"S": "/Transparency", "I": "true", "CS": self.ink.space})

    def apply(self, canvas: TaggedCanvas) -> None:
        """Complete the catalog and the document information of a drawn document."""
        describe(canvas, self.metadata, xmp(self.metadata), PDFArray([self._output_intent()]))

    def seal(self, data: bytes) -> bytes:
        return sealed(data)

    def _output_intent(self) -> PDFDictionary:
        """The condition by name, and its profile."""
        name, profile = self.condition.name, self.condition.profile
        entries: dict[str, object] = {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFX",
            "OutputConditionIdentifier": PDFString(name),
            "OutputCondition": PDFString(profile.name or name),
            "Info": PDFString(profile.name or name),
            "DestOutputProfile": PDFStream(PDFDictionary({"N": 4}), profile.data, [PDFZCompress]),
        }
        if REGISTERED.fullmatch(name):
            entries["RegistryName"] = PDFString(REGISTRY)
        return PDFDictionary(entries)


def canvas_maker(
    metadata: Metadata, resources: Resources, condition: Condition, ink: Ink, bleed: float, slug: float = 0.0
) -> Callable[..., TaggedCanvas]:
    """The `canvasmaker` for Platypus that makes press copies with these metadata; registers the fonts."""
    fonts.register(resources)
    return partial(TaggedCanvas, conformance=PressCopy(metadata, condition, ink, bleed, slug))


def xmp(metadata: Metadata) -> str:
    """The metadata stream. What a document is made from decides its identifier."""
    return packet(metadata, _NAMESPACES, _CLAIMS.format(document=uuid.uuid5(uuid.NAMESPACE_URL, metadata.identifier)))


def _rounded(*lengths: float) -> list[float]:
    return [round(length, 4) for length in lengths]


_NAMESPACES: Final = {"xmpMM": "http://ns.adobe.com/xap/1.0/mm/", "pdfxid": "http://www.npes.org/pdfx/ns/id/"}

_CLAIMS: Final = """<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>
<xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
"""
