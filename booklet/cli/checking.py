"""The command that checks: content, and finished PDFs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from booklet.cli.making import Json
from booklet.cli.session import Session
from booklet.errors import BookletError, ExitCode, Severity

if TYPE_CHECKING:
    from booklet.check.content import ContentReport
    from booklet.check.finding import Finding
    from booklet.check.press.report import PressReport
    from booklet.inspection import ContentInspection, PdfInspection

CONTENT = "content"
PAGE = re.compile(r"page \d+")
FOR_PRESS = ("spots", "bleed", "booklet", "blank", "ink_limit")
"""Options that mean nothing without --press."""


def check(
    ctx: typer.Context,
    targets: Annotated[list[str], typer.Argument(help="`content`, or PDF files.", metavar="content|FILE.pdf")],
    verapdf: Annotated[bool, typer.Option("--verapdf/--no-verapdf", help="Validate PDFs with veraPDF.")] = True,
    press: Annotated[bool, typer.Option("--press", help="Check PDFs for a print shop instead: PDF/X-4.")] = False,
    spots: Annotated[
        str | None, typer.Option(help="Special inks of the job, with commas between.", metavar="NAMES")
    ] = None,
    bleed: Annotated[float, typer.Option(help="Bleed that the job needs, in mm.", metavar="MM", min=0, max=100)] = 3.0,
    booklet: Annotated[bool, typer.Option("--booklet", help="Pages must be a multiple of four.")] = False,
    blank: Annotated[str, typer.Option(help="Pages meant to be empty, as in 2,7.", metavar="PAGES")] = "",
    ink_limit: Annotated[
        float, typer.Option(help="Most ink on one place, in percent.", metavar="PERCENT", min=0, max=1000)
    ] = 300.0,
    json: Json = False,
) -> None:
    """Check content (mistakes, reading grade, safety, rubrics) or PDFs (tags, text, PDF/UA-1, PDF/A-2a; or for press).

    The options from --spots to --ink-limit belong to --press. It tells places in mm from the lower left corner of the
    trimmed page, and the most ink when Ghostscript is installed.
    """
    session: Session = ctx.obj
    session.json = json
    for name in FOR_PRESS:
        source = ctx.get_parameter_source(name)
        if not press and source and source.name != "DEFAULT":
            raise typer.BadParameter(f"--{name.replace('_', '-')} is for --press")
    if CONTENT in targets:
        from booklet.inspection import inspect_content

        _show_content(session, inspect_content(session.resources))
    paths = [Path(target) for target in targets if target != CONTENT]
    if paths and press:
        named = None if spots is None else _names(spots)
        told = {"bleed_mm": bleed, "spots": named, "booklet": booklet, "blank_pages": _pages(blank)}
        _check_press(session, paths, {**told, "ink_limit": ink_limit})
    elif paths:
        session.result["files"] = [_show_pdf(session, pdf) for pdf in _inspected(session, paths, verapdf)]


def _inspected(session: Session, paths: Iterable[Path], verapdf: bool) -> list[PdfInspection]:
    """The files that can be read, looked at; the others are told."""
    from booklet.build import Workshop
    from booklet.inspection import inspect_pdf, validated

    workshop = Workshop(session.resources)
    inspections: list[PdfInspection] = []
    for path in dict.fromkeys(paths):
        try:
            inspections.append(inspect_pdf(path, workshop))
        except BookletError as error:
            session.tell(error.diagnostics, error.exit_code)
    return validated(inspections) if verapdf and inspections else inspections


def _show_pdf(session: Session, pdf: PdfInspection) -> dict[str, Any]:
    _show_findings(session, pdf.findings, str(pdf.path))
    session.data(f"{pdf.path}: {_verdict(pdf.findings)}, {_count(pdf.report.pages, 'page')}")
    for note in pdf.notes:
        session.note(f"{pdf.path}: {note}")
    return {
        "path": str(pdf.path),
        "title": pdf.report.title,
        "language": pdf.report.language,
        "identifier": pdf.report.identifier,
        "pages": pdf.report.pages,
        "findings": [asdict(finding) for finding in pdf.findings],
        "notes": list(pdf.notes),
    }


def _names(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(",") if word.strip())


def _pages(words: str) -> tuple[int, ...]:
    names = _names(words)
    if not all(name.isdecimal() for name in names):
        raise typer.BadParameter(f'"{words}" are no page numbers with commas between them', param_hint="--blank")
    return tuple(map(int, names))


def _check_press(session: Session, paths: Iterable[Path], demands: dict[str, Any]) -> None:
    """The files that can be read, put to every predicate of the press; the others are told."""
    from booklet.check.press.predicate import Demands
    from booklet.inspection import inspect_press

    session.result["files"] = []
    for path in dict.fromkeys(paths):
        try:
            report = inspect_press(path, Demands(**demands))
        except BookletError as error:
            session.tell(error.diagnostics, error.exit_code)
        else:
            session.result["files"].append(_show_press(session, path, report))


def _show_press(session: Session, path: Path, report: PressReport) -> dict[str, Any]:
    """Findings first, then what the printer would like to know."""
    _show_findings(session, report.findings, str(path))
    session.data(f"{path}: {_verdict(report.findings)}, {_count(report.pages, 'page')}")
    sizes = ", ".join(f"{width:g} x {height:g} mm" for width, height in report.trims_mm)
    fonts = ", ".join(name if embedded else f"{name} (not embedded)" for name, embedded in report.fonts)
    facts = (
        ("condition", report.condition),
        ("trimmed size", sizes),
        ("inks", ", ".join(report.inks) or "none"),
        ("fonts", fonts or "none"),
        ("most ink", f"{report.ink.percent:.0f} % on {report.ink.place}" if report.ink else ""),
    )
    for name, words in facts:
        session.data(f"{path}: {name}: {words or 'unknown'}")
    for note in report.notes:
        session.note(f"{path}: {note}")
    return {"path": str(path), **asdict(report)}


def _show_content(session: Session, content: ContentInspection) -> None:
    session.tell(content.mistakes, ExitCode.FINDINGS)
    session.result[CONTENT] = content.report.as_json() if content.report else None
    if content.report is None:
        return
    report = content.report
    _show_findings(session, report.findings)
    _show_grades(session, report)
    open_items = [item for item in report.rubric if item.state == "for a person"]
    session.table(
        "Rubrics: what a person must judge",
        ("region", "rubric", "item", "criterion"),
        ((item.region, item.instrument, str(item.number), item.criterion) for item in open_items),
    )
    waiting = [review for review in report.reviews if review.state != "clinically reviewed" or review.uncertain]
    session.table(
        "Reviews",
        ("file", "state", "by", "open questions"),
        ((review.file, review.state, review.by, str(review.uncertain)) for review in waiting),
    )


def _show_grades(session: Session, report: ContentReport) -> None:
    """How hard the texts are to read, section by section; what is not body text under its kind."""
    rows = [(s.region, s.heading, s.kind, str(s.words), f"{s.grade:.1f}") for s in report.sections]
    totals = [(region, "all body text", "body", "", f"{grade:.1f}") for region, grade in report.grades.items()]
    session.table("Reading grade", ("region", "section", "kind", "words", "grade"), [*rows, *totals])


def _verdict(findings: Iterable[Finding]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    return _count(errors, "error") if errors else "ok"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _where(places: list[str]) -> str:
    """The place of a finding, or the whole pages that it is told of: "pages 1-3, 7"."""
    if len(set(places)) == 1:
        return places[0]
    numbers = sorted({int(place.removeprefix("page ")) for place in places})
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), lambda at: at[1] - at[0])]
    return "pages " + ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _show_findings(session: Session, findings: Iterable[Finding], title: str = "") -> None:
    places: dict[tuple[str, ...], list[str]] = {}
    for f in findings:
        about = "pages" if PAGE.fullmatch(f.place) else f.place  # what is wrong with whole pages is told once
        places.setdefault((about, str(f.severity), f.message, f.remedy, f.code), []).append(f.place)
    rows = [(_where(where), *words) for (_, *words), where in places.items()]
    if rows:
        session.table(title, ("where", "severity", "what", "remedy", "code"), rows)
    if any(severity == Severity.ERROR for _, severity, *_ in rows):
        session.fail(ExitCode.FINDINGS)
