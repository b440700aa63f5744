"""Lengths. Pages are measured in points (pt), figures in printed millimetres (mm), the body in centimetres (cm)."""

from typing import Final

PT_PER_INCH: Final = 72.0
MM_PER_INCH: Final = 25.4
PT_PER_MM: Final = PT_PER_INCH / MM_PER_INCH

PAPERS_PT: Final[dict[str, tuple[float, float]]] = {
    "letter": (612.0, 792.0),
    "a4": (595.28, 841.89),
}
"""Width and height of each paper in pt (ISO 216; ANSI/ASME Y14.1)."""


def mm(length_pt: float) -> float:
    """Points to millimetres."""
    return length_pt / PT_PER_MM


def pt(length_mm: float) -> float:
    """Millimetres to points."""
    return length_mm * PT_PER_MM
