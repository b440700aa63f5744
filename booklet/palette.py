"""The one palette: every colour by name, with the hatch and dash that carry its meaning without colour.

Point colours follow Okabe and Ito's set for colour-blind readers (jfly.uni-koeln.de/color, 2008); each has its own
hatch angle and dash so that a grey-scale print or a colour-blind eye can still tell them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, TypeAlias

Cmyk: TypeAlias = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black on a printing press, in percent."""
InkName: TypeAlias = Literal["red", "blue", "yellow", "green", "pink", "sky", "orange", "black"]
ToneName: TypeAlias = Literal["colour", "grey", "protan", "deutan", "tritan"]
Tone: TypeAlias = Callable[[str], str]
"""What happens to a colour on its way to the page: nothing, `luminance_grey`, or a simulated way of seeing."""


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
MUSCLE: Final = "#c98d7e"
MUSCLE_LINE: Final = "#8f4f41"
NERVE: Final = "#f3e6a8"
NERVE_LINE: Final = "#75683a"

NAMED: Final[Mapping[str, str]] = {
    "ink": INK,
    "muted": MUTED,
    "accent": ACCENT,
    "red": RED,
    "amber": AMBER,
    "form-line": FORM_LINE,
    "hairline": HAIRLINE,
    "sand": SAND,
    "ground": GROUND,
    "white": WHITE,
    "muscle": MUSCLE,
    "muscle-line": MUSCLE_LINE,
    "nerve": NERVE,
    "nerve-line": NERVE_LINE,
    **{f"{name}-{part}": getattr(ink, part) for name, ink in INKS.items() for part in ("fill", "dark")},
}
"""Every colour that has a name, by that name."""


def is_grey(colour: str) -> bool:
    """Whether a `#rrggbb` colour has no hue: black, white, or between them."""
    return colour[1:3] == colour[3:5] == colour[5:7]


def plain(colour: str) -> str:
    """The tone of a colour print: the colour itself."""
    return colour


def luminance_grey(colour: str) -> str:
    """The tone of a grey print: the grey a colour becomes on a grey-scale printer (Rec. 601 luma)."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{level:02x}{level:02x}{level:02x}"


_PROTAN: Final = (
    (0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998),
)  # fmt: skip
_DEUTAN: Final = (
    (0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881),
)  # fmt: skip
_TRITAN: Final = (
    (1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900),
)  # fmt: skip


def _seen_by(matrix: tuple[tuple[float, float, float], ...]) -> Tone:
    """How an eye without one kind of cone sees a colour.

    The matrices are those of Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color
    vision deficiency" (IEEE TVCG 15, 2009), severity 1.0, for linear sRGB.
    """

    @lru_cache(maxsize=256)
    def tone(colour: str) -> str:
        linear = _linear(colour)
        seen = (sum(m * c for m, c in zip(row, linear, strict=True)) for row in matrix)
        levels = [round(255 * _encoded(min(max(level, 0.0), 1.0))) for level in seen]
        return "#" + "".join(f"{level:02x}" for level in levels)

    return tone


TONES: Final[Mapping[ToneName, Tone]] = {
    "colour": plain,
    "grey": luminance_grey,
    "protan": _seen_by(_PROTAN),
    "deutan": _seen_by(_DEUTAN),
    "tritan": _seen_by(_TRITAN),
}
"""The ways in which a page is printed or seen: in colour, in grey, and by eyes without red, green or blue cones."""


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), as WCAG 2.1 defines it."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def lightness(colour: str) -> float:
    """CIE lightness L*, 0 (black) to 100 (white): steps of one size look like steps of one size."""
    y = luminance(colour)
    return 903.3 * y if y <= 0.008856 else 116 * y ** (1 / 3) - 16


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.1)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _linear(colour: str) -> tuple[float, float, float]:
    """The linear red, green and blue of an sRGB colour, 0 to 1 (IEC 61966-2-1)."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _decoded(red), _decoded(green), _decoded(blue)


def _decoded(part: float) -> float:
    decoded: float = part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    return decoded


def _encoded(part: float) -> float:
    encoded: float = part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return encoded
