"""Text and pictures: what every kind of sheet is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

ParagraphLook: TypeAlias = Literal["body", "intro", "message", "title", "overline", "caption", "small"]
HeadingLook: TypeAlias = Literal["section", "card", "box", "part"]
PictureSize: TypeAlias = Literal[
    "cover",
    "hero",
    "overview",
    "inset",
    "card",
    "technique",
    "half",
    "way",
    "wide",
    "lines",
    "slice",
    "chart",
    "views",
    "body",
]
NoticeKind: TypeAlias = Literal["action", "patch", "caution", "note", "doctor"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one look; `link` is an outside address."""

    text: str
    strong: bool = False
    link: str = ""


Runs: TypeAlias = tuple[Run, ...]


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
class Notice:
    """A marked paragraph: an icon or a bar, a label, the text. With a level, the label is a heading of its own."""

    kind: NoticeKind
    label: str
    text: Runs
    level: int = 0


@dataclass(frozen=True, slots=True)
class Brand:
    """The clinic whose handout this is."""

    name: str
    lines: tuple[str, ...]
    logo: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as a person typed it, literal to the last character; a line break in it begins a line."""

    text: str


def text_of(runs: Runs) -> str:
    """The runs as plain text."""
    return "".join(run.text for run in runs)
