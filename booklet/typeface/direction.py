"""Which way text runs: the Unicode Bidirectional Algorithm (UAX 9), by the crate unicode-bidi under `bidi`.

The library tells the embedding levels of a text only in its account for debugging, which lists one for each byte of
UTF-8. They are read from there, as the reordered text alone does not say which of two equal letters stands where.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, TypeVar

from bidi import get_base_level, get_display

RIGHT_TO_LEFT: Final = frozenset(("R", "AL", "AN", "RLE", "RLO", "RLI", "FSI"))
"""Classes without which a text runs from left to right throughout."""
_LEVELS: Final = "\n    levels: ["
_NUMBER: Final = re.compile(r"Level\(\s*(\d+)")

Item = TypeVar("Item")


def levels(text: str) -> tuple[int, list[int]]:
    """The base level of a paragraph, from its first strong character, and the level of each character.

    Odd levels run from right to left. `text` has no line ends in it.
    """
    if not any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in text):
        return 0, [0] * len(text)
    base = int(get_base_level(text))
    account = str(get_display(text, base_dir="LR"[base], debug=True))
    listed = _NUMBER.findall(account, account.rindex(_LEVELS), account.index("paragraphs: [", account.rindex(_LEVELS)))
    firsts = accumulate((len(character.encode()) for character in text[:-1]), initial=0)
    return base, [int(listed[first]) for first in firsts]


def reordered(items: Sequence[Item], levels: Sequence[int]) -> list[Item]:
    """Items of one line in the order they stand from left to right (UAX 9, L2), given the level of each."""
    order = list(range(len(items)))
    for level in range(max(levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return [items[index] for index in order]
