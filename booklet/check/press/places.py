"""Where something is, in words for people."""

from __future__ import annotations


def beside(x: float, y: float) -> str:
    """For people: how far something is from the lower left corner of the trimmed page, in mm."""
    across, up = "left" if x < -0.05 else "right", "down" if y < -0.05 else "up"
    return f"{abs(x):.1f} mm {across}, {abs(y):.1f} mm {up}"
