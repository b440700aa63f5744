"""The faces that typed text may be set in, and which of them shows which characters.

The bundled typeface comes first, then Noto for the scripts it lacks, then what a clinic put in `templates/fonts/extra`,
then the fonts of the extra `cjk`, where that is installed. Bold text looks in bold faces first, and in regular ones
before it is refused.
"""

from __future__ import annotations

import importlib.util
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

import uharfbuzz

from booklet.errors import BookletError, Span
from booklet.resources import Resources
from booklet.typeface.characters import SPACES, clusters, seen

FOLDER: Final = "templates/fonts"
EXTRA: Final = f"{FOLDER}/extra"
OWN: Final = "AtkinsonHyperlegibleNext"
FALLBACKS: Final = ("NotoSans", "NotoSansArabic", "NotoSansHebrew", "NotoSansDevanagari")
CJK_PACKAGES: Final = ("pylopdf_fonts_zh_cn", "pylopdf_fonts_jp", "pylopdf_fonts_zh_tw", "pylopdf_fonts_ko")
"""Packages of the extra `cjk`, in the order they are asked; Simplified Chinese has the most characters."""
SUFFIXES: Final = (".otf", ".ttf")
BOLD: Final = "-Bold"
RIGHTS: Final = slice(8, 10)
"""Where the table OS/2 says who may embed a font (OpenType, `fsType`)."""
NO_RIGHTS: Final = 0xF
RESTRICTED: Final = 2


class Face:
    """One font file; a face is itself wherever it is used, so it is compared by identity."""

    def __init__(self, path: Path) -> None:
        """Raises BookletError for a file that is no font with outlines a PDF can embed."""
        self.path = path
        self.name = re.sub("[^A-Za-z0-9-]+", "-", path.stem)
        self.font: Any = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path))))
        self.tables = frozenset(self.font.face.table_tags)
        if flaw := self._flaw():
            raise BookletError.at(Span(f"{EXTRA}/{path.name}"), flaw, "use another font")

    def _flaw(self) -> str:
        """Why the font cannot be used, as the end of a sentence about it; "" when it can."""
        if not self.tables & {"glyf", "CFF "}:
            return "is no TrueType or OpenType font that can be embedded"
        if not self.glyph_of(" "):
            return "has no space"
        rights = bytes(self.font.face.reference_table("OS/2").data)[RIGHTS]
        return "does not allow to be embedded" if int.from_bytes(rights) & NO_RIGHTS == RESTRICTED else ""

    @cached_property
    def upem(self) -> int:
        """Units of the design grid to the em."""
        return int(self.font.face.upem)

    @cached_property
    def characters(self) -> frozenset[str]:
        """The characters that it has a glyph for; every space can be made of the plain one."""
        return SPACES.union(map(chr, self.font.face.unicodes))

    def shows(self, text: str) -> bool:
        """Whether it has a glyph for every character that is to be seen."""
        return self.characters.issuperset(seen(text))

    def glyph_of(self, character: str) -> int:
        """The number of the glyph that stands for a character by itself; 0 when there is none."""
        return int(self.font.get_nominal_glyph(ord(character)) or 0)

    @cached_property
    def mirrored(self) -> dict[int, str]:
        """From the glyphs of brackets and other signs that have a mirror image to the character each looks like."""
        return {self.glyph_of(c): c for c in sorted(self.characters) if unicodedata.mirrored(c)}

    @cache  # noqa: B019 - faces live as long as the process
    def ink(self, glyph: int) -> tuple[float, float]:
        """How far a glyph reaches above and below the baseline, in em."""
        extents = self.font.get_glyph_extents(glyph)
        top = extents.y_bearing / self.upem
        return top, -(top + extents.height / self.upem)


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces for text of one weight, in the order they are asked."""

    order: tuple[Face, ...]

    def showing(self, text: str) -> Face | None:
        """The first face that shows all of a text, which is a character with what clings to it, or a word."""
        return next((face for face in self.order if face.shows(text)), None)

    def missing(self, text: str) -> str:
        """The characters that no face shows, each once, in order."""
        sought = dict.fromkeys(c for start, end in clusters(text) for c in seen(text[start:end]))
        return "".join(c for c in sought if self.showing(c) is None)


def faces_of(resources: Resources) -> dict[str, Faces]:
    """The faces for each weight of the bundled typeface: "Regular", "SemiBold" and "Bold"."""
    return _faces_of(
        tuple(resources.find(f"{FOLDER}/{OWN}-{weight}.ttf") for weight in ("Regular", "SemiBold", "Bold")),
        tuple(resources.find(f"{FOLDER}/{name}-Regular.ttf") for name in FALLBACKS),
        tuple(resources.find(f"{FOLDER}/{name}-Bold.ttf") for name in FALLBACKS),
        tuple(path for suffix in SUFFIXES for path in resources.listing(EXTRA, suffix).values()),
    )


@cache
def _faces_of(
    own: Sequence[Path], regular: Sequence[Path], bold: Sequence[Path], extra: Sequence[Path]
) -> dict[str, Faces]:
    slim = [path for path in extra if not path.stem.endswith(BOLD)]
    stout = [path for path in extra if path.stem.endswith(BOLD)]
    east = _cjk()
    light, semi, heavy = own
    lighter = [*regular, *slim, *east]
    orders = {
        "Regular": [light, *lighter, *stout],
        "SemiBold": [semi, *bold, *stout, light, *lighter],
        "Bold": [heavy, *bold, *stout, light, *lighter],
    }
    return {weight: Faces(tuple(map(_face, order))) for weight, order in orders.items()}


@cache
def _face(path: Path) -> Face:
    return Face(path)


def _cjk() -> Iterable[Path]:
    """The sans serif fonts of the installed packages of the extra `cjk`."""
    for package in CJK_PACKAGES:
        found = importlib.util.find_spec(package)
        for folder in (found.submodule_search_locations or ()) if found else ():
            yield from sorted(Path(folder).glob("NotoSans*-Regular.otf"))
