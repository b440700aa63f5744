"""The committed plates: whole, as their manifest says, and with landmarks where surveys and atlases of adults put them.

Heights are compared with Drillis and Contini (Body segment parameters, 1966: joints as parts of stature), levels with
the surface anatomy of the back in Gray's Anatomy, breadths with ANSUR II (2012 survey of U.S. Army personnel).
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import LineString, Point, Polygon
from shapely.geometry.base import BaseGeometry

from booklet.diagrams.landmarks import Landmarks
from booklet.diagrams.plates import Shelf
from booklet.paths import parse
from booklet.resources import Resources

FOLDER = Path(__file__).parents[1] / "figures" / "plates"
SHELF = Shelf(Resources.at())
STATURE = 170.0
NOT_DRAWN = ("tq-", "slice-", "views", "muscles", "MANIFEST")
PLATES = sorted(path.stem for path in FOLDER.glob("*.json") if not path.name.startswith(NOT_DRAWN))
SKINS = [name for name in PLATES if not name.endswith("-bones")]
MUSCLES: dict[str, Any] = json.loads((FOLDER / "muscles.json").read_text(encoding="utf-8"))
DRAWN = [
    (name, view, side) for name, muscle in MUSCLES.items() for view, sides in muscle["views"].items() for side in sides
]
BACK = SHELF.landmarks("posterior")


def height(name: str) -> float:
    """How high a landmark of the back view stands, in cm above the floor."""
    points = BACK.landmarks
    return STATURE - points.get(name, points.get(f"{name}.left", (0, math.inf)))[1] / 10


def body(view: str) -> BaseGeometry:
    """The outline of the body in a view, from its trunk and its legs."""
    rings = [part for name in (f"{view}-trunk", f"{view}-legs") for part in SHELF.plate(name).sil]
    return shapely.union_all([Polygon(part[0], part[1:]) for part in rings])


BODIES = {view: body(view) for view in ("posterior", "anterior", "left", "right")}


def test_manifest_names_sources_and_sums() -> None:
    manifest = json.loads((FOLDER / "MANIFEST.json").read_text(encoding="utf-8"))
    files = {path.name: path for path in FOLDER.glob("*.json") if path.name != "MANIFEST.json"}
    sums = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    assert manifest["sha256"] == sums, "run python -m figures.build, or with --manifest if the drawings are as meant"
    for source in manifest["sources"]:
        assert source["version"] and source["licence"] in ("Apache-2.0", "CC0-1.0")


@pytest.mark.parametrize("name", PLATES)
def test_plate_is_whole(name: str) -> None:
    plate = SHELF.plate(name)
    assert plate.id == name
    assert plate.kind == ("bone" if name.endswith("-bones") else "skin")
    assert plate.layers[0][0] == "base"
    left, top, right, bottom = plate.box
    for layer, data in (*plate.layers, *plate.regions.items()):
        numbers = [value for op in parse(data) for value in op[1:]]
        assert numbers, layer
        assert all(map(math.isfinite, numbers)), layer
        assert left - 60 < min(numbers[0::2]) and max(numbers[0::2]) < right + 60, layer
        assert top - 60 < min(numbers[1::2]) and max(numbers[1::2]) < bottom + 60, layer
    assert (FOLDER / f"{name}.json").stat().st_size < 80_000


@pytest.mark.parametrize("name", SKINS)
def test_silhouettes_are_valid(name: str) -> None:
    plate = SHELF.plate(name)
    parts = [Polygon(rings[0], rings[1:]) for rings in plate.sil]
    assert parts
    assert all(part.is_valid for part in parts)
    assert shapely.box(*plate.box).buffer(2).contains(shapely.union_all(parts))
    assert f"{name}-bones" in PLATES or name.endswith("-whole")


def test_views_show_the_same_landmarks() -> None:
    names = [set(SHELF.landmarks(view).landmarks) for view in ("posterior", "anterior", "left", "right")]
    assert names.count(names[0]) == len(names)
    for view in ("posterior", "anterior", "left", "right"):
        found = SHELF.landmarks(view)
        for line in (found.landmarks.values(), *found.lines.values()):
            assert all(math.isfinite(value) for point in line for value in point)


def test_no_view_is_a_mirror_image() -> None:
    """From behind the left is on the left of the paper, from the front on its right; the front faces outwards."""
    for name in ("psis", "greater_trochanter", "heel", "scapula_inferior"):
        assert BACK.landmarks[f"{name}.left"][0] < 0 < BACK.landmarks[f"{name}.right"][0]
        front = SHELF.landmarks("anterior").landmarks
        assert front[f"{name}.right"][0] < 0 < front[f"{name}.left"][0]
    for view, forward in (("left", -1), ("right", 1)):
        found = SHELF.landmarks(view).landmarks  # type: ignore[arg-type]
        assert (found["navel"][0] - found["l3_spinous"][0]) * forward > 0
        assert (found["asis.left"][0] - found["psis.left"][0]) * forward > 0


def test_both_sides_are_alike() -> None:
    for name, (x, y) in BACK.landmarks.items():
        if name.endswith(".left"):
            other_x, other_y = BACK.landmarks[name.replace(".left", ".right")]
            assert math.hypot(x + other_x, y - other_y) < 8, name


@pytest.mark.parametrize(
    ("landmark", "low", "high"),
    [
        ("acromion", 0.80, 0.85),
        ("iliac_crest_top", 0.59, 0.63),
        ("hip_joint", 0.505, 0.54),
        ("trochanter_tip", 0.505, 0.54),
        ("knee_joint", 0.27, 0.30),
        ("popliteal_crease", 0.27, 0.30),
        ("lateral_malleolus", 0.033, 0.05),
    ],
)
def test_heights_are_those_of_adults(landmark: str, low: float, high: float) -> None:
    """Drillis and Contini: shoulder 0.818, hip 0.530, knee 0.285, ankle 0.039 of stature."""
    assert low <= height(landmark) / STATURE <= high


@pytest.mark.parametrize(
    ("what", "low", "high"),
    [("iliac_crest", 24, 31), ("greater_trochanter", 27, 35), ("hips", 31, 39), ("waist", 23, 36)],
)
def test_breadths_are_those_of_adults(what: str, low: float, high: float) -> None:
    """In cm, of women and men."""
    if what == "iliac_crest":
        breadth = 2 * max(abs(x) for x, _ in BACK.lines["iliac_crest.left"])
    elif what == "hips":
        across = LineString([(-300, 860), (300, 860)]).intersection(BODIES["posterior"])
        breadth = across.bounds[2] - across.bounds[0]
    else:
        breadth = 2 * abs(BACK.landmarks[f"{what}.left"][0])
    assert low <= breadth / 10 <= high


def test_iliac_crests_stand_level_with_l4() -> None:
    """The line between the highest points of the crests crosses the spine of L4 or the space below it."""
    space = (height("l4_spinous") + height("l5_spinous")) / 2
    assert space <= height("iliac_crest_top") <= height("l4_spinous") + 1


def test_psis_stands_level_with_s2() -> None:
    assert abs(height("psis") - height("s2")) < 1.6
    assert height("s3") < height("psis") < height("s1")


def test_tailbone_pubis_and_trochanter_stand_near_one_level() -> None:
    levels = [height(name) for name in ("coccyx", "pubic_tubercle", "trochanter_tip", "hip_joint")]
    assert max(levels) - min(levels) < 2


def test_sitting_bone_is_just_above_the_gluteal_fold() -> None:
    assert 0.5 < height("ischial_tuberosity") - height("gluteal_fold") < 4


def test_last_rib_ends_at_l2() -> None:
    space = (height("l2_transverse") - height("l3_transverse")) / 2
    assert abs(height("rib12_tip") - height("l2_transverse")) < space + 0.5


def test_landmarks_of_the_leg() -> None:
    assert abs(height("popliteal_crease") - height("knee_joint")) < 2
    middle = (height("knee_joint") + height("ankle_joint")) / 2
    assert abs(height("mid_calf") - middle) < 1
    assert height("knee_joint") > height("fibula_head") > height("mid_calf")


def test_spine_descends_in_order() -> None:
    order = [f"t{i}_spinous" for i in range(1, 13)] + [f"l{i}_spinous" for i in range(1, 6)]
    order += [f"s{i}" for i in range(1, 6)] + ["coccyx"]
    levels = [height(name) for name in order]
    assert levels == sorted(levels, reverse=True)
    assert 14 < height("t12_spinous") - height("s1") < 20  # the lumbar spine


@pytest.mark.parametrize(("name", "view", "side"), DRAWN)
def test_muscle_lies_in_the_body(name: str, view: str, side: str) -> None:
    muscle = MUSCLES[name]["views"][view][side]
    outline = Polygon(muscle["outline"])
    assert outline.is_valid and outline.area > 500
    assert BODIES[view].contains(outline)
    fibres = [LineString(fibre) for fibre in muscle["fibres"]]
    assert len(fibres) == 1 if name == "sciatic-nerve" else 6 <= len(fibres) <= 14
    assert all(outline.buffer(4).contains(fibre) for fibre in fibres)


@pytest.mark.parametrize(("name", "view", "side"), [case for case in DRAWN if case[1] in ("posterior", "anterior")])
def test_muscle_lies_on_its_side(name: str, view: str, side: str) -> None:
    out = -1 if (view == "posterior") == (side == "left") else 1
    x, _ = Polygon(MUSCLES[name]["views"][view][side]["outline"]).centroid.coords[0]
    assert x * out > 5


ENDS: dict[str, tuple[str, str, float, float]] = {
    "gluteus-maximus": ("iliac_crest sacral_edge coccyx", "greater_trochanter", 40, 130),
    "gluteus-medius": ("iliac_crest", "trochanter_tip greater_trochanter", 15, 25),
    "gluteus-minimus": ("iliac_crest", "trochanter_tip greater_trochanter", 70, 25),
    "piriformis": ("sacral_edge", "trochanter_tip", 35, 20),
    "quadratus-lumborum": ("iliac_crest", "rib12 l1_transverse l2_transverse l3_transverse", 25, 25),
    "iliocostalis-lumborum": ("iliac_crest sacral_edge psis", "rib12 rib10 rib9", 25, 90),
    "longissimus-lumborum": ("sacral_edge s1 s2 l5_spinous", "rib12 rib10 rib9 t9_spinous", 30, 40),
    "serratus-posterior-inferior": ("t11_spinous t12_spinous l1_spinous l2_spinous", "rib9 rib10 rib11 rib12", 20, 30),
    "multifidus": (
        "sacral_edge s4 s3 l5_transverse l4_transverse l3_transverse",
        "l5_spinous l4_spinous l3_spinous l2_spinous l1_spinous t12_spinous t11_spinous",
        35,
        25,
    ),
    "psoas": ("l1_transverse l2_transverse l3_transverse l4_transverse l5_transverse", "ischial_tuberosity", 30, 60),
    "iliacus": ("iliac_crest", "ischial_tuberosity", 25, 70),
    "rectus-abdominis": ("pubic_tubercle", "costal_margin t9_spinous", 25, 130),
    "semitendinosus": ("ischial_tuberosity", "knee_joint", 20, 100),
    "semimembranosus": ("ischial_tuberosity", "knee_joint", 25, 60),
    "soleus": ("fibula_head", "heel", 90, 60),
}
"""Muscle: landmarks or lines near its origin and near its insertion, and how near to them its fibres end, in mm."""


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize("side", ["left", "right"])
def test_muscle_runs_from_origin_to_insertion(name: str, side: str) -> None:
    view = "anterior" if "anterior" in MUSCLES[name]["views"] else "posterior"
    origin, insertion, near_origin, near_insertion = ENDS[name]
    found = SHELF.landmarks(view)  # type: ignore[arg-type]
    for fibre in MUSCLES[name]["views"][view][side]["fibres"]:
        assert _distance(found, origin, side, fibre[0]) < near_origin
        assert _distance(found, insertion, side, fibre[-1]) < near_insertion


def test_every_muscle_of_the_page_is_there() -> None:
    assert set(ENDS) | {"sciatic-nerve"} == set(MUSCLES)
    for muscle in MUSCLES.values():
        assert muscle["settled_mm"] < 25  # what the model's attachments had to move to lie on the bone


def _distance(found: Landmarks, names: str, side: str, at: tuple[float, float]) -> float:
    places: list[BaseGeometry] = []
    for name in names.split():
        for key in (name, f"{name}.{side}"):
            places += [LineString(found.lines[key])] if key in found.lines else []
            places += [Point(found.landmarks[key])] if key in found.landmarks else []
    return min(place.distance(Point(at)) for place in places)
