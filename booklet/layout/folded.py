"""Shares sections out to the panels of a folded sheet, and paints its two sides.

A section never crosses a crease. Those that must be there are placed first, others while there is room; then panels are
evened out, and figures grow where a panel has room to spare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from booklet.document import Block, Document, Heading, Notice, Opening, RedFlags, Section
from booklet.folding.leaflet import Leaflet, Place
from booklet.layout.base import Draw, Room
from booklet.layout.foldmarks import fold_marks
from booklet.layout.insert import MOST_GROWTH, PADDING, InsertArranger
from booklet.layout.packing import NEAR, Item, Series, choose, share
from booklet.layout.pages import Page, gaps
from booklet.layout.panel import Slab
from booklet.layout.styles import Setting
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import Tag
from booklet.units import pt

SECTION_GAP: Final = 13.0
"""Between two sections of a panel, at least."""
GROWTHS: Final = tuple(1.0 + 0.1 * step for step in range(round((MOST_GROWTH - 1) * 10), 0, -1))


@dataclass(frozen=True, slots=True)
class Area:
    """A column of text on the flat sheet: its panel, its left and upper edge and its depth in pt."""

    place: Place
    left: float
    top: float
    depth: float


def areas(leaflet: Leaflet, measure: float) -> list[Area]:
    """The columns of all panels in reading order; a panel wide enough for two has two."""
    columns = []
    for place in leaflet.places:
        width = pt(place.width)
        count = max(1, int(width // (measure + 2 * PADDING - 0.01)))
        for index in range(count):
            left = pt(place.left) + width / count * index + (width / count - measure) / 2
            columns.append(Area(place, left, pt(place.top) + PADDING, pt(place.height) - 2 * PADDING))
    return columns


def columns_of(setting: Setting) -> list[Area]:
    """The columns of the setting's leaflet in reading order."""
    assert setting.leaflet is not None
    return areas(setting.leaflet, setting.stock.measure)


class Folded:
    """The sections of a document measured for one leaflet."""

    def __init__(self, setting: Setting, draw: Draw, words: Callable[[str], str]) -> None:
        self.setting = setting
        self.arranger = InsertArranger(setting, draw, words)
        self.areas = columns_of(setting)
        self.arranger.depth = min(area.depth for area in self.areas)

    def slabs(self, section: Section, parent: Tag | None = None, growth: float = 1.0) -> list[Slab]:
        """A section set on the measure, with figures so much higher than on a full panel."""
        self.arranger.growth = growth
        first, *others = self.arranger.section(section, Room(self.setting.stock.measure, parent))
        return [first.moved(before=max(first.before, SECTION_GAP), start=False), *others]

    def items(self, sections: Sequence[Section]) -> list[Item]:
        """The sections as they are packed."""
        packed = []
        for section in sections:
            slabs = self.slabs(section)
            packed.append(Item(section.name, Page().needs(slabs), slabs[0].before, section.start != "flow"))
        return packed

    def fitted(self, sections: Sequence[Section], optional: Sequence[str], piecemeal: Sequence[str]) -> list[Section]:
        """The sections that find room, in reading order. Raises Unfit and Sparse."""
        series: list[Series] = []
        for name in optional:
            own = tuple(index for index, section in enumerate(sections) if section.name == name)
            series.append(tuple((index,) for index in own) if name in piecemeal else (own,))
        chosen = choose(self.items(sections), series, len(self.areas), self.arranger.depth)
        return [sections[index] for index in chosen]

    def shared(self, sections: Sequence[Section]) -> list[list[Section]]:
        """The sections of each column."""
        parts = share(self.items(sections), len(self.areas), self.arranger.depth)
        return [[sections[index] for index in part] for part in parts]

    def page(self, sections: Sequence[Section], area: Area, parent: Tag) -> Page:
        """The slabs of a column: figures as large as there is room for."""
        for growth in (*GROWTHS, 1.0):
            page = Page()
            page.add([slab for section in _joined(sections) for slab in self.slabs(section, parent, growth)])
            if page.taken <= area.depth + NEAR or growth == 1.0:
                return page
        raise AssertionError


