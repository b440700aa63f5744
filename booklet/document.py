"""A document as a value: blocks and inlines in reading order, no geometry.

`compose` makes it from a template, `layout` sets it on pages, `check` compares the finished PDF with it. The order of
the blocks is the reading order, and so the order of the tags in the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from booklet.palette import InkName


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one look; `link` is an outside address."""

    text: str
    strong: bool = False
    link: str = ""


Runs: TypeAlias = tuple[Run, ...]

ParagraphLook: TypeAlias = Literal["body", "intro", "message", "title", "overline", "caption", "small"]
HeadingLook: TypeAlias = Literal["section", "card", "box", "part"]
PictureSize: TypeAlias = Literal[
    "hero", "overview", "inset", "card", "technique", "half", "way", "wide", "lines", "slice"
]
NoticeKind: TypeAlias = Literal["action", "patch", "caution", "note", "doctor"]
Urgency: TypeAlias = Literal["emergency", "urgent", "routine"]
Split: TypeAlias = Literal["half", "lines", "more"]
Start: TypeAlias = Literal["flow", "page"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs
    look: ParagraphLook = "body"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; one with a `key` gets a bookmark. `aside` is printed small behind it."""

    level: int
    text: str
    look: HeadingLook
    key: str = ""
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """The number of a suspect, and its name beside it."""

    number: str
    label: str


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Runs, ...]
    look: ParagraphLook = "body"


@dataclass(frozen=True, slots=True)
class Steps:
    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure by id, with its caption; `size` names the place it is made for."""

    figure: str
    panels: tuple[str, ...]
    caption: str
    size: PictureSize
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Zone:
    """Where one trigger point may send pain; letter and colour are those of its X, empty when it is not drawn."""

    text: Runs
    letter: str = ""
    colour: InkName | None = None


@dataclass(frozen=True, slots=True)
class Zones:
    """Referral zones, one under the other, each with the swatch that the figure shows."""

    items: tuple[Zone, ...]


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A numbered, coloured line of a sweep."""

    number: str
    colour: InkName
    text: str


@dataclass(frozen=True, slots=True)
class KeyLines:
    items: tuple[KeyLine, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """A marked paragraph: an icon or a bar, a label, the text. With a level, the label is a heading of its own."""

    kind: NoticeKind
    label: str
    text: Runs
    level: int = 0


@dataclass(frozen=True, slots=True)
class FlagGroup:
    urgency: Urgency
    heading: str
    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class RedFlags:
    """The only box with a full frame: what must be read before any self-check."""

    heading: str
    groups: tuple[FlagGroup, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """The title block."""

    brand: Brand | None
    overline: str
    title: str
    message: str
    intro: str
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Brand:
    """The clinic whose handout this is."""

    name: str
    lines: tuple[str, ...]
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    heading: str
    text: Runs


@dataclass(frozen=True, slots=True)
class Strip:
    """Three thoughts side by side on sand, at the foot of a page."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SuspectRow:
    """One line of the overview: number, name, the page it starts on, a few words, a box to tick."""

    number: str
    heading: str
    target: str
    text: Runs
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    picture: Picture
    rows: tuple[SuspectRow, ...]


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
class Way:
    """One way to do something: its name, its drawing if there is one, its steps."""

    heading: Heading
    picture: Picture | None
    steps: Steps


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that stay together on a page."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document with its heading; `start` says whether it begins a page."""

    blocks: tuple[Block, ...]
    badge: Badge | None = None
    start: Start = "flow"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one row of column heads; the first cell of each row is its head.

    `widths` are fractions of the measure; `swatches` the colour before each row's head, as its figure shows it.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[float, ...]
    swatches: tuple[InkName | None, ...]


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
    | Strip
    | Overview
    | Card
    | Columns
    | Way
    | Group
    | Section
    | Table
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole handout. `key` is its region's id, `language` a BCP 47 tag; `version` and `digest` stand in footers."""

    key: str
    title: str
    short_title: str
    subject: str
    language: str
    version: str
    digest: str
    blocks: tuple[Block, ...]


def text_of(runs: Runs) -> str:
    """The runs as plain text."""
    return "".join(run.text for run in runs)


def pictures(document: Document) -> Iterator[Picture]:
    """Every picture in reading order."""
    for block in walk(document.blocks):
        if isinstance(block, Picture):
            yield block


def walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Every block in reading order, containers before what they hold."""
    for block in blocks:
        yield block
        yield from walk(_children(block))


def _children(block: Block) -> tuple[Block, ...]:
    match block:
        case Opening():
            return (block.picture,) if block.picture else ()
        case Overview():
            return (block.picture, *(row.picture for row in block.rows if row.picture))
        case Card():
            return (block.heading, *block.pictures, *block.parts)
        case Way():
            return (block.heading, *((block.picture,) if block.picture else ()), block.steps)
        case Columns():
            return (*block.left, *block.right)
        case Group() | Section():
            return block.blocks
        case _:
            return ()
