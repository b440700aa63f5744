"""From typed text to glyphs in place: runs of one face, script and direction, and the shape of each.

Lengths are in em, so that a text is shaped once for all sizes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Final

import uharfbuzz

from booklet.typeface.characters import SELECTORS, SPACES, clings, clusters, inked_length, script
from booklet.typeface.direction import levels, reordered
from booklet.typeface.faces import Face, Faces

PLAIN: Final = {"kern": False, "liga": False, "clig": False, "calt": False}
"""The bundled typeface is set as everywhere else on a page: letter by letter (ISO 32000-1, 9.4.4)."""
UNSEEN: Final = 0x2060
"""The code of the word joiner, which a shaper shows nothing for."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph of a face: how far it moves the pen, and how far from the pen it stands."""

    number: int
    advance: float
    right: float
    up: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Characters `start` to `end` of a block and the glyphs that show them, from left to right."""

    start: int
    end: int
    glyphs: tuple[Glyph, ...]

    @property
    def width(self) -> float:
        return sum(glyph.advance for glyph in self.glyphs)


@dataclass(frozen=True, slots=True)
class Run:
    """Characters `start` to `end` of a block, set in one face, script and direction; odd levels run leftwards."""

    start: int
    end: int
    face: Face
    script: str
    level: int

    @property
    def leftwards(self) -> bool:
        return self.level % 2 == 1


class Block:
    """A typed text without line ends in it, to be set in `faces`."""

    def __init__(self, text: str, faces: Faces) -> None:
        self.text = text
        self.base, self._levels = levels(text)
        self._faces = faces

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """All runs in the order of the text."""
        keys = zip(_faces(self.text, self._faces), _scripts(self.text), self._levels, strict=True)
        runs, start = [], 0
        for (face, script_code, level), group in groupby(keys):
            end = start + sum(1 for _ in group)
            runs.append(Run(start, end, face, script_code, level))
            start = end
        return tuple(runs)

    @cached_property
    def clusters(self) -> tuple[tuple[Run, Cluster], ...]:
        """All clusters in the order of the text, as they are set before it is known where lines end."""
        return tuple((run, c) for run in self.runs for c in sorted(self.shape(run), key=lambda c: c.start))

    @cached_property
    def _codes(self) -> list[int]:
        """What is shaped: the text, but for selectors without a letter, which keep a shaper from making spaces itself.

        They stand after a space, with or without other marks on it, or at the start of a run.
        """
        starts = {run.start for run in self.runs}
        codes, letter = [], False
        for index, character in enumerate(self.text):
            if index in starts or not clings(character):
                letter = character not in SPACES and not clings(character)
            codes.append(ord(character) if letter or character not in SELECTORS else UNSEEN)
        return codes

    def shape(self, run: Run) -> tuple[Cluster, ...]:
        """The clusters of a run from left to right, shaped with the letters around them in view."""
        buffer = uharfbuzz.Buffer()
        buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.flags = uharfbuzz.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
        buffer.add_codepoints(self._codes, run.start, run.end - run.start)
        buffer.direction = "rtl" if run.leftwards else "ltr"
        buffer.script = run.script or "Zyyy"
        uharfbuzz.shape(run.face.font, buffer, PLAIN if run.face is self._faces.order[0] else None)
        placed = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
        glyphs = [(info.cluster, _glyph(info, position, run.face.upem)) for info, position in placed]
        found = _in_order(glyphs[::-1] if run.leftwards else glyphs)
        ends = [*(start for start, _ in found[1:]), run.end]
        shaped = tuple(
            Cluster(start, end, tuple(inside[::-1] if run.leftwards else inside))
            for (start, inside), end in zip(found, ends, strict=True)
        )
        return shaped[::-1] if run.leftwards else shaped

    def line(self, start: int, end: int) -> list[tuple[Run, tuple[Cluster, ...]]]:
        """The runs of one line from left to right, each with its clusters from left to right.

        White space at its end stands at the end of the line, whichever way the words before it run (UAX 9, L1).
        """
        inked = start + inked_length(self.text[start:end])
        parts = list(self._cut(start, inked))
        parts += [replace(run, level=self.base) for run in self._cut(inked, end)]
        return [(run, self.shape(run)) for run in reordered(parts, [run.level for run in parts])]

    def _cut(self, start: int, end: int) -> Iterator[Run]:
        for run in self.runs:
            first, last = max(run.start, start), min(run.end, end)
            if first < last:
                yield replace(run, start=first, end=last)


def _glyph(info: uharfbuzz.GlyphInfo, position: uharfbuzz.GlyphPosition, upem: int) -> Glyph:
    return Glyph(info.codepoint, position.x_advance / upem, position.x_offset / upem, position.y_offset / upem)


def _in_order(glyphs: Iterable[tuple[int, Glyph]]) -> list[tuple[int, list[Glyph]]]:
    """Glyphs by the character that each starts from, those together whose characters are not in their order.

    A shaper keeps the order of clusters, but for vowel signs without a letter, which it moves all the same.
    """
    found: list[tuple[int, list[Glyph]]] = []
    for start, glyph in glyphs:
        inside = [glyph]
        while found and found[-1][0] >= start:
            inside = found.pop()[1] + inside
        found.append((start, inside))
    return found


def _faces(text: str, faces: Faces) -> Iterator[Face]:
    """The face of each character: one for a word of one script where one will do, else one for each cluster.

    What is seen in any face, as spaces are, stays in the face before it. A mark that no face has together with its
    letter is set by itself.
    """
    current = faces.order[0]
    for start, end in _stretches(text):
        if face := faces.showing(text[start:end]):
            current = current if current.shows(text[start:end]) and not text[start:end].strip() else face
            yield from [current] * (end - start)
            continue
        for first, last in clusters(text[start:end]):
            cluster = text[start + first : start + last]
            if face := faces.showing(cluster):
                current = face
                yield from [face] * len(cluster)
            else:
                for character in cluster:
                    current = faces.showing(character) or current
                    yield current


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Clusters, those of one script together."""
    parts = [(start, end, script(text[start])) for start, end in clusters(text)]
    for code, group in groupby(parts, key=lambda part: part[2]):
        inside = list(group)
        if code:
            yield inside[0][0], inside[-1][1]
        else:
            yield from ((start, end) for start, end, _ in inside)


def _scripts(text: str) -> Sequence[str]:
    """The script of each character; those of no script of their own take that of the one before, or of the first."""
    own = [script(character) for character in text]
    before = next((code for code in own if code), "")
    for index, code in enumerate(own):
        before = own[index] = code or before
    return own
