"""A product's format: `templates/<name>/format.yaml`. A clinic may change order and choice of sections and headings."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

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


class TypeSize(Entry):
    """Size and leading in pt."""

    size: float = Field(gt=0, le=72)
    leading: float = Field(gt=0, le=100)


class TypeTable(Entry):
    """The type sizes of a product on panels, by what they are for."""

    title: TypeSize
    message: TypeSize
    section: TypeSize
    part: TypeSize
    body: TypeSize
    caption: TypeSize
    small: TypeSize
    label: TypeSize = Field(description="words within figures")
    side: TypeSize = Field(description="left and right within figures")


class Format(Entry):
    """Which sections a product has, in which order."""

    format: Id = Field(description="the same as the folder's name")
    name: Line
    itself: Line | None = Field(default=None, description="what it calls itself where the texts say “this sheet”")
    subject: Literal["region", "exam"] = Field(default="region", description="what one sheet of it is made from")
    pages: Literal["sheet", "half", "panels"] = Field(
        default="sheet",
        description="the kind of its pages: whole sheets of the paper, half ones for binding, panels of a folded sheet",
    )
    extends: Id | None = Field(default=None, description="the product whose templates stand in for those not here")
    sections: tuple[FormatSection, ...] = Field(min_length=1)
    required: tuple[Id, ...] = Field(default=(), description="sections that may not be left out")
    optional: tuple[Id, ...] = Field(
        default=(), description="sections that are set on panels where there is room, the first ones first"
    )
    piecemeal: tuple[Id, ...] = Field(
        default=(), description="of the optional ones, those that make several sections and need not be set whole"
    )
    first: tuple[Id, ...] = Field(default=(), description="sections that must come before all that follow them here")

    rules: Literal["eu", "otc"] = Field(
        default="eu", description="what the type sizes must meet: the EU guideline for leaflets, or 21 CFR 201.66"
    )
    sizes: TypeTable | None = Field(default=None, description="type sizes; only products on panels have them")
    fillers: tuple[Filler, ...] = Field(default=(), description="pages instead of empty ones, in the order of use")

    @property
    def folders(self) -> tuple[str, ...]:
        """Where its templates are, those before others that replace them."""
        return tuple(f"templates/{name}" for name in (self.format, self.extends) if name)

    def heading(self, section: str) -> str:
        """The heading of a section, empty when it has none."""
        return next((item.heading or "" for item in self.sections if item.section == section), "")
