"""Two rubrics for patient material, as far as a machine can go: PEMAT-P (AHRQ), CDC Clear Communication Index.

A criterion is met or not met only where the document itself decides it. What takes judgement is left "for a person",
with the evidence a person wants; a machine may fail such a criterion, for example when there is nothing to judge, but
never passes it. The criteria are in our own short words; the numbers are the instruments'.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import Final, Literal, TypeAlias, TypeVar

from booklet.check.passages import Kind, Passage
from booklet.check.reading import AIM, LIMIT, Reading, sentences, syllables, words
from booklet.document import (
    Alert,
    Block,
    Bullets,
    Card,
    Document,
    Heading,
    Notice,
    Opening,
    Overview,
    Picture,
    RedFlags,
    Runs,
    Spots,
    Steps,
    Strip,
    Table,
    Way,
    text_of,
    walk,
)
from booklet.library import Library

Instrument: TypeAlias = Literal["PEMAT-P", "CDC-CCI"]
State: TypeAlias = Literal["met", "not met", "for a person", "not applicable"]

B = TypeVar("B", bound=Block)


@dataclass(frozen=True, slots=True)
class RubricItem:
    """One criterion of an instrument, applied to the document of a region."""

    region: str
    instrument: Instrument
    number: int
    criterion: str
    state: State
    evidence: str


@dataclass(frozen=True)
class Facts:
    """What the judges look at. `reading` is that of the body text, None in a language without a grade."""

    document: Document
    library: Library
    passages: tuple[Passage, ...]
    reading: Reading | None

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        return tuple(walk(self.document.blocks))

    def of(self, kind: type[B]) -> list[B]:
        """The blocks of one kind in reading order."""
        return [block for block in self.blocks if isinstance(block, kind)]

    def texts(self, kind: Kind) -> list[str]:
        """The passages of one kind in reading order."""
        return [passage.text for passage in self.passages if passage.kind == kind]

    def sentences_with(self, pattern: re.Pattern[str]) -> list[str]:
        """The sentences of the body text in which the pattern is found."""
        return [s for text in self.texts("body") for s in sentences(text) if pattern.search(s)]


Verdict: TypeAlias = tuple[State, str]
Judge: TypeAlias = Callable[[Facts], Verdict]


def assess(facts: Facts) -> tuple[RubricItem, ...]:
    """Every criterion of both instruments, applied to one document."""
    region = facts.document.key
    return tuple(
        RubricItem(region, instrument, number, wording, *judge(facts))
        for instrument, criteria in INSTRUMENTS.items()
        for number, wording, judge in criteria
    )


def _decided(met: bool, evidence: str) -> Verdict:
    return ("met" if met else "not met"), evidence


def _person(evidence: str, *, unless: bool = False, because: str = "") -> Verdict:
    """Left for a person, or not met when even a machine sees that it fails."""
    return ("not met", because) if unless else ("for a person", evidence)


def _judgement(_: Facts) -> Verdict:
    return _person("")


LONGEST_PASSAGE: Final = 80
"""Words in a paragraph, beyond which it no longer counts as a short section."""
MOST_STEPS: Final = 7
LONGEST_HEAD: Final = 8
"""Words in the head of a table's row or column."""

_NUMBER: Final = re.compile(r"\d")
_PER_CENT: Final = re.compile(r"\d\s?%|\bper ?cent\b|\b\w+ (?:in|out of) (?:\d+|ten|a hundred)\b")
_SUMS: Final = re.compile(
    r"\b(?:add up|subtract|multipl(?:y|ied)|divided? by|double|halve|calculate|in total|sum of)\b", re.IGNORECASE
)
_PASSIVE: Final = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:(?:not|often|never|mostly|\w+ly)\s+)?"
    r"(?:\w{2,}ed|made|felt|held|drawn|given|known|found|seen|said|done|put|shown|meant|taken|kept)\b",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(r"\b(?:you|your|yourself)\b", re.IGNORECASE)
_THIRD_PERSON: Final = re.compile(r"\bpatients?\s+(?:should|must|can|may|needs?)\b|\bone should\b", re.IGNORECASE)


