"""The commands that make files: build, watch, figure, proof."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from booklet import files
from booklet.cli.session import Session
from booklet.errors import BookletError, ExitCode
from booklet.palette import ToneName
from booklet.units import pt

if TYPE_CHECKING:
    from booklet.build import Sheet
    from booklet.layout import Press
    from booklet.watch import Watch

FOLDED: Final = "Folded inserts"
PRESSED: Final = "For a print shop"
"""Headings over options in the help."""

Regions = Annotated[list[str] | None, typer.Argument(help="Regions by name; all when none is given.", metavar="REGION")]
Product = Annotated[
    str, typer.Option("--format", help="handout, booklet, insert, or another that `booklet list formats` names.")
]
Language = Annotated[str, typer.Option(help="Language of the fixed words, a folder in content/languages.")]
PaperSize = Annotated[Literal["letter", "a4"], typer.Option(help="Paper size.")]
Large = Annotated[bool, typer.Option("--large-print", help="All type 18 pt or more, in one column.")]
Grey = Annotated[bool, typer.Option("--grey", help="For printers without colour.")]
FoldName = Annotated[
    str,
    typer.Option(
        "--fold", help="How it is folded; `booklet list folds` names it.", metavar="FOLD", rich_help_panel=FOLDED
    ),
]
Dummy = Annotated[
    bool, typer.Option("--dummy", help="A numbered paper dummy instead, to fold by hand.", rich_help_panel=FOLDED)
]
Out = Annotated[Path, typer.Option(help="Folder for the files.", metavar="DIR", file_okay=False)]
ForPress = Annotated[
    bool,
    typer.Option("--press", help="PDF/X-4 in CMYK, with bleed, for coated paper (FOGRA39).", rich_help_panel=PRESSED),
]
Icc = Annotated[
    Path | None,
    typer.Option(help="The printer's own CMYK profile.", metavar="FILE", dir_okay=False, rich_help_panel=PRESSED),
]
ConditionName = Annotated[
    str,
    typer.Option(
        "--condition", help="The printing condition that --icc is for.", metavar="NAME", rich_help_panel=PRESSED
    ),
]
Bleed = Annotated[
    float | None,
    typer.Option(
        help="How far to print beyond each edge, in mm; 3 without it.",
        metavar="MM",
        min=3,
        max=20,
        rich_help_panel=PRESSED,
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

OUT = Path("out")


def build(
    ctx: typer.Context,
    regions: Regions = None,
    product: Product = "handout",
    paper: PaperSize = "letter",
    large_print: Large = False,
    grey: Grey = False,
    language: Language = "en",
    fold: FoldName = "",
    dummy: Dummy = False,
    all_variants: Annotated[bool, typer.Option("--all-variants", help="Every paper, size and colour.")] = False,
    press: ForPress = False,
    icc: Icc = None,
    condition: ConditionName = "",
    bleed: Bleed = None,
    out: Out = OUT,
    json: Json = False,
) -> None:
    """Make handouts, booklets or inserts of regions.

    Files are named REGION[-FORMAT][-LANGUAGE][-FOLD-fold][-a4][-large-print][-grey][-press].pdf.

    A region with a mistake does not stop the others.
    """
    session: Session = ctx.obj
    session.json = json
    session.result["files"] = []
    from booklet.build import Workshop
    from booklet.layout import Setting

    for_press = _for_press(press, icc, condition, bleed)
    if dummy and press:
        raise typer.BadParameter("a dummy is folded by hand, and not printed on a press: leave --dummy or --press out")
    equipped = _is_equipped(session, for_press)
    workshop, mistakes = Workshop.salvaging(session.resources)
    wanted, unknown = workshop.pick(regions or ())
    session.tell([*mistakes, *unknown], ExitCode.MISTAKE)
    if not equipped:
        return
    settings = workshop.variants(product) if all_variants else [Setting(paper, large_print, grey)]
    workshop.pages(settings[0], product, fold)  # and so is a fold that cannot be
    settings = [replace(setting, press=for_press) for setting in settings]
    files.sweep(out)
    with session.progress(len(wanted) * len(settings)) as step:
        for region in wanted:
            for setting in settings:
                step(region.region)
                try:
                    make = workshop.dummy if dummy else workshop.sheet
                    save(session, make(region, setting, product, language, fold), out)
                except BookletError as error:
                    session.tell(error.diagnostics, error.exit_code)


def _for_press(wanted: bool, icc: Path | None, condition: str, bleed: float | None) -> Press | None:
    """How a print shop is to print, when it is to; a profile and the name of its condition go together."""
    from booklet.layout import BLEED, Press

    if bool(icc) != bool(condition):
        raise typer.BadParameter("--icc and --condition are given together: a profile, and what it is a profile of")
    if not wanted and (icc or bleed):
        raise typer.BadParameter(f"{'--icc' if icc else '--bleed'} is for --press")
    return Press(pt(bleed) if bleed else BLEED, icc, condition) if wanted else None


def _is_equipped(session: Session, press: Press | None) -> bool:
    """Whether inks and profile will do; what is wrong with them is told once, beside the mistakes of the library."""
    from booklet.build import equipment

    try:
        if press:
            equipment(session.resources, press)
    except BookletError as error:
        session.tell(error.diagnostics, error.exit_code)
        return False
    return True


def save(session: Session, sheet: Sheet, out: Path) -> None:
    """Write a sheet into a folder, and tell its path."""
    path = out / sheet.name
    files.write(path, sheet.data)
    entry = {"path": str(path), "bytes": len(sheet.data), "pages": sheet.pages, "digest": sheet.digest}
    if sheet.padding:
        entry["padding"] = list(sheet.padding)
    session.result["files"].append(entry)
    session.data(str(path))
    if sheet.note:
        session.note(sheet.note)


def watch(
    ctx: typer.Context,
    regions: Regions = None,
    product: Product = "handout",
    paper: PaperSize = "letter",
    large_print: Large = False,
    grey: Grey = False,
    language: Language = "en",
    fold: FoldName = "",
    out: Out = OUT,
) -> None:
    """Make sheets again whenever a file of the library is saved, until Ctrl-C."""
    session: Session = ctx.obj
    import watchfiles

    from booklet.layout import Setting
    from booklet.watch import SUFFIXES, Watch

    by_default, results = watchfiles.DefaultFilter(), out.resolve()

    def is_source(change: Any, path: str) -> bool:
        file = Path(path)
        return file.suffix in SUFFIXES and by_default(change, path) and not file.is_relative_to(results)

    setting = Setting(paper, large_print, grey)
    watching = Watch(session.resources, tuple(regions or ()), setting, product, language, fold)
    files.sweep(out)
    _rebuild(session, watching, out)
    session.note("Watching. Ctrl-C ends.")
    for changes in watchfiles.watch(*watching.folders, watch_filter=is_source, step=20):
        _rebuild(session, watching, out, {Path(path) for _, path in changes})


def _rebuild(session: Session, watching: Watch, out: Path, changed: Iterable[Path] | None = None) -> None:
    """Build what has changed, with a line for each sheet: it is made, or what is wrong."""
    start = time.perf_counter()
    for outcome in watching.rebuild(changed):
        if isinstance(outcome, list):
            session.tell(outcome, ExitCode.MISTAKE)
            continue
        try:
            files.write(out / outcome.name, outcome.data)
        except BookletError as error:
            session.tell(error.diagnostics, error.exit_code)
        else:
            session.data(f"ok {out / outcome.name} ({time.perf_counter() - start:.1f} s)")
        start = time.perf_counter()


def figure(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="A figure; `booklet list figures` names them.", metavar="ID")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="SVG file; standard output without it.", metavar="FILE")
    ] = None,
    panel: Annotated[list[str] | None, typer.Option(help="Only this panel; may be repeated.", metavar="PANEL")] = None,
    width_mm: Annotated[float, typer.Option(help="Width in mm.", min=20, max=1000)] = 120,
    grey: Grey = False,
    mirror: Annotated[bool, typer.Option("--mirror", help="Left and right exchanged, words and all.")] = False,
) -> None:
    """Draw one figure as SVG."""
    session: Session = ctx.obj
    from booklet.build import Workshop
    from booklet.diagrams.svg import to_svg

    tone: ToneName = "grey" if grey else "colour"
    svg = to_svg(Workshop(session.resources).figure(name, width_mm, panel or (), tone=tone, mirror=mirror))
    if output is None or str(output) == "-":
        session.data(svg)
    else:
        files.write(output, f"{svg}\n".encode())
        session.data(str(output))


def proof(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(help="Figures by name; all when none is given.", metavar="ID")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="PDF file.", metavar="FILE", dir_okay=False)] = (
        OUT / "proof.pdf"
    ),
) -> None:
    """Make one PDF of all figures, at final size in every tone, and tell their flaws.

    Tones are colour, grey, and how eyes without red, green or blue cones see it.
    """
    session: Session = ctx.obj
    from booklet.proof import proof as make

    made = make(session.resources, names or ())
    files.write(output, made.data)
    session.data(str(output))
    session.tell(made.flaws, ExitCode.FINDINGS)
