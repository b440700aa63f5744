"""Figures seen in a mirror: what was drawn on the right is drawn on the left, and said to be there.

Only the body is reflected, in plate millimetres: the spec by `mirrored`, the plates and landmarks by `MirroredShelf`.
Words, hatches and the order of panels stay as a reader needs them, as they carry meaning of their own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path as File
from typing import Any, Final, TypeVar

from booklet.diagrams.landmarks import Box, Landmarks, View
from booklet.diagrams.plates import MuscleShape, Plate, Rings, Shelf, SlicePlate, Strands, TechniquePlate
from booklet.diagrams.spec import Columns
from booklet.drawing import Fill, Group, Item, Path, Stroke, Symbol
from booklet.palette import ToneName
from booklet.paths import XY
from booklet.source import Entry

E = TypeVar("E", bound=Entry)
V = TypeVar("V")

_OTHER: Final = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
_VIEWS: Final[Mapping[View, View]] = {
    "posterior": "posterior", "anterior": "anterior", "left": "right", "right": "left",
}  # fmt: skip
_SUFFIX: Final = "-mirrored"


def mirrored(entry: E) -> E:
    """What an editor wrote with left and right exchanged; doing so twice gives the same again."""
    if isinstance(entry, Columns):
        return entry.model_copy(update={"left": entry.right, "right": entry.left})
    fields = type(entry).model_fields
    return entry.model_copy(update={name: _REFLECTIONS.get(name, _inner)(getattr(entry, name)) for name in fields})


def words(text: str) -> str:
    """The text with the words "left" and "right" exchanged."""
    return re.sub(r"\b([Ll]eft|[Rr]ight)\b", lambda match: _OTHER[match[0]], text)


def _inner(value: Any) -> Any:
    if isinstance(value, Entry):
        return mirrored(value)
    if isinstance(value, tuple):
        return tuple(map(_inner, value))
    return value


def _words(value: str | None) -> str | None:
    return value and words(value)


def _side(value: str | None) -> str | None:
    return value and _OTHER.get(value, value)


def _box(box: Box | None) -> Box | None:
    return box and (-box[2], box[1], -box[0], box[3])


def _point(at: XY | None) -> XY | None:
    return at and (-at[0], at[1])


def _named(name: str) -> str:
    """A landmark or region that names its side, such as psis.left."""
    stem, dot, side = name.rpartition(".")
    return f"{stem}{dot}{_OTHER[side]}" if side in _OTHER else name


def _place(value: Any) -> Any:
    """A place, the name of a landmark, or a point of a slice: whatever stands under "at"."""
    if isinstance(value, str):
        return _named(value)
    is_point = isinstance(value, tuple) and isinstance(value[0], float)
    return _point(value) if is_point else _inner(value)


_REFLECTIONS: Final[Mapping[str, Callable[[Any], Any]]] = {
    **dict.fromkeys(("side", "column"), _side),
    **dict.fromkeys(("box", "window", "close"), _box),
    **dict.fromkeys(("tag", "offset", "offset_mm", "direction", "text_at"), _point),
    **dict.fromkeys(("at", "along", "line", "region"), _place),
    **dict.fromkeys(("title", "subtitle", "alt", "shows", "name", "place", "covers", "why", "text", "short"), _words),
}
"""How the fields that know left from right are reflected, by their names."""


class MirroredShelf(Shelf):
    """The plates of another shelf, reflected at the midline; each is made once.

    The layers of a plate are reflected in its symbol only.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._made: dict[tuple[str, ...], Any] = {}

    @property
    def plates(self) -> tuple[str, ...]:
        """Names of the body and bone plates."""
        return self._shelf.plates

    @property
    def slices(self) -> tuple[str, ...]:
        """Names of the slices."""
        return self._shelf.slices

    @property
    def techniques(self) -> tuple[str, ...]:
        """Names of the technique drawings."""
        return self._shelf.techniques

    @property
    def muscles(self) -> tuple[str, ...]:
        """Names of the muscles and nerves."""
        return self._shelf.muscles

    def file(self, name: str) -> File | None:
        """The file of a plate."""
        return self._shelf.file(name)

    def plate(self, name: str) -> Plate:
        """A body or bone plate."""
        return self._once(("plate", name), lambda: _plate(self._shelf.plate(name)))

    def slice(self, name: str) -> SlicePlate:
        """A slice."""
        return self._once(("slice", name), lambda: _slice(self._shelf.slice(name)))

    def technique(self, name: str) -> TechniquePlate:
        """A technique drawing."""
        return self._once(("technique", name), lambda: _technique(self._shelf.technique(name)))

    def landmarks(self, view: View) -> Landmarks:
        """The landmarks of a view: those of the view that its mirror image is."""
        return self._once(("landmarks", view), lambda: _landmarks(self._shelf.landmarks(_VIEWS[view])))

    def muscle(self, name: str) -> MuscleShape:
        """A muscle or nerve."""
        return self._once(("muscle", name), lambda: _muscle(self._shelf.muscle(name)))

    def plate_symbol(self, name: str, tone: ToneName) -> Symbol:
        """The plate as a symbol."""
        return self._once(("plate", name, tone), lambda: _symbol(self._shelf.plate_symbol(name, tone)))

    def technique_symbol(self, name: str, tone: ToneName) -> Symbol:
        """The technique drawing as a symbol."""
        return self._once(("technique", name, tone), lambda: _symbol(self._shelf.technique_symbol(name, tone)))

    def region(self, plate: str, region: str) -> Path:
        """The outline of a part of a bone plate."""
        return self._once(("region", plate, region), lambda: _path(self._shelf.region(plate, _named(region))))

    def _once(self, key: tuple[str, ...], make: Callable[[], V]) -> V:
        if key not in self._made:
            self._made[key] = make()
        value: V = self._made[key]
        return value


