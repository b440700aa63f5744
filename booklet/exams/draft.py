"""What a format makes of a file: one draft for each record, before anything is known of what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from booklet.errors import BookletError, Diagnostic
from booklet.source import Node

EXAMS: Final = "exams"


@dataclass(frozen=True, slots=True)
class Draft:
    """One record: a tree in the shape of `Exam`, and the mistakes in its form.

    A node stands where a person would look for it; one that lacks a required part, where that part would be written.
    """

    tree: Node
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All records of a file, and the mistakes that spoil none of them."""

    drafts: tuple[Draft, ...]
    mistakes: tuple[Diagnostic, ...] = ()


def split(tree: Node, problems: Sequence[Diagnostic]) -> Reading:
    """The records of a tree: it is one exam, or holds several under the key `exams`.

    A mistake of form belongs to the record that begins last before it.
    """
    if not isinstance(tree.value, dict) or EXAMS not in tree.value:
        return Reading((Draft(tree, tuple(problems)),))
    records = tree.value[EXAMS]
    if not isinstance(records.value, list) or not records.value:
        raise BookletError([*problems, Diagnostic(records.span, "expected a list of exams")])
    starts = [record.span for record in records.value]
    drafts = [
        Draft(record, tuple(p for p in problems if start <= p.span and (end is None or p.span < end)))
        for record, start, end in zip(records.value, starts, [*starts[1:], None], strict=True)
    ]
    beside = [Diagnostic(place, f'unknown key beside "{EXAMS}"') for key, place in tree.keys.items() if key != EXAMS]
    return Reading(tuple(drafts), (*beside, *(p for p in problems if p.span < starts[0])))
