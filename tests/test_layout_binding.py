"""Padding what is bound: arithmetic that holds for any number of pages, and what no filler can mend."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.platypus import Spacer

from booklet.document import Block, Filler, Group, Heading, Start
from booklet.errors import BookletError
from booklet.layout.binding import bound, fill_order
from booklet.layout.pages import Page
from booklet.layout.panel import Slab

HEADING = Heading(1, "Notes", "section", "notes")
LOG, NOTES = Filler("log", (), 1), Filler("notes", (Group((HEADING,)),), 1)


def page(start: Start = "page") -> Page:
    return Page([Slab(Spacer(1, 9), 9.0, start=start)])


def set_filler(blocks: tuple[Block, ...]) -> list[Page]:
    return [page()]


pages = st.tuples(
    st.lists(st.booleans().map(lambda full: page() if full else Page()), max_size=40),
    st.booleans(),
).map(lambda made: [page(), *made[0], *([page("last")] if made[1] else [])])


@given(pages, st.sampled_from([1, 2, 4, 8]))
def test_what_is_bound_has_whole_sheets_and_no_empty_page(given_pages: list[Page], per_sheet: int) -> None:
    made = bound(given_pages, (LOG, NOTES), per_sheet, set_filler)
    assert len(made) % per_sheet == 0
    assert len(given_pages) <= len(made) < len(given_pages) + per_sheet
    assert all(p.slabs for p in made)
    assert [p for p in made if not p.filler] == [p for p in given_pages if p.slabs], "in order, and nothing else"
    assert all(p.filler for p, was in zip(made, given_pages, strict=False) if not was.slabs)


@given(pages)
def test_the_last_part_stays_last_and_fillers_keep_their_order(given_pages: list[Page]) -> None:
    made = bound(given_pages, (LOG, NOTES), 4, set_filler)
    if given_pages[-1].begins == "last":
        assert made[-1] is given_pages[-1]
    used = [p.filler for p in made if p.filler]
    assert used == ["log", "notes", *["notes"] * len(used)][: len(used)]


@pytest.mark.parametrize(
    ("most", "order"),
    [([1], [0, 0, 0]), ([1, 1], [0, 1, 1, 1]), ([2, 1, 1], [0, 1, 2, 0, 2, 2]), ([1, 3], [0, 1, 1, 1, 1])],
)
def test_fillers_take_turns_as_often_as_they_may(most: list[int], order: list[int]) -> None:
    assert list(islice(fill_order(most), len(order))) == order


def test_a_filler_used_again_has_bookmarks_of_its_own() -> None:
    keys = []

    def noted(blocks: tuple[Block, ...]) -> list[Page]:
        [group] = blocks
        assert isinstance(group, Group)
        keys.extend(block.key for block in group.blocks if isinstance(block, Heading))
        return [page()]

    bound([page()], (NOTES,), 4, noted)
    assert keys == ["notes", "notes-2", "notes-3"]


def test_empty_pages_without_fillers_are_refused() -> None:
    assert len(bound([page()] * 4, (), 4, set_filler)) == 4
    with pytest.raises(BookletError, match=r"3 pages would be empty; name some fillers in format\.yaml"):
        bound([page()], (), 4, set_filler)


def test_a_filler_longer_than_a_page_is_refused_by_name() -> None:
    with pytest.raises(BookletError, match='the filler "log" is 2 pages long, not one'):
        bound([page()], (LOG,), 4, lambda blocks: [page(), page()])
