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
    Alert,
    Blanks,
    Block,
    Bullets,
    Card,
    Codes,
    Columns,
    Cover,
    Document,
    Facts,
    Grid,
    Group,
    Heading,
    KeyLines,
    Masthead,
    Notice,
    Opening,
    Overview,
    Paragraph,
    Picture,
    RedFlags,
    Run,
    Runs,
    Section,
    Spot,
    Spots,
    Steps,
    Strip,
    SuspectRow,
    Table,
    Thirds,
    Trends,
    Typed,
    Way,
    Zones,
    rated,
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

    def spares(self, document: Document) -> list[list[Item]]:
        """What may be read besides, anywhere and at any number of times.

        That is what stands on pages instead of nothing, and where a page has room for something more.
        """
        pages = [list(self._blocks(filler.blocks)) for filler in document.fillers]
        blanks = (item for block in walk(document.blocks) if isinstance(block, Blanks) for item in block.items)
        return pages + [[("P", item.label)] for item in blanks if item.label and item.optional]

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
            case Cover():
                yield from self._cover(block)
            case Overview():
                yield from self._overview(block)
            case Section():
                yield from self._section(block)
            case Card():
                yield from self._card(block)
            case Way():
                yield _heading(block.heading)
                yield from self._blocks((block.picture, block.steps) if block.picture else (block.steps,))
            case Codes():
                yield from _codes(block)
            case Thirds(columns):
                yield from self._blocks(child for column in columns for child in column)
            case _:
                yield from self._personal(block)

    def _personal(self, block: Block) -> Iterator[Item]:
        """What only sheets about one person, and forms, have."""
        match block:
            case Typed(text):
                yield "P", text
            case Masthead():
                yield from self._masthead(block)
            case Facts(items):
                yield from (("P", text) for fact in items for text in (fact.label, fact.value) if text)
            case Alert():
                yield from (("H1", block.heading), ("P", text_of(block.text)))
            case Spots(items):
                yield "L", ""
                yield from (("LI", _spot(spot)) for spot in items)
            case Grid():
                yield from _grid(block)
            case Trends():
                yield from self._trends(block)
            case Blanks(items):
                yield from (("P", item.label) for item in items if item.label and not item.optional)

    def _masthead(self, block: Masthead) -> Iterator[Item]:
        brand = block.brand
        lines = (brand.name, *brand.lines) if brand else ()
        logo = [("Figure", f"Logo: {brand.name}")] if brand and brand.logo else []
        if brand and self.large:
            yield from (*logo, ("P", " · ".join(lines)))
        yield from (("P", block.overline), ("Title", block.title))
        if brand and not self.large:
            yield from (*logo, ("P", " ".join(lines)))

    def _trends(self, block: Trends) -> Iterator[Item]:
        """In large print the chart stands for the ratings, one by one."""
        yield "Table", ""
        dates = () if self.large else block.dates
        yield from (("TH", head) for head in (block.spot, *dates, block.change, block.chart))
        for row in block.rows:
            number = f"{row.number}. " if row.number else ""
            yield "TH", f"{number}{row.name}, {row.side}"
            ratings = () if self.large else row.values
            yield from (("TD", "–" if value is None else str(value)) for value in ratings)
            yield from (("TD", row.change), ("TD", ""))
            yield "Figure", rated(block, row)

    def _picture(self, picture: Picture) -> Iterator[Item]:
        yield "Figure", self.describe(picture.figure, picture.panels)
        if picture.caption:
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

    def _cover(self, block: Cover) -> Iterator[Item]:
        yield from (("P", block.overline), ("Title", block.title), ("P", block.subtitle))
        yield from self._picture(block.picture)
        if block.brand:
            if block.brand.logo:
                yield "Figure", f"Logo: {block.brand.name}"
            yield "P", " ".join((block.brand.name, *block.brand.lines))
        elif block.note:
            yield "P", block.note

    def _overview(self, block: Overview) -> Iterator[Item]:
        yield from self._picture(block.picture)
        yield "L", ""
        for row in block.rows:
            yield from self._suspect(row)

    def _suspect(self, row: SuspectRow) -> Iterator[Item]:
        """A list item is read with the caption of the picture in it; the picture follows."""
        caption = row.picture.caption if row.picture else ""
        page = self.page_of(row.target) if row.target else ""
        yield "LI", " ".join(part for part in (row.heading, page, text_of(row.text), caption) if part)
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


def _spot(spot: Spot) -> str:
    cares = " ".join(f"{care.label} {care.text}" for care in spot.cares)
    advice = (f"{item.label} {item.text}" for item in spot.advice)
    ticks = (tick.label for tick in spot.ticks)
    return " ".join((spot.name, spot.side, spot.reason, f"{spot.how} {cares}", *advice, *ticks))


def _grid(block: Grid) -> Iterator[Item]:
    """Heads of both lines, then each row's head and its empty cells."""
    yield "Table", ""
    yield "TH", block.head
    yield from (("TH", f"{group.head} {group.number}") for group in block.groups)
    yield from (("TH", column.head) for group in block.groups for column in group.columns if column.head)
    for row in block.rows:
        yield "TH", text_of(row.head)
        yield from (("TD", "") for _ in row.names)


def _codes(block: Codes) -> Iterator[Item]:
    if block.address:
        yield from (("Figure", f"QR code: {block.address}"), ("P", text_of(block.text)))
    if block.number is not None:
        yield from (("Figure", block.label), ("P", str(block.number)))


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
    if block.heading:
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
