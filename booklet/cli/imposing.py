"""The command that lays finished pages on sheets: impose."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from booklet import files
from booklet.cli.making import OUT, Json
from booklet.cli.session import Session

if TYPE_CHECKING:
    from booklet.press.marks import MarkKind

NO_MARKS: Final = "none"
SMALLEST_MM: Final = 50
"""The least side of a sheet, so that inches are not taken for millimetres."""
LARGEST_MM: Final = 5000
SUFFIX: Final = ".pdf"
LAYOUTS: Final = "saddle, perfect, quarto, octavo, zine8, cards, cutstack, nup, or one of your own"


def _marks(text: str) -> tuple[MarkKind, ...]:
    from booklet.press.marks import KINDS

    names = [name.strip() for name in text.split(",") if name.strip()]
    if names == [NO_MARKS]:
        return ()
    for name in names:
        if name == NO_MARKS:
            raise typer.BadParameter(f'"{NO_MARKS}" goes with nothing else', param_hint="--marks")
        if name not in KINDS:
            message = f'"{name}" is not one of {", ".join((*KINDS, NO_MARKS))}'
            raise typer.BadParameter(message, param_hint="--marks")
    return tuple(kind for kind in KINDS if kind in names)


def _sheet(text: str) -> tuple[float, float]:
    from booklet.press.geometry import SHEETS_PT
    from booklet.units import pt

    if text.lower() in SHEETS_PT:
        return SHEETS_PT[text.lower()]
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)[x×]([0-9]+(?:\.[0-9]+)?)(?:mm)?", text.lower().replace(" ", ""))
    if not match or not all(SMALLEST_MM <= float(side) <= LARGEST_MM for side in match.groups()):
        message = f'"{text}" is none of {", ".join(SHEETS_PT)}, and no size in mm like 320x450'
        raise typer.BadParameter(message, param_hint="--sheet")
    return pt(float(match[1])), pt(float(match[2]))


def _scale(text: str) -> float | Literal["fit", "none"]:
    if text in ("fit", "none"):
        return "fit" if text == "fit" else "none"
    match = re.fullmatch(r"([0-9]+(?:\.[0-9]+)?)%?", text)
    if not match or not 1 <= float(match[1]) <= 1000:
        message = f'"{text}" is neither fit nor none, and no percentage like 71'
        raise typer.BadParameter(message, param_hint="--scale")
    return float(match[1]) / 100


def _grid(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([1-9][0-9]?)[x×]([1-9][0-9]?)", text.lower())
    if not match:
        raise typer.BadParameter(f'"{text}" is no number of rows and columns like 2x2', param_hint="--nup")
    return int(match[1]), int(match[2])


File = Annotated[Path, typer.Argument(help="A finished PDF, ours or any other.", metavar="FILE.pdf")]
LayoutName = Annotated[str, typer.Option(help=f"One of {LAYOUTS}.", metavar="LAYOUT")]
SheetSize = Annotated[
    str | None,
    typer.Option(
        help="Paper: a4, letter, a3, tabloid, sra3, or a size in mm. By default what holds the pages.",
        metavar="NAME|WxH",
    ),
]
Signature = Annotated[
    int | None, typer.Option(help="Sheets laid into each other in one signature.", min=1, max=50, metavar="N")
]
Caliper = Annotated[float | None, typer.Option(help="Thickness of the paper in mm.", min=0, max=2, metavar="MM")]
PaperWeight = Annotated[
    float | None, typer.Option(help="The same by the weight of uncoated paper.", min=20, max=800, metavar="G")
]
Gutter = Annotated[float, typer.Option(help="Space between pages in mm.", min=0, max=200, metavar="MM")]
Scale = Annotated[
    str | None,
    typer.Option(
        help="fit, none or a percentage. By default only what is too large is made smaller.", metavar="fit|none|PERCENT"
    ),
]
FlipEdge = Annotated[
    Literal["long", "short"] | None,
    typer.Option(help="The edge that your printer turns sheets over on. Without it you are told which to choose."),
]
MarkKinds = Annotated[
    str, typer.Option(help="crop, fold, register, colour, slug, with commas, or none.", metavar="KINDS")
]
Bleed = Annotated[
    float | None, typer.Option(help="Bleed in mm. By default what the pages have.", min=0, max=50, metavar="MM")
]
Grid = Annotated[str | None, typer.Option(help="Rows and columns of cards, cutstack and nup, like 2x2.", metavar="RxC")]
BoxChoice = Annotated[
    Literal["trim", "crop", "media", "bleed", "art"], typer.Option(help="Which box of a page is the page.")
]
Target = Annotated[Path, typer.Option(help="Folder for the file, or the file itself.", metavar="DIR|FILE.pdf")]


def impose(
    ctx: typer.Context,
    file: File,
    layout: LayoutName = "saddle",
    sheet: SheetSize = None,
    signature: Signature = None,
    caliper: Caliper = None,
    paper_gsm: PaperWeight = None,
    gutter: Gutter = 0.0,
    scale: Scale = None,
    flip: FlipEdge = None,
    marks: MarkKinds = NO_MARKS,
    bleed: Bleed = None,
    nup: Grid = None,
    box: BoxChoice = "trim",
    out: Target = OUT,
    json: Json = False,
) -> None:
    """Lay the pages of a PDF on sheets, to be printed, folded and stapled.

    Without options: a booklet, on the paper that holds two pages side by side. The file is named FILE-LAYOUT.pdf.

    Links, bookmarks and tags go with their pages.
    """
    session: Session = ctx.obj
    session.json = json
    if caliper is not None and paper_gsm is not None:
        raise typer.BadParameter("give --caliper or --paper-gsm, not both")
    from booklet.imposing import Order, closing, impose_file
    from booklet.press.geometry import Wish, caliper_of
    from booklet.units import pt

    thickness = caliper_of(paper_gsm) if paper_gsm is not None else caliper or 0.0
    order = Order(
        layout=layout,
        wish=Wish(
            sheet=_sheet(sheet) if sheet else None,
            scale=_scale(scale) if scale else None,
            gutter=pt(gutter),
            caliper=pt(thickness),
            flip=flip,
        ),
        marks=_marks(marks),
        signature=signature,
        grid=_grid(nup) if nup else None,
        bleed=None if bleed is None else pt(bleed),
        box=box,
    )
    is_file = out.suffix.lower() == SUFFIX and not out.is_dir()
    target = out if is_file else out / f"{file.stem}-{layout}{SUFFIX}"
    files.sweep(target.parent)
    made = impose_file(file, target, order, session.resources)
    session.result["file"] = {"path": str(target), **asdict(made)}
    session.data(str(target))
    for note in (*made.notes, closing(made)):
        session.note(note)
