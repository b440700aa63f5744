"""The bundled fonts, made known to ReportLab, and the refusal of what they cannot show.

ReportLab writes glyph 0 for a character that a font lacks, without a word (PDF/UA-1, 7.21.8, forbids it).
Here such a character is refused by name instead.

Our own words are set in the bundled typeface alone. What a person typed may also be set in the faces that
`booklet.typeface.faces` knows: see `booklet.pdf.typed`.
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
from booklet.typeface.characters import is_east_asian, is_refused, plain
from booklet.typeface.faces import Face, Faces, faces_of

REGULAR: Final = "Atkinson"
SEMIBOLD: Final = "Atkinson-SemiBold"
BOLD: Final = "Atkinson-Bold"

FILES: Final = {
    REGULAR: "templates/fonts/AtkinsonHyperlegibleNext-Regular.ttf",
    SEMIBOLD: "templates/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf",
    BOLD: "templates/fonts/AtkinsonHyperlegibleNext-Bold.ttf",
}
WEIGHTS: Final = {REGULAR: "Regular", SEMIBOLD: "SemiBold", BOLD: "Bold"}
SPACES: Final = frozenset(" \u00a0\n\r\t")
"""Characters that are set as a space or as a line break, never as a glyph of their own."""

SOMEWHERE: Final = Span("text")
"""The place of text whose source is not known."""
ANOTHER: Final = "write it in other characters"
EAST_ASIAN: Final = 'install "booklet[cjk]", or put a font that has it into templates/fonts/extra of your library'
CATEGORIES: Final = {"Cc": "control character", "Cs": "lone surrogate", "Co": "private use character"}

_typed: dict[str, Faces] = {}
"""The faces for typed text of each weight, of the resources that were registered last."""


class UnshowableText(BookletError):
    """Text with characters that no embedded font has; the message names the characters, never the text."""

    @classmethod
    def naming(cls, characters: Iterable[str], span: Span = SOMEWHERE) -> UnshowableText:
        """The refusal of these characters, one diagnostic for each."""
        return cls(
            Diagnostic(span, f"no embedded font can show {_name(c)}", _hint(c)) for c in dict.fromkeys(characters)
        )


def register(resources: Resources) -> None:
    """Make the bundled fonts known to ReportLab under `REGULAR`, `SEMIBOLD` and `BOLD`; a second call does nothing.

    The faces for typed text are those of the resources given last.
    """
    _typed.update(faces_of(resources))
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


def faces(font: str) -> Faces:
    """The faces that text typed by a person is set in where our own words are in `font`; needs `register` first."""
    return _typed[WEIGHTS[font]]


def plain_name(face: Face) -> str:
    """The name by which ReportLab knows a face of the bundled typeface; "" for any other."""
    return next((name for name, weight in WEIGHTS.items() if _typed[weight].order[0] is face), "")


def refuse_unshowable_typed(text: str, span: Span = SOMEWHERE) -> None:
    """Raise `UnshowableText` when a person typed characters that are no text, or that no face at hand can show.

    Needs `register` first. What becomes of spaces, line ends and characters that are never seen is said in
    `booklet.typeface.characters`.
    """
    shown = plain(text)
    refused = [c for c in dict.fromkeys(shown) if is_refused(c)]
    if refused := refused + [c for c in _typed["Regular"].missing(shown) if c not in refused]:
        raise UnshowableText.naming(refused, span)


@cache
def _shown_by(font: str) -> frozenset[str]:
    return SPACES.union(map(chr, pdfmetrics.getFont(font).face.charToGlyph))


def _name(character: str) -> str:
    kind = CATEGORIES.get(unicodedata.category(character), "unnamed character")
    return f"U+{ord(character):04X} {unicodedata.name(character, kind)}"


def _hint(character: str) -> str:
    return EAST_ASIAN if is_east_asian(character) else ANOTHER
