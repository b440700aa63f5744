"""Figures in the mirror: everything that knows left from right is exchanged, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.diagrams import Atlas
from booklet.diagrams.flaws import flaws
from booklet.diagrams.mirror import MirroredShelf, mirrored, words
from booklet.diagrams.plates import Shelf
from booklet.diagrams.spec import Place
from booklet.drawing import Frame, Stroke, Text
from booklet.paths import XY
from booklet.resources import Resources
from booklet.units import mm

RESOURCES = Resources.at()
ATLAS = Atlas(RESOURCES)
SHELF = Shelf(RESOURCES)
PANELS = [(figure, panel.id) for figure in ATLAS.ids for panel in ATLAS.spec(figure).value.panels]
NUMBER = st.floats(-50, 50)


@pytest.mark.parametrize("figure", ATLAS.ids)
def test_mirroring_twice_changes_nothing(figure: str) -> None:
    spec = ATLAS.spec(figure).value
    assert mirrored(mirrored(spec)) == spec


def test_plates_mirrored_twice_are_the_plates() -> None:
    twice = MirroredShelf(MirroredShelf(SHELF))
    for name in SHELF.plates:
        assert twice.plate(name) == SHELF.plate(name)
        assert twice.plate_symbol(name, "colour") == SHELF.plate_symbol(name, "colour")
    for name in SHELF.techniques:
        assert twice.technique(name) == SHELF.technique(name)
        assert twice.technique_symbol(name, "grey") == SHELF.technique_symbol(name, "grey")
    for name in SHELF.muscles:
        assert twice.muscle(name) == SHELF.muscle(name)
    for name in SHELF.slices:
        assert twice.slice(name) == SHELF.slice(name)
    for view in ("posterior", "anterior", "left", "right"):
        assert twice.landmarks(view) == SHELF.landmarks(view)
    assert twice.region("posterior-pelvis-bones", "sacrum") == SHELF.region("posterior-pelvis-bones", "sacrum")


@given(st.builds(Place, at=st.just("psis"), out=NUMBER, up=NUMBER, side=st.sampled_from([None, "left", "right"])))
def test_any_place_mirrored_twice_is_the_place(place: Place) -> None:
    assert mirrored(mirrored(place)) == place
    assert mirrored(place).out == place.out  # outwards is outwards on either side


def crosses(figure: str, frame: Frame, *, mirror: bool) -> Iterator[XY]:
    """Every X and its badge, from the middle of its picture, in mm."""
    for _, panel in ATLAS.plan(figure, frame, mirror=mirror).bodies():
        middle = panel.placement.x + panel.placement.w / 2
        for _, (x, y), (badge_x, badge_y) in panel.crosses():
            yield x - middle, y
            yield badge_x - middle, badge_y


@pytest.mark.parametrize(("figure", "panel"), PANELS)
def test_every_x_is_the_reflection(figure: str, panel: str) -> None:
    frame = Frame(172, 184, panels=(panel,))
    right, left = (sorted(crosses(figure, frame, mirror=mirror), key=lambda at: at[1]) for mirror in (False, True))
    assert len(right) == len(left)
    for one, other in zip(sorted(right), sorted((-x, y) for x, y in left), strict=True):
        assert one == pytest.approx(other, abs=1e-6)


def labels(figure: str, panel: str, *, mirror: bool) -> Iterator[tuple[str, tuple[float, ...]]]:
    """The words of every label, and its box and leader from the middle of the drawing, in mm."""
    frame = Frame(306, 206, panels=(panel,))
    for _, body in ATLAS.plan(figure, frame, mirror=mirror).bodies():
        for label in body.labels():
            (left, top, right, bottom), middle = label.box, mm(frame.width_pt) / 2
            ends = [value for x, y in label.leader for value in (x - middle, y)]
            yield " ".join(label.lines), (left - middle, top, right - middle, bottom, *ends)


@pytest.mark.parametrize(("figure", "panel"), PANELS)
def test_labels_and_their_leaders_are_reflected(figure: str, panel: str) -> None:
    there, back = (dict(labels(figure, panel, mirror=mirror)) for mirror in (False, True))
    assert {words(text) for text in there} == set(back)
    for text, (left, top, right, bottom, *ends) in there.items():
        mirrored_ends = [-value if i % 2 == 0 else value for i, value in enumerate(ends)]
        assert back[words(text)] == pytest.approx((-right, top, -left, bottom, *mirrored_ends), abs=1e-6)


def test_there_are_labels_to_reflect() -> None:
    assert sum(len(list(labels(figure, panel, mirror=True))) for figure, panel in PANELS) > 20


def test_the_mirrored_back_still_has_its_left_at_the_left() -> None:
    drawing = ATLAS.draw("quadratus-lumborum", Frame(172, 184), mirror=True)
    at = {item.text: item.x for item in drawing.walk() if isinstance(item, Text)}
    assert at["Left"] < drawing.width / 2 < at["Right"]


def test_descriptions_change_sides_and_nothing_else() -> None:
    for figure in ATLAS.ids:
        there, back = ATLAS.alt(figure), ATLAS.alt(figure, mirror=True)
        assert words(there) == back, figure
        assert ATLAS.draw(figure, Frame(300), mirror=True).alt == back
    assert "on the left" in ATLAS.alt("quadratus-lumborum", mirror=True)


@pytest.mark.parametrize("figure", ATLAS.ids)
def test_mirrored_figures_are_drawn_without_flaws_of_their_own(figure: str) -> None:
    frame = Frame(504, key=True)
    said = [diagnostic.message for diagnostic in flaws(ATLAS, figure, frame, mirror=True)]
    assert sorted(said) == sorted(diagnostic.message for diagnostic in flaws(ATLAS, figure, frame))


def test_hatches_keep_their_meaning() -> None:
    def swatches(mirror: bool) -> set[tuple[object, ...]]:
        drawing = ATLAS.draw("quadratus-lumborum", Frame(504, key=True), mirror=mirror)
        leans = set()
        for item in drawing.items:
            if isinstance(item, Stroke) and item.width == 0.24:
                (_, ax, ay), (_, bx, by) = item.path[:2]
                leans.add((item.colour, (float(bx) - float(ax)) * (float(by) - float(ay)) > 0))
        return leans

    assert swatches(False) == swatches(True) != set()
