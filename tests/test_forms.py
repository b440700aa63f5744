"""Fields to fill in: what they are in the finished file, how they look, and which of their faults a check finds."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import uharfbuzz
from form_sample import LEFT, RIGHT, Viewer, fields, form_pdf, ticked
from PIL import Image, ImageChops
from pypdf import PdfReader
from reportlab.platypus import Flowable, PageBreak
from tagged_sample import METADATA, build, paragraph

from booklet.check.structure import check_structure, compare, read
from booklet.check.verapdf import validate
from booklet.layout.base import Ornament
from booklet.layout.marks import tick_box
from booklet.palette import FORM_LINE
from booklet.pdf.canvas import TaggedCanvas, UntaggedContent
from booklet.pdf.fonts import FILES, REGULAR, UnshowableText
from booklet.pdf.forms import CheckBox, ChoiceField, TextField
from booklet.pdf.output import canvas_maker
from booklet.pdf.structure import Tag
from booklet.resources import Resources

NAMES = [RIGHT, LEFT, "who", "how", "notes", "word", "side", "other"]
SCALE = 4


@pytest.fixture(scope="module")
def sound() -> bytes:
    return form_pdf()


def changed(data: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def field(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    return next(node for node in pdf.Root.AcroForm.Fields if str(node.T) == name)


def drawn(data: bytes, *, forms: bool = True) -> Image.Image:
    """The first page as PDFium shows it, in grey."""
    pdf = pypdfium2.PdfDocument(data)
    if forms:
        pdf.init_forms()
    return pdf[0].render(scale=SCALE, may_draw_forms=forms).to_pil().convert("L")


def around(image: Image.Image, pdf: pikepdf.Pdf, name: str, inset: float = 0.0) -> Image.Image:
    """What is seen in the box of a field, `inset` pt inside its edge."""
    left, bottom, right, top = (float(edge) for edge in field(pdf, name).Rect)
    height = image.height / SCALE
    box = (left + inset, height - top + inset, right - inset, height - bottom - inset)
    return image.crop(tuple(round(edge * SCALE) for edge in box))


def darkest(image: Image.Image) -> int:
    lowest, _ = image.getextrema()
    assert isinstance(lowest, int)
    return lowest


def test_a_form_meets_pdf_ua_1_and_pdf_a_2a(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(sound)
    assert validate([path]) == {path: []}


def test_fields_are_read_with_their_tooltips_in_the_order_of_the_page(sound: bytes) -> None:
    report = read(sound)
    assert report.findings == ()
    told = [text for role, text in report.tree.reading() if role == "Form"]
    assert told == [
        "Right side: tender",
        "Left side: tender",
        "Who felt for it",
        "How it felt",
        "Notes",
        "One word",
        "Which side is worse",
        "Which side was it before",
    ]
    boxed = [node for node in report.tree.walk() if node.role == "P" and node.text.strip() == "Right side"]
    assert [[kid.role for kid in node.kids] for node in boxed] == [["Form"]]


def test_fields_may_be_left_out_of_what_is_compared_or_are_placed(sound: bytes) -> None:
    tree = read(sound).tree
    meant = tree.reading()
    assert compare(tree, meant) == []
    assert compare(tree, [item for item in meant if item[0] != "Form"]) == []
    moved = [*meant[:1], meant[2], meant[1], *meant[3:]]
    assert {finding.code for finding in compare(tree, moved)} == {"order-missing", "order-extra"}
    assert "order-count" in {finding.code for finding in compare(tree, [i for i in meant if "word" not in i[1]])}


def test_each_field_is_one_widget_that_prints_and_does_nothing(sound: bytes) -> None:
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        form = pdf.Root.AcroForm
        assert [str(node.T) for node in form.Fields] == NAMES
        assert set(form.keys()) == {"/Fields", "/DR"}
        assert [note.objgen for note in pdf.pages[0].Annots] == [node.objgen for node in form.Fields]
        for node in form.Fields:
            assert (node.Type, node.Subtype, int(node.F)) == ("/Annot", "/Widget", 4)
            assert not {"/A", "/AA", "/Kids", "/Parent"} & set(node.keys())
            assert node.P.objgen == pdf.pages[0].obj.objgen
        assert b"JavaScript" not in sound and b"/JS" not in sound


def test_another_library_finds_the_same_fields(sound: bytes) -> None:
    found = PdfReader(io.BytesIO(sound)).get_fields() or {}
    assert list(found) == NAMES
    assert [entry["/FT"] for entry in found.values()] == ["/Btn"] * 2 + ["/Tx"] * 4 + ["/Ch"] * 2
    assert found[LEFT]["/V"] == "/Yes" and found["side"]["/V"] == "left"


def test_every_state_has_its_appearance(sound: bytes) -> None:
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        for name, state in ((RIGHT, "/Off"), (LEFT, "/Yes")):
            box = field(pdf, name)
            assert box.FT == "/Btn" and box.V == box.AS == state
            assert set(box.AP.N.keys()) == {"/Off", "/Yes"}
            assert box.AP.N.Off.read_bytes() == b"" and b" m\n" in box.AP.N.Yes.read_bytes()
        for name in NAMES[2:]:
            code = field(pdf, name).AP.N.read_bytes()
            assert code.startswith(b"/Tx BMC") and code.endswith(b"EMC")
            assert (b"Tj" in code) == ("/V" in field(pdf, name))
        assert [str(part) for part in field(pdf, "side").Opt[1]] == ["left", "Left side"]
        assert int(field(pdf, "word").MaxLen) == 8


def test_the_typed_font_is_embedded_whole_with_its_widths(sound: bytes) -> None:
    file = Resources.at().find(FILES[REGULAR]).read_bytes()
    shaper = uharfbuzz.Font(uharfbuzz.Face(file))
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        [font] = pdf.Root.AcroForm.DR.Font.values()
        assert font.FontDescriptor.FontFile2.read_bytes() == file
        assert (font.Subtype, font.Encoding, int(font.FontDescriptor.Flags)) == ("/TrueType", "/WinAnsiEncoding", 32)
        for code, width in zip(range(int(font.FirstChar), int(font.LastChar) + 1), font.Widths, strict=True):
            text = bytes([code]).decode("cp1252", "ignore")
            glyph = shaper.get_nominal_glyph(ord(text)) if text else None
            if glyph:
                assert int(width) == shaper.get_glyph_h_advance(glyph)
        assert str(field(pdf, "who").DA).startswith("/Typed 11 Tf ")
        assert field(pdf, "who").AP.N.Resources.Font.Typed.objgen == font.objgen


def test_values_are_in_winansi_whatever_the_quotes(sound: bytes) -> None:
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        code = field(pdf, "who").AP.N.read_bytes()
        assert "Zoë “O’Hara” (€)".encode("cp1252").hex().encode() in code
        assert str(field(pdf, "who").V) == "Zoë “O’Hara” (€)"
        assert field(pdf, "notes").AP.N.read_bytes().count(b"Tj T*") == 4  # a blank line counts, a long one is broken


def test_the_same_fields_give_the_same_bytes(sound: bytes) -> None:
    assert form_pdf() == sound


def test_a_document_without_fields_has_no_form() -> None:
    with pikepdf.open(io.BytesIO(build([paragraph("x")]))) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_empty_fields_are_seen_as_empty_boxes_and_full_ones_as_full(sound: bytes) -> None:
    image = drawn(sound)
    with pikepdf.open(io.BytesIO(sound)) as pdf:
        for name in NAMES:
            edge = around(image, pdf, name).crop((0, 4 * SCALE, 2 * SCALE, 9 * SCALE))
            assert darkest(edge) < 130
        for name in (RIGHT, "how", "word", "other"):
            assert darkest(around(image, pdf, name, 2.0)) == 255
        for name in (LEFT, "who", "notes", "side"):
            assert darkest(around(image, pdf, name, 2.0)) < 60


def test_an_empty_check_box_looks_like_one_to_tick_by_hand() -> None:
    def page(mark: Flowable) -> Image.Image:
        return drawn(build([paragraph("x"), mark]), forms=False)

    box = page(CheckBox("x", "Tick", 14, FORM_LINE, Tag("P")))
    printed = page(Ornament(tick_box(14, FORM_LINE)))
    difference = ImageChops.difference(box, printed)
    assert darkest(box) < 130
    assert sum(difference.histogram()[100:]) == 0


def test_a_tick_of_a_viewer_is_seen(sound: bytes) -> None:
    viewer = Viewer(sound)
    viewer.click(RIGHT)
    after = viewer.save()
    with pikepdf.open(io.BytesIO(after)) as pdf:
        assert darkest(around(drawn(after), pdf, RIGHT, 2.0)) < 60
        assert darkest(around(drawn(after), pdf, LEFT, 2.0)) < 60
    assert check_structure(after) == []


def test_a_form_filled_in_by_a_viewer_still_conforms(sound: bytes, tmp_path: Path) -> None:
    viewer = Viewer(sound)
    viewer.click(LEFT)
    viewer.press("how", "Olé, (50 %) sore")
    viewer.choose("other", 1)
    path = tmp_path / "filled.pdf"
    path.write_bytes(viewer.save())
    assert validate([path]) == {path: []}


def test_two_fields_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two fields are called 'x'"):
        form_pdf([ticked("x", "One"), ticked("x", "Two")])


@pytest.mark.parametrize("name", ["", "a.b", "a\nb"])
def test_names_that_cannot_be_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be the name"):
        form_pdf([ticked(name, "One")])


def test_what_a_field_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="no tooltip"):
        CheckBox("x", " ", 14, FORM_LINE)
    with pytest.raises(ValueError, match="longer than 3"):
        TextField("x", "X", 90, 20, max_length=3, value="four")
    for options in ([], [("a", "A"), ("a", "B")], [("a", "A"), ("b", "A")]):
        with pytest.raises(ValueError, match="options"):
            ChoiceField("x", "X", options, 90, 20)
    with pytest.raises(ValueError, match="none of its options"):
        ChoiceField("x", "X", [("a", "A")], 90, 20, "b")


@pytest.mark.parametrize(("value", "named"), [("中", r"U\+4E2D"), ("Łódź", r"U\+0141"), ("a\u00adb", r"U\+00AD")])
def test_a_value_that_the_typed_font_cannot_show_is_refused_by_name(value: str, named: str) -> None:
    with pytest.raises(UnshowableText, match=named):
        form_pdf([TextField("x", "X", 90, 20, value=value)])
    with pytest.raises(UnshowableText, match=named):
        form_pdf([ChoiceField("x", "X", [("a", value)], 90, 20, "a")])


def test_a_field_in_an_artifact_or_outside_a_form_element_is_refused() -> None:
    canvas: TaggedCanvas = canvas_maker(METADATA, Resources.at())(io.BytesIO())
    with canvas.artifact(), pytest.raises(UntaggedContent, match="a form field on page 1"):
        CheckBox("x", "X", 14, FORM_LINE).drawOn(canvas, 50, 50)
    with canvas.tag(Tag("P")), pytest.raises(UntaggedContent):
        canvas.add_field("x", 9, 9, {})
    with canvas.tag(Tag("Form")):
        canvas.add_field("x", 9, 9, {})
        with pytest.raises(UntaggedContent):
            canvas.add_field("y", 9, 9, {})


def drop_tooltip(pdf: pikepdf.Pdf) -> None:
    del field(pdf, "who")["/TU"]


def drop_name(pdf: pikepdf.Pdf) -> None:
    del field(pdf, "who")["/T"]


def repeat_name(pdf: pikepdf.Pdf) -> None:
    field(pdf, "who").T = pikepdf.String("how")


def drop_text_appearance(pdf: pikepdf.Pdf) -> None:
    del field(pdf, "who")["/AP"]


def drop_state(pdf: pikepdf.Pdf) -> None:
    del field(pdf, RIGHT).AP.N["/Yes"]


def show_no_state(pdf: pikepdf.Pdf) -> None:
    field(pdf, RIGHT).AS = pikepdf.Name.Maybe


def add_script(pdf: pikepdf.Pdf) -> None:
    field(pdf, "who").AA = pikepdf.Dictionary(K=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1"))


def add_action(pdf: pikepdf.Pdf) -> None:
    field(pdf, "who").A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org")


def ask_for_appearances(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def add_xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.XFA = pdf.make_stream(b"<xdp/>")


def list_a_stranger(pdf: pikepdf.Pdf) -> None:
    stranger = pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("stranger"))
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(stranger))


def list_backwards(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields = pikepdf.Array(reversed(list(pdf.Root.AcroForm.Fields)))


def stand_elsewhere(pdf: pikepdf.Pdf) -> None:
    one, two = field(pdf, "who"), field(pdf, "how")
    one.Rect, two.Rect = two.Rect, one.Rect


def element_of(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    return numbers[numbers.index(int(field(pdf, name).StructParent)) + 1]


def call_it_a_span(pdf: pikepdf.Pdf) -> None:
    element_of(pdf, "who").S = pikepdf.Name.Span


def take_the_widget(pdf: pikepdf.Pdf) -> None:
    element_of(pdf, "who").K = pikepdf.Array()


def put_two_in_one(pdf: pikepdf.Pdf) -> None:
    one, two = element_of(pdf, "who"), element_of(pdf, "how")
    one.K.append(two.K[0])


BREAKS: list[tuple[Callable[[pikepdf.Pdf], None], str]] = [
    (drop_tooltip, "form-no-tooltip"),
    (drop_name, "form-no-name"),
    (repeat_name, "form-name-repeated"),
    (drop_text_appearance, "form-no-appearance"),
    (drop_state, "form-no-appearance"),
    (show_no_state, "form-no-appearance"),
    (add_script, "form-action"),
    (add_action, "form-action"),
    (ask_for_appearances, "form-need-appearances"),
    (add_xfa, "form-xfa"),
    (list_a_stranger, "form-not-listed"),
    (list_backwards, "form-order"),
    (stand_elsewhere, "form-order"),
    (call_it_a_span, "form-wrong-role"),
    (take_the_widget, "form-no-widget"),
    (take_the_widget, "tag-annotation"),
    (put_two_in_one, "form-shape"),
]


@pytest.mark.parametrize(("damage", "code"), BREAKS, ids=[f"{damage.__name__}-{code}" for damage, code in BREAKS])
def test_each_damage_is_found(sound: bytes, damage: Callable[[pikepdf.Pdf], None], code: str) -> None:
    findings = check_structure(changed(sound, damage))
    assert code in {finding.code for finding in findings}
    named = [finding for finding in findings if finding.code.startswith("form-")]
    assert len({finding.code for finding in named}) <= 2


def test_columns_and_lines_are_read_along_and_a_line_backwards_is_found() -> None:
    def beside(*lefts: float) -> list[str]:
        canvas: TaggedCanvas = canvas_maker(METADATA, Resources.at())(io.BytesIO())
        for number, left in enumerate(lefts):
            for below in range(2):
                CheckBox(f"{number}/{below}", "X", 14, FORM_LINE, Tag("P")).drawOn(canvas, left, 500 - 30 * below)
        return [finding.code for finding in check_structure(bytes(canvas.getpdfdata()))]

    assert beside(50, 150, 250) == []
    canvas: TaggedCanvas = canvas_maker(METADATA, Resources.at())(io.BytesIO())
    for name, left in (("b", 150), ("a", 50)):
        CheckBox(name, "X", 14, FORM_LINE, Tag("P")).drawOn(canvas, left, 500)
    data = bytes(canvas.getpdfdata())
    assert [finding.code for finding in check_structure(data)] == ["form-order"]
    arabic: TaggedCanvas = canvas_maker(replace(METADATA, language="ar"), Resources.at())(io.BytesIO())
    for name, left in (("b", 150), ("a", 50)):
        CheckBox(name, "X", 14, FORM_LINE, Tag("P")).drawOn(arabic, left, 500)
    assert check_structure(bytes(arabic.getpdfdata())) == []


def test_fields_on_two_pages_are_one_form() -> None:
    report = read(form_pdf([ticked("a", "One"), PageBreak(), ticked("b", "Two")]))
    assert report.findings == ()
    assert [node.page for node in report.tree.walk() if node.role == "Form"] == [1, 2]


def test_the_story_of_all_fields_can_be_built_again() -> None:
    story = fields()
    assert form_pdf(story) == form_pdf(fields())
