"""Folds paper as hands do, and tells what a reader then meets. It knows paper only, and no rule of imposition.

Sheets lie on a table as a grid of panels, row 0 at the top and column 0 at the left, their fronts up. A fold lays what
is on one side of a crease over or under the rest. Creases have their place on the table: the boundary that the flat
sheet had there, whatever lies there by now. So widths may differ, as those of a leaflet do whose inner panel is cut
short.

    pile = follow(flat(columns=2), [step("left under right")])
    [seen.face for seen in read(pile)]      the four pages of a folio in the order of the book

It is the oracle for every layout and every folded insert: nothing of what it checks is derived from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final, Literal, TypeAlias

Side: TypeAlias = Literal["left", "right", "top", "bottom"]
Panel: TypeAlias = tuple[int, int, int]
"""Sheet, row and column, each counted from 0."""

NEAR: Final = 1e-6
"""Lengths that differ by less are the same."""
OPPOSITE: Final[Mapping[Side, Side]] = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


@dataclass(frozen=True, slots=True, order=True)
class Face:
    """One side of a panel: what is printed there is a page."""

    sheet: int
    row: int
    column: int
    back: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """A face as the reader holds it; `turned` when the top of the flat sheet points down."""

    face: Face
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """A panel where it lies now: from `left` to `right` and `top` to `bottom` on the table, y downwards.

    `mirrored` counts folds about vertical creases, `turned` those about horizontal ones, each modulo 2.
    """

    panel: Panel
    left: float
    right: float
    top: float
    bottom: float
    mirrored: bool = False
    turned: bool = False

    @property
    def upper(self) -> Seen:
        """What is seen of it from above."""
        return Seen(Face(*self.panel, back=self.mirrored != self.turned), self.turned)

    @property
    def lower(self) -> Seen:
        """What is seen of it from below, when the paper is turned over like the leaf of a book."""
        return Seen(Face(*self.panel, back=self.mirrored == self.turned), self.turned)

    def edge(self, side: Side) -> float:
        """Where that edge of the flat panel is now."""
        turned = self.mirrored if side in ("left", "right") else self.turned
        there: float = getattr(self, OPPOSITE[side] if turned else side)
        return there

    def overlaps(self, other: Layer) -> bool:
        """Whether one lies on the other."""
        across = min(self.right, other.right) - max(self.left, other.left) > NEAR
        return across and min(self.bottom, other.bottom) - max(self.top, other.top) > NEAR


@dataclass(frozen=True, slots=True)
class Pile:
    """Layers from the lowest to the highest, the boundaries that the flat sheet had, and the joints that were cut."""

    layers: tuple[Layer, ...]
    columns: tuple[float, ...]
    rows: tuple[float, ...]
    slits: frozenset[tuple[Panel, Panel]] = frozenset()

    @property
    def joints(self) -> Iterator[tuple[Layer, Layer, Side]]:
        """Panels that hang together: the one to the left or above, its neighbour, and the first one's edge."""
        known = {layer.panel: layer for layer in self.layers}
        for (sheet, row, column), layer in known.items():
            for other, side in (((sheet, row, column + 1), "right"), ((sheet, row + 1, column), "bottom")):
                if other in known and (layer.panel, other) not in self.slits:
                    yield layer, known[other], side  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class Fold:
    """What is on one side goes over or under the rest; `at` is the number of columns (or rows) before the crease.

    Without `at` the crease is in the middle of what lies there.
    """

    moving: Side
    over: bool
    at: int | None = None

    def apply(self, pile: Pile) -> Pile:
        """The pile after it. ValueError when the crease would run through a panel, or nothing would move."""
        moving, resting = _parted(pile, self.moving, self.at)
        crease = _crease(pile, self.moving, self.at)
        moved = [_reflected(layer, self.moving, crease) for layer in reversed(moving)]
        return replace(pile, layers=(*resting, *moved) if self.over else (*moved, *resting))


@dataclass(frozen=True, slots=True)
class Cut:
    """The pile is cut, and what is on one side is laid, unturned, over or under the rest."""

    moving: Side
    over: bool
    at: int | None = None

    def apply(self, pile: Pile) -> Pile:
        """The pile after it. ValueError as for a fold."""
        moving, resting = _parted(pile, self.moving, self.at)
        goal, start = _extent(resting), _extent(moving)
        dx, dy = goal[0] - start[0], goal[2] - start[2]
        moved = [replace(m, left=m.left + dx, right=m.right + dx, top=m.top + dy, bottom=m.bottom + dy) for m in moving]
        panels = {layer.panel for layer in moving}
        cut = {(a.panel, b.panel) for a, b, _ in pile.joints if (a.panel in panels) != (b.panel in panels)}
        layers = (*resting, *moved) if self.over else (*moved, *resting)
        return replace(pile, layers=layers, slits=pile.slits | cut)


@dataclass(frozen=True, slots=True)
class Slit:
    """A cut below a row, from one column to another, all counted from 1; the sheet stays in one piece."""

    row: int
    first: int
    last: int

    def apply(self, pile: Pile) -> Pile:
        """The same pile, less the joints along the cut."""
        sheets = {layer.panel[0] for layer in pile.layers}
        columns = range(self.first - 1, self.last)
        cut = {((s, self.row - 1, c), (s, self.row, c)) for s in sheets for c in columns}
        return replace(pile, slits=pile.slits | cut)


