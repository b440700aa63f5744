"""Finds the data folders: the bundled library, and a clinic's own library laid over it.

A file of the clinic's with the same relative path replaces the bundled one; any other file is added.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from booklet.errors import EnvironmentProblem, Span

FOLDERS: Final = ("content", "figures", "templates")


def bundled_root() -> Path:
    """The folder that holds `content`, `figures` and `templates`: inside the wheel, or the checkout."""
    package = Path(__file__).resolve().parent
    for root in (package / "data", package.parent):
        if all((root / folder).is_dir() for folder in FOLDERS):
            return root
    raise EnvironmentProblem.at(Span(str(package)), "the bundled content is missing", "install booklet again")


@dataclass(frozen=True, slots=True)
class Resources:
    """Roots in order of precedence; the last one is the bundled library.

    `hidden` are paths relative to a root that no listing tells, whichever root they are in.
    """

    roots: tuple[Path, ...]
    hidden: frozenset[str] = frozenset()

    @classmethod
    def at(cls, library: Path | None = None) -> Resources:
        """The bundled library, with `library` (a clinic's folder) laid over it when given."""
        own = (library.resolve(),) if library else ()
        return cls((*own, bundled_root()))

    def find(self, name: str) -> Path:
        """The file with this path relative to a root, the clinic's first; a missing one is reported by name."""
        for root in self.roots:
            if (root / name).is_file():
                return root / name
        raise EnvironmentProblem.at(Span(name), "is missing from the library")

    def listing(self, folder: str, suffix: str) -> dict[str, Path]:
        """Stem to path of the files of one kind in `folder`, sorted by stem, the clinic's over the bundled."""
        found: dict[str, Path] = {}
        for root in reversed(self.roots):
            for path in _files(root / folder, suffix):
                if f"{folder}/{path.name}" not in self.hidden:
                    found[path.name.removesuffix(suffix)] = path
        return dict(sorted(found.items()))

    def shown(self, path: Path) -> str:
        """How messages name a file: relative to its library, or as it is."""
        for root in self.roots:
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return str(path)


def _files(folder: Path, suffix: str) -> Iterable[Path]:
    return (p for p in folder.glob(f"*{suffix}") if p.is_file()) if folder.is_dir() else ()
