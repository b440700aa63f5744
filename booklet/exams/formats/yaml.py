"""An exam in YAML, as strict as every YAML file here; or several in a list under `exams`."""

from __future__ import annotations

from typing import Final

from booklet.exams.draft import Reading, split
from booklet.source import decoded, parse

SUFFIXES: Final = (".yaml", ".yml")


def read(data: bytes, shown: str) -> Reading:
    """The records of a YAML file."""
    return split(*parse(decoded(data, shown), shown, private=True))
