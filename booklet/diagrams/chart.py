"""The body chart of one person, and the figures of a library with this person's spots marked in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from booklet.diagrams import shapes
from booklet.diagrams.alt import where
from booklet.diagrams.atlas import Atlas
from booklet.diagrams.body_map import BodyMap
from booklet.diagrams.landmarks import Box, Compass, View
from booklet.diagrams.mirror import mirrored
from booklet.diagrams.plates import Shelf
from booklet.diagrams.sites import WHOLE, Site, site
from booklet.diagrams.spec import Body, FigureSpec, Pain, Panel, Side, Spot, sides_of
from booklet.drawing import Drawing, Frame
from booklet.errors import Span
from booklet.palette import InkName
from booklet.paths import XY
from booklet.source import Node, Source

CHART: Final = "your-spots"
"""The id of the chart among the figures."""
INKS: Final[tuple[InkName, ...]] = ("red", "blue", "green", "pink", "yellow", "sky", "orange", "black")
"""The colours of the spots 1 to 8; the number says the same."""
ROOM: Final = 22.0
"""How far from the edge of the picture a mark must be, in mm of the body."""
_TITLES: Final[dict[View, str]] = {
    "posterior": "Back view",
    "anterior": "Front view",
    "left": "Left side",
    "right": "Right side",
}


@dataclass(frozen=True, slots=True)
class Crop:
    """A part of a plate that a chart can show, with the words for it; `bones` is how strongly they shine through."""

    plate: str
    box: Box
    shows: str
    bones: float = 0.0


_CROPS: Final[dict[View, tuple[Crop, ...]]] = {
    "posterior": (
        Crop("posterior-trunk", (-205, 510, 205, 920), "the lower back and buttocks", 0.3),
        Crop("posterior-trunk", (-225, 280, 225, 915), "the whole back", 0.3),
        Crop("posterior-whole", (-260, 425, 260, 1715), "the lower back and legs"),
        Crop("posterior-whole", (-385, -15, 385, 1715), "the whole body"),
    ),
    "anterior": (
        Crop("anterior-trunk", (-205, 455, 205, 935), "the belly and hips", 0.3),
        Crop("anterior-trunk", (-225, 270, 225, 935), "the whole trunk", 0.3),
        Crop("anterior-whole", (-260, 425, 260, 1715), "the belly and legs"),
        Crop("anterior-whole", (-385, -15, 385, 1715), "the whole body"),
    ),
    "left": (
        Crop("left-whole", (-205, 470, 205, 950), "the left hip"),
        Crop("left-whole", (-330, 425, 330, 1715), "the left hip and leg"),
    ),
    "right": (
        Crop("right-whole", (-205, 470, 205, 950), "the right hip"),
        Crop("right-whole", (-330, 425, 330, 1715), "the right hip and leg"),
    ),
}
"""What a chart can show in each view, the closest first."""


@dataclass(frozen=True, slots=True)
class Own:
    """One of a person's spots; `figures` are those of its muscle, `alone` says that it must not be pressed."""

    number: int
    point: str
    side: Side
    figures: tuple[str, ...] = ()
    alone: bool = False

    @property
    def colour(self) -> InkName:
        """The colour that its number and its X have, in the chart and beside its name."""
        return "black" if self.alone else INKS[(self.number - 1) % len(INKS)]


@dataclass(frozen=True, slots=True)
class Chart:
    """The figure, the views it has, and the numbers of the spots that no figure draws."""

    spec: FigureSpec
    views: tuple[View, ...]
    undrawn: tuple[int, ...]


def chart(atlas: Atlas, body_map: BodyMap, spots: Sequence[Own], marked: Sequence[tuple[str, Side]]) -> Chart:
    """The body with a person's spots and pain area, in as many views as these need; `marked` is (area, side)."""
    placed: dict[View, list[Spot]] = {}
    undrawn = []
    for own in spots:
        drawn = _spot(atlas, own)
        if drawn:
            placed.setdefault(drawn[0], []).append(drawn[1])
        else:
            undrawn.append(own.number)
    shown = [view for view in _TITLES if view in placed or _needed(view, body_map, marked)] or ["posterior"]
    panels = tuple(_panel(view, atlas.shelf, placed.get(view, []), _pains(view, body_map, marked)) for view in shown)
    if len(panels) == 1:
        panels = (panels[0].model_copy(update={"title": None}),)
    return Chart(FigureSpec(title="Your spots", panels=panels), tuple(shown), tuple(undrawn))


def _spot(atlas: Atlas, own: Own) -> tuple[View, Spot] | None:
    """The view that a spot is drawn in, and its mark; None when no figure has an X for it."""
    drawn: Site = site(atlas, own.point, own.figures)
    if not drawn.crosses:
        return None
    body, trigger = drawn.crosses[0]
    view = atlas.shelf.plate(body.plate).view
    if view in ("left", "right"):
        view = own.side
    assert trigger.at is not None
    words = trigger.place or where(trigger.at, atlas.landmark_names())
    return view, Spot(
        text=str(own.number), at=trigger.at, side=own.side, colour=own.colour, place=words, alone=own.alone
    )


def _needed(view: View, body_map: BodyMap, marked: Sequence[tuple[str, Side]]) -> bool:
    """Whether only this view shows some of the pain area: areas are seen from the front or from behind."""
    return view in ("posterior", "anterior") and any(body_map[area].outline(view, side) for area, side in marked)


