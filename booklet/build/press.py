"""Copies for the print shop: the ink table and the profile of a printing condition become a canvas for press."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from booklet.errors import BookletError, EnvironmentProblem, Span
from booklet.layout import Press
from booklet.library import load_inks
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.ink import PressInk
from booklet.pdf.metadata import Metadata
from booklet.pdf.presscopy import CONDITION, PROFILE, Condition, canvas_maker
from booklet.pdf.profile import OutputProfile
from booklet.resources import Resources

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .+/()_-]{0,79}")
"""What the name of a printing condition looks like: one line of plain letters."""


def press_canvas_maker(
    metadata: Metadata, resources: Resources, press: Press, slug: float = 0.0
) -> Callable[..., TaggedCanvas]:
    """What makes canvases for press copies, with a slug in pt; raises BookletError as `equipment` does."""
    printing, ink = equipment(resources, press)
    return canvas_maker(metadata, resources, printing, ink, press.bleed, slug)


def equipment(resources: Resources, press: Press) -> tuple[Condition, PressInk]:
    """What a press copy is made for and made of.

    Raises BookletError for a condition that cannot be used, and for every mistake in the ink table.
    """
    printing, inks = condition(resources, press), load_inks(resources)
    return printing, PressInk(inks.table, inks.limit, printing.profile)


def condition(resources: Resources, press: Press) -> Condition:
    """The printer's own condition, or the usual one; raises BookletError where its name or its profile will not do."""
    if press.condition and not NAME.fullmatch(press.condition):
        raise BookletError.at(Span("printing condition"), f'"{press.condition}" is no name for one', 'like "FOGRA51"')
    path = press.icc or resources.find(PROFILE)
    shown = str(path) if press.icc else resources.shown(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EnvironmentProblem.at(Span(shown), f"cannot be read: {error.strerror}") from error
    return Condition(press.condition or CONDITION, OutputProfile.read(data, shown))
