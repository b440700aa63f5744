"""What can go wrong, in one shape: a diagnostic with a place, and the exit code that a run of them ends with."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class ExitCode(IntEnum):
    """How a command ends. README repeats this table; a test keeps the two in step."""

    OK = 0
    FINDINGS = 1  # a check ran and found errors
    USAGE = 2  # the command line is wrong
    MISTAKE = 3  # a content, figure, template or input file is wrong
    ENVIRONMENT = 4  # a file cannot be read or written, an optional part is not installed
    INTERRUPTED = 130


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file; line and column count from 1, 0 means the whole file.

    `at` names the place where lines and columns do not: a form field, a FHIR path, the column of a table.
    """

    path: str
    line: int = 0
    column: int = 0
    at: str = ""

    def __str__(self) -> str:
        numbers = f":{self.line}" * bool(self.line) + f":{self.column}" * bool(self.line and self.column)
        return f"{self.path}{numbers}" + f", {self.at}" * bool(self.at)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake: where, how bad, what, and the nearest right thing."""

    span: Span
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        tail = f"; {self.hint}" if self.hint else ""
        return f"{self.span}: {self.severity}: {self.message}{tail}"


class BookletError(Exception):
    """A mistake of the user's, told without a traceback. Carries every diagnostic of the run."""

    exit_code = ExitCode.MISTAKE

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(dict.fromkeys(diagnostics))
        super().__init__("\n".join(map(str, self.diagnostics)))

    @classmethod
    def at(cls, span: Span, message: str, hint: str = "") -> BookletError:
        """The error for a single mistake."""
        return cls([Diagnostic(span, message, hint)])


class EnvironmentProblem(BookletError):
    """The machine, not the content, stands in the way: no permission, disk full, an extra not installed."""

    exit_code = ExitCode.ENVIRONMENT


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """The hint that offers the nearest known word, or an empty string when none is near."""
    near = difflib.get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return f'did you mean "{near[0]}"?' if near else ""


def nearest_or_all(wrong: str, known: Iterable[str]) -> str:
    """The hint that offers the nearest known word, or every one of a short list when none is near."""
    known = list(known)
    return did_you_mean(wrong, known) or f"there is {', '.join(known)}"
