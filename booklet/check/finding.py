"""What a check found: a stable code, where, what, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from booklet.errors import Severity


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that a check found; `code` never changes, `place` is for people ("page 3")."""

    code: str
    severity: Severity
    place: str
    message: str
    remedy: str = ""

    def __str__(self) -> str:
        tail = f"; {self.remedy}" if self.remedy else ""
        return f"{self.place}: {self.severity}: {self.message}{tail} [{self.code}]"


def error(code: str, place: str, message: str, remedy: str = "") -> Finding:
    """A finding that must be mended before the document is used."""
    return Finding(code, Severity.ERROR, place, message, remedy)


def warning(code: str, place: str, message: str, remedy: str = "") -> Finding:
    """A finding that a person should look at."""
    return Finding(code, Severity.WARNING, place, message, remedy)
