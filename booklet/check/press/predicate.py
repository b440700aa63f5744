"""What a predicate is: one thing that a press demands, how to tell that it is not so, and what to do then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from booklet.errors import Severity
from booklet.plane import Box

T_contra = TypeVar("T_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Demands:
    """What this job demands beyond PDF/X-4. `spots` are the special inks it may use; None when nobody has said."""

    bleed_mm: float = 3.0
    spots: tuple[str, ...] | None = None
    booklet: bool = False
    blank_pages: tuple[int, ...] = ()
    """Pages that are meant to be empty, counted from 1."""
    ink_limit: float = 300.0
    """The most ink on one place, in percent of one full ink."""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Demands:
        """From the values of its fields, as JSON has them."""
        spots = told["spots"]
        return cls(**{**told, "spots": None if spots is None else tuple(spots)})


class Zone(Enum):
    """Where on a sheet something matters."""

    SHEET = "sheet"
    """Anywhere in the file, in what masks and slugs hold too: the demands of PDF/X-4."""
    PRODUCT = "product"
    """What is left after trimming, with its bleed: the demands of the house."""
    TRIM = "trim"
    """Within the trimmed page."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """That a demand is not met: what is so instead, and where: an object, or a box on its page in pt."""

    message: str
    where: str = ""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Predicate(Generic[T_contra]):
    """A demand. `demand` says what must be, `remedy` how to bring it about, `source` who says so."""

    code: str
    demand: str
    remedy: str
    source: str
    flaws: Callable[[T_contra], Iterable[Flaw]]
    severity: Severity = Severity.ERROR
    zone: Zone = Zone.SHEET
