"""Tables and blanks to fill in: by hand on paper, or as form fields in an electronic copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from booklet.document import Blank, Blanks, Grid, GridColumn, GridGroup, GridRow, Run, Tick, text_of
from booklet.layout.base import Room, Vacant
from booklet.layout.panel import Decoration, Panel, Placed, Slab
from booklet.layout.person import PersonSetter
from booklet.layout.text import markup
from booklet.palette import INKS
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import Tag

ROW: Final = 22.0
LARGE_ROW: Final = 34.0
ROOMY: Final = 30.0
WRITE_LINE: Final = 22.0
LARGE_WRITE_LINE: Final = 34.0
RATINGS: Final = tuple((rating, rating) for rating in map(str, range(11)))


class GridSetter(PersonSetter):
    """One cell for each thing to write, tick or choose."""

    def grid(self, block: Grid, room: Room) -> list[Slab]:
        """The heads, then a row a line; cells stand between thin lines."""
        table = Tag("Table", room.parent)
        first, widths = self._widths(block, room.width)
        slabs = [self._heads(block, first, widths, Tag("THead", table), room.width).moved(before=10.0, keep=True)]
        body = Tag("TBody", table)
        for index, row in enumerate(block.rows):
            last = index == len(block.rows) - 1
            strong = not last and block.rows[index + 1].strong
            slabs.append(self._grid_row(block, row, first, widths, Tag("TR", body), room.width, strong))
        if block.whole:
            return [*(slab.moved(keep=True) for slab in slabs[:-1]), slabs[-1]]
        if len(slabs) > 2:
            slabs[1] = slabs[1].moved(keep=True)
        return slabs

    def _widths(self, block: Grid, width: float) -> tuple[float, list[float]]:
        shares = [column.share for group in block.groups for column in group.columns]
        unit = width / (block.share + sum(shares))
        return block.share * unit, [share * unit for share in shares]

    def _heads(self, block: Grid, first: float, widths: Sequence[float], head: Tag, width: float) -> Slab:
        """Groups over their columns, every head on the line where its cells begin."""
        top_row, sub_row = Tag("TR", head), Tag("TR", head)
        two = any(column.head for group in block.groups for column in group.columns)
        upper: list[tuple[float, Slab, bool]] = []  # where, what, and whether it stands on the lower line
        lower: list[tuple[float, Slab]] = []
        span = {"RowSpan": 2} if two else {}
        corner = Tag("TH", top_row, attrs={"Table": {"Scope": "/Column", **span}})
        head_text = self.text(markup((Run(block.head),), tie=False), "head", first - 4, Tag("P", corner))
        upper.append((0.0, head_text, True))
        left, index = first, 0
        for group in block.groups:
            own = widths[index : index + len(group.columns)]
            subs = any(column.head for column in group.columns)
            upper.append((left, self._group(group, sum(own), top_row, two and not subs), not subs))
            for column, each in zip(group.columns, own, strict=True):
                if column.head:
                    cell = Tag("TH", sub_row, attrs={"Table": {"Scope": "/Column"}})
                    lower.append((left, self._centred(column.head, "sub-head", each, Tag("P", cell))))
                left += each
            index += len(own)
        low = max((slab.height for _, slab in lower), default=0.0)
        high = max(slab.height for _, slab, _ in upper)
        height = high + low + 4
        items = [
            Placed(slab.flowable, x, high - slab.height + (low if lowered else 0.0), slab.height)
            for x, slab, lowered in upper
        ]
        items += [Placed(slab.flowable, x, high, slab.height) for x, slab in lower]
        return Slab(Panel(width, height, items, self.rule("accent", 1.5)), height)

    def _group(self, group: GridGroup, width: float, row: Tag, over_both: bool) -> Slab:
        """The head of a group, with the number of its spot below; `over_both` says that it spans both rows of heads."""
        attrs: dict[str, object] = {"Scope": "/Column"}
        if len(group.columns) > 1:
            attrs["ColSpan"] = len(group.columns)
        if over_both:
            attrs["RowSpan"] = 2
        cell = Tag("TH", row, attrs={"Table": attrs})
        text = self._centred(group.head, "head", width, Tag("P", cell))
        if not group.number or group.colour is None:
            return text
        size = self.role("head").size * 1.5
        sign = self.sign(group.number, size, INKS[group.colour].dark, Tag("P", cell), square=False)
        items = [
            Placed(text.flowable, 0, 0, text.height),
            Placed(sign, (width - size) / 2, text.height + 2, size),
        ]
        height = text.height + size + 4
        return Slab(Panel(width, height, items), height)

    def _centred(self, text: str, role: str, width: float, tag: Tag) -> Slab:
        style = self.setting.style(role).clone(f"{role}-centred", alignment=1)
        return self.styled(markup((Run(text),), tie=False), style, width, tag)

    def _grid_row(
        self, block: Grid, row: GridRow, first: float, widths: Sequence[float], tag: Tag, width: float, strong: bool
    ) -> Slab:
        head = Tag("TH", tag, attrs={"Table": {"Scope": "/Row"}})
        text = self.text(
            markup(row.head, tie=False), "row-text" if block.roomy else "row-head", first - 4, Tag("P", head)
        )
        least = LARGE_ROW if self.setting.large else ROOMY if block.roomy else ROW
        height = max(least, text.height + 6)
        items = [Placed(text.flowable, 0, (height - text.height) / 2, text.height)]
        left = first
        edges: list[tuple[float, bool]] = []
        columns = [(group, column) for group in block.groups for column in group.columns]
        for (group, column), name, each in zip(columns, row.names, widths, strict=True):
            edges.append((left, column.dotted))
            spoken = ", ".join(filter(None, (text_of(row.head), f"{group.number} {group.head}".strip(), column.head)))
            items += self._vacancy(column, name, spoken, (left, each, height), Tag("TD", tag))
            left += each
        decoration = self._lines(edges, "accent" if strong else "form", 1.5 if strong else 0.75)
        return Slab(Panel(width, height, items, decoration), height)

    def _vacancy(
        self, column: GridColumn, name: str, spoken: str, place: tuple[float, float, float], cell: Tag
    ) -> list[Placed]:
        """What stands in a cell: a box to tick, a field on screen, nothing on paper. The cell is there in any case."""
        left, width, height = place
        items = [Placed(Vacant(cell), left, 0, 0)]
        if column.kind == "tick":
            size = self.role("close").size
            items.append(self.box(name, spoken, size, cell, (left + (width - size) / 2, (height - size) / 2)))
        elif self.setting.fillable:
            options = RATINGS if column.kind == "choice" else ()
            field = self.field(name, spoken, (width - 3, height - 4), cell, options, line="ground")
            items.append(Placed(field, left + 1.5, 2, height - 4))
        return items

    def _lines(self, edges: Sequence[tuple[float, bool]], rule: str, weight: float) -> Decoration:
        line, edge = self.setting.colour(rule), self.setting.colour("form")
        hair = self.setting.colour("hairline")

        def paint(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setFillColor(line)
            canvas.rect(0, 0, width, weight, stroke=0, fill=1)
            canvas.setLineWidth(0.5)
            for x, dotted in edges:
                canvas.setStrokeColor(edge if dotted else hair)
                canvas.setDash([0.5, 1.5] if dotted else [])
                canvas.line(x, 0, x, height)

        return paint

    def blanks(self, block: Blanks, room: Room) -> list[Slab]:
        """Labelled blanks side by side; one under the other in large print."""
        if self.setting.large:
            blanks = [(self._blank(item, room.width, room.parent), item.optional) for item in block.items]
            return [blank.moved(before=8.0, optional=optional) for blank, optional in blanks]
        gap = 16.0
        unit = (room.width - gap * (len(block.items) - 1)) / sum(item.share for item in block.items)
        items, left, height = [], 0.0, 0.0
        for item in block.items:
            slab = self._blank(item, unit * item.share, room.parent)
            items.append(Placed(slab.flowable, left, 0, slab.height))
            left, height = left + unit * item.share + gap, max(height, slab.height)
        if not all(item.kind == "tick" for item in block.items):  # lines to write on stand on one line
            items = [Placed(item.flowable, item.left, height - item.height, item.height) for item in items]
        optional = all(item.optional for item in block.items)
        before = 8.0 if any(item.label for item in block.items) else 0.0
        return [Slab(Panel(room.width, height, items), height, before, loose=bool(before), optional=optional)]

    def _blank(self, item: Blank, width: float, parent: Tag | None) -> Slab:
        if item.kind == "tick" and not item.label:
            return Slab(Panel(width, 0, []), 0.0)
        if item.kind == "tick":
            holder = Tag("Div", parent)
            return self.ticked(Tick(item.name, item.label), width, holder)
        step = LARGE_WRITE_LINE if self.setting.large else WRITE_LINE
        height = step * item.lines
        items, top = [], 0.0
        if item.label:
            label = self.text(markup((Run(item.label),)), "label", width, Tag("P", parent))
            items, top = [Placed(label.flowable, 0, 0, label.height)], label.height
        if item.label and self.setting.fillable:
            holder = Tag("Div", parent)
            size, several = (width, height - 3), item.lines > 1
            field = self.field(item.name, item.label, size, holder, item.options, several, value=item.value)
            items.append(Placed(field, 0, top + 3, height - 3))
        colour = self.setting.colour("form")

        def lines(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setFillColor(colour)
            for index in range(item.lines):
                canvas.rect(0, index * step, width, 0.75, stroke=0, fill=1)

        return Slab(Panel(width, top + height, items, lines), top + height)
