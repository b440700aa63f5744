"""One run of a command: what it prints where, and the exit code it will end with.

Data go to standard output, messages to standard error. With `--json` the data are one JSON object, printed at the
end, in which the mistakes are told as well.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, TextIO

import typer

from booklet.errors import Diagnostic, ExitCode, Severity
from booklet.resources import Resources

PIPE_WIDTH: Final = 200
"""Columns of a table that no terminal shows."""
STYLES: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


@dataclass(slots=True)
class Session:
    """The options that all commands share, and what has been said so far."""

    library: Path | None = None
    quiet: bool = False
    json: bool = False
    result: dict[str, Any] = field(default_factory=dict)
    exit_code: ExitCode = ExitCode.OK
    _mistakes: list[Diagnostic] = field(default_factory=list)
    _held: list[str] | None = None

    @property
    def resources(self) -> Resources:
        """The library to work with: the one that was named, else the current folder if it is one, else the bundled."""
        here = Path()
        return Resources.at(self.library or (here if (here / "clinic.yaml").is_file() else None))

    def data(self, line: str) -> None:
        """A line of the result."""
        if self.json:
            return
        if self._held is None:
            _write(sys.stdout, line)
        else:
            self._held.append(line)

    def note(self, line: str) -> None:
        """A message that can be done without."""
        if not self.quiet:
            _write(sys.stderr, line)

    def tell(self, diagnostics: Iterable[Diagnostic], exit_code: ExitCode) -> None:
        """Mistakes, a line each; the run will end with this exit code or a graver one."""
        for diagnostic in diagnostics:
            self._mistakes.append(diagnostic)
            shown = _styled(diagnostic.severity, STYLES[diagnostic.severity], sys.stderr)
            _write(sys.stderr, str(diagnostic).replace(f" {diagnostic.severity}:", f" {shown}:", 1))
            if diagnostic.severity is Severity.ERROR:
                self.fail(exit_code)

    def fail(self, exit_code: ExitCode) -> None:
        """The run will end with this exit code or a graver one."""
        self.exit_code = max(self.exit_code, exit_code)

    def table(self, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table of the result, for people. Columns of single words, such as codes, keep their width."""
        if self.json:
            return
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        rows = list(rows)
        shown_title = Text(title) if title else None
        table = Table(title=shown_title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        for head, *cells in zip(heads, *rows, strict=True):
            table.add_column(head, overflow="fold", no_wrap=not any(" " in cell for cell in cells))
        for row in rows:
            table.add_row(*(Text(cell, STYLES.get(cell, "")) for cell in row))  # type: ignore[call-overload]
        console = Console(width=None if sys.stdout.isatty() else PIPE_WIDTH)
        with console.capture() as capture:
            console.print(table)
        self.data("\n".join(line.rstrip() for line in capture.get().splitlines()))

    @contextmanager
    def progress(self, total: int) -> Iterator[Callable[[str], None]]:
        """A bar on a terminal, nothing elsewhere; gives the function that names the next step."""
        if self.quiet or self.json or total < 2 or not sys.stderr.isatty():
            yield lambda step: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
        console = Console(stderr=True)
        bar = Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
        self._held = []
        try:
            with bar:
                task, done = bar.add_task("", total=total), itertools.count()
                yield lambda step: bar.update(task, completed=next(done), description=step)
                bar.update(task, completed=total)
        finally:
            held, self._held = self._held, None
            for line in held:
                self.data(line)

    def finish(self) -> None:
        """Print the JSON object of the run, if one was asked for."""
        if self.json:
            mistakes = [{**asdict(d.span), "severity": d.severity, "message": d.message, "hint": d.hint}
                        for d in self._mistakes]  # fmt: skip
            _write(sys.stdout, json.dumps({**self.result, "mistakes": mistakes}, ensure_ascii=False, indent=2))


def _styled(text: str, colour: str, stream: TextIO) -> str:
    """The text in colour, when it goes to a terminal that wants colours (no-color.org)."""
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or not stream.isatty()
    return text if plain else typer.style(text, fg=colour)


def _write(stream: TextIO, text: str) -> None:
    """Write a line; when the reader has gone, what follows goes nowhere and the work goes on."""
    try:
        stream.write(f"{text}\n")
        stream.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
