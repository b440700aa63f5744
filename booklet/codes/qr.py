"""QR codes (ISO/IEC 18004): an address as rows of dark and light modules."""

from __future__ import annotations

import segno


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of the smallest QR code for a text, True where a module is dark, without the quiet zone.

    A quarter of it may be damaged (level Q): an insert is creased and carried about. ValueError for a text too long.
    """
    made = segno.make_qr(text, error="q", boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in made.matrix)
