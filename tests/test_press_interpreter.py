"""What a content stream paints: sizes, widths and resolutions are those that a ruler would find on the page."""

from __future__ import annotations

import math
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from press_sample import book, separation, tint

from booklet.check.press import content, survey
from booklet.check.press.colour import PROCESS, ColourReader, ColourSpace
from booklet.check.press.interpreter import Readers, interpret
from booklet.check.press.metadata import moment
from booklet.check.press.state import State
from booklet.check.press.survey import Surveyor
from booklet.check.press.things import Fault, FaultKind, Path, Picture, Placed, Role, Text
from booklet.plane import IDENTITY, Box, Matrix

BOOK = book(1)
RESOURCES = BOOK.pages[0].obj.Resources


def read(stream: bytes, resources: Any = RESOURCES) -> list[Any]:
    return list(interpret(BOOK.make_stream(stream), resources, State(), Readers(100_000)))


def the(kind: type, stream: bytes) -> Any:
    [found] = [thing for thing in read(stream) if isinstance(thing, kind)]
    return found


def written(*numbers: float) -> bytes:
    return " ".join(f"{number:.9f}" for number in numbers).encode()


parts = st.floats(-3, 3).map(lambda part: round(part, 3))
matrices = st.builds(Matrix, parts, parts, parts, parts, st.just(5.0), st.just(7.0)).filter(lambda m: m.area > 0.05)
angles = st.floats(0, 2 * math.pi)
scales = st.floats(0.1, 8)


def turned(angle: float) -> Matrix:
    return Matrix(math.cos(angle), math.sin(angle), -math.sin(angle), math.cos(angle), 0, 0)


@given(matrices, matrices, st.tuples(parts, parts))
def test_one_transformation_after_another_goes_where_both_go(a: Matrix, b: Matrix, point: tuple[float, float]) -> None:
    assert b.then(a).point(*point) == pytest.approx(a.point(*b.point(*point)))
    assert b.then(a).area == pytest.approx(a.area * b.area)
    assert IDENTITY.then(a) == a == a.then(IDENTITY)


@given(matrices)
def test_the_least_growth_is_that_of_some_direction(m: Matrix) -> None:
    lengths = [math.hypot(*m.vector(math.cos(a / 500), math.sin(a / 500))) for a in range(1571 * 2)]
    assert min(lengths) == pytest.approx(m.least, rel=1e-2, abs=1e-3)


@given(st.floats(1, 30), scales, scales, angles, angles, st.floats(20, 300), st.floats(-1, 1))
def test_text_is_as_high_as_its_em_across_the_line(
    size: float, outer: float, inner: float, one: float, other: float, stretch: float, slant: float
) -> None:
    """However the size is shared out between the font, the text and the page; turned, stretched or slanted."""
    slanted = Matrix(1, 0, slant, 1, 0, 0)
    page = turned(one).then(Matrix(outer, 0, 0, outer, 3, 4))
    line = slanted.then(Matrix(inner, 0, 0, inner, 5, 6)).then(turned(other))
    shown = the(
        Text,
        b"%b cm BT /F %b Tf %b Tz %b Tm (x) Tj ET" % (written(*page), written(size), written(stretch), written(*line)),
    )
    assert shown.size == pytest.approx(size * outer * inner, rel=1e-4)


@given(st.floats(0, 5), scales, angles)
def test_a_line_grows_with_the_page(width: float, scale: float, angle: float) -> None:
    page = turned(angle).then(Matrix(scale, 0, 0, scale, 0, 0))
    path = the(Path, b"%b w %b cm 0 0 m 9 5 l 3 3 8 8 1 2 c S" % (written(width), written(*page)))
    assert path.line == pytest.approx(width * scale, rel=1e-4, abs=1e-6)


@given(st.floats(0.1, 5), matrices, angles)
def test_a_line_under_any_transformation_is_as_wide_as_its_sides_are_apart(
    width: float, page: Matrix, angle: float
) -> None:
    along, across = turned(angle).vector(1, 0), turned(angle).vector(0, 1)
    path = the(Path, b"%b w %b cm 0 0 m %b l S" % (written(width), written(*page), written(*along)))
    x, y = page.vector(*along)
    side = page.vector(across[0] * width, across[1] * width)
    apart = abs(x * side[1] - y * side[0]) / math.hypot(x, y)  # from one side of the line to the other
    assert path.line == pytest.approx(apart, rel=1e-3, abs=1e-6)


@given(st.floats(0.1, 5), matrices)
def test_a_frame_is_as_thin_as_its_thinner_sides(width: float, page: Matrix) -> None:
    def line(shape: bytes) -> float:
        found: float = the(Path, b"%b w %b cm %b S" % (written(width), written(*page), shape)).line
        return found

    sides = min(line(b"0 0 m 9 0 l"), line(b"0 0 m 0 5 l"))
    assert line(b"0 0 9 5 re") == line(b"0 0 m 9 0 l 9 5 l 0 5 l s") == pytest.approx(sides)


