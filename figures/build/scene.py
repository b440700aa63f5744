"""People and things before a camera, drawn as clean outlines, flat tones and cloth: the plate of a technique."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from scipy import ndimage
from skimage import measure

from figures.build.curves import brush, smooth_open, spline
from figures.build.mesh import Mesh
from figures.build.props import Flat, Thing, Tones
from figures.build.rig import Floats, Pose, Vector, subdivide, triangles
from figures.build.shot import CROWN_MM, Box, LineStyle, Shot, boundaries, creases, edges, tone
from figures.build.tracing import Mask, contours
from figures.build.wardrobe import Wearer, cut, face

PIXELS_PER_CM: Final = 13
INK: Final = "#3f312a"

_LINE: Final = 2.6  # mm of the plate
_ERROR: Final = 0.5  # mm of the plate
_EDGES: Final = LineStyle(_LINE, _ERROR * 0.8, shortest=1.0, jump=1.0, full=4.0)
_CREASES: Final = LineStyle(_LINE * 0.55, _ERROR * 0.8, shortest=1.6)
_CLEAR: Final = 1.3  # cm between an outline and the nearest fold
_FEATURE_SLACK: Final = 0.7  # cm that a feature may lie under the smooth skin
_LIGHT: Final = (-0.25, 0.75, 0.8)
_HOLLOWS: Final = ((0.4, 0.08), (1.0, 0.18))
_SKIN: Final = "#f8ebdf"
_SKIN_SHADES: Final = ((0.80, "#edd7c5"), (0.60, "#dfc3ad"), (0.38, "#d5b59c"))
_SHADES: Final = (0.72, 0.45)
_HEM_INK: Final = "#3b4a55"
_CREASE_INK: Final = "#7d5f4e"


@dataclass(frozen=True, slots=True)
class Outfit:
    """The colours of shirt, shorts and hair."""

    shirt: Tones
    shorts: Tones
    hair: Tones


BLUE: Final = Outfit(
    ("#cfdde6", "#a9bfcd", "#86a2b4"), ("#6f8799", "#566f82", "#435a6c"), ("#6a5648", "#54443a", "#43362e")
)
SAND: Final = Outfit(
    ("#e9dcc3", "#d3c19c", "#bba67d"), ("#8c8477", "#736b5f", "#5e574c"), ("#3f3a38", "#312d2b", "#262322")
)


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera far away, `azimuth` degrees around the body's vertical from its left (90 is behind), `elevation` up."""

    azimuth: float
    elevation: float

    @property
    def axes(self) -> Floats:
        """Rows: right and up on paper, and towards the viewer."""
        a, e = np.radians([self.azimuth, self.elevation])
        towards = np.array([np.cos(e) * np.cos(a), np.cos(e) * np.sin(a), np.sin(e)])
        right = np.cross([0, 0, 1], towards)
        right /= np.linalg.norm(right)
        return np.array([right, np.cross(towards, right), towards])

    def on_paper(self, points: Vector) -> Floats:
        """Points in plate mm, y down."""
        seen = np.atleast_2d(np.asarray(points, float)) @ self.axes.T
        return np.stack([seen[:, 0] * 10, CROWN_MM - seen[:, 1] * 10], axis=1)

    def floor(self, near: float, height: float = 0.0) -> float:
        """Where a level line across the picture is seen, in plate mm: cm towards the viewer and cm above the floor."""
        e = np.radians(self.elevation)
        return float(CROWN_MM - 10 * (height * np.cos(e) - near * np.sin(e)))


@dataclass(frozen=True, slots=True)
class Coat:
    """A colour where its field is positive; `hem` draws a line where it ends on the body."""

    field: Floats
    tones: Tones
    hem: bool = False


