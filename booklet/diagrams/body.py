"""A body panel: the plate, and on it the zones, areas, sweeps, crosses and badges, in printed mm."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist
from typing import Final

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from booklet.diagrams import flesh, labels, shapes
from booklet.diagrams.frame import Placement
from booklet.diagrams.landmarks import MM_PER_CM, Compass
from booklet.diagrams.pen import CORNER, CROSS, Pen
from booklet.diagrams.plates import Shelf
from booklet.diagrams.spec import Area, Body, Label, NoGo, Place, Shape, Side, Sweep, Trigger, sides_of
from booklet.drawing import Frame, Path
from booklet.palette import ACCENT, AMBER, INK, INKS, WHITE, Ink
from booklet.paths import XY, circle, moved, polyline, resampled, rounded, spline

_HATCH: Final = 1.55  # mm between hatch lines of zones
_AREA_HATCH: Final = 1.3
_CROSS_HATCH: Final = 2.1
_DOTS: Final = 1.35
_MOTIF: Final = INKS["red"].dark
_PAIN: Final = "#5a6268"
_PAIN_HATCH: Final = 60
_BESIDE: Final = 4.6  # mm between an X and its number
_DIRECTIONS: Final = (15, 165, 60, 120, -30, -150, 90, -75, -105, -90)  # degrees up from outward, the preferred first


@dataclass(frozen=True, slots=True)
class Referral:
    """One zone on paper; `whole` is its core with what is spilt around it, `spill` only the latter."""

    trigger: Trigger
    ink: Ink
    core: BaseGeometry
    whole: BaseGeometry
    spill: BaseGeometry


class BodyPanel:
    """Draws one body panel into its box."""

    def __init__(self, body: Body, shelf: Shelf, frame: Frame, placement: Placement, margins: labels.Margins) -> None:
        self.body = body
        self.shelf = shelf
        self.frame = frame
        self.placement = placement
        self.margins = margins
        self.plate = shelf.plate(body.plate)
        self.compass = Compass(self.plate.view, shelf.landmarks(self.plate.view))

    def draw(self, pen: Pen) -> None:
        """The panel with its frame, sides and labels."""
        p = self.placement
        box = rounded(p.x, p.y, p.w, p.h, CORNER)
        inner = Pen(self.frame)
        self._ripples(inner, behind=True)
        self._plates(inner)
        self._regions(inner)
        referrals = [referral for trigger in self.body.triggers for referral in self._referrals(trigger)]
        _paint(inner, referrals)
        self._pains(inner)
        for area in self.body.areas:
            self._area(inner, area)
        for no_go in self.body.no_go:
            self._no_go(inner, no_go)
        for sweep in self.body.sweeps:
            self._sweep(inner, sweep)
        self._motif(inner)
        self._marks(inner, referrals)
        self._squares(inner)
        self._spots(inner)
        if self.body.frame:
            pen.ground(box)
        pen.inside(box, inner)
        if self.body.frame:
            pen.border(box)
        if self.body.sides:
            labels.sides(pen, self.plate.view, p)
        for words in self.labels():
            words.draw(pen)

    def labels(self) -> list[labels.Words]:
        """The names beside and on the panel, each with its place and its leader."""

        def target(label: Label) -> XY:
            return self.at(label.at, label.side or self.body.side)

        return labels.place(self.body, self.frame, self.placement, self.margins, target)

    def at(self, place: Place, side: Side) -> XY:
        """A place on paper."""
        return self.placement.point(self.compass.point(place, side))

    def _plates(self, pen: Pen) -> None:
        p = self.placement
        drawn = Pen(self.frame)
        drawn.place(self.shelf.plate_symbol(self.body.plate, self.frame.tone), p.scale, p.dx, p.dy)
        flesh.draw(drawn, self.body, self.plate.view, self.shelf, p)
        if self.body.bones:
            bones = self.shelf.plate_symbol(f"{self.body.plate}-bones", self.frame.tone)
            drawn.place(bones, p.scale, p.dx, p.dy, self.body.bones)
        left, _, right, _ = self.plate.box
        if p.window[0] < left or p.window[2] > right:
            pen.inside(self._whole_limbs(), drawn)
        else:
            pen.items += drawn.items
        if self.body.window:
            x0, y0, x1, y1 = self.body.window
            (ax, ay), (bx, by) = p.point((x0, y0)), p.point((x1, y1))
            pen.stroke(rounded(ax, ay, bx - ax, by - ay, 0.5), ACCENT, 0.42)

    def _whole_limbs(self) -> Path:
        """What a box wider than its plate shows: all but the limbs that the plate cuts off at its sides."""
        left, _, right, _ = self.plate.box
        near = shapes.INSET + 1
        parts = shapes.polygons(self._visible())
        kept = [part for part in parts if part.bounds[0] > left + near and part.bounds[2] < right - near]
        shown = shapely.union_all(kept or parts).buffer(shapes.INSET + self.plate.stroke)
        return tuple(
            op for part in shapes.polygons(self._printed(shown)) for op in polyline(part.exterior.coords, closed=True)
        )

    def _regions(self, pen: Pen) -> None:
        p = self.placement
        bones = self.plate.id if self.plate.kind == "bone" else f"{self.plate.id}-bones"
        known = self.shelf.plate(bones).regions if self.body.regions else {}
        for region in self.body.regions:
            names = (f"{region.region}.{side}" for side in sides_of(region.side, "right"))
            for name in (region.region,) if region.region in known else names:
                path = moved(self.shelf.region(bones, name), p.scale, p.dx, p.dy)
                pen.fill(path, INKS[region.colour].fill, region.opacity, even_odd=True)
                pen.stroke(path, INKS[region.colour].dark, 0.3)

    def _on_body(self, given: Shape, sides: Iterable[Side]) -> BaseGeometry:
        """An area in plate mm, cut to the silhouette and to what the box shows."""
        whole = shapely.union_all([shapes.shape(self.compass, given, side) for side in sides])
        return whole.intersection(self._visible())

    def _visible(self) -> BaseGeometry:
        return shapes.silhouette(self.plate).intersection(shapely.box(*self.placement.window))

    def _printed(self, area: BaseGeometry) -> BaseGeometry:
        p = self.placement
        return shapes.scaled(area, p.scale, p.dx, p.dy)

    def _referrals(self, trigger: Trigger) -> Iterable[Referral]:
        for side in sides_of(trigger.side, self.body.side):
            for zone in trigger.zones:
                core = self._on_body(zone, sides_of(zone.side, side))
                whole = core.buffer(zone.spill * MM_PER_CM).intersection(self._visible()) if zone.spill else core
                printed = (self._printed(area) for area in (core, whole, whole.difference(core)))
                yield Referral(trigger, INKS[trigger.colour], *printed)

    def _area(self, pen: Pen, area: Area) -> None:
        joint = area.look == "joint"
        for side in sides_of(area.side, self.body.side):
            shape = self._printed(self._on_body(area, (side,)))
            border = shapes.outline(shape)
            pen.fill(border, WHITE if joint else ACCENT, 0.9 if joint else 0.2)
            if area.hatch is not None:
                lean = area.hatch * self.compass.lean(side)
                pen.stroke(shapes.hatch(shape, lean, _AREA_HATCH), ACCENT, 0.22, opacity=0.75, butt=True)
            pen.stroke(border, INK if joint else ACCENT, 0.32)

    def _no_go(self, pen: Pen, no_go: NoGo) -> None:
        area = self._printed(self._on_body(no_go, sides_of(no_go.side, self.body.side)))
        warn(pen, area)
        spot = shapes.roomiest(area, [])
        if spot:
            pen.keep_off(spot[0])

    def _sweep(self, pen: Pen, sweep: Sweep) -> None:
        side = sweep.side or self.body.side
        inner, outer = (
            resampled(spline([self.compass.point(place, side) for place in line], closed=False, steps=24), 28)
            for line in (sweep.inner, sweep.outer)
        )
        last = len(sweep.colours) - 1
        lines = [
            [
                self.placement.point((a[0] + (b[0] - a[0]) * i / last, a[1] + (b[1] - a[1]) * i / last))
                for a, b in zip(inner, outer, strict=True)
            ]
            for i in range(last + 1)
        ]
        step = pen.badge_radius * 2 + 0.25
        crowded = any(abs(a[0][0] - b[0][0]) < step for a, b in pairwise(lines))
        for i, (line, colour) in enumerate(zip(lines, sweep.colours, strict=True)):
            swatch(pen, line, INKS[colour])
            _arrowhead(pen, line, INKS[colour].dark)
            x, y = line[0]
            lift = pen.badge_radius + 0.6 + (step if crowded and i % 2 else 0)
            if lift > step:
                pen.stroke(polyline([(x, y), (x, y - lift)]), INKS[colour].dark, 0.3)
            pen.badge((x, y - lift), str(i + 1), INKS[colour].dark)

    def _motif(self, pen: Pen) -> None:
        self._ripples(pen, behind=False)
        for trail in self.body.trails:
            side = trail.side or self.body.side
            way = spline([self.at(place, side) for place in trail.path], closed=False)
            pen.stroke(polyline(way), WHITE, 1.7, opacity=0.85)
            pen.stroke(polyline(way), _MOTIF, 0.7, dash=(0.01, 1.7))

    def _ripples(self, pen: Pen, *, behind: bool) -> None:
        weight, thinner, opacity = (0.32, 0.06, 0.5) if behind else (0.42, 0.18, 0.95)
        for ripple in self.body.ripples:
            if ripple.behind != behind:
                continue
            x, y = self.at(ripple.at, ripple.side or self.body.side)
            for i, radius in enumerate(ripple.radii_mm):
                pen.stroke(circle(x, y, radius), _MOTIF, weight * (1 - thinner * i), opacity=opacity)

    def crosses(self) -> Iterable[tuple[Trigger, XY, XY]]:
        """Each cross on paper with its badge."""
        scale = self.frame.mark_scale
        for trigger in self.body.triggers:
            if trigger.at is None:
                continue
            for side in sides_of(trigger.side, self.body.side):
                x, y = self.at(trigger.at, side)
                dx, dy = trigger.tag or (4.3 * self.compass.lean(side), -1.4)
                yield trigger, (x, y), (x + dx * scale, y + dy * scale)

    def _marks(self, pen: Pen, referrals: list[Referral]) -> None:
        crosses = list(self.crosses())
        reach = pen.badge_radius
        taken = [(at, CROSS * pen.frame.mark_scale * 1.5 + reach) for _, at, _ in crosses]
        taken += [(tag, 2 * reach + 0.3) for trigger, _, tag in crosses if trigger.letter]
        for referral in referrals:
            trigger = referral.trigger
            if not trigger.letter or not trigger.zone_letter or referral.core.is_empty:
                continue
            spot = shapes.roomiest(referral.core, taken)
            if spot and spot[1] > reach * 0.75:
                pen.badge(spot[0], trigger.letter, referral.ink.dark, solid=False)
                taken.append((spot[0], 2 * reach + 0.3))
        for trigger, at, tag in crosses:
            if trigger.letter:
                pen.badge(tag, trigger.letter, INKS[trigger.colour].dark)
            pen.cross(at, INKS[trigger.colour].fill)

    def _pains(self, pen: Pen) -> None:
        """Where a person hurts: one grey area with a dashed border, whatever parts of the body it is made of."""
        if not self.body.pains:
            return
        view = self.plate.view
        marked = shapely.union_all([shapes.on_plate(pain.outline, view, pain.side) for pain in self.body.pains])
        area = self._printed(marked.intersection(self._visible()))
        border = shapes.outline(area)
        pen.fill(border, _PAIN, 0.26)
        pen.stroke(shapes.hatch(area, _PAIN_HATCH, _HATCH), _PAIN, 0.2, opacity=0.9, butt=True)
        pen.stroke(border, INK, 0.32, dash=(1.6, 0.9), butt=True)

    def _spots(self, pen: Pen) -> None:
        """A person's own spots, each number where it covers no X and no other number."""
        placed = [(spot, self.at(spot.at, spot.side)) for spot in self.body.spots]
        z, reach = pen.frame.mark_scale, pen.badge_radius
        crosses = [at for _, at, _ in self.crosses()] + [at for _, at in placed]
        taken = [(at, CROSS * z * 1.2) for at in crosses]
        for spot, at in placed:
            tag = self._beside(at, self.compass.lean(spot.side), taken, reach)
            taken.append((tag, reach))
            ink = INKS[spot.colour]
            if spot.ringed:
                pen.ring(at, ink.dark)
            else:
                pen.cross(at, ink.fill)
            pen.badge(tag, spot.text, ink.dark, solid=not spot.alone)

    def _beside(self, at: XY, lean: int, taken: Sequence[tuple[XY, float]], reach: float) -> XY:
        """A place for a number beside an X: the first of the directions in which it is free, or the freest."""
        p, away = self.placement, _BESIDE * self.frame.mark_scale
        window = shapely.box(p.x, p.y, p.x + p.w, p.y + p.h).buffer(-reach - 0.5)

        def room(tag: XY) -> float:
            clear = min((dist(tag, other) - reach - radius for other, radius in taken), default=0.0)
            return clear if window.contains(Point(tag)) else clear - 100

        turns = (math.radians(degrees) for degrees in _DIRECTIONS)
        tags = [(at[0] + lean * away * math.cos(turn), at[1] - away * math.sin(turn)) for turn in turns]
        return next((tag for tag in tags if room(tag) >= 0), max(tags, key=room))

    def _squares(self, pen: Pen) -> None:
        for square in self.body.squares:
            side = square.side or self.body.side
            at = self.at(square.at, side)
            for place in square.to:
                pen.leader([at, self.at(place, side)], target=False)
            pen.square(at, square.text)


