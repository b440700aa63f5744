"""Muscles as outlines and fibres in every view they are drawn in, laid from bone to bone.

Attachments and lines of action come from the leg and torso models of myo_sim where it has them (`Place.line`), carried
over with the bones they belong to; the rest is laid between landmarks by the attachments that Gray's Anatomy gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
import shapely
from scipy.spatial import cKDTree
from shapely.geometry import LineString, MultiPoint
from shapely.geometry.base import BaseGeometry

from figures.build.curves import resample, spline
from figures.build.landmarks import on_line
from figures.build.plates import Person, points
from figures.build.rig import Floats
from figures.build.shot import on_paper

Guides: TypeAlias = list[Floats]
"""Fibres from origin to insertion, in cm, in order across the muscle."""

_STEPS: Final = 41
_INSET: Final = 3.0  # mm that a muscle keeps from the outline of the body
_ROUND: Final = 4.0  # mm; fills the notches between slips
_MODEL: Final = "myo_sim"
_ATLAS: Final = "landmarks"
_BOTH: Final = "myo_sim and landmarks"


@dataclass(frozen=True, slots=True)
class Place:
    """Where things are on one side of a person."""

    person: Person
    side: str
    out: int

    def at(self, name: str, out: float = 0, back: float = 0, up: float = 0) -> Floats:
        """A landmark of this side, or of the middle, moved by cm."""
        found = self.person.landmarks.points
        point = found.get(f"{name}.{self.side}", found.get(name))
        if point is None:
            raise KeyError(name)
        return np.asarray(point + np.array([self.out * out, back, up]))

    def along(self, line: str, share: float, up: float = 0) -> Floats:
        """A point at a share of a landmark line: the crest from ASIS to PSIS, ribs from the spine outwards."""
        return np.asarray(on_line(self.person.landmarks.lines[f"{line}.{self.side}"], share) + np.array([0, 0, up]))

    def line(self, muscle: str) -> Floats:
        """A muscle's line of action in the model."""
        return self.person.anatomy.attached(f"{muscle}_{self.side[0]}")


@dataclass(frozen=True, slots=True)
class Muscle:
    """How a muscle is laid: its views, bones, fibres and how far its belly swells beyond its fibres, in mm.

    A muscle of one guide is a spindle, `width` mm wide at its belly; one of several is the sheet between them.
    """

    views: tuple[str, ...]
    origin: tuple[str, ...]
    insertion: tuple[str, ...]
    source: str
    lay: Callable[[Place], Guides]
    fibres: int = 9
    swell: float = 3.0
    width: float = 0.0
    depth: int = 1  # 0 lies just under the skin; the deepest is drawn first


def between(a: Floats, b: Floats, t: float = 0.5) -> Floats:
    """The point at a share of the way from a to b."""
    return a + (b - a) * t


def _aside(p: Place, line: Floats, by: float) -> Floats:
    """A line moved outwards by cm, but for its origin."""
    moved = np.asarray(line + np.array([p.out * by, 0, 0]))
    moved[0] = line[0]
    return moved


def _iliocostalis(p: Place) -> Guides:
    lowest = p.line("IL_R12")[0]
    outer = np.array([lowest + np.array([p.out * 1.0, -0.6, 0.4]), p.along("rib12", 0.86)])
    spread = ((2.2, "IL_R10"), (1.2, "IL_R8"), (0.0, "IL_R6"))
    return [outer, *(_aside(p, p.line(name), by) for by, name in spread)]


def _longissimus(p: Place) -> Guides:
    return [p.line(f"LTpT_{name}") for name in ("R12", "R10", "R8", "T9")]


def _serratus(p: Place) -> Guides:
    pairs = (("t11", "rib9", 0.60), ("t12", "rib10", 0.60), ("l1", "rib11", 0.64), ("l2", "rib12", 0.72))
    return [np.array([p.at(f"{spine}_spinous"), p.along(rib, share)]) for spine, rib, share in pairs]


def _multifidus(p: Place) -> Guides:
    slips = [p.line(f"MF_{name}") for name in ("m5t.1", "m4t.1", "m3t.1", "m2t.2", "m1t.3", "m1t.1")]
    above = [
        np.array([p.line("MF_m1s")[0], p.at("t12_spinous")]),
        np.array([p.line("MF_m1.laminar")[0], p.at("t11_spinous")]),
    ]
    return slips + above


