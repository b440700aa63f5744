"""Levels of embedding and the order they put a line in, held against the reordered text of the same library."""

from bidi import get_display
from hypothesis import example, given
from hypothesis import strategies as st
from typed_strategies import UNSEEN, mixed

from booklet.typeface.direction import levels, reordered

LETTERS = "ab אבעم12٣٤+-.,:()[]<> %$/\u0301\u05b0" + UNSEEN


@given(st.text(LETTERS, max_size=30) | mixed.map(lambda text: text.replace("\n", " ")))
@example("levels: [ אב 12")
@example("שלום (12+3) abc, סוף")
def test_the_levels_give_the_order_that_the_library_gives(text: str) -> None:
    text += "x"  # what is white at the end of a line is set by `Block.line`
    base, found = levels(text)
    assert base in (0, 1) and len(found) == len(text)
    assert "".join(reordered(text, found)) == get_display(text, base_dir="LR"[base])


def test_known_texts_have_known_levels() -> None:
    assert levels("abc") == (0, [0, 0, 0])
    assert levels("a אב 12") == (0, [0, 0, 1, 1, 1, 2, 2])
    assert levels("אב (a) 1") == (1, [1, 1, 1, 1, 2, 1, 1, 2])
    assert levels("") == (0, [])
    assert reordered("abcdef", [0, 1, 1, 2, 2, 0]) == list("adecbf")
