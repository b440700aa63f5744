"""A library opened for work, and what is made of a region: documents, sheets, figures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Final

from booklet.build.folded import fit, on_panels, panels_of
from booklet.build.names import ENGLISH, HANDOUT, SheetName, variants
from booklet.build.press import press_canvas_maker
from booklet.compose import Mark, compose
from booklet.dates import creation_date, today
from booklet.diagrams import Atlas, FigureSpec
from booklet.diagrams.body_map import Area, BodyMap
from booklet.diagrams.landmarks import LandmarkNames
from booklet.document import Document, pictures
from booklet.drawing import Drawing, Frame
from booklet.errors import BookletError, Diagnostic, Span
from booklet.exam import Exam
from booklet.exams import Intake, Known, read_exams
from booklet.folding.pictures import FOLDER as IMPOSITIONS
from booklet.folding.pictures import Picture
from booklet.layout import Printed, Setting, dummy, fitting, prints, titles, typeset
from booklet.library import Format, Library, Region, load_format, load_library
from booklet.library.formats import format_names
from booklet.library.schema import KINDS, Kind
from booklet.library.shelves import SHELVES, SUFFIX
from booklet.palette import ToneName
from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.metadata import Metadata
from booklet.pdf.output import canvas_maker
from booklet.resources import Resources
from booklet.units import pt

FILES: Final[Mapping[str, Kind]] = {
    **KINDS,
    "figure": Kind(f"figures/*{SUFFIX}", FigureSpec, shorthand=("Place",)),
    "landmarks": Kind(f"content/landmarks{SUFFIX}", LandmarkNames),
    "body-map": Kind(f"content/body-map{SUFFIX}", BodyMap),
    "exam": Kind(f"exams/*{SUFFIX}", Exam),
    "imposition": Kind(f"{IMPOSITIONS}/*{SUFFIX}", Picture),
}
"""Every kind of file that people write."""


_MADE_FROM: Final = {"exam": "use `booklet checklist EXAM`"}
"""What to do for a product that is not made from a region."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished PDF: the name for its file, its bytes, what its footers say of it, and the fillers that pad it.

    The `note` is what its maker should know.
    """

    name: str
    data: bytes
    pages: int
    digest: str
    padding: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Workshop:
    """A library opened for work. Everything is loaded once, when first needed, and shared by all products.

    An atlas or a library that is loaded already, and whose files have not changed since, may be given.
    """

    resources: Resources
    loaded_atlas: Atlas | None = None
    loaded_library: Library | None = None

    @classmethod
    def salvaging(cls, resources: Resources, atlas: Atlas | None = None) -> tuple[Workshop, list[Diagnostic]]:
        """A workshop with every file that is sound, and the mistakes of those that are left out.

        A file that refers to one that is left out is left out too. Raises BookletError with all mistakes when one of
        them is in a file that every region needs.
        """
        shelves = tuple(f"content/{folder}/" for folder in SHELVES)
        told: list[Diagnostic] = []
        while True:
            workshop = cls(resources, atlas)
            try:
                _ = workshop.library
                return workshop, told
            except BookletError as error:
                # A hint about a name that is merely left out would lead astray.
                told += [replace(d, hint="") if resources.hidden else d for d in error.diagnostics]
                bad = {diagnostic.span.path for diagnostic in error.diagnostics}
                if bad <= resources.hidden or not all(path.startswith(shelves) for path in bad):
                    raise BookletError(told) from error
                resources = replace(resources, hidden=resources.hidden | bad)

    def pick(self, names: Iterable[str]) -> tuple[list[Region], list[Diagnostic]]:
        """The regions of these names, all when there is none, and a mistake for each that is unknown.

        A region that was left out has been told already.
        """
        regions: list[Region] = []
        unknown: list[Diagnostic] = []
        for name in dict.fromkeys(names) or self.library.regions:
            try:
                regions.append(self.library.region(name))
            except BookletError as error:
                if f"content/regions/{name}{SUFFIX}" not in self.resources.hidden:
                    unknown += error.diagnostics
        return regions, unknown

    @property
    def known(self) -> Known:
        """What an exam may refer to."""
        library = self.library
        return Known(
            points={name: muscle.plain for name, (muscle, _) in library.points.items()},
            areas={area.area: area.name for area in self.atlas.body_map.areas},
            choir=dict(self.atlas.body_map.by_code()),
            cautions={caution.id: caution.name for caution in library.cautions.cautions},
            regions=tuple(library.regions),
            languages=tuple(library.words_by_language),
        )

    def intake(self, path: Path) -> Intake:
        """The exams in a file that a sheet can be made of, and every mistake in it.

        Raises EnvironmentProblem when it cannot be read.
        """
        fonts.register(self.resources)
        intake = read_exams(path, self.known, today(), showable=_unshowable)
        found = list(zip(intake.exams, intake.places, strict=True))
        sound = [(exam, place) for exam, place in found if exam.findings or exam.pain]
        message, hint = "has neither a finding nor an area that hurts", "add one of them"
        told = [Diagnostic(place, message, hint) for exam, place in found if not (exam.findings or exam.pain)]
        exams, places = zip(*sound, strict=True) if sound else ((), ())
        return Intake(exams, tuple(sorted((*intake.mistakes, *told), key=lambda mistake: mistake.span)), places)

    @cached_property
    def library(self) -> Library:
        return self.loaded_library or load_library(self.resources)

    @cached_property
    def atlas(self) -> Atlas:
        return self.loaded_atlas or Atlas(self.resources)

    def compose(
        self, region: Region, product: str = HANDOUT, language: str = ENGLISH, *, large: bool = False, fold: str = ""
    ) -> Document:
        """The document of a region, its digest made from all that decides what is printed.

        Of a product on panels it is all that there is to say, or with a `fold` what that has room for.
        """
        if fold:
            return self._folded(region, product, language, self.pages(Setting(large=large), product, fold))
        document = self.draft(region, product, language, large=large)
        return replace(document, digest=self.digest(document))

    def _folded(self, region: Region, product: str, language: str, setting: Setting) -> Document:
        form = load_format(self.resources, product)
        words = self.library.words(language).words.__getitem__
        fonts.register(self.resources)
        document = self.draft(region, product, language, panels=panels_of(setting))
        document = fit(document, setting, self.resources, form, self.draw, words)
        return replace(document, digest=self.digest(document))

    def pages(self, setting: Setting, product: str, fold: str = "") -> Setting:
        """The setting on the pages that a product has. Raises BookletError for a fold that it cannot have."""
        form = load_format(self.resources, product)
        if form.pages == "panels":
            return on_panels(self.resources, form, setting, fold)
        if fold:
            raise BookletError.at(
                Span(f"format {product}"), "is not folded", "leave --fold out, or add --format insert"
            )
        if not prints(form.pages, large=setting.large):
            hint = f"the handout has it: --format {HANDOUT} --large-print"
            raise BookletError.at(Span(f"format {product}"), "is too narrow for large print", hint)
        return replace(setting, kind=form.pages)

    def draft(
        self,
        region: Region,
        product: str = HANDOUT,
        language: str = ENGLISH,
        *,
        large: bool = False,
        panels: int = 0,
    ) -> Document:
        """The same without a digest, for a document that has more in it, or less."""
        form = load_format(self.resources, product)
        if form.subject != "region":
            raise BookletError.at(Span(f"format {product}"), "is not made from a region", _MADE_FROM[form.subject])
        areas = partial(self.areas, region)
        return compose(self.library, region, form, self.marks, language, large=large, areas=areas, panels=panels)

    def areas(self, region: Region) -> list[Area]:
        """The areas of the body map that a region asks about."""
        known = self.atlas.body_map.areas
        return [area for area in known if not region.areas or area.area in region.areas]

    def handout(self, region: Region, setting: Setting) -> bytes:
        """The handout of a region in English as a tagged PDF."""
        return self.sheet(region, setting).data

    def sheet(
        self, region: Region, setting: Setting, product: str = HANDOUT, language: str = ENGLISH, fold: str = ""
    ) -> Sheet:
        """A product of a region as a tagged PDF, with its name and what else there is to say of it."""
        setting = self.pages(setting, product, fold)
        if setting.leaflet:
            document = self._folded(region, product, language, setting)
        else:
            document = self.compose(region, product, language, large=setting.large)
        name = SheetName(product, region.region, language, setting, fold)
        made = self.typeset(document, setting, name.identifier, language)
        return Sheet(name.file, made.data, made.pages, document.digest, made.padding)

    def variants(self, product: str = HANDOUT) -> list[Setting]:
        """Every way in which a product is printed; a folded sheet has a size of its own, whatever the paper."""
        kind = load_format(self.resources, product).pages
        printed = [setting for setting in variants() if prints(kind, large=setting.large)]
        return [setting for setting in printed if kind != "panels" or setting.paper == "letter"]

    def dummy(self, region: Region, setting: Setting, product: str, language: str, fold: str) -> Sheet:
        """A paper dummy of a folded product, on the setting's paper; scaled down, with a note, when it does not fit."""
        folded = self.pages(setting, product, fold)
        if folded.leaflet is None:
            raise BookletError.at(Span(f"format {product}"), "has no dummy", "add --format insert and --fold")
        document = self._folded(region, product, language, folded)
        words = self.library.words(language).words.__getitem__
        paper = "" if setting.paper == "letter" else f"-{setting.paper}"
        name = f"{SheetName(product, region.region, language, folded, fold).stem}-dummy{paper}"
        title = words("dummy-title").format(name=fold)
        metadata = replace(self._metadata(document, f"booklet:{name}"), title=title)
        canvas = canvas_maker(metadata, self.resources)(None, pagesize=setting.page)
        named = titles(document, folded, self.draw, words)
        data = dummy(folded.leaflet, fold, named, setting, self.draw, words, canvas)
        scale = fitting(folded.leaflet, setting.paper).scale
        note = f"{name}: drawn at {scale:.0%} of its size, as it does not fit the paper" if scale < 1 else ""
        return Sheet(f"{name}.pdf", data, canvas.page_count, document.digest, note=note)

    def typeset(
        self, document: Document, setting: Setting, identifier: str, language: str, *, archival: bool = True
    ) -> Printed:
        """A document as a tagged PDF."""
        words = self.library.words(language).words
        metadata = self._metadata(document, f"{identifier}#{document.digest}")
        canvas = self._canvas(metadata, setting, archival=archival)
        return typeset(document, self._branded(setting), self.draw, words.__getitem__, canvas)

    def _canvas(self, metadata: Metadata, setting: Setting, *, archival: bool) -> TaggedCanvas:
        """What a sheet is painted on: a copy to read, or one for the print shop."""
        if setting.press:
            maker = press_canvas_maker(metadata, self.resources, setting.press, setting.slug)
        else:
            maker = canvas_maker(metadata, self.resources, archival=archival)
        return maker(None, pagesize=setting.page)

    def figure(
        self,
        figure: str,
        width_mm: float,
        panels: Iterable[str] = (),
        *,
        tone: ToneName = "colour",
        mirror: bool = False,
    ) -> Drawing:
        """A figure by itself, as wide as said, with its legend."""
        frame = Frame(pt(width_mm), panels=tuple(panels), tone=tone, key=True)
        return self.atlas.draw(figure, frame, mirror=mirror)

    def formats(self) -> dict[str, Format]:
        """The formats of all products."""
        return {name: load_format(self.resources, name) for name in format_names(self.resources)}

    def draw(self, figure: str, frame: Frame) -> Drawing:
        """A figure at its final size."""
        return self.atlas.draw(figure, frame)

    def marks(self, figure: str, panels: tuple[str, ...]) -> Mapping[str, Mark]:
        return self.atlas.marks(figure, panels)

    def _branded(self, setting: Setting) -> Setting:
        clinic = self.library.clinic
        if clinic is None:
            return setting
        logo = self.resources.find(clinic.logo) if clinic.logo else None
        return replace(setting, accent=clinic.accent, logo=logo)

    def digest(self, document: Document) -> str:
        """Six hex digits that change when a word, a figure or a plate changes."""
        digest = hashlib.sha256(repr(document).encode())
        shown = [name for picture in pictures(document) for name in (picture.figure, picture.locator)]
        files = [file for name in dict.fromkeys(filter(None, shown)) for file in self.atlas.files(name)]
        for file in dict.fromkeys(files):
            digest.update(file.read_bytes())
        return digest.hexdigest()[:6]

    def _metadata(self, document: Document, identifier: str) -> Metadata:
        clinic = self.library.clinic
        return Metadata(
            title=document.title,
            author=clinic.name if clinic else "booklet",
            subject=document.subject,
            language=document.language,
            identifier=identifier,
            created=creation_date(),
        )


def _unshowable(text: str, span: Span) -> tuple[Diagnostic, ...]:
    """What of a typed text no font at hand can show."""
    try:
        fonts.refuse_unshowable_typed(text, span)
    except BookletError as error:
        return error.diagnostics
    return ()
