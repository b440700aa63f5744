"""The one gateway for colour, and what a press canvas does with it."""

from collections.abc import Callable
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from press_reading import painted
from reportlab.lib.colors import CMYKColor, HexColor
from tagged_sample import ADVICE, BODY, METADATA, knee

from booklet.drawing import Drawing, Stroke, Use
from booklet.library import load_inks
from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.figure import paint
from booklet.pdf.forms import CheckBox
from booklet.pdf.ink import EscapedColour, PressInk
from booklet.pdf.paragraph import TaggedParagraph
from booklet.pdf.presscopy import CONDITION, PROFILE, Condition, canvas_maker
from booklet.pdf.profile import OutputProfile
from booklet.pdf.strokes import thickened
from booklet.pdf.structure import Tag
from booklet.pdf.typed import draw_typed
from booklet.resources import Resources
from booklet.units import pt

BLEED = 10.0
INK, ACCENT, MUTED, WHITE = "#1b2730", "#0f4c5c", "#45535c", "#ffffff"
BLACK = (0, 0, 0, 100)
PAGE = (200.0, 300.0)

hexes = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@cache
def profile() -> OutputProfile:
    return OutputProfile.read(Resources.at().find(PROFILE).read_bytes(), PROFILE)


def ink(limit: float = 300) -> PressInk:
    return PressInk(load_inks(Resources.at()).table, limit, profile())


def canvas() -> TaggedCanvas:
    condition = Condition(CONDITION, profile())
    return canvas_maker(METADATA, Resources.at(), condition, ink(), BLEED)(None, pagesize=PAGE)


def drawn(draw: Callable[[TaggedCanvas], object]) -> bytes:
    page = canvas()
    draw(page)
    return bytes(page.getpdfdata())


# Colours become ink


@given(hexes, st.integers(200, 400))
def test_every_colour_keeps_to_the_limit(colour: str, limit: int) -> None:
    cyan, magenta, yellow, black = mixture = ink(limit).mixture(colour)
    assert all(0 <= part <= 100 for part in mixture)
    assert sum(mixture) <= max(limit, sum(load_inks(Resources.at()).table.get(colour, ())))
    assert ink(400).mixture(colour)[3] == black
    assert (cyan, magenta, yellow) == (0, 0, 0) or len({colour[1:3], colour[3:5], colour[5:7]}) > 1


@given(st.integers(0, 254))
def test_a_lighter_grey_takes_no_more_black(level: int) -> None:
    darker, lighter = (ink().mixture("#" + f"{each:02x}" * 3)[3] for each in (level, level + 1))
    named = {f"#{value:06x}" for value in (0x1A1A1A, 0x333333, 0x444444, 0x777777)}
    near = {"#" + f"{each:02x}" * 3 for each in (level, level + 1)} & named
    assert lighter <= darker + bool(near)


def test_white_is_no_ink_and_black_is_one() -> None:
    assert ink().mixture(WHITE) == (0, 0, 0, 0)
    assert ink().mixture("#000000") == ink().mixture(INK) == BLACK


def test_operators_have_the_parts_of_the_table() -> None:
    assert (ink().fill(ACCENT), ink().stroke(MUTED)) == ("0.9 0.45 0.4 0.35 k", "0 0 0 0.75 K")


def test_every_way_to_set_a_colour_leads_through_the_table() -> None:
    def draw(page: TaggedCanvas) -> None:
        for colour in (ACCENT, HexColor(ACCENT), (15 / 255, 76 / 255, 92 / 255), "rgb(15,76,92)"):
            page.setFillColor(colour)
            page.setStrokeColor(colour)
            page.rect(5, 5, 5, 5, fill=1)
        page.setFillColorRGB(15 / 255, 76 / 255, 92 / 255)
        page.rect(5, 5, 5, 5, stroke=0, fill=1)
        with page.tag(Tag("P")):
            text = page.beginText(10, 10)
            text.setFont(fonts.REGULAR, 11)
            text.setFillColor(ACCENT)
            text.textOut("Words")
            page.drawText(text)

    assert {(thing.what, thing.mixture) for thing in painted(drawn(draw))} == {
        (what, (90, 45, 40, 35)) for what in ("area", "line", "text")
    }


