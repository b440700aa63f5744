"""Reads the tags of a PDF and checks what the reference validator does not see.

veraPDF finds no wrong order, no lost space and no list cut in two. This reads the document a second way, from its
content streams and its structure tree, and holds the two against each other and against the text that was meant.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Final

import pikepdf

from booklet.check.finding import Finding, error
from booklet.check.forms import Widget, check_forms, tooltip
from booklet.check.marks import ContentReader, ObjGen
from booklet.check.shapes import check_shapes
from booklet.check.tagtree import TagNode, TagTree, normal
from booklet.errors import BookletError, Span

MOST_DIFFERENCES: Final = 10
"""How many differences from the expected text are told one by one."""
SHOWN: Final = 60
"""How much of a differing text is told, in characters."""
OPTIONAL: Final = frozenset(("L", "Table", "Form"))
"""Roles that are compared only where the expected text has any of them."""
STANDARD: Final = (
    frozenset(("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index"))
    | {"NonStruct", "Private", "P", "H", "H1", "H2", "H3", "H4", "H5", "H6", "L", "LI", "Lbl", "LBody"}
    | {"Table", "TR", "TH", "TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry"}
    | {"Code", "Link", "Annot", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP", "Figure", "Formula", "Form"}
)
"""Standard structure types (ISO 32000-1, 14.8.4)."""


@dataclass(frozen=True, slots=True)
class StructureReport:
    """What a document says and how; `fonts` are those that text is shown in, and whether each is embedded."""

    findings: tuple[Finding, ...]
    tree: TagTree
    pages: int
    language: str
    title: str
    identifier: str
    fonts: Mapping[str, bool]


def read(source: Path | str | bytes) -> StructureReport:
    """Read a PDF from its path or its bytes; BookletError when it is no readable PDF."""
    name = "document" if isinstance(source, bytes) else str(source)
    try:
        with pikepdf.open(io.BytesIO(source) if isinstance(source, bytes) else source) as pdf:
            return _Reading(pdf).report()
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError, RuntimeError) as problem:  # as qpdf raises
        raise BookletError.at(Span(name), f"cannot be read as a PDF: {problem}") from problem


def check_structure(pdf: Path | str | bytes) -> list[Finding]:
    """Everything that is wrong with the tags of a PDF, given as a path or as bytes."""
    return list(read(pdf).findings)


def compare(
    tree: TagTree, expected: Sequence[tuple[str, str]], spares: Sequence[Sequence[tuple[str, str]]] = ()
) -> list[Finding]:
    """Differences between what is read and what was meant, (role, text) in order, as `TagTree.reading` tells it.

    "L" and "Table" entries, which have no text, and "Form" entries may be left out of `expected`; given, they are
    counted and placed. Each of the `spares` may be read besides, whole, anywhere and at any number of times.
    """
    wanted = [(role, normal(text)) for role, text in expected]
    left_out = OPTIONAL - {role for role, _ in wanted}
    found = [(role, text) for role, text in tree.reading() if role not in left_out]
    for spare in spares:
        found = _without(found, [(role, normal(text)) for role, text in spare if role not in left_out])
    findings = list(_differences(found, wanted))
    for role in ("L", "Table", "LI", "Figure", "Form"):
        have, want = (sum(r == role for r, _ in side) for side in (found, wanted))
        if have != want:
            findings.append(error("order-count", "document", f"{want} {role} expected, {have} found"))
    return findings


def _without(found: list[tuple[str, str]], spare: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is read, without the places where it is the spare from beginning to end."""
    kept: list[tuple[str, str]] = []
    index = 0
    while index < len(found):
        if spare and found[index : index + len(spare)] == spare:
            index += len(spare)
        else:
            kept.append(found[index])
            index += 1
    return kept


def _differences(found: list[tuple[str, str]], wanted: list[tuple[str, str]]) -> Iterator[Finding]:
    told = 0
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, found, wanted, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for index in range(max(i2 - i1, j2 - j1)):
            have = found[i1 + index] if i1 + index < i2 else None
            want = wanted[j1 + index] if j1 + index < j2 else None
            told += 1
            if told <= MOST_DIFFERENCES:
                yield _difference(have, want, i1 + index + 1)
    if told > MOST_DIFFERENCES:
        yield error("order-more", "document", f"{told - MOST_DIFFERENCES} more differences from the expected text")