@dataclass(frozen=True, slots=True)
class Push:
    """A strip of four panels, two layers thick and slit in the middle, is pushed together from both ends.

    The middle opens into a cross with four arms, which are then laid round like the leaves of a book: the right arm
    on top, the others beneath it.
    """

    def apply(self, pile: Pile) -> Pile:
        """The pile after it. ValueError when it is no such strip, or would not open."""
        places: dict[float, list[Layer]] = {}
        for layer in pile.layers:
            places.setdefault(round(layer.left, 3), []).append(layer)
        strip = [places[x] for x in sorted(places)]
        if [len(place) for place in strip] != [2, 2, 2, 2] or len({layer.top for layer in pile.layers}) != 1:
            raise ValueError("only a strip of four panels, two layers thick, can be pushed together")
        upper, lower = [place[1] for place in strip], [place[0] for place in strip]
        joined = {frozenset((a.panel, b.panel)) for a, b, _ in pile.joints}
        held = [frozenset((a.panel, b.panel)) in joined for a, b in zip(upper, lower, strict=True)]
        if held != [True, False, False, True]:
            raise ValueError("the strip does not open: the slit is not in its middle")
        u, v = upper, lower
        fall = (u[3], v[3], v[2], v[1], v[0], u[0], u[1], u[2])
        swung = (v[2], v[0], u[0], u[2])  # these come to lie on their other face
        place = {"left": u[3].left, "right": u[3].right}
        layers = [replace(m, **place, mirrored=m.mirrored != (m in swung)) for m in fall]  # type: ignore[arg-type]
        return replace(pile, layers=tuple(reversed(layers)))


Step: TypeAlias = Fold | Cut | Slit | Push

_MOVE: Final = re.compile(
    r"(?P<cut>cut, )?(?P<moving>left|right|top|bottom) (?P<way>over|under) (?P<rest>left|right|top|bottom)"
    r"( at (?P<grid>column|row) (?P<at>[1-9][0-9]?))?"
)
_SLIT: Final = re.compile(r"slit below row ([1-9]), columns ([1-9][0-9]?) to ([1-9][0-9]?)")
_PUSH: Final = "push the ends together"
EXAMPLES: Final = ("left under right", "top over bottom at row 1", "cut, right under left")


def step(text: str) -> Step:
    """A step in words. ValueError, with examples, when it is none.

    "right over left at column 2", "top under bottom", "cut, right under left", "slit below row 1, columns 2 to 3",
    "push the ends together".
    """
    words = " ".join(text.split())
    if words == _PUSH:
        return Push()
    if match := _SLIT.fullmatch(words):
        return Slit(*map(int, match.groups()))
    match = _MOVE.fullmatch(words)
    if not match or OPPOSITE[match["moving"]] != match["rest"]:  # type: ignore[index]
        raise ValueError(f'"{text}" is no way to fold; write something like {" or ".join(EXAMPLES)}')
    upright = match["moving"] in ("left", "right")
    if match["grid"] and (match["grid"] == "column") != upright:
        raise ValueError(f'"{text}": {match["moving"]} and {match["rest"]} meet at a {"column" if upright else "row"}')
    kind = Cut if match["cut"] else Fold
    return kind(match["moving"], match["way"] == "over", int(match["at"]) if match["at"] else None)  # type: ignore[arg-type]


def flat(
    columns: int | Sequence[float] = 1, rows: int | Sequence[float] = 1, sheets: int = 1, *, first: int = 0
) -> Pile:
    """Sheets on the table, the first on top: so many columns and rows, or columns and rows of these widths, heights.

    `first` is the number of the first sheet.
    """
    x, y = _boundaries(columns), _boundaries(rows)
    layers = [
        Layer((sheet, r, c), x[c], x[c + 1], y[r], y[r + 1])
        for sheet in reversed(range(first, first + sheets))
        for r in range(len(y) - 1)
        for c in range(len(x) - 1)
    ]
    return Pile(tuple(layers), x, y)


def follow(pile: Pile, steps: Iterable[Step]) -> Pile:
    """The pile after all steps."""
    return reduce(lambda done, each: each.apply(done), steps, pile)


def gather(piles: Iterable[Pile]) -> Pile:
    """Folded piles laid on each other in order, the first on top."""
    first, *others = piles
    layers = tuple(layer for pile in reversed((first, *others)) for layer in pile.layers)
    slits = frozenset[tuple[Panel, Panel]]().union(*(pile.slits for pile in (first, *others)))
    return replace(first, layers=layers, slits=slits)


def read(pile: Pile) -> list[Seen]:
    """The faces of a pile in the order of a book that is bound at its left edge: each leaf its upper, then its lower.

    ValueError when the pile is not folded down to the size of one panel.
    """
    top = pile.layers[-1]
    for layer in pile.layers:
        offsets = (layer.left - top.left, layer.right - top.right, layer.top - top.top, layer.bottom - top.bottom)
        if max(map(abs, offsets)) > NEAR:
            raise ValueError("the sheet is not folded down to one page")
    return [seen for layer in reversed(pile.layers) for seen in (layer.upper, layer.lower)]


