"""Where the lines of typed text end."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from booklet.typeface.characters import BREAKING, SPACES, clings, is_wide
from booklet.typeface.shaping import Block, Cluster, Run

Unit: TypeAlias = list[tuple[Run, Cluster]]
TOLERANCE: Final = 1e-6
"""A sum of widths may be this much too wide, in em, for its rounding."""


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start` to `end` of a block, with how far their ink reaches above and below the baseline, in em."""

    block: Block
    start: int
    end: int
    rise: float
    fall: float


def broken(block: Block, start: int, end: int, width: float) -> Iterator[Line]:
    """The lines of a block from the character `start` to `end`, none of them wider than `width` em.

    Lines end after spaces, and between characters of East Asia. A word that is wider than a line ends wherever the
    line does, but no character is parted from the marks on it. Spaces at the end of a line may hang over.
    """
    units = list(_units(block, start, end))
    first, chance, index, taken = 0, 0, 0, 0.0
    while index < len(units):
        begins = units[index][0][1].start
        wide = sum(cluster.width for _, cluster in units[index])
        if index > first and may_end(block.text, begins):
            chance = index
        if index > first and block.text[begins] not in SPACES and taken + wide > width + TOLERANCE:
            cut = chance if chance > first else index
            yield _line(block, units[first:cut])
            first = index = cut
            taken = 0.0
        else:
            taken += wide
            index += 1
    if first < len(units):
        yield _line(block, units[first:])


def _units(block: Block, start: int, end: int) -> Iterator[Unit]:
    """The clusters of a block, those that begin with a mark together with what they cling to."""
    unit: Unit = []
    for run, cluster in block.clusters:
        if start <= cluster.start < end:
            if unit and not clings(block.text[cluster.start]):
                yield unit
                unit = []
            unit.append((run, cluster))
    if unit:
        yield unit


def may_end(text: str, index: int) -> bool:
    """Whether a line may end before the character at `index`."""
    before, after = text[index - 1], text[index]
    if before in BREAKING:
        return after not in BREAKING
    while index > 1 and clings(before):
        index -= 1
        before = text[index - 1]
    if not (is_wide(before) or is_wide(after)):
        return False
    opens = unicodedata.category(before) in ("Ps", "Pi")
    closes = unicodedata.category(after) in ("Pe", "Pf", "Po")
    return not opens and not closes and after not in SPACES and before not in SPACES


def _line(block: Block, units: list[Unit]) -> Line:
    inks = [
        (glyph.up + top, bottom - glyph.up)
        for unit in units
        for run, cluster in unit
        for glyph in cluster.glyphs
        for top, bottom in [run.face.ink(glyph.number)]
    ]
    rise, fall = (max(side) for side in zip(*inks, strict=True)) if inks else (0.0, 0.0)
    return Line(block, units[0][0][1].start, units[-1][-1][1].end, rise, fall)
