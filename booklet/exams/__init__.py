"""Exams in: a file in any of the formats becomes `Exam` values, or mistakes that say where and never what.

One module of `formats/` for each format turns bytes into trees in the shape of `Exam`. All that follows is the same for
all of them: the model, the checks, and CHOIR codes told as areas.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from booklet.errors import BookletError, Diagnostic, EnvironmentProblem, Span
from booklet.exam import ChoirForm, Exam, Pain, Visited
from booklet.exams.checks import Showable, first_given, mistakes
from booklet.exams.draft import Draft
from booklet.exams.formats import named, suiting
from booklet.exams.known import Known
from booklet.source import Node, Source, validated

__all__ = ["MAX", "Intake", "Known", "Showable", "read_exams"]

MAX: Final = 20_000_000
"""The most bytes of a file."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What a file holds: the exams that are sound, in its order, and all its mistakes.

    `places` says for each of the exams where it begins; a file that is one exam as a whole has no lines for it.
    """

    exams: tuple[Exam, ...]
    mistakes: tuple[Diagnostic, ...]
    places: tuple[Span, ...] = field(default=(), compare=False)


def read_exams(
    path: Path, known: Known, today: date, *, format: str | None = None, showable: Showable | None = None
) -> Intake:
    """The exams of a file; a record with a mistake is left out, and told.

    The format is known by the ending when it is not named. `showable` tells what no font can show of a typed text.
    Raises EnvironmentProblem when the file cannot be read, and BookletError when there is no format of the name given.
    """
    shown = str(path)
    form = named(format) if format is not None else None
    try:
        data = _bytes(path, shown)
        reading = (form or suiting(data, shown, path.suffix)).read(data, shown)
    except EnvironmentProblem:
        raise
    except BookletError as error:
        return Intake((), error.diagnostics)
    told = list(reading.mistakes)
    sources: list[Source[Exam]] = []
    for draft in reading.drafts:
        try:
            sources.append(_exam(draft, known, today, showable))
        except BookletError as error:
            told += error.diagnostics
    mixed = _mixed(sources)
    told += [problem for problems in mixed.values() for problem in problems]
    sound = [source for i, source in enumerate(sources) if i not in mixed]
    exams = tuple(_in_areas(source.value, known) for source in sound)
    places = tuple(replace(source.span(), at="") for source in sound)
    return Intake(exams, tuple(sorted(dict.fromkeys(told), key=lambda problem: problem.span)), places)


def _bytes(path: Path, shown: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX + 1)
    except OSError as error:
        raise EnvironmentProblem.at(Span(shown), f"cannot be read: {error.strerror}") from error
    if len(data) > MAX:
        raise BookletError.at(Span(shown), f"is larger than {MAX:,} bytes")
    return data


def _exam(draft: Draft, known: Known, today: date, showable: Showable | None) -> Source[Exam]:
    _one_line_break(draft.tree)
    problems = [*draft.problems, *mistakes(draft.tree, known, today, showable)]
    return validated(draft.tree, Exam, problems, private=True)


def _one_line_break(node: Node) -> None:
    """Files end their lines in different ways; a text is the same text in each of them."""
    if isinstance(node.value, str):
        node.value = re.sub(r"\r\n?", "\n", node.value)
    else:
        for child in node.value.values() if isinstance(node.value, dict) else node.value:
            _one_line_break(child)


def _mixed(sources: Sequence[Source[Exam]]) -> dict[int, list[Diagnostic]]:
    """By their indices, the exams of one record id that tell of different people."""
    found: dict[int, list[Diagnostic]] = {}
    firsts: dict[str, int] = {}
    for index, source in enumerate(sources):
        person = source.value.person
        if person.id is None:
            continue
        first = firsts.setdefault(person.id, index)
        other = sources[first].value.person
        for key, mine, yours in (("name", person.name, other.name), ("date of birth", person.born, other.born)):
            if mine and yours and mine != yours:
                place = first_given(sources[first].span("person", "id"))
                message = f"two people are mixed: another {key} under the same id"
                found.setdefault(index, []).append(Diagnostic(source.span("person", "id"), message, place))
                found.setdefault(first, [])
    return found


def _in_areas(exam: Exam, known: Known) -> Exam:
    """The same exam without CHOIR codes. Of the form they come from nothing is left to be said."""
    form = exam.choir_form
    earlier = [visit.model_copy(update={"pain": _areas(visit, known, form)}) for visit in exam.earlier]
    changes = {"pain": _areas(exam, known, form), "earlier": tuple(earlier), "choir_form": "male"}
    return exam.model_copy(update=changes)


def _areas(visit: Visited, known: Known, form: ChoirForm) -> tuple[Pain, ...]:
    return tuple(_area(pain, known, form) for pain in visit.pain)


def _area(pain: Pain, known: Known, form: ChoirForm) -> Pain:
    place = known.place(pain.choir, form) if pain.choir is not None else None
    return Pain(area=place[0], side=place[1], intensity=pain.intensity) if place else pain
