"""Figures through their public door: specs checked, drawings complete, descriptions readable, mistakes named."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
import shapely

from booklet import typeface
from booklet.diagrams import Atlas, FigureSpec, Mark
from booklet.diagrams.svg import to_svg
from booklet.drawing import Drawing, Fill, Frame, Group, Item, Stroke, Text, Use
from booklet.errors import BookletError
from booklet.palette import AMBER, INKS, MUSCLE, MUSCLE_LINE
from booklet.resources import Resources
from booklet.units import mm, pt

ATLAS = Atlas(Resources.at())
CARD = Frame(172, 184)
SVG = "{http://www.w3.org/2000/svg}"

FRAMES = [
    *[(figure, Frame(172, 105)) for figure in ATLAS.ids if figure.startswith("technique-")],
    ("quadratus-lumborum", CARD),
    ("quadratus-lumborum", Frame(504, key=True)),
    ("paraspinals", Frame(172, 184, panels=("outer",))),
    ("paraspinals", Frame(172, 184, panels=("deep",))),
    ("paraspinals", Frame(504, key=True)),
    ("hamstring-soleus", Frame(172, 184, panels=("hamstring",))),
    ("hamstring-soleus", Frame(172, 184, panels=("soleus",))),
    ("hamstring-soleus", Frame(172, 184, panels=("soleus-pain",))),
    ("hamstring-soleus", Frame(504, key=True)),
    ("back-sweep", Frame(320, 262, panels=("lines",))),
    ("back-sweep", Frame(182, panels=("slice",))),
    ("back-sweep", Frame(504, 262)),
    ("where-to-look", Frame(218, 500, side_pt=11, panels=("back",))),
    ("where-to-look", Frame(98, 98, panels=("front",))),
    ("hero", Frame(196, 232)),
    ("locator", Frame(58, 140)),
    ("pelvis-landmarks", Frame(504, 260)),
    *[(figure, CARD) for figure in ("sacrum-points", "gluteus-maximus", "gluteus-medius", "piriformis")],
    *[(figure, Frame(504, key=True)) for figure in ("gluteus-minimus", "iliopsoas", "rectus-abdominis", "joints")],
    ("quadratus-lumborum", Frame(372, 290, label_pt=18, side_pt=18, mark_scale=1.6)),
    *[
        (figure, Frame(504, 400, label_pt=18, side_pt=18, mark_scale=1.6, panels=(panel,)))
        for figure, panel in (("pelvis-landmarks", "back"), ("back-sweep", "lines"), ("hamstring-soleus", "hamstring"))
    ],
]


def leaves(items: tuple[Item, ...]) -> Iterator[Fill | Stroke | Text]:
    """Every painted item, symbols entered."""
    for item in items:
        if isinstance(item, Group):
            yield from leaves(item.items)
        elif isinstance(item, Use):
            yield from leaves(item.symbol.items)
        else:
            yield item


def texts(drawing: Drawing) -> list[Text]:
    return [item for item in drawing.walk() if isinstance(item, Text)]


def box(text: Text) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of the ink of a line of text, roughly."""
    wide = typeface.width(text.text, text.size, text.weight)
    left = text.x - {"start": 0, "middle": wide / 2, "end": wide}[text.anchor]
    return left, text.y - text.size * 0.68, left + wide, text.y


@pytest.fixture
def library(tmp_path: Path) -> Callable[[str], Atlas]:
    """An atlas over a clinic's library with one figure of its own, called "own"."""

    def make(spec: str) -> Atlas:
        (tmp_path / "figures").mkdir(exist_ok=True)
        (tmp_path / "figures" / "own.yaml").write_text(spec, encoding="utf-8")
        return Atlas(Resources.at(tmp_path))

    return make


def own(body: str) -> str:
    return f"title: Own\npanels:\n  - id: one\n    body:\n      plate: posterior-trunk\n      crop: lower-back\n{body}"


def test_every_shipped_figure_is_without_mistakes() -> None:
    assert ATLAS.check() == []


