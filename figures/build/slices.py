"""A cut through the body at L3, seen from above with the back at the top: where the lines of the back sweep run."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from figures.build.mesh import Mesh
from figures.build.plates import Person
from figures.build.rig import Floats

LINES_CM: Final = (1.4, 2.9, 4.3, 6.1, 8.4)
"""How far from the midline the five sweep lines meet the skin."""

_REACH: Final = 0.5
# The ridge of the back muscles on a side: cm from the midline, mm below the skin at a place that many cm from it.
_RIDGE: Final = (
    (1.1, 1.3, 9), (2.5, 2.5, 7), (4.2, 4.2, 6.5), (6.2, 6.2, 7.5), (7.8, 7.6, 13),
    (7.2, 7.0, 30), (4.8, 5.0, 38), (2.2, 2.0, 36), (1.0, 1.3, 24),
)  # fmt: skip


def lumbar_slice(person: Person) -> dict[str, Any]:
    """The cut, in mm: x to the right of the body, y towards the belly."""
    bones = person.anatomy.bones
    vertebra = bones["L3"]
    level = _level(vertebra)
    skin = min(_sections(person.skin, level), key=lambda ring: abs(float(ring[:, 0].mean())))
    cuts = [ring for name in ("L2", "L3", "L4") for ring in _sections(bones[name], level) if len(ring) > 8]
    middle = np.vstack([ring for ring in cuts if abs(float(ring[:, 0].mean())) < 1.5])
    back = skin[skin[:, 1] > 0]

    def surface(x: float) -> float:
        return float(back[np.abs(back[:, 0] + x) < _REACH, 1].max())

    def normal(x: float) -> list[float]:
        slope = surface(x + 0.4) - surface(x - 0.4)
        away = np.array([-slope, -0.8])
        return [round(value, 4) for value in (away / np.linalg.norm(away)).tolist()]

    outline = _mm(skin)[::3]
    return {
        "skin": _rounded(outline),
        "bone": [_rounded(_mm(ring)) for ring in cuts],
        "muscle": [
            [[round(side * x * 10, 1), round(below - surface(at) * 10, 1)] for x, at, below in _RIDGE]
            for side in (1, -1)
        ],
        "ymin": round(float(outline[:, 1].min()), 1),
        "dots": [[round(x * 10, 1), round(-surface(x) * 10, 1)] for x in LINES_CM],
        "normals": [normal(x) for x in LINES_CM],
        "vb": round(float(-np.percentile(middle[:, 1], 12) * 10), 1),
        "mc": [-46, round(20 - surface(4.6) * 10, 1)],
    }


def _level(vertebra: Mesh) -> float:
    """The height where the cut shows most of the vertebra: body, arch and transverse processes."""

    def shown(level: float) -> float:
        rings = _sections(vertebra, level)
        if not rings:
            return 0.0
        return max(float(np.ptp(ring[:, 1])) for ring in rings) + 0.6 * max(float(np.ptp(ring[:, 0])) for ring in rings)

    low, high = float(vertebra.points[:, 2].min()), float(vertebra.points[:, 2].max())
    levels: list[float] = np.round(np.arange(low + 0.3, high - 0.3, 0.1), 2).tolist()
    return max(levels, key=shown)


def _sections(mesh: Mesh, level: float) -> list[Floats]:
    import trimesh

    solid = trimesh.Trimesh(mesh.points, mesh.faces, process=False)
    cut = solid.section(plane_origin=[0, 0, level], plane_normal=[0, 0, 1])
    return [] if cut is None else [np.asarray(ring)[:, :2] for ring in cut.discrete]


def _mm(ring: Floats) -> Floats:
    return -10 * ring


def _rounded(ring: Floats) -> list[list[float]]:
    rounded: list[list[float]] = (np.round(ring, 1) + 0.0).tolist()
    return rounded
