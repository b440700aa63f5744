"""Lists that other files refer to: `content/sources.yaml` and the words of a language."""

from __future__ import annotations

import string

from pydantic import Field, field_validator

from booklet.library.base import Id, Line, Prose
from booklet.source import Entry


class Citation(Entry):
    """A source as the handout prints it."""

    text: Prose
    url: Line | None = None


class Sources(Entry):
    """Every source by id."""

    sources: dict[Id, Citation] = Field(min_length=1)


class Words(Entry):
    """The fixed words of the templates in one language, by key."""

    language: Line = Field(description="BCP 47 tag, like en-US")
    words: dict[Id, Line] = Field(min_length=1)

    @field_validator("words")
    @classmethod
    def _balanced(cls, words: dict[str, str]) -> dict[str, str]:
        for key, word in words.items():
            try:
                placeholders(word)
            except ValueError:
                raise ValueError(f'word "{key}" has a brace without its partner') from None
        return words


def placeholders(word: str) -> frozenset[str]:
    """The names in braces that a word has filled in; raises ValueError when the braces do not match."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(word) if name is not None)
