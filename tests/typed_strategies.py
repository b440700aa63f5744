"""What people type, for hypothesis: names and notes in each script and in several at once."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

LETTERS: Final = {
    "latin": "aeiounrstlkdmgzABÉÑØŁŽßæœđıİąęěőűțʼḥṃǎễựḍ",
    "greek": "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώϊϋΐΰςΑΒΓΔΩΆἄᾧ",
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўјљњћђџАБВЖЩҢқғӨ",
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئپچژگکیےٹڈں",
    "hebrew": "אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "devanagari": "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह",
}
MARKS: Final = {
    "latin": "\u0301\u0308\u0303\u0323",
    "greek": "\u0301\u0308",
    "cyrillic": "\u0301\u0306",
    "arabic": "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670",
    "hebrew": "\u05b0\u05b4\u05b5\u05b6\u05b7\u05b8\u05b9\u05bc\u05c1\u05c2",
    "devanagari": "ािीुूृेैोौ्ंँः़",
}
SIGNS: Final = {
    "latin": "0123456789-–'’.,;:!?()[]“”«»/%&<>{}@#+=*",
    "greek": "0123456789·,;.()«»",
    "cyrillic": "0123456789—«»„“№.,()",
    "arabic": "0123456789٠١٢٣٤٥۴۵۶،؛؟ـ.()%-",
    "hebrew": "0123456789־׳״.,()\"'-/",
    "devanagari": "0123456789०१२३४५।॥,()",
}
UNSEEN: Final = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u061c\u00ad\ufe0f\u2060"
"""Characters that steer others and are never seen."""
SPACES: Final = " \u00a0\u2009\u202f\u3000"
SCRIPTS: Final = tuple(LETTERS)


def names(script: str) -> SearchStrategy[str]:
    """A name of one to four words in one script, with marks, hyphens and apostrophes."""
    word = st.text(LETTERS[script] + MARKS[script] + "-’", min_size=1, max_size=14)
    return st.lists(word, min_size=1, max_size=4).map(" ".join)


def notes(script: str) -> SearchStrategy[str]:
    """A note in one script: words, numbers, signs, spaces of all kinds, lines, characters that are never seen."""
    return st.text(LETTERS[script] * 2 + MARKS[script] + SIGNS[script] + SPACES * 4 + "\n" + UNSEEN, max_size=160)


any_name: Final = st.sampled_from(SCRIPTS).flatmap(names)
any_note: Final = st.sampled_from(SCRIPTS).flatmap(notes)
mixed: Final = st.lists(st.one_of(any_name, any_note), min_size=1, max_size=5).map(" ".join)
"""Texts of several scripts, in one line or more."""
