"""Strict JSON (RFC 8259) with line and column: text in, a tree of nodes out, as `source.parse` makes it from YAML.

A number stays as it was typed and becomes text, as do true and false; the model types them. What RFC 8259 leaves open
is refused: duplicate keys, NaN, half a surrogate pair. So is null: a key without a value is left out. No message
repeats anything of the file.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Final

from booklet.errors import BookletError, Diagnostic, Span
from booklet.source import MAX_VALUES, Node

MAX_DEPTH: Final = 64

_BLANK: Final = re.compile(r"[ \t\n\r]*")
_LINE: Final = re.compile(r"\r\n?|\n")
_WORD: Final = re.compile(r"[-+.\w]+")
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_STOP: Final = re.compile(r'["\\\x00-\x1f]')
_ESCAPE: Final = re.compile(r'\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])')
_HALF: Final = re.compile("[\ud800-\udfff]")


def parse(text: str, shown: str) -> tuple[Node, list[Diagnostic]]:
    """The text of a JSON file as a tree of nodes, and the mistakes that leave its form readable.

    Raises BookletError when the text cannot be read as JSON at all.
    """
    reader = _Reader(text, shown)
    return reader.whole(), reader.problems


class _Reader:
    """Goes through the text once; `position` is the next character to read."""

    def __init__(self, text: str, shown: str) -> None:
        self.text = text
        self.shown = shown
        self.position = 0
        self.values = 0
        self.problems: list[Diagnostic] = []
        self._lines = [0, *(found.end() for found in _LINE.finditer(text))]

    def whole(self) -> Node:
        self._blank()
        if not self._next():
            raise BookletError.at(Span(self.shown, 1, 1), "is empty")
        node = self._value(0)
        self._blank()
        if self._next():
            raise self._broken("something follows the end")
        return node

    def _value(self, depth: int) -> Node:
        span = self._span()
        self.values += 1
        if depth > MAX_DEPTH:
            raise BookletError.at(span, f"is nested more than {MAX_DEPTH} levels deep")
        if self.values > MAX_VALUES:
            raise BookletError.at(span, f"holds more than {MAX_VALUES:,} values")
        match self._next():
            case "{":
                return self._object(span, depth)
            case "[":
                items: list[Node] = []
                self._members("]", lambda: items.append(self._value(depth + 1)))
                return Node(span, items)
            case '"':
                return Node(span, self._string())
        return Node(span, self._word(span))

    def _object(self, span: Span, depth: int) -> Node:
        children: dict[str, Node] = {}
        keys: dict[str, Span] = {}

        def member() -> None:
            place = self._span()
            if self._next() != '"':
                raise self._broken("expected a key in double quotes")
            key = self._string()
            self._blank()
            if self._next() != ":":
                raise self._broken('expected ":" after the key')
            self.position += 1
            self._blank()
            value = self._value(depth + 1)
            if key in children:
                self._refuse(place, "duplicate key", f"it is first given in line {keys[key].line}")
            else:
                children[key] = value
                keys[key] = place

        self._members("}", member)
        return Node(span, children, keys)

    def _members(self, end: str, member: Callable[[], None]) -> None:
        """What stands between two brackets, with a comma after each but the last."""
        self.position += 1
        self._blank()
        if self._next() == end:
            self.position += 1
            return
        while True:
            member()
            self._blank()
            if self._next() == end:
                self.position += 1
                return
            if self._next() != ",":
                raise self._broken(f'expected "," or "{end}"')
            comma = self._span()
            self.position += 1
            self._blank()
            if self._next() == end:
                raise BookletError.at(comma, "is not valid JSON: a comma after the last item", "delete it")

    def _string(self) -> str:
        start, begin = self._span(), self.position
        self.position += 1
        escaped = False
        while (stop := _STOP.search(self.text, self.position)) and stop.group() != '"':
            self.position = stop.start()
            if stop.group() in "\r\n":
                raise BookletError.at(start, "is not valid JSON: a text without its closing quote in this line")
            escape = _ESCAPE.match(self.text, self.position)
            if not escape:
                raise self._broken("an unknown escape" if stop.group() == "\\" else "a control character in a text")
            self.position = escape.end()
            escaped = True
        if not stop:
            raise BookletError.at(start, "is not valid JSON: a text without its closing quote")
        self.position = stop.end()
        text: str = json.loads(self.text[begin : stop.end()]) if escaped else self.text[begin + 1 : stop.start()]
        if half := _HALF.search(text):
            self._refuse(start, f"character U+{ord(half.group()):04X} is not allowed", "delete it")
            return _HALF.sub("", text)
        return text

    def _word(self, span: Span) -> str:
        """A number, true or false. Of null, an empty text."""
        found = _WORD.match(self.text, self.position)
        word = found.group() if found else ""
        if word == "null":
            self._refuse(span, "null is not allowed", "leave the key out")
            word = ""
        elif word in ("NaN", "Infinity", "-Infinity"):
            self._refuse(span, "expected a number", "JSON has no NaN and no Infinity")
        elif word not in ("true", "false") and not _NUMBER.fullmatch(word):
            raise self._broken("expected a value", "put a text in double quotes" if word else "")
        assert found
        self.position = found.end()
        return word

    def _blank(self) -> None:
        found = _BLANK.match(self.text, self.position)
        assert found
        self.position = found.end()

    def _next(self) -> str:
        return self.text[self.position : self.position + 1]

    def _span(self) -> Span:
        line = bisect_right(self._lines, self.position)
        return Span(self.shown, line, self.position - self._lines[line - 1] + 1)

    def _broken(self, message: str, hint: str = "") -> BookletError:
        return BookletError.at(self._span(), f"is not valid JSON: {message}", hint)

    def _refuse(self, span: Span, message: str, hint: str = "") -> None:
        self.problems.append(Diagnostic(span, message, hint))
