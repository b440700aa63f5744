"""Strict YAML: what is refused, in which words, at which place; and what comes through untouched."""

from __future__ import annotations

import string
from pathlib import Path
from typing import Annotated, Literal

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field, StringConstraints, field_validator

from booklet.errors import BookletError, EnvironmentProblem, ExitCode, Span
from booklet.source import MAX_BYTES, MAX_VALUES, Entry, load, loads

Name = Annotated[str, StringConstraints(pattern="^[a-z]+$")]


class Part(Entry):
    name: str
    size: int = 1


class Leaflet(Entry):
    title: Annotated[str, StringConstraints(min_length=1, max_length=20)] = "Knee"
    count: int = Field(default=1, ge=1, le=9)
    share: float = 0.5
    large: bool = False
    tool: Literal["fingers", "ball", "cane"] = "ball"
    name: Name = "a"
    part: Part | None = None
    parts: tuple[Part, ...] = ()
    lines: tuple[str, ...] = Field(default=("a",), min_length=1, max_length=2)
    words: dict[Name, str] = Field(default={})
    colour: str = "red"

    @field_validator("colour")
    @classmethod
    def _known(cls, colour: str) -> str:
        if colour == "mauve":
            raise ValueError("mauve cannot be printed")
        return colour


class Texts(Entry):
    texts: dict[str, str]


def mistakes(text: str) -> list[str]:
    with pytest.raises(BookletError) as caught:
        loads(text, Leaflet, "f.yaml")
    return [str(diagnostic) for diagnostic in caught.value.diagnostics]


