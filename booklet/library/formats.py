"""Finds and loads the formats of products, and checks each against its templates and against the bundled one."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from booklet.errors import BookletError, Diagnostic, Span, did_you_mean, nearest_or_all
from booklet.library.format import Format
from booklet.library.typerules import breaches
from booklet.resources import Resources
from booklet.source import Source, load


def format_names(resources: Resources) -> tuple[str, ...]:
    """The products that have a template, sorted."""
    found = {path.parent.name for root in resources.roots for path in root.glob("templates/*/format.yaml")}
    return tuple(sorted(found))


def load_format(resources: Resources, name: str) -> Format:
    """The format of a product, a clinic's own before the bundled one.

    Raises BookletError for a product that is not there, and for every mistake in its format.
    """
    return format_source(resources, name).value


def format_source(resources: Resources, name: str) -> Source[Format]:
    """The same with the places in its file."""
    if name not in (names := format_names(resources)):
        raise BookletError.at(Span(f"format {name}"), "is not in the library", nearest_or_all(name, names))
    path = resources.find(f"templates/{name}/format.yaml")
    source = load(path, Format, resources.shown(path))
    if source.value.format != name:
        message = f'format "{source.value.format}" does not match the folder "{name}"'
        raise BookletError.at(source.span("format"), message, f'write "{name}"')
    problems = [*_templates(resources, source, names), *_lists(source), *_pages(source), *breaches(source)]
    bundled = resources.roots[-1] / f"templates/{name}/format.yaml"
    if path != bundled and bundled.is_file():
        problems += _weakened(load(bundled, Format).value, source)
    if problems:
        raise BookletError(sorted(problems, key=lambda problem: problem.span))
    return source


def _templates(resources: Resources, source: Source[Format], names: Collection[str]) -> Iterator[Diagnostic]:
    """What a format refers to that no template is there for: another product, and sections."""
    form = source.value
    others = [name for name in names if name != form.format]
    if form.extends and form.extends not in others:
        message = "extends itself" if form.extends in names else f'unknown format "{form.extends}"'
        yield Diagnostic(source.span("extends"), message, nearest_or_all(form.extends, others))
        return
    listings = (resources.listing(f"{folder}/sections", ".xml.j2") for folder in form.folders)
    known = sorted({name for listing in listings for name in listing})
    named = [(("sections", i, "section"), item.section) for i, item in enumerate(form.sections)]
    named += [(("fillers", i, "section"), item.section) for i, item in enumerate(form.fillers)]
    lists = {"optional": form.optional, "first": form.first}
    for place, name in (*named, *(((key, i), name) for key, listed in lists.items() for i, name in enumerate(listed))):
        if name not in known:
            yield Diagnostic(source.span(*place), f'unknown section "{name}"', nearest_or_all(name, known))


def _lists(source: Source[Format]) -> Iterator[Diagnostic]:
    """Where the lists of sections contradict each other."""
    form, names = source.value, [item.section for item in source.value.sections]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Diagnostic(source.span("sections", index, "section"), f'section "{name}" is listed twice')
    for index, name in enumerate(form.required):
        if name not in names:
            message, hint = f'section "{name}" must not be left out', did_you_mean(name, names)
            yield Diagnostic(source.span("required", index), message, hint)
    for index, name in enumerate(form.optional):
        if name in form.required:
            yield Diagnostic(source.span("optional", index), f'section "{name}" is both required and optional')
    for index, name in enumerate(form.piecemeal):
        if name not in form.optional:
            message = f'section "{name}" must be optional to be set piecemeal'
            yield Diagnostic(source.span("piecemeal", index), message, nearest_or_all(name, form.optional))
    positions = [names.index(name) for name in form.first if name in names]
    if positions != list(range(len(positions))):
        message = f"the first sections must be {', '.join(form.first)}, in this order"
        yield Diagnostic(source.tree.key_span(("sections",)), message)


def _pages(source: Source[Format]) -> Iterator[Diagnostic]:
    """What only one kind of pages has."""
    form = source.value
    if form.pages == "panels" and form.sizes is None:
        yield Diagnostic(source.span("pages"), "a product on panels needs its type sizes under sizes")
    for key, kind, product in (
        ("sizes", "panels", "a product on panels"),
        ("optional", "panels", "a product on panels"),
        ("piecemeal", "panels", "a product on panels"),
        ("fillers", "half", "a product on half pages"),
    ):
        if getattr(form, key) and form.pages != kind:
            yield Diagnostic(source.tree.key_span((key,)), f"only {product} has {key}", "delete them")
    for index, item in enumerate(form.sections):
        if item.start in ("recto", "verso") and form.pages != "half":
            message = f"only a product on half pages has a {item.start}"
            yield Diagnostic(source.span("sections", index, "start"), message, 'write "page"')


def _weakened(ours: Format, own: Source[Format]) -> Iterator[Diagnostic]:
    """What a clinic's format no longer demands although the bundled one does: its safety rules cannot be loosened."""
    for key, demanded, kept in (
        ("required", ours.required, own.value.required),
        ("first", ours.first, own.value.first[: len(ours.first)]),
    ):
        for section in demanded:
            if section not in kept:
                yield Diagnostic(own.span(key), f'"{section}" must stay under {key}')
