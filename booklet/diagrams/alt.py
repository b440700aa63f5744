"""The description of a figure in a person's words, made from its spec."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from booklet.diagrams.landmarks import CROPS
from booklet.diagrams.plates import Shelf
from booklet.diagrams.spec import Body, FigureSpec, Label, Panel, Place, Sides, Sweep, Trigger

_VIEWS: Final = {
    "posterior": "Back view",
    "anterior": "Front view",
    "left": "View from the left side",
    "right": "View from the right side",
}
_NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_NEAR: Final = 0.75  # cm below which a distance is not worth a word


def describe(spec: FigureSpec, panels: Sequence[Panel], shelf: Shelf, names: Mapping[str, str]) -> str:
    """What the panels show, in the order they stand in."""
    said: list[str] = []
    for panel in panels:
        text = _panel(panel, shelf, names, titled=len(spec.panels) > 1)
        said += [sentence for sentence in text.split("\n") if sentence not in said]  # a view is named once
    return " ".join(said)


def _panel(panel: Panel, shelf: Shelf, names: Mapping[str, str], titled: bool) -> str:
    lead = f"{panel.title}.\n" if panel.title and titled else ""
    if panel.alt:
        return panel.alt
    if panel.technique:
        return lead + shelf.technique(panel.technique.plate).alt
    if panel.slice:
        return lead + _listed("Numbered pins show the lines", [str(i + 1) for i in range(len(panel.slice.colours))])
    assert panel.body is not None
    return lead + _body(panel.body, shelf, names)


def _body(body: Body, shelf: Shelf, names: Mapping[str, str]) -> str:
    plate = shelf.plate(body.plate)
    shows = body.shows or CROPS[plate.view][str(body.crop)].shows
    bones = ", with the bones under the skin" if body.bones else ""
    sentences = [f"{_VIEWS[plate.view]} of {shows}{bones}."]
    sentences += [_trigger(trigger, body, names) for trigger in body.triggers]
    sentences += [_sweep(sweep, body) for sweep in body.sweeps]
    if body.squares:
        sentences.append(_listed("Numbers mark the areas to feel", [square.text for square in body.squares]))
    if body.columns and body.columns.keep:  # otherwise a narrow frame may leave labels out
        sentences.append(_listed("Labels name", [_said(label) for label in body.labels]))
    return "\n".join(sentences)


def _trigger(trigger: Trigger, body: Body, names: Mapping[str, str]) -> str:
    side = _side(trigger.side or body.side)
    if trigger.at is None:
        area = f"Area {trigger.letter}" if trigger.letter else "The marked area"
        pain = f"covers {trigger.covers}" if trigger.covers else "shows where pain may be felt"
        return f"{area}, {trigger.place or side}, {pain}."
    mark = f"X {trigger.letter}" if trigger.letter else "An X"
    place = trigger.place or where(trigger.at, names)
    pain = f"; pain may cover {trigger.covers}" if trigger.covers else ""
    return f"{mark} is {side}, {place}{pain}."


def _sweep(sweep: Sweep, body: Body) -> str:
    count = len(sweep.colours)
    side = _side(sweep.side or body.side)
    way = f", {sweep.place}" if sweep.place else ""
    return f"{_NUMBERS[count]} lines, numbered 1 to {count} from the spine outwards, run down {side}{way}."


def _side(sides: Sides) -> str:
    return "on both sides" if sides == "both" else f"on the {sides}"


def where(place: Place, names: Mapping[str, str]) -> str:
    """A place in words, for example "about 2 cm below the top of the hip bone"."""
    if place.between:
        first, second = (_name(end, names) for end in place.between)
        if abs(place.t - 0.5) <= 0.1:
            return f"midway between the {first} and the {second}"
        return f"between the {first} and the {second}, nearer the {first if place.t < 0.5 else second}"
    steps = [
        (place.out, "to the outer side of", "towards the midline from"),
        (place.up - place.down, "above", "below"),
        (place.front - place.back, "in front of", "behind"),
    ]
    words = [f"about {abs(cm):.0f} cm {more if cm > 0 else less}" for cm, more, less in steps if abs(cm) >= _NEAR]
    name = _name(place, names)
    return f"{' and '.join(words)} the {name}" if words else f"at the {name}"


def _name(place: Place, names: Mapping[str, str]) -> str:
    if place.between:
        return f"place between the {_name(place.between[0], names)} and the {_name(place.between[1], names)}"
    landmark = str(place.at or place.along)
    return names.get(landmark, landmark.replace("_", " "))


def _said(label: Label) -> str:
    return " ".join(label.text.split())


def _listed(lead: str, words: Iterable[str]) -> str:
    several = list(dict.fromkeys(words))
    last = several.pop()
    return f"{lead} {', '.join(several)} and {last}." if several else f"{lead} {last}."
