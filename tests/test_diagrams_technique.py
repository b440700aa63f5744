"""Technique drawings: nothing ends in the air, tools can be seen, descriptions can be read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from booklet.diagrams import Atlas, technique
from booklet.diagrams.frame import Placement
from booklet.diagrams.plates import Shelf, TechniquePlate
from booklet.diagrams.spec import Technique
from booklet.drawing import Drawing, Fill, Frame, Group, Path, Use
from booklet.resources import Resources
from booklet.units import mm, pt

ATLAS = Atlas(Resources.at())
SHELF = Shelf(Resources.at())
FIGURES = [figure for figure in ATLAS.ids if figure.startswith("technique-")]
CARD = Frame(172, 105)
LARGE = Frame(504, 190, label_pt=18, side_pt=18, mark_scale=1.6)


def spec(figure: str) -> Technique:
    found = ATLAS.spec(figure).value.panels[0].technique
    assert found
    return found


def plate(figure: str) -> TechniquePlate:
    return SHELF.technique(spec(figure).plate)


def extent(path: Path) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of a path's points."""
    points = [tuple(map(float, op[-2:])) for op in path if len(op) > 1]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def grounds(drawing: Drawing) -> Iterator[tuple[float, float, float, float]]:
    """What is painted behind the people, inside the frame."""
    inside = next(item for item in drawing.items if isinstance(item, Group))
    for item in inside.items:
        if isinstance(item, Use):
            return
        if isinstance(item, Fill):
            yield extent(item.path)


def test_every_promised_technique_is_drawn() -> None:
    assert {figure.removeprefix("technique-") for figure in FIGURES} >= {
        "floor-ball", "floor-ball-buttock", "wall-ball", "wall-ball-buttock", "seat-ball", "friend", "psoas",
        "cane-back", "cane-buttock", "fingers", "thumbs",
    }  # fmt: skip


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("frame", [CARD, LARGE], ids=["card", "large print"])
def test_floors_mats_and_walls_reach_the_frame(figure: str, frame: Frame) -> None:
    drawing = ATLAS.draw(figure, frame)
    crop = technique.crop(spec(figure), SHELF, mm(frame.width_pt), mm(frame.height_pt or 0))
    shown = Placement.centred(crop, 0, 0, drawing.width, drawing.height).window
    own = [ground.box for ground in plate(figure).ground if ground.box[1] is None or ground.box[1] < shown[3]]
    drawn = list(grounds(drawing))
    assert len(drawn) == len(own)
    for sides, (left, _, right, bottom) in zip(own, drawn, strict=True):
        assert sides[0] is not None or left == pytest.approx(0, abs=1e-6)
        assert sides[2] is not None or right == pytest.approx(mm(frame.width_pt))
        assert sides[3] is not None or bottom == pytest.approx(drawing.height)


@pytest.mark.parametrize("figure", FIGURES)
def test_nobody_stands_or_lies_on_air(figure: str) -> None:
    shown = plate(figure)
    top, bottom = shown.box[1], shown.box[3]
    assert any(ground.box[1] is not None and top < ground.box[1] < bottom for ground in shown.ground)


@pytest.mark.parametrize("figure", [figure for figure in FIGURES if (spec(figure).tool_cm or 0) > 2.5])
@pytest.mark.parametrize("frame", [CARD, LARGE], ids=["card", "large print"])
def test_a_tool_is_never_under_six_points(figure: str, frame: Frame) -> None:
    drawn = next(item for item in ATLAS.draw(figure, frame).walk() if isinstance(item, Use))
    assert pt((spec(figure).tool_cm or 0) * 10 * drawn.scale) >= technique.MIN_TOOL_PT


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("frame", [CARD, LARGE], ids=["card", "large print"])
def test_what_is_pressed_is_in_the_picture(figure: str, frame: Frame) -> None:
    width, height = mm(frame.width_pt), mm(frame.height_pt or 0)
    left, top, right, bottom = technique.crop(spec(figure), SHELF, width, height)
    window = Placement.centred((left, top, right, bottom), 0, 0, width, height).window
    anchors = plate(figure).anchors
    x, y = next(anchors[name] for name in ("ball", "knob", "hand") if name in anchors)
    assert window[0] < x < window[2] and window[1] < y < window[3]


@pytest.mark.parametrize("figure", FIGURES)
def test_descriptions_say_who_does_what_in_few_words(figure: str) -> None:
    alt = ATLAS.alt(figure)
    assert "person" in alt and 12 <= len(alt.split()) < 120
    assert alt.endswith(".")


def test_the_hand_is_on_the_right_side_of_the_belly() -> None:
    shown = plate("technique-psoas")
    assert "right side of the belly" in shown.alt
    # Seen from the right, lying face up, the right half of the body is the lower half of the picture.
    assert shown.anchors["hand"][1] > shown.anchors["knees"][1]
