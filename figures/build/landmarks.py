"""Landmarks found on the registered bones and on the skin, in cm of the body."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from scipy import ndimage

from figures.build.curves import resample
from figures.build.register import HIP_HEIGHT, SIDES, Anatomy
from figures.build.rig import Floats

_SACRAL_LEVELS = ((1, 1.6), (2, 3.6), (3, 5.6), (4, 7.4), (5, 9.0))  # cm below the base of the sacrum


@dataclass(slots=True)
class Landmarks:
    """Named points and lines; those of one side end in .left or .right."""

    points: dict[str, Floats] = field(default_factory=dict)
    lines: dict[str, Floats] = field(default_factory=dict)


def find(anatomy: Anatomy) -> Landmarks:
    """All landmarks of a posed body."""
    found = Landmarks()
    for side, _, out in SIDES:
        _pelvis(anatomy, found, side, out)
        _femur(anatomy, found, side, out)
        _ribs(anatomy, found, side, out)
    _sacrum(anatomy, found)
    _vertebrae(anatomy, found)
    bare = anatomy.skin.points[anatomy.arm <= 0.3]
    _waist(bare, found)
    _navel(bare, found)
    for side, _, out in SIDES:
        _leg_skin(bare, anatomy, found, side, out)
    return found


def fold_arc(out: int, level: float) -> Floats:
    """The gluteal fold from the cleft outwards as x, z: it sags, then runs out upwards."""
    t = np.linspace(0, 1, 14)
    sag = 0.9 - 0.88 * np.sin(np.pi * np.minimum(t * 1.05, 1)) + 1.9 * t**3
    return np.stack([out * (2.2 + 9.2 * t), level + sag], axis=1)


def _pelvis(anatomy: Anatomy, found: Landmarks, side: str, out: int) -> None:
    ilium = anatomy.bones[f"ilium.{side}"]
    points = ilium.points
    blade = points[points[:, 2] > HIP_HEIGHT + 3.6]
    asis = blade[blade[:, 1].argmin()]
    high = blade[blade[:, 2] > HIP_HEIGHT + 7]
    psis = high[high[:, 1].argmax()]
    found.points[f"iliac_crest_top.{side}"] = ilium.furthest((0, 0, 1))
    found.points[f"asis.{side}"] = asis
    found.points[f"psis.{side}"] = psis
    found.lines[f"iliac_crest.{side}"] = _rim(blade, asis, psis)
    found.points[f"si_joint.{side}"] = np.array([psis[0] * 0.88, psis[1] - 0.4, psis[2] + 0.9])
    ischium = points[(points[:, 2] < HIP_HEIGHT) & (points[:, 1] > -6)]
    found.points[f"ischial_tuberosity.{side}"] = ischium[(0.9 * ischium[:, 1] - ischium[:, 2]).argmax()]
    pubis = points[points[:, 2] < HIP_HEIGHT + 2]
    found.points[f"pubic_tubercle.{side}"] = pubis[pubis[:, 1].argmin()]
    sacrum = anatomy.bones["sacrum"].points
    base = float(sacrum[:, 2].max())
    edge = []
    for level in np.linspace(base - 1.0, base - 9.4, 8):
        near = sacrum[np.abs(sacrum[:, 2] - level) < 0.7]
        edge.append(near[(near[:, 0] * out).argmax()])
    found.lines[f"sacral_edge.{side}"] = np.array(edge)


def _rim(blade: Floats, asis: Floats, psis: Floats) -> Floats:
    """The rim of the hip bone from front to back, as what lies furthest from the middle of the blade."""
    middle = np.array([(asis[1] + psis[1]) / 2, psis[2] - 1.5])
    off = blade[:, 1:] - middle
    angle, reach = np.arctan2(off[:, 1], off[:, 0]), np.hypot(*off.T)
    start, end = (float(np.arctan2(*(p[1:] - middle)[::-1])) for p in (asis, psis))
    start += 2 * np.pi if start < 0 else 0
    rim = []
    for at in np.linspace(start, end, 28):
        near = np.abs(np.angle(np.exp(1j * (angle - at)))) < 0.07
        if near.any():
            rim.append(blade[np.flatnonzero(near)[reach[near].argmax()]])
    return np.array(rim)


def _femur(anatomy: Anatomy, found: Landmarks, side: str, out: int) -> None:
    femur = anatomy.bones[f"femur.{side}"].points
    upper = femur[femur[:, 2] > HIP_HEIGHT - 8]
    knob = upper[(upper[:, 0] * out).argmax()]
    outer = upper[upper[:, 0] * out > abs(knob[0]) - 2.5]
    fibula = anatomy.bones[f"fibula.{side}"]
    joints = anatomy.joints[side]
    found.points |= {
        f"greater_trochanter.{side}": knob,
        f"trochanter_tip.{side}": outer[outer[:, 2].argmax()],
        f"hip_joint.{side}": joints.hip,
        f"knee_joint.{side}": joints.knee,
        f"ankle_joint.{side}": joints.ankle,
        f"fibula_head.{side}": fibula.furthest((0, 0, 1)),
        f"lateral_malleolus.{side}": fibula.furthest((0, 0, -1)),
    }


def _ribs(anatomy: Anatomy, found: Landmarks, side: str, out: int) -> None:
    bones = anatomy.bones
    for number in (11, 12):
        found.points[f"rib{number}_tip.{side}"] = bones[f"rib{number}.{side}"].furthest((out, 0, 0))
    found.points[f"costal_margin.{side}"] = bones[f"rib10.{side}"].furthest((0, 0, -1))
    for number in (12, 11, 10, 9):
        points = bones[f"rib{number}.{side}"].points
        aside = np.abs(points[:, 0])
        line = []
        for at in np.linspace(aside.min(), aside.max(), 8):
            near = points[np.abs(aside - at) < 0.6]
            if len(near):
                line.append(near[near[:, 1] > near[:, 1].max() - 1.5].mean(axis=0))
        found.lines[f"rib{number}.{side}"] = np.array(line)
    scapula = bones[f"scapula.{side}"]
    found.points[f"scapula_inferior.{side}"] = scapula.furthest((0, 0, -1))
    found.points[f"acromion.{side}"] = scapula.furthest((out, 0, 0))


def _sacrum(anatomy: Anatomy, found: Landmarks) -> None:
    sacrum = anatomy.bones["sacrum"]
    points = sacrum.points
    middle = points[np.abs(points[:, 0]) < 1]
    base = float(middle[:, 2].max())
    found.points["coccyx"] = sacrum.furthest((0, 0, -1)) * [0, 1, 1]
    found.points["sacrum_base"] = middle[middle[:, 2].argmax()] * [0, 1, 1]
    for number, below in _SACRAL_LEVELS:
        near = middle[np.abs(middle[:, 2] - (base - below)) < 0.6]
        found.points[f"s{number}"] = np.array([0, near[:, 1].max(), base - below])
    found.points["sacrum"] = found.points["s2"] - [0, 0, 1]


def _vertebrae(anatomy: Anatomy, found: Landmarks) -> None:
    for name in [f"L{i}" for i in range(1, 6)] + [f"T{i}" for i in range(1, 13)]:
        points = anatomy.bones[name].points
        middle = points[np.abs(points[:, 0]) < 1.2]
        found.points[f"{name.lower()}_spinous"] = middle[middle[:, 1].argmax()] * [0, 1, 1]
        if name[0] == "L":
            for side, _, out in SIDES:
                found.points[f"{name.lower()}_transverse.{side}"] = points[(points[:, 0] * out).argmax()]


def _waist(bare: Floats, found: Landmarks) -> None:
    levels = np.arange(106, 124, 0.5)
    half = np.array([np.abs(_ring(bare, level)[:, 0]).max() for level in levels])
    for side, _, out in SIDES:
        found.points[f"waist.{side}"] = np.array([out * half.min(), -4.5, levels[half.argmin()]])


def _navel(bare: Floats, found: Landmarks) -> None:
    """The deepest dent of the belly's midline."""
    x, y, z = bare.T
    belly = bare[(np.abs(x) < 0.7) & (y < -5) & (z > 95) & (z < 116)]
    levels = np.arange(99, 110, 0.35)
    depth = _profile(belly, levels, 0.5)
    dent = depth - ndimage.gaussian_filter1d(depth, 8)
    at = int(dent.argmax())
    found.points["navel"] = np.array([0, depth[at], levels[at]])


