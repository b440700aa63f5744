"""What is drawn and in which order it is read, seen from the finished document."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, Paragraph
from tagged_sample import (
    ADVICE,
    BODY,
    HEADING,
    METADATA,
    build,
    dotted,
    knee,
    numbered,
    ornament,
    paragraph,
    table,
    torture,
    torture_pdf,
)

from booklet.check.structure import compare, read
from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas, UntaggedContent
from booklet.pdf.figure import paint
from booklet.pdf.flowables import FigureFlowable
from booklet.pdf.output import canvas_maker
from booklet.pdf.paragraph import Heading, TaggedParagraph
from booklet.pdf.structure import Tag
from booklet.resources import Resources, bundled_root

fonts.register(Resources.at())


def reading(*story: Flowable) -> list[tuple[str, str]]:
    report = read(build(story))
    assert report.findings == ()
    return report.tree.reading()


def test_the_torture_document_is_read_in_the_order_of_the_story() -> None:
    report = read(torture_pdf())
    assert report.findings == ()
    advice = ADVICE.strip()
    expected = [
        ("H1", "Where to look first"),
        (
            "P",
            "Read this and the page of the clinic whose name is so long that it goes on over the end of its line, "
            "or say bonjour to us. " + ADVICE * 2,
        ),
        ("P", "See the weeks on page 5, then rest."),
        ("P", ADVICE * 3),
        ("P", "Muévase despacio y respire con calma. ¿Dudas? ¡Pregunte! " * 3),
        ("P", ADVICE * 40),
        ("H2", "Steps"),
        ("L", ""),
        *(("LI", f"Step {n}. {ADVICE * 6}") for n in range(1, 5)),
        ("L", ""),
        ("LI", "Inner one"),
        ("LI", "Inner two"),
        *(("LI", f"Step {n}. {ADVICE * 6}") for n in range(5, 9)),
        ("H2", "Figures"),
        ("Figure", "A left knee with one point."),
        ("Caption", "Seen from the front."),
        ("Figure", "A left knee with one point."),
        ("Caption", "Seen from behind."),
        ("L", ""),
        ("LI", "Walk"),
        ("LI", "Sleep"),
        ("H2", "The weeks"),
        ("Table", ""),
        *(("TH", text) for text in ("Week", "Before", "After")),
        *(cell for n in range(1, 25) for cell in (("TH", f"Week {n}"), ("TD", str(n)), ("TD", advice))),
        ("TH", "Both"),
        ("TD", "Two columns wide"),
        ("H1", "A last word"),
        ("P", "Thank you. https://example.org/" + "verylong" * 14 + " and more"),
    ]
    assert compare(report.tree, expected) == []


def test_a_split_paragraph_list_item_and_table_are_one_element_on_several_pages() -> None:
    report = read(torture_pdf())
    split = {node.standard for node in report.tree.walk() if len(node.pages) > 1}
    assert {"P", "L", "LI", "LBody", "Table", "TBody"} <= split
    [long] = [node for node in read(build(numbered(ADVICE * 60))).tree.walk() if node.role == "LI"]
    assert long.pages == {1, 2}
    assert [kid.role for kid in long.kids] == ["Lbl", "LBody"]


def test_separate_items_stay_one_list() -> None:
    one, *others = numbered("One", "Two", "Three")
    assert reading(one, *others) == [("L", ""), ("LI", "One"), ("LI", "Two"), ("LI", "Three")]
    assert reading(one, PageBreak(), *others) == [("L", ""), ("LI", "One"), ("LI", "Two"), ("LI", "Three")]


def test_a_drawn_marker_is_read_as_its_text_or_not_at_all() -> None:
    def items(read_as: str) -> list[list[str]]:
        nodes = read(build(dotted("Walk", read_as=read_as))).tree.walk()
        return [[kid.text.strip() for kid in node.kids] for node in nodes if node.role == "LI"]

    assert items("•") == [["•", "Walk"]]
    assert items("") == [["Walk"]]


def test_one_tag_drawn_twice_is_one_element_in_its_first_place() -> None:
    again = paragraph("Again")
    assert reading(again, paragraph("Other"), again) == [("P", "Again Again"), ("P", "Other")]


def test_links_over_line_ends_have_an_annotation_on_each_line_and_say_their_words() -> None:
    with pikepdf.open(BytesIO(torture_pdf())) as pdf:
        first = [a for a in pdf.pages[0].Annots if "/A" in a and str(a.A.URI) == "https://example.org/"]
        assert len(first) == 2
        assert (
            str(first[0].Contents)
            == "the page of the clinic whose name is so long that it goes on over the end of its line"
        )
        assert {int(a.F) for a in pdf.pages[0].Annots} == {4}


def test_inline_languages_and_roles_become_elements() -> None:
    nodes = list(read(torture_pdf()).tree.walk())
    assert ("Span", "fr", "bonjour") in {(node.role, node.lang, node.text) for node in nodes}
    assert ("Em", "Span", "us") in {(node.role, node.standard, node.text) for node in nodes}
    assert {node.role for node in nodes if node.lang == "es"} == {"P"}


def test_headings_become_the_outline() -> None:
    story = [Heading("One", HEADING, 1, "one"), Heading("Two", HEADING, 2, "two", "Second"), Heading("No", HEADING, 3)]
    with pikepdf.open(BytesIO(build(story))) as pdf, pdf.open_outline() as outline:
        assert [(item.title, [kid.title for kid in item.children]) for item in outline.root] == [("One", ["Second"])]


def test_deferred_words_count_as_text_of_their_tag_and_of_no_artifact() -> None:
    report = read(torture_pdf())
    assert "See the weeks on page 5, then rest." in report.tree.text()
    assert "Page 1 of" not in report.tree.text()


words = st.lists(st.text("aé-,.", min_size=1, max_size=60), min_size=1, max_size=40)


@settings(max_examples=25, deadline=None)
@given(words, st.booleans())
def test_no_space_is_lost_or_added_where_lines_end(parts: list[str], bold: bool) -> None:
    text = " ".join(parts)
    markup = f"<b>{parts[0]}</b> {' '.join(parts[1:])}" if bold else text
    assert read(build([paragraph(markup)])).tree.text() == text


def _paint(draw: Callable[[TaggedCanvas], object], tmp_path: Path) -> bytes:
    canvas = canvas_maker(METADATA, Resources.at())(str(tmp_path / "x.pdf"))
    canvas.setFont(fonts.REGULAR, 12)
    draw(canvas)
    return bytes(canvas.getpdfdata())


def test_text_outside_a_tag_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UntaggedContent, match="text on page 1"):
        _paint(lambda c: c.drawString(50, 50, "loose"), tmp_path)
    with pytest.raises(UntaggedContent):
        build([Paragraph("loose", BODY)])
    with pytest.raises(UntaggedContent):
        _paint(lambda c: c.defer("loose", 10, 10, lambda _: None), tmp_path)


def test_lines_outside_a_figure_become_artifacts_by_themselves(tmp_path: Path) -> None:
    def draw(canvas: TaggedCanvas) -> None:
        canvas.line(0, 0, 9, 9)
        canvas.rect(0, 0, 9, 9)
        with canvas.tag(Tag("P")):
            canvas.drawString(50, 50, "said")

    report = read(_paint(draw, tmp_path))
    assert report.findings == () and report.tree.reading() == [("P", "said")]


def test_what_no_font_can_show_is_refused_by_name() -> None:
    with pytest.raises(fonts.UnshowableText, match=r"U\+4E2D CJK"):
        build([paragraph("one \u4e2d")])
    with pytest.raises(fonts.UnshowableText, match=r"U\+2192"):
        build([FigureFlowable(knee("\u2192"))])


def test_fonts_that_cannot_be_embedded_are_refused() -> None:
    with pytest.raises(ValueError, match="Helvetica"):
        build([paragraph('<font name="Helvetica">x</font>')])


@pytest.mark.parametrize("markup", ['<img src="/etc/passwd"/>', "<blink>x</blink>", '<t class="x">y</t>'])
def test_markup_that_is_not_ours_is_refused(markup: str) -> None:
    with pytest.raises(ValueError):
        paragraph(markup)


def test_a_link_in_an_artifact_is_refused(tmp_path: Path) -> None:
    def draw(canvas: TaggedCanvas) -> None:
        with canvas.artifact():
            canvas.linkURL("https://example.org/", (0, 0, 9, 9))

    with pytest.raises(UntaggedContent, match="a link on page 1"):
        _paint(draw, tmp_path)


def test_deferred_content_is_drawn_once_for_each_key(tmp_path: Path) -> None:
    pages: list[int] = []

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.artifact():
            for _ in range(2):
                canvas.defer("total", 20, 12, lambda c: pages.append(c.page_count))

    _paint(draw, tmp_path)
    assert pages == [1]


def test_unknown_roles_are_refused() -> None:
    with pytest.raises(ValueError, match="H7"):
        Tag("H7")


def test_a_table_repeats_its_head_as_an_artifact_and_knows_its_scopes() -> None:
    nodes = list(read(torture_pdf()).tree.walk())
    [table] = [node for node in nodes if node.role == "Table"]
    assert [kid.role for kid in table.kids] == ["THead", "TBody"]
    heads = [node for node in table.walk() if node.role == "TH"]
    assert [head.attributes["Scope"] for head in heads] == ["Column"] * 3 + ["Row"] * 25
    assert len(table.kids[0].kids) == 1


def test_a_table_need_have_no_heads_of_rows() -> None:
    assert reading(table(["a"], [["b"]], row_heads=0)) == [("Table", ""), ("TH", "a"), ("TD", "b")]


def test_pieces_of_pieces_keep_their_tag() -> None:
    class Quote(TaggedParagraph):
        pass

    whole = Quote(ADVICE * 60, BODY, "BlockQuote")
    whole.wrap(300, 100)
    first, rest = whole.split(300, 100)
    assert type(first) is Quote
    assert {part.tag for part in (first, *rest.split(300, 200))} == {whole.tag}


def test_decoration_is_an_artifact(tmp_path: Path) -> None:
    def draw(canvas: TaggedCanvas) -> None:
        paint(canvas, ornament(), 50, 50)
        with canvas.artifact():
            paint(canvas, knee(), 50, 300)

    report = read(_paint(draw, tmp_path))
    assert report.findings == () and report.tree.text() == ""
    with pytest.raises(UntaggedContent, match="knee"):
        _paint(lambda canvas: paint(canvas, knee(), 50, 300), tmp_path)


def test_the_same_story_measures_on_a_plain_canvas(tmp_path: Path) -> None:
    plain = Canvas(str(tmp_path / "plain.pdf"))
    for flowable in (paragraph(ADVICE), *numbered("One", "Two")):
        assert flowable.wrapOn(plain, 300, 800)[1] > 0


def test_two_runs_and_two_folders_give_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    for name in ("templates/fonts", "templates/icc"):
        shutil.copytree(bundled_root() / name, folder / name)
    code = (
        "import sys; from pathlib import Path; from booklet.resources import Resources; import tagged_sample as t;"
        "sys.stdout.buffer.write(t.torture_pdf(Resources((Path(sys.argv[1]),)) if sys.argv[1:] else None))"
    )
    search = os.pathsep.join([str(bundled_root()), str(Path(__file__).parent)])
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": search, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": seed},
            check=True,
            capture_output=True,
        ).stdout
        for arguments, seed in (([], "1"), ([str(folder)], "2"))
    }
    assert runs == {torture_pdf()}


def test_the_story_can_be_built_again() -> None:
    story = torture()
    assert len(story) > 10 and torture_pdf() == torture_pdf()
