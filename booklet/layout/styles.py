"""Sizes and looks of every role of text, for each variant of a sheet (shared measures: all in pt).

The type scale is a table; a variant is another table, never a branch in the code that sets a block.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, TypeAlias

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle

from booklet import palette
from booklet.folding.leaflet import Leaflet
from booklet.pdf import fonts
from booklet.units import PAPERS_PT, pt

Paper: TypeAlias = Literal["letter", "a4"]
StockName: TypeAlias = Literal["sheet", "half", "panels"]

GUTTER: Final = 16.0
"""Room between two columns."""
BLEED: Final = pt(3)
"""How far beyond its edge a page is painted for a print shop, which cuts it there."""
SLUG: Final = pt(10)
"""Room for the marks of a folded sheet."""
READING_WIDTH: Final = 390.0
"""Running text is no wider than about 70 characters."""


@dataclass(frozen=True, slots=True)
class Role:
    """One role of text: size and leading in pt, weight, and the name of its colour."""

    size: float
    leading: float
    font: str = fonts.REGULAR
    colour: str = "ink"


REGULAR_SCALE: Final[dict[str, Role]] = {
    "title": Role(32, 35, fonts.BOLD, "accent"),
    "message": Role(17, 23, fonts.SEMIBOLD),
    "section": Role(22, 26, fonts.BOLD, "accent"),
    "card": Role(17, 20, fonts.BOLD),
    "box": Role(17, 20, fonts.BOLD),
    "row": Role(14, 19, fonts.BOLD),
    "part": Role(12, 16, fonts.BOLD, "accent"),
    "close-part": Role(12, 15, fonts.BOLD, "accent"),
    "intro": Role(13, 18),
    "body": Role(12, 16),
    "close": Role(12, 15),
    "caption": Role(11, 14, colour="muted"),
    "small": Role(11, 14, colour="muted"),
    "label": Role(11, 14, colour="muted"),
    "overline": Role(11, 14, fonts.SEMIBOLD, "accent"),
    "sheet-title": Role(28, 32, fonts.BOLD, "accent"),
    "fact": Role(13, 17, fonts.SEMIBOLD),
    "why": Role(12, 15, colour="muted"),
    "field": Role(11, 14),
    "chip": Role(11, 14, fonts.SEMIBOLD),
    "head": Role(11, 14, fonts.SEMIBOLD),
    "sub-head": Role(10.5, 13, colour="muted"),
    "row-head": Role(11.5, 14, fonts.SEMIBOLD),
    "row-text": Role(11.5, 14),
    "footer": Role(9.5, 12, colour="muted"),
    "footer-ends": Role(9.5, 12, fonts.SEMIBOLD),
}

LARGE_SCALE: Final[dict[str, Role]] = {
    "title": Role(26, 31, fonts.BOLD, "accent"),
    "message": Role(20, 27, fonts.SEMIBOLD),
    "section": Role(22, 27, fonts.BOLD, "accent"),
    "card": Role(22, 27, fonts.BOLD),
    "box": Role(22, 27, fonts.BOLD),
    "row": Role(20, 26, fonts.BOLD),
    "part": Role(20, 26, fonts.BOLD, "accent"),
    "close-part": Role(20, 26, fonts.BOLD, "accent"),
    "intro": Role(18, 24),
    "body": Role(18, 24),
    "close": Role(18, 24),
    "caption": Role(18, 24, colour="muted"),
    "small": Role(18, 24, colour="muted"),
    "label": Role(18, 24, colour="muted"),
    "overline": Role(18, 24, fonts.SEMIBOLD, "accent"),
    "sheet-title": Role(26, 31, fonts.BOLD, "accent"),
    "fact": Role(20, 26, fonts.SEMIBOLD),
    "why": Role(18, 24, colour="muted"),
    "field": Role(16, 20),
    "chip": Role(18, 23, fonts.SEMIBOLD),
    "head": Role(18, 22, fonts.SEMIBOLD),
    "sub-head": Role(18, 22, colour="muted"),
    "row-head": Role(18, 22, fonts.SEMIBOLD),
    "row-text": Role(18, 22),
    "footer": Role(18, 22, colour="muted"),
    "footer-ends": Role(18, 22, fonts.SEMIBOLD),
}
"""Large print: 18 pt or more everywhere, headings 20 to 22 pt, no italics (APH, ACB guidelines)."""

HALF_SCALE: Final[dict[str, Role]] = {
    **REGULAR_SCALE,
    "title": Role(38, 40, fonts.BOLD, "accent"),
    "message": Role(16, 22),
    "label": Role(12, 15, colour="muted"),
    "field": Role(12, 15),
    "chip": Role(12, 15, fonts.SEMIBOLD),
    "head": Role(12, 15, fonts.SEMIBOLD),
    "sub-head": Role(12, 15, colour="muted"),
    "row-head": Role(12, 15, fonts.SEMIBOLD),
    "row-text": Role(12, 15),
    "folio": Role(12, 15, fonts.SEMIBOLD),
}
"""Half pages: the same sizes on a narrower measure, so that nobody reads smaller type because it is bound."""

HALF_PAGES: Final[Mapping[str, tuple[float, float]]] = {"letter": (396.0, 612.0), "a4": (419.53, 595.28)}
"""Half a sheet of each paper: half letter, and A5 (ISO 216)."""


@dataclass(frozen=True, slots=True)
class Stock:
    """What a product's pages are: their size on each paper, and the type area on them; all lengths in pt.

    The `measure`, the width of the type area, is the same on every paper, so that lines break alike. The type area
    begins `top` below the page's head and ends `bottom` above its end; the footer has a rule and a line of text.
    Bound pages come in a multiple of `per_sheet`: four to a folded sheet. Panels are those of a `leaflet`.
    """

    pages: Mapping[str, tuple[float, float]]
    measure: float
    top: float
    bottom: float
    foot_rule: float
    foot_text: float
    scale: Mapping[str, Role]
    per_sheet: int = 1
    leaflet: Leaflet | None = None


STOCKS: Final[Mapping[tuple[StockName, bool], Stock]] = {
    ("sheet", False): Stock(PAPERS_PT, 504.0, 43.0, 66.0, 60.0, 46.0, REGULAR_SCALE),
    ("sheet", True): Stock(PAPERS_PT, 504.0, 43.0, 78.0, 68.0, 46.0, LARGE_SCALE),
    ("half", False): Stock(HALF_PAGES, 306.0, 45.0, 54.0, 44.0, 30.0, HALF_SCALE, per_sheet=4),
}
"""The pages of each kind, in regular and in large print; half pages are too narrow for large print.

