"""One exam by five ways: each of them gives the same value, whatever the exam says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from exam_writers import (
    CODES,
    KNOWN,
    RICH,
    TODAY,
    as_form,
    exams,
    to_answers,
    to_bundle,
    to_csv,
    to_form,
    to_json,
    to_yaml,
)
from hypothesis import given

from booklet.errors import BookletError, Diagnostic, EnvironmentProblem, Span
from booklet.exam import Exam, Pain, Person
from booklet.exams import MAX, Intake, read_exams
from booklet.exams.known import CHOIR_CODES


def taken(folder: Path, name: str, data: bytes, today: date = TODAY) -> Intake:
    path = folder / name
    path.write_bytes(data)
    return read_exams(path, KNOWN, today)


def only(intake: Intake) -> Exam:
    assert [str(mistake) for mistake in intake.mistakes] == []
    (exam,) = intake.exams
    return exam


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.getbasetemp()


WRITERS: dict[str, Callable[[Exam], bytes]] = {
    "e.yaml": to_yaml,
    "e.yml": to_yaml,
    "e.json": to_json,
    "e.csv": to_csv,
    "e.tsv": lambda exam: to_csv(exam, delimiter="\t"),
    "answers.json": to_answers,
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_rich_exam_comes_through_unchanged(tmp_path: Path, name: str) -> None:
    assert only(taken(tmp_path, name, WRITERS[name](RICH))) == RICH


def test_a_form_tells_the_same_but_for_earlier_exams_and_points_of_which_nothing_is_said(tmp_path: Path) -> None:
    said = {"earlier": (), "findings": RICH.findings[:2]}
    assert only(taken(tmp_path, "e.pdf", as_form(to_form(RICH)))) == RICH.model_copy(update=said)


def told_by_observations(exam: Exam) -> Exam:
    return Exam(**{key: getattr(exam, key) for key in ("date", "person", "pain", "findings", "cautions", "earlier")})


def test_a_bundle_of_observations_tells_what_it_can(tmp_path: Path) -> None:
    assert only(taken(tmp_path, "e.json", to_bundle(RICH))) == told_by_observations(RICH)


def test_codes_of_the_body_map_become_areas_in_every_format(tmp_path: Path) -> None:
    coded = tuple(Pain(choir=CODES[p.area, p.side], intensity=p.intensity) for p in RICH.pain if p.area and p.side)
    exam = RICH.model_copy(update={"pain": coded})
    for name, write in WRITERS.items():
        assert only(taken(tmp_path, name, write(exam))) == RICH
    assert only(taken(tmp_path, "e.json", to_bundle(exam))) == told_by_observations(RICH)


def test_the_female_form_numbers_six_areas_otherwise(tmp_path: Path) -> None:
    male = {112: 116, 113: 117, 114: 112, 115: 113, 116: 114, 117: 115}
    for code in CHOIR_CODES:
        text = f"date: 2026-11-23\nchoir_form: female\npain: [{{choir: {code}}}]"
        exam = only(taken(tmp_path, "e.yaml", text.encode()))
        assert exam.choir_form == "male"  # no codes are left that could be of the other
        (pain,) = exam.pain
        assert (pain.area, pain.side) == KNOWN.choir[male.get(code, code)]


@given(exam=exams())
def test_any_exam_comes_back_from_every_format(tmp_path_factory: pytest.TempPathFactory, exam: Exam) -> None:
    folder = tmp_path_factory.getbasetemp()
    for name, write in WRITERS.items():
        assert only(taken(folder, name, write(exam))) == exam, name
    if exam.findings and all(visit.findings or visit.pain for visit in exam.earlier):
        assert only(taken(folder, "e.json", to_bundle(exam))) == told_by_observations(exam)


@given(exam=exams(codes=True))
def test_any_exam_with_codes_means_the_same_in_every_format(
    tmp_path_factory: pytest.TempPathFactory, exam: Exam
) -> None:
    folder = tmp_path_factory.getbasetemp()
    read = [taken(folder, name, write(exam)) for name, write in WRITERS.items()]
    first = only(read[0])
    assert all(only(other) == first for other in read[1:])
    assert [pain.choir for visit in first.visits for pain in visit.pain if pain.choir] == []


def people() -> list[Exam]:
    return [RICH, *(Exam(date=RICH.date, person=Person(id=f"B-{n}"), findings=RICH.findings) for n in range(3))]


@pytest.mark.parametrize(("name", "write"), [("e.yaml", to_yaml), ("e.json", to_json), ("e.csv", to_csv)])
def test_many_people_in_one_file(tmp_path: Path, name: str, write: Callable[..., bytes]) -> None:
    intake = taken(tmp_path, name, write(*people()))
    assert intake == Intake(tuple(people()), ())


@pytest.mark.parametrize(("name", "write"), [("e.yaml", to_yaml), ("e.json", to_json), ("e.csv", to_csv)])
def test_one_bad_record_never_stops_the_others(tmp_path: Path, name: str, write: Callable[..., bytes]) -> None:
    one, two, three, four = people()
    bad = two.model_copy(update={"findings": (two.findings[0].model_copy(update={"point": "gluteus-medius-22"}),)})
    intake = taken(tmp_path, name, write(one, bad, three, four))
    assert intake.exams == (one, three, four)
    (mistake,) = intake.mistakes
    assert mistake.message == "unknown point"
    assert mistake.hint == 'did you mean "gluteus-medius-2"?'


@pytest.mark.parametrize(("name", "write"), [("e.yaml", to_yaml), ("e.json", to_json)])
def test_two_people_under_one_id_are_both_left_out(tmp_path: Path, name: str, write: Callable[..., bytes]) -> None:
    one = Exam(date=RICH.date, person=Person(id="7", name="A", born=date(1980, 1, 1)))
    other = Exam(date=RICH.date, person=Person(id="7", name="B", born=date(1981, 1, 1)))
    intake = taken(tmp_path, name, write(one, RICH, other))
    assert intake.exams == (RICH,)
    assert [mistake.message for mistake in intake.mistakes] == [
        "two people are mixed: another name under the same id",
        "two people are mixed: another date of birth under the same id",
    ]
    assert all("it is first given in line " in mistake.hint for mistake in intake.mistakes)


def test_one_person_may_come_twice(tmp_path: Path) -> None:
    again = RICH.model_copy(update={"person": Person(id=RICH.person.id)})
    assert taken(tmp_path, "e.yaml", to_yaml(RICH, again)).exams == (RICH, again)


def test_the_format_may_be_named(tmp_path: Path) -> None:
    path = tmp_path / "exam.txt"
    path.write_bytes(to_csv(RICH))
    assert read_exams(path, KNOWN, TODAY, format="csv").exams == (RICH,)
    with pytest.raises(BookletError) as caught:
        read_exams(path, KNOWN, TODAY, format="cvs")
    assert str(caught.value) == 'format: error: unknown format of an exam; did you mean "csv"?'
    with pytest.raises(BookletError) as caught:
        read_exams(path, KNOWN, TODAY, format="x")
    assert str(caught.value) == "format: error: unknown format of an exam; there is csv, fhir, form, json, yaml"


def test_an_unknown_ending_lists_the_known_ones(tmp_path: Path) -> None:
    intake = taken(tmp_path, "exam.docx", b"")
    assert [str(mistake) for mistake in intake.mistakes] == [
        f"{tmp_path}/exam.docx: error: does not end like an exam; there is .csv, .json, .pdf, .tsv, .yaml, .yml"
    ]
    assert only(taken(tmp_path, "EXAM.CSV", to_csv(RICH))) == RICH


def test_a_file_that_cannot_be_read_is_not_a_mistake_of_the_exam(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        read_exams(tmp_path / "none.yaml", KNOWN, TODAY)
    assert str(caught.value) == f"{tmp_path}/none.yaml: error: cannot be read: No such file or directory"
    with pytest.raises(EnvironmentProblem):
        (tmp_path / "folder.csv").mkdir()
        read_exams(tmp_path / "folder.csv", KNOWN, TODAY)


def test_a_form_reader_that_fails_is_not_a_mistake_of_the_exam(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(EnvironmentProblem, match="no process"):
        taken(tmp_path, "e.pdf", b"%PDF")


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    intake = taken(tmp_path, "e.csv", b"x" * (MAX + 1))
    assert [str(mistake) for mistake in intake.mistakes] == [
        f"{tmp_path}/e.csv: error: is larger than 20,000,000 bytes"
    ]


def test_lines_end_alike_in_every_format(tmp_path: Path) -> None:
    exam = Exam(date=RICH.date, person=Person(id="7"), note="one\ntwo\nthree")
    ragged = exam.model_copy(update={"note": "one\r\ntwo\rthree"})
    for name, write in WRITERS.items():
        data = (
            write(ragged)
            if "yaml" not in name
            else b'{date: 2026-11-23, person: {id: 7}, note: "one\\r\\ntwo\\rthree"}'
        )
        assert only(taken(tmp_path, name.replace("yml", "yaml"), data)) == exam


def test_what_no_font_shows_is_told_of_typed_texts_only(tmp_path: Path) -> None:
    asked: list[str] = []

    def showable(text: str, span: Span) -> list[Diagnostic]:
        asked.append(text)
        return [Diagnostic(span, "cannot be shown")] if "☃" in text else []

    path = tmp_path / "e.yaml"
    path.write_bytes(to_yaml(RICH.model_copy(update={"clinician": "☃"})))
    intake = read_exams(path, KNOWN, TODAY, showable=showable)
    assert intake.exams == ()
    assert [mistake.message for mistake in intake.mistakes] == ["cannot be shown"]
    visit = RICH.next_visit
    assert visit
    typed = {RICH.person.id, RICH.person.name, RICH.clinic, "☃", RICH.note, visit.where}
    typed |= {text for finding in RICH.findings for text in (finding.spread, finding.note)}
    assert set(asked) == typed - {None}
