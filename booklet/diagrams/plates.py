"""The drawn parts that figures stand on: body plates, bone plates, slices and technique drawings.

Each is a JSON file in figures/plates, read once per process and turned into a `Symbol` once per tone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path as File
from typing import Final, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, Field, RootModel, ValidationError

from booklet.diagrams.landmarks import Box, Landmarks, View
from booklet.diagrams.spec import Side
from booklet.drawing import Fill, Group, Item, Path, Stroke, Symbol
from booklet.errors import BookletError, Span
from booklet.palette import TONES, ToneName
from booklet.paths import XY, parse
from booklet.resources import Resources
from booklet.source import Entry, read_text

Ring: TypeAlias = tuple[XY, ...]
Rings: TypeAlias = tuple[Ring, ...]
"""A polygon: the outer ring, then the holes."""

SKIN: Final = {
    "base": "#f8ebdf", "hi": "#fdf6ef", "s1": "#f3e2d3", "s2": "#edd7c5", "s3": "#e5cab5", "s4": "#dfc3ad",
    "s5": "#d5b59c", "line": "#4f3b30", "crease": "#7d5f4e", "feature": "#7d5f4e",
}  # fmt: skip
SKIN_GREY: Final = {
    "base": "#f3f3f3", "hi": "#fbfbfb", "s1": "#eaeaea", "s2": "#e0e0e0", "s3": "#d6d6d6", "s4": "#cecece",
    "s5": "#c1c1c1", "line": "#3b3b3b", "crease": "#676767", "feature": "#676767",
}  # fmt: skip
BONE: Final = {
    "base": "#fbf6e6", "hi": "#fffdf6", "s1": "#efe6cc", "s2": "#ddd0ae", "s3": "#c6b68f", "line": "#6f6344",
}  # fmt: skip
DECIMALS: Final = 1
"""Plates are traced to a tenth of a mm of the body, some hundredths of a mm in print."""
_PALETTES: Final = {"skin": SKIN, "bone": BONE}


class Plate(Entry):
    """A drawing of the body or of its bones, in mm of the body; `sil` is the outline of the skin as polygons."""

    id: str
    view: View
    kind: Literal["skin", "bone"]
    box: Box
    stroke: float
    layers: tuple[tuple[str, str], ...]
    regions: dict[str, str] = Field(default_factory=dict)
    sil: tuple[Rings, ...] = ()


class SlicePlate(Entry):
    """A cut through the body in mm, y towards the belly; `dots` and `normals` are where sweep lines meet the skin."""

    skin: Ring
    bone: tuple[Ring, ...]
    muscle: tuple[Ring, ...]
    ymin: float
    dots: tuple[XY, ...]
    normals: tuple[XY, ...]
    vb: float
    mc: XY


class Part(Entry):
    """One path of a technique drawing; `clip` keeps it inside the people, `eo` fills by the even-odd rule."""

    d: str
    fill: str | None = None
    stroke: str | None = None
    w: float = 0
    clip: bool = False
    eo: bool = False


class Ground(Entry):
    """A floor, mat or wall behind the people: left, top, right, bottom in mm; a side without one is the frame's."""

    box: tuple[float | None, float | None, float | None, float | None]
    fill: str


class TechniquePlate(Entry):
    """A person, a tool and a place, in mm; `bases` is the outline of the people, `anchors` are named places."""

    id: str
    box: Box
    ground: tuple[Ground, ...] = ()
    bases: str
    items: tuple[Part, ...]
    anchors: dict[str, XY]
    alt: str


class Strands(Entry):
    """A muscle in one view, in mm of the body: its outline, and its fibres from origin to insertion."""

    outline: Ring
    fibres: tuple[Ring, ...]


class MuscleShape(BaseModel):
    """A muscle or nerve in every view it is drawn in, by side; the deepest has the largest `depth`.

    How it was derived stands beside it in the file and is not read.
    """

    depth: int
    views: dict[View, dict[Side, Strands]]


class Muscles(RootModel[dict[str, MuscleShape]]):
    """All muscles and nerves."""


class Views(RootModel[dict[View, Landmarks]]):
    """The landmarks of every view."""


M = TypeVar("M", bound=BaseModel)


