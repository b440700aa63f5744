"""What every content file shares: an id, its sources, its review state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StringConstraints

from booklet.source import Entry

Id: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A name that files refer to each other by: lower-case words joined by hyphens."""


@dataclass(frozen=True, slots=True)
class RefersTo:
    """Marks an id as the name of something of another kind, so that a dangling one is found."""

    kind: str


SourceId: TypeAlias = Annotated[Id, RefersTo("sources")]
MuscleId: TypeAlias = Annotated[Id, RefersTo("muscles")]
JointId: TypeAlias = Annotated[Id, RefersTo("joints")]
SweepId: TypeAlias = Annotated[Id, RefersTo("sweeps")]
TechniqueId: TypeAlias = Annotated[Id, RefersTo("techniques")]
FigureId: TypeAlias = Annotated[Id, RefersTo("figures")]
FlagId: TypeAlias = Annotated[Id, RefersTo("flags")]

Line: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=160)]
"""A heading, label or caption."""

Prose: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=1200)]
"""A paragraph for the reader: plain text, printed literally."""


class Review(Entry):
    """Who has looked at a file's medical content. The handout prints the weakest state of all its files."""

    state: Literal["not yet clinically reviewed", "clinically reviewed"]
    by: Line | None = Field(default=None, description="name and profession of the reviewer")
    on: Line | None = Field(default=None, description="date of the review, like 2026-11-23")


class Reviewed(Entry):
    """A content file with medical statements: says where they come from and who has checked them."""

    sources: tuple[SourceId, ...] = Field(min_length=1, description="ids from sources.yaml")
    review: Review
    uncertain: tuple[Prose, ...] = Field(default=(), description="open questions for the reviewer; never printed")


class Illustration(Entry):
    """A figure in its place: which panels to draw and what stands below it."""

    figure: FigureId = Field(description="id of a file in figures/")
    panels: tuple[Id, ...] = Field(default=(), description="panels to draw; all when left out")
    caption: Line = Field(description="begins with the view, like: Back view. Both sides can be sore.")
