"""The blocks of one person's sheet, typed and to fill in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from booklet.document.text import Brand, Runs
from booklet.palette import InkName

CellKind: TypeAlias = Literal["write", "tick", "choice"]


@dataclass(frozen=True, slots=True)
class Masthead:
    """The top of a sheet that is about one person: what it is, and whose it is."""

    overline: str
    title: str
    brand: Brand | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and what was typed for it; an empty value leaves a line to write on."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts side by side, each on a line."""

    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """The gravest red flags in short, in a red frame."""

    heading: str
    text: Runs


@dataclass(frozen=True, slots=True)
class Tick:
    """A box to tick, with its words; `name` is that of the form field in an electronic copy."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """A word in bold and what it is about."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Spot:
    """One line of a person's list: number and X as in the chart, name, side, reason, what to do, boxes to tick.

    `cares` are what to mind. One that is `alone` is shown only.
    """

    number: str
    colour: InkName
    name: str
    side: str
    reason: str
    how: str
    cares: tuple[Labelled, ...] = ()
    advice: tuple[Labelled, ...] = ()
    ticks: tuple[Tick, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Spots:
    items: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column of cells to fill; `share` is its part of the width, `dotted` says that it belongs to the one before."""

    head: str
    share: float
    kind: CellKind = "write"
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class GridGroup:
    """Columns under one head, which may have the number of a spot."""

    head: str
    columns: tuple[GridColumn, ...]
    number: str = ""
    colour: InkName | None = None


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row: its head, and the name of the form field in each of its cells. A `strong` one begins after a rule."""

    head: Runs
    names: tuple[str, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table to fill in by hand, or on screen in an electronic copy.

    A `roomy` one has higher rows; a `whole` one is not parted if a page can hold it.
    """

    head: str
    share: float
    groups: tuple[GridGroup, ...]
    rows: tuple[GridRow, ...]
    roomy: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Trend:
    """How one spot was rated at each visit, None where it was not, and the change in words."""

    number: str
    colour: InkName | None
    name: str
    side: str
    values: tuple[int | None, ...]
    change: str


@dataclass(frozen=True, slots=True)
class Trends:
    """A table of visits with a small chart for each spot; `dates` are the heads of its columns."""

    spot: str
    dates: tuple[str, ...]
    change: str
    chart: str
    rows: tuple[Trend, ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """A labelled place to write, tick or choose; `share` is its part of the width.

    `options` are what can be chosen, as stored and as shown; `value` is the one stored from the start.

    An `optional` one is left out where it would need a page of its own.
    """

    name: str
    label: str
    kind: CellKind = "write"
    share: float = 1.0
    lines: int = 1
    options: tuple[tuple[str, str], ...] = ()
    value: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Blanks:
    """Places to fill in, side by side."""

    items: tuple[Blank, ...]


def rated(table: Trends, trend: Trend) -> str:
    """What a trend's chart shows, for those who do not see it."""
    ratings = zip(table.dates, trend.values, strict=True)
    return "; ".join(f"{date}: {'–' if value is None else value}" for date, value in ratings)