def test_the_promised_figures_are_there() -> None:
    promised = {
        "paraspinals", "quadratus-lumborum", "back-sweep", "pelvis-landmarks", "hamstring-soleus", "where-to-look",
        "hero", "locator", "technique-floor-ball", "technique-wall-ball", "technique-seat-ball", "technique-friend",
        "technique-psoas",
    }  # fmt: skip
    assert promised <= set(ATLAS.ids)


@pytest.mark.parametrize(("figure", "frame"), FRAMES, ids=lambda value: value if isinstance(value, str) else "")
def test_words_stay_on_the_paper_and_apart(figure: str, frame: Frame) -> None:
    drawing = ATLAS.draw(figure, frame)
    assert pt(drawing.width) == pytest.approx(frame.width_pt)
    assert frame.height_pt is None or pt(drawing.height) <= frame.height_pt + 1e-6
    boxes = [(text, box(text)) for text in texts(drawing)]
    for text, (left, top, right, bottom) in boxes:
        assert left >= -1e-6 and top >= -1e-6, text
        assert right <= drawing.width + 1e-6 and bottom <= drawing.height + 1e-6, text
    for (one, a), (other, b) in combinations(boxes, 2):
        apart = a[2] <= b[0] + 1e-6 or b[2] <= a[0] + 1e-6 or a[3] <= b[1] + 1e-6 or b[3] <= a[1] + 1e-6
        assert apart, (one.text, other.text)


@pytest.mark.parametrize("figure", ATLAS.ids)
def test_descriptions_read_like_sentences(figure: str) -> None:
    words = ATLAS.alt(figure)
    assert words.endswith(".")
    assert len(words.split()) < 120
    assert "_" not in words and "per cent" not in words and "\n" not in words


@pytest.mark.parametrize("figure", ATLAS.ids)
def test_body_views_name_their_sides(figure: str) -> None:
    for panel in ATLAS.spec(figure).value.panels:
        if panel.body and panel.body.sides:
            words = {text.text for text in texts(ATLAS.draw(figure, Frame(300, panels=(panel.id,))))}
            assert {"Left", "Right"} <= words or "Right side" in words or "Left side" in words


@pytest.mark.parametrize("figure", ATLAS.ids)
def test_grey_figures_have_no_colour(figure: str) -> None:
    drawing = ATLAS.draw(figure, Frame(300, tone="grey", key=True))
    for colour in {leaf.colour for leaf in leaves(drawing.items)}:
        assert colour[1:3] == colour[3:5] == colour[5:7], colour
    names = {item.symbol.name for item in drawing.walk() if isinstance(item, Use)}
    assert all(name.endswith("-grey") for name in names)


def test_muscles_lie_under_everything_and_the_deepest_first(library: Callable[[str], Atlas]) -> None:
    muscles = "[{muscle: gluteus-maximus}, {muscle: piriformis}, {muscle: gluteus-medius}]"
    body = f"      bones: 0.3\n      muscles: {muscles}\n      triggers: [{{colour: red, at: s1}}]\n"
    inside = next(item for item in library(own(body)).draw("own", CARD).items if isinstance(item, Group)).items
    fills = [i for i, item in enumerate(inside) if isinstance(item, Fill) and item.colour == MUSCLE]
    skin, bones = (i for i, item in enumerate(inside) if isinstance(item, Use))
    cross = next(i for i, item in enumerate(inside) if isinstance(item, Stroke) and item.colour == INKS["red"].fill)
    assert skin < min(fills) and max(fills) < bones < cross
    areas = [shapely.Polygon([op[-2:] for op in inside[i].path if len(op) > 1]).area for i in fills]
    assert areas == sorted(areas)  # piriformis, medius, maximus


def test_stripes_of_a_muscle_stay_apart_in_print(library: Callable[[str], Atlas]) -> None:
    def stripes(width: float) -> int:
        drawing = library(own("      muscles: [{muscle: gluteus-maximus}]\n")).draw("own", Frame(width))
        return sum(isinstance(item, Stroke) and item.colour == MUSCLE_LINE for item in drawing.walk())

    assert 3 < stripes(60) < stripes(504)


