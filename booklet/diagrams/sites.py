"""Where the figures draw a trigger point, and how much of a person's pain area its referral zones cover."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

import shapely
from shapely.geometry.base import BaseGeometry

from booklet.diagrams import shapes
from booklet.diagrams.body_map import BodyMap
from booklet.diagrams.landmarks import MM_PER_CM, Compass, View
from booklet.diagrams.plates import Shelf
from booklet.diagrams.spec import Body, Side, Trigger, Zone, sides_of

if TYPE_CHECKING:
    from booklet.diagrams.atlas import Atlas

WHOLE: Final[dict[View, str]] = {
    "posterior": "posterior-whole",
    "anterior": "anterior-whole",
    "left": "left-whole",
    "right": "right-whole",
}
"""The plate of the whole body in each view."""
OTHER: Final[dict[Side, Side]] = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True)
class Site:
    """The marks and the zones of one trigger point, each with the panel it is drawn in."""

    crosses: tuple[tuple[Body, Trigger], ...] = ()
    zones: tuple[tuple[Body, Trigger], ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the marked area, 0 to 1: under the core of a point's zones, and under their spillover only."""

    core: float = 0.0
    spill: float = 0.0


def site(atlas: Atlas, point: str, figures: Iterable[str]) -> Site:
    """Where a point is drawn: in the first of `figures` that draws it, else in the first of all the figures."""
    crosses: tuple[tuple[Body, Trigger], ...] = ()
    zones: tuple[tuple[Body, Trigger], ...] = ()
    for figure in dict.fromkeys(chain(figures, atlas.ids)):
        drawn = list(_drawn(atlas, figure, point))
        crosses = crosses or tuple((body, trigger) for body, trigger in drawn if trigger.at)
        zones = zones or tuple((body, trigger) for body, trigger in drawn if trigger.zones)
        if crosses and zones:
            break
    return Site(crosses, zones)


def _drawn(atlas: Atlas, figure: str, point: str) -> Iterator[tuple[Body, Trigger]]:
    for panel in atlas.spec(figure).value.panels:
        for trigger in panel.body.triggers if panel.body else ():
            if point in (trigger.point, *trigger.also):
                assert panel.body is not None
                yield panel.body, trigger


class PainArea:
    """What a person has marked: areas of the body map, as (area, side), as geometry in every view that shows them."""

    def __init__(self, body_map: BodyMap, shelf: Shelf, marked: Sequence[tuple[str, Side]]) -> None:
        self._shelf = shelf
        self.by_view: dict[View, BaseGeometry] = {}
        for view, plate in WHOLE.items():
            outlines = [(body_map[area].outline(view, side), side) for area, side in marked]
            if parts := [shapes.on_plate(outline, view, side) for outline, side in outlines if outline]:
                whole = shapely.union_all(parts).intersection(shapes.silhouette(shelf.plate(plate)))
                if not whole.is_empty:
                    self.by_view[view] = whole
        self.size = sum(area.area for area in self.by_view.values())

    def coverage(self, drawn: Site, side: Side) -> Coverage:
        """How much of it the zones of a point on one side cover; nothing when nothing is marked."""
        cores: dict[View, list[BaseGeometry]] = {}
        wholes: dict[View, list[BaseGeometry]] = {}
        for body, trigger in drawn.zones:
            view = self._seen_from(body, trigger, side)
            compass = Compass(view, self._shelf.landmarks(view))
            for zone in trigger.zones:
                for own in _sides(zone, body, trigger, side):
                    core = shapes.shape(compass, zone, own)
                    cores.setdefault(view, []).append(core)
                    wholes.setdefault(view, []).append(core.buffer(zone.spill * MM_PER_CM) if zone.spill else core)
        if not self.size:
            return Coverage()
        under_core = sum(_shared(self.by_view.get(view), parts) for view, parts in cores.items()) / self.size
        under_whole = sum(_shared(self.by_view.get(view), parts) for view, parts in wholes.items()) / self.size
        return Coverage(under_core, max(0.0, under_whole - under_core))

    def _seen_from(self, body: Body, trigger: Trigger, side: Side) -> View:
        """The view that shows the point on this side: a side view changes with it."""
        view = self._shelf.plate(body.plate).view
        return view if view in ("posterior", "anterior") else side


def _sides(zone: Zone, body: Body, trigger: Trigger, side: Side) -> tuple[Side, ...]:
    """The sides of a zone when its point is on `side`, which need not be the one it is drawn on."""
    if zone.side is None or zone.side == "both":
        return sides_of(zone.side, side)
    drawn_on = sides_of(trigger.side, body.side)[0]
    return (side if zone.side == drawn_on else OTHER[side],)


def _shared(marked: BaseGeometry | None, parts: Sequence[BaseGeometry]) -> float:
    return float(marked.intersection(shapely.union_all(parts)).area) if marked is not None else 0.0
