"""A strict table of text (RFC 4180): rows of cells that know their line.

The csv module of Python cannot say in which line a field begins, and takes a quote in the middle of a field for a
letter even when it is strict; a test holds the two together wherever both read a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from booklet.errors import BookletError, Span
from booklet.source import Node

_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line it begins in, and its cells without the blanks around them."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A row under its header: the cells that are not empty, by the name of their column."""

    shown: str
    line: int
    cells: dict[str, str]

    def span(self, column: str, part: str = "") -> Span:
        """The place of a cell, or of a part of it."""
        return Span(self.shown, self.line, at=f'column "{column}"' + f", {part}" * bool(part))

    def node(self, column: str) -> Node:
        """A cell as a node."""
        return Node(self.span(column), self.cells[column])


def rows(text: str, delimiter: str, shown: str) -> Iterator[Row]:
    """The rows that are not blank. Raises BookletError where the text is not a table."""
    plain = re.compile(f'[^"{delimiter}\r\n]*')
    position, line, start = 0, 1, 1
    cells: list[str] = []
    while position < len(text) or cells:
        place = Span(shown, line, at=f"field {len(cells) + 1}")
        if text.startswith('"', position):
            close = _closing(text, position)
            if close < 0:
                raise BookletError.at(place, "a quote that is not closed")
            quoted = text[position + 1 : close]
            cells.append(quoted.replace('""', '"').strip())
            line += len(_END.findall(quoted))
            position = close + 1
        else:
            found = plain.match(text, position)
            assert found
            cells.append(found.group().strip())
            position = found.end()
        if text.startswith(delimiter, position):
            position += 1
            continue
        end = _END.match(text, position)
        if not end and position < len(text):
            message = "a quote in the middle of a field" if text[position] == '"' else "text after a closing quote"
            raise BookletError.at(place, message, "put the whole field in quotes, and double each quote in it")
        if any(cells):
            yield Row(start, tuple(cells))
        cells = []
        line += 1
        start = line
        position = end.end() if end else position


def _closing(text: str, opening: int) -> int:
    """Where the quote that closes this one stands, past doubled ones; -1 when there is none."""
    close = text.find('"', opening + 1)
    while close >= 0 and text.startswith('"', close + 1):
        close = text.find('"', close + 2)
    return close
