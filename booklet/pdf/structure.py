"""The structure tree: what each piece of content is, and in which order it is read (ISO 32000-1, 14.7).

A `Tag` is what the author of a page says; its identity is its meaning. It rides on a flowable, and on every piece that
this is split into: on one canvas a `Tag` becomes exactly one `StructElem`, however many pages it spans.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Final, TypeAlias

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObject, PDFObjectReference, PDFString

ARTIFACT: Final = "Artifact"
"""The mark of content that is no part of the text: page furniture, ornament."""

GROUPING: Final = frozenset(
    ("Document", "Part", "Sect", "Div", "TOC", "L", "LI", "Table", "THead", "TBody", "TFoot", "TR")
)
"""Roles that hold other elements and never content themselves."""

ROLE_MAP: Final[dict[str, str]] = {"Title": "P", "Em": "Span", "Strong": "Span", "Aside": "Div"}
"""Roles of PDF 2.0 and the PDF 1.7 role that stands in for each (14.7.3)."""

ROLES: Final = (
    GROUPING
    | ROLE_MAP.keys()
    | {"P", "H1", "H2", "H3", "Lbl", "LBody", "TH", "TD", "Caption", "Figure"}
    | {"Link", "Form", "Span", "Quote", "BlockQuote", "Note", "Reference", "TOCI"}
)

TEXT_KEYS: Final = (b"Alt", b"ActualText", b"Lang")
"""The keys of an element that hold text (table 323)."""

Attributes: TypeAlias = Mapping[str, Mapping[str, object]]
"""Owner ("Layout", "List", "Table") to its keys; values are names with their slash, numbers or arrays (14.7.5)."""


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """The place of one piece of content in the structure tree.

    Without `parent` it belongs to whatever element is open where it is drawn. `alt` and `actual` are its
    alternate and replacement text, `lang` a BCP 47 tag.
    """

    role: str
    parent: Tag | None = None
    _: KW_ONLY
    alt: str = ""
    actual: str = ""
    lang: str = ""
    attrs: Attributes = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.role not in ROLES:
            raise ValueError(f"{self.role!r} is not a structure role")

    @property
    def texts(self) -> tuple[str, ...]:
        """The values of `TEXT_KEYS`."""
        return (self.alt, self.actual, self.lang)


@dataclass(frozen=True, slots=True)
class MarkedContent:
    """A marked-content sequence of a page (14.7.4.2); `page` counts from 1."""

    page: int
    mcid: int

    def entry(self, own_page: int | None, document: Any) -> bytes:
        """How its element, whose own page is `own_page`, refers to it."""
        if self.page == own_page:
            return b"%d" % self.mcid
        return b"<</Type/MCR/Pg %s/MCID %d>>" % (_page(self.page, document), self.mcid)


@dataclass(frozen=True, slots=True)
class ObjectRef:
    """An annotation of a page (14.7.4.3)."""

    page: int
    reference: PDFObjectReference

    def entry(self, own_page: int | None, document: Any) -> bytes:
        """How its element refers to it."""
        return b"<</Type/OBJR/Pg %s/Obj %s>>" % (_page(self.page, document), self.reference.format(document))


class StructElem(PDFObject):
    """One element of the tree, written by ReportLab like any other object when the document is saved."""

    __RefOnly__ = 1

    def __init__(self, tag: Tag, parent: PDFObject) -> None:
        self.tag = tag
        self.parent = parent
        self.attrs: dict[str, Mapping[str, object]] = dict(tag.attrs)
        self.kids: list[StructElem | MarkedContent | ObjectRef] = []
        self.page: int | None = None

    def add(self, kid: StructElem | MarkedContent | ObjectRef) -> None:
        """Append a kid; the page of the first piece of content is the element's own page."""
        self.kids.append(kid)
        if self.page is None and not isinstance(kid, StructElem):
            self.page = kid.page

    def set_box(self, corners: tuple[float, ...]) -> None:
        """The bounding box of a figure on its page: left, bottom, right, top in pt (14.8.5.4.3)."""
        self.attrs["Layout"] = {"Placement": "/Block", "BBox": PDFArray([round(c, 3) for c in corners])}

    def prune(self) -> bool:
        """Drop descendants without content and tell whether anything is left; empty table cells stay."""
        self.kids = [k for k in self.kids if not isinstance(k, StructElem) or k.prune()]
        return bool(self.kids) or self.tag.role in ("TR", "TH", "TD")

    def format(self, document: Any) -> bytes:
        """The dictionary of the element (14.7.2, table 323)."""
        role = self.tag.role.encode()
        kids = b" ".join(kid.entry(self.page, document) for kid in self.kids)
        parts = [b"<</Type/StructElem/S/%s/P %s/K[%s]" % (role, _reference(self.parent, document), kids)]
        if self.page is not None:
            parts.append(b"/Pg %s" % _page(self.page, document))
        for key, text in zip(TEXT_KEYS, self.tag.texts, strict=True):
            if text:
                parts.append(b"/%s %s" % (key, _text(text).format(document)))
        if self.attrs:
            owners = [PDFDictionary({"O": f"/{owner}", **keys}) for owner, keys in self.attrs.items()]
            parts.append(b"/A %s" % PDFArray(owners).format(document))
        return b"".join(parts) + b">>"

    def entry(self, own_page: int | None, document: Any) -> bytes:
        """How its parent refers to it."""
        return _reference(self, document)


