"""One PDF in which all figures can be judged: at their final sizes, in every tone, with landmarks, and with flaws told.

Each figure has a row for each frame in which handouts place it: in colour, in grey, and as eyes without red, green or
blue cones see it. Then its body panels follow, larger, with every landmark and the id of each X by name.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from booklet import typeface
from booklet.build import Workshop, creation_date
from booklet.diagrams import Atlas
from booklet.diagrams.check import places_in
from booklet.diagrams.draw import Plan
from booklet.diagrams.flaws import flaws
from booklet.diagrams.landmarks import Landmarks, bare
from booklet.diagrams.plates import Shelf
from booklet.diagrams.spec import Body, Columns, Label, Panel, Place, Side, sides_of
from booklet.drawing import Drawing, Frame
from booklet.errors import Diagnostic
from booklet.layout import Setting
from booklet.palette import TONES
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.figure import paint
from booklet.pdf.fonts import BOLD, REGULAR
from booklet.pdf.metadata import Metadata
from booklet.pdf.output import canvas_maker
from booklet.pdf.structure import Tag
from booklet.resources import Resources
from booklet.units import pt

PAGE: Final = (1190.55, 841.89)
"""A3, landscape, in pt: five of a card's figures stand in a row, and one with its landmarks below them."""
MARGIN: Final = 36.0
GAP: Final = 12.0
CAPTION: Final = 9.0
ATLAS_WIDTH: Final = 1000.0
ATLAS_HEIGHT: Final = 480.0
ATLAS_TYPE: Final = 8.0
ATLAS_COLUMN_MM: Final = 60.0
MOST_NAMES: Final = 56
"""The most landmarks that a picture of this height has room for; of more, those are named that the spec uses."""
FALLBACK: Final = Frame(172, 184)
"""The frame of a figure that no handout places: that of a muscle's card."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The PDF, its number of pages, and the flaws of the figures at their final sizes."""

    data: bytes
    pages: int
    flaws: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class _Observed(Workshop):
    """A workshop that notes in which frames its handouts place each figure."""

    frames: dict[str, dict[Frame, None]] = field(default_factory=dict)

    def draw(self, figure: str, frame: Frame) -> Drawing:
        self.frames.setdefault(figure, {})[frame] = None
        return super().draw(figure, frame)


def final_frames(resources: Resources) -> dict[str, tuple[Frame, ...]]:
    """Every figure with the frames in which handouts on Letter place it; one that none places has `FALLBACK`.

    Regions with mistakes, which a build would tell, are passed over. Raises BookletError as a build does.
    """
    workshop, _ = _Observed.salvaging(resources)
    assert isinstance(workshop, _Observed)
    for region in workshop.library.regions.values():
        workshop.handout(region, Setting())
    return {figure: tuple(workshop.frames.get(figure, (FALLBACK,))) for figure in workshop.atlas.ids}


def proof(resources: Resources, figures: Iterable[str] = ()) -> Proof:
    """The proof of some figures, all when none is named. Raises BookletError for unknown ones and for mistakes."""
    atlas, frames = Atlas(resources), final_frames(resources)
    chosen = tuple(figures) or atlas.ids
    metadata = Metadata(
        title="Proof of the figures",
        author="booklet",
        subject="Every figure at its final size in colour, grey and simulated colour vision, with its landmarks.",
        language="en",
        identifier="booklet:proof",
        created=creation_date(),
    )
    buffer = io.BytesIO()
    canvas = canvas_maker(metadata, resources)(buffer, pagesize=PAGE)
    sheet = _Sheet(canvas)
    found: list[Diagnostic] = []
    sheet.heading("H1", metadata.title, 20)
    for figure in chosen:
        sheet.heading("H2", f"{figure}: {atlas.spec(figure).value.title}", 14)
        for frame in frames[figure]:
            found += flaws(atlas, figure, frame)
            sheet.row([(_size(frame, tone), atlas.draw(figure, replace(frame, tone=tone))) for tone in TONES])
        for title, drawing in _with_landmarks(atlas, figure):
            sheet.row([(title, drawing)])
    canvas.save()
    return Proof(buffer.getvalue(), canvas.page_count, tuple(dict.fromkeys(found)))


def _size(frame: Frame, tone: str) -> str:
    panels = f"{', '.join(frame.panels)}, " if frame.panels else ""
    return f"{tone}, {panels}{frame.width_pt:.0f} pt wide"


