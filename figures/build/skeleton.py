"""The bones and muscle attachments of the models in myo_sim, in cm, with the axes of the body.

Of its meshes only those of the trunk, head and legs are read; arms and hands are never touched.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.spatial.transform import Rotation

from figures.build.rig import Floats

AXES: Final = np.array([[0, 0, -1], [-1, 0, 0], [0, 1, 0]], float) * 100
"""From x forward, y up, z right in m to x left, y back, z up in cm; the determinant is positive, so nothing mirrors."""

_ROOTS: Final = ("skeleton_decor_root", "sacrum", "pelvis")
_SHOULDER_SHIFT: Final = np.array([0.0, 9.7, 9.8])
_SHOULDER_PARTS: Final = {1592: "scapula", 524: "clavicle"}  # by their number of triangles


@dataclass(frozen=True, slots=True)
class Site:
    """A muscle attachment: where it is, and the body (of the model) that it moves with."""

    at: Floats
    body: str


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Meshes of trimesh by name, joints, and the sites along each muscle's line of action."""

    meshes: dict[str, Any]
    ribs: dict[str, Any]
    sternum: Any
    shoulders: dict[str, Any]
    joints: dict[str, Floats]
    lines: dict[str, tuple[Site, ...]]


def load() -> Skeleton:
    """All of it, read from the installed package."""
    models = Path(str(files("myo_sim"))) / "models"
    scene = models / "scene"
    meshes, joints = _bones(scene)
    lines: dict[str, tuple[Site, ...]] = {}
    for part, name in (("leg", "myolegs"), ("torso", "myotorso")):
        lines |= _lines(models / part / "assets", name)
    ribs, sternum = _rib_cage(meshes.pop("thorax"))
    return Skeleton(meshes, ribs, sternum, _shoulders(models / "meshes" / "hat_ribs_scap.stl"), joints, lines)


def _parse(path: Path) -> ET.Element:
    text = path.read_text(encoding="utf-8").split("?>")[-1]
    return ET.fromstring(f"<file>{text}</file>")


def _numbers(text: str) -> list[float]:
    return [float(word) for word in text.split()]


def _frame(element: ET.Element) -> Floats:
    matrix = np.eye(4)
    if element.get("name") in _ROOTS:  # MuJoCo's world is turned; we keep the frame of the pelvis
        return matrix
    matrix[:3, 3] = _numbers(element.get("pos", "0 0 0"))
    if euler := element.get("euler"):
        matrix[:3, :3] = Rotation.from_euler("XYZ", _numbers(euler)).as_matrix()
    if quat := element.get("quat"):
        matrix[:3, :3] = Rotation.from_quat(_numbers(quat), scalar_first=True).as_matrix()
    return matrix


def _walk(element: ET.Element, frame: Floats, body: str) -> Iterator[tuple[ET.Element, Floats, str]]:
    """Everything in a kinematic tree, with the frame and name of the body it belongs to."""
    for child in element:
        if child.tag == "body":
            inner = frame @ _frame(child)
            yield child, inner, str(child.get("name"))
            yield from _walk(child, inner, str(child.get("name")))
        elif child.tag == "mujocoinclude":
            yield from _walk(child, frame, body)
        else:
            yield child, frame, body


def _bones(scene: Path) -> tuple[dict[str, Any], dict[str, Floats]]:
    import trimesh

    assets = {mesh.get("name"): mesh for mesh in _parse(scene / "myobody_skeleton_decor_assets.xml").iter("mesh")}
    meshes: dict[str, Any] = {}
    joints: dict[str, Floats] = {}
    for element, frame, _ in _walk(_parse(scene / "myobody_skeleton_decor.xml"), np.eye(4), ""):
        if element.tag == "body":
            joints[str(element.get("name"))] = AXES @ frame[:3, 3]
        elif element.tag == "geom" and (name := element.get("mesh")):
            asset = assets[name]
            mesh = trimesh.load(scene / str(asset.get("file")), process=True)
            if scale := asset.get("scale"):
                mesh.apply_scale(_numbers(scale))
            mesh.apply_transform(frame @ _frame(element))
            mesh.merge_vertices()
            mesh.vertices = mesh.vertices @ AXES.T
            meshes[name] = mesh
    return meshes, joints


def _lines(folder: Path, name: str) -> dict[str, tuple[Site, ...]]:
    """The sites of every muscle in order, by the name of the muscle with _l or _r; wrapping surfaces are left out."""
    sites = {
        str(element.get("name")): Site(
            AXES @ (frame @ np.array([*_numbers(element.get("pos", "0 0 0")), 1.0]))[:3], body
        )
        for element, frame, body in _walk(_parse(folder / f"{name}_chain.xml"), np.eye(4), "")
        if element.tag == "site"
    }
    return {
        str(spatial.get("name")).removesuffix("_tendon"): tuple(
            sites[str(step.get("site"))] for step in spatial.iter("site") if step.get("site") in sites
        )
        for spatial in _parse(folder / f"{name}_tendon.xml").iter("spatial")
    }


def _rib_cage(thorax: Any) -> tuple[dict[str, Any], Any]:
    """Ribs by number and side, and the sternum with its cartilages; a logo embossed on the mesh is left behind."""
    parts = thorax.split(only_watertight=False)
    ribs = [
        part
        for part in parts
        if 86 <= len(part.faces) <= 200 and np.abs(part.bounds[:, 0]).max() > 6.5 and part.bounds[1, 1] >= 5.2
    ]
    sternum = next(part for part in parts if 1000 < len(part.faces) < 2000)
    named: dict[str, Any] = {}
    for side, out in (("left", 1), ("right", -1)):
        own = [rib for rib in ribs if np.sign(rib.centroid[0]) == out]
        own.sort(key=lambda rib: -rib.vertices[np.abs(rib.vertices[:, 0]).argmin(), 2])
        named |= {f"rib{number}.{side}": rib for number, rib in enumerate(own, 1)}
    if len(named) != 24:
        raise ValueError(f"{len(named)} ribs found in the rib cage of myo_sim, not 24")
    return named, sternum


def _shoulders(path: Path) -> dict[str, Any]:
    import trimesh

    mesh = trimesh.load(path)
    mesh.merge_vertices()
    mesh.vertices = mesh.vertices @ AXES.T
    named: dict[str, Any] = {}
    for part in mesh.split(only_watertight=False):
        if kind := _SHOULDER_PARTS.get(len(part.faces)):
            part.vertices = part.vertices + _SHOULDER_SHIFT
            named[f"{kind}.{'left' if part.centroid[0] > 0 else 'right'}"] = part
    return named
