"""Muscles and their trigger points: `content/muscles/*.yaml`, shared between regions by id."""

from __future__ import annotations

from pydantic import Field

from booklet.library.base import Id, Illustration, Line, Prose, Reviewed, TechniqueId
from booklet.source import Entry


class Point(Entry):
    """A trigger point: where it lies, and where it may send pain (its referral zone)."""

    id: Id = Field(description="<muscle id>-<number>; a figure marks this point with an X")
    at: Line = Field(description="where it lies, in plain words, no capital, no full stop")
    core: Line | None = Field(
        default=None,
        description="the main referral zone, in plain words, no capital, no full stop; left out where no map is given",
    )
    spill: Line | None = Field(default=None, description="where the pain may also spread")
    press: bool = Field(default=True, description="false: drawn, but the reader is never told to press there")


class Muscle(Reviewed):
    """One muscle as a card: where it is, where its pain may go, how to feel for it, what to do then."""

    muscle: Id = Field(description="the same as the file's name")
    plain: Line = Field(description="name a reader understands")
    anatomical: Line = Field(description="anatomical name, printed small")
    where: Prose = Field(description="where the muscle lies")
    points: tuple[Point, ...] = Field(min_length=1)
    pain_note: Prose | None = Field(default=None, description="a sentence after the list of referral zones")
    figures: tuple[Illustration, ...] = Field(default=(), description="figures that show the points")
    feel: tuple[Prose, ...] = Field(min_length=1, max_length=6, description="steps of the self-check")
    techniques: tuple[TechniqueId, ...] = Field(min_length=1, description="ways to reach it")
    shown: tuple[TechniqueId, ...] = Field(default=(), description="techniques drawn beside the steps")
    sore: Prose = Field(description="what to do when a spot is found; starts in the imperative")
    patch: Prose | None = Field(default=None, description="where the patch goes; left out where it must not go")
    caution: Prose = Field(description="what to take care of")
    care: Line | None = Field(default=None, description="the same in a line, for checklists; the whole when left out")
    note: Prose | None = Field(default=None, description="background worth knowing, such as a nerve nearby")
    doctor_first: Prose | None = Field(default=None, description="when to ask a doctor before any self-check")
