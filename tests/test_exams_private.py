"""Whatever is wrong with a file, no message repeats it; and no bytes get past a diagnostic."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from exam_writers import (
    KNOWN,
    RICH,
    TODAY,
    as_form,
    as_text,
    filled,
    plain,
    response,
    to_answers,
    to_bundle,
    to_csv,
    to_form,
    to_json,
    to_yaml,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from booklet.errors import BookletError
from booklet.exam import Exam
from booklet.exams import Intake, read_exams
from booklet.exams.formats.form import translated
from booklet.formfields import FieldValue

TOKENS = st.sampled_from(
    [
        "Quixotrix",
        "Quix otrix: x",
        "otrix-Quix\nx",
        "7981276345",
        "'Quix",
        '"Quix',
        "{Quix",
        "1911-Quix",
        "Quix/left/otrix",
    ]
)
TRACES = ("quix", "otrix", "981276")
Way = tuple[str | int, ...]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("private")


def taken(folder: Path, name: str, data: bytes) -> Intake:
    path = folder / name
    path.write_bytes(data)
    return read_exams(path, KNOWN, TODAY)


def silent(intake: Intake) -> None:
    for mistake in intake.mistakes:
        assert not any(trace in str(mistake).lower() for trace in TRACES), mistake


def ways(value: Any, way: Way = ()) -> Iterator[Way]:
    """Every place of a value, whole parts included."""
    yield way
    for step in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from ways(value[step], (*way, step))


def replaced(value: Any, way: Way, token: str, *, key: bool) -> Any:
    """The value with a token at a place, or in place of the key that leads there."""
    if not way:
        return token
    made = deepcopy(value)
    part = made
    for step in way[:-1]:
        part = part[step]
    last: Any = way[-1]
    if key and isinstance(last, str):
        part[token] = part.pop(last)
    else:
        part[last] = token
    return made


RECORDS = {"exams": [plain(RICH), plain(RICH)]}
TREES: dict[str, tuple[Any, Callable[[Any], bytes]]] = {
    "e.yaml": (as_text(RECORDS), lambda value: yaml.safe_dump(value).encode()),
    "e.json": (RECORDS, lambda value: json.dumps(value).encode()),
    "bundle.json": (json.loads(to_bundle(RICH)), lambda value: json.dumps(value).encode()),
    "answers.json": (response(RICH), lambda value: json.dumps(value, indent=1).encode()),
}


@pytest.mark.parametrize("name", TREES)
@pytest.mark.parametrize("key", [False, True], ids=["value", "key"])
def test_a_secret_in_every_place_of_a_tree_is_never_told(folder: Path, name: str, key: bool) -> None:
    value, write = TREES[name]
    for way in ways(value):
        silent(taken(folder, name, write(replaced(value, way, "Quixotrix", key=key))))


@given(data=st.data(), name=st.sampled_from(sorted(TREES)))
def test_secrets_in_several_places_of_a_tree_are_never_told(folder: Path, data: st.DataObject, name: str) -> None:
    value, write = TREES[name]
    for _ in range(data.draw(st.integers(1, 4))):
        way = data.draw(st.sampled_from(list(ways(value))))
        value = replaced(value, way, data.draw(TOKENS), key=data.draw(st.booleans()))
    silent(taken(folder, name, write(value)))


TEXTS: dict[str, bytes] = {
    "e.yaml": to_yaml(RICH, RICH),
    "e.json": to_json(RICH, RICH),
    "e.csv": to_csv(RICH, RICH),
    "e.tsv": to_csv(RICH, delimiter="\t"),
    "bundle.json": to_bundle(RICH),
    "answers.json": to_answers(RICH),
}
MARKS = [
    "",
    "&",
    "*",
    "!",
    "!!",
    "%",
    "%TAG !",
    "\n",
    ",",
    '"',
    "'",
    ": ",
    "\n- ",
    "{",
    "[",
    "\\",
    "\\u",
    "|",
    "#",
    "@",
    "\t",
    "/",
    ";",
]


@given(
    name=st.sampled_from(sorted(TEXTS)),
    at=st.floats(0, 1),
    before=st.sampled_from(MARKS),
    token=TOKENS,
    cut=st.integers(0, 9),
)
def test_a_secret_that_breaks_the_form_is_never_told(
    folder: Path, name: str, at: float, before: str, token: str, cut: int
) -> None:
    text = TEXTS[name]
    place = int(at * len(text))
    silent(taken(folder, name, text[:place] + (before + token).encode() + text[place + cut :]))


def test_a_secret_given_twice_or_tagged_is_never_told(folder: Path) -> None:
    for text in ("Quixotrix: 1\nQuixotrix: 2", "note: !Quixotrix x", "note: &Quixotrix x", "note: *Quixotrix"):
        silent(taken(folder, "e.yaml", f"date: 2026-11-23\n{text}".encode()))
    silent(taken(folder, "e.json", b'{"Quixotrix": 1, "Quixotrix": 2}'))
    silent(taken(folder, "e.csv", b"record,date,Quixotrix,Quixotrix\n"))


@given(data=st.data())
def test_secrets_in_cells_are_never_told(folder: Path, data: st.DataObject) -> None:
    table = [line.split("\t") for line in to_csv(RICH, delimiter="\t").decode().replace("\n", "").split("\r")]
    row = data.draw(st.integers(0, len(table) - 2))
    for column in data.draw(st.sets(st.integers(0, len(table[row]) - 1), max_size=4)):
        table[row][column] = data.draw(TOKENS)
    silent(taken(folder, "e.tsv", "\r\n".join("\t".join(cells) for cells in table).encode()))


def form(fields: Mapping[str, FieldValue], folder: Path) -> Intake:
    return taken(folder, "e.pdf", as_form(fields))


def test_a_secret_in_every_field_is_never_told(folder: Path) -> None:
    fields = to_form(RICH)
    for name, field in fields.items():
        silent(form(fields | {name: filled("Quixotrix", field.kind)}, folder))
        silent(form(fields | {f"{name}/Quixotrix": field}, folder))


KINDS = ("text", "check", "choice")
NAMES = st.text(max_size=8) | st.sampled_from(sorted(to_form(RICH))) | st.sampled_from(["pain/x/left/here", "tools/"])


@given(st.dictionaries(NAMES, st.builds(filled, st.text(max_size=8), st.sampled_from(KINDS)), max_size=12))
def test_no_fields_get_past_a_diagnostic(fields: dict[str, FieldValue]) -> None:
    try:
        reading = translated(fields, "e.pdf")
    except BookletError as error:
        assert error.diagnostics
    else:
        assert len(reading.drafts) == 1


ENDINGS = ["e.yaml", "e.json", "e.csv", "e.tsv"]


def sound(intake: Intake, name: str) -> None:
    assert all(isinstance(exam, Exam) for exam in intake.exams)
    assert all(mistake.span.path.endswith(name) for mistake in intake.mistakes)
    assert intake.exams or intake.mistakes or name.endswith("sv")  # a table may have a header only


@given(name=st.sampled_from(ENDINGS), data=st.binary(max_size=200))
def test_no_bytes_get_past_a_diagnostic(folder: Path, name: str, data: bytes) -> None:
    sound(taken(folder, name, data), name)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    name=st.sampled_from(sorted(TEXTS)),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 20), st.binary(max_size=6)), min_size=1, max_size=5),
)
def test_no_mutilated_file_gets_past_a_diagnostic(
    folder: Path, name: str, cuts: list[tuple[float, int, bytes]]
) -> None:
    data = TEXTS[name]
    for at, length, put in cuts:
        place = int(at * len(data))
        data = data[:place] + put + data[place + length :]
    sound(taken(folder, name, data), name)


@given(name=st.sampled_from(["bundle.json", "answers.json"]), data=st.data())
def test_no_misshapen_resource_gets_past_a_diagnostic(folder: Path, name: str, data: st.DataObject) -> None:
    """Any part of a resource in the place of another."""
    value, write = TREES[name]
    for _ in range(data.draw(st.integers(1, 3))):
        places = list(ways(value))
        source: Any = value
        for step in data.draw(st.sampled_from(places)):
            source = source[step]
        value = replaced(value, data.draw(st.sampled_from(places[1:])), deepcopy(source), key=False)
    sound(taken(folder, name, write(value)), name)
