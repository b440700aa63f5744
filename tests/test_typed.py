"""Text that a person typed: what is read is what was typed, in every script, and it stands where it should."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pdfium_reading import page_text, tagged_text
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from tagged_sample import BODY, METADATA, build, paragraph
from typed_sample import MIXED, SCRIPTS, everything
from typed_strategies import any_name, any_note, mixed

from booklet.check.structure import StructureReport, read
from booklet.check.tagtree import normal
from booklet.errors import ExitCode, Span
from booklet.layout.pages import paginate
from booklet.layout.panel import Slab, measured
from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas, UntaggedContent
from booklet.pdf.output import canvas_maker
from booklet.pdf.structure import Tag
from booklet.pdf.typed import Anchor, TypedParagraph, draw_typed, typed_width
from booklet.resources import Resources, bundled_root
from booklet.typeface.characters import IGNORABLE, clings

fonts.register(Resources.at())

WIDTH = 504.0
PLAIN = "Move slowly, said Ana (47): 20 % & <b>. Muévase! " * 3


def typed(text: str, style: ParagraphStyle = BODY, **options: str) -> StructureReport:
    """The document of one typed paragraph, which must be sound."""
    report = read(build([TypedParagraph(text, style, **options)]))
    assert report.findings == ()
    return report


def squeezed(text: str) -> str:
    """Text without white space, which viewers without tags make up as they see fit, and without what is never seen."""
    return "".join(c for c in text if not c.isspace())


@pytest.mark.parametrize("text", [*SCRIPTS.values(), *MIXED.values()], ids=[*SCRIPTS, *MIXED])
@pytest.mark.parametrize("font", [fonts.REGULAR, fonts.SEMIBOLD, fonts.BOLD])
def test_what_is_read_is_what_was_typed(text: str, font: str) -> None:
    data = build([TypedParagraph(text, ParagraphStyle("weight", BODY, fontName=font))])
    report = read(data)
    assert report.findings == ()
    assert report.tree.reading() == [("P", normal(text))]
    assert squeezed(tagged_text(data)) == squeezed(text)
    assert all(report.fonts.values())


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_viewers_that_know_no_tags_find_what_was_typed(text: str) -> None:
    assert squeezed(page_text(build([TypedParagraph(text, BODY)]))) == squeezed(text)


@settings(max_examples=60, deadline=None)
@given(mixed)
@example("\u0301")
@example("\u093e\u093f\u094d\u0901")
@example("A \u3000\ufe0f\ufe0f\U000e0100")
@example("\u202a\ufe0f\u202f\u05d0")
@example("\u2003\u0301\ufe0f")
@example("\u200b \u202e")
@example("ﷲ" * 40 + "ב" * 300)
def test_any_mixture_is_read_as_it_was_typed(text: str) -> None:
    assert typed(text).tree.text() == normal(text)


@settings(max_examples=60, deadline=None)
@given(any_note)
def test_any_note_is_read_as_it_was_typed(text: str) -> None:
    assert typed(text, ParagraphStyle("narrow", BODY, rightIndent=420)).tree.text() == normal(text)


@settings(max_examples=60, deadline=None)
@given(any_name)
def test_any_name_fits_the_width_it_is_given(name: str) -> None:
    width = typed_width(name, fonts.BOLD, 9.5)
    assert width >= 0

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.tag(Tag("P")):
            draw_typed(canvas, name, 50, 50, fonts.BOLD, 9.5, "#000000", most_width=width + 0.01)

    assert read(drawn(draw)).tree.text() == normal(name)


def test_plain_letters_are_set_in_the_fonts_of_our_own_words() -> None:
    ours, theirs = paragraph(PLAIN.replace("&", "&amp;").replace("<", "&lt;")), TypedParagraph(PLAIN, BODY)
    assert read(build([theirs])).fonts == read(build([ours])).fonts
    assert measured(theirs, WIDTH) == measured(ours, WIDTH)
    assert ink(build([theirs])) == ink(build([ours]))
    assert typed_width("AVATo: fi", fonts.BOLD, 10) == pytest.approx(stringWidth("AVATo: fi", fonts.BOLD, 10))


def test_a_word_of_one_script_is_set_in_one_face() -> None:
    def used(text: str) -> set[str]:
        return {name.partition("+")[2] for name in typed(text).fonts}

    assert used("Nguyễn") == used("Ελένη") == {"NotoSans-Regular"}
    assert used("Ana Nguyễn 12") == {"NotoSans-Regular", "AtkinsonHyperlegibleNext-Regular"}
    assert used("q\u05b0") == {"NotoSansHebrew-Regular", "AtkinsonHyperlegibleNext-Regular"}


def test_each_line_starts_at_the_edge_that_its_first_strong_letter_asks_for() -> None:
    left, right = 54, 54 + WIDTH
    assert ink(build([TypedParagraph("12 Ana דנה", BODY)]))[0] == pytest.approx(left, abs=2)
    assert ink(build([TypedParagraph("12 דנה Ana", BODY)]))[2] == pytest.approx(right, abs=2)
    assert ink(build([TypedParagraph("Ana" + " " * 40, ParagraphStyle("r", BODY, alignment=TA_RIGHT))]))[
        2
    ] == pytest.approx(right, abs=2)
    wrapped = ParagraphStyle("w", BODY, fontSize=40, leading=60, alignment=TA_RIGHT)
    assert ink(build([TypedParagraph("Ana " + "דנה " * 9, wrapped)]))[2] == pytest.approx(right, abs=5)
    for name in ("Ana  ", "דנה   "):
        box = ink(build([TypedParagraph(name, ParagraphStyle("c", BODY, alignment=TA_CENTER))]))
        assert (box[0] + box[2]) / 2 == pytest.approx((left + right) / 2, abs=2)


@pytest.mark.parametrize("word", ["محمد", "کلینیک", "क्षत्रिय"])
def test_letters_that_join_are_not_set_as_they_are_apart(word: str) -> None:
    apart = "\u200c".join(word)
    assert typed_width(word, fonts.REGULAR, 12) != pytest.approx(typed_width(apart, fonts.REGULAR, 12), rel=0.02)


def test_words_wider_than_the_column_stay_inside_and_whole() -> None:
    for word in ("Wolfeschlegel" * 24, "محمدعلي" * 60, "क्षत्रिय" * 60, "a\u0301\u0323" * 300):
        data = build([TypedParagraph(word, BODY)])
        box = ink(data)
        assert box[0] > 52 and box[2] < 54 + WIDTH + 2
        assert read(data).tree.text() == word


@pytest.mark.parametrize("text", ["ÅỄ\u0302\u0302\u0302\u0302", "हृ्द्ध्रूँ", "ٱلْلَّٰهُۖ", "בְּֽ֭", "y\u0323\u0323\u0323\u0323"])
def test_ink_stays_in_the_height_that_a_line_says_it_takes(text: str) -> None:
    height = measured(TypedParagraph(text, BODY), WIDTH)
    _, top, _, bottom = ink(build([TypedParagraph(text, BODY)]))
    assert top >= 42 and bottom <= 43 + height + 1
    assert measured(TypedParagraph(f"{text}\n{text}", BODY), WIDTH) == pytest.approx(2 * height)


def test_marks_stand_over_their_letters_and_raise_nothing_else() -> None:
    large = ParagraphStyle("large", BODY, fontSize=40, leading=60)

    def edges(text: str) -> tuple[float, float]:
        """How far the ink is from the upper and from the lower end of the paragraph, in pt."""
        _, top, _, bottom = ink(build([TypedParagraph(text, large)]))
        return top, measured(TypedParagraph(text, large), WIDTH) - bottom

    assert edges("X\u0304")[0] < edges("X")[0] - 3
    assert edges("X\u0302\u0304\nabc")[1] == pytest.approx(edges("X\nabc")[1], abs=1)


@settings(max_examples=20, deadline=None)
@given(mixed)
def test_lines_are_never_closer_than_the_leading(text: str) -> None:
    flowable = TypedParagraph(text, BODY)
    assert measured(flowable, WIDTH) >= BODY.leading * (1 if text.strip("\n") else 0)


def test_a_long_note_goes_over_pages_as_one_element() -> None:
    text = "\n".join(f"{number}. {line}" for number in range(30) for line in (*SCRIPTS.values(), *MIXED.values()))
    whole = TypedParagraph(text, BODY)
    pages = paginate([Slab(whole, measured(whole, WIDTH), splittable=True)], WIDTH, 600)
    pieces = [slab.flowable for page in pages for slab in page.slabs]
    assert len(pieces) > 3 and {piece.tag for piece in pieces} == {whole.tag}
    assert sum(slab.height for page in pages for slab in page.slabs) == pytest.approx(measured(whole, WIDTH))
    report = read(build(pieces))
    assert report.findings == () and report.tree.reading() == [("P", normal(text))]
    assert read(build([whole])).tree.reading() == [("P", normal(text))]


def test_single_lines_stay_with_the_others_where_the_style_asks_for_it() -> None:
    def parted(lines: int, room: int, allowed: int) -> list[float]:
        style = ParagraphStyle("strict", BODY, allowWidows=allowed, allowOrphans=allowed)
        pieces = TypedParagraph("\n".join("abcdefghij"[:lines]), style).split(WIDTH, room * BODY.leading + 1)
        return [measured(piece, WIDTH) / BODY.leading for piece in pieces]

    assert parted(5, 3, 0) == [3, 2]
    assert parted(5, 4, 0) == [3, 2]
    assert parted(5, 1, 0) == parted(3, 2, 0) == parted(3, 0, 1) == []
    assert parted(3, 2, 1) == [2, 1]
    assert parted(3, 3, 0) == [3]


def test_pieces_of_pieces_keep_their_kind_and_tag() -> None:
    class Quote(TypedParagraph):
        pass

    whole = Quote("word " * 900, BODY, "BlockQuote", lang="en")
    first, rest = whole.split(300, 100)
    assert type(first) is Quote
    pieces = [first, *rest.split(300, 200)]
    assert {piece.tag for piece in pieces} == {whole.tag} and len(pieces) == 3
    assert read(build(pieces)).tree.reading() == [("BlockQuote", normal("word " * 900))]


def test_a_text_without_letters_takes_no_tag() -> None:
    assert measured(TypedParagraph("", BODY), WIDTH) == 0
    assert typed("").tree.reading() == typed("\ufeff").tree.reading() == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("one \x07", "U+0007 control character"),
        ("one \x85", "U+0085 control character"),
        ("one \ud83d", "U+D83D lone surrogate"),
        ("one \ue000", "U+E000 private use character"),
        ("one \ufffd", "U+FFFD REPLACEMENT CHARACTER"),
        ("one \U0001f600", "U+1F600 GRINNING FACE"),
        ("one \u0e01", "U+0E01 THAI CHARACTER KO KAI"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_name_and_never_repeated(text: str, named: str) -> None:
    refusals: list[Callable[[], object]] = [
        lambda: TypedParagraph(text, BODY),
        lambda: typed_width(text, fonts.REGULAR, 10),
        lambda: fonts.refuse_unshowable_typed(text, Span("exam.yaml", 3, 4)),
    ]
    for refused in refusals:
        with pytest.raises(fonts.UnshowableText, match=re.escape(named)) as refusal:
            refused()
        assert "one" not in str(refusal.value).replace("lone", "").replace("no embedded", "")
        assert refusal.value.exit_code == ExitCode.MISTAKE
    assert "exam.yaml:3:4" in str(refusal.value)


def test_a_character_of_east_asia_is_refused_with_a_way_out() -> None:
    assert "IDEOGRAPHIC FULL STOP; install" in str(fonts.UnshowableText.naming("。"))
    with pytest.raises(fonts.UnshowableText, match=r'U\+A000 YI SYLLABLE IT; install "booklet\[cjk\]", or put a font'):
        fonts.refuse_unshowable_typed("\ua000")


def test_characters_that_are_never_seen_are_read_and_take_no_room() -> None:
    wide = typed_width("ab", fonts.REGULAR, 12)
    for character in sorted(IGNORABLE):
        assert typed_width(f"a{character}b", fonts.REGULAR, 12) == pytest.approx(wide)
    text = " ".join(f"a{character}b" for character in sorted(IGNORABLE))
    assert typed(text).tree.text() == text
    assert squeezed(tagged_text(build([TypedParagraph(text, BODY)]))) == squeezed(text)


def test_line_ends_tabs_and_byte_order_marks_become_what_they_mean() -> None:
    assert typed("\ufeffa\tb\r\nc\rd\u2028e\u2029f").tree.text() == "a b c d e f"
    assert measured(TypedParagraph("a\r\nb\rc\u2028d", BODY), WIDTH) == 4 * BODY.leading


def test_spaces_are_as_wide_as_their_names_say() -> None:
    none, thin, em = (typed_width(f"a{space}b", fonts.REGULAR, 12) for space in ("", "\u2009", "\u2003"))
    assert em - none == pytest.approx(12) and 1 < thin - none < 3


def test_no_line_begins_with_a_mark() -> None:
    style = ParagraphStyle("narrow", BODY, rightIndent=WIDTH - typed_width("क", fonts.REGULAR, 12) - 1)
    lines = measured(TypedParagraph("काका", style), WIDTH) / measured(TypedParagraph("का", style), WIDTH)
    assert lines == pytest.approx(2)


def test_no_line_ends_at_a_no_break_space() -> None:
    style = ParagraphStyle("narrow", BODY, rightIndent=WIDTH - typed_width("Dr Who", fonts.REGULAR, 12) - 1)
    assert measured(TypedParagraph("of Dr Who", style), WIDTH) == 2 * style.leading
    assert measured(TypedParagraph("of Dr\u00a0Who", style), WIDTH) == 2 * style.leading
    assert measured(TypedParagraph("I Dr Who", style), WIDTH) == 2 * style.leading
    of_who = ParagraphStyle("tight", BODY, rightIndent=WIDTH - typed_width("of Dr", fonts.REGULAR, 12) - 1)
    assert measured(TypedParagraph("of Dr Who", of_who), WIDTH) == 2 * style.leading
    assert measured(TypedParagraph("of Dr\u00a0Who", of_who), WIDTH) == 3 * style.leading


def drawn(draw: Callable[[TaggedCanvas], object]) -> bytes:
    canvas = canvas_maker(METADATA, Resources.at())("unused.pdf")
    draw(canvas)
    return bytes(canvas.getpdfdata())


def test_a_line_is_drawn_where_its_anchor_says_and_no_wider_than_it_may_be() -> None:
    name = "محمد علي Anna-Louise"
    wide = typed_width(name, fonts.BOLD, 10)
    for anchor, x in (("start", 300.0), ("middle", 300 + wide / 2), ("end", 300 + wide)):

        def draw(canvas: TaggedCanvas, anchor: Anchor = anchor, x: float = x) -> None:  # type: ignore[assignment]
            with canvas.tag(Tag("P")):
                draw_typed(canvas, name, x, 100, fonts.BOLD, 10, "#123456", anchor)

        data = drawn(draw)
        assert read(data).findings == () and read(data).tree.reading() == [("P", name)]
        box = ink(data)
        assert box[0] == pytest.approx(300, abs=2) and box[2] == pytest.approx(300 + wide, abs=2)


@settings(max_examples=40, deadline=None)
@given(any_name, st.floats(15, 200))
def test_a_line_too_wide_is_cut_between_characters_and_ends_in_an_ellipsis(name: str, most: float) -> None:
    def draw(canvas: TaggedCanvas) -> None:
        with canvas.tag(Tag("P")):
            draw_typed(canvas, name, 100, 100, fonts.REGULAR, 12, "#000000", most_width=most)

    shown = read(drawn(draw)).tree.text()
    if typed_width(name, fonts.REGULAR, 12) <= most:
        assert shown == normal(name)
    else:
        assert shown.endswith("…") and normal(name).startswith(shown[:-1]) and shown[:-1] == shown[:-1].rstrip()
        assert not clings(name[len(shown) - 1]) or shown == "…"


def test_a_line_in_a_footer_or_in_deferred_content_is_what_that_is() -> None:
    name = "שרה (בת 47)\nCohen"

    def show(canvas: TaggedCanvas) -> None:
        draw_typed(canvas, name, 0, 0, fonts.REGULAR, 10, "#000000")

    def draw(canvas: TaggedCanvas) -> None:
        with canvas.artifact("Type", "Pagination", "Subtype", "Footer"):
            canvas.translate(100, 100)
            show(canvas)
        with canvas.tag(Tag("P")):
            canvas.defer("name", 200, 20, show)

    report = read(drawn(draw))
    assert report.findings == () and report.tree.reading() == [("P", normal(name))]
    with pytest.raises(UntaggedContent, match="text on page 1"):
        drawn(show)


def test_two_runs_and_two_folders_give_the_same_bytes(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    for name in ("templates/fonts", "templates/icc"):
        shutil.copytree(bundled_root() / name, folder / name)
    code = (
        "import sys; from pathlib import Path; from booklet.resources import Resources; import typed_sample as t;"
        "sys.stdout.buffer.write(t.everything(Resources((Path(sys.argv[1]),)) if sys.argv[1:] else Resources.at()))"
    )
    search = os.pathsep.join([str(bundled_root()), str(Path(__file__).parent)])
    runs = {
        subprocess.run(
            [sys.executable, "-c", code, *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": search, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for arguments, seed in (([], "1"), ([str(folder)], "2"))
    }
    assert runs == {everything(Resources.at())}


def ink(data: bytes) -> tuple[float, float, float, float]:
    """The box of what is seen on the first page: left, top, right and bottom in pt from its top left corner."""
    with pypdfium2.PdfDocument(data) as document:
        picture = document[0].render(scale=2, grayscale=True).to_pil()
    left, top, right, bottom = picture.point(lambda grey: 255 * (grey < 200)).getbbox()
    return left / 2, top / 2, right / 2, bottom / 2
