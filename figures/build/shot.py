"""A mesh as one view sees it, and the tones and lines that a draughtsman would draw of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import shapely
from scipy import ndimage
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from skimage.morphology import remove_small_objects, skeletonize

from figures.build.curves import brush, fit_closed, path_data, smooth_closed, smooth_open
from figures.build.mesh import Mesh
from figures.build.raster import Buffer, rasterise
from figures.build.rig import Floats, Vector, unit
from figures.build.tracing import Mask, apart, centre_lines, contours, joined

Box: TypeAlias = tuple[float, float, float, float]
CROWN_MM: Final = 1700.0

VIEWS: Final[Mapping[str, Floats]] = {
    "posterior": np.array([[-1, 0, 0], [0, 0, 1], [0, 1, 0]], float),
    "anterior": np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]], float),
    "left": np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0]], float),
    "right": np.array([[0, -1, 0], [0, 0, 1], [-1, 0, 0]], float),
}
"""Rows: right and up on paper, and towards the viewer. All are turns (determinant +1), none mirrors the body."""


def on_paper(points: Floats, view: str) -> Floats:
    """Points in mm of a plate: x from the midline, y down from the crown of a 170 cm body."""
    seen = np.atleast_2d(points) @ VIEWS[view].T
    return np.stack([seen[:, 0] * 10, CROWN_MM - seen[:, 1] * 10], axis=1)


@dataclass(frozen=True, slots=True)
class Shot:
    """What is seen of a mesh within a box of the plate, as pictures of `ppc` pixels per cm."""

    mesh: Mesh
    box: Box
    ppc: float
    buffer: Buffer
    mask: Mask
    facing: Floats
    owner: Any

    @classmethod
    def take(cls, mesh: Mesh, view: Floats, box: Box, ppc: float, owners: Any = None, two_sided: bool = False) -> Shot:
        """Look at a mesh; `owners` numbers the part each triangle belongs to; `two_sided` lights backs like fronts."""
        scale = ppc / 10
        width, height = int((box[2] - box[0]) * scale) + 1, int((box[3] - box[1]) * scale) + 1
        seen = mesh.points @ view.T
        pixels = np.stack(
            [(seen[:, 0] * 10 - box[0]) * scale, (CROWN_MM - seen[:, 1] * 10 - box[1]) * scale, seen[:, 2]], axis=1
        )
        buffer = rasterise(pixels, mesh.faces, width, height)
        mask = buffer.face >= 0
        facing = buffer.spread(mesh.normals @ view.T, mesh.faces)
        facing /= np.linalg.norm(facing, axis=2, keepdims=True) + 1e-9
        if two_sided:
            facing = np.where(facing[..., 2:] < 0, -facing, facing)
        number = np.zeros(len(mesh.faces), int) if owners is None else owners
        return cls(mesh, box, ppc, buffer, mask, facing, np.where(mask, number[buffer.face], -1))

    def spread(self, values: Floats) -> Floats:
        """Values of the mesh's points over the picture."""
        return self.buffer.spread(values, self.mesh.faces)

    def plate(self, pixels: Floats) -> Floats:
        """Pixels as mm of the plate."""
        return np.asarray(pixels / (self.ppc / 10) + np.array(self.box[:2]))

    def rings(
        self,
        field: Floats,
        level: float,
        error: float,
        *,
        least: float,
        shortest: int = 40,
        smooth: float = 3,
        corner: float = 0,
    ) -> str:
        """Where a field exceeds a level, as path data; `least` is the smallest area in cm²."""
        found = contours(field, level, shortest, least * self.ppc**2)
        return "".join(self.ring(contour, error, smooth, corner) for contour in found)

    def ring(self, contour: Floats, error: float, smooth: float = 3, corner: float = 60) -> str:
        """One ring of pixels as path data."""
        return path_data(fit_closed(self.plate(smooth_closed(contour, smooth)), error, corner))

    def depth(self, sigma: float) -> Floats:
        """The depth in pixels, smoothed within the mask."""
        weight = ndimage.gaussian_filter(self.mask.astype(float), sigma)
        depth = np.where(self.mask, self.buffer.depth, 0) * self.ppc
        return np.asarray(ndimage.gaussian_filter(depth, sigma) / np.maximum(weight, 1e-3))

    def silhouette(self, tolerance: float = 0.8) -> BaseGeometry:
        """The outline of what is seen, in mm of the plate, with its holes."""
        rings = contours(self.mask.astype(float), 0.5, 60)
        parts = [Polygon(self.plate(smooth_closed(ring, 1.5))).buffer(0) for ring in rings]
        whole: BaseGeometry = Polygon()
        for part in sorted((part for part in parts if not part.is_empty), key=lambda part: -part.area):
            inside = whole.contains(part.representative_point())
            whole = whole.difference(part) if inside else whole.union(part)
        return shapely.simplify(whole, tolerance)


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How lines are found and drawn: lengths in cm, width and error in mm of the plate."""

    width: float
    error: float
    shortest: float = 1.2
    jump: float = 0.7
    full: float = 3.0
    sigma: float = 4
    gap: float = 0.3


def tone(shot: Shot, light: Vector, sigma: float, hollows: Sequence[tuple[float, float]]) -> Floats:
    """How bright each place is, 0 to 1: the light on it, less in hollows; carried past the outline for clean clips."""
    bright = np.clip(shot.facing @ unit(light), 0, 1)
    for scale, weight in hollows:
        bright = bright - weight * np.clip(_hollow(shot, scale) * scale * 2, -0.45, 0.9)
    spread = sigma * shot.ppc
    weight = ndimage.gaussian_filter(shot.mask.astype(float), spread)
    smooth = ndimage.gaussian_filter(np.where(shot.mask, bright, 0), spread) / np.maximum(weight, 1e-3)
    nearest = ndimage.distance_transform_edt(~shot.mask, return_distances=False, return_indices=True)
    carried = np.where(shot.mask, smooth, smooth[tuple(nearest)])
    near = ndimage.binary_dilation(shot.mask, iterations=int(shot.ppc * 0.35))
    return np.asarray(np.where(near, carried, np.nan))


def bands(
    shot: Shot,
    bright: Floats,
    levels: Sequence[tuple[float, str]],
    error: float,
    *,
    least: float,
    shortest: int = 40,
    smooth: float = 3,
) -> list[tuple[str, str]]:
    """Layers of tone: "hi" above its level, the others below theirs."""
    out = []
    for level, layer in levels:
        field = bright - level if layer == "hi" else level - bright
        field = np.where(np.isnan(field), -0.2, field)
        out.append((layer, shot.rings(field, 0, error, least=least, shortest=shortest, smooth=smooth)))
    return out


def edges(shot: Shot, style: LineStyle, also: Mask | None = None) -> list[tuple[Floats, str]]:
    """Lines where one part of the body hides another, each with its path; `also` marks further places for lines."""
    jump = _jumps(shot)
    marked = jump > style.jump
    if also is not None:
        marked = marked | also
        jump = np.maximum(jump, np.where(also, style.full / 2, 0))
    marked = remove_small_objects(marked, max_size=int(shot.ppc * style.shortest * 0.8), connectivity=2)
    skeleton = skeletonize(ndimage.binary_closing(marked, np.ones((3, 3))))
    paths = joined(centre_lines(skeleton), shot.ppc * 0.25, 45)
    paths = apart(paths, shot.ppc * style.gap, shot.ppc * style.shortest)
    height, width = jump.shape
    strength = ndimage.maximum_filter(jump, 5)
    inside = ndimage.distance_transform_edt(shot.mask)
    out = []
    for path in paths:
        if len(path) < style.shortest * shot.ppc:
            continue
        line = smooth_open(path, style.sigma)
        x, y = np.clip(line.round().astype(int), 0, [width - 1, height - 1]).T
        pressure = 0.55 + 0.45 * np.clip(ndimage.gaussian_filter1d(strength[y, x], 12) / style.full, 0, 1)
        free = inside[y[[0, -1]], x[[0, -1]]] > shot.ppc * 0.25  # ends at the outline keep their width
        drawn = brush(shot.plate(line), style.width / 2, style.error, (bool(free[0]), bool(free[1])), 0.3, pressure)
        out.append((line, drawn))
    return out


def creases(
    shot: Shot,
    style: LineStyle,
    *,
    sigma: float,
    low: float,
    high: float,
    clear: Sequence[Floats],
    gap: float = 0.6,
    without: Mask | None = None,
    most: int = 60,
) -> list[str]:
    """Lines along hollows sharper than `low` and somewhere than `high` (1/cm), `gap` cm clear of the edges drawn."""
    spread = sigma * shot.ppc
    bend = _sharpest(shot, spread)
    raw = np.where(shot.mask, shot.buffer.depth, -9)
    steep = ndimage.binary_dilation(np.abs(ndimage.maximum_filter(raw, 3) - raw) > 0.7, iterations=int(spread * 0.8))
    inner = ndimage.binary_erosion(shot.mask, iterations=int(max(2, 0.35 * shot.ppc)), border_value=1)
    if without is not None:
        inner &= ~without
    strength = np.where(inner & ~steep, bend, 0)
    labels, count = ndimage.label(strength > low, np.ones((3, 3)))
    peaks = ndimage.maximum(strength, labels, np.arange(1, count + 1)) if count else np.zeros(0)
    kept = np.isin(labels, 1 + np.flatnonzero(np.asarray(peaks) > high))
    paths = joined(centre_lines(skeletonize(kept)), shot.ppc * 0.5, 50)
    shortest = style.shortest * shot.ppc
    paths = apart(paths, shot.ppc * gap, shortest, clear)
    height, width = strength.shape
    drawn: list[tuple[float, str]] = []
    for path in paths:
        if len(path) < shortest:
            continue
        line = smooth_open(path, spread * 1.3)
        x, y = np.clip(line.round().astype(int), 0, [width - 1, height - 1]).T
        along = ndimage.gaussian_filter1d(strength[y, x], spread)
        pressure = np.clip((along - low * 0.7) / (high * 1.6), 0.12, 1) ** 0.8 * np.clip(0.42 + along / 2.2, 0, 1)
        path_text = brush(shot.plate(line), style.width / 2, style.error, (True, True), 0.45, pressure)
        drawn.append((float(along.max() * len(line)), path_text))
    drawn.sort(key=lambda item: (-round(item[0], 6), item[1]))
    return [text for _, text in drawn[:most]]


def boundaries(shot: Shot) -> Mask:
    """Where two parts of a mesh meet in the picture."""
    found = np.zeros(shot.mask.shape, bool)
    for step, axis in ((1, 0), (1, 1)):
        other = np.roll(shot.owner, step, axis)
        found |= (other != shot.owner) & (other >= 0) & (shot.owner >= 0)
    return found


def _jumps(shot: Shot) -> Floats:
    """How far each pixel lies in front of a neighbour, beyond its own slope, in cm."""
    depth = np.where(shot.mask, shot.buffer.depth, np.nan)
    jump = np.zeros(depth.shape)
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            if dy or dx:
                beyond = np.roll(depth, (dy, dx), (0, 1))
                behind = np.roll(depth, (-dy, -dx), (0, 1))
                slope = np.nan_to_num(np.maximum(behind - depth, 0) * 1.5)
                jump = np.fmax(jump, np.nan_to_num(depth - beyond) - slope)
    return jump


def _hollow(shot: Shot, scale: float) -> Floats:
    """Mean curvature at a scale in cm; positive in hollows."""
    depth = shot.depth(scale * shot.ppc)
    gy, gx = np.gradient(depth)
    w = np.sqrt(1 + gx * gx + gy * gy)
    bend = (np.gradient(gx / w)[1] + np.gradient(gy / w)[0]) * shot.ppc
    return np.where(shot.mask, bend, 0)


def _sharpest(shot: Shot, spread: float) -> Floats:
    """The largest principal curvature, 1/cm."""
    depth = shot.depth(spread)
    gy, gx = np.gradient(depth)
    gyy, gyx = np.gradient(gy)
    gxy, gxx = np.gradient(gx)
    slope = np.sqrt(gx * gx + gy * gy)
    largest = (gxx + gyy) / 2 + np.sqrt(((gxx - gyy) / 2) ** 2 + ((gxy + gyx) / 2) ** 2)
    return np.asarray(largest * shot.ppc / (1 + slope * slope) ** 1.5)