def _shown(found: list[str], most: int = 3) -> str:
    quoted = ", ".join(f"“{text}”" for text in found[:most])
    return f"{quoted} and {len(found) - most} more" if len(found) > most else quoted


# What the first page says


def _purpose(facts: Facts) -> Verdict:
    openings = facts.of(Opening)
    evidence = _shown([text for o in openings for text in (o.title, o.message, o.intro)])
    return _person(evidence, unless=not openings, because="no title block")


def _one_message(facts: Facts) -> Verdict:
    found = [sentence for opening in facts.of(Opening) for sentence in sentences(opening.message)]
    return _decided(len(found) == 1, f"main message: {_shown(found)}" if found else "no main message")


def _message_first(facts: Facts) -> Verdict:
    first = next(iter(facts.blocks), None)
    return _decided(isinstance(first, Opening), f"the first block is {type(first).__name__}")


def _message_emphasised(facts: Facts) -> Verdict:
    opening = any(opening.message for opening in facts.of(Opening))
    return _decided(opening, "the message has its own type in the title block" if opening else "no title block")


def _message_picture(facts: Facts) -> Verdict:
    captions = [opening.picture.caption for opening in facts.of(Opening) if opening.picture]
    return _person(f"beside it: {_shown(captions)}", unless=not captions, because="no picture beside the message")


def _summary(facts: Facts) -> Verdict:
    strips = [cell.heading for strip in facts.of(Strip) for cell in strip.cells]
    return _person(f"key points stand in strips: {_shown(strips, 6)}" if strips else "no strip of key points")


# Words and sentences


def _everyday_words(facts: Facts) -> Verdict:
    if facts.reading is None:
        return _person(f"no grade for the language {facts.document.language}")
    counted = {word.lower() for text in facts.texts("body") for word in words(text) if not word[0].isdigit()}
    long = sorted(word for word in counted if syllables(word) >= 4)
    grade = f"grade {facts.reading.grade}, {AIM:g} is aimed at"
    return _person(f"{grade}; long words: {_shown(long, 8)}", unless=facts.reading.grade > LIMIT, because=grade)


def _medical_terms(facts: Facts) -> Verdict:
    names = anatomical_words(facts.library)
    used = sorted({word.lower() for text in facts.texts("body") for word in words(text)} & names)
    return _person(f"anatomical words in the text: {_shown(used, 8)}" if used else "no anatomical word in the text")


def _active_voice(facts: Facts) -> Verdict:
    passive = facts.sentences_with(_PASSIVE)
    return _person(f"{len(passive)} sentences may be passive: {_shown(passive)}" if passive else "none looks passive")


def _direct_address(facts: Facts) -> Verdict:
    third = facts.sentences_with(_THIRD_PERSON)
    if facts.reading is None:
        return _person(f"not looked for in the language {facts.document.language}")
    count = len(facts.sentences_with(_ADDRESS))
    about = f"speaks about the reader: {_shown(third)}"
    return _decided(bool(count) and not third, about if third else f"{count} sentences say “you” or “your”")


# Numbers


def _numbers(facts: Facts) -> Verdict:
    found = facts.sentences_with(_NUMBER)
    return _person(f"numbers stand in {_shown(found)}") if found else ("not applicable", "no numbers")


def _no_sums(facts: Facts) -> Verdict:
    sums = facts.sentences_with(_SUMS)
    return _person("no word asks for a sum", unless=bool(sums), because=_shown(sums))


def _sums_explained(facts: Facts) -> Verdict:
    sums = facts.sentences_with(_SUMS)
    return _person(_shown(sums)) if sums else ("not applicable", "no word asks for a sum")


def _probabilities(facts: Facts) -> Verdict:
    found = facts.sentences_with(_PER_CENT)
    return _person(_shown(found)) if found else ("not applicable", "no chance is given as a number")


# Order and looks


def _chunks(facts: Facts) -> Verdict:
    longest = max(facts.texts("body"), key=lambda text: len(words(text)), default="")
    length, headings = len(words(longest)), len(facts.texts("heading"))
    evidence = f"{headings} headings; longest paragraph {length} words, {LONGEST_PASSAGE} at most: “{longest[:40]}…”"
    return _decided(headings > 1 and length <= LONGEST_PASSAGE, evidence)