class ParentTree(PDFObject):
    """From content back to its element (14.7.4.4): by key a page's elements in MCID order, or an annotation's one."""

    __RefOnly__ = 1

    def __init__(self) -> None:
        self.values: list[list[StructElem] | StructElem] = []

    def add(self, value: list[StructElem] | StructElem) -> int:
        """Enter a value and return its key, the StructParents or StructParent of its owner."""
        self.values.append(value)
        return len(self.values) - 1

    def format(self, document: Any) -> bytes:
        """A number tree of a single leaf; its keys are pages and links, so it stays small."""

        def entry(value: list[StructElem] | StructElem) -> bytes:
            if isinstance(value, list):
                return b"[%s]" % b" ".join(_reference(elem, document) for elem in value)
            return _reference(value, document)

        return b"<</Nums[%s]>>" % b"\n".join(b"%d %s" % (key, entry(v)) for key, v in enumerate(self.values))


class StructTree:
    """The tree of one document, growing while its pages are drawn."""

    def __init__(self) -> None:
        self._top = PDFDictionary({"Type": "/StructTreeRoot"})
        self._top.__RefOnly__ = 1
        self._elements: dict[Tag, StructElem] = {}
        self.root = StructElem(Tag("Document"), self._top)
        self.parents = ParentTree()

    def elem(self, tag: Tag, context: StructElem) -> StructElem:
        """The element of a tag; the first call fixes its place: under its parent, or else under `context`."""
        found = self._elements.get(tag)
        if found is None:
            parent = self.elem(tag.parent, context) if tag.parent else context
            found = self._elements[tag] = StructElem(tag, parent)
            parent.add(found)
        return found

    def finish(self) -> PDFDictionary:
        """The StructTreeRoot (table 322), without elements that nothing was drawn in."""
        self.root.prune()
        self._top["K"] = PDFArray([self.root])
        self._top["ParentTree"] = self.parents
        self._top["ParentTreeNextKey"] = len(self.parents.values)
        self._top["RoleMap"] = PDFDictionary({role: f"/{stand_in}" for role, stand_in in ROLE_MAP.items()})
        return self._top


def _text(text: str) -> PDFString:
    """A text string; ReportLab thinks that PDFDocEncoding had a soft hyphen (ISO 32000-1, annex D.2)."""
    return PDFString(text, enc="utf-16" if "\u00ad" in text else "auto")


def _reference(obj: PDFObject, document: Any) -> bytes:
    written: bytes = document.Reference(obj).format(document)
    return written


def _page(page: int, document: Any) -> bytes:
    """The reference to a page, which need not be finished."""
    written: bytes = PDFObjectReference(f"Page{page}").format(document)
    return written
