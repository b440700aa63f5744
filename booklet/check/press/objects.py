"""Everything in a file that must not be in it wherever it stands, found by going through all its objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from booklet.check.press import values

MOST_OBJECTS: Final = 2_000_000
MOST_TOLD: Final = 5
"""Of one kind; the others are counted."""
ACTIONS: Final = (
    frozenset(("GoTo", "GoToR", "GoToE", "Launch", "Thread", "URI", "Sound", "Movie", "Hide", "Named", "SubmitForm"))
    | {"ResetForm", "ImportData", "JavaScript", "SetOCGState", "Rendition", "Trans", "GoTo3DView", "RichMediaExecute"}
)  # fmt: skip
"""ISO 32000-1, table 198."""


class TooMany(Exception):
    """There are more objects than are looked at."""


def scan(pdf: pikepdf.Pdf) -> dict[str, list[str]]:
    """What was found, by kind, each with the object that it was found in."""
    found: dict[str, list[str]] = defaultdict(list)
    if len(pdf.objects) > MOST_OBJECTS:
        raise TooMany
    for value in pdf.objects:
        if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
            where = f"object {value.objgen[0]}"
            for kind in (*_dictionary(value), *(_stream(value) if isinstance(value, pikepdf.Stream) else ())):
                found[kind].append(where)
    return found


def _dictionary(value: Any) -> Iterator[str]:
    if "/S" in value and _is_action(value):
        yield "javascript" if values.name(value["/S"]) == "JavaScript" else "action"
    for key in ("/A", "/PA", "/Next"):
        below = value.get(key)
        if isinstance(below, pikepdf.Dictionary) and not below.is_indirect and _is_action(below):
            yield "javascript" if values.name(below["/S"]) == "JavaScript" else "action"
    if "/AA" in value:
        yield "additional-actions"
    if "/EF" in value:
        yield "embedded-file"
    if "/OPI" in value:
        yield "opi"


def _is_action(value: Any) -> bool:
    """Whether a dictionary is an action; elements of structure and others have an entry S too."""
    kind = values.name(value.get("/Type"))
    return kind in ("", "Action") and values.name(value.get("/S")) in ACTIONS and "/P" not in value


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