def _pains(view: View, body_map: BodyMap, marked: Sequence[tuple[str, Side]]) -> tuple[Pain, ...]:
    outlines = ((body_map[area], side, body_map[area].outline(view, side)) for area, side in marked)
    return tuple(Pain(name=area.name, outline=outline, side=side) for area, side, outline in outlines if outline)


def _panel(view: View, shelf: Shelf, spots: Sequence[Spot], pains: tuple[Pain, ...]) -> Panel:
    compass = Compass(view, shelf.landmarks(view))
    crop = _crop(view, shelf, [compass.point(spot.at, spot.side) for spot in spots], pains)
    body = Body(
        plate=crop.plate, box=crop.box, shows=crop.shows, bones=crop.bones, pains=pains, spots=tuple(spots)
    )  # fmt: skip
    return Panel(id=view, title=_TITLES[view], body=body)


def _crop(view: View, shelf: Shelf, marks: Sequence[XY], pains: Sequence[Pain]) -> Crop:
    """The closest part of the view that shows every mark and the whole pain area."""
    body = shapes.silhouette(shelf.plate(WHOLE[view]))
    corners = [(x + dx, y + dy) for x, y in marks for dx in (-ROOM, ROOM) for dy in (-ROOM, ROOM)]
    for pain in pains:
        left, top, right, bottom = shapes.on_plate(pain.outline, view, pain.side).intersection(body).bounds
        corners += [(left, top), (right, bottom)]
    *closer, widest = _CROPS[view]
    return next((crop for crop in closer if all(_within(crop.box, at) for at in corners)), widest)


def _within(box: Box, at: XY) -> bool:
    return box[0] <= at[0] <= box[2] and box[1] <= at[1] <= box[3]


class PersonalAtlas(Atlas):
    """The figures of a library as one person gets them: with a chart, and rings round the X of each of their spots."""

    def __init__(self, base: Atlas, made: Chart, spots: Sequence[Own]) -> None:
        super().__init__(base.resources, base.shelf)
        self._base = base
        self._spots = tuple(spots)
        self._specs[CHART] = Source(made.spec, Node(Span(CHART), {}))

    def spec(self, figure_id: str) -> Source[FigureSpec]:
        """The spec of a figure, or of the chart; that of the library itself where none of the spots is drawn."""
        if figure_id not in self._specs:
            source = self._base.spec(figure_id)
            panels = tuple(self._marked(panel) for panel in source.value.panels)
            marked = panels != source.value.panels
            value = source.value.model_copy(update={"panels": panels})
            self._specs[figure_id] = Source(value, source.tree) if marked else source
        return self._specs[figure_id]

    def draw(self, figure_id: str, frame: Frame, *, mirror: bool = False) -> Drawing:
        """The figure in a frame. What nobody's spots are drawn in is drawn once for all persons."""
        if figure_id != CHART and self.spec(figure_id) is self._base.spec(figure_id):
            return self._base.drawn(figure_id, frame, mirror=mirror)
        return super().draw(figure_id, frame, mirror=mirror)

    def landmark_names(self) -> dict[str, str]:
        """The plain name of each landmark, without its side."""
        return self._base.landmark_names()

    def files(self, figure_id: str) -> tuple[Path, ...]:
        """The plates of the chart; the chart itself has no file."""
        return self.plate_files(figure_id) if figure_id == CHART else super().files(figure_id)

    def _marked(self, panel: Panel) -> Panel:
        own = [spot for spot in self._spots if panel.body and any(_draws(panel.body, spot))]
        if panel.body is None or not own:
            return panel
        view = self.shelf.plate(panel.body.plate).view
        if view in ("left", "right") and not any(spot.side == view for spot in own):
            panel = _other_side(panel)
            view = own[0].side
        body = panel.body
        assert body is not None
        shown = [spot for spot in own if view in ("posterior", "anterior", spot.side)]
        rings = tuple(_ring(body, spot) for spot in shown)
        return panel.model_copy(update={"body": body.model_copy(update={"spots": (*body.spots, *rings)})})


def _draws(body: Body, own: Own) -> Iterator[bool]:
    return (bool(trigger.at) and own.point in (trigger.point, *trigger.also) for trigger in body.triggers)


def _ring(body: Body, own: Own) -> Spot:
    """A ring round the X where the figure draws it on this person's side, else an X of its own."""
    trigger = next(t for t in body.triggers if t.at and own.point in (t.point, *t.also))
    assert trigger.at is not None
    there = own.side in sides_of(trigger.side, body.side)
    words = f"your own spot, {trigger.place}" if trigger.place else "your own spot"
    return Spot(
        text=str(own.number),
        at=trigger.at,
        side=own.side,
        colour="black" if there else trigger.colour,
        place=words,
        ringed=there,
        alone=own.alone,
    )


def _other_side(panel: Panel) -> Panel:
    """A side view from the other side."""
    turned = mirrored(panel)
    assert turned.body is not None
    side, _, rest = turned.body.plate.partition("-")
    plate = f"{'left' if side == 'right' else 'right'}-{rest}"
    return turned.model_copy(update={"body": turned.body.model_copy(update={"plate": plate})})
