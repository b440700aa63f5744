"""Text that a person typed, in any script: literal, in the right direction and shape, and read as it was typed.

Nothing in it is markup. Line ends begin a new line, and each line has the direction of its first strong character, so
that lines of Arabic and Hebrew stand flush right. A word is set in the typeface of the page where that has all of it,
else in a face that does. What becomes of spaces, controls and characters that are never seen is said in
`booklet.typeface.characters`.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Flowable

from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import Tag
from booklet.pdf.typedtext import TypedText
from booklet.typeface.characters import clings, inked_length, plain
from booklet.typeface.lines import Line, broken
from booklet.typeface.shaping import Block, Cluster, Run

Anchor: TypeAlias = Literal["start", "middle", "end"]
ANCHORS: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
PASSING: Final = ("canv", "_frame", "_postponed")
"""What ReportLab notes on a flowable while it is being placed; a piece of it is another one."""
ELLIPSIS: Final = "\u2026"

SetLine: TypeAlias = list[tuple[Run, tuple[Cluster, ...]]]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a typed text: which of its lines, as typed, and which character of that."""

    block: int
    character: int


class TypedParagraph(Flowable):
    """Typed text as one element, over any number of pages; `tag_options` are those of `Tag`.

    All pieces it is split into share its tag. Of the style it takes the font, its size, leading and colour, the
    indents, the alignment of rightward text, the space around, and whether single lines may stand alone. A line with
    ink higher or deeper than the leading allows for is given more. Raises `UnshowableText`.
    """

    def __init__(self, text: str, style: ParagraphStyle, role: str = "P", **tag_options: Any) -> None:
        super().__init__()
        self.tag = Tag(role, **tag_options)
        self.style = style
        fonts.refuse_unshowable_typed(text)
        self._blocks = tuple(_blocks(text, style.fontName))
        self._start = Place(0, 0)
        self._end = Place(len(self._blocks), 0)
        self._lines: tuple[Line, ...] = ()

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """Break the lines for this width."""
        self._lines = tuple(line for _, line in self._broken(availWidth))
        self.width, self.height = availWidth, sum(self._height(line) for line in self._lines)
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """The lines that fit and the rest, with one tag; none where too few lines fit."""
        lines = list(self._broken(availWidth))
        room, fit = availHeight, 0
        while fit < len(lines) and (room := room - self._height(lines[fit][1])) >= 0:
            fit += 1
        if fit == len(lines):
            return [self]
        if fit == len(lines) - 1 and not self.style.allowWidows:
            fit -= 1
        if fit < (1 if self.style.allowOrphans else 2):
            return []
        cut = lines[fit][0]
        return [self._piece(self._start, cut), self._piece(cut, self._end)]

    def draw(self) -> None:
        """Draw the lines in the paragraph's element."""
        canvas: TaggedCanvas = self.canv
        style = self.style
        left, right = style.leftIndent, self.width - style.rightIndent
        with canvas.tag(self.tag) as element:
            writer = TypedText(canvas, style.fontSize, element)
            top = self.height
            for line in self._lines:
                runs = line.block.line(line.start, line.end)
                y = top - max(self._ascent, line.rise * style.fontSize)
                writer.line(line.block, runs, self._left(line, runs, left, right), y)
                top -= self._height(line)
            _write(canvas, writer.end(), style.textColor, style.fontSize)

    def _piece(self, start: Place, end: Place) -> TypedParagraph:
        piece = copy.copy(self)
        for name in PASSING:
            piece.__dict__.pop(name, None)
        piece._start, piece._end = start, end
        return piece

    def _broken(self, width: float) -> Iterator[tuple[Place, Line]]:
        """The lines of this piece, with the place where each starts."""
        em = (width - self.style.leftIndent - self.style.rightIndent) / self.style.fontSize
        for number, block in enumerate(self._blocks):
            start = self._start.character if number == self._start.block else 0
            end = self._end.character if number == self._end.block else len(block.text)
            if self._start.block <= number <= self._end.block:
                yield from ((Place(number, line.start), line) for line in broken(block, start, end, em))

    @property
    def _ascent(self) -> float:
        """From the top of a line to its baseline, in pt, where ink does not ask for more."""
        ascent: float = pdfmetrics.getAscent(self.style.fontName, self.style.fontSize)
        return ascent

    def _height(self, line: Line) -> float:
        size: float = self.style.fontSize
        return max(self._ascent, line.rise * size) + max(float(self.style.leading) - self._ascent, line.fall * size)

    def _left(self, line: Line, runs: SetLine, left: float, right: float) -> float:
        """Where a line starts: white space that ends it hangs over the edge."""
        size: float = self.style.fontSize
        hanging = _width([(run, _spaces(line, clusters)) for run, clusters in runs]) * size
        inked = _width(runs) * size - hanging
        leftwards = line.block.base % 2 == 1
        slack = right - left - inked
        if self.style.alignment == TA_CENTER:
            slack /= 2
        elif not leftwards and self.style.alignment != TA_RIGHT:
            slack = 0.0
        return left + slack - (hanging if leftwards else 0.0)


