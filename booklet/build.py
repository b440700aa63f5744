"""The pipelines: content and figures in, a finished file out. Each stage meets the next only in its types."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Final, get_args

from booklet.compose import Mark, compose
from booklet.diagrams import Atlas, FigureSpec
from booklet.diagrams.landmarks import LandmarkNames
from booklet.document import Document, pictures
from booklet.drawing import Drawing, Frame
from booklet.errors import BookletError, Diagnostic, EnvironmentProblem, Span
from booklet.layout import Paper, Setting, typeset
from booklet.library import Format, Library, Region, load_format, load_library
from booklet.library.schema import KINDS, Kind
from booklet.library.shelves import SHELVES, SUFFIX, format_names
from booklet.palette import ToneName
from booklet.pdf.output import Metadata, canvas_maker
from booklet.resources import Resources
from booklet.units import pt

HANDOUT: Final = "handout"
ENGLISH: Final = "en"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The date a document bears when SOURCE_DATE_EPOCH does not set one: never the clock's."""

FILES: Final[Mapping[str, Kind]] = {
    **KINDS,
    "figure": Kind(f"figures/*{SUFFIX}", FigureSpec, shorthand=("Place",)),
    "landmarks": Kind(f"content/landmarks{SUFFIX}", LandmarkNames),
}
"""Every kind of file that people write."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A finished PDF: the name for its file, its bytes, and what its footers say of it."""

    name: str
    data: bytes
    pages: int
    digest: str


@dataclass(frozen=True)
class Workshop:
    """A library opened for work. Everything is loaded once, when first needed, and shared by all products.

    An atlas that is loaded already, and whose files have not changed since, may be given.
    """

    resources: Resources
    loaded_atlas: Atlas | None = None

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

    @cached_property
    def library(self) -> Library:
        return load_library(self.resources)

    @cached_property
    def atlas(self) -> Atlas:
        return self.loaded_atlas or Atlas(self.resources)

    def compose(
        self, region: Region, product: str = HANDOUT, language: str = ENGLISH, *, large: bool = False
    ) -> Document:
        """The document of a region, its digest made from all that decides what is printed."""
        form = load_format(self.resources, product)
        document = compose(self.library, region, form, self._marks, language, large=large)
        return replace(document, digest=self._digest(document))

    def handout(self, region: Region, setting: Setting) -> bytes:
        """The handout of a region in English as a tagged PDF."""
        return self.sheet(region, setting).data

    def sheet(self, region: Region, setting: Setting, product: str = HANDOUT, language: str = ENGLISH) -> Sheet:
        """A product of a region as a tagged PDF, with its name and what else there is to say of it."""
        document = self.compose(region, product, language, large=setting.large)
        words = self.library.words(language).words
        name = SheetName(product, region.region, language, setting)
        metadata = self._metadata(document, f"{name.identifier}#{document.digest}")
        canvas = canvas_maker(metadata, self.resources)(None, pagesize=setting.page)
        data = typeset(document, self._branded(setting), self.draw, words.__getitem__, canvas)
        return Sheet(name.file, data, canvas.page_count, document.digest)

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

    def _marks(self, figure: str, panels: tuple[str, ...]) -> Mapping[str, Mark]:
        return self.atlas.marks(figure, panels)

    def _branded(self, setting: Setting) -> Setting:
        clinic = self.library.clinic
        if clinic is None:
            return setting
        logo = self.resources.find(clinic.logo) if clinic.logo else None
        return replace(setting, accent=clinic.accent, logo=logo)

    def _digest(self, document: Document) -> str:
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


@dataclass(frozen=True, slots=True)
class SheetName:
    """What a sheet is: product, region, language, and how it is printed."""

    product: str
    region: str
    language: str
    setting: Setting

    @property
    def _marks(self) -> tuple[str, ...]:
        setting = self.setting
        return (*("large-print",) * setting.large, *("grey",) * setting.grey)

    @property
    def file(self) -> str:
        """`<region>[-<product>][-<language>][-a4][-large-print][-grey].pdf`; what is usual is not named."""
        product = () if self.product == HANDOUT else (self.product,)
        language = () if self.language == ENGLISH else (self.language,)
        paper = () if self.setting.paper == "letter" else (self.setting.paper,)
        return "-".join((self.region, *product, *language, *paper, *self._marks)) + ".pdf"

    @property
    def identifier(self) -> str:
        """What the sheet calls itself in its metadata, where a check finds it again."""
        return "/".join((f"booklet:{self.product}", self.region, self.language, self.setting.paper, *self._marks))

    @classmethod
    def of(cls, identifier: str) -> SheetName | None:
        """The name behind an identifier; None when it is none of ours."""
        match = _IDENTIFIER.fullmatch(identifier)
        if not match:
            return None
        setting = Setting(match["paper"], bool(match["large"]), bool(match["grey"]))  # type: ignore[arg-type]
        return cls(match["product"], match["region"], match["language"], setting)


_IDENTIFIER: Final = re.compile(
    r"booklet:(?P<product>[a-z0-9-]+)/(?P<region>[a-z0-9-]+)/(?P<language>[a-z0-9-]+)"
    r"/(?P<paper>letter|a4)(?P<large>/large-print)?(?P<grey>/grey)?"
)


def variants() -> list[Setting]:
    """Every way in which a sheet is printed."""
    papers: tuple[Paper, ...] = get_args(Paper)
    return [Setting(*choice) for choice in itertools.product(papers, (False, True), (False, True))]


def creation_date() -> datetime:
    """The date from SOURCE_DATE_EPOCH (reproducible-builds.org), or a fixed one."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return EPOCH
    if not (value.isascii() and value.isdigit()):
        raise EnvironmentProblem.at(Span("SOURCE_DATE_EPOCH"), f'"{value}" is not a number of seconds')
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError):
        raise EnvironmentProblem.at(Span("SOURCE_DATE_EPOCH"), f'"{value}" is after the year 9999') from None
