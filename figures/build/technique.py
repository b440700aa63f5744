"""Technique drawings: who is in them, in which posture, with which things, seen from where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from figures.build.posture import Arm, Bend, Hand, Leg, Posture, Reach, reach, taken
from figures.build.props import BALL_RADIUS, ball, curve, knob, tube
from figures.build.rig import Body, Floats, Pose, Side, Vector, X, Y, Z, outwards, rotation, unit
from figures.build.scene import Camera, Ground, Scene, frame, person, plate, thing, write
from figures.build.wardrobe import dressed

MAT: Final = "#dfe9e4"
MAT_EDGE: Final = "#bccdc5"
FLOOR: Final = "#e6ebec"
WALL: Final = "#d5dadd"

FINGERTIP: Final = 2.2
"""cm from the last joint of a finger to its tip."""


THIGH: Final = 42.4
SHANK: Final = 42.7


def planted(flex: float, drop: float, lean: float = 0, out: float = 4, turn: float = 0) -> Leg:
    """A standing or sitting leg: hip flexion, and how far the ankle is below the hip; the trunk leans forward."""
    thigh = np.radians(flex - lean)
    shank = np.degrees(np.arccos(np.clip((drop - THIGH * np.cos(thigh)) / SHANK, -1, 1)))
    knee = flex - lean + float(shank)
    return Leg(flex, out, turn, knee, knee - flex + lean)


def drawn_up(flex: float, out: float = 4, hip: float = 1.5, tilt: float = 0) -> Leg:
    """A leg of a person lying face up, the sole on the floor; `hip` is above the ankle, the pelvis tilted up."""
    thigh = np.radians(flex + tilt)
    shank = float(np.degrees(np.arcsin(np.clip((THIGH * np.sin(thigh) + hip) / SHANK, -1, 1))))
    knee = flex + tilt + shank
    return Leg(flex, out, 0, knee, knee - flex - 90 - tilt)


FOLDED = Arm(flex=12, out=14, turn=35, elbow=95)

KNEES_BENT = Posture(
    trunk=Bend(front=-6),
    neck=Bend(front=8),
    legs=(drawn_up(40, out=6), drawn_up(54, out=3)),
    arms=(FOLDED, FOLDED),
)


def local(pose: Pose, bone: str, left: float = 0, back: float = 0, up: float = 0) -> Floats:
    """A place in cm from a bone's start, in the directions of the body there."""
    return pose.head(bone) + pose.facing(bone) @ np.array([left, back, up])


def touch(pose: Pose, side: Side, at: Vector, to: Reach, hand: Hand, finger: str = "3") -> None:
    """Bring a fingertip to a place; `to.wrist` is where the search starts."""
    wrist = np.asarray(to.wrist, float)
    for _ in range(4):
        reach(pose, side, Reach(wrist, to.elbow, to.fingers, to.palm), hand)
        wrist = wrist + np.asarray(at, float) - tip(pose, side, finger)


def tip(pose: Pose, side: Side, finger: str = "3") -> Floats:
    """Where a finger ends."""
    last, before = pose.head(f"finger{finger}-3.{side}"), pose.head(f"finger{finger}-2.{side}")
    return last + unit(last - before) * FINGERTIP


def lie(pose: Pose, face_up: bool) -> None:
    """Lay a standing body down along y, head towards +y."""
    pose.swing(rotation(X, -90 if face_up else 90), pose.head("spine03"))
    drop(pose)


def drop(pose: Pose) -> None:
    """Put the lowest point of the body on the floor."""
    pose.shift([0, 0, -float(pose.skin()[:, 2].min())])


def pressed(sink: float, soft: float = 1.0) -> Callable[[Floats], Floats]:
    """What rests on the floor sinks in a little and is flattened."""

    def lift(points: Floats) -> Floats:
        z = points[:, 2] - sink
        flat = soft * np.exp(np.clip((z - soft) / soft, -20, 0))
        return np.c_[points[:, :2], np.where(z < soft, flat, z)]

    return lift


