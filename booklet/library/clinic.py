"""A clinic's branding: `clinic.yaml` at the top of its own library."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from pydantic import Field, field_validator

from booklet.library.base import Line
from booklet.palette import ACCENT, SAND, WHITE, contrast
from booklet.source import Entry

MIN_CONTRAST: Final = 7.0
"""The accent colour carries headings, so it must meet WCAG 2.1 AAA for text on white, and 4.5:1 on sand."""


class Clinic(Entry):
    """Name, address and looks of the clinic that hands the sheet out."""

    name: Line
    address: tuple[Line, ...] = ()
    phone: Line | None = None
    web: Line | None = None
    logo: Line | None = Field(default=None, description="an SVG or PNG file beside clinic.yaml")
    accent: str = Field(default=ACCENT, pattern="^#[0-9a-fA-F]{6}$", description="like #0f4c5c, dark enough to read")

    @field_validator("accent")
    @classmethod
    def _readable(cls, accent: str) -> str:
        on_white, on_sand = contrast(accent, WHITE), contrast(accent, SAND)
        if on_white < MIN_CONTRAST or on_sand < MIN_CONTRAST - 0.7:
            raise ValueError(f"accent {accent} is too pale to read: contrast {on_white:.1f}:1, at least 7:1 is needed")
        return accent.lower()

    @field_validator("logo")
    @classmethod
    def _drawable(cls, logo: str | None) -> str | None:
        if logo and not logo.lower().endswith((".svg", ".png")):
            raise ValueError(f'logo "{logo}" is neither an SVG nor a PNG file')
        if logo and (PurePath(logo).is_absolute() or ".." in PurePath(logo).parts):
            raise ValueError(f'logo "{logo}" lies outside the folder of clinic.yaml')
        return logo
