"""All figures of a library: their specs, their mistakes, their drawings and descriptions."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from booklet.diagrams.alt import describe
from booklet.diagrams.body_map import BodyMap, mistakes
from booklet.diagrams.check import Checker
from booklet.diagrams.frame import Mark
from booklet.diagrams.landmarks import LandmarkNames
from booklet.diagrams.mirror import MirroredShelf, mirrored, words
from booklet.diagrams.plates import Shelf
from booklet.diagrams.spec import FigureSpec, Panel
from booklet.drawing import Drawing, Frame
from booklet.errors import BookletError, Diagnostic, Span, did_you_mean, nearest_or_all
from booklet.resources import Resources
from booklet.source import Source, load

if TYPE_CHECKING:
    from booklet.diagrams.draw import Plan


MOST_DRAWN: Final = 128
"""How many drawings are kept: those of a handout on two kinds of paper."""


class Atlas:
    """All figure specs and plates of a library; each is read once, when first asked for."""

    def __init__(self, resources: Resources, shelf: Shelf | None = None) -> None:
        self.resources = resources
        self.shelf = shelf or Shelf(resources)
        self._mirrored = MirroredShelf(self.shelf)
        self._files = resources.listing("figures", ".yaml")
        self._specs: dict[str, Source[FigureSpec]] = {}
        self._names: dict[str, str] | None = None
        self.drawn = lru_cache(MOST_DRAWN)(self.draw)
        """The same as `draw`, for what is drawn again and again."""

    @cached_property
    def body_map(self) -> BodyMap:
        """The areas in which it can hurt."""
        path = self.resources.find("content/body-map.yaml")
        source = load(path, BodyMap, self.resources.shown(path))
        if problems := list(mistakes(source)):
            raise BookletError(problems)
        return source.value

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all figures, sorted."""
        return tuple(self._files)

    def spec(self, figure_id: str) -> Source[FigureSpec]:
        """The checked spec of a figure. Raises BookletError with all its mistakes."""
        if figure_id not in self._specs:
            if figure_id not in self._files:
                raise BookletError.at(
                    Span("figures"), f'unknown figure "{figure_id}"', did_you_mean(figure_id, self.ids)
                )
            path = self._files[figure_id]
            source = load(path, FigureSpec, self.resources.shown(path))
            problems = Checker(source, self.shelf).run()
            if problems:
                raise BookletError(problems)
            self._specs[figure_id] = source
        return self._specs[figure_id]

    def files(self, figure_id: str) -> tuple[Path, ...]:
        """The spec of a figure and the plates that it is drawn from."""
        plates = self.plate_files(figure_id)
        return (self._files[figure_id], *plates)

    def plate_files(self, figure_id: str) -> tuple[Path, ...]:
        """The plates that a figure is drawn from."""
        used = dict.fromkeys(name for panel in self.spec(figure_id).value.panels for name in panel.plates)
        return tuple(file for name in used if (file := self.shelf.file(name)))

    def check(self) -> list[Diagnostic]:
        """Every mistake in every spec, in the names of landmarks and in the body map."""
        found: list[Diagnostic] = []
        parts: list[Callable[[], object]] = [partial(self.spec, figure_id) for figure_id in self.ids]
        parts += [self.landmark_names, lambda: self.body_map]
        for load_part in parts:
            try:
                load_part()
            except BookletError as error:
                found += error.diagnostics
        return found

    def draw(self, figure_id: str, frame: Frame, *, mirror: bool = False) -> Drawing:
        """The figure in a frame, with left and right exchanged if it is mirrored.

        Raises BookletError for an unknown figure or panel, or mistakes in the spec.
        """
        plan, alt = self.plan(figure_id, frame, mirror=mirror), self.alt(figure_id, frame.panels, mirror=mirror)
        title = self.spec(figure_id).value.title
        if mirror:
            return plan.draw(f"{figure_id}-mirrored", words(title), alt)
        return plan.draw(figure_id, title, alt)

    def plan(self, figure_id: str, frame: Frame, *, mirror: bool = False) -> Plan:
        """Where every panel of the figure stands in a frame, before anything is drawn. Raises BookletError."""
        from booklet.diagrams.draw import Plan  # geometry takes a while to import; checking does without it

        return Plan(self._picked(figure_id, frame.panels, mirror), frame, self._mirrored if mirror else self.shelf)

    def marks(self, figure_id: str, panels: tuple[str, ...] = ()) -> dict[str, Mark]:
        """The mark of each trigger point in the panels (all when none is named), by the point's id."""
        found: dict[str, Mark] = {}
        for panel in self._picked(figure_id, panels):
            for trigger in panel.body.triggers if panel.body else ():
                for point in (trigger.point, *trigger.also):
                    if point:
                        found.setdefault(point, Mark(trigger.letter, trigger.colour))
        return found

    def alt(self, figure_id: str, panels: tuple[str, ...] = (), *, mirror: bool = False) -> str:
        """What the panels (all when none is named) show, in a person's words."""
        chosen = self._picked(figure_id, panels, mirror)
        shelf = self._mirrored if mirror else self.shelf
        return describe(self.spec(figure_id).value, chosen, shelf, self.landmark_names())

    def _picked(self, figure_id: str, panels: tuple[str, ...], mirror: bool = False) -> tuple[Panel, ...]:
        source = self.spec(figure_id)
        known = [panel.id for panel in source.value.panels]
        for panel_id in panels:
            if panel_id not in known:
                message = f'figure "{figure_id}" has no panel "{panel_id}"'
                raise BookletError.at(source.span("panels"), message, nearest_or_all(panel_id, known))
        chosen = (panel for panel in source.value.panels if not panels or panel.id in panels)
        return tuple(mirrored(panel) if mirror else panel for panel in chosen)

    def landmark_names(self) -> dict[str, str]:
        """The plain name of each landmark, without its side."""
        if self._names is None:
            path = self.resources.find("content/landmarks.yaml")
            self._names = load(path, LandmarkNames, self.resources.shown(path)).value.root
        return self._names
