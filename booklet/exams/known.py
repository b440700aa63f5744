"""What an exam may refer to: ids from the library, told by whoever opens it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from booklet.exam import ChoirForm, Side

CHOIR_CODES: Final = frozenset((*range(101, 137), *range(201, 239)))
"""The 74 areas of the CHOIR body map: 36 on the front, 38 on the back."""

_FEMALE: Final[Mapping[int, int]] = {112: 116, 113: 117, 114: 112, 115: 113, 116: 114, 117: 115}
"""Six areas of the front have other numbers on the female form: female to male."""


@dataclass(frozen=True, slots=True)
class Known:
    """What an exam may refer to.

    Points, areas and cautions by id, with their plain names. `choir` has the codes in the numbering of the male form.
    """

    points: Mapping[str, str]
    areas: Mapping[str, str]
    choir: Mapping[int, tuple[str, Side]]
    cautions: Mapping[str, str]
    regions: Collection[str]
    languages: Collection[str]

    def place(self, code: int, form: ChoirForm) -> tuple[str, Side] | None:
        """The area and side that a CHOIR code of this form stands for."""
        male = _FEMALE.get(code, code) if form == "female" else code
        return self.choir.get(male)
