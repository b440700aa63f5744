"""Every plate of the atlas: what it shows, how it is drawn, and the JSON that booklet reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from figures.build import face
from figures.build.curves import resample
from figures.build.landmarks import Landmarks
from figures.build.mesh import Mesh
from figures.build.register import SIDES, Anatomy
from figures.build.rig import Floats
from figures.build.sculpt import hair
from figures.build.shot import VIEWS, Box, LineStyle, Shot, bands, boundaries, creases, edges, on_paper, tone
from figures.build.tracing import contours

Layers = list[tuple[str, str]]

_SKIN_LIGHT: Final = (-0.20, 0.36, 1)
_BONE_LIGHT: Final = (-0.25, 0.4, 1)
_CLOSE: Final = ((0.95, "hi"), (0.88, "s1"), (0.78, "s2"), (0.66, "s3"), (0.52, "s4"), (0.36, "s5"))
_MIDDLE: Final = ((0.94, "hi"), (0.86, "s1"), (0.74, "s2"), (0.60, "s3"), (0.44, "s4"))
_FAR: Final = ((0.93, "hi"), (0.84, "s1"), (0.70, "s2"), (0.52, "s4"))


@dataclass(frozen=True, slots=True)
class SkinStyle:
    """How finely skin is drawn: pixels per cm, and widths and errors in mm of the body."""

    ppc: float
    line: float
    stroke: float
    error: float
    sigma: float
    levels: tuple[tuple[float, str], ...]
    least: float
    shortest_crease: float = 1.6
    shortest: float = 1.2
    gap: float = 0.3


WHOLE: Final = SkinStyle(13, 2.4, 2.3, 0.6, 0.45, _FAR, 3, 1.4, 1.0, 0.9)
TRUNK: Final = SkinStyle(22, 1.7, 1.6, 0.35, 0.35, _CLOSE, 1, gap=1.0)
LEGS: Final = SkinStyle(20, 1.9, 1.8, 0.4, 0.4, _MIDDLE, 2)


@dataclass(frozen=True, slots=True)
class Person:
    """A posed and sculpted body."""

    anatomy: Anatomy
    landmarks: Landmarks
    skin: Mesh


def skin_plate(name: str, person: Person, view: str, box: Box, style: SkinStyle) -> dict[str, Any]:
    """A plate of the skin."""
    shot = Shot.take(person.skin, VIEWS[view], box, style.ppc)
    outline = contours(shot.mask.astype(float), 0.5, 60, style.least * style.ppc**2 * 0.2)
    bright = tone(shot, _SKIN_LIGHT, style.sigma, ((0.35, 0.10), (0.9, 0.25)))
    layers: Layers = [("base", "".join(shot.ring(ring, style.error * 0.7) for ring in outline))]
    layers += bands(shot, bright, style.levels, style.error * 1.6, least=style.least)
    masked = face.region(person.anatomy, person.skin, shot, view) if box[1] < 100 else None
    drawn = edges(shot, LineStyle(style.line, style.error * 0.8, style.shortest, gap=style.gap))
    if masked is not None:
        layers.append(("feature", face.hair_path(shot, hair(person.anatomy), style.error)))
        drawn = [edge for edge in drawn if not _within(edge[0], masked)]
    layers.append(("line", "".join(path for _, path in drawn)))
    outlines = [line for line, _ in drawn]
    crease_style = LineStyle(style.line * 0.8, style.error * 0.8, style.shortest_crease)
    found = creases(
        shot, crease_style, sigma=0.3, low=0.10, high=0.22, clear=outlines, gap=max(0.6, style.gap), without=masked
    )
    layers.append(("crease", "".join(found)))
    features = face.features(person.anatomy, view, style.error) if masked is not None else ""
    navel = person.landmarks.points["navel"]
    if view == "anterior" and box[1] < on_paper(navel, view)[0][1]:
        features += face.navel(navel, view)
    layers.append(("line", features))
    return _plate(name, view, "skin", box, style.stroke, _merged(layers)) | {"sil": outlines_of(shot.silhouette())}


def _within(line: Floats, mask: Any) -> bool:
    x, y = np.clip(line.round().astype(int), 0, np.array(mask.shape)[::-1] - 1).T
    return bool(mask[y, x].mean() > 0.5)


def _merged(layers: Layers) -> Layers:
    """Layers of one name joined where the first stands."""
    out: dict[str, str] = {}
    for name, data in layers:
        out[name] = out.get(name, "") + data
    return [(name, data) for name, data in out.items() if data]


def _plate(name: str, view: str, kind: str, box: Box, stroke: float, layers: Layers) -> dict[str, Any]:
    return {"id": name, "view": view, "kind": kind, "box": box, "stroke": round(stroke, 3), "layers": layers}


def outlines_of(area: BaseGeometry) -> list[list[list[list[float]]]]:
    """Polygons as rings of points: the outer one first, then holes."""
    parts = [part for part in getattr(area, "geoms", [area]) if part.area > 50]
    return [[points(np.array(ring.coords)) for ring in (part.exterior, *part.interiors)] for part in parts]


def points(array: Floats) -> list[list[float]]:
    """Points with one decimal."""
    rounded: list[list[float]] = (np.round(array, 1) + 0.0).tolist()
    return rounded


@dataclass(frozen=True, slots=True)
class BoneStyle:
    """How finely bones are drawn: pixels per cm; widths and errors in mm; areas in cm²."""

    ppc: float
    line: float
    error: float
    levels: tuple[tuple[float, str], ...]
    least: float
    sigma: float = 0.08


UNDER: Final = BoneStyle(24, 1.2, 0.5, ((0.74, "s1"), (0.50, "s2")), 0.3, 0.14)
PELVIS: Final = BoneStyle(32, 1.5, 0.3, ((0.88, "s1"), (0.72, "s2"), (0.52, "s3")), 0.06)


def bone_shot(
    anatomy: Anatomy, names: Sequence[str], view: str, box: Box, ppc: float, behind: float | None = None
) -> Shot:
    """Bones in one picture; `behind` leaves out what of the ribs lies further forward than that y in cm."""
    corners: list[Floats] = []
    faces: list[Any] = []
    owners: list[Any] = []
    count = 0
    for number, name in enumerate(names):
        mesh = anatomy.bones[name]
        kept = mesh.faces
        if behind is not None and name.startswith("rib"):
            kept = kept[mesh.points[kept].mean(axis=1)[:, 1] > behind]
        corners.append(mesh.points)
        faces.append(kept + count)
        owners.append(np.full(len(kept), number))
        count += len(mesh.points)
    whole = Mesh(np.vstack(corners), np.vstack(faces))
    return Shot.take(whole, VIEWS[view], box, ppc, np.concatenate(owners), two_sided=True)


def bone_plate(name: str, view: str, shot: Shot, style: BoneStyle) -> dict[str, Any]:
    """A plate of bones."""
    soft = ndimage.gaussian_filter(shot.mask.astype(float), 0.06 * style.ppc)
    bright = tone(shot, _BONE_LIGHT, style.sigma, ((0.2, 0.06), (0.5, 0.12)))
    base = shot.rings(soft, 0.5, style.error * 0.7, least=style.least, shortest=20, smooth=1.5, corner=60)
    layers: Layers = [("base", base)]
    layers += bands(shot, bright, style.levels, style.error * 1.4, least=style.least * 3, shortest=20, smooth=2)
    line = LineStyle(style.line, style.error * 0.8, 0.7, 0.45, 2.0, 3, 0.12)
    layers.append(("line", "".join(path for _, path in edges(shot, line, boundaries(shot)))))
    return _plate(name, view, "bone", shot.box, style.line * 0.85, _merged(layers)) | {"regions": {}}


def pelvis_regions(shot: Shot, names: Sequence[str], found: Landmarks) -> dict[str, str]:
    """The parts of the pelvis that an editor may colour."""
    surface = shot.mesh.points
    out = {"sacrum": _whole(shot, names, "sacrum")}
    for side, _, sign in SIDES:
        ilium, femur = f"ilium.{side}", f"femur.{side}"
        rim = resample(found.lines[f"iliac_crest.{side}"], 200)
        out[f"iliac_crest.{side}"] = _near(shot, cKDTree(rim).query(surface)[0], 1.05, names.index(ilium))
        spots = (
            ("psis", 1.35, ilium, np.zeros(3)),
            ("ischial_tuberosity", 1.75, ilium, np.zeros(3)),
            ("greater_trochanter", 2.7, femur, np.array([-0.5 * sign, 0, 1.0])),
        )
        for spot, reach, bone, shift in spots:
            distance = np.linalg.norm(surface - (found.points[f"{spot}.{side}"] + shift), axis=1)
            out[f"{spot}.{side}"] = _near(shot, distance, reach, names.index(bone))
        out[ilium], out[femur] = _whole(shot, names, ilium), _whole(shot, names, femur)
        out[f"si_joint.{side}"] = _seam(shot, names.index("sacrum"), names.index(ilium))
    return out


def _near(shot: Shot, distance: Floats, reach: float, owner: int) -> str:
    """What of a bone is seen within `reach` cm of something."""
    inside = np.clip((reach - shot.spread(distance)) / 0.25, -1, 1)
    field = ndimage.gaussian_filter(np.where(shot.owner == owner, inside, -1), 0.06 * shot.ppc)
    return shot.rings(field, 0, 0.3, least=0.1, shortest=20, smooth=1.5, corner=60)


def _whole(shot: Shot, names: Sequence[str], name: str) -> str:
    field = ndimage.gaussian_filter((shot.owner == names.index(name)).astype(float), 0.06 * shot.ppc)
    return shot.rings(field, 0.5, 0.3, least=0.05, shortest=20, smooth=1.5, corner=60)


def _seam(shot: Shot, first: int, second: int) -> str:
    """The strip along which two bones are seen to touch."""
    reach = int(0.15 * shot.ppc)
    grown = [ndimage.binary_dilation(shot.owner == owner, iterations=reach) for owner in (first, second)]
    strip = (grown[0] & grown[1] & shot.mask).astype(float)
    field = ndimage.gaussian_filter(strip, 0.05 * shot.ppc)
    return shot.rings(field, 0.5, 0.3, least=0.2, shortest=20, smooth=2, corner=60)
