"""Adds up the inks on each place of a page, by separations that Ghostscript renders where it is installed."""

from __future__ import annotations

import json
import math
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from booklet.check.press.places import beside
from booklet.confinement import PROGRAM, NotStarted, TooLate, ask
from booklet.units import MM_PER_INCH, PT_PER_INCH, mm

CODE: Final = "press-ink"
PROCESS: Final = ("Cyan", "Magenta", "Yellow", "Black")
FULL: Final = 255
"""The level of a full ink."""
DPI: Final = 100.0
PATCH_MM: Final = 3.0
"""Side of the square over which ink is averaged: less is an edge or a line, which dries."""
TOLERANCE: Final = 1.0
"""In percent: what rounding to 256 levels does to the sum of a few inks."""
MOST_PAGES: Final = 48
"""Pages that are rendered, spread over the document."""
MOST_PIXELS: Final = 8_000_000
"""Of one page; a larger sheet is rendered more coarsely."""
SECONDS: Final = 120.0
MEMORY: Final = 2 << 30
FILE_BYTES: Final = 200_000_000
MOST_SPOTS: Final = 50


@dataclass(frozen=True, slots=True)
class Sheet:
    """The paper of a page, in pt from its lower left; the trimmed page, and the page with its bleed, on it.

    It is shown turned clockwise by so many right angles.
    """

    width: float
    height: float
    trim: tuple[float, float, float, float]
    product: tuple[float, float, float, float]
    turns: int = 0

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Sheet:
        """From the values of its fields, as JSON has them; ValueError, TypeError or KeyError when they are not."""
        trim, product = (tuple(float(part) for part in told[key]) for key in ("trim", "product"))
        if len(trim) != 4 or len(product) != 4:
            raise ValueError("not a box")
        return cls(float(told["width"]), float(told["height"]), trim, product, int(told["turns"]))


@dataclass(frozen=True, slots=True)
class Coverage:
    """The most ink on one place, in percent of one full ink: 400 for four. `place` is for people."""

    percent: float
    page: int
    place: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """What was measured, None when nothing was; `notes` say what was not, and why."""

    coverage: Coverage | None = None
    notes: tuple[str, ...] = ()


def measure(data: bytes, sheets: Sequence[Sheet], spots: int = 0) -> Measurement:
    """The most ink on the pages of a document. Nothing is left on the disk."""
    program = shutil.which("gs")
    if program is None:
        return Measurement(notes=("the total ink was not measured: Ghostscript (gs) is not installed",))
    if not sheets:
        return Measurement(notes=("the total ink was not measured: there are no pages",))
    chosen = _spread(len(sheets), MOST_PAGES)
    with tempfile.TemporaryDirectory(prefix="booklet-ink-") as name:
        folder = Path(name)
        (folder / "in.pdf").write_bytes(data)
        dpi = _resolution(sheets)
        late = _render(program, folder, chosen, dpi, spots)
        found = [c for at, page in enumerate(chosen, 1) if (c := _page(folder, at, page, sheets[page - 1], dpi))]
    notes = []
    if late or len(found) < len(chosen):
        why = "Ghostscript takes too long" if late else "Ghostscript cannot render all of them"
        notes.append(f"the total ink was measured on {len(found)} of {len(sheets)} pages: {why}")
    elif len(chosen) < len(sheets):
        notes.append(f"the total ink was measured on {len(chosen)} of {len(sheets)} pages, spread over the file")
    return Measurement(max(found, key=lambda one: one.percent, default=None), tuple(notes))


def _spread(count: int, most: int) -> list[int]:
    """Up to so many numbers from 1 to `count`, the first and the last among them, evenly spread."""
    if count <= most:
        return list(range(1, count + 1))
    return [1 + round(at * (count - 1) / (most - 1)) for at in range(most)]


def _resolution(sheets: Sequence[Sheet]) -> float:
    largest = max(max(sheet.width, 1.0) * max(sheet.height, 1.0) for sheet in sheets) / PT_PER_INCH**2
    return min(DPI, math.sqrt(MOST_PIXELS / largest))


def _render(program: str, folder: Path, pages: Sequence[int], dpi: float, spots: int) -> bool:
    """Write the separations of pages into a folder; gives whether it took too long."""
    limits = {"memory": MEMORY, "cpu_seconds": int(SECONDS) + 20, "most_bytes": 0, "file_bytes": FILE_BYTES}
    options = (
        "-dSAFER", "-dBATCH", "-dNOPAUSE", "-q", "-sDEVICE=tiffsep", f"-r{dpi:.2f}", "-sCompression=lzw",
        f"-dMaxSpots={min(max(spots, 1), MOST_SPOTS)}", "-dOverprint=/enable",
        f"-sPageList={','.join(map(str, pages))}",
        f"-sOutputFile={folder}/sheet-%d.tif", f"{folder}/in.pdf",
    )  # fmt: skip
    try:
        ask(PROGRAM, b"", str(folder), json.dumps(limits), program, *options, seconds=SECONDS, most_answer=1_000_000)
    except TooLate:
        return True
    except NotStarted:
        pass  # then nothing is there, which is told
    return False


def _page(folder: Path, at: int, page: int, sheet: Sheet, dpi: float) -> Coverage | None:
    """The most ink on a page that was rendered as the `at`-th; None when it was not."""
    import numpy as np

    total = _total(folder, at)
    if total is None:
        return None
    total = np.rot90(total, sheet.turns)  # as it lies, no longer as it is shown
    scale = dpi / PT_PER_INCH
    left, bottom, right, top = (round(part * scale) for part in sheet.product)
    first_row = max(total.shape[0] - top, 0)
    total = total[first_row : total.shape[0] - bottom, left:right]
    side = min(max(1, round(PATCH_MM / MM_PER_INCH * dpi)), *total.shape)
    if side < 1:
        return None
    percent, row, column = _heaviest(total, side)
    x = mm((left + column) / scale - sheet.trim[0])
    y = mm((top - row - side) / scale - sheet.trim[1])
    return Coverage(percent, page, f"page {page}, {beside(x, y)}")


def _heaviest(total: Any, side: int) -> tuple[float, int, int]:
    """The square with the most ink on average: how much, in percent, and its first row and column.

    With the sums of all that is above and to the left of each pixel, a square is four look-ups.
    """
    import numpy as np

    sums = np.zeros((total.shape[0] + 1, total.shape[1] + 1), dtype=np.int64)
    np.cumsum(total, axis=0, out=sums[1:, 1:])
    np.cumsum(sums[1:, 1:], axis=1, out=sums[1:, 1:])
    squares = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    row, column = np.unravel_index(int(squares.argmax()), squares.shape)
    return float(squares.max()) / side**2 / FULL * 100, int(row), int(column)


def _total(folder: Path, at: int) -> Any:
    """The sum of all inks of a page, FULL for one full ink, a row of pixels after the other from the top."""
    import numpy as np
    from PIL import Image

    total = None
    for path in sorted(folder.glob(f"sheet-{at}(*.tif")):
        try:
            with Image.open(path) as image:
                tint = FULL - np.asarray(image.convert("L"), dtype=np.int32)
        except (OSError, ValueError, Image.DecompressionBombError):
            return None
        total = tint if total is None else total + tint
    return total
