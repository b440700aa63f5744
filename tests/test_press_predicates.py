"""Every predicate of the preflight catches a file damaged in just this way, and says nothing about a sound one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from press_sample import ICC, MM, SPOT, XMP, damaged, picture, separation, sound, tint

from booklet.check.finding import Finding
from booklet.check.press import preflight
from booklet.check.press.predicate import Demands
from booklet.errors import Severity

Pdf = pikepdf.Pdf
Damage = Callable[[Pdf], None]


def findings(data: bytes, **demands: Any) -> list[Finding]:
    return preflight.examine(data, Demands(**demands))[0]


# ---- ways of damage


def nothing(pdf: Pdf) -> None:
    """The file is sound; the demands, or how it is saved, are not met."""


def paints(content: bytes, **resources: dict[str, Any]) -> Damage:
    """Something more on the first page, with what it needs; in values, "pdf" stands for the document."""

    def damage(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        shared = Dictionary({key: Dictionary(value) for key, value in page.Resources.items()})
        for kind, entries in resources.items():
            for name, value in entries.items():
                made = value(pdf) if callable(value) else value
                if f"/{kind}" not in shared:
                    shared[f"/{kind}"] = Dictionary()
                shared[f"/{kind}"][f"/{name}"] = made
        page.Resources = shared
        page.Contents = Array([page.Contents, pdf.make_stream(content)])

    return damage


def bare(content: bytes, **resources: dict[str, Any]) -> Damage:
    """Only this on the first page, which says nothing about blending."""

    def damage(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        paints(content, **resources)(pdf)
        page.Contents = page.Contents[1]
        del page["/Group"]

    return damage


def drawn(glyph: bytes, *bounds: float, scale: float) -> Callable[[Pdf], Any]:
    """A Type 3 font of one letter, `a`."""
    return lambda pdf: Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontMatrix=Array([scale, 0, 0, scale, 0, 0]), FontBBox=Array(list(bounds)),
        Encoding=Dictionary(Differences=Array([97, Name.a])), FirstChar=97, LastChar=97, Widths=Array([500]),
        CharProcs=Dictionary(a=pdf.make_stream(glyph)),
    )  # fmt: skip


def halved(pdf: Pdf) -> Any:
    """A form at half its size, filled with a pattern of lines of 0.4 pt."""
    cell = pdf.make_stream(b".4 w 0 0 m 9 9 l S", PatternType=1, PaintType=1, XStep=9, YStep=9, Resources=Dictionary())
    return form(
        b"/Pattern cs /Y scn 0 0 200 200 re f",
        Matrix=Array([0.5, 0, 0, 0.5, 60, 60]),
        Resources=Dictionary(Pattern=Dictionary(Y=cell)),
    )(pdf)


def sets(**entries: Any) -> Damage:
    """Another graphics state."""
    return paints(b"q /Z gs Q", ExtGState={"Z": Dictionary(**entries)})


def form(content: bytes, **entries: Any) -> Callable[[Pdf], Any]:
    def made(pdf: Pdf) -> Any:
        bounds = Array([0, 0, 300, 300])
        return pdf.make_stream(content, **{"Type": Name.XObject, "Subtype": Name.Form, "BBox": bounds, **entries})

    return made


def masked(content: bytes, **entries: Any) -> Callable[[Pdf], Any]:
    """A graphics state with a mask."""
    return lambda pdf: Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form(content, **entries)(pdf)))


def image(wide: int, high: int, space: Any = Name.DeviceCMYK, per_pixel: int = 4, **more: Any) -> Callable[[Pdf], Any]:
    return lambda pdf: picture(pdf, wide, high, space, per_pixel, **more)


def page_entry(name: str, value: Any, page: int = 0) -> Damage:
    def damage(pdf: Pdf) -> None:
        pdf.pages[page].obj[f"/{name}"] = value

    return damage


def page_without(*names: str) -> Damage:
    def damage(pdf: Pdf) -> None:
        for name in names:
            del pdf.pages[1].obj[f"/{name}"]

    return damage


def root_entry(name: str, value: Any) -> Damage:
    def damage(pdf: Pdf) -> None:
        pdf.Root[f"/{name}"] = value(pdf) if callable(value) else value

    return damage


def info(name: str, value: Any) -> Damage:
    def damage(pdf: Pdf) -> None:
        pdf.docinfo[f"/{name}"] = value

    return damage


def xmp(old: str, new: str) -> Damage:
    """Other metadata; something must change."""

    def damage(pdf: Pdf) -> None:
        assert old in XMP
        pdf.Root.Metadata = pdf.make_stream(XMP.replace(old, new).encode(), Type=Name.Metadata, Subtype=Name.XML)

    return damage


def without_xmp(tag: str) -> Damage:
    found = re.search(rf"<{tag}>.*?</{tag}>", XMP, re.DOTALL)
    assert found
    return xmp(found[0], "")


def unwrapped(pdf: Pdf) -> None:
    packet = re.sub(r"</?x:xmpmeta.*?>", "", XMP)
    pdf.Root.Metadata = pdf.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)


def profile(change: Callable[[bytes], bytes], **entries: Any) -> Damage:
    def damage(pdf: Pdf) -> None:
        pdf.Root.OutputIntents[0].DestOutputProfile = pdf.make_stream(change(ICC), **{"N": 4, **entries})

    return damage


def no_profile(pdf: Pdf) -> None:
    del pdf.Root.OutputIntents[0]["/DestOutputProfile"]


def identifier(new: bytes) -> Callable[[bytes], bytes]:
    """Another identifier in a file, which stays as long as it was."""
    return lambda data: re.sub(rb"/ID \[.*?\]", lambda old: new.ljust(len(old[0])), data)


def two_intents(pdf: Pdf) -> None:
    pdf.Root.OutputIntents.append(pdf.Root.OutputIntents[0])


def two_lines_of_condition(pdf: Pdf) -> None:
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = String("FOGRA39\nFOGRA51")


def compressed_xmp(pdf: Pdf) -> None:
    import zlib

    pdf.Root.Metadata = pdf.make_stream(zlib.compress(XMP.encode()), Type=Name.Metadata, Filter=Name.FlateDecode)


def outline_with_link(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(
            pikepdf.OutlineItem("Site", action=Dictionary(S=Name.URI, URI=String("https://example.org")))
        )


def script_by_name(pdf: Pdf) -> None:
    script = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("1")))
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))


def attachment(pdf: Pdf) -> None:
    pdf.attachments["a.txt"] = b"text"


def stray(data: bytes = b"x", **entries: Any) -> Damage:
    """An object that no page uses."""
    return root_entry("Stray", lambda pdf: pdf.make_stream(data, **entries))


def layers(**entries: Any) -> Damage:
    return root_entry("OCProperties", Dictionary(OCGs=Array(), D=Dictionary(**entries)))


def widget(pdf: Pdf) -> None:
    """A link over the text, without an action."""
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([60, 60, 90, 90]))])


def annotated(**entries: Any) -> Damage:
    """Something in the slug of the first page that is no part of its content: a mark, if nothing else is said."""

    def damage(pdf: Pdf) -> None:
        mark = {"Subtype": Name.PrinterMark, "Rect": Array([1, 1, 9, 9])}
        made = {key: value(pdf) if callable(value) else value for key, value in entries.items()}
        pdf.pages[0].obj.Annots = Array([Dictionary(**mark | made)])

    return damage


def looking(content: bytes, **entries: Any) -> Callable[[Pdf], Any]:
    """The appearance of an annotation."""
    return lambda pdf: Dictionary(N=form(content, **entries)(pdf))


def grown_box(name: str, by: float) -> Damage:
    def damage(pdf: Pdf) -> None:
        box = [float(edge) for edge in pdf.pages[2].obj[f"/{name}"]]
        pdf.pages[2].obj[f"/{name}"] = Array([box[0] - by, box[1] - by, box[2] + by, box[3] + by])

    return damage


def edge(name: str, index: int, at: float) -> Damage:
    """An edge of a box of the third page elsewhere."""

    def damage(pdf: Pdf) -> None:
        pdf.pages[2].obj[f"/{name}"][index] = at

    return damage


def smaller_page(pdf: Pdf) -> None:
    trim = pdf.pages[3].obj.TrimBox
    pdf.pages[3].obj.TrimBox = Array([trim[0], trim[1], float(trim[2]) - 10, float(trim[3])])


def larger_sheet(pdf: Pdf) -> None:
    wide, high = pdf.pages[3].obj.MediaBox[2:]
    pdf.pages[3].obj.MediaBox = Array([0, 0, wide, float(high) + 20])


def both_boxes(pdf: Pdf) -> None:
    pdf.pages[0].obj.ArtBox = pdf.pages[0].obj.TrimBox


def blank(pdf: Pdf) -> None:
    """Only its marks are left, and a white ground."""
    pdf.pages[1].obj.Contents = pdf.make_stream(
        b"0 0 0 0 k 19.8 19.8 300.5 413.9 re f 0 0 0 1 K 5 28.3 m 19 28.3 l S 0 28 m 0 0 l S"
    )


def no_font_file(pdf: Pdf) -> None:
    del pdf.pages[0].obj.Resources.Font.F.FontDescriptor["/FontFile2"]


def other_encoding(pdf: Pdf) -> Any:
    changed = Dictionary(pdf.pages[0].obj.Resources.Font.F)
    changed.Encoding = Dictionary(Differences=Array([96, Name.grave, Name("/.notdef")]))
    return changed


def composite(gids: bytes | None = None) -> Callable[[Pdf], Any]:
    """A composite font whose codes are glyphs, by a map if one is given."""

    def made(pdf: Pdf) -> Any:
        simple = pdf.pages[0].obj.Resources.Font.F
        below = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, FontDescriptor=simple.FontDescriptor)
        if gids is not None:
            below.CIDToGIDMap = pdf.make_stream(gids)
        return Dictionary(Subtype=Name.Type0, Encoding=Name("/Identity-H"), DescendantFonts=Array([below]))

    return made


def fewer_codes(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.Font.F.LastChar = 100


def own_part(pdf: Pdf) -> None:
    loop = form(b"/Self Do")(pdf)
    loop.Resources = Dictionary(XObject=Dictionary(Self=loop))
    paints(b"/Loop Do", XObject={"Loop": loop})(pdf)


def icc(model: bytes, count: int) -> Callable[[Pdf], Any]:
    """An ICCBased space of a model."""
    head = bytes(16) + model + bytes(16) + b"acsp" + bytes(92)
    return lambda pdf: Array([Name.ICCBased, pdf.make_stream(head, N=count)])


def colour(space: Any, tints: bytes = b"0.5 0.5 0.5") -> Damage:
    return paints(b"/Z cs " + tints + b" sc 60 60 9 9 re f", ColorSpace={"Z": space})


def broken_stream(pdf: Pdf) -> None:
    pdf.pages[0].obj.Contents = Array([pdf.pages[0].obj.Contents, pdf.make_stream(b"q 1 0 0 (")])


BLACK_TEXT = b"/Over gs 0 0 0 1 k BT /F 10 Tf 60 60 Td (x) Tj ET"
RGB_SHADING = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([0, 0, 9, 0]), Function=tint(0, 1, 0))
LAB = Array([Name.Lab, Dictionary(WhitePoint=Array([0.96, 1, 0.82]))])
CAL_RGB = Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.96, 1, 0.82]))])
RGB_GROUP = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
CYAN_SHADING = Dictionary(
    ShadingType=2, ColorSpace=Name.DeviceCMYK, Coords=Array([0, 0, 99, 0]), Function=tint(1, 0, 0, 0)
)
RGB_SPOT = Array([Name.Separation, Name("/Glow"), Name.DeviceRGB, tint(1, 0, 0)])
AS_IS = {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
"""Streams are saved with the filters that they have."""


def together(*damages: Damage) -> Damage:
    def all_of_them(pdf: Pdf) -> None:
        for damage in damages:
            damage(pdf)

    return all_of_them


def lzw_inline(pdf: Pdf) -> None:
    packed = bytes([0x80, 0x0B, 0x60, 0x50, 0x22, 0x0C, 0x0C, 0x85, 0x01])
    paints(b"q .01 0 0 .01 60 60 cm BI /W 3 /H 3 /BPC 8 /CS /G /F /LZW ID " + packed + b" EI Q")(pdf)


@dataclass(frozen=True)
class Case:
    """A damage, the demands that are put to the damaged file, how it is saved, and what else must follow from it."""

    code: str
    name: str
    damage: Damage
    demands: dict[str, Any]
    options: dict[str, Any]
    also: frozenset[str]
    rewrite: Callable[[bytes], bytes]


def case(
    code: str,
    name: str,
    damage: Damage = nothing,
    also: str = "",
    options: Any = None,
    rewrite: Callable[[bytes], bytes] = bytes,
    **demands: Any,
) -> Case:
    return Case(code, name, damage, demands, options or {}, frozenset(also.split()), rewrite)


CASES = [
    case("press-version", "pdf 1.7", options={"force_version": "1.7"}),
    case("press-version", "pdf 2.0 by the catalog", root_entry("Version", Name("/2.0"))),
    case("press-version", "no version", root_entry("Version", Name("/old"))),
    case("press-encrypted", "no password to open", options={
        "static_id": False, "encryption": pikepdf.Encryption(user="", owner="secret", R=4)}, also="press-xmp-filtered"),
    case("press-id", "none", rewrite=identifier(b"")),
    case("press-id", "empty", rewrite=identifier(b"/ID [()()]")),
    case("press-id", "of one part", rewrite=identifier(b"/ID [(a)]")),
    case("press-intent", "none", lambda pdf: pdf.Root.__delitem__("/OutputIntents")),
    case("press-intent", "two", two_intents),
    case("press-intent", "of pdf/a", lambda pdf: pdf.Root.OutputIntents[0].__setitem__("/S", Name.GTS_PDFA1)),
    case("press-condition", "two lines", two_lines_of_condition),
    case("press-profile", "none", no_profile),
    case("press-profile-damaged", "cut off", profile(lambda icc: icc[:-100])),
    case("press-profile-damaged", "cannot be unpacked", profile(bytes, Filter=Name.FlateDecode), options=AS_IS),
    case("press-profile-damaged", "no profile at all", profile(lambda icc: b"profile")),
    case("press-profile-class", "for a screen", profile(lambda icc: icc[:12] + b"mntr" + icc[16:])),
    case("press-profile-cmyk", "for rgb", profile(lambda icc: icc[:16] + b"RGB " + icc[20:], N=3)),
    case("press-profile-components", "three said", profile(lambda icc: icc, N=3)),
    case("press-xmp", "none", lambda pdf: pdf.Root.__delitem__("/Metadata")),
    case("press-xmp", "no xml", xmp("<rdf:RDF", "<rdf:RDF <")),
    case("press-xmp", "with a document type", xmp("<x:xmpmeta", "<!DOCTYPE x [<!ENTITY a 'b'>]><x:xmpmeta")),
    case("press-xmp", "cannot be unpacked", root_entry("Metadata", lambda pdf: pdf.make_stream(
        b"no flate", Filter=Name.FlateDecode)), options=AS_IS, also="press-xmp-filtered"),
    case("press-xmp-filtered", "by flate", compressed_xmp, options=AS_IS),
    case("press-conformance", "x-3", xmp("PDF/X-4<", "PDF/X-3<")),
    case("press-conformance", "not told", without_xmp("pdfxid:GTS_PDFXVersion")),
    case("press-title", "empty", xmp("Sound book", "")),
    case("press-dates", "created never", without_xmp("xmp:CreateDate")),
    case("press-dates", "metadata never", without_xmp("xmp:MetadataDate")),
    case("press-dates", "no date", xmp("<xmp:MetadataDate>2026-11-26", "<xmp:MetadataDate>2026-13-26")),
    case("press-xmp-ids", "no document", without_xmp("xmpMM:DocumentID")),
    case("press-xmp-ids", "no version", without_xmp("xmpMM:VersionID")),
    case("press-xmp-ids", "no kind", without_xmp("xmpMM:RenditionClass")),
    case("press-xmp-ids", "only of a part", xmp("<xmpMM:DocumentID>uuid:1</xmpMM:DocumentID>", "<xmpMM:Pantry><rdf:Bag>"
        '<rdf:li><rdf:Description xmpMM:DocumentID="uuid:2"/></rdf:li></rdf:Bag></xmpMM:Pantry>')),
    case("press-trapped", "unknown", info("Trapped", Name.Unknown)),
    case("press-trapped-differs", "true here, false there", info("Trapped", Name("/True"))),
    case("press-trapped-differs", "not in xmp", xmp(' pdf:Trapped="False"', "")),
    case("press-title-differs", "another in info", info("Title", String("Another book"))),
    case("press-dates-differ", "an hour later in info", info("ModDate", String("D:20261126110000Z"))),
    case("press-dates-differ", "no date in info", info("CreationDate", String("today"))),
    case("press-open-action", "to a page", root_entry("OpenAction", lambda pdf: Array([pdf.pages[0].obj, Name.Fit]))),
    case("press-form", "empty", root_entry("AcroForm", Dictionary(Fields=Array()))),
    case("press-additional-actions", "of a page", page_entry("AA", Dictionary())),
    case("press-additional-actions", "of the catalog", root_entry("AA", Dictionary())),
    case("press-additional-actions", "of a mark, written within the page", annotated(AA=Dictionary())),
    case("press-javascript", "after another action", annotated(
        A=Dictionary(S=Name.GoTo, Next=Array([Dictionary(S=Name.JavaScript)]))), also="press-action"),
    case("press-javascript", "by name", script_by_name),
    case("press-action", "in the outline", outline_with_link),
    case("press-action", "of a link beside the page", annotated(Subtype=Name.Link, A=Dictionary(S=Name.URI))),
    case("press-action", "that says to be one", root_entry("Stray", Array([
        Dictionary(Type=Name.Action, S=Name.Thread, P=Dictionary())]))),
    case("press-action", "of a link", root_entry("Stray", lambda pdf: pdf.make_indirect(
        Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.GoTo))))),
    case("press-embedded-file", "attached", attachment),
    case("press-embedded-file", "associated", root_entry("AF", lambda pdf: Array([
        Dictionary(F=String("a.txt"), EF=Dictionary(F=pdf.make_stream(b"text", Type=Name.EmbeddedFile)))]))),
    case("press-lzw", "an object", stray(Filter=Name.LZWDecode), options=AS_IS),
    case("press-lzw", "an inline image", lzw_inline),
    case("press-external", "a stream", stray(F=String("other.bin"))),
    case("press-postscript", "an unused object", stray(Type=Name.XObject, Subtype=Name.PS)),
    case("press-postscript", "placed", paints(b"/Z Do", XObject={"Z": form(b"", Subtype=Name.PS)})),
    case("press-opi", "a form", stray(OPI=Dictionary())),
    case("press-reference", "a form", stray(Subtype=Name.Form, Ref=Dictionary())),
    case("press-alternates", "of an image", stray(Alternates=Array())),
    case("press-layer-name", "none", layers()),
    case("press-layer-automatic", "on printing", layers(Name=String("all"), AS=Array())),
    case("press-page-count", "five pages", lambda pdf: pdf.pages.append(pdf.pages[0]), booklet=True),
    case("press-spot-ambiguous", "two ways", paints(
        b"/Z cs 1 scn 60 60 9 9 re f", ColorSpace={"Z": separation(SPOT, 0, 1, 0, 0)})),
    case("press-spot-ambiguous", "among the colorants of another", paints(b"/Z cs 1 1 scn 60 60 9 9 re f", ColorSpace={
        "Z": Array([Name.DeviceN, Array([Name.Black, Name(f"/{SPOT}")]), Name.DeviceCMYK, tint(1, 0, 0, 0),
                    Dictionary(Colorants=Dictionary({f"/{SPOT}": separation(SPOT, 0, 0, 1, 0)}))])})),
    case("press-spot-unused", "listed", spots=(SPOT, "Gold")),
    case("press-spot-unlisted", "another is", spots=("PANTONE 301 C",), also="press-spot-unused"),
    case("press-spot-unlisted", "none is", spots=()),
    case("press-spot-unlisted", "in a shading", paints(b"/Z sh", Shading={"Z": Dictionary(
        ShadingType=2, ColorSpace=separation("Gold"), Coords=Array([0, 0, 9, 0]), Function=tint(1))}), spots=(SPOT,)),
    case("press-spot-unlisted", "in a form", paints(b"/Z Do", XObject={"Z": form(
        b"/Y cs 1 scn 60 60 9 9 re f", Resources=Dictionary(ColorSpace=Dictionary(Y=separation("Gold"))))}),
        spots=(SPOT,)),
    case("press-box", "a name", page_entry("TrimBox", Name.None_), also=""),
    case("press-box", "no area", page_entry("BleedBox", Array([0, 0, 0, 300])), also="press-bleed"),
    case("press-box", "words for numbers", page_entry("CropBox", Array([String("0"), 0, 1, 1]))),
    case("press-trim-box", "none", page_without("TrimBox")),
    case("press-trim-box", "both", both_boxes),
    case("press-trim-in-bleed", "reaches out", edge("TrimBox", 0, 19.6), also="press-bleed press-trim-size"),
    case("press-box-in-media", "bleed reaches out", edge("MediaBox", 2, 316), also="press-sheet-size"),
    case("press-crop-box", "smaller", page_entry("CropBox", Array([10, 10, 330, 440]))),
    case("press-bleed", "one millimetre", grown_box("BleedBox", -2 * MM)),
    case("press-bleed", "no bleed box", page_without("BleedBox")),
    case("press-bleed", "five wanted", bleed_mm=5.0),
    case("press-user-unit", "two", page_entry("UserUnit", 2)),
    case("press-trim-size", "one narrower", smaller_page),
    case("press-sheet-size", "one higher", larger_sheet),
    case("press-annotation", "a link", widget),
    case("press-page-group", "rgb", page_entry("Group", RGB_GROUP)),
    case("press-transparency", "no group", page_without("Group")),
    case("press-transparency", "in a form", bare(b"/Z Do", XObject={"Z": form(
        b"/Y gs 60 60 9 9 re f", Resources=Dictionary(ExtGState=Dictionary(Y=Dictionary(ca=0.5))))})),
    case("press-transparency", "a blend mode", bare(b"/Z gs 60 60 9 9 re f", ExtGState={"Z": Dictionary(BM=Name.Hue)})),
    case("press-transparency", "strokes", bare(b"/Z gs 60 60 m 90 90 l S", ExtGState={"Z": Dictionary(CA=0.5)})),
    case("press-transparency", "a mask", bare(b"/Z gs 60 60 9 9 re f", ExtGState={"Z": masked(b"")})),
    case("press-transparency", "a masked picture", bare(b"9 0 0 9 60 60 cm /Z Do", XObject={
        "Z": lambda pdf: image(90, 90, SMask=image(90, 90, Name.DeviceGray, 1)(pdf))(pdf)})),
    case("press-transparency", "a picture masked within", bare(
        b"9 0 0 9 60 60 cm /Z Do", XObject={"Z": image(90, 90, SMaskInData=1)})),
    case("press-transparency", "a faint group", bare(b"/Y gs /Z Do", ExtGState={"Y": Dictionary(ca=0.5)}, XObject={
        "Z": form(b"60 60 9 9 re f", Group=Dictionary(S=Name.Transparency))})),
    case("press-transparency", "a group without space", page_entry("Group", Dictionary(S=Name.Transparency))),
    case("press-transparency", "of lines, then none of areas", bare(b"/Y gs /Z gs 60 60 m 90 90 l S", ExtGState={
        "Y": Dictionary(CA=0.5), "Z": Dictionary(ca=1)})),
    case("press-transparency", "a mask, then an alpha of one", bare(b"/Y gs /Z gs 60 60 9 9 re f", ExtGState={
        "Y": masked(b""), "Z": Dictionary(ca=1, CA=1)})),
    case("press-transparency", "of a shading alone", bare(b"/Pattern cs /Z scn 60 60 9 9 re f", Pattern={
        "Z": Dictionary(PatternType=2, Shading=CYAN_SHADING, ExtGState=Dictionary(BM=Name.Multiply))})),
    case("press-transparency", "of a mark", together(bare(b"60 60 9 9 re f"), annotated(AP=looking(
        b"/Z gs 0 0 9 9 re f", Resources=Dictionary(ExtGState=Dictionary(Z=Dictionary(ca=0.5))))))),
    case("press-empty-page", "only spaces and an ink that is none", bare(
        b"0 0 0 .5 k BT /F 9 Tf 60 60 Td (  ) Tj ET /Z cs 1 scn 60 60 9 9 re f", ColorSpace={"Z": separation("None")})),
    case("press-empty-page", "only marks and white", blank),
    case("press-empty-page", "another declared", blank, blank_pages=(3,)),
    case("press-font-embedded", "no file", no_font_file),
    case("press-glyph-missing", "a code without glyph", fewer_codes),
    case("press-glyph-missing", "named so", paints(
        b"0 0 0 .5 k BT /Z 9 Tf 60 60 Td (a) Tj ET", Font={"Z": other_encoding})),
    case("press-glyph-missing", "glyph 0", paints(
        b"0 0 0 .5 k BT /Z 9 Tf 60 60 Td <00030000> Tj ET", Font={"Z": composite()})),
    case("press-glyph-missing", "beyond the last", paints(
        b"0 0 0 .5 k BT /Z 9 Tf 60 60 Td <FFF0> Tj ET", Font={"Z": composite()})),
    case("press-glyph-missing", "sent to glyph 0", paints(
        b"0 0 0 .5 k BT /Z 9 Tf 60 60 Td <0001> Tj ET", Font={"Z": composite(b"\0\0\0\0")})),
    case("press-glyph-missing", "beyond the map", paints(
        b"0 0 0 .5 k BT /Z 9 Tf 60 60 Td <0007> Tj ET", Font={"Z": composite(b"\0\0\0\5")})),
    case("press-text-size", "4.9 pt", paints(b"/Over gs 0 0 0 1 k BT /F 4.9 Tf 60 60 Td (x) Tj ET")),
    case("press-text-size", "size 1, scaled", paints(b"/Over gs 0 0 0 1 k BT /F 1 Tf 4 0 0 4 60 60 Tm (x) Tj ET")),
    case("press-text-size", "by the page", paints(b".4 0 0 .4 0 0 cm 0 0 0 .5 k BT /F 10 Tf 160 160 Td [(x)] TJ ET")),
    case("press-text-size", "by quote", paints(b"0 0 0 .5 k BT /F 4 Tf 9 TL 60 60 Td (x) ' ET")),
    case("press-text-size", "by double quote", paints(b"0 0 0 .5 k BT /F 4 Tf 9 TL 60 60 Td 0 0 (x) \" ET")),
    case("press-text-size", "by a graphics state", lambda pdf: paints(
        b"/Z gs 0 0 0 .5 k BT 60 60 Td (x) Tj ET",
        ExtGState={"Z": Dictionary(Font=Array([pdf.pages[0].obj.Resources.Font.F, 3]))})(pdf)),
    case("press-text-size", "in the bleed", paints(b"0 0 0 .5 k BT /F 4 Tf 22 60 Td (x) Tj ET")),
    case("press-text-inks", "8 pt in two", paints(b"1 0 0 1 k BT /F 8 Tf 60 60 Td (x) Tj ET")),
    case("press-text-inks", "outlined", paints(b"1 1 0 0 K BT /F 8 Tf 1 Tr 60 60 Td (x) Tj ET")),
    case("press-text-overprint", "knocks out", paints(b"0 0 0 1 k BT /F 10 Tf 60 60 Td (x) Tj ET")),
    case("press-text-overprint", "mode 0", paints(b"/Z gs " + BLACK_TEXT[9:], ExtGState={"Z": Dictionary(OP=True)})),
    case("press-text-overprint", "outlined", paints(b"0 0 0 1 K BT /F 10 Tf 1 Tr 60 60 Td (x) Tj ET")),
    case("press-text-overprint", "the other inks named, at none", paints(
        b"/Over gs /Z cs 0 1 scn BT /F 10 Tf 60 60 Td (x) Tj ET", ColorSpace={"Z": Array([
            Name.DeviceN, Array([Name.Cyan, Name.Black]), Name.DeviceCMYK, tint(1, 0, 0, 0)])})),
    case("press-text-overprint", "a gray", paints(b"/Over gs 0 g BT /F 10 Tf 60 60 Td (x) Tj ET")),
    case("press-text-overprint", "turned off again", paints(
        b"/Over gs /Z gs " + BLACK_TEXT[9:], ExtGState={"Z": Dictionary(op=False)})),
    case("press-rgb", "drawing", paints(b"1 0 0 rg 60 60 9 9 re f")),
    case("press-rgb", "line", paints(b"1 0 0 RG 60 60 m 90 90 l S")),
    case("press-rgb", "in the slug", paints(b"1 0 0 rg 1 1 9 9 re f")),
    case("press-rgb", "calibrated", colour(CAL_RGB)),
    case("press-rgb", "of a profile", colour(icc(b"RGB ", 3))),
    case("press-rgb", "as the default", paints(b"1 0 0 rg 60 60 9 9 re f", ColorSpace={"DefaultRGB": CAL_RGB})),
    case("press-rgb", "behind a special ink", colour(RGB_SPOT, b"1")),
    case("press-rgb", "indexed", colour(Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0\0\0\1\1\1")]), b"1")),
    case("press-rgb", "picture", paints(
        b"q 9 0 0 9 60 60 cm /Z Do Q", XObject={"Z": image(90, 90, Name.DeviceRGB, 3)})),
    case("press-rgb", "inline picture", paints(
        b"q 1 0 0 1 60 60 cm BI /W 4 /H 4 /BPC 8 /CS /RGB ID " + bytes(48) + b" EI Q")),
    case("press-rgb", "jpeg 2000", paints(b"q 9 0 0 9 60 60 cm /Z Do Q", XObject={"Z": lambda pdf: pdf.make_stream(
        b"\0\0\0\x17jp2h\0\0\0\x0fcolr\1\0\0\0\0\0\x10", Subtype=Name.Image, Width=90, Height=90,
        Filter=Name.JPXDecode)})),
    case("press-rgb", "jpeg 2000 with a profile", paints(
        b"q 9 0 0 9 60 60 cm /Z Do Q", XObject={"Z": lambda pdf: pdf.make_stream(
            b"\0\0\0\x27jp2h\0\0\0\x1fcolr\2\0\0" + b"\0" * 16 + b"RGB ", Subtype=Name.Image, Width=90, Height=90,
            Filter=Name.JPXDecode)})),
    case("press-colour-space", "jpeg 2000 that says nothing", paints(
        b"q 9 0 0 9 60 60 cm /Z Do Q", XObject={"Z": lambda pdf: pdf.make_stream(
            b"\xff\x4f", Subtype=Name.Image, Width=90, Height=90, Filter=Name.JPXDecode)})),
    case("press-rgb", "shading", paints(b"q 60 60 9 9 re W n /Z sh Q", Shading={"Z": RGB_SHADING})),
    case("press-rgb", "shading of a pattern", paints(b"/Pattern cs /Z scn 60 60 9 9 re f", Pattern={
        "Z": Dictionary(PatternType=2, Shading=RGB_SHADING)})),
    case("press-rgb", "cell of a pattern", paints(b"/Pattern cs /Z scn 60 60 9 9 re f", Pattern={
        "Z": lambda pdf: pdf.make_stream(b"1 0 0 rg 0 0 3 3 re f", PatternType=1, PaintType=1, XStep=5, YStep=5)})),
    case("press-rgb", "uncoloured cell", paints(b"/Z cs 1 0 0 /Z scn 60 60 9 9 re f", Pattern={
        "Z": lambda pdf: pdf.make_stream(b"0 0 3 3 re f", PatternType=1, PaintType=2, XStep=5, YStep=5)},
        ColorSpace={"Z": Array([Name.Pattern, Name.DeviceRGB])})),
    case("press-rgb", "in a form", paints(b"/Z Do", XObject={"Z": form(b"1 0 0 rg 0 0 9 9 re f")})),
    case("press-rgb", "inherited by a form", paints(b"1 0 0 rg /Z Do", XObject={"Z": form(b"60 60 9 9 re f")})),
    case("press-rgb", "in a mask", paints(b"/Z gs", ExtGState={"Z": masked(b"1 0 0 rg 0 0 9 9 re f")})),
    case("press-rgb", "drawn glyph", paints(b"0 0 0 .5 k BT /Z 12 Tf 60 60 Td (a) Tj ET", Font={
        "Z": drawn(b"500 0 d0 1 0 0 rg 0 0 500 500 re f", 0, 0, 0, 0, scale=0.001)})),
    case("press-rgb", "a form placed again in another colour", paints(
        b"/Z Do 1 0 0 rg /Z Do", XObject={"Z": form(b"60 60 9 9 re f", Resources=Dictionary())})),
    case("press-rgb", "appearance of an annotation", annotated(AP=looking(b"1 0 0 rg 0 0 9 9 re f"))),
    case("press-managed-colour", "lab", colour(LAB)),
    case("press-managed-colour", "cmyk of a profile", colour(icc(b"CMYK", 4), b"0 0 0 .5")),
    case("press-managed-colour", "default gray", paints(b".5 g 60 60 9 9 re f", ColorSpace={
        "DefaultGray": Array([Name.CalGray, Dictionary()])})),
    case("press-colour-space", "no such name", paints(b"/Nowhere cs 60 60 9 9 re f")),
    case("press-colour-space", "empty array", colour(Array())),
    case("press-colour-space", "made of itself", paints(b"/Z cs 1 sc 60 60 9 9 re f", ColorSpace={"Z": Name.Z})),
    case("press-white-overprint", "drawing", paints(b"/Over gs 0 0 0 0 k 60 60 9 9 re f")),
    case("press-white-overprint", "gray text", paints(b"/Over gs 1 g BT /F 10 Tf 60 60 Td (x) Tj ET")),
    case("press-white-overprint", "by OP alone", paints(
        b"/Z gs 0 0 0 0 k 60 60 9 9 re f", ExtGState={"Z": Dictionary(OP=True)})),
    case("press-white-overprint", "a form placed again with overprint", paints(
        b"0 0 0 0 k /Z Do /Over gs /Z Do", XObject={"Z": form(b"60 60 9 9 re f", Resources=Dictionary())})),
    case("press-registration", "a line on the page", paints(b"/Registration CS 1 SCN 60 60 m 90 90 l S")),
    case("press-registration", "a picture by a table", paints(b"q 9 0 0 9 60 60 cm /Z Do Q", XObject={"Z": image(
        90, 90, Array([Name.Indexed, separation("All", 1, 1, 1, 1), 1, String(b"\0\xff")]), 1)})),
    case("press-group-colour", "of a mask", paints(b"/Z gs 60 60 9 9 re f", ExtGState={
        "Z": masked(b"0 g 0 0 9 9 re f", Group=RGB_GROUP)})),
    case("press-group-colour", "of a mark", annotated(AP=looking(b"0 0 9 9 re f", Group=RGB_GROUP))),
    case("press-group-colour", "rgb", paints(b"/Z Do", XObject={"Z": form(
        b"0 0 0 .5 k 0 0 9 9 re f", Group=RGB_GROUP)})),
    case("press-line-width", "0.2 pt", paints(b"0.2 w 60 60 m 90 90 l S")),
    case("press-line-width", "none, the thinnest there is", paints(b"0 w 60 60 m 90 90 l S")),
    case("press-line-width", "scaled", paints(b"q .1 0 0 .1 60 60 cm 2 w 0 0 m 99 99 l S Q")),
    case("press-line-width", "flattened", paints(b"q 1 0 0 .2 60 60 cm 1 w 0 0 m 99 0 l S Q")),
    case("press-line-width", "a graphics state", paints(
        b"/Z gs 60 60 m 90 90 l S", ExtGState={"Z": Dictionary(LW=0.1)})),
    case("press-line-width", "a bar", paints(b"60 60 100 .1 re f")),
    case("press-line-width", "a frame", paints(b".1 w 60 60 50 50 re S")),
    case("press-line-width", "in a cell of a smaller form", paints(b"/Z Do", XObject={"Z": halved})),
    case("press-line-width", "around letters", paints(b".1 w BT /F 20 Tf 1 Tr 60 60 Td (x) Tj ET")),
    case("press-image-ppi", "200", paints(b"q 72 0 0 72 60 60 cm /Z Do Q", XObject={"Z": image(200, 200)})),
    case("press-image-ppi", "too high", paints(b"q 72 0 0 144 60 60 cm /Z Do Q", XObject={"Z": image(300, 300)})),
    case("press-image-ppi", "turned", paints(b"q 0 72 -72 0 150 60 cm /Z Do Q", XObject={"Z": image(200, 400)})),
    case("press-image-ppi", "inline", paints(
        b"q 9 0 0 9 60 60 cm BI /W 4 /H 4 /BPC 8 /CS /G ID " + bytes(16) + b" EI Q")),
    case("press-bitmap-ppi", "300", paints(b"q 72 0 0 72 60 60 cm /Z Do Q", XObject={
        "Z": image(300, 300, Name.DeviceGray, 1, BitsPerComponent=1)})),
    case("press-bitmap-ppi", "a fax", paints(b"q 72 0 0 72 60 60 cm /Z Do Q", XObject={"Z": lambda pdf: pdf.make_stream(
        b"", Subtype=Name.Image, Width=300, Height=300, ColorSpace=Name.DeviceGray, Filter=Name.CCITTFaxDecode)}),
        options=AS_IS),
    case("press-bitmap-ppi", "stencil", paints(b"q 72 0 0 72 60 60 cm /Bitmap Do Q")),
    case("press-content-syntax", "unknown operator", paints(b"1 2 draw")),
    case("press-content-syntax", "a form that ends within an operator", paints(
        b"/Z Do", XObject={"Z": form(b"60 60 9 9 re f 1 0 0")})),
    case("press-damaged", "an image without end", paints(
        b"q 9 0 0 9 60 60 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x"), also="press-content-balance"),
    case("press-content-syntax", "a word for a number", paints(b"/x w 1 0 0 1 (a) 3 cm 1 Td")),
    case("press-damaged", "no content", page_entry("Contents", Name.Nothing), also="press-empty-page"),
    case("press-damaged", "content cut off", broken_stream, also="press-content-balance"),
    case("press-content-balance", "too many Q", paints(b"Q Q")),
    case("press-content-balance", "too many q", paints(b"q q")),
    case("press-resource-missing", "font", paints(b"BT /Nobody 9 Tf (x) Tj ET")),
    case("press-resource-missing", "object", paints(b"/Nobody Do")),
    case("press-resource-missing", "graphics state", paints(b"/Nobody gs")),
    case("press-resource-missing", "pattern", paints(b"/Pattern cs /Nobody scn")),
    case("press-resource-missing", "shading", paints(b"/Nobody sh")),
    case("press-content-loop", "a form in itself", own_part),
    case("press-blend-mode", "one of two invented", sets(BM=Array([Name.Shine, Name.Multiply]))),
    case("press-unreadable", "a profile that cannot be unpacked", colour(
        lambda pdf: Array([Name.ICCBased, pdf.make_stream(b"no flate", N=3, Filter=Name.FlateDecode)])),
        options=AS_IS, also="press-damaged"),
    case("press-blend-mode", "invented", sets(BM=Name.Shine)),
    case("press-transfer", "a curve", sets(TR=Name.Identity)),
    case("press-transfer", "a curve of the other kind", sets(TR2=Name.Identity)),
    case("press-halftone", "of type 6", sets(HT=Dictionary(HalftoneType=6))),
    case("press-halftone", "with a name", sets(HT=Dictionary(HalftoneType=1, HalftoneName=String("x")))),
]  # fmt: skip


def codes(found: list[Finding]) -> set[str]:
    return {finding.code for finding in found}


@pytest.mark.parametrize("case", CASES, ids=[f"{case.code.removeprefix('press-')}: {case.name}" for case in CASES])
def test_a_damage_is_found_and_nothing_else(case: Case) -> None:
    found = findings(case.rewrite(damaged(case.damage, **case.options)), **case.demands)
    assert codes(found) == {case.code, *case.also}, found


def test_the_sound_book_is_sound() -> None:
    assert findings(sound(), booklet=True, spots=(SPOT,)) == []


def test_a_blank_page_may_be_declared() -> None:
    assert findings(damaged(blank), blank_pages=(2,)) == []


def test_more_than_is_looked_at_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "MOST_OPERATORS", 150)
    found = findings(sound())
    assert [(f.code, f.place) for f in found] == [("press-too-much", "page 2")]


def test_no_predicate_is_without_a_file_that_it_catches() -> None:
    """The ink is measured elsewhere: tests/test_press_ink.py."""
    asked = {code for code, _, _ in preflight.catalogue()}
    assert asked - {case.code for case in CASES} == {"press-too-much"}
    assert {case.code for case in CASES} <= asked


def test_a_predicate_says_what_to_do_in_a_sentence() -> None:
    for predicate in preflight.PREDICATES:
        assert re.fullmatch(r"press(-[a-z0-9]+)+", predicate.code)
        assert not predicate.demand[0].islower() and predicate.remedy[0].islower() and predicate.remedy[-1] != "."
        assert predicate.severity in Severity and predicate.source


def test_a_finding_knows_its_place() -> None:
    small = paints(b"0 0 0 .5 k BT /F 4 Tf 60 80 Td (x) Tj 0 40 Td (x) Tj ET")
    [finding] = findings(damaged(small))
    assert finding.place == "page 1, 11.2 mm right, 17.9 mm up"
    assert finding.message == "text of 4.00 pt (and 1 more on the page)" and finding.remedy == "set it larger"


@pytest.mark.parametrize(("damage", "message"), [
    (colour(CAL_RGB), "RGB (CalRGB) in a drawing"),
    (paints(b"0 0 1 rg BT /F 10 Tf 60 60 Td (x) Tj ET"), "RGB (DeviceRGB) in text"),
    (lambda pdf: pdf.Root.__delitem__("/OutputIntents"), "there is no output intent of PDF/X"),
    (two_intents, "there are 2 output intents of PDF/X, not one"),
])  # fmt: skip
def test_a_finding_says_what_is_so(damage: Damage, message: str) -> None:
    assert [finding.message for finding in findings(damaged(damage))] == [message]


def test_a_finding_in_the_bleed_has_a_place_beside_the_page() -> None:
    [finding] = findings(damaged(paints(b"0.1 w 21 25 m 21 27 l S")))
    assert finding.place == "page 1, 2.6 mm left, 1.2 mm down"


HARMLESS = {
    "small text in the slug": paints(b"0 0 0 .5 k BT /F 4 Tf 2 60 Td (x) Tj ET"),
    "codes that are glyphs": paints(b"0 0 0 .5 k BT /Z 9 Tf 60 60 Td <00030004> Tj ET", Font={"Z": composite()}),
    "codes that a map makes glyphs": paints(
        b"0 0 0 .5 k BT /Z 9 Tf 60 60 Td <0001> Tj ET", Font={"Z": composite(b"\0\0\0\5")}),
    "a hairline that is clipped away": paints(b"q 200 200 9 9 re W n .1 w 60 60 m 90 90 l S Q"),
    "a hairline beyond the form": paints(b"/Z Do", XObject={"Z": form(b".1 w 400 0 m 500 9 l S")}),
    "text that is not shown": paints(b"BT 3 Tr /F 4 Tf 60 60 Td (x) Tj ET"),
    "text of no letters": paints(b"BT /F 4 Tf 60 60 Td () Tj ET"),
    "a hairline in a mask": paints(b"/Z gs", ExtGState={"Z": masked(b"0 g .1 w 60 60 m 90 90 l S")}),
    "a mask that blends in gray": paints(b"/Z gs 60 60 9 9 re f", ExtGState={
        "Z": masked(b"0 g 0 0 9 9 re f", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))}),
    "a mask that is taken off again": bare(b"/Y gs /Z gs 60 60 9 9 re f", ExtGState={
        "Y": masked(b""), "Z": Dictionary(SMask=Name("/None"))}),
    "a group that blends in cmyk of a profile": paints(b"/Z Do", XObject={"Z": lambda pdf: form(
        b"0 0 0 .5 k 0 0 9 9 re f", Group=Dictionary(S=Name.Transparency, CS=icc(b"CMYK", 4)(pdf)))(pdf)}),
    "an ink that is none, overprinting": paints(
        b"/Over gs /Z cs 1 scn 60 60 9 9 re f", ColorSpace={"Z": separation("None")}),
    "registration marks that are defined in two ways": paints(
        b"/Z cs 1 scn 1 1 9 9 re f", ColorSpace={"Z": separation("All", 0.9, 0.9, 0.9, 1)}),
    "a page that is only a shading in a form": bare(b"/Z Do", XObject={"Z": form(
        b"/Y sh", Resources=Dictionary(Shading=Dictionary(Y=CYAN_SHADING)))}),
    "letters made bolder by a thin line": paints(
        b"/Over gs 0 0 0 1 k 0 0 0 1 K .1 w BT /F 10 Tf 2 Tr 60 60 Td (x) Tj ET"),
    "a white letter on a colour": paints(
        b"1 0 0 0 k 60 60 90 90 re f 0 0 0 0 k BT /F 6 Tf 60 60 Td (x) Tj ET"),
    "a special ink that is defined twice alike": paints(
        b"/Z cs 1 scn 60 60 9 9 re f", ColorSpace={"Z": separation(SPOT)}),
    "an indexed picture in cmyk": paints(b"q 9 0 0 9 60 60 cm /Z Do Q", XObject={"Z": image(
        90, 90, Array([Name.Indexed, Name.DeviceCMYK, 1, String(b"\0\0\0\0\xff\0\0\0")]), 1)}),
    "layers with a name": layers(Name=String("all")),
    "a default for colours that are not used": paints(b"0 0 0 .5 k 60 60 9 9 re f", ColorSpace={"DefaultRGB": CAL_RGB}),
    "a flattened line across": paints(b"q 1 0 0 .2 60 60 cm 1 w 0 0 m 0 99 l S Q"),
    "a picture of one pixel": paints(b"q 72 0 0 72 60 60 cm /Z Do Q", XObject={"Z": image(1, 1)}),
    "a link beside the page": annotated(Subtype=Name.Link),
    "titles in two languages": xmp("</rdf:li></rdf:Alt>", '</rdf:li><rdf:li xml:lang="de">Buch</rdf:li></rdf:Alt>'),
    "metadata without a wrapper": unwrapped,
    "text of 5 pt": paints(b"0 0 0 .5 k BT /F 5 Tf 60 60 Td (x) Tj ET"),
    "text of 9 pt in two inks": paints(b"1 0 0 .5 k BT /F 9 Tf 60 60 Td (x) Tj ET"),
    "a line of a quarter of a point": paints(b".25 w 60 60 m 90 90 l S"),
    "a picture of 225 ppi": paints(b"q 72 0 0 72 60 60 cm /Z Do Q", XObject={"Z": image(225, 225)}),
    "a picture in black and white of 550 ppi": paints(b"q 72 0 0 72 60 60 cm /Z Do Q", XObject={
        "Z": image(550, 550, Name.DeviceGray, 1, BitsPerComponent=1)}),
    "a special ink that is shown in lab": colour(
        Array([Name.Separation, Name("/PANTONE 7 C"), LAB, tint(50, 0, 0)]), b"1"),
    "a registration mark that touches the edge": paints(b"/Registration cs 1 scn 20 60 8.3464 9 re f"),
    "a letter that takes the colour of the text": paints(b"0 0 0 .5 k BT /Z 12 Tf 60 60 Td (a) Tj ET", Font={
        "Z": drawn(b"500 0 0 0 500 500 d1 1 0 0 rg 0 0 500 500 re f", 0, 0, 500, 500, scale=0.001)}),
    "letters that are drawn in pt": paints(b"0 0 0 .5 k BT /Z 1 Tf 60 60 Td (a) Tj ET", Font={
        "Z": drawn(b"8 0 d0 0 0 8 8 re f", 0, 0, 8, 8, scale=1)}),
    "jpeg 2000 in cmyk": paints(b"q 9 0 0 9 60 60 cm /Z Do Q", XObject={"Z": lambda pdf: pdf.make_stream(
        b"\0\0\0\x17jp2h\0\0\0\x0fcolr\1\0\0\0\0\0\x0c", Subtype=Name.Image, Width=90, Height=90,
        Filter=Name.JPXDecode)}),
    "a sheet a twentieth of a millimetre larger": lambda pdf: pdf.pages[1].obj.MediaBox.__setitem__(2, 340.3),
    "a halftone of type 5": sets(HT=Dictionary(HalftoneType=5), TR2=Name.Default, BM=Name.Normal, SMask=Name("/None")),
    "a size within rounding": paints(b"0 0 0 .5 k BT /F 4.997 Tf 60 60 Td (x) Tj ET"),
    "black as a special ink, overprinting": paints(
        b"/Over gs /Z cs 1 scn BT /F 9 Tf 60 60 Td (x) Tj ET", ColorSpace={"Z": separation("Black", 0, 0, 0, 1)}),
    "large black text": paints(b"0 0 0 1 k BT /F 12.1 Tf 60 60 Td (x) Tj ET"),
    "state that is restored": paints(b"q .1 w 1 0 0 rg Q 60 60 m 90 90 l S"),
    "a version in the catalog": root_entry("Version", Name("/1.4")),
    "an element of structure with an S": root_entry("Stray", lambda pdf: pdf.make_indirect(
        Dictionary(S=Name.Thread, P=Dictionary()))),
}  # fmt: skip


@pytest.mark.parametrize("damage", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_does_no_harm_is_not_blamed(damage: Damage) -> None:
    assert findings(damaged(damage)) == []