MISTAKES = {
    "unknown key": ("tilte: a", '1:1: error: unknown key "tilte"; did you mean "title"?'),
    "unknown key, nothing near": ("zzz: a", '1:1: error: unknown key "zzz"'),
    "unknown key deep down": (
        "parts:\n- {name: a, sise: 1}",
        '2:13: error: unknown key "sise"; did you mean "size"?',
    ),
    "unknown key in an optional part": (
        "part: {name: a, nam: x}",
        '1:17: error: unknown key "nam"; did you mean "name"?',
    ),
    "merge key": ("<<: {title: a}", '1:1: error: unknown key "<<"'),
    "duplicate key": ("title: a\ntitle: b", '2:1: error: duplicate key "title"; it is first given in line 1'),
    "duplicate key but for spaces": (
        '"title": a\n"title ": b',
        '2:1: error: duplicate key "title"; it is first given in line 1',
    ),
    "missing key": ("parts:\n- size: 2", '2:3: error: missing key "name"'),
    "empty value": ("title:", '1:7: error: value is missing; write a value, or "" for an empty text'),
    "empty item": ("lines:\n-\n- b", '2:2: error: value is missing; write a value, or "" for an empty text'),
    "empty text": ('title: ""', "1:8: error: should have at least 1 character, found 0"),
    "int": ("count: x", '1:8: error: expected a whole number, found "x"'),
    "int with a fraction": ("count: 1.5", '1:8: error: expected a whole number, found "1.5"'),
    "int from a list": ("count: [1]", "1:8: error: expected a whole number, found a list"),
    "int too large": ("count: 12", '1:8: error: "12" is out of range, at most 9 needed'),
    "int too small": ("count: 0", '1:8: error: "0" is out of range, at least 1 needed'),
    "float": ("share: half", '1:8: error: expected a number, found "half"'),
    "float that is none": ("share: nan", '1:8: error: expected a number, found "nan"'),
    "bool": ("large: maybe", '1:8: error: expected true or false, found "maybe"'),
    "text from a list": ("title: [a]", "1:8: error: expected text, found a list"),
    "text from a mapping": (
        "lines:\n- Stop: it hurts",
        '2:3: error: expected text, found keys and values; put a text with ": " in it in quotes',
    ),
    "list": ("parts: x", '1:8: error: expected a list, found "x"'),
    "list from a mapping": ("parts: {a: b}", "1:8: error: expected a list, found keys and values"),
    "list too short": ("lines: []", "1:8: error: has 0 items, at least 1 needed"),
    "list too long": ("lines: [a, b, c]", "1:8: error: has 3 items, at most 2 needed"),
    "mapping": ("part: x", '1:7: error: expected keys and values, found "x"'),
    "mapping from a list": ("words: [a]", "1:8: error: expected keys and values, found a list"),
    "whole file a list": ("- a", "1:1: error: expected keys and values, found a list"),
    "whole file a text": ("plain", '1:1: error: expected keys and values, found "plain"'),
    "literal": ("tool: bal", '1:7: error: "bal" is not one of fingers, ball, cane; did you mean "ball"?'),
    "literal, nothing near": ("tool: x", '1:7: error: "x" is not one of fingers, ball, cane'),
    "literal from a list": ("tool: [ball]", "1:7: error: a list is not one of fingers, ball, cane"),
    "too long": (f"title: {'x' * 21}", "1:8: error: should have at most 20 characters, found 21"),
    "pattern": ("name: A1", '1:7: error: "A1" does not fit the pattern ^[a-z]+$'),
    "pattern of a key": ("words: {A1: x}", '1:9: error: key "A1" does not fit the pattern ^[a-z]+$'),
    "own rule": ("colour: mauve", "1:9: error: mauve cannot be printed"),
    "alias": ("title: *a", '1:8: error: alias "*a" is not allowed; write the value out'),
    "anchor": ("title: &a b", '1:8: error: anchor "&a" is not allowed; write the value out'),
    "tag": ("title: !!str b", '1:8: error: tag "tag:yaml.org,2002:str" is not allowed; remove it'),
    "own tag": ("parts: !x []", '1:8: error: tag "!x" is not allowed; remove it'),
    "python tag": (
        "title: !!python/object/apply:os.system [ls]",
        '1:8: error: tag "tag:yaml.org,2002:python/object/apply:os.system" is not allowed; remove it',
    ),
    "second document": (
        "title: a\n---\ntitle: b",
        '3:1: error: starts a second document; remove the "---" line',
    ),
    "tab": (
        "title: a\n\tname: b",
        "2:1: error: is not valid YAML: found a tab character that violates indentation",
    ),
    "colon in a text": (
        "title: a: b",
        "1:9: error: is not valid YAML: mapping values are not allowed in this context",
    ),
    "unclosed quote": ("title: 'a", "1:10: error: is not valid YAML: found unexpected end of stream"),
    "unclosed list": ("lines: [a", "2:1: error: is not valid YAML: did not find expected ',' or ']'"),
    "reserved character": (
        "title: @a",
        "1:8: error: is not valid YAML: found character that cannot start any token",
    ),
    "too deep": ("lines: " + "[" * 30 + "]" * 30, "1:32: error: is nested more than 24 levels deep"),
    "control character": ("title: a\nname: \x07", "2:7: error: character U+0007 is not allowed; delete it"),
    "control character written out": ('title: "\\x07"', "1:8: error: character U+0007 is not allowed; delete it"),
    "half a character": ("title: \ud800", "1:8: error: character U+D800 is not allowed; delete it"),
    "empty file": ("", "1:1: error: is empty"),
    "only a comment": ("# to do\n", "1:1: error: is empty"),
    "key is a list": ("[a, b]: c", "1:1: error: a key must be plain text"),
    "key is a mapping": ("? {a: b}\n: c", "1:3: error: a key must be plain text"),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_told_exactly(kind: str) -> None:
    text, message = MISTAKES[kind]
    assert mistakes(text) == [f"f.yaml:{message}"]


def test_all_mistakes_at_once_in_the_order_of_the_file() -> None:
    text = "tool: bal\ntool: ball\ncount: x\nparts:\n- {nme: a}\n- size: &s two\ntitle:\nlarge: maybe\n"
    assert mistakes(text) == [
        'f.yaml:1:7: error: "bal" is not one of fingers, ball, cane; did you mean "ball"?',
        'f.yaml:2:1: error: duplicate key "tool"; it is first given in line 1',
        'f.yaml:3:8: error: expected a whole number, found "x"',
        'f.yaml:5:3: error: missing key "name"',
        'f.yaml:5:4: error: unknown key "nme"; did you mean "name"?',
        'f.yaml:6:3: error: missing key "name"',
        'f.yaml:6:9: error: anchor "&s" is not allowed; write the value out',
        'f.yaml:7:7: error: value is missing; write a value, or "" for an empty text',
        'f.yaml:8:8: error: expected true or false, found "maybe"',
    ]


@pytest.mark.parametrize(
    "typed", ["9:05", "NO", "0123", "1.10", "~", "2026-11-23", "null", "0x1f", "1_000", ".inf", "=", "on"]
)
def test_nothing_is_guessed(typed: str) -> None:
    assert loads(f"title: {typed}", Leaflet, "f.yaml").value.title == typed


def test_types_come_from_the_model() -> None:
    leaflet = loads("count: 7\nshare: -.3\nlarge: true\ntitle: ' 7 '\nparts: [{name: b}]", Leaflet, "f.yaml").value
    assert leaflet == Leaflet(count=7, share=-0.3, large=True, title="7", parts=(Part(name="b"),))


def test_what_was_read_cannot_be_changed() -> None:
    leaflet = loads("title: a", Leaflet, "f.yaml").value
    with pytest.raises(ValueError, match="frozen"):
        leaflet.title = "b"  # type: ignore[misc]


def test_spans_lead_back_to_the_file() -> None:
    source = loads("title: a\nparts:\n  - name: b\n    size: 2\n", Leaflet, "f.yaml")
    assert source.span("parts", 0, "size") == Span("f.yaml", 4, 11)
    assert source.span("parts", 0, "missing") == Span("f.yaml", 3, 5)
    assert source.tree.key_span(("parts", 0, "size")) == Span("f.yaml", 4, 5)
    assert [(place, text) for place, text, _ in source.tree.scalars()] == [
        (("title",), "a"),
        (("parts", 0, "name"), "b"),
        (("parts", 0, "size"), "2"),
    ]


def file(folder: Path, data: bytes) -> Path:
    path = folder / "f.yaml"
    path.write_bytes(data)
    return path


def test_a_file_has_a_name_for_people(tmp_path: Path) -> None:
    path = file(tmp_path, "title: Fußschmerz\n".encode())
    source = load(path, Leaflet, "content/f.yaml")
    assert source.value.title == "Fußschmerz"
    assert source.span("title") == Span("content/f.yaml", 1, 8)
    assert load(path, Leaflet).span() == Span(str(path), 1, 1)


def test_a_byte_order_mark_at_the_start_is_fine(tmp_path: Path) -> None:
    assert load(file(tmp_path, b"\xef\xbb\xbftitle: a\n"), Leaflet).value.title == "a"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"title: a\nname: caf\xe9\n", "f:2:10: error: is not UTF-8 text; save the file as UTF-8"),
        (b"#" * (MAX_BYTES + 1), "f: error: is larger than 1,000,000 bytes"),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(BookletError) as caught:
        load(file(tmp_path, data), Leaflet, "f")
    assert str(caught.value) == message
    assert caught.value.exit_code is ExitCode.MISTAKE


