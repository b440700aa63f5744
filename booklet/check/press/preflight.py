"""Puts all predicates to one document. It runs in the child process that holds a document from outside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any, Final

import pikepdf

from booklet.check.finding import Finding
from booklet.check.press import content, document, objects, pages, values
from booklet.check.press.colour import PROCESS
from booklet.check.press.document import Dossier
from booklet.check.press.ink import Sheet
from booklet.check.press.interpreter import Readers, TooLong, TooMuch
from booklet.check.press.metadata import read_intents, read_xmp
from booklet.check.press.pages import Page, spots
from booklet.check.press.predicate import Demands, Flaw, Predicate, Zone
from booklet.check.press.survey import Survey, Surveyor
from booklet.confinement.inside import Refused
from booklet.errors import Severity
from booklet.plane import Box
from booklet.units import mm

MOST_PAGES: Final = 20_000
MOST_OPERATORS: Final = 30_000_000
MOST_ANNOTATIONS: Final = 100_000
HARMLESS: Final = ("handled correctly by qpdf", "extraneous whitespace", "accepting invalid xref table entry")
"""Words in those warnings of qpdf that tell of a habit of some programs, and of nothing that is lost."""
UNREADABLE: Final[Predicate[None]] = Predicate(
    "press-unreadable", "Every page can be read", "save the file again with a program for print", "ISO 32000-1",
    lambda _: (),
)  # fmt: skip
TOO_MUCH: Final[Predicate[None]] = Predicate(
    "press-too-much", "There is no more in a file than can be looked at", "simplify the drawings of the page",
    "design criteria", lambda _: (),
)  # fmt: skip
OWN: Final = (UNREADABLE, TOO_MUCH)
PREDICATES: Final[tuple[Predicate[Any], ...]] = (*document.PREDICATES, *pages.PREDICATES, *content.PREDICATES, *OWN)
"""Everything that is asked of a document. A code may stand twice, where a thing can be in two places of a file."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a printer would like to know. A font comes with whether it is embedded."""

    pages: int
    version: str
    condition: str
    trims_mm: tuple[tuple[float, float], ...]
    inks: tuple[str, ...]
    fonts: tuple[tuple[str, bool], ...]
    sheets: tuple[Sheet, ...]