def _difference(have: tuple[str, str] | None, want: tuple[str, str] | None, number: int) -> Finding:
    place = f"text {number}"
    if have is None:
        return error("order-missing", place, f"{_shown(want)} is missing")
    if want is None:
        return error("order-extra", place, f"{_shown(have)} is not expected")
    return error("order-differs", place, f"{_shown(have)} where {_shown(want)} is expected")


def _shown(item: tuple[str, str] | None) -> str:
    role, text = item or ("", "")
    return f'{role} "{text[:SHOWN]}"'


class _Reading:
    """One document being read."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._root = pdf.Root
        self._content = ContentReader()
        self._findings: list[Finding] = []
        self._page_numbers: dict[ObjGen, int] = {}
        self._role_map: dict[str, str] = {}
        self._parents: dict[int, Any] = {}
        self._used: set[tuple[ObjGen, int]] = set()
        self._annotations: set[ObjGen] = set()
        self._annotation_pages: dict[ObjGen, int] = {}
        self._widgets: list[Widget] = []

    def report(self) -> StructureReport:
        """Read pages, then tree, then hold them together."""
        for number, page in enumerate(self._pdf.pages, 1):
            self._page_numbers[page.obj.objgen] = number
            self._annotation_pages |= {note.objgen: number for note in page.obj.get("/Annots", [])}
            self._content.read_page(page, f"page {number}")
        tree = self._tree()
        metadata = self._metadata()
        self._findings += check_shapes(tree)
        self._findings += check_forms(self._root, self._widgets, metadata["language"])
        fonts = {font.name: font.embedded for font in self._content.fonts.values()}
        return StructureReport(
            findings=tuple(self._content.findings + self._findings),
            tree=tree,
            pages=len(self._page_numbers),
            fonts=dict(sorted(fonts.items())),
            **metadata,
        )

    def _metadata(self) -> dict[str, str]:
        with self._pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            title, identifier = str(xmp.get("dc:title", "")), str(xmp.get("dc:identifier", ""))
        language = str(self._root.get("/Lang", ""))
        preferences = self._root.get("/ViewerPreferences", pikepdf.Dictionary())
        if not language:
            self._find("document-no-language", "document", "the document does not say its language")
        if not title:
            self._find("document-no-title", "document", "the document has no title in its metadata")
        if not preferences.get("/DisplayDocTitle", False):
            self._find("document-title-hidden", "document", "viewers are not asked to show the title")
        return {"language": language, "title": title, "identifier": identifier}

    def _tree(self) -> TagTree:
        top = self._root.get("/StructTreeRoot")
        if top is None or not self._root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked", False):
            self._find("document-untagged", "document", "the document is not tagged")
        if top is None:
            return TagTree()
        roles = top.get("/RoleMap", pikepdf.Dictionary())
        self._role_map = {str(key)[1:]: str(role)[1:] for key, role in roles.items()}
        self._parents = dict(_number_tree(top.get("/ParentTree", pikepdf.Dictionary())))
        roots = tuple(self._node(kid, top, 0) for kid in _list(top.get("/K")))
        self._find_loose_content()
        self._find_loose_annotations()
        return TagTree(roots)

    def _node(self, element: Any, parent: Any, page: int) -> TagNode:
        role = str(element.S)[1:]
        page = self._page_numbers.get(element.Pg.objgen, 0) if "/Pg" in element else page
        if "/P" not in element or element.P.objgen != parent.objgen:
            self._find("tag-parent-link", _page(page), f"the /P of a {role} is not its parent")
        content: list[str | TagNode] = []
        pages: set[int] = set()
        alt = str(element.get("/Alt", ""))
        annotations = 0
        for kid in _list(element.get("/K")):
            if isinstance(kid, int):
                content.append(self._text(element, element.get("/Pg"), kid))
                pages.add(page)
            elif kid.get("/Type") == pikepdf.Name.MCR:
                on = kid.get("/Pg", element.get("/Pg"))
                content.append(self._text(element, kid.get("/Stm", on), int(kid.MCID)))
                pages.add(self._page_numbers.get(on.objgen, 0) if on is not None else 0)
            elif kid.get("/Type") == pikepdf.Name.OBJR:
                annotations += 1
                alt = alt or tooltip(kid.Obj)
                pages.add(self._annotation_pages.get(kid.Obj.objgen, 0))
                self._annotation(element, kid.Obj, self._standard(role, page))
            else:
                content.append(self._node(kid, element, page))
        return TagNode(
            role=role,
            standard=self._standard(role, page),
            own_pages=frozenset(pages - {0}),
            content=tuple(content),
            alt=alt,
            actual=str(element.get("/ActualText", "")),
            lang=str(element.get("/Lang", "")),
            attributes=_attributes(element),
            annotations=annotations,
        )

    def _standard(self, role: str, page: int) -> str:
        standard, seen = role, {role}
        while standard not in STANDARD:
            standard = self._role_map.get(standard, "")
            if not standard or standard in seen:
                self._find("tag-role-unknown", _page(page), f"{role} is no structure type and is mapped to none")
                return role
            seen.add(standard)
        return standard

    def _text(self, element: Any, owner: Any, mcid: int) -> str:
        key = (owner.objgen, mcid) if owner is not None else ((0, 0), mcid)
        place = _page(self._page_numbers.get(key[0], 0))
        sequence = self._content.sequences.get(key[0], {}).get(mcid)
        if sequence is None:
            self._find("tag-mcid-missing", place, f"the tree refers to MCID {mcid}, which is not there")
            return ""
        if key in self._used:
            self._find("tag-mcid-shared", place, f"MCID {mcid} is in the tree twice")
        self._used.add(key)
        parents = self._parents.get(int(owner.get("/StructParents", -1)))
        if not isinstance(parents, pikepdf.Array) or mcid >= len(parents) or parents[mcid].objgen != element.objgen:
            self._find("tag-parent-tree", place, f"the parent tree does not lead from MCID {mcid} to its element")
        return sequence.text

    def _annotation(self, element: Any, annotation: Any, role: str) -> None:
        page = self._annotation_pages.get(annotation.objgen, 0)
        place = _page(page)
        parent = self._parents.get(int(annotation.get("/StructParent", -1)))
        if parent is None or parent.objgen != element.objgen:
            self._find("tag-annotation", place, "the parent tree does not lead from an annotation to its element")
        if annotation.objgen in self._annotations:
            self._find("tag-annotation", place, "an annotation is in the tree twice")
        self._annotations.add(annotation.objgen)
        if annotation.get("/Subtype") == pikepdf.Name.Link and not normal(str(annotation.get("/Contents", ""))):
            self._find("link-no-contents", place, "a link annotation has no description")
        if annotation.get("/Subtype") == pikepdf.Name.Widget:
            self._widgets.append(Widget(annotation, role, page))

    def _find_loose_content(self) -> None:
        for owner, sequences in self._content.sequences.items():
            loose = [mcid for mcid in sequences if (owner, mcid) not in self._used]
            if loose:
                listed = ", ".join(map(str, loose))
                place = _page(self._page_numbers.get(owner, 0))
                self._find("tag-mcid-unreferenced", place, f"marked content is in no element: MCID {listed}")

    def _find_loose_annotations(self) -> None:
        for number, page in enumerate(self._pdf.pages, 1):
            for annotation in page.obj.get("/Annots", []):
                if annotation.objgen not in self._annotations:
                    self._find("tag-annotation", f"page {number}", "an annotation is in no element")

    def _find(self, code: str, place: str, message: str) -> None:
        self._findings.append(error(code, place, message))


def _page(number: int) -> str:
    return f"page {number}" if number else "document"


def _list(kids: Any) -> list[Any]:
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _number_tree(node: Any) -> Iterator[tuple[int, Any]]:
    entries = list(node.get("/Nums", []))
    yield from zip(map(int, entries[::2]), entries[1::2], strict=False)
    for kid in node.get("/Kids", []):
        yield from _number_tree(kid)


def _attributes(element: Any) -> dict[str, object]:
    """All attributes of an element by key, whoever owns them; names without their slash."""
    found: dict[str, object] = {}
    for owner in _list(element.get("/A")):
        if isinstance(owner, pikepdf.Dictionary):
            for key, value in owner.items():
                found[key[1:]] = str(value)[1:] if isinstance(value, pikepdf.Name) else _plain(value)
    found.pop("O", None)
    return found


def _plain(value: Any) -> object:
    return [float(part) for part in value] if isinstance(value, pikepdf.Array) else value
