"""Makes the pictures in README.md: a page of the handout, one of a checklist, a side of an insert, as they are today.

python docs/picture.py [FOLDER]; `make picture` runs it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

from booklet.build import INSERT, Consultation, Workshop
from booklet.layout import Setting
from booklet.resources import Resources

DOCS = Path(__file__).parent
REGION, DPI = "lower-back-and-buttock", 100
COLOURS = 128  # few enough for a small file, enough for skin tones


def pages() -> dict[str, bytes]:
    """The name of each picture, and the sheet whose first page it shows."""
    workshop, setting = Workshop(Resources.at()), Setting()
    region = workshop.library.region(REGION)
    [exam] = workshop.intake(DOCS / "exam.yaml").exams
    return {
        "handout-page.png": workshop.handout(region, setting),
        "checklist-page.png": Consultation(workshop, exam).sheet(setting).data,
        "insert-side.png": workshop.sheet(region, setting, INSERT, fold="letter").data,
    }


def picture(pdf: bytes) -> Image.Image:
    """The first page in print colours."""
    with pypdfium2.PdfDocument(pdf) as document:
        image: Image.Image = document[0].render(scale=DPI / 72).to_pil()
    return image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else DOCS
    for name, pdf in pages().items():
        picture(pdf).save(folder / name, optimize=True)
