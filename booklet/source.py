"""Strict YAML with line and column: text in, frozen models out, every mistake named with its place.

YAML's own guessing is off. Every scalar stays the text that was typed and gets its type from the model, so
`9:05`, `NO`, `0123` and `1.10` survive. Aliases, tags, duplicate keys, empty values and deep nesting are refused.
"""

from __future__ import annotations

import codecs
import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from booklet.errors import BookletError, Diagnostic, EnvironmentProblem, Span, did_you_mean, nearest_or_all

MAX_BYTES: Final = 1_000_000
MAX_DEPTH: Final = 24
MAX_VALUES: Final = 1_000_000

_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""Characters that no YAML file may hold (YAML 1.1, 5.1), and a byte order mark within the text."""

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

Location = Sequence[str | int]


class Entry(BaseModel):
    """What an editor writes: frozen, and no key that the model does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False)


M = TypeVar("M", bound=BaseModel)


@dataclass(slots=True)
class Node:
    """One YAML value with the place it stands at; `keys` are the places of a mapping's keys."""

    span: Span
    value: str | list[Node] | dict[str, Node]
    keys: dict[str, Span] = field(default_factory=dict)

    def plain(self) -> Any:
        """The same value as plain strings, lists and dicts."""
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return {key: child.plain() for key, child in self.value.items()}

    def find(self, location: Location) -> tuple[Node, Location]:
        """The deepest node on the way to `location`, and what is left of the way."""
        node = self
        for depth, step in enumerate(location):
            if isinstance(node.value, dict) and step in node.value:
                node = node.value[str(step)]
            elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            else:
                return node, location[depth:]
        return node, ()

    def span_of(self, location: Location) -> Span:
        """Where the value at `location` stands; for a missing part, where its nearest parent stands."""
        return self.find(location)[0].span

    def key_span(self, location: Location) -> Span:
        """Where the key that ends `location` stands."""
        parent, _ = self.find(location[:-1])
        return parent.keys.get(str(location[-1]), parent.span)

    def scalars(self, location: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str, Span]]:
        """Every text below this node with its location and place, in the order of the file."""
        if isinstance(self.value, str):
            yield location, self.value, self.span
        elif isinstance(self.value, list):
            for index, child in enumerate(self.value):
                yield from child.scalars((*location, index))
        else:
            for key, child in self.value.items():
                yield from child.scalars((*location, key))


@dataclass(frozen=True, slots=True)
class Source(Generic[M]):
    """A loaded file: the typed value, and the tree that knows where each part of it was written."""

    value: M
    tree: Node

    def span(self, *location: str | int) -> Span:
        """Where a part of the value was written."""
        return self.tree.span_of(location)


def read_text(path: Path, shown: str) -> str:
    """The file as UTF-8 text, within the size limit."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EnvironmentProblem.at(Span(shown), f"cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise BookletError.at(Span(shown), f"is larger than {MAX_BYTES:,} bytes")
    return decoded(data, shown)


def decoded(data: bytes, shown: str) -> str:
    """UTF-8 bytes as text, without a byte order mark. Raises BookletError with the place of a bad byte."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        *before, last = re.split(r"\r\n?|\n", data[: error.start].decode())
        place = Span(shown, len(before) + 1, len(last) + 1)
        raise BookletError.at(place, "is not UTF-8 text", "save the file as UTF-8") from None


def unfit(text: str) -> str:
    """What is wrong with the characters of a text, whatever file it comes from; empty when nothing is."""
    return _forbidden(found) if (found := _FORBIDDEN.search(text)) else ""


def parse(text: str, shown: str, *, private: bool = False) -> tuple[Node, list[Diagnostic]]:
    """The text of a YAML file as a tree of nodes, and the mistakes in its form.

    Of a `private` file no message repeats anything. Raises BookletError when the text cannot be read as YAML at all.
    """
    builder = _Builder(shown, private)
    return builder.build(text), builder.problems


def load(path: Path, model: type[M], shown: str | None = None) -> Source[M]:
    """Read one file into its model.

    `shown` is the name that messages use for the file. Raises BookletError with all mistakes of the file.
    """
    shown = shown or str(path)
    return loads(read_text(path, shown), model, shown)


def loads(text: str, model: type[M], shown: str) -> Source[M]:
    """The same as `load`, from text."""
    tree, problems = parse(text, shown)
    return validated(tree, model, problems)


