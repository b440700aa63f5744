"""What is wrong with an exam whatever it is written in: the exact words, the place, and all of it in one run."""

from __future__ import annotations

from pathlib import Path

import pytest
from exam_writers import KNOWN, TODAY

from booklet.errors import Span
from booklet.exams import read_exams


def told(folder: Path, text: str, name: str = "e.yaml") -> list[str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    intake = read_exams(path, KNOWN, TODAY)
    assert not intake.exams or not intake.mistakes
    return [str(mistake).removeprefix(f"{path}:") for mistake in intake.mistakes]


DAY = "date: 2026-11-23\n"
POINT = "{point: soleus-1, side: left}"
MISTAKES = {
    "point": (
        "findings: [{point: gluteus-medius-22, side: left}]",
        '2:20: error: unknown point; did you mean "gluteus-medius-2"?',
    ),
    "point by its name": (
        "findings: [{point: Gluteus medius 2, side: left}]",
        '2:20: error: unknown point; did you mean "gluteus-medius-2"?',
    ),
    "point, nothing near": (
        "findings: [{point: xyz, side: left}]",
        "2:20: error: unknown point; `booklet list points` names them",
    ),
    "point, far too long": (
        f"findings: [{{point: {'soleus-1' * 99}, side: left}}]",
        "2:20: error: unknown point; `booklet list points` names them",
    ),
    "area": ("pain: [{area: buttocks, side: left}]", '2:15: error: unknown area; did you mean "buttock"?'),
    "area, nothing near": (
        "pain: [{area: xyz, side: left}]",
        "2:15: error: unknown area; `booklet list areas` names them",
    ),
    "caution": ("cautions: [blood-thinners]", '2:12: error: unknown caution; did you mean "blood-thinner"?'),
    "caution, nothing near": ("cautions: [xyz]", "2:12: error: unknown caution; `booklet list cautions` names them"),
    "region": ("region: calv", '2:9: error: unknown region; did you mean "calf"?'),
    "region, nothing near": ("region: xyz", "2:9: error: unknown region; `booklet list regions` names them"),
    "language": ("language: en-gbb", '2:11: error: unknown language; did you mean "en-gb"?'),
    "language, nothing near": ("language: xyz", "2:11: error: unknown language; `booklet list languages` names them"),
    "no side": ("findings: [{point: soleus-1}]", '2:12: error: missing key "side"'),
    "no point": ("findings: [{side: left}]", '2:12: error: missing key "point"'),
    "wrong side": (
        "findings: [{point: soleus-1, side: rigth}]",
        '2:36: error: this is not one of left, right; did you mean "right"?',
    ),
    "area without side": ("pain: [{area: buttock}]", "2:8: error: needs a side, left or right"),
    "code with side": (
        "pain: [{choir: 101, side: left}]",
        "2:8: error: a CHOIR code has its side in it; leave side out",
    ),
    "neither area nor code": ("pain: [{intensity: 3}]", "2:8: error: needs exactly one of area and choir"),
    "same point twice": (
        f"findings:\n- {POINT}\n- {{point: soleus-1, side: right}}\n- {POINT}",
        "5:3: error: the same point and side again; it is first given in line 3",
    ),
    "same area twice": (
        "pain:\n- {area: buttock, side: left}\n- {area: buttock, side: left, intensity: 3}",
        "4:3: error: the same area and side again; it is first given in line 3",
    ),
    "same area by its code": (
        "pain:\n- {area: lower-back, side: left}\n- {choir: 101}",
        "4:3: error: the same area and side again; it is first given in line 3",
    ),
    "same area by two forms": (
        "choir_form: female\npain:\n- {choir: 112}\n- {choir: 112}",
        "5:3: error: the same area and side again; it is first given in line 4",
    ),
    "no code": ("pain: [{choir: 139}]", "2:16: error: 139 is not a CHOIR code; they are 101 to 136 and 201 to 238"),
    "no code, too long": ("pain: [{choir: 1390}]", "2:16: error: expected a whole number"),
    "code of the female form only where it is one": (
        "choir_form: female\npain: [{choir: 137}]",
        "3:16: error: 137 is not a CHOIR code; they are 101 to 136 and 201 to 238",
    ),
    "exam earlier than the earlier": (
        "earlier: [{date: 2026-11-24}]",
        "2:18: error: an earlier exam is not before the exam",
    ),
    "exam on the day of the earlier": (
        "earlier: [{date: 2026-11-23}]",
        "2:18: error: an earlier exam is not before the exam",
    ),
    "two on one date": (
        "earlier:\n- date: 2026-10-01\n- date: 2026-10-02\n- date: 2026-10-01",
        "5:9: error: two earlier exams on one date; it is first given in line 3",
    ),
    "born later": ("person: {born: 2026-11-24}", "2:16: error: the date of birth is after an exam"),
    "born between two exams": (
        "person: {born: 2026-11-22}\nearlier: [{date: 2026-11-21}]",
        "2:16: error: the date of birth is after an exam",
    ),
    "visit before": ("next_visit: {on: 2026-11-22}", "2:18: error: the next visit is before the exam"),
    "visit without day": ("next_visit: {at: '09:30'}", '2:13: error: missing key "on"'),
    "time": ("next_visit: {on: 2026-12-22, at: 9:30}", "2:34: error: expected a time like 09:30"),
    "control character": ('note: "\\a"', "2:7: error: character U+0007 is not allowed; delete it"),
    "rating": (
        "findings: [{point: soleus-1, side: left, tenderness: 11}]",
        "2:54: error: this is out of range, at most 10 needed",
    ),
    "rating with a point": (
        "findings: [{point: soleus-1, side: left, tenderness: 7.0}]",
        "2:54: error: expected a whole number",
    ),
    "truth": ("patch: perhaps", "2:8: error: expected true or false, found something else"),
    "unknown key": ("clinican: x", '2:1: error: unknown key; did you mean "clinician"?'),
    "duplicate key": ("note: a\nnote: b", "3:1: error: duplicate key; it is first given in line 2"),
    "alias": ("note: *a", "2:7: error: alias is not allowed; write the value out"),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_told_exactly(tmp_path: Path, kind: str) -> None:
    text, message = MISTAKES[kind]
    assert told(tmp_path, DAY + text) == [message]


FILES = {
    "future": ("date: 2026-11-27", "1:7: error: the date of the exam is in the future"),
    "no date": ("note: x", '1:1: error: missing key "date"'),
    "no such day": ("date: 2026-02-30", "1:7: error: expected a date like 2026-11-23, found something else"),
    "other date": ("date: 23.11.2026", "1:7: error: expected a date like 2026-11-23"),
    "number as a date": ("date: 1795000000", "1:7: error: expected a date like 2026-11-23"),
    "list": ("- a", "1:1: error: expected keys and values, found a list"),
    "exams not in a list": ("exams: {a: b}", "1:8: error: expected a list of exams"),
    "no exams": ("exams: []", "1:8: error: expected a list of exams"),
    "no form": ("exams: [", "2:1: error: is not valid YAML: did not find expected node content"),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_mistake_of_the_whole_is_told_exactly(tmp_path: Path, kind: str) -> None:
    text, message = FILES[kind]
    assert told(tmp_path, text) == [message]


def test_today_and_the_day_of_the_exam_itself_are_fine(tmp_path: Path) -> None:
    text = "date: 2026-11-26\nperson: {born: 2026-11-26}\nnext_visit: {on: 2026-11-26}"
    assert told(tmp_path, text) == []


def test_one_run_tells_all_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        "date: 2026-11-27\nlanguage: xyz\nprint: {paper: a5}\npain: [{choir: 139}, {area: buttok, side: left}]\n"
        "findings:\n- {point: solus-1, side: left, tenderness: many}\n- {point: soleus-1}\n"
        "next_visit: {on: 2026-11-01}\n"
    )
    assert told(tmp_path, text) == [
        "1:7: error: the date of the exam is in the future",
        "2:11: error: unknown language; `booklet list languages` names them",
        "3:16: error: this is not one of letter, a4",
        "4:16: error: 139 is not a CHOIR code; they are 101 to 136 and 201 to 238",
        '4:29: error: unknown area; did you mean "buttock"?',
        '6:11: error: unknown point; did you mean "soleus-1"?',
        "6:44: error: expected a whole number",
        '7:3: error: missing key "side"',
        "8:18: error: the next visit is before the exam",
    ]


def test_a_mistake_of_form_spoils_only_its_record(tmp_path: Path) -> None:
    path = tmp_path / "e.yaml"
    path.write_text("extra: 1\nexams:\n- date: 2026-11-20\n- date: 2026-11-21\n  note:\n- date: 2026-11-22\n", "utf-8")
    intake = read_exams(path, KNOWN, TODAY)
    assert [exam.date.day for exam in intake.exams] == [20, 22]
    assert [(m.span, m.message) for m in intake.mistakes] == [
        (Span(str(path), 1, 1), 'unknown key beside "exams"'),
        (Span(str(path), 5, 8), "value is missing"),
    ]


def test_a_mistake_where_a_record_begins_is_not_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "e.yaml"
    path.write_text("exams: [{date: 2026-11-20}, *a, {date: 2026-11-22}]", "utf-8")
    assert [exam.date.day for exam in read_exams(path, KNOWN, TODAY).exams] == [20, 22]


def test_the_same_words_for_json(tmp_path: Path) -> None:
    text = '{"date": "2026-11-23",\n"findings": [{"point": "solus-1"}],\n"note": null, "patch": "perhaps"}'
    assert told(tmp_path, text, "e.json") == [
        '2:14: error: missing key "side"',
        '2:24: error: unknown point; did you mean "soleus-1"?',
        "3:9: error: null is not allowed; leave the key out",
        "3:24: error: expected true or false, found something else",
    ]


def test_bytes_that_are_no_text_are_told_with_their_place(tmp_path: Path) -> None:
    for name in ("e.yaml", "e.json", "e.csv"):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbfrecord\r\n\xc3\xa9x\xe9")
        (mistake,) = read_exams(tmp_path / name, KNOWN, TODAY).mistakes
        assert str(mistake) == f"{tmp_path}/{name}:2:3: error: is not UTF-8 text; save the file as UTF-8"
