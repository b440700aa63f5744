"""A body that can be posed: rest mesh, bones, skinning and smooth subdivision.

Lengths are cm of a reference adult 170 cm tall. Axes of the body: x to its left, y to its back, z up; the soles of the
rest posture are at z = 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, Self, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.spatial.transform import Rotation

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Vector: TypeAlias = Sequence[float] | Floats
Side: TypeAlias = Literal["L", "R"]

HEIGHT_CM: Final = 170.0
SIDES: Final[tuple[Side, Side]] = ("L", "R")
X: Final = np.array([1.0, 0.0, 0.0])
Y: Final = np.array([0.0, 1.0, 0.0])
Z: Final = np.array([0.0, 0.0, 1.0])


def unit(vector: Vector) -> Floats:
    """The direction of a vector."""
    array = np.asarray(vector, float)
    return array / float(np.linalg.norm(array))


def step(left: float, back: float, up: float) -> Floats:
    """A step in cm along the axes."""
    return np.array([left, back, up], float)


def rotation(axis: Vector, degrees: float) -> Floats:
    """The matrix that turns about an axis by the right-hand rule."""
    return np.asarray(Rotation.from_rotvec(unit(axis) * np.radians(degrees)).as_matrix())


def arc(start: Vector, end: Vector) -> Floats:
    """The matrix of the shortest turn from one direction to another."""
    a, b = unit(start), unit(end)
    axis = np.cross(a, b)
    sine = float(np.linalg.norm(axis))
    if sine < 1e-9:
        return np.eye(3)
    return rotation(axis, float(np.degrees(np.arctan2(sine, a @ b))))


def outwards(side: Side) -> int:
    """The sign of x on a side of the body."""
    return 1 if side == "L" else -1


@dataclass(frozen=True)
class Body:
    """A rest mesh with its bones: quads, bone weights of each vertex, and heads and parents of the bones."""

    vertices: Floats
    quads: Ints
    weights: Floats
    bones: tuple[str, ...]
    parents: tuple[int, ...]
    heads: Floats

    @classmethod
    def load(cls, path: Path) -> Self:
        """A body exported by export_body, brought to reference height with its soles at z = 0."""
        with np.load(path) as data:
            v = data["v"].astype(float)
            floor = np.array([0.0, 0.0, v[:, 2].min()])
            scale = HEIGHT_CM / float(np.ptp(v[:, 2]))
            return cls(
                (v - floor) * scale,
                data["f"].astype(np.int64),
                data["W"].astype(float),
                tuple(map(str, data["labels"])),
                tuple(map(int, data["parents"])),
                (data["heads"] - floor) * scale,
            )

    @cached_property
    def index(self) -> dict[str, int]:
        """The number of each bone."""
        return {name: number for number, name in enumerate(self.bones)}

    @cached_property
    def branches(self) -> tuple[Ints, ...]:
        """For each bone: itself and all bones that hang from it."""
        below: list[list[int]] = [[number] for number in range(len(self.bones))]
        for number in range(len(self.bones) - 1, 0, -1):
            below[self.parents[number]] += below[number]
        return tuple(np.array(sorted(branch)) for branch in below)

    def weight(self, *parts: str) -> Floats:
        """How much each vertex belongs to bones with one of these words in their names, 0 to 1."""
        chosen = [number for number, name in enumerate(self.bones) if any(part in name for part in parts)]
        return np.asarray(self.weights[:, chosen].sum(axis=1))

    def rest(self, bone: str) -> Floats:
        """Where the bone starts in the rest posture."""
        return np.asarray(self.heads[self.index[bone]])


class Pose:
    """A body whose bones can be turned; every bone carries those that hang from it. Methods return the pose."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.transforms: Floats = np.repeat(np.eye(4)[None], len(body.bones), axis=0)

    def head(self, bone: str) -> Floats:
        """Where the bone starts now."""
        number = self.body.index[bone]
        matrix = self.transforms[number]
        return np.asarray(matrix[:3, :3] @ self.body.heads[number] + matrix[:3, 3])

    def facing(self, bone: str) -> Floats:
        """How the bone is turned from the rest posture, as a matrix."""
        return np.asarray(self.transforms[self.body.index[bone], :3, :3])

    def carry(self, bone: str, turn: Floats, about: Vector | None = None) -> Self:
        """Turn a bone and what hangs from it about a point, by default the bone's start."""
        centre = self.head(bone) if about is None else np.asarray(about, float)
        branch = self.body.branches[self.body.index[bone]]
        self.transforms[branch] = _about(turn, centre) @ self.transforms[branch]
        return self

    def turn(self, bone: str, axis: Vector, degrees: float) -> Self:
        """Turn a bone about an axis of the world through its start."""
        return self.carry(bone, rotation(axis, degrees))

    def aim(self, bone: str, child: str, direction: Vector) -> Self:
        """Turn a bone the shortest way, so that the line from it to a bone below points in a direction."""
        return self.carry(bone, arc(self.head(child) - self.head(bone), direction))

    def twist(self, bone: str, child: str, degrees: float) -> Self:
        """Turn a bone about the line from it to a bone below."""
        return self.turn(bone, self.head(child) - self.head(bone), degrees)

    def shift(self, by: Vector) -> Self:
        """Move the whole body."""
        self.transforms[:, :3, 3] += np.asarray(by, float)
        return self

    def swing(self, turn: Floats, about: Vector = (0, 0, 0)) -> Self:
        """Turn the whole body about a point."""
        self.transforms = _about(turn, np.asarray(about, float)) @ self.transforms
        return self

    def skin(self) -> Floats:
        """The posed vertices: midway between linear blending, which thins joints, and dual quaternions, which swell."""
        return (self._linear() + self._dual_quaternion()) / 2

    def _linear(self) -> Floats:
        body = self.body
        blended = np.einsum("vb,bij->vij", body.weights, self.transforms[:, :3])
        return np.asarray(np.einsum("vij,vj->vi", blended[:, :, :3], body.vertices) + blended[:, :, 3])

    def _dual_quaternion(self) -> Floats:
        body = self.body
        real = Rotation.from_matrix(self.transforms[:, :3, :3]).as_quat(scalar_first=True)
        for number, parent in enumerate(body.parents[1:], 1):  # q and -q are one turn; neighbours must agree
            if real[number] @ real[parent] < 0:
                real[number] = -real[number]
        moved = np.c_[np.zeros(len(real)), self.transforms[:, :3, 3]]
        dual = _times(moved, real) / 2
        signs = np.where(real @ real.T < 0, -1.0, 1.0)
        weights = body.weights * signs[body.weights.argmax(axis=1)]
        q, d = weights @ real, weights @ dual
        length = np.linalg.norm(q, axis=1, keepdims=True)
        q, d = q / length, d / length
        offset = 2 * _times(d, q * [1, -1, -1, -1])[:, 1:]
        w, u = q[:, :1], q[:, 1:]
        v = body.vertices
        return np.asarray(v + 2 * np.cross(u, np.cross(u, v) + w * v) + offset)


