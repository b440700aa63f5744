"""Fonts: whether they are in the file, and which codes have no glyph in them (ISO 32000-1, 9.6 to 9.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

from booklet.check.press import values
from booklet.check.press.geometry import Matrix

FILES: Final = ("/FontFile", "/FontFile2", "/FontFile3")
IDENTITY_ENCODINGS: Final = ("Identity-H", "Identity-V")
GLYPH_SPACE: Final = Matrix(0.001, 0.0, 0.0, 0.001, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Font:
    """A font as far as a press cares.

    `charprocs` are the glyphs of a Type 3 font by their codes, each a content stream under `matrix`.
    """

    name: str
    embedded: bool
    code_bytes: int = 1
    first: int = 0
    last: int = 0xFFFF
    """The codes that it says to have."""
    without: frozenset[int] = frozenset()
    """Codes that its encoding sends to .notdef."""
    gids: bytes | None = field(default=None, repr=False)
    """Where its codes are glyphs after this map, two bytes each; empty for the map that changes nothing."""
    glyphs: int = 0xFFFF + 1
    """How many glyphs the file of the font has."""
    em: float = 1.0
    """How high its letters are for a size of 1, where that is not an em."""
    matrix: Matrix = GLYPH_SPACE
    charprocs: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)
    resources: Any = field(default=None, repr=False, compare=False)

    def codes(self, shown: bytes) -> Iterator[int]:
        step = self.code_bytes
        return (int.from_bytes(shown[at : at + step], "big") for at in range(0, len(shown), step))

    def lacks(self, shown: bytes) -> bool:
        """Whether a string shows the glyph that stands for a missing one."""
        return any(self._lacks(code) for code in set(self.codes(shown)))

    def _lacks(self, code: int) -> bool:
        if not self.first <= code <= self.last or code in self.without:
            return True
        if self.gids is None:
            return False
        glyph = int.from_bytes(self.gids[2 * code : 2 * code + 2], "big") if self.gids else code
        return glyph == 0 or glyph >= self.glyphs


class FontReader:
    """Reads the fonts of one document, each once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Font] = {}

    def read(self, value: Any) -> Font | None:
        """A font; None for what is none."""
        known = values.identity(value)
        if known and known in self._known:
            return self._known[known]
        if not isinstance(value, pikepdf.Dictionary):
            return None
        kind = values.name(value.get("/Subtype"))
        maker = {"Type0": _composite, "Type3": _drawn}.get(kind, _simple)
        font = maker(value)
        if known:
            self._known[known] = font
        return font


def _simple(value: Any) -> Font:
    descriptor = values.dictionary(value.get("/FontDescriptor"))
    first = last = None
    if isinstance(value.get("/Widths"), pikepdf.Array):
        first, last = values.whole(value.get("/FirstChar")), values.whole(value.get("/LastChar"), 255)
    return Font(
        values.name(value.get("/BaseFont")),
        _embedded(descriptor),
        first=first or 0,
        last=255 if last is None else last,
        without=_undefined(value.get("/Encoding")),
    )


def _drawn(value: Any) -> Font:
    """A Type 3 font, whose glyphs are content streams and always in the file."""
    glyphs = values.dictionary(value.get("/CharProcs"))
    names = _differences(value.get("/Encoding"))
    procs = {code: glyphs[f"/{name}"] for code, name in names.items() if name and f"/{name}" in glyphs}
    matrix = values.matrix(value.get("/FontMatrix")) or GLYPH_SPACE
    bounds = values.box(value.get("/FontBBox"))
    return Font(
        values.name(value.get("/Name")) or "Type 3",
        embedded=True,
        em=abs((bounds.height if bounds else 1000.0) * matrix.d),
        without=frozenset(code for code in range(256) if code not in procs),
        matrix=matrix,
        charprocs=procs,
        resources=value.get("/Resources"),
    )


def _composite(value: Any) -> Font:
    below = values.items(value.get("/DescendantFonts"))
    descendant = values.dictionary(below[0] if below else None)
    descriptor = values.dictionary(descendant.get("/FontDescriptor"))
    gids = None
    if values.name(value.get("/Encoding")) in IDENTITY_ENCODINGS and "/FontFile2" in descriptor:
        given = descendant.get("/CIDToGIDMap")
        gids = given.read_bytes() if isinstance(given, pikepdf.Stream) else b""
    return Font(
        values.name(value.get("/BaseFont")),
        _embedded(descriptor),
        code_bytes=2,
        without=frozenset((0,)) if values.name(value.get("/Encoding")) in IDENTITY_ENCODINGS else frozenset(),
        gids=gids,
        glyphs=_glyph_count(descriptor.get("/FontFile2")),
    )


def _embedded(descriptor: Any) -> bool:
    return any(isinstance(descriptor.get(key), pikepdf.Stream) for key in FILES)


def _differences(encoding: Any) -> dict[int, str]:
    """The names that an encoding gives to codes by itself (9.6.6.1)."""
    names: dict[int, str] = {}
    code = 0
    for item in values.items(values.dictionary(encoding).get("/Differences")):
        if isinstance(item, pikepdf.Name):
            names[code] = values.name(item)
            code += 1
        else:
            code = values.whole(item)
    return names


def _undefined(encoding: Any) -> frozenset[int]:
    return frozenset(code for code, name in _differences(encoding).items() if name == ".notdef")


def _glyph_count(file: Any) -> int:
    """The number of glyphs in a TrueType file (`maxp`); as many as there can be when it does not say."""
    data = file.read_bytes() if isinstance(file, pikepdf.Stream) else b""
    for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
        if data[at : at + 4] == b"maxp":
            table = int.from_bytes(data[at + 8 : at + 12], "big")
            return int.from_bytes(data[table + 4 : table + 6], "big") or 0xFFFF + 1
    return 0xFFFF + 1
