"""Strict JSON: the values that the standard library reads, each with its place; and what is refused, in which words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.errors import BookletError, Span
from booklet.jsontree import MAX_DEPTH, parse
from booklet.source import MAX_VALUES, Node


def tree(text: str) -> Node:
    node, problems = parse(text, "f.json")
    assert [str(problem) for problem in problems] == []
    return node


def told(text: str) -> list[str]:
    try:
        return [str(problem) for problem in parse(text, "f.json")[1]]
    except BookletError as error:
        return [str(problem) for problem in error.diagnostics]


NO = "is not valid JSON:"
QUOTES = "put a text in double quotes"
MISTAKES = {
    "nothing": ("", "1:1: error: is empty"),
    "only blanks": (" \n ", "1:1: error: is empty"),
    "trailing comma": ('{"a": 1,\n}', f"1:8: error: {NO} a comma after the last item; delete it"),
    "trailing comma of a list": ("[1, ]", f"1:3: error: {NO} a comma after the last item; delete it"),
    "two commas": ("[1,,2]", f"1:4: error: {NO} expected a value"),
    "no comma": ('{"a": 1 "b": 2}', f'1:9: error: {NO} expected "," or "}}"'),
    "no comma in a list": ("[1 2]", f'1:4: error: {NO} expected "," or "]"'),
    "wrong bracket": ("[1}", f'1:3: error: {NO} expected "," or "]"'),
    "unclosed": ('{"a": [1', f'1:9: error: {NO} expected "," or "]"'),
    "no value": ('{"a": }', f"1:7: error: {NO} expected a value"),
    "no colon": ('{"a" 1}', f'1:6: error: {NO} expected ":" after the key'),
    "key without quotes": ("{a: 1}", f"1:2: error: {NO} expected a key in double quotes"),
    "single quotes": ("['a']", f"1:2: error: {NO} expected a value"),
    "text without quotes": ("[secret]", f"1:2: error: {NO} expected a value; {QUOTES}"),
    "comment": ("[1] // x", f"1:5: error: {NO} something follows the end"),
    "two values": ("{}\n{}", f"2:1: error: {NO} something follows the end"),
    "unclosed text": ('["a', f"1:2: error: {NO} a text without its closing quote"),
    "line break in a text": ('["a\nb"]', f"1:2: error: {NO} a text without its closing quote in this line"),
    "tab in a text": ('["a\tb"]', f"1:4: error: {NO} a control character in a text"),
    "unknown escape": ('["a\\x"]', f"1:4: error: {NO} an unknown escape"),
    "short escape": ('["\\u12"]', f"1:3: error: {NO} an unknown escape"),
    "leading zero": ("[007]", f"1:2: error: {NO} expected a value; {QUOTES}"),
    "plus sign": ("[+7]", f"1:2: error: {NO} expected a value; {QUOTES}"),
    "no digit after the point": ("[7.]", f"1:2: error: {NO} expected a value; {QUOTES}"),
    "other digits": ("[٣]", f"1:2: error: {NO} expected a value; {QUOTES}"),
    "hexadecimal": ("[0x1f]", f"1:2: error: {NO} expected a value; {QUOTES}"),
    "other blanks": ("[\xa01]", f"1:2: error: {NO} expected a value"),
    "NaN": ("[NaN]", "1:2: error: expected a number; JSON has no NaN and no Infinity"),
    "infinity": ("[-Infinity]", "1:2: error: expected a number; JSON has no NaN and no Infinity"),
    "null": ('{"a": null}', "1:7: error: null is not allowed; leave the key out"),
    "duplicate key": ('{"a": 1,\n "a": 2}', "2:2: error: duplicate key; it is first given in line 1"),
    "duplicate key, escaped": ('{"a": 1, "\\u0061": 2}', "1:10: error: duplicate key; it is first given in line 1"),
    "half a pair": ('["\\ud83d"]', "1:2: error: character U+D83D is not allowed; delete it"),
    "half a pair, the other": ('["\\ude00\\ud83d"]', "1:2: error: character U+DE00 is not allowed; delete it"),
    "mark of byte order within": ("[1]\ufeff", f"1:4: error: {NO} something follows the end"),
    "too deep": ("[" * 99, f"1:{MAX_DEPTH + 2}: error: is nested more than {MAX_DEPTH} levels deep"),
}


@pytest.mark.parametrize("kind", MISTAKES)
def test_a_mistake_is_told_exactly(kind: str) -> None:
    text, message = MISTAKES[kind]
    assert told(text) == [f"f.json:{message}"]


def test_mistakes_that_leave_the_form_readable_are_told_together() -> None:
    assert told('{"a": null,\n"b": NaN,\n"a": "\\udc00"}') == [
        "f.json:1:7: error: null is not allowed; leave the key out",
        "f.json:2:6: error: expected a number; JSON has no NaN and no Infinity",
        "f.json:3:6: error: character U+DC00 is not allowed; delete it",
        "f.json:3:1: error: duplicate key; it is first given in line 1",
    ]


def test_a_file_of_very_many_values_is_refused() -> None:
    assert told(f"[{'0,' * MAX_VALUES}0]") == [
        f"f.json:1:{2 * MAX_VALUES}: error: holds more than {MAX_VALUES:,} values"
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_value_and_key_has_its_place(end: str) -> None:
    node = tree(end.join(['{"a": 1,', ' "é☃": [true, ', ' {"b": "x"}]}', ""]))
    assert node.span == Span("f.json", 1, 1)
    assert node.span_of(("a",)) == Span("f.json", 1, 7)
    assert node.key_span(("é☃",)) == Span("f.json", 2, 2)
    assert node.span_of(("é☃", 0)) == Span("f.json", 2, 9)
    assert node.span_of(("é☃", 1, "b")) == Span("f.json", 3, 8)


def test_values_stay_what_was_typed() -> None:
    texts = ["1.10", "-0", "1e5", "0.10E+07", "123456789012345678901234567890", "true", "false"]
    assert tree(f"[{','.join(texts)}]").plain() == texts
    assert tree('"\\u00e9\\ud83d\\ude00\\/\\n\\u0041"').plain() == "é😀/\nA"


def test_as_deep_as_allowed() -> None:
    assert tree("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)
SCALARS = st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT
JSON = st.recursive(SCALARS, lambda part: st.lists(part) | st.dictionaries(TEXT, part), max_leaves=30)


def words(value: Any) -> Any:
    """A value with every single one as the text that JSON has for it."""
    if isinstance(value, dict):
        return {key: words(part) for key, part in value.items()}
    if isinstance(value, list):
        return [words(part) for part in value]
    return value if isinstance(value, str) else json.dumps(value)


@given(JSON, st.booleans(), st.none() | st.integers(0, 3))
def test_the_standard_library_reads_the_same(value: Any, ascii_only: bool, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert tree(text).plain() == words(json.loads(text))


SOUP = st.lists(
    st.sampled_from([*'{}[]:,"\\ \n.-+e07', "null", "true", "NaN", '"a"', "\\u00", "\\ud83d", "\\ude00", "é"])
)


@given(SOUP.map("".join) | st.text())
def test_what_it_takes_the_standard_library_takes_too(text: str) -> None:
    try:
        node, problems = parse(text, "f.json")
    except BookletError as error:
        assert error.diagnostics
        return
    read = json.loads(text)
    if not problems:
        assert words(read) == node.plain() or "e" in text.lower() or "." in text or "-0" in text