def fitted(
    document: Document,
    setting: Setting,
    optional: Sequence[str],
    piecemeal: Sequence[str],
    draw: Draw,
    words: Callable[[str], str],
) -> Document:
    """The document with those of its sections that the panels of the setting's leaflet have room for.

    `optional` sections are taken in that order, all of a name or none, the `piecemeal` ones of them one by one.
    """
    kept = Folded(setting, draw, words).fitted(_sections(document), optional, piecemeal)
    return replace(document, blocks=tuple(kept))


def typeset_panels(
    document: Document, setting: Setting, draw: Draw, words: Callable[[str], str], canvas: TaggedCanvas
) -> bytes:
    """The two sides of the flat sheet: each panel is a part of the document, read in the order in which it is met."""
    folded = Folded(setting, draw, words)
    columns = list(zip(folded.areas, folded.shared(_sections(document)), strict=True))
    tags: dict[int, Tag] = {}
    for number, title in _titles(columns).items():  # in reading order, before the sides are painted in theirs
        tags[number] = Tag("Sect")
        canvas.tree.elem(tags[number], canvas.tree.root)
        canvas.addOutlineEntry(words("panel-title").format(panel=number, title=title), _key(number), 0)
    width, height = setting.page
    for back in (False, True):
        for area, sections in (column for column in columns if column[0].place.face.back == back):
            place = area.place
            canvas.bookmarkHorizontalAbsolute(_key(place.number), height - pt(place.top), pt(place.left))
            page = folded.page(sections, area, tags[place.number])
            top = height - area.top
            for slab, gap in zip(page.slabs, gaps(page, area.depth), strict=True):
                top -= gap + slab.height
                slab.flowable.drawOn(canvas, area.left, top)
            if area is columns[-1][0]:
                _imprint(canvas, document, setting, area)
        if setting.press:
            fold_marks(canvas, setting, back, words)
        canvas.setTrimBox((0, 0, width, height))
        canvas.showPage()
    return canvas.getpdfdata()


def titles(document: Document, setting: Setting, draw: Draw, words: Callable[[str], str]) -> dict[int, str]:
    """What each panel is called, by its number."""
    folded = Folded(setting, draw, words)
    return _titles(zip(folded.areas, folded.shared(_sections(document)), strict=True))


def _titles(columns: Iterable[tuple[Area, Sequence[Section]]]) -> dict[int, str]:
    """The first heading on each panel, by the panel's number, in reading order."""
    named: dict[int, str] = {}
    for area, sections in columns:
        named.setdefault(area.place.number, next(filter(None, (_title(one.blocks) for one in sections)), ""))
    return named


def _key(number: int) -> str:
    """The bookmark of a panel."""
    return f"panel-{number}"


def _imprint(canvas: TaggedCanvas, document: Document, setting: Setting, area: Area) -> None:
    """Version and hash at the foot of the last panel, flush right."""
    role = setting.scale["footer"]
    with canvas.artifact("Type", "Pagination", "Subtype", "Footer"):
        canvas.setFont(role.font, role.size)
        canvas.setFillColor(setting.colour("ink"))
        right, base = area.left + setting.stock.measure, setting.page[1] - area.top - area.depth + 2.0
        canvas.drawRightString(right, base, f"{document.version} \u00b7 {document.digest}")


def _joined(sections: Sequence[Section]) -> list[Section]:
    """The sections of a column; one that goes on where another of its kind ends does not repeat its heading."""
    joined = list(sections[:1])
    for before, section in pairwise(sections):
        match section.blocks:
            case [Heading() as head, *others] if (section.name, head) == (before.name, before.blocks[0]):
                joined[-1] = replace(joined[-1], blocks=(*joined[-1].blocks, *others))
            case _:
                joined.append(section)
    return joined


def _sections(document: Document) -> list[Section]:
    return [block for block in document.blocks if isinstance(block, Section) and block.blocks]


def _title(blocks: Sequence[Block]) -> str:
    """What a panel is called in the outline: the first heading on it."""
    for block in blocks:
        match block:
            case Opening():
                return block.title
            case RedFlags():
                return block.heading
            case Heading():
                return block.text
            case Notice():
                return block.label
    return ""
