"""Ranking: cases worked out by hand, and what holds for every exam."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, box

from booklet.build import Workshop
from booklet.checklist import Checklist, Spotted, rank, region_of
from booklet.diagrams import shapes
from booklet.diagrams.body_map import Area, BodyMap, Codes
from booklet.diagrams.sites import PainArea, Site, site
from booklet.diagrams.spec import Body, Ellipse, Place, Trigger, Zone
from booklet.exam import Exam, Finding, Pain, Side, Visited
from booklet.resources import Resources

DAY = date(2026, 5, 14)
SIDES: tuple[Side, Side] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Share:
    core: float = 0.0
    spill: float = 0.0


@cache
def workshop() -> Workshop:
    return Workshop(Resources.at())


def finding(point: str, side: Side = "right", tenderness: int | None = None, familiar: bool | None = None) -> Finding:
    return Finding(point=point, side=side, tenderness=tenderness, familiar=familiar)


def pain(area: str, side: Side = "right", intensity: int | None = None) -> Pain:
    return Pain(area=area, side=side, intensity=intensity)


def ranked(exam: Exam, shares: Mapping[Spotted, Share] | None = None) -> Checklist:
    """The checklist of an exam in which zones cover what `shares` says; all of them nothing without it."""
    library = workshop().library
    known = shares or {}
    return rank(exam, library, region_of(exam, library), lambda point, side: known.get((point, side), Share()))


def order(check: Checklist) -> list[str]:
    return [f"{spot.number} {spot.point.id} {spot.side}" for spot in check.all_spots]


def reasons(check: Checklist, number: int) -> list[str]:
    return [key for key, _ in check.all_spots[number - 1].reasons]


# Worked out by hand


def test_the_familiar_pain_comes_first_then_tenderness_then_coverage() -> None:
    exam = Exam(
        date=DAY,
        pain=(pain("buttock"),),
        findings=(
            finding("soleus-3", tenderness=6),
            finding("gluteus-maximus-1", tenderness=9),
            finding("gluteus-medius-2", tenderness=2, familiar=True),
            finding("piriformis-1", tenderness=6),
            finding("quadratus-lumborum-1", tenderness=8, familiar=True),
        ),
    )
    # Familiar: QL (8) before medius (2). Then by rating: maximus (9), and of the two sixes the one that covers more.
    check = ranked(exam, {("piriformis-1", "right"): Share(core=0.3), ("soleus-3", "right"): Share(spill=0.7)})
    assert order(check) == [
        "1 quadratus-lumborum-1 right",
        "2 gluteus-medius-2 right",
        "3 gluteus-maximus-1 right",
        "4 piriformis-1 right",  # 1.0 x 0.3 = 0.30
        "5 soleus-3 right",  # 0.4 x 0.7 = 0.28
    ]
    assert reasons(check, 1) == ["reason-familiar", "reason-very-tender"]
    assert reasons(check, 2) == ["reason-familiar", "reason-some"]
    assert reasons(check, 4) == ["reason-tender", "reason-covers-part"]
    assert reasons(check, 5) == ["reason-tender", "reason-spreads"]


def test_what_is_missing_ranks_below_what_is_known() -> None:
    exam = Exam(
        date=DAY,
        findings=(
            finding("soleus-3"),  # neither rated nor answered
            finding("piriformis-1", tenderness=1),
            finding("piriformis-2", familiar=True),  # familiar, not rated
            finding("gluteus-medius-1", tenderness=1, familiar=False),
        ),
    )
    check = ranked(exam)
    assert order(check) == [
        "1 piriformis-2 right",
        "2 piriformis-1 right",  # alike with the next: the order of the record
        "3 gluteus-medius-1 right",
        "4 soleus-3 right",
    ]
    assert reasons(check, 4) == ["reason-found"]


def test_a_finding_rated_0_is_no_spot_unless_it_brought_on_the_pain() -> None:
    zeros = (finding("soleus-3", tenderness=0), finding("piriformis-1", tenderness=0, familiar=True))
    assert order(ranked(Exam(date=DAY, findings=zeros))) == ["1 piriformis-1 right"]


def test_of_two_sides_alike_the_sorer_comes_first_then_the_one_with_more_areas_then_the_record() -> None:
    both = (finding("piriformis-1", "left", 5), finding("piriformis-1", "right", 5))
    left, right = "1 piriformis-1 left", "1 piriformis-1 right"
    for areas, first in (
        ((pain("buttock", "right", 6), pain("lower-back", "left", 5)), right),
        ((pain("buttock", "right", 3), pain("lower-back", "left", 2), pain("calf", "left", 2)), left),  # 4 to 3
        ((pain("buttock", "right"), pain("lower-back", "left"), pain("calf", "left")), left),
        ((pain("buttock", "right"), pain("lower-back", "left")), right),  # the area named first
        ((), left),
    ):
        assert order(ranked(Exam(date=DAY, pain=areas, findings=both)))[0] == first


def test_without_findings_likely_spots_come_by_the_pain_area_on_the_sides_that_hurt() -> None:
    shares = {
        ("piriformis-1", "left"): Share(core=0.5),
        ("soleus-3", "left"): Share(core=0.09),
        ("gluteus-maximus-1", "left"): Share(core=0.05, spill=0.2),  # 0.05 + 0.08 = 0.13
        ("quadratus-lumborum-1", "left"): Share(spill=0.19),  # 0.076: below 0.08
        ("piriformis-1", "right"): Share(core=0.9),  # the right side does not hurt
    }
    check = ranked(Exam(date=DAY, pain=(pain("buttock", "left", 4),)), shares)
    assert check.likely
    assert order(check) == ["1 piriformis-1 left", "2 gluteus-maximus-1 left", "3 soleus-3 left"]
    assert reasons(check, 1) == ["reason-covers"]
    assert reasons(check, 3) == ["reason-touches"]


def test_what_was_pressed_and_not_sore_is_not_likely() -> None:
    shares = {("piriformis-1", "left"): Share(core=0.5), ("soleus-3", "left"): Share(core=0.3)}
    pressed = (finding("piriformis-1", "left", 0),)
    check = ranked(Exam(date=DAY, pain=(pain("buttock", "left"),), findings=pressed), shares)
    assert order(check) == ["1 soleus-3 left"]


def test_the_list_has_eight_and_the_others_follow_it() -> None:
    points = list(workshop().library.points)[:12]
    found = tuple(finding(point, tenderness=10 - index // 2) for index, point in enumerate(points))
    check = ranked(Exam(date=DAY, findings=found))
    assert [spot.point.id for spot in check.spots] == points[:8]
    assert [spot.point.id for spot in check.more] == points[8:]
    assert [spot.number for spot in check.all_spots] == list(range(1, 13))


# Safe for this person


def test_a_caution_takes_away_points_and_tools_and_says_so() -> None:
    found = (finding("iliopsoas-1", tenderness=9, familiar=True), finding("gluteus-medius-1", tenderness=3))
    exam = Exam(date=DAY, findings=found, cautions=("pregnancy",), patch=True)
    check = ranked(exam)
    assert [spot.point.id for spot in check.spots] == ["gluteus-medius-1"]
    assert [(spot.number, spot.point.id) for spot in check.alone] == [(2, "iliopsoas-1")]
    assert [caution.id for caution in check.alone[0].alone] == ["pregnancy"]
    [medius] = check.spots
    assert set(medius.tools) == {"fingers", "friend"}
    assert set(medius.dropped) == {"ball", "cane"}
    assert medius.patch == "ask first"


@pytest.mark.parametrize("caution", [caution.id for caution in Workshop(Resources.at()).library.cautions.cautions])
def test_no_caution_lists_what_it_forbids(caution: str) -> None:
    library = workshop().library
    [rule] = [each for each in library.cautions.cautions if each.id == caution]
    found = tuple(finding(point, tenderness=5) for point in library.points)
    check = ranked(Exam(date=DAY, findings=found, cautions=(caution,), patch=True))
    listed = (*check.spots, *check.more)
    assert not {spot.muscle.muscle for spot in listed} & set(rule.no_muscles)
    assert not rule.no_pressing or not listed
    assert not any(set(spot.tools) & set(rule.no_tools) for spot in check.all_spots)
    assert all(spot.patch in ("", rule.patch) for spot in check.all_spots)
    assert len(check.all_spots) == len(found)


def test_only_tools_at_hand_are_named() -> None:
    found = (finding("gluteus-medius-1", tenderness=3),)
    assert ranked(Exam(date=DAY, findings=found, tools=("cane", "fingers"))).spots[0].tools == ("fingers", "cane")


def test_a_patch_that_is_not_advised_or_has_no_place_is_not_named() -> None:
    found = (finding("gluteus-medius-1", tenderness=3),)
    assert ranked(Exam(date=DAY, findings=found)).spots[0].patch == ""
    assert ranked(Exam(date=DAY, findings=found, patch=True)).spots[0].patch == "as advised"
    both = ("patch-allergy", "blood-thinners")
    assert ranked(Exam(date=DAY, findings=found, patch=True, cautions=both)).spots[0].patch == "none"


def test_a_point_that_is_only_drawn_is_never_listed_to_press(tmp_path: Path) -> None:
    own = tmp_path / "content/muscles/piriformis.yaml"
    own.parent.mkdir(parents=True)
    text = (Resources.at().find("content/muscles/piriformis.yaml")).read_text(encoding="utf-8")
    own.write_text(text.replace("  - id: piriformis-2\n", "  - id: piriformis-2\n    press: false\n"), encoding="utf-8")
    library = Workshop(Resources.at(tmp_path)).library
    found = (finding("piriformis-2", tenderness=9, familiar=True), finding("piriformis-1", tenderness=2))
    exam = Exam(date=DAY, findings=found)
    check = rank(exam, library, region_of(exam, library), lambda point, side: Share())
    assert [spot.point.id for spot in check.spots] == ["piriformis-1"]
    assert [spot.point.id for spot in check.alone] == ["piriformis-2"]
    likely = Exam(date=DAY, pain=(pain("buttock"),))
    check = rank(likely, library, region_of(likely, library), lambda point, side: Share(core=0.5))
    assert "piriformis-2" not in {spot.point.id for spot in check.spots}


# Follow-up


def test_changes_tell_every_rating_of_todays_spots_first() -> None:
    exam = Exam(
        date=DAY,
        findings=(finding("soleus-3", tenderness=3), finding("piriformis-1", tenderness=6)),
        earlier=(
            Visited(date=date(2026, 4, 1), findings=(finding("piriformis-1", tenderness=8), finding("soleus-3"))),
            Visited(date=date(2026, 3, 1), findings=(finding("iliopsoas-1", tenderness=4),)),
        ),
    )
    check = ranked(exam)
    assert check.dates == (date(2026, 3, 1), date(2026, 4, 1), DAY)
    told = [(change.number, change.point.id, change.values, change.difference) for change in check.changes]
    assert told == [
        (1, "piriformis-1", (None, 8, 6), -2),
        (2, "soleus-3", (None, None, 3), None),
        (0, "iliopsoas-1", (4, None, None), None),
    ]


def test_only_the_latest_visits_are_compared() -> None:
    before = tuple(Visited(date=date(2026, 1, day), findings=(finding("soleus-3"),)) for day in range(1, 10))
    check = ranked(Exam(date=DAY, findings=(finding("soleus-3", tenderness=3),), earlier=before))
    assert check.dates == (*(date(2026, 1, day) for day in range(6, 10)), DAY)


def test_one_visit_has_no_change() -> None:
    assert ranked(Exam(date=DAY, findings=(finding("soleus-3", tenderness=3),))).changes == ()


# What holds for every exam

points = st.sampled_from(sorted(Workshop(Resources.at()).library.points))
areas = st.sampled_from(("lower-back", "buttock", "outer-hip", "back-of-thigh", "calf", "mid-back", "belly", "groin"))
sides = st.sampled_from(SIDES)
ratings = st.none() | st.integers(0, 10)
findings_made = st.lists(
    st.builds(
        Finding, point=points, side=st.sampled_from(SIDES), tenderness=ratings, familiar=st.none() | st.booleans()
    ),
    max_size=12,
    unique_by=lambda f: (f.point, f.side),
).map(tuple)
pains_made = st.lists(
    st.builds(Pain, area=areas, side=sides, intensity=ratings),
    max_size=5,
    unique_by=lambda p: (p.area, p.side),
).map(tuple)
exams = st.builds(Exam, date=st.just(DAY), findings=findings_made, pain=pains_made)


def with_real_zones(exam: Exam) -> Checklist:
    made = workshop()
    marked = [(each.area, each.side) for each in exam.pain if each.area and each.side]
    area = PainArea(made.atlas.body_map, made.atlas.shelf, marked)

    def cover(point: str, side: Side) -> Share:
        found = area.coverage(where(point), side)
        return Share(found.core, found.spill)

    return rank(exam, made.library, region_of(exam, made.library), cover)


@cache
def where(point: str) -> Site:
    muscle, _ = workshop().library.points[point]
    return site(workshop().atlas, point, [figure.figure for figure in muscle.figures])


@given(exams)
@settings(max_examples=60)
def test_every_finding_that_is_sore_is_told_once_in_order(exam: Exam) -> None:
    check = with_real_zones(exam)
    assert all(spot.reasons for spot in check.all_spots)
    sore = {(f.point, f.side) for f in exam.findings if f.tenderness != 0 or f.familiar}
    keys = [spot.key for spot in check.all_spots]
    assert len(keys) == len(set(keys))
    if sore:
        assert set(keys) == sore
        found = [spot.finding for spot in check.all_spots]
        ranks = [(not f.familiar, -(-1 if f.tenderness is None else f.tenderness)) for f in found if f]
        assert all(one <= other for one, other in pairwise(ranks))


def mirrored(exam: Exam) -> Exam:
    other: dict[Side, Side] = {"left": "right", "right": "left"}
    turned = [f.model_copy(update={"side": other[f.side]}) for f in exam.findings]
    hurts = [p.model_copy(update={"side": other[p.side]}) for p in exam.pain if p.side]
    return exam.model_copy(update={"findings": tuple(turned), "pain": tuple(hurts)})


@given(exams)
@settings(max_examples=60)
def test_the_mirror_image_of_an_exam_gives_the_mirror_image_of_the_list(exam: Exam) -> None:
    one, other = with_real_zones(exam), with_real_zones(mirrored(exam))
    assert [(s.number, s.point.id, s.reasons) for s in one.all_spots] == [
        (s.number, s.point.id, s.reasons) for s in other.all_spots
    ]
    assert all(a.side != b.side for a, b in zip(one.all_spots, other.all_spots, strict=True))


def a_map(x: float, y: float, half: float) -> BodyMap:
    """A body map of one square on the right, seen from behind."""
    square = ((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half))
    area = Area(area="square", name="Square", codes=Codes(left=201, right=202), back=square)
    return BodyMap.model_construct(areas=(area,))


def a_zone(landmark: str, out: float, radius: float, spill: float) -> Site:
    zone = Zone(ellipse=Ellipse(at=Place(at=landmark, out=out), rx=radius, ry=radius), spill=spill)
    trigger = Trigger(colour="red", zones=(zone,))
    return Site(zones=((Body(plate="posterior-trunk", crop="back", triggers=(trigger,)), trigger),))


@given(
    start=st.floats(0, 6.283),
    away=st.floats(5, 70),
    share=st.floats(0, 1),
    half=st.floats(4, 25),
    radius=st.floats(0.5, 3),
    spill=st.floats(0, 2),
)
def test_moving_the_pain_toward_a_zone_never_lowers_its_share(
    start: float, away: float, share: float, half: float, radius: float, spill: float
) -> None:
    shelf, zone = workshop().atlas.shelf, a_zone("s2", 4.0, radius, spill)
    x, y = 40.0, 732.0  # the centre of the zone, in mm: 4 cm out from the second bone of the sacrum
    shares = []
    for far in (away, away * share):
        at = (x + far * math.cos(start), y + far * math.sin(start))
        area = PainArea(a_map(*at, half), shelf, [("square", "right")])
        found = area.coverage(zone, "right")
        shares.append(found.core + 0.4 * found.spill)
    assert shares[1] >= shares[0] - 1e-9


@given(share=st.floats(0, 1), further=st.floats(0, 1), half=st.floats(4, 25))
def test_moving_the_pain_from_one_zone_to_another_never_lowers_the_rank_of_the_other(
    share: float, further: float, half: float
) -> None:
    shelf = workshop().atlas.shelf
    here, there = a_zone("s2", 3.0, 1.5, 0.5), a_zone("s2", 10.0, 1.5, 0.5)
    near, far = sorted((share, further))
    places = []
    for part in (near, far):
        area = PainArea(a_map(30 + 70 * part, 732.0, half), shelf, [("square", "right")])
        scores = {name: area.coverage(zone, "right") for name, zone in (("here", here), ("there", there))}
        ranked_names = sorted(scores, key=lambda name: -round(scores[name].core + 0.4 * scores[name].spill, 6))
        places.append(ranked_names.index("there"))
    assert places[1] <= places[0]


# Coverage on the body


def test_coverage_is_what_geometry_says() -> None:
    """A square of 40 mm whose middle is that of a round zone of 1 cm with 1 cm of spillover."""
    shelf, zone = workshop().atlas.shelf, a_zone("s2", 4.0, 1.0, 1.0)
    area = PainArea(a_map(40.0, 732.0, 20.0), shelf, [("square", "right")])
    found = area.coverage(zone, "right")
    disc, wide = Point(0, 0).buffer(10), Point(0, 0).buffer(20)
    square = box(-20, -20, 20, 20)
    assert area.size == pytest.approx(1600)
    assert found.core == pytest.approx(disc.area / 1600, rel=0.01)
    assert found.spill == pytest.approx(wide.intersection(square).difference(disc).area / 1600, rel=0.01)
    assert area.coverage(zone, "left").core == 0


def test_a_zone_in_another_view_counts_nothing() -> None:
    shelf = workshop().atlas.shelf
    area = PainArea(workshop().atlas.body_map, shelf, [("belly", "right")])
    assert area.coverage(where("gluteus-maximus-1"), "right").core == 0


def test_a_side_view_follows_the_side_of_the_point() -> None:
    shelf, point = workshop().atlas.shelf, where("gluteus-minimus-1")
    for side in SIDES:
        area = PainArea(workshop().atlas.body_map, shelf, [("back-of-thigh", side)])
        other: Side = "left" if side == "right" else "right"
        assert area.coverage(point, side).core > 0.1
        assert area.coverage(point, other).core == 0


def test_a_point_without_a_map_covers_nothing() -> None:
    area = PainArea(workshop().atlas.body_map, workshop().atlas.shelf, [("buttock", "left")])
    assert area.coverage(where("quadratus-lumborum-3"), "left") == type(area.coverage(Site(), "left"))()


# The body map


def test_the_areas_tile_the_body_and_have_every_code_once() -> None:
    body_map, shelf = workshop().atlas.body_map, workshop().atlas.shelf
    codes = dict(body_map.by_code())
    assert sorted(codes) == [*range(101, 137), *range(201, 239)]
    for view, plate in (("posterior", "posterior-whole"), ("anterior", "anterior-whole")):
        body = shapes.silhouette(shelf.plate(plate))
        parts = [
            shapes.on_plate(outline, view, side).intersection(body)
            for area in body_map.areas
            for side in SIDES
            if (outline := area.outline(view, side))
        ]
        together = shapely.union_all(parts)
        assert body.difference(together).area < 0.002 * body.area
        assert sum(part.area for part in parts) == pytest.approx(together.area, rel=0.001)


def test_codes_lie_where_the_choir_form_has_them() -> None:
    codes = dict(workshop().atlas.body_map.by_code())
    assert codes[218] == ("lower-back", "left")
    assert codes[219] == ("lower-back", "right")
    assert codes[224] == ("buttock", "right")
    assert codes[116] == ("belly", "right")
    assert codes[127] == ("front-of-thigh", "left")
    assert codes[234] == ("calf", "right")
