"""How inserts are folded: `templates/insert/folds.yaml`. Each fold is judged by folding it in the simulation."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Final

from pydantic import Field

from booklet.errors import BookletError, Diagnostic, Span, did_you_mean
from booklet.folding import Fold, step
from booklet.folding.leaflet import PARTING, TUCK, Leaflet, Movement
from booklet.folding.rules import accordion, map_fold
from booklet.library.base import Id, Line
from booklet.resources import Resources
from booklet.source import Entry, Source, load

FOLDS: Final = "templates/insert/folds.yaml"
MOST: Final = 10
"""Panels in a row, and rows: more than this no hand and no machine folds."""

Length = Annotated[float, Field(ge=50, le=1000)]
"""In mm; on a narrower panel no word of a title stands in one line."""
Count = Annotated[int, Field(ge=2, le=MOST)]

_ACCORDION: Final = re.compile(r"accordion-(?P<columns>[0-9]+)")
_MAP: Final = re.compile(r"map-(?P<rows>[0-9]+)x(?P<columns>[0-9]+)")


class FoldEntry(Entry):
    """One fold: the panels of both sides as a picture, their widths, and what the hands do.

    Numbers in the pictures are the order in which a reader meets the panels; the back is seen as it lies when the sheet
    is turned over like the leaf of a book.
    """

    fold: Id = Field(description="its name on the command line")
    name: Line
    columns: tuple[Length, ...] = Field(min_length=2, max_length=MOST, description="widths on the front, in mm")
    rows: tuple[Length, ...] = Field(default=(), max_length=MOST, description="heights, in mm; one of a panel's height")
    front: tuple[Line, ...] = Field(min_length=1, description="a line for each row: the numbers of its panels")
    back: tuple[Line, ...] = Field(min_length=1)
    movements: tuple[tuple[Line, ...], ...] = Field(
        min_length=1, description="folds, front up, like: left under right at column 1; those done at one go together"
    )


class Most(Entry):
    """How far a rule goes."""

    columns: Count
    rows: Count | None = None


class Panel(Entry):
    """The size of a full panel in mm; a column twice as wide holds two of them side by side."""

    width: Length
    height: Length


class Folds(Entry):
    """Every way to fold an insert."""

    panel: Panel
    folds: tuple[FoldEntry, ...] = Field(min_length=1)
    accordion: Most = Field(description="accordion-N is made by a rule, up to so many columns")
    map: Most = Field(description="map-RxC is made by a rule, up to so many rows and columns")


def load_folds(resources: Resources) -> Source[Folds]:
    """The table of folds, a clinic's own before the bundled one. Raises BookletError with every mistake in it."""
    path = resources.find(FOLDS)
    source = load(path, Folds, resources.shown(path))
    problems = [problem for index in range(len(source.value.folds)) for problem in _mistakes(source, index)]
    names = [entry.fold for entry in source.value.folds]
    for index, name in enumerate(names):
        if name in names[:index]:
            problems.append(Diagnostic(source.span("folds", index, "fold"), f'fold "{name}" is given twice'))
    if problems:
        raise BookletError(sorted(problems, key=lambda problem: problem.span))
    return source


def leaflet(folds: Folds, name: str) -> Leaflet:
    """The sheet of a fold by name. Raises BookletError, with what there is, for one that is not there."""
    if entry := next((entry for entry in folds.folds if entry.fold == name), None):
        return _leaflet(folds, entry, _movements(entry))
    size = folds.panel.width, folds.panel.height
    if match := _ACCORDION.fullmatch(name):
        columns = _counted(name, int(match["columns"]), folds.accordion.columns, "columns")
        return accordion(columns, *size)
    if match := _MAP.fullmatch(name):
        rows = _counted(name, int(match["rows"]), folds.map.rows or MOST, "rows")
        return map_fold(rows, _counted(name, int(match["columns"]), folds.map.columns, "columns"), *size)
    names = [entry.fold for entry in folds.folds]
    offered = f"there is {', '.join([*names, 'accordion-4, map-2x3 and others of their kinds'])}"
    hint = did_you_mean(name, [*names, "accordion-4", "map-2x3"]) or offered
    raise BookletError.at(Span(f"fold {name}"), "is not in the table of folds", hint)


