"""The graphics state, as far as it matters to a press (ISO 32000-1, 8.4)."""

from __future__ import annotations

import copy
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Final, Self

from booklet.check.press.colour import Colour
from booklet.check.press.fonts import Font
from booklet.plane import IDENTITY, Box, Matrix

FINE: Final = 4
"""Decimals in which two transformations must agree to give the same sizes."""


@dataclass(slots=True)
class TextState:
    """What text operators set (9.3). `matrix` and `line_matrix` are those between BT and ET."""

    font: Font | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    matrix: Matrix = IDENTITY
    line_matrix: Matrix = IDENTITY


@dataclass(slots=True)
class State:
    """What is current at one point of a content stream. `base` is the matrix that patterns start from (8.7.3.1)."""

    ctm: Matrix = IDENTITY
    base: Matrix = IDENTITY
    clip: Box | None = None
    fill: Colour = field(default_factory=Colour)
    stroke: Colour = field(default_factory=Colour)
    overprints_fill: bool = False
    overprints_stroke: bool = False
    overprint_mode: int = 0
    line_width: float = 1.0
    see_through: frozenset[str] = frozenset()
    """The parameters by which what lies below is seen through paint: ca, CA, BM, SMask."""
    text: TextState = field(default_factory=TextState)

    def copy(self) -> Self:
        twin = copy.copy(self)
        twin.text = copy.copy(self.text)
        return twin

    @property
    def transparent(self) -> bool:
        return bool(self.see_through)

    @property
    def key(self) -> Hashable:
        """What makes a stream look different when placed with another state; where it is placed is not part of it."""
        text = self.text
        return (
            tuple(round(part, FINE) for part in self.ctm[:4]),
            tuple(round(part, FINE) for part in self.base[:4]),
            (self.fill, self.stroke),
            (self.overprints_fill, self.overprints_stroke, self.overprint_mode),
            (self.line_width, self.see_through),
            (text.font, text.size, text.stretch, text.rise, text.mode),
        )
