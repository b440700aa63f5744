"""Loads the whole library and checks it against itself, so that one run names every mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar, cast

from pydantic import BaseModel

from booklet.errors import BookletError, Diagnostic, Severity, Span, did_you_mean, nearest_or_all
from booklet.library.checklist import Cautions, ChecklistTexts, Ranking
from booklet.library.claims import ClaimsGuard
from booklet.library.clinic import Clinic
from booklet.library.joint import Joint
from booklet.library.muscle import Muscle, Point
from booklet.library.reference import Sources, Words, placeholders
from booklet.library.references import references
from booklet.library.region import Region
from booklet.library.safety import Claims, Legal, Product, Safety
from booklet.library.sweep import Sweep
from booklet.library.technique import Technique
from booklet.resources import Resources
from booklet.source import M, Source, load

SHELVES: Final[Mapping[str, tuple[str, type[BaseModel]]]] = MappingProxyType(
    {
        "regions": ("region", Region),
        "muscles": ("muscle", Muscle),
        "joints": ("joint", Joint),
        "sweeps": ("sweep", Sweep),
        "techniques": ("technique", Technique),
    }
)
"""Folder in `content/` to (the key that holds a file's id, the model of a file)."""

SINGLES: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {
        "safety": Safety,
        "product": Product,
        "claims": Claims,
        "legal": Legal,
        "sources": Sources,
        "cautions": Cautions,
        "ranking": Ranking,
        "checklist": ChecklistTexts,
    }
)
"""Files of which a library has exactly one: `content/<name>.yaml`."""

SUFFIX: Final = ".yaml"

T = TypeVar("T", bound=BaseModel)


@dataclass(frozen=True)
class Library:
    """All content by kind and id. Every id that one part uses for another is known to exist."""

    resources: Resources
    files: Mapping[str, Mapping[str, Source[Any]]]
    singles: Mapping[str, Source[Any]]
    words_by_language: Mapping[str, Source[Words]]
    clinic: Clinic | None
    warnings: tuple[Diagnostic, ...] = field(default=())

    def _shelf(self, kind: str, model: type[T]) -> dict[str, T]:
        return {name: cast(T, source.value) for name, source in self.files[kind].items()}

    @property
    def regions(self) -> dict[str, Region]:
        return self._shelf("regions", Region)

    @property
    def muscles(self) -> dict[str, Muscle]:
        return self._shelf("muscles", Muscle)

    @property
    def joints(self) -> dict[str, Joint]:
        return self._shelf("joints", Joint)

    @property
    def sweeps(self) -> dict[str, Sweep]:
        return self._shelf("sweeps", Sweep)

    @property
    def techniques(self) -> dict[str, Technique]:
        return self._shelf("techniques", Technique)

    @property
    def safety(self) -> Safety:
        return cast(Safety, self.singles["safety"].value)

    @property
    def product(self) -> Product:
        return cast(Product, self.singles["product"].value)

    @property
    def claims(self) -> Claims:
        return cast(Claims, self.singles["claims"].value)

    @property
    def legal(self) -> Legal:
        return cast(Legal, self.singles["legal"].value)

    @property
    def sources(self) -> Sources:
        return cast(Sources, self.singles["sources"].value)

    @property
    def cautions(self) -> Cautions:
        return cast(Cautions, self.singles["cautions"].value)

    @property
    def ranking(self) -> Ranking:
        return cast(Ranking, self.singles["ranking"].value)

    @property
    def checklist(self) -> ChecklistTexts:
        return cast(ChecklistTexts, self.singles["checklist"].value)

    @cached_property
    def points(self) -> Mapping[str, tuple[Muscle, Point]]:
        """Every trigger point by its id, with its muscle."""
        return {point.id: (muscle, point) for muscle in self.muscles.values() for point in muscle.points}

    def words(self, language: str = "en") -> Words:
        """The fixed words of a language; raises BookletError for one the library does not have."""
        if language not in self.words_by_language:
            hint = nearest_or_all(language, self.words_by_language)
            raise BookletError.at(Span(f"content/languages/{language}"), "language is missing", hint)
        return self.words_by_language[language].value

    def region(self, name: str) -> Region:
        """A region by id; raises BookletError with the nearest id for an unknown one."""
        if name not in self.regions:
            raise BookletError.at(Span(f"region {name}"), "is not in the library", nearest_or_all(name, self.regions))
        return self.regions[name]

    def parts(self, region: Region) -> Sequence[BaseModel]:
        """The region and every file it draws on, each once, in reading order."""
        if region.region not in self._parts:
            self._parts[region.region] = tuple(self._drawn_on(region))
        return self._parts[region.region]

    @cached_property
    def _parts(self) -> dict[str, Sequence[BaseModel]]:
        """What each region draws on, kept: every document asks for it twice, and following ids takes a while."""
        return {}

    def _drawn_on(self, region: Region) -> Iterator[BaseModel]:
        seen: set[int] = set()

        def visit(model: BaseModel) -> Iterator[BaseModel]:
            if id(model) in seen:
                return
            seen.add(id(model))
            yield model
            for _, kind, name in references(model):
                if kind in self.files:
                    yield from visit(self.files[kind][name].value)

        yield from visit(region)
        yield from (self.safety, self.product, self.legal)


