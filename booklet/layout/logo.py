"""A clinic's logo: an SVG as vectors, or a PNG, drawn as a figure that says whose logo it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from reportlab.graphics.shapes import Drawing, Group, String
from reportlab.graphics.shapes import Image as Pixels
from reportlab.lib.colors import Color
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable
from svglib.svglib import svg2rlg

from booklet.errors import BookletError, Span
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.structure import Tag


class Logo(Flowable):
    """The logo no larger than `width` by `height` pt; `parent` is the element it belongs to."""

    def __init__(self, path: Path, name: str, width: float, height: float, grey: bool, parent: Tag | None) -> None:
        super().__init__()
        self.path, self.grey = path, grey
        self.tag = Tag("Figure", parent, alt=f"Logo: {name}")
        self.picture = _svg(path, grey) if path.suffix.lower() == ".svg" else _png(path, grey)
        if isinstance(self.picture, ImageReader):
            wide, high = self.picture.getSize()
        else:
            wide, high = self.picture.width, self.picture.height
        self.scale = min(width / wide, height / high)
        self.width, self.height = wide * self.scale, high * self.scale

    def draw(self) -> None:
        canvas: TaggedCanvas = self.canv
        with canvas.tag(self.tag) as element:
            if element is not None:
                x, y = canvas.absolutePosition(0, 0)
                element.set_box((x, y, x + self.width, y + self.height))
            with canvas.content():
                canvas.saveState()
                if isinstance(self.picture, ImageReader):
                    canvas.drawImage(self.picture, 0, 0, self.width, self.height, mask="auto")
                else:
                    canvas.scale(self.scale, self.scale)
                    self.picture.drawOn(canvas, 0, 0)
                canvas.restoreState()


def _png(path: Path, grey: bool) -> ImageReader:
    try:
        with Image.open(path) as picture:
            picture.load()
    except (OSError, ValueError) as error:
        raise BookletError.at(Span(path.name), "cannot be read as a PNG picture") from error
    return ImageReader(picture.convert("LA" if grey else "RGBA"))


def _svg(path: Path, grey: bool) -> Drawing:
    drawing = svg2rlg(str(path))
    if drawing is None or drawing.width <= 0 or drawing.height <= 0:
        raise BookletError.at(Span(path.name), "cannot be read as an SVG picture", "give it a width and a height")
    if any(isinstance(shape, String) for shape in _shapes(drawing)):
        raise BookletError.at(Span(path.name), "has text in it", "convert the text to paths")
    if grey:
        for shape in _shapes(drawing):
            if isinstance(shape, Pixels):
                shape.path = ImageReader(shape.path)._image.convert("L")
            for name in ("fillColor", "strokeColor"):
                if colour := getattr(shape, name, None):
                    level = 0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue
                    setattr(shape, name, Color(level, level, level, colour.alpha))
    return drawing


def _shapes(group: Group | Drawing) -> Iterator[Any]:
    for shape in group.contents:
        yield shape
        if isinstance(shape, Group):
            yield from _shapes(shape)
