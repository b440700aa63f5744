"""What content streams put on paper, with what of the graphics state matters to a press. Lengths in pt on the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

from booklet.check.press.colour import Colour, ColourSpace
from booklet.check.press.fonts import Font
from booklet.check.press.state import State
from booklet.plane import Box


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour as it goes on paper; `mode` is the overprint mode (ISO 32000-1, 8.6.7)."""

    colour: Colour
    overprint: bool
    mode: int

    @property
    def spares_others(self) -> bool:
        """Whether the inks that the colour does not take stay as they are below it.

        A gray of the device sets all inks of the process, whatever the mode; CMYK spares those with 0 in mode 1. Inks
        that are named are set, with 0 too; all others are spared.
        """
        if not self.overprint:
            return False
        if self.colour.space.family == "DeviceCMYK":
            return self.mode == 1
        return bool(self.colour.space.colorants) and {*self.colour.space.colorants} <= {*self.colour.inks}


@dataclass(frozen=True, slots=True)
class Text:
    """A string shown. `size` is the height of its em across the line; `line` the width of its outline, if stroked;
    `blank` whether it is of spaces alone."""

    box: Box
    blank: bool
    font: Font
    size: float
    fill: Paint | None
    stroke: Paint | None
    line: float | None
    lacks_glyph: bool
    transparent: bool


@dataclass(frozen=True, slots=True)
class Path:
    """A path painted. `line` is the width of its stroke where it is thinnest, None when it is not stroked; `thickness`
    the shorter side of a filled rectangle, None for anything else."""

    box: Box
    fill: Paint | None
    stroke: Paint | None
    line: float | None
    thickness: float | None
    transparent: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A raster image. `ppi` is the lesser of its two resolutions on paper; `space` is None for a stencil."""

    box: Box
    pixels: tuple[int, int]
    ppi: float
    bits: int
    space: ColourSpace | None
    fill: Paint | None
    """What a stencil is painted with."""
    transparent: bool
    filters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blend:
    """A smooth shading."""

    box: Box
    space: ColourSpace
    transparent: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A transparency group that is placed; `space` is what it blends in, None when it says nothing."""

    box: Box | None
    space: ColourSpace | None


class FaultKind(Enum):
    """What can be wrong with a content stream itself, or with what it sets."""

    SYNTAX = "syntax"
    BALANCE = "balance"
    RESOURCE = "resource"
    COLOUR = "colour"
    BLEND_MODE = "blend mode"
    TRANSFER = "transfer"
    HALFTONE = "halftone"
    POSTSCRIPT = "postscript"
    LOOP = "loop"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong that puts nothing on paper."""

    kind: FaultKind
    message: str
    box: Box | None = None


class Role(Enum):
    """How a stream of its own comes into a page."""

    FORM = "form"
    MASK = "mask"
    PATTERN = "pattern"
    GLYPH = "glyph"


@dataclass(frozen=True, slots=True)
class Placed:
    """A content stream that is placed by another. `within` is where it can be seen; None for everywhere."""

    role: Role
    stream: Any = field(compare=False)
    resources: Any = field(compare=False)
    state: State
    within: Box | None


Thing: TypeAlias = Text | Path | Picture | Blend | Group | Fault