def test_what_must_not_be_pressed_is_hatched_signed_and_said(library: Callable[[str], Atlas]) -> None:
    atlas = library(own("      no_go: [{name: tailbone, why: it hurts, ellipse: {at: coccyx, rx: 2, ry: 2}}]\n"))
    warned = [item for item in atlas.draw("own", CARD).walk() if isinstance(item, Stroke) and item.colour == AMBER]
    assert len(warned) == 5  # two hatches, a border, a ring and its bar
    assert "Do not press on the cross-hatched tailbone, because it hurts." in atlas.alt("own")


def test_muscles_and_nerves_are_said_by_side() -> None:
    words = ATLAS.alt("paraspinals", ("outer",))
    assert (
        "the long muscle close to the spine on the right; the outer spine muscle and the low-rib muscle on the" in words
    )
    assert "A pale line on both sides shows the sciatic nerve." in ATLAS.alt("piriformis")


def test_symbols_are_shared_and_named_by_plate_and_palette() -> None:
    uses = [item for item in ATLAS.draw("paraspinals", Frame(504)).walk() if isinstance(item, Use)]
    assert [use.symbol.name for use in uses] == [
        "plate-posterior-trunk-skin", "plate-posterior-trunk-bones-bone",
    ] * 2  # fmt: skip
    assert uses[0].symbol is uses[2].symbol
    assert uses[1].opacity == 0.3


def test_marks_carry_letter_and_colour_for_every_point() -> None:
    assert ATLAS.marks("quadratus-lumborum") == {
        "quadratus-lumborum-1": Mark("A", "red"),
        "quadratus-lumborum-2": Mark("B", "blue"),
    }
    marks = ATLAS.marks("paraspinals")
    assert marks["serratus-posterior-inferior-1"] == marks["paraspinals-superficial-3"]
    assert set(ATLAS.marks("paraspinals", ("deep",))) == {"paraspinals-deep-2", "paraspinals-deep-3"}


def test_letters_differ_within_a_panel_unless_points_share_a_mark() -> None:
    for figure in ATLAS.ids:
        for panel in ATLAS.spec(figure).value.panels:
            letters = [trigger.letter for trigger in panel.body.triggers if trigger.letter] if panel.body else []
            assert len(letters) == len(set(letters)), figure


def test_panels_are_picked_by_id() -> None:
    outer = ATLAS.draw("paraspinals", Frame(172, panels=("outer",)))
    assert "B" in {text.text for text in texts(outer)}
    assert "D" not in {text.text for text in texts(outer)}
    assert "deep" not in outer.alt.lower()


def test_marks_grow_with_their_scale() -> None:
    def badge(scale: float) -> float:
        drawing = ATLAS.draw("quadratus-lumborum", Frame(372, 290, mark_scale=scale))
        return max(text.size for text in texts(drawing) if text.text == "A")

    assert pt(badge(1)) >= 9
    assert badge(1.6) == pytest.approx(1.6 * badge(1))


def test_a_hugging_frame_is_narrower_than_a_filled_one() -> None:
    def border(fill: bool) -> float:
        drawing = ATLAS.draw("hero", Frame(400, 200, fill=fill))
        xs = [float(v) for item in drawing.items if isinstance(item, Stroke) for op in item.path for v in op[1::2]]
        return max(xs) - min(xs)

    assert border(True) == pytest.approx(mm(400))
    assert border(False) < mm(200)


def test_wide_frames_leave_out_limbs_that_the_plate_cuts_off() -> None:
    def clips(width: float) -> int:
        return sum(isinstance(item, Group) for item in ATLAS.draw("hero", Frame(width, 200)).walk())

    assert clips(504) == clips(160) + 1


def test_narrow_frames_use_the_short_words_and_wide_ones_the_columns() -> None:
    narrow = {text.text for text in texts(ATLAS.draw("quadratus-lumborum", CARD))}
    wide = " ".join(text.text for text in texts(ATLAS.draw("quadratus-lumborum", Frame(504))))
    assert {"lowest rib", "hip bone"} <= narrow
    assert "Sitting bone" not in narrow
    assert "Sitting bone" in wide and "lowest rib" not in wide


def test_the_key_names_what_is_drawn() -> None:
    words = {text.text for text in texts(ATLAS.draw("quadratus-lumborum", Frame(504, key=True)))}
    assert {"trigger point", "main pain area", "pain may spread here"} <= words


