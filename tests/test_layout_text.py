"""The gateway: whatever is typed prints literally, or is refused by name."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.build import EPOCH, Workshop
from booklet.check.structure import read
from booklet.document import Block, Document, Paragraph, Run, Table
from booklet.layout import Setting, typeset
from booklet.layout.text import NO_BREAK, markup, tied
from booklet.pdf import fonts
from booklet.pdf.fonts import UnshowableText
from booklet.pdf.metadata import Metadata
from booklet.pdf.output import canvas_maker
from booklet.resources import Resources

RESOURCES = Resources.at()
WORDS = {"page-of": "Page {page} of {pages}", "page": "page {page}"}
fonts.register(RESOURCES)


def printed(*blocks: Block) -> bytes:
    document = Document("x", "Title", "Short", "Subject", "en-US", "Version 1", "abcdef", blocks)
    metadata = Metadata("Title", "Author", "Subject", "en-US", "test", EPOCH)
    canvas = canvas_maker(metadata, RESOURCES)(None, pagesize=Setting().page)
    return typeset(document, Setting(), Workshop(RESOURCES).draw, WORDS.__getitem__, canvas).data


def heard(data: bytes) -> list[str]:
    return [text for role, text in read(data).tree.reading() if role == "P"]


@pytest.mark.parametrize(
    "typed",
    [
        "<b>bold</b>",
        "{{ name }} {% if x %}",
        "&amp; &lt; &#65; &nosuch;",
        "\"quoted\" 'single'",
        "<img src='/etc/passwd'/>",
        "<a href='x'>y</a> <para> </para> <br/>",
        "a < b > c & d",
        "\\n %s %(x)s",
        "word " * 2000,
    ],
)
def test_markup_in_text_prints_literally(typed: str) -> None:
    assert " ".join(" ".join(heard(printed(Paragraph((Run(typed),))))).split()) == " ".join(typed.split())


printable = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0x17F).filter(lambda c: not fonts.missing(c)), min_size=1
)


@given(printable)
def test_any_text_the_fonts_have_survives(typed: str) -> None:
    assert "".join("".join(heard(printed(Paragraph((Run(typed),))))).split()) == "".join(typed.split())


def test_a_character_without_a_glyph_is_refused_by_name() -> None:
    with pytest.raises(UnshowableText, match=r"U\+4E2D CJK UNIFIED IDEOGRAPH-4E2D"):
        markup((Run("a \u4e2d b"),))


def test_a_short_last_word_is_tied_to_the_word_before() -> None:
    assert tied((Run("It may never be the end."),)) == (Run(f"It may never be the{NO_BREAK}end."),)


@pytest.mark.parametrize("text", ["One two", "It ends in an extraordinarilylongword", "", "It ends in a space "])
def test_other_texts_are_left_alone(text: str) -> None:
    assert tied((Run(text),)) == (Run(text),)


def test_a_link_is_a_link_with_its_address() -> None:
    data = printed(Paragraph((Run("See "), Run("the page", link="https://example.org/a?b=1&c=2"))))
    with pypdfium2.PdfDocument(io.BytesIO(data)) as pdf:
        assert "See the page" in pdf[0].get_textpage().get_text_range()
    assert b"https://example.org/a?b=1&c=2" in data


@pytest.mark.parametrize("width", range(60, 300, 7))
def test_words_stay_apart_where_a_line_ends_between_two_looks(width: int) -> None:
    words = (Run("Base of the spine", strong=True), Run(" sacrum and "), Run("more", strong=True), Run(" of it"))
    table = Table(("A", "B"), ((words, words),), (width / 504, 1 - width / 504), (None,))
    cells = [text for role, text in read(printed(table)).tree.reading() if role == "TH"]
    assert cells[-1] == "Base of the spine sacrum and more of it"
