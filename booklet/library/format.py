"""A product's format: `templates/<name>/format.yaml`. A clinic may change order and choice of sections and headings."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from booklet.library.base import Id, Line
from booklet.source import Entry


class FormatSection(Entry):
    """One section of the product; `section` names a file in the template's `sections` folder."""

    section: Id
    heading: Line | None = Field(default=None, description="the heading to print; some sections have none of their own")
    start: Literal["flow", "page", "recto", "verso"] = Field(
        default="page", description="where a main part begins: recto and verso are right and left pages of a booklet"
    )


class Filler(FormatSection):
    """A page that is useful by itself: it stands where a bound product would have an empty one."""

    most: int = Field(default=1, ge=1, description="how often at most; the last filler of the list has no limit")


class Format(Entry):
    """Which sections a product has, in which order."""

    format: Id = Field(description="the same as the folder's name")
    name: Line
    subject: Literal["region", "exam"] = Field(default="region", description="what one sheet of it is made from")
    pages: Literal["sheet", "half"] = Field(
        default="sheet", description="the kind of its pages: whole sheets of the paper, or half ones for binding"
    )
    extends: Id | None = Field(default=None, description="the product whose templates stand in for those not here")
    sections: tuple[FormatSection, ...] = Field(min_length=1)
    required: tuple[Id, ...] = Field(default=(), description="sections that may not be left out")
    first: tuple[Id, ...] = Field(default=(), description="sections that must come before all that follow them here")

    fillers: tuple[Filler, ...] = Field(default=(), description="pages instead of empty ones, in the order of use")

    @property
    def folders(self) -> tuple[str, ...]:
        """Where its templates are, those before others that replace them."""
        return tuple(f"templates/{name}" for name in (self.format, self.extends) if name)

    @model_validator(mode="after")
    def _safe_order(self) -> Self:
        names = [section.section for section in self.sections]
        if repeated := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f'section "{repeated[0]}" is listed twice')
        if lacking := [name for name in self.required if name not in names]:
            raise ValueError(f'section "{lacking[0]}" must not be left out')
        positions = [names.index(name) for name in self.first if name in names]
        if positions != list(range(len(positions))):
            raise ValueError(f"the first sections must be {', '.join(self.first)}, in this order")
        return self

    def heading(self, section: str) -> str:
        """The heading of a section, empty when it has none."""
        return next((item.heading or "" for item in self.sections if item.section == section), "")