def examine(data: bytes, demands: Demands) -> tuple[list[Finding], Facts]:
    """All that is wrong with a document, and what it is. Refused when it is no PDF, or asks for a password."""
    try:
        pdf = pikepdf.open(BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError:
        raise Refused("password") from None
    with pdf:
        if len(pdf.pages) > MOST_PAGES:
            raise Refused("too-much")
        return _Examination(pdf, demands).run()


class _Examination:
    def __init__(self, pdf: pikepdf.Pdf, demands: Demands) -> None:
        self._pdf = pdf
        self._demands = demands
        self._readers = Readers(MOST_OPERATORS)
        self._surveyor = Surveyor(self._readers, content.judge)
        self._findings: list[Finding] = []
        self._full = False

    def run(self) -> tuple[list[Finding], Facts]:
        """All that the predicates find, and what the printer would like to know."""
        read = [self._page(number, page.obj) for number, page in enumerate(self._pdf.pages, 1)]
        trim = pages.usual((page.trim.width, page.trim.height) for page in read if page.trim)
        sheet = pages.usual((page.media.width, page.media.height) for page in read if page.media)
        read = [replace(page, usual_trim=trim, usual_sheet=sheet) for page in read]
        dossier = self._dossier(tuple(read))
        for predicate in document.PREDICATES:
            for flaw in predicate.flaws(dossier):
                self._findings.append(_finding(predicate, flaw, flaw.where or "document"))
        for page in read:
            self._findings += _on_page(page)
        return self._findings, _facts(dossier)

    def _page(self, number: int, node: Any) -> Page:
        boxes, unsound = pages.boxes(node)
        page = Page(number, node, boxes, unsound, None, Survey(), self._demands)
        if self._full:
            return page
        try:
            return replace(page, group=self._group(node), survey=self._survey(page), read=True)
        except TooMuch as problem:
            self._full = not isinstance(problem, TooLong)  # then the pages after it are not read
            message = f"there is more on the page than is looked at{'; nothing after it was' if self._full else ''}"
            self._findings.append(_finding(TOO_MUCH, Flaw(message), page.place()))
        except (pikepdf.PikepdfError, ValueError, TypeError, ArithmeticError, LookupError, RecursionError):
            self._findings.append(_finding(UNREADABLE, Flaw("the page cannot be read"), page.place()))
        return page

    def _survey(self, page: Page) -> Survey:
        resources = values.inherited(page.node, "/Resources")
        looks = self._appearances(page.node)
        return self._surveyor.page(pikepdf.Page(page.node), resources, page.media, looks)

    def _appearances(self, node: Any) -> Iterator[tuple[Any, Box]]:
        """What the annotations of a page look like (ISO 32000-1, 12.5.5)."""
        for count, (annotation, box) in enumerate(pages.annotated(node)):
            if count > MOST_ANNOTATIONS:
                raise TooMuch
            looks = values.dictionary(annotation.get("/AP")).get("/N")
            forms = [looks] if isinstance(looks, pikepdf.Stream) else list(values.dictionary(looks).values())
            for form in forms:
                if isinstance(form, pikepdf.Stream) and box:
                    yield form, box

    def _group(self, node: Any) -> Any:
        group = node.get("/Group")
        if not isinstance(group, pikepdf.Dictionary) or "/CS" not in group:
            return None
        return self._readers.colours.read(group["/CS"], values.inherited(node, "/Resources"))

    def _dossier(self, read: tuple[Page, ...]) -> Dossier:
        root, trailer = self._pdf.Root, self._pdf.trailer
        forbidden = objects.scan(self._pdf)
        own = values.name(root.get("/Version"))
        warnings = (str(warning) for warning in self._pdf.get_warnings())
        return Dossier(
            self._demands,
            (str(self._pdf.pdf_version), *([own] if own else [])),
            root,
            trailer,
            values.dictionary(trailer.get("/Info")),
            read_xmp(root.get("/Metadata")),
            read_intents(root),
            forbidden,
            read,
            self._readers.colours.tints,
            tuple(words for words in warnings if not any(habit in words for habit in HARMLESS)),
        )


def _on_page(page: Page) -> Iterator[Finding]:
    """One finding for each code: the first flaw, and how many more there are."""
    flaws: dict[str, list[tuple[Predicate[Any], Flaw]]] = {}
    for predicate in pages.PREDICATES:
        for flaw in predicate.flaws(page):
            flaws.setdefault(predicate.code, []).append((predicate, flaw))
    for predicate, flaw in page.survey.found:
        if predicate.zone is Zone.TRIM and page.trim is None:
            continue  # nobody can tell what is outside of it
        zone = page.zone(predicate.zone)
        if zone is None or flaw.box is None or flaw.box.meets(zone):
            flaws.setdefault(predicate.code, []).append((predicate, flaw))
    for (predicate, flaw), *others in flaws.values():
        more = f" (and {len(others)} more on the page)" if others else ""
        yield _finding(predicate, replace(flaw, message=flaw.message + more), page.place(flaw.box))


def _finding(predicate: Predicate[Any], flaw: Flaw, place: str) -> Finding:
    return Finding(predicate.code, predicate.severity, place, flaw.message, predicate.remedy)


def _facts(dossier: Dossier) -> Facts:
    trims = dict.fromkeys((round(mm(p.trim.width), 1), round(mm(p.trim.height), 1)) for p in dossier.pages if p.trim)
    inks = {ink for page in dossier.pages for ink in page.survey.inks}
    process = [ink for ink in PROCESS if ink in inks]
    return Facts(
        len(dossier.pages),
        max(dossier.versions),
        next((intent.condition for intent in dossier.intents), ""),
        tuple(trims),
        (*process, *sorted(spots(inks))),
        tuple(sorted({font for page in dossier.pages for font in page.survey.fonts})),
        tuple(_sheet(page) for page in dossier.pages),
    )


def _sheet(page: Page) -> Sheet:
    media = page.media or Box(0.0, 0.0, 1.0, 1.0)
    trim, product = (
        (zone.common(media) or media).moved(-media.left, -media.bottom)
        for zone in (page.trim or media, page.zone(Zone.PRODUCT) or media)
    )
    turns = values.whole(values.inherited(page.node, "/Rotate")) // 90 % 4
    return Sheet(media.width, media.height, trim, product, turns)


def catalogue() -> Iterable[tuple[str, str, Severity]]:
    """Code, demand and severity of every predicate, each code once."""
    return {predicate.code: (predicate.code, predicate.demand, predicate.severity) for predicate in PREDICATES}.values()
