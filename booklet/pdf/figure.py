"""Paints a `Drawing` as vectors: plain operators, and one Form XObject per symbol and document.

The operators are written as text, straight into the content, in the drawing's own millimetres with y downwards;
one matrix brings them to the page. Path coordinates keep a micrometre.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from typing import Final, TypeAlias, assert_never

from reportlab.lib.rl_accel import escapePDF
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFFormXObject

from booklet.drawing import Drawing, Fill, Group, Item, Path, Stroke, Symbol, Text, Use, walk
from booklet.pdf.canvas import TaggedCanvas, UntaggedContent
from booklet.pdf.fonts import BOLD, REGULAR, UnshowableText, missing_from
from booklet.pdf.strokes import thickened
from booklet.units import PT_PER_MM

OPERATORS: Final = {"M": ("m", 2), "L": ("l", 2), "C": ("c", 6), "Z": ("h", 0)}
"""The operator of each path op and how many numbers it takes (ISO 32000-1, 8.5.2)."""
FONTS: Final = {"regular": REGULAR, "bold": BOLD}
ANCHORS: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
CAPS: Final = {"butt": 0, "round": 1}

AlphaState: TypeAlias = Callable[[str, float], str]
"""Gives the resource name of the graphics state that sets "ca" or "CA" to an opacity."""


def paint(canvas: TaggedCanvas, drawing: Drawing, x_pt: float, y_pt: float) -> None:
    """Paint the drawing with its top-left corner at (x, y).

    In an open Figure it is that figure's content; in an artifact it is part of it. Elsewhere it becomes an artifact of
    its own, which is right for ornament: a drawing with words is refused there, as its words would be lost.
    """
    tagged = canvas.element.tag.role == "Figure"
    if canvas.tagging and not tagged and any(isinstance(item, Text) for item in drawing.walk()):
        raise UntaggedContent(f"the figure {drawing.id} has words, but is in no Figure and no artifact")
    content = _Content(canvas, canvas.alpha_state)
    least = canvas.ink.thinnest / PT_PER_MM
    content.add(thickened(drawing.items, least) if least else drawing.items)
    scale = f"{PT_PER_MM:.6f}"
    matrix = f"{scale} 0 0 -{scale} {x_pt:.4f} {y_pt:.4f} cm"
    canvas.paint("\n".join(["q", matrix, "1 j", *content.code, "Q"]), tagged=tagged)
    canvas.use_forms(content.forms)


@dataclass(frozen=True, slots=True)
class _Pen:
    """The part of the graphics state that items change; None is not known."""

    fill: str = ""
    stroke: str = ""
    width: float | None = None
    dash: tuple[float, ...] | None = None
    cap: str = ""
    fill_alpha: float = 1.0
    stroke_alpha: float = 1.0


@dataclass(slots=True)
class _Content:
    """Operators being written for one content stream, with the forms they use."""

    canvas: TaggedCanvas
    alpha_state: AlphaState
    code: list[str] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    pen: _Pen = field(default_factory=_Pen)
    decimals: int = 3

    def add(self, items: Iterable[Item]) -> None:
        """Write items in painting order."""
        for item in items:
            match item:
                case Fill():
                    self._fill(item)
                case Stroke():
                    self._stroke(item)
                case Text():
                    self._text(item)
                case Group():
                    self._group(item)
                case Use():
                    self._use(item)
                case _:
                    assert_never(item)

    def _fill(self, fill: Fill) -> None:
        self._fill_pen(fill.colour, fill.opacity)
        self.code += [path_code(fill.path, self.decimals), "f*" if fill.even_odd else "f"]

    def _stroke(self, stroke: Stroke) -> None:
        pen = replace(
            self.pen,
            stroke=stroke.colour,
            width=stroke.width,
            dash=stroke.dash,
            cap=stroke.cap,
            stroke_alpha=stroke.opacity,
        )
        self._take(pen)
        self.code += [path_code(stroke.path, self.decimals), "S"]

    def _text(self, text: Text) -> None:
        self._fill_pen(text.colour, 1.0)
        name = FONTS[text.weight]
        if characters := missing_from(name, text.text):
            raise UnshowableText.naming(characters)
        font, document = pdfmetrics.getFont(name), self.canvas._doc
        x = text.x - ANCHORS[text.anchor] * pdfmetrics.stringWidth(text.text, name, text.size)
        before, after = self.canvas.ink.around_text(text.colour, text.size * PT_PER_MM)
        self.code.append(f"{before}BT 1 0 0 -1 {x:.3f} {text.y:.3f} Tm")
        for subset, shown in font.splitString(text.text, document):
            resource = font.getSubsetInternalName(subset, document)
            self.code.append(f"{resource} {text.size:.4f} Tf ({escapePDF(shown)}) Tj")
        self.code.append(f"ET{after}")

    def _group(self, group: Group) -> None:
        before = self.pen
        self.code.append("q")
        if group.clip is not None:
            self.code += [path_code(group.clip, self.decimals), "W* n" if group.clip_even_odd else "W n"]
        self.add(group.items)
        self.code.append("Q")
        self.pen = before

    def _use(self, use: Use) -> None:
        form = _form(self.canvas, use.symbol, grouped=use.opacity < 1)
        if form not in self.forms:
            self.forms.append(form)
        before = self.pen
        self.code.append("q")
        self._take(replace(self.pen, fill_alpha=use.opacity, stroke_alpha=use.opacity))
        self.code.append(f"{use.scale:.6f} 0 0 {use.scale:.6f} {use.dx:.4f} {use.dy:.4f} cm")
        self.code += [f"/{self.canvas._doc.getXObjectName(form)} Do", "Q"]
        self.pen = before

    def _fill_pen(self, colour: str, opacity: float) -> None:
        self._take(replace(self.pen, fill=colour, fill_alpha=opacity))

    def _take(self, pen: _Pen) -> None:
        """Write what differs between the pen in use and the one wanted."""
        old, self.pen = self.pen, pen
        if pen == old:
            return
        if pen.fill != old.fill:
            self.code.append(self.canvas.ink.fill(pen.fill))
        if pen.stroke != old.stroke:
            self.code.append(self.canvas.ink.stroke(pen.stroke))
        if pen.width != old.width:
            self.code.append(f"{pen.width:.4f} w")
        if pen.dash != old.dash:
            self.code.append(f"[{' '.join(f'{length:.4f}' for length in pen.dash or ())}] 0 d")
        if pen.cap != old.cap:
            self.code.append(f"{CAPS[pen.cap]} J")
        if pen.fill_alpha != old.fill_alpha:
            self.code.append(f"/{self.alpha_state('ca', pen.fill_alpha)} gs")
        if pen.stroke_alpha != old.stroke_alpha:
            self.code.append(f"/{self.alpha_state('CA', pen.stroke_alpha)} gs")


def _form(canvas: TaggedCanvas, symbol: Symbol, *, grouped: bool) -> str:
    """The name of the form that paints a symbol, made when it is first used.

    A see-through symbol is painted through a second form, a transparency group, so that its parts do not show
    through each other (ISO 32000-1, 11.4.7).
    """
    if canvas.symbols.setdefault(symbol.name, symbol) != symbol:
        raise ValueError(f"two different symbols are called {symbol.name!r}")
    plain = f"symbol{list(canvas.symbols).index(symbol.name)}"
    if not canvas.hasForm(plain):
        written = _written(canvas, symbol)
        form = _new_form(canvas, symbol, [], [])
        form.compressed = written.stream
        form.ExtGState = {name: PDFDictionary({key: value}) for (key, value), name in written.states.items()}
        canvas.add_form(plain, form)
    if not grouped:
        return plain
    if not canvas.hasForm(f"{plain}-group"):
        form = _new_form(canvas, symbol, [f"/{canvas._doc.getXObjectName(plain)} Do"], [plain])
        canvas.add_form(f"{plain}-group", form)
        form.Contents.dictionary["Group"] = PDFDictionary({"S": "/Transparency", "I": "true", "CS": canvas.ink.space})
    return f"{plain}-group"


@dataclass(frozen=True, slots=True)
class _Written:
    """A symbol's operators, compressed, and the graphics states they name."""

    symbol: Symbol
    stream: bytes
    states: dict[tuple[str, float], str]


