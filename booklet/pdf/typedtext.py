"""Writes shaped text into a page, so that it looks as it should and reads as it was typed.

Glyphs stand in the file from left to right, as viewers that search a page by place expect. In a line where some text
runs from right to left, all runs become Span elements in the order of the text, and each says its text (/ActualText);
where no structure can be, the line says it as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics

from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.glyphs import read_as, shown
from booklet.pdf.structure import StructElem, Tag
from booklet.typeface.shaping import Block, Cluster, Run


class TypedText:
    """Lines being written, `size` pt high, as content of `element`; of none where no structure can be opened."""

    def __init__(self, canvas: TaggedCanvas, size: float, element: StructElem | None) -> None:
        self._canvas = canvas
        self._size = size
        self._element = element
        self._inside = False
        self._open: StructElem | None = None
        self._code: list[str] = []

    def line(self, block: Block, runs: Sequence[tuple[Run, Sequence[Cluster]]], x: float, y: float) -> None:
        """Write the runs of a line, given from left to right, from (x, y) on."""
        bidirectional = any(run.leftwards for run, _ in runs)
        ordered = sorted((run for run, _ in runs), key=lambda run: run.start)
        spans = self._spans(block, ordered) if bidirectional else {}
        unsaid = bidirectional and not spans
        if unsaid:
            self._begin(None)
            self._code.append(read_as(block.text[ordered[0].start : ordered[-1].end]))
        for run, clusters in runs:
            self._begin(spans.get(run.start, self._element))
            self._code.append(f"1 0 0 1 {x:.3f} {y:.3f} Tm")
            self._show(block.text, run, clusters)
            x += sum(cluster.width for cluster in clusters) * self._size
        if unsaid:
            self._code.append("EMC")

    def end(self) -> str:
        """The operators of all lines; they change the font of the graphics state."""
        if self._inside:
            self._code += ["ET"] if self._open is None else ["ET", "EMC"]
        self._inside = False
        return "\n".join(self._code)

    def _begin(self, element: StructElem | None) -> None:
        """Be in a text object in the marked content of an element."""
        if self._inside and element is self._open:
            return
        self.end()
        self._code += ["BT"] if element is None else [self._canvas.begin_marked(element), "BT"]
        self._inside, self._open = True, element

    def _spans(self, block: Block, ordered: Sequence[Run]) -> dict[int, StructElem]:
        """An element for each run of a line, by where it starts, made in the order of the text; none without structure.

        Rightward runs say their text too: a viewer may take a bracket between two directions for the other one.
        """
        if self._element is None:
            return {}
        tags = {run.start: Tag("Span", actual=block.text[run.start : run.end]) for run in ordered}
        return {start: self._canvas.tree.elem(tag, self._element) for start, tag in tags.items()}

    def _show(self, text: str, run: Run, clusters: Sequence[Cluster]) -> None:
        name = fonts.plain_name(run.face)
        if name and all(_is_plain(text, run, cluster) for cluster in clusters):
            self._show_plain(name, "".join(text[cluster.start] for cluster in clusters))
        else:
            self._code += shown(self._canvas.composite(run.face), self._size, text, run, clusters)

    def _show_plain(self, name: str, text: str) -> None:
        """Show text letter by letter in the font that our own words are set in."""
        font, document = pdfmetrics.getFont(name), self._canvas._doc
        for subset, codes in font.splitString(text, document):
            resource = font.getSubsetInternalName(subset, document)
            self._code.append(f"{resource} {self._size:.4f} Tf ({escapePDF(codes)}) Tj")


def _is_plain(text: str, run: Run, cluster: Cluster) -> bool:
    """Whether a cluster is one character shown by its own glyph in its own place."""
    character, [glyph, *more] = text[cluster.start], cluster.glyphs
    return (
        not more
        and cluster.end - cluster.start == 1
        and glyph.right == glyph.up == 0
        and run.face.glyph_of(character) == glyph.number
    )
