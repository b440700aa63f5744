"""A z-buffer: which triangle of a mesh is seen at each pixel, and where on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from figures.build.rig import Floats, Ints

_EMPTY: Final = -1e9
_SLACK: Final = 1e-7
_BATCH: Final = 1 << 22  # pixels tried at once


@dataclass(frozen=True, slots=True)
class Buffer:
    """Per pixel: depth (larger is nearer), the triangle seen (-1: none), and the weights of its first two corners."""

    depth: Floats
    face: Ints
    first: Floats
    second: Floats

    def spread(self, values: Floats, faces: Ints) -> Floats:
        """Values of the vertices, interpolated over the picture; 0 where nothing is seen."""
        values = np.asarray(values, float)
        seen = self.face >= 0
        corner = faces[self.face[seen]]
        u, w = self.first[seen], self.second[seen]
        weights = np.stack([u, w, 1 - u - w], axis=1)
        out = np.zeros(self.face.shape + values.shape[1:])
        out[seen] = np.einsum("pc,pc...->p...", weights, values[corner])
        return out


def rasterise(points: Floats, faces: Ints, width: int, height: int) -> Buffer:
    """Draw triangles; points are pixel x, pixel y (downwards) and depth."""
    corners = points[faces]
    low = np.maximum(np.floor(corners[:, :, :2].min(axis=1)).astype(int), 0)
    high = np.minimum(np.ceil(corners[:, :, :2].max(axis=1)).astype(int), [width - 1, height - 1])
    size = high - low + 1
    (ax, ay), (bx, by), (cx, cy) = (corners[:, i, :2].T for i in range(3))
    area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy)
    drawn = np.flatnonzero((size > 0).all(axis=1) & (np.abs(area) > 1e-9))
    pixels = width * height
    buffer = Buffer(np.full(pixels, _EMPTY), np.full(pixels, -1), np.zeros(pixels), np.zeros(pixels))
    classes = np.ceil(np.log2(np.maximum(size[drawn], 1))).astype(int)
    for kind in np.unique(classes, axis=0):
        same = drawn[(classes == kind).all(axis=1)]
        w, h = 1 << int(kind[0]), 1 << int(kind[1])
        step = max(1, _BATCH // (w * h))
        for start in range(0, len(same), step):
            batch = same[start : start + step]
            _draw(buffer, batch, corners[batch], area[batch], low[batch], (w, h), (width, height))
    shape = (height, width)
    return Buffer(
        buffer.depth.reshape(shape),
        buffer.face.reshape(shape),
        buffer.first.reshape(shape),
        buffer.second.reshape(shape),
    )


def _draw(
    buffer: Buffer, ids: Ints, corners: Floats, area: Floats, low: Ints, tile: tuple[int, int], limit: tuple[int, int]
) -> None:
    """Draw triangles of one size class; each is tried on every pixel of its tile."""
    x = low[:, 0, None, None] + np.arange(tile[0])[None, None, :]
    y = low[:, 1, None, None] + np.arange(tile[1])[None, :, None]
    a, b, c = (corners[:, i, :, None, None] for i in range(3))
    whole = area[:, None, None]
    u = ((b[:, 1] - c[:, 1]) * (x - c[:, 0]) + (c[:, 0] - b[:, 0]) * (y - c[:, 1])) / whole
    w = ((c[:, 1] - a[:, 1]) * (x - c[:, 0]) + (a[:, 0] - c[:, 0]) * (y - c[:, 1])) / whole
    inside = (u >= -_SLACK) & (w >= -_SLACK) & (u + w <= 1 + _SLACK) & (x < limit[0]) & (y < limit[1])
    depth = (u * a[:, 2] + w * b[:, 2] + (1 - u - w) * c[:, 2])[inside]
    pixel = (y * limit[0] + x)[inside]
    face = np.broadcast_to(ids[:, None, None], inside.shape)[inside]
    order = np.argsort(depth, kind="stable")  # the nearest is written last
    order = order[depth[order] > buffer.depth[pixel[order]]]
    at = pixel[order]
    buffer.depth[at] = depth[order]
    buffer.face[at] = face[order]
    buffer.first[at] = u[inside][order]
    buffer.second[at] = w[inside][order]