def _quadratus(p: Place) -> Guides:
    outer = np.array([p.along("iliac_crest", 0.52), p.along("rib12", 0.80)])
    to_l3 = p.line("QL_post_I.1-L3")
    to_l1 = np.array([p.line("QL_post_I.1-L3")[0], p.line("QL_post_I.3-L1")[0]])
    lines = [p.line("QL_ant_I.3-12.3"), p.line("QL_ant_I.2-12.1")]
    return [outer, *lines, to_l1, to_l3]


def _maximus(p: Place) -> Guides:
    band = p.line("glmax1")[-1] + [p.out * 0.6, 0, 2.0]
    crest = p.along("iliac_crest", 0.86)
    upper = np.array([crest, between(crest, band, 0.5) + np.array([p.out * 1.0, 2.0, 0.6]), band])
    first, second, last = (p.line(f"glmax{i}") for i in (1, 2, 3))
    third = np.array([p.along("sacral_edge", 0.85), *between(second, last, 0.5)[1:]])
    lowest = np.array([p.at("coccyx"), *last[1:]])
    full = [_fuller(line, by) for line, by in ((first, 2.4), (second, 3.8), (third, 5.2), (last, 5.2), (lowest, 4.4))]
    return [upper, *full]


def _fuller(line: Floats, back: float) -> Floats:
    """A line with its belly moved back by cm; the model's run along the bone, the muscle fills the buttock."""
    moved = line.copy()
    moved[1:-1, 1] += back * np.linspace(1, 0.25, len(line) - 2)
    return moved


def _medius(p: Place) -> Guides:
    ends = [p.line(f"glmed{i}")[-1] for i in (1, 2, 3)]
    stops = resample(np.array(ends), 5)
    shares = (0.08, 0.27, 0.46, 0.65, 0.84)
    return [np.array([p.along("iliac_crest", share, up=-0.8), stop]) for share, stop in zip(shares, stops, strict=True)]


def _minimus(p: Place) -> Guides:
    origins = [p.line(f"glmin{i}")[0] for i in (1, 2, 3)]
    ends = [p.line(f"glmin{i}")[-1] for i in (1, 2, 3)]
    shares = ((0.08, 0.40), (0.38, 0.55), (0.66, 0.50))
    fan = [
        np.array([between(start, p.along("iliac_crest", share), t), end])
        for start, end, (share, t) in zip(origins, ends, shares, strict=True)
    ]
    return [*fan, np.array([origins[2] + np.array([-p.out * 1.2, 1.8, -0.8]), ends[2]])]


def _piriformis(p: Place) -> Guides:
    middle = p.line("piri")
    end = middle[-1]
    upper = np.array(
        [
            between(p.at("s2"), p.along("sacral_edge", 0.30), 0.72),
            middle[1] + np.array([0, 0, 1.1]),
            end + np.array([0, 0, 0.35]),
        ]
    )
    lower = np.array(
        [
            between(p.at("s4"), p.along("sacral_edge", 0.78), 0.72),
            middle[1] + np.array([0, 0, -1.1]),
            end + np.array([0, 0, -0.35]),
        ]
    )
    return [upper, middle, lower]


def _psoas(p: Place) -> Guides:
    brim, below, end = p.line("psoas")[1:]
    outer = [
        p.at("l1_transverse"),
        p.at("l4_transverse", out=1.6, back=-3),
        brim + np.array([p.out * 1.3, 0, 0.6]),
        end,
    ]
    middle = [p.line("Ps_L1_VB")[0], p.at("l4_transverse", out=0.2, back=-4), brim, below, end]
    inner = [
        p.line("Ps_L5_VB")[0],
        between(p.line("Ps_L5_VB")[0], brim, 0.6),
        brim - np.array([p.out * 1.0, 0, 0]),
        end,
    ]
    return [np.array(line) for line in (outer, middle, inner)]


def _iliacus(p: Place) -> Guides:
    _, brim, below, end = p.line("iliacus")
    shares = (0.04, 0.24, 0.44, 0.62, 0.76)
    shifts = np.linspace(1.2, -0.8, len(shares))
    return [
        np.array(
            [
                p.along("iliac_crest", share, up=-0.9),
                brim + np.array([p.out * shift, 0, 0]),
                below + np.array([p.out * shift / 3, 0, 0]),
                end,
            ]
        )
        for share, shift in zip(shares, shifts, strict=True)
    ]


def _rectus(p: Place) -> Guides:
    pubis = p.at("pubic_tubercle")
    top = float(p.line("rect_abd")[-1][2])
    navel = p.at("navel")
    front = np.array([0, navel[1] + 0.8, 0])
    rows = ((1.5, 0.6, 6.2, 1.2, 7.0, 1.0), (0.4, 0.2, 0.9, 0.6, 1.2, -1.4))
    guides = []
    for low, _, middle, _, high, rise in rows:
        guides.append(
            np.array(
                [
                    pubis * [0, 1, 1] + [p.out * low, 0, -0.3],
                    front + np.array([p.out * middle, 0, navel[2]]),
                    front + np.array([p.out * high, 0, top - 3.2 + rise]),
                ]
            )
        )
    return guides


