"""An exam as a value: what a clinician, or a person at home, has written down about one body on one day.

Every way in (`booklet.exams`) makes the same `Exam`. What a field means when it is left out stands in its description;
nothing is guessed beyond that.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Final, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, StringConstraints, model_validator

from booklet.source import Entry

NAME_LENGTH: Final = 300
NOTE_LENGTH: Final = 5000
MOST_FINDINGS: Final = 200
MOST_EARLIER: Final = 12

Side: TypeAlias = Literal["left", "right"]
Tool: TypeAlias = Literal["fingers", "ball", "cane", "friend"]
ChoirForm: TypeAlias = Literal["male", "female"]

Reference: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
"""The id of something in the library."""
Typed: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LENGTH)]
"""A line that a person typed; printed as it is."""
Note: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=NOTE_LENGTH)]
"""A text that a person typed; printed as it is, over as many pages as it takes."""
Scale: TypeAlias = Annotated[int, Field(ge=0, le=10)]
"""A numeric rating: 0 is none, 10 the worst."""

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_INTEGER: Final = re.compile(r"\d{1,3}")


def _iso_date(value: object) -> object:
    """Only a calendar date as ISO 8601 has it: pydantic would take a number for seconds since 1970."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if not isinstance(value, str) or not _DATE.fullmatch(value.strip()):
        raise ValueError("expected a date like 2026-11-23")
    return value


def _whole(value: object) -> object:
    """Only digits: "7.0" and "1_0" are not what anybody means by a rating."""
    if isinstance(value, str) and not _INTEGER.fullmatch(value.strip()):
        raise ValueError("expected a whole number")
    return value


def _clock(value: object) -> object:
    if not isinstance(value, str) or not _TIME.fullmatch(value.strip()):
        raise ValueError("expected a time like 09:30")
    return value


Day: TypeAlias = Annotated[datetime.date, BeforeValidator(_iso_date)]
Clock: TypeAlias = Annotated[str, BeforeValidator(_clock)]
Rating: TypeAlias = Annotated[Scale, BeforeValidator(_whole)]
Code: TypeAlias = Annotated[int, BeforeValidator(_whole)]


class Person(Entry):
    """Whose exam it is. All of it may be left out: the sheet then has a line to write the name on."""

    id: Typed | None = Field(default=None, description="record id; its safe form names the file")
    name: Typed | None = None
    born: Day | None = Field(default=None, description="date of birth, like 1980-02-29")


class Pain(Entry):
    """One area in which it hurts: an area of the body map with its side, or the CHOIR code of both."""

    area: Reference | None = Field(default=None, description="id of an area in content/body-map.yaml")
    side: Side | None = Field(default=None, description="needed with an area")
    choir: Code | None = Field(default=None, description="CHOIR body-map code, 101 to 136 or 201 to 238")
    intensity: Rating | None = Field(default=None, description="0 to 10; left out counts like any other area")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.area is None) == (self.choir is None):
            raise ValueError("needs exactly one of area and choir")
        if self.area is not None and self.side is None:
            raise ValueError("needs a side, left or right")
        if self.choir is not None and self.side is not None:
            raise ValueError("a CHOIR code has its side in it; leave side out")
        return self


class Finding(Entry):
    """What pressing one trigger point showed."""

    point: Reference = Field(description="id of a trigger point; `booklet list points` names them")
    side: Side
    tenderness: Rating | None = Field(default=None, description="0 to 10; left out ranks below every number")
    familiar: bool | None = Field(
        default=None, description="whether it reproduces the familiar pain; left out ranks like false"
    )
    spread: Note | None = Field(default=None, description="where the pain spread to")
    note: Note | None = None


class Visit(Entry):
    """When and where the person comes back."""

    on: Day
    at: Clock | None = Field(default=None, description="like 09:30")
    where: Typed | None = Field(default=None, description="the clinic when left out")


class PrintWishes(Entry):
    """How the person wants the sheet; what is left out is decided on the command line."""

    paper: Literal["letter", "a4"] | None = None
    large_print: bool | None = None
    grey: bool | None = None


class Visited(Entry):
    """What one visit found: the date, where it hurt, the findings."""

    date: Day
    pain: tuple[Pain, ...] = Field(default=(), max_length=74)
    findings: tuple[Finding, ...] = Field(default=(), max_length=MOST_FINDINGS)


class Exam(Visited):
    """One exam of one person."""

    person: Person = Person()
    clinic: Typed | None = Field(default=None, description="the library's clinic when left out")
    clinician: Typed | None = None
    region: Reference | None = Field(default=None, description="id of a region; found from the findings when left out")
    language: Reference = Field(default="en", description="a folder in content/languages")
    print: PrintWishes = PrintWishes()
    choir_form: ChoirForm = Field(
        default="male", description="which CHOIR form the codes come from: 112 to 117 differ between the two"
    )
    tools: tuple[Tool, ...] = Field(default=(), max_length=4, description="tools at hand; all of them when left out")
    patch: bool = Field(default=False, description="whether the patch is advised")
    next_visit: Visit | None = None
    cautions: tuple[Reference, ...] = Field(
        default=(), max_length=30, description="ids from content/cautions.yaml; each takes away what would be unsafe"
    )
    note: Note | None = Field(default=None, description="printed for the person to read")
    earlier: tuple[Visited, ...] = Field(default=(), max_length=MOST_EARLIER, description="earlier exams, in any order")

    @property
    def visits(self) -> tuple[Visited, ...]:
        """All exams of this person, the earliest first, this one last."""
        return (*sorted(self.earlier, key=lambda visit: visit.date), self)
