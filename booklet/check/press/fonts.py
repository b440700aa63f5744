"""Fonts: whether they are in the file, and which codes have no glyph in them (ISO 32000-1, 9.6 to 9.9)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

from booklet.check.press import values
from booklet.plane import Matrix

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
    sound: bytes = bytes(range(256))
    """The codes of one byte that have a glyph."""
    gids: bytes | None = field(default=None, repr=False)
    """Two bytes for each code of two: its glyph; empty where codes are glyphs, None where nobody can tell here."""
    glyphs: int = 0xFFFF + 1
    """How many glyphs the file of the font has."""
    em: float = 1.0
    """How high its letters are for a size of 1, where that is not an em."""
    matrix: Matrix = GLYPH_SPACE
    charprocs: dict[int, Any] = field(default_factory=dict, repr=False, compare=False)
    resources: Any = field(default=None, repr=False, compare=False)

    def lacks(self, shown: bytes) -> bool:
        """Whether a string shows the glyph that stands for a missing one."""
        if self.code_bytes == 1:
            return bool(shown.translate(None, self.sound))
        if self.gids is None:
            return False
        return any(self._is_missing(high << 8 | low) for high, low in set(zip(shown[::2], shown[1::2], strict=False)))

    def _is_missing(self, code: int) -> bool:
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
    codes = set(range(256))
    if isinstance(value.get("/Widths"), pikepdf.Array):
        first, last = values.whole(value.get("/FirstChar")), values.whole(value.get("/LastChar"), 255)
        codes = {code for code in codes if first <= code <= last}
    codes -= {code for code, name in _differences(value.get("/Encoding")).items() if values.name(name) == ".notdef"}
    return Font(values.name(value.get("/BaseFont")), _embedded(descriptor), sound=bytes(sorted(codes)))


def _drawn(value: Any) -> Font:
    """A Type 3 font, whose glyphs are content streams and always in the file."""
    glyphs = values.dictionary(value.get("/CharProcs"))
    names = _differences(value.get("/Encoding"))
    procs = {code: glyphs[name] for code, name in names.items() if name in glyphs}
    matrix = values.matrix(value.get("/FontMatrix")) or GLYPH_SPACE
    bounds = values.box(value.get("/FontBBox"))
    return Font(
        values.name(value.get("/Name")) or "Type 3",
        embedded=True,
        em=abs((bounds.height if bounds else 1000.0) * matrix.d),
        sound=bytes(code for code in range(256) if code in procs),
        matrix=matrix,
        charprocs=procs,
        resources=value.get("/Resources"),
    )


def _composite(value: Any) -> Font:
    below = values.items(value.get("/DescendantFonts"))
    descendant = values.dictionary(below[0] if below else None)
    descriptor = values.dictionary(descendant.get("/FontDescriptor"))
    gids = None
    if values.name(value.get("/Encoding")) in IDENTITY_ENCODINGS:
        given = descendant.get("/CIDToGIDMap")
        gids = given.read_bytes() if isinstance(given, pikepdf.Stream) else b""
    return Font(
        values.name(value.get("/BaseFont")),
        _embedded(descriptor),
        code_bytes=2,
        gids=gids,
        glyphs=_glyph_count(descriptor.get("/FontFile2")),
    )


def _embedded(descriptor: Any) -> bool:
    return any(isinstance(descriptor.get(key), pikepdf.Stream) for key in FILES)


def _differences(encoding: Any) -> dict[int, Any]:
    """The names that an encoding gives to codes by itself (9.6.6.1)."""
    names: dict[int, Any] = {}
    code = 0
    for item in values.items(values.dictionary(encoding).get("/Differences")):
        if isinstance(item, pikepdf.Name):
            names[code] = item
            code += 1
        else:
            code = values.whole(item)
    return names


def _glyph_count(file: Any) -> int:
    """The number of glyphs in a TrueType file (`maxp`); as many as there can be when it does not say."""
    data = file.read_bytes() if isinstance(file, pikepdf.Stream) else b""
    for at in range(12, 12 + 16 * int.from_bytes(data[4:6], "big"), 16):
        if data[at : at + 4] == b"maxp":
            table = int.from_bytes(data[at + 8 : at + 12], "big")
            return int.from_bytes(data[table + 4 : table + 6], "big") or 0xFFFF + 1
    return 0xFFFF + 1
