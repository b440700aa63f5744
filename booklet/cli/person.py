"""The commands for one person's sheets: checklist, exam-form."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from booklet import files
from booklet.cli.making import OUT, Grey, Json, Language, Large, Out, PaperSize, save
from booklet.cli.session import Session
from booklet.errors import BookletError, EnvironmentProblem, ExitCode, Span

if TYPE_CHECKING:
    from booklet.build import Workshop
    from booklet.exam import Exam

WISH: Final = "By default as the exam wishes."
LAST_DESCRIPTOR: Final = 2**31 - 1
LONGEST_LINE: Final = 4096
"""How much of a line is read for a password, which is far shorter."""

ONE_EACH: Final = "give each its own record id, or put earlier exams into the record of the latest"

Exams = Annotated[
    list[Path], typer.Argument(help="Exams: YAML, JSON, CSV, FHIR R4 JSON, or a filled exam form.", metavar="EXAM")
]
WishedPaper = Annotated[Literal["letter", "a4"] | None, typer.Option(help=f"Paper size. {WISH}")]
WishedPrint = Annotated[
    bool | None, typer.Option("--large-print/--normal-print", help=f"All type 18 pt or more. {WISH}")
]
WishedGrey = Annotated[bool | None, typer.Option("--grey/--colour", help=f"For printers without colour. {WISH}")]
Fillable = Annotated[bool, typer.Option("--fillable", help="The electronic copy: boxes and log are form fields.")]
Handout = Annotated[
    bool, typer.Option("--handout", help="The region's handout follows, with this person's spots marked.")
]
Encrypt = Annotated[bool, typer.Option("--encrypt", help="Under a password, which is asked for twice (AES-256).")]
PasswordFrom = Annotated[
    int | None,
    typer.Option(
        help="Encrypt with the password that stands in the first line of this file descriptor.",
        min=0,
        max=LAST_DESCRIPTOR,
    ),
]


def checklist(
    ctx: typer.Context,
    exams: Exams,
    paper: WishedPaper = None,
    large_print: WishedPrint = None,
    grey: WishedGrey = None,
    fillable: Fillable = False,
    handout: Handout = False,
    encrypt: Encrypt = False,
    password_fd: PasswordFrom = None,
    out: Out = OUT,
    json: Json = False,
) -> None:
    """Make the tender-spot checklists of exams.

    Files are named checklist-RECORD.pdf after the safe form of the record id, or at random without one.

    A record with a mistake does not stop the others.
    """
    session: Session = ctx.obj
    session.json = json
    session.result["files"] = []
    from booklet.build import Consultation, Wishes, Workshop

    password = _password(password_fd) if encrypt or password_fd is not None else ""
    workshop = Workshop(session.resources)
    wishes = Wishes(paper, large_print, grey, fillable)
    records = list(_read(session, workshop, exams))
    files.sweep(out)
    names: set[str] = set()
    with session.progress(len(records)) as step:
        for number, (place, exam) in enumerate(records, 1):
            step(f"exam {number}")
            try:
                made = Consultation(workshop, exam)
                sheet = made.sheet(wishes.setting(exam), handout=handout, password=password)
                if sheet.name.casefold() in names:
                    raise BookletError.at(place, f"two exams would be written to {sheet.name}", ONE_EACH)
                save(session, sheet, out)
                names.add(sheet.name.casefold())
            except BookletError as error:
                session.tell(error.diagnostics, error.exit_code)


def _read(session: Session, workshop: Workshop, paths: Iterable[Path]) -> Iterator[tuple[Span, Exam]]:
    """Every sound exam of the files, with its place; what is wrong with the others is told."""
    for path in dict.fromkeys(paths):
        try:
            intake = workshop.intake(path)
        except BookletError as error:
            session.tell(error.diagnostics, error.exit_code)
            continue
        session.tell(intake.mistakes, ExitCode.MISTAKE)
        yield from zip(intake.places, intake.exams, strict=True)


def exam_form(
    ctx: typer.Context,
    region: Annotated[str, typer.Argument(help="A region by name.", metavar="REGION")],
    paper: PaperSize = "letter",
    large_print: Large = False,
    grey: Grey = False,
    language: Language = "en",
    out: Out = OUT,
    json: Json = False,
) -> None:
    """Make the form for an exam: fill it in on screen, or print it and mark the body chart by hand.

    `booklet checklist` reads the filled form back.
    """
    session: Session = ctx.obj
    session.json = json
    session.result["files"] = []
    from booklet.build import EXAM_FORM, Workshop
    from booklet.layout import Setting

    workshop = Workshop(session.resources)
    setting = Setting(paper, large_print, grey, fillable=True)
    files.sweep(out)
    save(session, workshop.sheet(workshop.library.region(region), setting, EXAM_FORM, language), out)


def _password(descriptor: int | None) -> str:
    """The password from a file descriptor, or typed twice at a terminal."""
    from booklet.pdf.encryption import checked_password

    if descriptor is not None:
        try:
            with os.fdopen(descriptor, encoding="utf-8", newline="", closefd=False) as file:
                line = file.readline(LONGEST_LINE)
        except (OSError, UnicodeDecodeError) as error:
            raise EnvironmentProblem.at(Span(f"file descriptor {descriptor}"), "cannot be read as text") from error
        return checked_password(line.rstrip("\r\n"))
    if sys.stdin is None or not sys.stdin.isatty():
        hint = "give it with --password-fd"
        raise EnvironmentProblem.at(Span("password"), "cannot be asked for without a terminal", hint)
    password: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return checked_password(password)
