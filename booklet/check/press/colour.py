"""Colour spaces: which inks a colour is made of, and whether it is given in inks at all (ISO 32000-1, 8.6)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

from booklet.check.press import values

DEEPEST: Final = 8
"""Levels of colour spaces that are made of others, and of functions."""
MOST_COLORANTS: Final = 32
"""ISO 32000-1, annex C."""
PROCESS: Final = ("Cyan", "Magenta", "Yellow", "Black")
ALL, NONE = "All", "None"
"""The colorants that stand for every ink, and for none (8.6.6.4)."""
SHORT: Final = {"G": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK", "I": "Indexed"}
"""What inline images may write (table 94)."""
DEVICE: Final = {"DeviceGray": 1, "DeviceRGB": 3, "DeviceCMYK": 4}
DEFAULTS: Final = {"DeviceGray": "DefaultGray", "DeviceRGB": "DefaultRGB", "DeviceCMYK": "DefaultCMYK"}
CALIBRATED: Final = {"CalGray": 1, "CalRGB": 3, "Lab": 3}
RGB: Final = frozenset(("DeviceRGB", "CalRGB", "ICCBased RGB"))
MANAGED: Final = frozenset(("CalGray", "Lab", "ICCBased Gray", "ICCBased CMYK", "ICCBased Lab"))
ICC_MODELS: Final = {b"GRAY": "Gray", b"RGB ": "RGB", b"CMYK": "CMYK", b"Lab ": "Lab"}
ICC_COMPONENTS: Final = {"Gray": 1, "RGB": 3, "CMYK": 4, "Lab": 3}
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class ColourSpace:
    """How numbers become a colour.

    `family` is the name in the file, of ICCBased spaces with the model of the profile. `base` is the alternate space of
    special inks, the base of an indexed space, the space below an uncoloured pattern. `tint` identifies how a special
    ink is shown where the press has none.
    """

    family: str
    components: int
    colorants: tuple[str, ...] = ()
    base: ColourSpace | None = None
    tint: str = ""
    table: bytes = field(default=b"", repr=False)

    @property
    def chosen_from(self) -> ColourSpace:
        """The space that an index or a pattern takes its colours from; of others, itself."""
        return self.base.chosen_from if self.base and self.family in ("Indexed", "Pattern") else self

    @property
    def spots(self) -> frozenset[str]:
        """The special inks that it can ask for."""
        return frozenset(self.chosen_from.colorants) - {*PROCESS, ALL, NONE}

    @property
    def inks(self) -> frozenset[str]:
        """All inks that it can ask for, of the process too; none for a space that is not given in inks."""
        space = self.chosen_from
        own = {"DeviceCMYK": PROCESS, "DeviceGray": ("Black",)}.get(space.family, space.colorants)
        return frozenset(own) - {ALL, NONE}

    def first(self, families: frozenset[str]) -> str:
        """The first of these families in what it paints with; "" when there is none.

        What a special ink is shown as where it is missing counts only when it depends on a device.
        """
        if self.family in families:
            return self.family
        if self.base is None:
            return ""
        if self.colorants:
            return self.base.first(families & DEVICE.keys())
        return self.base.first(families)

    @property
    def initial(self) -> tuple[float, ...]:
        """The colour that is current when a space has just been set (8.6.8)."""
        if self.colorants:
            return (1.0,) * self.components
        if self.family == "DeviceCMYK":
            return (0.0, 0.0, 0.0, 1.0)
        return (0.0,) * self.components

    def amounts(self, components: tuple[float, ...]) -> dict[str, float] | None:
        """How much of each ink a colour asks for, 0 to 1; None when it is not given in inks."""
        if len(components) != self.components:
            return None
        if self.colorants:
            named = zip(self.colorants, components, strict=True)
            found = {ink: tint for ink, tint in named if ink != NONE}
            everywhere = found.pop(ALL, None)
            return found if everywhere is None else {**found, **dict.fromkeys(PROCESS, everywhere)}
        if self.family == "DeviceCMYK":
            return dict(zip(PROCESS, components, strict=True))
        if self.family == "DeviceGray":
            return {"Black": 1.0 - components[0]}
        if self.family == "Indexed" and self.base:
            step = self.base.components
            at = max(0, int(components[0])) * step
            return self.base.amounts(tuple(byte / 255 for byte in self.table[at : at + step]))
        return None


GRAY: Final = ColourSpace("DeviceGray", 1)
CMYK: Final = ColourSpace("DeviceCMYK", 4)
STRANGE: Final = ColourSpace(UNKNOWN, 0)


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as it is set: its space, its numbers, the pattern that is painted instead, if any.

    `pattern_id` tells patterns apart where colours are compared. What follows from these is worked out once, as a page
    has more paint than colours: `amounts`, how much of each ink, 0 to 1, or None when the colour is a pattern or is not
    given in inks; `inks`, those that it takes; `is_white`, whether it sets inks to none. The colour of the colorant
    None is not white: it sets no ink at all.
    """

    space: ColourSpace = GRAY
    components: tuple[float, ...] = (0.0,)
    pattern_id: tuple[int, int] | None = None
    pattern: Any = field(default=None, compare=False, repr=False)
    amounts: dict[str, float] | None = field(init=False, compare=False)
    inks: tuple[str, ...] = field(init=False, compare=False)
    is_white: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        amounts = None if self.pattern is not None else self.space.amounts(self.components)
        inks = tuple(ink for ink, amount in (amounts or {}).items() if amount > 0)
        for name, value in (("amounts", amounts), ("inks", inks), ("is_white", bool(amounts) and not inks)):
            object.__setattr__(self, name, value)

    @property
    def is_seen(self) -> bool:
        """Whether there is something to see of it on white paper."""
        return self.amounts is None or bool(self.inks)


