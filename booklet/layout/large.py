"""Arranges a sheet in large print: one column, everything at 18 pt or more."""

from __future__ import annotations

from dataclasses import replace

from booklet.document import Opening, Section, Strip
from booklet.layout.base import Room
from booklet.layout.onecolumn import ColumnArranger
from booklet.layout.panel import Slab


class LargeArranger(ColumnArranger):
    """One column, everything at 18 pt or more."""

    def opening(self, block: Opening, room: Room) -> list[Slab]:
        """The words alone, above the red flags."""
        words = self._title_words(block, room.width, room.parent)
        return [self.brand(block.brand, room), *words] if block.brand else words

    def section(self, block: Section, room: Room) -> list[Slab]:
        """Sections follow each other without a new page: large print needs enough pages as it is."""
        return super().section(block if block.start == "always" else replace(block, start="flow"), room)

    def strip(self, block: Strip, room: Room) -> list[Slab]:
        """The thoughts one under the other."""
        slabs = []
        for cell in block.cells:
            parts = self._cell_slabs(cell.heading, cell.text, room)
            slabs += [parts[0].moved(before=12.0), *(part.moved(keep=True) for part in parts[1:])]
        return [*slabs[:-1], slabs[-1].moved(keep=False)]