def loose(pile: Pile) -> list[Panel]:
    """Panels that no crease at the left edge holds: they fall out when a book is opened or trimmed there."""
    left = _extent(pile.layers)[0]
    held = {
        panel.panel
        for a, b, side in pile.joints
        if side == "right" and abs(a.edge("right") - left) < NEAR
        for panel in (a, b)
    }
    return sorted(layer.panel for layer in pile.layers if layer.panel not in held)


def inside(pile: Pile) -> dict[Panel, int]:
    """How many creases each panel lies inside of: it must be that much shorter than the panels around it.

    A panel lies inside a crease when it is between the two panels that meet there, and on them.
    """
    level = {layer.panel: index for index, layer in enumerate(pile.layers)}
    depth = dict.fromkeys(level, 0)
    for a, b, side in pile.joints:
        low, high = sorted((level[a.panel], level[b.panel]))
        if not a.overlaps(b) or abs(a.edge(side) - b.edge(OPPOSITE[side])) > NEAR:
            continue
        for layer in pile.layers[low + 1 : high]:
            depth[layer.panel] += layer.overlaps(a)
    return depth


@dataclass(frozen=True, slots=True)
class Stage:
    """What comes to light when one more fold is undone: on top, and beneath; from the top down and left to right.

    What is beneath stands in the order in which it is seen when the paper is turned over like the leaf of a book.
    """

    top: tuple[Seen, ...]
    beneath: tuple[Seen, ...]


def unfolding(pile: Pile, steps: Sequence[Step]) -> list[Stage]:
    """The faces in the order in which they meet the reader, who undoes the steps one by one.

    The first stage is the folded paper: its cover, and what is at its back. Each face is told once.
    """
    states = [pile]
    for each in steps:
        states.append(each.apply(states[-1]))
    met: set[Face] = set()
    stages: list[Stage] = []
    for state in reversed(states):
        sides = [[s for s in seen if s.face not in met] for seen in (_above(state), _below(state))]
        met |= {seen.face for side in sides for seen in side}
        stages.append(Stage(tuple(sides[0]), tuple(sides[1])))
    return stages


def _above(pile: Pile) -> list[Seen]:
    """Faces that nothing lies on."""
    layers = pile.layers
    open_ones = [m for i, m in enumerate(layers) if not any(m.overlaps(over) for over in layers[i + 1 :])]
    return [m.upper for m in sorted(open_ones, key=lambda m: (m.top, m.left))]


def _below(pile: Pile) -> list[Seen]:
    """Faces that lie on nothing."""
    layers = pile.layers
    open_ones = [m for i, m in enumerate(layers) if not any(m.overlaps(under) for under in layers[:i])]
    return [m.lower for m in sorted(open_ones, key=lambda m: (m.top, -m.left))]


def _boundaries(parts: int | Sequence[float]) -> tuple[float, ...]:
    widths = [1.0] * parts if isinstance(parts, int) else list(parts)
    return tuple(sum(widths[:index]) for index in range(len(widths) + 1))


def _extent(layers: Sequence[Layer]) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of all that lies there."""
    left, top = min(m.left for m in layers), min(m.top for m in layers)
    return left, max(m.right for m in layers), top, max(m.bottom for m in layers)


def _crease(pile: Pile, moving: Side, at: int | None) -> float:
    upright = moving in ("left", "right")
    if at is None:
        left, right, top, bottom = _extent(pile.layers)
        return (left + right) / 2 if upright else (top + bottom) / 2
    boundaries = pile.columns if upright else pile.rows
    if not 0 < at < len(boundaries) - 1:
        raise ValueError(f"there is no crease at {'column' if upright else 'row'} {at}")
    return boundaries[at]


def _parted(pile: Pile, moving: Side, at: int | None) -> tuple[list[Layer], list[Layer]]:
    """The layers on the moving side of a crease, and the others."""
    crease = _crease(pile, moving, at)
    rest = OPPOSITE[moving]
    sign = 1 if moving in ("right", "bottom") else -1
    parts: tuple[list[Layer], list[Layer]] = ([], [])
    for layer in pile.layers:
        near, far = (sign * (getattr(layer, side) - crease) for side in (rest, moving))
        if near < -NEAR and far > NEAR:
            raise ValueError("the crease runs through a panel")
        parts[far < NEAR].append(layer)
    if not all(parts):
        raise ValueError(f"nothing lies {'beyond' if parts[1] else 'before'} the crease")
    return parts


def _reflected(layer: Layer, moving: Side, crease: float) -> Layer:
    if moving in ("left", "right"):
        left, right = 2 * crease - layer.right, 2 * crease - layer.left
        return replace(layer, left=left, right=right, mirrored=not layer.mirrored)
    top, bottom = 2 * crease - layer.bottom, 2 * crease - layer.top
    return replace(layer, top=top, bottom=bottom, turned=not layer.turned)
