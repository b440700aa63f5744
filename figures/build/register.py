"""The skeleton laid into the standing body, so that its landmarks stand where surveys of adults find them.

All heights are cm above the floor of a reference adult 170 cm tall. Pelvis, sacrum and each vertebra move as rigid
pieces; ribs and skull follow the skin; the bones of the leg turn between the joints.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
from scipy.interpolate import PchipInterpolator, UnivariateSpline

from figures.build import skeleton
from figures.build.mesh import Mesh, rounded
from figures.build.rig import Body, Floats, Pose, arc, normals, posed_mesh
from figures.build.skeleton import Skeleton

Map: TypeAlias = Callable[[Floats], Floats]
"""From points of the skeleton to points of the body."""

SIDES: Final = (("left", "l", 1), ("right", "r", -1))
_ARM: Final = ("arm", "wrist", "finger", "metac")

HIP_HEIGHT: Final = 88.2  # the hip joint stands at about 0.52 of stature, the tip of the trochanter level with it
_HIP: Final = (7.726, 5.628, -7.849)  # the joint in the skeleton
_PELVIS_BACK: Final = -10.5
_PELVIS_WIDTH: Final = 1.03
_ILIUM_HEIGHT: Final = 1.016  # lifts the crest to the space between L4 and L5
_ISCHIUM_HEIGHT: Final = 1.25  # lowers the sitting bone to just above the gluteal fold
_SPINE_LIFT: Final = 94.3  # of sacrum and vertebrae; puts S2 at the PSIS and the tailbone at the trochanter
_LUMBAR_WIDTH: Final = 1.24
_NECK: Final = ((50.0, 144.0), (60.0, 153.0), (76.0, 168.6))
_RIB12: Final = 1.3  # the model's last rib is short and level; with this drop in cm its tip comes to L2
_RIB12_DROP: Final = 1.8
_COSTAL_DROP: Final = 3.4
_SPINE: Final = ("sacrum", *(f"lumbar{i}" for i in range(5, 0, -1)), *(f"thoracic{i}_s" for i in range(12, 0, -1)))


@dataclass(frozen=True, slots=True)
class Joints:
    """The joints of a leg."""

    hip: Floats
    knee: Floats
    ankle: Floats


@dataclass(frozen=True, slots=True)
class Anatomy:
    """A posed body with its skeleton: skin, rest places of the skin's points, how far they are arm or head, bones."""

    skin: Mesh
    rest: Floats
    arm: Floats
    head: Floats
    bones: dict[str, Mesh]
    joints: dict[str, Joints]
    maps: dict[str, Map]
    lines: dict[str, tuple[skeleton.Site, ...]]
    pose: Pose

    def attached(self, muscle: str) -> Floats:
        """A muscle's line of action in the model ("piri_l"), carried over to this body."""
        return np.array([self.maps[site.body](site.at[None])[0] for site in self.lines[muscle]])


def register(body: Body, posture: Callable[[Body], Pose], bones: Skeleton, detail: int = 2) -> Anatomy:
    """The body in a posture on the floor, its skin subdivided `detail` times, with its bones in it."""
    pose = posture(body)
    pose.shift([0, 0, -float(pose.skin()[:, 2].min())])
    carried = np.c_[body.vertices, body.weight(*_ARM), body.weight("head", "neck03", "eye")]
    points, rest, faces = posed_mesh(pose, carried, detail)
    skin = Mesh(np.round(points, 4), faces)
    axial = _axial(skin, rest[:, 3] > 0.3, bones)
    joints = {side: _joints(pose, side) for side, _, _ in SIDES}
    maps = _maps(bones, joints, axial)
    placed = _placed(bones, maps)
    return Anatomy(skin, np.round(rest[:, :3], 4), rest[:, 3], rest[:, 4], placed, joints, maps, bones.lines, pose)


def _pelvic(points: Floats) -> Floats:
    x, y, z = points.T
    above = z - _HIP[2]
    stretch = np.where(above > 0, _ILIUM_HEIGHT, _ISCHIUM_HEIGHT)
    return np.stack([x * _PELVIS_WIDTH, y + _PELVIS_BACK, HIP_HEIGHT + above * stretch], axis=1)


def _sacral(points: Floats) -> Floats:
    return np.asarray(points * [1.06, 1, 1] + [0, _PELVIS_BACK, _SPINE_LIFT])


def _height() -> PchipInterpolator:
    levels = [(z, z + _SPINE_LIFT) for z in (-14.0, 6.0, 21.0, 35.0, 46.0)]
    return PchipInterpolator(*np.array([*levels, *_NECK]).T)


