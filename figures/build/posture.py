"""Postures as tables of joint angles, and hands that reach for a place.

Angles are degrees from standing upright with arms hanging and palms facing the thighs, named as a physiotherapist
measures them. Each joint turns in the frame of the part it hangs from, so a posture keeps its shape when the body lies.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from figures.build.rig import SIDES, Body, Floats, Pose, Side, Vector, X, Y, Z, arc, outwards, rotation, step, unit

THIGH: Final = 42.4
SHANK: Final = 42.7
"""Lengths of the reference adult's leg bones, cm."""

FINGERTIP: Final = 2.2
"""From the last joint of a finger to its tip, cm."""

_TRUNK: Final = ("spine05", "spine04", "spine03", "spine02", "spine01")
_NECK: Final = ("neck01", "neck02", "neck03", "head")


@dataclass(frozen=True, slots=True)
class Leg:
    """Hip flexion, abduction and outward turn; knee flexion; ankle flexion towards the shin."""

    flex: float = 0
    out: float = 0
    turn: float = 0
    knee: float = 0
    ankle: float = 0


@dataclass(frozen=True, slots=True)
class Arm:
    """Shoulder flexion, abduction and inward turn; elbow flexion; palm turned down; wrist flexion towards the palm."""

    flex: float = 0
    out: float = 8
    turn: float = 0
    elbow: float = 8
    palm: float = 0
    wrist: float = 0


@dataclass(frozen=True, slots=True)
class Hand:
    """Flexion of each finger joint, more from index to little finger by `fan`, and how far the thumb closes."""

    curl: float = 16
    fan: float = 4
    thumb: float = 10
    spread: float = -5


@dataclass(frozen=True, slots=True)
class Bend:
    """Flexion to the front, leaning to the left and turning to the left, shared by the joints of spine or neck."""

    front: float = 0
    lean: float = 0
    turn: float = 0


@dataclass(frozen=True, slots=True)
class Posture:
    """A posture; a pair is left, right."""

    trunk: Bend = Bend()
    neck: Bend = Bend()
    legs: tuple[Leg, Leg] = (Leg(), Leg())
    arms: tuple[Arm, Arm] = (Arm(), Arm())
    hands: tuple[Hand, Hand] = field(default=(Hand(), Hand()))


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a wrist goes, in cm, and which ways the elbow, the fingers and the palm point."""

    wrist: Vector
    elbow: Vector
    fingers: Vector
    palm: Vector


def taken(body: Body, posture: Posture) -> Pose:
    """The body in a posture, its pelvis upright and where it stands at rest."""
    pose = Pose(body)
    _bend(pose, _TRUNK, posture.trunk)
    for number, side in enumerate(SIDES):
        _leg(pose, side, posture.legs[number])
        _arm(pose, side, posture.arms[number])
        close(pose, side, posture.hands[number])
    _bend(pose, _NECK, posture.neck)
    return pose


def reach(pose: Pose, side: Side, to: Reach, hand: Hand | None = None) -> None:
    """Bring a hand to a place by bending shoulder and elbow; an arm that is too short is straightened towards it."""
    _girdle(pose, side, unit(np.asarray(to.wrist, float) - pose.head(f"upperarm01.{side}")))
    shoulder = pose.head(f"upperarm01.{side}")
    upper, fore = _lengths(pose.body, side)
    line = np.asarray(to.wrist, float) - shoulder
    distance = min(float(np.linalg.norm(line)), (upper + fore) * 0.999)
    ahead = unit(line)
    pole = np.asarray(to.elbow, float)
    aside = unit(pole - (pole @ ahead) * ahead)
    along = (upper**2 - fore**2 + distance**2) / (2 * distance)
    away = float(np.sqrt(max(upper**2 - along**2, 0.0)))
    elbow = ahead * along + aside * away
    hinge = unit(np.cross(ahead * distance - elbow, elbow))
    _set(pose, f"upperarm01.{side}", _frame(elbow, hinge) @ _neutral(pose.body, side, "upperarm01"))
    lower = _frame(ahead * distance - elbow, hinge)
    _set(pose, f"lowerarm01.{side}", lower @ _neutral(pose.body, side, "lowerarm01"))
    _face(pose, side, lower, to.fingers, to.palm)
    if hand is not None:
        close(pose, side, hand)


def touch(pose: Pose, side: Side, at: Vector, to: Reach, hand: Hand, finger: str = "3") -> None:
    """Bring the tip of a finger (1 is the thumb) to a place; `to.wrist` says where the search starts."""
    wrist = np.asarray(to.wrist, float)
    for _ in range(5):
        reach(pose, side, replace(to, wrist=wrist), hand)
        wrist = wrist + np.asarray(at, float) - tip(pose, side, finger)


def tip(pose: Pose, side: Side, finger: str = "3") -> Floats:
    """Where a finger ends."""
    last = pose.head(f"finger{finger}-3.{side}")
    return last + unit(last - pose.head(f"finger{finger}-2.{side}")) * FINGERTIP


def drawn_up(flex: float, out: float = 4, hip: float = 1.5, tilt: float = 0) -> Leg:
    """A leg of a person lying face up, its sole on the floor; the hip is `hip` cm above the ankle.

    `tilt` is how far the feet end of the trunk is raised, in degrees.
    """
    thigh = np.radians(flex + tilt)
    shank = float(np.degrees(np.arcsin(np.clip((THIGH * np.sin(thigh) + hip) / SHANK, -1, 1))))
    knee = flex + tilt + shank
    return Leg(flex, out, 0, knee, knee - flex - 90 - tilt)


def upright(flex: float, knee: float, lean: float = 0, out: float = 4) -> Leg:
    """A leg of a person who stands or sits, its sole level; the pelvis leans forward by `lean` degrees."""
    return Leg(flex, out, 0, knee, knee - flex + lean)


def lie(pose: Pose, face_up: bool) -> None:
    """Lay a standing body on the floor along y, its head towards +y."""
    pose.swing(rotation(X, -90 if face_up else 90), pose.head("spine03"))
    drop(pose)


def drop(pose: Pose) -> None:
    """Put the lowest point of the body on the floor."""
    pose.shift([0, 0, -float(pose.skin()[:, 2].min())])


def local(pose: Pose, bone: str, left: float = 0, back: float = 0, up: float = 0) -> Floats:
    """A place in cm from a bone's start, in the directions of the body there."""
    return np.asarray(pose.head(bone) + pose.facing(bone) @ step(left, back, up))


