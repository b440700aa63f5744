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
    tilt = 5
    legs = (drawn_up(36, out=6, hip=5, tilt=tilt), drawn_up(49, out=3, hip=5, tilt=tilt))
    pose = taken(body, Posture(trunk=Bend(front=-4), neck=Bend(front=16), legs=legs, arms=(FOLDED, FOLDED)))
    lie(pose, face_up=True)
    pose.swing(rotation(X, -tilt), pose.head("spine01"))
    drop(pose)
    rest_hands(pose)
    hip = pose.head("upperleg01.R")
    who = person(pose, lift=pressed(0.9))
    near = (np.abs(who.points[:, 0] - hip[0]) < 4) & (np.abs(who.points[:, 1] - hip[1]) < 12)
    low = who.points[near][who.points[near][:, 2].argmin()]
    print("buttock", low, hip)
    spot = np.array([-11, hip[1] + 2.5, BALL_RADIUS])
    solids = [who, thing(ball(spot))]
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


def hands_on_thighs(pose: Pose, share: float = 0.62) -> None:
    for side in ("L", "R"):
        out = outwards(side)
        hip, knee = pose.head(f"upperleg01.{side}"), pose.head(f"lowerleg01.{side}")
        leg = unit(knee - hip)
        above = unit(np.cross(np.array([1.0, 0, 0]), leg))
        above = above if above[1] < 0 else -above
        at = hip + (knee - hip) * share + above * 8.6 + np.array([out * 2.0, 0, 0])
        to = Reach(at - leg * 12, [out * 0.5, 1, -0.3], leg + above * 0.12 + np.array([-out * 0.25, 0, 0]), -above)
        touch(pose, side, at, to, Hand(curl=12, fan=1, thumb=4))


def back_of(points, z, x=0.0, wide=3.0):
    near = (np.abs(points[:, 2] - z) < 2) & (np.abs(points[:, 0] - x) < wide)
    return float(points[near][:, 1].max())


ON_THIGHS = Arm(flex=24, out=10, turn=10, elbow=32, palm=10)


def wall_ball(body: Body) -> dict[str, Any]:
    camera = Camera(0, 5)
    pose = taken(body, Posture(legs=(Leg(36, 3, 0, 42, 6), Leg(43, 4, 0, 49, 6)), neck=Bend(front=4)))
    drop(pose)
    hands_on_thighs(pose)
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
    pose = taken(body, Posture(trunk=Bend(front=6), legs=(Leg(38, 3, 0, 42, 4), Leg(44, 4, 0, 48, 4)), neck=Bend(front=4, turn=16)))
    drop(pose)
    hands_on_thighs(pose)
    pose.swing(rotation(Z, -32))
    who = person(pose)
    hip = pose.head("upperleg01.R")
    z = hip[2] - 1
    x = hip[0] + 1
    back = back_of(who.points, z, x)
    wall = back + 2 * BALL_RADIUS - 1.2
    spot = np.array([x, back + BALL_RADIUS - 1.2, z])
    return wall_plate("wall-ball-buttock", "A person stands turned with the back of one hip to a wall, knees slightly bent. A ball is held between the buttock and the wall.", camera, [who, thing(ball(spot))], wall, {"ball": spot, "knee": pose.head("lowerleg01.L"), "wall": [0, wall, 150]})


def cane_line(press, normal, wide, rise):
    """hooked cane: from the knob out of the back, around the flank, then straight across in front"""
    k, n, s = np.asarray(press, float), unit(normal), np.array([1.0, 0, 0])
    up = np.array([0, 0, rise])
    hook = [k + n * 1.5, k + n * 6, k + n * 10 + s * 3.5, k + n * 11 + s * 10 + up * 0.05]
    side = [np.array([wide, k[1] - 3, k[2]]) + up * 0.25, np.array([wide, k[1] - 20, k[2]]) + up * 0.65]
    rod = [np.array([wide - 7, -33.0, k[2]]) + up * 0.95, np.array([0, -36.0, k[2]]) + up, np.array([-26, -36.0, k[2]]) + up]
    return curve([*hook, *side, *rod])


def cane_back(body: Body) -> dict[str, Any]:
    camera = Camera(26, 12)
    pose = taken(body, Posture(legs=(Leg(out=3), Leg(out=3)), neck=Bend(front=6)))
    drop(pose)
    z = pose.head("spine03")[2]
    rough = pose.skin()
    back = back_of(rough, z, 4.5)
    return _cane(pose, camera, "cane-back", "lower back", np.array([4.5, back + 1.2, z]), np.array([0.15, 1, -0.1]), 24.0, 6.0)