def _axial(skin: Mesh, arms: Any, bones: Skeleton) -> Map:
    """The map of what follows the back: heights by the spine, depth by the skin over the spinous processes."""
    height = _height()
    tips = sorted(_tip(bones.meshes[name].vertices) for name in _SPINE)
    tip_z, tip_y = np.array(tips).T
    smooth = UnivariateSpline(tip_z, tip_y, k=3, s=2.0)
    top = float(smooth(50))

    def tip_line(z: Floats) -> Floats:
        return np.where(z < -2, 15.5, np.where(z > 50, top, smooth(np.clip(z, -2, 50))))

    levels = np.arange(82, 166, 1.0)
    x, y, z = skin.points.T
    near = (np.abs(x) < 0.8) & ~arms
    back = np.array([y[near & (np.abs(z - level) < 0.8)].max(initial=-np.inf) for level in levels])
    known = np.isfinite(back)
    knots = np.array([-14, -3, 6.2, 14, 21, 30, 40, 50, 60, 76.0])
    depth = [
        15.5 + _PELVIS_BACK if knot <= -3 else float(np.interp(height(knot), levels[known], back[known])) - 1.0
        for knot in knots
    ]
    behind = PchipInterpolator(knots, depth)
    thick = PchipInterpolator([-14, 6, 16, 30, 60, 76], [1, 1, 1, 0.92, 0.92, 0.95])
    wide = PchipInterpolator([-14, 6, 16, 30, 60, 76], [1.03, 1.03, 1.0, 0.93, 0.95, 0.95])

    def follow(points: Floats) -> Floats:
        x, y, z = points.T
        return np.stack([x * wide(z), behind(z) + thick(z) * (y - tip_line(z)), height(z)], axis=1)

    return follow


def _tip(points: Floats) -> tuple[float, float]:
    middle = points[np.abs(points[:, 0]) < 1]
    tip = middle[middle[:, 1].argmax()]
    return float(tip[2]), float(tip[1])


def _vertebral(axial: Map, points: Floats, widen: float) -> Map:
    """The map of one vertebra: its tip goes where the back wants it, and the bone with it, unbent."""
    z, y = _tip(points)
    shift = axial(np.array([[0.0, y, z]]))[0] - [0, y, z]

    def place(points: Floats) -> Floats:
        return np.asarray(points * [widen, 1, 1] + shift)

    return place


def _costal(axial: Map) -> Map:
    """Ribs follow the back; the costal margin hangs lower than the model's, to the level of L3."""

    def place(points: Floats) -> Floats:
        out = axial(points)
        x, _, z = points.T
        low = _step(34, 21, z)
        side = _step(3, 8.5, np.abs(x))
        front = _step(-1, -8, out[:, 1])
        out[:, 2] -= _COSTAL_DROP * low * side * front
        return out

    return place