def _headings(facts: Facts) -> Verdict:
    names = [heading.text for heading in facts.of(Heading) if heading.level == 1]
    twice = sorted({name for name in names if names.count(name) > 1})
    bad = not names or bool(twice)
    return _person(_shown(names, 20), unless=bad, because=f"used twice: {_shown(twice)}" if twice else "no headings")


def _order(facts: Facts) -> Verdict:
    late = not red_flags_first(facts.document)
    return _person("red flags come before the first steps", unless=late, because="steps come before the red flags")


def _visual_cues(facts: Facts) -> Verdict:
    boxes, notices, lists = len(facts.of(RedFlags)), len(facts.of(Notice)), len(facts.of(Bullets))
    return _decided(bool(boxes or notices or lists), f"{boxes} red-flag boxes, {notices} notices, {lists} lists")


def _lists(facts: Facts) -> Verdict:
    bullets, steps = len(facts.of(Bullets)), len(facts.of(Steps))
    return _decided(bool(bullets or steps), f"{bullets} lists with bullets, {steps} with numbers")


def _pictures(facts: Facts) -> Verdict:
    count = len(facts.of(Picture))
    return _person(f"{count} pictures", unless=not count, because="no pictures")


def _captions(facts: Facts) -> Verdict:
    pictures = facts.of(Picture)
    if not pictures:
        return "not applicable", "no pictures"
    bare = [picture.figure for picture in pictures if not picture.caption]
    return _decided(not bare, f"without a caption: {_shown(bare)}" if bare else f"{len(pictures)} captions")


def _tables(facts: Facts) -> Verdict:
    tables = facts.of(Table)
    if not tables:
        return "not applicable", "no tables"
    heads = [head for table in tables for head in table.head]
    heads += [_row_head(row[0]) for table in tables for row in table.rows]
    bad = [head for head in heads if not 0 < len(words(head)) <= LONGEST_HEAD]
    return _decided(not bad, f"empty or long heads: {_shown(bad)}" if bad else f"{len(heads)} short heads")


def _row_head(runs: Runs) -> str:
    """The strong part of a row's head; what follows it explains it."""
    return text_of(tuple(run for run in runs if run.strong)) or text_of(runs)


# Actions


def _actions(facts: Facts) -> Verdict:
    steps, notices = len(facts.of(Steps)), sum(notice.kind == "action" for notice in facts.of(Notice))
    return _decided(bool(steps), f"{steps} lists of steps, {notices} notices of what to do")


def _explicit_steps(facts: Facts) -> Verdict:
    longest = max((len(steps.items) for steps in facts.of(Steps)), default=0)
    evidence = f"the longest list has {longest} steps, {MOST_STEPS} at most"
    return _decided(0 < longest <= MOST_STEPS, evidence)


def _tool(facts: Facts) -> Verdict:
    rows = sum(len(overview.rows) for overview in facts.of(Overview))
    return _decided(bool(rows), f"a list of {rows} groups to tick" if rows else "no list to tick")


def _drawings_explained(facts: Facts) -> Verdict:
    if not facts.of(Picture):
        return "not applicable", "no pictures"
    return _person(f"{len(facts.of(Picture))} pictures, {len(facts.of(Table))} tables")


def _drawn_actions(facts: Facts) -> Verdict:
    places: list[Way | Card] = [
        *facts.of(Way),
        *(card for card in facts.of(Card) if any(isinstance(p, Steps) for p in card.parts)),
    ]
    drawn = sum(any(isinstance(inner, Picture) for inner in walk((place,))) for place in places)
    return _person(f"{drawn} of {len(places)} have a picture", unless=not drawn, because="no steps have a picture")


# Knowledge and risk


def _state_of_science(facts: Facts) -> Verdict:
    printed = {passage.text for passage in facts.passages}
    topics = [row.topic for row in facts.library.legal.evidence if row.finding in printed]
    return _decided(bool(topics), f"what studies say of {_shown(topics, 8)}" if topics else "no evidence printed")


def _risk(facts: Facts) -> Verdict:
    flags = sum(len(group.items) for box in facts.of(RedFlags) for group in box.groups)
    cautions = sum(notice.kind == "caution" for notice in facts.of(Notice))
    return _person(f"{flags} red flags, {cautions} cautions", unless=not flags, because="no red flags")


