"""Raster images: their resolution on paper, and their colours (ISO 32000-1, 8.9)."""

from __future__ import annotations

from collections.abc import Iterator
from math import hypot
from typing import Any, Final

import pikepdf

from booklet.check.press import values
from booklet.check.press.colour import CMYK, GRAY, STRANGE, ColourReader, ColourSpace, profiled
from booklet.check.press.state import State
from booklet.check.press.things import Fault, FaultKind, Paint, Picture
from booklet.plane import Box
from booklet.units import PT_PER_INCH

JPX: Final = "JPXDecode"
ONE_BIT: Final = frozenset(("CCITTFaxDecode", "JBIG2Decode"))
"""Filters of pictures in black and white, which need not say how many bits a pixel has (table 89)."""
JPX_COLOURS: Final = {16: ColourSpace("DeviceRGB", 3), 17: GRAY, 18: ColourSpace("DeviceRGB", 3), 12: CMYK}
"""Enumerated colour spaces of JPEG 2000 (ISO 15444-1, annex I; 12 in ISO 15444-2): sRGB, grey, sYCC, CMYK."""
JPX_HEAD: Final = 65_536
"""How far into a JPEG 2000 file its colour specification is looked for, in bytes."""


def read(image: Any, box: Box, state: State, resources: Any, colours: ColourReader, fill: Paint) -> Picture | Fault:
    """An image that is placed on the unit square of a state; `box` is what is seen of it."""
    wide, high = (values.whole(image.get(key)) for key in ("/Width", "/Height"))
    if wide <= 0 or high <= 0:
        return Fault(FaultKind.SYNTAX, "an image has no size", box)
    across, up = hypot(*state.ctm.vector(1.0, 0.0)), hypot(*state.ctm.vector(0.0, 1.0))
    ppi = min(wide * PT_PER_INCH / max(across, 1e-9), high * PT_PER_INCH / max(up, 1e-9))
    stencil = image.get("/ImageMask") is True
    kinds = tuple(values.filters(image))
    bits = 1 if stencil or ONE_BIT.intersection(kinds) else values.whole(image.get("/BitsPerComponent"), 8)
    space = None if stencil else _space(image, resources, colours, kinds)
    transparent = state.transparent or isinstance(image.get("/SMask"), pikepdf.Stream)
    transparent |= values.whole(image.get("/SMaskInData")) != 0
    return Picture(box, (wide, high), ppi, bits, space, fill if stencil else None, transparent, kinds)


def _space(image: Any, resources: Any, colours: ColourReader, kinds: tuple[str, ...]) -> ColourSpace:
    if "/ColorSpace" in image:
        return colours.read(image["/ColorSpace"], resources)
    return _jpx_space(image) if JPX in kinds else STRANGE


def _jpx_space(image: Any) -> ColourSpace:
    """The colour space that a JPEG 2000 file names itself, or has a profile of; strange when it has neither."""
    head = image.read_raw_bytes()[:JPX_HEAD]
    for content in _boxes(head, b"jp2h"):
        for specification in _boxes(content, b"colr"):
            if specification[:1] == b"\x01":
                return JPX_COLOURS.get(int.from_bytes(specification[3:7], "big"), STRANGE)
            return profiled(specification[3:])
    return STRANGE


def _boxes(data: bytes, wanted: bytes) -> Iterator[bytes]:
    """The contents of the boxes of one kind (ISO 15444-1, I.4)."""
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        end = len(data) if length == 0 else at + max(length, 8)
        if data[at + 4 : at + 8] == wanted:
            yield data[at + 8 : end]
        at = end
