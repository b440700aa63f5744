"""People and things before a camera, drawn as clean outlines, flat tones and cloth: the plate of a technique."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy import ndimage
from skimage import measure

from figures.build.props import Thing, Tones
from figures.build.rig import Floats, Ints, Pose, Vector, normals, subdivide, triangles
from figures.build.wardrobe import Cloth, attributes, cut
from shotlib import Shot, closed, contours, crease_lines, dpath, edge_lines, shade_field, smooth_open, taper

PIXELS_PER_CM: Final = 13
LINE_MM: Final = 2.6
ERROR_MM: Final = 0.5

INK: Final = "#3f312a"
SEAM_INK: Final = "#3b4a55"
CREASE_INK: Final = "#7d5f4e"
SKIN: Final[Tones] = ("#f8ebdf", "#edd7c5", "#dfc3ad")
SKIN_DEEP: Final = "#d5b59c"
SHIRT: Final[Tones] = ("#cfdde6", "#a9bfcd", "#86a2b4")
SHORTS: Final[Tones] = ("#6f8799", "#566f82", "#435a6c")
HAIR: Final[Tones] = ("#6a5648", "#54443a", "#43362e")
FRIEND_SHIRT: Final[Tones] = ("#e9dcc3", "#d3c19c", "#bba67d")
FRIEND_SHORTS: Final[Tones] = ("#8c8477", "#736b5f", "#5e574c")
FRIEND_HAIR: Final[Tones] = ("#3f3a38", "#312d2b", "#262322")

_LIGHT: Final = (-0.25, 0.75, 0.8)


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
        return np.c_[seen[:, 0] * 10, 1700 - seen[:, 1] * 10]

    def floor(self, near: float, height: float = 0.0) -> float:
        """Where a level line across the picture is seen, in plate mm: cm towards the viewer and cm above the floor."""
        e = np.radians(self.elevation)
        return float(1700 - 10 * (height * np.cos(e) - near * np.sin(e)))


@dataclass(frozen=True, slots=True)
class Coat:
    """A colour where its field is positive; `hem` draws a line where it ends on the body."""

    field: Floats
    tones: Tones
    hem: bool = False


@dataclass(frozen=True, slots=True)
class Solid:
    """A mesh with what covers it, later coats over earlier ones."""

    points: Floats
    faces: Ints
    coats: tuple[Coat, ...]
    strands: Floats | None = None


@dataclass(frozen=True, slots=True)
class Ground:
    """A level or upright area that reaches the edge of the frame where a side is None, in plate mm."""

    left: float | None
    top: float | None
    right: float | None
    bottom: float | None
    fill: str


def person(pose: Pose, tones: tuple[Tones, Tones, Tones] = (SHIRT, SHORTS, HAIR), lift: Any = None) -> Solid:
    """A dressed person; `lift` may move the finished points, for example press them to the floor."""
    body = pose.body
    columns, quads = subdivide(np.c_[pose.skin(), _worn(body)], body.quads, 2)
    points = columns[:, :3] if lift is None else lift(columns[:, :3])
    cloth: Cloth = cut(body, columns[:, 3:])
    shirt, shorts, hair = tones
    coats = (Coat(cloth.shorts, shorts, True), Coat(cloth.shirt, shirt, True), Coat(cloth.hair, hair))
    return Solid(points, triangles(quads), coats, np.where(cloth.hair > 0.5, cloth.strands, np.nan))


def thing(given: Thing) -> Solid:
    """A thing covered by its own colour."""
    whole = Coat(np.ones(len(given.points)), given.tones)
    mark = () if given.mark is None else (Coat(given.mark * 3, ("#ffffff", "#f3f6da", "#e4e9bd")),)
    return Solid(given.points, given.faces, (whole, *mark))


_REST: dict[int, Floats] = {}


def _worn(body: Any) -> Floats:
    return _REST.setdefault(id(body), attributes(body))


@dataclass(frozen=True, slots=True)
class Layer:
    """One path of the drawing and how it is painted."""

    path: str
    fill: str
    clip: bool


class Scene:
    """Solids seen together, nearer ones in front."""

    def __init__(self, camera: Camera, solids: Sequence[Solid], box: Sequence[float]) -> None:
        self.box = tuple(round(float(edge)) for edge in box)
        self.solids = solids
        offsets = np.cumsum([0, *(len(solid.points) for solid in solids)])
        points = np.vstack([solid.points for solid in solids])
        faces = np.vstack([solid.faces + start for solid, start in zip(solids, offsets, strict=False)])
        owner = np.concatenate([np.full(len(solid.faces), number) for number, solid in enumerate(solids)])
        self.shot = Shot(points, faces, normals(points, faces), camera.axes, self.box, PIXELS_PER_CM)
        self.owner = np.where(self.shot.mask, owner[np.maximum(self.shot.FI, 0)], -1)
        self.shot.extra = self._between()
        self._offsets = offsets
        self._count = len(points)

    @property
    def outline(self) -> str:
        """The outline of all solids together."""
        pixels = self.shot.ppc
        rings = contours(self.shot.mask.astype(float), 0.5, 60, 0.4 * pixels**2)
        return "".join(closed(self.shot, ring, ERROR_MM * 0.7, 3, 60) for ring in rings)

    def layers(self) -> Iterator[Layer]:
        """Everything inside the outline, in painting order."""
        yield Layer(self.outline, SKIN[0], True)
        light, near = shade_field(self.shot, _LIGHT, 0.45, curv=((0.4, 0.08), (1.0, 0.18)))
        for level, fill in ((0.80, SKIN[1]), (0.60, SKIN[2]), (0.38, SKIN_DEEP)):
            yield from self._tone(np.where(near, level - light, -0.2), fill, 2, 1.6)
        hems: list[str] = []
        for number, solid in enumerate(self.solids):
            own = self.owner == number
            if not own.any():
                continue
            for place, coat in enumerate(solid.coats):
                yield from self._coat(number, own, coat, light)
                if coat.hem:
                    hems += self._hem(number, own, coat, solid.coats[place + 1 :])
            if solid.strands is not None:
                hair = solid.coats[-1].tones[2]
                for path in self._strands(number, own, solid.strands):
                    yield Layer(path, hair, True)
        edges = edge_lines(self.shot, thr=1.0, sig=4, minlen=1.0, wmax=LINE_MM, err=ERROR_MM * 0.8, full=4.0)
        creases = crease_lines(
            self.shot, sig_cm=0.35, lo=0.18, hi=0.40, minlen=1.6, wmax=LINE_MM * 0.55, err=ERROR_MM * 0.8, maxn=26,
            jumpgap=2.6,
        )  # fmt: skip
        for paths, fill in ((hems, SEAM_INK), (creases, CREASE_INK), (edges, INK)):
            yield Layer("".join(paths), fill, False)

    def _between(self) -> Any:
        """Where one solid ends before another."""
        found = np.zeros(self.owner.shape, bool)
        for shift, axis in ((1, 0), (1, 1)):
            beside = np.roll(self.owner, shift, axis)
            found |= (beside != self.owner) & (beside >= 0) & (self.owner >= 0)
        return found

    def _seen(self, number: int, field: Floats) -> Floats:
        """A field of one solid as an image."""
        whole = np.zeros(self._count)
        whole[self._offsets[number] : self._offsets[number + 1]] = field
        image: Floats = self.shot.attr(whole)
        return image

    def _tone(self, field: Floats, fill: str, least: float, loose: float) -> Iterator[Layer]:
        rings = contours(field, 0, 40, least * self.shot.ppc**2)
        path = "".join(closed(self.shot, ring, ERROR_MM * loose, 3, 0) for ring in rings)
        if path:
            yield Layer(path, fill, True)

    def _coat(self, number: int, own: Any, coat: Coat, light: Floats) -> Iterator[Layer]:
        pixels = self.shot.ppc
        reach = max(2, int(0.12 * pixels))
        inside = np.where(own, np.clip(self._seen(number, coat.field) / 0.5, -1, 1), 0)
        nearest = ndimage.distance_transform_edt(~own, return_distances=False, return_indices=True)
        near = ndimage.binary_dilation(own, iterations=reach)
        others = (self.owner >= 0) & ~own
        near &= ~others | ndimage.binary_dilation(own, iterations=2)
        field = ndimage.gaussian_filter(np.where(near, inside[tuple(nearest)], -1.0), 0.10 * pixels)
        rings = contours(field, 0, 30, 0.25 * pixels**2)
        path = "".join(closed(self.shot, ring, ERROR_MM, 2.5, 60) for ring in rings)
        if not path:
            return
        yield Layer(path, coat.tones[0], True)
        for level, fill in ((0.72, coat.tones[1]), (0.45, coat.tones[2])):
            yield from self._tone(np.where(field > 0, level - light, -0.3), fill, 0.8, 1.5)

    def _hem(self, number: int, own: Any, coat: Coat, over: Sequence[Coat]) -> list[str]:
        visible = own.copy()
        for other in over:
            visible &= self._seen(number, other.field) < 0.05
        image = np.where(visible, self._seen(number, coat.field), np.nan)
        return [
            self._stroke(line, LINE_MM * 0.32)
            for line in measure.find_contours(image, 0)
            if len(line) > 0.8 * self.shot.ppc
        ]

    def _strands(self, number: int, own: Any, strands: Floats) -> Iterator[str]:
        """A few lines that run with the hair."""
        image = np.where(own, self._seen(number, np.nan_to_num(strands, nan=-999.0)), np.nan)
        image = np.where(image < -360, np.nan, image)
        for level in np.arange(12, 170, 22.0):
            for line in measure.find_contours(image, level):
                if len(line) > 2.5 * self.shot.ppc:
                    cut_off = int(len(line) * (0.12 + 0.1 * (level % 3)))
                    yield self._stroke(line[cut_off:-3], LINE_MM * 0.35, (1, 1))

    def _stroke(self, line: Floats, half: float, ends: tuple[int, int] = (0, 0)) -> str:
        smooth = smooth_open(line[:, ::-1], 2)
        share = 0.4 if any(ends) else 0.1
        path: str = dpath(taper(self.shot.un(smooth), half, ERROR_MM * 0.7, ends, share), True)
        return path


def frame(camera: Camera, solids: Sequence[Solid], margins: Sequence[float]) -> tuple[float, float, float, float]:
    """The box around solids with margins left, top, right and bottom, in plate mm."""
    seen = np.vstack([camera.on_paper(solid.points) for solid in solids])
    (left, top), (right, bottom) = seen.min(axis=0), seen.max(axis=0)
    return left - margins[0], top - margins[1], right + margins[2], bottom + margins[3]


def plate(
    name: str, alt: str, camera: Camera, scene: Scene, anchors: Mapping[str, Vector], ground: Sequence[Ground],
    under: Sequence[dict[str, Any]] = (), over: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:  # fmt: skip
    """The plate as it is written: what lies under the people, they themselves, and what is in front of them."""
    outline = scene.outline
    items: list[dict[str, Any]] = [*under]
    for layer in scene.layers():
        if layer.path:
            items.append({"d": layer.path, "fill": layer.fill, "clip": layer.clip, "eo": layer.clip})
    items.append({"d": outline, "stroke": INK, "w": LINE_MM * 0.9})
    return {
        "id": name,
        "box": scene.box,
        "ground": [
            {"box": [_tenth(a) for a in (g.left, g.top, g.right, g.bottom)], "fill": g.fill} for g in ground
        ],
        "bases": outline,
        "items": [*items, *over],
        "anchors": {key: [_tenth(v) for v in camera.on_paper(at)[0]] for key, at in anchors.items()},
        "alt": alt,
    }


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(float(value), 1)


def write(data: Mapping[str, Any], folder: Path) -> None:
    """Save a plate as JSON."""
    text = json.dumps(data, separators=(",", ":"))
    (folder / f"tq-{data['id']}.json").write_text(text, encoding="utf-8")
