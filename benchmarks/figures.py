"""Measures what each figure costs: CPU time to draw it, and bytes in SVG and in PDF.

    python benchmarks/figures.py            prints the table
    python benchmarks/figures.py --write    also writes benchmarks/figures.md

"Cold" is the first drawing in a process that has read no spec and no plate yet; "warm" the median of nine more. Bytes
in the PDF are those that a document grows by when the figure is added: alone, with its plates, and once more, when
another figure has brought its plates and fonts. Figures are drawn at the first size in which a handout places them.
"""

from __future__ import annotations

import io
import platform
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from booklet.build import creation_date
from booklet.diagrams import Atlas, plates, shapes
from booklet.diagrams.svg import to_svg
from booklet.drawing import Drawing, Frame
from booklet.pdf.figure import paint
from booklet.pdf.metadata import Metadata
from booklet.pdf.output import canvas_maker
from booklet.pdf.structure import Tag
from booklet.proof import final_frames
from booklet.resources import Resources

HERE = Path(__file__).resolve().parent
WARM = 9
LIMITS = {"warm": 30.0, "again": 60.0}
"""What the project asks of a figure: CPU milliseconds warm, and kB in a PDF that has its plates."""
RESOURCES = Resources.at()


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU in ms, sizes in kB."""

    figure: str
    cold: float
    warm: float
    svg: float
    alone: float
    again: float


def measure(figure: str, frame: Frame) -> Cost:
    """The cost of one figure in a frame."""
    _forget()
    atlas = Atlas(RESOURCES)
    cold = _cpu(atlas, figure, frame)
    warm = statistics.median(_cpu(atlas, figure, frame) for _ in range(WARM))
    drawing = atlas.draw(figure, frame)
    empty, once, twice = (_pdf_bytes([drawing] * count) for count in range(3))
    return Cost(figure, cold, warm, len(to_svg(drawing)) / 1000, (once - empty) / 1000, (twice - once) / 1000)


def _forget() -> None:
    """Empty what a process remembers of plates."""
    for cached in (*vars(plates).values(), *vars(shapes).values()):
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()


def _cpu(atlas: Atlas, figure: str, frame: Frame) -> float:
    start = time.process_time()
    atlas.draw(figure, frame)
    return (time.process_time() - start) * 1000


def _pdf_bytes(drawings: Iterable[Drawing]) -> int:
    buffer = io.BytesIO()
    metadata = Metadata("Figures", "booklet", "Figures", "en", "figures", creation_date())
    canvas = canvas_maker(metadata, RESOURCES)(buffer, pagesize=(612, 792))
    with canvas.tag(Tag("P")):  # the fonts are in every one of the documents
        canvas.setFont("Atkinson", 12)
        canvas.drawString(36, 36, "ABCDEF Left Right side 123456 trigger point")
        canvas.setFont("Atkinson-Bold", 12)
        canvas.drawString(36, 18, "ABCDEF Left Right side 123456 trigger point")
    canvas.showPage()
    for drawing in drawings:
        with canvas.tag(Tag("Figure", alt=drawing.alt)):
            paint(canvas, drawing, 36, 756)
        canvas.showPage()
    canvas.save()
    return len(buffer.getvalue())


def table(costs: Iterable[Cost]) -> str:
    """The costs as Markdown."""
    rows = [
        "| figure | cold, ms | warm, ms | SVG, kB | PDF with plates, kB | PDF, plates shared, kB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for c in costs:
        rows.append(f"| {c.figure} | {c.cold:.0f} | {c.warm:.1f} | {c.svg:.0f} | {c.alone:.0f} | {c.again:.1f} |")
    return "\n".join(rows)


def main() -> None:
    """Measure all figures and print the table."""
    frames = final_frames(RESOURCES)
    measure("hero", frames["hero"][0])  # imports geometry, which is not a figure's cost
    costs = [measure(figure, placed[0]) for figure, placed in frames.items()]
    dearest, largest = max(cost.warm for cost in costs), max(cost.again for cost in costs)
    verdict = (
        f"The dearest figure takes {dearest:.1f} ms of CPU warm (aim: {LIMITS['warm']:.0f}); the largest adds "
        f"{largest:.1f} kB to a PDF that has its plates (aim: {LIMITS['again']:.0f})."
    )
    text = f"{table(costs)}\n\n{verdict}\n\nPython {platform.python_version()}, {platform.machine()}.\n"
    sys.stdout.write(text)
    if "--write" in sys.argv[1:]:
        doc = (__doc__ or "").split("\n\n", 2)
        (HERE / "figures.md").write_text(f"# What figures cost\n\n{doc[2]}\n{text}", encoding="utf-8")
    sys.exit(dearest > LIMITS["warm"] or largest > LIMITS["again"])


if __name__ == "__main__":
    main()