def _reflected(points: tuple[XY, ...]) -> tuple[XY, ...]:
    return tuple((-x, y) for x, y in points)


def _rings(rings: Rings) -> Rings:
    return tuple(map(_reflected, rings))


def _path(path: Path) -> Path:
    return tuple((op[0], *(-float(v) if i % 2 == 0 else v for i, v in enumerate(op[1:]))) for op in path)


def _item(item: Item) -> Item:
    if isinstance(item, Group):
        clip = None if item.clip is None else _path(item.clip)
        return Group(tuple(map(_item, item.items)), clip, item.clip_even_odd)
    if isinstance(item, Fill):
        return Fill(_path(item.path), item.colour, item.opacity, item.even_odd)
    if isinstance(item, Stroke):
        return Stroke(_path(item.path), item.colour, item.width, item.dash, item.opacity, item.cap)
    raise TypeError(f"{type(item).__name__} in a plate")


def _symbol(symbol: Symbol) -> Symbol:
    left, top, right, bottom = symbol.box
    name = symbol.name.removesuffix(_SUFFIX) if symbol.name.endswith(_SUFFIX) else symbol.name + _SUFFIX
    return Symbol(name, (-right, top, -left, bottom), tuple(map(_item, symbol.items)), symbol.decimals)


def _plate(plate: Plate) -> Plate:
    changes = {
        "view": _VIEWS[plate.view],
        "box": _box(plate.box),
        "sil": tuple(map(_rings, plate.sil)),
        "regions": {_named(name): data for name, data in plate.regions.items()},
    }
    return plate.model_copy(update=changes)


def _slice(plate: SlicePlate) -> SlicePlate:
    changes = {
        "skin": _reflected(plate.skin),
        "bone": _rings(plate.bone),
        "muscle": _rings(plate.muscle),
        "dots": _reflected(plate.dots),
        "normals": _reflected(plate.normals),
        "mc": _point(plate.mc),
    }
    return plate.model_copy(update=changes)


def _technique(plate: TechniquePlate) -> TechniquePlate:
    def ground(box: tuple[float | None, ...]) -> tuple[float | None, ...]:
        left, top, right, bottom = box
        return (None if right is None else -right, top, None if left is None else -left, bottom)

    changes = {
        "box": _box(plate.box),
        "ground": tuple(each.model_copy(update={"box": ground(each.box)}) for each in plate.ground),
        "anchors": {name: _point(at) for name, at in plate.anchors.items()},
        "alt": words(plate.alt),
    }
    return plate.model_copy(update=changes)


def _landmarks(known: Landmarks) -> Landmarks:
    points = {_named(name): (-x, y) for name, (x, y) in known.landmarks.items()}
    lines = {_named(name): _reflected(line) for name, line in known.lines.items()}
    return Landmarks(landmarks=points, lines=lines)


def _muscle(shape: MuscleShape) -> MuscleShape:
    def strands(one: Strands) -> Strands:
        return Strands(outline=_reflected(one.outline), fibres=_rings(one.fibres))

    views = {
        _VIEWS[view]: {_OTHER[side]: strands(one) for side, one in sides.items()} for view, sides in shape.views.items()
    }
    return shape.model_copy(update={"views": views})
