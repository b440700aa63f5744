"""What colours become on their way into a PDF: the one gateway between `#rrggbb` and the operators of colour.

A reading copy is painted in the red, green and blue of the screen. A press copy is painted with `PressInk`: cyan,
magenta, yellow and black from the ink table, and by the profile of the press where the table is silent. The canvas asks
its ink for every operator, and has it look over every finished stream, so that no colour escapes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final, TypeAlias

from reportlab.lib.colors import CMYKColor, Color, toColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfdoc import PDFDictionary

from booklet.palette import Cmyk, luminance_grey
from booklet.pdf.profile import OutputProfile

OVERPRINTED_PT: Final = 12.0
"""Black text up to this size is printed over what is below it, so that no gap can show round a letter."""
SINGLE_INK_PT: Final = 9.0
"""Text below this size is in one ink, as two could not be laid over each other exactly enough."""
NEAR: Final = 0.01
"""By how much, in pt, a size of text in a figure may miss the one that was meant."""
DEEP_BLACK: Final = 80.0
"""Text with this much black, in percent, gets no other ink."""
THINNEST_PT: Final = 0.25
"""The thinnest line that a press shows."""
BLACK: Final[Cmyk] = (0.0, 0.0, 0.0, 100.0)
OVERPRINT: Final = "overprint"
KNOCKOUT: Final = "knockout"
"""Names of graphics states: paint over what is below, or clear it away (ISO 32000-1, 8.6.7)."""

Enforce: TypeAlias = Callable[[Any], Color]


class EscapedColour(RuntimeError):
    """A press copy was painted with a colour that no ink table and no profile has seen: a mistake of the program's."""


class Ink:
    """The colours of the screen; `PressInk` changes what a press needs."""

    key: Hashable = "screen"
    """Equal for inks that give equal operators."""
    space: str = "/DeviceRGB"
    """The colour space in which transparent parts are blended."""
    thinnest: float = 0.0
    """The least width of a line in pt."""
    start: str = ""
    """Operators that a page begins with."""
    enforce: Enforce | None = None
    """What ReportLab does to each colour that it is given."""

    @property
    def states(self) -> Mapping[str, PDFDictionary]:
        """Graphics states that operators may name."""
        return {}

    def fill(self, colour: str) -> str:
        """The operator that fills with a `#rrggbb` colour."""
        return f"{colour_code(colour)} rg"

    def stroke(self, colour: str) -> str:
        """The operator that draws lines in a `#rrggbb` colour."""
        return f"{colour_code(colour)} RG"

    def around_text(self, colour: Any, size: float) -> tuple[str, str]:
        """Operators before and after text of this colour and size in pt: an `#rrggbb` or ReportLab's kind of colour."""
        return "", ""

    def picture(self, picture: Any) -> Any:
        """A picture made of pixels, as it is painted."""
        return picture

    def approve(self, code: str) -> None:
        """Look over a finished stream; raise EscapedColour when it sets a colour in another way."""


SCREEN: Final = Ink()


