"""From a spec and a frame to a drawing: the panels side by side, each with its title, box and legend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from booklet import typeface
from booklet.diagrams import labels, landmarks, legend, slice, technique
from booklet.diagrams.body import BodyPanel
from booklet.diagrams.frame import Placement
from booklet.diagrams.landmarks import Box
from booklet.diagrams.pen import LEADING, Pen
from booklet.diagrams.plates import Shelf
from booklet.diagrams.spec import Body, Panel
from booklet.drawing import Drawing, Frame
from booklet.units import mm

_GAP: Final = mm(16)


@dataclass(frozen=True, slots=True)
class Cell:
    """The room of one panel in mm: its left edge, its width, and what of it the columns take."""

    panel: Panel
    x: float
    width: float
    margins: labels.Margins
    title: tuple[str, ...]
    legend: legend.Legend | None

    @property
    def room(self) -> float:
        """Width left for the box."""
        return self.width - self.margins.both

    @property
    def below(self) -> float:
        """Height of what stands below the box."""
        return self.legend.height if self.legend else 0.0


class Plan:
    """The panels of a figure in a frame, each with its place; drawn on demand."""

    def __init__(self, panels: tuple[Panel, ...], frame: Frame, shelf: Shelf) -> None:
        self.pen = Pen(frame)
        self.shelf = shelf
        self.width = mm(frame.width_pt)
        cells = _cells(self.pen, panels, self.width)
        self.key = legend.Key(self.pen, panels, self.width) if frame.key else None
        top = max(_title_height(self.pen, cell) for cell in cells)
        below = max(cell.below for cell in cells) + (self.key.height if self.key else 0)
        most = mm(frame.height_pt) - top - below if frame.height_pt else float("inf")
        self.placed = [(cell, _box(cell, frame, shelf, top, most)) for cell in cells]

    def bodies(self) -> list[tuple[Cell, BodyPanel]]:
        """The body panels at their places."""
        return [
            (cell, BodyPanel(cell.panel.body, self.shelf, self.pen.frame, box, cell.margins))
            for cell, box in self.placed
            if cell.panel.body
        ]

    def draw(self, figure_id: str, title: str, alt: str) -> Drawing:
        """The figure."""
        for cell, box in self.placed:
            _panel(self.pen, cell, box, self.shelf)
        bottom = max(box.y + box.h + cell.below for cell, box in self.placed)
        if self.key:
            self.key.draw(bottom)
            bottom += self.key.height
        return Drawing(figure_id, title, alt, self.width, bottom, tuple(self.pen.items))


def crop_of(body: Body, shelf: Shelf) -> Box:
    """The part of the plate that a body panel shows."""
    return body.box or landmarks.CROPS[shelf.plate(body.plate).view][str(body.crop)].box


def _cells(pen: Pen, panels: tuple[Panel, ...], width: float) -> list[Cell]:
    shared = sum(panel.share for panel in panels)
    cells = []
    x = 0.0
    for panel in panels:
        own = (width - _GAP * (len(panels) - 1)) * panel.share / shared
        room = labels.margins(panel.body, pen.frame, own) if panel.body else labels.Margins()
        titled = panel.title and (len(panels) > 1 or pen.frame.key or panel.slice)
        size = pen.frame.label + mm(1.5)
        title = typeface.wrap(str(panel.title), size, own - room.both, "bold") if titled else []
        rows = legend.Legend(pen, panel, own) if pen.frame.key else None
        cells.append(Cell(panel, x, own, room, tuple(title), rows))
        x += own + _GAP
    return cells


def _title_height(pen: Pen, cell: Cell) -> float:
    lines = len(cell.title) * (pen.frame.label + mm(1.5)) * LEADING
    if cell.title and cell.panel.slice and cell.panel.slice.subtitle:
        lines += pen.frame.label * LEADING
    return lines + 1.6 if lines else 0


def _box(cell: Cell, frame: Frame, shelf: Shelf, y: float, most: float) -> Placement:
    """The box of a panel: as high as its crop at that width, or lower."""
    panel = cell.panel
    if panel.technique:
        crop = technique.crop(panel.technique, shelf, cell.room, most)
    else:
        crop = panel.slice.box if panel.slice else crop_of(_body(panel), shelf)
    aspect = (crop[2] - crop[0]) / (crop[3] - crop[1])
    height = min(cell.room / aspect, most)
    width = cell.room if frame.fill else min(cell.room, height * aspect)
    x = cell.x + cell.margins.left + (cell.room - width) / 2
    return Placement.centred(crop, x, y, width, height)


def _body(panel: Panel) -> Body:
    assert panel.body is not None
    return panel.body


def _panel(pen: Pen, cell: Cell, box: Placement, shelf: Shelf) -> None:
    panel = cell.panel
    size = pen.frame.label + mm(1.5)
    y = box.y - _title_height(pen, cell)
    middle = box.x + box.w / 2
    pen.words(middle, y, cell.title, size, "bold", "middle")
    if panel.slice:
        if panel.slice.subtitle:
            below = y + len(cell.title) * size * LEADING
            pen.words(middle, below, [panel.slice.subtitle], pen.frame.label, "regular", "middle")
        slice.draw(pen, panel.slice, shelf, box)
    elif panel.technique:
        technique.draw(pen, panel.technique, shelf, box)
    else:
        BodyPanel(_body(panel), shelf, pen.frame, box, cell.margins).draw(pen)
    if cell.legend:
        cell.legend.draw(cell.x, box.y + box.h)
