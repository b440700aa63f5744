"""Icons on a grid of 24 units, as drawings; they decorate a word that says the same, so they are artifacts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from booklet.drawing import Drawing, Fill, Item, Path, Stroke
from booklet.paths import circle, moved, polyline, rounded
from booklet.units import mm

GRID: Final = 24.0


def icon(name: str, size_pt: float, colour: str, paper: str) -> Drawing:
    """The icon `size_pt` high and wide, in `colour` on `paper`."""
    scale = mm(size_pt) / GRID

    def place(item: Item) -> Item:
        if isinstance(item, Fill):
            return Fill(moved(item.path, scale, 0, 0), item.colour)
        assert isinstance(item, Stroke)
        return Stroke(moved(item.path, scale, 0, 0), item.colour, item.width * scale)

    items = tuple(place(item) for item in _SHAPES[name](colour, paper))
    return Drawing(f"icon-{name}", name, "", mm(size_pt), mm(size_pt), items)


def _octagon(colour: str, paper: str) -> list[Item]:
    edge = polyline([(7, 1), (17, 1), (23, 7), (23, 17), (17, 23), (7, 23), (1, 17), (1, 7)], closed=True)
    return [Fill(edge, colour), Fill(_bang(5, 9.2, 1.4), paper), Fill(circle(12, 17.6, 1.7), paper)]


def _triangle(colour: str, paper: str) -> list[Item]:
    edge = polyline([(12, 2.6), (22.6, 21.2), (1.4, 21.2)], closed=True)
    return [Stroke(edge, colour, 2.2), Fill(_bang(8.4, 6.4, 1.1), colour), Fill(circle(12, 17.6, 1.3), colour)]


def _bang(top: float, height: float, half: float) -> Path:
    """The stroke of an exclamation mark, narrower at its foot."""
    foot = half * 0.65
    head = [(12 - half, top), (12 + half, top)]
    return polyline([*head, (12 + foot, top + height), (12 - foot, top + height)], closed=True)


def _tick(colour: str, paper: str) -> list[Item]:
    return [Stroke(polyline([(4.5, 12.8), (9.8, 18), (20, 6.8)]), colour, 2.6)]


def _plaster(colour: str, paper: str) -> list[Item]:
    pores = [Fill(circle(x, y, 1.0), colour) for x in (10.6, 13.4) for y in (10.6, 13.6)]
    sides = [Stroke(polyline([(x, 6), (x, 18)]), colour, 1.3) for x in (8, 16)]
    return [Stroke(rounded(1.6, 6, 20.8, 12, 3.4), colour, 1.8), *sides, *pores]


def _phone(colour: str, paper: str) -> list[Item]:
    outline: Path = (
        ("M", 6.0, 2.0),
        ("L", 10.0, 2.0),
        ("L", 12.0, 7.0),
        ("L", 9.4, 8.8),
        ("C", 10.6, 11.4, 12.6, 13.4, 15.2, 14.6),
        ("L", 17.0, 12.0),
        ("L", 22.0, 14.0),
        ("L", 22.0, 18.0),
        ("C", 22.0, 20.2, 20.2, 22.0, 18.0, 22.0),
        ("C", 9.2, 22.0, 2.0, 14.8, 2.0, 6.0),
        ("C", 2.0, 3.8, 3.8, 2.0, 6.0, 2.0),
        ("Z",),
    )
    return [Stroke(outline, colour, 2.0)]


def _calendar(colour: str, paper: str) -> list[Item]:
    rings = [Stroke(polyline([(x, 2), (x, 7)]), colour, 2.0) for x in (7, 17)]
    page = polyline([(2, 5), (22, 5), (22, 22), (2, 22)], closed=True)
    return [Stroke(page, colour, 2.0), Stroke(polyline([(2, 10.5), (22, 10.5)]), colour, 2.0), *rings]


def _ripple(colour: str, paper: str) -> list[Item]:
    rings = [Stroke(circle(12, 12, r), colour, w) for r, w in ((5.4, 1.5), (8.3, 1.1), (11.2, 0.8))]
    cross = [Stroke(polyline([(9.8, a), (14.2, b)]), colour, 2.0) for a, b in ((9.8, 14.2), (14.2, 9.8))]
    return [*rings, *cross]


_SHAPES: Final[Mapping[str, Callable[[str, str], list[Item]]]] = {
    "octagon": _octagon,
    "triangle": _triangle,
    "tick": _tick,
    "plaster": _plaster,
    "phone": _phone,
    "calendar": _calendar,
    "ripple": _ripple,
}
