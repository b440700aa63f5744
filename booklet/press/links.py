"""What points into pages follows them to their sheets: annotations, destinations, outline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import pikepdf

from booklet.plane import Box, Matrix

ObjGen: TypeAlias = tuple[int, int]

DIRECT: Final = (0, 0)
"""The number of an object that has none, as nothing direct has."""
POINTS: Final = ("/QuadPoints", "/L", "/Vertices", "/CL")
"""Entries of annotations that are a list of points (12.5.6)."""
DEEPEST: Final = 64


@dataclass(frozen=True, slots=True)
class Home:
    """Where a page has gone: the sheet, the form that has its content, the way there, and its trim on the sheet."""

    sheet: Any
    form: Any
    matrix: Matrix
    area: Box

    @property
    def upright(self) -> bool:
        """Whether up is still up."""
        return self.matrix.b == 0 and self.matrix.d > 0


Homes: TypeAlias = Mapping[ObjGen, Home]


def home_of(page: Any, homes: Homes) -> Home | None:
    """Where a page has gone; None for what is no page of the document."""
    return homes.get(getattr(page, "objgen", DIRECT))


def move_annotation(pdf: pikepdf.Pdf, note: Any, home: Home) -> None:
    """Put an annotation where its page is now."""
    matrix = home.matrix
    note.Rect = pikepdf.Array(_flat(matrix.box(_rect(note.Rect))))
    for key in POINTS:
        if key in note:
            note[key] = _points(note[key], matrix)
    if "/InkList" in note:
        note.InkList = pikepdf.Array([_points(stroke, matrix) for stroke in note.InkList])
    note.P = home.sheet
    if not home.upright and isinstance(note.get("/AP"), pikepdf.Dictionary):
        _turn_appearances(pdf, note.AP, matrix)


def move_destinations(root: Any, homes: Homes, pages: Sequence[Any]) -> None:
    """Every destination of the document that is kept by name, and every entry of its outline."""
    named = root.get("/Names", pikepdf.Dictionary()).get("/Dests")
    kept = list(_name_tree(named))
    old = root.get("/Dests")
    if isinstance(old, pikepdf.Dictionary):
        kept += [value for _, value in old.items()]
    for value in kept:
        move_destination(value.get("/D") if isinstance(value, pikepdf.Dictionary) else value, homes, pages)
    for item in _outline(root.get("/Outlines")):
        follow_links(item, homes, pages)


def follow_links(holder: Any, homes: Homes, pages: Sequence[Any]) -> None:
    """The destination of an annotation or an entry of the outline, and those of its actions."""
    move_destination(holder.get("/Dest"), homes, pages)
    if "/A" not in holder:
        return
    waiting, met = [holder.A], 0
    while waiting and met < DEEPEST:
        action = waiting.pop()
        met += 1
        if isinstance(action, pikepdf.Array):
            waiting += list(action)
        elif isinstance(action, pikepdf.Dictionary):
            if action.get("/S") == pikepdf.Name.GoTo:
                move_destination(action.get("/D"), homes, pages)
            waiting.append(action.get("/Next"))


def move_destination(destination: Any, homes: Homes, pages: Sequence[Any]) -> None:
    """An explicit destination (12.3.2.2) in place; one that was moved already, or a name, stays as it is."""
    if not isinstance(destination, pikepdf.Array) or len(destination) < 2:
        return
    page = destination[0]
    if isinstance(page, int) and 0 <= page < len(pages):
        page = pages[page]
    home = home_of(page, homes)
    if home is None:
        return
    kind, *numbers = list(destination)[1:]
    view = [home.sheet, *_view(str(kind), [_number(value) for value in numbers], home)]
    for index, value in enumerate(view[: len(destination)]):
        destination[index] = value
    for value in view[len(destination) :]:
        destination.append(value)
    while len(destination) > len(view):
        del destination[len(view)]


def _view(kind: str, numbers: list[float | None], home: Home) -> list[Any]:
    """How a viewer is to show the place: the point, or the rectangle of the page where a point would not do."""
    fit = [pikepdf.Name.FitR, *_flat(home.area)]
    if kind == "/FitR" and len(numbers) == 4 and None not in numbers:
        return [pikepdf.Name.FitR, *_flat(home.matrix.box(Box(*numbers)))]  # type: ignore[arg-type]
    if not home.upright:
        return fit
    first, second, third = (*numbers, None, None, None)[:3]
    left, top, zoom = {
        "/XYZ": (first, second, third),
        "/FitH": (None, first, None),
        "/FitBH": (None, first, None),
    }.get(kind, (None, None, None))
    if left is None and top is None:
        return fit
    x, y = home.matrix.point(left or 0.0, top or 0.0)
    x = home.area.left if left is None else x
    y = home.area.top if top is None else y
    return [pikepdf.Name.XYZ, _short(x), _short(y), zoom]


def _turn_appearances(pdf: pikepdf.Pdf, appearances: Any, matrix: Matrix) -> None:
    """A viewer fits an appearance into the rectangle, upright: so the turning is put into its own matrix."""
    size = max(abs(matrix.a), abs(matrix.b))
    a, b, c, d = (round(value / size) for value in (matrix.a, matrix.b, matrix.c, matrix.d))
    turn = Matrix(a, b, c, d)

    def turned(stream: Any) -> Any:
        copy = pdf.make_stream(stream.read_raw_bytes())
        for key, value in stream.stream_dict.items():
            if key != "/Length":
                copy[key] = value
        own = Matrix(*(float(value) for value in stream.get("/Matrix", [1, 0, 0, 1, 0, 0])))
        m = own.then(turn)
        copy.Matrix = pikepdf.Array([m.a, m.b, m.c, m.d, m.e, m.f])
        return copy

    for key in ("/N", "/R", "/D"):
        value = appearances.get(key)
        if isinstance(value, pikepdf.Stream):
            appearances[key] = turned(value)
        elif isinstance(value, pikepdf.Dictionary):
            for state, stream in value.items():
                if isinstance(stream, pikepdf.Stream):
                    value[state] = turned(stream)


def _name_tree(node: Any) -> Iterator[Any]:
    """The values of a name tree; a node is met once, however the tree is tied."""
    waiting: list[Any] = [node]
    met: set[ObjGen] = set()
    while waiting:
        node = waiting.pop()
        if not isinstance(node, pikepdf.Dictionary) or (node.is_indirect and node.objgen in met):
            continue
        met.add(node.objgen if node.is_indirect else (0, len(met)))
        names = node.get("/Names")
        if isinstance(names, pikepdf.Array):
            yield from list(names)[1::2]
        kids = node.get("/Kids")
        if isinstance(kids, pikepdf.Array):
            waiting += list(kids)


def _outline(outlines: Any) -> Iterator[Any]:
    """Every entry of an outline, once."""
    waiting, met = [outlines], set[ObjGen]()
    while waiting:
        item = waiting.pop()
        if not isinstance(item, pikepdf.Dictionary) or item.objgen in met:
            continue
        met.add(item.objgen)
        yield item
        waiting += [near for key in ("/First", "/Next") if (near := item.get(key)) is not None]


def _points(array: Any, matrix: Matrix) -> pikepdf.Array:
    numbers = [float(value) for value in array]
    points = zip(numbers[::2], numbers[1::2], strict=False)
    return pikepdf.Array([_short(value) for point in points for value in matrix.point(*point)])


def _rect(array: Any) -> Box:
    x0, y0, x1, y1 = (float(value) for value in array)
    return Box(x0, y0, x1, y1)


def _flat(rect: Box) -> list[float]:
    return [_short(value) for value in (rect.left, rect.bottom, rect.right, rect.top)]


def _short(value: float) -> float:
    return round(value, 4)


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