class _Loading:
    """One loading run: what could be loaded so far, and every mistake met on the way."""

    def __init__(self, resources: Resources) -> None:
        self.resources = resources
        self.problems: list[Diagnostic] = []

    def file(self, path: Path, model: type[M]) -> Source[M] | None:
        try:
            return load(path, model, self.resources.shown(path))
        except BookletError as error:
            self.problems += error.diagnostics
            return None

    def shelf(self, kind: str) -> dict[str, Source[Any]]:
        key, model = SHELVES[kind]
        loaded: dict[str, Source[Any]] = {}
        for stem, path in self.resources.listing(f"content/{kind}", SUFFIX).items():
            source = self.file(path, model)
            if source is None:
                continue
            loaded[stem] = source
            if (name := getattr(source.value, key)) != stem:
                self.report(source, (key,), f'{key} "{name}" does not match the file name', f'write "{stem}"')
        return loaded

    def report(self, source: Source[Any], place: tuple[str | int, ...], message: str, hint: str = "") -> None:
        self.problems.append(Diagnostic(source.span(*place), message, hint))


def load_library(resources: Resources) -> Library:
    """Load all content and check it against itself; raises BookletError with every mistake of the library."""
    run = _Loading(resources)
    files = {kind: run.shelf(kind) for kind in SHELVES}
    singles: dict[str, Source[Any]] = {}
    for name, model in SINGLES.items():
        if source := run.file(resources.find(f"content/{name}{SUFFIX}"), model):
            singles[name] = source
    words = _load_words(run)
    clinic = _load_clinic(run)
    if run.problems:
        raise BookletError(run.problems)
    library = Library(resources, files, singles, words, clinic)
    checks = (_dangling, _claims, _points, _repeated, _brief, _languages)
    problems = [problem for check in checks for problem in check(library)]
    if problems:
        raise BookletError(sorted(problems, key=lambda problem: problem.span))
    return Library(resources, files, singles, words, clinic, tuple(_unused(library)))


def _load_words(run: _Loading) -> dict[str, Source[Words]]:
    folders = [folder for root in run.resources.roots for folder in (root / "content/languages").glob("*")]
    codes = sorted({folder.name for folder in folders if folder.is_dir()})
    found = {c: run.file(run.resources.find(f"content/languages/{c}/words{SUFFIX}"), Words) for c in codes}
    return {code: source for code, source in found.items() if source}


def _load_clinic(run: _Loading) -> Clinic | None:
    path = next((r / "clinic.yaml" for r in run.resources.roots if (r / "clinic.yaml").is_file()), None)
    source = run.file(path, Clinic) if path else None
    if path and source and source.value.logo and not (path.parent / source.value.logo).is_file():
        run.report(source, ("logo",), f'file "{source.value.logo}" does not exist beside clinic.yaml')
    return source.value if source else None


def _all(library: Library) -> Iterator[Source[Any]]:
    for shelf in library.files.values():
        yield from shelf.values()
    yield from library.singles.values()


def _known(library: Library) -> dict[str, set[str]]:
    """Every id that may be referred to, by kind."""
    known = {kind: set(shelf) for kind, shelf in library.files.items()}
    known["sources"] = set(library.sources.sources)
    known["flags"] = {flag.id for flag in library.safety.flags}
    known["figures"] = set(library.resources.listing("figures", SUFFIX))
    return known


def _dangling(library: Library) -> Iterator[Diagnostic]:
    """Ids that nothing has. A file that every region needs may name one that was left out for its own mistakes."""
    known = _known(library)
    singles = {id(source) for source in library.singles.values()}
    for source in _all(library):
        for place, kind, name in references(source.value):
            left_out = id(source) in singles and f"content/{kind}/{name}{SUFFIX}" in library.resources.hidden
            if name not in known[kind] and not left_out:
                message = f'unknown {kind.removesuffix("s")} "{name}"'
                yield Diagnostic(source.span(*place), message, did_you_mean(name, known[kind]))


