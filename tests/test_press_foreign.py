"""The preflight reads anybody's files: ordinary ones are told what they lack, hostile ones hang and crash nothing."""

from __future__ import annotations

import contextlib
import io
import json
import random
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from press_sample import book, damaged, saved, sound
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from test_press_predicates import AS_IS, Pdf, codes, drawn, findings, form, page_entry, paints, root_entry

from booklet.check.press import report
from booklet.check.press.predicate import Demands
from booklet.check.press.report import PressReport, check_press
from booklet.confinement.inside import Refused
from booklet.errors import BookletError, EnvironmentProblem, ExitCode


@pytest.fixture(autouse=True)
def _without_ghostscript(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ink has tests of its own."""
    monkeypatch.setattr("booklet.check.press.ink.shutil.which", lambda name: None)


def by_reportlab() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400))
    canvas.drawString(50, 300, "Plain text in Helvetica")
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(50, 100, 50, 50, fill=1, stroke=0)
    canvas.linkURL("https://example.org", (50, 290, 150, 310))
    canvas.showPage()
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def scanned() -> bytes:
    """A page that is one picture of 150 ppi, as a scanner makes it."""
    from PIL import Image

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(288, 432))
    canvas.drawImage(ImageReader(Image.effect_noise((600, 900), 60).convert("RGB")), 0, 0, 288, 432)
    canvas.save()
    return out.getvalue()


LACKS = {"press-intent", "press-trim-box", "press-xmp"}
"""What files have that were not made for a press."""


def test_a_plain_file_is_told_what_it_lacks() -> None:
    found = check_press(by_reportlab(), "plain.pdf").findings
    assert codes(list(found)) >= LACKS | {"press-rgb", "press-font-embedded", "press-annotation", "press-action"}
    assert [f.place for f in found if f.code == "press-empty-page"] == ["page 2"]
    assert [f.message for f in found if f.code == "press-font-embedded"] == ['the font "Helvetica" is not embedded']


def test_a_scan_is_told_its_colour_and_resolution() -> None:
    found = {f.code: f for f in check_press(scanned(), "scan.pdf").findings}
    assert found.keys() >= LACKS | {"press-rgb", "press-image-ppi"}
    assert found["press-image-ppi"].message == "a picture of 150 ppi"
    assert found["press-rgb"].message == "RGB (DeviceRGB) in a picture"


def test_the_report_says_what_the_file_is() -> None:
    told = check_press(sound(), "book.pdf")
    assert told == PressReport(
        findings=(),
        pages=4,
        version="1.6",
        condition="FOGRA39",
        trims_mm=((100.0, 140.0),),
        inks=("Cyan", "Magenta", "Yellow", "Black", "PANTONE 300 C"),
        spots=("PANTONE 300 C",),
        fonts=(("Atkinson", True),),
        notes=("the total ink was not measured: Ghostscript (gs) is not installed",),
    )


def test_names_in_the_encodings_of_old_programs_are_read() -> None:
    """Latin-1, where PDF 2.0 wants UTF-8."""
    old = pikepdf.Object.parse(b"<</Gr#fcn [/Separation /Gr#fcn /DeviceCMYK <</FunctionType 2 /N 1 /C1 [1 0 1 0]>>]>>")

    def damage(pdf: Pdf) -> None:
        paints(b"/Gr\xfcn cs 1 scn 60 60 9 9 re f BT /\xfc 10 Tf 60 60 Td (x) Tj ET")(pdf)
        fonts = pdf.pages[0].obj.Resources.Font
        fonts[pikepdf.Object.parse(b"[/#fc]")[0]] = fonts.F
        pdf.pages[0].obj.Resources.ColorSpace = old

    told = check_press(damaged(damage), "x", Demands(spots=("PANTONE 300 C",)))
    assert "Grün" in told.spots
    assert [f.message for f in told.findings if f.code == "press-spot-unlisted"] == [
        'the special ink "Grün" is not listed (there is PANTONE 300 C)'
    ]
    assert not [f for f in told.findings if f.message.endswith('"Grün" is not there')]


def test_demands_reach_the_child() -> None:
    demands = Demands(bleed_mm=4, spots=("Gold",), booklet=True, blank_pages=(1,))
    found = check_press(damaged(lambda pdf: pdf.pages.append(pdf.pages[0])), "x", demands).findings
    assert codes(list(found)) == {"press-bleed", "press-spot-unlisted", "press-spot-unused", "press-page-count"}


def test_findings_come_document_first_then_page_by_page_then_warnings() -> None:
    def wrong(pdf: Pdf) -> None:
        paints(b"Q .1 w 60 60 m 70 70 l S")(pdf)
        page_entry("UserUnit", 2, page=1)(pdf)
        page_entry("UserUnit", 2, page=0)(pdf)
        root_entry("AA", Dictionary())(pdf)

    places = [(f.place.partition(",")[0], f.code) for f in check_press(damaged(wrong), "x").findings]
    assert places == [
        ("object 1", "press-additional-actions"),
        ("page 1", "press-line-width"),
        ("page 1", "press-user-unit"),
        ("page 2", "press-user-unit"),
        ("page 1", "press-content-balance"),
    ]


# ---- hostile files


def refusal(data: bytes, within: float = 20.0) -> str:
    start = time.monotonic()
    with pytest.raises(BookletError) as caught:
        check_press(data, "x.pdf")
    assert time.monotonic() - start < within
    line = str(caught.value)
    assert line.startswith("x.pdf: error: ") and "\n" not in line and caught.value.exit_code == ExitCode.MISTAKE
    return line.removeprefix("x.pdf: error: ")


def bomb(pdf: Pdf) -> None:
    """The content of a page unfolds from kilobytes to twenty megabytes."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = zlib.compress(start + block * 20, 9)
    pdf.pages[0].obj.Contents = pdf.make_stream(packed, Filter=Array([Name.FlateDecode, Name.FlateDecode]))
    pdf.pages[1].obj.Contents = pdf.make_stream(b"1 0 0 rg 60 60 9 9 re f")


def pages_in_a_circle(pdf: Pdf) -> None:
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)


