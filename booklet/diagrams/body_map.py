"""The body map: the areas in which a person can say that it hurts, and the numbers that the CHOIR form has for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Self

from pydantic import Field, model_validator

from booklet.diagrams.landmarks import View
from booklet.diagrams.spec import Side, Slug
from booklet.errors import Diagnostic, Span
from booklet.source import Entry, Source

Outline = tuple[tuple[float, float], ...]
"""Corners in mm of the body: out from the midline (in side views to the front), down from the crown."""

FRONT_CODES: Final = range(101, 137)
BACK_CODES: Final = range(201, 239)


class Codes(Entry):
    """The CHOIR codes of an area, as the form for men has them."""

    left: int
    right: int


class Area(Entry):
    """One part of the body, the same on both sides, with its outline in each view that shows it."""

    area: Slug
    name: str = Field(min_length=1, max_length=60, description="what a person calls it")
    codes: Codes
    front: Outline | None = Field(None, min_length=3)
    back: Outline | None = Field(None, min_length=3)
    side: Outline | None = Field(None, min_length=3)

    @model_validator(mode="after")
    def _seen(self) -> Self:
        if self.front is None and self.back is None:
            raise ValueError("needs an outline in front or back")
        return self

    def outline(self, view: View, side: Side) -> Outline | None:
        """Its corners in a view, when that shows it on this side."""
        return {"anterior": self.front, "posterior": self.back}.get(view, self.side if view == side else None)


class BodyMap(Entry):
    """All areas. In one without `mistakes` they have each code of the CHOIR body map once."""

    areas: tuple[Area, ...] = Field(min_length=1)

    def __getitem__(self, name: str) -> Area:
        return next(area for area in self.areas if area.area == name)

    def by_code(self) -> Iterator[tuple[int, tuple[str, Side]]]:
        """Every CHOIR code with its area and side."""
        for area in self.areas:
            yield area.codes.left, (area.area, "left")
            yield area.codes.right, (area.area, "right")


def mistakes(source: Source[BodyMap]) -> Iterator[Diagnostic]:
    """Areas and codes that are given twice, where they are given again; codes of no area, and those of no map."""
    known = {*FRONT_CODES, *BACK_CODES}
    seen: dict[str | int, Span] = {}
    for index, area in enumerate(source.value.areas):
        place = source.span("areas", index, "area")
        if area.area in seen:
            yield _again(place, f'area "{area.area}"', seen[area.area])
        seen.setdefault(area.area, place)
        sides = (("left", area.codes.left), ("right", area.codes.right))
        for place, code in sorted((source.span("areas", index, "codes", side), code) for side, code in sides):
            if code not in known:
                yield Diagnostic(place, f"{code} is not a CHOIR code", "they are 101 to 136 and 201 to 238")
            elif code in seen:
                yield _again(place, f"CHOIR code {code}", seen[code])
            seen.setdefault(code, place)
    for code in sorted(known.difference(seen)):
        yield Diagnostic(source.tree.key_span(("areas",)), f"no area has the CHOIR code {code}")


def _again(place: Span, what: str, first: Span) -> Diagnostic:
    return Diagnostic(place, f"{what} is given twice", f"it is first given in line {first.line}")
