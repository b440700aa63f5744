"""The one palette: every colour by name, with the hatch and dash that carry its meaning without colour.

Point colours follow Okabe and Ito's set for colour-blind readers (jfly.uni-koeln.de/color, 2008); each has its own
hatch angle and dash so that a grey-scale print or a colour-blind eye can still tell them apart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

InkName: TypeAlias = Literal["red", "blue", "yellow", "green", "pink", "sky", "orange", "black"]
Tone: TypeAlias = Callable[[str], str]
"""What happens to a colour on its way to the page: nothing, or `luminance_grey`."""


@dataclass(frozen=True, slots=True)
class Ink:
    """A point colour: `fill` for areas, `dark` for lines and letters; `hatch` in degrees; `dash` in mm."""

    fill: str
    dark: str
    hatch: float
    dash: tuple[float, ...] = ()


INKS: Final[dict[str, Ink]] = {
    "red": Ink("#d55e00", "#9c3f00", 45),
    "blue": Ink("#0072b2", "#00507d", -45, (3.4, 0.9, 0.9, 0.9)),
    "yellow": Ink("#e6b800", "#7a6000", 0, (3.2, 1.1)),
    "green": Ink("#009e73", "#006b4e", 90, (0.9, 1.0)),
    "pink": Ink("#cc79a7", "#93406f", 20, (1.9, 0.9)),
    "sky": Ink("#56b4e9", "#2077a6", -20),
    "orange": Ink("#e69f00", "#8f6300", 70),
    "black": Ink("#333333", "#000000", 45),
}

INK: Final = "#1b2730"
MUTED: Final = "#45535c"
ACCENT: Final = "#0f4c5c"
RED: Final = "#9e1b1b"
AMBER: Final = "#7a4b00"
FORM_LINE: Final = "#6b7880"
HAIRLINE: Final = "#b9c2c6"
SAND: Final = "#faf3ea"
GROUND: Final = "#f4f7f8"
WHITE: Final = "#ffffff"


def plain(colour: str) -> str:
    """The tone of a colour print: the colour itself."""
    return colour


def luminance_grey(colour: str) -> str:
    """The tone of a grey print: the grey a colour becomes on a grey-scale printer (Rec. 601 luma)."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{level:02x}{level:02x}{level:02x}"


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1, relative luminance)."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
