"""A ReportLab canvas on which everything painted is in a tag or is an artifact (PDF/UA-1, 7.1).

It keeps a stack of open elements and puts BDC..EMC round each painting operator when it comes: text goes to the open
element, and text without one is refused; lines and areas outside a figure become artifacts by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import wraps
from pathlib import Path
from typing import Any, Final, Protocol

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFFormXObject,
    PDFObjectReference,
    PDFPage,
    PDFResourceDictionary,
    PDFStream,
    PDFString,
    PDFZCompress,
)

from booklet.drawing import Symbol
from booklet.pdf.acroform import AcroForm
from booklet.pdf.composite import CompositeFont
from booklet.pdf.deferred import Deferred, Draw
from booklet.pdf.fonts import REGULAR
from booklet.pdf.ink import Ink
from booklet.pdf.inkcanvas import InkCanvas
from booklet.pdf.repairs import repair
from booklet.pdf.structure import ARTIFACT, GROUPING, MarkedContent, ObjectRef, StructElem, StructTree, Tag
from booklet.pdf.text import CheckedText, LinkTarget, TaggedText
from booklet.typeface.faces import Face

VECTORS: Final = ("line", "lines", "bezier", "arc", "drawPath", "rect", "ellipse", "wedge", "roundRect", "shade")
IMAGES: Final = ("drawInlineImage", "doForm")
LINK_TEXT: Final = 120
"""Longest description of a link, in characters; there is one annotation for each of its lines."""
PRINTED: Final = 4
"""The annotation flag Print, the only one set (PDF/A-2, 6.3.2)."""


class UntaggedContent(RuntimeError):
    """Something was painted where no tag and no artifact says what it is: a mistake of the program's."""


class Conformance(Protocol):
    """What a finished document declares about itself: metadata, colour, the standards it meets."""

    @property
    def version(self) -> tuple[int, int]:
        """The version of PDF that it is written in."""

    @property
    def ink(self) -> Ink:
        """What its colours are made of."""

    @property
    def rim(self) -> float:
        """How far in pt its paper goes on beyond the edges where pages are cut: bleed, and room for marks."""

    @property
    def interactive(self) -> bool:
        """Whether a reader can act on it: follow links, fill in fields."""

    def finish_page(self, page: PDFPage) -> None:
        """Complete a drawn page."""

    def apply(self, canvas: TaggedCanvas) -> None:
        """Complete the catalog; called once, when all pages are drawn."""

    def seal(self, data: bytes) -> bytes:
        """The last touch to the finished file."""


