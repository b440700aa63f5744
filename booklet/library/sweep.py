"""Feeling a whole area line by line: `content/sweeps/*.yaml`."""

from __future__ import annotations

from pydantic import Field

from booklet.library.base import Id, Illustration, Line, Prose, Reviewed, TechniqueId
from booklet.palette import InkName
from booklet.source import Entry


class SweepLine(Entry):
    """One line of the sweep, as numbered in its figure."""

    number: int = Field(ge=1, le=9)
    colour: InkName
    name: Line


class Way(Entry):
    """One way to do the sweep; the technique gives heading and drawing."""

    technique: TechniqueId
    steps: tuple[Prose, ...] = Field(min_length=1, max_length=5)


class Sweep(Reviewed):
    """A methodical search of an area that needs no names of muscles."""

    sweep: Id = Field(description="the same as the file's name")
    title: Line
    intro: Prose
    figures: tuple[Illustration, ...] = ()
    lines: tuple[SweepLine, ...] = ()
    areas: tuple[Prose, ...] = Field(default=(), description="what to cover, where there are no lines to follow")
    ways: tuple[Way, ...] = Field(min_length=1, max_length=3)
    found: Prose = Field(description="what to do at a tender place")
    caution: Prose
    note: Prose | None = None
