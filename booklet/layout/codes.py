"""Codes as drawings: bars and modules in black on the paper, with their quiet zones around them."""

from __future__ import annotations

from booklet.codes.pharmacode import HEIGHT, QUIET, bars
from booklet.codes.qr import QUIET as QUIET_MODULES
from booklet.codes.qr import modules
from booklet.drawing import Drawing, Fill, Path, PathOp

BLACK = "#000000"


def pharmacode(number: int, alt: str) -> Drawing:
    """The bars of a number, quiet zones included."""
    row = bars(number)
    path = tuple(op for bar in row for op in _box(QUIET + bar.left, 0.0, bar.width, HEIGHT))
    return Drawing("pharmacode", "", alt, 2 * QUIET + row[-1].left + row[-1].width, HEIGHT, (Fill(path, BLACK),))


def qr(text: str, side: float, alt: str) -> Drawing:
    """The QR code of a text, `side` mm wide, quiet zones included.

    Dark modules that follow each other in a row are one box, so that no seam shows between them.
    """
    rows = modules(text)
    size = side / (len(rows) + 2 * QUIET_MODULES)
    ops: list[PathOp] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                ops += _box((QUIET_MODULES + x) * size, (QUIET_MODULES + y) * size, run * size, size)
            x += run + 1
    return Drawing("qr", "", alt, side, side, (Fill(tuple(ops), BLACK),))


def _box(x: float, y: float, width: float, height: float) -> Path:
    return (("M", x, y), ("L", x + width, y), ("L", x + width, y + height), ("L", x, y + height), ("Z",))
