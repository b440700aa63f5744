"""FHIR R4 resources as trees whose places are FHIR paths, and what is refused of any of them.

What could change the meaning of a resource is refused wherever it stands: a modifier extension, implicit rules, a key
that R4 does not have. Other extensions are left out. No path and no message repeats anything that R4 does not name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from booklet.errors import BookletError, Diagnostic, Span, did_you_mean
from booklet.jsontree import parse
from booklet.source import Node, decoded

_ELEMENT: Final = "id extension modifierExtension"
_RESOURCE: Final = f"{_ELEMENT} resourceType meta implicitRules language text contained"
_VALUES: Final = (
    "valueQuantity valueCodeableConcept valueString valueBoolean valueInteger valueRange valueRatio valueSampledData"
    " valueTime valueDateTime valuePeriod"
)
KEYS: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(keys.split())
    for name, keys in {
        "Bundle": "id meta implicitRules language resourceType identifier type timestamp total link entry signature",
        "entry": f"{_ELEMENT} link fullUrl resource search request response",
        "link": f"{_ELEMENT} relation url",
        "Patient": f"{_RESOURCE} identifier active name telecom gender birthDate deceasedBoolean deceasedDateTime"
        " address maritalStatus multipleBirthBoolean multipleBirthInteger photo contact communication"
        " generalPractitioner managingOrganization link",
        "Identifier": f"{_ELEMENT} use type system value period assigner",
        "HumanName": f"{_ELEMENT} use text family given prefix suffix period",
        "Observation": f"{_RESOURCE} identifier basedOn partOf status category code subject focus encounter"
        f" effectiveDateTime effectivePeriod effectiveTiming effectiveInstant issued performer {_VALUES}"
        " dataAbsentReason interpretation note bodySite method specimen device referenceRange hasMember"
        " derivedFrom component",
        "component": f"{_ELEMENT} code {_VALUES} dataAbsentReason interpretation referenceRange",
        "Flag": f"{_RESOURCE} identifier status category code subject period encounter author",
        "CodeableConcept": f"{_ELEMENT} coding text",
        "Coding": f"{_ELEMENT} system version code display userSelected",
        "Quantity": f"{_ELEMENT} value comparator unit system code",
        "Reference": f"{_ELEMENT} reference type identifier display",
        "Annotation": f"{_ELEMENT} authorReference authorString time text",
        "QuestionnaireResponse": f"{_RESOURCE} identifier basedOn partOf questionnaire status subject encounter"
        " authored author source item",
        "item": f"{_ELEMENT} linkId definition text answer item",
        "answer": f"{_ELEMENT} valueBoolean valueDecimal valueInteger valueDate valueDateTime valueTime valueString"
        " valueUri valueAttachment valueCoding valueQuantity valueReference item",
    }.items()
}
"""The keys of R4, by the resource or the part that has them."""
ASIDE: Final = frozenset(
    {
        "Composition",
        "Device",
        "Encounter",
        "Location",
        "OperationOutcome",
        "Organization",
        "Practitioner",
        "PractitionerRole",
        "Provenance",
        "Questionnaire",
    }
)
"""Resources that tell nothing of a body, and are left out."""
ROOTS: Final = ("Bundle", "QuestionnaireResponse")
"""What a file may hold."""
_NAMED: Final = frozenset().union(*KEYS.values())


@dataclass(slots=True)
class Walk:
    """A walk through a resource that notes what is refused on the way."""

    shown: str
    problems: list[Diagnostic] = field(default_factory=list)

    def opened(self, data: bytes) -> Node:
        """The resource in a file. Raises BookletError when it is none that holds an exam."""
        root, problems = parse(decoded(data, self.shown), self.shown)
        kind = resource_type(root)
        if kind not in ROOTS:
            place = root.span if "resourceType" not in root.keys else root.span_of(("resourceType",))
            place = replace(place, at=kind if kind in KEYS else "")
            raise BookletError.at(place, "expected a Bundle or a QuestionnaireResponse")
        moved = _located(root, kind)
        # A mistake of form lies in one place with what the walk finds there.
        self.problems += [replace(p, span=moved.get((p.span.line, p.span.column), p.span)) for p in problems]
        self._general(root)
        return root

    def refuse(self, node: Node, message: str, hint: str = "") -> None:
        """Note a mistake at a node."""
        self.problems.append(Diagnostic(node.span, message, hint))

    def expect(self, node: Node, kind: str) -> None:
        """Refuse the keys that this resource or part does not have in R4."""
        for key, place in node.keys.items():
            if key.removeprefix("_") not in KEYS[kind]:
                self.problems.append(Diagnostic(place, "unknown key", did_you_mean(key, sorted(KEYS[kind]))))

    def part(self, node: Node, key: str, kind: str) -> Node | None:
        """A part that has keys itself."""
        child = _get(node, key)
        if child is None:
            return None
        if not isinstance(child.value, dict):
            self.refuse(child, "expected keys and values")
            return None
        self.expect(child, kind)
        return child

    def parts(self, node: Node, key: str, kind: str) -> list[Node]:
        """The parts in a list, each of which has keys itself."""
        child = _get(node, key)
        if child is None:
            return []
        if not isinstance(child.value, list):
            self.refuse(child, "expected a list")
            return []
        for item in child.value:
            if isinstance(item.value, dict):
                self.expect(item, kind)
            else:
                self.refuse(item, "expected keys and values")
        return [item for item in child.value if isinstance(item.value, dict)]

    def text(self, node: Node, key: str) -> Node | None:
        """A part that is a text, a number or a truth value."""
        child = _get(node, key)
        if child is not None and not isinstance(child.value, str):
            self.refuse(child, "expected a single value")
            return None
        return child

    def word(self, node: Node, key: str) -> str:
        """The text of a part; empty when there is none."""
        child = self.text(node, key)
        return str(child.value).strip() if child else ""

    def codes(self, concept: Node, systems: Collection[str]) -> list[tuple[str, Node]]:
        """The codes of a CodeableConcept that come from these systems, with their system."""
        found = []
        for coding in self.parts(concept, "coding", "Coding"):
            system = self.word(coding, "system")
            if system not in systems:
                continue
            code = self.text(coding, "code")
            if code is None:
                self.refuse(coding, "no code")
            else:
                found.append((system, code))
        return found

    def status(self, node: Node, accepted: tuple[str, ...]) -> None:
        """Refuse a resource whose status says that it does not hold, or not yet."""
        if self.word(node, "status") not in accepted:
            listed = f"{', '.join(accepted[:-1])} or {accepted[-1]}" if accepted[1:] else accepted[0]
            self.refuse(_get(node, "status") or node, "what has this status is not read", f"it must be {listed}")

    def _general(self, node: Node) -> None:
        if isinstance(node.value, str):
            return
        if isinstance(node.value, list):
            for child in node.value:
                self._general(child)
            return
        for key, child in node.value.items():
            if key == "modifierExtension":
                self.refuse(child, "an extension that changes the meaning is not read")
            elif key == "implicitRules":
                self.refuse(child, "rules from elsewhere are not read")
            elif key == "contained":
                self._contained(child)
            self._general(child)

    def _contained(self, node: Node) -> None:
        for resource in node.value if isinstance(node.value, list) else [node]:
            if resource_type(resource) not in ASIDE:
                self.refuse(resource, "a contained resource of this type is not read")


def resource_type(node: Node) -> str:
    """What resource a node is; empty when it does not say."""
    kind = _get(node, "resourceType")
    return kind.value if kind and isinstance(kind.value, str) else ""


def _get(node: Node, key: str) -> Node | None:
    return node.value.get(key) if isinstance(node.value, dict) else None


def _located(root: Node, name: str) -> dict[tuple[int, int], Span]:
    """Give every node, and every key, its FHIR path; tells the new place of each old one."""
    moved: dict[tuple[int, int], Span] = {}

    def visit(node: Node, path: str) -> None:
        node.span = replace(node.span, at=path)
        moved[node.span.line, node.span.column] = node.span
        for child, step in _children(node):
            visit(child, path + step)
        for key, place in node.keys.items():
            node.keys[key] = replace(place, at=path + _step(key))
            moved[place.line, place.column] = node.keys[key]

    visit(root, name)
    return moved


def _children(node: Node) -> Iterator[tuple[Node, str]]:
    if isinstance(node.value, list):
        yield from ((child, f"[{index}]") for index, child in enumerate(node.value))
    elif isinstance(node.value, dict):
        yield from ((child, _step(key)) for key, child in node.value.items())


def _step(key: str) -> str:
    return f".{key}" if key.removeprefix("_") in _NAMED else ".?"
