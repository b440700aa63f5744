"""Widths of the bundled typeface, so that a figure or a page can be laid out before anything is drawn.

Advances are unkerned, because PDF text is drawn unkerned (ISO 32000-1, 9.4.4).
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final, Literal, TypeAlias

import uharfbuzz

from booklet.resources import bundled_root

Weight: TypeAlias = Literal["regular", "bold"]

FAMILY: Final = "Atkinson Hyperlegible Next"
_FILES: Final = {
    "regular": "templates/fonts/AtkinsonHyperlegibleNext-Regular.ttf",
    "bold": "templates/fonts/AtkinsonHyperlegibleNext-Bold.ttf",
}


def x_height(size: float, weight: Weight = "regular") -> float:
    """How high a small x without serifs stands at `size`, in the unit of `size`."""
    font = _font(weight)
    extents = font.get_glyph_extents(font.get_nominal_glyph(ord("x")))
    return float(extents.y_bearing) / float(font.face.upem) * size


@lru_cache(maxsize=4096)
def width(text: str, size: float, weight: Weight) -> float:
    """How wide one line of text is set at `size`, in the unit of `size`; an unknown character counts as .notdef."""
    return sum(_advance(character, weight) for character in text) * size


def wrap(text: str, size: float, max_width: float, weight: Weight) -> list[str]:
    """The text in lines no wider than `max_width`, broken at spaces and line ends.

    A no-break space holds its words together; a single word wider than `max_width` stands alone, unbroken.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if line and width(longer, size, weight) > max_width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
    return lines


@cache
def _advance(character: str, weight: Weight) -> float:
    font = _font(weight)
    glyph = font.get_nominal_glyph(ord(character)) or 0
    return float(font.get_glyph_h_advance(glyph)) / float(font.face.upem)


@cache
def _font(weight: Weight) -> uharfbuzz.Font:
    blob = uharfbuzz.Blob.from_file_path(str(bundled_root() / _FILES[weight]))
    return uharfbuzz.Font(uharfbuzz.Face(blob))
