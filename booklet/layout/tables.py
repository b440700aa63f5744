"""Tables, one slab to a row, so that they break between rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from booklet.document import Run, Table
from booklet.layout import marks
from booklet.layout.base import Base, Ornament, Room
from booklet.layout.panel import Panel, Placed, Slab
from booklet.layout.text import markup
from booklet.palette import INKS
from booklet.pdf.structure import Tag

ROW_PAD: Final = 5.0
LARGE_HEAD_SHARE: Final = 0.38


class TableSetter(Base):
    """Rules and space instead of frames and fills."""

    def table(self, block: Table, room: Room) -> list[Slab]:
        """A table as one slab per row, so that it breaks between rows; the first cell of a row is its head."""
        table = Tag("Table", room.parent)
        first, *others = block.widths
        first = max(first, LARGE_HEAD_SHARE) if self.setting.large else first
        shares = [first, *(part * (1 - first) / sum(others) for part in others)]
        widths = [part * room.width for part in shares]
        head = Tag("TR", Tag("THead", table))
        body = Tag("TBody", table)
        cells = [
            (Tag("TH", head, attrs=_scope("Column")), self._cell(markup((Run(text),), tie=False), "part"))
            for text in block.head
        ]
        slabs = [self._row(cells, widths, room, "accent", 1.5).moved(before=10.0, keep=True)]
        for row, swatch in zip(block.rows, block.swatches, strict=True):
            tag = Tag("TR", body)
            cells = []
            for index, runs in enumerate(row):
                role, attrs = ("TD", {}) if index else ("TH", _scope("Row"))
                cells.append((Tag(role, tag, attrs=attrs), self._cell(markup(runs, tie=index > 0), room.body)))
            slabs.append(self._row(cells, widths, room, "form", 0.75, swatch or ""))
        return slabs

    def _cell(self, text: str, role: str) -> Callable[[Tag, float], Slab]:
        return lambda tag, width: self.text(text, role, width, Tag("P", tag))

    def _row(
        self,
        cells: Sequence[tuple[Tag, Callable[[Tag, float], Slab]]],
        widths: Sequence[float],
        room: Room,
        rule: str,
        weight: float,
        swatch: str = "",
    ) -> Slab:
        items: list[Placed] = []
        left = height = 0.0
        for index, ((tag, make), width) in enumerate(zip(cells, widths, strict=True)):
            indent = self.role("body").size * 1.6 if swatch and not index else 0.0
            if indent:
                colour = self.setting.tone(INKS[swatch].fill)
                size = self.role("body").size
                down = ROW_PAD + self.first_middle("body") - size / 2
                items.append(Placed(Ornament(marks.square(size, colour)), 0, down, 0))
            cell = make(tag, width - indent - 12)
            items.append(Placed(cell.flowable, left + indent, ROW_PAD, cell.height))
            height = max(height, cell.height + 2 * ROW_PAD)
            left += width
        return Slab(Panel(room.width, height, items, self.rule(rule, weight)), height)


def _scope(value: str) -> dict[str, dict[str, object]]:
    return {"Table": {"Scope": f"/{value}"}}
