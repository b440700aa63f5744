"""Renders the Jinja templates of a product, and reads the Document from what they say."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Final, Protocol

import jinja2

from booklet import vocabulary
from booklet.compose.person import Personal
from booklet.document import Document
from booklet.errors import BookletError, Span
from booklet.library import Format, Illustration, Library, Region, Reviewed
from booklet.palette import InkName
from booklet.resources import Resources

PACKAGE: Final = Path(__file__).parents[1]


class Mark(Protocol):
    """How a figure marks a trigger point."""

    @property
    def letter(self) -> str: ...
    @property
    def colour(self) -> InkName: ...


class NamedArea(Protocol):
    """An area of the body map."""

    @property
    def area(self) -> str: ...
    @property
    def name(self) -> str: ...


Marks = Callable[[str, tuple[str, ...]], Mapping[str, Mark]]
"""(figure id, panels) to the marks of the trigger points it shows, by point id."""


def compose(
    library: Library,
    region: Region,
    product: Format,
    marks: Marks,
    language: str = "en",
    *,
    large: bool = False,
    personal: Personal | None = None,
    areas: Callable[[], Sequence[NamedArea]] = list,
    panels: int = 0,
) -> Document:
    """The document that the product's template makes of a region, or of one person's checklist.

    `areas` gives the areas of the body map that the region asks about, `panels` how many panels a folded sheet has.
    Raises BookletError with template file and line when the template is wrong. The digest is left empty.
    """
    say = _saying(library, language)
    context = _context(library, region, product, marks, say)
    context |= {"large": large, "language": library.words(language).language, "areas": areas, "panels": panels}
    if personal:
        context |= personal.context(library, say)
    private = personal is not None
    xml = _render(library.resources, product.folders, context, private=private)
    if product.itself:
        xml = _called(xml, escape(product.itself))
    return vocabulary.read(xml, product.folders[0], private=private)


@cache
def _environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    """Jinja for these folders, kept so that a template is compiled once until its file changes."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["lower_first"] = lambda text: text[:1].lower() + text[1:]
    environment.filters["upper_first"] = lambda text: text[:1].upper() + text[1:]
    return environment


def _render(resources: Resources, folders: Sequence[str], context: Mapping[str, Any], *, private: bool) -> str:
    folder = folders[0]
    environment = _environment(tuple(root / folder for folder in folders for root in resources.roots))
    try:
        return environment.get_template("document.xml.j2").render(context)
    except jinja2.TemplateSyntaxError as error:
        place = Span(_shown(resources, error.filename), error.lineno, 1)
        raise BookletError.at(place, f"template error: {error.message}") from None
    except jinja2.TemplateNotFound as error:
        raise BookletError.at(Span(folder), f'template "{error.name}" does not exist') from None
    except jinja2.UndefinedError as error:
        raise BookletError.at(_template_place(resources, folder, error), f"template error: {error.message}") from None
    except Exception as error:  # whatever a template makes Python's own functions raise
        if _in_booklet(error):
            raise
        told = type(error).__name__ if private else f"{type(error).__name__}: {error}"
        raise BookletError.at(_template_place(resources, folder, error), f"template error: {told}") from None


def _called(xml: str, itself: str) -> str:
    """The texts are reviewed once, as those of a sheet; a booklet or a leaflet calls itself by its own name."""
    capital = itself[0].upper() + itself[1:]
    return re.sub(r"\b(t|T)his sheet\b", lambda said: capital if said[1] == "T" else itself, xml)


def _in_booklet(error: BaseException) -> bool:
    """Whether it was raised by a line of booklet, not by a template or a filter that was given a wrong value."""
    *_, innermost = (Path(frame.f_code.co_filename) for frame, _ in traceback.walk_tb(error.__traceback__))
    return innermost.suffix == ".py" and innermost.is_relative_to(PACKAGE) and innermost != Path(__file__)


def _template_place(resources: Resources, folder: str, error: BaseException) -> Span:
    """The innermost template line in the traceback."""
    place, trace = Span(folder), error.__traceback__
    while trace:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith(".j2"):
            place = Span(_shown(resources, name), trace.tb_lineno, 1)
        trace = trace.tb_next
    return place


def _shown(resources: Resources, name: str | None) -> str:
    return resources.shown(Path(name)) if name else "template"


def _saying(library: Library, language: str) -> Callable[..., str]:
    """Fills in the fixed words of a language by their keys."""
    words = library.words(language).words

    def say(key: str, **values: object) -> str:
        if key not in words:
            raise jinja2.UndefinedError(f'no word "{key}" in content/languages/{language}/words.yaml')
        try:
            return words[key].format(**values)
        except KeyError as error:
            raise jinja2.UndefinedError(f'the word "{key}" needs a value for {error}') from None

    return say


def _context(
    library: Library, region: Region, product: Format, marks: Marks, say: Callable[..., str]
) -> dict[str, Any]:
    """What every template may use."""

    def mark_of(point: str, illustrations: Sequence[Illustration]) -> Mark | None:
        return next((m[point] for i in illustrations if point in (m := marks(i.figure, i.panels))), None)

    by_id = {flag.id: flag for flag in library.safety.flags}
    clinic = library.clinic
    return {
        "region": region,
        "format": product,
        "flags": [by_id[name] for name in region.flags],
        "muscles": library.muscles,
        "joints": library.joints,
        "sweeps": library.sweeps,
        "techniques": library.techniques,
        "safety": library.safety,
        "cautions": library.cautions.cautions,
        "product": library.product,
        "legal": library.legal,
        "clinic": clinic,
        "logo": clinic.logo if clinic and clinic.logo else "",
        "cited": _cited(library, region),
        "review": _review(library, region, say),
        "say": say,
        "mark_of": mark_of,
    }


def _cited(library: Library, region: Region) -> list[Any]:
    """The sources of everything in the handout, in the order of the source list."""
    used = {name for part in library.parts(region) if isinstance(part, Reviewed) for name in part.sources}
    used |= {name for flag in library.safety.flags for name in flag.sources}
    used |= {name for row in library.legal.evidence for name in row.sources}
    return [citation for name, citation in library.sources.sources.items() if name in used]


def _review(library: Library, region: Region, say: Callable[..., str]) -> str:
    """The review state of the whole: as weak as its weakest part."""
    parts = [part for part in library.parts(region) if isinstance(part, Reviewed)]
    if any(part.review.state != "clinically reviewed" for part in parts):
        return say("review-open")
    names = sorted({part.review.by or "" for part in parts} - {""})
    return say("review-done", names=", ".join(names))