def floor_ball(body: Body) -> dict[str, Any]:
    camera = Camera(180, 9)
    pose = taken(body, KNEES_BENT)
    lie(pose, face_up=True)
    waist = pose.head("spine04")
    for side in ("L", "R"):
        out = outwards(side)
        at = local(pose, "spine02", left=out * (2.5 if side == "L" else 1), back=-14.5, up=2 if side == "L" else -2.5)
        to = Reach(at, [out, -0.3, -0.6], [-out * 0.93, 0.3, 0.12], [0, 0, -1])
        touch(pose, side, at, to, Hand(curl=10, thumb=12))

    def lift(points: Floats) -> Floats:
        near = np.exp(-(((points[:, 1] - waist[1] - 1) / 17) ** 2)) * np.clip((26 - points[:, 2]) / 12, 0, 1)
        return pressed(0.9)(points + np.c_[np.zeros((len(near), 2)), 3.0 * near])

    spot = [-4, waist[1] + 2, BALL_RADIUS]
    solids = [person(pose, lift=lift), thing(ball(spot))]
    mat = camera.floor(-34), camera.floor(34), camera.floor(34, -1.8)
    ground = [Ground(None, mat[0], None, mat[1], MAT), Ground(None, mat[1], None, mat[2], MAT_EDGE)]
    scene = Scene(camera, solids, frame(camera, solids, (60, 50, 60, 60)))
    return plate(
        "supine-ball",
        "A person lies on their back on a mat with knees bent and feet flat. A ball lies between the floor and the lower "
        "back.",
        camera,
        scene,
        {"ball": spot, "feet": pose.head("foot.R"), "knee": pose.head("lowerleg01.R")},
        ground,
    )


def floor_ball_buttock(body: Body) -> dict[str, Any]:
    camera = Camera(180, 9)
    tilt = 8
    legs = (drawn_up(34, out=6, hip=7, tilt=tilt), drawn_up(47, out=3, hip=7, tilt=tilt))
    pose = taken(body, Posture(trunk=Bend(front=-4), neck=Bend(front=16), legs=legs, arms=(FOLDED, FOLDED)))
    lie(pose, face_up=True)
    pose.swing(rotation(X, -tilt), pose.head("spine01"))
    drop(pose)
    rest_hands(pose)
    hip = pose.head("upperleg01.R")
    spot = np.array([-9, hip[1] + 5, BALL_RADIUS])
    points = person(pose, lift=pressed(0.9))
    solids = [points, thing(ball(spot))]
    return mat_plate(
        "supine-ball-buttock", "A person lies on their back on a mat with knees bent and feet flat. A ball lies between the floor and the right buttock.",
        camera, solids, {"ball": spot, "feet": pose.head("foot.R"), "knee": pose.head("lowerleg01.R")})


def rest_hands(pose: Pose) -> None:
    for side in ("L", "R"):
        out = outwards(side)
        at = local(pose, "spine02", left=out * (2.5 if side == "L" else 1), back=-14.5, up=2 if side == "L" else -2.5)
        to = Reach(at, [out, -0.3, -0.6], [-out * 0.93, 0.3, 0.12], [0, 0, -1])
        touch(pose, side, at, to, Hand(curl=10, thumb=12))


def mat_plate(name, alt, camera, solids, anchors, half=34, margins=(60, 50, 60, 60)):
    mat = camera.floor(-half), camera.floor(half), camera.floor(half, -1.8)
    ground = [Ground(None, mat[0], None, mat[1], MAT), Ground(None, mat[1], None, mat[2], MAT_EDGE)]
    scene = Scene(camera, solids, frame(camera, solids, margins))
    return plate(name, alt, camera, scene, anchors, ground)


def back_of(points, z, x=0.0, wide=3.0):
    near = (np.abs(points[:, 2] - z) < 2) & (np.abs(points[:, 0] - x) < wide)
    return float(points[near][:, 1].max())


ON_THIGHS = Arm(flex=24, out=10, turn=10, elbow=32, palm=10)


def wall_ball(body: Body) -> dict[str, Any]:
    camera = Camera(0, 5)
    pose = taken(body, Posture(legs=(planted(26, 79, out=3), planted(20, 79, out=3)), arms=(ON_THIGHS, ON_THIGHS), neck=Bend(front=4)))
    drop(pose)
    who = person(pose)
    z = pose.head("spine03")[2] + 1
    back = back_of(who.points, z, 4.5)
    wall = back + 2 * BALL_RADIUS - 1.0
    spot = np.array([4.5, back + BALL_RADIUS - 1.0, z])
    return wall_plate("wall-ball", "A person stands with their back to a wall, knees slightly bent. A ball is held between the lower back and the wall.", camera, [who, thing(ball(spot))], wall, {"ball": spot, "knee": pose.head("lowerleg01.L"), "wall": [0, wall, 150]})


def wall_plate(name, alt, camera, solids, wall, anchors):
    box = frame(camera, solids, (70, 60, 140, 60))
    edge = float(camera.on_paper([0, wall, 0])[0, 0])
    horizon = camera.floor(-60)
    ground = [Ground(None, horizon, None, None, FLOOR), Ground(edge, None, None, camera.floor(45), WALL)]
    return plate(name, alt, camera, Scene(camera, solids, box), anchors, ground)


