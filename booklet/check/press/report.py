"""The door of the preflight: a document from outside goes to a child process, its findings come back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from booklet.check.finding import Finding
from booklet.check.press import ink
from booklet.check.press.predicate import Demands
from booklet.confinement import NotStarted, TooLate, ask, one_line
from booklet.errors import BookletError, EnvironmentProblem, Severity, Span

SECONDS: Final = 180.0
"""How long the child may take, start included."""
MOST_BYTES: Final = 300_000_000
MOST_ANSWER: Final = 64_000_000
LONGEST: Final = 300
"""Of a message that quotes the document, in characters."""
CHILD: Final = Path(__file__).with_name("child.py")
AGAIN: Final = "save it again with the program that made it"
REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "broken": ("is broken or no PDF", AGAIN),
    "died": ("cannot be read: it is broken, or has too much in it", f"{AGAIN}, or send it in parts"),
    "password": ("is protected by a password", "save a copy without one"),
    "time": ("takes too long to read", "send it in parts"),
    "too-large": (f"is larger than {MOST_BYTES:,} bytes", "send it in parts"),
    "too-much": ("has more in it than is looked at", "send it in parts"),
}
"""What is said for each code of the child's, and what to do."""


@dataclass(frozen=True, slots=True)
class PressReport:
    """What is wrong with a file for the press, and what it is. Trim sizes in mm; fonts with whether they are embedded.

    `ink` is the most ink on one place, None when it was not measured; `notes` say what was not looked at, and why.
    """

    findings: tuple[Finding, ...]
    pages: int
    version: str
    condition: str
    trims_mm: tuple[tuple[float, float], ...]
    inks: tuple[str, ...]
    spots: tuple[str, ...]
    fonts: tuple[tuple[str, bool], ...]
    ink: ink.Coverage | None = None
    notes: tuple[str, ...] = ()


def check_press(data: bytes, shown: str, demands: Demands | None = None) -> PressReport:
    """Put every predicate to a PDF; `shown` is what messages call the file.

    Raises BookletError with one line when it is no PDF that can be read: broken, too large, protected by a password, or
    made to take more than its share of time or memory. EnvironmentProblem when no child can be started.
    """
    demands = demands or Demands()
    if len(data) > MOST_BYTES:
        raise _refused("too-large", shown)
    answer = _ask(data, shown, demands)
    if not answer:
        raise _refused("died", shown)
    try:
        told = json.loads(answer)
        if "refused" in told:
            raise _refused(told["refused"], shown)
        report, sheets = _report(told)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _refused("broken", shown) from None  # the child was made to talk nonsense
    return _with_ink(report, ink.measure(data, sheets, len(report.spots)), demands)


def _ask(data: bytes, shown: str, demands: Demands) -> bytes:
    try:
        return ask(CHILD, data, json.dumps(asdict(demands)), seconds=SECONDS, most_answer=MOST_ANSWER)
    except TooLate:
        raise _refused("time", shown) from None
    except NotStarted as problem:
        why = str(problem) or "the process that reads it does not start"
        raise EnvironmentProblem.at(Span(shown), f"cannot be read: {why}") from problem


def _refused(code: Any, shown: str) -> BookletError:
    message, hint = REFUSALS.get(code, REFUSALS["broken"]) if isinstance(code, str) else REFUSALS["broken"]
    return BookletError.at(Span(shown), message, hint)


def _report(told: Mapping[str, Any]) -> tuple[PressReport, tuple[ink.Sheet, ...]]:
    """What the child told, checked: ValueError, TypeError or KeyError when it is not what it must be."""
    facts = told["facts"]
    findings = tuple(sorted({_finding(*one) for one in told["findings"]}, key=_order))
    inks = tuple(_word(name) for name in facts["inks"])
    report = PressReport(
        findings,
        int(facts["pages"]),
        _word(facts["version"]),
        _word(facts["condition"]),
        tuple((float(width), float(height)) for width, height in facts["trims_mm"]),
        inks,
        tuple(name for name in inks if name not in ink.PROCESS),
        tuple((_word(name), bool(embedded)) for name, embedded in facts["fonts"]),
    )
    return report, tuple(ink.Sheet.of(sheet) for sheet in facts["sheets"])


def _finding(code: object, severity: str, place: object, message: object, remedy: object) -> Finding:
    return Finding(_word(code), Severity(severity), _word(place), _word(message), _word(remedy))


def _word(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return one_line(value, LONGEST)


def _order(finding: Finding) -> tuple[bool, int, str, str]:
    """Errors of the document first, then page by page."""
    page = finding.place.removeprefix("page ").partition(",")[0]
    return finding.severity is not Severity.ERROR, int(page) if page.isdigit() else 0, finding.code, finding.message


def _with_ink(report: PressReport, measured: ink.Measurement, demands: Demands) -> PressReport:
    findings, limit, found = report.findings, demands.ink_limit, measured.coverage
    if found and found.percent > limit + ink.TOLERANCE:
        message = f"{found.percent:.0f} % of ink on one place, where {limit:g} % are allowed"
        remedy = "convert the colours with a profile of less ink, or make them lighter"
        ours = Finding(ink.CODE, Severity.ERROR, found.place, message, remedy)
        findings = tuple(sorted((*findings, ours), key=_order))
    return replace(report, findings=findings, ink=found, notes=measured.notes)
