"""Folded layouts as pictures, each a file in `templates/impositions`. A picture is folded before it is believed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from booklet.errors import BookletError
from booklet.folding.simulation import Face, Pile, Step, flat, follow, loose, nest, read, step
from booklet.resources import Resources
from booklet.source import Entry, load

FOLDER: Final = "templates/impositions"
SUFFIX: Final = ".yaml"
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

    layout: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="the same as the file's name")
    name: str = Field(min_length=1)
    front: Drawn = Field(description='rows of page numbers, "v" behind one whose head points down')
    back: Drawn | None = Field(default=None, description="as seen when the sheet is turned over like a leaf")
    steps: tuple[Words, ...] = Field(min_length=1, description='what hands do, like "left under right"')
    signature: Annotated[int, Field(ge=1, le=50)] | Literal["all"] = Field(description="sheets laid into each other")
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


def picture_names(resources: Resources) -> tuple[str, ...]:
    """The folded layouts that there are, sorted."""
    return tuple(resources.listing(FOLDER, SUFFIX))


def load_picture(resources: Resources, name: str) -> Picture:
    """A folded layout. Raises BookletError when it does not fold into a book, or is called otherwise than its file."""
    path = resources.find(f"{FOLDER}/{name}{SUFFIX}")
    source = load(path, Picture, resources.shown(path))
    if source.value.layout != name:
        message = f'layout "{source.value.layout}" is in a file called {name}{SUFFIX}'
        raise BookletError.at(source.span("layout"), message, f'write "{name}", or rename the file')
    return source.value


def _places(text: str, back: bool) -> Iterator[Place]:
    for row, line in enumerate(text.splitlines()):
        for column, word in enumerate(line.split()):
            match = _PAGE.fullmatch(word)
            assert match, "the picture was checked"
            yield Place(int(match[1]), row, column, back, match[2] == "v")
