"""The pen that every part of a figure is drawn with: it keeps the items, the tone, and the shapes of the marks.

All lengths are printed mm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from booklet import typeface
from booklet.drawing import Anchor, Fill, Frame, Group, Item, Path, Stroke, Symbol, Text, Use, Weight
from booklet.palette import ACCENT, AMBER, GROUND, HAIRLINE, INK, TONES, WHITE
from booklet.paths import XY, circle, polyline, rounded

BADGE: Final = 2.0  # radius; its letter is then 9 pt
CROSS: Final = 1.75  # half width
RING: Final = 3.1  # radius
KEEP_OFF: Final = 1.6  # radius
SQUARE: Final = 2.8  # half width
CORNER: Final = 1.6
LEADING: Final = 1.18
_LETTER: Final = 1.59  # size of a badge's letter for radius 1
_CAP_HALF: Final = 0.34  # half the height of capitals and figures, for size 1


@dataclass(slots=True)
class Pen:
    """Collects items in painting order, each colour in the tone of the frame."""

    frame: Frame
    items: list[Item] = field(default_factory=list)

    @property
    def badge_radius(self) -> float:
        """Radius of a letter's badge."""
        return BADGE * self.frame.mark_scale

    def tone(self, colour: str) -> str:
        """The colour as it is printed."""
        return TONES[self.frame.tone](colour)

    def fill(self, path: Path, colour: str, opacity: float = 1, even_odd: bool = False) -> None:
        """Fill a path."""
        if path:
            self.items.append(Fill(path, self.tone(colour), opacity, even_odd))

    def stroke(
        self, path: Path, colour: str, width: float, dash: Sequence[float] = (), opacity: float = 1, butt: bool = False
    ) -> None:
        """Draw a line along a path."""
        if path:
            cap = "butt" if butt else "round"
            self.items.append(Stroke(path, self.tone(colour), width, tuple(dash), opacity, cap))  # type: ignore[arg-type]

    def text(
        self, x: float, y: float, text: str, size: float, colour: str = INK, weight: Weight = "regular",
        anchor: Anchor = "start",
    ) -> None:  # fmt: skip
        """One line of text on a baseline."""
        self.items.append(Text(x, y, text, size, self.tone(colour), weight, anchor))

    def place(self, symbol: Symbol, scale: float, dx: float, dy: float, opacity: float = 1) -> None:
        """A symbol."""
        self.items.append(Use(symbol, scale, dx, dy, opacity))

    def inside(self, clip: Path, inner: Pen) -> None:
        """What another pen drew, cut off at a path."""
        self.items.append(Group(tuple(inner.items), clip))

    def ground(self, box: Path) -> None:
        """The pale ground that a framed panel stands on."""
        self.fill(box, GROUND)

    def border(self, box: Path) -> None:
        """The thin line of a frame."""
        self.stroke(box, HAIRLINE, 0.25)

    def cross(self, at: XY, colour: str) -> None:
        """The X of a trigger point."""
        x, y = at
        z = self.frame.mark_scale
        r = CROSS * z
        arms: Path = (("M", x - r, y - r), ("L", x + r, y + r), ("M", x - r, y + r), ("L", x + r, y - r))
        self.stroke(arms, WHITE, 2.0 * z)
        self.stroke(arms, "#1a1a1a", 1.35 * z)
        self.stroke(arms, colour, 0.95 * z)

    def ring(self, at: XY, colour: str) -> None:
        """A ring round an X that is there already."""
        radius = RING * self.frame.mark_scale
        self.stroke(circle(*at, radius), WHITE, 1.3)
        self.stroke(circle(*at, radius), colour, 0.7)

    def keep_off(self, at: XY) -> None:
        """The ring with a bar that forbids, as on signs (ISO 3864-1), in amber."""
        r = KEEP_OFF * self.frame.mark_scale
        bar = r * 0.66
        self.fill(circle(*at, r + 0.35), WHITE)
        self.stroke(circle(*at, r), AMBER, 0.6)
        self.stroke(polyline([(at[0] - bar, at[1] - bar), (at[0] + bar, at[1] + bar)]), AMBER, 0.6, butt=True)

    def badge(self, at: XY, text: str, colour: str, solid: bool = True) -> None:
        """A circle with a letter or a number; not solid, it is the colour on white."""
        r = self.badge_radius
        size = r * _LETTER
        self.fill(circle(*at, r + 0.3), WHITE)
        self.fill(circle(*at, r), colour if solid else WHITE)
        self.stroke(circle(*at, r), colour, 0.35)
        self.text(at[0], at[1] + size * _CAP_HALF, text, size, WHITE if solid else colour, "bold", "middle")

    def square(self, at: XY, text: str) -> None:
        """The rounded square with the number of a suspect."""
        r = SQUARE * min(self.frame.mark_scale, 1.25)
        x, y = at
        self.fill(rounded(x - r - 0.4, y - r - 0.4, 2 * r + 0.8, 2 * r + 0.8, 1.1), WHITE)
        self.fill(rounded(x - r, y - r, 2 * r, 2 * r, 0.9), ACCENT)
        self.text(x, y + r * 0.6, text, r * 1.75, WHITE, "bold", "middle")

    def leader(self, points: Sequence[XY], target: bool = True) -> None:
        """A thin line on a white halo, with a dot at its last point."""
        path = polyline(points)
        self.stroke(path, WHITE, 1.0, opacity=0.9)
        self.stroke(path, INK, 0.28)
        if target:
            self.fill(circle(*points[-1], 0.75), WHITE)
            self.fill(circle(*points[-1], 0.52), INK)

    def words(self, x: float, top: float, lines: Sequence[str], size: float, weight: Weight, anchor: Anchor) -> None:
        """Lines of text below each other, the first one's line box starting at `top`."""
        for i, line in enumerate(lines):
            self.text(x, top + size * (0.95 + LEADING * i), line, size, weight=weight, anchor=anchor)

    def note(self, x: float, y: float, lines: Sequence[str], target: XY, dot: bool = True) -> None:
        """Words on a white plate, their left edge at x and their middle at y, with a leader to what they name."""
        size = self.frame.label
        wide, high = block(lines, size, "regular")
        left, top, right, bottom = plate = note_plate((x, y - high / 2, x + wide, y + high / 2))
        self.leader(note_leader(plate, target), dot)
        self.fill(rounded(left, top, right - left, bottom - top, 0.8), WHITE, 0.9)
        self.words(x, y - high / 2, lines, size, "regular", "start")


def note_plate(words: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the white plate behind the box of some words."""
    left, top, right, bottom = words
    return left - 0.7, top - 0.1, right + 0.7, bottom + 0.2


def note_leader(plate: tuple[float, float, float, float], target: XY) -> tuple[XY, XY]:
    """From the edge of a plate to what its words name."""
    left, top, right, bottom = plate
    x, y = target
    if left < x < right:  # above or below the words
        return (min(max(x, left + 1.5), right - 1.5), top if y < (top + bottom) / 2 else bottom), target
    return (left if x <= left else right, (top + bottom) / 2), target


def block(lines: Sequence[str], size: float, weight: Weight) -> tuple[float, float]:
    """Width and height of lines set below each other."""
    return max(typeface.width(line, size, weight) for line in lines), size * (LEADING * len(lines) + 0.08)
