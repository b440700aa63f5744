"""Codes as drawings: bars and modules in black. What surrounds them must leave their quiet zones empty."""

from __future__ import annotations

from typing import Final

from booklet.codes import bars, modules
from booklet.codes.pharmacode import HEIGHT
from booklet.drawing import Drawing, Fill, Path, PathOp

BLACK: Final = "#000000"


def pharmacode(number: int, alt: str) -> Drawing:
    """The bars of a number."""
    row = bars(number)
    path = tuple(op for bar in row for op in _box(bar.left, 0.0, bar.width, HEIGHT))
    return Drawing("pharmacode", "", alt, row[-1].left + row[-1].width, HEIGHT, (Fill(path, BLACK),))


def qr(text: str, side: float, alt: str) -> Drawing:
    """The QR code of a text, `side` mm wide.

    Dark modules that follow each other in a row are one box, so that no seam shows between them.
    """
    rows = modules(text)
    size = side / len(rows)
    ops: list[PathOp] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                ops += _box(x * size, y * size, run * size, size)
            x += run + 1
    return Drawing("qr", "", alt, side, side, (Fill(tuple(ops), BLACK),))


def _box(x: float, y: float, width: float, height: float) -> Path:
    return (("M", x, y), ("L", x + width, y), ("L", x + width, y + height), ("L", x, y + height), ("Z",))