def rules(folds: Folds) -> dict[str, tuple[str, Leaflet, Leaflet]]:
    """The folds that are made by a rule, as they are written: what they are called, the least and the most of them."""
    rows, columns = folds.map.rows or MOST, folds.map.columns
    ranges = {
        "accordion-N": ("Accordion fold", "accordion-2", f"accordion-{folds.accordion.columns}"),
        "map-RxC": ("Map fold", "map-2x2", f"map-{rows}x{columns}"),
    }
    return {name: (title, leaflet(folds, least), leaflet(folds, most)) for name, (title, least, most) in ranges.items()}


def _counted(name: str, count: int, most: int, what: str) -> int:
    if 2 <= count <= most:
        return count
    raise BookletError.at(Span(f"fold {name}"), f"has {count} {what}", f"2 to {most} can be folded")


def _leaflet(folds: Folds, entry: FoldEntry, movements: tuple[Movement, ...]) -> Leaflet:
    return Leaflet(entry.fold, entry.columns, entry.rows or (folds.panel.height,), movements)


def _movements(entry: FoldEntry) -> tuple[Movement, ...]:
    """The steps as folds. ValueError for one that is none."""
    return tuple(tuple(_fold(text) for text in movement) for movement in entry.movements)


def _fold(text: str) -> Fold:
    try:
        made = step(text)
    except ValueError:
        made = None
    if not isinstance(made, Fold) or made.at is None:
        raise ValueError(f'"{text}" is no fold at a crease; write something like "left under right at column 1"')
    return made


def _mistakes(source: Source[Folds], index: int) -> Iterator[Diagnostic]:
    """What is wrong with one fold: a step that is none, a fold that cannot be, a picture that it does not make."""
    entry = source.value.folds[index]
    for i, movement in enumerate(entry.movements):
        for j, text in enumerate(movement):
            try:
                _fold(text)
            except ValueError as error:
                yield Diagnostic(source.span("folds", index, "movements", i, j), str(error))
                return
    sheet = _leaflet(source.value, entry, _movements(entry))
    try:
        _ = sheet.states
    except ValueError as error:
        yield Diagnostic(source.span("folds", index, "movements"), f"cannot be folded so: {error}")
        return
    if sheet.unfolded:
        yield Diagnostic(source.span("folds", index, "movements"), "leaves a crease unfolded", "fold every crease")
        return
    if (gap := sheet.parting) is not None and gap < PARTING:
        message = f"the leaves of the cover end {gap:g} mm apart"
        yield Diagnostic(source.span("folds", index, "columns"), message, f"leave {PARTING:g} mm between them")
    for column, gap in sheet.cramped:
        now = entry.columns[column - 1]
        message = f"the panel of {now:g} mm ends {gap:g} mm before the crease that it lies inside of"
        yield Diagnostic(
            source.span("folds", index, "columns", column - 1), message, f"write {now - TUCK + gap:g} or less"
        )
    yield from _pictures(source, index, sheet)


def _pictures(source: Source[Folds], index: int, sheet: Leaflet) -> Iterator[Diagnostic]:
    for key, back in (("front", False), ("back", True)):
        met = [" ".join(map(str, row)) for row in sheet.picture(back)]
        drawn: tuple[str, ...] = getattr(source.value.folds[index], key)
        if [" ".join(row.split()) for row in drawn] != met:
            message = f"the {key} is drawn as {' / '.join(drawn)}, but so folded a reader meets {' / '.join(met)}"
            yield Diagnostic(source.span("folds", index, key), message)
