"""The syllable counter against words counted by hand; the grade against arithmetic."""

from __future__ import annotations

from typing import Final

import pyphen
import pytest
from hypothesis import given
from hypothesis import strategies as st

from booklet.check.reading import Reading, read, sentences, syllables, words

BY_HAND: Final = {
    1: "walk rest stretch breathe strength though cough health weight weak tight squeezed placed called helped stayed "
    "knees eyes shoes toes aches rubbed throbs breaths clothes sponge tongue vague half calves scratched bathe bruise "
    "juice build guess heart eased caused raised tried lied boys yours whose",
    2: "muscle table little gentle doctor patient nurses relief reading kneeling sitting tingled handled rested needed "
    "lifted swollen water belly ankle shoulder inches places pushes bruises ages people being going doing seeing lying "
    "science quiet diet fluid poem lion giant trial fuel spasm rhythm careful safely movement someone sometimes "
    "forearm kneecap headache headaches fatigue technique special region surgeon cushion onion million station painful "
    "eyebrow business every answered suffered carried worried bodies fingers hundred homework lifestyle create react "
    "cruel somewhere psoas backache",
    3: "exercise medicine banana hospital positive area ideas video period serious previous medium usual gradual "
    "animal carefully completely physical possible injury arthritis condition pregnancy cereal audience easier heavier "
    "healthiest clinician physician emotion created triangle poetry museum skeleton understand however everything "
    "anyone anything beginning surfaces iliac gluteus medius sciatic forever",
    4: "emergency material anterior posterior inferior community variety anxiety society diagnosis medication "
    "information circulation immediate usually gradually mechanism continuous ambiguous operated especially artificial "
    "reliable recovery sciatica piriformis aneurysm salicylate",
    5: "inflammatory university physiology opportunity examination communication anatomical imagination refrigerator "
    "sacroiliac iliopsoas gastrocnemius",
    6: "responsibility rehabilitation cardiovascular osteoporosis semimembranosus iliocostalis",
}
KNOWN: Final = [(word, count) for count, listed in BY_HAND.items() for word in listed.split()]


def test_more_than_97_of_100_words_are_counted_right() -> None:
    wrong = [(word, count, syllables(word)) for word, count in KNOWN if syllables(word) != count]
    assert len(KNOWN) > 200
    assert len(wrong) / len(KNOWN) < 0.03, wrong


def test_hyphenation_points_count_worse() -> None:
    """Why the counter is our own: should pyphen ever win, use it."""
    dictionary = pyphen.Pyphen(lang="en_US")
    right = sum(len(dictionary.positions(word)) + 1 == count for word, count in KNOWN)
    assert right / len(KNOWN) < 0.9


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("isn’t", 2),
        ("can't", 1),
        ("doesn’t", 2),
        ("you’ve", 1),
        ("nurse’s", 2),
        ("Friend’s", 1),
        ("LOWER", 2),
        ("lower-back", 3),
        ("side-lying", 3),
        ("psst", 1),
    ],
)
def test_forms_of_words(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("number", "count"),
    [
        ("0", 2),
        ("7", 2),
        ("11", 3),
        ("20", 2),
        ("51", 3),
        ("100", 3),
        ("71%", 6),
        ("1.5", 3),
        ("3,000", 3),
        ("2000000", 3),
    ],
)
def test_numbers_count_as_spoken(number: str, count: int) -> None:
    assert syllables(number) == count


def test_words() -> None:
    assert words("Don’t press—ever: 10–30% (or 1.5 cm) of X-rays.") == [
        *("Don’t", "press", "ever", "10", "30%", "or", "1.5", "cm", "of", "X-rays"),
    ]


def test_sentences() -> None:
    text = "Stop. Ask Dr. Lee, e.g. by phone! “Is it 1.5 cm?” It is"
    assert list(sentences(text)) == ["Stop.", "Ask Dr. Lee, e.g. by phone!", "“Is it 1.5 cm?”", "It is"]


def test_grade_is_the_formula_of_kincaid() -> None:
    reading = read(["The cat sat on the mat. It was happy."])
    assert reading == Reading(words=9, sentences=2, syllables=10)
    assert reading.grade == max(0.0, round(0.39 * 9 / 2 + 11.8 * 10 / 9 - 15.59, 1))
    hard = read(["Immediate medical examination is recommended."])
    assert hard == Reading(words=5, sentences=1, syllables=17)
    assert hard.grade == round(0.39 * 5 + 11.8 * 17 / 5 - 15.59, 1)


def test_each_text_ends_its_sentence() -> None:
    assert read(["Numb skin", "Chest pain"]).sentences == 2


def test_words_left_out_count_nowhere() -> None:
    assert read(["Piriformis", "The Piriformis hurts."], frozenset({"piriformis"})) == Reading(2, 1, 2)


def test_no_text_has_grade_0() -> None:
    assert read(["", "…"]) == Reading()
    assert Reading().grade == 0


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    reading = read([text])
    assert reading.syllables >= reading.words >= reading.sentences >= 0
    assert reading.grade >= 0


@given(st.lists(st.text()), st.lists(st.text()))
def test_readings_add_up(first: list[str], second: list[str]) -> None:
    assert read(first) + read(second) == read(first + second)
