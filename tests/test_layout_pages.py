"""Filling pages: arithmetic that holds for any run of slabs."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.platypus import Spacer

from booklet.document import Start
from booklet.errors import BookletError
from booklet.layout.pages import MOST_STRETCH, gaps, paginate
from booklet.layout.panel import Slab, gaps_before

DEPTH = 680.0


def slab(height: float, **rules: object) -> Slab:
    return Slab(Spacer(1, height), height, **rules)  # type: ignore[arg-type]


heading = st.builds(lambda h: slab(h, before=20.0, tight=4.0, keep=True), st.floats(10, 40))
block = st.builds(
    lambda h, gap, loose, start: slab(h, before=gap, loose=loose, start=start),
    st.floats(5, 600),
    st.floats(0, 24),
    st.booleans(),
    st.sampled_from(get_args(Start)),
)
foot = st.builds(lambda h: slab(h, before=12.0, foot=True, after=10.0), st.floats(20, 90))
parts = st.one_of(
    block.map(lambda b: [b]),
    st.tuples(heading, block.map(lambda b: b.moved(start="flow"))).map(list),
    foot.map(lambda f: [f]),
)
stories = st.lists(parts, min_size=1, max_size=30).map(lambda story: [one for part in story for one in part])


@given(stories)
def test_nothing_is_lost_and_everything_stays_in_order(story: list[Slab]) -> None:
    pages = paginate(story, 504, DEPTH)
    assert [s.flowable for page in pages for s in page.slabs] == [s.flowable for s in story]


@given(stories)
def test_no_page_is_over_full_and_the_foot_stands_at_its_end(story: list[Slab]) -> None:
    for page in paginate(story, 504, DEPTH):
        used = sum(gaps(page, DEPTH)) + sum(s.height + s.after for s in page.slabs)
        assert used <= DEPTH + 0.1
        if page.slabs and page.slabs[-1].foot and len(page.slabs) > 1 and sum(s.foot for s in page.slabs) == 1:
            assert used == pytest.approx(DEPTH)


@given(stories)
def test_a_heading_is_never_the_last_of_its_page(story: list[Slab]) -> None:
    assert all(not page.slabs[-1].keep for page in paginate(story, 504, DEPTH) if page.slabs)


@given(stories)
def test_gaps_are_stretched_within_reason(story: list[Slab]) -> None:
    for page in paginate(story, 504, DEPTH):
        plain, now = gaps_before(page.slabs), gaps(page, DEPTH)
        for before, after, s in zip(plain, now, page.slabs, strict=True):
            if not s.foot:
                assert after <= before + MOST_STRETCH + 1e-6
            assert after >= 0.55 * before
            if not (s.loose or s.foot):
                assert after == before


def test_a_slab_that_starts_a_page_does() -> None:
    pages = paginate([slab(50), slab(50, start="page"), slab(50)], 504, DEPTH)
    assert [len(page.slabs) for page in pages] == [1, 2]


@given(stories)
def test_a_part_stands_on_its_side_of_the_leaf_and_a_page_is_empty_only_for_that(story: list[Slab]) -> None:
    pages = paginate(story, 504, DEPTH)
    sides = {"recto": 1, "verso": 0}
    for number, page in enumerate(pages, 1):
        assert number % 2 == sides.get(page.begins, number % 2)
        if not page.slabs:
            assert sides[pages[number].begins] == (number + 1) % 2


def test_what_is_higher_than_a_page_is_named_with_the_excess() -> None:
    with pytest.raises(BookletError, match="a block is 20 pt higher than a page; shorten its text"):
        paginate([slab(50), slab(700)], 504, DEPTH)


def test_a_chunk_higher_than_a_page_breaks_but_not_after_its_heading() -> None:
    story = [slab(30, keep=True, tight=4.0), slab(600, keep=True), slab(30, keep=True, tight=4.0), slab(100)]
    pages = paginate(story, 504, DEPTH)
    assert [len(page.slabs) for page in pages] == [2, 2]
