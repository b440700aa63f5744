"""A document as a plain story, so that other typesetters set the same words and figures: headings, text, pictures."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from booklet.build import Workshop
from booklet.check.passages import passages
from booklet.diagrams.svg import to_svg
from booklet.document import Document, pictures
from booklet.drawing import Frame
from booklet.units import PT_PER_MM

REGION = "lower-back-and-buttock"
FIGURE_WIDTH = 250.0  # pt, about half the measure, as most figures of the handout are


@dataclass(frozen=True, slots=True)
class Piece:
    """One heading, text or figure; `width` is in pt, `file` an SVG beside the story."""

    kind: Literal["title", "heading", "text", "figure"]
    text: str
    file: str = ""
    alt: str = ""
    width: float = 0.0


def write_story(workshop: Workshop, document: Document, folder: Path) -> None:
    """Write the story as story.json, and its figures as SVG files, into `folder`."""
    shown = (picture for picture in pictures(document) if picture.caption)
    story: list[Piece] = []
    for passage in passages(document, workshop.library):
        if passage.kind == "caption":
            picture = next(shown)
            drawing = workshop.draw(picture.figure, Frame(FIGURE_WIDTH, 184.0, panels=picture.panels))
            file = f"figure-{len(story)}.svg"
            (folder / file).write_text(to_svg(drawing), encoding="utf-8")
            story.append(Piece("figure", passage.text, file, drawing.alt, drawing.width * PT_PER_MM))
        elif passage.kind == "heading":
            first = not any(piece.kind == "title" for piece in story)
            story.append(Piece("title" if first else "heading", passage.text))
        else:
            story.append(Piece("text", passage.text))
    (folder / "story.json").write_text(json.dumps([asdict(piece) for piece in story]), encoding="utf-8")
