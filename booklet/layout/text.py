"""The one gateway from text to paragraph markup: nothing typed by a person reaches ReportLab's parser unescaped."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from booklet.document import Run, Runs, text_of
from booklet.pdf import fonts

NO_BREAK: Final = "\u00a0"
SHORT_LAST_WORD: Final = 12
"""A last word up to this long is tied to the word before it, so that no line is left with it alone."""


MIN_WORDS: Final = 4
"""Shorter texts may break anywhere."""


def markup(runs: Runs, link_colour: str = "", *, tie: bool = True) -> str:
    """Runs as markup, every character of them literal; with `tie`, their last line is never a single short word.

    Raises UnshowableText, naming the character, when no embedded font can show one.
    """
    fonts.refuse_unshowable(text_of(runs))
    return "".join(_piece(run, link_colour) for run in (tied(runs) if tie else runs))


def tied(runs: Runs) -> Runs:
    """The same runs, so that their last line is never a single short word."""
    if not runs or len(text_of(runs).split()) < MIN_WORDS:
        return runs
    *others, last = runs
    head, space, word = last.text.rpartition(" ")
    if space and word and len(word) <= SHORT_LAST_WORD:
        return (*others, replace(last, text=head + NO_BREAK + word))
    return runs


def _piece(run: Run, link_colour: str) -> str:
    text = escape(run.text)
    if run.link:
        colour = f" color={quoteattr(link_colour)}" if link_colour else ""
        return f"<a href={quoteattr(run.link)}{colour}>{text}</a>"
    return f"<b>{text}</b>" if run.strong else text
