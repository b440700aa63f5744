"""An exam filled into the PDF form; one form is one exam.

A finding is there when its tenderness is chosen, its box ticked or something written; pain when its box is ticked or an
intensity chosen. A box that is not ticked says nothing, and an empty field is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from booklet.errors import BookletError, Diagnostic, Severity, Span
from booklet.exams.draft import Draft, Reading
from booklet.exams.fieldnames import DATE, OURS, SINGLE, TICKS, kind_of
from booklet.formfields import FieldValue, read_fields
from booklet.source import Node

SUFFIXES: Final = (".pdf",)

UNTICKED: Final = frozenset({"", "Off", "false"})
_PLAIN: Final = re.compile(r"[a-z0-9_/-]{1,200}")
_LIST_KEYS: Final = {"finding": "findings", "pain": "pain"}


def read(data: bytes, shown: str) -> Reading:
    """The exam in a filled form."""
    return translated(read_fields(data, shown), shown)


def translated(fields: Mapping[str, FieldValue], shown: str) -> Reading:
    """The exam that the fields of a form tell. Raises BookletError when it is not our form."""
    if DATE not in fields or not any(name.startswith("finding/") for name in fields):
        raise BookletError.at(Span(shown), "is not the exam form", "`booklet exam-form` makes an empty one")
    problems: list[Diagnostic] = []
    values: dict[str, str] = {}
    strangers = 0
    for name, field in fields.items():
        kind = kind_of(name)
        if not _PLAIN.fullmatch(name) or (kind is None and name.partition("/")[0] not in OURS):
            strangers += 1
        elif kind is None:
            problems.append(Diagnostic(_span(name, shown), "the exam form has no such field"))
        elif field.kind != kind:
            problems.append(Diagnostic(_span(name, shown), f"is not a {kind} field"))
        elif value := _value(field):
            values[name] = value
    mistakes = []
    if strangers:
        message = f"{strangers} field{'s' * (strangers > 1)} not of the exam form"
        mistakes = [Diagnostic(Span(shown), message, "left out", Severity.WARNING)]
    return Reading((Draft(_tree(values, shown), tuple(problems)),), tuple(mistakes))


def _span(name: str, shown: str) -> Span:
    return Span(shown, at=f'field "{name}"')


def _value(field: FieldValue) -> str:
    if field.kind == "check":
        return "" if field.value.strip() in UNTICKED else "true"
    return field.value.strip()


def _tree(values: Mapping[str, str], shown: str) -> Node:
    root: dict[str, Node] = {}
    for name in SINGLE:
        if name in values:
            _put(root, name, Node(_span(name, shown), values[name]), shown)
    for group in TICKS:
        ticked = [name for name in values if name.startswith(f"{group}/")]
        if ticked:
            things = [Node(_span(name, shown), name.partition("/")[2]) for name in ticked]
            root[group] = Node(things[0].span, list(things))
    for kind, key in _LIST_KEYS.items():
        entries: dict[tuple[str, str], Node] = {}
        for name in values:
            if name.startswith(f"{kind}/"):
                _, place, side, part = name.split("/")
                entry = entries.setdefault((place, side), _entry(kind, name, place, side, shown))
                assert isinstance(entry.value, dict)
                if part != "here":
                    entry.value[part] = Node(_span(name, shown), values[name])
        if entries:
            root[key] = Node(next(iter(entries.values())).span, list(entries.values()))
    return Node(_span(DATE, shown), root)


def _put(root: dict[str, Node], name: str, node: Node, shown: str) -> None:
    """A field that stands once, in the part it belongs to."""
    group, _, key = name.partition("/")
    if not key:
        root[name] = node
        return
    # Of the parts only a visit has something it needs: its day.
    part = root.setdefault(group, Node(_span("next_visit/on" if group == "next_visit" else name, shown), {}))
    assert isinstance(part.value, dict)
    part.value[key] = node


def _entry(kind: str, name: str, place: str, side: str, shown: str) -> Node:
    span = _span(name, shown)
    key = "point" if kind == "finding" else "area"
    return Node(span, {key: Node(span, place), "side": Node(span, side)})