def test_colours_in_markup_lead_through_the_table() -> None:
    paragraph = TaggedParagraph(f'<font color="{ACCENT}">{ADVICE}</font> <a href="#x" color="#9e1b1b">x</a>', BODY)
    paragraph.wrapOn(None, 180, 900)
    shown = painted(drawn(lambda page: paragraph.drawOn(page, 10, 10)))
    assert {thing.mixture for thing in shown} >= {(90, 45, 40, 35), (15, 100, 95, 25)}


def test_what_is_painted_before_a_colour_is_set_is_black() -> None:
    shown = painted(drawn(lambda page: page.rect(5, 5, 5, 5, fill=1)))
    assert {(thing.space, thing.mixture) for thing in shown} == {("CMYK", BLACK)}


ESCAPES: dict[str, Callable[[TaggedCanvas], object]] = {
    "a grey": lambda page: page.setFillGray(0.5),
    "a grey line": lambda page: page.setStrokeGray(0.5),
    "mixed by hand": lambda page: page.setFillColor(CMYKColor(0.1, 0.2, 0.3, 0)),
    "mixed by numbers": lambda page: page.setFillColorCMYK(0.1, 0.2, 0.3, 0),
    "a shading": lambda page: page.linearGradient(0, 0, 9, 9, (HexColor(ACCENT), HexColor(INK))),
    "an operator": lambda page: page.paint("q 1 0 0 rg 0 0 5 5 re f Q", tagged=False),
    "another space": lambda page: page.paint("/Pattern cs /P0 scn", tagged=False),
    "too much ink": lambda page: page.paint("q 1 1 1 .5 k 0 0 5 5 re f Q", tagged=False),
    "pixels": lambda page: page.paint("BI /W 1 /H 1 /CS /RGB /BPC 8 ID abc EI", tagged=False),
}


@pytest.mark.parametrize("way", ESCAPES)
def test_a_colour_that_escapes_is_refused(way: str) -> None:
    with pytest.raises(EscapedColour):
        drawn(ESCAPES[way])


def test_words_that_look_like_operators_are_words() -> None:
    def draw(page: TaggedCanvas) -> None:
        with page.tag(Tag("P")):
            page.setFont(fonts.REGULAR, 11)
            page.drawString(10, 10, "5 g rg (1 1 1 1 k) \\ g ) g")

    assert {thing.what for thing in painted(drawn(draw))} == {"text"}


# Text


def text_in(colour: str, size: float, typed: bool = False) -> set[tuple[tuple[float, ...], bool]]:
    def draw(page: TaggedCanvas) -> None:
        with page.tag(Tag("P")):
            if typed:
                draw_typed(page, "Words \u05e9\u05dc\u05d5\u05dd", 10, 10, fonts.REGULAR, size, HexColor(colour))
            else:
                page.setFont(fonts.REGULAR, size)
                page.setFillColor(colour)
                page.drawString(10, 10, "Words")
        page.setFillColor(ACCENT)
        page.rect(5, 5, 5, 5, stroke=0, fill=1)

    shown = painted(drawn(draw))
    assert {(thing.mixture, thing.overprint) for thing in shown if thing.what == "area"} == {((90, 45, 40, 35), False)}
    return {(thing.mixture, thing.overprint) for thing in shown if thing.what == "text"}


@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize(
    ("colour", "size", "mixture", "overprint"),
    [
        (INK, 12, BLACK, True),
        (INK, 6, BLACK, True),
        (INK, 12.5, BLACK, False),
        (MUTED, 11, (0, 0, 0, 75), False),
        (WHITE, 7, (0, 0, 0, 0), False),
        (ACCENT, 9, (90, 45, 40, 35), False),
        (ACCENT, 8.5, (0, 0, 0, 93), False),
        ("#262322", 16, BLACK, False),
        ("#262322", 12, BLACK, True),
    ],
)
def test_text_is_black_over_all_or_in_one_ink_where_it_is_small(
    typed: bool, colour: str, size: float, mixture: tuple[float, ...], overprint: bool
) -> None:
    assert text_in(colour, size, typed) == {(mixture, overprint)}


