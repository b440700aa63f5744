"""The head of whole-body plates: hair, a calm face that could be anyone's, and the navel of the belly."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
from scipy import ndimage

from figures.build.curves import brush, spline
from figures.build.mesh import Mesh
from figures.build.register import Anatomy
from figures.build.rig import Floats
from figures.build.shot import Shot, on_paper

Strokes: TypeAlias = tuple[tuple[tuple[tuple[float, float], ...], float], ...]
"""Points and half a width each."""

_CHIN: Final = 147.5  # cm; below it the neck keeps its own lines

# Strokes of the face: points as cm from the middle between the eyes (sideways, down), then half the width in mm.
_PAIRED: Final[Strokes] = (
    (((1.55, -1.35), (3.0, -1.95), (4.7, -1.35)), 0.95),  # brow
    (((1.75, 0.10), (3.1, -0.55), (4.5, 0.10)), 0.75),  # upper lid
    (((2.2, 0.45), (3.1, 0.62), (4.0, 0.40)), 0.35),  # lower lid
    (((1.35, 3.35), (1.75, 3.75), (1.15, 4.25)), 0.5),  # wing of the nose
)
_SINGLE: Final[Strokes] = (
    (((-0.75, 4.25), (0, 4.55), (0.75, 4.25)), 0.5),  # below the nose
    (((-2.35, 6.35), (-0.8, 6.30), (0, 6.45), (0.8, 6.30), (2.35, 6.35)), 0.7),  # between the lips
    (((-1.0, 7.55), (0, 7.75), (1.0, 7.55)), 0.45),  # under the lip
)
_PROFILE: Final[Strokes] = (
    (((-1.0, -1.7), (0.4, -2.0), (2.0, -1.2)), 0.9),  # brow, measured back from the eye
    (((-0.55, 0.05), (0.5, -0.45), (1.45, 0.25)), 0.7),  # lid
    (((-1.1, 6.35), (0.0, 6.40), (1.1, 6.55)), 0.6),  # mouth
)


def region(anatomy: Anatomy, skin: Mesh, shot: Shot, view: str) -> Any:
    """Where in the picture traced lines give way to drawn ones: the hair, and from the front and sides the face."""
    from figures.build.sculpt import hair

    height = shot.spread(skin.points[:, 2:])[..., 0]
    head = shot.spread(anatomy.head[:, None])[..., 0]
    covered = shot.mask & (shot.spread(hair(anatomy)[:, None])[..., 0] > -0.6)
    if view == "posterior":
        return covered
    front = shot.spread(skin.points[:, 1:2])[..., 0] < -6.2
    return covered | (shot.mask & (height > _CHIN) & (head > 0.25) & front)


def hair_path(shot: Shot, field: Floats, error: float) -> str:
    """The hair as path data, carried to the outline of the head."""
    value = np.clip(shot.spread(field[:, None])[..., 0], -1, 1)
    nearest = ndimage.distance_transform_edt(~shot.mask, return_distances=False, return_indices=True)
    soft = ndimage.gaussian_filter(value[tuple(nearest)], 0.12 * shot.ppc)
    return shot.rings(np.where(shot.mask, soft, -1.0), 0, error * 0.7, least=1.0, smooth=2)


def features(anatomy: Anatomy, view: str, error: float) -> str:
    """Brows, lids, nose and mouth as path data; nothing from behind."""
    if view == "posterior":
        return ""
    eye = (anatomy.pose.head("eye.L") + anatomy.pose.head("eye.R")) / 2
    at = on_paper(eye, view)[0]
    if view == "anterior":
        strokes = [(stroke, width) for stroke, width in _SINGLE]
        for sign in (1, -1):
            strokes += [(tuple((sign * x, y) for x, y in stroke), width) for stroke, width in _PAIRED]
        return "".join(_stroke(at + 10 * np.array(stroke), width, error) for stroke, width in strokes)
    back = 1 if view == "left" else -1
    side = [(np.array(stroke) * [back, 1], width) for stroke, width in _PROFILE]
    return "".join(_stroke(at + 10 * stroke, width, error) for stroke, width in side)


def navel(at: Floats, view: str) -> str:
    """The navel as path data."""
    x, y = on_paper(at, view)[0]
    t = np.linspace(-2.6, -0.54, 40)
    upper = np.stack([x + 5 * np.cos(t), y + 7.5 * np.sin(t)], axis=1)
    lower = np.stack([x + 3.2 * np.cos(-t), y + 1.5 + 4.2 * np.sin(-t)], axis=1)
    return brush(upper, 0.85, 0.2) + brush(lower, 0.6, 0.2)


def _stroke(points: Floats, width: float, error: float) -> str:
    return brush(spline(points, 40), width, error / 3, share=0.45)
