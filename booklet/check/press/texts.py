"""What text operators do to the text state, and what a string that is shown looks like (ISO 32000-1, 9.3 and 9.4)."""

from __future__ import annotations

from math import hypot
from typing import Any, Final

import pikepdf

from booklet.check.press import operands as of
from booklet.check.press.fonts import Font
from booklet.check.press.state import State, TextState
from booklet.plane import IDENTITY, Box, Matrix

SHOWING: Final = frozenset(("Tj", "TJ", "'", '"'))
OPERATORS: Final = SHOWING | {"BT", "ET", "Tc", "Tw", "Tz", "TL", "Ts", "Tr", "Td", "TD", "Tm", "T*"}
INVISIBLE: Final = 3
MEAN_WIDTH: Final = 0.5
"""How wide a glyph is taken to be, in em: enough to tell roughly where a text is."""
DESCENT, ASCENT = -0.2, 0.8
"""How far letters go below and above their line, in em."""
FILLED: Final = frozenset((0, 2, 4, 6))
STROKED: Final = frozenset((1, 2, 5, 6))
"""Text rendering modes (table 106)."""


def run(operator: str, operands: list[Any], text: TextState) -> list[bytes | float] | None:
    """Do what an operator says; gives what it shows: strings, and moves in thousandths of an em."""
    match operator:
        case "BT":
            text.matrix = text.line_matrix = IDENTITY
        case "ET":
            pass
        case "Tc":
            text.spacing = of.number(operands)
        case "Tw":
            text.word_spacing = of.number(operands)
        case "Tz":
            text.stretch = of.number(operands) / 100
        case "TL":
            text.leading = of.number(operands)
        case "Ts":
            text.rise = of.number(operands)
        case "Tr":
            text.mode = int(of.number(operands))
        case "Tm":
            text.matrix = text.line_matrix = Matrix(*of.numbers(operands, 6))
        case "Td" | "TD":
            x, y = of.numbers(operands, 2)
            if operator == "TD":
                text.leading = -y
            _next_line(text, x, y)
        case "T*":
            _next_line(text, 0.0, -text.leading)
        case _:
            return _shown(operator, operands, text)
    return None


def _shown(operator: str, operands: list[Any], text: TextState) -> list[bytes | float]:
    if operator == "TJ":
        if len(operands) != 1 or not isinstance(operands[0], pikepdf.Array):
            raise of.Malformed
        return [of.string(x) if isinstance(x, pikepdf.String) else of.number([x]) for x in operands[0]]
    if operator == '"':
        text.word_spacing, text.spacing = of.numbers(operands[:2], 2)
        operands = operands[2:]
    if len(operands) != 1:
        raise of.Malformed
    string = of.string(operands[0])
    if operator != "Tj":
        _next_line(text, 0.0, -text.leading)
    return [string]


def _next_line(text: TextState, x: float, y: float) -> None:
    text.matrix = text.line_matrix = Matrix(e=x, f=y).then(text.line_matrix)


def size(whole: Matrix, font_size: float) -> float:
    """The height of an em across the line, in pt; slanting or condensing type does not make it smaller.

    `whole` takes text to the page.
    """
    along = hypot(*whole.vector(1.0, 0.0))
    return abs(font_size) * whole.area / along if along else 0.0


def advance(parts: list[bytes | float], font: Font, state: State) -> Box:
    """Go on to where the next text would begin; gives the box, in pt, of what was shown."""
    text = state.text
    ends = 0.0
    for part in parts:
        if isinstance(part, bytes):
            glyphs = len(part) // font.code_bytes
            ends += glyphs * (MEAN_WIDTH * text.size + text.spacing) + part.count(b" ") * text.word_spacing
        else:
            ends -= part / 1000 * text.size
    ends *= text.stretch
    low, high = text.rise + DESCENT * text.size, text.rise + ASCENT * text.size
    whole = text.matrix.then(state.ctm)
    box = whole.box(Box(min(0.0, ends), min(low, high), max(0.0, ends), max(low, high)))
    text.matrix = Matrix(e=ends).then(text.matrix)
    return box
