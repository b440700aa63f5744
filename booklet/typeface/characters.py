"""What becomes of each character a person may type: which are spaces, which are never seen, which are refused.

| characters | what becomes of them |
|---|---|
| line feed, carriage return, both, U+2028, U+2029 | begin a new line |
| tab | a space |
| U+FEFF, the mark at the start of a file | dropped |
| other control characters, private use, lone surrogates, U+FFFC, U+FFFD | refused |
| joiners, direction marks, variation selectors, soft hyphen | have their effect, are never seen, and stay |
| all spaces, no-break ones too | are set in any face, as wide as their name says |

A soft hyphen offers no break: a name is not hyphenated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import uharfbuzz

SPACES: Final = frozenset(" \u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000")
"""Every face can show them: a shaper makes them of the plain space."""
BREAKING: Final = SPACES - frozenset("\u00a0\u2007\u202f") | {"\u200b"}
"""A line may end after one of them."""
SELECTORS: Final = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Variation selectors, which ask for another look of the character before them."""
IGNORABLE: Final = (
    SELECTORS
    | frozenset("\u00ad\u034f\u061c\u17b4\u17b5\u180b\u180c\u180d\u180e")
    | frozenset(map(chr, range(0x200B, 0x2010)))
    | frozenset(map(chr, range(0x202A, 0x202F)))
    | frozenset(map(chr, range(0x2060, 0x2070)))
)
"""Characters that steer others and have no look of their own."""
REFUSED: Final = frozenset(("Cc", "Cs", "Co"))
"""Categories that are no text: controls, surrogates, private use."""
STAND_INS: Final = "\ufffc\ufffd"
"""What programs put where they lost an object or a character."""
WIDE_SCRIPTS: Final = frozenset(("Hani", "Hira", "Kana", "Hang", "Bopo", "Yiii"))
"""Scripts of East Asia, which the extra `cjk` brings faces for."""
_HANGING: Final = "".join(sorted(BREAKING | SPACES))
_LINE_END: Final = re.compile("\r\n|[\r\u2028\u2029]")


def plain(text: str) -> str:
    """Typed text as it is set: one kind of line end, "\\n", and neither tabs nor a byte order mark."""
    return _LINE_END.sub("\n", text).replace("\t", " ").replace("\ufeff", "")


def is_refused(character: str) -> bool:
    """Whether a character of `plain` text is no text at all, whatever a font may have for it."""
    return character in STAND_INS or (character != "\n" and unicodedata.category(character) in REFUSED)


def clings(character: str) -> bool:
    """Whether a character belongs to the one before it: a combining mark, or one that is never seen."""
    return character in IGNORABLE or unicodedata.category(character)[0] == "M"


def clusters(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each character of `text` with the ones that cling to it."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not clings(text[index]):
            yield start, index
            start = index


def seen(cluster: str) -> str:
    """The characters of a cluster that a face must have."""
    return "".join(c for c in cluster if c not in IGNORABLE and c not in SPACES and c != "\n")


def inked_length(text: str) -> int:
    """How long a text is without the white space at its end."""
    return len(text.rstrip(_HANGING))


@lru_cache(maxsize=8192)
def script(character: str) -> str:
    """The ISO 15924 code of the script a character belongs to; "" for one that belongs to many, as digits do."""
    buffer = uharfbuzz.Buffer()
    buffer.add_codepoints([ord(character)])
    buffer.guess_segment_properties()
    return str(buffer.script or "")


def is_east_asian(character: str) -> bool:
    """Whether a character is a letter or punctuation of East Asia."""
    return script(character) in WIDE_SCRIPTS or (is_wide(character) and unicodedata.category(character)[0] == "P")


def is_wide(character: str) -> bool:
    """Whether a character is as wide as it is high: lines may end before and after it."""
    return unicodedata.east_asian_width(character) in "WF"
