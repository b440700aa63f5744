"""Values of a PDF as what they should be, or nothing: a file from outside may have anything anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from math import isfinite
from typing import Any, Final

import pikepdf

from booklet.plane import Box, Matrix

LARGEST: Final = 1e9
"""Numbers beyond this are no lengths, counts or colours."""
DEEPEST: Final = 50
"""Levels of the page tree above a page."""
ESCAPE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
"""A byte of a name that is written in hexadecimal (ISO 32000-1, 7.3.5)."""
EMPTY: Final = pikepdf.Dictionary()


def number(value: Any) -> float | None:
    """A finite number of reasonable size."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    found = float(value)
    return found if isfinite(found) and abs(found) < LARGEST else None


def numbers(values: Any, count: int | None = None) -> tuple[float, ...] | None:
    """All of a list's items as numbers, when there are as many as are wanted and each is one."""
    if not isinstance(values, Iterable) or isinstance(values, str | bytes | pikepdf.Dictionary | pikepdf.Stream):
        return None
    if isinstance(values, pikepdf.Object) and not isinstance(values, pikepdf.Array):
        return None
    found = [number(value) for value in values]
    if count is not None and len(found) != count:
        return None
    sound = tuple(value for value in found if value is not None)
    return sound if len(sound) == len(found) else None


def whole(value: Any, otherwise: int = 0) -> int:
    """A whole number."""
    found = number(value)
    return otherwise if found is None else int(found)


def dictionary(value: Any) -> Any:
    """A dictionary, that of a stream too; an empty one instead of anything else."""
    return value if isinstance(value, pikepdf.Dictionary | pikepdf.Stream) else EMPTY


def items(value: Any) -> list[Any]:
    """The items of an array; of anything else there are none."""
    return list(value) if isinstance(value, pikepdf.Array) else []


def name(value: Any) -> str:
    """A name without its slash; "" instead of anything else. Names that are no UTF-8 are taken for Latin-1."""
    if not isinstance(value, pikepdf.Name):
        return ""
    try:
        return str(value)[1:]
    except UnicodeDecodeError:
        plain = ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), value.unparse())
        return plain[1:].decode("latin-1")


def text(value: Any) -> str:
    """A text string; "" instead of anything else, or when it is in no known encoding."""
    if not isinstance(value, pikepdf.String):
        return ""
    try:
        return str(value)
    except UnicodeDecodeError:
        return ""


def box(value: Any) -> Box | None:
    """A rectangle in either order of its corners (ISO 32000-1, 7.9.5); None when it is none, or has no area."""
    found = numbers(value, 4)
    if found is None:
        return None
    around = Box.around([found[:2], found[2:]])  # type: ignore[list-item]
    return around if around.width > 0 and around.height > 0 else None


def matrix(value: Any) -> Matrix | None:
    """A transformation; the one that does nothing when there is no value at all."""
    if value is None:
        return Matrix(1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    found = numbers(value, 6)
    return Matrix(*found) if found else None


def identity(value: Any) -> tuple[int, int] | None:
    """The object number by which a value is known; None for one that is nowhere else."""
    return value.objgen if isinstance(value, pikepdf.Object) and value.is_indirect else None


def inherited(page: Any, key: str) -> Any:
    """An entry of a page, or of the nearest node above it that has it (ISO 32000-1, 7.7.3.4)."""
    return next((node[key] for node in _line(page) if key in node), None)


def _line(page: Any) -> Iterator[Any]:
    for _ in range(DEEPEST):
        if not isinstance(page, pikepdf.Dictionary):
            return
        yield page
        page = page.get("/Parent")


def data(stream: Any) -> bytes:
    """What a stream holds; nothing when it is none, or cannot be unpacked."""
    try:
        return stream.read_bytes() if isinstance(stream, pikepdf.Stream) else b""
    except pikepdf.PdfError:
        return b""


def filters(stream: Any) -> list[str]:
    """The names of the filters that a stream goes through."""
    value = stream.get("/Filter")
    return [name(one) for one in (items(value) if isinstance(value, pikepdf.Array) else [value]) if one is not None]