def _unused(library: Library) -> Iterator[Diagnostic]:
    """Ids that nothing refers to: a warning, as a clinic may leave parts of the bundled library unused."""
    used: dict[str, set[str]] = {}
    for source in _all(library):
        for _, kind, name in references(source.value):
            used.setdefault(kind, set()).add(name)
    for kind, shelf in library.files.items():
        for name, source in shelf.items():
            if kind != "regions" and name not in used.get(kind, ()):
                yield _warn(source, (), f'{kind.removesuffix("s")} "{name}" is not used by anything')
    sources = library.singles["sources"]
    for name in library.sources.sources:
        if name not in used.get("sources", ()):
            yield _warn(sources, ("sources", name), f'source "{name}" is not used by anything')
    for index, flag in enumerate(library.safety.flags):
        if flag.id not in used.get("flags", ()):
            yield _warn(library.singles["safety"], ("flags", index), f'flag "{flag.id}" is not used by anything')


def _warn(source: Source[Any], place: tuple[str | int, ...], message: str) -> Diagnostic:
    return Diagnostic(source.span(*place), message, severity=Severity.WARNING)


def _points(library: Library) -> Iterator[Diagnostic]:
    """Trigger point ids carry their muscle's name and occur once."""
    for name, source in library.files["muscles"].items():
        seen: set[str] = set()
        for index, point in enumerate(source.value.points):
            span = source.span("points", index, "id")
            if point.id.rpartition("-")[0] != name or not point.id.rpartition("-")[2].isdigit():
                yield Diagnostic(span, f'point "{point.id}" is not named "{name}-<number>"')
            if point.id in seen:
                yield Diagnostic(span, f'point "{point.id}" is given twice')
            seen.add(point.id)


def _repeated(library: Library) -> Iterator[Diagnostic]:
    """Ids and numbers that must differ: red flags, and the suspects and flags of a region."""
    yield from _twice(library.singles["safety"], "flag", ("flags",), [flag.id for flag in library.safety.flags])
    ids = [caution.id for caution in library.cautions.cautions]
    yield from _twice(library.singles["cautions"], "caution", ("cautions",), ids)
    for source in library.files["regions"].values():
        region: Region = source.value
        yield from _twice(source, "suspect number", ("suspects",), [str(suspect.number) for suspect in region.suspects])
        yield from _twice(source, "flag", ("flags",), list(region.flags))


def _brief(library: Library) -> Iterator[Diagnostic]:
    """The short form of the product's warnings leaves none out."""
    product = library.product
    for key in ("warnings", "stop") if product.brief else ():
        short, full = len(getattr(product.brief, key)), len(getattr(product, key))
        if short != full:
            message = f'has {short} items, but "{key}" has {full}; none may be left out'
            yield Diagnostic(library.singles["product"].span("brief", key), message)


def _twice(source: Source[Any], kind: str, place: tuple[str, ...], names: list[str]) -> Iterator[Diagnostic]:
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Diagnostic(source.span(*place, index), f'{kind} "{name}" is given twice')


def _claims(library: Library) -> Iterator[Diagnostic]:
    guard = ClaimsGuard(library.claims)
    for source in (*_all(library), *library.words_by_language.values()):
        if isinstance(source.value, Claims | Sources):
            continue
        for place, text, span in source.tree.scalars():
            if place[0] in ("sources", "uncertain"):
                continue
            for breach in guard.breaches(text):
                hint = f'write "{breach.instead}"' if breach.instead else ""
                yield Diagnostic(span, f'claim "{breach.words}" is not allowed: {breach.reason}', hint)


def _languages(library: Library) -> Iterator[Diagnostic]:
    """Every language has the words of English, with the same placeholders; English has those of the bundled one."""
    english = library.words_by_language["en"].value.words
    bundled = load(library.resources.roots[-1] / f"content/languages/en/words{SUFFIX}", Words).value.words
    for code, source in library.words_by_language.items():
        words, wanted = source.value.words, bundled if code == "en" else english
        for key in sorted(wanted.keys() - words.keys()):
            yield Diagnostic(source.span("words"), f'missing word "{key}"')
        for key in sorted(wanted.keys() & words.keys()):
            if placeholders(words[key]) != placeholders(wanted[key]):
                names = ", ".join(f"{{{name}}}" for name in sorted(placeholders(wanted[key]))) or "no placeholder"
                yield Diagnostic(source.span("words", key), f'word "{key}" must have {names}')
        for key in sorted(words.keys() - english.keys()):
            yield Diagnostic(source.tree.key_span(("words", key)), f'unknown word "{key}"', did_you_mean(key, english))
