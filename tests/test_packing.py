"""Blocks shared out to columns: what must be there is, what may be there fills, and the columns end evenly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.layout.packing import Item, Sparse, Unfit, choose, share

DEPTH = 100.0


def items(*heights: float) -> list[Item]:
    return [Item(str(index), height, 5.0) for index, height in enumerate(heights)]


def filled(blocks: list[Item], columns: list[list[int]]) -> list[float]:
    return [sum(blocks[i].height for i in part) + 5.0 * max(0, len(part) - 1) for part in columns]


heights = st.lists(st.floats(5, 100), min_size=1, max_size=12)


@given(heights)
def test_columns_hold_every_block_once_in_order_and_none_runs_over(sizes: list[float]) -> None:
    blocks = items(*sizes)
    columns = share(blocks, len(blocks), DEPTH)
    assert [index for part in columns for index in part] == list(range(len(blocks)))
    assert max(filled(blocks, columns)) <= DEPTH + 0.02


def test_columns_are_even() -> None:
    assert share(items(30, 30, 30, 30), 2, DEPTH) == [[0, 1], [2, 3]]


def test_a_start_begins_a_column() -> None:
    blocks = [*items(10), Item("1", 30, 5.0, start=True), *items(30, 30)]
    assert share(blocks, 2, DEPTH) == [[0], [1, 2, 3]]


def test_what_fills_the_columns_is_taken_and_the_rest_left_out() -> None:
    blocks = items(60, 35, 30, 90)
    assert choose(blocks, [((1,),), ((2,),)], 2, DEPTH) == [0, 1, 3]


def test_a_later_one_is_exchanged_for_an_earlier_one_when_it_fills_better() -> None:
    blocks = items(60, 20, 34, 90)
    assert choose(blocks, [((1,),), ((2,),)], 2, DEPTH) == [0, 2, 3]


def test_a_series_is_taken_from_its_beginning() -> None:
    blocks = items(50, 45, 20, 20)
    assert choose(blocks, [((1,), (2,), (3,))], 1, DEPTH) == [0, 1]


def test_a_step_of_several_is_taken_whole_or_not_at_all() -> None:
    blocks = items(50, 20, 60)
    assert choose(blocks, [((1, 2),)], 1, DEPTH) == [0]
    assert choose(blocks, [((1, 2),)], 2, DEPTH) == [0, 1, 2]


def test_what_must_be_there_and_is_not_is_told_by_name_and_excess() -> None:
    with pytest.raises(Unfit) as caught:
        choose(items(60, 60, 60), [], 2, DEPTH)
    assert (caught.value.name, caught.value.excess) == ("2", 60)
    with pytest.raises(Unfit) as caught:
        choose(items(10, 130), [], 2, DEPTH)
    assert (caught.value.name, caught.value.excess) == ("1", 30)


def test_too_little_for_the_columns_is_told() -> None:
    with pytest.raises(Sparse) as caught:
        choose(items(60, 60), [], 4, DEPTH)
    assert caught.value.enough == 2
