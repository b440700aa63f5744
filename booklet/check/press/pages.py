"""What a press demands of a page: its boxes, what lies on it beside the content, how it blends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from booklet.check.press import values
from booklet.check.press.colour import CMYK, PROCESS, ColourSpace
from booklet.check.press.places import beside
from booklet.check.press.predicate import Demands, Flaw, Predicate, Zone
from booklet.check.press.survey import Survey
from booklet.errors import nearest_or_all
from booklet.plane import Box
from booklet.units import mm, pt

BOXES: Final = ("MediaBox", "CropBox", "BleedBox", "TrimBox", "ArtBox")
SAME: Final = 0.05
"""Up to how many pt boxes count as the same."""
SAME_SIZE: Final = 0.3
"""Up to how many pt pages count as of one size: 0.1 mm."""
MARKS: Final = frozenset(("TrapNet", "PrinterMark"))
"""Annotations that are meant for the printer."""
HARMLESS: Final = frozenset(("Popup",))
HIDDEN: Final = 2
X4: Final = "ISO 15930-7"
HOUSE: Final = "design criteria"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read. A box is None when there is none; `unsound` names those that are no rectangles.

    `usual_trim` and `usual_sheet` are the sizes, in pt, that most pages of the document have.
    """

    number: int
    node: Any
    boxes: dict[str, Box]
    unsound: tuple[str, ...]
    group: ColourSpace | None
    survey: Survey
    demands: Demands
    usual_trim: tuple[float, float] | None = None
    usual_sheet: tuple[float, float] | None = None
    read: bool = False
    """Whether its content could be read."""

    @property
    def media(self) -> Box | None:
        return self.boxes.get("MediaBox")

    @property
    def trim(self) -> Box | None:
        """The finished page: TrimBox, or ArtBox in its place."""
        return self.boxes.get("TrimBox") or self.boxes.get("ArtBox")

    @property
    def bleed(self) -> Box | None:
        return self.boxes.get("BleedBox")

    def zone(self, zone: Zone) -> Box | None:
        """Where on the page something matters; None for everywhere."""
        if zone is Zone.SHEET:
            return None
        if zone is Zone.TRIM:
            return self.trim.grown(-SAME) if self.trim else self.media
        return self.bleed or self.trim or self.media

    def place(self, box: Box | None = None) -> str:
        """For people: the page, and the lower left of a box in mm from that of the trimmed page."""
        if box is None:
            return f"page {self.number}"
        origin = self.trim or self.media or Box(0, 0, 0, 0)
        return f"page {self.number}, {beside(mm(box.left - origin.left), mm(box.bottom - origin.bottom))}"


def boxes(node: Any) -> tuple[dict[str, Box], tuple[str, ...]]:
    """The boxes of a page, MediaBox and CropBox inherited too, and the names of those that are none."""
    found: dict[str, Box] = {}
    unsound: list[str] = []
    for key in BOXES:
        given = values.inherited(node, f"/{key}") if key in ("MediaBox", "CropBox") else node.get(f"/{key}")
        if given is not None:
            if box := values.box(given):
                found[key] = box
            else:
                unsound.append(key)
    return found, tuple(unsound)


def _unsound(page: Page) -> Iterator[Flaw]:
    for key in page.unsound:
        yield Flaw(f"the {key} is no rectangle")
    if page.media is None and "MediaBox" not in page.unsound:
        yield Flaw("there is no MediaBox")


def _trim(page: Page) -> Iterator[Flaw]:
    has = [key for key in ("TrimBox", "ArtBox") if key in page.boxes or key in page.unsound]
    if len(has) != 1:
        yield Flaw("there is both a TrimBox and an ArtBox" if has else "there is no TrimBox")


def _within(inner: str, outer: str, page: Page) -> Iterator[Flaw]:
    a, b = page.boxes.get(inner), page.boxes.get(outer)
    if a and b and not a.within(b, SAME):
        yield Flaw(f"the {inner} reaches out of the {outer}", box=a)


def _nesting(page: Page) -> Iterator[Flaw]:
    for inner, outer in (("TrimBox", "BleedBox"), ("ArtBox", "BleedBox")):
        yield from _within(inner, outer, page)


def _sheet(page: Page) -> Iterator[Flaw]:
    for inner in ("BleedBox", "TrimBox", "ArtBox"):
        yield from _within(inner, "MediaBox", page)


def _crop(page: Page) -> Iterator[Flaw]:
    crop, media = page.boxes.get("CropBox"), page.media
    if crop and media and not (crop.within(media, SAME) and media.within(crop, SAME)):
        yield Flaw(f"the CropBox is {_size(crop)}, the MediaBox {_size(media)}", box=crop)


def _bleed(page: Page) -> Iterator[Flaw]:
    wanted = page.demands.bleed_mm
    if page.trim is None or wanted <= 0:
        return
    bleed = page.bleed
    if bleed is None:
        yield Flaw(f"there is no BleedBox, and so no bleed of {wanted:g} mm")
        return
    sides = zip(page.trim, bleed, (1, 1, -1, -1), strict=True)
    least = min((inner - outer) * sign for inner, outer, sign in sides)
    if least < pt(wanted) - SAME:
        yield Flaw(f"the bleed is {mm(max(least, 0)):.1f} mm, not {wanted:g} mm")