_WRITTEN: Final[dict[tuple[str, Hashable], _Written]] = {}
"""By name and ink: a plate is written once in a process, however many documents show it."""


def _written(canvas: TaggedCanvas, symbol: Symbol) -> _Written:
    """The symbol's operators. Raises ValueError for one with words or symbols in it: these differ by document."""
    written = _WRITTEN.get((symbol.name, canvas.ink.key))
    if written is None or written.symbol is not symbol:
        if any(isinstance(item, Text | Use) for item in walk(symbol.items)):
            raise ValueError(f"the symbol {symbol.name!r} has words or symbols in it")
        states: dict[tuple[str, float], str] = {}
        content = _Content(
            canvas,
            lambda key, value: states.setdefault((key, value), f"alpha{len(states)}"),
            decimals=symbol.decimals,
        )
        content.add(symbol.items)
        code = "\n".join(["1 j", *content.code])
        canvas.ink.approve(code)
        written = _Written(symbol, zlib.compress(code.encode("ascii")), states)
        _WRITTEN[symbol.name, canvas.ink.key] = written
    return written


def _new_form(canvas: TaggedCanvas, symbol: Symbol, code: list[str], forms: list[str]) -> PDFFormXObject:
    form = PDFFormXObject(*symbol.box)
    form.setStreamList(code)
    form.XObjects = canvas._doc.xobjDict(forms) if forms else None
    return form


def path_code(path: Path, decimals: int = 3) -> str:
    """The path construction operators of a path (ISO 32000-1, 8.5.2)."""
    lines = _operator_lines(decimals)
    return "\n".join([lines[str(op[0])] for op in path]) % tuple(chain.from_iterable(op[1:] for op in path))


@cache
def _operator_lines(decimals: int) -> dict[str, str]:
    """Each operator behind places for its numbers."""
    return {name: f"%.{decimals}f " * count + operator for name, (operator, count) in OPERATORS.items()}
