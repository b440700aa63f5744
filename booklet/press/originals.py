"""A finished PDF that is to be imposed, from us or from anybody: opened with care, its pages measured.

Contents of pages are not looked at. What would be lost or made false by imposing, and what is no sound document, is
refused with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

import pikepdf

from booklet.errors import BookletError, EnvironmentProblem, Span
from booklet.plane import Box
from booklet.press.geometry import MAX_SIDE, PageBox

BoxName: TypeAlias = Literal["trim", "crop", "media", "bleed", "art"]

MOST_PAGES: Final = 20_000
DEEPEST: Final = 64
"""Levels of the page tree."""
DAMAGED: Final = (pikepdf.PdfError, ValueError, TypeError, AttributeError, LookupError, RuntimeError, ArithmeticError)
"""What comes up when an object of a document is not what it must be."""
AGAIN: Final = "open it in a PDF reader and save it again"
OFFERED: Final[dict[BoxName, tuple[str, ...]]] = {
    "trim": ("/TrimBox", "/CropBox"),
    "crop": ("/CropBox",),
    "media": (),
    "bleed": ("/BleedBox", "/CropBox"),
    "art": ("/ArtBox", "/CropBox"),
}
"""Which entry of a page tells its box, what stands for one that is missing, and the MediaBox last (14.11.2)."""
INHERITABLE: Final = frozenset(("/Resources", "/MediaBox", "/CropBox", "/Rotate"))


@contextmanager
def opened(path: Path) -> Iterator[pikepdf.Pdf]:
    """The document; BookletError with one line when it is none, or one that cannot be imposed."""
    try:
        pdf = pikepdf.open(path)
    except pikepdf.PasswordError:
        raise BookletError.at(Span(str(path)), "is protected by a password", "save a copy without one") from None
    except (pikepdf.PdfError, RuntimeError):  # the latter when the tree of pages is past repair
        raise BookletError.at(Span(str(path)), "is broken or no PDF", AGAIN) from None
    except OSError as problem:
        reason = problem.strerror or problem
        raise EnvironmentProblem.at(Span(str(path)), f"cannot be read: {reason}") from problem
    with pdf:
        try:
            _refuse_unfit(pdf, path)
            yield pdf
        except DAMAGED as problem:
            raise BookletError.at(Span(str(path)), "is damaged, and cannot be imposed", AGAIN) from problem


def _refuse_unfit(pdf: pikepdf.Pdf, path: Path) -> None:
    place = Span(str(path))
    if pdf.is_encrypted:
        raise BookletError.at(place, "is encrypted, and its owner has not allowed changes", "save a copy without that")
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary) and (form.get("/Fields") or "/XFA" in form):
        hint = "make it without fields, or print it into a PDF first"
        raise BookletError.at(place, "has fields to fill in, which nobody could use on a folded sheet", hint)


def pages_of(pdf: pikepdf.Pdf, path: Path) -> list[Any]:
    """The pages, as dictionaries, in order; BookletError when there are none, or the tree of pages is broken."""
    place = Span(str(path))
    try:
        count = len(pdf.pages)
        if count > MOST_PAGES:
            raise BookletError.at(place, f"has more than {MOST_PAGES:,} pages", "split it")
        pages = [page.obj for page in pdf.pages]
    except DAMAGED:
        raise BookletError.at(place, "has a broken tree of pages", AGAIN) from None
    if not pages:
        raise BookletError.at(place, "has no pages")
    return pages


def inherited(page: Any, key: str) -> Any:
    """An entry of a page, or of the nodes above it where it may be inherited (7.7.3.4); None when there is none."""
    if key not in INHERITABLE:
        return page.get(key)
    node = page
    for _ in range(DEEPEST):
        if not isinstance(node, pikepdf.Dictionary):
            return None
        if (value := node.get(key)) is not None:
            return value
        node = node.get("/Parent")
    return None


def measured(page: Any, number: int, path: Path, box: BoxName) -> PageBox:
    """A page's box, rotation, unit and bleed. BookletError when it is no page that can be put on paper."""
    place = Span(str(path), at=f"page {number}")
    try:
        media = _rect(inherited(page, "/MediaBox"))
        named = (inherited(page, key) for key in OFFERED[box])
        found = next((rect for rect in named if rect is not None), None)
        trim = media if found is None else _rect(found).clipped(media)
        bleed = page.get("/BleedBox")
        room = _rect(bleed).clipped(media) if bleed is not None else trim
        unit = float(page.get("/UserUnit", 1))
        rotate = int(inherited(page, "/Rotate") or 0) % 360
    except DAMAGED:
        raise BookletError.at(place, "has no proper size", AGAIN) from None
    if rotate % 90:
        raise BookletError.at(place, f"is rotated by {rotate} degrees, which no page can be", AGAIN)
    longest, shortest = max(media.width, media.height) * unit, min(trim.width, trim.height) * unit
    if not (shortest >= 1 and longest <= MAX_SIDE * max(unit, 1)) or longest > 10 * MAX_SIDE:
        raise BookletError.at(place, "has no size that can be printed", "give it a MediaBox of at most 14400 units")
    reach = min(trim.left - room.left, trim.bottom - room.bottom, room.right - trim.right, room.top - trim.top)
    return PageBox(trim, rotate, unit, max(0.0, reach) * unit)


def _rect(array: Any) -> Box:
    """Four numbers as a rectangle, whichever corners they are of (7.9.5)."""
    if not isinstance(array, pikepdf.Array) or len(array) != 4:
        raise ValueError("no rectangle")
    x0, y0, x1, y1 = (float(number) for number in array)
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
