"""Widths of the bundled typeface and the wrapping that rests on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.typeface import width, wrap

WORDS = st.lists(st.text("abcdefgilmW", min_size=1, max_size=9), min_size=1, max_size=12)


def test_width_is_the_advance_in_the_font_file() -> None:
    assert width("A", 1000, "bold") == pytest.approx(678)


def test_bold_is_wider_than_regular() -> None:
    assert width("Left and right", 10, "bold") > width("Left and right", 10, "regular")


def test_pairs_are_not_kerned() -> None:
    assert width("AV", 12, "regular") == pytest.approx(width("A", 12, "regular") + width("V", 12, "regular"))


@given(st.text("abcxyz ", max_size=20), st.floats(1, 40))
def test_width_grows_with_the_size(text: str, size: float) -> None:
    assert width(text, size, "regular") == pytest.approx(size * width(text, 1, "regular"))


@given(WORDS, st.floats(10, 200))
def test_wrapped_lines_keep_every_word_and_fit(words: list[str], room: float) -> None:
    lines = wrap(" ".join(words), 12, room, "regular")
    assert " ".join(lines).split() == words
    for line in lines:
        assert width(line, 12, "regular") <= room or " " not in line


def test_wrap_breaks_at_line_ends_and_not_at_no_break_spaces() -> None:
    assert wrap("buttock\ncrease", 10, 1000, "bold") == ["buttock", "crease"]
    assert wrap("5\u00a0cm", 10, 1, "bold") == ["5\u00a0cm"]