def _paint(pen: Pen, referrals: list[Referral]) -> None:
    """Soft fills first, then the patterns, so that overlaps stay readable."""
    for r in referrals:
        if not r.spill.is_empty:
            pen.fill(shapes.outline(r.whole), r.ink.fill, 0.13)
    cores = [(r, shapes.outline(r.core)) for r in referrals]
    for r, border in cores:
        pen.fill(border, r.ink.fill, 0.36)
    for seed, (r, border) in enumerate(cores):
        pen.stroke(shapes.stipple(r.spill, _DOTS, seed), r.ink.dark, 0.42, opacity=0.9)
        pen.stroke(shapes.hatch(r.core, r.ink.hatch, _HATCH), r.ink.dark, 0.24, opacity=0.9, butt=True)
        pen.stroke(border, r.ink.dark, 0.38)


def warn(pen: Pen, area: BaseGeometry) -> None:
    """The cross-hatch of an area that nobody should press: coarse, crossed and dashed, as no zone is."""
    border = shapes.outline(area)
    pen.fill(border, WHITE, 0.55)
    for degrees in (45, -45):
        pen.stroke(shapes.hatch(area, degrees, _CROSS_HATCH), AMBER, 0.26, opacity=0.85, butt=True)
    pen.stroke(border, AMBER, 0.45, dash=(1.5, 0.7), butt=True)


def swatch(pen: Pen, line: list[XY], ink: Ink) -> None:
    """A sweep line: its colour between dark edges, with the dash that tells it apart without colour."""
    path = polyline(line)
    pen.stroke(path, WHITE, 1.9, opacity=0.9)
    pen.stroke(path, ink.dark, 1.25, butt=True)
    pen.stroke(path, ink.fill, 0.8, butt=True)
    if ink.dash:
        pen.stroke(path, WHITE, 0.34, ink.dash, 0.95, butt=True)


def _arrowhead(pen: Pen, line: list[XY], colour: str) -> None:
    (ax, ay), (bx, by) = line[-3], line[-1]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    ux, uy = (bx - ax) / length, (by - ay) / length
    for half, back, paint in ((1.35, 1.1, WHITE), (1.05, 0.9, colour)):
        tip = (bx + ux * 1.5, by + uy * 1.5)
        left = (bx - uy * half - ux * back, by + ux * half - uy * back)
        right = (bx + uy * half - ux * back, by - ux * half - uy * back)
        pen.fill(polyline([tip, left, right], closed=True), paint)
