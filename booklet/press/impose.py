"""Lays the pages of a document on sheets, in place: each page becomes a Form XObject with its content untouched.

No content is parsed or even decoded: the stream that was a page's content becomes the form, with the resources that the
page had. The document keeps its catalog and with it tags, outline, language, title and output intents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pikepdf

from booklet.press.geometry import Geometry, Matrix, PageBox, Rect
from booklet.press.layouts import Sheet, Slot
from booklet.press.links import Home, ObjGen, follow_links, move_annotation, move_destinations
from booklet.press.originals import inherited
from booklet.press.structure import move_tags


@dataclass(frozen=True, slots=True)
class Printing:
    """The sheets of a run: how they are laid out, and the content that marks a side (given its number, 0 the front)."""

    sheets: Sequence[Sheet]
    geometry: Geometry
    marks: Callable[[int, int], bytes]


def impose(pdf: pikepdf.Pdf, pages: Sequence[Any], boxes: Sequence[PageBox], printing: Printing) -> None:
    """Replace the pages of a document by sheets. ValueError when it is damaged in a way that comes to light here."""
    press = _Press(pdf, pages, boxes, printing)
    press.run()
    move_tags(pdf.Root, press.homes)
    move_destinations(pdf.Root, press.homes, list(pages))
    press.move_annotations()
    press.bind()


@dataclass(slots=True)
class _Press:
    pdf: pikepdf.Pdf
    pages: Sequence[Any]
    boxes: Sequence[PageBox]
    printing: Printing
    homes: dict[ObjGen, Home] = field(default_factory=dict)
    _sides: list[Any] = field(default_factory=list)
    _forms: set[ObjGen] = field(default_factory=set)

    def run(self) -> None:
        """Every side of every sheet."""
        all_ink = self.pdf.make_indirect(_all_ink())
        for number, sheet in enumerate(self.printing.sheets):
            for side, slots in enumerate(sheet.sides):
                self._side(slots, bool(side), self.printing.marks(number, side), all_ink)

    def _side(self, slots: Sequence[Slot], back: bool, marks: bytes, all_ink: Any) -> None:
        geometry = self.printing.geometry
        turn = geometry.side(back)
        block = turn.rect(geometry.block)
        side = self.pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=_array(geometry.whole),
                TrimBox=_array(block),
                BleedBox=_array(block.grown(geometry.bleed).within(geometry.whole)),
                Tabs=pikepdf.Name.S,
            )
        )
        self._sides.append(side)
        forms = pikepdf.Dictionary()
        content: list[bytes] = []
        for slot in slots:
            if slot.page is not None:
                home = self._place(slot, side, turn)
                name = f"/P{slot.page}"
                forms[name] = home.form
                window = turn.rect(geometry.window(slot.row, slot.column))
                clip = _numbers(window.x0, window.y0, window.width, window.height)
                m = home.matrix
                way = _numbers(m.a, m.b, m.c, m.d, m.e, m.f)
                content.append(f"q {clip} re W n {way} cm {name} Do Q\n".encode())
        side.Resources = pikepdf.Dictionary(XObject=forms)
        if marks:
            m = turn
            side.Resources.ColorSpace = pikepdf.Dictionary(All=all_ink)
            content.append(b"q " + _numbers(m.a, m.b, m.c, m.d, m.e, m.f).encode() + b" cm\n" + marks + b"Q\n")
        side.Contents = self.pdf.make_stream(b"".join(content))

    def _place(self, slot: Slot, side: Any, turn: Matrix) -> Home:
        assert slot.page is not None
        page, box = self.pages[slot.page - 1], self.boxes[slot.page - 1]
        geometry = self.printing.geometry
        form = self._form(page)
        if "/Group" in page:
            form.Group = side.Group = page.Group
        area = turn.rect(geometry.trim(slot.row, slot.column))
        home = Home(side, form, geometry.placement(slot, box).then(turn), area)
        self.homes[page.objgen] = home
        return home

    def _form(self, page: Any) -> Any:
        """The content of a page as a form; the stream itself, unless another page has it too."""
        form = self._content(page)
        if form.objgen in self._forms:
            form = _copy(self.pdf, form)
        self._forms.add(form.objgen)
        form.Type = pikepdf.Name.XObject
        form.Subtype = pikepdf.Name.Form
        form.BBox = inherited(page, "/MediaBox")
        form.Resources = inherited(page, "/Resources") or pikepdf.Dictionary()
        if "/StructParents" in page:
            form.StructParents = page.StructParents
        return form

    def _content(self, page: Any) -> Any:
        contents = page.get("/Contents")
        if isinstance(contents, pikepdf.Array) and len(contents) == 1:
            contents = contents[0]
        elif isinstance(contents, pikepdf.Array):
            pikepdf.Page(page).contents_coalesce()
            contents = page.get("/Contents")
        return contents if isinstance(contents, pikepdf.Stream) else self.pdf.make_stream(b"")

    def move_annotations(self) -> None:
        """Each page's annotations go to its sheet, in the order of the pages on it."""
        met: set[ObjGen] = set()
        for page in self.pages:
            notes = page.get("/Annots")
            home = self.homes.get(page.objgen)
            if home is None or not isinstance(notes, pikepdf.Array):
                continue
            for note in notes:
                if not isinstance(note, pikepdf.Dictionary) or "/Rect" not in note or note.objgen in met:
                    continue
                if note.is_indirect:
                    met.add(note.objgen)
                move_annotation(self.pdf, note, home)
                follow_links(note, self.homes, list(self.pages) if "/A" in note or "/Dest" in note else [])
                if "/Annots" not in home.sheet:
                    home.sheet.Annots = pikepdf.Array()
                home.sheet.Annots.append(note)

    def bind(self) -> None:
        """The sheets become the pages of the document."""
        tree = self.pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Pages, Count=len(self._sides), Kids=pikepdf.Array(self._sides))
        )
        for side in self._sides:
            side.Parent = tree
        self.pdf.Root.Pages = tree


def _all_ink() -> pikepdf.Array:
    tint = pikepdf.Dictionary(
        FunctionType=2, Domain=pikepdf.Array([0, 1]), C0=pikepdf.Array([1]), C1=pikepdf.Array([0]), N=1
    )
    return pikepdf.Array([pikepdf.Name.Separation, pikepdf.Name.All, pikepdf.Name.DeviceGray, tint])


def _copy(pdf: pikepdf.Pdf, stream: Any) -> Any:
    """A second stream with the same data."""
    copy = pdf.make_stream(stream.read_raw_bytes())
    for key in ("/Filter", "/DecodeParms"):
        if key in stream:
            copy[key] = stream[key]
    return copy


def _array(rect: Rect) -> pikepdf.Array:
    return pikepdf.Array([round(value, 3) for value in (rect.x0, rect.y0, rect.x1, rect.y1)])


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in values)
