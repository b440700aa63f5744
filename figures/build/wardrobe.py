"""What people in technique drawings wear: a loose T-shirt, shorts and short hair, cut in the rest posture (cm)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy import sparse

from figures.build.rig import Body, Floats, normals, triangles

HIDDEN: Final = -5.0
"""Value of a field far outside its cloth."""

_SMOOTHINGS: Final = 70
_CHEST_SMOOTHINGS: Final = 300

_FACE: Final = (
    (((1.5, 160.7), (2.4, 161.2), (3.4, 161.25), (4.6, 160.6)), 0.9),  # brow
    (((1.8, 159.2), (2.5, 159.65), (3.4, 159.65), (4.3, 159.15)), 0.8),  # lid
    (((0.0, 152.9), (0.8, 153.0), (1.6, 152.95), (2.4, 152.85)), 0.6),  # mouth
)
"""Strokes of the left half of a calm face: x and z in cm at rest, and half the width in mm."""
_HEM: Final = 97.5
_WAIST: Final = 104.0
_KNEES: Final = 63.0


@dataclass(frozen=True, slots=True)
class Cloth:
    """Fields over the mesh, cm inside the edge of each cloth, negative outside; strands run along the hair."""

    shirt: Floats
    shorts: Floats
    hair: Floats
    strands: Floats


@dataclass(frozen=True, slots=True)
class Wearer:
    """A dressed body, and per rest vertex what `cut` needs: where the skin is, how much it belongs to arm and head."""

    body: Body
    columns: Floats


def cut(wearer: Wearer, columns: Floats) -> Cloth:
    """The clothes over vertices with these attributes, which may be subdivided ones of the wearer."""
    x, y, z, arm, head = columns.T
    x = np.abs(x)
    shoulder, elbow = wearer.body.rest("upperarm01.L"), wearer.body.rest("lowerarm01.L")
    length = float(np.linalg.norm(elbow - shoulder))
    along = (np.c_[x, y, z] - shoulder) @ ((elbow - shoulder) / length)
    neck = 143.6 - 0.12 * np.maximum(-y, 0) + 0.35 * (np.sqrt(x * x + 16) - 4) - z
    shirt = np.minimum(z - _HEM, neck)
    shirt = np.where((x > shoulder[0] - 1) & (z > 100), np.minimum(0.66 * length - along, 30), shirt)
    shirt = np.where((arm > 0.5) & (z < 118) & (x > 22), HIDDEN, shirt)
    shorts = np.where((arm > 0.4) | (x > 24), HIDDEN, np.minimum(_WAIST - z, z - _KNEES))
    return Cloth(shirt, shorts, np.where(head > 0.25, _hair(x, y, z), HIDDEN), _strands(x, y, z))


def dressed(body: Body) -> Wearer:
    """The body with cloth and hair over it: smoothed, so that no skin shows through, and a little outside it."""
    arm = body.weight("arm", "wrist", "finger", "metac")
    head = body.weight("head", "neck03", "eye")
    columns = np.c_[body.vertices, arm, head]
    cloth = cut(Wearer(body, columns), columns)
    z = body.vertices[:, 2]
    worn = np.maximum(cloth.shirt, np.where(z < _WAIST, cloth.shorts, HIDDEN))
    on = np.clip((worn + 0.3) / 0.6, 0, 1)[:, None]
    covered = (worn > -1).astype(float)
    chest = covered * (np.abs(body.vertices[:, 0]) < 17) * (body.vertices[:, 1] < -4) * (np.abs(z - 122) < 14)
    calm = _smoothed(body, _flat_chest(body.vertices), chest, _CHEST_SMOOTHINGS)
    calm = _smoothed(body, calm, covered, _SMOOTHINGS)
    vertices = body.vertices * (1 - on) + calm * on
    faces = triangles(body.quads)
    loose = 0.55 + 0.9 * np.clip((75 - z) / 12, 0, 1) * (cloth.shorts > 0) + 0.5 * np.clip((112 - z) / 14, 0, 1)
    thick = np.clip(cloth.hair / 1.6, 0, 1) ** 0.6 * (1.1 + 1.0 * np.clip((z - 160) / 8, 0, 1))
    lift = (on[:, 0] * loose + thick)[:, None]
    # Cloth does not follow each fold of the skin, so bones pull it as they pull its surroundings.
    weights = _smoothed(body, body.weights, covered * (arm < 0.5), 12)
    outward = _smoothed(body, normals(vertices, faces), covered, 10)
    return Wearer(replace(body, vertices=vertices + outward * lift, weights=weights), columns)


def face(rest: Floats) -> Iterator[tuple[tuple[int, ...], float]]:
    """Brows, lids and mouth: for each stroke the points nearest to it in the rest posture, and half its width."""
    front = np.flatnonzero((rest[:, 1] < -9) & (rest[:, 2] > 148) & (rest[:, 2] < 168) & (np.abs(rest[:, 0]) < 7.5))
    spread = rest[front][:, [0, 2]]
    for stroke, width in _FACE:
        for side in (-1, 1):
            wanted = np.array(stroke) * [side, 1]
            distance = ((spread[:, None] - wanted[None]) ** 2).sum(axis=2)
            # Of the points near the stroke, the foremost: behind the lids lie the eyes.
            depth = np.where(distance < 0.35**2, rest[front, 1][:, None], np.inf)
            nearest = np.where(np.isfinite(depth.min(axis=0)), depth.argmin(axis=0), distance.argmin(axis=0))
            yield tuple(front[nearest].tolist()), width


def _smoothed(body: Body, values: Floats, where: Floats, rounds: int) -> Floats:
    """Values of the vertices, evened out with those of their neighbours."""
    count = len(body.vertices)
    ends = np.vstack([body.quads[:, [i, (i + 1) % 4]] for i in range(4)])
    links = sparse.coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(count, count)).tocsr()
    links = ((links + links.T) > 0).astype(float)
    degree = np.maximum(np.asarray(links.sum(axis=1)), 1)
    for _ in range(rounds):
        values = values + 0.6 * where[:, None] * ((links @ values) / degree - values)
    return np.asarray(values)


def _flat_chest(points: Floats) -> Floats:
    """The front of the chest no further out than cloth that falls straight from the collar to the belly."""
    x, y, z = points.T
    limit = np.interp(z, [104, 112, 120, 125, 129, 133, 137, 142], [-13.2, -12.7, -12.5, -12.2, -11.6, -10.6, -9.5, -8])
    inside = (np.abs(x) < 17) & (z > 104) & (z < 142) & (y < -5)
    return np.stack([x, np.where(inside, np.maximum(y, limit + 0.010 * x * x), y), z], axis=1)


def _hair(x: Floats, y: Floats, z: Floats) -> Floats:
    """Short hair: a waving line over the forehead, clear of the ear, down to the nape."""
    wave = 0.35 * np.sin(1.5 * x + 0.6) + 0.2 * np.sin(3.1 * x)
    top = (z - 163.4) + 0.95 * (y + 9.0) - 0.10 * x + wave
    back = np.minimum((y + 0.6) + 0.25 * (z - 156), z - 149.4 + 0.3 * np.sin(2.2 * x))
    ear = 3 * (np.hypot((y + 2.8) / 2.1, (z - 155.6) / 3.4) - 1)
    return np.minimum(np.maximum(top, back), np.where(x > 6.2, ear, 9))


def _strands(x: Floats, y: Floats, z: Floats) -> Floats:
    """The direction hair falls, as an angle from 0 to 180 degrees around the whorl at the back of the crown."""
    return np.asarray(np.degrees(np.arctan2(x, -(y - 2.5) + 0.15 * (z - 165))))
