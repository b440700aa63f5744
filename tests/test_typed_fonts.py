"""Fonts from elsewhere: what a clinic puts into its library, and the extra for East Asia."""

from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from reportlab.lib.styles import ParagraphStyle
from tagged_sample import BODY, build

from booklet.check.structure import read
from booklet.check.verapdf import validate
from booklet.errors import BookletError
from booklet.pdf import fonts
from booklet.pdf.typed import TypedParagraph
from booklet.resources import Resources

THAI = "\u0e01\u0e02"
BOLD = ParagraphStyle("bold", BODY, fontName=fonts.BOLD)


def font(path: Path, characters: str = f" {THAI}", *, compact: bool = False, rights: int = 0) -> None:
    """A font in which every character is a box, as wide as it is the first or a later one."""
    builder = FontBuilder(1000, isTTF=not compact)
    names = [".notdef", *(f"uni{ord(c):04X}" for c in characters)]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): name for c, name in zip(characters, names[1:], strict=True)})
    widths = {name: 600 + 50 * index for index, name in enumerate(names)}
    if compact:
        shapes = {name: box(T2CharStringPen(width, None)).getCharString() for name, width in widths.items()}
        builder.setupCFF("Boxes", {}, shapes, {})
    else:
        builder.setupGlyf({name: box(TTGlyphPen(None)).glyph() for name in names})
    builder.setupHorizontalMetrics({name: (width, 50) for name, width in widths.items()})
    builder.setupHorizontalHeader(ascent=900, descent=-200)
    builder.setupOS2(fsType=rights)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Regular"})
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)


def box(pen: Any) -> Any:
    pen.moveTo((50, 0))
    for corner in ((50, 700), (550, 700), (550, 0)):
        pen.lineTo(corner)
    pen.closePath()
    return pen


@pytest.fixture
def extra(tmp_path: Path) -> Path:
    """The folder for fonts in a clinic's library."""
    return tmp_path / "templates/fonts/extra"


@pytest.mark.parametrize("compact", [False, True], ids=["TrueType", "CFF"])
def test_a_font_in_the_library_shows_what_the_bundled_ones_lack(extra: Path, tmp_path: Path, compact: bool) -> None:
    font(extra / ("My Boxes.otf" if compact else "My Boxes.ttf"), compact=compact)
    clinic = Resources.at(tmp_path)
    fonts.register(clinic)
    story = [TypedParagraph(f"Thai: {THAI}\u200d, \u2067{THAI} a\u2069", style) for style in (BODY, BOLD)]
    path = tmp_path / "out.pdf"
    path.write_bytes(build(story, clinic))
    report = read(path)
    assert report.findings == ()
    assert report.tree.text() == "\n".join([f"Thai: {THAI}\u200d, \u2067{THAI} a\u2069"] * 2)
    assert [name.partition("+")[2] for name in report.fonts if "Boxes" in name] == ["My-Boxes"]
    assert validate([path]) == {path: []}
    fonts.register(Resources.at())
    with pytest.raises(fonts.UnshowableText, match=r"U\+0E01"):
        TypedParagraph(THAI, BODY)


def test_bold_text_is_set_in_the_bold_font_where_there_is_one(extra: Path, tmp_path: Path) -> None:
    font(extra / "Boxes.ttf")
    font(extra / "Boxes-Bold.ttf")
    fonts.register(Resources.at(tmp_path))
    used = [
        {n.partition("+")[2] for n in read(build([TypedParagraph(THAI, s)], Resources.at(tmp_path))).fonts}
        for s in (BODY, BOLD)
    ]
    assert used == [{"Boxes"}, {"Boxes-Bold"}]


@pytest.mark.parametrize(
    ("flaw", "told"),
    [
        ("rights", "does not allow to be embedded"),
        ("space", "has no space"),
        ("junk", "is no TrueType or OpenType font"),
    ],
)
def test_a_font_that_cannot_be_used_is_named(extra: Path, tmp_path: Path, flaw: str, told: str) -> None:
    font(extra / "Boxes.ttf", THAI if flaw == "space" else f" {THAI}", rights=2 if flaw == "rights" else 0)
    if flaw == "junk":
        (extra / "Boxes.ttf").write_bytes(b"no font")
    with pytest.raises(BookletError, match=f"templates/fonts/extra/Boxes.ttf: error: {told}"):
        fonts.register(Resources.at(tmp_path))


def test_the_extra_for_east_asia_sets_its_characters(tmp_path: Path) -> None:
    fonts.register(Resources.at())
    text = "患者：山田 太郎さん。「立つと痛い」𠮷野家、葛\U000e0100飾区 Anna" * 4
    story = [
        TypedParagraph(text, ParagraphStyle(f"w{indent}", style, rightIndent=indent))
        for style in (BODY, BOLD)
        for indent in (0, 400, 490)
    ]
    path = tmp_path / "out.pdf"
    path.write_bytes(build(story))
    report = read(path)
    assert report.findings == () and report.tree.text() == "\n".join([text] * 6)
    assert any("NotoSansJP" in name for name in report.fonts)
    assert validate([path]) == {path: []}


def test_lines_of_east_asian_text_end_between_any_two_characters_but_not_before_a_full_stop() -> None:
    fonts.register(Resources.at())

    def lines(text: str, characters: int) -> float:
        style = ParagraphStyle("narrow", BODY, rightIndent=504 - 12 * characters - 1)
        return TypedParagraph(text, style).wrap(504, 1000)[1] / BODY.leading

    assert lines("痛い痛い痛い", 2) == 3
    assert lines("痛い痛い。", 4) == 2 and lines("痛い痛。", 4) == 1
    assert lines("痛い痛。痛い", 3) == lines("痛い「痛い痛", 3) == 3
    assert lines("痛い葛\U000e0100飾痛い", 3) == 2
    assert lines("a痛い痛い", 3) == 2