class TaggedCanvas(InkCanvas):
    """A canvas that builds the structure tree; give it to Platypus through `booklet.pdf.output.canvas_maker`."""

    def __init__(self, filename: Any, *args: Any, conformance: Conformance | None = None, **options: Any) -> None:
        repair()
        self.tree = StructTree()
        self.form = AcroForm()
        self.conformance = conformance
        self.interactive = conformance.interactive if conformance else True
        self._context = [self.tree.root]
        self._page_content: list[StructElem] | None = None
        self._page_key = 0
        self._marked = 0
        self._artifacts = 0
        self._formData: Any = None
        self._deferred: dict[str, Deferred] = {}
        self._bookmark_pages: dict[str, int] = {}
        self.symbols: dict[str, Symbol] = {}
        self._composites: dict[Face, CompositeFont] = {}
        options |= {"pdfVersion": (1, 7), "invariant": 1}
        if conformance:
            options |= {"pdfVersion": conformance.version, "ink": conformance.ink, "rim": conformance.rim}
        options["initialFontName"] = options.get("initialFontName") or REGULAR
        super().__init__(filename, *args, **options)

    # Structure

    @property
    def tagging(self) -> bool:
        """Whether structure can be opened here: not inside marked content, and not inside a form."""
        return not (self._marked or self._formData)

    @property
    def element(self) -> StructElem:
        """The open element."""
        return self._context[-1]

    @contextmanager
    def tag(self, tag: Tag) -> Iterator[StructElem | None]:
        """Open an element for what is painted inside.

        Inside an artifact or a form there is no structure: the content stays part of what surrounds it.
        """
        if not self.tagging:
            yield None
            return
        self._context.append(self.tree.elem(tag, self.element))
        try:
            yield self.element
        finally:
            self._context.pop()

    def artifact(self, *properties: str) -> AbstractContextManager[None]:
        """What is painted inside is no part of the text; "Type", "Pagination", "Subtype", "Footer" say what it is."""
        return self._mark(ARTIFACT, "".join(f"/{p}" for p in properties)) if self.tagging else nullcontext()

    def content(self) -> AbstractContextManager[None]:
        """What is painted inside is one piece of content of the open element, lines included."""
        return self._mark(self.element) if self.tagging else nullcontext()

    def begin_marked(self, element: StructElem | str) -> str:
        """The operator that begins a piece of content of an element, which is told of it."""
        if not isinstance(element, StructElem):
            return f"/{ARTIFACT} BMC"
        if self._page_content is None:
            self._page_content = []
            self._page_key = self.tree.parents.add(self._page_content)
        mcid = len(self._page_content)
        self._page_content.append(element)
        element.add(MarkedContent(self._doc.pageCounter, mcid))
        return f"/{element.tag.role}<</MCID {mcid}>>BDC"

    @contextmanager
    def _mark(self, element: StructElem | str, properties: str = "") -> Iterator[None]:
        artifact = element == ARTIFACT
        self._code.append(f"/{ARTIFACT}<<{properties}>>BDC" if properties else self.begin_marked(element))
        self._marked += 1
        self._artifacts += artifact
        try:
            yield
        finally:
            self._marked -= 1
            self._artifacts -= artifact
            self._code.append("EMC")

    # Painting

    def setFont(self, psfontname: str, size: float, leading: float | None = None) -> None:
        """Set the font; one that cannot be embedded is noted but not written, as SVG pictures set it just in case."""
        if pdfmetrics.getFont(psfontname)._dynamicFont:
            super().setFont(psfontname, size, leading)
        else:
            self._fontname, self._fontsize, self._leading = psfontname, size, leading or size * 1.2

    def beginText(self, x: float = 0, y: float = 0, direction: str | None = None) -> CheckedText:
        """A text object that refuses what cannot be shown."""
        return CheckedText(self, x, y, direction=direction)

    def drawText(self, text: CheckedText) -> None:
        """Paint a text object in the open element, which must be one that can hold text."""
        if not self.tagging or isinstance(text, TaggedText) or not text.shown:
            super().drawText(text)
            return
        self.require_element("text")
        with self.content():
            super().drawText(text)

    def drawImage(self, image: Any, x: float, y: float, *args: Any, **options: Any) -> Any:
        """Paint an image as content of the open element."""
        if not self.tagging:
            return super().drawImage(image, x, y, *args, **options)
        self.require_element("an image")
        with self.content():
            return super().drawImage(image, x, y, *args, **options)

    def paint(self, code: str, *, tagged: bool) -> None:
        """Write ready operators, which must leave the graphics state as it was: as content or as an artifact."""
        if tagged and self.tagging:
            self.require_element("operators")
        with self.content() if tagged else self.artifact():
            self._code.append(code)

    def alpha_state(self, key: str, value: float) -> str:
        """The resource name of the graphics state that sets the opacity of fills ("ca") or of strokes ("CA")."""
        states: dict[tuple[str, float], str] = self._extgstate._c
        return states.setdefault((key, value), f"gRLs{len(states)}")

    def composite(self, face: Face) -> CompositeFont:
        """The font that shows any glyph of a face in this document."""
        if face not in self._composites:
            self._composites[face] = CompositeFont(face, self._doc)
        return self._composites[face]

    def use_forms(self, names: Iterable[str]) -> None:
        """Note the forms that operators given to `paint` use, for the resources of the page."""
        self._formsinuse.extend(name for name in names if name not in self._formsinuse)

    def add_form(self, name: str, form: PDFFormXObject) -> None:
        """Add a Form XObject made elsewhere, with its stream set."""
        _finish_form(form)
        self._doc.addForm(name, form)

    def require_element(self, what: str) -> None:
        """Raise UntaggedContent when the open element cannot hold content; `what` names what is to be painted."""
        if self.element.tag.role in GROUPING:
            raise UntaggedContent(f"{what} on page {self._pageNumber} is in no tag and no artifact")

    # Form fields, links and bookmarks

    def add_field(self, name: str, width: float, height: float, entries: Mapping[str, object]) -> None:
        """A form field and its widget with the lower left corner at the origin, as the one kid of the open Form.

        `entries` are those of the field's kind. ValueError when the document has a field of this name already.
        """
        if not self.interactive:
            raise ValueError("a press copy has no form fields")
        if not self.tagging or self.element.tag.role != "Form" or self.element.kids:
            raise UntaggedContent(f"a form field on page {self._pageNumber} is not in a Form element of its own")
        key = f"{len(self.form)}.field"
        self.form.add(name, self._doc.refAnnotation(key))
        corners = (*self.absolutePosition(0, 0), *self.absolutePosition(width, height))
        widget = {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "Rect": PDFArray([round(corner, 3) for corner in corners]),
            "F": PRINTED,
            "P": PDFObjectReference(f"Page{self._doc.pageCounter}"),
            "T": PDFString(name),
        }
        self._addAnnotation(PDFDictionary(widget | dict(entries)), key)

    def linkRect(self, contents: str, destinationname: str, Rect: Any = None, *args: Any, **options: Any) -> None:
        """A link inside the document, as an annotation of a Link element; none where nobody can follow it."""
        if not self.interactive:
            return
        with self._link(destinationname):
            text = _description(destinationname, contents)
            super().linkRect(text, destinationname, Rect, *args, F=PRINTED, **options)

    def linkURL(self, url: str, rect: Any, *args: Any, **options: Any) -> None:
        """A link to the web, as an annotation of a Link element; none where nobody can follow it."""
        if not self.interactive:
            return
        with self._link(url):
            contents = PDFString(_description(url))
            super().linkURL(str(url), rect, *args, F=PRINTED, Contents=contents, **options)

    @contextmanager
    def _link(self, target: str) -> Iterator[None]:
        if self._artifacts:
            raise UntaggedContent(f"a link on page {self._pageNumber} is in an artifact")
        with self.tag(target.tag if isinstance(target, LinkTarget) else Tag("Link")):
            yield

    def _addAnnotation(self, annotation: Any, name: str | None = None, addtopage: int = 1) -> None:
        name = name or f"NUMBER{self._annotationCount + 1}"
        entries = annotation if isinstance(annotation, PDFDictionary) else annotation.Dict()
        entries["StructParent"] = self.tree.parents.add(self.element)
        self.element.add(ObjectRef(self._doc.pageCounter, self._doc.refAnnotation(name)))
        super()._addAnnotation(entries, name, addtopage)

    def outline(self, title: str, key: str, level: int, top: float = 0) -> None:
        """A bookmark `top` pt above the current origin and its entry in the outline; level 1 is the highest."""
        self.bookmarkHorizontal(key, 0, top)
        self.addOutlineEntry(title, key, level - 1)

    def bookmarkPage(self, key: str, *args: Any, **options: Any) -> Any:
        """Bind a bookmark to the current page."""
        self._bookmark_pages[key] = self._pageNumber
        return super().bookmarkPage(key, *args, **options)

    def page_of(self, key: str) -> int:
        """The page, counted from 1, that the bookmark `key` is on; KeyError when there is none (yet)."""
        return self._bookmark_pages[key]

    @property
    def page_count(self) -> int:
        """Pages finished so far: all of them, when deferred content is drawn."""
        return int(self._doc.pageCounter) - 1

    # Deferred content

    def defer(self, key: str, width: float, height: float, draw: Draw) -> None:
        """Paint, at the current origin, content that is drawn when the document is saved.

        It is one form for each `key`, in the open element or artifact. Its box is `width` pt wide and reaches `height`
        pt above and below the origin, so that a line of text can stand on it. `draw` may ask the canvas for
        `page_count` and `page_of`.
        """
        new = Deferred(f"deferred{len(self._deferred)}", width, height, draw)
        self.doForm(self._deferred.setdefault(key, new).form)

    def _draw_deferred(self) -> None:
        for deferred in self._deferred.values():
            self.beginForm(deferred.form, 0, -deferred.height, deferred.width, deferred.height)
            deferred.draw(self)
            self.endForm()

    # Finishing

    def save(self) -> None:
        """Write the document to the file, path or stream that the canvas was made with."""
        data = self.getpdfdata()
        if hasattr(self._filename, "write"):
            self._filename.write(data)
        else:
            Path(self._filename).write_bytes(data)

    def getpdfdata(self) -> bytes:
        """The finished document; the canvas cannot be used any more."""
        if self._code:
            self.showPage()
        self._draw_deferred()
        self._doc.Catalog.StructTreeRoot = self.tree.finish()
        self._doc.Catalog.AcroForm = self.form.finish()
        self._doc.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        if self.conformance is None:
            return bytes(super().getpdfdata())
        self.conformance.apply(self)
        return self.conformance.seal(super().getpdfdata())

    def _setAnnotations(self, target: PDFPage | PDFFormXObject) -> None:
        super()._setAnnotations(target)
        if isinstance(target, PDFFormXObject):
            _finish_form(target)
        else:
            self._finish_page(target)

    def _finish_page(self, page: PDFPage) -> None:
        page.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]
        page.Tabs = "/S"  # tab order follows the structure (PDF/UA-1, 7.18.3)
        if self.conformance:
            self.conformance.finish_page(page)
        page.Contents = PDFStream(content=page.stream, filters=[PDFZCompress])
        if self._page_content is not None:
            page.StructParents = self._page_key
            self._page_content = None


