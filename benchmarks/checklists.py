"""Measures what the sheets of one person cost: CPU time and bytes, beside WeasyPrint with the same words.

    python benchmarks/checklists.py            prints the tables
    python benchmarks/checklists.py --write    also writes benchmarks/checklists.md

CPU time is that of the whole process, user and system. "Cold" is `booklet checklist` for one exam, start of Python
included (median of three); "warm" is the median of the 2nd to 20th exam in one process, each of another person with
other ratings, so that only what belongs to the library can be remembered. Reading is that of a CSV file of 1,000
people with four findings each (median of three). WeasyPrint sets the words of the checklist with four findings as one
plain column, tagged, with the chart drawn beforehand; it has neither boxes and lines nor the grid of the log to set.
"""

from __future__ import annotations

import csv
import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from run import COLD, Result, measure, resources
from story import write_story

from booklet.build import Consultation, Workshop
from booklet.layout import Setting
from booklet.resources import Resources

HERE = Path(__file__).resolve().parent
DAY: Final = "2025-11-24"
COLUMNS: Final = ["record", "name", "date", "patch", "cautions", "pain", "point", "side", "tenderness", "familiar"]
FINDINGS: Final = (1, 4, 30)
WAYS: Final[tuple[tuple[str, ...], ...]] = ((), ("--fillable",), ("--handout",), ("--handout", "--fillable"))
EXAMS: Final = 20
PEOPLE: Final = 1000
PEER: Final = "weasyprint-ua"
LIMITS: Final = {"cold": 1.5, "warm": 0.15}
"""What the project asks of a checklist with four findings: CPU seconds."""


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU in seconds, size in bytes."""

    findings: int
    way: tuple[str, ...]
    cold: float
    warm: float
    size: int


def write_exams(file: Path, people: int, findings: int, points: Iterable[str]) -> None:
    """Exams as a table: every person has as many findings, rated differently, and a sore buttock."""
    places = [(point, side) for point in points for side in ("right", "left")]
    # From all over the region; a stride that has no divisor in common with their number gives each place once.
    picked = [places[7 * index % len(places)] for index in range(findings)]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        for person in range(people):
            about = (f"P-{person}", f"Person {person}", DAY, "yes", "blood-thinners", "buttock/right/6")
            for index, (point, side) in enumerate(picked):
                rating = (person + index * 7) % 10 + 1
                writer.writerow((*about, point, side, rating, "yes" if (person + index) % 5 == 0 else "no"))


def cost(findings: int, way: tuple[str, ...], folder: Path, points: Iterable[str]) -> Cost:
    """One kind of sheet, in processes of its own."""
    one, many, out = folder / "one.csv", folder / "many.csv", folder / "out"
    write_exams(one, 1, findings, points)
    write_exams(many, EXAMS, findings, points)
    command = [sys.executable, "-c", "from booklet.cli import main; main()", "checklist", str(one), "--out", str(out)]
    cold = [resources([*command, *way])[0] for _ in range(COLD)]
    script = [sys.executable, str(HERE / "checklists.py"), "--warm", str(many), *way]
    _, *warm = json.loads(subprocess.run(script, check=True, capture_output=True, text=True).stdout)
    size = (out / "checklist-P-0.pdf").stat().st_size
    return Cost(findings, way, statistics.median(cold), statistics.median(warm), size)


def warm_seconds(file: Path, way: Iterable[str]) -> list[float]:
    """The CPU seconds of each exam of a file, made one after the other as `booklet checklist` does."""
    workshop = Workshop(Resources.at())
    spent = []
    for exam in workshop.intake(file).exams:
        start = time.process_time()
        Consultation(workshop, exam).sheet(Setting(fillable="--fillable" in way), handout="--handout" in way)
        spent.append(time.process_time() - start)
    return spent


def reading_seconds(workshop: Workshop, folder: Path) -> float:
    """The CPU seconds of reading a large table."""
    file = folder / "people.csv"
    write_exams(file, PEOPLE, 4, workshop.library.points)
    spent = []
    for _ in range(COLD):
        start = time.process_time()
        intake = workshop.intake(file)
        spent.append(time.process_time() - start)
        assert len(intake.exams) == PEOPLE, intake.mistakes
    return statistics.median(spent)


def peer(workshop: Workshop, folder: Path) -> Result:
    """WeasyPrint with the words of the checklist with four findings."""
    file = folder / "one.csv"
    write_exams(file, 1, 4, workshop.library.points)
    [exam] = workshop.intake(file).exams
    consultation = Consultation(workshop, exam)
    write_story(consultation.own, consultation.document(), folder)
    return measure(PEER, folder)


def table(costs: Iterable[Cost]) -> str:
    """The costs as Markdown."""
    rows = ["| findings | | cold, ms | warm, ms | kB |", "|---:|---|---:|---:|---:|"]
    for c in costs:
        way = f"`{' '.join(c.way)}`" if c.way else ""
        rows.append(f"| {c.findings} | {way} | {c.cold * 1000:.0f} | {c.warm * 1000:.0f} | {c.size / 1000:.0f} |")
    return "\n".join(rows)


def verdicts(four: Cost, reading: float, other: Result | None) -> str:
    """The project's own limits and whether this run kept them; how reading and the other typesetter compare."""
    spent = {"cold": four.cold, "warm": four.warm}
    said = ["Aims for a checklist with four findings, CPU seconds:", ""]
    for name, limit in LIMITS.items():
        said.append(f"- {name}: {spent[name]:.2f}, limit {limit:.2f}: {'kept' if spent[name] <= limit else 'MISSED'}")
    share = reading / (reading + PEOPLE * four.warm)
    said += ["", f"Reading {PEOPLE:,} people takes {reading:.2f} s, {share:.1%} of making their checklists warm.", ""]
    if other:
        said.append(
            f"WeasyPrint takes {other.cold * 1000:.0f} ms cold ({other.cold / four.cold:.1f}×) and "
            f"{other.warm * 1000:.0f} ms warm ({other.warm / four.warm:.1f}×) for the same words, in "
            f"{other.size / 1000:.0f} kB ({other.size / four.size:.1f}×)."
        )
    else:
        said.append("WeasyPrint is not installed and was not measured.")
    return "\n".join(said)


def main() -> None:
    """Measure all kinds of sheets and print the tables."""
    workshop = Workshop(Resources.at())
    points = tuple(workshop.library.points)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        costs = [cost(findings, way, folder, points) for findings in FINDINGS for way in WAYS]
        reading = reading_seconds(workshop, folder)
        other = peer(workshop, folder) if find_spec("weasyprint") else None
    four = next(c for c in costs if c.findings == 4 and not c.way)
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    text = f"{table(costs)}\n\n{verdicts(four, reading, other)}\n\n{machine}\n"
    sys.stdout.write(text)
    if "--write" in sys.argv[1:]:
        doc = (__doc__ or "").split("\n\n", 2)
        (HERE / "checklists.md").write_text(f"# What checklists cost\n\n{doc[2]}\n{text}", encoding="utf-8")
    sys.exit(four.cold > LIMITS["cold"] or four.warm > LIMITS["warm"])


if __name__ == "__main__":
    if sys.argv[1:2] == ["--warm"]:
        sys.stdout.write(json.dumps(warm_seconds(Path(sys.argv[2]), sys.argv[3:])))
    else:
        main()
