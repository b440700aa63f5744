"""The commands that show what there is, and start something new: list, schema, init."""

from __future__ import annotations

import json as jsons
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from booklet import files
from booklet.cli.making import Json
from booklet.cli.session import Session

if TYPE_CHECKING:
    from booklet.build import Workshop

Listed = Literal[
    "regions",
    "muscles",
    "points",
    "techniques",
    "figures",
    "formats",
    "areas",
    "cautions",
    "languages",
    "layouts",
    "folds",
]  # fmt: skip

HEADS: dict[Listed, tuple[str, ...]] = {
    "regions": ("id", "title", "review"),
    "muscles": ("id", "name", "anatomical", "points", "review"),
    "points": ("id", "muscle", "place", "pressed"),
    "techniques": ("id", "name", "tool", "review"),
    "figures": ("id", "title", "panels"),
    "formats": ("id", "name", "sections"),
    "areas": ("id", "name", "left", "right"),
    "cautions": ("id", "name"),
    "languages": ("id", "language"),
    "layouts": ("id", "finish"),
    "folds": ("id", "name", "panels", "sheet in mm"),
}
"""What is told of each kind."""


def list_all(
    ctx: typer.Context,
    kind: Annotated[Listed, typer.Argument(help="What to list.")] = "regions",
    json: Json = False,
) -> None:
    """List what the library has."""
    session: Session = ctx.obj
    session.json = json
    from booklet.build import Workshop

    heads = HEADS[kind]
    apart = {"layouts": _layouts, "folds": _folds}
    rows = list(apart[kind](session) if kind in apart else _rows(Workshop(session.resources), kind))
    session.result[kind] = [dict(zip(heads, row, strict=True)) for row in rows]
    session.table("", heads, ([_cell(value) for value in row] for row in rows))


def _layouts(session: Session) -> Iterable[tuple[Value, ...]]:
    """How pages can be imposed, and what hands do then."""
    from booklet.imposing import finishes

    return finishes(session.resources).items()


def _folds(session: Session) -> Iterable[tuple[Value, ...]]:
    """How inserts can be folded; the panels are those of both sides."""
    from booklet.library.folds import leaflet, load_folds, rules

    folds = load_folds(session.resources).value
    sheets = {entry.fold: (entry.name, leaflet(folds, entry.fold)) for entry in folds.folds}
    for fold, (name, *range_) in (sheets | rules(folds)).items():
        panels = " to ".join(str(len(sheet.places)) for sheet in range_)
        yield fold, name, panels, " to ".join(f"{sheet.width:g} x {sheet.height:g}" for sheet in range_)


Value = str | int | list[str]


def _cell(value: Value) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _rows(workshop: Workshop, kind: Listed) -> Iterable[tuple[Value, ...]]:
    library = workshop.library
    if kind == "regions":
        return ((name, r.title, r.review.state) for name, r in library.regions.items())
    if kind == "muscles":
        muscles = library.muscles.items()
        return ((name, m.plain, m.anatomical, len(m.points), m.review.state) for name, m in muscles)
    if kind == "points":
        points = library.points.items()
        return ((name, muscle.plain, p.at, "yes" if p.press else "shown only") for name, (muscle, p) in points)
    if kind == "techniques":
        return ((name, t.name, t.tool, t.review.state) for name, t in library.techniques.items())
    if kind == "figures":
        specs = ((name, workshop.atlas.spec(name).value) for name in workshop.atlas.ids)
        return ((name, spec.title, [panel.id for panel in spec.panels]) for name, spec in specs)
    if kind == "areas":
        return ((area.area, area.name, area.codes.left, area.codes.right) for area in workshop.atlas.body_map.areas)
    if kind == "cautions":
        return ((caution.id, caution.name) for caution in library.cautions.cautions)
    if kind == "languages":
        return ((name, source.value.language) for name, source in library.words_by_language.items())
    return ((name, f.name, [s.section for s in f.sections]) for name, f in workshop.formats().items())


def schema(
    ctx: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="Folder; all in one on standard output without it.", metavar="DIR"),
    ] = None,
) -> None:
    """Write JSON Schemas of all kinds of files, for editors that complete and check YAML.

    `yaml-schemas.json` beside them is the entry for the settings of VS Code.
    """
    session: Session = ctx.obj
    from booklet.build import FILES
    from booklet.library.schema import file_name, schema, settings

    schemas = {name: schema(name, kind) for name, kind in FILES.items()}
    if output is None:
        session.data(jsons.dumps(schemas, indent=2))
        return
    texts = {file_name(name): made for name, made in schemas.items()}
    for name, value in (texts | {"yaml-schemas.json": settings(FILES, str(output))}).items():
        files.write(output / name, f"{jsons.dumps(value, indent=2)}\n".encode())
        session.data(str(output / name))


def init(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.", metavar="DIR")],
) -> None:
    """Start a clinic's own library, which builds at once."""
    session: Session = ctx.obj
    from booklet.resources import Resources
    from booklet.starter import start

    for path in start(Resources.at(), folder):
        session.data(str(path))
    session.note(f"Next: cd {folder} && booklet build")