def _about(turn: Floats, centre: Floats) -> Floats:
    matrix = np.eye(4)
    matrix[:3, :3] = turn
    matrix[:3, 3] = centre - turn @ centre
    return matrix


def _times(a: Floats, b: Floats) -> Floats:
    """Products of quaternions, scalar first."""
    w, u = a[:, :1], a[:, 1:]
    s, v = b[:, :1], b[:, 1:]
    scalar = w * s - (u * v).sum(axis=1, keepdims=True)
    return np.hstack([scalar, w * v + s * u + np.cross(u, v)])


def subdivide(points: Floats, quads: Ints, times: int = 1) -> tuple[Floats, Ints]:
    """Catmull-Clark subdivision. Columns of `points` beyond the third are smoothed alike, so attributes ride along."""
    for _ in range(times):
        points, quads = _subdivided(points, quads)
    return points, quads


def _subdivided(points: Floats, quads: Ints) -> tuple[Floats, Ints]:
    count, faces = len(points), len(quads)
    centres = points[quads].mean(axis=1)
    pairs = np.sort(np.stack([quads, np.roll(quads, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
    edges, which, uses = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    which = which.reshape(-1)
    ends = points[edges[:, 0]] + points[edges[:, 1]]
    beside = _gathered(which, np.repeat(centres, 4, axis=0), len(edges))
    border = uses == 1
    middles = np.where(border[:, None], ends / 2, (ends + beside) / (2 + uses)[:, None])
    valence = np.maximum(np.bincount(quads.ravel(), minlength=count), 1)[:, None]
    around = _gathered(quads.ravel(), np.repeat(centres, 4, axis=0), count) / valence
    reach = np.bincount(edges.ravel(), minlength=count)[:, None]
    spokes = (_gathered(edges[:, 0], ends / 2, count) + _gathered(edges[:, 1], ends / 2, count)) / np.maximum(reach, 1)
    moved = (around + 2 * spokes + (valence - 3) * points) / valence
    rim = edges[border]
    near = _gathered(rim[:, 0], points[rim[:, 1]], count) + _gathered(rim[:, 1], points[rim[:, 0]], count)
    rims = np.bincount(rim.ravel(), minlength=count)[:, None]
    moved = np.where(rims > 0, 0.75 * points + 0.25 * near / np.maximum(rims, 1), moved)
    moved = np.where(reach > 0, moved, points)
    edge_ids = which.reshape(faces, 4) + count + faces
    centre_ids = np.arange(faces) + count
    corners = [np.stack([quads[:, i], edge_ids[:, i], centre_ids, edge_ids[:, i - 1]], axis=1) for i in range(4)]
    return np.vstack([moved, centres, middles]), np.stack(corners, axis=1).reshape(-1, 4)


def _gathered(where: Ints, values: Floats, count: int) -> Floats:
    total = np.zeros((count, values.shape[1]))
    np.add.at(total, where, values)
    return total


def triangles(quads: Ints) -> Ints:
    """Each quad as two triangles; all first halves come before all second ones."""
    return np.vstack([quads[:, [0, 1, 2]], quads[:, [0, 2, 3]]])


def normals(points: Floats, faces: Ints) -> Floats:
    """Unit normals of the vertices of a triangle mesh."""
    corner = points[faces]
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    total = sum((_gathered(faces[:, i], across, len(points)) for i in range(3)), start=np.zeros_like(points))
    length = np.linalg.norm(total, axis=1, keepdims=True)
    return np.asarray(total / (length + 1e-12))


def stance(body: Body, arms: float = 15.0, forward: float = 0.0, elbows: float = 5.0) -> Pose:
    """The anatomical position: palms forward, feet hip wide, arms that many degrees from the side.

    `forward` brings the arms to the front (0 hanging, 1 well ahead of the chest); `elbows` bends them, in degrees.
    """
    pose = Pose(body)
    for side in SIDES:
        out = outwards(side)
        pose.turn(f"clavicle.{side}", Y, out * 4)
        pose.turn(f"shoulder01.{side}", Y, out * 8 * (1 - max(0.0, arms - 15) / 30))
        upper, fore = np.radians(arms), np.radians(arms + elbows)
        pose.aim(f"upperarm01.{side}", f"lowerarm01.{side}", [out * np.sin(upper), 0.04 - forward, -np.cos(upper)])
        along = np.array([out * np.sin(fore), -0.10 - 1.4 * forward, -np.cos(fore)])
        pose.aim(f"lowerarm01.{side}", f"wrist.{side}", along)
        for bone in ("lowerarm01", "lowerarm02"):
            pose.twist(f"{bone}.{side}", f"wrist.{side}", out * -30)
        pose.aim(f"wrist.{side}", f"finger3-1.{side}", along + step(out * -0.06, -0.02, 0))
        pose.aim(f"upperleg01.{side}", f"foot.{side}", [out * -0.022, 0.02, -1])
        pose.aim(f"foot.{side}", f"toe2-1.{side}", [out * 0.16, -1, -0.26])
    return pose


def stance_trunk(body: Body) -> Pose:
    """The stance with the arms held away, so that the flanks can be seen from front and back."""
    return stance(body, arms=38)


def stance_lateral(body: Body) -> Pose:
    """The stance with the arms held forward, so that the trunk can be seen from the side."""
    pose = stance(body, arms=8, forward=0.75, elbows=0)
    for side in SIDES:
        out = outwards(side)
        pose.aim(f"lowerarm01.{side}", f"wrist.{side}", [-out * 0.12, -1, 0.28])
        pose.aim(f"wrist.{side}", f"finger3-1.{side}", [-out * 0.1, -1, 0.2])
    return pose


def posed_mesh(pose: Pose, attributes: Floats, times: int) -> tuple[Floats, Floats, Ints]:
    """Points, attributes and triangles of a pose, subdivided that often; attributes are one row per rest vertex."""
    columns, quads = subdivide(np.c_[pose.skin(), attributes], pose.body.quads, times)
    return columns[:, :3], columns[:, 3:], triangles(quads)
