"""What `booklet check` looks at: the library with its figures, and finished PDFs beside what the library says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from booklet.build import CHECKLIST, HANDOUT, INSERT, Consultation, SheetName, Workshop
from booklet.build.trial import trial_exams
from booklet.check.content import ContentReport, check_content
from booklet.check.finding import Finding
from booklet.check.outline import Outliner, heading_pages
from booklet.check.press.predicate import Demands
from booklet.check.press.report import PressReport, check_press
from booklet.check.structure import StructureReport, compare, read
from booklet.check.verapdf import validate
from booklet.document import Document
from booklet.errors import BookletError, Diagnostic, EnvironmentProblem, Span, did_you_mean, nearest_or_all
from booklet.folding.pictures import load_picture, picture_names
from booklet.layout import prints
from booklet.library import Format, Illustration, Region, load_format, load_inks
from booklet.library.folds import load_folds
from booklet.library.formats import format_names
from booklet.library.references import references
from booklet.press.declarations import IMPOSED
from booklet.resources import Resources
from booklet.source import Source

FEW_PANELS: Final = 4


@dataclass(frozen=True, slots=True)
class ContentInspection:
    """Mistakes in the files, each with its place; the report on what they say, when there is something to report on."""

    mistakes: tuple[Diagnostic, ...]
    report: ContentReport | None = None


@dataclass(frozen=True, slots=True)
class PdfInspection:
    """What was found in a PDF; `notes` say what was not looked at, and why."""

    path: Path
    report: StructureReport
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()


def inspect_content(resources: Resources) -> ContentInspection:
    """Check every file of a library, the figures against the rest of it, and every product composed of each region."""
    tables = list(_tables(resources))
    try:
        workshop, mistakes = Workshop.salvaging(resources)
    except BookletError as error:
        return ContentInspection((*error.diagnostics, *tables))
    mistakes += [*workshop.library.warnings, *figure_mistakes(workshop), *tables]
    made = {name: list(_documents(workshop, name, mistakes)) for name in format_names(resources)}
    handouts = {document.key: document for document in reversed(made[HANDOUT])}
    report = check_content(workshop.library, handouts, made[CHECKLIST], made.get(INSERT, ()))
    return ContentInspection(tuple(dict.fromkeys(mistakes)), report)


def _documents(workshop: Workshop, product: str, mistakes: list[Diagnostic]) -> Iterator[Document]:
    """Every sheet of a product that can be composed; what is wrong with the others becomes a mistake."""
    try:
        form = load_format(workshop.resources, product)
        makers = [maker for region in workshop.library.regions.values() for maker in _makers(workshop, form, region)]
    except BookletError as error:
        mistakes += error.diagnostics
        return
    for make in makers:
        for large in (large for large in (False, True) if prints(form.pages, large=large)):
            try:
                yield make(product, large=large)
            except BookletError as error:
                mistakes += error.diagnostics


def _makers(workshop: Workshop, form: Format, region: Region) -> list[Callable[..., Document]]:
    """What composes a product for a region: the region itself, or exams that are tried in it."""
    if form.pages == "panels":  # on few panels other texts stand
        return [partial(workshop.draft, region, panels=panels) for panels in (0, FEW_PANELS)]
    if form.subject == "region":
        return [partial(workshop.compose, region)]
    return [Consultation(workshop, exam).document for exam in trial_exams(workshop, region)]


def figure_mistakes(workshop: Workshop) -> list[Diagnostic]:
    """Mistakes within figures, and between them and the library: points, panels and areas that are not there."""
    return [*workshop.atlas.check(), *_points(workshop), *_panels(workshop), *_areas(workshop)]


def _tables(resources: Resources) -> Iterator[Diagnostic]:
    """Mistakes in what decides how sheets are printed and folded: inks, folds, layouts."""
    layouts = [partial(load_picture, name=name) for name in picture_names(resources)]
    loaders: list[Callable[[Resources], object]] = [load_inks, load_folds, *layouts]
    for load in loaders:
        try:
            load(resources)
        except BookletError as error:
            yield from error.diagnostics


def _points(workshop: Workshop) -> Iterator[Diagnostic]:
    known = {point.id for muscle in workshop.library.muscles.values() for point in muscle.points}
    for figure in workshop.atlas.ids:
        try:
            source = workshop.atlas.spec(figure)
        except BookletError:
            continue  # told by the check of the figures themselves
        for place, text, span in source.tree.scalars():
            if "triggers" in place and ("point" in place[-1:] or "also" in place[-2:]) and text not in known:
                yield Diagnostic(span, f'unknown point "{text}"', did_you_mean(text, known))


def _panels(workshop: Workshop) -> Iterator[Diagnostic]:
    library = workshop.library
    for source in (source for shelf in library.files.values() for source in shelf.values()):
        for place, illustration in _illustrations(source):
            try:
                panels = [panel.id for panel in workshop.atlas.spec(illustration.figure).value.panels]
            except BookletError:
                continue
            for index, panel in enumerate(illustration.panels):
                if panel not in panels:
                    message = f'figure "{illustration.figure}" has no panel "{panel}"'
                    yield Diagnostic(source.span(*place, "panels", index), message, nearest_or_all(panel, panels))


def _areas(workshop: Workshop) -> Iterator[Diagnostic]:
    try:
        known = [area.area for area in workshop.atlas.body_map.areas]
    except BookletError:
        return  # told by the check of the figures themselves
    for source in workshop.library.files["regions"].values():
        for index, area in enumerate(source.value.areas):
            if area not in known:
                message = f'unknown area "{area}"'
                yield Diagnostic(source.span("areas", index), message, did_you_mean(area, known))


def _illustrations(source: Source[Any]) -> Iterator[tuple[tuple[str | int, ...], Illustration]]:
    for place, kind, _ in references(source.value):
        if kind == "figures":
            value = source.value
            for step in place[:-1]:
                value = value[step] if isinstance(step, int) else getattr(value, step)
            if isinstance(value, Illustration):
                yield place[:-1], value


def inspect_pdf(path: Path, workshop: Workshop) -> PdfInspection:
    """Check the structure of a PDF and, when it is a handout of this library, its text.

    Raises BookletError when it cannot be read.
    """
    _must_be_file(path)
    report = read(path)
    try:
        document, name = _document_of(report, workshop)
    except _NotComparable as reason:
        return PdfInspection(path, report, report.findings, (f"the text was not compared: {reason}",))
    page_words = _page_words(document, report, workshop, name.language)
    outliner = Outliner(workshop.atlas.alt, page_words, name.setting.large)
    notes = ("it is a copy for a print shop: add --press",) if name.setting.press else ()
    differences = compare(report.tree, outliner.outline(document), outliner.spares(document))
    return PdfInspection(path, report, (*report.findings, *differences), notes)


def inspect_press(path: Path, demands: Demands) -> PressReport:
    """Check a PDF, ours or any other, for what a print shop takes. Raises BookletError when it cannot be read."""
    _must_be_file(path)
    try:
        data = path.read_bytes()
    except OSError as problem:
        raise EnvironmentProblem.at(Span(str(path)), f"cannot be read: {problem.strerror}") from problem
    return check_press(data, str(path), demands)


def _must_be_file(path: Path) -> None:
    if not path.is_file():
        what = "it is not a file" if path.exists() else "there is no such file"
        raise EnvironmentProblem.at(Span(str(path)), f"cannot be read: {what}")


def validated(inspections: list[PdfInspection]) -> list[PdfInspection]:
    """The same with the findings of veraPDF, or with a note when it is not installed."""
    try:
        found = validate([inspection.path for inspection in inspections])
    except EnvironmentProblem as problem:
        [missing] = problem.diagnostics
        note = f"not validated: {missing.span} {missing.message}; {missing.hint}"
        return [replace(inspection, notes=(*inspection.notes, note)) for inspection in inspections]
    return [replace(inspection, findings=(*inspection.findings, *found[inspection.path])) for inspection in inspections]


class _NotComparable(Exception):
    """Why the text of a PDF cannot be compared with a document."""


def _document_of(report: StructureReport, workshop: Workshop) -> tuple[Document, SheetName]:
    """The document that a PDF was made from, and what sheet it is."""
    identifier, _, digest = report.identifier.partition("#")
    if identifier.startswith(IMPOSED):
        raise _NotComparable("its pages are laid on sheets; check the file that they come from")
    name = SheetName.of(identifier)
    if name is None:
        raise _NotComparable("it is no handout of booklet's")
    try:
        if name.region not in workshop.library.regions:
            raise _NotComparable(f'the library has no region "{name.region}"')
        region = workshop.library.regions[name.region]
        if workshop.formats()[name.product].subject == "exam":
            raise _NotComparable("it is about one person, whose exam is kept nowhere")
        document = workshop.compose(region, name.product, name.language, large=name.setting.large, fold=name.fold)
    except (BookletError, KeyError) as error:
        raise _NotComparable("the library has mistakes, which `booklet check content` tells") from error
    if document.digest != digest:
        raise _NotComparable(f"it was made from another state of the content ({digest}, not {document.digest})")
    return document, name


def _page_words(document: Document, report: StructureReport, workshop: Workshop, language: str) -> Callable[[str], str]:
    """The words for the page of a bookmark, as they must stand in the PDF."""
    pages = heading_pages(document, report.tree)
    words = workshop.library.words(language).words["page"]
    return lambda target: words.format(page=pages[target])
