"""Documents to impose, and what can be read back from the sheets: which page is where, and how it looks."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from booklet.imposing import Imposed, Order, impose_file
from booklet.plane import Box, Matrix
from booklet.press.geometry import Wish
from booklet.resources import Resources

PAGE = (300.0, 450.0)
RESOURCES = Resources.at()


def numbered(path: Path, pages: int, size: tuple[float, float] = PAGE, bleed: float = 0.0) -> Path:
    """Pages with their number, a frame at the trim, and a shape that has neither left nor right, up nor down alike."""
    width, height = size
    canvas = Canvas(str(path), pagesize=(width + 2 * bleed, height + 2 * bleed), invariant=True)
    for number in range(1, pages + 1):
        canvas.translate(bleed, bleed)
        if bleed:
            canvas.setFillColorCMYK(0.1 * (number % 9), 0.5, 0.2, 0)
            canvas.rect(-bleed, -bleed, width + 2 * bleed, height + 2 * bleed, stroke=0, fill=1)
        canvas.setFillColorRGB(0.1 * (number % 10), 0.3, 0.6)
        canvas.rect(20, height - 60, 90, 40, stroke=0, fill=1)
        canvas.rect(width - 40, 30, 20, 20 + 5 * (number % 40), stroke=0, fill=1)
        canvas.setFont("Helvetica-Bold", 96)
        canvas.drawCentredString(width / 2, height / 2, str(number))
        canvas.showPage()
    canvas.save()
    if bleed:
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            for page in pdf.pages:
                page.obj.TrimBox = pikepdf.Array([bleed, bleed, width + bleed, height + bleed])
                page.obj.BleedBox = page.obj.MediaBox
            pdf.save(path)
    return path


def imposed(source: Path, target: Path | None = None, **options: Any) -> tuple[Path, Imposed]:
    """A file imposed beside its source; what is no entry of an order is one of its wish."""
    order = {key: options.pop(key) for key in Order.__dataclass_fields__ if key in options}
    target = target or source.with_name(f"{source.stem}-sheets.pdf")
    return target, impose_file(source, target, Order(**{"wish": Wish(**options), **order}), RESOURCES)


@dataclass(frozen=True, slots=True)
class Placed:
    """A page on a sheet, as the sheet's content says: the way there, and what it may print on."""

    side: int
    page: int
    matrix: Matrix
    window: Box

    def trim(self, size: tuple[float, float] = PAGE) -> Box:
        """Where the trimmed page is, when its trim starts at its origin."""
        return self.matrix.box(Box(0, 0, *size))


_PLACED = re.compile(r"q ([-\d. ]+) re W n ([-\d. ]+) cm /P(\d+) Do Q")


def placed(path: Path) -> list[Placed]:
    """Every page on every side, read from the file."""
    found = []
    with pikepdf.open(path) as pdf:
        for side, page in enumerate(pdf.pages):
            for window, matrix, number in _PLACED.findall(page.Contents.read_bytes().decode()):
                x, y, width, height = map(float, window.split())
                way = Matrix(*map(float, matrix.split()))
                found.append(Placed(side, int(number), way, Box(x, y, x + width, y + height)))
    return found


def rasters(path: Path, scale: float = 1.0) -> Iterator[Image.Image]:
    """Every page as PDFium shows it."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            yield page.render(scale=scale).to_pil().convert("RGB")


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
