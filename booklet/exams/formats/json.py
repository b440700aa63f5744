"""An exam in JSON, with the keys of the YAML form; or several in a list under `exams`."""

from __future__ import annotations

from typing import Final

from booklet.exams.draft import Reading, split
from booklet.jsontree import parse
from booklet.source import decoded

SUFFIXES: Final = (".json",)


def read(data: bytes, shown: str) -> Reading:
    """The records of a JSON file."""
    return split(*parse(decoded(data, shown), shown))
