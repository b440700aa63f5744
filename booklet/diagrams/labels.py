"""Names on a figure: in columns beside the panel where there is room, else in the frame on white plates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, TypeVar

from shapely.geometry import LineString

from booklet import typeface
from booklet.diagrams.frame import Placement
from booklet.diagrams.landmarks import Box
from booklet.diagrams.pen import Pen, block, note_leader, note_plate
from booklet.diagrams.spec import Body, Label, Side
from booklet.drawing import Frame
from booklet.palette import INKS, MUTED, WHITE
from booklet.paths import XY, rounded

_GAP: Final = 3.5  # mm between a column's words and the box
_EDGE: Final = 1.5  # mm between words in the frame and its edge
_ROOM: Final = 0.5  # share of the width that columns must leave to the picture

Target = Callable[[Label], XY]
R = TypeVar("R")


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


@dataclass(frozen=True, slots=True)
class Words:
    """A label at its place in mm: the box of its words, and its leader, which ends at what they name.

    Words inside the frame stand on a white plate, those of a column on the paper.
    """

    label: Label
    lines: tuple[str, ...]
    weight: typeface.Weight
    box: Box
    leader: tuple[XY, ...]
    on_plate: bool

    def draw(self, pen: Pen) -> None:
        """The leader and the words, with a line in the label's colour below them."""
        left, top, right, bottom = self.box
        if self.on_plate:
            pen.note(left, (top + bottom) / 2, self.lines, self.leader[-1])
            return
        pen.leader(self.leader)
        before = right < self.leader[0][0]
        pen.words(
            right if before else left, top, self.lines, pen.frame.label, self.weight, "end" if before else "start"
        )
        if self.label.colour:
            base = bottom + 0.1
            pen.stroke((("M", left, base), ("L", right, base)), INKS[self.label.colour].fill, 0.75)


@dataclass(frozen=True, slots=True)
class _Row:
    """A label on its way to a place: its words, what it names, and the height it would like to stand at, in mm."""

    label: Label
    lines: list[str]
    weight: typeface.Weight
    target: XY
    wanted: float
    height: float


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


def place(body: Body, frame: Frame, placement: Placement, room: Margins, target: Target) -> list[Words]:
    """Every label of the panel at its place; within a column no leaders cross."""
    placed: list[Words] = []
    columns: tuple[Side, ...] = ("left", "right")
    for column in columns:
        labels = [label for label in body.labels if label.column == column and (label.short or not room.short)]
        width = room.left if column == "left" else room.right
        if labels and width:
            placed += _column(frame, labels, column, placement, width, room.short, target)
        elif labels and not room.both:
            placed += _in_frame(frame, labels, column, placement, room.short, target)
    return placed


def _column(
    frame: Frame, labels: Sequence[Label], column: Side, box: Placement, width: float, short: bool, target: Target
) -> list[Words]:
    size = frame.label
    left = column == "left"
    edge = box.x - 1.2 if left else box.x + box.w + 1.2
    inner = box.x + 2.0 if left else box.x + box.w - 2.0
    x = edge - 0.8 if left else edge + 0.8
    rows: list[_Row] = []
    for label in sorted(labels, key=lambda label: target(label)[1]):
        weight: typeface.Weight = "bold" if label.colour else "regular"
        lines = _balanced((short and label.short) or label.text, size, width - _GAP, weight)
        rows.append(_Row(label, lines, weight, target(label), target(label)[1], block(lines, size, weight)[1] + 1.6))

    def set_in(rows: Sequence[_Row]) -> list[Words]:
        words = []
        for row, y in zip(rows, _centres(rows, box.y, box.y + box.h), strict=True):
            wide, high = block(row.lines, size, row.weight)
            top = y - row.height / 2 + 0.8
            corners = (x - wide if left else x, top, x if left else x + wide, top + high)
            leader = ((edge, y), (inner, y), row.target)
            words.append(Words(row.label, tuple(row.lines), row.weight, corners, leader, on_plate=False))
        return words

    return untangled(rows, set_in)


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


def _in_frame(
    frame: Frame, labels: Sequence[Label], column: Side, box: Placement, short: bool, target: Target
) -> list[Words]:
    size, scale = frame.label, frame.label_scale
    rows: list[_Row] = []
    for label in sorted(labels, key=lambda label: target(label)[1] - label.rise_mm):
        lines = ((short and label.short) or label.text).split("\n")
        wanted = target(label)[1] - label.rise_mm * scale
        rows.append(_Row(label, lines, "regular", target(label), wanted, block(lines, size, "regular")[1] + 1.4))
    bottom = box.y + box.h - side_height(frame) - 1.5

    def set_in(rows: Sequence[_Row]) -> list[Words]:
        words = []
        for row, y in zip(rows, _centres(rows, box.y + 1, bottom), strict=True):
            wide, high = block(row.lines, size, "regular")
            inset = _EDGE + row.label.inset_mm * scale
            x = box.x + inset if column == "left" else box.x + box.w - inset - wide
            corners = (x, y - high / 2, x + wide, y + high / 2)
            leader = note_leader(note_plate(corners), row.target)
            words.append(Words(row.label, tuple(row.lines), "regular", corners, leader, on_plate=True))
        return words

    return untangled(rows, set_in)


def _centres(rows: Sequence[_Row], low: float, high: float) -> list[float]:
    return spread([row.wanted for row in rows], [row.height for row in rows], low, high)


def untangled(rows: Sequence[R], set_in: Callable[[Sequence[R]], list[Words]]) -> list[Words]:
    """The rows of a column set in an order in which no leaders cross, found by exchanging two that do.

    An exchange shortens the two together, so this ends; the bound is for leaders with a bend.
    """
    order = list(rows)
    placed = set_in(order)
    for _ in range(len(order) ** 2):
        lines = [LineString(words.leader) for words in placed]
        tangled = next((pair for pair in combinations(range(len(lines)), 2) if _cross(*(lines[i] for i in pair))), None)
        if tangled is None:
            break
        i, j = tangled
        order[i], order[j] = order[j], order[i]
        placed = set_in(order)
    return placed


def crossing(one: Sequence[XY], other: Sequence[XY]) -> bool:
    """Whether two leaders cross or touch."""
    return _cross(LineString(one), LineString(other))


def _cross(one: LineString, other: LineString) -> bool:
    return bool(one.intersects(other))


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
