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


def planted(flex: float, knee: float, lying: bool = False, out: float = 4, turn: float = 0, lean: float = 0) -> Leg:
    """A leg whose sole is on the ground: of a person upright, leaning that many degrees forward, or lying face up."""
    return Leg(flex, out, turn, knee, knee - flex + lean - (90 if lying else 0))


FOLDED = Arm(flex=12, out=14, turn=35, elbow=95)

KNEES_BENT = Posture(
    trunk=Bend(front=-6),
    neck=Bend(front=8),
    legs=(planted(46, 97, lying=True, out=5), planted(54, 114, lying=True, out=3)),
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