def test_a_curve_is_thinnest_where_the_page_is_flattened() -> None:
    assert the(Path, b"2 w 1 0 0 .25 0 0 cm 0 0 m 0 9 l 3 9 6 9 9 0 c S").line == pytest.approx(0.5)


@given(st.floats(0.1, 5), matrices)
def test_a_curve_is_never_taken_for_wider_than_it_is(width: float, page: Matrix) -> None:
    path = the(Path, b"%b w %b cm 0 0 m 1 2 3 4 5 6 c S" % (written(width), written(*page)))
    assert path.line <= width * page.area**0.5 + 1e-6


@given(st.integers(1, 900), st.integers(1, 900), scales, scales, angles)
def test_the_resolution_is_the_lesser_of_two(wide: int, high: int, across: float, up: float, angle: float) -> None:
    page = Matrix(across * 72, 0, 0, up * 72, 0, 0).then(turned(angle))
    image = BOOK.make_stream(b"", Subtype=Name.Image, Width=wide, Height=high, ColorSpace=Name.DeviceGray)
    resources = Dictionary(XObject=Dictionary(Z=image))
    [picture] = read(b"%b cm /Z Do" % written(*page), resources)
    assert isinstance(picture, Picture)
    assert picture.ppi == pytest.approx(min(wide / across, high / up), rel=1e-4)


def test_lines_of_text_follow_each_other() -> None:
    stream = (
        b"BT /F 10 Tf 12 TL 100 200 Td (a) Tj T* (b) Tj 5 -20 TD (c) Tj (d) ' 1 0 0 1 7 9 Tm 1 2 (e) \" 3 Ts (f) Tj ET"
    )
    places = [(round(t.box.left), round(t.box.bottom + 2)) for t in read(stream)]
    assert places == [(100, 200), (100, 188), (105, 168), (105, 148), (7, -11), (14, -8)]


def test_text_goes_on_where_the_last_has_ended() -> None:
    one, two, three = read(b"BT /F 10 Tf 50 Tz (ab) Tj [(c) -1000 (d)] TJ (e) Tj ET")
    assert [t.box.left for t in (one, two, three)] == pytest.approx([0, 5, 15])


def test_state_is_saved_and_restored() -> None:
    one, two, three = read(b"1 w q 3 w 2 0 0 2 0 0 cm 0 0 m 9 9 l S Q 0 0 m 9 9 l S Q 0 0 m 9 9 l S")[:2] + read(
        b"5 w 0 0 m 9 9 l S"
    )
    assert (one.line, two.line, three.line) == (6, 1, 5)


def test_a_clip_hides_and_is_restored() -> None:
    found = read(b"q 0 0 10 10 re W n 20 20 5 5 re f 5 5 20 20 re f 50 50 9 9 re W n 0 0 9 9 re f Q 20 20 5 5 re f")
    assert [path.box for path in found] == [Box(5, 5, 10, 10), Box(20, 20, 25, 25)]


def test_what_a_stream_places_is_told_with_its_state() -> None:
    found = read(b"q 2 0 0 2 10 20 cm 0 0 0 1 k /Over gs /Form Do Q")
    [placed] = [thing for thing in found if isinstance(thing, Placed)]
    assert placed.role is Role.FORM and placed.state.overprints_fill and placed.state.fill.inks == ("Black",)
    assert placed.state.ctm == Matrix(2, 0, 0, 2, 10, 20) and placed.within == Box(0, 10, 90, 100)


def test_faults_do_not_stop_the_reading() -> None:
    found = read(b"(a) w 1 0 0 cm /Q q 5 Do 1 2 3 m nonsense 0 0 9 9 re f [ /a ] TJ ET Q")
    assert [type(thing) for thing in found].count(Path) == 1
    assert {thing.kind for thing in found if isinstance(thing, Fault)} == {FaultKind.SYNTAX}


def test_an_inline_image_has_its_attributes() -> None:
    [picture] = read(b"36 0 0 72 0 0 cm BI /W 100 /H 100 /BPC 8 /CS /CMYK /F /AHx ID " + b"00" * 40_000 + b"> EI")
    assert (picture.pixels, picture.ppi, picture.space.family) == ((100, 100), 100, "DeviceCMYK")
    [stencil] = read(b"1 0 0 1 k 72 0 0 72 0 0 cm BI /W 8 /H 8 /IM true ID " + bytes(8) + b" EI")
    assert stencil.space is None and stencil.bits == 1 and stencil.fill.colour.inks == ("Cyan", "Black")


