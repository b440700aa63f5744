"""Folds that a rule makes: the accordion of any number of panels, and the map of any rows and columns.

The cover is the last panel of the front, at the right, so that the paper opens like a book and pulls apart in one go.
"""

from __future__ import annotations

from booklet.folding.leaflet import Leaflet
from booklet.folding.simulation import Fold


def accordion(count: int, width: float, height: float) -> Leaflet:
    """Panels side by side, folded under and over in turn."""
    return Leaflet(f"accordion-{count}", (width,) * count, (height,), (_zigzag(count),))


def map_fold(rows: int, columns: int, width: float, height: float) -> Leaflet:
    """An accordion of columns, folded as a strip into an accordion of rows."""
    movement = (*_zigzag(columns), *_stacked(rows))
    return Leaflet(f"map-{rows}x{columns}", (width,) * columns, (height,) * rows, (movement,))


def _zigzag(columns: int) -> tuple[Fold, ...]:
    """From the left, so that the last fold opens like the cover of a book."""
    return tuple(Fold("left", (columns - at) % 2 == 0, at) for at in range(1, columns))


def _stacked(rows: int) -> tuple[Fold, ...]:
    """From below, so that the top row ends on top, upright."""
    return tuple(Fold("bottom", at % 2 == 0, at) for at in reversed(range(1, rows)))
