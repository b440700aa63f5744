"""How hard a text is to read: sentences, words, syllables and the Flesch-Kincaid grade, for English, offline.

The grade is that of Kincaid, Fishburne, Rogers and Chissom (1975), on which AMA and NIH put their advice to write for
grade 6. Syllables are counted by rules for vowel groups with a table of exceptions. On the words of `test_reading`
the rules beat pyphen, whose patterns say where a line may break and so never part one letter from a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

AIM: Final = 6.0
"""The grade to write for (AMA, NIH)."""
LIMIT: Final = 8.0
"""The grade that patient text must not pass."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The counts of a text. Two readings add up to that of both texts together."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0

    def __add__(self, other: Reading) -> Reading:
        return Reading(self.words + other.words, self.sentences + other.sentences, self.syllables + other.syllables)

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade, one decimal, never below 0; 0 for a text without words."""
        if not self.words:
            return 0.0
        grade = 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59
        return max(0.0, round(grade, 1))


def read(texts: Iterable[str], leave_out: frozenset[str] = frozenset()) -> Reading:
    """The counts of `texts`, each a paragraph or list item that ends its last sentence.

    The lower-case words in `leave_out` count neither as words nor as syllables.
    """
    total = Reading()
    for text in texts:
        for sentence in sentences(text):
            counted = [word for word in words(sentence) if word.lower() not in leave_out]
            if counted:
                total += Reading(len(counted), 1, sum(map(syllables, counted)))
    return total


_ABBREVIATION: Final = re.compile(r"\b(?:e\.g|i\.e|etc|approx|vs|Dr|Mr|Mrs|Ms|St|No|[A-Z])\.$")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a paragraph; "e.g.", initials and decimal points do not end one."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[start : end.start()]):
            yield text[start : end.end()].strip()
            start = end.end()
    if rest := text[start:].strip():
        yield rest


_WORD: Final = re.compile(r"\d[\d,.]*\d%?|\d%?|[^\W\d_]+(?:['’\-‑][^\W\d_]+)*")


def words(text: str) -> list[str]:
    """The words of a text. A hyphenated word is one word, a number too, with its per cent sign."""
    return _WORD.findall(text)


@cache
def syllables(word: str) -> int:
    """How many syllables a word has when read aloud; a number counts as it is spoken."""
    if word[:1].isdecimal():
        return _of_number(word)
    parts = re.split(r"[-‑]", word.lower().replace("’", "'"))
    return sum(_of_part(part) for part in parts)


def _of_part(part: str) -> int:
    stem, _, ending = part.partition("'")
    if ending == "t":  # "isn't" has one more syllable than "is", "can't" has not
        return _of_stem(stem.removesuffix("n")) + (stem[-2:] in ("sn", "dn", "vn"))
    return _of_stem(stem) + (ending == "s" and stem.endswith(("s", "x", "z", "ch", "sh", "ce", "ge", "se")))


def _of_stem(stem: str) -> int:
    if (known := _known(stem)) is not None:
        return known
    if compound := _SUFFIXED.fullmatch(stem) or _COMPOUND.fullmatch(stem):  # "care-ful", "some-one": the e is silent
        return _of_stem(compound[1]) + _of_stem(compound[2])
    sounded = _CONSONANT_Y.sub("j", _SILENT.sub("", stem.replace("qu", "q")))
    groups = len(_VOWELS.findall(sounded))
    return max(1, groups + sum(len(pattern.findall(sounded)) for pattern in _PARTED))


def _known(stem: str) -> int | None:
    """The count from the table, for a word or for the word that it is the plural of."""
    if stem in EXCEPTIONS:
        return EXCEPTIONS[stem]
    single = stem.removesuffix("s")
    return None if single.endswith(_HISSING) else EXCEPTIONS.get(single)


_ONES: Final = (2, 1, 1, 1, 1, 1, 1, 2, 1, 1, 1, 3, 1, 2, 2, 2, 2, 3, 2, 2)
"""Syllables of "zero" to "nineteen"."""
_TENS: Final = (0, 0, 2, 2, 2, 2, 2, 3, 2, 2)
"""Syllables of "twenty" to "ninety", by the first digit."""
LONGEST_SPOKEN: Final = 12
"""Digits of the longest number that is read as one; a longer one is read digit by digit."""


def _of_number(number: str) -> int:
    whole, _, decimals = number.rstrip("%").replace(",", "").partition(".")
    spoken = _of_integer(int(whole)) if len(whole) <= LONGEST_SPOKEN else _digit_by_digit(whole)
    point = 1 + _digit_by_digit(decimals) if decimals else 0
    return spoken + point + 2 * number.endswith("%")  # "per cent"


def _digit_by_digit(digits: str) -> int:
    return sum(_ONES[int(digit)] for digit in digits if digit.isdecimal())


def _of_integer(value: int) -> int:
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + (_ONES[value % 10] if value % 10 else 0)
    for unit, name in ((10**9, 2), (10**6, 2), (1000, 2), (100, 2)):  # billion, million, thousand, hundred
        if value >= unit:
            rest = _of_integer(value % unit) if value % unit else 0
            return _of_integer(value // unit) + name + rest
    raise AssertionError(value)


_HISSING: Final = ("s", "x", "z", "ch", "sh", "ce", "ge", "se", "ze")
_VOWELS: Final = re.compile(r"[aeiouy]+")
_SUFFIXED: Final = re.compile(r"(\w*[aeiouy]\w*e)(ly|ful|fully|less|ness|ment|ments)")
_COMPOUND: Final = re.compile(
    r"(any|base|else|every|fore|home|house|knee|life|side|some|there|time|where|whole)"
    r"([^aeiou]\w*[aeiouy]\w*|[aeiou]\w{2,})"
)
_CONSONANT_Y: Final = re.compile(r"(?:^|(?<=[aeiou]))y(?=[aeiou])")
_SILENT: Final = re.compile(
    r"(?<=[gq])ues?$"  # tongue, techniques
    r"|(?<=[^aeiouy])(?<![^aeiouyl]l)e$"  # bone; but muscle
    r"|(?<=[^aeiouyszxcg])(?<![^aeiouyl]l)(?<![sc]h)e(?=s$)"  # bones; but muscles, places, inches
    r"|(?<=[^aeiouytd])(?<![^aeiouyl]l)e(?=d$)|(?<=[aeo]y)e(?=d$)"  # pressed, stayed; but rested, doubled
)
_PARTED: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![cts])ia(?!ge)",  # iliac, trial; but special, marriage
        r"(?<![ctsgxhln])io|io(?!n|us)",  # period, ratio; but region, cautious
        r"iu|ii",  # medius
        r"(?<!g)eo",  # video; but surgeon
        r"(?<![qg])ua",  # usual; but language
        r"iet|(?<![ct])ien[ct]",  # quiet, nutrient; but patient
        r"creat(?!u)|react|ereal|poe[tm]",  # create; but creature
        r"ue[lt]|(?<=[lr])ui[dn]|^lions?$",  # fuel, fluid, ruin
        r"(?<=[aeiouy][^aeiouy])ie(?=rs?$|st$)|(?<=[^aeiouy]{2})ie(?=rs?$|st$)",  # easier, healthier
        r"[aeoui]ing|(?<=[^aeiou])ying",  # doing, lying
        r"eu(?=[sm]$)",  # gluteus
        r"[st]hms?$|sms?$",  # rhythm, spasm
        r"uous|uity",
    )
)
"""Vowels that stand together but are spoken apart."""

_BY_COUNT: Final = {
    1: "ache clothes eye",
    2: "backache business every eyebrow eyelid fibre headache hundred naked people psoas sacred science senior "
    "toothache wicked",
    3: "achilles area behavior element fascia forever idea sciatic",
    4: "sciatica",
    5: "iliopsoas sacroiliac",
}
EXCEPTIONS: Final = {word: count for count, listed in _BY_COUNT.items() for word in listed.split()}
"""Words that the rules count wrong, each in the singular."""
