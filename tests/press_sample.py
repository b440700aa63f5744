"""A small book that any print shop takes: sound PDF/X-4 with one of everything, made with pikepdf alone."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name, String

ROOT = Path(__file__).resolve().parent.parent
ICC = (ROOT / "templates/icc/FOGRA39L_coated.icc").read_bytes()
FONT = ROOT / "templates/fonts/AtkinsonHyperlegibleNext-Regular.ttf"
MM = 72 / 25.4
TRIM = (100.0, 140.0)
"""Width and height of the trimmed page in mm; 3 mm of bleed and 7 mm of slug around it."""
SPOT = "PANTONE 300 C"
XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" pdf:Trapped="False">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Sound book</rdf:li></rdf:Alt></dc:title>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
<xmp:CreateDate>2026-11-26T12:00:00+02:00</xmp:CreateDate>
<xmp:ModifyDate>2026-11-26T10:00:00Z</xmp:ModifyDate>
<xmp:MetadataDate>2026-11-26T10:00:00Z</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmpMM:VersionID>1</xmpMM:VersionID>
<xmpMM:RenditionClass>default</xmpMM:RenditionClass>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
CONTENT = b"""q 0.05 0.02 0 0 k 19.8 19.8 300.5 413.9 re f Q
q 1 0 0 1 40 40 cm /Form Do Q
q 24 0 0 24 60 60 cm /Picture Do Q
q 8 0 0 8 100 60 cm /Bitmap Do Q
q 60 120 80 40 re W n /Shade sh Q
q /Spot cs 0.8 scn 60 180 40 40 re f Q
q /Glass gs 0 1 0 0 k 80 200 40 40 re f Q
q /Duo cs 0.5 0.5 scn 160 180 40 40 re f Q
q /Pattern cs /Cells scn 220 180 40 40 re f Q
q /Pattern cs /Smooth scn 220 240 40 40 re f Q
q /Over gs 0 0 0 1 k BT /F 12 Tf 1 0 0 1 60 300 Tm (Sound text) Tj 0 -14 Td (and more) Tj ET Q
q 1 0 0 1 k BT /F 10 Tf 60 330 Td (Two inks) Tj ET Q
q 0.5 w 0 0 0 1 K 60 350 m 200 350 l S Q
q /Registration CS 1 SCN 0.3 w 5 28.3 m 19 28.3 l S Q
q /Registration cs 1 scn /Over gs BT /F 4 Tf 5 5 Td (job 1) Tj ET Q
"""
FORM = b"0 0 0 0.5 K 1 w 0 0 20 20 re S"


def tint(*full: float) -> Dictionary:
    """How a special ink is shown where the press has none: a function of type 2."""
    return Dictionary(FunctionType=2, Domain=Array([0, 1]), N=1, C0=Array([0, 0, 0, 0]), C1=Array(list(full)))


def separation(name: str, *full: float) -> Array:
    return Array([Name.Separation, Name(f"/{name}"), Name.DeviceCMYK, tint(*(full or (1, 0.4, 0, 0)))])


@cache
def _font() -> tuple[bytes, list[int], list[int]]:
    """The file of a font, the widths of its Latin letters in thousandths of an em, its bounding box."""
    with TTFont(FONT) as font:
        cmap, metrics, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
        head = font["head"]
        widths = [round(metrics[cmap[code]][0] * 1000 / em) if code in cmap else 0 for code in range(32, 127)]
        bounds = [round(edge * 1000 / em) for edge in (head.xMin, head.yMin, head.xMax, head.yMax)]
    return FONT.read_bytes(), widths, bounds


def font(pdf: pikepdf.Pdf) -> Any:
    data, widths, bounds = _font()
    descriptor = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.Atkinson, Flags=32, FontBBox=Array(bounds), ItalicAngle=0,
        Ascent=950, Descent=-290, CapHeight=670, StemV=80, FontFile2=pdf.make_stream(data, Length1=len(data)),
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name.Atkinson,
            FirstChar=32,
            LastChar=126,
            Widths=Array(widths),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )


def picture(pdf: pikepdf.Pdf, wide: int, high: int, space: Any, per_pixel: int, **entries: Any) -> Any:
    """A raster image of 8 bits in a tone, of so many bytes a pixel."""
    return pdf.make_stream(
        bytes([40]) * (wide * high * per_pixel), Type=Name.XObject, Subtype=Name.Image, Width=wide, Height=high,
        ColorSpace=space, **{"BitsPerComponent": 8, **entries},
    )  # fmt: skip


def resources(pdf: pikepdf.Pdf) -> Dictionary:
    cells = pdf.make_stream(
        b"0.3 0 0 0 k 0 0 3 3 re f", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, XStep=6, YStep=6,
        BBox=Array([0, 0, 6, 6]), Resources=Dictionary(),
    )  # fmt: skip
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([0, 0, 100, 0]), Function=tint(0, 1, 0, 0)
    )
    form = pdf.make_stream(
        FORM, Type=Name.XObject, Subtype=Name.Form, BBox=Array([-5, -5, 40, 40]), Resources=Dictionary(),
        Group=Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK),
    )  # fmt: skip
    bitmap = pdf.make_stream(
        bytes(10 * 80), Type=Name.XObject, Subtype=Name.Image, Width=80, Height=80, ImageMask=True, BitsPerComponent=1
    )
    duo = Array([Name.DeviceN, Array([Name.Cyan, Name(f"/{SPOT}")]), Name.DeviceCMYK, tint(1, 0, 0, 0)])
    return Dictionary(
        Font=Dictionary(F=font(pdf)),
        ColorSpace=Dictionary(Spot=separation(SPOT), Registration=separation("All", 1, 1, 1, 1), Duo=duo),
        ExtGState=Dictionary(
            Over=Dictionary(OP=True, op=True, OPM=1),
            Glass=Dictionary(ca=0.5, BM=Name.Multiply),
            Knock=Dictionary(OP=False),
        ),
        XObject=Dictionary(Form=form, Picture=picture(pdf, 120, 120, Name.DeviceCMYK, 4), Bitmap=bitmap),
        Shading=Dictionary(Shade=shading),
        Pattern=Dictionary(Cells=cells, Smooth=Dictionary(PatternType=2, Shading=shading)),
    )


def book(pages: int = 4) -> pikepdf.Pdf:
    """The sound book, open, to be damaged."""
    pdf = pikepdf.new()
    shared = pdf.make_indirect(resources(pdf))
    content = pdf.make_stream(CONTENT)
    wide, high = ((length + 20) * MM for length in TRIM)
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(wide, high)).obj
        page.TrimBox = Array([10 * MM, 10 * MM, wide - 10 * MM, high - 10 * MM])
        page.BleedBox = Array([7 * MM, 7 * MM, wide - 7 * MM, high - 7 * MM])
        page.Resources, page.Contents = shared, content
        page.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceCMYK)
    profile = pdf.make_stream(ICC, N=4)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent, S=Name.GTS_PDFX, OutputConditionIdentifier=String("FOGRA39"),
                Info=String("Coated FOGRA39"), RegistryName=String("http://www.color.org"), DestOutputProfile=profile,
            )
        ]
    )  # fmt: skip
    pdf.Root.Metadata = pdf.make_stream(XMP.encode(), Type=Name.Metadata, Subtype=Name.XML)
    pdf.docinfo["/Title"] = String("Sound book")
    pdf.docinfo["/CreationDate"] = String("D:20261126120000+02'00'")
    pdf.docinfo["/ModDate"] = String("D:20261126100000Z")
    pdf.docinfo["/Trapped"] = Name("/False")
    return pdf


def saved(pdf: pikepdf.Pdf, **options: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **{"force_version": "1.6", "static_id": True, "fix_metadata_version": False, **options})
    return out.getvalue()


@cache
def sound() -> bytes:
    return saved(book())


def damaged(*damages: Callable[[pikepdf.Pdf], None], **options: Any) -> bytes:
    """The sound book after some damage."""
    pdf = book()
    for damage in damages:
        damage(pdf)
    return saved(pdf, **options)
