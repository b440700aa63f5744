"""Tagged lists: one L over page breaks, one LI for each item however it is cut."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeAlias

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import ARTIFACT, Tag
from booklet.pdf.tagged import Tagged, scope

Numbering: TypeAlias = Literal["None", "Disc", "Circle", "Square", "Decimal", "LowerAlpha", "UpperAlpha"]
"""ListNumbering of ISO 32000-1, table 347."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands before an item: a flowable, or something drawn, with the item's top left corner as the origin.

    `text` is what a drawn marker is read as; without it the drawing is an ornament.
    """

    content: Flowable | Callable[[Canvas], None]
    text: str = ""


@dataclass(frozen=True, slots=True)
class _ItemTags:
    item: Tag
    label: Tag
    body: Tag


class TaggedList(Tagged, Flowable):
    """Items under each other, each a list of flowables `indent` pt to the right of its marker, `gap` pt apart.

    `marker` gives the marker of the item with an index counted from 0, or None for none.
    """

    def __init__(
        self,
        items: Iterable[Sequence[Flowable]],
        marker: Callable[[int], Marker | None],
        *,
        indent: float,
        gap: float = 0,
        numbering: Numbering = "Disc",
        spaceBefore: float = 0,
        spaceAfter: float = 0,
        **tag_options: Any,
    ) -> None:
        super().__init__()
        self.tag = Tag("L", attrs={"List": {"ListNumbering": f"/{numbering}"}}, **tag_options)
        self.gap = gap
        self.spaceBefore = spaceBefore
        self.spaceAfter = spaceAfter
        self._items = [_Item(content, marker(index), indent) for index, content in enumerate(items)]

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The full width, and the height of all items with their gaps."""
        heights = [item.wrapOn(self.canv, availWidth, availHeight)[1] for item in self._items]
        self.width, self.height = availWidth, sum(heights) + self.gap * max(len(heights) - 1, 0)
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """The items that fit and the rest, two lists with one tag; the item at the edge is cut when it can be."""
        self.wrap(availWidth, availHeight)
        room = availHeight
        for index, item in enumerate(self._items):
            if item.height > room + 1e-6:
                halves = item.splitOn(self.canv, availWidth, room)
                head = [*self._items[:index], *halves[:1]]
                tail = [*(halves[1:] or [item]), *self._items[index + 1 :]]
                return [self._part(head), self._part(tail)] if head else []
            room -= item.height + self.gap
        return [self]

    def separate(self) -> list[TaggedList]:
        """A list for each item, all with one tag, so that a story can break pages and keep headings between them."""
        parts = [self._part([item]) for item in self._items]
        for index, part in enumerate(parts):
            part.spaceBefore = self.spaceBefore if index == 0 else 0
            part.spaceAfter = self.spaceAfter if index == len(parts) - 1 else self.gap
        return parts

    def draw(self) -> None:
        """Draw the items from the top."""
        top = self.height
        for item in self._items:
            item.drawOn(self.canv, 0, top - item.height)
            top -= item.height + self.gap

    def _part(self, items: list[_Item]) -> TaggedList:
        part = TaggedList((), lambda _: None, indent=0, gap=self.gap)
        part.tag, part._items = self.tag, items
        part.spaceBefore, part.spaceAfter = self.spaceBefore, self.spaceAfter
        return part


class _Item(Flowable):
    """A marker and the content beside it."""

    def __init__(self, content: Sequence[Flowable], marker: Marker | None, indent: float) -> None:
        super().__init__()
        self._content = list(content)
        self._marker = marker
        self._indent = indent
        item = Tag("LI")
        label = Tag("Lbl", item, actual=marker.text if marker and not isinstance(marker.content, Flowable) else "")
        self._tags = _ItemTags(item, label, Tag("LBody", item))
        self._drawn_on: Canvas | None = None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """The full width and the height of the content, or of the marker when that is higher."""
        label = self._marker.content if self._marker else None
        high = label.wrapOn(self.canv, self._indent, availHeight)[1] if isinstance(label, Flowable) else 0
        body = stack(self.canv, self._content, availWidth - self._indent, availHeight)
        self.width, self.height = availWidth, max(high, body)
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """What fits, with the marker, and the rest without; nothing when not even the first flowable can be cut."""
        head, tail = cut(self.canv, self._content, availWidth - self._indent, availHeight)
        if not head or not tail:
            return []
        parts = [_Item(head, self._marker, self._indent), _Item(tail, None, self._indent)]
        for part in parts:
            part._tags = self._tags
            part.wrapOn(self.canv, availWidth, availHeight)
        return parts

    def draw(self) -> None:
        """Draw the marker, then the content."""
        if self.canv is self._drawn_on:
            self._tags = _copy(self._tags)
        self._drawn_on = self.canv
        with scope(self.canv, self._tags.item):
            if self._marker:
                with scope(self.canv, self._tags.label):
                    self._draw_marker(self._marker)
            with scope(self.canv, self._tags.body):
                draw_stack(self.canv, self._content, self._indent, self.height)

    def _draw_marker(self, marker: Marker) -> None:
        content, canvas = marker.content, self.canv
        if isinstance(content, Flowable):
            content.drawOn(canvas, 0, self.height - content.height)
            return
        canvas.saveState()
        canvas.translate(0, self.height)
        if isinstance(canvas, TaggedCanvas):
            with canvas.content(None if marker.text else ARTIFACT):
                content(canvas)
        else:
            content(canvas)
        canvas.restoreState()


def _copy(tags: _ItemTags) -> _ItemTags:
    item = replace(tags.item)
    return _ItemTags(item, replace(tags.label, parent=item), replace(tags.body, parent=item))


def stack(canvas: Canvas, flowables: Iterable[Flowable], width: float, height: float) -> float:
    """Wrap flowables for a column `width` pt wide and return their joint height, with the space between them."""
    total, after = 0.0, None
    for flowable in flowables:
        total += flowable.wrapOn(canvas, width, height)[1] + _space(after, flowable)
        after = flowable
    return total


def draw_stack(canvas: Canvas, flowables: Iterable[Flowable], x: float, top: float) -> None:
    """Draw wrapped flowables under each other, from `top` pt down."""
    after = None
    for flowable in flowables:
        top -= flowable.height + _space(after, flowable)
        flowable.drawOn(canvas, x, top)
        after = flowable


def cut(
    canvas: Canvas, flowables: Sequence[Flowable], width: float, height: float
) -> tuple[list[Flowable], list[Flowable]]:
    """The flowables that fit into `height` pt, and the rest; the one at the edge is split when it can be."""
    room, after = height, None
    for index, flowable in enumerate(flowables):
        room -= _space(after, flowable)
        high = flowable.wrapOn(canvas, width, room)[1]
        if high > room + 1e-6:
            halves = flowable.splitOn(canvas, width, room) if room > 0 else []
            fits = len(halves) > 1
            rest = [*halves[1:], *flowables[index + 1 :]] if fits else list(flowables[index:])
            return [*flowables[:index], *(halves[:1] if fits else [])], rest
        room, after = room - high, flowable
    return list(flowables), []


def _space(above: Flowable | None, below: Flowable) -> float:
    """The space between two flowables: the larger of what each asks for; none above the first."""
    return max(above.getSpaceAfter(), below.getSpaceBefore()) if above is not None else 0.0