def _semitendinosus(p: Place) -> Guides:
    line = p.line("semiten")
    return [np.array([line[0], between(line[0], line[1], 0.45) + np.array([-p.out * 0.3, 2, 0]), *line[1:]])]


def _semimembranosus(p: Place) -> Guides:
    line = p.line("semimem")
    return [np.array([line[0], between(line[0], line[1], 0.6) + np.array([-p.out * 1.5, 1, 0]), line[1]])]


def _soleus(p: Place) -> Guides:
    heel = p.line("soleus")[-1]
    tendon = p.at("mid_calf", up=-11)
    outer = [
        p.at("fibula_head", out=-0.2, up=-1.6),
        p.at("calf_lateral", out=-1.7, up=3),
        tendon + np.array([p.out * 1.1, 0, 0]),
        heel + np.array([p.out * 0.7, 0, 0]),
    ]
    inner = [
        p.line("soleus")[0] + [-p.out * 2.2, 0, -2.0],
        p.at("calf_medial", out=1.6, up=2),
        tendon - np.array([p.out * 1.1, 0, 0]),
        heel - np.array([p.out * 0.7, 0, 0]),
    ]
    return [np.array(outer), np.array(inner)]


def _sciatic(p: Place) -> Guides:
    foramen = p.line("piri")[1] + [p.out * 0.2, 0, -1.4]
    beside = between(p.at("ischial_tuberosity"), p.at("greater_trochanter"), 0.40)
    thigh = p.at("mid_thigh", out=-0.2)
    return [np.array([foramen, beside, between(beside, thigh, 0.5), thigh, p.at("popliteal_crease", up=6)])]


MUSCLES: Final[Mapping[str, Muscle]] = {
    "multifidus": Muscle(
        ("posterior",),
        ("sacrum", "ilium", "L5", "L4", "L3"),
        ("L5", "L4", "L3", "L2", "L1", "T12", "T11"),
        _BOTH,
        _multifidus,
        14,
        2.0,
        depth=3,
    ),
    "quadratus-lumborum": Muscle(
        ("posterior",), ("ilium",), ("rib12", "L1", "L2", "L3"), _BOTH, _quadratus, 10, depth=3
    ),
    "longissimus-lumborum": Muscle(
        ("posterior",), ("sacrum", "ilium", "L5"), ("rib12", "rib10", "rib8", "T9"), _MODEL, _longissimus, 9, depth=2
    ),
    "iliocostalis-lumborum": Muscle(
        ("posterior",), ("ilium", "sacrum"), ("rib12", "rib10", "rib8", "rib6"), _BOTH, _iliocostalis, 9, depth=2
    ),
    "serratus-posterior-inferior": Muscle(
        ("posterior",), ("T11", "T12", "L1", "L2"), ("rib9", "rib10", "rib11", "rib12"), _ATLAS, _serratus, 12, depth=1
    ),
    "gluteus-minimus": Muscle(("posterior", "left", "right"), ("ilium",), ("femur",), _BOTH, _minimus, 9, depth=3),
    "piriformis": Muscle(("posterior",), ("sacrum",), ("femur",), _BOTH, _piriformis, 8, 2.0, depth=3),
    "gluteus-medius": Muscle(("posterior", "left", "right"), ("ilium",), ("femur",), _BOTH, _medius, 12, depth=2),
    "gluteus-maximus": Muscle(
        ("posterior", "left", "right"), ("ilium", "sacrum"), ("femur",), _BOTH, _maximus, 14, depth=1
    ),
    "psoas": Muscle(("anterior",), ("L1", "L2", "L3", "L4", "L5"), ("femur",), _BOTH, _psoas, 8, depth=3),
    "iliacus": Muscle(("anterior",), ("ilium",), ("femur",), _BOTH, _iliacus, 10, depth=3),
    "rectus-abdominis": Muscle(("anterior",), ("ilium",), ("sternum", "rib7", "rib6"), _BOTH, _rectus, 7, depth=1),
    "semimembranosus": Muscle(("posterior",), ("ilium",), ("tibia",), _MODEL, _semimembranosus, 7, 0.0, 46, 2),
    "semitendinosus": Muscle(("posterior",), ("ilium",), ("tibia",), _MODEL, _semitendinosus, 7, 0.0, 34, 1),
    "soleus": Muscle(("posterior",), ("fibula", "tibia"), ("tarsals",), _BOTH, _soleus, 12, depth=2),
    "sciatic-nerve": Muscle(("posterior",), (), (), _ATLAS, _sciatic, 1, 0.0, 9, 4),
}
"""Muscles and the nerve of the lower-back page by their names."""


