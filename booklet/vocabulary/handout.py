"""The elements of handouts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar
from xml.etree import ElementTree

from booklet.document import (
    Badge,
    Brand,
    Bullets,
    Card,
    Cell,
    Codes,
    Columns,
    Cover,
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
from booklet.palette import InkName
from booklet.vocabulary.reader import Reader


class HandoutReader(Reader):
    """Each method reads one element and the attributes that it names."""

    elements: ClassVar[Mapping[str, str]] = {
        "p": "paragraph",
        "heading": "heading",
        "bullets": "bullets",
        "steps": "steps",
        "figure": "figure",
        "zones": "zones",
        "keylines": "keylines",
        "notice": "notice",
        "redflags": "redflags",
        "opening": "opening",
        "cover": "cover",
        "strip": "strip",
        "overview": "overview",
        "card": "card",
        "columns": "columns",
        "way": "way",
        "group": "group",
        "section": "section",
        "table": "table",
        "codes": "codes",
    }

    def paragraph(self, element: ElementTree.Element) -> Paragraph:
        get = self.attributes(element, "look")
        return Paragraph(self.runs(element), get("look", "body", of=ParagraphLook))

    def heading(self, element: ElementTree.Element) -> Heading:
        get = self.attributes(element, "level look key aside")
        text = "".join(run.text for run in self.runs(element))
        return Heading(int(get("level")), text, get("look", of=HeadingLook), get("key", ""), get("aside", ""))

    def bullets(self, element: ElementTree.Element) -> Bullets:
        return Bullets(self.items(element), self.attributes(element, "look")("look", "body", of=ParagraphLook))

    def steps(self, element: ElementTree.Element) -> Steps:
        return Steps(self.items(element))

    def figure(self, element: ElementTree.Element) -> Picture:
        get = self.attributes(element, "ref panels caption size locator")
        panels = tuple(get("panels", "").split())
        return Picture(get("ref"), panels, get("caption"), get("size", of=PictureSize), get("locator", ""))

    def zones(self, element: ElementTree.Element) -> Zones:
        items = []
        for child in element:
            get = self.attributes(child, "letter colour")
            items.append(
                Zone(self.runs(child), get("letter", ""), get("colour", of=InkName) if child.get("letter") else None)
            )
        return Zones(tuple(items))

    def keylines(self, element: ElementTree.Element) -> KeyLines:
        items = []
        for child in element:
            get = self.attributes(child, "number colour")
            text = "".join(run.text for run in self.runs(child))
            items.append(KeyLine(get("number"), get("colour", of=InkName), text))
        return KeyLines(tuple(items))

    def notice(self, element: ElementTree.Element) -> Notice:
        get = self.attributes(element, "kind label level")
        return Notice(get("kind", of=NoticeKind), get("label"), self.runs(element), int(get("level", "0")))

    def redflags(self, element: ElementTree.Element) -> RedFlags:
        groups = []
        for child in element:
            get = self.attributes(child, "urgency heading")
            groups.append(FlagGroup(get("urgency", of=Urgency), get("heading"), self.items(child)))
        return RedFlags(self.attributes(element, "heading")("heading", ""), tuple(groups))

    def opening(self, element: ElementTree.Element) -> Opening:
        get = self.attributes(element, "overline title message intro")
        figure = element.find("figure")
        brand = element.find("brand")
        return Opening(
            brand=None if brand is None else self.brand(brand),
            overline=get("overline"),
            title=get("title"),
            message=get("message"),
            intro=get("intro"),
            picture=None if figure is None else self.figure(figure),
        )

    def cover(self, element: ElementTree.Element) -> Cover:
        get = self.attributes(element, "overline title subtitle note")
        figure, brand = element.find("figure"), element.find("brand")
        if figure is None:
            self.refuse("<cover> lacks its <figure>")
        return Cover(
            overline=get("overline"),
            title=get("title"),
            subtitle=get("subtitle"),
            picture=self.figure(figure),
            brand=None if brand is None else self.brand(brand),
            note=get("note", ""),
        )

    def brand(self, element: ElementTree.Element) -> Brand:
        get = self.attributes(element, "name logo")
        lines = tuple("".join(run.text for run in runs) for runs in self.items(element, "line"))
        return Brand(get("name"), lines, get("logo", ""))

    def strip(self, element: ElementTree.Element) -> Strip:
        return Strip(tuple(Cell(self.attributes(c, "heading")("heading"), self.runs(c)) for c in element))

    def overview(self, element: ElementTree.Element) -> Overview:
        pictures = [self.figure(child) for child in element if child.tag == "figure"]
        if len(pictures) != 1:
            self.refuse("<overview> needs one <figure>")
        return Overview(pictures[0], tuple(self._suspect(child) for child in element if child.tag != "figure"))

    def _suspect(self, element: ElementTree.Element) -> SuspectRow:
        get = self.attributes(element, "number heading target")
        figure, text = element.find("figure"), element.find("text")
        return SuspectRow(
            get("number"),
            get("heading"),
            get("target", ""),
            () if text is None else self.runs(text),
            None if figure is None else self.figure(figure),
        )

    def card(self, element: ElementTree.Element) -> Card:
        get = self.attributes(element, "level key heading aside number label")
        heading = Heading(int(get("level")), get("heading"), "card", get("key"), get("aside"))
        pictures = [self.figure(child) for holder in element.findall("pictures") for child in holder]
        parts = [self.block(child) for child in element if child.tag != "pictures"]
        return Card(heading, Badge(get("number"), get("label")), tuple(pictures), tuple(parts))

    def columns(self, element: ElementTree.Element) -> Columns:
        left, right = element.find("left"), element.find("right")
        if left is None or right is None or len(element) != 2:
            self.refuse("<columns> needs one <left> and one <right>")
        sides = [self.blocks(side) for side in element]
        return Columns(sides[0], sides[1], self.attributes(element, "split")("split", "half", of=Split))

    def way(self, element: ElementTree.Element) -> Way:
        get = self.attributes(element, "level heading")
        figure, steps = element.find("figure"), element.find("steps")
        if steps is None:
            self.refuse("<way> lacks its <steps>")
        return Way(
            Heading(int(get("level")), get("heading"), "card"),
            None if figure is None else self.figure(figure),
            self.steps(steps),
        )

    def group(self, element: ElementTree.Element) -> Group:
        return Group(self.blocks(element))

    def section(self, element: ElementTree.Element) -> Section:
        get = self.attributes(element, "number label start name")
        badge = Badge(get("number"), get("label")) if element.get("number") else None
        return Section(self.blocks(element), badge, get("start", "flow", of=Start), get("name", ""))

    def codes(self, element: ElementTree.Element) -> Codes:
        get = self.attributes(element, "address number label")
        number = get("number", "")
        return Codes(get("address", ""), self.runs(element), int(number) if number else None, get("label", ""))

    def _swatch(self, row: ElementTree.Element) -> InkName | None:
        swatch: InkName | None = self.attributes(row, "swatch")("swatch", of=InkName) if row.get("swatch") else None
        return swatch

    def table(self, element: ElementTree.Element) -> Table:
        widths = tuple(float(part) for part in self.attributes(element, "widths")("widths").split())
        head, rows = element.find("head"), element.findall("row")
        texts = () if head is None else tuple("".join(r.text for r in self.runs(cell)) for cell in head)
        cells = tuple(tuple(self.runs(cell) for cell in row) for row in rows)
        if any(len(row) != len(texts) for row in cells) or len(widths) != len(texts):
            self.refuse("every <row> of a <table> needs as many cells as its <head>, and each a width")
        return Table(texts, cells, widths, tuple(self._swatch(row) for row in rows))
