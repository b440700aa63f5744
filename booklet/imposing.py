"""A finished PDF laid on sheets: read, laid out, imposed, written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from booklet import files
from booklet.dates import creation_date
from booklet.errors import BookletError, Span, nearest_or_all
from booklet.folding import Fold
from booklet.folding.pictures import Picture, load_picture, picture_names
from booklet.press.declarations import declare, has_process_inks, is_for_press
from booklet.press.geometry import Geometry, PageBox, Wish, cells_that_fit, flip_of, lay_out, sheet_name
from booklet.press.impose import Printing, impose
from booklet.press.layouts import FINISHES, Folded, Grid, Layout, Sheet, blanks
from booklet.press.marks import ROOM, Creases, MarkKind, Marks
from booklet.press.originals import BoxName, measured, opened, pages_of
from booklet.resources import Resources
from booklet.units import PAPERS_PT, mm

if TYPE_CHECKING:
    from booklet.typeface.outlines import Lettering

SADDLE: Final = "saddle"
CUT: Final = tuple(FINISHES)
REPAIRED: Final = "the file is damaged, and was repaired as far as possible: look at every page"
DEFAULT_SHEET: Final = PAPERS_PT["letter"]
"""What cards are laid on when no sheet is named."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: the layout, its grid or signature if any, marks, and the wish as to sizes.

    `bleed` None is what the pages themselves bleed, at most.
    """

    layout: str = SADDLE
    wish: Wish = field(default_factory=Wish)
    marks: Collection[MarkKind] = ()
    signature: int | None = None
    grid: tuple[int, int] | None = None
    bleed: float | None = None
    box: BoxName = "trim"


@dataclass(frozen=True, slots=True)
class Imposed:
    """What was made: lengths in mm; `notes` are for people."""

    layout: str
    pages: int
    sheets: int
    signatures: int
    blanks: int
    sheet: str
    scale: float
    flip: str
    finish: str
    notes: tuple[str, ...] = ()


def finishes(resources: Resources) -> dict[str, str]:
    """What hands do with the sheets of every layout, by its name."""
    return {name: load_picture(resources, name).finish for name in picture_names(resources)} | dict(FINISHES)


def layout_names(resources: Resources) -> list[str]:
    """Every layout that can be asked for."""
    return [*picture_names(resources), *CUT]


def impose_file(source: Path, target: Path, order: Order, resources: Resources) -> Imposed:
    """Impose a PDF into another file. Raises BookletError when it cannot be done; the source is never touched."""
    if target.exists() and target.samefile(source):
        raise BookletError.at(
            Span(str(target)), "is the source itself, which is never overwritten", "name another --out"
        )
    layout = _layout(order, resources)
    with opened(source) as pdf:
        pages = pages_of(pdf, source)
        boxes = [measured(page, number, source, order.box) for number, page in enumerate(pages, 1)]
        layout, geometry = _geometry(layout, boxes[0], order, is_for_press(pdf))
        sheets = layout.sheets(len(pages))
        kinds = [kind for kind in order.marks if kind != "colour" or has_process_inks(pdf)]
        marks = Marks(kinds, _lettering(resources, kinds), _creases(layout), _spine(layout, sheets))
        slugs = _Slugs(source.name, sheets)
        printing = Printing(sheets, geometry, lambda n, side: marks.content(geometry, *slugs.of(n, side)))
        compressed = impose(pdf, pages, boxes, printing)
        flip = flip_of(geometry) if sheets[0].back else None
        declare(pdf, order.layout, source, creation_date(), flip)
        with files.writing(target) as file:
            # qpdf would compress anew what it finds compressed in a way that it would not have chosen itself.
            pdf.save(file, deterministic_id=True, compress_streams=not compressed)
        repaired = bool(pdf.get_warnings())
    made = _report(layout, order, sheets, geometry, boxes, marks)
    return replace(made, notes=(REPAIRED, *made.notes)) if repaired else made


def _lettering(resources: Resources, kinds: Collection[MarkKind]) -> Lettering | None:
    """Letters for the slug; a font takes longer to open than a short file to impose."""
    if "slug" not in kinds:
        return None
    from booklet.typeface.outlines import Lettering

    return Lettering(resources)


def _layout(order: Order, resources: Resources) -> Layout:
    pictures = picture_names(resources)
    if order.layout in pictures:
        return _folded(load_picture(resources, order.layout), order)
    if order.layout in CUT:
        if order.signature:
            raise BookletError.at(Span("layout"), f"{order.layout} has no signatures", "leave out --signature")
        rows, columns = order.grid or (1, 2)
        return Grid(order.layout, rows, columns, FINISHES[order.layout])
    known = layout_names(resources)
    raise BookletError.at(Span("layout"), f'"{order.layout}" is not known', nearest_or_all(order.layout, known))


def _folded(picture: Picture, order: Order) -> Folded:
    if order.grid:
        raise BookletError.at(Span("layout"), f"{picture.layout} has its own rows and columns", "leave out --nup")
    if picture.signature == "all" and order.signature is None:
        return Folded(picture, 0)
    size = order.signature if order.signature is not None else picture.signature
    assert isinstance(size, int)
    return Folded(picture, size)


def _geometry(layout: Layout, first: PageBox, order: Order, for_press: bool) -> tuple[Layout, Geometry]:
    """The first page gives the size of all; cards fill the sheet when nobody says how many.

    Marks need paper around the bleed, and sheets for a press need paper for the bleed; an office sheet does without.
    """
    bleed = first.bleed if order.bleed is None else order.bleed
    margin = bleed + ROOM if order.marks else bleed if for_press else 0.0
    wish = replace(order.wish, bleed=bleed, margin=margin)
    if isinstance(layout, Grid) and layout.layout == "nup":
        wish = replace(wish, own=first.size, scale="fit" if wish.scale is None else wish.scale)
    elif isinstance(layout, Grid) and layout.layout == "cards":
        wish = replace(wish, own=DEFAULT_SHEET)
        if order.grid is None:
            sheet = wish.sheet or DEFAULT_SHEET
            scale = wish.scale if isinstance(wish.scale, float) else 1.0
            card = first.size[0] * scale, first.size[1] * scale
            rows, columns = cells_that_fit(card, sheet, wish.gutter, wish.margin)
            layout = replace(layout, rows=rows, columns=columns)
    geometry = lay_out(first.size, layout.rows, layout.columns, wish)
    return layout, geometry if order.bleed is not None else replace(geometry, bleed=first.bleed * geometry.scale)


def _creases(layout: Layout) -> Creases:
    """Where a folded sheet is folded: along every boundary in a direction in which it is folded at all."""
    if isinstance(layout, Grid):
        return Creases()
    moving = {step.moving for step in layout.picture.folds if isinstance(step, Fold)}
    across = bool(moving & {"top", "bottom"})
    return Creases(frozenset(range(1, layout.columns)), frozenset(range(1, layout.rows)) if across else frozenset())


def _spine(layout: Layout, sheets: Sequence[Sheet]) -> tuple[int, int] | None:
    """Row and column of page 1, at whose left edge folded signatures show their spine, if there are any to gather."""
    if isinstance(layout, Grid) or sheets[-1].signature == 1 or not sheets[0].back:
        return None
    return next(((slot.row, slot.column) for slot in sheets[0].front if slot.page == 1 and not slot.turned), None)


@dataclass(frozen=True, slots=True)
class _Slugs:
    """What stands beside each side of each sheet."""

    file: str
    sheets: Sequence[Sheet]

    def of(self, number: int, side: int) -> tuple[str, int]:
        """The line, and the signature to be collated by when this is the outside of one.

        The file comes last: its name may be longer than the sheet is wide.
        """
        sheet = self.sheets[number]
        parts = [f"sheet {number + 1} of {len(self.sheets)}"]
        if sheet.back:
            parts.append("back" if side else "front")
        if last := self.sheets[-1].signature - 1:
            parts.append(f"signature {sheet.signature} of {last + 1}")
        if empty := sum(slot.page is None for slot in sheet.sides[side]):
            parts.append(f"{empty} blank")
        first = number == 0 or self.sheets[number - 1].signature != sheet.signature
        return "  ·  ".join((*parts, self.file)), sheet.signature if first and not side else 0


def _report(
    layout: Layout,
    order: Order,
    sheets: Sequence[Sheet],
    geometry: Geometry,
    boxes: Sequence[PageBox],
    marks: Marks,
) -> Imposed:
    signatures = sheets[-1].signature
    return Imposed(
        layout=order.layout,
        pages=len(boxes),
        sheets=len(sheets),
        signatures=signatures,
        blanks=blanks(sheets),
        sheet=sheet_name(geometry.sheet),
        scale=round(geometry.scale, 4),
        flip=flip_of(geometry) if sheets[0].back else "",
        finish=layout.finish,
        notes=tuple(_notes(order, sheets, geometry, boxes, marks)),
    )


def _notes(
    order: Order, sheets: Sequence[Sheet], geometry: Geometry, boxes: Sequence[PageBox], marks: Marks
) -> Iterable[str]:
    yield from _odd_sizes(boxes)
    yield from _office_paper(order, geometry, boxes[0])
    if count := blanks(sheets):
        they_fill = "1 blank page at the end fills" if count == 1 else f"{count} blank pages at the end fill"
        yield f"{they_fill} up the sheets"
    if "colour" in order.marks and "colour" not in marks.kinds:
        yield "no colour bars: the file is not in the inks of a press"
    if marks.kinds and marks.spine and not geometry.gutter:
        yield "no collation marks: they need a gutter at the spine, --gutter"
    bleed = boxes[0].bleed * geometry.scale
    if order.bleed is not None and order.bleed > bleed + 0.5:
        yield f"the pages bleed {mm(bleed):.1f} mm, not the {mm(order.bleed):.1f} mm that were asked for"
    deepest = max(slot.depth for sheet in sheets for side in sheet.sides for slot in side)
    if geometry.caliper and deepest:
        yield f"the innermost pages are moved {mm(deepest * geometry.caliper):.2f} mm towards the spine"


def _office_paper(order: Order, geometry: Geometry, first: PageBox) -> Iterable[str]:
    """What somebody at an office printer must know: which paper is needed, and that type gets smaller or larger."""
    paper = sheet_name(geometry.sheet)
    if order.wish.sheet is None and paper not in PAPERS_PT and not order.marks:
        own = sheet_name(first.size)
        offered = " or ".join(f"--sheet {name}" for name in ([own] if own in PAPERS_PT else PAPERS_PT))
        yield f"{paper} paper is needed: {offered} makes the pages smaller"
    if not isinstance(order.wish.scale, float) and abs(geometry.scale - 1) > 0.005:
        yield f"the pages are printed at {geometry.scale * 100:.0f} % of their size"


def _odd_sizes(boxes: Sequence[PageBox]) -> Iterable[str]:
    """Which pages are not of the size of the first, and what becomes of them."""
    width, height = boxes[0].size
    larger, smaller = set[PageBox](), set[PageBox]()
    for box in set(boxes):
        wider, taller = box.size[0] - width, box.size[1] - height
        if max(wider, taller) > 1:
            larger.add(box)
        elif min(wider, taller) < -1:
            smaller.add(box)
    for word, odd, fate in (
        ("larger", larger, "made smaller, to fit their place"),
        ("smaller", smaller, "set in the middle of their place"),
    ):
        if numbers := [number for number, box in enumerate(boxes, 1) if box in odd]:
            shown = ", ".join(map(str, numbers[:5])) + ", …" * (len(numbers) > 5)
            yield f"pages {word} than the first are {fate}: {shown}"


def closing(made: Imposed) -> str:
    """What hands do next."""
    if made.flip:
        start = f"print on both sides, flip on the {made.flip} edge, do not scale"
    else:
        start = "print on one side, do not scale"
    return f"{made.sheet} paper: {', '.join(filter(None, (start, made.finish)))}"
