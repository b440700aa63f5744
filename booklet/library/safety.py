"""Rules of care: `safety.yaml`, `product.yaml`, `claims.yaml` and `legal.yaml` in `content/`."""

from __future__ import annotations

import re
from typing import Final, Literal

from pydantic import Field, field_validator

from booklet.library.base import Id, Line, Prose, Reviewed, SourceId
from booklet.library.region import Thought
from booklet.source import Entry

LONGEST_ADDRESS: Final = 100
"""In letters: the modules of a longer one's QR code would be less than 0.4 mm wide on an insert, too fine to scan."""

Urgency = Literal["emergency", "urgent", "routine"]


class Flag(Entry):
    """A sign that needs a clinician before any self-check."""

    id: Id
    urgency: Urgency = Field(description="emergency: call now; urgent: same-day clinician; routine: an appointment")
    short: Line = Field(description="a line in the red box on page 1")
    full: Prose = Field(description="the same in full, in the section on when to see someone")
    brief: Line | None = Field(default=None, description="in a few words, within a sentence; the short form if none")
    sources: tuple[SourceId, ...] = Field(min_length=1)

    @property
    def in_brief(self) -> str:
        """The flag as it reads within a sentence."""
        return self.brief or self.short[:1].lower() + self.short[1:]


class Safety(Reviewed):
    """What every region says about safety."""

    flags: tuple[Flag, ...] = Field(min_length=1)
    one_flag: Prose = Field(description="that a single flag is not a diagnosis")
    ask_first: Thought = Field(description="who asks a clinician before pressing hard")
    scope: Thought = Field(description="what the sheet can and cannot do")
    pressure: tuple[Prose, ...] = Field(min_length=1, description="rules of safe pressing")
    belly: tuple[Prose, ...] = Field(min_length=1, description="rules before pressing into the belly")


class ProductBrief(Entry):
    """Directions and warnings in few words, for folds with few panels: every warning, only shorter."""

    place: Prose = Field(description="where and how, in a few lines")
    warnings: tuple[Prose, ...] = Field(min_length=1, description="as many as under warnings, in the same order")
    stop: tuple[Prose, ...] = Field(min_length=1, description="as many as under stop, in the same order")
    label: Prose


class Product(Reviewed):
    """The patch: approved uses, directions and warnings. The product's own label always wins."""

    name: Line
    uses: Prose = Field(description="what the patch is for, in approved words only")
    limits: Prose = Field(description="what it is not for, and that its effect is not proven")
    where: tuple[Prose, ...] = Field(min_length=1)
    directions: tuple[Prose, ...] = Field(min_length=1)
    warnings: tuple[Prose, ...] = Field(min_length=1)
    stop: tuple[Prose, ...] = Field(min_length=1, description="when to take it off and seek care")
    label_rule: Prose
    brief: ProductBrief | None = Field(default=None, description="the same in few words, for small inserts")
    address: Line | None = Field(
        default=None, max_length=LONGEST_ADDRESS, description="where to read more, printed as a QR code on inserts"
    )
    pharmacode: int | None = Field(
        default=None, ge=3, le=131070, description="number of the one-track Pharmacode on inserts, given by the maker"
    )

    @field_validator("address")
    @classmethod
    def _web(cls, address: str | None) -> str | None:
        if address and not re.fullmatch(r"https?://[!-~]+", address):
            raise ValueError(f'"{address}" is not a web address; it begins with https:// and has no spaces')
        return address


class ForbiddenClaim(Entry):
    """Words that no text may use of the patch, unless a negation stands before them in the sentence."""

    pattern: Line = Field(description="a regular expression, matched without regard to case")
    reason: Line
    instead: Line | None = Field(default=None, description="what to write")
    only_with: Line | None = Field(
        default=None, description="a regular expression; the claim counts only in sentences that match this too"
    )

    @field_validator("pattern", "only_with")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f'"{pattern}" is not a regular expression: {error}') from None
        return pattern


class Claims(Entry):
    """What may be said of the patch, and what may never be said."""

    allowed: tuple[Prose, ...] = Field(min_length=1)
    negations: tuple[Line, ...] = Field(min_length=1)
    forbidden: tuple[ForbiddenClaim, ...] = Field(min_length=1)


class Evidence(Entry):
    """One row of the table of what studies say."""

    topic: Line
    finding: Prose
    sources: tuple[SourceId, ...] = Field(min_length=1)


class Legal(Reviewed):
    """Disclaimer and evidence, the same for every region."""

    disclaimer: tuple[Prose, ...] = Field(min_length=1)
    disclaimer_short: Prose = Field(description="for small formats")
    evidence_intro: Prose
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    trademark: Prose
    version: Line = Field(description="content version, printed in the footer")
