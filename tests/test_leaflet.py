"""The sheet of an insert: its panels in the order of reading, by folding it; and the table of folds."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from booklet.errors import BookletError
from booklet.folding import Face, step
from booklet.folding.leaflet import Leaflet
from booklet.folding.rules import accordion, map_fold
from booklet.folding.simulation import Fold, read
from booklet.library.folds import FOLDS, leaflet, load_folds
from booklet.resources import Resources, bundled_root


def sheet(columns: tuple[float, ...], *movements: str) -> Leaflet:
    moved = tuple(tuple(_fold(part) for part in movement.split(", ")) for movement in movements)
    return Leaflet("test", columns, (180.0,), moved)


def _fold(text: str) -> Fold:
    made = step(text)
    assert isinstance(made, Fold)
    return made


def table() -> list[Leaflet]:
    folds = load_folds(Resources.at()).value
    return [leaflet(folds, entry.fold) for entry in folds.folds]


ACCORDIONS = [accordion(count, 90.0, 180.0) for count in range(2, 11)]
MAPS = [map_fold(rows, columns, 90.0, 180.0) for rows in range(2, 6) for columns in range(2, 6)]
ALL = [*table(), *ACCORDIONS, *MAPS]


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.name)
def test_every_fold_ends_small_and_is_read_whole(made: Leaflet) -> None:
    assert not made.unfolded
    assert made.cramped == ()
    panels = [(row, column) for row in range(len(made.rows)) for column in range(len(made.columns))]
    assert set(made.order) == {Face(0, *panel, back) for panel in panels for back in (False, True)}
    assert len(made.order) == 2 * len(panels)
    assert [place.number for place in made.places] == list(range(1, len(made.order) + 1))


@pytest.mark.parametrize("made", [*ACCORDIONS, *MAPS], ids=lambda made: made.name)
def test_a_sheet_that_pulls_apart_shows_its_cover_then_its_inside_then_the_rest(made: Leaflet) -> None:
    rows, columns = len(made.rows), len(made.columns)
    assert made.order[0] == read(made.states[-1])[0].face == Face(0, 0, columns - 1)
    inside = [Face(0, row, column, back=True) for row in range(rows) for column in reversed(range(columns))]
    assert list(made.order[1 : 1 + rows * columns]) == inside
    assert made.picture(back=True)[0] == tuple(range(2, 2 + columns))


def test_neighbouring_creases_of_an_accordion_go_opposite_ways() -> None:
    for made in ACCORDIONS:
        hills = [crease.hill for crease in made.creases]
        assert hills[-1]
        assert all(a != b for a, b in pairwise(hills))


def test_a_gate_shows_both_leaves_first() -> None:
    [gate] = [made for made in table() if made.name == "gate"]
    assert [(face.column, face.back) for face in gate.order] == [
        (0, True), (2, True), (0, False), (1, False), (2, False), (1, True),
    ]  # fmt: skip
    assert gate.parting == pytest.approx(1.0)


def test_the_flap_of_a_letter_fold_is_met_when_the_cover_is_opened() -> None:
    letter = sheet((89.5, 90, 90), "left under right at column 1", "left under right at column 2")
    assert letter.picture(False) == ((3, 6, 1),)
    assert letter.picture(True) == ((2, 4, 5),)
    assert [crease.hill for crease in letter.creases] == [True, True]


@pytest.mark.parametrize(("flap", "gap"), [(90.0, 0.0), (89.7, 0.3)])
def test_a_flap_that_is_too_wide_is_told(flap: float, gap: float) -> None:
    letter = sheet((flap, 90, 90), "left under right at column 1", "left under right at column 2")
    assert letter.cramped == ((1, pytest.approx(gap)),)


@pytest.mark.parametrize("made", ALL, ids=lambda made: made.name)
def test_the_two_sides_lie_back_to_back(made: Leaflet) -> None:
    places = {place.face: place for place in made.places}
    for face, place in places.items():
        behind = places[Face(face.sheet, face.row, face.column, not face.back)]
        assert behind.left == pytest.approx(made.width - place.left - place.width)
        assert (behind.top, behind.width, behind.height) == (place.top, place.width, place.height)


def changed(folder: Path, change: Callable[[str], str]) -> str:
    """The mistakes of the table of folds after a change."""
    text = (bundled_root() / FOLDS).read_text(encoding="utf-8")
    (folder / FOLDS).parent.mkdir(parents=True)
    assert change(text) != text
    (folder / FOLDS).write_text(change(text), encoding="utf-8")
    with pytest.raises(BookletError) as caught:
        load_folds(Resources.at(folder))
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "left under right at column 2",
            "left undr right at column 2",
            '28:10: error: "left undr right at column 2" is no fold',
        ),
        ("width: 90", "width: 9", '8:16: error: "9" is out of range, at least 50'),
        ("left under right at column 2", "left under right at column 3", "cannot be folded so: there is no crease"),
        ('front: ["3 6 1"]', 'front: ["3 1 6"]', "so folded a reader meets 3 6 1"),
        ('back: ["2 6 1"]', 'back: ["2 6"]', "the back is drawn as 2 6, but so folded a reader meets 2 6 1"),
        ("columns: [89.5, 90, 90]", "columns: [90, 90, 90]", "write 89.5 or less"),
        ("columns: [89.5, 180, 89.5]", "columns: [90, 180, 90]", "leave 1 mm between them"),
        ("      - [left under right at column 2]\n", "", "leaves a crease unfolded; fold every crease"),
        ("- fold: z", "- fold: letter", 'fold "letter" is given twice'),
        ("columns: [90, 90, 90]", "columns: [90, 90, 20]", '"20" is out of range, at least 50'),
        ("width: 90", "widht: 90", 'did you mean "width"?'),
        ("left under right at column 2", "push the ends together", "is no fold at a crease"),
    ],
)
def test_a_wrong_table_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    message = changed(tmp_path, lambda text: text.replace(old, new))
    assert told in message
    assert message.startswith(f"{FOLDS}:")


def test_mistakes_are_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    told = changed(tmp_path, lambda text: text.replace("[89.5, 90, 90]", "[90, 90, 90]").replace("letter", "half"))
    assert [line.split(": ")[0] for line in told.splitlines()] == [f"{FOLDS}:23:11", f"{FOLDS}:25:15"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("zz", 'did you mean "z"?'),
        ("pleat", "there is half, letter, z, gate, accordion-4, map-2x3 and others of their kinds"),
        ("accordion-1", "has 1 columns; 2 to 10 can be folded"),
        ("accordion-11", "has 11 columns; 2 to 10 can be folded"),
        ("map-6x2", "has 6 rows; 2 to 5 can be folded"),
        ("map-2x6", "has 6 columns; 2 to 5 can be folded"),
    ],
)
def test_an_unknown_fold_is_told_with_what_there_is(name: str, told: str) -> None:
    with pytest.raises(BookletError) as caught:
        leaflet(load_folds(Resources.at()).value, name)
    assert told in str(caught.value)