@dataclass(frozen=True, slots=True)
class Solid:
    """A mesh with what covers it, later coats over earlier ones; how its hair falls, and the strokes of its face."""

    mesh: Mesh
    coats: tuple[Coat, ...]
    strands: Floats | None = None
    features: tuple[tuple[Floats, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """An area that reaches the edge of the frame where a side is None, in plate mm."""

    left: float | None
    top: float | None
    right: float | None
    bottom: float | None
    fill: str


def person(pose: Pose, wearer: Wearer, outfit: Outfit = BLUE, lift: Callable[[Floats], Floats] | None = None) -> Solid:
    """A dressed person; `lift` may move the finished points, for example press them to the floor."""
    columns, quads = subdivide(np.c_[pose.skin(), wearer.columns], pose.body.quads, 2)
    points = columns[:, :3] if lift is None else lift(columns[:, :3])
    cloth = cut(wearer, columns[:, 3:])
    coats = (
        Coat(cloth.shorts, outfit.shorts, hem=True),
        Coat(cloth.shirt, outfit.shirt, hem=True),
        Coat(cloth.hair, outfit.hair),
    )
    strands = np.where(cloth.hair > 0.5, cloth.strands, -1.0)
    lines = tuple((spline(points[list(near)], 24), width) for near, width in face(columns[:, 3:6]))
    return Solid(Mesh(points, triangles(quads)).moved(points), coats, strands, lines)


def thing(given: Thing) -> Solid:
    """A thing covered by its own colours."""
    whole = Coat(np.ones(len(given.points)), given.tones)
    mark = () if given.mark is None else (Coat(given.mark, given.mark_tones),)
    return Solid(Mesh(given.points, given.faces).moved(given.points), (whole, *mark))


class Scene:
    """Solids seen together, nearer ones in front."""

    def __init__(self, camera: Camera, solids: Sequence[Solid], margins: Sequence[float]) -> None:
        """Margins left, top, right and bottom of the solids, in plate mm."""
        self.camera = camera
        self._solids = solids
        self._starts = np.cumsum([0, *(len(solid.mesh.points) for solid in solids)])
        points = np.vstack([solid.mesh.points for solid in solids])
        faces = np.vstack([solid.mesh.faces + start for solid, start in zip(solids, self._starts, strict=False)])
        owners = np.repeat(np.arange(len(solids)), [len(solid.mesh.faces) for solid in solids])
        seen = camera.on_paper(points)
        (left, top), (right, bottom) = seen.min(axis=0), seen.max(axis=0)
        edges_mm = (left - margins[0], top - margins[1], right + margins[2], bottom + margins[3])
        self.box: Box = tuple(round(float(edge)) for edge in edges_mm)  # type: ignore[assignment]
        self._shot = Shot.take(Mesh(points, faces), camera.axes, self.box, PIXELS_PER_CM, owners)
        rings = contours(self._shot.mask.astype(float), 0.5, 60, 0.4 * PIXELS_PER_CM**2)
        self.outline = "".join(self._shot.ring(ring, _ERROR * 0.7) for ring in rings)

    def parts(self) -> Iterator[dict[str, Any]]:
        """The paths of the drawing in painting order, as a plate has them."""
        for path, fill in self._fills():
            if path:
                yield {"d": path, "fill": fill, "clip": True, "eo": True}
        shot = self._shot
        drawn = edges(shot, _EDGES, boundaries(shot))
        lines_drawn = [line for line, _ in drawn]
        beside = self._beside(lines_drawn)  # the step in depth at an edge must not be drawn again as a fold
        folds = creases(shot, _CREASES, sigma=0.35, low=0.18, high=0.42, clear=lines_drawn, without=beside, most=24)
        features = [path for solid in self._solids for path in self._features(solid)]
        lines = (
            (self._hems(), _HEM_INK),
            (folds, _CREASE_INK),
            (features, INK),
            ([path for _, path in drawn], INK),
        )
        for paths, fill in lines:
            if text := "".join(paths):
                yield {"d": text, "fill": fill}
        yield {"d": self.outline, "stroke": INK, "w": round(_LINE * 0.9, 2)}

    def _beside(self, lines: Sequence[Floats]) -> Mask:
        """What lies close to lines."""
        height, width = self._shot.buffer.depth.shape
        away = np.ones((height, width), bool)
        for line in lines:
            x, y = line.round().astype(int).T
            away[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)] = False
        return np.asarray(ndimage.distance_transform_edt(away) < _CLEAR * PIXELS_PER_CM)

    def _features(self, solid: Solid) -> Iterator[str]:
        """The strokes of a face as far as they are seen."""
        depth = self._shot.buffer.depth
        for points, width in solid.features:
            row = self.camera.on_paper(points)
            x, y = ((row - self.box[:2]) * (PIXELS_PER_CM / 10)).round().astype(int).T
            inside = (x >= 0) & (y >= 0) & (x < depth.shape[1]) & (y < depth.shape[0])
            seen = inside.copy()
            seen[inside] = points[inside] @ self.camera.axes[2] > depth[y[inside], x[inside]] - _FEATURE_SLACK
            if seen.sum() >= 6:
                yield brush(row[seen], width, _ERROR * 0.5, (True, True), 0.35)

    def _fills(self) -> Iterator[tuple[str, str]]:
        """Skin with its shades, then each solid's coats with theirs."""
        light = tone(self._shot, _LIGHT, 0.45, _HOLLOWS)
        yield self.outline, _SKIN
        for level, fill in _SKIN_SHADES:
            yield self._below(light, level, np.ones(light.shape, bool), 2), fill
        for number, solid in enumerate(self._solids):
            own = self._shot.owner == number
            for coat in solid.coats:
                yield from self._coat(number, own, coat, light)
            if solid.strands is not None and own.any():
                for path in self._strands(number, own, solid.strands):
                    yield path, solid.coats[-1].tones[2]

    def _seen(self, number: int, field: Floats) -> Floats:
        """A field of one solid as a picture."""
        whole = np.zeros(self._starts[-1])
        whole[self._starts[number] : self._starts[number + 1]] = field
        return self._shot.spread(whole)

    def _below(self, light: Floats, level: float, where: Mask, least: float) -> str:
        """Where it is darker than a level, as path data."""
        field = np.where(where & ~np.isnan(light), level - np.nan_to_num(light), -0.25)
        return self._shot.rings(field, 0, _ERROR * 1.6, least=least)

    def _coat(self, number: int, own: Mask, coat: Coat, light: Floats) -> Iterator[tuple[str, str]]:
        if not own.any():
            return
        inside = np.where(own, np.clip(self._seen(number, coat.field) / 0.5, -1, 1), 0)
        nearest = ndimage.distance_transform_edt(~own, return_distances=False, return_indices=True)
        # Past the outline, which cuts it off; over neighbours only as far as the line between hides it.
        near = ndimage.binary_dilation(own, iterations=max(2, int(0.12 * PIXELS_PER_CM)))
        near &= (self._shot.owner < 0) | ndimage.binary_dilation(own, iterations=2)
        carried = np.where(near, inside[tuple(nearest)], -1.0)
        field = ndimage.gaussian_filter(carried, 0.10 * PIXELS_PER_CM)
        path = self._shot.rings(field, 0, _ERROR, least=0.25, shortest=30, smooth=2.5, corner=60)
        if not path:
            return
        yield path, coat.tones[0]
        for level, fill in zip(_SHADES, coat.tones[1:], strict=True):
            yield self._below(light, level, field > 0, 2.5), fill

    def _hems(self) -> Iterator[str]:
        """Lines where cloth ends on the body, but not under other cloth."""
        for number, solid in enumerate(self._solids):
            own = self._shot.owner == number
            for place, coat in enumerate(solid.coats):
                if not coat.hem:
                    continue
                visible = own.copy()
                for over in solid.coats[place + 1 :]:
                    visible &= self._seen(number, over.field) < 0.05
                picture = np.where(visible, self._seen(number, coat.field), np.nan)
                for line in measure.find_contours(picture, 0):
                    if len(line) > 0.8 * PIXELS_PER_CM:
                        yield self._brushed(line, 0.32, False)

    def _strands(self, number: int, own: Mask, strands: Floats) -> Iterator[str]:
        """A few lines that run with the hair, each starting a little further from the whorl than the last."""
        picture = np.where(own, self._seen(number, strands), np.nan)
        picture = np.where(picture < 0, np.nan, picture)
        for place, level in enumerate(range(12, 170, 22)):
            for line in measure.find_contours(picture, level):
                if len(line) > 2.5 * PIXELS_PER_CM:
                    start = int(len(line) * (0.14, 0.32, 0.22)[place % 3])
                    yield self._brushed(line[start:-3], 0.35, True)

    def _brushed(self, line: Floats, width: float, tapered: bool) -> str:
        """A line of rows and columns as a brush stroke; `width` is a share of the usual line's."""
        smooth = self._shot.plate(smooth_open(line[:, ::-1], 2))
        return brush(smooth, _LINE * width, _ERROR * 0.7, (tapered, tapered), 0.4 if tapered else 0.1)


def plate(
    name: str, alt: str, scene: Scene, anchors: Mapping[str, Vector], ground: Sequence[Ground],
    under: Sequence[Flat] = (), over: Sequence[Flat] = (),
) -> dict[str, Any]:  # fmt: skip
    """The plate as booklet reads it; `under` lies behind the solids, `over` in front of them."""
    camera = scene.camera
    return {
        "id": name,
        "box": scene.box,
        "ground": [{"box": [_tenth(a) for a in (g.left, g.top, g.right, g.bottom)], "fill": g.fill} for g in ground],
        "bases": scene.outline,
        "items": [*_flats(camera, under), *scene.parts(), *_flats(camera, over)],
        "anchors": {key: [_tenth(v) for v in camera.on_paper(at)[0]] for key, at in anchors.items()},
        "alt": alt,
    }


def _flats(camera: Camera, flats: Sequence[Flat]) -> Iterator[dict[str, Any]]:
    """The flat faces that are turned to the camera."""
    for flat in flats:
        if np.dot(flat.normal, camera.axes[2]) > 0.03:
            corners = "L".join(f"{x:.1f} {y:.1f}" for x, y in camera.on_paper(np.array(flat.corners)))
            yield {"d": f"M{corners}Z", "fill": flat.fill, "stroke": INK, "w": 2}


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(float(value), 1)
