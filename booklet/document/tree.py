"""What holds blocks, and the document that holds them all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from booklet.document.handout import Codes, Cover, KeyLines, Opening, Overview, RedFlags, Strip, Table, Way, Zones
from booklet.document.person import Alert, Blanks, Facts, Grid, Masthead, Spots, Trends
from booklet.document.text import Badge, Bullets, Heading, Notice, Paragraph, Picture, Steps, Typed

Split: TypeAlias = Literal["half", "lines", "more", "chart"]
Start: TypeAlias = Literal["flow", "page", "always", "recto", "verso", "last"]
"""Where a section begins: below what is before it, or on a new page, in large print too when it is "always".

In what is bound, "recto" is the next right-hand page, "verso" the next left-hand one, and "last" the page that ends the
whole: a back cover.
"""


@dataclass(frozen=True, slots=True)
class Card:
    """A muscle or joint: pictures on one side, parts on the other, always in the same order."""

    heading: Heading
    badge: Badge
    pictures: tuple[Picture, ...]
    parts: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns read one after the other."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    split: Split = "half"


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that stay together on a page."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document with its heading; `start` says where it begins.

    On panels a section has the `name` that it has in its product's format.
    """

    blocks: tuple[Block, ...]
    badge: Badge | None = None
    start: Start = "flow"
    name: str = ""


@dataclass(frozen=True, slots=True)
class Thirds:
    """Three columns read one after the other."""

    columns: tuple[tuple[Block, ...], ...]


Block: TypeAlias = (
    Paragraph
    | Heading
    | Bullets
    | Steps
    | Picture
    | Zones
    | KeyLines
    | Notice
    | RedFlags
    | Opening
    | Cover
    | Strip
    | Overview
    | Card
    | Columns
    | Way
    | Group
    | Section
    | Table
    | Typed
    | Masthead
    | Facts
    | Alert
    | Spots
    | Grid
    | Trends
    | Blanks
    | Thirds
    | Codes
)


@dataclass(frozen=True, slots=True)
class Filler:
    """A page that stands where a bound product would have an empty one, `most` times at the most.

    The last filler of a document stands as often as it is needed.
    """

    name: str
    blocks: tuple[Block, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Document:
    """A whole sheet. `key` is its region's id, `language` a BCP 47 tag; `version` and `digest` stand in footers.

    So does `footer`, which a person may have typed, in the place of the title. `fillers` are at hand for pages that
    would be empty, in the order of use.
    """

    key: str
    title: str
    short_title: str
    subject: str
    language: str
    version: str
    digest: str
    blocks: tuple[Block, ...]
    footer: str = ""
    fillers: tuple[Filler, ...] = ()


def pictures(document: Document) -> Iterator[Picture]:
    """Every picture in reading order."""
    spare = (block for filler in document.fillers for block in filler.blocks)
    for block in walk((*document.blocks, *spare)):
        if isinstance(block, Picture):
            yield block


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, containers before what they hold."""
    for block in blocks:
        yield block
        yield from walk(_children(block))


def _children(block: Block) -> tuple[Block, ...]:
    match block:
        case Opening() | Cover():
            return (block.picture,) if block.picture else ()
        case Overview():
            return (block.picture, *(row.picture for row in block.rows if row.picture))
        case Card():
            return (block.heading, *block.pictures, *block.parts)
        case Way():
            return (block.heading, *((block.picture,) if block.picture else ()), block.steps)
        case Columns():
            return (*block.left, *block.right)
        case Thirds():
            return tuple(child for column in block.columns for child in column)
        case Group() | Section():
            return block.blocks
        case _:
            return ()