def draw_typed(
    canvas: TaggedCanvas,
    text: str,
    x: float,
    y: float,
    font: str,
    size: float,
    colour: Any,
    anchor: Anchor = "start",
    most_width: float | None = None,
) -> None:
    """Draw typed text as one line with its left edge, middle or right edge at `x`, all in pt, and its baseline at `y`.

    It becomes content of the open element, or part of the open artifact or form. Line ends are set as spaces. Text
    wider than `most_width` is cut short behind a character, and ends in an ellipsis. Raises `UnshowableText`.
    """
    block = _one_line(text, font, size, most_width)
    runs = block.line(0, len(block.text))
    if canvas.tagging:
        canvas.require_element("text")
    writer = TypedText(canvas, size, canvas.element if canvas.tagging else None)
    writer.line(block, runs, x - ANCHORS[anchor] * _width(runs) * size, y)
    _write(canvas, writer.end(), colour, size)


def typed_width(text: str, font: str, size: float) -> float:
    """How wide typed text is as one line, in pt. Raises `UnshowableText`."""
    block = _one_line(text, font, size, None)
    return _width(block.line(0, len(block.text))) * size


def _one_line(text: str, font: str, size: float, most_width: float | None) -> Block:
    fonts.refuse_unshowable_typed(text)
    faces = fonts.faces(font)
    block = Block(plain(text).replace("\n", " "), faces)
    if most_width is None or sum(cluster.width for _, cluster in block.clusters) * size <= most_width:
        return block
    room = most_width / size - Block(ELLIPSIS, faces).clusters[0][1].width
    cut = 0
    for _, cluster in block.clusters:
        room -= cluster.width
        if room < 0:
            break
        cut = cluster.end
    while cut and clings(block.text[cut]):
        cut -= 1
    return Block(block.text[:cut].rstrip() + ELLIPSIS, faces)


def _blocks(text: str, font: str) -> Iterator[Block]:
    """The lines of a text as typed; each but the last ends in a space, which keeps its last word from the next."""
    *lines, last = plain(text).split("\n")
    yield from (Block(line + " ", fonts.faces(font)) for line in lines)
    if last:
        yield Block(last, fonts.faces(font))


def _spaces(line: Line, clusters: tuple[Cluster, ...]) -> tuple[Cluster, ...]:
    inked = line.start + inked_length(line.block.text[line.start : line.end])
    return tuple(cluster for cluster in clusters if cluster.start >= inked)


def _width(runs: SetLine) -> float:
    """The width of a line in em."""
    return sum(cluster.width for _, clusters in runs for cluster in clusters)


def _write(canvas: TaggedCanvas, code: str, colour: Any, size: float) -> None:
    if not code:
        return
    before, after = canvas.ink.around_text(colour, size)
    canvas.saveState()
    canvas.setFillColor(colour)
    canvas._code.append(f"{before}{code}{after}")
    canvas.restoreState()
