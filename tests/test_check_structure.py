"""A sound document passes; each way of breaking it is found under its own code."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from tagged_sample import build, paragraph, torture_pdf

from booklet.check.finding import Finding
from booklet.check.marks import to_unicode
from booklet.check.structure import check_structure, compare, read
from booklet.check.tagtree import TagTree
from booklet.errors import BookletError, Severity


@pytest.fixture(scope="module")
def sound() -> bytes:
    return torture_pdf()


def elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    def walk(element: Any) -> Iterator[Any]:
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                yield from walk(kid)

    return [element for element in walk(pdf.Root.StructTreeRoot) if f"/{role}" == element.S]


def drop_alt(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0]["/Alt"]


def drop_box(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0]["/A"]


def skip_level(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H2")[0].S = pikepdf.Name.H3


def begin_with_h2(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H1")[0].S = pikepdf.Name.H2


def cut_list(pdf: pikepdf.Pdf) -> None:
    one = elements(pdf, "L")[0]
    two = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.L, P=one.P, A=one.A))
    two.K = pikepdf.Array(list(one.K)[4:])
    one.K = pikepdf.Array(list(one.K)[:4])
    for item in two.K:
        item.P = two
    siblings = list(one.P.K)
    siblings.insert([s.objgen for s in siblings].index(one.objgen) + 1, two)
    one.P.K = pikepdf.Array(siblings)


def cut_bullets(pdf: pikepdf.Pdf) -> None:
    cut_list(pdf)
    for label in elements(pdf, "Lbl"):
        label.ActualText = "•"


def unembed(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].resources.Font.values():
        del font.FontDescriptor["/FontFile2"]


def drop_reference(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].K = pikepdf.Array()


def refer_twice(pdf: pikepdf.Pdf) -> None:
    element = elements(pdf, "H1")[0]
    element.K.append(element.K[0])


def refer_to_nothing(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H1")[0].K.append(999)


def add_content(pdf: pikepdf.Pdf, code: bytes) -> None:
    pdf.pages[0].contents_add(code, prepend=False)


def show_loose_text(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[0].resources.Font.keys())).encode()
    add_content(pdf, b"BT " + font + b" 12 Tf 50 50 Td (loose) Tj ET")


def show_loose_form(pdf: pikepdf.Pdf) -> None:
    form = pdf.make_stream(b"0 0 9 9 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
    pdf.pages[0].resources.XObject["/Loose"] = form
    add_content(pdf, b"/Loose Do")


def show_glyph_zero(pdf: pikepdf.Pdf) -> None:
    font = next(iter(pdf.pages[0].resources.Font.keys())).encode()
    add_content(pdf, b"/Artifact BMC BT " + font + b" 12 Tf <00> Tj ET EMC")


def show_without_unicode(pdf: pikepdf.Pdf) -> None:
    for font in pdf.pages[0].resources.Font.values():
        font.ToUnicode = pdf.make_stream(b"0 beginbfchar endbfchar")


def cross_marks(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, b"q /Artifact BMC Q EMC")


def nest_marks(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, b"/Artifact BMC /P <</MCID 900>> BDC EMC EMC")


def leave_open(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, b"/Artifact BMC")


def repeat_mcid(pdf: pikepdf.Pdf) -> None:
    add_content(pdf, b"/P <</MCID 0>> BDC EMC")


def swap_parents(pdf: pikepdf.Pdf) -> None:
    values = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    values[0], values[1] = values[1], values[0]


def lie_about_parent(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "P")[0].P = elements(pdf, "L")[0]


def loosen_annotation(pdf: pikepdf.Pdf) -> None:
    link = elements(pdf, "Link")[0]
    link.K = pikepdf.Array([k for k in link.K if not (isinstance(k, pikepdf.Dictionary) and "/Obj" in k)])


def drop_struct_parent(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[0]["/StructParent"]


def drop_contents(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0].Annots[0]["/Contents"]


def drop_cell(pdf: pikepdf.Pdf) -> None:
    row = elements(pdf, "TR")[2]
    row.K = pikepdf.Array(list(row.K)[:2])


def drop_scope(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "TH")[0]["/A"]


def drop_heads(pdf: pikepdf.Pdf) -> None:
    for head in elements(pdf, "TH"):
        head.S = pikepdf.Name.TD


def misplace_item(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "LI")[0].S = pikepdf.Name.P


def misplace_cell(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "TR")[0].S = pikepdf.Name.P


def drop_body(pdf: pikepdf.Pdf) -> None:
    item = elements(pdf, "LI")[0]
    item.K = pikepdf.Array(list(item.K)[:1])


def unmap_role(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot.RoleMap["/Em"]


def drop_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def drop_title(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Metadata"]


def hide_title(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/ViewerPreferences"]


def untag(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


BREAKS: list[tuple[Callable[[pikepdf.Pdf], None], str]] = [
    (drop_alt, "figure-no-alt"),
    (drop_box, "figure-no-box"),
    (skip_level, "heading-skipped"),
    (begin_with_h2, "heading-first"),
    (cut_list, "list-cut"),
    (cut_bullets, "list-cut"),
    (unembed, "font-not-embedded"),
    (drop_reference, "tag-mcid-unreferenced"),
    (refer_twice, "tag-mcid-shared"),
    (refer_to_nothing, "tag-mcid-missing"),
    (show_loose_text, "tag-untagged-content"),
    (show_loose_form, "tag-untagged-content"),
    (show_glyph_zero, "text-missing-glyph"),
    (show_without_unicode, "text-no-unicode"),
    (cross_marks, "tag-nesting"),
    (nest_marks, "tag-nesting"),
    (leave_open, "tag-nesting"),
    (repeat_mcid, "tag-mcid-repeated"),
    (swap_parents, "tag-parent-tree"),
    (lie_about_parent, "tag-parent-link"),
    (loosen_annotation, "link-no-annotation"),
    (loosen_annotation, "tag-annotation"),
    (drop_struct_parent, "tag-annotation"),
    (drop_contents, "link-no-contents"),
    (drop_cell, "table-irregular"),
    (drop_scope, "table-no-scope"),
    (drop_heads, "table-no-heads"),
    (misplace_item, "list-shape"),
    (misplace_cell, "table-shape"),
    (drop_body, "list-shape"),
    (unmap_role, "tag-role-unknown"),
    (drop_language, "document-no-language"),
    (drop_title, "document-no-title"),
    (hide_title, "document-title-hidden"),
    (untag, "document-untagged"),
]


@pytest.mark.parametrize(("damage", "code"), BREAKS, ids=[f"{damage.__name__}-{code}" for damage, code in BREAKS])
def test_each_damage_is_found(sound: bytes, damage: Callable[[pikepdf.Pdf], None], code: str) -> None:
    with pikepdf.open(BytesIO(sound)) as pdf:
        damage(pdf)
        out = BytesIO()
        pdf.save(out)
    assert code in {finding.code for finding in check_structure(out.getvalue())}


def test_a_sound_document_passes_by_path_and_by_bytes(sound: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sound.pdf"
    path.write_bytes(sound)
    assert check_structure(path) == check_structure(sound) == []


def test_the_report_tells_what_the_document_is(sound: bytes) -> None:
    report = read(sound)
    assert (report.language, report.title, report.identifier) == ("en-US", "Knee & <hip>", "urn:booklet:sample")
    assert report.pages == 7
    assert len(report.fonts) == 3 and all(report.fonts.values())


def test_resaving_with_pikepdf_keeps_the_structure(sound: bytes) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(sound)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert check_structure(out.getvalue()) == []
    assert read(out.getvalue()).tree == read(sound).tree


def test_what_is_no_pdf_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "no.pdf").write_text("hello")
    for source in (tmp_path / "no.pdf", tmp_path / "missing.pdf", b"hello"):
        with pytest.raises(BookletError, match="cannot be read as a PDF"):
            read(source)


REPLACED: list[tuple[bytes, bytes, str]] = [
    (rb"(\(.*\) Tj)", rb"/Span<</ActualText(other)>>BDC \1 EMC", "other"),
    (rb"(\(.*\) Tj)", rb"/Span<</ActualText<FEFF06440627D83DDE00>>>BDC \1 EMC", "لا\U0001f600"),
    (rb"(\(.*\) Tj)", rb"/Span<</ActualText<EFBBBF6FCC88>>>BDC \1 EMC", "o\u0308"),
    (rb"(\(.*\) Tj)", rb"/Span<</ActualText()>>BDC \1 EMC \1", "words"),
    (rb"(\(.*\) Tj)", rb"/Span/Told BDC \1 EMC", "by name"),
    (
        rb"(\(.*\) Tj)",
        rb"\1 /Span<</ActualText( and)>>BDC /Span<</ActualText(no)>>BDC \1 EMC \1 EMC \1",
        "words andwords",
    ),
    (rb"(\(.*\) Tj)", rb"/Span<</Lang(de)>>BDC \1 EMC", "words"),
    (rb"MCID 0", rb"MCID 0/ActualText(all of it)", "all of it"),
    (rb"(?s)BT.*ET", rb"/P<</MCID 0>>BDC /Span<</ActualText(form)>>BDC /Form Do EMC /Form Do EMC", "formworn"),
]
"""What is changed in the content of a page that says "words", to what, and what is read then."""


@pytest.mark.parametrize(("old", "new", "told"), REPLACED)
def test_content_with_a_replacement_text_is_read_as_that(old: bytes, new: bytes, told: str) -> None:
    with pikepdf.open(BytesIO(build([paragraph("words")]))) as pdf:
        page = pdf.pages[0]
        page.resources["/Properties"] = pikepdf.Dictionary(Told=pikepdf.Dictionary(ActualText="by name"))
        code = b"/Span<</ActualText(worn)>>BDC 0 0 9 9 re f EMC"
        form = pdf.make_stream(code, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9])
        page.resources["/XObject"] = pikepdf.Dictionary(Form=form)
        content = page.Contents.read_bytes()
        assert re.search(old, content)
        page.Contents = pdf.make_stream(re.sub(old, new, content, count=1))
        out = BytesIO()
        pdf.save(out)
    report = read(out.getvalue())
    assert report.findings == () and report.tree.text() == told


def differences(tree: TagTree, change: Callable[[list[tuple[str, str]]], object]) -> list[Finding]:
    expected = tree.reading()
    change(expected)
    return compare(tree, expected)


def test_a_tree_of_pages_past_repair_is_told_as_a_mistake() -> None:
    with pikepdf.new() as pdf:
        for _ in range(3):
            pdf.add_blank_page()
        data = BytesIO()
        pdf.save(data, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    damaged = re.sub(rb"/Count 3 /Kids \[ \d+ 0 R", b"/Cound 3 /Kids [ 99 0 R", data.getvalue())
    assert damaged != data.getvalue()
    with pytest.raises(BookletError, match="cannot be read as a PDF"):
        read(damaged)


def test_comparing_finds_what_is_missing_extra_and_different(sound: bytes) -> None:
    tree = read(sound).tree
    assert differences(tree, lambda expected: None) == []
    assert [f.code for f in differences(tree, lambda e: e.insert(3, ("P", "Lost")))] == ["order-missing"]
    assert [f.code for f in differences(tree, lambda e: e.pop(2))] == ["order-extra"]
    [different] = differences(tree, lambda e: e.__setitem__(0, ("H1", "Else")))
    assert different.code == "order-differs" and different.severity is Severity.ERROR
    assert 'H1 "Where to look first" where H1 "Else"' in different.message


def test_comparing_counts_lists_and_tables_when_they_are_expected(sound: bytes) -> None:
    tree = read(sound).tree
    counts = {f.message for f in differences(tree, lambda e: e.insert(7, ("L", ""))) if f.code == "order-count"}
    assert counts == {"4 L expected, 3 found"}
    without = [item for item in tree.reading() if item[0] not in ("L", "Table")]
    assert compare(tree, without) == []


def test_comparing_tells_the_first_differences_and_counts_the_rest(sound: bytes) -> None:
    findings = compare(read(sound).tree, [])
    assert [f.code for f in findings[:11]] == ["order-extra"] * 10 + ["order-more"]


def test_unicode_maps_are_read_in_all_their_forms() -> None:
    cmap = (
        "2 beginbfchar <01> <0041> <02> <00660069> endbfchar "
        "2 beginbfrange <10> <12> <0061> <20> <21> [<0078> <0079>] endbfrange"
    )
    assert to_unicode(cmap) == {1: "A", 2: "fi", 16: "a", 17: "b", 18: "c", 32: "x", 33: "y"}
