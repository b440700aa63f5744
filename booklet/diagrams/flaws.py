"""What is wrong with a figure that only its picture shows: marks off the body, zones alike, labels that do not fit.

A spec with such a flaw can be read and drawn; a proof tells them, and no figure that ships may have one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

import shapely
from shapely.geometry import Point

from booklet.diagrams import shapes
from booklet.diagrams.atlas import Atlas
from booklet.diagrams.body import BodyPanel
from booklet.diagrams.draw import Cell
from booklet.diagrams.labels import crossing
from booklet.diagrams.pen import CROSS
from booklet.diagrams.spec import Trigger, sides_of
from booklet.drawing import Drawing, Frame, Text
from booklet.errors import Diagnostic
from booklet.palette import INKS, TONES, ToneName, lightness
from booklet.source import Location
from booklet.units import pt

LEAST_TYPE_PT: Final = 8.0
LEAST_TURN: Final = 15.0
"""Degrees between two hatches that are seen to differ."""
LEAST_STEP: Final = 12.0
"""Lightness (L*, of 100) between two fills that are seen to differ."""
MOST_OFF_BODY: Final = 0.35
"""Share of a zone that may lie beyond the outline it is cut to."""
SLACK_MM: Final = 0.05

Flaw = tuple[Location, str]


def flaws(atlas: Atlas, figure_id: str, frame: Frame, *, mirror: bool = False) -> list[Diagnostic]:
    """Every flaw of a figure in a frame, with its place in the spec. Raises BookletError for what cannot be drawn."""
    source = atlas.spec(figure_id)
    order = [panel.id for panel in source.value.panels]
    found: list[Diagnostic] = []
    for cell, panel in atlas.plan(figure_id, frame, mirror=mirror).bodies():
        base = ("panels", order.index(cell.panel.id), "body")
        for loc, message in (*_marks(panel), *_zones(panel), *_alike(panel), *_labels(cell, panel)):
            found.append(Diagnostic(source.span(*base, *loc), message))
    small = sorted(_small_type(atlas.draw(figure_id, frame, mirror=mirror)))
    return [*found, *(Diagnostic(source.span(), message) for message in small)]


def _name(trigger: Trigger) -> str:
    return f"X {trigger.letter or trigger.point or trigger.colour}"


def _marks(panel: BodyPanel) -> Iterator[Flaw]:
    """Crosses off the body, out of the picture, or on the other side than they say."""
    body = shapes.silhouette(panel.plate)
    window = shapely.box(*panel.placement.window)
    for i, trigger in enumerate(panel.body.triggers):
        if trigger.at is None:
            continue
        for side in sides_of(trigger.side, panel.body.side):
            at = panel.compass.point(trigger.at, side)
            loc = ("triggers", i, "at")
            if not body.contains(Point(at)):
                yield loc, f"{_name(trigger)} is off the body; the nearest landmark is {panel.compass.nearest(at)}"
            elif not window.contains(Point(at)):
                yield loc, f"{_name(trigger)} is outside the picture"
            if panel.compass.outward(side) * at[0] < 0:
                yield loc, f"{_name(trigger)} is said to be on the {side}, but stands on the other side"


def _zones(panel: BodyPanel) -> Iterator[Flaw]:
    body = shapes.silhouette(panel.plate)
    visible = body.intersection(shapely.box(*panel.placement.window))
    for i, trigger in enumerate(panel.body.triggers):
        for side in sides_of(trigger.side, panel.body.side):
            for j, zone in enumerate(trigger.zones):
                for own in sides_of(zone.side, side):
                    area = shapes.shape(panel.compass, zone, own)
                    loc = ("triggers", i, "zones", j)
                    off = area.difference(body).area / area.area
                    if off > MOST_OFF_BODY:
                        yield loc, f"{off:.0%} of a zone of {_name(trigger)} lies off the body"
                    elif area.intersection(visible).is_empty:
                        yield loc, f"a zone of {_name(trigger)} is outside the picture"


def _alike(panel: BodyPanel) -> Iterator[Flaw]:
    """Zones that look the same in some tone: no other hatch, and no letter or no other lightness."""
    zoned = [(i, trigger) for i, trigger in enumerate(panel.body.triggers) if trigger.zones]
    for (_, one), (i, other) in combinations(zoned, 2):
        alike = [tone for tone in TONES if not told_apart(one, other, tone)]
        if alike:
            yield ("triggers", i), f"zones of {_name(one)} and {_name(other)} look alike in {', '.join(alike)}"


def told_apart(one: Trigger, other: Trigger, tone: ToneName) -> bool:
    """Whether the zones of two trigger points can be told apart in a tone."""
    a, b = INKS[one.colour], INKS[other.colour]
    turn = abs(a.hatch - b.hatch) % 180
    if min(turn, 180 - turn) >= LEAST_TURN:
        return True
    shade = TONES[tone]
    step = abs(lightness(shade(a.fill)) - lightness(shade(b.fill)))
    letters = {each.letter for each in (one, other) if each.letter and each.zone_letter}
    return len(letters) == 2 and step >= LEAST_STEP


def _labels(cell: Cell, panel: BodyPanel) -> Iterator[Flaw]:
    """Words that leave their panel or cover an X, leaders that leave it, and leaders that cross."""
    p = panel.placement
    room = shapely.box(cell.x, p.y, cell.x + cell.width, p.y + p.h).buffer(SLACK_MM, join_style="mitre")
    placed = panel.labels()
    crosses = [at for _, at, _ in panel.crosses()]
    order = list(panel.body.labels)
    for words in placed:
        loc = ("labels", order.index(words.label))
        text = " ".join(words.lines)
        covered = shapely.box(*words.box).buffer(CROSS * panel.frame.mark_scale, join_style="mitre")
        if not room.contains(shapely.box(*words.box)):
            yield loc, f'the label "{text}" leaves its panel'
        if any(covered.contains(Point(at)) for at in crosses):
            yield loc, f'the label "{text}" covers an X'
        if not room.contains(shapely.LineString(words.leader)):
            yield loc, f'the leader of "{text}" leaves its panel'
    for one, other in combinations(placed, 2):
        if crossing(one.leader, other.leader):
            names = " and ".join(f'"{" ".join(words.lines)}"' for words in (one, other))
            yield ("labels", order.index(other.label)), f"the leaders of {names} cross"


def _small_type(drawing: Drawing) -> Iterator[str]:
    for item in drawing.walk():
        if isinstance(item, Text) and pt(item.size) < LEAST_TYPE_PT - 1e-6:
            yield f'"{item.text}" is set in {pt(item.size):.1f} pt; {LEAST_TYPE_PT:g} pt is the least'
