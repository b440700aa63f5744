"""The pipelines: content and figures in, a finished file out. Each stage meets the next only in its types."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property

from booklet.compose import Mark, compose
from booklet.diagrams import Atlas
from booklet.document import Document, pictures
from booklet.drawing import Drawing, Frame
from booklet.errors import EnvironmentProblem, Span
from booklet.layout import Setting, typeset
from booklet.library import Library, Region, load_format, load_library
from booklet.pdf.output import Metadata, canvas_maker
from booklet.resources import Resources

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The date a document bears when SOURCE_DATE_EPOCH does not set one: never the clock's."""


@dataclass(frozen=True)
class Workshop:
    """A library opened for work. Everything is loaded once, when first needed, and shared by all products."""

    resources: Resources

    @cached_property
    def library(self) -> Library:
        return load_library(self.resources)

    @cached_property
    def atlas(self) -> Atlas:
        return Atlas(self.resources)

    def compose(self, region: Region, product: str, language: str = "en", *, large: bool = False) -> Document:
        """The document of a region, its digest made from all that decides what is printed."""
        form = load_format(self.resources, product)
        document = compose(self.library, region, form, self._marks, language, large=large)
        return replace(document, digest=self._digest(document))

    def handout(self, region: Region, setting: Setting, language: str = "en") -> bytes:
        """The handout of a region as a tagged PDF."""
        document = self.compose(region, "handout", language, large=setting.large)
        words = self.library.words(language).words
        canvas = canvas_maker(self._metadata(document, setting), self.resources)(None, pagesize=setting.page)
        return typeset(document, self._branded(setting), self.draw, words.__getitem__, canvas)

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
        for name in dict.fromkeys(filter(None, shown)):
            digest.update(self.resources.find(f"figures/{name}.yaml").read_bytes())
        return digest.hexdigest()[:6]

    def _metadata(self, document: Document, setting: Setting) -> Metadata:
        clinic = self.library.clinic
        variant = "/".join([setting.paper, *(["large"] if setting.large else []), *(["grey"] if setting.grey else [])])
        return Metadata(
            title=document.title,
            author=clinic.name if clinic else "booklet",
            subject=document.subject,
            language=document.language,
            identifier=f"booklet:handout/{document.key}/{variant}#{document.digest}",
            created=creation_date(),
        )


def creation_date() -> datetime:
    """The date from SOURCE_DATE_EPOCH (reproducible-builds.org), or a fixed one."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return EPOCH
    if not value.isdigit():
        raise EnvironmentProblem.at(Span("SOURCE_DATE_EPOCH"), f'"{value}" is not a number of seconds')
    return datetime.fromtimestamp(int(value), UTC)
