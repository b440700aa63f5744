"""The command that checks: content, and finished PDFs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from booklet.cli.making import Json
from booklet.cli.session import Session
from booklet.errors import BookletError, ExitCode, Severity

if TYPE_CHECKING:
    from booklet.check.content import ContentReport
    from booklet.check.finding import Finding
    from booklet.inspection import ContentInspection, PdfInspection

CONTENT = "content"


def check(
    ctx: typer.Context,
    targets: Annotated[list[str], typer.Argument(help="`content`, or PDF files.", metavar="content|FILE.pdf")],
    verapdf: Annotated[bool, typer.Option("--verapdf/--no-verapdf", help="Validate PDFs with veraPDF.")] = True,
    json: Json = False,
) -> None:
    """Check content (mistakes, reading grade, safety, rubrics) or PDFs (tags, text, PDF/UA-1, PDF/A-2a)."""
    session: Session = ctx.obj
    session.json = json
    if CONTENT in targets:
        from booklet.inspection import inspect_content

        _show_content(session, inspect_content(session.resources))
    paths = [Path(target) for target in targets if target != CONTENT]
    if paths:
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
    _show_findings(session, pdf.findings, f"{pdf.path}: ")
    errors = sum(finding.severity is Severity.ERROR for finding in pdf.findings)
    session.data(f"{pdf.path}: {f'{errors} errors' if errors else 'ok'}, {pdf.report.pages} pages")
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


def _show_findings(session: Session, findings: Iterable[Finding], prefix: str = "") -> None:
    rows = [(f"{prefix}{f.place}", str(f.severity), f.message, f.remedy, f.code) for f in findings]
    if rows:
        session.table("", ("where", "severity", "what", "remedy", "code"), rows)
    if any(severity == Severity.ERROR for _, severity, *_ in rows):
        session.fail(ExitCode.FINDINGS)
