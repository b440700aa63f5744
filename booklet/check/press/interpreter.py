"""Reads one content stream: what it paints, and with which state, in the order of painting.

Streams that it places (forms, masks, cells of patterns, drawn glyphs) are given as `Placed`, not followed: who asks
decides whether they have been read before. Operands of the wrong kind are told as a fault, and their operator is
passed over.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Final, TypeAlias

import pikepdf

from booklet.check.press import extstate, pictures, texts, values
from booklet.check.press import operands as of
from booklet.check.press.colour import Colour, ColourReader
from booklet.check.press.fonts import Font, FontReader
from booklet.check.press.outlines import Outline
from booklet.check.press.state import State
from booklet.check.press.things import Blend, Fault, FaultKind, Paint, Path, Picture, Placed, Role, Text, Thing
from booklet.plane import IDENTITY, Box, Matrix

Painted: TypeAlias = "Thing | Placed"
MOST_CONTENT: Final = 16_000_000
"""Bytes of the content of one page or form. Taken apart, it needs up to 160 times as much."""
IGNORED: Final = frozenset(["J", "j", "M", "d", "ri", "i", "d0", "BMC", "BDC", "EMC", "MP", "DP", "BX", "EX"])
"""Operators that change nothing a press would mind."""
CLOSING: Final = frozenset(("s", "b", "b*"))
FILLING: Final = frozenset(("f", "F", "f*", "B", "B*", "b", "b*"))
STROKING: Final = frozenset(("S", "s", "B", "B*", "b", "b*"))
BUILDING: Final = {"m": 2, "l": 2, "c": 6, "v": 4, "y": 4, "re": 4}
"""Path operators, and how many numbers they have."""
DEVICES: Final = {"g": ("DeviceGray", 1), "rg": ("DeviceRGB", 3), "k": ("DeviceCMYK", 4)}
COLOURING: Final = frozenset(["g", "G", "rg", "RG", "k", "K", "cs", "CS", "sc", "SC", "scn", "SCN"])
NOWHERE: Final = Box(*[-values.LARGEST] * 4)
"""A clip that leaves nothing: a point that nothing reaches."""
EVERYWHERE: Final = Box(-values.LARGEST, -values.LARGEST, values.LARGEST, values.LARGEST)


class TooMuch(Exception):
    """There is more in the document than is looked at."""


class TooLong(TooMuch):
    """The content of one page, or of what it places, is longer than is looked at; others may not be."""


class Budget:
    """How much of a document may still be read, counted in operators."""

    def __init__(self, operators: int) -> None:
        self._left = operators

    def take(self, operators: int) -> None:
        self._left -= operators
        if self._left < 0:
            raise TooMuch


class Readers:
    """What a document has in common for all its content streams."""

    def __init__(self, operators: int) -> None:
        self.colours = ColourReader()
        self.fonts = FontReader()
        self.budget = Budget(operators)


def interpret(stream: Any, resources: Any, state: State, readers: Readers) -> Iterator[Painted]:
    """All that a content stream, or the streams of a page together, puts on paper, starting in a state."""
    _must_be_bounded(stream)
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            instructions = pikepdf.parse_content_stream(stream)
    except (pikepdf.PdfError, ValueError, TypeError):
        yield Fault(FaultKind.SYNTAX, "the content cannot be read")
        return
    if told:  # "Unexpected end of stream"
        yield Fault(FaultKind.SYNTAX, "the content ends before an operator")
    readers.budget.take(len(instructions))
    yield from _Run(values.dictionary(resources), state, readers).read(instructions)


def _must_be_bounded(stream: Any) -> None:
    """TooLong when content unfolds to more than is looked at: to take it apart needs far more memory and time."""
    content = stream.obj.get("/Contents") if isinstance(stream, pikepdf.Page) else stream
    room = MOST_CONTENT
    for one in values.items(content) if isinstance(content, pikepdf.Array) else [content]:
        if isinstance(one, pikepdf.Stream):
            with suppress(pikepdf.PdfError):  # what is damaged is told by those who take it apart
                room -= len(one.read_bytes())
        if room < 0:
            raise TooLong


class _Run:
    """One reading of one stream."""

    def __init__(self, resources: Any, state: State, readers: Readers) -> None:
        self._resources = resources
        self._state = state
        self._readers = readers
        self._stack: list[State] = []
        self._outline = Outline()
        self._operators: dict[str, Callable[[str, list[Any]], Iterable[Painted] | None]] = {
            "q": self._save, "Q": self._restore, "cm": self._concatenate, "w": self._width, "gs": self._settings,
            "g": self._device, "G": self._device, "rg": self._device, "RG": self._device,
            "k": self._device, "K": self._device, "cs": self._space, "CS": self._space,
            "sc": self._colour, "SC": self._colour, "scn": self._colour, "SCN": self._colour,
            "d1": self._glyph_box, "sh": self._shading, "Do": self._object, "INLINE IMAGE": self._inline,
            "W": self._clip, "W*": self._clip, "n": self._paint, "h": self._close, "Tf": self._font,
        }  # fmt: skip
        self._operators |= dict.fromkeys(BUILDING, self._build)
        self._operators |= dict.fromkeys(FILLING | STROKING, self._paint)
        self._operators |= dict.fromkeys(texts.OPERATORS, self._set_text)

    def read(self, instructions: Iterable[Any]) -> Iterator[Painted]:
        """What the instructions of a stream paint, and what is wrong with them."""
        for instruction in instructions:
            try:
                operator = str(instruction.operator)
            except UnicodeDecodeError:
                operator = "?"
            try:
                inline = isinstance(instruction, pikepdf.ContentStreamInlineImage)
                operands = [instruction.iimage] if inline else list(instruction.operands)
            except pikepdf.PikepdfError:
                yield Fault(FaultKind.SYNTAX, "an image within the content cannot be read")
                continue
            run = self._operators.get(operator)
            if run is None:
                if operator not in IGNORED:
                    yield Fault(FaultKind.SYNTAX, f'unknown operator "{operator}"')
                continue
            try:
                painted = run(operator, operands)
                if painted:
                    yield from painted
            except of.Malformed:
                yield Fault(FaultKind.SYNTAX, f'operator "{operator}" with operands that it cannot have')
        if self._stack:
            yield Fault(FaultKind.BALANCE, f"{len(self._stack)} q without Q")

    # ---- state

    def _save(self, operator: str, operands: list[Any]) -> None:
        self._stack.append(self._state.copy())

    def _restore(self, operator: str, operands: list[Any]) -> Iterable[Fault] | None:
        if not self._stack:
            return [Fault(FaultKind.BALANCE, "Q without q")]
        self._state = self._stack.pop()
        return None

    def _concatenate(self, operator: str, operands: list[Any]) -> None:
        self._state.ctm = Matrix(*of.numbers(operands, 6)).then(self._state.ctm)

    def _width(self, operator: str, operands: list[Any]) -> None:
        self._state.line_width = of.number(operands)

    def _settings(self, operator: str, operands: list[Any]) -> Iterable[Painted]:
        settings = self._resource("/ExtGState", operands)
        if not isinstance(settings, pikepdf.Dictionary):
            return [_missing("graphics state", operands)]
        return extstate.apply(settings, self._state, self._readers.fonts, self._resources)

    # ---- colour

    def _device(self, operator: str, operands: list[Any]) -> None:
        family, count = DEVICES[operator.lower()]
        space = self._readers.colours.device(family, self._resources)
        self._set(operator, Colour(space, of.numbers(operands, count)))

    def _space(self, operator: str, operands: list[Any]) -> None:
        of.key(operands)
        space = self._readers.colours.read(operands[0], self._resources)
        self._set(operator, Colour(space, space.initial))

    def _colour(self, operator: str, operands: list[Any]) -> Iterable[Fault] | None:
        current = self._state.stroke if operator.isupper() else self._state.fill
        pattern = pattern_id = None
        if operands and isinstance(operands[-1], pikepdf.Name):
            pattern = self._resource("/Pattern", operands[-1:])
            if not isinstance(pattern, pikepdf.Dictionary | pikepdf.Stream):
                return [_missing("pattern", operands[-1:])]
            pattern_id = values.identity(pattern)
            operands = operands[:-1]
        self._set(operator, Colour(current.space, of.numbers(operands, None), pattern_id, pattern))
        return None

    def _set(self, operator: str, colour: Colour) -> None:
        if operator.isupper():
            self._state.stroke = colour
        else:
            self._state.fill = colour

    def _glyph_box(self, operator: str, operands: list[Any]) -> None:
        """d1: from here on the glyph takes the colour of the text, whatever it sets itself (9.6.5)."""
        self._operators |= dict.fromkeys(COLOURING, _pass_over)

    # ---- paths

    def _build(self, operator: str, operands: list[Any]) -> None:
        self._outline.add(operator, of.numbers(operands, BUILDING[operator]), self._state.ctm)

    def _close(self, operator: str, operands: list[Any]) -> None:
        self._outline.close()

    def _clip(self, operator: str, operands: list[Any]) -> None:
        self._outline.clips = True

    def _paint(self, operator: str, operands: list[Any]) -> Iterable[Painted] | None:
        outline, self._outline = self._outline, Outline()
        if outline.box is None:
            return None
        painted: list[Painted] = []
        if operator != "n":
            if operator in CLOSING:
                outline.close()
            painted = list(self._painted(outline, operator in FILLING, operator in STROKING))
        if outline.clips:
            clip = self._state.clip
            self._state.clip = outline.box if clip is None else (clip.common(outline.box) or NOWHERE)
        return painted

    def _painted(self, outline: Outline, fills: bool, strokes: bool) -> Iterator[Painted]:
        state = self._state
        line = outline.line(state.line_width, state.ctm) if strokes else None
        assert outline.box is not None
        reach = outline.box.grown(state.line_width * state.ctm.area**0.5 / 2) if strokes else outline.box
        box = self._seen(reach)
        if box is None:
            return
        yield Path(
            box,
            self._fill if fills else None,
            self._stroke if strokes else None,
            line,
            outline.thickness if fills else None,
            state.transparent,
        )
        if fills:
            yield from self._pattern(state.fill, box)
        if strokes:
            yield from self._pattern(state.stroke, box)

    @property
    def _fill(self) -> Paint:
        return Paint(self._state.fill, self._state.overprints_fill, self._state.overprint_mode)

    @property
    def _stroke(self) -> Paint:
        return Paint(self._state.stroke, self._state.overprints_stroke, self._state.overprint_mode)

    def _seen(self, box: Box) -> Box | None:
        """What the clip leaves of a box."""
        return box if self._state.clip is None else box.common(self._state.clip)

    def _pattern(self, colour: Colour, box: Box) -> Iterator[Painted]:
        """What a pattern paints (8.7)."""
        pattern = colour.pattern
        if pattern is None:
            return
        matrix = (values.matrix(pattern.get("/Matrix")) or IDENTITY).then(self._state.base)
        if values.whole(pattern.get("/PatternType")) == 2:
            state = self._state.copy()
            settings = values.dictionary(pattern.get("/ExtGState"))
            yield from extstate.apply(settings, state, self._readers.fonts, self._resources)
            yield self._blend(pattern.get("/Shading"), box, state)
        elif isinstance(pattern, pikepdf.Stream):
            start = State(ctm=matrix, base=matrix, see_through=self._state.see_through)
            if values.whole(pattern.get("/PaintType")) == 2:  # takes the colour that is given with it
                below = colour.space.base or colour.space
                start.fill = start.stroke = Colour(below, colour.components)
            yield Placed(Role.PATTERN, pattern, pattern.get("/Resources", self._resources), start, box)

    # ---- text

    def _font(self, operator: str, operands: list[Any]) -> Iterable[Fault] | None:
        if len(operands) != 2:
            raise of.Malformed
        text = self._state.text
        text.size = of.number(operands[1:])
        text.font = self._readers.fonts.read(self._resource("/Font", operands[:1]))
        return [_missing("font", operands)] if text.font is None else None

    def _set_text(self, operator: str, operands: list[Any]) -> Iterable[Painted] | None:
        shown = texts.run(operator, operands, self._state.text)
        font = self._state.text.font
        return None if shown is None or font is None else self._shown(shown, font)

    def _shown(self, parts: list[bytes | float], font: Font) -> Iterator[Painted]:
        state = self._state
        text, at = state.text, state.text.matrix
        box = self._seen(texts.advance(parts, font, state))
        shown = b"".join(part for part in parts if isinstance(part, bytes))
        if box is None or not shown or not text.size or text.mode == texts.INVISIBLE:
            return
        fills, strokes = text.mode in texts.FILLED, text.mode in texts.STROKED
        if font.charprocs:
            yield from self._drawn(shown, font, at, box)
        yield Text(
            box,
            not font.charprocs and font.code_bytes == 1 and not shown.strip(b" "),
            font,
            texts.size(at.then(state.ctm), text.size * font.em),
            self._fill if fills else None,
            self._stroke if strokes else None,
            state.line_width * state.ctm.least if strokes else None,
            font.lacks(shown),
            state.transparent,
        )
        if fills:
            yield from self._pattern(state.fill, box)
        if strokes:
            yield from self._pattern(state.stroke, box)

    def _drawn(self, shown: bytes, font: Font, at: Matrix, box: Box) -> Iterator[Placed]:
        """The glyphs of a Type 3 font, each once for a string (9.6.5)."""
        text = self._state.text
        em = Matrix(text.size * text.stretch, 0.0, 0.0, text.size, 0.0, text.rise)
        for code in sorted(set(shown) & font.charprocs.keys()):
            start = self._state.copy()
            start.ctm = start.base = font.matrix.then(em).then(at).then(self._state.ctm)
            yield Placed(Role.GLYPH, font.charprocs[code], font.resources or self._resources, start, box)

    # ---- shadings, images, forms

    def _shading(self, operator: str, operands: list[Any]) -> Iterable[Painted]:
        shading = self._resource("/Shading", operands)
        if not isinstance(shading, pikepdf.Dictionary | pikepdf.Stream):
            return [_missing("shading", operands)]
        return [self._blend(shading, self._state.clip or EVERYWHERE, self._state)]

    def _blend(self, shading: Any, box: Box, state: State) -> Blend:
        space = values.dictionary(shading).get("/ColorSpace")
        return Blend(box, self._readers.colours.read(space, self._resources), state.transparent)

    def _object(self, operator: str, operands: list[Any]) -> Iterable[Painted]:
        target = self._resource("/XObject", operands)
        if not isinstance(target, pikepdf.Stream):
            return [_missing("object", operands)]
        kind = values.name(target.get("/Subtype"))
        if kind == "Image":
            return self._picture(target)
        if kind == "Form":
            return self._form(target)
        return [Fault(FaultKind.POSTSCRIPT, f"an object of the kind {kind or 'unknown'} is placed")]

    def _inline(self, operator: str, operands: list[Any]) -> Iterable[Painted]:
        return self._picture(operands[0].obj)

    def _picture(self, image: Any) -> Iterator[Painted]:
        box = self._seen(self._state.ctm.box(Box(0.0, 0.0, 1.0, 1.0)))
        if box is None:
            return
        found = pictures.read(image, box, self._state, self._resources, self._readers.colours, self._fill)
        yield found
        if isinstance(found, Picture) and found.space is None:
            yield from self._pattern(self._state.fill, box)

    def _form(self, form: Any) -> Iterator[Painted]:
        matrix = values.matrix(form.get("/Matrix"))
        if matrix is None:
            yield Fault(FaultKind.SYNTAX, "a form has no sound matrix")
            return
        start = self._state.copy()
        start.ctm = matrix.then(self._state.ctm)
        start.base = start.ctm
        bounds = values.box(form.get("/BBox"))
        within = self._state.clip if bounds is None else self._seen(start.ctm.box(bounds))
        if bounds is not None and within is None:
            return
        yield Placed(Role.FORM, form, form.get("/Resources", self._resources), start, within)

    def _resource(self, kind: str, operands: list[Any]) -> Any:
        return values.dictionary(self._resources.get(kind)).get(of.key(operands))


def _missing(what: str, operands: list[Any]) -> Fault:
    return Fault(FaultKind.RESOURCE, f'the {what} "{values.name(operands[0])}" is not there')


def _pass_over(operator: str, operands: list[Any]) -> None:
    """Do nothing."""
