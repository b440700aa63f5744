"""The program `booklet`: its global options, its commands, and how mistakes become messages and exit codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

import booklet
from booklet.cli import checking, imposing, making, person, showing
from booklet.cli.session import Session
from booklet.errors import BookletError, Diagnostic, ExitCode, Span

MEANINGS: Final = {
    ExitCode.OK: "all is well",
    ExitCode.FINDINGS: "a check found errors",
    ExitCode.USAGE: "the command line is wrong",
    ExitCode.MISTAKE: "a content, figure, template or input file has a mistake",
    ExitCode.ENVIRONMENT: "a file cannot be read or written, or an optional part is not installed",
    ExitCode.INTERRUPTED: "stopped with Ctrl-C, which is how `watch` ends",
}
"""What each exit code means; of several the highest is given."""

EPILOG: Final = "\b\n" + "\n".join(["Exit codes:", *(f"{code:>4}  {meaning}" for code, meaning in MEANINGS.items())])


class Commands(TyperGroup):
    """Runs a command and ends with the exit code of the session, whatever happened in it."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        try:
            super().invoke(ctx)
        except BookletError as error:
            _session(ctx).tell(error.diagnostics, error.exit_code)
        except OSError as error:
            place = Span(str(error.filename or "file"))
            _session(ctx).tell([Diagnostic(place, error.strerror or str(error))], ExitCode.ENVIRONMENT)
        except (KeyboardInterrupt, typer.Abort):  # a prompt makes the second of the first
            _session(ctx).fail(ExitCode.INTERRUPTED)
        _session(ctx).finish()
        raise typer.Exit(_session(ctx).exit_code)


def _session(ctx: Any) -> Session:
    session: Session = ctx.obj
    return session


app = typer.Typer(
    cls=Commands,
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"booklet {booklet.__version__}")
        raise typer.Exit


@app.callback()
def options(
    ctx: typer.Context,
    library: Annotated[
        Path | None,
        typer.Option(
            help="A clinic's own library. Without it, the current folder if it has a clinic.yaml.",
            metavar="DIR",
            exists=True,
            file_okay=False,
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Only results and mistakes.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Handouts about muscle and joint pain, made from reviewed content, offline."""
    ctx.obj = Session(library, quiet)


for _command in (
    making.build,
    making.watch,
    making.figure,
    making.proof,
    person.checklist,
    imposing.impose,
    showing.init,
    checking.check,
):
    app.command()(_command)
app.command("exam-form")(person.exam_form)
app.command("list")(showing.list_all)
app.command("schema")(showing.schema)


def main() -> None:
    """Run the program with the arguments of the process."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever has started the program
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    app()
