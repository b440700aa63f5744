"""Triangle meshes of bones: repaired, and rounded without losing their size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from figures.build.rig import Floats, Ints, normals

_ROUNDS: Final = 2
_GAIN: Final = 0.7


@dataclass(frozen=True, slots=True)
class Mesh:
    """Points in cm of the body, and triangles."""

    points: Floats
    faces: Ints

    @property
    def normals(self) -> Floats:
        """Unit normals of the points."""
        return normals(self.points, self.faces)

    def moved(self, points: Floats) -> Mesh:
        """The same triangles on other points, rounded so that every processor gives the same."""
        return Mesh(np.round(points, 5), self.faces)

    def furthest(self, direction: tuple[float, float, float]) -> Floats:
        """The point that lies furthest in a direction."""
        return np.asarray(self.points[(self.points @ np.array(direction)).argmax()])


def repaired(source: Any) -> Mesh:
    """A mesh of trimesh with points merged, without bad triangles, its faces turned outwards."""
    import trimesh

    source = source.copy()
    source.merge_vertices(digits_vertex=3)
    source.update_faces(source.nondegenerate_faces(height=1e-6))
    source.update_faces(source.unique_faces())
    source.remove_unreferenced_vertices()
    trimesh.repair.fix_normals(source, multibody=True)
    return Mesh(np.asarray(source.vertices, float), np.asarray(source.faces, np.int64))


def rounded(source: Any, triangles: int) -> Mesh:
    """The mesh subdivided to at least that many triangles, its cage first swollen so that the bone keeps its size."""
    mesh = repaired(source)
    times = 0
    while len(mesh.faces) * 4**times < triangles:
        times += 1
    if times == 0:
        return mesh
    cage = mesh.points.copy()
    for _ in range(_ROUNDS):
        smooth = _loop(Mesh(cage, mesh.faces)).points[: len(cage)]
        cage = cage + _GAIN * (mesh.points - smooth)
    out = Mesh(cage, mesh.faces)
    for _ in range(times):
        out = _loop(out)
    return out


def _loop(mesh: Mesh) -> Mesh:
    """One Loop subdivision. Edges with other than two triangles, as flawed meshes have them, are kept as creases."""
    points, faces = mesh.points, mesh.faces
    count = len(points)
    pairs = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
    edges, which, uses = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    which = which.reshape(-1)
    opposite = np.zeros((len(edges), 3))
    np.add.at(opposite, which, points[np.roll(faces, -2, axis=1).reshape(-1)])
    ends = points[edges[:, 0]] + points[edges[:, 1]]
    regular = uses == 2
    middles = np.where(regular[:, None], 0.375 * ends + 0.125 * opposite, ends / 2)
    valence = np.bincount(edges.ravel(), minlength=count)
    around = np.zeros_like(points)
    np.add.at(around, edges[:, 0], points[edges[:, 1]])
    np.add.at(around, edges[:, 1], points[edges[:, 0]])
    degree = np.maximum(valence, 3).astype(float)
    share = np.where(degree == 3, 3 / 16, 3 / (8 * degree))[:, None]
    moved = (1 - degree[:, None] * share) * points + share * around
    moved = np.where((valence == 0)[:, None], points, moved)
    moved = _creased(points, moved, edges[~regular])
    number = which.reshape(-1, 3) + count
    a, b, c = faces.T
    ab, bc, ca = number.T
    split = [np.stack(corner, axis=1) for corner in ((a, ab, ca), (b, bc, ab), (c, ca, bc), (ab, bc, ca))]
    return Mesh(np.vstack([moved, middles]), np.vstack(split))


def _creased(points: Floats, moved: Floats, creases: Ints) -> Floats:
    """Points on creases follow only the crease; those where more than two meet stay."""
    meeting = np.bincount(creases.ravel(), minlength=len(points))
    beside = np.zeros_like(points)
    np.add.at(beside, creases[:, 0], points[creases[:, 1]])
    np.add.at(beside, creases[:, 1], points[creases[:, 0]])
    along = 0.75 * points + 0.125 * beside
    moved = np.where((meeting == 2)[:, None], along, moved)
    return np.where(((meeting > 0) & (meeting != 2))[:, None], points, moved)
