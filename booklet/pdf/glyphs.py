"""The operators that show a shaped run in a composite font, glyph by glyph, each with the text it stands for.

Where the glyphs of some characters do not tell them one by one, as in the conjuncts of Devanagari, the marked content
round them does (ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from booklet.pdf.composite import CompositeFont, utf16
from booklet.typeface.shaping import Cluster, Glyph, Run
from booklet.typeface.subset import THOUSAND

FILLER: Final = "\u200b"
"""What the second and later glyphs of a cluster stand for: a space of no width."""


def shown(font: CompositeFont, size: float, text: str, run: Run, clusters: Sequence[Cluster]) -> list[str]:
    """Show the clusters of a run, from left to right, from where the text matrix is; `text` is that of their block."""
    writer = _Writer(font, size)
    for cluster in clusters:
        if run.leftwards:
            _show_leftwards(writer, font, text[cluster.start : cluster.end], run, cluster)
        else:
            _show_rightwards(writer, font, text[cluster.start : cluster.end], cluster)
    return writer.end()


def _show_rightwards(writer: _Writer, font: CompositeFont, text: str, cluster: Cluster) -> None:
    """Show a cluster; where the font cannot say that one glyph stands for it, its marked content does."""
    codes = [font.code(glyph.number, FILLER if i else text) for i, glyph in enumerate(cluster.glyphs)]
    told = len(codes) == 1 and codes[0][1]
    if not told:
        writer.mark(read_as(text))
    for (code, _), glyph in zip(codes, cluster.glyphs, strict=True):
        writer.show(code, glyph)
    if not told:
        writer.mark("EMC")


def _show_leftwards(writer: _Writer, font: CompositeFont, text: str, run: Run, cluster: Cluster) -> None:
    """Show a cluster of a leftward run, whose whole text is told by its element.

    Viewers that look at glyphs alone turn such text round letter by letter, so each letter needs a code of its own, and
    a ligature gets invisible ones beside it. A mirrored bracket is the one that it looks like.
    """
    glyphs = cluster.glyphs
    if len(text) == 1 and unicodedata.mirrored(text):
        text = run.face.mirrored.get(glyphs[0].number, text)
    letters = text[::-1] + FILLER * (len(glyphs) - len(text))
    unseen = Glyph(run.face.glyph_of(" "), 0.0, 0.0, 0.0)
    for letter, glyph in zip(letters, (*[unseen] * (len(letters) - len(glyphs)), *glyphs), strict=True):
        writer.show(font.code(glyph.number, letter)[0], glyph)


def read_as(text: str) -> str:
    """The operator that begins content which is read as `text`."""
    return f"/Span<</ActualText<FEFF{utf16(text)}>>>BDC"


class _Writer:
    """Gathers codes into one array for as long as they stand at one height."""

    def __init__(self, font: CompositeFont, size: float) -> None:
        self._font = font
        self._size = size
        self._code = [f"{font.resource} {size:.4f} Tf"]
        self._array: list[str] = []
        self._pen = 0.0  # where the run is, in em
        self._at = 0  # where the viewer's text matrix is, in thousandths of an em
        self._up = 0.0

    def show(self, code: int, glyph: Glyph) -> None:
        """Show the code of a glyph at the glyph's place, and move on."""
        if glyph.up != self._up:
            self._flush()
            self._code.append(f"{glyph.up * self._size:.3f} Ts")
            self._up = glyph.up
        wanted = round((self._pen + glyph.right) * THOUSAND)
        if wanted != self._at:
            self._array.append(str(self._at - wanted))
        self._array.append(f"<{code:04X}>")
        self._at = wanted + self._font.width(code)
        self._pen += glyph.advance

    def mark(self, operator: str) -> None:
        """Write an operator that begins or ends marked content."""
        self._flush()
        self._code.append(operator)

    def end(self) -> list[str]:
        """All operators; what they changed but the font is as it was."""
        self._flush()
        return [*self._code, "0 Ts"] if self._up else self._code

    def _flush(self) -> None:
        if self._array:
            self._code.append(f"[{''.join(self._array)}] TJ".replace("><", ""))
            self._array = []
