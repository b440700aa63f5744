"""Where things are on the body: landmark expressions resolved in a view, and the plain names of landmarks."""

from __future__ import annotations

from collections.abc import Mapping
from math import dist
from typing import Final, Literal, TypeAlias, TypeVar

from pydantic import RootModel

from booklet.diagrams.spec import Line, Place, Side
from booklet.paths import XY, along
from booklet.source import Entry

View: TypeAlias = Literal["posterior", "anterior", "left", "right"]
Box: TypeAlias = tuple[float, float, float, float]

MM_PER_CM: Final = 10.0

_T = TypeVar("_T")


class Landmarks(Entry):
    """Landmarks and landmark lines of one view, in plate mm; names of paired ones end in .left or .right."""

    landmarks: dict[str, XY]
    lines: dict[str, tuple[XY, ...]]


class LandmarkNames(RootModel[dict[str, Line]]):
    """The plain name of each landmark, without its side."""


class UnknownLandmark(Exception):
    """No landmark of this name in the view; `known` are those that there are."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.known = known


class Compass:
    """Resolves places in one view."""

    def __init__(self, view: View, landmarks: Landmarks) -> None:
        self.view = view
        self._points = landmarks.landmarks
        self._lines = landmarks.lines

    def outward(self, side: Side) -> int:
        """Which way on paper leads away from the midline: -1 is left, 1 right, 0 neither (side views)."""
        if self.view == "posterior":
            return 1 if side == "right" else -1
        if self.view == "anterior":
            return -1 if side == "right" else 1
        return 0

    def lean(self, side: Side) -> int:
        """Which way on paper leads away from the midline or, in side views, to the belly: -1 is left, 1 right."""
        return self.outward(side) or (1 if self.view == "right" else -1)

    def point(self, place: Place, side: Side) -> XY:
        """The place in plate mm. Raises UnknownLandmark."""
        side = place.side or side
        if place.between is not None:
            (ax, ay), (bx, by) = (self.point(end, side) for end in place.between)
            x, y = ax + (bx - ax) * place.t, ay + (by - ay) * place.t
        elif place.along is not None:
            x, y = along(self.line(place.along, side), place.t)
        else:
            x, y = self._named(self._points, str(place.at), side)
        forward = {"left": -1, "right": 1}.get(self.view, 0)
        x += MM_PER_CM * (place.out * self.outward(side) + forward * (place.front - place.back))
        y += MM_PER_CM * (place.down - place.up)
        return x, y

    def line(self, name: str, side: Side) -> tuple[XY, ...]:
        """A landmark line in plate mm. Raises UnknownLandmark."""
        return self._named(self._lines, name, side)

    def nearest(self, at: XY) -> str:
        """The name, without its side, of the landmark nearest to a point in plate mm."""
        return bare(min(self._points, key=lambda name: dist(self._points[name], at)))

    def _named(self, table: Mapping[str, _T], name: str, side: Side) -> _T:
        for key in (name, f"{name}.{side}"):
            if key in table:
                return table[key]
        raise UnknownLandmark(name, tuple(sorted({bare(known) for known in table})))


def bare(name: str) -> str:
    """A landmark's name without its side."""
    return name.removesuffix(".left").removesuffix(".right")


class Crop(Entry):
    """A named part of a view and the words for it."""

    box: Box
    shows: str


def _crop(left: float, top: float, right: float, bottom: float, shows: str) -> Crop:
    return Crop(box=(left, top, right, bottom), shows=shows)


CROPS: Final[dict[str, dict[str, Crop]]] = {
    "posterior": {
        "lower-back": _crop(-205, 425, 205, 905, "the lower back and buttocks"),
        "waist-to-buttocks": _crop(-210, 455, 210, 940, "the lower back and buttocks"),
        "back": _crop(-225, 270, 225, 905, "the whole back"),
        "buttocks": _crop(-168, 610, 168, 930, "the buttocks"),
        "pelvis": _crop(-185, 585, 185, 925, "the pelvis"),
        "thighs": _crop(-322, 788, 322, 1336, "the thighs and knees"),
        "legs": _crop(-200, 780, 200, 1710, "the legs"),
        "whole": _crop(-385, -15, 385, 1715, "the whole body"),
    },
    "anterior": {
        "belly": _crop(-205, 455, 205, 905, "the belly and hips"),
        "whole": _crop(-385, -15, 385, 1715, "the whole body"),
    },
    "left": {
        "hip": _crop(-205, 470, 150, 905, "the left hip"),
        "whole": _crop(-330, -15, 200, 1715, "the whole body"),
    },
    "right": {
        "hip": _crop(-150, 470, 205, 905, "the right hip"),
        "whole": _crop(-200, -15, 330, 1715, "the whole body"),
    },
}
