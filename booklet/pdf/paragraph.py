"""Tagged paragraphs and headings. The markup is ReportLab's, without images and without unknown tags."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus.paragraph import textTransformFrags
from reportlab.platypus.paraparser import ParaParser

from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import Tag
from booklet.pdf.text import LinkTarget, TaggedStr, TaggedText


class MarkupParser(ParaParser):
    """ReportLab's parser, strict."""

    def __init__(self) -> None:
        super().__init__(caseSensitive=1, ignoreUnknownTags=0)

    def parse(self, text: str, style: ParagraphStyle) -> Any:
        """Style, fragments and bullet of the markup; unlike ReportLab's own, its errors never repeat the text."""
        self._setup_for_parse(style)
        self.feed(f"<para>{text}</para>")
        return self._complete_parse()

    def start_img(self, attributes: dict[str, str]) -> None:
        """Refused: an image in text could read any file, and would have no alternate text."""
        raise ValueError("<img> is not allowed in text")


class TaggedParagraph(Paragraph):
    """A paragraph as one element, over any number of pages; `tag_options` are those of `Tag`.

    All pieces it is split into share its tag. Its links become Link elements; words that a line end parts keep a space
    between them.
    """

    def __init__(
        self,
        markup: str | None,
        style: ParagraphStyle,
        role: str = "P",
        *,
        bulletText: str | None = None,
        frags: list[Any] | None = None,
        **tag_options: Any,
    ) -> None:
        self.tag = Tag(role, **tag_options)
        self._word_ends: frozenset[int] = frozenset()
        self._start = 0
        super().__init__(markup, style, bulletText, frags)

    def _setup(self, text: str, style: ParagraphStyle, bulletText: Any, frags: list[Any] | None, cleaner: Any) -> None:
        if frags is None:
            style, frags, _ = MarkupParser().parse(cleaner(text), style)
            textTransformFrags(frags, style)
            _adopt_links(frags)
            self._word_ends = frozenset(_word_ends(frags))
        super()._setup(text, style, bulletText, frags, cleaner)

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """The lines that fit and the rest, with one tag; both know where in the whole text they start."""
        pieces: list[Flowable] = super().split(availWidth, availHeight)
        if len(pieces) == 2:
            start = self._start
            for piece in pieces:
                piece.tag, piece._word_ends, piece._start = self.tag, self._word_ends, start
                start += _visible(piece.frags)
        return pieces

    def beginText(self, x: float, y: float) -> PDFTextObject:
        """The text object of the whole paragraph."""
        canvas: TaggedCanvas = self.canv
        if not canvas.tagging:
            return super().beginText(x, y)
        inside = () if self.blPara.kind else _inside(self.blPara)
        return TaggedText(canvas, (x, y), canvas.element, inside, self._word_ends, self._start)

    def draw(self) -> None:
        """Draw the lines in the paragraph's element; fragments inside links carry these on their text."""
        lines = self.blPara.lines if self.blPara.kind else ()  # of kind 0 they are one fragment
        for frag in (frag for line in lines for frag in line.words if frag.link):
            frag.text = TaggedStr(frag.text)
            frag.text.inside = _inside(frag)
        with self.canv.tag(self.tag):
            super().draw()


class Heading(TaggedParagraph):
    """A heading: level 1 to 3 becomes H1 to H3.

    With a `key` it is a bookmark, and an entry of the outline with its text (or `outline_title`).
    """

    def __init__(
        self,
        markup: str | None,
        style: ParagraphStyle,
        level: int = 1,
        key: str = "",
        outline_title: str = "",
        **options: Any,
    ) -> None:
        super().__init__(markup, style, f"H{level}", **options)
        self.level = level
        self.key = key
        self.outline_title = outline_title or " ".join(self.getPlainText().split())

    def draw(self) -> None:
        """Draw the heading and bind its bookmark."""
        if self.key:
            self.canv.outline(self.outline_title, self.key, self.level, self.height)
        super().draw()


def _adopt_links(frags: list[Any]) -> None:
    """Give ReportLab's link targets their tags, one for each link, and the words inside it."""
    known: dict[int, LinkTarget] = {}
    for frag in frags:
        for number, target in frag.link:
            if number not in known:
                known[number] = LinkTarget(target, Tag("Link"))
            known[number].shown += frag.text
        frag.link = [(number, known[number]) for number, _ in frag.link]


def _word_ends(frags: list[Any]) -> Iterable[int]:
    """How many visible characters come before each white space of the text."""
    text = "".join(" " if hasattr(frag, "lineBreak") else frag.text for frag in frags)
    return accumulate(map(len, text.split()))


def _visible(frags: list[Any]) -> int:
    """How many visible characters the fragments have, be they parsed, broken into words, or words already."""
    texts: list[str] = []
    for frag in frags:
        if isinstance(frag, list):
            texts += (text for _, text in frag[1:])
        else:
            texts += getattr(frag, "words", None) or [frag.text]
    return sum(len("".join(text.split())) for text in texts)


def _inside(frag: Any) -> tuple[LinkTarget, ...]:
    return tuple(link for _, link in frag.link)
