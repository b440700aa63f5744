"""Folded layouts as pictures: `templates/impositions.yaml`. What a picture shows is folded before it is believed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, RootModel, model_validator

from booklet.errors import BookletError, Diagnostic
from booklet.folding.simulation import Face, Pile, Step, flat, follow, loose, nest, read, step
from booklet.resources import Resources
from booklet.source import Entry, load

TABLE: Final = "templates/impositions.yaml"
_PAGE: Final = re.compile(r"([1-9][0-9]?)([v^]?)")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the picture is: its row and column on its side of the sheet, as that side is looked at."""

    page: int
    row: int
    column: int
    back: bool
    turned: bool


def _drawn(text: str) -> str:
    """A picture of one side. ValueError when it is none."""
    rows = [line.split() for line in text.splitlines()]
    if len({len(row) for row in rows}) != 1:
        raise ValueError("the rows of the picture are not of one length")
    if strange := [word for row in rows for word in row if not _PAGE.fullmatch(word)]:
        raise ValueError(f'"{strange[0]}" is no page; write a number, with "v" when its head points down')
    return text


def _foldable(text: str) -> str:
    step(text)
    return text


Drawn = Annotated[str, AfterValidator(_drawn)]
Words = Annotated[str, AfterValidator(_foldable)]


class Picture(Entry):
    """A layout: both sides of one sheet, and the steps that make a book of it."""

    layout: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str = Field(min_length=1)
    front: Drawn
    back: Drawn | None = None
    steps: tuple[Words, ...] = Field(min_length=1)
    signature: Annotated[int, Field(ge=1, le=50)] | Literal["all"]
    finish: str = Field(min_length=1, description="what hands do, in the imperative")

    @model_validator(mode="after")
    def _folds_into_a_book(self) -> Self:
        if self.back is not None and [len(r.split()) for r in self.back.splitlines()] != [self.columns] * self.rows:
            raise ValueError("front and back are not of one size")
        drawn = sorted(place.page for place in self.places)
        if drawn != list(range(1, len(drawn) + 1)):
            raise ValueError(f"pages 1 to {len(drawn)} must be drawn, each once")
        pile = self.fold()
        if fallen := loose(pile):
            raise ValueError(f"folded, {len(fallen)} leaves are not held at the left edge, where the spine is")
        for page, place in enumerate(self.seen(pile), 1):
            if place.page != page:
                raise ValueError(f"folded, page {place.page} comes where page {page} should be")
            if place.turned:
                raise ValueError(f"folded, page {page} stands on its head")
        return self

    @property
    def rows(self) -> int:
        return len(self.front.splitlines())

    @property
    def columns(self) -> int:
        return len(self.front.splitlines()[0].split())

    @property
    def places(self) -> list[Place]:
        """Every page that is drawn."""
        sides = ((self.front, False), (self.back or "", True))
        return [place for text, back in sides for place in _places(text, back)]

    @property
    def folds(self) -> tuple[Step, ...]:
        """The steps, understood."""
        return tuple(map(step, self.steps))

    def fold(self, sheets: int = 1, first: int = 0) -> Pile:
        """A signature: so many sheets, numbered from `first`, each folded and laid into the one before.

        ValueError when hands could not do it.
        """
        numbers = range(first, first + sheets)
        return nest(follow(flat(self.columns, self.rows, first=number), self.folds) for number in numbers)

    def seen(self, pile: Pile) -> Iterator[Place]:
        """What a reader of the folded sheet meets; turned when it stands on its head."""
        drawn = {self._face(place): place for place in self.places}
        for seen in read(pile):
            if place := drawn.get(seen.face):
                turned = place.turned != seen.turned
                yield Place(place.page, place.row, place.column, place.back, turned)

    def _face(self, place: Place) -> Face:
        """The face that a page is printed on: turned over, the columns of a sheet run the other way."""
        column = self.columns - 1 - place.column if place.back else place.column
        return Face(0, place.row, column, place.back)


class _Table(RootModel[tuple[Picture, ...]]):
    """All pictures, in the order of the file."""


def load_pictures(resources: Resources) -> Mapping[str, Picture]:
    """Every folded layout by its name. Raises BookletError with every picture that does not fold into a book."""
    path = resources.find(TABLE)
    source = load(path, _Table, resources.shown(path))
    pictures: dict[str, Picture] = {}
    repeated: list[Diagnostic] = []
    for index, picture in enumerate(source.value.root):
        if picture.layout in pictures:
            place = source.span(index, "layout")
            repeated.append(Diagnostic(place, f'layout "{picture.layout}" is there already', "give it another name"))
        pictures.setdefault(picture.layout, picture)
    if repeated:
        raise BookletError(repeated)
    return pictures


def _places(text: str, back: bool) -> Iterator[Place]:
    for row, line in enumerate(text.splitlines()):
        for column, word in enumerate(line.split()):
            match = _PAGE.fullmatch(word)
            assert match, "the picture was checked"
            yield Place(int(match[1]), row, column, back, match[2] == "v")
