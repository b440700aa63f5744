"""A drawing as a self-contained SVG file, for the web and for proofs."""

from __future__ import annotations

from typing import Any

import svgwrite
from svgwrite.base import BaseElement
from svgwrite.container import Group as SvgGroup

from booklet.drawing import Drawing, Fill, Group, Item, Path, Stroke, Symbol, Text, Use
from booklet.typeface import FAMILY


def to_svg(drawing: Drawing) -> str:
    """The drawing as SVG text; the same drawing gives the same bytes."""
    return _Writer(drawing).write()


class _Writer:
    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        size = (f"{_number(drawing.width)}mm", f"{_number(drawing.height)}mm")
        view = f"0 0 {_number(drawing.width)} {_number(drawing.height)}"
        self._svg: Any = svgwrite.Drawing(size=size, viewBox=view, debug=False)
        self._symbols: set[str] = set()
        self._clips = 0

    def write(self) -> str:
        svg, drawing = self._svg, self._drawing
        svg.attribs["role"] = "img"
        svg.attribs["style"] = "font-kerning:none"  # lines are as wide as they were measured
        svg.set_desc(drawing.title, drawing.alt)  # title and desc give name and description (SVG-AAM 1.0, 8.3)
        for item in drawing.items:
            svg.add(self._item(item, 2))
        return str(svg.tostring())

    def _id(self, name: str) -> str:
        return f"{self._drawing.id}-{name}"

    def _item(self, item: Item, digits: int) -> BaseElement:
        svg = self._svg
        if isinstance(item, Fill):
            extra = _opacity("fill_opacity", item.opacity) | ({"fill_rule": "evenodd"} if item.even_odd else {})
            return svg.path(_data(item.path, digits), fill=item.colour, **extra)
        if isinstance(item, Stroke):
            return self._stroke(item, digits)
        if isinstance(item, Text):
            extra = {"font_weight": "bold"} if item.weight == "bold" else {}
            if item.anchor != "start":
                extra["text_anchor"] = item.anchor
            at = (_number(item.x), _number(item.y))
            family = f"'{FAMILY}', sans-serif"
            size = _number(item.size)
            return svg.text(item.text, insert=at, font_size=size, font_family=family, fill=item.colour, **extra)
        if isinstance(item, Group):
            return self._group(item, digits)
        return self._use(item)

    def _stroke(self, item: Stroke, digits: int) -> BaseElement:
        extra = _opacity("stroke_opacity", item.opacity)
        if item.dash:
            extra["stroke_dasharray"] = " ".join(_number(length) for length in item.dash)
        return self._svg.path(
            _data(item.path, digits), fill="none", stroke=item.colour, stroke_width=_number(item.width),
            stroke_linecap=item.cap, stroke_linejoin="round", **extra,
        )  # fmt: skip

    def _group(self, item: Group, digits: int) -> SvgGroup:
        group = self._svg.g()
        if item.clip is not None:
            self._clips += 1
            clip_id = self._id(f"clip-{self._clips}")
            clip = self._svg.clipPath(id=clip_id)
            rule = {"clip_rule": "evenodd"} if item.clip_even_odd else {}
            clip.add(self._svg.path(_data(item.clip, digits), **rule))
            self._svg.defs.add(clip)
            group.attribs["clip-path"] = f"url(#{clip_id})"
        for child in item.items:
            group.add(self._item(child, digits))
        return group

    def _use(self, item: Use) -> BaseElement:
        matrix = f"matrix({item.scale:.5f} 0 0 {item.scale:.5f} {_number(item.dx)} {_number(item.dy)})"
        use = self._svg.use(self._symbol(item.symbol), **_opacity("opacity", item.opacity))
        use.attribs["transform"] = matrix
        return use

    def _symbol(self, symbol: Symbol) -> str:
        symbol_id = self._id(symbol.name)
        if symbol.name not in self._symbols:
            group = self._svg.g(id=symbol_id)
            self._symbols.add(symbol.name)
            for item in symbol.items:
                group.add(self._item(item, 1))
            self._svg.defs.add(group)
        return f"#{symbol_id}"


def _opacity(name: str, value: float) -> dict[str, str]:
    return {name: _number(value)} if value < 1 else {}


def _number(value: float, digits: int = 2) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _data(path: Path, digits: int) -> str:
    return "".join(str(op[0]) + " ".join(_number(float(v), digits) for v in op[1:]) for op in path)