def _unit(page: Page) -> Iterator[Flaw]:
    given = page.node.get("/UserUnit")
    if given is not None and values.number(given) != 1:
        yield Flaw("its unit is not 1/72 inch")


def _size(box: Box) -> str:
    return f"{mm(box.width):.1f} x {mm(box.height):.1f} mm"


def _differs(box: Box | None, usual: tuple[float, float] | None) -> bool:
    if box is None or usual is None:
        return False
    return max(abs(box.width - usual[0]), abs(box.height - usual[1])) > SAME_SIZE


def _trim_size(page: Page) -> Iterator[Flaw]:
    if page.trim and page.usual_trim and _differs(page.trim, page.usual_trim):
        yield Flaw(f"the page is {_size(page.trim)}, most are {_size(Box(0, 0, *page.usual_trim))}")


def _sheet_size(page: Page) -> Iterator[Flaw]:
    if page.media and page.usual_sheet and _differs(page.media, page.usual_sheet):
        yield Flaw(f"the sheet is {_size(page.media)}, most are {_size(Box(0, 0, *page.usual_sheet))}")


def annotated(node: Any) -> Iterator[tuple[Any, Box | None]]:
    """The annotations of a page, with where they are."""
    for one in values.items(node.get("/Annots")):
        found = values.dictionary(one)
        yield found, values.box(found.get("/Rect"))


def _annotations(page: Page) -> Iterator[Flaw]:
    zone = page.zone(Zone.PRODUCT)
    for annotation, box in annotated(page.node):
        kind = values.name(annotation.get("/Subtype"))
        if kind in MARKS | HARMLESS or values.whole(annotation.get("/F")) & HIDDEN:
            continue
        if box is None or zone is None or box.meets(zone):
            yield Flaw(f"an annotation ({kind or 'of no kind'}) lies on the page", box=box)


def _group(page: Page) -> Iterator[Flaw]:
    if page.group and page.group.family not in (CMYK.family, "ICCBased CMYK"):
        yield Flaw(f"the page blends in {page.group.family}")


def _transparency(page: Page) -> Iterator[Flaw]:
    if page.survey.transparent and page.group is None:
        yield Flaw("there is transparency, and nothing says that it blends in CMYK")


def _empty(page: Page) -> Iterator[Flaw]:
    if not page.read or page.number in page.demands.blank_pages:
        return
    zone = page.zone(Zone.TRIM)
    if not any(zone is None or box.meets(zone) for box in page.survey.painted):
        yield Flaw("the page is empty")


def _unlisted(page: Page) -> Iterator[Flaw]:
    listed = page.demands.spots
    if listed is not None:
        for ink in sorted(spots(page.survey.inks) - set(listed)):
            near = nearest_or_all(ink, listed) if listed else "none is"
            yield Flaw(f'the special ink "{ink}" is not listed ({near})')


def spots(inks: Iterable[str]) -> set[str]:
    """Those inks that are not of the process."""
    return set(inks) - set(PROCESS)


PREDICATES: Final[tuple[Predicate[Page], ...]] = (
    Predicate("press-box", "Boxes are rectangles", "set the box again in a program for print", X4, _unsound),
    Predicate("press-trim-box", "A page has a TrimBox or an ArtBox, not both",
              "export with crop marks or page boxes on, so that the TrimBox is written", X4, _trim),
    Predicate("press-trim-in-bleed", "The TrimBox is within the BleedBox", "make the BleedBox larger", X4, _nesting),
    Predicate("press-box-in-media", "All boxes are within the MediaBox", "make the sheet larger", X4, _sheet),
    Predicate("press-crop-box", "The CropBox is the MediaBox", "remove the CropBox", HOUSE, _crop),
    Predicate("press-bleed", "The bleed is wide enough", "let the background reach further out, and set the BleedBox",
              HOUSE, _bleed),
    Predicate("press-user-unit", "The unit is 1/72 inch", "remove UserUnit, and scale the page", HOUSE, _unit),
    Predicate("press-trim-size", "All pages are of one size", "make all pages of one size", HOUSE, _trim_size),
    Predicate("press-sheet-size", "All sheets are of one size", "make all sheets of one size", HOUSE, _sheet_size),
    Predicate("press-annotation", "No annotation lies on the page or its bleed",
              "export without links, comments and form fields", X4, _annotations),
    Predicate("press-page-group", "A page blends in CMYK", "set the blending space of the page to CMYK", X4, _group),
    Predicate("press-transparency", "A page with transparency says that it blends in CMYK",
              "set the blending space of the page to CMYK", HOUSE, _transparency),
    Predicate("press-empty-page", "No page is empty unless it is meant to be",
              "remove the page, or declare it with --blank", HOUSE, _empty),
    Predicate("press-spot-unlisted", "Special inks are listed", "convert the ink to CMYK, or list it with --spots",
              HOUSE, _unlisted),
)  # fmt: skip


def usual(sizes: Iterable[tuple[float, float]]) -> tuple[float, float] | None:
    """The size that most have, sizes within a tenth of a millimetre being one; the first of those equally frequent."""
    counted: dict[tuple[float, float], int] = {}
    for size in sizes:
        same = next((one for one in counted if max(abs(size[0] - one[0]), abs(size[1] - one[1])) <= SAME_SIZE), size)
        counted[same] = counted.get(same, 0) + 1
    return max(counted, key=lambda size: counted[size], default=None)
