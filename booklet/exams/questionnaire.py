"""The exam as a FHIR R4 Questionnaire: what it asks, in one table that the reader of its answers follows too.

The `linkId` of an item is its way through the keys of `Exam`, with periods: `findings.tenderness`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

from booklet.exam import NAME_LENGTH, NOTE_LENGTH, ChoirForm, Tool
from booklet.exams.known import CHOIR_CODES, Known

URL: Final = "urn:booklet:Questionnaire:exam"
SNOMED: Final = "http://snomed.info/sct"
LATERALITY: Final[Mapping[str, str]] = {"7771000": "left", "24028007": "right"}
"""SNOMED CT codes of the sides."""
SYSTEMS: Final[Mapping[str, str]] = {
    name: f"urn:booklet:{name}"
    for name in ("trigger-point", "body-area", "caution", "region", "language", "tool", "paper", "choir-form")
} | {"side": SNOMED}
"""Where the codes of an answer come from, by what they are about."""

ItemKind: TypeAlias = Literal["group", "string", "text", "date", "time", "integer", "boolean", "choice"]
ANSWERS: Final[Mapping[ItemKind, str]] = {
    "string": "valueString",
    "text": "valueString",
    "date": "valueDate",
    "time": "valueTime",
    "integer": "valueInteger",
    "boolean": "valueBoolean",
    "choice": "valueCoding",
}
"""Where the answer to an item stands."""
_LIMIT: Final = "http://hl7.org/fhir/StructureDefinition/{}Value"


@dataclass(frozen=True, slots=True)
class Item:
    """A question, or a group of them: the key of its answer in `Exam`, and its words.

    `about` names the system of a choice; `least` and `most` bound a number.
    """

    key: str
    text: str
    kind: ItemKind
    required: bool = False
    repeats: bool = False
    about: str = ""
    least: int = 0
    most: int = 0
    items: tuple[Item, ...] = ()


def _rating(key: str, text: str) -> Item:
    return Item(key, text, "integer", most=10)


_SIDE: Final = Item("side", "Side", "choice", about="side")
_PAIN: Final = Item(
    "pain",
    "Where it hurts",
    "group",
    repeats=True,
    items=(
        Item("area", "Area", "choice", about="body-area"),
        _SIDE,
        Item("choir", "CHOIR code, instead of area and side", "integer", least=min(CHOIR_CODES), most=max(CHOIR_CODES)),
        _rating("intensity", "How much, 0 to 10"),
    ),
)
_FINDINGS: Final = Item(
    "findings",
    "What pressing a trigger point showed",
    "group",
    repeats=True,
    items=(
        Item("point", "Trigger point", "choice", required=True, about="trigger-point"),
        Item("side", "Side", "choice", required=True, about="side"),
        _rating("tenderness", "Tenderness, 0 to 10"),
        Item("familiar", "Is it the familiar pain?", "boolean"),
        Item("spread", "Where it spreads to", "text"),
        Item("note", "Note", "text"),
    ),
)
_DATE: Final = Item("date", "Date of the exam", "date", required=True)
ITEMS: Final = (
    _DATE,
    Item(
        "person",
        "Person",
        "group",
        items=(
            Item("id", "Record", "string"),
            Item("name", "Name", "string"),
            Item("born", "Date of birth", "date"),
        ),
    ),
    Item("clinic", "Clinic", "string"),
    Item("clinician", "Clinician", "string"),
    Item("region", "Region", "choice", about="region"),
    Item("language", "Language of the sheet", "choice", about="language"),
    _PAIN,
    _FINDINGS,
    Item("choir_form", "Form that CHOIR codes come from", "choice", about="choir-form"),
    Item("tools", "Tools at hand", "choice", repeats=True, about="tool"),
    Item("cautions", "Cautions", "choice", repeats=True, about="caution"),
    Item("patch", "Is the patch advised?", "boolean"),
    Item("note", "Note for the person to read", "text"),
    Item(
        "next_visit",
        "Next visit",
        "group",
        items=(
            Item("on", "Day", "date"),
            Item("at", "Time", "time"),
            Item("where", "Where", "string"),
        ),
    ),
    Item(
        "print",
        "How to print",
        "group",
        items=(
            Item("paper", "Paper", "choice", about="paper"),
            Item("large_print", "Large print?", "boolean"),
            Item("grey", "Grey?", "boolean"),
        ),
    ),
    Item("earlier", "An earlier exam", "group", repeats=True, items=(_DATE, _PAIN, _FINDINGS)),
)
"""All that the questionnaire asks, in its order."""


def questionnaire(known: Known) -> dict[str, Any]:
    """The Questionnaire, with the ids and names of this library as its choices."""
    options: dict[str, Mapping[str, str]] = {
        "trigger-point": known.points,
        "body-area": known.areas,
        "caution": known.cautions,
        "region": dict.fromkeys(known.regions, ""),
        "language": dict.fromkeys(known.languages, ""),
        "tool": dict.fromkeys(get_args(Tool), ""),
        "paper": {"letter": "US Letter", "a4": "A4"},
        "choir-form": dict.fromkeys(get_args(ChoirForm), ""),
        "side": LATERALITY,
    }
    return {
        "resourceType": "Questionnaire",
        "url": URL,
        "name": "MuscleExam",
        "title": "Exam of muscle pain",
        "status": "draft",
        "subjectType": ["Patient"],
        "item": list(_written(ITEMS, "", options)),
    }


def _written(items: tuple[Item, ...], above: str, options: Mapping[str, Mapping[str, str]]) -> Iterator[dict[str, Any]]:
    for item in items:
        made: dict[str, Any] = {"linkId": above + item.key, "text": item.text, "type": item.kind}
        if item.kind == "integer":
            bounds = (("min", item.least), ("max", item.most))
            made["extension"] = [{"url": _LIMIT.format(which), "valueInteger": bound} for which, bound in bounds]
        if item.required:
            made["required"] = True
        if item.repeats:
            made["repeats"] = True
        if item.kind in ("string", "text"):
            made["maxLength"] = NAME_LENGTH if item.kind == "string" else NOTE_LENGTH
        if item.about and options[item.about]:
            made["answerOption"] = [
                {"valueCoding": {"system": SYSTEMS[item.about], "code": code} | ({"display": name} if name else {})}
                for code, name in options[item.about].items()
            ]
        if item.items:
            made["item"] = list(_written(item.items, f"{above}{item.key}.", options))
        yield made
