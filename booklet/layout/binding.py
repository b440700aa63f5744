"""What bound pages need besides their text: each page filled, and as many of them as folded sheets have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from booklet.document import Block, Filler, Group, Heading, Section
from booklet.errors import BookletError, Span
from booklet.layout.pages import Page

SetFiller = Callable[[tuple[Block, ...]], list[Page]]
"""Sets the blocks of a filler on pages."""


def bound(pages: Sequence[Page], fillers: Sequence[Filler], per_sheet: int, set_filler: SetFiller) -> list[Page]:
    """The pages with a filler in the place of each empty one, and as many before the last part as `per_sheet` asks for.

    Raises BookletError when there is no filler, or when one is not exactly a page long.
    """
    end = next((index for index, page in enumerate(pages) if page.begins == "last"), len(pages))
    padded = [*pages[:end], *(Page() for _ in range(-len(pages) % per_sheet)), *pages[end:]]
    empty = sum(not page.slabs for page in padded)
    if empty and not fillers:
        raise BookletError.at(Span("layout"), f"{empty} pages would be empty", "name some fillers in format.yaml")
    names = fill_order([filler.most for filler in fillers])
    used: list[str] = []
    full = []
    for page in padded:
        if not page.slabs:
            filler = fillers[next(names)]
            page = _filled(filler, used.count(filler.name) + 1, set_filler)
            used.append(filler.name)
        full.append(page)
    return full


def fill_order(most: Sequence[int]) -> Iterator[int]:
    """Which filler comes next, without end: in turn, each as often as it may; then the last one for all the rest."""
    for turn in range(max(most)):
        yield from (index for index, times in enumerate(most) if turn < times)
    yield from (len(most) - 1 for _ in count())


def _filled(filler: Filler, time: int, set_filler: SetFiller) -> Page:
    pages = set_filler(tuple(_again(block, time) for block in filler.blocks))
    if len(pages) != 1:
        raise BookletError.at(Span("layout"), f'the filler "{filler.name}" is {len(pages)} pages long, not one')
    return replace(pages[0], filler=filler.name)


def _again(block: Block, time: int) -> Block:
    """A block whose bookmarks have names of their own each time that it is used."""
    match block:
        case Heading(key=key) if key and time > 1:
            return replace(block, key=f"{key}-{time}")
        case Section() | Group():
            return replace(block, blocks=tuple(_again(child, time) for child in block.blocks))
        case _:
            return block
