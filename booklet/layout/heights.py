"""How high a figure may be in each kind of place, on each kind of page, in pt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from booklet.document import PictureSize
from booklet.layout.styles import StockName

SHEET: Final[dict[PictureSize, float]] = {
    "cover": 500.0,
    "hero": 222.0,
    "overview": 470.0,
    "inset": 100.0,
    "card": 196.0,
    "technique": 105.0,
    "half": 176.0,
    "way": 92.0,
    "wide": 226.0,
    "lines": 206.0,
    "slice": 121.0,
    "chart": 205.0,
    "views": 200.0,
    "body": 280.0,
}
LARGE_SHEET: Final[dict[PictureSize, float]] = {
    "cover": 500.0,
    "hero": 280.0,
    "overview": 500.0,
    "inset": 200.0,
    "card": 262.0,
    "technique": 190.0,
    "half": 262.0,
    "way": 190.0,
    "wide": 300.0,
    "lines": 320.0,
    "slice": 200.0,
    "chart": 380.0,
    "views": 300.0,
    "body": 440.0,
}
HALF: Final[dict[PictureSize, float]] = {
    **SHEET,
    "hero": 240.0,
    "overview": 330.0,
    "inset": 92.0,
    "card": 290.0,
    "technique": 170.0,
    "half": 150.0,
    "way": 120.0,
    "lines": 190.0,
    "slice": 121.0,
}

HEIGHTS: Final[Mapping[tuple[StockName, bool], Mapping[PictureSize, float]]] = {
    ("sheet", False): SHEET,
    ("sheet", True): LARGE_SHEET,
    ("half", False): HALF,
}
"""By kind of page, in regular and in large print."""