def test_a_file_of_just_the_size_allowed_is_read(tmp_path: Path) -> None:
    data = b"title: a\n#" + b"x" * (MAX_BYTES - 10)
    assert load(file(tmp_path, data), Leaflet).value.title == "a"


def test_what_is_nested_very_deep_or_holds_very_much_is_refused_early() -> None:
    assert mistakes("[" * 10**6) == ["f.yaml:1:26: error: is nested more than 24 levels deep"]
    assert mistakes(f"[{'a,' * MAX_VALUES}a]") == [
        f"f.yaml:1:{2 * MAX_VALUES}: error: holds more than 1,000,000 values"
    ]


def test_a_missing_file_is_not_the_contents_fault(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem) as caught:
        load(tmp_path / "none.yaml", Leaflet, "none.yaml")
    assert str(caught.value) == "none.yaml: error: cannot be read: No such file or directory"
    assert caught.value.exit_code is ExitCode.ENVIRONMENT


TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from("\n\t"), max_size=40)
"""Text with anything a person can type, noncharacters and control characters apart."""


@given(st.dictionaries(TEXT.map(str.strip), TEXT, max_size=8), st.booleans(), st.sampled_from([None, False, True]))
@example({"no": "NO", "~": "null", "9:05": "0123", "a: b": "- c", "#": "  x  ", "": "\n\n"}, True, None)
def test_any_text_comes_back_unchanged(texts: dict[str, str], unicode: bool, flow: bool | None) -> None:
    dumped = yaml.safe_dump({"texts": texts}, allow_unicode=unicode, default_flow_style=flow)
    source = loads(dumped, Texts, "f.yaml")
    assert source.tree.plain() == {"texts": texts}
    assert source.value.texts == {key: text.strip() for key, text in texts.items()}  # as every Entry does


SOUP = st.text(string.printable + "é–\u0085\u2028\ufeff\ud800\x00", max_size=60)
YAML_LIKE = st.lists(
    st.sampled_from(
        [
            "title",
            "parts",
            ": ",
            "- ",
            "\n",
            "  ",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "!t ",
            "'",
            '"',
            "|",
            ">",
            "?",
            "---",
            "...",
            "#",
            ",",
            "\t",
            "x",
        ]
    ),
    max_size=40,
).map("".join)


@given(SOUP | YAML_LIKE)
def test_no_text_gets_past_a_diagnostic(text: str) -> None:
    try:
        loads(text, Leaflet, "f.yaml")
    except BookletError as error:
        assert error.diagnostics
        spans = [diagnostic.span for diagnostic in error.diagnostics]
        assert spans == sorted(spans)
        assert all(span.path == "f.yaml" for span in spans)


@given(st.binary(max_size=200))
def test_no_bytes_get_past_a_diagnostic(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = file(tmp_path_factory.getbasetemp(), data)
    try:
        load(path, Leaflet, "f.yaml")
    except BookletError as error:
        assert error.diagnostics
