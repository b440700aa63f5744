"""What a personalised checklist says and by which rules it ranks: `cautions.yaml`, `ranking.yaml`, `checklist.yaml`."""

from __future__ import annotations

from typing import Literal, Self, TypeAlias

from pydantic import Field, model_validator

from booklet.library.base import Id, Line, MuscleId, Prose, Reviewed
from booklet.source import Entry

Tool: TypeAlias = Literal["fingers", "ball", "cane", "friend"]
Share: TypeAlias = float


class Caution(Entry):
    """What applies to one person and takes away what would be unsafe for them."""

    id: Id
    name: Line = Field(description="for the clinician who ticks it, like: Takes a blood thinner")
    say: Prose = Field(description="what the sheet tells the reader; begins with why")
    because: Line = Field(description='why a spot or tool is left out, after "because", no full stop')
    no_tools: tuple[Tool, ...] = Field(default=(), description="tools that are taken away")
    no_muscles: tuple[MuscleId, ...] = Field(default=(), description="muscles whose points are shown, never pressed")
    no_pressing: bool = Field(default=False, description="true: nothing is pressed before a clinician has said so")
    patch: Literal["as advised", "ask first", "none"] = "as advised"


class Cautions(Reviewed):
    """Every caution that an exam can name."""

    cautions: tuple[Caution, ...] = Field(min_length=1)


class Ranking(Entry):
    """How spots are ranked and in which words it is said. Shares are of the area that the person marked."""

    core: float = Field(ge=0, description="weight of the part that the main referral zone covers")
    spill: float = Field(ge=0, description="weight of the part that only the spillover covers")
    likely: Share = Field(ge=0, le=1, description="least weighted share that makes an untested spot likely")
    most: int = Field(ge=1, le=8, description="spots in the list; further findings follow it")
    very_tender: int = Field(ge=0, le=10, description="from this rating on a spot is called very tender")
    tender: int = Field(ge=0, le=10, description="from this rating on a spot is called tender")
    covers: Share = Field(ge=0, le=1, description="from this share on a zone is said to cover the area")
    covers_part: Share = Field(ge=0, le=1, description="from this share on a zone is said to cover part of it")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.core < self.spill:
            raise ValueError("the core must not count less than the spillover")
        if self.tender > self.very_tender or self.covers_part > self.covers:
            raise ValueError("the lesser word must not begin above the stronger one")
        return self


class ChecklistTexts(Reviewed):
    """The sentences of the checklist that are not about one muscle."""

    title: Line
    start: Prose = Field(description="what to do first, beside the heading of the list")
    likely: Prose = Field(description="the same, when no spot was pressed in an exam")
    more: Prose = Field(description="opens the spots that did not fit into the list")
    alone: Prose = Field(description="opens the spots that must not be pressed")
    log: Prose = Field(description="how to fill in the log")
    log_press: Prose = Field(description="the same for the columns of spots")
    expect: Prose
    stop: Prose
    bring: Line = Field(description="what to bring to the next visit")
    change: Prose = Field(description="opens the comparison with earlier exams")
