"""Shares blocks of given heights out to columns: which of the optional ones to take, and where the columns end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

NEAR: Final = 0.01

Ends: TypeAlias = list[dict[int, tuple[float, int]]]


@dataclass(frozen=True, slots=True)
class Item:
    """A block that is never parted: its height, the gap before it when it is not first, both in pt.

    A `start` begins a column.
    """

    name: str
    height: float
    gap: float
    start: bool = False


Series: TypeAlias = tuple[tuple[int, ...], ...]
"""Optional items that are taken in this order: each step takes the items of these indices together."""


class Unfit(Exception):
    """An item that must be there finds no room: its name, and by how many pt the columns are too short."""

    def __init__(self, name: str, excess: float) -> None:
        super().__init__(name)
        self.name, self.excess = name, excess


class Sparse(Exception):
    """All items together leave columns empty; `enough` is how many columns they fill."""

    def __init__(self, enough: int) -> None:
        super().__init__(enough)
        self.enough = enough


def choose(items: Sequence[Item], series: Sequence[Series], columns: int, depth: float) -> list[int]:
    """The indices of the items that fill the columns best, in order.

    Items in no series are always there. Of the series, the first one first, as much is taken as makes the columns
    fuller; then one step is taken back, added, or exchanged for that of another, as long as that helps. Raises Unfit
    and Sparse.
    """
    optional = {index for one in series for step in one for index in step}
    fixed = [index for index in range(len(items)) if index not in optional]
    _require([items[index] for index in fixed], columns, depth)

    def picked(counts: Sequence[int]) -> list[int]:
        taken = (index for one, count in zip(series, counts, strict=True) for step in one[:count] for index in step)
        return sorted((*fixed, *taken))

    def cost(counts: Sequence[int]) -> float:
        return _cost([items[index] for index in picked(counts)], columns, depth)

    counts = [0] * len(series)
    best = cost(counts)
    for moves in (_further, _neighbours):
        better = True
        while better:
            better = False
            for trial in moves(counts, [len(one) for one in series]):
                if (its := cost(trial)) < best - NEAR:
                    counts, best, better = trial, its, True
                    break
    kept = picked(counts)
    filled = sum(1 for part in share([items[i] for i in kept], columns, depth) if part)
    if filled < columns:
        raise Sparse(filled)
    return kept


def _further(counts: list[int], most: list[int]) -> Iterator[list[int]]:
    """One step more of each series, the first one first."""
    for at, count in enumerate(counts):
        if count < most[at]:
            yield [*counts[:at], count + 1, *counts[at + 1 :]]


def _neighbours(counts: list[int], most: list[int]) -> Iterator[list[int]]:
    """One step more, one step less, and one for another."""
    yield from _further(counts, most)
    for at, count in enumerate(counts):
        if count:
            less = [*counts[:at], count - 1, *counts[at + 1 :]]
            yield less
            yield from (trial for trial in _further(less, most) if trial != counts)


def share(items: Sequence[Item], columns: int, depth: float) -> list[list[int]]:
    """The indices of the items of each column, so that the columns are as evenly full as the order allows.

    Columns that stay empty come last. The items must fit.
    """
    ends = _ends(items, columns, depth)
    filled = min(range(1, columns + 1), key=lambda count: _total(ends, count, len(items), depth))
    shares: list[list[int]] = [[] for _ in range(columns)]
    end = len(items)
    for column in range(filled, 0, -1):
        start = ends[column][end][1]
        shares[column - 1] = list(range(start, end))
        end = start
    return shares


def _cost(items: Sequence[Item], columns: int, depth: float) -> float:
    """How unevenly full the columns are: the squares of what is left free, added up; infinite when it does not fit."""
    ends = _ends(items, columns, depth)
    return min(_total(ends, filled, len(items), depth) for filled in range(1, columns + 1))


def _total(ends: Ends, filled: int, count: int, depth: float) -> float:
    """The cost of `count` items in so many columns, the others empty."""
    cost = ends[filled].get(count, (float("inf"), 0))[0]
    return cost + (len(ends) - 1 - filled) * depth**2


def _ends(items: Sequence[Item], columns: int, depth: float) -> Ends:
    """For each number of columns, where the last of them may end: the least cost, and where that column starts."""
    rows: Ends = [{0: (0.0, 0)}]
    for _ in range(columns):
        row: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in rows[-1].items():
            taken = 0.0
            for end in range(start, len(items)):
                item = items[end]
                if end > start and item.start:
                    break
                taken += item.height + (item.gap if end > start else 0.0)
                if taken > depth + NEAR:
                    break
                total = cost + (depth - taken) ** 2
                if end + 1 not in row or total < row[end + 1][0]:
                    row[end + 1] = (total, start)
        rows.append(row)
    return rows


def _require(items: Sequence[Item], columns: int, depth: float) -> None:
    """Raise Unfit when the items do not fit, each following the last wherever there is room."""
    used, taken, late, over = 1, 0.0, "", 0.0
    for index, item in enumerate(items):
        if item.height > depth + NEAR:
            raise Unfit(item.name, item.height - depth)
        if index and (item.start or taken + item.gap + item.height > depth + NEAR):
            used, taken = used + 1, 0.0
        more = item.height + (item.gap if taken else 0.0)
        taken += more
        if used > columns:
            late, over = late or item.name, over + more
    if late:
        raise Unfit(late, over)
