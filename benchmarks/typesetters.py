"""The typesetters under measure. Run as a script, this is the process that is measured.

python benchmarks/typesetters.py NAME FOLDER           one document, written to FOLDER/NAME.pdf
python benchmarks/typesetters.py NAME FOLDER --warm 5  more of them in the same process; prints CPU seconds of each
"""

from __future__ import annotations

import html
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

FONTS = Path(__file__).resolve().parent.parent / "templates/fonts"

Typesetter = Callable[[str], bytes]
"""Makes one document. The text given is new each time and goes into the title, so that no cache can answer for work."""


def booklet(folder: Path) -> Typesetter:
    """The real thing; the library stays loaded between documents, as it does in `booklet watch`."""
    workshop, region, setting = _handout()
    return lambda _: workshop.handout(region, setting)


def untagged(folder: Path) -> Typesetter:
    """The same pages from the same layout on a canvas that leaves out every mark of structure, and no PDF/A."""
    from dataclasses import replace

    from untagged import UntaggedCanvas

    from booklet.layout import typeset
    from booklet.pdf import fonts

    workshop, region, setting = _handout()
    fonts.register(workshop.resources)
    words = workshop.library.words("en").words

    def make(title: str) -> bytes:
        document = replace(workshop.compose(region, "handout"), title=title)
        return typeset(document, setting, workshop.draw, words.__getitem__, UntaggedCanvas(None, setting.page))

    return make


def _handout() -> tuple[Any, Any, Any]:
    from story import REGION

    from booklet.build import Workshop
    from booklet.layout import Setting
    from booklet.resources import Resources

    workshop = Workshop(Resources.at())
    return workshop, workshop.library.region(REGION), Setting()


def weasyprint(folder: Path, variant: str | None = None) -> Typesetter:
    """WeasyPrint, from HTML with the figures as SVG."""
    import weasyprint as engine

    weights = {"Regular": 400, "SemiBold": 600, "Bold": 700}
    faces = "".join(
        f"@font-face{{font-family:A;font-weight:{weight};"
        f"src:url({(FONTS / f'AtkinsonHyperlegibleNext-{name}.ttf').as_uri()})}}"
        for name, weight in weights.items()
    )
    style = f"{faces}@page{{size:letter;margin:54pt}}body{{font:12pt/16pt A}}figure{{margin:0;break-inside:avoid}}"
    body = "".join(_html(piece) for piece in _story(folder))

    def make(title: str) -> bytes:
        head = f"<html lang=en-US><title>{html.escape(title)}</title><style>{style}</style>"
        document = engine.HTML(string=f"<!doctype html>{head}<body>{body}", base_url=str(folder))
        return bytes(document.write_pdf(pdf_variant=variant))

    return make


def _html(piece: dict[str, Any]) -> str:
    text = html.escape(piece["text"])
    if piece["kind"] == "figure":
        alt = html.escape(piece["alt"], quote=True)
        image = f'<img src="{piece["file"]}" alt="{alt}" style="width:{piece["width"]}pt">'
        return f"<figure>{image}<figcaption>{text}</figcaption></figure>"
    tag = {"title": "h1", "heading": "h2", "text": "p"}[piece["kind"]]
    return f"<{tag}>{text}</{tag}>"


def typst(folder: Path, standards: tuple[str, ...] = (), tags: bool = False) -> Typesetter:
    """Typst, reading the story itself; the figures as SVG."""
    import typst as engine

    source = folder / "story.typ"
    source.write_text(TYPST, encoding="utf-8")

    def make(title: str) -> bytes:
        return bytes(
            engine.compile(
                str(source),
                font_paths=[str(FONTS)],
                ignore_system_fonts=True,
                sys_inputs={"title": title},
                pdf_standards=list(standards),
                pdf_tags=tags,
            )
        )

    return make


TYPST = """
#set document(title: sys.inputs.title)
#set page(paper: "us-letter", margin: 54pt)
#set text(font: "Atkinson Hyperlegible Next", size: 12pt, lang: "en", region: "US")
#for piece in json("story.json") {
  if piece.kind == "title" { heading(level: 1, piece.text) }
  else if piece.kind == "heading" { heading(level: 2, piece.text) }
  else if piece.kind == "text" { par(piece.text) }
  else { figure(image(piece.file, alt: piece.alt, width: piece.width * 1pt), caption: piece.text, supplement: none) }
}
"""


def _story(folder: Path) -> list[dict[str, Any]]:
    story: list[dict[str, Any]] = json.loads((folder / "story.json").read_text(encoding="utf-8"))
    return story


TYPESETTERS: dict[str, Callable[[Path], Typesetter]] = {
    "booklet": booklet,
    "untagged": untagged,
    "weasyprint": weasyprint,
    "weasyprint-ua": lambda folder: weasyprint(folder, "pdf/ua-1"),
    "typst": typst,
    "typst-ua": lambda folder: typst(folder, ("ua-1",), tags=True),
}


def main(name: str, folder: Path, *warm: str) -> None:
    make = TYPESETTERS[name](folder)
    (folder / f"{name}.pdf").write_bytes(make("Lower back and buttock pain"))
    if warm:
        sys.stdout.write(json.dumps([_seconds(make, f"Document {number}") for number in range(int(warm[1]))]))


def _seconds(make: Typesetter, title: str) -> float:
    start = time.process_time()
    make(title)
    return time.process_time() - start


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
