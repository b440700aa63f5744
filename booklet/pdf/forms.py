"""Fields to fill in on the screen: check boxes, text and choices, each a Form element with its one widget.

Each is a merged field and widget annotation with the appearance of every state (ISO 32000-1, 12.7), no action and no
script. The box round a field is painted on the page, as an artifact: so the page prints as a form to fill in by hand,
and a viewer that draws the appearance anew cannot lose it. A printed copy has `layout.marks.tick_box` instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from reportlab.lib.colors import HexColor
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFStream, PDFString, PDFZCompress
from reportlab.platypus import Flowable

from booklet.palette import FORM_LINE, INK
from booklet.pdf.acroform import FONT, AcroForm, encoded
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.fonts import REGULAR
from booklet.pdf.structure import Tag

ON: Final = "Yes"
"""The state of a box that is ticked; the other one is always Off."""
LINE: Final = 1.1
CORNER: Final = 1.5
"""The line round a field and the radius of its corners in pt, as those of a printed tick box."""
INSET: Final = 3.0
"""Between the edge of a field and its text, in pt."""
BORDER: Final = 2
"""The border in pt that viewers keep clear when they draw a text anew; it has no colour, so it is not seen."""
LEADING: Final = 1.25
"""From line to line, in type sizes."""
TICK: Final = ((0.23, 0.52), (0.42, 0.29), (0.78, 0.74))
MULTILINE: Final = 1 << 12
COMBO: Final = 1 << 17
"""Flags of fields (tables 228 and 230)."""

Entries: TypeAlias = dict[str, object]


class Field(Flowable):
    """What all fields have in common; `width` and `height` are in pt, `colour` is that of the line round it.

    `name` is the field's in the whole document and holds no period; use a slash where parts are to be told apart.
    `tooltip` is what a screen reader says. Without `parent` the Form element belongs to whatever is open where the
    field is drawn. ValueError when the tooltip is empty.
    """

    def __init__(self, name: str, tooltip: str, width: float, height: float, colour: str, parent: Tag | None) -> None:
        super().__init__()
        if not tooltip.strip():
            raise ValueError(f"the field {name!r} has no tooltip (PDF/UA-1, 7.18.1)")
        self.name, self.tooltip, self.colour = name, tooltip, colour
        self.width, self.height = width, height
        self.tag = Tag("Form", parent)

    def entries(self, form: AcroForm) -> Entries:
        """The entries of the field dictionary that its kind and its value ask for."""
        raise NotImplementedError

    def draw(self) -> None:
        """Paint the line round the field, then add it to the form of the document."""
        canvas: TaggedCanvas = self.canv
        canvas.saveState()
        canvas.setLineWidth(LINE)
        canvas.setStrokeColor(HexColor(self.colour))
        canvas.roundRect(LINE / 2, LINE / 2, self.width - LINE, self.height - LINE, CORNER)
        canvas.restoreState()
        with canvas.tag(self.tag):
            entries = {"TU": PDFString(self.tooltip), **self.entries(canvas.form)}
            canvas.add_field(self.name, self.width, self.height, entries)

    def _appearance(self, code: Sequence[str], resources: PDFDictionary | None = None) -> PDFStream:
        """One state of the field as a form XObject as large as the field."""
        entries: Entries = {
            "Type": "/XObject",
            "Subtype": "/Form",
            "BBox": PDFArray([0, 0, round(self.width, 3), round(self.height, 3)]),
            "Resources": resources or PDFDictionary({}),
        }
        return PDFStream(PDFDictionary(entries), "\n".join(code), [PDFZCompress])


class CheckBox(Field):
    """A box to tick, `size` pt wide and high."""

    def __init__(
        self, name: str, tooltip: str, size: float, colour: str, parent: Tag | None = None, value: bool = False
    ) -> None:
        super().__init__(name, tooltip, size, size, colour, parent)
        self.value = value

    def entries(self, form: AcroForm) -> Entries:
        state = f"/{ON}" if self.value else "/Off"
        states = PDFDictionary({ON: self._appearance(self._tick()), "Off": self._appearance(())})
        return {"FT": "/Btn", "V": state, "AS": state, "AP": PDFDictionary({"N": states})}

    def _tick(self) -> list[str]:
        (start, *rest) = [f"{x * self.width:.2f} {y * self.width:.2f}" for x, y in TICK]
        pen = f"{self.width * 0.12:.2f} w 1 J 1 j {_rgb(INK)} RG"
        return ["q", pen, f"{start} m", *(f"{point} l" for point in rest), "S", "Q"]


class _Written(Field):
    """A field that shows text, `size` pt high."""

    size: float
    multiline = False

    def _written(self, form: AcroForm, shown: str) -> Entries:
        """Its appearance with `shown` in it, and how a viewer is to draw it anew."""
        pen = f"/{FONT} {self.size:g} Tf {_rgb(INK)} rg"
        appearance = self._appearance(["/Tx BMC", *self._text(shown, pen), "EMC"], form.resources)
        border = PDFDictionary({"W": BORDER})
        return {"DA": PDFString(pen), "BS": border, "AP": PDFDictionary({"N": appearance})}

    def _text(self, shown: str, pen: str) -> list[str]:
        if not shown:
            return []
        encoded(shown)
        leading = self.size * LEADING
        ascent, descent = pdfmetrics.getAscentDescent(REGULAR, self.size)
        if self.multiline:
            room = self.width - 2 * INSET
            lines = [
                line for part in shown.splitlines() for line in simpleSplit(part, REGULAR, self.size, room) or [""]
            ]
            first = self.height - INSET - ascent
        else:
            lines = [" ".join(shown.split())]
            first = (self.height - ascent - descent) / 2
        shows = [f"<{encoded(line).hex()}> Tj T*" for line in lines]
        place = f"{INSET:g} {first:.3f} Td {leading:.3f} TL"
        clip = f"{LINE} {LINE} {self.width - 2 * LINE:.3f} {self.height - 2 * LINE:.3f} re W n"
        return ["q", clip, "BT", pen, place, *shows, "ET", "Q"]


class TextField(_Written):
    """A line of text, or lines when `multiline`, of at most `max_length` characters.

    A `value` that is not to be seen in the typed font is refused: UnshowableText names the characters when it is drawn.
    """

    def __init__(
        self,
        name: str,
        tooltip: str,
        width: float,
        height: float,
        size: float = 11,
        multiline: bool = False,
        max_length: int | None = None,
        value: str = "",
        *,
        colour: str = FORM_LINE,
        parent: Tag | None = None,
    ) -> None:
        super().__init__(name, tooltip, width, height, colour, parent)
        if max_length is not None and not len(value) <= max_length:
            raise ValueError(f"the value of the field {name!r} is longer than {max_length} characters")
        self.size, self.multiline, self.max_length, self.value = size, multiline, max_length, value

    def entries(self, form: AcroForm) -> Entries:
        own: Entries = {"FT": "/Tx", "Ff": MULTILINE if self.multiline else 0}
        if self.max_length is not None:
            own["MaxLen"] = self.max_length
        if self.value:
            own["V"] = PDFString("\r".join(self.value.splitlines()))
        return own | self._written(form, self.value)


class ChoiceField(_Written):
    """One of several options in a list that opens; each is what is stored and what is shown.

    `value` is what is stored of the one chosen, or "" for none. ValueError when it is none of them, when there are no
    options, or when two are stored or shown alike.
    """

    def __init__(
        self,
        name: str,
        tooltip: str,
        options: Sequence[tuple[str, str]],
        width: float,
        height: float,
        value: str = "",
        *,
        size: float = 11,
        colour: str = FORM_LINE,
        parent: Tag | None = None,
    ) -> None:
        super().__init__(name, tooltip, width, height, colour, parent)
        self.shown = dict(options)
        if not options or not len(options) == len(self.shown) == len(set(self.shown.values())):
            raise ValueError(f"the field {name!r} needs options that differ from each other")
        if value and value not in self.shown:
            raise ValueError(f"the value of the field {name!r} is none of its options")
        self.size, self.value = size, value

    def entries(self, form: AcroForm) -> Entries:
        options = [PDFArray([PDFString(stored), PDFString(shown)]) for stored, shown in self.shown.items()]
        own: Entries = {"FT": "/Ch", "Ff": COMBO, "Opt": PDFArray(options)}
        if self.value:
            own["V"] = PDFString(self.value)
        return own | self._written(form, self.shown.get(self.value, ""))


def _rgb(colour: str) -> str:
    return " ".join(f"{part:.3f}" for part in HexColor(colour).rgb())
