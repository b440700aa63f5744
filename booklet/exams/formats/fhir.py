"""An exam in FHIR R4: a Bundle of one Patient and Observations, or the answers to our Questionnaire.

An Observation whose bodySite has a trigger point is a finding: its value is the tenderness, the components `familiar`
and `spread` of the system `urn:booklet:finding` and its notes are the rest. One whose bodySite has an area is pain, its
value how much. The side is a second coding of bodySite. The day is that of effectiveDateTime as written, whatever the
time zone; the latest day is the exam, the others are earlier ones. An active Flag is a caution.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from booklet.errors import BookletError
from booklet.exams.answers import answered
from booklet.exams.draft import Draft, Reading
from booklet.exams.questionnaire import LATERALITY, SNOMED, SYSTEMS
from booklet.exams.resource import ASIDE, Walk, resource_type
from booklet.jsontree import parse
from booklet.source import Node, decoded

SUFFIXES: Final = (".json",)

BUNDLES: Final = ("collection", "document", "searchset")
STATUSES: Final = ("final", "amended", "corrected", "preliminary")
POINT: Final = SYSTEMS["trigger-point"]
AREA: Final = SYSTEMS["body-area"]
CHOIR: Final = "urn:choir:body-map"
COMPONENTS: Final = "urn:booklet:finding"
_READ: Final = ("Patient", "Observation", "Flag", "QuestionnaireResponse")
_PLACES: Final = {POINT: "point", AREA: "area", CHOIR: "choir"}
_MOMENT: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?(Z|[+-]\d{2}:\d{2}))?")


def recognises(data: bytes) -> bool:
    """Whether a JSON file says that it is a resource."""
    if b'"resourceType"' not in data:
        return False
    try:
        root, _ = parse(decoded(data, ""), "")
    except BookletError:
        return False
    return "resourceType" in root.keys


def read(data: bytes, shown: str) -> Reading:
    """The exam in a resource."""
    walk = Walk(shown)
    root = walk.opened(data)
    tree = _bundle(walk, root) if resource_type(root) == "Bundle" else answered(walk, root)
    return Reading((Draft(tree, tuple(walk.problems)),))


def _bundle(walk: Walk, root: Node) -> Node:
    walk.expect(root, "Bundle")
    if walk.word(root, "type") not in BUNDLES:
        walk.refuse(
            walk.text(root, "type") or root, "a Bundle of this type is not read", f"there is {', '.join(BUNDLES)}"
        )
    for link in walk.parts(root, "link", "link"):
        if walk.word(link, "relation") == "next":
            walk.refuse(link, "one page of several", "put all of them in one Bundle")
    resources, names = _resources(walk, root)
    patients, responses = resources["Patient"], resources["QuestionnaireResponse"]
    told = [*resources["Observation"], *resources["Flag"]]
    for patient in patients[1:]:
        walk.refuse(patient, "a second Patient", "a Bundle is about one person")
    if not patients:
        walk.refuse(root, "no Patient")
    for resource in (*told, *responses):
        _subject(walk, resource, names)
    for extra in responses[1:]:
        walk.refuse(extra, "a second QuestionnaireResponse", "a Bundle is about one exam")
    if responses and told:
        walk.refuse(told[0], "stands beside a QuestionnaireResponse", "an exam comes in one of both ways")
    person = _person(walk, patients[0]) if patients else Node(root.span, {})
    if not responses:
        return _exam(walk, root, person, resources)
    tree = answered(walk, responses[0])
    _add_person(walk, tree, person)
    return tree


def _resources(walk: Walk, root: Node) -> tuple[dict[str, list[Node]], set[str]]:
    """The resources of a Bundle by their type, and all names by which others may refer to its first Patient."""
    found: dict[str, list[Node]] = {kind: [] for kind in _READ}
    names: set[str] = set()
    for entry in walk.parts(root, "entry", "entry"):
        resource = entry.value.get("resource") if isinstance(entry.value, dict) else None
        kind = resource_type(resource) if resource else ""
        if kind in found and resource:
            if kind == "Patient" and not found[kind]:
                own = walk.word(resource, "id")
                names = {walk.word(entry, "fullUrl"), f"Patient/{own}" * bool(own)} - {""}
            found[kind].append(resource)
        elif kind not in ASIDE:
            walk.refuse(resource or entry, "a resource of this type is not read", f"there is {', '.join(_READ)}")
    return found, names


def _subject(walk: Walk, resource: Node, names: set[str]) -> None:
    subject = walk.part(resource, "subject", "Reference")
    if subject is None:
        walk.refuse(resource, "no subject", "it must refer to the Patient of the Bundle")
    elif walk.word(subject, "reference").partition("/_history/")[0] not in names:
        place = walk.text(subject, "reference") or subject
        walk.refuse(place, "about someone else than the Patient of the Bundle")


def _person(walk: Walk, patient: Node) -> Node:
    walk.expect(patient, "Patient")
    parts: dict[str, Node] = {}
    identifiers = walk.parts(patient, "identifier", "Identifier")
    if identifiers and (value := walk.text(identifiers[0], "value")):
        parts["id"] = value
    names = walk.parts(patient, "name", "HumanName")
    official = [name for name in names if walk.word(name, "use") == "official"]
    if names:
        name = (official or names)[0]
        full = " ".join(filter(None, (*_given(walk, name), walk.word(name, "family"))))
        if written := walk.text(name, "text") or (Node(name.span, full) if full else None):
            parts["name"] = written
    if born := walk.text(patient, "birthDate"):
        parts["born"] = born
    return Node(patient.span, parts)


def _given(walk: Walk, name: Node) -> list[str]:
    given = name.value.get("given") if isinstance(name.value, dict) else None
    if given is None:
        return []
    if not isinstance(given.value, list) or not all(isinstance(part.value, str) for part in given.value):
        walk.refuse(given, "expected a list of texts")
        return []
    return [str(part.value) for part in given.value]


def _add_person(walk: Walk, tree: Node, person: Node) -> None:
    """Add what the Patient says to the answers; where both say something, they must agree."""
    assert isinstance(tree.value, dict) and isinstance(person.value, dict)
    told = tree.value.setdefault("person", person)
    assert isinstance(told.value, dict)
    for key, node in person.value.items():
        answer = told.value.setdefault(key, node)
        if str(answer.value).strip() != str(node.value).strip():
            walk.refuse(answer, "two people are mixed", "the Patient of the Bundle says something else")


def _exam(walk: Walk, root: Node, person: Node, resources: dict[str, list[Node]]) -> Node:
    visits: dict[str, tuple[Node, list[Node], list[Node]]] = {}
    for observation in resources["Observation"]:
        day = _day(walk, observation)
        part = _observed(walk, observation)
        if day and part and isinstance(part.value, dict):
            _, pain, findings = visits.setdefault(str(day.value), (day, [], []))
            (findings if "point" in part.value else pain).append(part)
    children = {"person": person}
    if visits:
        latest = max(visits)
        children |= _visit(*visits[latest])
        earlier = [Node(visits[day][0].span, _visit(*visits[day])) for day in sorted(visits) if day != latest]
        if earlier:
            children["earlier"] = Node(earlier[0].span, earlier)
    elif not resources["Observation"]:
        walk.refuse(root, "no Observation", "their dates are that of the exam")
    else:
        walk.refuse(root, "no Observation can be read")
    cautions = [code for flag in resources["Flag"] if (code := _caution(walk, flag))]
    if cautions:
        children["cautions"] = Node(cautions[0].span, cautions)
    return Node(root.span, children)


def _visit(day: Node, pain: Sequence[Node], findings: Sequence[Node]) -> dict[str, Node]:
    lists = {key: Node(nodes[0].span, list(nodes)) for key, nodes in (("pain", pain), ("findings", findings)) if nodes}
    return {"date": day, **lists}


def _day(walk: Walk, observation: Node) -> Node | None:
    assert isinstance(observation.value, dict)
    moments = [key for key in observation.keys if key.startswith("effective")]
    moment = walk.text(observation, "effectiveDateTime")
    if moments != ["effectiveDateTime"] or moment is None:
        walk.refuse(observation, "no effectiveDateTime, or not it alone", "it is the date of the exam")
        return None
    found = _MOMENT.fullmatch(str(moment.value).strip())
    if not found:
        walk.refuse(moment, "expected a full date, with or without a time")
        return None
    return Node(moment.span, found[1])


def _observed(walk: Walk, observation: Node) -> Node | None:
    """The finding or the pain that an Observation tells."""
    walk.expect(observation, "Observation")
    walk.status(observation, STATUSES)
    for key in ("focus", "dataAbsentReason"):
        if key in observation.keys:
            walk.refuse(observation, f"an Observation with {key} is not read", "leave the Observation out")
    site = walk.part(observation, "bodySite", "CodeableConcept")
    if site is None:
        walk.refuse(observation, "no bodySite", f"it has a code of {POINT}, {AREA} or {CHOIR}")
        return None
    codes = walk.codes(site, _PLACES)
    if len(codes) != 1:
        walk.refuse(site, "needs exactly one code that is known here", f"of {POINT}, {AREA} or {CHOIR}")
        return None
    system, code = codes[0]
    parts = {_PLACES[system]: code}
    if side := _side(walk, site, optional=system == CHOIR):
        parts["side"] = side
    if value := _rating(walk, observation):
        parts["tenderness" if system == POINT else "intensity"] = value
    if system == POINT:
        parts |= _details(walk, observation)
    else:
        for key in ("component", "note"):
            if key in observation.keys:
                walk.refuse(observation, f"an area that hurts has no {key}")
    return Node(site.span, parts)


def _side(walk: Walk, site: Node, *, optional: bool) -> Node | None:
    sides = [code for _, code in walk.codes(site, (SNOMED,)) if str(code.value) in LATERALITY]
    if len(sides) == 1:
        return Node(sides[0].span, LATERALITY[str(sides[0].value)])
    if sides or not optional:
        walk.refuse(site, "needs exactly one side", "a SNOMED CT coding, 7771000 for left or 24028007 for right")
    return None


def _rating(walk: Walk, observation: Node) -> Node | None:
    values = [key for key in observation.keys if key.startswith("value")]
    if not values:
        return None
    if values == ["valueInteger"]:
        return walk.text(observation, "valueInteger")
    quantity = walk.part(observation, "valueQuantity", "Quantity")
    if values != ["valueQuantity"] or quantity is None:
        walk.refuse(observation, "expected valueInteger or valueQuantity")
        return None
    if walk.word(quantity, "code") != "{score}" or "comparator" in quantity.keys:
        walk.refuse(quantity, 'expected a plain quantity with the code "{score}"')
        return None
    return walk.text(quantity, "value")


def _details(walk: Walk, observation: Node) -> dict[str, Node]:
    """What a finding has besides its tenderness."""
    wanted = {"familiar": "valueBoolean", "spread": "valueString"}
    details: dict[str, Node] = {}
    for component in walk.parts(observation, "component", "component"):
        concept = walk.part(component, "code", "CodeableConcept")
        names = [str(code.value) for _, code in walk.codes(concept, (COMPONENTS,))] if concept else []
        name = names[0] if len(names) == 1 else ""
        if name not in wanted:
            walk.refuse(component, "needs exactly one code that is known here", f"familiar or spread of {COMPONENTS}")
        elif name in details:
            walk.refuse(component, f"a second {name}")
        elif [key for key in component.keys if key.startswith(("value", "dataAbsent"))] != [wanted[name]]:
            walk.refuse(component, f"expected {wanted[name]}")
        elif value := walk.text(component, wanted[name]):
            details[name] = value
    notes = [text for note in walk.parts(observation, "note", "Annotation") if (text := walk.text(note, "text"))]
    if notes:
        details["note"] = Node(notes[0].span, "\n".join(str(note.value) for note in notes))
    return details


def _caution(walk: Walk, flag: Node) -> Node | None:
    walk.expect(flag, "Flag")
    walk.status(flag, ("active",))
    concept = walk.part(flag, "code", "CodeableConcept")
    codes = walk.codes(concept, (SYSTEMS["caution"],)) if concept else []
    if len(codes) != 1:
        walk.refuse(concept or flag, "needs exactly one code that is known here", f"of {SYSTEMS['caution']}")
        return None
    return codes[0][1]