def on_skin(pose: Pose, at: Vector) -> Floats:
    """Where a place on the skin of the rest posture is now; the nearest vertex counts."""
    nearest = int(((pose.body.vertices - np.asarray(at, float)) ** 2).sum(axis=1).argmin())
    return np.asarray(pose.skin()[nearest])


def close(pose: Pose, side: Side, hand: Hand) -> None:
    """Bend the fingers of a hand; called once for each posture of the hand, starting from a flat one."""
    out = outwards(side)
    for finger in "12345":
        for joint in "123":
            _set(pose, f"finger{finger}-{joint}.{side}", pose.facing(f"wrist.{side}"))
    across = unit(pose.head(f"finger2-1.{side}") - pose.head(f"finger5-1.{side}"))
    along = unit(pose.head(f"finger3-1.{side}") - pose.head(f"wrist.{side}"))
    palm = out * np.cross(along, across)
    for place, finger in enumerate("2345"):
        pose.turn(f"finger{finger}-1.{side}", palm, out * hand.spread * (1.5 - place))
        for joint, share in (("1", 1.0), ("2", 1.25), ("3", 0.8)):
            pose.turn(f"finger{finger}-{joint}.{side}", across, -out * share * (hand.curl + hand.fan * place))
    pose.turn(f"finger1-1.{side}", along, -out * hand.thumb)
    for joint, share in (("2", 0.5), ("3", 1.2)):
        pose.turn(f"finger1-{joint}.{side}", palm, -out * share * hand.thumb)


def _bend(pose: Pose, bones: tuple[str, ...], bend: Bend) -> None:
    for bone in bones:
        facing = pose.facing(bone)
        for axis, degrees in ((X, bend.front), (Y, -bend.lean), (Z, bend.turn)):
            pose.turn(bone, facing @ axis, degrees / len(bones))


def _leg(pose: Pose, side: Side, leg: Leg) -> None:
    out = outwards(side)
    hip = rotation(X, -leg.flex) @ rotation(Y, -out * leg.out) @ rotation(Z, out * leg.turn)
    thigh = pose.facing("root") @ hip
    shank = thigh @ rotation(X, leg.knee)
    foot = shank @ rotation(X, -leg.ankle)
    _set(pose, f"upperleg01.{side}", thigh @ _neutral(pose.body, side, "upperleg01"))
    _set(pose, f"lowerleg01.{side}", shank @ _neutral(pose.body, side, "lowerleg01"))
    _set(pose, f"foot.{side}", foot @ _neutral(pose.body, side, "foot"))