def muscles(persons: Mapping[str, Person], outlines: Mapping[str, BaseGeometry]) -> dict[str, Any]:
    """Every muscle in each of its views, each side; `outlines` is the body in each view in plate mm."""
    out: dict[str, Any] = {}
    for name, muscle in MUSCLES.items():
        drawn: dict[str, Any] = {}
        moved: list[float] = []
        for view in muscle.views:
            person = persons["arms out" if view in ("posterior", "anterior") else "arms forward"]
            for side, sign in (("left", 1), ("right", -1)):
                if view in ("left", "right") and view != side:
                    continue
                place = Place(person, side, sign)
                guides = [guide.copy() for guide in muscle.lay(place)]
                moved += _settle(guides, muscle.origin, place, 0) + _settle(guides, muscle.insertion, place, -1)
                drawn.setdefault(view, {})[side] = _drawn(muscle, guides, view, outlines[view])
        out[name] = {
            "origin": list(muscle.origin),
            "insertion": list(muscle.insertion),
            "source": muscle.source,
            "settled_mm": round(max(moved, default=0.0), 1),
            "depth": muscle.depth,
            "views": drawn,
        }
    return out


def _settle(guides: Guides, names: Sequence[str], place: Place, end: int) -> list[float]:
    """Move ends of guides onto the nearest of the bones they attach to; how far each had to go, in mm."""
    if not names:
        return []
    bones = place.person.anatomy.bones
    surface = np.vstack([bones[name if name in bones else f"{name}.{place.side}"].points for name in names])
    distance, nearest = cKDTree(surface).query(np.array([guide[end] for guide in guides]))
    for guide, at in zip(guides, surface[nearest], strict=True):
        guide[end] = at
    return (distance * 10).tolist()  # type: ignore[no-any-return]


def _drawn(muscle: Muscle, guides: Guides, view: str, body: BaseGeometry) -> dict[str, Any]:
    flat = [spline(on_paper(guide, view), _STEPS) for guide in guides]
    fibres = _spindle(flat[0], muscle) if muscle.width else _sheet(flat, muscle.fibres)
    room = body.buffer(-_INSET)
    shape = _hull(fibres, muscle.swell if len(fibres) > 1 else muscle.width / 2).intersection(room)
    shape = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    ring = np.array(shapely.simplify(shape, 0.4).exterior.coords)
    lines = [_inside(fibre, room) for fibre in fibres]
    return {"outline": points(ring), "fibres": [points(_thinned(line)) for line in lines]}


def _sheet(guides: Sequence[Floats], count: int) -> list[Floats]:
    """Fibres at even steps across the guides."""
    across = np.linspace(0, len(guides) - 1, count)
    low = np.minimum(across.astype(int), len(guides) - 2)
    return [
        guides[i] + (guides[i + 1] - guides[i]) * (at - i) for i, at in zip(low.tolist(), across.tolist(), strict=True)
    ]


def _spindle(line: Floats, muscle: Muscle) -> list[Floats]:
    """Fibres beside a line, apart at the belly and together at the tendons."""
    if muscle.fibres == 1:
        return [line]
    along = np.gradient(line, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1)
    t = np.linspace(0, 1, len(line))
    half = muscle.width / 2 * np.maximum(np.sin(np.pi * t**0.8) ** 0.8, 0.14)
    return [line + aside * (half * across)[:, None] for across in np.linspace(-1, 1, muscle.fibres)]


def _hull(fibres: Sequence[Floats], swell: float) -> BaseGeometry:
    """The area that fibres cover, rounded."""
    strips = [
        MultiPoint([a[i], a[i + 1], b[i], b[i + 1]]).convex_hull for a, b in pairwise(fibres) for i in range(len(a) - 1)
    ]
    whole = shapely.union_all(strips) if strips else LineString(fibres[0])
    if not strips:
        return whole.buffer(swell, cap_style="flat")
    return whole.buffer(swell + _ROUND).buffer(-_ROUND)


def _inside(fibre: Floats, room: BaseGeometry) -> Floats:
    part = LineString(fibre).intersection(room)
    longest = max(getattr(part, "geoms", [part]), key=lambda piece: piece.length)
    return np.array(longest.coords)


def _thinned(line: Floats) -> Floats:
    return np.array(shapely.simplify(LineString(line), 0.25).coords)
