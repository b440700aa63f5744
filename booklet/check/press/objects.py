"""Everything in a file that must not be in it wherever it stands, found by going through all its objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from booklet.check.press import values
from booklet.confinement.inside import Refused

MOST_OBJECTS: Final = 2_000_000
MOST_TOLD: Final = 5
"""Of one kind; the others are counted."""
ACTIONS: Final = (
    frozenset(("GoTo", "GoToR", "GoToE", "Launch", "Thread", "URI", "Sound", "Movie", "Hide", "Named", "SubmitForm"))
    | {"ResetForm", "ImportData", "JavaScript", "SetOCGState", "Rendition", "Trans", "GoTo3DView", "RichMediaExecute"}
)  # fmt: skip
"""ISO 32000-1, table 198."""


def scan(pdf: pikepdf.Pdf) -> dict[str, list[str]]:
    """What was found, by kind, each with the object that it was found in. Refused when there are too many objects."""
    found: dict[str, list[str]] = defaultdict(list)
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused("too-much")
    for value in pdf.objects:
        for part in _parts(value):
            for kind in (*_dictionary(part), *(_stream(part) if isinstance(part, pikepdf.Stream) else ())):
                found[kind].append(f"object {value.objgen[0]}")
    return found


def _parts(value: Any) -> Iterator[Any]:
    """The dictionaries that are written within an object, itself included; not those that it refers to."""
    todo = [value]
    while todo:
        one = todo.pop()
        if isinstance(one, pikepdf.Array):
            below = list(one)
        elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            yield one
            below = [one[key] for key in one.keys()]  # noqa: SIM118 (not a dict)
        else:
            continue
        todo += [part for part in below if isinstance(part, pikepdf.Object) and not part.is_indirect]


def _dictionary(value: Any) -> Iterator[str]:
    if "/S" in value and _is_action(value):
        yield "javascript" if values.name(value["/S"]) == "JavaScript" else "action"
    if "/AA" in value:
        yield "additional-actions"
    if "/EF" in value:
        yield "embedded-file"
    if "/OPI" in value:
        yield "opi"


def _is_action(value: Any) -> bool:
    """Whether a dictionary is an action; elements of structure and others have an entry S too."""
    kind = values.name(value.get("/Type"))
    return values.name(value.get("/S")) in ACTIONS and (kind == "Action" or (kind == "" and "/P" not in value))


def _stream(value: Any) -> Iterator[str]:
    kinds = values.filters(value)
    if "LZWDecode" in kinds:
        yield "lzw"
    if "Crypt" in kinds:
        yield "encrypted"
    if "/F" in value and values.name(value.get("/Type")) != "EmbeddedFile":
        yield "external"
    subtype = values.name(value.get("/Subtype"))
    if subtype == "PS" or (subtype == "Form" and (values.name(value.get("/Subtype2")) == "PS" or "/PS" in value)):
        yield "postscript"
    if subtype == "Form" and "/Ref" in value:
        yield "reference"
    if "/Alternates" in value:
        yield "alternates"