def _leg_skin(bare: Floats, anatomy: Anatomy, found: Landmarks, side: str, out: int) -> None:
    depth, fold = _fold(bare, out)
    arc = fold_arc(out, fold)
    knee, ankle = anatomy.joints[side].knee, anatomy.joints[side].ankle
    found.lines[f"gluteal_fold.{side}"] = np.c_[arc[:, 0], np.full(len(arc), 5.0), arc[:, 1]]
    found.points[f"gluteal_fold.{side}"] = np.array([out * 8.0, depth, fold])
    hollow = _ring(bare, knee[2])
    hollow = hollow[np.abs(hollow[:, 0] - knee[0]) < 1.5]
    found.points[f"popliteal_crease.{side}"] = np.array([knee[0], hollow[:, 1].max(), knee[2] + 0.6])
    for part, level, front in (("calf", (knee[2] + ankle[2]) / 2, -1.0), ("thigh", (fold + knee[2]) / 2, 0.0)):
        ring = _ring(bare, level)
        ring = ring[np.sign(ring[:, 0]) == out]
        outer, inner = ring[(ring[:, 0] * out).argmax()][0], ring[(ring[:, 0] * out).argmin()][0]
        found.points[f"mid_{part}.{side}"] = np.array([(outer + inner) / 2, ring[:, 1].max(), level])
        found.points[f"{part}_lateral.{side}"] = np.array([outer, front, level])
        found.points[f"{part}_medial.{side}"] = np.array([inner, front, level])
    heel = _ring(bare, 1.5)
    heel = heel[np.sign(heel[:, 0]) == out]
    found.points[f"heel.{side}"] = heel[heel[:, 1].argmax()]


