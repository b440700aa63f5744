"""Lays the pages of a document on sheets, in place: each page becomes a Form XObject with its content untouched.

No content is parsed or even decoded: the stream that was a page's content becomes the form, with the resources that the
page had. The document keeps its catalog and with it tags, outline, language, title and output intents.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pikepdf

from booklet.plane import Box, Matrix
from booklet.press.geometry import Geometry, PageBox
from booklet.press.layouts import Sheet, Slot
from booklet.press.links import Home, ObjGen, follow_links, move_annotation, move_destinations
from booklet.press.originals import inherited
from booklet.press.structure import move_tags

SHORT: Final = 400
"""Bytes of content that are not worth compressing."""


@dataclass(frozen=True, slots=True)
class Printing:
    """The sheets of a run: how they are laid out, and the content that marks a side (given its number, 0 the front)."""

    sheets: Sequence[Sheet]
    geometry: Geometry
    marks: Callable[[int, int], bytes]


def impose(pdf: pikepdf.Pdf, pages: Sequence[Any], boxes: Sequence[PageBox], printing: Printing) -> bool:
    """Replace the pages of a document by sheets, and tell whether all streams are compressed that should be.

    ValueError when it is damaged in a way that comes to light here.
    """
    press = _Press(pdf, pages, boxes, printing)
    press.run()
    move_tags(pdf.Root, press.homes)
    move_destinations(pdf.Root, press.homes, pages)
    press.move_annotations()
    press.bind()
    return not press.joined


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place on a side: the operators that lead there, the same as a matrix, and the trim of the page."""

    operators: str
    matrix: Matrix
    area: Box


@dataclass(slots=True)
class _Press:
    pdf: pikepdf.Pdf
    pages: Sequence[Any]
    boxes: Sequence[PageBox]
    printing: Printing
    homes: dict[ObjGen, Home] = field(default_factory=dict)
    joined: bool = False
    _sides: list[Any] = field(default_factory=list)
    _forms: dict[ObjGen, Any] = field(default_factory=dict)
    _blanks: dict[bool, dict[str, Any]] = field(default_factory=dict)
    _spots: dict[tuple[Any, ...], _Spot] = field(default_factory=dict)

    def run(self) -> None:
        """Every side of every sheet."""
        all_ink = self.pdf.make_indirect(_all_ink())
        for number, sheet in enumerate(self.printing.sheets):
            for side, slots in enumerate(sheet.sides):
                self._side(slots, bool(side), self.printing.marks(number, side), all_ink)

    def _side(self, slots: Sequence[Slot], back: bool, marks: bytes, all_ink: Any) -> None:
        side = self.pdf.make_indirect(pikepdf.Dictionary(self._blank(back)))
        self._sides.append(side)
        forms = pikepdf.Dictionary()
        content: list[bytes] = []
        for slot in slots:
            if slot.page is not None:
                spot = self._spot(slot, back)
                name = f"/P{slot.page}"
                forms[name] = self._place(slot.page, side, spot)
                content.append(f"{spot.operators} {name} Do Q\n".encode())
        side.Resources = pikepdf.Dictionary(XObject=forms)
        if marks:
            side.Resources.ColorSpace = pikepdf.Dictionary(All=all_ink)
            content += [f"q {_way(self.printing.geometry.side(back))} cm\n".encode(), marks, b"Q\n"]
        data = b"".join(content)
        if len(data) > SHORT:
            side.Contents = self.pdf.make_stream(zlib.compress(data), {"/Filter": pikepdf.Name.FlateDecode})
        else:
            side.Contents = self.pdf.make_stream(data)

    def _blank(self, back: bool) -> dict[str, Any]:
        """What all fronts, or all backs, have in common."""
        if back not in self._blanks:
            geometry = self.printing.geometry
            block = geometry.side(back).box(geometry.block)
            self._blanks[back] = {
                "/Type": pikepdf.Name.Page,
                "/MediaBox": _array(geometry.whole),
                "/TrimBox": _array(block.clipped(geometry.whole)),
                "/BleedBox": _array(block.grown(geometry.bleed).clipped(geometry.whole)),
                "/Tabs": pikepdf.Name.S,
            }
        return self._blanks[back]

    def _place(self, number: int, side: Any, spot: _Spot) -> Any:
        """Give a page its home on a side; its content as a form."""
        page = self.pages[number - 1]
        form = self._form(page)
        if "/Group" in page:
            side.Group = page.Group
        self.homes[page.objgen] = Home(side, form, spot.matrix, spot.area)
        return form

    def _spot(self, slot: Slot, back: bool) -> _Spot:
        """Where on its side a page goes; worked out once for all sheets on which it is the same."""
        assert slot.page is not None
        box, geometry = self.boxes[slot.page - 1], self.printing.geometry
        creep = slot.inward * slot.depth if geometry.caliper else 0
        key = (slot.row, slot.column, slot.turned, creep, back, box)
        if key not in self._spots:
            turn = geometry.side(back)
            window = turn.box(geometry.clip(slot, box))
            matrix = geometry.placement(slot, box).then(turn)
            clip = _numbers(window.left, window.bottom, window.width, window.height)
            area = turn.box(geometry.trim(slot.row, slot.column))
            self._spots[key] = _Spot(f"q {clip} re W n {_way(matrix)} cm", matrix, area)
        return self._spots[key]

    def _form(self, page: Any) -> Any:
        """The content of a page as a form: the stream itself, unless another page has it too.

        Pages without tags that have all in common share one form.
        """
        form = self._content(page)
        media, resources = inherited(page, "/MediaBox"), inherited(page, "/Resources")
        if form.objgen in self._forms:
            if self._is_same(self._forms[form.objgen], page, media, resources):
                return self._forms[form.objgen]
            form = _copy(self.pdf, form)
        self._forms[form.objgen] = form
        form.Type = pikepdf.Name.XObject
        form.Subtype = pikepdf.Name.Form
        form.BBox = media
        form.Resources = pikepdf.Dictionary() if resources is None else resources
        for key in ("/StructParents", "/Group"):
            if (value := page.get(key)) is not None:
                form[key] = value
        return form

    def _is_same(self, form: Any, page: Any, media: Any, resources: Any) -> bool:
        """Whether a page would make the form that another has made of the same content."""
        if "/StructParents" in page or "/StructParents" in form or resources is None:
            return False
        pairs = ((form.BBox, media), (form.Resources, resources), (form.get("/Group"), page.get("/Group")))
        return all(_written(one) == _written(other) for one, other in pairs)

    def _content(self, page: Any) -> Any:
        contents = page.get("/Contents")
        if isinstance(contents, pikepdf.Array) and len(contents) == 1:
            contents = contents[0]
        elif isinstance(contents, pikepdf.Array):
            pikepdf.Page(page).contents_coalesce()
            self.joined = True
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
                follow_links(note, self.homes, self.pages)
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


def _array(rect: Box) -> pikepdf.Array:
    return pikepdf.Array([round(value, 3) for value in (rect.left, rect.bottom, rect.right, rect.top)])


def _written(value: Any) -> bytes:
    """An object as a file has it, with references unresolved."""
    if isinstance(value, pikepdf.Object):
        return b"%d %d R" % value.objgen if value.is_indirect else value.unparse()
    return b""


def _way(m: Matrix) -> str:
    return _numbers(m.a, m.b, m.c, m.d, m.e, m.f)


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.6f}".rstrip("0").rstrip(".") for value in values)
