"""The answers to our Questionnaire: a FHIR QuestionnaireResponse as a tree in the shape of `Exam`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from booklet.errors import did_you_mean
from booklet.exams.questionnaire import ANSWERS, ITEMS, LATERALITY, SYSTEMS, URL, Item
from booklet.exams.resource import Walk
from booklet.source import Node

STATUSES: Final = ("completed", "amended")


def answered(walk: Walk, response: Node) -> Node:
    """The exam that a QuestionnaireResponse tells."""
    walk.expect(response, "QuestionnaireResponse")
    walk.status(response, STATUSES)
    if walk.word(response, "questionnaire").partition("|")[0] != URL:
        place = walk.text(response, "questionnaire") or response
        walk.refuse(place, "answers to another questionnaire", f"ours is {URL}")
    return Node(response.span, _group(walk, response, ITEMS, ""))


def _group(walk: Walk, node: Node, asked: Sequence[Item], above: str) -> dict[str, Node]:
    """The answers to a group of questions by their keys."""
    found: dict[str, Node] = {}
    by_id = {above + item.key: item for item in asked}
    for given in walk.parts(node, "item", "item"):
        name = walk.word(given, "linkId")
        item = by_id.get(name)
        if item is None:
            hint = did_you_mean(name, _ids(ITEMS, "")) if len(name) < 100 else ""
            walk.refuse(walk.text(given, "linkId") or given, "unknown linkId", hint)
            continue
        answer = _answer(walk, given, item, f"{name}.")
        if answer is None:
            continue
        if item.kind == "group" and item.repeats:
            several = found.setdefault(item.key, Node(given.span, []))
            assert isinstance(several.value, list)
            several.value.append(answer)
        elif item.key in found:
            walk.refuse(given, "a second answer to one question")
        else:
            found[item.key] = answer
    return found


def _answer(walk: Walk, given: Node, item: Item, above: str) -> Node | None:
    """The answer to one question, or to the questions of one group; None when there is none."""
    answers = walk.parts(given, "answer", "answer")
    inner = walk.parts(given, "item", "item")
    if item.kind == "group":
        if answers:
            walk.refuse(answers[0], "a group has no answer")
        return Node(given.span, _group(walk, given, item.items, above)) if inner else None
    for stray in (*inner, *(part for answer in answers for part in walk.parts(answer, "item", "item"))):
        walk.refuse(stray, "a question has no items")
    values = [value for answer in answers if (value := _value(walk, answer, item))]
    if item.repeats:
        return Node(given.span, values) if values else None
    if len(answers) > 1:
        walk.refuse(answers[1], "a second answer to one question")
    return values[0] if values else None


def _value(walk: Walk, answer: Node, item: Item) -> Node | None:
    wanted = ANSWERS[item.kind]
    if [key for key in answer.keys if key.startswith("value")] != [wanted]:
        walk.refuse(answer, f"expected {wanted}")
        return None
    if item.kind == "choice":
        return _choice(walk, answer, item)
    value = walk.text(answer, wanted)
    if value and item.kind == "time" and isinstance(value.value, str) and value.value.endswith(":00"):
        return Node(value.span, value.value.removesuffix(":00") if value.value.count(":") == 2 else value.value)
    return value


def _choice(walk: Walk, answer: Node, item: Item) -> Node | None:
    coding = walk.part(answer, "valueCoding", "Coding")
    if coding is None:
        return None
    code = walk.text(coding, "code")
    system = SYSTEMS[item.about]
    if code is None or walk.word(coding, "system") != system:
        walk.refuse(coding, "unknown code", f"expected one of the system {system}")
        return None
    if item.about != "side":
        return code
    side = LATERALITY.get(str(code.value).strip())
    if side is None:
        walk.refuse(code, "unknown side", "7771000 is left, 24028007 is right")
        return None
    return Node(code.span, side)


def _ids(items: Sequence[Item], above: str) -> Iterator[str]:
    for item in items:
        yield above + item.key
        yield from _ids(item.items, f"{above}{item.key}.")
