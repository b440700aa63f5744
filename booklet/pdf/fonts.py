"""The bundled fonts, made known to ReportLab, and the refusal of what they cannot show.

ReportLab writes glyph 0 for a character that a font lacks, without a word (PDF/UA-1, 7.21.8, forbids it).
Here such a character is refused by name instead.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from booklet.errors import BookletError, Diagnostic, Span
from booklet.resources import Resources

REGULAR: Final = "Atkinson"
SEMIBOLD: Final = "Atkinson-SemiBold"
BOLD: Final = "Atkinson-Bold"

FILES: Final = {
    REGULAR: "templates/fonts/AtkinsonHyperlegibleNext-Regular.ttf",
    SEMIBOLD: "templates/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf",
    BOLD: "templates/fonts/AtkinsonHyperlegibleNext-Bold.ttf",
}
SPACES: Final = frozenset(" \u00a0\n\r\t")
"""Characters that are set as a space or as a line break, never as a glyph of their own."""

SOMEWHERE: Final = Span("text")
"""The place of text whose source is not known."""


class UnshowableText(BookletError):
    """Text with characters that no embedded font has; the message names the characters, never the text."""

    @classmethod
    def naming(cls, characters: Iterable[str], span: Span = SOMEWHERE) -> UnshowableText:
        """The refusal of these characters, one diagnostic for each."""
        return cls(
            Diagnostic(span, f"no embedded font can show {_name(c)}", "write it in other characters")
            for c in dict.fromkeys(characters)
        )


def register(resources: Resources) -> None:
    """Make the bundled fonts known to ReportLab under `REGULAR`, `SEMIBOLD` and `BOLD`; a second call does nothing."""
    known = set(pdfmetrics.getRegisteredFontNames())
    for name, file in FILES.items():
        if name not in known:
            pdfmetrics.registerFont(TTFont(name, str(resources.find(file))))
            _shown_by.cache_clear()
    for family in FILES:
        for italic in (0, 1):  # <i> keeps the upright face: the sheets use no italics
            addMapping(family, 0, italic, family)
            addMapping(family, 1, italic, BOLD)


def missing(text: str) -> str:
    """The characters of `text` that the embedded fonts cannot show, each once, in order; "" when all can be shown.

    Needs `register` first. No-break space and line breaks count as shown.
    """
    return "".join(dict.fromkeys(c for name in FILES for c in missing_from(name, text)))


def missing_from(font: str, text: str) -> str:
    """The characters of `text` that this one registered font cannot show, in order of appearance."""
    unknown = set(text) - _shown_by(font)
    return "".join(c for c in dict.fromkeys(text) if c in unknown) if unknown else ""


def refuse_unshowable(text: str, span: Span = SOMEWHERE) -> None:
    """Raise `UnshowableText` when `text` has characters that no embedded font can show."""
    if characters := missing(text):
        raise UnshowableText.naming(characters, span)


@cache
def _shown_by(font: str) -> frozenset[str]:
    return SPACES.union(map(chr, pdfmetrics.getFont(font).face.charToGlyph))


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, 'unnamed character')}"
