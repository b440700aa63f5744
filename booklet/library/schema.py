"""JSON Schemas of what editors write, so that an editor program completes keys and marks mistakes while typing.

The program itself reads every value as the text that was typed and lets the model type it (`booklet.source`). Editor
programs guess a type first, so a schema takes a number or a truth value where the model takes text (`version: 1.0`),
and text that is a number where the model takes a number (`-.6` is text in YAML 1.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel

from booklet.library.clinic import Clinic
from booklet.library.folds import FOLDS, Folds
from booklet.library.format import Format
from booklet.library.inks import TABLE, Inks
from booklet.library.reference import Words
from booklet.library.shelves import SHELVES, SINGLES, SUFFIX

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
PLAIN: Final = ("string", "number", "boolean")
"""What YAML takes unquoted text for."""
NUMBERS: Final = {"integer": r"^[-+]?\d+$", "number": r"^[-+]?(\d+(\.\d*)?|\.\d+)$"}
"""How numbers look as text."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: the pattern of its paths in a library, and its model.

    `shorthand` names the models inside it that may also be written as plain text.
    """

    files: str
    model: type[BaseModel]
    shorthand: tuple[str, ...] = ()


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        **{key: Kind(f"content/{folder}/*{SUFFIX}", model) for folder, (key, model) in SHELVES.items()},
        **{name: Kind(f"content/{name}{SUFFIX}", model) for name, model in SINGLES.items()},
        "words": Kind(f"content/languages/*/words{SUFFIX}", Words),
        "clinic": Kind(f"clinic{SUFFIX}", Clinic),
        "format": Kind(f"templates/*/format{SUFFIX}", Format),
        "inks": Kind(TABLE, Inks),
        "folds": Kind(FOLDS, Folds),
    }
)
"""Every kind of file that the library loads, by the name of its schema."""


def schema(name: str, kind: Kind) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a kind of file."""
    made = kind.model.model_json_schema()
    definitions = {key: _relaxed(part) for key, part in made.pop("$defs", {}).items()}
    for key in kind.shorthand:
        definitions[key] = {"anyOf": [{"type": list(PLAIN)}, definitions[key]]}
    whole = {"$schema": DIALECT, **_relaxed(made), "title": name}
    return {**whole, "$defs": definitions} if definitions else whole


def settings(kinds: Mapping[str, Kind], folder: str = ".") -> dict[str, Any]:
    """The entry of an editor's settings that says which files each schema in `folder` is for."""
    return {"yaml.schemas": {f"{folder}/{file_name(name)}": [kind.files] for name, kind in kinds.items()}}


def file_name(name: str) -> str:
    """The name of the file that holds the schema of a kind."""
    return f"{name}.schema.json"


def _relaxed(part: Any) -> Any:
    """The same schema without nulls, which no file may hold, and open to what YAML makes of unquoted text."""
    if isinstance(part, list):
        return [_relaxed(item) for item in part]
    if not isinstance(part, dict):
        return part
    if "anyOf" in part and {"type": "null"} in part["anyOf"]:
        return _relaxed(_without_null(part))
    relaxed = {key: _relaxed(value) if key != "enum" else value for key, value in part.items()}
    if part.get("type") == "string" and "enum" not in part and "const" not in part:
        relaxed["type"] = list(PLAIN)
    if part.get("type") in NUMBERS:
        relaxed |= {"type": [part["type"], "string"], "pattern": NUMBERS[part["type"]]}
    return relaxed


def _without_null(part: Mapping[str, Any]) -> dict[str, Any]:
    choices: Iterable[Any] = (choice for choice in part["anyOf"] if choice != {"type": "null"})
    first, *others = choices
    rest = {key: value for key, value in part.items() if key not in ("anyOf", "default")}
    return {**rest, "anyOf": [first, *others]} if others else {**first, **rest}
