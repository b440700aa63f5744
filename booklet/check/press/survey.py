"""Walks a page through all the streams that it places, and gathers what is wrong on it.

A stream that is placed many times, as on the sheets of an imposed book, is read once for each graphics state that
makes a difference; where it lands does not, as its flaws are kept with places of their own and moved.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from booklet.check.press import values
from booklet.check.press.colour import Colour
from booklet.check.press.interpreter import Readers, TooMuch, interpret
from booklet.check.press.predicate import Flaw, Predicate, Zone
from booklet.check.press.state import State
from booklet.check.press.things import Blend, Fault, FaultKind, Group, Paint, Path, Picture, Placed, Role, Text, Thing
from booklet.plane import IDENTITY, Box

Found: TypeAlias = tuple[Predicate[Any], Flaw]
DEEPEST: Final = 24
"""How deep streams may place one another."""
MOST_PLACED: Final = 300_000
"""How often streams are placed, in a whole document."""
MOST_FOUND: Final = 1_000
"""How many flaws of one kind are kept for one stream."""
MOST_BOXES: Final = 40
"""In how many boxes it is kept where a stream has paint."""
MOST_KNOWN: Final = 20_000


@dataclass(slots=True)
class Survey:
    """What is on a page, or in a stream that is placed on it."""

    found: list[Found] = field(default_factory=list)
    fonts: set[tuple[str, bool]] = field(default_factory=set)
    """Names, and whether they are embedded."""
    inks: set[str] = field(default_factory=set)
    painted: list[Box] = field(default_factory=list)
    """Where there is something to see."""
    transparent: bool = False
    counts: dict[str, int] = field(default_factory=dict)

    def tell(self, found: Iterable[Found]) -> None:
        for predicate, flaw in found:
            count = self.counts[predicate.code] = self.counts.get(predicate.code, 0) + 1
            if count <= MOST_FOUND:
                self.found.append((predicate, flaw))

    def paint(self, box: Box) -> None:
        if len(self.painted) < MOST_BOXES:
            self.painted.append(box)
        else:
            self.painted[-1] = Box.around((*self.painted[-1].corners, *box.corners))

    def take(self, other: Survey, placed: Placed) -> None:
        """Add what a stream has that is placed here."""
        if placed.role is Role.MASK:  # it is not painted, but it must conform
            self.tell((predicate, flaw) for predicate, flaw in other.found if predicate.zone is Zone.SHEET)
            return
        x, y = placed.state.ctm.e, placed.state.ctm.f
        for predicate, flaw in other.found:
            box = flaw.box.moved(x, y) if flaw.box else None
            if placed.role is Role.PATTERN:  # its cell is repeated all over
                box = placed.within
            elif box and placed.within:
                box = box.common(placed.within)
                if box is None and predicate.zone is not Zone.SHEET:
                    continue
            self.tell([(predicate, Flaw(flaw.message, flaw.where, box))])
        self.fonts |= other.fonts
        self.inks |= other.inks
        self.transparent |= other.transparent
        for painted in other.painted:
            there = painted.moved(x, y) if placed.role is not Role.PATTERN else placed.within
            if there and (seen := there.common(placed.within) if placed.within else there):
                self.paint(seen)


class Surveyor:
    """Surveys the pages of one document; `judge` says what is wrong with a thing."""

    def __init__(self, readers: Readers, judge: Callable[[Thing], Iterable[Found]]) -> None:
        self._readers = readers
        self._judge = judge
        self._known: dict[Hashable, Survey] = {}
        self._open: list[tuple[int, int]] = []
        self._left = MOST_PLACED

    def page(self, stream: Any, resources: Any, seen: Box | None, looks: Iterable[tuple[Any, Box]] = ()) -> Survey:
        """What is on a page, of which `seen` can be seen; `looks` are the appearances of annotations and the boxes that
        they fill. TooMuch when there is more than is looked at."""
        self._open.clear()
        survey = self._read(stream, resources, State(clip=seen))
        for form, box in looks:
            start = State(ctm=IDENTITY._replace(e=box.left, f=box.bottom))
            self._place(survey, Placed(Role.FORM, form, form.get("/Resources"), start, box))
        return survey

    def _read(self, stream: Any, resources: Any, state: State) -> Survey:
        survey = Survey()
        for thing in interpret(stream, resources, state, self._readers):
            if isinstance(thing, Placed):
                self._place(survey, thing)
            else:
                _note(survey, thing)
                survey.tell(self._judge(thing))
        return survey

    def _place(self, survey: Survey, placed: Placed) -> None:
        self._left -= 1
        if self._left < 0:
            raise TooMuch
        known = values.identity(placed.stream)
        if known in self._open or len(self._open) >= DEEPEST:
            survey.tell(self._judge(Fault(FaultKind.LOOP, "an object places itself, or others far too deep")))
            return
        group = values.dictionary(values.dictionary(placed.stream).get("/Group"))
        if values.name(group.get("/S")) == "Transparency":
            space = self._readers.colours.read(group["/CS"], placed.resources) if "/CS" in group else None
            survey.tell(self._judge(Group(placed.within, space)))
        self._open.append(known or (0, 0))
        survey.take(self._below(placed), placed)
        self._open.pop()

    def _below(self, placed: Placed) -> Survey:
        """The survey of a stream as if it were placed at the origin."""
        key = self._key(placed)
        if key in self._known:
            return self._known[key]
        state = placed.state.copy()
        x, y = state.ctm.e, state.ctm.f
        state.ctm = state.ctm.linear
        state.base = state.base._replace(e=state.base.e - x, f=state.base.f - y)
        state.clip = None
        found = self._read(placed.stream, placed.resources, state)
        if key is not None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            self._known[key] = found
        return found

    def _key(self, placed: Placed) -> Hashable | None:
        """By what a placed stream is known again; None when it borrows resources that cannot be told apart."""
        stream, resources = values.identity(placed.stream), values.identity(placed.resources)
        own = "/Resources" in values.dictionary(placed.stream)
        return (stream, resources, placed.state.key) if stream and (own or resources) else None


def _note(survey: Survey, thing: Thing) -> None:
    """Keep what a thing adds to inks, fonts and paint."""
    if isinstance(thing, Fault | Group):
        return
    survey.transparent |= thing.transparent
    if isinstance(thing, Text):
        survey.fonts.add((thing.font.name, thing.font.embedded))
    if isinstance(thing, Picture | Blend):
        if thing.space:
            survey.inks |= thing.space.inks
        survey.paint(thing.box)
    for paint in paints(thing):
        _ink(survey, paint.colour)
        if paint.colour.is_seen and not (isinstance(thing, Text) and thing.blank):
            survey.paint(thing.box)


def paints(thing: Thing) -> list[Paint]:
    """The colours that a thing is painted with."""
    if isinstance(thing, Text | Path):
        return [paint for paint in (thing.fill, thing.stroke) if paint]
    return [thing.fill] if isinstance(thing, Picture) and thing.fill else []


def _ink(survey: Survey, colour: Colour) -> None:
    """A special ink is used by whatever is painted in its space, one of the process by what takes some of it."""
    survey.inks |= colour.space.spots
    survey.inks |= set(colour.inks)
