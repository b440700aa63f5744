"""The ink table: what each colour of the screen becomes on a printing press."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Final, TypeAlias, cast

from pydantic import AfterValidator, Field

from booklet.errors import BookletError, Diagnostic, nearest_or_all
from booklet.palette import NAMED, Cmyk, is_grey
from booklet.resources import Resources
from booklet.source import Entry, Source, load

TABLE: Final = "templates/press/inks.yaml"
"""Where the table is in a library."""
_PERCENT: Final = r"(100|\d{1,2})(\.\d)?"
_MIXTURE: Final = re.compile(rf"{_PERCENT}( +{_PERCENT}){{3}}")
_HEX: Final = re.compile(r"#[0-9a-f]{6}")


def _checked(text: str) -> str:
    if not _MIXTURE.fullmatch(text) or max(_parts(text)) > 100:
        raise ValueError(f'"{text}" is not four percentages of cyan, magenta, yellow and black, like: 0 45 100 55')
    return text


def _parts(text: str) -> Cmyk:
    return cast(Cmyk, tuple(float(part) for part in text.split()))


Mixture: TypeAlias = Annotated[str, AfterValidator(_checked)]


class Inks(Entry):
    """The mixture of each colour, and how much ink the paper takes."""

    limit: int = Field(ge=200, le=400, description="the most ink on one spot: the sum of the four percentages")
    colours: dict[str, Mixture] = Field(
        min_length=1, description="colour by name or as #rrggbb: its cyan, magenta, yellow and black in percent"
    )

    @property
    def table(self) -> dict[str, Cmyk]:
        """`#rrggbb` to its mixture."""
        return {NAMED.get(name, name): _parts(mixture) for name, mixture in self.colours.items()}


def load_inks(resources: Resources) -> Inks:
    """The ink table, a clinic's own before the bundled one; raises BookletError with every mistake in it."""
    path = resources.find(TABLE)
    source = load(path, Inks, resources.shown(path))
    if problems := list(_problems(source)):
        raise BookletError(problems)
    return source.value


def _problems(source: Source[Inks]) -> Iterator[Diagnostic]:
    """What the model cannot see, or could not tell the place of."""
    limit, seen = source.value.limit, dict[str, str]()
    for name, mixture in source.value.colours.items():
        place, key = source.span("colours", name), source.tree.key_span(("colours", name))
        colour, (cyan, magenta, yellow, black) = NAMED.get(name, name), _parts(mixture)
        total = cyan + magenta + yellow + black
        if not _HEX.fullmatch(colour):
            lower = name.lower()
            hint = f'write "{lower}"' if _HEX.fullmatch(lower) else nearest_or_all(name, NAMED)
            yield Diagnostic(key, f'"{name}" is no colour of the palette and no number like "#0f4c5c"', hint)
            continue
        if colour in seen:
            yield Diagnostic(key, f'"{name}" is the same colour as "{seen[colour]}"', "delete one of them")
        seen.setdefault(colour, name)
        if total > limit:
            yield Diagnostic(place, f"is {total:g} percent of ink, over the limit of {limit}")
        if colour == NAMED["white"] and total:
            yield Diagnostic(place, "white is bare paper", "write 0 0 0 0")
        elif is_grey(colour) and cyan + magenta + yellow:
            yield Diagnostic(place, "a grey is printed with black alone", f"write 0 0 0 and the black for {colour}")
