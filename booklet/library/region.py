"""A body region, the subject of one handout: `content/regions/*.yaml`."""

from __future__ import annotations

from pydantic import Field

from booklet.library.base import (
    FigureId,
    FlagId,
    Id,
    Illustration,
    JointId,
    Line,
    MuscleId,
    Prose,
    Reviewed,
    SweepId,
    TechniqueId,
)
from booklet.palette import InkName
from booklet.source import Entry


class Suspect(Entry):
    """A group of muscles or joints that may be the source of the pain."""

    number: int = Field(ge=1, le=9)
    title: Line
    short: Line = Field(description="a word or two for the badge on each card")
    summary: Prose = Field(description="two or three lines for the overview page")
    intro: Prose = Field(description="opens the section")
    illustration: Illustration | None = Field(default=None, description="a small figure on the overview page")
    muscles: tuple[MuscleId, ...] = ()
    joints: tuple[JointId, ...] = ()
    sweep: SweepId | None = None
    note: Prose | None = None
    belly_rules: bool = Field(default=False, description="true: print safety.yaml's rules for the belly first")


class Landmark(Entry):
    """A bony point that a reader can feel."""

    name: Line
    anatomical: Line
    colour: InkName | None = Field(default=None, description="its colour in the landmark figure")
    text: Prose = Field(description="what it is and how to find it")


class Landmarks(Entry):
    """The bones to find first."""

    title: Line
    intro: Prose
    illustration: Illustration
    points: tuple[Landmark, ...] = Field(min_length=1)


class Thought(Entry):
    """A heading and a few lines: one cell of a strip, or one short section."""

    title: Line
    text: Prose


class MoreWays(Entry):
    """Ways to reach a spot with other tools, or with help."""

    title: Line
    intro: Prose
    techniques: tuple[TechniqueId, ...] = Field(min_length=1)


class Cover(Entry):
    """The front of a booklet."""

    figure: FigureId = Field(description="fills the lower part, and runs off the right and lower edges")
    subtitle: Line


class Brief(Entry):
    """The region in few words, for folded inserts."""

    look: Prose = Field(description="where to look, in two lines")
    find: tuple[TechniqueId, ...] = Field(min_length=1, description="ways to find the spot; the first one is drawn")
    steps: tuple[Prose, ...] = Field(min_length=1, max_length=5, description="how to find it, whatever the way")


class Region(Reviewed):
    """Everything the handout of one region says, apart from what it shares with other regions."""

    region: Id = Field(description="the same as the file's name")
    title: Line
    short: Line = Field(description="for the footer of large print")
    overline: Line
    message: Line = Field(description="the one main message")
    intro: Prose
    hero: Illustration
    locator: FigureId | None = Field(default=None, description="figure that shows where on the body the region is")
    cover: Cover | None = Field(default=None, description="front of the booklet; without it, made of hero and message")
    overview_intro: Prose
    overview: Illustration
    how_to_use: tuple[Thought, ...] = Field(min_length=3, max_length=3)
    how_to_press: tuple[Thought, ...] = Field(min_length=3, max_length=3)
    background: tuple[Thought, ...] = Field(min_length=1, description="why pain may be felt away from its source")
    landmarks: Landmarks
    suspects: tuple[Suspect, ...] = Field(min_length=1)
    more_ways: MoreWays | None = Field(default=None, description="techniques shown by themselves, after the suspects")
    areas: tuple[Id, ...] = Field(
        default=(), description="ids from body-map.yaml that the exam form asks about; all when left out"
    )
    brief: Brief | None = Field(default=None, description="shorter texts for inserts; made of the others if left out")
    flags: tuple[FlagId, ...] = Field(min_length=1, description="ids of red flags in safety.yaml, in printing order")
