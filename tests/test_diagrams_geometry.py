"""Paths, landmarks and areas: the geometry under the figures."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from booklet import paths
from booklet.diagrams import shapes
from booklet.diagrams.frame import Placement
from booklet.diagrams.labels import spread
from booklet.diagrams.landmarks import Compass, UnknownLandmark
from booklet.diagrams.plates import Shelf
from booklet.diagrams.spec import Place, Shape, Side
from booklet.drawing import Path
from booklet.resources import Resources

SHELF = Shelf(Resources.at())
COORD = st.floats(-100, 100)
POINTS = st.lists(st.tuples(COORD, COORD), min_size=2, max_size=8, unique=True)


def corners(path: Path) -> list[tuple[float, float]]:
    return [(float(op[-2]), float(op[-1])) for op in path if len(op) > 1]


def compass(view: str) -> Compass:
    return Compass(view, SHELF.landmarks(view))  # type: ignore[arg-type]


def test_relative_paths_become_absolute() -> None:
    path = paths.parse("M10-20c1 2 3 4 5 6l-.5.5Zl1 1")
    assert path == (
        ("M", 10, -20), ("C", 11, -18, 13, -16, 15, -14), ("L", 14.5, -13.5), ("Z",), ("L", 11, -19),
    )  # fmt: skip


@pytest.mark.parametrize("data", ["M1", "Q1 2 3 4", "1 2", "M0 0c1 2 3"])
def test_a_broken_path_is_refused(data: str) -> None:
    with pytest.raises(ValueError, match="path"):
        paths.parse(data)


@given(POINTS, st.floats(0.1, 9), COORD, COORD)
def test_moving_a_path_moves_every_point(points: list[tuple[float, float]], scale: float, dx: float, dy: float) -> None:
    moved = corners(paths.moved(paths.polyline(points), scale, dx, dy))
    for got, (x, y) in zip(moved, points, strict=True):
        assert got == pytest.approx((x * scale + dx, y * scale + dy))


@given(POINTS)
def test_a_spline_passes_its_points(points: list[tuple[float, float]]) -> None:
    line = paths.spline(points, closed=False)
    assert line[0] == pytest.approx(points[0])
    assert line[-1] == pytest.approx(points[-1])
    for x, y in points:
        assert any(abs(a - x) < 1e-6 and abs(b - y) < 1e-6 for a, b in line)


@given(POINTS)
def test_resampling_keeps_the_ends(points: list[tuple[float, float]]) -> None:
    line = paths.resampled(points, 9)
    assert len(line) == 9
    assert line[0] == pytest.approx(points[0])
    assert line[-1] == pytest.approx(points[-1])


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 10)), min_size=1, max_size=8))
def test_spread_labels_keep_their_order_and_do_not_overlap(labels: list[tuple[float, float]]) -> None:
    wanted = sorted(y for y, _ in labels)
    heights = [height for _, height in labels]
    placed = spread(wanted, heights, 0, 100)
    for (a, ha), (b, hb) in zip(
        zip(placed, heights, strict=True), list(zip(placed, heights, strict=True))[1:], strict=False
    ):
        assert b - a >= (ha + hb) / 2 - 1e-6
    assert placed[0] - heights[0] / 2 >= -1e-6
    assert placed[-1] + heights[-1] / 2 <= 100 + 1e-6


def test_labels_with_room_stay_where_they_want_to_be() -> None:
    assert spread([10, 50, 90], [5, 5, 5], 0, 100) == pytest.approx([10, 50, 90])


@pytest.mark.parametrize(("view", "side", "sign"), [
    ("posterior", "right", 1), ("posterior", "left", -1), ("anterior", "right", -1), ("anterior", "left", 1),
])  # fmt: skip
def test_outwards_leads_away_from_the_midline(view: str, side: Side, sign: int) -> None:
    x, _ = compass(view).point(Place(at="l3_spinous", out=5), side)
    assert x == pytest.approx(50 * sign)


def test_front_leads_to_the_belly_in_side_views() -> None:
    for view, sign in (("left", -1), ("right", 1)):
        start, _ = compass(view).point(Place(at="greater_trochanter"), "right")
        moved, _ = compass(view).point(Place(at="greater_trochanter", front=2), "right")
        assert moved - start == pytest.approx(20 * sign)


def test_between_and_along_run_from_end_to_end() -> None:
    c = compass("posterior")
    ends = (Place(at="gluteal_fold"), Place(at="popliteal_crease"))
    assert c.point(Place(between=ends, t=0), "left") == c.point(ends[0], "left")
    assert c.point(Place(between=ends, t=1), "left") == c.point(ends[1], "left")
    assert c.point(Place(along="iliac_crest", t=0), "left") == pytest.approx(c.line("iliac_crest", "left")[0])


def test_a_place_of_one_side_can_be_used_from_the_other() -> None:
    c = compass("posterior")
    assert c.point(Place(at="psis", side="left"), "right") == c.point(Place(at="psis"), "left")


def test_an_unknown_landmark_tells_what_is_known() -> None:
    with pytest.raises(UnknownLandmark) as error:
        compass("posterior").point(Place(at="elbow"), "left")
    assert "psis" in error.value.known
    assert not any(name.endswith((".left", ".right")) for name in error.value.known)


def test_zones_of_the_two_sides_are_mirror_images() -> None:
    given = Shape.model_validate({"spline": [{"at": "s1", "out": 3}, {"at": "s2", "out": 8}, {"at": "s4", "out": 5}]})
    right = shapes.shape(compass("posterior"), given, "right")
    left = shapes.shape(compass("posterior"), given, "left")
    mirrored = shapely.transform(left, lambda xy: xy * [-1, 1])
    assert mirrored.symmetric_difference(right).area < 1e-6


@pytest.mark.parametrize("given", [
    {"ellipse": {"at": "si_joint", "rx": 2, "ry": 3, "tilt": 10}},
    {"band": {"path": ["l1_spinous", "l5_spinous"], "width": 3}},
    {"along": {"line": "iliac_crest", "from": 0.1, "to": 0.8, "width": 3}},
])  # fmt: skip
def test_outlines_hatches_and_dots_stay_with_their_area(given: dict[str, object]) -> None:
    area = shapes.scaled(shapes.shape(compass("posterior"), Shape.model_validate(given), "right"), 0.15, 30, 0)
    drawn = shapely.Polygon(corners(shapes.outline(area)))
    assert drawn.symmetric_difference(area).area < 0.05 * area.area
    grown = area.buffer(1e-6)
    for pattern in (shapes.hatch(area, 45, 1.5), shapes.stipple(area, 1.35, 1)):
        assert pattern
        assert all(grown.contains(shapely.Point(at)) for at in corners(pattern))
    spot = shapes.roomiest(area, [])
    assert spot and area.contains(shapely.Point(spot[0]).buffer(spot[1] * 0.95))


def test_the_roomiest_spot_avoids_what_is_taken() -> None:
    area = shapely.box(0, 0, 40, 10)
    spot = shapes.roomiest(area, [((10, 5), 20)])
    assert spot is not None
    assert spot[0][0] > 30
    assert shapes.roomiest(area, [((20, 5), 100)]) is None


@given(st.floats(50, 500), st.floats(50, 500))
def test_a_centred_crop_fits_its_box(w: float, h: float) -> None:
    crop = (-200.0, 400.0, 200.0, 900.0)
    p = Placement.centred(crop, 3, 4, w, h)
    left, top = p.point((crop[0], crop[1]))
    right, bottom = p.point((crop[2], crop[3]))
    assert left >= 3 - 1e-6 and top >= 4 - 1e-6 and right <= 3 + w + 1e-6 and bottom <= 4 + h + 1e-6
    assert left - 3 == pytest.approx(3 + w - right)
    window = p.window
    assert window[0] <= crop[0] + 1e-6 and window[3] >= crop[3] - 1e-6