def cane_buttock(body: Body) -> dict[str, Any]:
    camera = Camera(34, 12)
    pose = taken(body, Posture(legs=(Leg(out=3), Leg(out=3)), neck=Bend(front=10, turn=0)))
    drop(pose)
    z = pose.head("upperleg01.L")[2] + 3
    back = back_of(pose.skin(), z, 10)
    return _cane(pose, camera, "cane-buttock", "buttock", np.array([10.5, back + 0.9, z]), unit([0.25, 1, -0.1]), 26.0, 22.0)


def _cane(pose, camera, name, where, press, normal, wide, rise):
    line = cane_line(press, normal, wide, rise)
    flank = np.array([wide, press[1] - 6, press[2] + rise * 0.3])
    for side, x in (("L", 12.0), ("R", -10.0)):
        out = outwards(side)
        grip = line[np.abs(line[:, 0] - x)[len(line) // 2:].argmin() + len(line) // 2]
        wrist = grip + np.array([0, 7.6, 2.6])
        reach(pose, side, Reach(wrist, [out * 0.5, 0.6, -1], [-out * 0.12, -1, -0.1], [0, -0.1, -1]), Hand(curl=60, fan=2, thumb=34))
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


def on_skin(pose: Pose, x: float, y: float, z: float) -> Floats:
    """Where a place of the rest posture (cm) is now."""
    nearest = int(((pose.body.vertices - [x, y, z]) ** 2).sum(axis=1).argmin())
    return np.asarray(pose.skin()[nearest])


def psoas(body: Body) -> dict[str, Any]:
    camera = Camera(180, 48)
    turn = 62
    posture = Posture(
        trunk=Bend(turn=-turn), neck=Bend(front=10, turn=-4),
        legs=(Leg(62, 14, 0, 92, -25), Leg(54, -18, 0, 86, -25)), arms=(Arm(flex=-4, out=26, elbow=14, palm=20), FOLDED))
    pose = taken(body, posture)
    pose.swing(rotation(Z, turn), pose.head("spine03"))
    lie(pose, face_up=True)
    at = on_skin(pose, -7.5, -14, 101.5)
    touch(pose, "R", at + [0, 0, -0.6], Reach(at, [-1, 0.1, -0.5], [0.62, -0.3, -0.72], [0.3, -0.85, -0.3]), Hand(curl=9, fan=0, thumb=14))
    solids = [person(pose, lift=pressed(0.8))]
    return mat_plate("psoas-access", "A person lies on their back with both bent knees resting together on their left side. The fingertips of the right hand press into the right side of the belly, beside the navel.", camera, solids, {"hand": at, "knees": pose.head("lowerleg01.R")}, half=62)


def polygons(camera, lo, hi, tones):
    """an upright box as its visible faces"""
    (x0, y0, z0), (x1, y1, z1) = lo, hi
    top, side, end = tones
    faces = [((0, 0, 1), [(x0, y0, z1), (x1, y0, z1), (x1, y1, z1), (x0, y1, z1)], top)]
    for x, sign in ((x0, -1), (x1, 1)):
        faces.append(((sign, 0, 0), [(x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)], side))
    for y, sign in ((y0, -1), (y1, 1)):
        faces.append(((0, sign, 0), [(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)], end))
    out = []
    for normal, corners, fill in faces:
        if np.dot(normal, camera.axes[2]) > 0.03:
            points = camera.on_paper(corners)
            out.append({"d": "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z", "fill": fill, "stroke": "#3f312a", "w": 2})
    return out


def seat(body: Body) -> dict[str, Any]:
    camera = Camera(0, 7)
    legs = (planted(74, 41, lean=-14, out=7), planted(80, 41, lean=-8, out=7))
    lean = 22
    legs = (Leg(88 + lean, 7, 0, 86, -2), Leg(92 + lean, 8, 0, 94, 2))
    legs = tuple(Leg(l.flex, l.out, 0, l.knee, l.knee - l.flex + lean) for l in legs)
    pose = taken(body, Posture(trunk=Bend(front=38), neck=Bend(front=-34), legs=legs))
    pose.swing(rotation(X, lean))
    drop(pose)
    for side in ("L", "R"):
        out = outwards(side)
        knee = pose.head(f"lowerleg01.{side}")
        at = knee + np.array([-out * 5, -17, 3.0])
        touch(pose, side, at, Reach(at + [0, 15, 3], [out * 0.6, 0.6, -0.6], [-out * 0.3, -1, -0.5], [-out * 0.25, 0.4, -1]), Hand(curl=18, fan=3))
    who = person(pose)
    hip, knee = pose.head("upperleg01.L"), pose.head("lowerleg01.L")
    v = who.points
    spot_y = hip[1] - 9
    low = v[(np.abs(v[:, 1] - hip[1]) < 12) & (np.abs(v[:, 0]) < 17) & (v[:, 2] > hip[2] - 16)][:, 2].min()
    top = low - 1.6
    under = v[(np.abs(v[:, 1] - spot_y) < 2) & (np.abs(v[:, 0] - hip[0]) < 5)][:, 2].min()
    print("seat", top, "thigh", under)
    front, rear = knee[1] + 9, hip[1] + 20
    wood = ("#e7d5b5", "#c9ae83", "#d6bf97")
    chair = polygons(camera, (-20, rear - 3, top), (-17, rear, top + 44), wood)
    for x in (-19, 16):
        for y in (front + 2, rear - 5):
            chair += polygons(camera, (x, y, 0), (x + 3, y + 3, top - 3), wood)
    chair += polygons(camera, (-20, front, top - 4), (20, rear, top), wood)
    back = polygons(camera, (-20, rear - 2.5, top + 26), (20, rear, top + 46), wood) + polygons(camera, (17, rear - 3, top), (20, rear, top + 44), wood)
    spot = np.array([hip[0] + 4, spot_y, top + BALL_RADIUS])
    solids = [who, thing(ball(spot))]
    scene = Scene(camera, solids, frame(camera, solids, (70, 50, 130, 60)))
    return plate("sit-ball", "A person sits on a hard chair, leaning forward with the forearms on the thighs. A ball lies under the top of the thigh, just in front of the sitting bone.", camera, scene, {"ball": spot, "elbow": pose.head("lowerarm01.L")}, [Ground(None, camera.floor(-50), None, None, FLOOR)], chair, back)


def friend(body: Body) -> dict[str, Any]:
    camera = Camera(0, 22)
    pose = taken(body, Posture(legs=(Leg(0, 6, 0, 6, -48), Leg(0, 5, 0, 4, -48)), neck=Bend(front=-14), trunk=Bend(front=-4)))
    lie(pose, face_up=False)
    head = pose.head("head")
    for side in ("L", "R"):
        out = outwards(side)
        at = head + np.array([-out * 3.0, 5 if side == "L" else 8, -8 if side == "L" else -10.5])
        at[2] = max(at[2], 2.0)
        touch(pose, side, at, Reach(at + [out * 16, 0, 0], [out, 0.6, 0.1], [-out, 0.05, 0.05], [0, 0, -1]), Hand(curl=6, fan=1))
    who = person(pose, lift=pressed(2.0))
    thigh = pose.head("upperleg01.L") * 0.75 + pose.head("lowerleg01.L") * 0.25
    v = who.points
    top = v[(np.abs(v[:, 1] - thigh[1]) < 2) & (np.abs(v[:, 0] - thigh[0]) < 4)][:, 2].max()
    spot = np.array([thigh[0], thigh[1], top])
    lean = 42
    helper = taken(body, Posture(trunk=Bend(front=16), neck=Bend(front=-6), legs=(Leg(lean - 2, 10, 0, 91, -55), Leg(lean - 2, 10, 0, 91, -55))))
    helper.swing(rotation(X, lean))
    helper.swing(rotation(Z, 90))
    drop(helper)
    chest = helper.head("spine01")
    helper.shift([spot[0] - chest[0] - 14, spot[1] - chest[1], 0])
    for side, ahead in (("L", 5.0), ("R", -5.0)):
        at = spot + np.array([1.0, ahead, 0.5])
        fingers = np.array([0.8, 0.3 if side == "R" else -0.3, -0.35])
        reach(helper, side, Reach(at + [-4.0, 0, 6.5], [-0.2, -1 if side == "R" else 1, 0.1], fingers, [0.3, 0, -1]), Hand(curl=8, fan=1, thumb=0, spread=4))
    other = person(helper, (("#e9dcc3", "#d3c19c", "#bba67d"), ("#8c8477", "#736b5f", "#5e574c"), ("#3f3a38", "#312d2b", "#262322")))
    return mat_plate("prone-friend", "A person lies face down with the head on the hands. A friend kneels beside them and presses with both hands on the top of the back of the thigh.", camera, [who, other], {"hand": spot}, half=40)


def thumbs(body: Body) -> dict[str, Any]:
    camera = Camera(-42, 14)
    lean = 14
    legs = (Leg(94 + lean, 30, 74, 112, 0), Leg(88 + lean, 6, 0, 88, 88 - 88))
    pose = taken(body, Posture(trunk=Bend(front=34), neck=Bend(front=18), legs=legs))
    pose.swing(rotation(X, lean))
    drop(pose)
    print("foot L", pose.head("foot.L"), "knee R", pose.head("lowerleg01.R"), "knee L", pose.head("lowerleg01.L"))
    solids = [person(pose)]
    return plate("thumbs-calf", "", camera, Scene(camera, solids, frame(camera, solids, (60, 60, 60, 60))), {"hand": pose.head("wrist.L")}, [Ground(None, camera.floor(-50), None, None, FLOOR)])
