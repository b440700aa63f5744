"""The tag tree of a document as values, and the order in which it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

BLOCKS: Final = frozenset(
    ("Title", "H", "H1", "H2", "H3", "H4", "H5", "H6", "P", "Caption", "BlockQuote", "Note", "Code")
)
"""Roles that are read as one piece of text."""
CONTAINERS: Final = frozenset(("LI", "TH", "TD"))
"""Roles that are read as one piece of text, followed by the lists, tables, figures and form fields inside."""
OWN_PLACE: Final = frozenset(("L", "Table", "Figure", "Form"))


@dataclass(frozen=True, slots=True)
class TagNode:
    """An element: its role, the standard role that stands for it, and its content in order, text and elements mixed.

    The `alt` of a form field is the tooltip of its widget, when it has none of its own.
    """

    role: str
    standard: str
    own_pages: frozenset[int] = frozenset()
    content: tuple[str | TagNode, ...] = ()
    alt: str = ""
    actual: str = ""
    lang: str = ""
    attributes: Mapping[str, object] = field(default_factory=dict)
    annotations: int = 0

    @property
    def kids(self) -> tuple[TagNode, ...]:
        """The elements inside, in order."""
        return tuple(part for part in self.content if isinstance(part, TagNode))

    @property
    def text(self) -> str:
        """All text inside in order; the replacement text where there is one."""
        return self.actual or "".join(part.text if isinstance(part, TagNode) else part for part in self.content)

    @property
    def pages(self) -> frozenset[int]:
        """Every page, counted from 1, that something of it is on."""
        return self.own_pages.union(*(kid.pages for kid in self.kids))

    @property
    def page(self) -> int:
        """The page it begins on; 0 when nothing of it is shown."""
        return min(self.pages, default=0)

    def walk(self) -> Iterator[TagNode]:
        """The element and all inside it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()


@dataclass(frozen=True, slots=True)
class TagTree:
    """The elements directly under the root, commonly one Document."""

    roots: tuple[TagNode, ...] = ()

    def walk(self) -> Iterator[TagNode]:
        """All elements in reading order."""
        for root in self.roots:
            yield from root.walk()

    def text(self) -> str:
        """The whole text in reading order, a line for each piece that is read as one."""
        return "\n".join(text for _, text in self.reading() if text)

    def reading(self) -> list[tuple[str, str]]:
        """What is read, in order: role and text with single spaces.

        Figures come with their alternate text and form fields with their tooltip; list items and cells without labels
        and without the lists, tables, figures and fields inside them, which follow on their own; "L" and "Table" begin
        with no text of their own.
        """
        return [item for root in self.roots for item in _reading(root)]


def normal(text: str) -> str:
    """Text with single spaces and none at its ends."""
    return " ".join(text.split())


def _reading(node: TagNode) -> Iterator[tuple[str, str]]:
    if node.standard in ("Figure", "Form"):
        yield node.standard, normal(node.alt)
    elif node.role in BLOCKS:
        yield node.role, normal(node.text)
        yield from (item for kid in node.kids for item in _set_apart(kid))
    elif node.role in CONTAINERS:
        yield node.role, normal(_text_apart(node))
        yield from (item for kid in node.kids for item in _set_apart(kid))
    else:
        if node.role in OWN_PLACE:
            yield node.role, ""
        yield from (item for kid in node.kids for item in _reading(kid))


def _set_apart(node: TagNode) -> Iterator[tuple[str, str]]:
    """The lists, tables, figures and form fields at or below a node."""
    if node.role in OWN_PLACE:
        yield from _reading(node)
    else:
        yield from (item for kid in node.kids for item in _set_apart(kid))


def _text_apart(node: TagNode) -> str:
    """The text of a list item or cell: its blocks apart, without label, lists, tables, figures and form fields."""
    parts: list[str] = []
    for part in node.content:
        if isinstance(part, str):
            parts.append(part)
        elif part.role not in OWN_PLACE and part.role != "Lbl":
            text = part.actual or _text_apart(part)
            parts.append(f" {text} " if part.role in BLOCKS else text)
    return "".join(parts)
