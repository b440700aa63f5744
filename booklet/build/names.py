"""What sheets are called and dated: names of files, identifiers in metadata, variants."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final, get_args

from booklet.errors import EnvironmentProblem, Span
from booklet.layout import Paper, Setting, StockName

HANDOUT: Final = "handout"
CHECKLIST: Final = "checklist"
INSERT: Final = "insert"
EXAM_FORM: Final = "exam-form"
LONGEST_STEM: Final = 40
RANDOM_BYTES: Final = 6
"""How much of chance there is in the name of a checklist whose record has no id."""
ENGLISH: Final = "en"
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The date a document bears when SOURCE_DATE_EPOCH does not set one: never the clock's."""


@dataclass(frozen=True, slots=True)
class SheetName:
    """What a sheet is: product, region, language, and how it is printed and folded."""

    product: str
    region: str
    language: str
    setting: Setting
    fold: str = ""

    @property
    def _marks(self) -> tuple[str, ...]:
        setting = self.setting
        return (*("large-print",) * setting.large, *("grey",) * setting.grey)

    @property
    def file(self) -> str:
        """`<region>[-<product>][-<language>][-<fold>-fold][-a4][-large-print][-grey].pdf`, without what is usual."""
        return f"{self.stem}.pdf"

    @property
    def stem(self) -> str:
        """The same without its ending."""
        product = () if self.product == HANDOUT else (self.product,)
        language = () if self.language == ENGLISH else (self.language,)
        paper = () if self.setting.paper == "letter" or self.fold else (self.setting.paper,)
        return "-".join((self.region, *product, *language, *self._sheet(), *paper, *self._marks))

    @property
    def identifier(self) -> str:
        """What the sheet calls itself in its metadata, where a check finds it again."""
        pages = self._sheet() or (self.setting.paper,)
        return "/".join((f"booklet:{self.product}", self.region, self.language, *pages, *self._marks))

    def _sheet(self) -> tuple[str, ...]:
        """The fold under a name that no paper has: "letter" is both."""
        return (f"{self.fold}-fold",) if self.fold else ()

    @classmethod
    def of(cls, identifier: str) -> SheetName | None:
        """The name behind an identifier; None when it is none of ours."""
        match = _IDENTIFIER.fullmatch(identifier)
        if not match:
            return None
        setting = Setting(match["paper"] or "letter", bool(match["large"]), bool(match["grey"]))  # type: ignore[arg-type]
        return cls(match["product"], match["region"], match["language"], setting, match["fold"] or "")


def safe_name(record: str) -> str:
    """A record id as part of a file name: ASCII letters, digits and hyphens; what was changed leaves a short digest.

    So two ids never get one name because they differ only in what a file name cannot hold.
    """
    plain = re.sub(r"[^A-Za-z0-9]+", "-", record).strip("-")[:LONGEST_STEM]
    if plain == record:
        return plain
    digest = hashlib.sha256(record.encode()).hexdigest()[:8]
    return f"{plain}-{digest}" if plain else digest


_IDENTIFIER: Final = re.compile(
    r"booklet:(?P<product>[a-z0-9-]+)/(?P<region>[a-z0-9-]+)/(?P<language>[a-z0-9-]+)"
    r"/(?:(?P<paper>letter|a4)|(?P<fold>[a-z0-9-]+)-fold)(?P<large>/large-print)?(?P<grey>/grey)?"
)


def variants(pages: StockName = "sheet") -> list[Setting]:
    """Every way in which a product on such pages is printed; a folded sheet has its own size, and no large print."""
    papers: tuple[Paper, ...] = get_args(Paper)
    panels = pages == "panels"
    choices = itertools.product(papers[:1] if panels else papers, (False,) if panels else (False, True), (False, True))
    return [Setting(*choice) for choice in choices]


def today() -> date:
    """The day of SOURCE_DATE_EPOCH, or else of the clock: an exam cannot be later."""
    return creation_date().date() if os.environ.get("SOURCE_DATE_EPOCH") else date.today()


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