def _finish_form(form: PDFFormXObject) -> None:
    """Give a form its stream, without ReportLab's ASCII85, and its resources, with the opacities it leaves out."""
    resources = PDFResourceDictionary()
    resources.basicFonts()
    resources.XObject = form.XObjects or {}
    resources.ExtGState = getattr(form, "ExtGState", None) or {}
    form.Resources = resources
    if (compressed := getattr(form, "compressed", None)) is not None:
        form.Contents = PDFStream(PDFDictionary({"Filter": "/FlateDecode"}), compressed)
    else:
        form.Contents = PDFStream(content=form.stream, filters=[PDFZCompress])
    form.compression = 0


def _description(target: str, contents: str = "") -> str:
    """What a link annotation says of itself (PDF/UA-1, 7.18.5): its own words, or else its target."""
    own = target.shown if isinstance(target, LinkTarget) else ""
    return (" ".join(own.split()) or contents or str(target))[:LINK_TEXT]


def _guarded(name: str, is_image: bool) -> Callable[..., Any]:
    """ReportLab's painting method `name`, marked as content of the open element, or vectors as an artifact."""
    plain = getattr(InkCanvas, name)

    @wraps(plain)
    def method(self: TaggedCanvas, *args: Any, **options: Any) -> Any:
        if not self.tagging:
            return plain(self, *args, **options)
        if is_image:
            self.require_element("an image or a form")
        content = is_image or self.element.tag.role == "Figure"
        with self.content() if content else self.artifact():
            return plain(self, *args, **options)

    return method


for _name in VECTORS + IMAGES:
    setattr(TaggedCanvas, _name, _guarded(_name, _name in IMAGES))
