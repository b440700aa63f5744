"""The names of the fields in the exam form, for the one who draws it and the one who reads it.

A name is a way with slashes: `finding/<point>/<side>/tenderness`. It has no period, which PDF would take for a tree.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from booklet.exam import Side

FieldKind: TypeAlias = Literal["text", "check", "choice"]

DATE: Final = "date"
SINGLE: Final[dict[str, FieldKind]] = {
    DATE: "text",
    "person/id": "text",
    "person/name": "text",
    "person/born": "text",
    "clinic": "text",
    "clinician": "text",
    "region": "choice",
    "language": "choice",
    "patch": "check",
    "note": "text",
    "next_visit/on": "text",
    "next_visit/at": "text",
    "next_visit/where": "text",
    "print/paper": "choice",
    "print/large_print": "check",
    "print/grey": "check",
}
"""Fields that stand once, with their kinds."""
TICKS: Final = ("tools", "cautions")
"""Lists with a box for each thing: `tools/ball`."""
PAIN: Final[dict[str, FieldKind]] = {"here": "check", "intensity": "choice"}
FINDING: Final[dict[str, FieldKind]] = {
    "tenderness": "choice",
    "familiar": "check",
    "spread": "text",
    "note": "text",
}
OURS: Final = frozenset({name.partition("/")[0] for name in SINGLE} | {*TICKS, "pain", "finding"})
"""How our names begin."""


def tick(group: str, thing: str) -> str:
    """The box that says that a tool is at hand, or that a caution holds."""
    return f"{group}/{thing}"


def pain(area: str, side: Side, part: str) -> str:
    """A field of an area that may hurt; `part` is a key of PAIN."""
    return f"pain/{area}/{side}/{part}"


def finding(point: str, side: Side, part: str) -> str:
    """A field of a trigger point; `part` is a key of FINDING."""
    return f"finding/{point}/{side}/{part}"


def kind_of(name: str) -> FieldKind | None:
    """The kind a field of this name has; None when there is no such field."""
    match name.split("/"):
        case ["tools" | "cautions", thing] if thing:
            return "check"
        case ["pain", area, "left" | "right", part] if area:
            return PAIN.get(part)
        case ["finding", point, "left" | "right", part] if point:
            return FINDING.get(part)
    return SINGLE.get(name)
