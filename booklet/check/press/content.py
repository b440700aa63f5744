"""What a press demands of text, lines, images and colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, Final

from booklet.check.press.colour import ALL, MANAGED, RGB, UNKNOWN, ColourSpace
from booklet.check.press.predicate import Flaw, Predicate, Zone
from booklet.check.press.survey import Found, paints
from booklet.check.press.things import Blend, Fault, FaultKind, Group, Path, Picture, Text, Thing
from booklet.errors import Severity

LEAST_TEXT: Final = 5.0
LEAST_MIXED_TEXT: Final = 9.0
"""Below this size, text in several inks is blurred by the least shift of a plate."""
MOST_OVERPRINTED: Final = 12.0
"""Black text up to this size must not leave white gaps around it."""
LEAST_LINE: Final = 0.25
LEAST_PPI: Final = 225.0
LEAST_BITMAP_PPI: Final = 550.0
TOLERANCE: Final = 0.005
"""Of sizes, in pt or as a part of one: what rounding in a file does."""
FULL: Final = 0.999
"""A tint from which on an ink counts as full."""
UNBLENDABLE: Final = RGB | {"Lab", "ICCBased Lab", UNKNOWN}
"""Families that a group must not blend in: Lab cannot (ISO 32000-1, 11.6.6), and the others are no inks."""
X4: Final = "ISO 15930-7"
HOUSE: Final = "design criteria"


# ---- text


def _not_embedded(text: Text) -> Iterator[Flaw]:
    if not text.font.embedded:
        yield Flaw(f'the font "{text.font.name}" is not embedded', box=text.box)


def _lacks_glyph(text: Text) -> Iterator[Flaw]:
    if text.lacks_glyph:
        yield Flaw(f'the font "{text.font.name}" has no glyph for something that is shown', box=text.box)


def _small(text: Text) -> Iterator[Flaw]:
    if text.size < LEAST_TEXT - TOLERANCE and paints(text):
        yield Flaw(f"text of {text.size:.2f} pt", box=text.box)


def _mixed(text: Text) -> Iterator[Flaw]:
    if text.size < LEAST_MIXED_TEXT - TOLERANCE:
        for paint in paints(text):
            if len(paint.colour.inks) > 1:
                yield Flaw(f"text of {text.size:.2f} pt in {' + '.join(paint.colour.inks)}", box=text.box)


def _knocks_out(text: Text) -> Iterator[Flaw]:
    if text.size > MOST_OVERPRINTED + TOLERANCE:
        return
    for paint in paints(text):
        amounts = paint.colour.amounts or {}
        if amounts.get("Black", 0) >= FULL and paint.colour.inks == ("Black",) and not paint.spares_others:
            why = ", set as a gray, which clears the other inks" if paint.colour.space.family == "DeviceGray" else ""
            yield Flaw(f"black text of {text.size:.1f} pt does not overprint{why}", box=text.box)


# ---- colour


def _spaces(thing: Thing) -> Iterator[ColourSpace]:
    for paint in paints(thing):
        yield paint.colour.space
    if isinstance(thing, Picture | Blend) and thing.space:
        yield thing.space


def _of_families(families: frozenset[str], words: str, thing: Thing) -> Iterator[Flaw]:
    for space in _spaces(thing):
        if family := space.first(families):
            kind = type(thing).__name__.lower()
            yield Flaw(f"{words} ({family}) in {KINDS[kind]}", box=thing.box)


KINDS: Final = {"text": "text", "path": "a drawing", "picture": "a picture", "blend": "a shading"}


def _white_overprints(thing: Text | Path | Picture) -> Iterator[Flaw]:
    for paint in paints(thing):
        if paint.colour.is_white and paint.overprint:
            yield Flaw("white that overprints disappears", box=thing.box)


def _registration(thing: Text | Path | Picture) -> Iterator[Flaw]:
    spaces = list(_spaces(thing))
    if any(ALL in space.chosen_from.colorants for space in spaces):
        yield Flaw("the colour of registration marks is used within the page", box=thing.box)


def _group_colour(group: Group) -> Iterator[Flaw]:
    if group.space and (family := group.space.first(UNBLENDABLE)):
        yield Flaw(f"a transparency group blends in {family}", box=group.box)


# ---- lines and pictures


def _thin(thing: Path | Text) -> Iterator[Flaw]:
    if thing.line is not None and thing.line < LEAST_LINE - TOLERANCE and not _widens(thing):
        yield Flaw(f"a line of {thing.line:.3f} pt", box=thing.box)
    elif isinstance(thing, Path) and thing.thickness is not None and thing.thickness < LEAST_LINE - TOLERANCE:
        yield Flaw(f"a bar of {thing.thickness:.3f} pt", box=thing.box)


def _widens(thing: Path | Text) -> bool:
    """Whether a line only makes what it goes around a little wider, as when letters are made bolder."""
    return thing.fill is not None and thing.stroke is not None and thing.fill.colour == thing.stroke.colour


def _coarse(picture: Picture) -> Iterator[Flaw]:
    if picture.bits > 1 and picture.pixels != (1, 1) and picture.ppi < LEAST_PPI * (1 - TOLERANCE):
        yield Flaw(f"a picture of {picture.ppi:.0f} ppi", box=picture.box)


def _coarse_bitmap(picture: Picture) -> Iterator[Flaw]:
    if picture.bits == 1 and picture.pixels != (1, 1) and picture.ppi < LEAST_BITMAP_PPI * (1 - TOLERANCE):
        yield Flaw(f"a picture in black and white of {picture.ppi:.0f} ppi", box=picture.box)


def _lzw(picture: Picture) -> Iterator[Flaw]:
    if "LZWDecode" in picture.filters:
        yield Flaw("a picture within the content is compressed by LZW", box=picture.box)


def _faults(kind: FaultKind, fault: Fault) -> Iterator[Flaw]:
    if fault.kind is kind:
        yield Flaw(fault.message, box=fault.box)


INKS_ONLY: Final = "convert it to CMYK or to a special ink before the file is made"
MAKE_AGAIN: Final = "make the file again with another program, or report it to the maker of this one"
MEND: Final = "save the file again with a program for print, and look at the page"

TEXT: Final[tuple[Predicate[Text], ...]] = (
    Predicate("press-font-embedded", "Fonts are embedded", "make the file again with all fonts embedded",
              X4, _not_embedded),
    Predicate("press-glyph-missing", "Every code has a glyph", "choose a font that has the character",
              X4, _lacks_glyph),
    Predicate("press-text-size", f"Text is {LEAST_TEXT:g} pt or more", "set it larger", HOUSE, _small,
              zone=Zone.PRODUCT),
    Predicate("press-text-inks", f"Text below {LEAST_MIXED_TEXT:g} pt takes one ink",
              "set it in one ink, such as 100 K, or larger", HOUSE, _mixed, zone=Zone.PRODUCT),
    Predicate("press-text-overprint", f"100 K text up to {MOST_OVERPRINTED:g} pt overprints",
              "set it in CMYK 0 0 0 100 with overprint on and overprint mode 1", HOUSE, _knocks_out,
              zone=Zone.PRODUCT),
)  # fmt: skip
PAINTED: Final[tuple[Predicate[Any], ...]] = (
    Predicate("press-rgb", "Colours are given in inks", INKS_ONLY, X4,
              partial(_of_families, RGB, "RGB")),
    Predicate("press-managed-colour", "Colours are given in the inks of this press", INKS_ONLY, HOUSE,
              partial(_of_families, MANAGED, "colour that the printer must convert"), Severity.WARNING),
    Predicate("press-colour-space", "Colour spaces can be read", MAKE_AGAIN, X4,
              partial(_of_families, frozenset((UNKNOWN,)), "a colour that nobody can tell")),
    Predicate("press-white-overprint", "White does not overprint", "turn overprint off for white", HOUSE,
              _white_overprints, zone=Zone.PRODUCT),
    Predicate("press-registration", "Only marks outside the trimmed page take all inks",
              "use black, or move the mark out of the page", HOUSE, _registration, zone=Zone.TRIM),
)  # fmt: skip
GROUP: Final[tuple[Predicate[Group], ...]] = (
    Predicate("press-group-colour", "Transparency blends in CMYK", "set the blending space of the group to CMYK",
              X4, _group_colour),
)  # fmt: skip
LINE: Final[tuple[Predicate[Any], ...]] = (
    Predicate("press-line-width", f"Lines are {LEAST_LINE:g} pt or more", "make the line thicker", HOUSE, _thin,
              zone=Zone.PRODUCT),
)  # fmt: skip
PICTURE: Final[tuple[Predicate[Picture], ...]] = (
    Predicate("press-image-ppi", f"Pictures have {LEAST_PPI:g} ppi or more",
              "use a picture with more pixels, or place it smaller", HOUSE, _coarse, zone=Zone.PRODUCT),
    Predicate("press-bitmap-ppi", f"Pictures in black and white have {LEAST_BITMAP_PPI:g} ppi or more",
              "use a picture with more pixels, or place it smaller", HOUSE, _coarse_bitmap, zone=Zone.PRODUCT),
    Predicate("press-lzw", "Nothing is compressed by LZW", "compress it by Flate", X4, _lzw),
)  # fmt: skip
FAULT: Final[tuple[Predicate[Fault], ...]] = (
    Predicate("press-content-syntax", "Content can be read", MEND, X4,
              partial(_faults, FaultKind.SYNTAX)),
    Predicate("press-content-balance", "Each q has its Q", MEND, "ISO 32000-1, 8.4.2",
              partial(_faults, FaultKind.BALANCE), Severity.WARNING),
    Predicate("press-resource-missing", "Content finds what it names", MEND, "ISO 32000-1, 7.8.3",
              partial(_faults, FaultKind.RESOURCE)),
    Predicate("press-content-loop", "No object is part of itself", MAKE_AGAIN, "ISO 32000-1, 8.10",
              partial(_faults, FaultKind.LOOP)),
    Predicate("press-blend-mode", "Blend modes are those of PDF 1.6", "set the blend mode to one of the standard",
              X4, partial(_faults, FaultKind.BLEND_MODE)),
    Predicate("press-transfer", "No transfer curves", "remove the transfer curve in the program that set it",
              X4, partial(_faults, FaultKind.TRANSFER)),
    Predicate("press-halftone", "No screens but those of types 1 and 5, without a name",
              "remove the screen; the printer sets it", X4, partial(_faults, FaultKind.HALFTONE)),
    Predicate("press-postscript", "No PostScript", "make the file again without PostScript in it",
              X4, partial(_faults, FaultKind.POSTSCRIPT)),
)  # fmt: skip
OF_THING: Final[dict[type, tuple[Predicate[Any], ...]]] = {
    Text: (*TEXT, *PAINTED, *LINE),
    Path: (*PAINTED, *LINE),
    Picture: (*PAINTED, *PICTURE),
    Blend: (*PAINTED[:3], PAINTED[4]),
    Group: GROUP,
    Fault: FAULT,
}
"""Which predicates are asked about which things."""
PREDICATES: Final = (*TEXT, *PAINTED, *GROUP, *LINE, *PICTURE, *FAULT)


def judge(thing: Thing) -> Iterable[Found]:
    """All that is wrong with a thing."""
    return [(predicate, flaw) for predicate in OF_THING[type(thing)] for flaw in predicate.flaws(thing)]
