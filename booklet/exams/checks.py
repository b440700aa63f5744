"""What must hold of an exam beyond its model, whatever file it comes from. No message repeats what was typed.

The checks read the tree, not the model, so that one run tells all mistakes even when the model finds some of its own.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final, TypeAlias

from booklet.errors import Diagnostic, Span, did_you_mean
from booklet.exam import MOST_EARLIER, MOST_FINDINGS, ChoirForm
from booklet.exams.known import CHOIR_CODES, Known
from booklet.source import Node, unfit

Showable: TypeAlias = Callable[[str, Span], Iterable[Diagnostic]]
"""What keeps a text from being printed: the caller knows its fonts."""

LONGEST_ID: Final = 80
_MOST: Final = {"findings": MOST_FINDINGS, "earlier": MOST_EARLIER, "pain": 74, "cautions": 30}
_TYPED: Final = frozenset({"name", "id", "clinician", "clinic", "note", "spread", "where"})


def mistakes(tree: Node, known: Known, today: datetime.date, showable: Showable | None = None) -> list[Diagnostic]:
    """All mistakes of an exam that its model does not see."""
    return [
        *_texts(tree, showable),
        *_references(tree, known),
        *(problem for visit in _visits(tree) for problem in _findings(visit)),
        *(problem for visit in _visits(tree) for problem in _pain(visit, known, _form(tree))),
        *_dates(tree, today),
    ]


def first_given(span: Span) -> str:
    """The place of something that is given again, in words."""
    words = (f"line {span.line}" * bool(span.line), span.at)
    return f"it is first given in {', '.join(filter(None, words))}"


def _texts(tree: Node, showable: Showable | None) -> Iterator[Diagnostic]:
    for location, text, span in tree.scalars():
        if wrong := unfit(text):
            yield Diagnostic(span, wrong, "delete it")
        elif showable and location and location[-1] in _TYPED:
            yield from showable(text, span)


def _references(tree: Node, known: Known) -> Iterator[Diagnostic]:
    yield from _reference(_child(tree, "region"), known.regions, "region", "regions")
    yield from _reference(_child(tree, "language"), known.languages, "language", "languages")
    for caution in _items(tree, "cautions"):
        yield from _reference(caution, known.cautions, "caution", "cautions")
    for visit in _visits(tree):
        for finding in _items(visit, "findings"):
            yield from _reference(_child(finding, "point"), known.points, "point", "points")
        for pain in _items(visit, "pain"):
            yield from _reference(_child(pain, "area"), known.areas, "area", "areas")


def _reference(node: Node | None, known: Collection[str], noun: str, plural: str) -> Iterator[Diagnostic]:
    name = _text(node)
    if node is None or not name or name in known:
        return
    # Capitals and blanks do not make a name another one; to compare a text of megabytes would only take long.
    near = did_you_mean(re.sub(r"[\s_]+", "-", name.lower()), known) if len(name) <= LONGEST_ID else ""
    yield Diagnostic(node.span, f"unknown {noun}", near or f"`booklet list {plural}` names them")


def _findings(visit: Node) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, str], Span] = {}
    for finding in _items(visit, "findings"):
        key = (_text(_child(finding, "point")), _text(_child(finding, "side")))
        if key in seen:
            yield Diagnostic(finding.span, "the same point and side again", first_given(seen[key]))
        elif all(key):
            seen[key] = finding.span


def _pain(visit: Node, known: Known, form: ChoirForm) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, str] | None, Span] = {}
    for pain in _items(visit, "pain"):
        key: tuple[str, str] | None = (_text(_child(pain, "area")), _text(_child(pain, "side")))
        choir = _child(pain, "choir")
        if choir and re.fullmatch(r"[0-9]{1,3}", _text(choir)):
            code = int(_text(choir))
            key = known.place(code, form)
            if code not in CHOIR_CODES:
                yield Diagnostic(choir.span, f"{code} is not a CHOIR code", "they are 101 to 136 and 201 to 238")
            elif key is None:
                yield Diagnostic(choir.span, f"CHOIR code {code} has no area on the body map")
        if key in seen:
            yield Diagnostic(pain.span, "the same area and side again", first_given(seen[key]))
        elif key and all(key):
            seen[key] = pain.span


def _dates(tree: Node, today: datetime.date) -> Iterator[Diagnostic]:
    node = _child(tree, "date")
    exam = _day(node)
    if node and exam and exam > today:
        yield Diagnostic(node.span, "the date of the exam is in the future")
    seen: dict[datetime.date, Span] = {}
    for visit in _items(tree, "earlier"):
        node = _child(visit, "date")
        day = _day(node)
        if node and day:
            if exam and day >= exam:
                yield Diagnostic(node.span, "an earlier exam is not before the exam")
            elif day in seen:
                yield Diagnostic(node.span, "two earlier exams on one date", first_given(seen[day]))
            seen.setdefault(day, node.span)
    born = _child(_child(tree, "person"), "born")
    birthday = _day(born)
    days = [day for visit in _visits(tree) if (day := _day(_child(visit, "date")))]
    if born and birthday and days and birthday > min(days):
        yield Diagnostic(born.span, "the date of birth is after an exam")
    on = _child(_child(tree, "next_visit"), "on")
    coming = _day(on)
    if on and coming and exam and coming < exam:
        yield Diagnostic(on.span, "the next visit is before the exam")


def _visits(tree: Node) -> list[Node]:
    return [tree, *_items(tree, "earlier")]


def _form(tree: Node) -> ChoirForm:
    return "female" if _text(_child(tree, "choir_form")) == "female" else "male"


def _child(node: Node | None, key: str) -> Node | None:
    return node.value.get(key) if node and isinstance(node.value, dict) else None


def _items(node: Node, key: str) -> list[Node]:
    """The parts of a list, as many as the model takes: of more, it says so itself."""
    child = _child(node, key)
    return child.value[: _MOST[key]] if child and isinstance(child.value, list) else []


def _text(node: Node | None) -> str:
    return node.value.strip() if node and isinstance(node.value, str) else ""


def _day(node: Node | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(_text(node)) if re.fullmatch(r"\d{4}-\d\d-\d\d", _text(node)) else None
    except ValueError:
        return None
