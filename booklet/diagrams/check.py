"""Finds every mistake of a spec that its model cannot see: names of plates, crops, landmarks, regions, anchors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from booklet.diagrams.landmarks import CROPS, Compass, UnknownLandmark
from booklet.diagrams.plates import Plate, Shelf
from booklet.diagrams.spec import Body, FigureSpec, Panel, Place, Side, Strip
from booklet.errors import Diagnostic, did_you_mean
from booklet.source import Entry, Source

Loc = tuple[str | int, ...]


class Checker:
    """The mistakes of one figure, each with its place in the file."""

    def __init__(self, source: Source[FigureSpec], shelf: Shelf) -> None:
        self._source = source
        self._shelf = shelf
        self._found: list[Diagnostic] = []

    def run(self) -> list[Diagnostic]:
        """All mistakes in the order of the file."""
        for i, panel in enumerate(self._source.value.panels):
            self._panel(panel, ("panels", i))
        return sorted(self._found, key=lambda diagnostic: diagnostic.span)

    def _report(self, loc: Loc, message: str, hint: str = "") -> None:
        self._found.append(Diagnostic(self._source.span(*loc), message, hint))

    def _known(self, loc: Loc, kind: str, name: str, known: Iterable[str]) -> bool:
        known = list(known)
        if name in known:
            return True
        self._report(
            loc, f'unknown {kind} "{name}"', did_you_mean(name, known) or f"known are {', '.join(sorted(known))}"
        )
        return False

    def _panel(self, panel: Panel, loc: Loc) -> None:
        if panel.body and self._known((*loc, "body", "plate"), "plate", panel.body.plate, self._shelf.plates):
            self._body(panel.body, (*loc, "body"))
        if panel.slice and self._known((*loc, "slice", "plate"), "slice", panel.slice.plate, self._shelf.slices):
            lines, dots = len(panel.slice.colours), len(self._shelf.slice(panel.slice.plate).dots)
            if lines > dots:
                self._report((*loc, "slice", "colours"), f"{lines} lines on a slice that has places for {dots}")
        if panel.technique:
            plate_loc = (*loc, "technique", "plate")
            if self._known(plate_loc, "technique drawing", panel.technique.plate, self._shelf.techniques):
                anchors = self._shelf.technique(panel.technique.plate).anchors
                for key in ("arrows", "notes"):
                    for i, item in enumerate(getattr(panel.technique, key)):
                        self._known((*loc, "technique", key, i, "at"), "anchor", item.at, anchors)

    def _body(self, body: Body, loc: Loc) -> None:
        plate = self._shelf.plate(body.plate)
        if body.crop is not None:
            self._known((*loc, "crop"), f"crop of the {plate.view} view", body.crop, CROPS[plate.view])
        elif body.box:
            self._box(body, plate, (*loc, "box"))
        bones = body.plate if plate.kind == "bone" else f"{body.plate}-bones"
        has_bones = bones in self._shelf.plates
        if body.bones and (plate.kind == "bone" or not has_bones):
            self._report((*loc, "bones"), f'plate "{body.plate}" has no bones to shine through')
        regions = self._shelf.plate(bones).regions if has_bones else {}
        for i, region in enumerate(body.regions):
            names = {name.removesuffix(".left").removesuffix(".right") for name in regions}
            self._known((*loc, "regions", i, "region"), "region", region.region, names)
        for key, kind in (("muscles", "muscle"), ("nerves", "nerve")):
            for i, item in enumerate(getattr(body, key)):
                self._muscle((*loc, key, i, kind), kind, getattr(item, kind), plate)
        compass = Compass(plate.view, self._shelf.landmarks(plate.view))
        for place_loc, item in places_in(body, loc):
            self._place(compass, item, place_loc)

    def _muscle(self, loc: Loc, kind: str, name: str, plate: Plate) -> None:
        if self._known(loc, kind, name, self._shelf.muscles):
            views = self._shelf.muscle(name).views
            if plate.view not in views:
                message = f'{kind} "{name}" is not drawn in the {plate.view} view'
                self._report(loc, message, f"it is in {', '.join(views)}")

    def _box(self, body: Body, plate: Plate, loc: Loc) -> None:
        """A box may reach past its plate, but not where the plate cuts the body off."""
        assert body.box
        left, top, right, bottom = body.box
        if right <= left or bottom <= top:
            self._report(loc, "a box is left, top, right, bottom; this one is empty")
            return
        ys = [y for rings in plate.sil for _, y in rings[0]]
        above = top < plate.box[1] and (not ys or min(ys) <= plate.box[1] + 1)
        below = bottom > plate.box[3] and (not ys or max(ys) >= plate.box[3] - 1)
        if above or below:
            edges = f"{plate.box[1]:g} to {plate.box[3]:g}"
            self._report(loc, f'the box reaches past plate "{plate.id}", which ends there', f"keep it within {edges}")

    def _place(self, compass: Compass, item: Place | Strip, loc: Loc) -> None:
        side: Side = "right"
        try:
            if isinstance(item, Strip):
                compass.line(item.line, side)
            elif item.between is None:
                compass.point(item, side)
        except UnknownLandmark as error:
            key = "line" if isinstance(item, Strip) else "at" if item.at else "along"
            kind = "landmark" if key == "at" else "landmark line"
            message = f'unknown {kind} "{error.name}" in the {compass.view} view'
            self._report((*loc, key), message, did_you_mean(error.name, error.known))


def places_in(entry: Entry, loc: Loc) -> Iterator[tuple[Loc, Place | Strip]]:
    """Every place and strip below an entry, with its location in the file."""
    if isinstance(entry, Place | Strip):
        yield loc, entry
    for name, info in type(entry).model_fields.items():
        value = getattr(entry, name)
        here = (*loc, info.alias or name)
        if isinstance(value, Entry):
            yield from places_in(value, here)
        elif isinstance(value, tuple):
            for i, item in enumerate(value):
                if isinstance(item, Entry):
                    yield from places_in(item, (*here, i))
