"""Text objects that keep the structure: marked content inside BT..ET, real spaces at line ends, no missing glyphs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.textobject import PDFTextObject

from booklet.pdf.fonts import UnshowableText, missing_from
from booklet.pdf.structure import StructElem, Tag

if TYPE_CHECKING:
    from booklet.pdf.canvas import TaggedCanvas


class LinkTarget(str):
    """A link's target that carries its tag through ReportLab's parser, line breaking and split."""

    __slots__ = ("shown", "tag")
    tag: Tag
    shown: str

    def __new__(cls, target: str, tag: Tag) -> LinkTarget:
        """`shown` collects the words inside, which describe the link to those who cannot see it."""
        self = super().__new__(cls, target)
        self.tag = tag
        self.shown = ""
        return self

    def __getitem__(self, index: Any) -> LinkTarget:
        part = LinkTarget(super().__getitem__(index), self.tag)  # ReportLab takes the # off an internal link
        part.shown = self.shown
        return part


class TaggedStr(str):
    """A fragment's text, with the links that enclose it, outermost first."""

    inside: Sequence[LinkTarget] = ()


class CheckedText(PDFTextObject):
    """A text object that refuses fonts which are not embedded and characters which its font lacks."""

    shown = False

    def _formatText(self, text: str) -> str:
        self.shown = self.shown or bool(text)
        if not pdfmetrics.getFont(self._fontname)._dynamicFont:
            raise ValueError(f"{self._fontname} cannot be embedded (PDF/UA-1, 7.21.4.1)")
        if characters := missing_from(self._fontname, text):
            raise UnshowableText.naming(characters)
        code: str = super()._formatText(text)
        colour = getattr(self, "_fillColorObj", None) or self._canvas._fillColorObj
        before, after = self._canvas.ink.around_text(colour, self._fontsize)
        return f"{before}{code}{after}"


class TaggedText(CheckedText):
    """A paragraph's text object: it opens and closes marked content as the links of its fragments change.

    `word_ends` are the counts of visible characters after which the paragraph has white space. ReportLab drops that
    space where a line ends; here it is written (ISO 32000-1, 14.8.2.5), and only there.
    """

    def __init__(
        self,
        canvas: TaggedCanvas,
        position: tuple[float, float],
        element: StructElem,
        inside: Sequence[LinkTarget] = (),
        word_ends: Collection[int] = (),
        start: int = 0,
    ) -> None:
        super().__init__(canvas, *position)
        self._element = element
        self._inside = inside
        self._word_ends = word_ends
        self._count = start
        self._open: StructElem | None = None
        self._spaced = False

    def getCode(self) -> str:
        """The operators BT..ET."""
        self._close()
        code: str = super().getCode()
        return code

    def _textOut(self, text: str, TStar: int = 0) -> None:
        if text:
            element = self._element_of(text.inside if isinstance(text, TaggedStr) else self._inside)
            if element is not self._open:
                self._close()
                self._code.append(self._canvas.begin_marked(element))
                self._open = element
            self._count += len("".join(text.split()))
            self._spaced = text[-1].isspace()
        if TStar and not self._spaced and self._open is not None and self._count in self._word_ends:
            text += " "  # the line may end in an empty fragment, where the bold words before it end the line
            self._spaced = True
        super()._textOut(text, TStar)

    def _element_of(self, inside: Sequence[LinkTarget]) -> StructElem:
        element = self._element
        for link in inside if self._canvas.interactive else ():
            element = self._canvas.tree.elem(link.tag, element)
        return element

    def _close(self) -> None:
        if self._open is not None:
            self._code.append("EMC")
            self._open = None