def test_techniques_are_cropped_when_the_tool_would_be_small() -> None:
    def scale(frame: Frame) -> float:
        return next(item.scale for item in ATLAS.draw("technique-wall-ball", frame).walk() if isinstance(item, Use))

    assert pt(66 * scale(Frame(172, 105))) >= 6
    assert scale(Frame(60, 176)) == pytest.approx(mm(60) / 606)


def test_svg_is_well_formed_deterministic_and_described() -> None:
    drawing = ATLAS.draw("paraspinals", Frame(504, key=True))
    text = to_svg(drawing)
    assert text == to_svg(ATLAS.draw("paraspinals", Frame(504, key=True)))
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == drawing.title
    assert root.findtext(f"{SVG}desc") == drawing.alt
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert ids.count("paraspinals-plate-posterior-trunk-skin") == 1
    assert len(list(root.iter(f"{SVG}use"))) == 4


def test_svg_escapes_what_an_editor_writes(library: Callable[[str], Atlas]) -> None:
    label = '      labels: [{text: "a < b & c", at: l1_spinous, column: left}]\n'
    root = ET.fromstring(to_svg(library(own(label)).draw("own", CARD)))
    assert "a < b & c" in [element.text for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(("body", "place", "message", "hint"), [
    ("      triggers: [{colour: red, at: l1_spinus}]\n", "7:36", 'unknown landmark "l1_spinus"', "l1_spinous"),
    ("      triggers:\n        - colour: red\n          zones:\n            - along: {line: iliac_crst, width: 2}\n",
     "10:29", 'unknown landmark line "iliac_crst"', "iliac_crest"),
    ("      trigers: []\n", "7:7", 'unknown key "trigers"', "triggers"),
    ("      triggers: [{colour: rde}]\n", "7:27", '"rde" is not one of', "red"),
    ("      triggers: [{colour: red, at: {at: psis, out: much}}]\n", "7:52", "expected a number", ""),
    ("      triggers: [{colour: red, at: {at: psis, t: 2}}]\n", "7:50", '"2" is out of range', ""),
    ("      triggers: [{colour: red, zones: [{spill: 1}]}]\n", "7:40", "exactly one of spline, ellipse", ""),
    ("      regions: [{region: sacrm, colour: red}]\n", "7:26", 'unknown region "sacrm"', ""),
    ("      box: [-200, 400, 200, 900]\n      shows: x\n", "5:7", "exactly one of crop, box", ""),
    ("      muscles: [{muscle: piriformus}]\n", "7:26", 'unknown muscle "piriformus"', "piriformis"),
    ("      muscles: [{muscle: psoas}]\n", "7:26", 'muscle "psoas" is not drawn in the posterior view', "anterior"),
    ("      nerves: [{nerve: sciatic, name: x}]\n", "7:24", 'unknown nerve "sciatic"', "sciatic-nerve"),
    ("      nerves: [{nerve: sciatic-nerve}]\n", "7:16", 'missing key "name"', ""),
    ("      no_go: [{name: x}]\n", "7:15", "exactly one of spline, ellipse", ""),
    ("      no_go: [{ellipse: {at: s1, rx: 1, ry: 1}}]\n", "7:15", 'missing key "name"', ""),
])  # fmt: skip
def test_mistakes_are_named_with_their_place(
    library: Callable[[str], Atlas], body: str, place: str, message: str, hint: str
) -> None:
    atlas = library(own(body))
    with pytest.raises(BookletError) as error:
        atlas.spec("own")
    told = "\n".join(map(str, error.value.diagnostics))
    assert f"figures/own.yaml:{place}: error: " in told
    assert message in told
    assert hint in told
    assert set(error.value.diagnostics) <= set(atlas.check())


@pytest.mark.parametrize(("old", "new", "message"), [
    ("posterior-trunk", "posterior-trnk", 'unknown plate "posterior-trnk"; did you mean "posterior-trunk"?'),
    ("crop: lower-back", "crop: lowerback", 'view "lowerback"; did you mean "lower-back"?'),
    ("crop: lower-back", "box: [-9, 100, 9, 900]\n      shows: x", "reaches past plate"),
    ("crop: lower-back", "box: [9, 300, -9, 900]\n      shows: x", "this one is empty"),
    ("crop: lower-back", "box: [-9, 300, 9, 900]", 'a box needs "shows"'),
    ("plate: posterior-trunk", "bones: 0.3\n      plate: posterior-whole", "has no bones"),
])  # fmt: skip
def test_mistakes_in_plate_and_crop(library: Callable[[str], Atlas], old: str, new: str, message: str) -> None:
    spec = own("").replace(old, new).replace("lower-back", "whole" if "whole" in new else "lower-back")
    with pytest.raises(BookletError, match=r"own\.yaml:[56]:") as error:
        library(spec).spec("own")
    assert message in str(error.value)


@pytest.mark.parametrize(("panel", "message"), [
    ("technique: {plate: supine-bal}", 'unknown technique drawing "supine-bal"; did you mean "supine-ball"?'),
    ("technique: {plate: supine-ball, notes: [{at: bal, text: x, offset_mm: [1, 1]}]}", 'unknown anchor "bal"'),
    ("slice: {plate: slice-l3, box: [0, 0, 1, 1], colours: [red, red, red, red, red, red]}", "6 lines on a slice"),
    ("title: x", "exactly one of body, slice, technique"),
])  # fmt: skip
def test_mistakes_in_other_panels(library: Callable[[str], Atlas], panel: str, message: str) -> None:
    with pytest.raises(BookletError) as error:
        library(f"title: Own\npanels:\n  - id: one\n    {panel}\n").spec("own")
    assert message in str(error.value)


def test_unknown_figures_and_panels_are_named() -> None:
    with pytest.raises(BookletError, match='did you mean "paraspinals"'):
        ATLAS.spec("paraspinal")
    with pytest.raises(BookletError, match='has no panel "outr"; did you mean "outer"'):
        ATLAS.draw("paraspinals", Frame(172, panels=("outr",)))
    known = ", ".join(panel.id for panel in ATLAS.spec("paraspinals").value.panels)
    with pytest.raises(BookletError, match=f'has no panel "zz"; there is {known}$'):
        ATLAS.draw("paraspinals", Frame(172, panels=("zz",)))


def test_a_bare_fraction_is_a_number(library: Callable[[str], Atlas]) -> None:
    source = library(own("      triggers: [{colour: red, at: {at: psis, out: -.3}}]\n")).spec("own")
    body = source.value.panels[0].body
    assert body and body.triggers[0].at and body.triggers[0].at.out == -0.3


def test_a_clinic_may_replace_a_plate(tmp_path: Path) -> None:
    (tmp_path / "figures" / "plates").mkdir(parents=True)
    (tmp_path / "figures" / "plates" / "posterior-trunk.json").write_text('{"id": 3}')
    with pytest.raises(BookletError, match=r"figures/plates/posterior-trunk\.json: error: is not a plate"):
        Atlas(Resources.at(tmp_path)).spec("hero")


def test_missing_names_of_landmarks_are_reported(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "landmarks.yaml").write_text("psis: [bump]\n")
    found = Atlas(Resources.at(tmp_path)).check()
    assert [str(diagnostic).split(": error")[0] for diagnostic in found] == ["content/landmarks.yaml:1:7"]


def test_every_landmark_has_a_plain_name() -> None:
    from booklet.diagrams.landmarks import LandmarkNames, bare
    from booklet.diagrams.plates import Shelf
    from booklet.source import load

    resources = Resources.at()
    names = load(resources.find("content/landmarks.yaml"), LandmarkNames).value.root
    known = Shelf(resources).landmarks("posterior")
    assert {bare(name) for name in (*known.landmarks, *known.lines)} <= set(names)


def test_the_schema_explains_its_keys() -> None:
    schema = FigureSpec.model_json_schema()
    assert "landmark" in schema["$defs"]["Place"]["properties"]["at"]["description"]


def test_drawing_loads_no_svg_and_checking_no_geometry() -> None:
    code = (
        "import sys; from booklet.diagrams import Atlas\n"
        "from booklet.drawing import Frame; from booklet.resources import Resources\n"
        "atlas = Atlas(Resources.at()); atlas.check(); assert 'shapely' not in sys.modules\n"
        "atlas.draw('hero', Frame(196)); assert 'svgwrite' not in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0
