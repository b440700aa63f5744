"""A document cut into passages: every text that it prints, the section it stands in, and what kind of text it is.

What a person typed is none of them: nothing is said of it, and it is repeated nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from booklet.document import (
    Alert,
    Blanks,
    Block,
    Bullets,
    Card,
    Codes,
    Document,
    Facts,
    Grid,
    Heading,
    KeyLines,
    Masthead,
    Notice,
    Opening,
    Overview,
    Paragraph,
    Picture,
    RedFlags,
    Runs,
    Spots,
    Steps,
    Strip,
    Table,
    Trends,
    Zones,
    text_of,
    walk,
)
from booklet.library import Library

Kind: TypeAlias = Literal["body", "heading", "label", "caption", "legal", "source"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, list item, heading or caption; `section` is the heading of the part it stands in."""

    section: str
    kind: Kind
    text: str


def passages(document: Document, library: Library) -> tuple[Passage, ...]:
    """Every text of the document in reading order; legal text and sources are known by the library's wording.

    A paragraph that holds a legal text is legal as a whole.
    """
    legal = {*library.legal.disclaimer, library.legal.disclaimer_short, library.legal.trademark}
    sources = {citation.text for citation in library.sources.sources.values()}
    found, section = [], document.title
    for block in walk(document.blocks):
        section = _section(block) or section
        for kind, text in _texts(block):
            if kind == "body" and any(own in text for own in legal):
                kind = "legal"
            elif kind == "body" and text in sources:
                kind = "source"
            if text:
                found.append(Passage(section, kind, text))
    return tuple(found)


def _section(block: Block) -> str:
    """The name of the part that a block begins, empty when it begins none."""
    match block:
        case Heading(level=1 | 2, look="section" | "card"):
            return block.text
        case Opening():
            return block.title
        case RedFlags():
            return block.heading
        case Notice(level=1 | 2):
            return block.label
        case _:
            return ""


def _texts(block: Block) -> Iterator[tuple[Kind, str]]:
    """The texts that a block prints itself, without those of the blocks it holds."""
    match block:
        case Paragraph():
            yield "body" if block.look in ("body", "intro", "message", "small") else "label", _unlinked(block.runs)
        case Heading():
            yield from (("heading", block.text), ("label", block.aside))
        case Bullets() | Steps():
            yield from _body(block.items)
        case Zones():
            yield from _body(zone.text for zone in block.items)
        case KeyLines():
            yield from (("label", line.text) for line in block.items)
        case Picture():
            yield "caption", block.caption
        case Notice():
            yield "heading" if block.level else "label", block.label
            yield "body", text_of(block.text)
        case Card():
            yield "label", block.badge.label
        case Opening() | RedFlags() | Strip() | Overview() | Table():
            yield from _composite(block)
        case Masthead():
            yield from (("label", block.overline), ("heading", block.title))
        case Alert():
            yield from (("heading", block.heading), ("body", text_of(block.text)))
        case Spots():
            for spot in block.items:
                yield from (("label", spot.name), ("body", spot.reason), ("body", spot.how))
                yield from (("body", part.text) for part in (*spot.cares, *spot.advice))
                yield from (("label", part.label) for part in (*spot.cares, *spot.advice))
                yield from (("label", tick.label) for tick in spot.ticks)
        case Codes():
            yield "label", _unlinked(block.text)
        case Facts() | Blanks() | Grid() | Trends():
            yield from (("label", text) for text in _heads(block))


def _heads(block: Facts | Blanks | Grid | Trends) -> Iterator[str]:
    """What is printed beside what a person types or writes."""
    match block:
        case Facts() | Blanks():
            yield from (item.label for item in block.items)
        case Grid():
            yield block.head
            for group in block.groups:
                yield from (group.head, *(column.head for column in group.columns))
            yield from (text_of(row.head) for row in block.rows)
        case Trends():
            yield from (block.spot, *block.dates, block.change, block.chart)
            yield from (text for row in block.rows for text in (row.name, row.change))


def _composite(block: Opening | RedFlags | Strip | Overview | Table) -> Iterator[tuple[Kind, str]]:
    match block:
        case Opening():
            yield from (("label", block.overline), ("heading", block.title))
            yield from (("body", block.message), ("body", block.intro))
        case RedFlags():
            yield "heading", block.heading
            for group in block.groups:
                yield "label", group.heading
                yield from _body(group.items)
        case Strip():
            for cell in block.cells:
                yield from (("label", cell.heading), ("body", text_of(cell.text)))
        case Overview():
            for row in block.rows:
                yield from (("label", row.heading), ("body", text_of(row.text)))
        case Table():
            yield from (("label", head) for head in block.head)
            for cells in block.rows:
                yield "label", text_of(cells[0])
                yield from _body(cells[1:])


def _body(items: Iterable[Runs]) -> Iterator[tuple[Kind, str]]:
    return (("body", _unlinked(runs)) for runs in items)


def _unlinked(runs: Runs) -> str:
    """The text without the addresses that it links to."""
    return "".join(run.text for run in runs if not run.link).strip()