class Shelf:
    """All plates of a library, taken down when first asked for."""

    def __init__(self, resources: Resources) -> None:
        self._files = resources.listing("figures/plates", ".json")
        self._shown: Callable[[File], str] = resources.shown
        self._resources = resources

    @property
    def plates(self) -> tuple[str, ...]:
        """Names of the body and bone plates."""
        other = ("tq-", "slice-", "views", "muscles", "MANIFEST")
        return tuple(name for name in self._files if not name.startswith(other))

    @property
    def slices(self) -> tuple[str, ...]:
        """Names of the slices."""
        return tuple(name for name in self._files if name.startswith("slice-"))

    @property
    def techniques(self) -> tuple[str, ...]:
        """Names of the technique drawings."""
        return tuple(name.removeprefix("tq-") for name in self._files if name.startswith("tq-"))

    def file(self, name: str) -> File | None:
        """The file of a plate, by its name without `.json`; None when there is none."""
        return self._files.get(name)

    def plate(self, name: str) -> Plate:
        """A body or bone plate."""
        return self._read(name, Plate)

    def slice(self, name: str) -> SlicePlate:
        """A slice."""
        return self._read(name, SlicePlate)

    def technique(self, name: str) -> TechniquePlate:
        """A technique drawing."""
        return self._read(f"tq-{name}", TechniquePlate)

    def landmarks(self, view: View) -> Landmarks:
        """The landmarks of a view."""
        return self._read("views", Views).root[view]

    @property
    def muscles(self) -> tuple[str, ...]:
        """Names of the muscles and nerves."""
        return tuple(self._read("muscles", Muscles).root) if "muscles" in self._files else ()

    def muscle(self, name: str) -> MuscleShape:
        """A muscle or nerve."""
        return self._read("muscles", Muscles).root[name]

    def plate_symbol(self, name: str, tone: ToneName) -> Symbol:
        """The plate as a symbol."""
        return _plate_symbol(self._file(name), self._name(name), tone)

    def technique_symbol(self, name: str, tone: ToneName) -> Symbol:
        """The technique drawing as a symbol."""
        return _technique_symbol(self._file(f"tq-{name}"), self._name(f"tq-{name}"), tone)

    def region(self, plate: str, region: str) -> Path:
        """The outline of a part of a bone plate."""
        return _region(self._file(plate), self._name(plate), region)

    def _file(self, name: str) -> File:
        return self._files.get(name) or self._resources.find(f"figures/plates/{name}.json")

    def _name(self, name: str) -> str:
        return self._shown(self._file(name))

    def _read(self, name: str, model: type[M]) -> M:
        plate: M = _read(self._file(name), self._name(name), model)
        return plate


@cache
def _read(file: File, shown: str, model: type[M]) -> M:
    try:
        plate: M = model.model_validate_json(read_text(file, shown))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        message = f"is not a plate: {where}: {first['msg']}"
        raise BookletError.at(Span(shown), message, "derive it again with figures/build") from None
    return plate


@cache
def _region(file: File, shown: str, region: str) -> Path:
    return parse(_read(file, shown, Plate).regions[region])


@cache
def _plate_symbol(file: File, shown: str, tone: ToneName) -> Symbol:
    plate = _read(file, shown, Plate)
    # Skin printed as grey as its luminance would be too dark beside the zones.
    light = plate.kind == "skin" and tone == "grey"
    colours = SKIN_GREY if light else {layer: TONES[tone](c) for layer, c in _PALETTES[plate.kind].items()}
    layers = [(layer, parse(data)) for layer, data in plate.layers]
    base = dict(layers)["base"]
    shades = tuple(
        Fill(p, colours[name], even_odd=True) for name, p in layers if name in ("hi", "s1", "s2", "s3", "s4", "s5")
    )
    lines = tuple(Fill(p, colours[name]) for name, p in layers if name in ("line", "crease", "feature"))
    items: tuple[Item, ...] = (
        Fill(base, colours["base"], even_odd=True),
        Group(shades, clip=base, clip_even_odd=True),
        *lines,
        Stroke(base, colours["line"], plate.stroke),
    )
    name = f"plate-{plate.id}-{plate.kind}"
    return Symbol(name if tone == "colour" else f"{name}-{tone}", plate.box, items, DECIMALS)


@cache
def _technique_symbol(file: File, shown: str, tone: ToneName) -> Symbol:
    plate = _read(file, shown, TechniquePlate)
    shade = TONES[tone]
    people = parse(plate.bases)
    items: list[Item] = []
    clipped: list[Item] = []
    for part in plate.items:
        path = parse(part.d)
        painted: list[Item] = []
        if part.fill:
            painted.append(Fill(path, shade(part.fill), even_odd=part.eo))
        if part.stroke:
            painted.append(Stroke(path, shade(part.stroke), part.w))
        if part.clip:
            clipped += painted  # neighbours share one clip
            continue
        if clipped:
            items.append(Group(tuple(clipped), clip=people, clip_even_odd=True))
            clipped = []
        items += painted
    if clipped:
        items.append(Group(tuple(clipped), clip=people, clip_even_odd=True))
    return Symbol(f"technique-{plate.id}-{tone}", plate.box, tuple(items), DECIMALS)
