"""The small XML that templates write, read into a Document.

A template may use these elements; anything else is refused by name. Text may hold `<strong>` and `<a href>`. Every
element is listed in `_BLOCKS`, its attributes in the method that reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn, get_args
from xml.etree import ElementTree

from booklet.document import (
    Badge,
    Block,
    Brand,
    Bullets,
    Card,
    Cell,
    Columns,
    Document,
    FlagGroup,
    Group,
    Heading,
    HeadingLook,
    KeyLine,
    KeyLines,
    Notice,
    NoticeKind,
    Opening,
    Overview,
    Paragraph,
    ParagraphLook,
    Picture,
    PictureSize,
    RedFlags,
    Run,
    Runs,
    Section,
    Split,
    Start,
    Steps,
    Strip,
    SuspectRow,
    Table,
    Urgency,
    Way,
    Zone,
    Zones,
)
from booklet.errors import BookletError, Span, did_you_mean
from booklet.palette import InkName


def read(xml: str, template: str) -> Document:
    """The document that the XML says; `template` is the folder that messages name.

    Raises BookletError for broken XML and for what is not in the vocabulary. The digest is left empty.
    """
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        line = xml.splitlines()[error.position[0] - 1].strip()
        raise BookletError.at(Span(template), f"makes broken XML ({error}): {line[:80]}") from None
    return _Reader(template).document(root)


_SPACE: Final = re.compile(r"[ \t\r\n]+")


class _Reader:
    """Reads the small XML; refuses every element and attribute it does not know."""

    def __init__(self, template: str) -> None:
        self.template = template

    def document(self, root: ElementTree.Element) -> Document:
        get = self._attributes(root, "key title short subject language version")
        return Document(
            key=get("key"),
            title=get("title"),
            short_title=get("short"),
            subject=get("subject"),
            language=get("language"),
            version=get("version"),
            digest="",
            blocks=self.blocks(root),
        )

    def blocks(self, parent: ElementTree.Element) -> tuple[Block, ...]:
        return tuple(self._block(child) for child in parent)

    def _block(self, element: ElementTree.Element) -> Block:
        if element.tag not in _BLOCKS:
            self._refuse(f"unknown element <{element.tag}>", did_you_mean(element.tag, _BLOCKS))
        return _BLOCKS[element.tag](self, element)

    def _refuse(self, message: str, hint: str = "") -> NoReturn:
        raise BookletError.at(Span(self.template), message, hint)

    def _attributes(self, element: ElementTree.Element, names: str) -> Callable[..., Any]:
        known = names.split()
        for name in element.attrib:
            if name not in known:
                self._refuse(f'unknown attribute "{name}" of <{element.tag}>', did_you_mean(name, known))

        def get(name: str, default: str | None = None, *, of: Any = None) -> Any:
            """The attribute's text, which must be one of the words of the Literal `of` when that is given."""
            value = element.get(name, default)
            if value is None:
                self._refuse(f'<{element.tag}> lacks its attribute "{name}"')
            text = _SPACE.sub(" ", value).strip()
            if of is not None and text not in get_args(of):
                words = get_args(of)
                self._refuse(
                    f'<{element.tag} {name}="{text}"> is not one of {", ".join(words)}', did_you_mean(text, words)
                )
            return text

        return get

    def runs(self, element: ElementTree.Element) -> Runs:
        """Text with strong parts and links, white space folded."""
        pieces = [Run(element.text or "")]
        for child in element:
            if child.tag == "strong":
                pieces.append(Run(child.text or "", strong=True))
            elif child.tag == "a":
                pieces.append(Run(child.text or "", link=self._attributes(child, "href")("href")))
            else:
                self._refuse(f"<{child.tag}> cannot stand inside <{element.tag}>")
            pieces.append(Run(child.tail or ""))
        return _fold(pieces)

    def items(self, element: ElementTree.Element, tag: str = "item") -> tuple[Runs, ...]:
        for child in element:
            if child.tag != tag:
                self._refuse(f"<{child.tag}> cannot stand inside <{element.tag}>", f"only <{tag}> can")
        return tuple(self.runs(child) for child in element)

    def paragraph(self, element: ElementTree.Element) -> Paragraph:
        get = self._attributes(element, "look")
        return Paragraph(self.runs(element), get("look", "body", of=ParagraphLook))

    def heading(self, element: ElementTree.Element) -> Heading:
        get = self._attributes(element, "level look key aside")
        text = "".join(run.text for run in self.runs(element))
        return Heading(int(get("level")), text, get("look", of=HeadingLook), get("key", ""), get("aside", ""))

    def bullets(self, element: ElementTree.Element) -> Bullets:
        return Bullets(self.items(element), self._attributes(element, "look")("look", "body", of=ParagraphLook))

    def steps(self, element: ElementTree.Element) -> Steps:
        return Steps(self.items(element))

    def figure(self, element: ElementTree.Element) -> Picture:
        get = self._attributes(element, "ref panels caption size locator")
        panels = tuple(get("panels", "").split())
        return Picture(get("ref"), panels, get("caption"), get("size", of=PictureSize), get("locator", ""))

    def zones(self, element: ElementTree.Element) -> Zones:
        items = []
        for child in element:
            get = self._attributes(child, "letter colour")
            items.append(
                Zone(self.runs(child), get("letter", ""), get("colour", of=InkName) if child.get("letter") else None)
            )
        return Zones(tuple(items))

    def keylines(self, element: ElementTree.Element) -> KeyLines:
        items = []
        for child in element:
            get = self._attributes(child, "number colour")
            text = "".join(run.text for run in self.runs(child))
            items.append(KeyLine(get("number"), get("colour", of=InkName), text))
        return KeyLines(tuple(items))

    def notice(self, element: ElementTree.Element) -> Notice:
        get = self._attributes(element, "kind label level")
        return Notice(get("kind", of=NoticeKind), get("label"), self.runs(element), int(get("level", "0")))

    def redflags(self, element: ElementTree.Element) -> RedFlags:
        groups = []
        for child in element:
            get = self._attributes(child, "urgency heading")
            groups.append(FlagGroup(get("urgency", of=Urgency), get("heading"), self.items(child)))
        return RedFlags(self._attributes(element, "heading")("heading"), tuple(groups))

    def opening(self, element: ElementTree.Element) -> Opening:
        get = self._attributes(element, "overline title message intro")
        figure = element.find("figure")
        brand = element.find("brand")
        return Opening(
            brand=None if brand is None else self._brand(brand),
            overline=get("overline"),
            title=get("title"),
            message=get("message"),
            intro=get("intro"),
            picture=None if figure is None else self.figure(figure),
        )

    def _brand(self, element: ElementTree.Element) -> Brand:
        get = self._attributes(element, "name logo")
        lines = tuple("".join(run.text for run in runs) for runs in self.items(element, "line"))
        return Brand(get("name"), lines, get("logo", ""))

    def strip(self, element: ElementTree.Element) -> Strip:
        return Strip(tuple(Cell(self._attributes(c, "heading")("heading"), self.runs(c)) for c in element))

    def overview(self, element: ElementTree.Element) -> Overview:
        pictures = [self.figure(child) for child in element if child.tag == "figure"]
        if len(pictures) != 1:
            self._refuse("<overview> needs one <figure>")
        return Overview(pictures[0], tuple(self._suspect(child) for child in element if child.tag != "figure"))

    def _suspect(self, element: ElementTree.Element) -> SuspectRow:
        get = self._attributes(element, "number heading target")
        figure, text = element.find("figure"), element.find("text")
        return SuspectRow(
            get("number"),
            get("heading"),
            get("target"),
            () if text is None else self.runs(text),
            None if figure is None else self.figure(figure),
        )

    def card(self, element: ElementTree.Element) -> Card:
        get = self._attributes(element, "level key heading aside number label")
        heading = Heading(int(get("level")), get("heading"), "card", get("key"), get("aside"))
        pictures = [self.figure(child) for holder in element.findall("pictures") for child in holder]
        parts = [self._block(child) for child in element if child.tag != "pictures"]
        return Card(heading, Badge(get("number"), get("label")), tuple(pictures), tuple(parts))

    def columns(self, element: ElementTree.Element) -> Columns:
        left, right = element.find("left"), element.find("right")
        if left is None or right is None or len(element) != 2:
            self._refuse("<columns> needs one <left> and one <right>")
        sides = [self.blocks(side) for side in element]
        return Columns(sides[0], sides[1], self._attributes(element, "split")("split", "half", of=Split))

    def way(self, element: ElementTree.Element) -> Way:
        get = self._attributes(element, "level heading")
        figure, steps = element.find("figure"), element.find("steps")
        if steps is None:
            self._refuse("<way> lacks its <steps>")
        return Way(
            Heading(int(get("level")), get("heading"), "card"),
            None if figure is None else self.figure(figure),
            self.steps(steps),
        )

    def group(self, element: ElementTree.Element) -> Group:
        return Group(self.blocks(element))

    def section(self, element: ElementTree.Element) -> Section:
        get = self._attributes(element, "number label start")
        badge = Badge(get("number"), get("label")) if element.get("number") else None
        return Section(self.blocks(element), badge, get("start", "flow", of=Start))

    def _swatch(self, row: ElementTree.Element) -> InkName | None:
        swatch: InkName | None = self._attributes(row, "swatch")("swatch", of=InkName) if row.get("swatch") else None
        return swatch

    def table(self, element: ElementTree.Element) -> Table:
        widths = tuple(float(part) for part in self._attributes(element, "widths")("widths").split())
        head, rows = element.find("head"), element.findall("row")
        texts = () if head is None else tuple("".join(r.text for r in self.runs(cell)) for cell in head)
        cells = tuple(tuple(self.runs(cell) for cell in row) for row in rows)
        if any(len(row) != len(texts) for row in cells) or len(widths) != len(texts):
            self._refuse("every <row> of a <table> needs as many cells as its <head>, and each a width")
        return Table(texts, cells, widths, tuple(self._swatch(row) for row in rows))


