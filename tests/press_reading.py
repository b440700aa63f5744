"""What a PDF paints, read from its operators with pikepdf alone: colours, overprint, sizes of text and of lines."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf

Matrix = tuple[float, ...]
Colour = tuple[str, tuple[float, ...]]

COLOURS = {"rg": "RGB", "k": "CMYK", "g": "grey", "sc": "other", "scn": "other", "cs": "other"}
FILLS, STROKES = {"f", "F", "f*", "B", "B*", "b", "b*"}, {"S", "s", "B", "B*", "b", "b*"}
TEXTS = {"Tj", "TJ", "'", '"'}


@dataclass(frozen=True)
class Painted:
    """One thing that is painted; `size` is that of text or the width of a line in pt, of an image 0."""

    what: str
    space: str
    inks: tuple[float, ...]
    size: float
    overprint: bool
    mode: int

    @property
    def mixture(self) -> tuple[float, ...]:
        """The inks in percent."""
        return tuple(round(100 * ink, 1) for ink in self.inks)


@dataclass(frozen=True)
class _State:
    matrix: Matrix = (1, 0, 0, 1, 0, 0)
    text: Matrix = (1, 0, 0, 1, 0, 0)
    fill: Colour = ("unset", ())
    stroke: Colour = ("unset", ())
    width: float = 1.0
    size: float = 0.0
    overprint: tuple[bool, bool] = (False, False)
    mode: int = 0

    @property
    def scale(self) -> float:
        return _scale(self.matrix)


def painted(data: bytes) -> set[Painted]:
    """Everything that the pages of a document paint; what is painted alike is one thing."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        reader = _Reader()
        return {thing for page in pdf.pages for thing in reader.read(page, page.obj.Resources, _State())}


@dataclass
class _Reader:
    known: dict[Any, set[Painted]] = field(default_factory=dict)

    def read(self, stream: Any, resources: Any, state: _State) -> Iterator[Painted]:
        stack: list[_State] = []
        for instruction in pikepdf.parse_content_stream(stream):
            name = str(instruction.operator)
            operands = list(instruction.operands)
            if name == "q":
                stack.append(state)
            elif name == "Q":
                state = stack.pop()
            elif name == "gs":
                state = _with_graphics_state(state, resources.ExtGState[str(operands[0])])
            elif name == "Do":
                yield from self._object(resources.XObject[str(operands[0])], state)
            elif name == "INLINE IMAGE":
                yield Painted("image", "inline", (), 0, False, 0)
            elif name in FILLS | STROKES | TEXTS or name == "sh":
                yield from self._shown(name, state)
            else:
                state = _changed(state, name, operands)

    def _shown(self, name: str, state: _State) -> Iterator[Painted]:
        stroked, filled = state.overprint
        if name in TEXTS:
            size = round(state.size * _scale(_product(state.text, state.matrix)), 3)
            yield Painted("text", *state.fill, size, filled, state.mode)
        if name in FILLS:
            yield Painted("area", *state.fill, 0, filled, state.mode)
        if name in STROKES:
            yield Painted("line", *state.stroke, round(state.width * state.scale, 4), stroked, state.mode)
        if name == "sh":
            yield Painted("area", "shading", (), 0, filled, state.mode)

    def _object(self, thing: Any, state: _State) -> Iterator[Painted]:
        if thing.Subtype == "/Image":
            yield Painted("image", str(thing.ColorSpace)[1:], (), 0, False, 0)
            return
        matrix = tuple(float(part) for part in thing.get("/Matrix", [1, 0, 0, 1, 0, 0]))
        inner = replace(state, matrix=_product(matrix, state.matrix))
        key = (thing.objgen, round(inner.scale, 4), replace(inner, matrix=(), text=()))
        if key not in self.known:
            self.known[key] = set(self.read(thing, thing.get("/Resources"), inner))
        yield from self.known[key]


def _changed(state: _State, name: str, operands: list[Any]) -> _State:
    if name.lower() in COLOURS:
        colour = COLOURS[name.lower()], tuple(float(part) for part in operands if not isinstance(part, pikepdf.Name))
        return replace(state, fill=colour) if name.islower() else replace(state, stroke=colour)
    if name == "cm":
        return replace(state, matrix=_product(_numbers(operands), state.matrix))
    if name == "Tm":
        return replace(state, text=_numbers(operands))
    if name == "w":
        return replace(state, width=float(operands[0]))
    return replace(state, size=float(operands[1])) if name == "Tf" else state


def _with_graphics_state(state: _State, entries: Any) -> _State:
    stroke, fill = state.overprint
    both = bool(entries.get("/OP", stroke))
    overprint = both, bool(entries.get("/op", both if "/OP" in entries else fill))
    return replace(state, overprint=overprint, mode=int(entries.get("/OPM", state.mode)))


def _numbers(operands: list[Any]) -> Matrix:
    return tuple(float(part) for part in operands)


def _product(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    u, v, w, x, y, z = other
    return a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z


def _scale(matrix: Matrix) -> float:
    return math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
