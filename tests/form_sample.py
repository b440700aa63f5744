"""A form with every kind of field, and three ways of filling it in, none of them ours."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Mapping, Sequence

import pikepdf
import pypdfium2
import pypdfium2.raw as engine
from pypdf import PdfWriter
from reportlab.platypus import Flowable
from tagged_sample import HEADING, METADATA, Template, in_one_line, paragraph, piece

from booklet.palette import FORM_LINE
from booklet.pdf import fonts
from booklet.pdf.forms import CheckBox, ChoiceField, TextField
from booklet.pdf.output import canvas_maker
from booklet.pdf.paragraph import Heading
from booklet.pdf.structure import Tag
from booklet.resources import Resources

RIGHT, LEFT = "finding/gluteus-medius-1/right/tenderness", "finding/gluteus-medius-1/left/tenderness"
SIDES = (("right", "Right side"), ("left", "Left side"), ("both", "Both sides"))


def ticked(name: str, words: str, value: bool = False) -> Flowable:
    """A check box with its words behind it, in one paragraph."""
    line = Tag("P")
    box = CheckBox(name, f"{words}: tender", 14, FORM_LINE, line, value)
    return in_one_line(box, piece(words, line), widths=(20, 200))


def fields() -> list[Flowable]:
    """The story: two boxes, lines of text and choices, some filled in."""
    fonts.register(Resources.at())
    return [
        Heading("Your exam", HEADING, 1, "top"),
        ticked(RIGHT, "Right side"),
        ticked(LEFT, "Left side", True),
        paragraph("Who:"),
        TextField("who", "Who felt for it", 200, 22, value="Zoë “O’Hara” (€)"),
        paragraph("How:"),
        TextField("how", "How it felt", 200, 22),
        paragraph("Notes:"),
        TextField("notes", "Notes", 300, 70, multiline=True, value="One line\n\nand " + "more of it " * 8),
        paragraph("Word:"),
        TextField("word", "One word", 90, 22, max_length=8),
        paragraph("Side:"),
        ChoiceField("side", "Which side is worse", SIDES, 140, 22, "left"),
        paragraph("Other side:"),
        ChoiceField("other", "Which side was it before", SIDES, 140, 22),
    ]


def form_pdf(story: Sequence[Flowable] | None = None, *, archival: bool = True) -> bytes:
    """A story, or else that of all fields, as a finished reading copy."""
    out = io.BytesIO()
    maker = canvas_maker(METADATA, Resources.at(), archival=archival)
    Template(False).build(list(fields() if story is None else story), filename=out, canvasmaker=maker)
    return out.getvalue()


def by_pypdf(data: bytes, values: Mapping[str, str], *, incremental: bool = False) -> bytes:
    """Filled in by pypdf; a box is ticked with "/Yes". When `incremental`, the changes follow the old file."""
    writer, out = PdfWriter(io.BytesIO(data), full=True, incremental=incremental), io.BytesIO()
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(values), auto_regenerate=False)
    writer.write(out)
    return out.getvalue()


def by_pikepdf(data: bytes, values: Mapping[str, str | bool]) -> bytes:
    """Filled in by pikepdf, which draws no appearance."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            value = values.get(str(field.T))
            if isinstance(value, bool):
                field.V = field.AS = pikepdf.Name.Yes if value else pikepdf.Name.Off
            elif value is not None:
                field.V = pikepdf.String(value)
        pdf.save(out)
    return out.getvalue()


class Viewer:
    """PDFium, the engine of a browser, with a person before it who clicks and types."""

    def __init__(self, data: bytes) -> None:
        self._pdf = pypdfium2.PdfDocument(data)
        self._pdf.init_forms()
        self._pages = list(self._pdf)
        self._open = self._pages[0]
        self._places: dict[str, tuple[int, list[float]]] = {}
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, page in enumerate(pdf.pages):
                for field in page.obj.get("/Annots", ()):
                    if "/T" in field:
                        self._places[str(field.T)] = number, [float(edge) for edge in field.Rect]

    @property
    def _handles(self) -> tuple[object, object]:
        return self._pdf.formenv.raw, self._open.raw

    def click(self, name: str) -> None:
        """Turn to the page of a field, move the mouse to its left, press it and let it go."""
        number, (left, bottom, _, top) = self._places[name]
        self._open = self._pages[number]
        point = (left + 6, (bottom + top) / 2)
        engine.FORM_OnMouseMove(*self._handles, 0, *point)
        assert engine.FORM_OnLButtonDown(*self._handles, 0, *point)
        assert engine.FORM_OnLButtonUp(*self._handles, 0, *point)

    def press(self, name: str, keys: str) -> None:
        """Click on a field and press keys, one after the other."""
        self.click(name)
        for key in keys:
            engine.FORM_OnChar(*self._handles, ord(key), 0)

    def paste(self, name: str, text: str) -> None:
        """Click on a field and put a text in the place of what is there."""
        self.click(name)
        engine.FORM_SelectAllText(*self._handles)
        wide = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
        engine.FORM_ReplaceSelection(*self._handles, ctypes.cast(wide, engine.FPDF_WIDESTRING))

    def choose(self, name: str, index: int) -> None:
        """Choose an option of a list."""
        self.click(name)
        assert engine.FORM_SetIndexSelected(*self._handles, index, True)

    def leave(self) -> None:
        """Have no field in hand any more."""
        engine.FORM_ForceToKillFocus(self._handles[0])

    def save(self) -> bytes:
        """Leave the field and save a copy."""
        self.leave()
        out = io.BytesIO()
        self._pdf.save(out)
        return out.getvalue()
