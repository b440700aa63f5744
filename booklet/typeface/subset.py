"""The part of a face that a document embeds, with the measures a PDF states about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import uharfbuzz
from uharfbuzz import SubsetFlags

from booklet.typeface.faces import Face

THOUSAND: Final = 1000
"""Units of a PDF's glyph space to the em."""
_OUTLINES: Final = frozenset(("glyf", "loca", "head", "hhea", "hmtx", "maxp", "CFF "))
"""The tables that show glyphs by their number (ISO 32000-1, 9.9)."""


@dataclass(frozen=True, slots=True)
class FontProgram:
    """Part of a font: its file, where each glyph went, and measures in thousandths of an em.

    `compact` is the bare CFF program of a font with such outlines, which keeps its glyphs' numbers; otherwise `data`
    is a TrueType file.
    """

    data: bytes
    compact: bool
    numbers: dict[int, int]
    box: tuple[int, int, int, int]
    ascent: int
    descent: int


def is_compact(face: Face) -> bool:
    """Whether the outlines are of the kind CFF, in which a glyph has one code only."""
    return "glyf" not in face.tables


def advance(face: Face, glyph: int) -> int:
    """The width of a glyph in thousandths of an em."""
    return round(float(face.font.get_glyph_h_advance(glyph)) * THOUSAND / face.upem)


def subset(face: Face, glyphs: Iterable[int]) -> FontProgram:
    """The glyphs of a face and no others; the same ones always give the same bytes."""
    wanted = sorted({0, *glyphs})
    compact = is_compact(face)
    asked = uharfbuzz.SubsetInput()
    asked.glyph_set.update(wanted)
    asked.flags = SubsetFlags.NO_HINTING | SubsetFlags.NOTDEF_OUTLINE | SubsetFlags.NO_LAYOUT_CLOSURE
    if compact:
        asked.flags |= SubsetFlags.RETAIN_GIDS | SubsetFlags.DESUBROUTINIZE | SubsetFlags.CFF_IDENTITY_CHARSET
    if face.font.face.has_var_data:
        asked.pin_all_axes_to_default(face.font.face)
    asked.drop_table_tag_set.update(int.from_bytes(tag.encode()) for tag in face.tables - _OUTLINES)
    plan = uharfbuzz.SubsetPlan(face.font.face, asked)
    made = plan.execute()
    moved = dict(plan.old_to_new_glyph_mapping)
    return FontProgram(
        data=bytes(made.reference_table("CFF ").data) if compact else bytes(made.blob.data),
        compact=compact,
        numbers={glyph: moved[glyph] for glyph in wanted},
        box=_box(face, wanted),
        ascent=round(face.font.get_font_extents("ltr").ascender * THOUSAND / face.upem),
        descent=round(face.font.get_font_extents("ltr").descender * THOUSAND / face.upem),
    )


def _box(face: Face, glyphs: Iterable[int]) -> tuple[int, int, int, int]:
    """The box that holds every one of the glyphs: left, bottom, right, top."""
    lefts, bottoms, rights, tops = [0], [0], [0], [0]
    for glyph in glyphs:
        extents = face.font.get_glyph_extents(glyph)
        lefts.append(extents.x_bearing)
        rights.append(extents.x_bearing + extents.width)
        tops.append(extents.y_bearing)
        bottoms.append(extents.y_bearing + extents.height)
    left, bottom, right, top = min(lefts), min(bottoms), max(rights), max(tops)
    scale = THOUSAND / face.upem
    return round(left * scale), round(bottom * scale), round(right * scale), round(top * scale)
