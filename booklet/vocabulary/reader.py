"""Reads the XML of a template: attributes by name, text with white space folded, and the refusal of all else."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Final, NoReturn, get_args
from xml.etree import ElementTree

from booklet.document import Block, Document, Filler, Run, Runs
from booklet.errors import BookletError, Span, did_you_mean

_SPACE: Final = re.compile(r"[ \t\r\n]+")


class Reader:
    """Reads elements into blocks; refuses every element and attribute it does not know.

    `elements` has the name of each element and of the method that reads it.
    """

    elements: ClassVar[Mapping[str, str]] = {}

    def __init__(self, template: str) -> None:
        self.template = template

    def document(self, root: ElementTree.Element) -> Document:
        """The whole document."""
        get = self.attributes(root, "key title short subject language version footer")
        return Document(
            key=get("key"),
            title=get("title"),
            short_title=get("short"),
            subject=get("subject"),
            language=get("language"),
            version=get("version"),
            digest="",
            blocks=tuple(self.block(child) for child in root if child.tag != "filler"),
            footer=get("footer", ""),
            fillers=tuple(self.filler(child) for child in root.iterfind("filler")),
        )

    def filler(self, element: ElementTree.Element) -> Filler:
        """A page for where there would be an empty one."""
        get = self.attributes(element, "name most")
        return Filler(get("name"), self.blocks(element), int(get("most")))

    def blocks(self, parent: ElementTree.Element) -> tuple[Block, ...]:
        """The blocks of all elements in another."""
        return tuple(self.block(child) for child in parent)

    def block(self, element: ElementTree.Element) -> Block:
        """The block of an element; refuses one that the vocabulary does not have."""
        if element.tag not in self.elements:
            self.refuse(f"unknown element <{element.tag}>", did_you_mean(element.tag, self.elements))
        block: Block = getattr(self, self.elements[element.tag])(element)
        return block

    def refuse(self, message: str, hint: str = "") -> NoReturn:
        """Refuse what a template says."""
        raise BookletError.at(Span(self.template), message, hint)

    def attributes(self, element: ElementTree.Element, names: str) -> Callable[..., Any]:
        """Gives the attributes of an element by name; it may have no others than `names`."""
        known = names.split()
        for name in element.attrib:
            if name not in known:
                self.refuse(f'unknown attribute "{name}" of <{element.tag}>', did_you_mean(name, known))

        def get(name: str, default: str | None = None, *, of: Any = None) -> Any:
            """The attribute's text, which must be one of the words of the Literal `of` when that is given."""
            value = element.get(name, default)
            if value is None:
                self.refuse(f'<{element.tag}> lacks its attribute "{name}"')
            text = _SPACE.sub(" ", value).strip()
            if of is not None and text not in get_args(of):
                words = get_args(of)
                self.refuse(
                    f'<{element.tag} {name}="{text}"> is not one of {", ".join(words)}', did_you_mean(text, words)
                )
            return text

        return get

    def runs(self, element: ElementTree.Element) -> Runs:
        """Text with strong parts and links, white space folded."""
        pieces = [Run(element.text or "")]
        for child in element:
            if child.tag == "strong":
                pieces.append(Run(child.text or "", strong=True))
            elif child.tag == "a":
                pieces.append(Run(child.text or "", link=self.attributes(child, "href")("href")))
            else:
                self.refuse(f"<{child.tag}> cannot stand inside <{element.tag}>")
            pieces.append(Run(child.tail or ""))
        return _fold(pieces)

    def items(self, element: ElementTree.Element, tag: str = "item") -> tuple[Runs, ...]:
        """The texts of all elements in another, which must be of one kind."""
        for child in element:
            if child.tag != tag:
                self.refuse(f"<{child.tag}> cannot stand inside <{element.tag}>", f"only <{tag}> can")
        return tuple(self.runs(child) for child in element)


def _fold(pieces: list[Run]) -> Runs:
    """White space folded to single spaces over all runs, none at either end, empty runs dropped."""
    folded: list[Run] = []
    for piece in pieces:
        text = _SPACE.sub(" ", piece.text)
        if text.startswith(" ") and (not folded or folded[-1].text.endswith(" ")):
            text = text[1:]
        if text:
            folded.append(Run(text, piece.strong, piece.link))
    if folded and folded[-1].text.endswith(" "):
        last = folded.pop()
        folded += [Run(last.text[:-1], last.strong, last.link)] if last.text != " " else []
    return tuple(folded)
