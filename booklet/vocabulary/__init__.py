"""The small XML that templates write, read into a Document.

A template may use these elements; anything else is refused by name. Text may hold `<strong>` and `<a href>`. Every
element stands in the table of `handout.py` or `person.py`, its attributes in the method that reads it.
"""

from __future__ import annotations

from xml.etree import ElementTree

from booklet.document import Document
from booklet.errors import BookletError, Span
from booklet.vocabulary.person import PersonReader

__all__ = ["read"]


def read(xml: str, template: str, *, private: bool = False) -> Document:
    """The document that the XML says; `template` is the folder that messages name.

    Of a `private` one, about a person, no message repeats a line. Raises BookletError for broken XML and for what is
    not in the vocabulary. The digest is left empty.
    """
    try:
        root = ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        line = "" if private else f": {xml.splitlines()[error.position[0] - 1].strip()[:80]}"
        raise BookletError.at(Span(template), f"makes broken XML ({error}){line}") from None
    return PersonReader(template).document(root)
