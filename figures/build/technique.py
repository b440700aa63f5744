"""Technique drawings: who is in them, in which posture, with which things, seen from where."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from figures.build.positions import (
    ANKLE_LEAN,
    ANKLE_ON_KNEE,
    ASIDE,
    AT_WALL,
    AT_WALL_TURNED,
    FACE_DOWN,
    FIST,
    FLAT,
    HIPS_RAISED,
    KNEEL_LEAN,
    KNEELING,
    KNEES_ASIDE,
    LEANING_ON_THIGHS,
    ON_BACK,
    ON_BACK_HIPS_RAISED,
    SEAT_LEAN,
    STANDING,
)
from figures.build.posture import Hand, Reach, drop, lie, local, on_skin, reach, taken, tip, touch
from figures.build.props import BALL_RADIUS, Flat, ball, chair, curve, knob, rod
from figures.build.rig import SIDES, Body, Floats, Pose, Vector, X, Z, outwards, rotation, step, unit
from figures.build.scene import SAND, Camera, Ground, Scene, Solid, person, plate, thing
from figures.build.wardrobe import Wearer, dressed

Plate: TypeAlias = dict[str, Any]

MAT: Final = "#dfe9e4"
MAT_EDGE: Final = "#bccdc5"
FLOOR: Final = "#e6ebec"
WALL: Final = "#dce2e4"

# ---- Lying on a mat


def floor_ball(who: Wearer) -> Plate:
    """Face up, the ball beside the spine; the trunk bridges over it."""
    pose = taken(who.body, ON_BACK)
    lie(pose, face_up=True)
    _hands_on_belly(pose)
    waist = float(pose.head("spine04")[1])

    def bridge(points: Floats) -> Floats:
        near = np.exp(-(((points[:, 1] - waist - 1) / 17) ** 2)) * np.clip((26 - points[:, 2]) / 12, 0, 1)
        return _pressed(points + np.outer(3.0 * near, Z), 0.9)

    spot = np.array([-4, waist + 2, BALL_RADIUS])
    alt = (
        "A person lies on their back on a mat with knees bent and feet flat. A ball lies between the floor and the "
        "lower back, beside the spine."
    )
    solids = [person(pose, who, lift=bridge), thing(ball(spot))]
    anchors = {"ball": spot, "feet": pose.head("foot.R"), "knee": pose.head("lowerleg01.R")}
    return _on_mat("supine-ball", alt, Scene(Camera(180, 9), solids, (60, 50, 60, 110)), anchors)


def floor_ball_buttock(who: Wearer) -> Plate:
    """Face up, the ball under the right buttock, which it raises."""
    pose = taken(who.body, ON_BACK_HIPS_RAISED)
    lie(pose, face_up=True)
    pose.swing(rotation(X, -HIPS_RAISED), pose.head("spine01"))
    drop(pose)
    _hands_on_belly(pose)
    hip = pose.head("upperleg01.R")
    spot = np.array([-11, hip[1] + 0.5, BALL_RADIUS])
    alt = (
        "A person lies on their back on a mat with knees bent and feet flat. A ball lies between the floor and the "
        "right buttock."
    )
    solids = [person(pose, who, lift=lambda points: _pressed(points, 0.9)), thing(ball(spot))]
    anchors = {"ball": spot, "feet": pose.head("foot.R"), "knee": pose.head("lowerleg01.R")}
    return _on_mat("supine-ball-buttock", alt, Scene(Camera(180, 9), solids, (60, 50, 60, 110)), anchors)


def psoas_access(who: Wearer) -> Plate:
    """Face up, both knees dropped to the left; the right hand presses beside the navel on the right."""
    pose = taken(who.body, KNEES_ASIDE)
    pose.swing(rotation(Z, ASIDE), pose.head("spine03"))
    lie(pose, face_up=True)
    spot = on_skin(pose, (-7.5, -14, 101.5)) - step(0, 0, 0.6)
    to = Reach(spot, [-1, 0.1, -0.5], [0.62, -0.3, -0.72], [0.3, -0.85, -0.3])
    touch(pose, "R", spot, to, Hand(curl=9, fan=0, thumb=14))
    alt = (
        "A person lies on their back with both bent knees resting together on their left side. The fingertips of the "
        "right hand press into the right side of the belly, beside the navel."
    )
    solids = [person(pose, who, lift=lambda points: _pressed(points, 0.8))]
    anchors = {"hand": spot, "knees": pose.head("lowerleg01.R")}
    return _on_mat("psoas-access", alt, Scene(Camera(180, 48), solids, (60, 60, 60, 60)), anchors, half=62)


def prone_friend(who: Wearer) -> Plate:
    """Face down; a friend kneels behind and leans on both hands."""
    pose = taken(who.body, FACE_DOWN)
    lie(pose, face_up=False)
    head = pose.head("head")
    for side, along, up in zip(SIDES, (5.0, 8.0), (-8.0, -10.5), strict=True):
        out = outwards(side)
        at = head + step(-out * 3.0, along, up)
        at[2] = max(at[2], 2.0)
        to = Reach(at + step(out * 16, 0, 0), [out, 0.6, 0.1], [-out, 0.05, 0.05], [0, 0, -1])
        touch(pose, side, at, to, Hand(curl=6, fan=1))
    lying = person(pose, who, lift=lambda points: _pressed(points, 2.0))
    spot = pose.head("upperleg01.L") * 0.75 + pose.head("lowerleg01.L") * 0.25
    spot[2] = _beside(lying, spot, 0, 4, 1, 2)[:, 2].max()
    friend = taken(who.body, KNEELING)
    friend.swing(rotation(Z, 90) @ rotation(X, KNEEL_LEAN))
    drop(friend)
    chest = friend.head("spine01")
    friend.shift([spot[0] - chest[0] - 14, spot[1] - chest[1], 0])
    for side in SIDES:
        out = outwards(side)
        to = Reach(spot + step(-3.0, out * 5, 7.0), [-0.2, out, 0.1], [0.8, -out * 0.3, -0.35], [0.3, 0, -1])
        reach(friend, side, to, Hand(curl=8, fan=1, thumb=0, spread=4))
    alt = (
        "A person lies face down with the head on the hands. A friend kneels beside them and presses with both hands "
        "on the top of the back of the thigh."
    )
    scene = Scene(Camera(0, 22), [lying, person(friend, who, SAND)], (60, 50, 60, 60))
    return _on_mat("prone-friend", alt, scene, {"hand": spot}, half=40)


# ---- At a wall


def wall_ball(who: Wearer) -> Plate:
    """Standing, the ball between the wall and the back, beside the spine."""
    pose = taken(who.body, AT_WALL)
    drop(pose)
    _hands_on_thighs(pose)
    alt = (
        "A person stands with their back to a wall, knees slightly bent. A ball is held between the lower back and "
        "the wall."
    )
    return _at_wall("wall-ball", alt, pose, who, pose.head("spine03") + step(4.5, 0, 1))


def wall_ball_buttock(who: Wearer) -> Plate:
    """Standing turned, the ball between the wall and the right buttock."""
    pose = taken(who.body, AT_WALL_TURNED)
    drop(pose)
    _hands_on_thighs(pose)
    pose.swing(rotation(Z, -32))
    alt = (
        "A person stands turned a little, the right buttock towards a wall, knees slightly bent. A ball is held "
        "between the buttock and the wall."
    )
    return _at_wall("wall-ball-buttock", alt, pose, who, pose.head("upperleg01.R") + step(1, 0, -1))


def _at_wall(name: str, alt: str, pose: Pose, who: Wearer, beside: Floats) -> Plate:
    """The wall is as far behind as the ball, a little flattened, keeps the body off it."""
    standing = person(pose, who)
    back = _beside(standing, beside, 0, 3, 2, 2)[:, 1].max()
    spot = np.array([beside[0], back + BALL_RADIUS - 1.1, beside[2]])
    wall = spot[1] + BALL_RADIUS
    camera = Camera(0, 5)
    scene = Scene(camera, [standing, thing(ball(spot))], (70, 60, 140, 60))
    edge = float(camera.on_paper([0, wall, 0])[0, 0])
    ground = (
        Ground(None, camera.floor(-60), None, None, FLOOR),
        Ground(edge, None, None, camera.floor(45), WALL),
    )
    anchors = {"ball": spot, "knee": pose.head("lowerleg01.L"), "wall": np.array([0, wall, 150])}
    return plate(name, alt, scene, anchors, ground)


# ---- Standing


def cane_back(who: Wearer) -> Plate:
    """The hook of a cane around the left side; its knob beside the spine."""
    pose = taken(who.body, STANDING)
    drop(pose)
    at = pose.head("spine03") + step(4.5, 0, 0)
    alt = (
        "A person stands, seen from behind on the left, and holds a hooked cane in front with both hands. The hook "
        "goes around the side, and its knob presses on the lower back beside the spine."
    )
    return _with_cane("cane-back", alt, pose, who, at, (0.15, 1, -0.1), flank=24, rise=6, camera=Camera(20, 14))


def cane_buttock(who: Wearer) -> Plate:
    """The hook of a cane around the left hip; its knob on the buttock."""
    pose = taken(who.body, STANDING)
    drop(pose)
    at = pose.head("upperleg01.L") + step(-0.5, 0, 3)
    alt = (
        "A person stands, seen from behind on the left, and holds a hooked cane in front with both hands. The hook "
        "goes around the hip, and its knob presses on the left buttock."
    )
    return _with_cane("cane-buttock", alt, pose, who, at, (0.25, 1, -0.1), flank=26, rise=20, camera=Camera(34, 14))


def _with_cane(
    name: str, alt: str, pose: Pose, who: Wearer, beside: Floats, normal: Vector, *, flank: float, rise: float,
    camera: Camera,
) -> Plate:  # fmt: skip
    """The knob stands off the skin along the normal; the handle is `rise` cm higher than the knob."""
    back = _beside(person(pose, who), beside, 0, 3, 2, 2)[:, 1].max()
    spot = np.array([beside[0], back + 1.0, beside[2]])
    off, left, down = unit(normal), X, step(0, 0, -5)  # the hook dips, so that the knob stays in sight
    line = curve(
        [
            spot + off * 1.5,
            spot + off * 6,
            spot + off * 11.5 + left * 3 + down * 0.5,
            spot + off * 13 + left * 9.5 + down,
            [flank, spot[1] - 1, spot[2] + rise * 0.15 - 4],
            [flank, spot[1] - 20, spot[2] + rise * 0.65],
            [flank - 7, -33, spot[2] + rise * 0.95],
            [0, -36, spot[2] + rise],
            [-17, -36, spot[2] + rise],
        ]
    )
    for side, x in zip(SIDES, (12.0, -10.0), strict=True):
        out = outwards(side)
        front = line[line[:, 1] < -20]
        grip = front[np.abs(front[:, 0] - x).argmin()]
        to = Reach(grip + step(0, 7.6, 2.6), [out * 0.5, 0.6, -1], [-out * 0.12, -1, -0.1], [0, -0.1, -1])
        reach(pose, side, to, FIST)
    solids = [person(pose, who), thing(rod(line)), thing(knob(spot + off * 0.8))]
    anchors = {"knob": spot, "hand": pose.head("finger3-1.L"), "hook": line[len(line) // 5]}
    return _standing(name, alt, Scene(camera, solids, (90, 60, 90, 60)), anchors)


def fingers(who: Wearer) -> Plate:
    """Standing, the fingertips of both hands beside the spine."""
    pose = taken(who.body, STANDING)
    drop(pose)
    standing = person(pose, who)
    for side in SIDES:
        out = outwards(side)
        at = pose.head("spine03") + step(out * 4.5, 0, 1)
        at[1] = _beside(standing, at, 0, 3, 2, 2)[:, 1].max() + 1.0
        to = Reach(at + step(out * 15, -3, 2), [out * 0.9, 0.5, -0.2], [-out * 0.9, 0.35, -0.12], [-out * 0.2, -1, 0])
        touch(pose, side, at, to, Hand(curl=14, fan=2, thumb=-4))
    alt = (
        "A person stands, seen from behind, with both hands on the lower back. The fingertips press beside the spine "
        "on both sides."
    )
    anchors = {"hand": tip(pose, "L"), "elbow": pose.head("lowerarm01.L")}
    return _standing("fingers-back", alt, Scene(Camera(72, 6), [person(pose, who)], (60, 60, 60, 60)), anchors)


# ---- Seated


def sit_ball(who: Wearer) -> Plate:
    """On a hard chair, the ball under the top of the left thigh, forearms on the thighs."""
    pose = taken(who.body, LEANING_ON_THIGHS)
    pose.swing(rotation(X, SEAT_LEAN))
    drop(pose)
    hip, knee = pose.head("upperleg01.L"), pose.head("lowerleg01.L")
    for side in SIDES:
        out = outwards(side)
        at = pose.head(f"lowerleg01.{side}") + step(-out * 5, -17, 3)
        to = Reach(at + step(0, 15, 3), [out * 0.6, 0.6, -0.6], [-out * 0.3, -1, -0.5], [-out * 0.25, 0.4, -1])
        touch(pose, side, at, to, Hand(curl=18, fan=3))
    sitting = person(pose, who)
    seat = _beside(sitting, hip, 0, 30, 1, 12)
    top = seat[seat[:, 2] > hip[2] - 16][:, 2].min() - 1.6  # the ball raises the sitter
    behind, before = chair(front=float(knee[1]) + 9, rear=float(hip[1]) + 20, seat=float(top))
    spot = np.array([hip[0] + 4, hip[1] - 9, top + BALL_RADIUS])
    alt = (
        "A person sits on a hard chair, leaning forward with the forearms on the thighs. A ball lies under the top of "
        "the thigh, just in front of the sitting bone."
    )
    anchors = {"ball": spot, "elbow": pose.head("lowerarm01.L")}
    scene = Scene(Camera(0, 7), [sitting, thing(ball(spot))], (70, 50, 130, 60))
    return _standing("sit-ball", alt, scene, anchors, behind, before)


def thumbs(who: Wearer) -> Plate:
    """Seated, the left ankle on the right knee; both thumbs on the calf."""
    pose = taken(who.body, ANKLE_ON_KNEE)
    pose.swing(rotation(X, ANKLE_LEAN))
    drop(pose)
    hip, knee, ankle = (pose.head(f"{bone}.L") for bone in ("upperleg01", "lowerleg01", "foot"))
    along = unit(ankle - knee)
    spot = knee + (ankle - knee) * 0.45 + step(0, 1.5, 5.0)
    for side in SIDES:
        out = outwards(side)
        at = spot - along * out * 1.6
        to = Reach(at + step(out * 5, 9, 5), [out, -0.2, 0.4], [out * 0.45, -0.8, -0.4], [0, -0.45, -1])
        touch(pose, side, at, to, Hand(curl=20, fan=2, thumb=-4), finger="1")
    sitting = person(pose, who)
    seat = _beside(sitting, hip, 0, 30, 1, 10)
    top = float(seat[seat[:, 2] > hip[2] - 16][:, 2].min())
    stool, _ = chair(float(hip[1]) - 26, float(hip[1]) + 16, top, back=False)
    alt = (
        "A person sits with the left ankle resting on the right knee. Both hands hold the lower leg, and both thumbs "
        "press side by side on the calf."
    )
    scene = Scene(Camera(-62, 28), [sitting], (60, 60, 60, 60))
    return _standing("thumbs-calf", alt, scene, {"hand": spot, "knee": knee}, stool)


# ---- Shared staging


def _standing(
    name: str, alt: str, scene: Scene, anchors: Mapping[str, Vector], under: Sequence[Flat] = (),
    over: Sequence[Flat] = (),
) -> Plate:  # fmt: skip
    """On a floor that ends a little behind the person."""
    floor = Ground(None, scene.camera.floor(-60), None, None, FLOOR)
    return plate(name, alt, scene, anchors, [floor], under, over)


def _on_mat(name: str, alt: str, scene: Scene, anchors: Mapping[str, Vector], half: float = 34) -> Plate:
    """On a mat across the picture, `half` cm to either side of the middle."""
    far, near, edge = scene.camera.floor(-half), scene.camera.floor(half), scene.camera.floor(half, -1.8)
    ground = (
        Ground(None, far, None, near, MAT),
        Ground(None, near, None, edge, MAT_EDGE),
        Ground(None, edge, None, None, FLOOR),
    )
    return plate(name, alt, scene, anchors, ground)


def _hands_on_belly(pose: Pose) -> None:
    """Of a person lying face up, one hand above the other."""
    for side, place in zip(SIDES, ((2.5, -12.4, 2.0), (1.0, -13.8, -2.5)), strict=True):
        out = outwards(side)
        at = local(pose, "spine02", out * place[0], place[1], place[2])
        touch(pose, side, at, Reach(at, [out, -0.3, -0.6], [-out * 0.93, 0.3, 0.12], [0, 0, -1]), FLAT)


def _hands_on_thighs(pose: Pose) -> None:
    """Of a person standing with knees bent."""
    for side in SIDES:
        out = outwards(side)
        hip, knee = pose.head(f"upperleg01.{side}"), pose.head(f"lowerleg01.{side}")
        leg = unit(knee - hip)
        above = unit(np.cross(leg, X))
        at = hip + (knee - hip) * 0.62 + above * 8.6 + X * (out * 2)
        to = Reach(at - leg * 12, [out * 0.5, 1, -0.3], leg + above * 0.12 - X * (out * 0.25), -above)
        touch(pose, side, at, to, Hand(curl=12, fan=1, thumb=4))


def _pressed(points: Floats, sink: float) -> Floats:
    """What rests on the floor sinks in by `sink` cm and is flattened."""
    z = points[:, 2] - sink
    flat = np.where(z < 1, np.exp(np.clip(z - 1, -20, 0)), z)
    return np.column_stack([points[:, :2], flat])


def _beside(solid: Solid, at: Floats, axis: int, within: float, other: int, reach_cm: float) -> Floats:
    """The points of a solid near a place along two axes."""
    points = solid.mesh.points
    near = (np.abs(points[:, axis] - at[axis]) < within) & (np.abs(points[:, other] - at[other]) < reach_cm)
    return np.asarray(points[near])


TECHNIQUES: Final[tuple[Callable[[Wearer], Plate], ...]] = (
    floor_ball,
    floor_ball_buttock,
    wall_ball,
    wall_ball_buttock,
    sit_ball,
    prone_friend,
    psoas_access,
    cane_back,
    cane_buttock,
    fingers,
    thumbs,
)


def write(body: Body, folder: Path) -> None:
    """Draw every technique into a folder, as tq-<id>.json."""
    who = dressed(body)
    for draw in TECHNIQUES:
        data = draw(who)
        text = json.dumps(data, separators=(",", ":"))
        (folder / f"tq-{data['id']}.json").write_text(text, encoding="utf-8")