def _arm(pose: Pose, side: Side, arm: Arm) -> None:
    out = outwards(side)
    chest = pose.facing("spine01")
    shoulder = rotation(X, -arm.flex) @ rotation(Y, -out * arm.out) @ rotation(Z, -out * arm.turn)
    _girdle(pose, side, chest @ shoulder @ -Z)
    upper = chest @ shoulder
    lower = upper @ rotation(X, -arm.elbow)
    _set(pose, f"upperarm01.{side}", upper @ _neutral(pose.body, side, "upperarm01"))
    _set(pose, f"lowerarm01.{side}", lower @ _neutral(pose.body, side, "lowerarm01"))
    wrist = lower @ rotation(Z, -out * arm.palm) @ rotation(Y, out * arm.wrist)
    _face(pose, side, lower, wrist @ -Z, wrist @ (-out * X))


def _girdle(pose: Pose, side: Side, arm: Floats) -> None:
    """Shoulder blade and collarbone follow the arm: a third of what it is raised, a fifth of what it comes forward."""
    out = outwards(side)
    chest = pose.facing("spine01")
    local = chest.T @ arm
    raised = float(np.degrees(np.arccos(np.clip(-local[2], -1, 1))))
    lift = max(raised - 30, 0) * 0.28 - 9  # the rest posture holds the arms out
    forth = -local[1] * 14 - (12 if out * local[0] < -0.2 else 0)
    for bone, share in ((f"clavicle.{side}", 0.6), (f"shoulder01.{side}", 0.4)):
        turn = chest @ rotation(Z, -out * share * forth) @ rotation(Y, -out * share * lift)
        _set(pose, bone, turn)


def _face(pose: Pose, side: Side, lower: Floats, fingers: Vector, palm: Vector) -> None:
    """Turn the hand, the forearm's two parts sharing the turn about its length so that the skin does not wring."""
    out = outwards(side)
    along = unit(fingers)
    flat = np.asarray(palm, float)
    hand = _frame(along, -out * unit(flat - (flat @ along) * along))
    local = lower.T @ hand
    # The turn about the forearm's length is that of the hand's palm around it.
    swing = arc(-Z, local @ -Z).T @ local
    turn = float(np.degrees(np.arctan2(swing[1, 0], swing[0, 0])))
    neutral = _neutral(pose.body, side, "lowerarm01")
    _set(pose, f"lowerarm01.{side}", lower @ rotation(Z, turn * 0.25) @ neutral)
    _set(pose, f"lowerarm02.{side}", lower @ rotation(Z, turn * 0.7) @ neutral)
    _set(pose, f"wrist.{side}", hand @ _neutral(pose.body, side, "wrist"))


def _set(pose: Pose, bone: str, facing: Floats) -> None:
    """Turn a bone so that it is turned from the rest posture by exactly this."""
    pose.carry(bone, facing @ pose.facing(bone).T)


def _frame(down: Vector, right: Vector) -> Floats:
    """The turn that takes a hanging part (-z) to a direction and its joint's axis (x) as near as can be to another."""
    z = -unit(down)
    across = np.asarray(right, float)
    x = unit(across - (across @ z) * z)
    return np.column_stack([x, np.cross(z, x), z])


def _lengths(body: Body, side: Side) -> tuple[float, float]:
    shoulder, elbow, wrist = (body.rest(f"{bone}.{side}") for bone in ("upperarm01", "lowerarm01", "wrist"))
    return float(np.linalg.norm(elbow - shoulder)), float(np.linalg.norm(wrist - elbow))


def _neutral(body: Body, side: Side, bone: str) -> Floats:
    """The turn from the rest posture, whose arms and legs are apart and bent, to hanging straight."""
    out = outwards(side)

    def line(start: str, end: str) -> Floats:
        return unit(body.rest(f"{end}.{side}") - body.rest(f"{start}.{side}"))

    upper, fore = line("upperarm01", "lowerarm01"), line("lowerarm01", "wrist")
    hinge = unit(np.cross(fore, upper))
    if bone == "upperarm01":
        return _frame(upper, hinge).T
    if bone == "lowerarm01":
        return _frame(fore, hinge).T
    if bone == "wrist":
        along = line("wrist", "finger3-1")
        return _frame(along, -np.cross(along, line("finger5-1", "finger2-1"))).T
    if bone == "foot":
        sole = line("foot", "toe2-1") * [1, 1, 0]
        rest = np.column_stack([np.cross(-unit(sole), Z), -unit(sole), Z])
        return np.asarray(rotation(Z, out * 8) @ rest.T)
    ends = {"upperleg01": "lowerleg01", "lowerleg01": "foot"}
    return _frame(line(bone, ends[bone]), X).T
