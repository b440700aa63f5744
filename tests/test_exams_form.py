"""The exam form: which fields make a finding, and what is told of fields that are wrong or not ours."""

from __future__ import annotations

import types
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from exam_writers import KNOWN, RICH, TODAY, as_form, filled, to_form

from booklet.errors import Severity
from booklet.exam import Exam, Finding, Pain
from booklet.exams import Intake, fieldnames, read_exams
from booklet.formfields import FieldValue

POINT = "finding/soleus-1/left"
EMPTY = to_form(Exam(date=date(2026, 11, 23)))


@pytest.fixture
def form(tmp_path: Path) -> types.SimpleNamespace:
    """Reads a form with these fields besides the empty ones."""

    def take(fields: Mapping[str, FieldValue], beside: Mapping[str, FieldValue] = EMPTY) -> Intake:
        path = tmp_path / "e.pdf"
        path.write_bytes(as_form({**beside, **fields}))
        return read_exams(path, KNOWN, TODAY)

    def told(fields: Mapping[str, FieldValue], beside: Mapping[str, FieldValue] = EMPTY) -> list[str]:
        return [str(m).removeprefix(f"{tmp_path}/e.pdf") for m in take(fields, beside).mistakes]

    return types.SimpleNamespace(take=take, told=told)


def text(value: str) -> FieldValue:
    return filled(value, "text")


def choice(value: str) -> FieldValue:
    return filled(value, "choice")


def tick(value: str = "Yes") -> FieldValue:
    return filled(value, "check")


def test_an_empty_form_has_only_a_date(form: types.SimpleNamespace) -> None:
    assert form.take({}) == Intake((Exam(date=date(2026, 11, 23)),), ())
    assert form.told({"date": text(" ")}) == [', field "date": error: missing key "date"']


FOUND = {
    "tenderness": (choice("4"), Finding(point="soleus-1", side="left", tenderness=4)),
    "familiar": (tick(), Finding(point="soleus-1", side="left", familiar=True)),
    "spread": (text(" down\r\nup "), Finding(point="soleus-1", side="left", spread="down\nup")),
    "note": (text("x"), Finding(point="soleus-1", side="left", note="x")),
}


@pytest.mark.parametrize("part", FOUND)
def test_any_part_makes_a_finding(form: types.SimpleNamespace, part: str) -> None:
    value, finding = FOUND[part]
    (exam,) = form.take({f"{POINT}/{part}": value}).exams
    assert exam.findings == (finding,)


def test_ticks_and_choices_make_pain(form: types.SimpleNamespace) -> None:
    (exam,) = form.take(
        {
            "pain/buttock/left/here": tick("On"),
            "pain/buttock/left/intensity": choice(""),
            "pain/area-3/right/here": tick("Off"),
            "pain/area-3/right/intensity": choice("7"),
            "pain/area-4/right/here": tick(""),
            "pain/area-4/right/intensity": choice(""),
        }
    ).exams
    assert exam.pain == (Pain(area="buttock", side="left"), Pain(area="area-3", side="right", intensity=7))


MISTAKES = {
    "no such part": (
        {f"{POINT}/tendernes": choice("4")},
        f', field "{POINT}/tendernes": error: the exam form has no such field',
    ),
    "no such side": (
        {"pain/buttock/middle/here": tick()},
        ', field "pain/buttock/middle/here": error: the exam form has no such field',
    ),
    "no such field": ({"person/age": text("4")}, ', field "person/age": error: the exam form has no such field'),
    "a group alone": ({"tools": text("4")}, ', field "tools": error: the exam form has no such field'),
    "kind": ({f"{POINT}/familiar": text("yes")}, f', field "{POINT}/familiar": error: is not a check field'),
    "unknown point": (
        {"finding/solus-1/left/familiar": tick()},
        ', field "finding/solus-1/left/familiar": error: unknown point; did you mean "soleus-1"?',
    ),
    "unknown area": (
        {"pain/xyz/left/here": tick()},
        ', field "pain/xyz/left/here": error: unknown area; `booklet list areas` names them',
    ),
    "unknown caution": (
        {"cautions/pregnant": tick()},
        ', field "cautions/pregnant": error: unknown caution; did you mean "pregnancy"?',
    ),
    "unknown tool": (
        {"tools/bal": tick()},
        ', field "tools/bal": error: this is not one of fingers, ball, cane, friend; did you mean "ball"?',
    ),
    "date": ({"date": text("23.11.2026")}, ', field "date": error: expected a date like 2026-11-23'),
    "rating": (
        {f"{POINT}/tenderness": choice("11")},
        f', field "{POINT}/tenderness": error: this is out of range, at most 10 needed',
    ),
    "visit without day": ({"next_visit/at": text("09:30")}, ', field "next_visit/on": error: missing key "on"'),
    "birth": ({"person/born": text("2027-01-01")}, ', field "person/born": error: the date of birth is after an exam'),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_told_by_its_field(form: types.SimpleNamespace, kind: str) -> None:
    fields, message = MISTAKES[kind]
    assert form.told(fields) == [message]
    assert form.take(fields).exams == ()


def test_fields_that_are_not_ours_are_told_without_their_names(form: types.SimpleNamespace) -> None:
    intake = form.take(
        {"Jane Doe": text("x"), "finding/Jane Doe": text("x"), "finding/Jane\x1b/left/spread": text("x")}
    )
    assert len(intake.exams) == 1
    assert [m.severity for m in intake.mistakes] == [Severity.WARNING]
    assert form.told({"Jane Doe": text("x")}) == [": warning: 1 field not of the exam form; left out"]
    assert form.told({"a": text("x"), "b": text("x")}) == [": warning: 2 fields not of the exam form; left out"]


@pytest.mark.parametrize("other", [{}, {"date": text("2026-11-23")}, {f"{POINT}/familiar": tick()}])
def test_another_form_is_refused(form: types.SimpleNamespace, other: Mapping[str, FieldValue]) -> None:
    message = ": error: is not the exam form; `booklet exam-form` makes an empty one"
    assert form.told({"Jane Doe": text("x")}, other) == [message]


def test_names_have_no_period_and_know_their_kind() -> None:
    form = to_form(RICH)
    assert len(form) > 80
    for name, field in form.items():
        assert "." not in name
        assert fieldnames.kind_of(name) == field.kind
    assert [
        name for name in ("", "x", "pain", "pain//left/here", "finding/a/left", "tools/") if fieldnames.kind_of(name)
    ] == []