def wall_ball_buttock(body: Body) -> dict[str, Any]:
    camera = Camera(0, 5)
    pose = taken(body, Posture(trunk=Bend(front=6), legs=(planted(30, 77, lean=8, out=3), planted(22, 77, lean=8, out=4)), arms=(ON_THIGHS, ON_THIGHS), neck=Bend(front=4, turn=16)))
    pose.swing(rotation(X, 8))
    pose.swing(rotation(Z, -32))
    drop(pose)
    who = person(pose)
    hip = pose.head("upperleg01.L")
    z = hip[2] - 1
    x = hip[0] + 2
    back = back_of(who.points, z, x)
    wall = back + 2 * BALL_RADIUS - 1.2
    spot = np.array([x, back + BALL_RADIUS - 1.2, z])
    return wall_plate("wall-ball-buttock", "A person stands turned with the back of one hip to a wall, knees slightly bent. A ball is held between the buttock and the wall.", camera, [who, thing(ball(spot))], wall, {"ball": spot, "knee": pose.head("lowerleg01.L"), "wall": [0, wall, 150]})


def cane_line(knob_at, normal, flank, front, end):
    """hooked cane: from the knob out of the back, around the flank, then straight across in front"""
    k, n = np.asarray(knob_at, float), unit(normal)
    return curve([k + n * 1.5, k + n * 7, (k + n * 11 + np.asarray(flank)) / 2 + n * 1.5, flank, front, end])


def cane_back(body: Body) -> dict[str, Any]:
    camera = Camera(38, 6)
    pose = taken(body, Posture(legs=(Leg(out=3), Leg(out=3)), neck=Bend(front=6)))
    drop(pose)
    z = pose.head("spine03")[2]
    rough = pose.skin()
    back = back_of(rough, z, 4.5)
    return _cane(pose, camera, "cane-back", "lower back", np.array([4.5, back + 1.2, z]), np.array([0, 1, 0.0]), 27.0, 3.0)


def cane_buttock(body: Body) -> dict[str, Any]:
    camera = Camera(48, 6)
    pose = taken(body, Posture(legs=(Leg(out=3), Leg(out=3)), neck=Bend(front=10, turn=0)))
    drop(pose)
    z = pose.head("upperleg01.L")[2] + 3
    back = back_of(pose.skin(), z, 10)
    return _cane(pose, camera, "cane-buttock", "buttock", np.array([10.5, back + 0.9, z]), unit([0.25, 1, 0.0]), 29.0, 8.0)


def _cane(pose, camera, name, where, press, normal, wide, rise):
    flank = np.array([wide, press[1] - 6, press[2] + rise * 0.3])
    front = np.array([wide - 5, -30.0, press[2] + rise])
    end = np.array([-26, -38.0, press[2] + rise * 1.4])
    line = cane_line(press, normal, flank, front, end)
    for side, share in (("L", 0.30), ("R", 0.78)):
        out = outwards(side)
        grip = front + (end - front) * share
        along = unit(end - front)
        # the fist goes around the rod: palm towards the body
        hold = Hand(curl=62, fan=2, thumb=34)
        fingers = unit(np.cross(along, [0, -0.25, 1]) * 1.0) if False else unit([-out * 0.1, -0.55, -0.75])
        palm = unit([-out * 0.5, 0.6, -0.5])
        wrist = grip - fingers * 7.5 - palm * 3.0
        reach(pose, side, Reach(wrist, [out * 0.8, 0.5, -0.7], fingers, palm), hold)
    solids = [person(pose), thing(tube(line)), thing(knob(press + normal * 0.8))]
    ground = [Ground(None, camera.floor(-70), None, None, FLOOR)]
    scene = Scene(camera, solids, frame(camera, solids, (90, 60, 90, 60)))
    return plate(name, f"A person stands and holds a hooked cane in front with both hands. Its hook goes around the side, and its knob presses on the {where}.", camera, scene, {"knob": press, "hand": pose.head("finger3-1.L"), "hook": flank}, ground)


def fingers(body: Body) -> dict[str, Any]:
    camera = Camera(72, 6)
    pose = taken(body, Posture(legs=(Leg(out=3), Leg(out=3)), neck=Bend(front=6)))
    drop(pose)
    skin = pose.skin()
    z = pose.head("spine03")[2] + 1
    for side in ("L", "R"):
        out = outwards(side)
        at = np.array([out * 4.5, back_of(skin, z, out * 4.5) + 1.0, z])
        to = Reach(at + [out * 15, -3, 2], [out * 0.9, 0.5, -0.2], [-out * 0.9, 0.35, -0.12], [-out * 0.2, -1, 0])
        touch(pose, side, at, to, Hand(curl=14, fan=2, thumb=-4))
    solids = [person(pose)]
    ground = [Ground(None, camera.floor(-70), None, None, FLOOR)]
    return plate("fingers-back", "A person stands with both hands behind them. The fingertips press on the lower back on both sides of the spine.", camera, Scene(camera, solids, frame(camera, solids, (60, 60, 60, 60))), {"hand": tip(pose, "L"), "elbow": pose.head("lowerarm01.L")}, ground)
