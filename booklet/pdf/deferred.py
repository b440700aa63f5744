"""Content that is drawn when all pages are known, such as "Page 2 of 7": one layout pass is enough.

A form XObject may be used before it is defined, so its place is painted at once and its content when the document
is saved. The words in it belong to the tag or artifact that was open where it was placed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from booklet.pdf.canvas import TaggedCanvas

Draw: TypeAlias = "Callable[[TaggedCanvas], None]"
"""Draws deferred content with the origin at its left end, on the baseline."""


@dataclass(frozen=True, slots=True)
class Deferred:
    """A form to be drawn at save time; its box is `width` pt wide and reaches `height` pt above and below 0."""

    form: str
    width: float
    height: float
    draw: Draw
