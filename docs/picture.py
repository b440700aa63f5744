"""Makes the picture that opens README.md: a page of the handout as it is today. `make picture` runs it.

python docs/picture.py [FILE]
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

from booklet.build import Workshop
from booklet.layout import Setting
from booklet.resources import Resources

REGION, PAGE, DPI = "lower-back-and-buttock", 1, 100
COLOURS = 128  # few enough for a small file, enough for skin tones


def picture() -> Image.Image:
    """The page in print colours."""
    workshop = Workshop(Resources.at())
    pdf = workshop.handout(workshop.library.region(REGION), Setting())
    with pypdfium2.PdfDocument(pdf) as document:
        image: Image.Image = document[PAGE - 1].render(scale=DPI / 72).to_pil()
    return image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)


if __name__ == "__main__":
    target = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).with_name("handout-page.png")
    picture().save(target, optimize=True)
