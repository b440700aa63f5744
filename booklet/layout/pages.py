"""Fills pages with slabs. What is bound together stays together; room to spare goes into the gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from booklet.document import Start
from booklet.errors import BookletError, Span
from booklet.layout.panel import Slab, gaps_before, measured

MOST_STRETCH: Final = 14.0
"""The most, in pt, that one loose gap is widened by."""
WORTH_SQUEEZING: Final = 60.0
MOST_SQUEEZE: Final = 0.4
"""The largest part of a loose gap that is given up to bring one block more onto a page."""
WRONG_SIDE: Final[Mapping[Start, int]] = {"recto": 0, "verso": 1}
"""Page numbers on which a part cannot start, modulo 2."""


@dataclass(slots=True)
class Page:
    """The slabs of a page, from the top, and the height in pt that they take; the `filler` that they are made of."""

    slabs: list[Slab] = field(default_factory=list)
    taken: float = 0.0
    filler: str = ""

    @property
    def begins(self) -> Start:
        """How what stands first on it asked to start."""
        return self.slabs[0].start if self.slabs else "flow"

    def needs(self, chunk: Sequence[Slab]) -> float:
        """The height that the chunk would add."""
        follows = [*self.slabs[-1:], *chunk]
        return sum(gaps_before(follows)) + sum(slab.height + slab.after for slab in chunk)

    def give(self, chunk: Sequence[Slab]) -> float:
        """How much less height would do if the loose gaps were narrowed; worth it for a large block only."""
        if sum(slab.height for slab in chunk) < WORTH_SQUEEZING:
            return 0.0
        gaps = zip([*self.slabs, *chunk], gaps_before([*self.slabs, *chunk]), strict=True)
        return MOST_SQUEEZE * sum(gap for slab, gap in gaps if slab.loose or slab.foot)

    def add(self, chunk: Sequence[Slab]) -> None:
        self.taken += self.needs(chunk)
        self.slabs += chunk


def paginate(slabs: Sequence[Slab], width: float, depth: float) -> list[Page]:
    """The slabs on pages `depth` pt deep; one is left empty where the next part starts on the other side of the leaf.

    Raises BookletError when something that must not be parted is higher than a page.
    """
    pages = [Page()]
    waiting = _chunks(slabs)
    while waiting:
        chunk = waiting.pop(0)
        page = pages[-1]
        if chunk[0].start != "flow" and page.slabs:
            page = _turn(pages)
        if len(pages) % 2 == WRONG_SIDE.get(chunk[0].start):
            page = _turn(pages)
        if page.taken + page.needs(chunk) - page.give(chunk) <= depth + 0.01:
            page.add(chunk)
            continue
        if all(slab.optional for slab in chunk):
            continue
        parts = _parted(chunk, width, depth - page.taken, page.needs(chunk))
        if parts:
            page.add(parts[0])
            waiting[:0] = [parts[1]]
            _turn(pages)
        elif page.slabs:
            _turn(pages)
            waiting[:0] = [[chunk[0].moved(start="flow"), *chunk[1:]]]
        else:
            waiting[:0] = _broken(chunk, depth)
    return pages


def gaps(page: Page, depth: float) -> list[float]:
    """The gap before each slab of a page: widened where loose, and before the first slab of the foot.

    Where the page is a little over-full, the loose gaps are narrowed instead.
    """
    spare = depth - page.taken
    plain = gaps_before(page.slabs)
    if spare < 0:
        narrow = sum(gap for slab, gap in zip(page.slabs, plain, strict=True) if slab.loose or slab.foot)
        kept = 1 + spare / narrow if narrow else 1.0
        return [gap * kept if slab.loose or slab.foot else gap for slab, gap in zip(page.slabs, plain, strict=True)]
    foot = next((index for index, slab in enumerate(page.slabs) if slab.foot and index), None)
    loose = [
        index
        for index, (previous, slab) in enumerate(pairwise(page.slabs), 1)
        if slab.loose and not slab.foot and previous.tight is None
    ]
    if loose:
        each = min(MOST_STRETCH, spare / (len(loose) + (foot is not None)))
        plain = [gap + each if index in loose else gap for index, gap in enumerate(plain)]
        spare -= each * len(loose)
    if foot is not None:
        plain[foot] += spare
    return plain


def _turn(pages: list[Page]) -> Page:
    pages.append(Page())
    return pages[-1]


def _chunks(slabs: Sequence[Slab]) -> list[list[Slab]]:
    """Slabs in groups that are not parted: each up to the first one that is not bound to the next."""
    chunks: list[list[Slab]] = [[]]
    for slab in slabs:
        if slab.start != "flow" and chunks[-1]:
            chunks.append([])
        chunks[-1].append(slab)
        if not slab.keep:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def _broken(chunk: Sequence[Slab], depth: float) -> list[list[Slab]]:
    """A chunk higher than a page in two, as late as it goes, and not after a heading."""
    for cut in range(len(chunk) - 1, 0, -1):
        if chunk[cut - 1].tight is None and Page().needs(chunk[:cut]) <= depth:
            return [list(chunk[:cut]), list(chunk[cut:])]
    excess = Page().needs(chunk) - depth
    raise BookletError.at(Span("layout"), f"a block is {excess:.0f} pt higher than a page", "shorten its text")


def _parted(chunk: Sequence[Slab], width: float, room: float, needed: float) -> tuple[list[Slab], list[Slab]] | None:
    """A chunk that ends in a paragraph, with as much of it as the room takes, and the rest."""
    *heads, last = chunk
    left = room - (needed - last.height)
    if not last.splittable or left <= 0:
        return None
    pieces = last.flowable.split(width, left)
    if len(pieces) != 2:
        measured(last.flowable, width)  # ReportLab forgets the lines of a paragraph that it cannot split
        return None
    first, rest = (last.moved(flowable=piece, height=measured(piece, width)) for piece in pieces)
    return [*heads, first], [rest.moved(before=0.0)]