def _step(start: float, end: float, x: Floats) -> Floats:
    t = np.clip((x - start) / (end - start), 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def _joints(pose: Pose, side: str) -> Joints:
    out = 1 if side == "left" else -1
    letter = "L" if out > 0 else "R"
    hip = _pelvic(np.array([[out * _HIP[0], _HIP[1], _HIP[2]]]))[0]
    knee, ankle = pose.head(f"lowerleg01.{letter}"), pose.head(f"foot.{letter}")
    return Joints(hip, np.array([knee[0] - out * 0.2, -3.0, knee[2]]), ankle + np.array([0, 0.8, 0]))


def _between(start: Floats, end: Floats, new_start: Floats, new_end: Floats, width: float) -> Map:
    """The map of a long bone from two joints of the skeleton to two of the body."""
    old, new = end - start, new_end - new_start
    turn = arc(old, new)
    stretch = float(np.linalg.norm(new) / np.linalg.norm(old))
    axis = old / np.linalg.norm(old)

    def place(points: Floats) -> Floats:
        off = points - start
        along = (off @ axis)[:, None] * axis
        return np.asarray(new_start + (along * stretch + (off - along) * width) @ turn.T)

    return place


def _maps(bones: Skeleton, joints: dict[str, Joints], axial: Map) -> dict[str, Map]:
    """The map of every body of the models, by its name there."""
    maps: dict[str, Map] = {"pelvis": _pelvic, "sacrum": _sacral, "axial": axial, "costal": _costal(axial)}
    maps["torso"] = maps["chest_r"] = maps["costal"]
    maps["Abdomen"] = axial
    for name in _SPINE[1:]:
        maps[name] = _vertebral(axial, bones.meshes[name].vertices, _LUMBAR_WIDTH if name.startswith("lumbar") else 1.0)
    for side, letter, _ in SIDES:
        to = joints[side]
        hip, knee, ankle = (bones.joints[f"{name}_{letter}"] for name in ("femur", "tibia", "talus"))
        maps[f"femur_{letter}"] = _between(hip, knee, to.hip, to.knee, 1.08)
        maps[f"patella_{letter}"] = maps[f"femur_{letter}"]
        maps[f"tibia_{letter}"] = _between(knee, ankle, to.knee, to.ankle, 1.0)
        foot = _shifted(ankle, to.ankle)
        maps |= {f"{name}_{letter}": foot for name in ("talus", "calcn", "toes")}
    return maps


def _shifted(start: Floats, end: Floats) -> Map:
    """The map of the foot; the model's heel is longer than this skin's."""

    def place(points: Floats) -> Floats:
        off = points - start
        off = off * np.stack(
            [np.full(len(off), 0.95), np.where(off[:, 1] > 0, 0.72, 1.0), np.full(len(off), 0.98)], axis=1
        )
        return np.asarray(off + end)

    return place


def _placed(bones: Skeleton, maps: dict[str, Map]) -> dict[str, Mesh]:
    out: dict[str, Mesh] = {}

    def add(name: str, source: Any, place: Map, triangles: int) -> None:
        mesh = rounded(source, triangles)
        out[name] = mesh.moved(place(mesh.points))

    m = bones.meshes
    for side, letter, _ in SIDES:
        add(f"ilium.{side}", m[f"{letter}_pelvis"], maps["pelvis"], 6000)
    add("sacrum", m["sacrum"], maps["sacrum"], 20000)
    out["sacrum"] = out["sacrum"].moved(_sacral_relief(out["sacrum"]))
    for i in range(1, 6):
        add(f"L{i}", m[f"lumbar{i}"], maps[f"lumbar{i}"], 4000)
    for i in range(1, 13):
        add(f"T{i}", m[f"thoracic{i}_s"], maps[f"thoracic{i}_s"], 1500)
    for name, rib in bones.ribs.items():
        add(name, rib, maps["costal"], 2000)
    for side, _, _ in SIDES:
        out[f"rib12.{side}"] = _longer(out[f"rib12.{side}"])
    add("sternum", bones.sternum, maps["costal"], 4000)
    for name, part in bones.shoulders.items():
        add(name, part, maps["axial"], 3000)
    for name, source, triangles in (
        ("skull", "hat_skull", 6000),
        ("jaw", "hat_jaw", 2000),
        ("cervical", "hat_cervical", 2600),
    ):
        add(name, m[source], maps["axial"], triangles)
    for side, letter, _ in SIDES:
        add(f"femur.{side}", m[f"{letter}_femur"], maps[f"femur_{letter}"], 6000)
        patella = m[f"{letter}_patella"].copy()
        patella.vertices = patella.vertices + np.array([0, -4.3, 1.0])
        add(f"patella.{side}", patella, maps[f"patella_{letter}"], 1500)
        add(f"tibia.{side}", m[f"{letter}_tibia"], maps[f"tibia_{letter}"], 5000)
        add(f"fibula.{side}", m[f"{letter}_fibula"], maps[f"tibia_{letter}"], 4000)
        for name, source in (("talus", "talus"), ("tarsals", "foot"), ("toes", "bofoot")):
            add(f"{name}.{side}", m[f"{letter}_{source}"], maps[f"talus_{letter}"], 3000)
    return out


def _longer(rib: Mesh) -> Mesh:
    """The rib stretched along itself away from the spine."""
    head = rib.points[np.abs(rib.points[:, 0]).argmin()]
    tip = rib.points[np.abs(rib.points[:, 0]).argmax()]
    axis = (tip - head) / np.linalg.norm(tip - head)
    along = ((rib.points - head) @ axis)[:, None]
    drop = np.array([0, 0, -_RIB12_DROP]) * np.clip(along / np.linalg.norm(tip - head), 0, 1) ** 1.5
    return rib.moved(rib.points + along * axis * (_RIB12 - 1) + drop)


def _sacral_relief(sacrum: Mesh) -> Floats:
    """The sacrum with its crests and holes, which the model's coarse mesh lacks; heights are below its base."""
    x, _, z = sacrum.points.T
    down = float(z.max()) - z
    out = normals(sacrum.points, sacrum.faces)
    back = np.clip(out[:, 1] * 2, 0, 1)

    def bump(off: Any, level: float, wide: float, high: float, by: float) -> Any:
        return np.exp(-((off / wide) ** 2 + ((down - level) / high) ** 2)) * by

    crest = sum(bump(x, level, 0.55, 0.62, by) for level, by in ((2.5, 0.42), (4.8, 0.40), (6.9, 0.32), (8.7, 0.22)))
    lateral = sum(
        bump(np.abs(x) - at, level, 0.45, 0.7, 0.16) for level, at in ((2.2, 3.3), (4.8, 3.0), (7.1, 2.5), (9.0, 1.9))
    )
    holes = sum(
        bump(np.abs(x) - at, level, 0.34, 0.36, 0.42)
        for level, at in ((3.5, 2.15), (5.7, 1.95), (7.6, 1.7), (9.3, 1.4))
    )
    return np.asarray(sacrum.points + out * (back * (crest + lateral - holes))[:, None])
