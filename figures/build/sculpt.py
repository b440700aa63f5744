"""What the smooth body model lacks, pushed in and out of the skin by mm: furrows, dimples, folds, and hair."""

from __future__ import annotations

from typing import Any

import numpy as np

from figures.build.landmarks import Landmarks, fold_arc, polyline_distance
from figures.build.mesh import Mesh
from figures.build.register import SIDES, Anatomy
from figures.build.rig import Floats

HAIR_DEPTH = 1.0  # cm that the hair stands off the head


def sculpted(anatomy: Anatomy, found: Landmarks) -> Mesh:
    """The skin with its surface anatomy."""
    skin = anatomy.skin
    x, _, z = skin.points.T
    out = skin.normals
    bare = 1 - step(0.2, 0.6, anatomy.arm)
    back = step(0.1, 0.7, out[:, 1]) * bare
    push = _spine(x, z) * back
    push -= 0.22 * back * bump(x, 0.9) * step(92.5, 95, z) * (1 - step(97, 101, z))  # where the cleft begins
    for side, _, sign in SIDES:
        push += back * _behind(x, z, found, side, sign)
        crest = found.lines[f"iliac_crest.{side}"]
        flank = crest[np.abs(crest[:, 0]) > 8] + np.array([sign * 1.0, 0, 1.0])
        push -= 0.22 * bare * bump(polyline_distance(skin.points, flank), 2.4)
    push += HAIR_DEPTH * step(-0.6, 1.6, hair(anatomy))
    return skin.moved(skin.points + out * push[:, None])


def hair(anatomy: Anatomy) -> Floats:
    """Where hair grows: positive inside a short natural hairline, in cm from it, along the skin of the rest posture."""
    x, y, z = anatomy.rest.T
    aside = np.abs(x)
    forehead = (z - 163.6) + 0.95 * (y + 9.0) - 0.06 * aside**1.4
    nape = np.minimum((y + 0.6) + 0.25 * (z - 156), z - 153.0 - 0.14 * aside**2)
    ear = 3 * (np.hypot((y + 4.3) / 2.3, (z - 156.9) / 4.0) - 1)
    field = np.minimum(np.maximum(forehead, nape), np.where(aside > 6.0, ear, 9.0))
    return np.asarray(np.where(anatomy.head > 0.25, field, -5.0))


def step(start: float, end: float, x: Any) -> Any:
    """A smooth step from 0 to 1."""
    t = np.clip((x - start) / (end - start), 0, 1)
    return t * t * (3 - 2 * t)


def bump(distance: Any, width: float) -> Any:
    """A smooth bump, 1 at distance 0."""
    return np.exp(-((distance / width) ** 2))


def _spine(x: Floats, z: Floats) -> Any:
    """The furrow of the spine between the ridges of the erector spinae."""
    lumbar = step(96, 103, z) * (1 - step(126, 140, z))
    thoracic = step(122, 130, z) * (1 - step(140, 145, z))
    ridge = 0.42 * bump(np.abs(x) - 4.0, 2.1)
    return lumbar * (ridge - 0.50 * bump(x, 1.25)) - 0.28 * thoracic * bump(x, 1.6)


def _behind(x: Floats, z: Floats, found: Landmarks, side: str, sign: int) -> Any:
    """Dimple, gluteal fold and bulge, popliteal crease, and the edge of the shoulder blade."""
    psis = found.points[f"psis.{side}"]
    push = -0.36 * bump(np.hypot(x - psis[0] * 1.02, z - psis[2]), 1.15)
    fold = found.points[f"gluteal_fold.{side}"][2]
    out = np.clip((np.abs(x) - 2.2) / 9.2, 0, 1)
    plane = np.stack([x, z], axis=1)
    fade = (1 - step(0.55, 1, out)) * step(-0.01, 0.06, out + 0.04)
    push -= 0.42 * bump(polyline_distance(plane, fold_arc(sign, fold)), 0.75) * fade
    push += 0.30 * bump(np.hypot((x - sign * 8.0) / 1.4, z - (fold + 5.5)), 3.6)
    knee = found.points[f"popliteal_crease.{side}"]
    push -= 0.14 * bump(z - knee[2], 0.7) * bump(x - knee[0], 2.6)
    blade = found.points[f"scapula_inferior.{side}"]
    edge = np.array([[blade[0] * k, blade[2] + up] for k, up in ((1, 0), (0.86, 5), (0.72, 10))])
    return push - 0.20 * bump(polyline_distance(plane, edge), 1.0)
