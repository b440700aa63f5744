"""How a figure is placed on a page, and the marks it shares with the text beside it."""

from __future__ import annotations

from dataclasses import dataclass

from booklet.diagrams.landmarks import Box
from booklet.palette import InkName
from booklet.paths import XY


@dataclass(frozen=True, slots=True)
class Mark:
    """The letter and colour that a trigger point carries in a figure."""

    letter: str
    colour: InkName


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a part of a plate stands on paper: the box in printed mm, and the map from plate mm to it."""

    x: float
    y: float
    w: float
    h: float
    scale: float
    dx: float
    dy: float

    @classmethod
    def centred(cls, crop: Box, x: float, y: float, w: float, h: float) -> Placement:
        """The crop as large as it fits into the box, centred."""
        left, top, right, bottom = crop
        scale = min(w / (right - left), h / (bottom - top))
        return cls(x, y, w, h, scale, x + w / 2 - scale * (left + right) / 2, y + h / 2 - scale * (top + bottom) / 2)

    def point(self, at: XY) -> XY:
        """A point of the plate on paper."""
        return self.dx + self.scale * at[0], self.dy + self.scale * at[1]

    @property
    def window(self) -> Box:
        """What of the plate's plane the box shows, in plate mm."""
        left, top = (self.x - self.dx) / self.scale, (self.y - self.dy) / self.scale
        return left, top, left + self.w / self.scale, top + self.h / self.scale