def validated(tree: Node, model: type[M], problems: Iterable[Diagnostic] = (), *, private: bool = False) -> Source[M]:
    """A tree in its model; `problems` are the mistakes already found in its form.

    Of a `private` tree, one about a person, no message repeats what was written there. Raises BookletError with all
    mistakes.
    """
    found = list(problems)
    value: M | None = None
    try:
        value = model.model_validate(tree.plain())
    except ValidationError as error:
        reported = {problem.span for problem in found}
        found += [p for p in _explain(tree, model, error, private) if p.span not in reported]
    if found or value is None:
        raise BookletError(sorted(found, key=lambda problem: problem.span))
    return Source(value, tree)


class _Builder:
    """Turns YAML events into nodes and collects what is refused on the way."""

    def __init__(self, shown: str, private: bool) -> None:
        self.shown = shown
        self.private = private
        self.values = 0
        self.problems: list[Diagnostic] = []

    def build(self, text: str) -> Node:
        if forbidden := _FORBIDDEN.search(text):
            start = forbidden.start()
            place = Span(self.shown, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
            raise BookletError.at(place, _forbidden(forbidden), "delete it")
        # One event after the other: libyaml takes minutes for what is nested a million levels deep.
        events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_Loader))
        try:
            roots = [self._node(event, events, 0) for event in events if isinstance(event, yaml.NodeEvent)]
        except yaml.MarkedYAMLError as error:
            place = self._span(error.problem_mark or error.context_mark)
            raise BookletError.at(place, f"is not valid YAML: {error.problem}") from None
        if not roots:
            raise BookletError.at(Span(self.shown, 1, 1), "is empty")
        for extra in roots[1:]:
            self._refuse(extra.span, "starts a second document", 'remove the "---" line')
        return roots[0]

    def _node(self, event: yaml.NodeEvent, events: Iterator[yaml.Event], depth: int) -> Node:
        span = self._span(event.start_mark)
        if depth > MAX_DEPTH:
            raise BookletError.at(span, f"is nested more than {MAX_DEPTH} levels deep")
        self.values += 1
        if self.values > MAX_VALUES:
            raise BookletError.at(span, f"holds more than {MAX_VALUES:,} values")
        if isinstance(event, yaml.AliasEvent):
            self._refuse(span, f"alias{self._quoted(f'*{event.anchor}')} is not allowed", "write the value out")
            return Node(span, "")
        if event.anchor is not None:
            self._refuse(span, f"anchor{self._quoted(f'&{event.anchor}')} is not allowed", "write the value out")
        if (tag := getattr(event, "tag", None)) is not None:
            self._refuse(span, f"tag{self._quoted(tag)} is not allowed", "remove it")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(span, events, depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(span, events, depth)
        assert isinstance(event, yaml.ScalarEvent)
        if event.value == "" and event.style in (None, ""):
            self._refuse(span, "value is missing", 'write a value, or "" for an empty text')
        elif forbidden := _FORBIDDEN.search(event.value):  # written as an escape, like "\x07"
            self._refuse(span, _forbidden(forbidden), "delete it")
        return Node(span, event.value)

    def _sequence(self, span: Span, events: Iterator[yaml.Event], depth: int) -> Node:
        items: list[Node] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            assert isinstance(event, yaml.NodeEvent)
            items.append(self._node(event, events, depth + 1))
        return Node(span, items)

    def _mapping(self, span: Span, events: Iterator[yaml.Event], depth: int) -> Node:
        children: dict[str, Node] = {}
        keys: dict[str, Span] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            assert isinstance(event, yaml.NodeEvent)
            key = self._node(event, events, depth + 1)
            value_event = next(events)
            assert isinstance(value_event, yaml.NodeEvent)
            value = self._node(value_event, events, depth + 1)
            if not isinstance(key.value, str):
                self._refuse(key.span, "a key must be plain text")
            elif (name := key.value.strip()) in children:  # models strip too: " a" and "a" are one key
                message = f"duplicate key{self._quoted(name)}"
                self._refuse(key.span, message, f"it is first given in line {keys[name].line}")
            else:
                children[name] = value
                keys[name] = key.span
        return Node(span, children, keys)

    def _span(self, mark: Any) -> Span:
        return Span(self.shown, mark.line + 1, mark.column + 1) if mark else Span(self.shown)

    def _quoted(self, text: str) -> str:
        return "" if self.private else f' "{text}"'

    def _refuse(self, span: Span, message: str, hint: str = "") -> None:
        self.problems.append(Diagnostic(span, message, hint))


def _forbidden(found: re.Match[str]) -> str:
    return f"character U+{ord(found.group()):04X} is not allowed"


def _explain(tree: Node, model: type[BaseModel], error: ValidationError, private: bool) -> Iterable[Diagnostic]:
    """Pydantic's findings in the words and places of the file."""
    for detail in error.errors(include_url=False):
        location = detail["loc"]
        name = str(location[-1]) if location else ""
        node, rest = tree.find(location)
        if detail["type"] == "extra_forbidden":
            known = _fields_at(model, location[:-1])
            hint = did_you_mean(name, known) or (nearest_or_all(name, known) if private else "")
            yield Diagnostic(tree.key_span(location), "unknown key" if private else f'unknown key "{name}"', hint)
        elif detail["type"] == "missing":
            yield Diagnostic(node.span, f'missing key "{rest[0] if rest else name}"')
        elif detail["type"] == "too_short" and len(node.value) > detail["ctx"]["actual_length"]:
            continue  # enough items, but pydantic leaves out those that it has already found wrong
        elif rest == ("[key]",):  # pydantic's name for the key itself
            key = str(location[-2])
            message, hint = _wording(detail, Node(tree.key_span(location[:-1]), key), private)
            yield Diagnostic(tree.key_span(location[:-1]), f"key {message}", hint)
        else:
            message, hint = _wording(detail, node, private)
            yield Diagnostic(node.span, message, hint)


_KINDS: Final[Mapping[str, str]] = {
    "int_parsing": "a whole number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_parsing": "a number",
    "float_type": "a number",
    "finite_number": "a number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "text",
    "list_type": "a list",
    "tuple_type": "a list",
    "set_type": "a list",
    "frozen_set_type": "a list",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "model_attributes_type": "keys and values",
    "date_from_datetime_parsing": "a date like 2026-11-23",
    "date_parsing": "a date like 2026-11-23",
}


def _wording(detail: ErrorDetails, node: Node, private: bool) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    shown = _found(node, private)
    if kind in _KINDS:
        quotes = (
            'put a text with ": " in it in quotes' if kind == "string_type" and isinstance(node.value, dict) else ""
        )
        return f"expected {_KINDS[kind]}, found {shown}", quotes
    if kind in ("literal_error", "enum"):
        allowed = [part.strip("'") for part in str(context["expected"]).replace(" or ", ", ").split(", ")]
        subject = "this" if private and isinstance(node.value, str) else shown
        return f"{subject} is not one of {', '.join(allowed)}", did_you_mean(str(node.value), allowed)
    if kind == "value_error":
        return str(context["error"]), ""
    if kind == "string_pattern_mismatch":
        subject = "this" if private and isinstance(node.value, str) else shown
        return f"{subject} does not fit the pattern {context['pattern']}", ""
    if kind in ("string_too_long", "string_too_short"):
        return f"{detail['msg'].removeprefix('String ')}, found {len(str(node.value))}", ""
    if kind in ("too_short", "too_long"):
        return f"has {context['actual_length']} items, {_limits(context)}", ""
    if limits := _limits(context):
        return f"{'this' if private else shown} is out of range, {limits}", ""
    return detail["msg"][:1].lower() + detail["msg"][1:], ""


_LIMITS: Final[Mapping[str, str]] = {
    "min_length": "at least {}",
    "max_length": "at most {}",
    "ge": "at least {}",
    "gt": "more than {}",
    "le": "at most {}",
    "lt": "less than {}",
}


def _limits(context: Mapping[str, Any]) -> str:
    """The limit that a value passes, in words; empty when it is about something else."""
    return next((words.format(context[name]) + " needed" for name, words in _LIMITS.items() if name in context), "")


def _found(node: Node, private: bool) -> str:
    if isinstance(node.value, str):
        return "something else" if private else f'"{node.value}"'
    return "a list" if isinstance(node.value, list) else "keys and values"


def _fields_at(annotation: Any, location: Location) -> list[str]:
    """The keys that the model allows at `location`."""
    here = [annotation]
    for step in location:
        here = [inner for outer in here for inner in _step(outer, step)]
    models = [model for outer in here for model in _models(outer)]
    return [info.alias or name for model in models for name, info in model.model_fields.items()]


def _step(annotation: Any, step: str | int) -> Iterator[Any]:
    for model in _models(annotation):
        for name, info in model.model_fields.items():
            if step in (name, info.alias):
                yield info.annotation
    for candidate in _alternatives(annotation):
        arguments = typing.get_args(candidate)
        if arguments and not _models(candidate):
            yield arguments[-1] if isinstance(step, str) else arguments[0]


def _alternatives(annotation: Any) -> list[Any]:
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        return list(typing.get_args(annotation))
    if typing.get_origin(annotation) is typing.Annotated:
        return _alternatives(typing.get_args(annotation)[0])
    return [annotation]


def _models(annotation: Any) -> list[type[BaseModel]]:
    return [a for a in _alternatives(annotation) if isinstance(a, type) and issubclass(a, BaseModel)]