def test_words_of_a_figure_overprint_and_its_lines_do_not() -> None:
    def draw(page: TaggedCanvas) -> None:
        with page.tag(Tag("Figure", alt="A knee")):
            paint(page, knee(), 10, 290)

    shown = painted(drawn(draw))
    assert {thing.overprint for thing in shown if thing.what == "text" and thing.mixture == BLACK} == {True}
    assert {thing.overprint for thing in shown if thing.what != "text"} == {False}


# Lines


@given(st.floats(0.01, 3), st.floats(0.05, 20))
def test_lines_are_thick_enough_at_any_scale(width: float, scale: float) -> None:
    def draw(page: TaggedCanvas) -> None:
        page.setLineWidth(width)
        page.scale(scale, scale)
        page.line(0, 0, 5, 5)
        page.setLineWidth(width)
        page.line(0, 0, 5, 5)

    for thing in painted(drawn(draw)):
        assert thing.size >= 0.2499
        assert thing.size == pytest.approx(max(width * scale, 0.25), rel=1e-2) or width < 0.25


def test_only_what_is_too_thin_is_thickened() -> None:
    path = (("M", 0.0, 0.0), ("L", 1.0, 1.0))
    thin, thick = Stroke(path, INK, 0.05), Stroke(path, INK, 0.2)
    figure = knee()
    [symbol] = {item.symbol.name: item.symbol for item in figure.walk() if isinstance(item, Use)}.values()
    assert thickened((thin, thick), 0.1) == (Stroke(path, INK, 0.1), thick)
    assert thickened((Use(symbol, 1, 0, 0),), 0.1)[0].symbol is symbol  # type: ignore[union-attr]
    assert thickened((Use(symbol, 0.1, 0, 0),), 0.1)[0].symbol != symbol  # type: ignore[union-attr]


def test_symbols_are_thickened_by_the_scale_they_are_shown_at() -> None:
    [symbol] = {item.symbol.name: item.symbol for item in knee().walk() if isinstance(item, Use)}.values()
    drawing = Drawing("d", "", "", 60, 40, tuple(Use(symbol, scale, 0, 0) for scale in (1.0, 0.1, 0.05)))
    sizes = {thing.size for thing in painted(drawn(lambda page: paint(page, drawing, 0, 100))) if thing.size}
    assert min(sizes) == pytest.approx(0.25, abs=1e-3)
    assert max(sizes) == pytest.approx(pt(0.4), abs=1e-3)


# Edges


def test_a_background_is_painted_into_the_bleed() -> None:
    def draw(page: TaggedCanvas) -> None:
        page.setFillColor(ACCENT)
        page.rect(-BLEED, 150, PAGE[0] + 2 * BLEED, 300 + BLEED, stroke=0, fill=1)

    with pikepdf.open(BytesIO(drawn(draw))) as pdf:
        [area] = [i.operands for i in pikepdf.parse_content_stream(pdf.pages[0]) if str(i.operator) == "re"]
        assert [float(part) for part in area] == [-BLEED, 150, PAGE[0] + 2 * BLEED, 300 + BLEED]
        shift = next(i.operands for i in pikepdf.parse_content_stream(pdf.pages[0]) if str(i.operator) == "cm")
        assert [float(part) for part in shift[4:]] == [BLEED, BLEED]


def test_a_page_of_its_own_size_has_boxes_of_its_own() -> None:
    page = canvas()
    page.setPageSize((100, 400))
    page.rect(0, 0, 5, 5)
    with pikepdf.open(BytesIO(page.getpdfdata())) as pdf:
        assert [float(side) for side in pdf.pages[0].obj.TrimBox] == [BLEED, BLEED, 100 + BLEED, 400 + BLEED]


def test_a_press_copy_takes_no_form_fields() -> None:
    with pytest.raises(ValueError, match="no form fields"):
        drawn(lambda page: CheckBox("a", "A", 12, INK).drawOn(page, 5, 5))
