"""Products on the panels of a folded sheet: the fold picks the pages, and the pages pick the sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from booklet.document import Document
from booklet.errors import BookletError, Span
from booklet.folding.leaflet import Leaflet
from booklet.layout import Draw, Setting, fitted, panel_stock
from booklet.layout.folded import columns_of
from booklet.layout.packing import Sparse, Unfit
from booklet.library import Format
from booklet.library.folds import leaflet, load_folds
from booklet.library.formats import format_source
from booklet.resources import Resources
from booklet.units import mm


def on_panels(resources: Resources, form: Format, setting: Setting, fold: str) -> Setting:
    """The setting with the sheet of a fold, in the type sizes of the product's format.

    Raises BookletError for an unknown fold, and for large print, which is not offered on panels.
    """
    place = Span(f"format {form.format}")
    if setting.large:
        hint = "the handout is: booklet build --large-print"
        raise BookletError.at(place, "is not made in large print", hint)
    folds = load_folds(resources).value
    if not fold:
        names = ", ".join(entry.fold for entry in folds.folds)
        raise BookletError.at(place, "needs a fold", f"add --fold with {names}, accordion-N or map-RxC")
    sheet = leaflet(folds, fold)
    assert form.sizes is not None
    sizes = {name: (size.size, size.leading) for name, size in form.sizes}
    own = panel_stock(sheet, _narrowest(sheet, folds.panel.width), sizes)
    return replace(setting, paper="letter", kind="panels", own=own)


def fit(
    document: Document,
    setting: Setting,
    resources: Resources,
    form: Format,
    draw: Draw,
    words: Callable[[str], str],
) -> Document:
    """The document with the sections that its panels have room for.

    Raises BookletError at the section of the format that has no room, or when panels would stay empty.
    """
    assert setting.leaflet is not None
    fold = setting.leaflet.name
    try:
        return fitted(document, setting, form.optional, form.piecemeal, draw, words)
    except Unfit as unfit:
        source, names = format_source(resources, form.format), [item.section for item in form.sections]
        place = ("sections", names.index(unfit.name), "section") if unfit.name in names else ("sections",)
        message = f'section "{unfit.name}" is {mm(unfit.excess):.0f} mm too long for the panels of the fold "{fold}"'
        hint = "shorten its texts, or take a fold with more or larger panels"
        raise BookletError.at(source.span(*place), message, hint) from None
    except Sparse as sparse:
        message = f"has {panels_of(setting)} panels, but what there is to say fills {sparse.enough}"
        raise BookletError.at(Span(f"fold {fold}"), message, "take a fold with fewer panels") from None


def panels_of(setting: Setting) -> int:
    """How many columns of text the panels hold, on both sides."""
    return len(columns_of(setting)) if setting.leaflet else 0


def _narrowest(sheet: Leaflet, full: float) -> float:
    """The width in mm of the narrowest column of text; a panel wide enough for two has two."""
    return min(width / max(1, round(width / full)) for width in sheet.columns)