class PressInk(Ink):
    """The colours of a press: `table` has mixtures by `#rrggbb`, `limit` is the most ink on one spot in percent."""

    space = "/DeviceCMYK"
    thinnest = THINNEST_PT

    def __init__(self, table: Mapping[str, Cmyk], limit: float, profile: OutputProfile) -> None:
        self._mixtures = dict(table)
        self._limit = limit
        self._profile = profile
        self.key = (frozenset(table.items()), limit, profile.data)
        self.enforce = self._enforced
        self.start = f"{_operands(BLACK)} k {_operands(BLACK)} K"

    @property
    def states(self) -> Mapping[str, PDFDictionary]:
        return {name: PDFDictionary(_states(name == OVERPRINT)) for name in (OVERPRINT, KNOCKOUT)}

    def fill(self, colour: str) -> str:
        return f"{_operands(self.mixture(colour))} k"

    def stroke(self, colour: str) -> str:
        return f"{_operands(self.mixture(colour))} K"

    def mixture(self, colour: str) -> Cmyk:
        """The inks of a `#rrggbb` colour in percent."""
        return self._known([bytes.fromhex(colour[1:])])[0]

    def around_text(self, colour: Any, size: float) -> tuple[str, str]:
        colour = colour if isinstance(colour, str) else self._enforced(colour).screen
        before, after, mixture = "", "", self.mixture(colour)
        several = sum(part > 0 for part in mixture) > 1
        if several and (size < SINGLE_INK_PT - NEAR or mixture[3] >= DEEP_BLACK):
            grey = luminance_grey(colour)
            before, after, mixture = f"{self.fill(grey)} ", f" {self.fill(colour)}", self.mixture(grey)
        if mixture == BLACK and size <= OVERPRINTED_PT + NEAR:
            before, after = f"/{OVERPRINT} gs {before}", f"{after} /{KNOCKOUT} gs"
        return before, after

    def picture(self, picture: Any) -> Any:
        picture = picture if isinstance(picture, ImageReader) else ImageReader(picture)
        return _Pixels(picture, self._known)

    def approve(self, code: str) -> None:
        bare = _STRINGS.sub("()", code)
        if stray := _STRAY.search(bare):
            raise EscapedColour(
                f'the operator "{stray.group()}" sets a colour that is not made of the inks of the press'
            )
        for found in _MIXED.finditer(bare):
            operands = bare[max(0, found.start() - LONGEST_OPERANDS) : found.start()].split()[-4:]
            if sum(map(float, operands)) * 100 > self._limit + 0.1:
                raise EscapedColour(f"{' '.join(operands)} is more ink than {self._limit:g} percent")

    def _enforced(self, colour: Any) -> _InkColour:
        if isinstance(colour, _InkColour):
            return colour
        plain = toColor(colour)
        if isinstance(plain, CMYKColor):
            raise EscapedColour("a colour was given as inks, past the ink table")
        screen = "#" + "".join(f"{round(part * 255):02x}" for part in plain.rgb())
        return _InkColour(screen, self.mixture(screen), plain.alpha)

    def _known(self, colours: Sequence[bytes]) -> list[Cmyk]:
        """The mixtures of colours, each given as its red, green and blue."""
        names = [f"#{colour.hex()}" for colour in colours]
        new = [index for index, name in enumerate(names) if name not in self._mixtures]
        for index, mixture in zip(new, self._profile.mixtures([colours[index] for index in new]), strict=True):
            self._mixtures[names[index]] = _limited(mixture, self._limit)
        return [self._mixtures[name] for name in names]


class _InkColour(CMYKColor):
    """A mixture as ReportLab's kind of colour, which knows the colour of the screen that it stands for."""

    def __init__(self, screen: str, mixture: Cmyk, alpha: float) -> None:
        super().__init__(*(part / 100 for part in mixture), alpha=alpha)
        self.screen = screen


class _Pixels(ImageReader):
    """A picture whose pixels are made of ink; what is see-through in it stays so."""

    def __init__(self, picture: ImageReader, mixtures: Callable[[Sequence[bytes]], list[Cmyk]]) -> None:
        super().__init__(picture._image)
        data, grey = picture.getRGBData(), picture.mode == "L"
        pixels = [bytes((level,)) * 3 for level in data] if grey else [data[i : i + 3] for i in range(0, len(data), 3)]
        used = sorted(set(pixels))
        inks = {
            pixel: bytes(int(part * 2.55 + 0.01) for part in mixture)
            for pixel, mixture in zip(used, mixtures(used), strict=True)
        }
        self.mode, self._data, self._dataA = "CMYK", b"".join(map(inks.__getitem__, pixels)), picture._dataA

    def getTransparent(self) -> None:
        """None: which pixels are see-through is said by the second picture alone."""


_STRINGS: Final = re.compile(r"\((?:[^()\\]|\\.)*\)", re.DOTALL)
_STRAY: Final = re.compile(r"(?<!\S)(?:rg|RG|g|G|cs|CS|sc|SC|scn|SCN|sh|BI)(?!\S)")
"""Operators that set a colour, or paint with colours of their own (ISO 32000-1, table 74)."""
_MIXED: Final = re.compile(r"(?<=\s)[kK](?!\S)")
LONGEST_OPERANDS: Final = 64
"""In characters, those of one colour with the white space between them."""


def _states(overprint: bool) -> dict[str, object]:
    """Both kinds of overprint; with mode 1, an ink of which there is nothing leaves what is below it."""
    said = str(overprint).lower()
    return {"OP": said, "op": said, "OPM": int(overprint)}


def _limited(mixture: Cmyk, limit: float) -> Cmyk:
    """The mixture with as much less colour, never less black, as the limit asks for."""
    *colours, black = mixture
    if sum(mixture) <= limit:
        return mixture
    kept = (limit - black) / sum(colours)
    cyan, magenta, yellow = (float(math.floor(part * kept)) for part in colours)
    return cyan, magenta, yellow, black


def _operands(mixture: Cmyk) -> str:
    return " ".join(f"{part / 100:.4g}" for part in mixture)


@lru_cache(maxsize=256)
def colour_code(colour: str) -> str:
    """`#rrggbb` as the three operands of rg and RG."""
    return " ".join(f"{int(colour[i : i + 2], 16) / 255:.4f}" for i in (1, 3, 5))
