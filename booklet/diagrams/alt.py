"""The description of a figure in a person's words, made from its spec."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from booklet.diagrams.landmarks import CROPS
from booklet.diagrams.plates import Shelf
from booklet.diagrams.spec import Body, FigureSpec, Label, NoGo, Pain, Panel, Place, Sides, Spot, Sweep, Trigger

_VIEWS: Final = {
    "posterior": "Back view",
    "anterior": "Front view",
    "left": "Side view from the left",
    "right": "Side view from the right",
}
_SAYS_VIEW: Final = ("from the ", "back view", "front view")
"""How the title of a panel begins that says no more than the sentence on the view does."""
_NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_NEAR: Final = 0.75  # cm below which a distance is not worth a word


def describe(spec: FigureSpec, panels: Sequence[Panel], shelf: Shelf, names: Mapping[str, str]) -> str:
    """What the panels show, in the order they stand in."""
    in_full = len(panels) == 1 or not any(panel.title for panel in panels)  # titles name the muscles
    said: list[str] = []
    for panel in panels:
        text = _panel(panel, shelf, names, len(spec.panels) > 1, in_full)
        said += [sentence for sentence in text.split("\n") if sentence not in said]  # a view is named once
    return " ".join(said)


def _panel(panel: Panel, shelf: Shelf, names: Mapping[str, str], titled: bool, in_full: bool) -> str:
    says_more = panel.title and not panel.title.lower().startswith(_SAYS_VIEW)
    lead = f"{panel.title}.\n" if titled and says_more else ""
    if panel.alt:
        return panel.alt
    if panel.technique:
        return lead + shelf.technique(panel.technique.plate).alt
    if panel.slice:
        return lead + _listed("Numbered pins show the lines", [str(i + 1) for i in range(len(panel.slice.colours))])
    assert panel.body is not None
    return lead + _body(panel.body, shelf, names, in_full)


def _body(body: Body, shelf: Shelf, names: Mapping[str, str], in_full: bool) -> str:
    plate = shelf.plate(body.plate)
    shows = body.shows or CROPS[plate.view][str(body.crop)].shows
    bones = ", with the bones under the skin" if body.bones and in_full else ""
    sentences = [f"{_VIEWS[plate.view]} of {shows}{bones}."]
    if in_full and any(muscle.name for muscle in body.muscles):
        sentences.append(_muscles(body))
    sentences += [f"A pale line {_side(nerve.side or body.side)} shows the {nerve.name}." for nerve in body.nerves]
    sentences += [_trigger(trigger, body, names) for trigger in body.triggers]
    sentences += [_sweep(sweep, body) for sweep in body.sweeps]
    sentences += [_no_go(area) for area in body.no_go]
    if body.pains:
        sentences.append(_listed("Grey and hatched is where it hurts:", [_pain(pain) for pain in body.pains]))
    sentences += [_spot(spot) for spot in body.spots]
    if named := [f"the {area.name} {_side(area.side)}" for area in body.areas if area.name]:
        sentences.append(_listed("Outlined:", named))
    if body.squares:
        sentences.append(_listed("Numbers mark the areas to feel", [square.text for square in body.squares]))
    if body.columns and body.columns.keep:  # otherwise a narrow frame may leave labels out
        sentences.append(_listed("Labelled are the", [_said(label) for label in body.labels]))
    return "\n".join(sentences)


def _trigger(trigger: Trigger, body: Body, names: Mapping[str, str]) -> str:
    side = _side(trigger.side or body.side)
    if trigger.at is None:
        area = f"Area {trigger.letter}" if trigger.letter else "The marked area"
        return f"{area}, {trigger.place or side}, shows pain in {trigger.covers or 'this part of the body'}."
    mark = f"X {trigger.letter}" if trigger.letter else "An X"
    place = trigger.place or where(trigger.at, names)
    pain = f"; pain may go to {trigger.covers}" if trigger.covers else ""
    return f"{mark} is {side}, {place}{pain}."


def _muscles(body: Body) -> str:
    """The muscles that are shaded, those of one side together."""
    sides: dict[str, list[str]] = {}
    for muscle in body.muscles:
        if muscle.name:
            sides.setdefault(_side(muscle.side or body.side), []).append(f"the {muscle.name}")
    return f"Shaded: {'; '.join(f'{_joined(names)} {side}' for side, names in sides.items())}."


def _no_go(area: NoGo) -> str:
    why = f", because {area.why}" if area.why else ""
    return f"Do not press on the cross-hatched {area.name}{why}."


def _pain(pain: Pain) -> str:
    return f"the {pain.name[:1].lower()}{pain.name[1:]} {_side(pain.side)}"


def _spot(spot: Spot) -> str:
    only = "; it is shown only, do not press it" if spot.alone else ""
    return f"Spot {spot.text} is {_side(spot.side)}, {spot.place}{only}."


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
    """The name in a label, without what stands after a colon, as it reads inside a sentence."""
    name = " ".join(label.text.split(":")[0].split())
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _listed(lead: str, words: Iterable[str]) -> str:
    return f"{lead} {_joined(words)}."


def _joined(words: Iterable[str]) -> str:
    *several, last = dict.fromkeys(words)
    return f"{', '.join(several)} and {last}" if several else last
