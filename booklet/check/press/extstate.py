"""Graphics state parameter dictionaries: what `gs` sets at once (ISO 32000-1, 8.4.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pikepdf

from booklet.check.press import values
from booklet.check.press.fonts import FontReader
from booklet.check.press.state import State
from booklet.check.press.things import Fault, FaultKind, Placed, Role

BLEND_MODES: Final = (
    frozenset(("Normal", "Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge"))
    | {"ColorBurn", "HardLight", "SoftLight", "Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity"}
)  # fmt: skip
"""ISO 32000-1, 11.3.5."""
PLAIN: Final = frozenset(("Normal", "Compatible"))
HALFTONES: Final = (1, 5)
"""The types that ISO 15930-7 allows."""


def apply(settings: Any, state: State, fonts: FontReader, resources: Any) -> Iterator[Fault | Placed]:
    """Set what a dictionary says; gives what must not be in it, and the mask that it places."""
    _overprint(settings, state)
    if (width := values.number(settings.get("/LW"))) is not None:
        state.line_width = width
    font = values.items(settings.get("/Font"))
    if len(font) == 2:
        state.text.font, state.text.size = fonts.read(font[0]), values.number(font[1]) or 0.0
    yield from _blending(settings, state)
    yield from _mask(settings, state, resources)
    yield from _forbidden(settings)


def _overprint(settings: Any, state: State) -> None:
    """OP alone sets both; op is for what is not stroked (table 58)."""
    if isinstance(both := settings.get("/OP"), bool):
        state.overprints_stroke = state.overprints_fill = both
    if isinstance(fill := settings.get("/op"), bool):
        state.overprints_fill = fill
    if "/OPM" in settings:
        state.overprint_mode = values.whole(settings["/OPM"])


def _blending(settings: Any, state: State) -> Iterator[Fault]:
    for alpha in ("ca", "CA"):
        if f"/{alpha}" in settings:
            _see_through(state, alpha, values.number(settings[f"/{alpha}"]) != 1)
    if "/BM" in settings:
        mode = settings["/BM"]
        offered = [values.name(one) for one in (values.items(mode) if isinstance(mode, pikepdf.Array) else [mode])]
        known = next((one for one in offered if one in BLEND_MODES), None)
        if known is None or set(offered) - BLEND_MODES:
            yield Fault(FaultKind.BLEND_MODE, f'unknown blend mode "{", ".join(offered)}"')
        _see_through(state, "BM", known is not None and known not in PLAIN)


def _see_through(state: State, parameter: str, does: bool) -> None:
    state.see_through = state.see_through | {parameter} if does else state.see_through - {parameter}


def _mask(settings: Any, state: State, resources: Any) -> Iterator[Placed]:
    mask = settings.get("/SMask")
    if mask is not None:
        _see_through(state, "SMask", isinstance(mask, pikepdf.Dictionary))
        group = values.dictionary(mask).get("/G")
        if isinstance(group, pikepdf.Stream):
            start = State(ctm=state.ctm, base=state.base)
            yield Placed(Role.MASK, group, group.get("/Resources", resources), start, None)


def _forbidden(settings: Any) -> Iterator[Fault]:
    """Curves and screens that would change what was proved (ISO 15930-7)."""
    curves = [key for key in ("/TR", "/HTP") if key in settings]
    if "/TR2" in settings and values.name(settings["/TR2"]) != "Default":
        curves.append("/TR2")
    if curves:
        yield Fault(FaultKind.TRANSFER, f"{curves[0]} changes all tones")
    halftone = settings.get("/HT")
    if isinstance(halftone, pikepdf.Dictionary | pikepdf.Stream):
        kind = values.whole(halftone.get("/HalftoneType"))
        if kind not in HALFTONES:
            yield Fault(FaultKind.HALFTONE, f"halftone of type {kind}")
        elif "/HalftoneName" in halftone:
            yield Fault(FaultKind.HALFTONE, "halftone with a name")