def red_flags_first(document: Document) -> bool:
    """Whether red flags stand before anything to press: the steps of a self-check, the spots of a checklist.

    A checklist has no box of red flags but an alert, for an emergency, and a note on when to see a doctor.
    """
    before = before_pressing(document)
    return any(map(says_emergency, before)) and any(map(says_urgent, before))


def before_pressing(document: Document) -> list[Block]:
    """What is read before the first steps or the first spots."""
    return list(takewhile(lambda block: not isinstance(block, Steps | Spots), walk(document.blocks)))


def says_emergency(block: Block) -> str:
    """What a block says of red flags for an emergency: a box of red flags or an alert; empty for all other blocks."""
    return text_of(block.text) if isinstance(block, Alert) else _boxed(block)


def says_urgent(block: Block) -> str:
    """The same of red flags to see a doctor about: a box of red flags or a note on that."""
    if isinstance(block, Notice) and block.kind == "doctor":
        return text_of(block.text)
    return _boxed(block)


def _boxed(block: Block) -> str:
    if not isinstance(block, RedFlags):
        return ""
    return " ".join(text_of(item) for group in block.groups for item in group.items)


def anatomical_words(library: Library) -> frozenset[str]:
    """The long words, of three or more syllables, in the anatomical names that the library uses; lower case."""
    muscles = [muscle.anatomical for muscle in library.muscles.values()]
    joints = [joint.anatomical for joint in library.joints.values()]
    bones = [point.anatomical for region in library.regions.values() for point in region.landmarks.points]
    found = (word.lower() for name in (*muscles, *joints, *bones) for word in words(name))
    return frozenset(word for word in found if syllables(word) >= 3)


INSTRUMENTS: Final[dict[Instrument, tuple[tuple[int, str, Judge], ...]]] = {
    "PEMAT-P": (
        (1, "what the sheet is for is plain", _purpose),
        (2, "nothing leads away from it", _judgement),
        (3, "everyday words", _everyday_words),
        (4, "medical terms only to teach them, and explained", _medical_terms),
        (5, "active voice", _active_voice),
        (6, "numbers are easy to grasp", _numbers),
        (7, "no sums to do", _no_sums),
        (8, "short sections", _chunks),
        (9, "headings tell what follows", _headings),
        (10, "the order makes sense", _order),
        (11, "there is a summary", _summary),
        (12, "key points stand out", _visual_cues),
        (15, "pictures wherever they help", _pictures),
        (16, "pictures support the text", _pictures),
        (17, "pictures have captions", _captions),
        (18, "pictures are clear", _pictures),
        (19, "tables are simple, with short heads", _tables),
        (20, "at least one thing to do", _actions),
        (21, "speaks to the reader", _direct_address),
        (22, "actions in clear steps", _explicit_steps),
        (23, "something to use, such as a checklist", _tool),
        (24, "sums are explained", _sums_explained),
        (25, "how to use drawings and tables is explained", _drawings_explained),
        (26, "pictures of what to do", _drawn_actions),
    ),
    "CDC-CCI": (
        (1, "one main message", _one_message),
        (2, "it comes first", _message_first),
        (3, "it stands out", _message_emphasised),
        (4, "a picture carries it", _message_picture),
        (5, "a call to act", _actions),
        (6, "message and call in active voice", _purpose),
        (7, "the reader's own words", _everyday_words),
        (8, "lists with bullets or numbers", _lists),
        (9, "chunks with headings", _chunks),
        (10, "the first section sums it up", _purpose),
        (11, "what is known and what is not", _state_of_science),
        (12, "says what to do", _actions),
        (13, "says why it matters", _judgement),
        (14, "says how to do it", _explicit_steps),
        (15, "numbers the reader uses", _numbers),
        (16, "numbers are explained", _numbers),
        (17, "no sums to do", _no_sums),
        (18, "says what the risk is", _risk),
        (19, "both risks and gains", _judgement),
        (20, "chances also told in words or pictures", _probabilities),
    ),
}
"""Instrument to its criteria: number, what it asks, who decides."""