def test_a_shared_form_is_read_once_for_each_scale(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []
    monkeypatch.setattr(survey, "interpret", lambda stream, *rest: reads.append(1) or interpret(stream, *rest))
    pages = BOOK.make_stream(
        b"".join(b"q 1 0 0 1 %d 0 cm /Form Do Q " % x for x in range(30)) + b"q 2 0 0 2 0 0 cm /Form Do Q"
    )
    surveyor = Surveyor(Readers(100_000), content.judge)
    found = surveyor.page(pages, RESOURCES, None)
    assert len(reads) == 1 + 2
    assert len(found.painted) == 31 and found.painted[7].left == 6.5


def test_a_flaw_in_a_shared_form_is_told_where_it_lands() -> None:
    thin = BOOK.make_stream(b".1 w 1 1 m 2 2 l S", Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Resources=Dictionary())
    pages = BOOK.make_stream(
        b"q 1 0 0 1 30 40 cm /Z Do Q q 1 0 0 1 60 70 cm /Z Do Q q 0 0 9 9 re W n 1 0 0 1 99 0 cm /Z Do Q"
    )
    found = Surveyor(Readers(1_000), content.judge).page(pages, Dictionary(XObject=Dictionary(Z=thin)), None).found
    assert [(p.code, round(f.box.left), round(f.box.bottom)) for p, f in found if f.box] == [
        ("press-line-width", 31, 41),
        ("press-line-width", 61, 71),
    ]


tints = st.floats(0, 1).map(lambda tint: round(tint, 2))


@given(st.lists(tints, min_size=4, max_size=4))
def test_the_inks_of_a_colour_are_those_that_it_takes(amounts: list[float]) -> None:
    path = the(Path, b"%b k 0 0 9 9 re f" % written(*amounts))
    assert path.fill.colour.inks == tuple(ink for ink, amount in zip(PROCESS, amounts, strict=True) if amount > 0)
    assert path.fill.colour.is_white == (sum(amounts) == 0)


def space(value: Any, resources: Any = None) -> ColourSpace:
    return ColourReader().read(value, resources)


def test_colour_spaces_know_their_inks() -> None:
    assert space(Name.DeviceGray).amounts((0.25,)) == {"Black": 0.75}
    assert space(separation("Gold")).amounts((0.5,)) == {"Gold": 0.5}
    assert space(separation("All")).amounts((1.0,)) == dict.fromkeys(PROCESS, 1.0)
    assert space(separation("None")).amounts((1.0,)) == {}
    duo = Array([Name.DeviceN, Array([Name.Cyan, Name.Gold]), Name.DeviceCMYK, tint(0, 0, 0, 0)])
    assert space(duo).spots == {"Gold"} and space(duo).inks == {"Cyan", "Gold"}
    table = Array([Name.Indexed, Name.DeviceCMYK, 1, pikepdf.String(bytes([0, 0, 0, 0, 255, 0, 0, 51]))])
    assert space(table).amounts((1.0,)) == {"Cyan": 1, "Magenta": 0, "Yellow": 0, "Black": 0.2}
    assert space(table).amounts((7.0,)) is None
    assert space(Array([Name.Pattern, separation("Gold")])).spots == {"Gold"}
    assert space(Name.DeviceRGB).amounts((1.0, 0, 0)) is None


def test_a_default_stands_for_a_space_of_the_device() -> None:
    resources = Dictionary(ColorSpace=Dictionary(DefaultGray=separation("Black")))
    assert space(Name.DeviceGray, resources).family == "Separation"
    assert space(Name.DeviceCMYK, resources).family == "DeviceCMYK"


def test_tints_that_are_written_alike_are_one() -> None:
    reader = ColourReader()
    for same in (separation("Gold"), separation("Gold"), separation("Gold", 1.0, 0.4, 0, 0)):
        reader.read(same, None)
    assert len(reader.tints["Gold"]) == 1
    reader.read(separation("Gold", 1, 0.5, 0, 0), None)
    assert len(reader.tints["Gold"]) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("D:20261126120000+02'00'", "2026-11-26T10:00:00Z"),
        ("D:20261126100000Z", "2026-11-26T10:00:00+00:00"),
        ("D:20261126", "2026-11-26"),
        ("D:20261126100000Z00'00'", "2026-11-26T10:00:00Z"),
        ("D:20261126233000-01'00", "2026-11-27T00:30:00.000Z"),
    ],
)
def test_dates_are_moments(one: str, other: str) -> None:
    assert moment(one) is not None and moment(one) == moment(other)


@given(st.text(max_size=30))
def test_what_is_no_date_is_no_moment(text: str) -> None:
    moment(text)
    assert moment("2026-02-30") is None and moment("D:0000") is None and moment("2026-11-26T10:00+99:00") is None