def protected() -> bytes:
    return saved(
        book(1), force_version="", static_id=False, encryption=pikepdf.Encryption(user="secret", owner="other", R=6)
    )


REFUSED = {
    "nothing": (b"", "is broken or no PDF"),
    "words": (b"Dear printer", "is broken or no PDF"),
    "zeros": (bytes(1_000_000), "is broken or no PDF"),
    "head only": (b"%PDF-1.6\n", "is broken or no PDF"),
    "nested": (b"%PDF-1.6\n1 0 obj\n" + b"[" * 500_000, "is broken or no PDF"),
    "cut off early": (sound()[:1_000], "is broken or no PDF"),
    "pages in a circle": (damaged(pages_in_a_circle), "is broken or no PDF"),
    "password": (protected(), "is protected by a password"),
}


@pytest.mark.parametrize(("data", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, told: str) -> None:
    assert refusal(data).startswith(told)


def test_a_bomb_is_not_looked_at_and_pages_after_it_are() -> None:
    data = damaged(bomb, **AS_IS)
    assert len(data) < 300_000
    found = {f.code: f.place.partition(",")[0] for f in check_press(data, "x").findings}
    assert found == {"press-damaged": "document", "press-too-much": "page 1", "press-rgb": "page 2"}


def test_a_file_that_was_cut_off_late_is_read_and_blamed() -> None:
    assert "press-damaged" in codes(findings(sound()[:-600]))


def parents_in_a_circle(pdf: Pdf) -> None:
    del pdf.pages[0].obj["/MediaBox"]
    pdf.Root.Pages.Parent = pdf.Root.Pages


def doubling(pdf: Pdf) -> None:
    """Each form places the next one twice at other scales: two to the power of 22."""
    below = form(b"0 0 9 9 re f")(pdf)
    for _ in range(22):
        content = b"q .9 .1 0 1 0 0 cm /Z Do Q q 1 0 .1 .9 0 0 cm /Z Do Q"
        below = form(content, Resources=Dictionary(XObject=Dictionary(Z=below)))(pdf)
    paints(b"/Z Do", XObject={"Z": below})(pdf)


def deep_forms(pdf: Pdf) -> None:
    below = form(b"0 0 9 9 re f")(pdf)
    for _ in range(2_000):
        below = form(b"/Z Do", Resources=Dictionary(XObject=Dictionary(Z=below)))(pdf)
    paints(b"/Z Do", XObject={"Z": below})(pdf)


def huge_numbers(pdf: Pdf) -> None:
    page = pdf.pages[0].obj
    page.MediaBox = Array([0, 0, 10**15, 10**15])
    paints(b"99999999999999999999 w 1" + b"0" * 400 + b" 0 m 9 9 l S 999999999 0 0 999999999 0 0 cm 0 0 9 9 re f")(pdf)


def numbers_for_streams(pdf: Pdf) -> None:
    """Glyphs and masks that are none, and an inline image that refers to an object."""
    letters = drawn(b"", 0, 0, 1, 1, scale=1)(pdf)
    letters.CharProcs.a = 5
    content = b"BT /Z 9 Tf 60 60 Td (a) Tj ET BI /W 1 /H 1 /CS [5 0 R] /BPC 8 ID x EI 1 0 0 rg 0 0 9 9 re f"
    paints(content, Font={"Z": letters})(pdf)


def wrong_types(pdf: Pdf) -> None:
    """Every entry of pages, resources and catalog is something else."""
    page = pdf.pages[0].obj
    shared = Dictionary({key: Dictionary(value) for key, value in page.Resources.items()})
    for kind, entries in shared.items():
        for index, name in enumerate(entries.keys()):
            entries[name] = [5, String("x"), Array(), Name.X, Dictionary()][index % 5]
        shared[kind] = entries
    page.Resources = shared
    page.Group, page.Annots = Array([1]), Dictionary()
    page.TrimBox, page.UserUnit, page.Rotate = Array([String("a")] * 4), Name.Two, String("90")
    pdf.pages[1].obj.Resources = 7
    pdf.pages[2].obj.Annots = Array([5, Name.X, Dictionary(Rect=Array([1]), Subtype=5, AP=3)])
    pdf.pages[3].obj.Contents = Array([5, Name.X])
    pdf.Root.OutputIntents = Array([5, Dictionary(S=Name.GTS_PDFX, DestOutputProfile=7, OutputConditionIdentifier=3)])
    pdf.Root.Metadata, pdf.Root.OCProperties, pdf.Root.Names = Array(), String("x"), 5
    pdf.Root.Version = 5


def wrong_insides(pdf: Pdf) -> None:
    """Colour spaces, fonts, patterns and states with insides of wrong kinds."""
    strange = [
        5,
        Name.X,
        String("x"),
        Array(),
        Dictionary(),
        Array([5]),
        Array([Name.Indexed]),
        Array([Name.ICCBased, 5]),
    ]
    strange += [
        Array([Name.Separation, 1, 2, 3]),
        Array([Name.DeviceN, Array([1]), 5, 5]),
        Array([Name.DeviceN, 5, 5, 5]),
    ]
    spaces = {f"S{n}": value for n, value in enumerate(strange)}
    fonts = {f"F{n}": value for n, value in enumerate([
        Dictionary(), Dictionary(Subtype=Name.Type0, DescendantFonts=5), Dictionary(Subtype=Name.Type3, CharProcs=5),
        Dictionary(Subtype=Name.Type0, DescendantFonts=Array([Dictionary(FontDescriptor=5)])),
        Dictionary(Subtype=Name.TrueType, Widths=Array(), FirstChar=-10**9, LastChar=10**9, Encoding=Array()),
        Dictionary(Encoding=Dictionary(Differences=Array([String("x"), Name.a, 10**12, Name.b]))),
    ])}  # fmt: skip
    states = {f"G{n}": value for n, value in enumerate([
        Dictionary(BM=5, ca=Name.X, SMask=5, OP=5, OPM=Name.X, LW=String("x"), Font=Array([1, 2]), HT=5, TR2=5),
        Dictionary(BM=Array([5]), SMask=Dictionary(G=5), HT=Dictionary(HalftoneType=Name.X), Font=5),
    ])}  # fmt: skip
    patterns = {f"P{n}": value for n, value in enumerate([
        Dictionary(PatternType=2), Dictionary(PatternType=1), Dictionary(PatternType=2, Shading=5, ExtGState=5),
        Dictionary(PatternType=String("x"), Matrix=5), Dictionary(PatternType=2, Shading=Dictionary(ColorSpace=5)),
    ])}  # fmt: skip
    content = b"".join(b"/%b cs 0 sc 60 60 9 9 re f " % name.encode() for name in spaces)
    content += b"".join(b"BT /%b 9 Tf 60 60 Td (abc) Tj ET " % name.encode() for name in fonts)
    content += b"".join(b"/%b gs " % name.encode() for name in states)
    content += b"".join(b"/Pattern cs /%b scn 60 60 9 9 re f " % name.encode() for name in patterns)
    objects = {
        "X": form(b"", Matrix=Array([1]), BBox=5),
        "Y": form(b"", Group=5, Resources=5),
        "I": form(b"", Subtype=Name.Image),
    }
    content += b"/X Do /Y Do /I Do /Pattern cs 5 scn"
    paints(content, ColorSpace=spaces, Font=fonts, ExtGState=states, Pattern=patterns, XObject=objects)(pdf)


HOSTILE: list[Callable[[Pdf], None]] = [
    numbers_for_streams, parents_in_a_circle, deep_forms, huge_numbers, wrong_types, wrong_insides,
]  # fmt: skip


@pytest.mark.parametrize("harm", HOSTILE, ids=[harm.__name__ for harm in HOSTILE])
def test_a_hostile_file_gets_findings(harm: Callable[[Pdf], None]) -> None:
    start = time.monotonic()
    assert check_press(damaged(harm), "x").findings
    assert time.monotonic() - start < 10


def test_a_file_of_too_many_objects_is_not_called_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("booklet.check.press.objects.MOST_OBJECTS", 10)
    with pytest.raises(Refused, match="too-much"):
        findings(sound())


def test_forms_that_multiply_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("booklet.check.press.survey.MOST_PLACED", 500)
    assert "press-too-much" in codes(findings(damaged(doubling)))


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "SECONDS", 1.0)
    assert refusal(damaged(doubling), within=6.0).startswith("takes too long to read")


