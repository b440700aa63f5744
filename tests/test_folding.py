"""Paper in the hands of whoever folds it: where each face ends up, which way up, and what comes to light when."""

from __future__ import annotations

from typing import Any

import pytest

from booklet.folding import Pile, Seen, flat, follow, gather, inside, loose, read, step, unfolding


def folded(pile: Pile, *steps: str) -> Pile:
    return follow(pile, [step(text) for text in steps])


def told(seen: list[Seen] | tuple[Seen, ...]) -> list[str]:
    """Each face as a word: row, column, front or back, and an arrow for its head."""
    return [f"{s.face.row}{s.face.column}{'fb'[s.face.back]}{'^v'[s.turned]}" for s in seen]


def test_a_folio_is_read_from_the_right_half_on() -> None:
    assert told(read(folded(flat(2), "left under right"))) == ["01f^", "01b^", "00b^", "00f^"]


def test_a_fold_across_turns_what_it_moves() -> None:
    quarto = folded(flat(2, 2), "top under bottom", "left under right")
    assert told(read(quarto)) == ["11f^", "11b^", "01bv", "01fv", "00fv", "00bv", "10b^", "10f^"]


def test_sheets_folded_together_are_nested_and_the_inner_ones_lie_inside() -> None:
    pile = folded(flat(2, sheets=3), "left under right")
    assert [seen.face.sheet for seen in read(pile)] == [0, 0, 1, 1, 2, 2, 2, 2, 1, 1, 0, 0]
    assert inside(pile) == {(sheet, 0, column): sheet for sheet in range(3) for column in range(2)}


def test_gathered_signatures_follow_each_other() -> None:
    piles = [folded(flat(2, sheets=2, first=first), "left under right") for first in (0, 2)]
    assert [seen.face.sheet for seen in read(gather(piles))[::2]] == [0, 1, 1, 0, 2, 3, 3, 2]


def test_pages_that_no_crease_holds_are_loose() -> None:
    assert loose(folded(flat(2), "left under right")) == []
    assert loose(folded(flat(2), "right under left")) == [(0, 0, 0), (0, 0, 1)]
    assert loose(folded(flat(2), "cut, left under right")) == [(0, 0, 0), (0, 0, 1)]


def test_a_sheet_with_a_slit_opens_into_a_book_of_eight() -> None:
    zine = folded(flat(4, 2), "slit below row 1, columns 2 to 3", "top under bottom", "push the ends together")
    assert [word for word in told(read(zine)) if "f" in word] == [
        *("13f^", "03fv", "02fv", "01fv", "00fv", "10f^", "11f^", "12f^")
    ]
    assert loose(zine) == []


@pytest.mark.parametrize("slit", ["slit below row 1, columns 1 to 2", "slit below row 1, columns 1 to 4", None])
def test_without_the_right_slit_it_does_not_open(slit: str | None) -> None:
    with pytest.raises(ValueError, match="does not open"):
        folded(flat(4, 2), *([slit] if slit else []), "top under bottom", "push the ends together")


def test_piles_are_cut_and_stacked_without_turning() -> None:
    pile = folded(flat(2, sheets=2), "cut, right under left")
    assert [(s.face.sheet, s.face.column, s.face.back) for s in read(pile)] == [
        *((0, 0, False), (0, 0, True), (1, 0, False), (1, 0, True)),
        *((0, 1, False), (0, 1, True), (1, 1, False), (1, 1, True)),
    ]


def stages(pile: Pile, *steps: str) -> list[tuple[list[str], list[str]]]:
    return [(told(stage.top), told(stage.beneath)) for stage in unfolding(pile, [step(text) for text in steps])]


LETTER = ("right over left at column 2", "left over right at column 1")
Z = ("left over right at column 1", "left under right at column 2")
GATE = ("left over right at column 1", "right over left at column 3")


def test_a_letter_fold_opens_from_the_outside_in() -> None:
    assert stages(flat([90, 90, 89.5]), *LETTER) == [
        (["00b^"], ["01b^"]),
        (["00f^", "02b^"], []),
        (["01f^", "02f^"], []),
    ]


def test_an_accordion_has_a_side_to_each_reader() -> None:
    assert stages(flat(3), *Z) == [(["02f^"], ["00b^"]), ([], ["02b^", "01b^"]), (["00f^", "01f^"], [])]
    assert inside(folded(flat(4), *Z, "left over right at column 3")) == {(0, 0, c): 0 for c in range(4)}


def test_a_gate_hides_its_middle() -> None:
    assert stages(flat(4), *GATE) == [
        (["00b^", "03b^"], ["02b^", "01b^"]),
        (["02f^", "03f^"], []),
        (["00f^", "01f^"], []),
    ]


@pytest.mark.parametrize(
    ("columns", "steps", "depths"),
    [
        ([90.0, 90.0, 89.5], LETTER, [0, 0, 1]),
        (3, Z, [0, 0, 0]),
        (4, GATE, [0, 0, 0, 0]),
        (
            [100, 100, 99.5, 99.0],
            ("right over left at column 3", "right over left at column 2", LETTER[1]),
            [0, 0, 1, 2],
        ),
    ],
)
def test_panels_that_lie_inside_a_fold_are_known(columns: Any, steps: tuple[str, ...], depths: list[int]) -> None:
    assert inside(folded(flat(columns), *steps)) == {(0, 0, c): depth for c, depth in enumerate(depths)}


def test_a_map_is_folded_along_and_then_across() -> None:
    accordion = ("left over right at column 1", "left under right at column 2", "left over right at column 3")
    pile = folded(flat(4, 2), *accordion, "top under bottom")
    assert len(read(pile)) == 16
    assert {seen.face for seen in read(pile)} == {
        face for stage in unfolding(flat(4, 2), [step(t) for t in (*accordion, "top under bottom")])
        for seen in (*stage.top, *stage.beneath) for face in [seen.face]
    }  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        (("left over right at column 3",), "no crease"),
        (("left over right at column 1", "left over right at column 1"), "nothing lies beyond"),
        (("left over right",), "through a panel"),
    ],
)
def test_what_paper_cannot_do_is_refused(steps: tuple[str, ...], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        folded(flat(3), *steps)


def test_a_sheet_that_is_not_folded_down_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="not folded down"):
        read(folded(flat(4), "left under right"))


@pytest.mark.parametrize(
    "text", ["fold it", "left over top", "left over right at row 1", "top over bottom at column 1"]
)
def test_words_that_are_no_step_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"left under right|meet at"):
        step(text)