def _with_landmarks(atlas: Atlas, figure: str) -> Iterator[tuple[str, Drawing]]:
    """Each body panel, larger, with the names of landmarks and of trigger points instead of its labels."""
    frame = Frame(ATLAS_WIDTH, ATLAS_HEIGHT, label_pt=ATLAS_TYPE)
    plan = atlas.plan(figure, frame)
    for cell, panel in plan.bodies():
        landmarks = list(_landmarks(plan.shelf.landmarks(panel.plate.view), panel.placement.window))
        if len(landmarks) > MOST_NAMES:
            used = {place.at for _, place in places_in(panel.body, ()) if isinstance(place, Place)}
            landmarks = [label for label in landmarks if bare(str(label.at.at)) in used]
        body = panel.body.model_copy(
            update={
                "labels": (*_points(panel.body), *landmarks),
                "columns": Columns(left=ATLAS_COLUMN_MM, right=ATLAS_COLUMN_MM, keep=True),
            }
        )
        named = cell.panel.model_copy(update={"body": body, "share": 1.0})
        yield f"landmarks and points, {cell.panel.id}", _drawn(figure, named, frame, plan.shelf)


def _drawn(figure: str, panel: Panel, frame: Frame, shelf: Shelf) -> Drawing:
    return Plan((panel,), frame, shelf).draw(f"{figure}-landmarks", "Landmarks", f"Landmarks of {figure}, {panel.id}.")


def _points(body: Body) -> Iterator[Label]:
    for trigger in body.triggers:
        if trigger.at is not None:
            for side in sides_of(trigger.side, body.side):
                ids = ", ".join(filter(None, (trigger.point, *trigger.also)))
                yield Label(
                    text=f"X {trigger.letter} {ids}", at=trigger.at, column="right", side=side, colour=trigger.colour
                )


def _landmarks(known: Landmarks, window: tuple[float, float, float, float]) -> Iterator[Label]:
    """Every landmark that the picture shows, named at the side it stands on, those of the midline by turns."""
    left, top, right, bottom = window
    middle: tuple[Side, ...] = ("left", "right")
    turn = 0
    for name, (x, y) in sorted(known.landmarks.items(), key=lambda item: item[1][1]):
        if left < x < right and top < y < bottom:
            column: Side = "left" if x < 0 else "right"
            if abs(x) < 1:
                column, turn = middle[turn % 2], turn + 1
            yield Label(text=name, at=Place(at=name), column=column)


class _Sheet:
    """Sets headings and rows of drawings from the top of each page down."""

    def __init__(self, canvas: TaggedCanvas) -> None:
        self._canvas = canvas
        self._y = PAGE[1] - MARGIN

    def heading(self, role: str, text: str, size: float) -> None:
        """A heading, on a new page if no row would fit below it."""
        self._room(size * 1.6 + 180)
        self._y -= size * 1.3
        self._words(role, MARGIN, self._y, text, BOLD, size)
        self._y -= size * 0.3

    def row(self, drawings: Iterable[tuple[str, Drawing]]) -> None:
        """Drawings side by side, each with its caption, in as many lines as they need."""
        line: list[tuple[str, Drawing]] = []
        for caption, drawing in drawings:
            taken = sum(_width(*each) + GAP for each in line)
            if line and taken + pt(drawing.width) > PAGE[0] - 2 * MARGIN + 0.01:
                self._line(line)
                line = []
            line.append((caption, drawing))
        self._line(line)

    def _line(self, line: list[tuple[str, Drawing]]) -> None:
        high = max(pt(drawing.height) for _, drawing in line) + CAPTION * 1.6
        self._room(high)
        x = MARGIN
        for caption, drawing in line:
            wide, tall = pt(drawing.width), pt(drawing.height)
            with self._canvas.tag(Tag("Figure", alt=drawing.alt)) as element:
                if element is not None:
                    element.set_box((x, self._y - tall, x + wide, self._y))
                paint(self._canvas, drawing, x, self._y)
            self._words("Caption", x, self._y - tall - CAPTION * 1.1, caption, REGULAR, CAPTION)
            x += _width(caption, drawing) + GAP
        self._y -= high + GAP

    def _room(self, height: float) -> None:
        if self._y - height < MARGIN and self._y < PAGE[1] - MARGIN:
            self._canvas.showPage()
            self._y = PAGE[1] - MARGIN

    def _words(self, role: str, x: float, y: float, text: str, font: str, size: float) -> None:
        with self._canvas.tag(Tag(role)):
            self._canvas.setFont(font, size)
            self._canvas.drawString(x, y, text)


def _width(caption: str, drawing: Drawing) -> float:
    """Width in pt of a drawing with its caption, which may be the wider of the two."""
    return max(pt(drawing.width), typeface.width(caption, CAPTION, "regular"))
