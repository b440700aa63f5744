"""From pictures to polylines: contours of fields, and the centre lines of thin masks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree
from skimage import measure

from figures.build.curves import lengths
from figures.build.rig import Floats

Mask: TypeAlias = npt.NDArray[np.bool_]
Pixel: TypeAlias = tuple[int, int]

_STRAIGHT: Final = ((-1, 0), (1, 0), (0, -1), (0, 1))
_DIAGONAL: Final = ((-1, -1), (-1, 1), (1, -1), (1, 1))


def contours(field: Floats, level: float, shortest: int = 30, least: float = 0) -> list[Floats]:
    """Rings of x, y where the field crosses a level, without those of fewer points or less area."""
    floor = float(min(field.min(), level - 1))
    padded = np.pad(field.astype(float), 1, constant_values=floor)
    rings = []
    for contour in measure.find_contours(padded, level):
        points = contour[:, ::-1] - 1
        if len(points) >= shortest and _area(points) >= least:
            rings.append(points)
    return rings


def centre_lines(skeleton: Mask) -> list[Floats]:
    """The polylines of a one-pixel skeleton between its ends and junctions."""
    ys, xs = np.nonzero(skeleton)
    order = list(zip(ys.tolist(), xs.tolist(), strict=True))
    pixels = set(order)
    near = {pixel: _neighbours(pixel, pixels) for pixel in order}
    nodes = {pixel for pixel in order if len(near[pixel]) != 2}
    seen: set[tuple[Pixel, Pixel]] = set()
    paths: list[list[Pixel]] = []
    for start in [pixel for pixel in order if pixel in nodes] + [pixel for pixel in order if pixel not in nodes]:
        nexts = near[start] if start in nodes else near[start][:1]
        if start not in nodes and any((start, other) in seen for other in near[start]):
            continue
        for following in nexts:
            if (start, following) not in seen:
                paths.append(_walk(start, following, near, nodes, seen))
    return [np.array(path)[:, ::-1].astype(float) for path in paths]


def joined(paths: list[Floats], gap: float, angle: float) -> list[Floats]:
    """The paths with ends that meet within a gap and run on within an angle (degrees) joined."""
    paths = [path for path in paths if len(path) > 1]
    while len(paths) > 1:
        used: set[int] = set()
        merged: list[Floats] = []
        for _, i, i_end, j, j_end in sorted(_meetings(paths, gap, angle)):
            if i in used or j in used:
                continue
            first = paths[i] if i_end else paths[i][::-1]
            second = paths[j][::-1] if j_end else paths[j]
            merged.append(np.vstack([first, second]))
            used |= {i, j}
        if not merged:
            break
        paths = [path for k, path in enumerate(paths) if k not in used] + merged
    return paths


def apart(paths: list[Floats], gap: float, shortest: float, drawn: Sequence[Floats] = ()) -> list[Floats]:
    """The paths without what runs within `gap` beside a longer or a `drawn` one, so that no line is drawn double."""
    kept: list[Floats] = []
    for path in sorted(paths, key=lambda path: (-lengths(path)[-1], path[0, 0], path[0, 1])):
        if not kept and not drawn:
            kept.append(path)
            continue
        distance, _ = cKDTree(np.vstack([*drawn, *kept])).query(path)
        cuts = np.flatnonzero(np.diff(np.concatenate([[False], distance > gap, [False]]).astype(int)))
        for start, stop in cuts.reshape(-1, 2).tolist():
            if stop - start > 1 and lengths(path[start:stop])[-1] >= shortest:
                kept.append(path[start:stop])
    return kept


def _area(points: Floats) -> float:
    x, y = points.T
    return abs(float(x[:-1] @ y[1:] - x[1:] @ y[:-1])) / 2


def _neighbours(pixel: Pixel, pixels: set[Pixel]) -> list[Pixel]:
    """Pixels beside this one; diagonal ones only where no straight step leads there."""
    y, x = pixel
    out = [(y + dy, x + dx) for dy, dx in _STRAIGHT if (y + dy, x + dx) in pixels]
    for dy, dx in _DIAGONAL:
        if (y + dy, x + dx) in pixels and (y + dy, x) not in pixels and (y, x + dx) not in pixels:
            out.append((y + dy, x + dx))
    return out


def _walk(
    start: Pixel,
    following: Pixel,
    near: dict[Pixel, list[Pixel]],
    nodes: set[Pixel],
    seen: set[tuple[Pixel, Pixel]],
) -> list[Pixel]:
    path = [start, following]
    while path[-1] not in nodes:
        ahead = [pixel for pixel in near[path[-1]] if pixel != path[-2] and (path[-1], pixel) not in seen]
        if not ahead:
            break
        path.append(ahead[0])
        if path[-1] == start:
            break
    for a, b in pairwise(path):
        seen |= {(a, b), (b, a)}
    return path


def _meetings(paths: list[Floats], gap: float, angle: float) -> list[tuple[float, int, bool, int, bool]]:
    ends = []
    for number, path in enumerate(paths):
        reach = min(8, len(path) - 1)
        ends.append((number, False, path[0], path[0] - path[reach]))
        ends.append((number, True, path[-1], path[-1] - path[-1 - reach]))
    found = []
    for a, b in sorted(cKDTree(np.array([end[2] for end in ends])).query_pairs(gap)):
        i, i_end, _, out_i = ends[a]
        j, j_end, _, out_j = ends[b]
        if i == j:
            continue
        cosine = float(out_i @ -out_j) / (float(np.linalg.norm(out_i) * np.linalg.norm(out_j)) + 1e-9)
        turn = float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
        if turn < angle:
            found.append((round(turn, 6), i, i_end, j, j_end))
    return found
