"""The sheets of one person: exam in, checklist out, with the region's handout behind it when that is wanted."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from functools import cached_property

from booklet.build.names import CHECKLIST, RANDOM_BYTES, SheetName, safe_name
from booklet.build.workshop import Sheet, Workshop
from booklet.checklist import Checklist, Coverage, rank, region_of
from booklet.compose import ChartNames, Personal, compose
from booklet.diagrams.chart import CHART, Chart, Own, PersonalAtlas, chart
from booklet.diagrams.sites import PainArea, site
from booklet.document import Document, Section
from booklet.exam import Exam, Side
from booklet.layout import Paper, Setting
from booklet.library import load_format


@dataclass(frozen=True, slots=True)
class Wishes:
    """How checklists are to be printed, where the command says so; what is None the exam decides."""

    paper: Paper | None = None
    large: bool | None = None
    grey: bool | None = None
    fillable: bool = False

    def setting(self, exam: Exam) -> Setting:
        """How the checklist of an exam is printed."""
        own = exam.print
        large = self.large if self.large is not None else own.large_print
        grey = self.grey if self.grey is not None else own.grey
        return Setting(self.paper or own.paper or "letter", bool(large), bool(grey), fillable=self.fillable)


@dataclass(frozen=True)
class Consultation:
    """One exam in a workshop. What its sheets are made of is worked out once, when first needed."""

    workshop: Workshop
    exam: Exam

    @cached_property
    def check(self) -> Checklist:
        """The ranked spots."""
        return rank(self.exam, self.workshop.library, region_of(self.exam, self.workshop.library), self._cover)

    @cached_property
    def chart(self) -> Chart:
        """The body with the spots that are drawn on it."""
        atlas = self.workshop.atlas
        return chart(atlas, atlas.body_map, self._shown, self._marked)

    @cached_property
    def own(self) -> Workshop:
        """The workshop with this person's chart, and with their spots marked in all figures."""
        atlas = PersonalAtlas(self.workshop.atlas, self.chart, self._shown)
        return replace(self.workshop, loaded_atlas=atlas, loaded_library=self.workshop.library)

    def document(self, product: str = CHECKLIST, *, large: bool = False, handout: bool = False) -> Document:
        """The checklist, or another product that is made from an exam; with `handout`, that of the region follows."""
        check, language, library = self.check, self.exam.language, self.workshop.library
        colours = {spot.number: spot.colour for spot in self._spots}
        personal = Personal(check, ChartNames(CHART, self.chart.views, self.chart.undrawn, colours), handout)
        form = load_format(self.workshop.resources, product)
        document = compose(library, check.region, form, self.own.marks, language, large=large, personal=personal)
        if handout:
            more = self.own.draft(check.region, language=language, large=large)
            document = replace(document, blocks=(*document.blocks, Section(more.blocks, start="always")))
        return replace(document, digest=self.own.digest(document))

    def sheet(self, setting: Setting, *, handout: bool = False, password: str = "") -> Sheet:
        """The checklist as a tagged PDF; with a password that `checked_password` has passed, it is encrypted.

        Its name is made from the record id, or at random when there is none; never from a person's name.
        """
        document = self.document(large=setting.large, handout=handout)
        identifier = SheetName(CHECKLIST, self.check.region.region, self.exam.language, setting).identifier
        made = self.own.typeset(document, setting, identifier, self.exam.language, archival=not password)
        data = made.data
        if password:
            from booklet.pdf.encryption import encrypt  # its library takes a while to import

            data = encrypt(data, password)
        record = self.exam.person.id
        stem = safe_name(record) if record else secrets.token_hex(RANDOM_BYTES)
        return Sheet(f"{CHECKLIST}-{stem}.pdf", data, made.pages, document.digest)

    @cached_property
    def _marked(self) -> list[tuple[str, Side]]:
        """The areas that hurt, each with its side."""
        return [(pain.area, pain.side) for pain in self.exam.pain if pain.area and pain.side]

    @cached_property
    def _pain_area(self) -> PainArea:
        return PainArea(self.workshop.atlas.body_map, self.workshop.atlas.shelf, self._marked)

    def _cover(self, point: str, side: Side) -> Coverage:
        return self._pain_area.coverage(site(self.workshop.atlas, point, self._figures(point)), side)

    @cached_property
    def _spots(self) -> list[Own]:
        """Every spot as figures mark it."""
        check = self.check
        return [
            Own(spot.number, spot.point.id, spot.side, self._figures(spot.point.id), spot in check.alone)
            for spot in check.all_spots
        ]

    @property
    def _shown(self) -> list[Own]:
        """The spots of the list, and those that must be left alone; further ones would crowd the picture."""
        return [spot for spot in self._spots if spot.alone or spot.number <= len(self.check.spots)]

    def _figures(self, point: str) -> tuple[str, ...]:
        """The figures of the muscle that a point belongs to."""
        muscle, _ = self.workshop.library.points[point]
        return tuple(illustration.figure for illustration in muscle.figures)
