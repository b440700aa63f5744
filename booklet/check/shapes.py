"""Rules on the shape of a tag tree that the reference validator does not know, or only in part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from booklet.check.finding import Finding, error
from booklet.check.tagtree import TagNode, TagTree, normal

KIDS: Final = {
    "L": {"LI", "Caption", "L"},
    "LI": {"Lbl", "LBody"},
    "Table": {"TR", "THead", "TBody", "TFoot", "Caption"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TFoot": {"TR"},
    "TR": {"TH", "TD"},
}
"""What may be inside lists and tables (ISO 32000-1, 14.8.4.3)."""
PARENTS: Final = {
    "LI": {"L"},
    "Lbl": {"LI", "Note", "P", "Span", "TOCI", "BibEntry"},
    "LBody": {"LI"},
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
}
"""What must be round them."""


def check_shapes(tree: TagTree) -> list[Finding]:
    """Headings, lists, tables, figures, links and form fields that are not formed as they should be."""
    rules: tuple[Callable[[TagTree], Iterator[Finding]], ...] = (
        headings,
        nesting,
        cut_lists,
        tables,
        figures,
        links,
        fields,
    )
    return [finding for rule in rules for finding in rule(tree)]


def headings(tree: TagTree) -> Iterator[Finding]:
    """The first heading is H1, and no level is skipped on the way down (PDF/UA-1, 7.4.2)."""
    before = 0
    for node in tree.walk():
        if not (match := re.fullmatch(r"H([1-6])", node.standard)):
            continue
        level = int(match[1])
        if not before and level != 1:
            yield error("heading-first", place(node), f"the first heading is {node.role}, not H1")
        elif level > before + 1:
            message = f"{node.role} {quoted(node)} follows H{before}: a level is skipped"
            yield error("heading-skipped", place(node), message, f"make it H{before + 1}")
        before = level


def nesting(tree: TagTree) -> Iterator[Finding]:
    """Lists and tables hold their own kinds of elements, and these are nowhere else."""
    for node in tree.walk():
        allowed = KIDS.get(node.standard)
        kind = "table" if node.standard[0] == "T" else "list"
        for kid in node.kids:
            needed = PARENTS.get(kid.standard)
            if allowed is not None and kid.standard not in allowed:
                yield error(f"{kind}-shape", place(kid), f"{kid.role} is directly inside {node.role}")
            elif needed is not None and node.standard not in needed:
                kind = "table" if kid.standard[0] == "T" else "list"
                yield error(f"{kind}-shape", place(kid), f"{kid.role} is inside {node.role}")
        if node.standard == "LI" and not any(kid.standard == "LBody" for kid in node.kids):
            yield error("list-shape", place(node), "a list item has no LBody")
        if node.standard == "L" and not node.kids:
            yield error("list-shape", place(node), "a list has no items")


def cut_lists(tree: TagTree) -> Iterator[Finding]:
    """Two lists in a row that are one: the numbers go on, the bullet is the same, or the second starts without."""
    for parent in tree.walk():
        for one, two in pairwise(parent.kids):
            if one.standard == two.standard == "L" and one.kids and two.kids and _continues(one, two):
                yield error("list-cut", place(two), "a list is cut in two", "make one L of both, over the page break")


def _continues(one: TagNode, two: TagNode) -> bool:
    last, first = _label(one.kids[-1]), _label(two.kids[0])
    if one.attributes.get("ListNumbering") != two.attributes.get("ListNumbering"):
        return False
    if (old := re.search(r"\d+", last)) and (new := re.search(r"\d+", first)):
        return int(new[0]) == int(old[0]) + 1
    return first in ("", last)


def _label(item: TagNode) -> str:
    return "".join(normal(kid.text) for kid in item.kids if kid.standard == "Lbl")


def tables(tree: TagTree) -> Iterator[Finding]:
    """Every row has as many cells as the first, spans counted, and a table has heads (PDF/UA-1, 7.5)."""
    for table in (node for node in tree.walk() if node.standard == "Table"):
        cells = [node for node in _cells(table) if node.standard in ("TH", "TD")]
        widths = _widths([node for node in _cells(table) if node.standard == "TR"])
        if len(set(widths)) > 1:
            yield error(
                "table-irregular", place(table), f"the rows of a table have {min(widths)} to {max(widths)} cells"
            )
        if not any(cell.standard == "TH" for cell in cells):
            yield error("table-no-heads", place(table), "a table has no TH")
        if any(cell.standard == "TH" and "Scope" not in cell.attributes for cell in cells):
            yield error("table-no-scope", place(table), "a TH has no Scope")


def _cells(node: TagNode) -> Iterator[TagNode]:
    """Rows and cells of a table, without those of tables inside its cells."""
    for kid in node.kids:
        yield kid
        if kid.standard not in ("TH", "TD"):
            yield from _cells(kid)


def _widths(rows: list[TagNode]) -> list[int]:
    """The number of columns that each row fills, with the cells that reach into it from above."""
    widths = [0] * len(rows)
    for index, row in enumerate(rows):
        for cell in row.kids:
            columns, lines = _span(cell, "ColSpan"), _span(cell, "RowSpan")
            for below in range(index, min(index + lines, len(rows))):
                widths[below] += columns
    return widths


def _span(cell: TagNode, key: str) -> int:
    value = cell.attributes.get(key, 1)
    return value if isinstance(value, int) else 1


def figures(tree: TagTree) -> Iterator[Finding]:
    """A figure has alternate text (PDF/UA-1, 7.3) and a bounding box (ISO 32000-1, 14.8.5.4.3)."""
    for node in tree.walk():
        if node.standard == "Figure":
            if not normal(node.alt):
                yield error("figure-no-alt", place(node), "a figure has no alternate text", "say what it shows")
            if "BBox" not in node.attributes:
                yield error("figure-no-box", place(node), "a figure has no bounding box")


def links(tree: TagTree) -> Iterator[Finding]:
    """A Link element has words, and the annotation that makes them work (PDF/UA-1, 7.18.5)."""
    for node in tree.walk():
        if node.standard == "Link":
            if not any(part.annotations for part in node.walk()):
                yield error("link-no-annotation", place(node), f"the link {quoted(node)} leads nowhere")
            if not normal(node.text) and not any(part.alt for part in node.walk()):
                yield error("link-no-text", place(node), "a link has no text")


def fields(tree: TagTree) -> Iterator[Finding]:
    """A Form element has one widget and nothing else (PDF/UA-1, 7.18.4; ISO 32000-1, 14.8.4.5)."""
    for node in tree.walk():
        if node.standard == "Form":
            if not node.annotations:
                yield error("form-no-widget", place(node), "a Form element has no field")
            elif node.annotations > 1 or node.content:
                yield error("form-shape", place(node), "a Form element has more in it than one field")


def place(node: TagNode) -> str:
    """Where an element begins, for people."""
    return f"page {node.page}" if node.page else "document"


def quoted(node: TagNode, limit: int = 40) -> str:
    """The first words of an element in quotation marks."""
    text = normal(node.text)
    return f'"{text}"' if len(text) <= limit else f'"{text[:limit].rstrip()}..."'
