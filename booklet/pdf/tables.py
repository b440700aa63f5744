"""Tagged tables: one Table over page breaks, heads that carry their scope, repeated heads as artifacts."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any, Final

from reportlab.platypus import Table
from reportlab.platypus.tables import TableRenderCB

from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.fonts import REGULAR
from booklet.pdf.structure import Tag

# Cells fall back to Helvetica, even those that hold only flowables.
BASE_STYLE: Final = (("FONTNAME", (0, 0), (-1, -1), REGULAR),)


class TaggedTable(Table):
    """A ReportLab table as Table, THead, TBody, TR, TH and TD.

    The first `repeatRows` rows are heads of their columns, the first `header_cols` columns heads of their rows.
    Cells hold flowables or text; `tag_options` are those of `Tag`.
    """

    def __init__(
        self,
        data: Sequence[Sequence[Any]],
        *args: Any,
        header_cols: int = 0,
        tag_options: dict[str, Any] | None = None,
        style: Any = (),
        renderCB: TableRenderCB | None = None,
        **options: Any,
    ) -> None:
        if renderCB is None:  # a whole table, not a piece that ReportLab split off
            style = [*BASE_STYLE, *style]
        super().__init__(data, *args, style=style, renderCB=renderCB, **options)
        if renderCB is None:
            self._renderCB = _TableTags(self, header_cols, tag_options or {})


class _TableTags(TableRenderCB):
    """The tags of one table. ReportLab hands the same object to every piece it splits off: it is the table's identity.

    Cells keep theirs in the name of their CellStyle, "(row, column)" of the whole table, through every split.
    """

    def __init__(self, table: TaggedTable, header_cols: int, options: dict[str, Any]) -> None:
        self._whole = table
        self._header_rows = int(table.repeatRows)
        self._header_cols = header_cols
        self._tag = Tag("Table", **options)
        self._head = Tag("THead", self._tag)
        self._body = Tag("TBody", self._tag)
        self._rows: dict[int, Tag] = {}
        self._cells: dict[tuple[int, int], Tag] = {}
        self._open: list[AbstractContextManager[Any]] = []

    def __call__(self, T: TaggedTable, cmd: str, *args: Any) -> None:
        """Follow ReportLab's drawing; on a plain canvas there is nothing to do."""
        if isinstance(T.canv, TaggedCanvas):
            super().__call__(T, cmd, *args)

    def startTable(self, T: TaggedTable) -> None:
        self._enter(T.canv.tag(self._tag))

    def startBG(self, T: TaggedTable) -> None:
        self._enter(T.canv.artifact())

    startLines = startBG

    def startRow(self, T: TaggedTable, rowNo: int) -> None:
        row, _ = _position(T._cellStyles[rowNo][0])
        tag, canvas = self._row(row), T.canv
        repeated = row < self._header_rows and tag in canvas.tree
        self._enter(canvas.artifact("Type", "Pagination") if repeated else canvas.tag(tag))

    def startCell(self, T: TaggedTable, rowNo: int, colNo: int, cellval: Any, cellstyle: Any, *_: Any) -> None:
        self._enter(T.canv.tag(self._cell(*_position(cellstyle))))

    def _end(self, T: TaggedTable) -> None:
        self._open.pop().__exit__(None, None, None)

    endBG = endCell = endRow = endLines = endTable = _end

    def _enter(self, scope: AbstractContextManager[Any]) -> None:
        scope.__enter__()
        self._open.append(scope)

    def _row(self, row: int) -> Tag:
        return self._rows.setdefault(row, Tag("TR", self._head if row < self._header_rows else self._body))

    def _cell(self, row: int, column: int) -> Tag:
        if (row, column) not in self._cells:
            scope = "Column" if row < self._header_rows else "Row" if column < self._header_cols else ""
            attributes: dict[str, object] = {"Scope": f"/{scope}"} if scope else {}
            attributes |= self._spans(row, column)
            role, attrs = "TH" if scope else "TD", {"Table": attributes} if attributes else {}
            self._cells[row, column] = Tag(role, self._row(row), attrs=attrs)
        return self._cells[row, column]

    def _spans(self, row: int, column: int) -> dict[str, object]:
        ranges = self._whole._spanRanges if self._whole._spanCmds else {}
        left, top, right, bottom = ranges.get((column, row)) or (0, 0, 0, 0)
        spans = {"ColSpan": right - left + 1, "RowSpan": bottom - top + 1}
        return {key: count for key, count in spans.items() if count > 1}


def _position(style: Any) -> tuple[int, int]:
    row, column = style.name.strip("()").split(",")
    return int(row), int(column)