Those of a folded sheet follow from its fold."""


@dataclass(frozen=True, slots=True)
class Press:
    """How a print shop prints a sheet: `bleed` in pt beyond each edge, and for what printing condition.

    `icc` is the profile of the printer's own `condition`; without it, it is coated paper by ISO 12647-2 (FOGRA39).
    """

    bleed: float = BLEED
    icc: Path | None = None
    condition: str = ""


@dataclass(frozen=True)
class Setting:
    """How a sheet is printed: paper, large print, grey, the kind of its pages, the clinic's accent colour and logo.

    A `fillable` one is the electronic copy, with form fields where paper has boxes and lines. With `press` it is the
    copy for a print shop. Pages that follow from a fold, and so stand in no table, are its `own`.
    """

    paper: Paper = "letter"
    large: bool = False
    grey: bool = False
    accent: str = palette.ACCENT
    logo: Path | None = None
    fillable: bool = False
    kind: StockName = "sheet"
    press: Press | None = None
    own: Stock | None = None
    _styles: dict[tuple[str, str, float], ParagraphStyle] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def stock(self) -> Stock:
        """The pages that it is printed on."""
        return self.own or STOCKS[self.kind, self.large]

    @property
    def leaflet(self) -> Leaflet | None:
        """The folded sheet whose panels are the pages, if there is one."""
        return self.stock.leaflet

    @property
    def page(self) -> tuple[float, float]:
        """Page width and height in pt."""
        return self.stock.pages[self.paper]

    @property
    def bleed(self) -> float:
        """How far in pt art that runs off the page is drawn beyond its edge; a copy to read shows nothing of it."""
        return self.press.bleed if self.press else BLEED

    @property
    def slug(self) -> float:
        """How much paper in pt lies around the bleed: a sheet that is folded has marks there for the print shop."""
        return SLUG if self.press and self.leaflet else 0.0

    @property
    def margin(self) -> float:
        """Left and right margin in pt."""
        return (self.page[0] - self.stock.measure) / 2

    @property
    def depth(self) -> float:
        """Height of the type area in pt."""
        return self.page[1] - self.stock.top - self.stock.bottom

    @property
    def label_pt(self) -> float:
        return 18.0 if self.large else 10.5

    @property
    def side_pt(self) -> float:
        return 18.0 if self.large else 9.5

    @property
    def mark_scale(self) -> float:
        return 1.6 if self.large else 1.0

    @property
    def scale(self) -> Mapping[str, Role]:
        """The type scale: the look of each role of text."""
        return self.stock.scale

    @cached_property
    def colours(self) -> dict[str, str]:
        """Colour names of the style sheet to what is printed."""
        named = {
            "ink": palette.INK,
            "muted": palette.MUTED,
            "accent": self.accent,
            "red": palette.RED,
            "amber": palette.AMBER,
            "form": palette.FORM_LINE,
            "hairline": palette.HAIRLINE,
            "sand": palette.SAND,
            "ground": palette.GROUND,
            "white": palette.WHITE,
        }
        return {name: self.tone(colour) for name, colour in named.items()}

    @property
    def tone(self) -> palette.Tone:
        """What a colour becomes in this variant."""
        return palette.luminance_grey if self.grey else palette.plain

    def colour(self, name: str) -> HexColor:
        return HexColor(self.colours[name])

    def style(self, role: str, colour: str = "", right: float = 0.0) -> ParagraphStyle:
        """The paragraph style of a role, in its own or another named colour, `right` pt short of its column."""
        key = (role, colour, right)
        if key not in self._styles:
            look = self.scale[role]
            self._styles[key] = ParagraphStyle(
                f"{role}-{colour}",
                fontName=look.font,
                fontSize=look.size,
                leading=look.leading,
                textColor=self.colour(colour or look.colour),
                rightIndent=right,
                allowWidows=0,
                allowOrphans=0,
                splitLongWords=0,
            )
        return self._styles[key]