class ColourReader:
    """Reads the colour spaces of one document, each once; `tints` gathers how each special ink is shown elsewhere."""

    def __init__(self) -> None:
        self.tints: dict[str, set[str]] = {}
        self._known: dict[tuple[int, int], ColourSpace] = {}

    def read(self, value: Any, resources: Any, depth: int = 0) -> ColourSpace:
        """The space of a name or an array, by the resources that it is used with."""
        if depth > DEEPEST:
            return STRANGE
        if isinstance(value, pikepdf.Name):
            return self._named(value, resources, depth)
        known = values.identity(value)
        if known and known in self._known:
            return self._known[known]
        found = self._made(values.items(value), resources, depth)
        if known:
            self._known[known] = found
        return found

    def device(self, family: str, resources: Any, depth: int = 0) -> ColourSpace:
        """A device's space, or what the resources have in its place (8.6.5.6)."""
        default = values.dictionary(values.dictionary(resources).get("/ColorSpace")).get(f"/{DEFAULTS[family]}")
        if isinstance(default, pikepdf.Array):
            return self.read(default, resources, depth + 1)
        return ColourSpace(family, DEVICE[family])

    def _named(self, key: Any, resources: Any, depth: int) -> ColourSpace:
        name = values.name(key)
        if name == "Pattern":
            return ColourSpace("Pattern", 0)
        spaces = values.dictionary(values.dictionary(resources).get("/ColorSpace"))
        if name not in DEVICE and key in spaces:
            return self.read(spaces[key], resources, depth + 1)
        full = SHORT.get(name, name)
        return self.device(full, resources, depth) if full in DEVICE else STRANGE

    def _made(self, parts: list[Any], resources: Any, depth: int) -> ColourSpace:
        family = values.name(parts[0]) if parts else ""
        family = SHORT.get(family, family)
        if len(parts) == 1 and (family in DEVICE or family == "Pattern"):
            return self._named(pikepdf.Name(f"/{family}"), resources, depth)
        if family in CALIBRATED:
            return ColourSpace(family, CALIBRATED[family])
        if family == "ICCBased" and len(parts) > 1:
            return profiled(_bytes(parts[1]), values.whole(values.dictionary(parts[1]).get("/N")))
        if family == "Pattern" and len(parts) > 1:
            below = self.read(parts[1], resources, depth + 1)
            return ColourSpace("Pattern", below.components, base=below)
        if family == "Indexed" and len(parts) > 3:
            return ColourSpace("Indexed", 1, base=self.read(parts[1], resources, depth + 1), table=_bytes(parts[3]))
        if family in ("Separation", "DeviceN") and len(parts) > 3:
            return self._special(family, parts, resources, depth)
        return STRANGE

    def _special(self, family: str, parts: list[Any], resources: Any, depth: int) -> ColourSpace:
        named = [parts[1]] if family == "Separation" else values.items(parts[1])
        colorants = tuple(values.name(one) for one in named)
        if not all(colorants) or not 0 < len(colorants) <= MOST_COLORANTS:
            return STRANGE
        base = self.read(parts[2], resources, depth + 1)
        tint = f"{base.family} {_digest(parts[3])}"
        if family == "Separation" and colorants[0] not in (ALL, NONE):  # those are never shown as another colour
            self.tints.setdefault(colorants[0], set()).add(tint)
        attributes = values.dictionary(parts[4] if len(parts) > 4 else None)
        for own in values.dictionary(attributes.get("/Colorants")).values():
            self.read(own, resources, depth + 1)  # for its tint
        return ColourSpace(family, len(colorants), colorants, base, tint)


def profiled(profile: bytes, count: int = 0) -> ColourSpace:
    """The space of a profile: by what it says itself (ICC.1, 7.2), otherwise by its number of components."""
    model = ICC_MODELS.get(profile[16:20]) or {1: "Gray", 3: "RGB", 4: "CMYK"}.get(count)
    return ColourSpace(f"ICCBased {model}", count or ICC_COMPONENTS[model]) if model else STRANGE


def _bytes(value: Any) -> bytes:
    if isinstance(value, pikepdf.String):
        return bytes(value)
    return value.read_bytes() if isinstance(value, pikepdf.Stream) else b""


def _digest(function: Any) -> str:
    return hashlib.sha256("".join(_canonical(function, 0)).encode(errors="surrogatepass")).hexdigest()[:16]


def _canonical(value: Any, depth: int) -> Iterator[str]:
    """The same words for functions that are written alike, wherever in the file they are."""
    if depth > DEEPEST:
        return
    if isinstance(value, pikepdf.Stream):
        yield hashlib.sha256(value.read_bytes()).hexdigest()
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key in sorted({*value.keys()} - {"/Length", "/Filter", "/DecodeParms"}):
            yield key
            yield from _canonical(value[key], depth + 1)
    elif isinstance(value, pikepdf.Array):
        for item in value:
            yield from _canonical(item, depth + 1)
    else:
        found = values.number(value)
        yield f"{found:g} " if found is not None else f"{values.name(value) or values.text(value)} "
