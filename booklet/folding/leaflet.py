"""A sheet that is printed on both sides and folded once for good: where its panels are, and how a reader meets them.

The front is the side that lies up when folding begins. A movement is what the hands do, and undo, at one go: one fold,
or several, such as the two leaves of a gate. All lengths are in mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from booklet.folding.simulation import NEAR, Face, Fold, Layer, Pile, Seen, Stage, flat, follow, unfolding

Movement: TypeAlias = tuple[Fold, ...]

TUCK: Final = 0.5
"""How far a panel must end before a crease that it lies inside of, so that it does not buckle."""
PARTING: Final = 1.0
"""How far apart the leaves of a gate must end."""


@dataclass(frozen=True, slots=True)
class Place:
    """A panel on its side of the flat sheet: `left` and `top` from that side's own upper left corner.

    `number` counts from 1 in the order in which a reader meets the panels.
    """

    number: int
    face: Face
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Crease:
    """A crease between two panels, from (x0, y0) to (x1, y1) on the front.

    A hill has the two backs together, so that it stands up towards who looks at the front; otherwise it is a valley.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    hill: bool


@dataclass(frozen=True)
class Leaflet:
    """A flat sheet in panels, and the movements that fold it. Everything else follows from the simulation."""

    name: str
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    movements: tuple[Movement, ...]

    @property
    def width(self) -> float:
        return sum(self.columns)

    @property
    def height(self) -> float:
        return sum(self.rows)

    @property
    def steps(self) -> tuple[Fold, ...]:
        """Every fold, one by one."""
        return tuple(fold for movement in self.movements for fold in movement)

    @cached_property
    def states(self) -> tuple[Pile, ...]:
        """The sheet before, between and after the movements. ValueError when one of them is impossible."""
        states = [flat(self.columns, self.rows)]
        for movement in self.movements:
            states.append(follow(states[-1], movement))
        return tuple(states)

    @cached_property
    def order(self) -> tuple[Face, ...]:
        """Every face in the order in which it is read."""
        return tuple(_read(self.states, self.steps[-1].over))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The panels of both sides in reading order."""
        return tuple(self._place(number, face) for number, face in enumerate(self.order, 1))

    def side(self, back: bool) -> tuple[Place, ...]:
        """The panels of one side in reading order."""
        return tuple(place for place in self.places if place.face.back == back)

    def picture(self, back: bool) -> tuple[tuple[int, ...], ...]:
        """The numbers of the panels of one side as they lie there, row by row."""
        places = sorted(self.side(back), key=lambda place: (place.top, place.left))
        size = len(self.columns)
        numbers = [place.number for place in places]
        return tuple(tuple(numbers[start : start + size]) for start in range(0, len(numbers), size))

    @cached_property
    def creases(self) -> tuple[Crease, ...]:
        """The creases between neighbouring panels."""
        start, end = self.states[0], self.states[-1]
        spots = {layer.panel: layer for layer in start.layers}
        level = {layer.panel: index for index, layer in enumerate(end.layers)}
        now = {layer.panel: layer for layer in end.layers}
        creases = []
        for a, b, side in start.joints:
            upper = now[max((a.panel, b.panel), key=level.__getitem__)]
            spot, hill = spots[a.panel], upper.lower.face.back
            x0 = spot.right if side == "right" else spot.left
            y0 = spot.bottom if side == "bottom" else spot.top
            creases.append(Crease(x0, y0, spot.right, spot.bottom, hill))
        return tuple(creases)

    @cached_property
    def cramped(self) -> tuple[tuple[int, float], ...]:
        """Columns, counted from 1, that lie inside the crease of others with less than TUCK to spare, and how much.

        The rows of a sheet that is folded crosswise lie in one pack: none of them can be cut short by itself.
        """
        layers = self.states[-1].layers
        level = {layer.panel: index for index, layer in enumerate(layers)}
        known = {layer.panel: layer for layer in layers}
        spare: dict[int, float] = {}
        for a, b, side in self.states[-1].joints:
            if side == "bottom":
                continue
            low, high = sorted((level[a.panel], level[b.panel]))
            crease = known[a.panel].edge("right")
            for layer in layers[low + 1 : high]:
                if layer.panel[2] not in (a.panel[2], b.panel[2]) and layer.overlaps(a):
                    column = layer.panel[2] + 1
                    spare[column] = min(spare.get(column, crease), _gap(layer, crease))
        return tuple((column, gap) for column, gap in sorted(spare.items()) if gap < TUCK - NEAR)

    @property
    def unfolded(self) -> bool:
        """Whether two neighbouring panels do not lie on each other in the end."""
        return any(not a.overlaps(b) for a, b, _ in self.states[-1].joints)

    @property
    def parting(self) -> float | None:
        """The gap between the leaves of the cover, where it has several side by side."""
        [cover] = unfolding(self.states[-1], ())[:1]
        leaves = [layer for layer in self.states[-1].layers if layer.upper in cover.top]
        return min((b.left - a.right for a in leaves for b in leaves if b.left > a.left), default=None)

    def _place(self, number: int, face: Face) -> Place:
        spot = next(layer for layer in self.states[0].layers if layer.panel == (face.sheet, face.row, face.column))
        left = self.width - spot.right if face.back else spot.left
        return Place(number, face, left, spot.top, spot.right - spot.left, spot.bottom - spot.top)


def _gap(layer: Layer, crease: float) -> float:
    """How far a layer ends before a crease; negative when it runs beyond."""
    middle = (layer.left + layer.right) / 2
    return crease - layer.right if middle < crease else layer.left - crease


def _read(states: Sequence[Pile], over: bool) -> list[Face]:
    """The faces in the order of reading.

    The reader takes the cover first. A leaf that was folded under is opened like the cover of a book, which shows the
    other side; one that was folded over is lifted. From then on the reader keeps to the side that the first opening
    shows, and turns the sheet over when it is quite open.
    """
    read: list[Face] = []

    def take(seen: Sequence[Seen]) -> None:
        read.extend(s.face for s in seen if s.face not in read)

    shown = [_shown(state) for state in reversed(states)]
    take(shown[0].top)
    for stage in shown[1:]:
        take(stage.top if over else stage.beneath)
    take(shown[-1].beneath if over else shown[-1].top)
    return read


def _shown(pile: Pile) -> Stage:
    """What is seen of a pile from above, and from beneath."""
    [stage] = unfolding(pile, ())
    return stage