def _fold(pieces: list[Run]) -> Runs:
    """White space folded to single spaces over all runs, none at either end, empty runs dropped."""
    folded: list[Run] = []
    for piece in pieces:
        text = _SPACE.sub(" ", piece.text)
        if text.startswith(" ") and (not folded or folded[-1].text.endswith(" ")):
            text = text[1:]
        if text:
            folded.append(Run(text, piece.strong, piece.link))
    if folded and folded[-1].text.endswith(" "):
        last = folded.pop()
        folded += [Run(last.text[:-1], last.strong, last.link)] if last.text != " " else []
    return tuple(folded)


_BLOCKS: Final[Mapping[str, Callable[[_Reader, ElementTree.Element], Block]]] = {
    "p": _Reader.paragraph,
    "heading": _Reader.heading,
    "bullets": _Reader.bullets,
    "steps": _Reader.steps,
    "figure": _Reader.figure,
    "zones": _Reader.zones,
    "keylines": _Reader.keylines,
    "notice": _Reader.notice,
    "redflags": _Reader.redflags,
    "opening": _Reader.opening,
    "strip": _Reader.strip,
    "overview": _Reader.overview,
    "card": _Reader.card,
    "columns": _Reader.columns,
    "way": _Reader.way,
    "group": _Reader.group,
    "section": _Reader.section,
    "table": _Reader.table,
}
"""Element name to the block it makes."""
