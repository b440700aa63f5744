"""Lists that other files refer to: `content/sources.yaml` and the words of a language."""

from __future__ import annotations

from pydantic import Field

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
