"""Measures booklet against other typesetters in one run, on the machine it runs on.

    python benchmarks/run.py            prints the table
    python benchmarks/run.py --write    also writes benchmarks/results.md

CPU time is that of the whole process, user and system, so a typesetter with many threads has no advantage. "Cold" is
a new process that makes one document, start of Python included; "warm" is one more document in a process that has
made one already (median of five), when Typst still remembers parts of the one before. The others set the same words
and figures as one plain column, with the figures drawn beforehand: less work than the handout's pages.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from story import REGION, write_story
from typesetters import TYPESETTERS

from booklet.build import Workshop
from booklet.resources import Resources

HERE = Path(__file__).resolve().parent
WARM = 5
COLD = 3
LABELS = {
    "booklet": "**booklet** (tagged, PDF/UA-1 + PDF/A-2a)",
    "untagged": "the same pages, untagged",
    "weasyprint": "WeasyPrint, untagged",
    "weasyprint-ua": "WeasyPrint, PDF/UA-1",
    "typst": "Typst, untagged",
    "typst-ua": "Typst, PDF/UA-1",
}
LIMITS = {"cold": 1.5, "warm": 0.5, "tagging": 1.25}
"""What the project asks of itself: CPU seconds of a build, and tagged over untagged."""


@dataclass(frozen=True, slots=True)
class Result:
    """CPU in seconds, peak memory of the cold process in MB, size of the document in bytes."""

    name: str
    cold: float
    warm: float
    memory: float
    size: int


def measure(name: str, folder: Path) -> Result:
    """Run one typesetter in processes of its own."""
    script = [sys.executable, str(HERE / "typesetters.py"), name, str(folder)]
    cold = [resources(command_line(folder) if name == "booklet" else script) for _ in range(COLD)]
    warm = subprocess.run([*script, "--warm", str(WARM)], check=True, capture_output=True, text=True).stdout
    return Result(
        name,
        statistics.median(seconds for seconds, _ in cold),
        statistics.median(json.loads(warm)),
        statistics.median(memory for _, memory in cold),
        (folder / f"{name}.pdf").stat().st_size,
    )


def command_line(folder: Path) -> list[str]:
    """What a clinic types; so booklet's own cold time includes reading its arguments and writing the file."""
    start = "from booklet.cli import main; main()"
    return [sys.executable, "-c", start, "build", REGION, "--out", str(folder / "out")]


def resources(command: list[str]) -> tuple[float, float]:
    """CPU seconds and peak memory in MB of one process and its children."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command)}")
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit


def table(results: list[Result]) -> str:
    """The results as Markdown, each with its ratio to booklet's."""
    own = results[0]
    rows = ["| | cold CPU | warm CPU | peak memory | file |", "|---|---|---|---|---|"]
    for r in results:
        cells = (
            f"{r.cold * 1000:.0f} ms ({r.cold / own.cold:.1f}×)",
            f"{r.warm * 1000:.0f} ms ({r.warm / own.warm:.1f}×)",
            f"{r.memory:.0f} MB ({r.memory / own.memory:.1f}×)",
            f"{r.size / 1000:.0f} kB ({r.size / own.size:.1f}×)",
        )
        rows.append(f"| {LABELS[r.name]} | {' | '.join(cells)} |")
    return "\n".join(rows)


def verdicts(results: list[Result]) -> str:
    """The project's own limits, and whether this run kept them."""
    by_name = {r.name: r for r in results}
    own = by_name["booklet"]
    measured = {"cold": own.cold, "warm": own.warm, "tagging": own.warm / by_name["untagged"].warm}
    return "\n".join(
        f"- {name}: {value:.2f}, limit {LIMITS[name]:.2f}: {'kept' if value <= LIMITS[name] else 'MISSED'}"
        for name, value in measured.items()
    )


def main() -> None:
    modules = {name: name.partition("-")[0] for name in TYPESETTERS}
    names = [name for name, module in modules.items() if module in ("booklet", "untagged") or find_spec(module)]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        workshop = Workshop(Resources.at())
        write_story(workshop, workshop.compose(workshop.library.region(REGION)), folder)
        results = [measure(name, folder) for name in names]
    machine = f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    report = f"{table(results)}\n\nLimits (CPU seconds; tagged over untagged):\n\n{verdicts(results)}\n\n{machine}\n"
    sys.stdout.write(report)
    if "--write" in sys.argv:
        head = (
            "# One handout, measured\n\nMade by `python benchmarks/run.py --write`; see there for what is measured.\n\n"
        )
        (HERE / "results.md").write_text(head + report, encoding="utf-8")


if __name__ == "__main__":
    main()
