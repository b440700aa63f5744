"""What a document must read like once it is a tagged PDF: role and text of every piece, in order.

It is written from the Document alone, by the rules of `TagTree.reading`, and knows nothing of columns and pages. So
what layout loses, repeats or puts in the wrong order differs from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from booklet.check.tagtree import TagTree, normal
from booklet.document import (
    Block,
    Bullets,
    Card,
    Columns,
    Document,
    Group,
    Heading,
    KeyLines,
    Notice,
    Opening,
    Overview,
    Paragraph,
    Picture,
    RedFlags,
    Run,
    Runs,
    Section,
    Steps,
    Strip,
    SuspectRow,
    Table,
    Way,
    Zones,
    text_of,
    walk,
)

Item: TypeAlias = tuple[str, str]
"""A role of the structure tree and the text read under it."""


@dataclass(frozen=True, slots=True)
class Outliner:
    """What the Document does not say itself.

    `describe` gives the description of a figure's panels, `page_of` the words for the page of a bookmark ("page 6").
    `large` is whether the print is large: there cards have no badge.
    """

    describe: Callable[[str, tuple[str, ...]], str]
    page_of: Callable[[str], str]
    large: bool = False

    def outline(self, document: Document) -> list[Item]:
        """The document as it must be read."""
        return list(self._blocks(document.blocks))

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[Item]:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Item]:
        match block:
            case Paragraph(runs):
                yield "P", text_of(runs)
            case Heading():
                yield _heading(block)
            case Bullets(items) | Steps(items):
                yield from _list(items)
            case Zones(items):
                yield from _list(zone.text for zone in items)
            case KeyLines(items):
                yield from _list((Run(line.text),) for line in items)
            case Notice():
                yield from _notice(block)
            case RedFlags():
                yield from _red_flags(block)
            case Strip(cells):
                for cell in cells:
                    yield from (("H2", cell.heading), ("P", text_of(cell.text)))
            case Table():
                yield from _table(block)
            case Group(blocks):
                yield from self._blocks(blocks)
            case Columns(left, right):
                yield from self._blocks((*left, *right))
            case Picture():
                yield from self._picture(block)
            case Opening():
                yield from self._opening(block)
            case Overview():
                yield from self._overview(block)
            case Section():
                yield from self._section(block)
            case Card():
                yield from self._card(block)
            case Way():
                yield _heading(block.heading)
                yield from self._blocks((block.picture, block.steps) if block.picture else (block.steps,))

    def _picture(self, picture: Picture) -> Iterator[Item]:
        yield "Figure", self.describe(picture.figure, picture.panels)
        yield "Caption", picture.caption

    def _opening(self, block: Opening) -> Iterator[Item]:
        if block.brand:
            if block.brand.logo:
                yield "Figure", f"Logo: {block.brand.name}"
            yield "P", " · ".join((block.brand.name, *block.brand.lines))
        yield "P", block.overline
        yield "Title", block.title
        yield "P", block.message
        yield "P", block.intro
        if block.picture:
            yield from self._picture(block.picture)

    def _overview(self, block: Overview) -> Iterator[Item]:
        yield from self._picture(block.picture)
        yield "L", ""
        for row in block.rows:
            yield from self._suspect(row)

    def _suspect(self, row: SuspectRow) -> Iterator[Item]:
        """A list item is read with the caption of the picture in it; the picture follows."""
        caption = row.picture.caption if row.picture else ""
        yield "LI", " ".join((row.heading, self.page_of(row.target), text_of(row.text), caption))
        if row.picture:
            yield "Figure", self.describe(row.picture.figure, row.picture.panels)

    def _section(self, block: Section) -> Iterator[Item]:
        """The number of a section is read as part of its first heading."""
        first, *others = block.blocks
        if block.badge and isinstance(first, Heading):
            role, text = _heading(first)
            yield role, f"{block.badge.number} {text}"
            yield from self._blocks(others)
        else:
            yield from self._blocks(block.blocks)

    def _card(self, block: Card) -> Iterator[Item]:
        yield _heading(block.heading)
        if not self.large:
            yield "P", f"{block.badge.number} {block.badge.label}"
        yield from self._blocks((*block.pictures, *block.parts))


def heading_pages(document: Document, tree: TagTree) -> dict[str, int]:
    """The page, as the PDF has it, on which the heading of each bookmark of the document stands."""
    begins: dict[str, int] = {}
    for node in tree.walk():
        text = normal(node.text)
        for words in (text, text.partition(" ")[2]):  # with and without a section's number
            begins.setdefault(f"{node.role} {words}", node.page)
    headings = (block for block in walk(document.blocks) if isinstance(block, Heading) and block.key)
    return {heading.key: begins.get(" ".join(_heading(heading)).strip(), 0) for heading in headings}


def _heading(block: Heading) -> Item:
    return f"H{block.level}", f"{block.text} {block.aside}".strip()


def _list(items: Iterable[Runs]) -> Iterator[Item]:
    yield "L", ""
    yield from (("LI", text_of(runs)) for runs in items)


def _notice(block: Notice) -> Iterator[Item]:
    if block.level:
        yield f"H{block.level}", block.label
        yield "P", text_of(block.text)
    else:
        yield "P", f"{block.label} {text_of(block.text)}"


def _red_flags(block: RedFlags) -> Iterator[Item]:
    yield "H1", block.heading
    for group in block.groups:
        yield "H2", group.heading
        yield from _list(group.items)


def _table(block: Table) -> Iterator[Item]:
    yield "Table", ""
    yield from (("TH", text) for text in block.head)
    for head, *cells in block.rows:
        yield "TH", text_of(head)
        yield from (("TD", text_of(runs)) for runs in cells)
