"""Names on a figure: in columns beside the panel where there is room, else in the frame on white plates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from booklet import typeface
from booklet.diagrams.frame import Placement
from booklet.diagrams.pen import Pen, block
from booklet.diagrams.spec import Body, Label, Side
from booklet.drawing import Frame
from booklet.palette import INKS, MUTED, WHITE
from booklet.paths import XY, rounded

_GAP: Final = 3.5  # mm between a column's words and the box
_EDGE: Final = 1.5  # mm between words in the frame and its edge
_ROOM: Final = 0.5  # share of the width that columns must leave to the picture

Target = Callable[[Label], XY]


@dataclass(frozen=True, slots=True)
class Margins:
    """Widths of the columns in mm; `short` uses the short words; no columns at all puts the words in the frame."""

    left: float = 0
    right: float = 0
    short: bool = False

    @property
    def both(self) -> float:
        """Left and right together."""
        return self.left + self.right


def margins(body: Body, frame: Frame, width: float) -> Margins:
    """The columns that a panel of this width in mm has room for."""
    columns = body.columns
    if columns is None:
        return Margins()
    full = Margins(columns.left * frame.label_scale, columns.right * frame.label_scale)
    if full.both <= width * (1 - _ROOM):
        return full
    if not columns.keep:
        return Margins(short=True)
    return Margins(_narrowest(body.labels, "left", frame), _narrowest(body.labels, "right", frame), short=True)


def _narrowest(labels: Sequence[Label], column: Side, frame: Frame) -> float:
    """The width in which every short label of a column stands in two lines."""
    widest = 0.0
    for label in labels:
        if label.column == column and label.short:
            words = label.short.split()
            splits = [(words[:i], words[i:]) for i in range(1, len(words) + 1)]
            halves = [[typeface.width(" ".join(part), frame.label, "bold") for part in split] for split in splits]
            widest = max(widest, min(max(pair) for pair in halves))
    return widest + _GAP + 0.2 if widest else 0.0


def draw(pen: Pen, body: Body, placement: Placement, room: Margins, target: Target) -> None:
    """Every label of the panel."""
    for column in ("left", "right"):
        labels = [label for label in body.labels if label.column == column and (label.short or not room.short)]
        if not labels:
            continue
        width = getattr(room, column)
        if width:
            _column(pen, labels, column, placement, width, room.short, target)
        elif not room.both:
            _in_frame(pen, labels, column, placement, room.short, target)


def _column(
    pen: Pen, labels: Sequence[Label], column: str, box: Placement, width: float, short: bool, target: Target
) -> None:
    size = pen.frame.label
    left = column == "left"
    rows = []
    for label in sorted(labels, key=lambda label: target(label)[1]):
        weight: typeface.Weight = "bold" if label.colour else "regular"
        lines = _balanced((short and label.short) or label.text, size, width - _GAP, weight)
        rows.append((label, lines, weight, block(lines, size, weight)[1] + 1.6))
    centres = spread([target(row[0])[1] for row in rows], [row[3] for row in rows], box.y, box.y + box.h)
    for (label, lines, weight, height), y in zip(rows, centres, strict=True):
        edge = box.x - 1.2 if left else box.x + box.w + 1.2
        inner = box.x + 2.0 if left else box.x + box.w - 2.0
        pen.leader([(edge, y), (inner, y), target(label)])
        x = edge - 0.8 if left else edge + 0.8
        top = y - height / 2 + 0.8
        pen.words(x, top, lines, size, weight, "end" if left else "start")
        if label.colour:
            wide = block(lines, size, weight)[0]
            start = x - wide if left else x
            base = top + block(lines, size, weight)[1] + 0.1
            pen.stroke((("M", start, base), ("L", start + wide, base)), INKS[label.colour].fill, 0.75)


def _balanced(text: str, size: float, width: float, weight: typeface.Weight) -> list[str]:
    """The words wrapped in no more lines than `width` needs, the lines as even as that allows."""
    lines = typeface.wrap(text, size, width, weight)
    while len(lines) > 1:
        tighter = max(typeface.width(line, size, weight) for line in lines) - 0.1
        even = typeface.wrap(text, size, tighter, weight)
        if len(even) > len(lines) or block(even, size, weight)[0] > tighter:
            break
        lines = even
    return lines


def _in_frame(pen: Pen, labels: Sequence[Label], column: str, box: Placement, short: bool, target: Target) -> None:
    size = pen.frame.label
    scale = pen.frame.label_scale
    rows = []
    for label in sorted(labels, key=lambda label: target(label)[1] - label.rise_mm):
        lines = ((short and label.short) or label.text).split("\n")
        wide, high = block(lines, size, "regular")
        rows.append((label, lines, wide, high))
    wanted = [target(label)[1] - label.rise_mm * scale for label, *_ in rows]
    bottom = box.y + box.h - side_height(pen.frame) - 1.5
    centres = spread(wanted, [row[3] + 1.4 for row in rows], box.y + 1, bottom)
    for (label, lines, wide, _), y in zip(rows, centres, strict=True):
        inset = _EDGE + label.inset_mm * scale
        x = box.x + inset if column == "left" else box.x + box.w - inset - wide
        pen.note(x, y, lines, target(label))


def side_height(frame: Frame) -> float:
    """Height in mm of the plates of "Left" and "Right"."""
    return frame.side * 1.29


def sides(pen: Pen, view: str, box: Placement) -> None:
    """Left and Right in the lower corners, or the name of the side in a side view."""
    words = {
        "posterior": ("Left", "Right"),
        "anterior": ("Right", "Left"),
        "left": ("Left side",),
        "right": ("Right side",),
    }[view]
    size = pen.frame.side
    base = box.y + box.h - 0.5 * side_height(pen.frame)
    for i, word in enumerate(words):
        wide = typeface.width(word, size, "regular")
        x = box.x + 1.6 if i == 0 else box.x + box.w - 1.6 - wide
        pen.fill(rounded(x - 0.7, base - size * 0.95, wide + 1.4, side_height(pen.frame), 0.8), WHITE, 0.9)
        pen.text(x, base, word, size, MUTED)


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Centres for things in a column, in their order, without overlap, as near to where each wants to be as can be.

    Least squares by pooling neighbours that collide. What does not fit between `low` and `high` overflows at `high`.
    """
    offsets = [sum(heights[:i]) + height / 2 for i, height in enumerate(heights)]
    pools: list[tuple[float, int]] = []  # where the first of a run would start if it were alone, how many
    for want, offset in zip(wanted, offsets, strict=True):
        start, count = want - offset, 1
        while pools and pools[-1][0] > start:
            other, others = pools.pop()
            start = (start * count + other * others) / (count + others)
            count += others
        pools.append((start, count))
    last = high - sum(heights)
    starts = [max(min(start, last), low) for start, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