def _fold(bare: Floats, out: int) -> tuple[float, float]:
    """Depth and height of the gluteal fold: where profiles of the buttock are most hollow."""
    _, y, z = bare.T
    behind = bare[(y > -4) & (z > 70) & (z < 92)]
    levels = np.arange(72, 91, 0.4)
    found = []
    for at in np.arange(4.0, 11.1, 0.75):
        slice_ = behind[np.abs(behind[:, 0] * out - at) < 0.8]
        depth = ndimage.gaussian_filter1d(_profile(slice_, levels, 0.6), 2)
        hollow = np.gradient(np.gradient(depth))
        deepest = int(hollow[3:-3].argmax()) + 3
        found.append((depth[deepest], levels[deepest]))
    return float(np.median([d for d, _ in found])), float(np.median([z for _, z in found]))


def _profile(points: Floats, levels: Floats, reach: float) -> Floats:
    """The rearmost y at each height; gaps are bridged."""
    rear = np.array([points[np.abs(points[:, 2] - level) < reach, 1].max(initial=-np.inf) for level in levels])
    known = np.isfinite(rear)
    return np.asarray(np.interp(levels, levels[known], rear[known]))


def _ring(points: Floats, level: float) -> Floats:
    return points[np.abs(points[:, 2] - level) < 0.7]


def polyline_distance(points: Floats, line: Floats) -> Floats:
    """How far points lie from a polyline."""
    distance = np.full(len(points), np.inf)
    for a, b in pairwise(line):
        step = b - a
        t = np.clip((points - a) @ step / (step @ step + 1e-12), 0, 1)
        distance = np.minimum(distance, np.linalg.norm(points - (a + t[:, None] * step), axis=1))
    return distance


def on_line(line: Floats, share: float) -> Floats:
    """The point at a share of a line's length."""
    return np.asarray(resample(line, 201)[round(share * 200)])
