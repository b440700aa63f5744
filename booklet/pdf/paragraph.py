"""Tagged paragraphs and headings.

The markup is ReportLab's, without images and without unknown tags, and with two tags of its own:
`<t role="Span" lang="es">..</t>` puts words into an inline element, and `<defer key=".." width="20"/>` keeps a place
of so many pt for words that are known only when the document is saved.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from reportlab.lib.abag import ABag
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, Paragraph
from reportlab.platypus.paragraph import textTransformFrags
from reportlab.platypus.paraparser import ParaParser

from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.deferred import InlineDeferred
from booklet.pdf.structure import Tag
from booklet.pdf.tagged import Tagged
from booklet.pdf.text import InlineTag, TaggedStr, TaggedText

INLINE_ATTRIBUTES = frozenset({"role", "lang", "alt", "actual", "title", "id"})


class MarkupParser(ParaParser):
    """ReportLab's parser, strict, with `<t>` and `<defer>`; a fragment's `link` lists the tags it is in."""

    def __init__(self) -> None:
        super().__init__(caseSensitive=1, ignoreUnknownTags=0)

    def parse(self, text: str, style: ParagraphStyle) -> Any:
        """Style, fragments and bullet of the markup; unlike ReportLab's own, its errors never repeat the text."""
        self._setup_for_parse(style)
        self.feed(f"<para>{text}</para>")
        return self._complete_parse()

    def start_t(self, attributes: dict[str, str]) -> None:
        """An inline element."""
        if unknown := attributes.keys() - INLINE_ATTRIBUTES:
            raise ValueError(f"<t> has no attribute {', '.join(sorted(unknown))}")
        options: dict[str, Any] = {"role": "Span", **attributes}
        self._push("t", link=[*self._stack[-1].link, (self.nlinks, InlineTag("", Tag(**options)))])
        self.nlinks += 1

    def end_t(self) -> None:
        """The end of an inline element."""
        self._pop("t")

    def start_img(self, attributes: dict[str, str]) -> None:
        """Refused: an image in text could read any file, and would have no alternate text."""
        raise ValueError("<img> is not allowed in text")

    def start_defer(self, attributes: dict[str, str]) -> None:
        """A place for deferred words, `width` pt wide."""
        self._push("defer", _selfClosingTag="defer", key=attributes["key"], width=float(attributes["width"]))

    def end_defer(self) -> None:
        """The end of the place, which is an image to ReportLab."""
        frag = self._stack[-1]
        image = InlineDeferred(frag.key, frag.width, frag.fontSize * 1.2)
        frag.cbDefn = ABag(kind="img", image=image, width=frag.width, height=frag.fontSize, valign="baseline")
        del frag._selfClosingTag
        self.handle_data("")
        self._pop("defer")


class TaggedParagraph(Tagged, Paragraph):
    """A paragraph as one element, over any number of pages; `tag_options` are those of `Tag`.

    Its links become Link elements; words that a line end parts keep a space between them.
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
        """The lines that fit and the rest; both know where in the whole text they start."""
        pieces = super().split(availWidth, availHeight)
        if len(pieces) == 2:
            start = self._start
            for piece in pieces:
                piece._word_ends, piece._start = self._word_ends, start
                start += _visible(piece.frags)
        return pieces

    def beginText(self, x: float, y: float) -> PDFTextObject:
        """The text object of the whole paragraph."""
        canvas = self.canv
        if not isinstance(canvas, TaggedCanvas) or not canvas.tagging:
            return super().beginText(x, y)
        inside = () if self.blPara.kind else _inside(self.blPara)
        text = TaggedText(canvas, (x, y), canvas.element, inside, self._word_ends, self._start)
        for frag in self._line_frags():
            if isinstance(image := _image(frag), InlineDeferred):
                image.text, image.inside = text, _inside(frag)
        return text

    def draw(self) -> None:
        """Draw the lines; fragments inside inline tags carry these on their text."""
        for frag in self._line_frags():
            if frag.link and not hasattr(frag, "cbDefn"):
                frag.text = TaggedStr(frag.text)
                frag.text.inside = _inside(frag)
        super().draw()

    def _line_frags(self) -> Iterable[Any]:
        return (frag for line in self.blPara.lines for frag in line.words) if self.blPara.kind else ()


class Heading(TaggedParagraph):
    """A heading: level 1 to 3 becomes H1 to H3, level 0 the document's Title.

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
        super().__init__(markup, style, f"H{level}" if level else "Title", **options)
        self.level = level
        self.key = key
        self.outline_title = outline_title or " ".join(self.getPlainText().split())

    def draw(self) -> None:
        """Draw the heading and bind its bookmark."""
        if self.key and isinstance(self.canv, TaggedCanvas):
            self.canv.outline(self.outline_title, self.key, max(self.level, 1), self.height)
        super().draw()

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """The pieces, the first of which keeps the key."""
        pieces = super().split(availWidth, availHeight)
        if pieces:
            pieces[0].key, pieces[0].level, pieces[0].outline_title = self.key, self.level, self.outline_title
        return pieces


def _adopt_links(frags: list[Any]) -> None:
    """Turn ReportLab's link targets into inline tags, one for each link, that know the words inside it."""
    known: dict[int, InlineTag] = {}
    for frag in frags:
        for number, target in frag.link:
            if number not in known:
                known[number] = target if isinstance(target, InlineTag) else InlineTag(target, Tag("Link"))
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


def _inside(frag: Any) -> tuple[InlineTag, ...]:
    return tuple(inline for _, inline in frag.link)


def _image(frag: Any) -> Any:
    return getattr(getattr(frag, "cbDefn", None), "image", None)
