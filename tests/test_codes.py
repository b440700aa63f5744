"""Pharmacode and QR code: values by their own rules, by another encoder, and read back from paper."""

from __future__ import annotations

from itertools import pairwise

import pytest
import zint
from hypothesis import given
from hypothesis import strategies as st

from booklet.codes import Bar, bars, modules
from booklet.codes.pharmacode import GAP, THICK, THIN
from booklet.layout.insert import QR_SIDE
from booklet.library.safety import LONGEST_ADDRESS
from booklet.units import mm

numbers = st.integers(3, 131070)


def value(row: tuple[Bar, ...]) -> int:
    """What a scanner makes of bars, by the rule of the code: from the right, 2^i for a thin one, twice for a thick."""
    return sum(2 ** (i + (bar.width > 1)) for i, bar in enumerate(reversed(row)))


@given(numbers)
def test_every_number_is_read_back_from_its_bars(number: int) -> None:
    assert value(bars(number)) == number


@given(numbers)
def test_bars_have_two_widths_and_one_gap(number: int) -> None:
    row = bars(number)
    assert row[0].left == 0
    assert {bar.width for bar in row} <= {THIN, THICK}
    assert all(b.left - a.left - a.width == pytest.approx(GAP) for a, b in pairwise(row))
    assert 2 <= len(row) <= 16


@pytest.mark.parametrize("number", [3, 4, 5, 6, 7, 100, 1234, 64000, 117480, 131069, 131070])
def test_another_encoder_makes_the_same_bars(number: int) -> None:
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.PHARMA
    symbol.encode(str(number))
    symbol.buffer_vector()
    widths = [box.width for box in symbol.vector.rectangles]
    ours = [bar.width for bar in bars(number)]
    assert [width / min(widths) for width in widths] == [width / min(ours) for width in ours]


@pytest.mark.parametrize("number", [-1, 0, 2, 131071])
def test_other_numbers_are_no_pharmacode(number: int) -> None:
    with pytest.raises(ValueError, match="3 to 131070"):
        bars(number)


def test_a_qr_code_is_square_and_has_its_three_finders() -> None:
    rows = modules("https://example.org/patch")
    size = len(rows)
    assert size >= 21
    assert all(len(row) == size for row in rows)
    finder = [[max(abs(x - 3), abs(y - 3)) != 2 for x in range(7)] for y in range(7)]
    for x, y in ((0, 0), (size - 7, 0), (0, size - 7)):
        assert [list(row[x : x + 7]) for row in rows[y : y + 7]] == finder


def test_the_longest_address_has_modules_wide_enough_to_scan() -> None:
    wide = mm(QR_SIDE) / len(modules("https://" + "x" * (LONGEST_ADDRESS - len("https://"))))
    assert wide >= 0.4
