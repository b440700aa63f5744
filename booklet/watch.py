"""Rebuilds sheets while their content is being edited: only those that a changed file is part of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from booklet.build import ENGLISH, HANDOUT, Sheet, Workshop
from booklet.diagrams import Atlas
from booklet.errors import BookletError, Diagnostic
from booklet.layout import Setting
from booklet.library import Library, Region
from booklet.library.references import references
from booklet.library.shelves import SHELVES, SUFFIX
from booklet.resources import FOLDERS, Resources

Outcome: TypeAlias = Sheet | list[Diagnostic]
"""What came of a sheet: itself, or what is wrong."""

ATLAS_FILES: Final = ("figures/", "content/landmarks.yaml")
SUFFIXES: Final = frozenset((SUFFIX, ".j2", ".json", ".svg", ".png", ".ttf", ".icc"))
"""What a file that decides what is printed ends in."""


@dataclass(slots=True)
class Watch:
    """A product of some regions of a library (of all when none is named), kept up to date."""

    resources: Resources
    regions: tuple[str, ...]
    setting: Setting
    product: str = HANDOUT
    language: str = ENGLISH
    fold: str = ""
    _atlas: Atlas | None = None
    _sound: frozenset[str] = frozenset()

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where the files are that decide what is printed; a clinic's own library is watched whole."""
        *own, bundled = self.resources.roots
        return (*own, *(bundled / folder for folder in FOLDERS))

    def rebuild(self, changed: Iterable[Path] | None = None) -> Iterator[Outcome]:
        """Build what the changed files are part of (everything at first), and what was not sound before."""
        names = None if changed is None else {self.resources.shown(path) for path in changed}
        if names is None or any(name.startswith(ATLAS_FILES) for name in names):
            self._atlas = Atlas(self.resources)
        sound = self._sound
        self._sound = frozenset()
        try:
            workshop, mistakes = Workshop.salvaging(self.resources, self._atlas)
        except BookletError as error:
            yield list(error.diagnostics)
            return
        regions, unknown = workshop.pick(self.regions)
        if mistakes or unknown:
            yield mistakes + unknown
        for region in regions:
            if names is not None and region.region in sound and not affected(workshop.library, region, names):
                self._sound |= {region.region}
                continue
            try:
                sheet = workshop.sheet(region, self.setting, self.product, self.language, self.fold)
            except BookletError as error:
                yield list(error.diagnostics)
            else:
                self._sound |= {region.region}
                yield sheet


def affected(library: Library, region: Region, changed: Iterable[str]) -> bool:
    """Whether one of the changed files (paths within a library) may show in the sheet of a region."""
    shelves = tuple(f"content/{folder}/" for folder in SHELVES)
    own = {f"content/regions/{region.region}{SUFFIX}"}
    for part in library.parts(region):
        for _, kind, name in references(part):
            own.add(f"figures/{name}{SUFFIX}" if kind == "figures" else f"content/{kind}/{name}{SUFFIX}")
    # Of what has no place of its own here (plates, words, templates, the clinic) any sheet may be made.
    return any(name in own or not (name.startswith(shelves) or _is_spec(name)) for name in changed)


def _is_spec(name: str) -> bool:
    return name.startswith("figures/") and name.endswith(SUFFIX)
