"""Measures what a copy for the print shop costs beside the copy that is read: CPU time and bytes.

    python benchmarks/press.py            prints the table
    python benchmarks/press.py --write    also writes benchmarks/press.md

"First" is the first copy of its kind in a process, in which no plate has been written with its colours yet; "warm" the
median of nine more. Both are handouts of the same region, on the same paper, from a workshop that is open already.
"""

from __future__ import annotations

import platform
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from booklet.build import Workshop
from booklet.layout import Press, Setting
from booklet.resources import Resources

HERE: Final = Path(__file__).resolve().parent
WARM: Final = 9
LIMIT: Final = 2.0
"""How many times the CPU of a reading copy a press copy may take, warm."""
COPIES: Final = {"reading": Setting(), "press": Setting(press=Press())}


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU in ms, size in kB."""

    copy: str
    first: float
    warm: float
    size: float


def measure(workshop: Workshop, copy: str) -> Cost:
    """The cost of one kind of copy of the first region."""
    region = next(iter(workshop.library.regions.values()))
    spent = []
    for _ in range(1 + WARM):
        start = time.process_time()
        sheet = workshop.sheet(region, COPIES[copy])
        spent.append((time.process_time() - start) * 1000)
    return Cost(copy, spent[0], statistics.median(spent[1:]), len(sheet.data) / 1000)


def main() -> None:
    """Measure both kinds of copy and print the table."""
    workshop = Workshop(Resources.at())
    workshop.sheet(next(iter(workshop.library.regions.values())), Setting(grey=True))  # opens what both need
    reading, press = (measure(workshop, copy) for copy in COPIES)
    rows = ["| copy | first, ms | warm, ms | kB |", "|---|---:|---:|---:|"]
    rows += [f"| {cost.copy} | {cost.first:.0f} | {cost.warm:.0f} | {cost.size:.0f} |" for cost in (reading, press)]
    times = press.warm / reading.warm
    verdict = f"A press copy takes {times:.2f} times the CPU of a reading copy (aim: at most {LIMIT:.0f})."
    text = "\n".join([*rows, "", verdict, "", f"Python {platform.python_version()}, {platform.machine()}.", ""])
    sys.stdout.write(text)
    if "--write" in sys.argv[1:]:
        doc = (__doc__ or "").split("\n\n", 2)
        (HERE / "press.md").write_text(f"# What press copies cost\n\n{doc[2]}\n{text}", encoding="utf-8")
    sys.exit(times > LIMIT)


if __name__ == "__main__":
    main()
