"""Measures what imposing costs: CPU time and peak memory for 10, 100 and 1,000 pages, beside pdfimpose.

    python benchmarks/imposing.py            prints the table
    python benchmarks/imposing.py --write    also writes benchmarks/imposing.md

Both make a booklet that is stapled in its fold from the same tagged A5 pages. "Handout" pages have a heading with its
entry in the outline, a figure of the body with its caption, and two paragraphs; "text" pages have seven paragraphs.
CPU time is that of the whole process, user and system, start of Python included; median of three. booklet is run as a
clinic runs it, `booklet impose FILE.pdf`, and keeps tags, outline and claims; pdfimpose is run as `pdfimpose saddle
FILE.pdf` and keeps none of them.
"""

from __future__ import annotations

import importlib.metadata
import itertools
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pikepdf

HERE = Path(__file__).resolve().parent
RUNS: Final = 3
PAGES: Final = (10, 100, 1000)
KINDS: Final = ("handout", "text")
A5: Final = (419.53, 595.28)
ADVICE: Final = "Move slowly, breathe out on the effort, and stop at the first sign of sharp pain. "
HIGHEST: Final = 110.0
"""mm: figures that are higher leave no room for text."""
AIM: Final = 5.0
"""How many times less CPU than pdfimpose the project asks of itself for the longest document."""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU in seconds, peak memory in MB, size of the file in bytes."""

    name: str
    kind: str
    pages: int
    cpu: float
    memory: float
    size: int


def write_pages(path: Path, pages: int, kind: str) -> None:
    """A tagged document with so many pages."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageBreak, PageTemplate

    from booklet.build import Workshop
    from booklet.pdf import fonts
    from booklet.pdf.flowables import FigureFlowable
    from booklet.pdf.metadata import Metadata
    from booklet.pdf.output import canvas_maker
    from booklet.pdf.paragraph import Heading, TaggedParagraph
    from booklet.resources import Resources

    workshop = Workshop(Resources.at())
    fonts.register(workshop.resources)
    drawn = [workshop.figure(name, 100) for name in workshop.atlas.ids] if kind == "handout" else []
    figures = [figure for figure in drawn if figure.height < HIGHEST]
    body = ParagraphStyle("body", fontName=fonts.REGULAR, fontSize=11, leading=14, spaceAfter=6)
    head = ParagraphStyle("head", body, fontName=fonts.BOLD, fontSize=16, leading=20)
    story: list[Flowable] = []
    for number in range(1, pages + 1):
        story.append(Heading(f"Exercise {number}", head, 1, f"exercise-{number}"))
        if figures:
            caption = TaggedParagraph("As seen from outside.", body)
            story.append(FigureFlowable(figures[number % len(figures)], caption))
        paragraphs = 2 if figures else 7
        story += [TaggedParagraph(f"{number}.{part} {ADVICE * 2}", body) for part in range(1, paragraphs + 1)]
        story.append(PageBreak())
    metadata = Metadata("Exercises", "booklet", "Pages", "en-US", "urn:pages", datetime(2026, 1, 1, tzinfo=UTC))
    document = BaseDocTemplate(str(path), pagesize=A5)
    document.addPageTemplates([PageTemplate("page", Frame(40, 20, A5[0] - 80, A5[1] - 40, 0, 0, 0, 0))])
    document.build(story, canvasmaker=canvas_maker(metadata, workshop.resources))


def resources(command: list[str]) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of one process."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def booklet_command(source: Path, target: Path) -> list[str]:
    start = "from booklet.cli import main; main()"
    return [sys.executable, "-c", start, "--quiet", "impose", str(source), "--out", str(target)]


def pdfimpose_command(source: Path, target: Path) -> list[str]:
    two_pages = ["--signature", "2x1", "--group", "0"]
    return [sys.executable, "-m", "pdfimpose", "saddle", str(source), "--output", str(target), *two_pages]


COMMANDS: Final[dict[str, Callable[[Path, Path], list[str]]]] = {
    "booklet": booklet_command,
    "pdfimpose": pdfimpose_command,
}


def cost(name: str, source: Path, kind: str, pages: int) -> Cost:
    """One imposer on one document, in processes of its own; what it makes must have a side for every two pages."""
    target = source.with_name(f"{name}-{pages}.pdf")
    runs = [resources(COMMANDS[name](source, target)) for _ in range(RUNS)]
    with pikepdf.open(target) as pdf:
        sides = 2 * -(-pages // 4)
        if len(pdf.pages) != sides:
            raise SystemExit(f"{name} made {len(pdf.pages)} sides of {pages} pages, not {sides}")
    cpu, memory = (statistics.median(values) for values in zip(*runs, strict=True))
    return Cost(name, kind, pages, cpu, memory, target.stat().st_size)


def table(costs: Iterable[Cost]) -> str:
    """The costs as Markdown, each beside booklet's for the same document."""
    rows = ["| | pages | | CPU, ms | peak memory, MB | file, kB |", "|---|---:|---|---:|---:|---:|"]
    own: dict[tuple[str, int], Cost] = {}
    for c in costs:
        first = own.setdefault((c.kind, c.pages), c)
        beside = f" ({c.cpu / first.cpu:.1f}×)" if c is not first else ""
        cells = (f"{c.cpu * 1000:.0f}{beside}", f"{c.memory:.0f}", f"{c.size / 1000:.0f}")
        rows.append(f"| {c.kind} | {c.pages:,} | {c.name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def verdicts(costs: Iterable[Cost]) -> str:
    """The project's own aims, and whether this run reached them."""
    by = {(c.name, c.kind, c.pages): c for c in costs}
    said = []
    for kind in KINDS:
        few, many = by["booklet", kind, PAGES[0]], by["booklet", kind, PAGES[-1]]
        grown = f"{many.memory - few.memory:.0f} MB more memory for {PAGES[-1]:,} pages than for {PAGES[0]}"
        said.append(f"- {kind}: booklet takes {grown}")
        if other := by.get(("pdfimpose", kind, PAGES[-1])):
            ratio = other.cpu / many.cpu
            reached = "reached" if ratio >= AIM else "MISSED"
            said.append(f"- {kind}: pdfimpose takes {ratio:.1f} times the CPU; aim {AIM:.0f}: {reached}")
    return "\n".join(said)


def main() -> None:
    """Measure all documents and print the table."""
    names = [name for name in COMMANDS if find_spec(name)]
    costs: list[Cost] = []
    with tempfile.TemporaryDirectory() as scratch:
        for kind, pages in itertools.product(KINDS, PAGES):
            source = Path(scratch) / f"{kind}-{pages}.pdf"
            # In a process of its own: a child's peak counts from the size of its parent.
            command = [sys.executable, str(HERE / "imposing.py"), "--pages", str(source), str(pages), kind]
            subprocess.run(command, check=True)
            costs += [cost(name, source, kind, pages) for name in names]
    peers = "".join(f", {name} {importlib.metadata.version(name)}" for name in names[1:])
    machine = f"Python {platform.python_version()}{peers}, {platform.system()} {platform.machine()}"
    text = f"{table(costs)}\n\n{verdicts(costs)}\n\n{machine}\n"
    sys.stdout.write(text)
    if "--write" in sys.argv[1:]:
        doc = (__doc__ or "").split("\n\n", 2)
        (HERE / "imposing.md").write_text(f"# What imposing costs\n\n{doc[2]}\n{text}", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--pages"]:
        write_pages(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        main()
