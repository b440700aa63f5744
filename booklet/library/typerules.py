"""What the small print of a package insert must meet, so that it can be read: rules of the EU and of the US.

| rules | source |
|---|---|
| eu | Guideline on the readability of the labelling and package leaflet of medicinal products, 2009, section A.1 |
| otc | 21 CFR 201.66 (d)(2), drug facts |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from booklet import typeface
from booklet.errors import Diagnostic
from booklet.library.format import Format, TypeSize, TypeTable
from booklet.source import Source
from booklet.units import PT_PER_INCH, mm, pt

HEADINGS: Final = ("title", "section", "part")
SAMPLE: Final = "Ask a doctor or pharmacist first if you take a blood thinner. Keep the patch away from children."
"""Ordinary words, to count how many characters an inch takes."""


@dataclass(frozen=True, slots=True)
class TypeRule:
    """The least size of text and headings in pt, x-height and leading in mm, and the most characters to an inch."""

    text: float
    heading: float
    x_height: float = 0.0
    leading: float = 0.0
    per_inch: float = float("inf")


TYPE_RULES: Final[Mapping[str, TypeRule]] = {
    "eu": TypeRule(9.0, 9.0, x_height=1.4, leading=3.0),
    "otc": TypeRule(6.0, 8.0, per_inch=39.0),
}


def breaches(source: Source[Format]) -> Iterator[Diagnostic]:
    """Where the type table of a format breaks the rules that it is under, each with the nearest right value."""
    table, rules = source.value.sizes, source.value.rules
    for name in TypeTable.model_fields if table else ():
        entry: TypeSize = getattr(table, name)
        rule = TYPE_RULES[rules]
        least = least_size(rule, name)
        if entry.size < least:
            message = f"type of {entry.size:g} pt is too small by the rules “{rules}”"
            yield Diagnostic(source.span("sizes", name, "size"), message, f"write {_up(least):g}")
        leading = max(pt(rule.leading), entry.size)
        if entry.leading < leading:
            message = f"lines {mm(entry.leading):.2f} mm apart are too close by the rules “{rules}”"
            yield Diagnostic(source.span("sizes", name, "leading"), message, f"write {_up(leading):g}")


def least_size(rule: TypeRule, name: str) -> float:
    """The least size in pt by all that the rule says of a kind of text."""
    sizes = [rule.heading if name in HEADINGS else rule.text]
    if rule.x_height:
        sizes.append(pt(rule.x_height) / typeface.x_height(1.0))
    inch = typeface.width(SAMPLE, 1.0, "regular") / len(SAMPLE)
    sizes.append(PT_PER_INCH / rule.per_inch / inch)
    return max(sizes)


def _up(value: float) -> float:
    """The next tenth that is not less."""
    return -(-round(value * 1000) // 100) / 10
