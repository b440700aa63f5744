"""What sheets are called: names of files, identifiers in metadata, variants."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass
from typing import Final, get_args

from booklet.layout import Paper, Press, Setting

HANDOUT: Final = "handout"
CHECKLIST: Final = "checklist"
INSERT: Final = "insert"
EXAM_FORM: Final = "exam-form"
LONGEST_STEM: Final = 40
RANDOM_BYTES: Final = 6
"""How much of chance there is in the name of a checklist whose record has no id."""
ENGLISH: Final = "en"


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
        return (*("large-print",) * setting.large, *("grey",) * setting.grey, *("press",) * (setting.press is not None))

    @property
    def file(self) -> str:
        """`<region>[-<product>][-<language>][-<fold>-fold][-a4][-large-print][-grey][-press].pdf`, less the usual."""
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
        setting = Setting(
            match["paper"] or "letter",  # type: ignore[arg-type]
            bool(match["large"]),
            bool(match["grey"]),
            press=Press() if match["press"] else None,
        )
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
    r"/(?:(?P<paper>letter|a4)|(?P<fold>[a-z0-9-]+)-fold)(?P<large>/large-print)?(?P<grey>/grey)?(?P<press>/press)?"
)


def variants() -> list[Setting]:
    """Every way in which a sheet is printed."""
    papers: tuple[Paper, ...] = get_args(Paper)
    return [Setting(*choice) for choice in itertools.product(papers, (False, True), (False, True))]
