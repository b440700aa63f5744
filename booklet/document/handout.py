"""The blocks of a handout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from booklet.document.text import Brand, Heading, Picture, Runs, Steps
from booklet.palette import InkName

Urgency: TypeAlias = Literal["emergency", "urgent", "routine"]


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
class FlagGroup:
    urgency: Urgency
    heading: str
    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class RedFlags:
    """The only box with a full frame: what must be read before any self-check.

    One that goes on with what another has begun has no heading.
    """

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
class Cover:
    """The front of a booklet: a page of its own. Below stands whose it is, or else a `note`."""

    overline: str
    title: str
    subtitle: str
    picture: Picture
    brand: Brand | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    heading: str
    text: Runs


@dataclass(frozen=True, slots=True)
class Strip:
    """Three thoughts side by side on sand, at the foot of a page."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Codes:
    """What a machine reads, and its words: an address, the number of a Pharmacode; either may be missing."""

    address: str
    text: Runs
    number: int | None
    label: str


@dataclass(frozen=True, slots=True)
class SuspectRow:
    """One line of the overview: number, name, the page it starts on if it has one, a few words, a box to tick."""

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
class Way:
    """One way to do something: its name, its drawing if there is one, its steps."""

    heading: Heading
    picture: Picture | None
    steps: Steps


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under one row of column heads; the first cell of each row is its head.

    `widths` are fractions of the measure; `swatches` the colour before each row's head, as its figure shows it.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]
    widths: tuple[float, ...]
    swatches: tuple[InkName | None, ...]