def test_a_large_file_is_not_even_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "MOST_BYTES", 1_000)
    assert refusal(sound(), within=0.5).startswith("is larger than")


@settings(max_examples=150, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 60))
def test_damage_anywhere_is_told_or_refused(chance: random.Random, count: int) -> None:
    """Of the objects of the file rather than of its font and profile, which are most of its bytes."""
    data = bytearray(PLAIN)
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.choice(b"0123456789/[]<>() abcQqfT\0\xff")
    with contextlib.suppress(pikepdf.PdfError, RuntimeError, Refused):  # as qpdf raises
        for finding in findings(bytes(data)):
            assert finding.code.startswith("press-") and finding.place and finding.message and finding.remedy


def _plain() -> bytes:
    pdf = book(2)
    del pdf.pages[0].obj.Resources.Font.F.FontDescriptor["/FontFile2"]
    del pdf.Root.OutputIntents[0]["/DestOutputProfile"]
    return saved(pdf, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)


PLAIN = _plain()


# ---- a child gone wild


@pytest.fixture
def possessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts another program in the place of the child, as if a file had taken it over."""

    def become(code: str) -> None:
        script = tmp_path / "child.py"
        script.write_text(f"import sys\nsys.stdout.write('ready\\n')\n{code}\n")
        monkeypatch.setattr(report, "CHILD", script)

    monkeypatch.setattr(report, "SECONDS", 3.0)
    return become


FACTS: dict[str, Any] = {
    "pages": 1,
    "version": "1",
    "condition": "",
    "trims_mm": [],
    "inks": [],
    "fonts": [],
    "sheets": [],
}
NONSENSE = (
    "[]", "5", "{}", "[" * 100_000, '{"refused": ["x"]}', '{"findings": [], "facts": 5}',
    json.dumps({"findings": [["a"]], "facts": FACTS}),
    json.dumps({"findings": [["a", "fatal", "b", "c", "d"]], "facts": FACTS}),
    json.dumps({"findings": [[1, "error", "b", "c", "d"]], "facts": FACTS}),
    json.dumps({"findings": [], "facts": {**FACTS, "inks": [5]}}),
    json.dumps({"findings": [], "facts": {**FACTS, "sheets": [{"width": 1}]}}),
)  # fmt: skip


@pytest.mark.parametrize("answer", NONSENSE, ids=[answer[:40] for answer in NONSENSE])
def test_nonsense_from_the_child_is_refused(possessed: Callable[[str], None], answer: str) -> None:
    possessed(f"sys.stdin.buffer.read(); sys.stdout.write({answer!r})")
    assert refusal(b"x").startswith("is broken")


def test_a_child_that_dies_may_have_had_too_much(possessed: Callable[[str], None]) -> None:
    possessed("sys.stdin.buffer.read()")
    assert refusal(b"x").startswith("cannot be read: it is broken, or has too much in it")


def test_words_from_a_file_cannot_speak_to_the_terminal(possessed: Callable[[str], None]) -> None:
    told = json.dumps({"findings": [["a", "error", "b", "\x1b[2J\nx" + "y" * 500, "d"]], "facts": FACTS})
    possessed(f"sys.stdout.write({told!r})")
    [finding] = check_press(b"x", "x").findings
    assert finding.message.startswith("?[2J?xyyy") and len(finding.message) == 301


def test_a_child_that_does_not_start_is_not_the_fault_of_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "child.py"
    script.write_text("import a_library_that_is_not_there")
    monkeypatch.setattr(report, "CHILD", script)
    with pytest.raises(EnvironmentProblem, match="the process that reads it does not start"):
        check_press(sound(), "x")
