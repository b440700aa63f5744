"""The elements of sheets about one person, and of forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar
from xml.etree import ElementTree

from booklet.document import (
    Alert,
    Blank,
    Blanks,
    CellKind,
    Fact,
    Facts,
    Grid,
    GridColumn,
    GridGroup,
    GridRow,
    Labelled,
    Masthead,
    Spot,
    Spots,
    Thirds,
    Tick,
    Trend,
    Trends,
    Typed,
    text_of,
)
from booklet.palette import InkName
from booklet.vocabulary.handout import HandoutReader


class PersonReader(HandoutReader):
    """Each method reads one element and the attributes that it names."""

    elements: ClassVar[Mapping[str, str]] = {
        **HandoutReader.elements,
        "typed": "typed",
        "masthead": "masthead",
        "facts": "facts",
        "alert": "alert",
        "spots": "spots",
        "grid": "grid",
        "trends": "trends",
        "blanks": "blanks",
        "thirds": "thirds",
    }

    def typed(self, element: ElementTree.Element) -> Typed:
        """Text as it was typed: only the XML's own white space at both ends is taken off."""
        if len(element):
            self.refuse("<typed> holds nothing but text")
        return Typed((element.text or "").strip())

    def masthead(self, element: ElementTree.Element) -> Masthead:
        get = self.attributes(element, "overline title")
        brand = element.find("brand")
        return Masthead(get("overline"), get("title"), None if brand is None else self.brand(brand))

    def facts(self, element: ElementTree.Element) -> Facts:
        return Facts(tuple(Fact(self.attributes(c, "label")("label"), (c.text or "").strip()) for c in element))

    def alert(self, element: ElementTree.Element) -> Alert:
        return Alert(self.attributes(element, "heading")("heading"), self.runs(element))

    def spots(self, element: ElementTree.Element) -> Spots:
        return Spots(tuple(self._spot(child) for child in element))

    def _spot(self, element: ElementTree.Element) -> Spot:
        get = self.attributes(element, "number colour name side reason how alone")
        ticks = (self.attributes(tick, "name label") for tick in element.findall("tick"))
        return Spot(
            number=get("number"),
            colour=get("colour", of=InkName),
            name=get("name"),
            side=get("side"),
            reason=get("reason", ""),
            how=get("how", ""),
            cares=self._labelled(element.findall("care")),
            advice=self._labelled(element.findall("advice")),
            ticks=tuple(Tick(of("name"), of("label")) for of in ticks),
            alone=get("alone", "") == "true",
        )

    def _labelled(self, elements: Iterable[ElementTree.Element]) -> tuple[Labelled, ...]:
        return tuple(Labelled(self.attributes(e, "label")("label"), text_of(self.runs(e))) for e in elements)

    def grid(self, element: ElementTree.Element) -> Grid:
        get = self.attributes(element, "head share roomy whole")
        groups = tuple(self._grid_group(child) for child in element.findall("group"))
        rows = tuple(self._grid_row(child) for child in element.findall("row"))
        cells = sum(len(group.columns) for group in groups)
        if any(len(row.names) != cells for row in rows):
            self.refuse("every <row> of a <grid> needs as many names as its groups have columns")
        roomy, whole = (get(name, "") == "true" for name in ("roomy", "whole"))
        return Grid(get("head"), float(get("share")), groups, rows, roomy, whole)

    def _grid_group(self, element: ElementTree.Element) -> GridGroup:
        get = self.attributes(element, "head number colour")
        columns = []
        for child in element:
            of = self.attributes(child, "head share kind dotted")
            kind = of("kind", "write", of=CellKind)
            columns.append(GridColumn(of("head", ""), float(of("share")), kind, of("dotted", "") == "true"))
        colour = get("colour", of=InkName) if element.get("colour") else None
        return GridGroup(get("head"), tuple(columns), get("number", ""), colour)

    def _grid_row(self, element: ElementTree.Element) -> GridRow:
        get = self.attributes(element, "names strong")
        return GridRow(self.runs(element), tuple(get("names").split()), get("strong", "") == "true")

    def trends(self, element: ElementTree.Element) -> Trends:
        get = self.attributes(element, "spot change chart")
        dates = tuple(text_of(self.runs(child)) for child in element.findall("date"))
        rows = []
        for child in element.findall("row"):
            of = self.attributes(child, "number colour name side values change")
            values = tuple(None if value == "-" else int(value) for value in of("values").split())
            colour = of("colour", of=InkName) if child.get("colour") else None
            rows.append(Trend(of("number", ""), colour, of("name"), of("side"), values, of("change")))
        return Trends(get("spot"), dates, get("change"), get("chart"), tuple(rows))

    def blanks(self, element: ElementTree.Element) -> Blanks:
        items = []
        for child in element:
            get = self.attributes(child, "name label kind share lines value optional")
            kind = get("kind", "write", of=CellKind)
            options = tuple((self.attributes(o, "value")("value"), (o.text or "").strip()) for o in child)
            share, lines = float(get("share", "1")), int(get("lines", "1"))
            optional = get("optional", "") == "true"
            items.append(Blank(get("name"), get("label"), kind, share, lines, options, get("value", ""), optional))
        return Blanks(tuple(items))

    def thirds(self, element: ElementTree.Element) -> Thirds:
        if len(element) != 3 or any(child.tag != "column" for child in element):
            self.refuse("<thirds> needs three <column>")
        return Thirds(tuple(self.blocks(child) for child in element))
