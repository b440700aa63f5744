"""The one gateway from text to paragraph markup: nothing typed by a person reaches ReportLab's parser unescaped."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from booklet.document import Run, Runs, text_of
from booklet.pdf import fonts

NO_BREAK: Final = "\u00a0"
SHORT_LAST_WORD: Final = 12
"""A last word up to this long is tied to the word before it, so that no line is left with it alone."""


def markup(runs: Runs, link_colour: str = "") -> str:
    """Runs as markup, every character of them literal.

    Raises UnshowableText, naming the character, when no embedded font can show one.
    """
    fonts.refuse_unshowable(text_of(runs))
    return "".join(_piece(run, link_colour) for run in runs)


def tied(text: str) -> Runs:
    """A title, message or caption whose last line is never a single short word."""
    head, space, last = text.rpartition(" ")
    if space and len(last) <= SHORT_LAST_WORD and len(head.split()) > 1:
        text = head + NO_BREAK + last
    return (Run(text),)


def _piece(run: Run, link_colour: str) -> str:
    text = escape(run.text)
    if run.link:
        colour = f" color={quoteattr(link_colour)}" if link_colour else ""
        return f"<a href={quoteattr(run.link)}{colour}>{text}</a>"
    return f"<b>{text}</b>" if run.strong else text
