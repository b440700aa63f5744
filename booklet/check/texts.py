"""The texts that checklists are put together from, file by file: no document shows all of them at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from booklet.library import ChecklistTexts, Library

_BLANK: Final = re.compile(r"\{\w*\}")
_SENTENCE: Final = re.compile(r"[.?!]\W*$")


@dataclass(frozen=True, slots=True)
class Part:
    """One text; `file` is where it stands, or the folder of files that have one each, `place` where in there."""

    file: str
    place: str
    text: str


def checklist_texts(library: Library) -> Iterator[Part]:
    """What only checklists say, and every whole sentence among the words of an English that templates fill in."""
    file = _path(library, "checklist")
    for name in ChecklistTexts.model_fields:
        if isinstance(text := getattr(library.checklist, name), str):
            yield Part(file, name, text)
    file = _path(library, "cautions")
    for caution in library.cautions.cautions:
        yield Part(file, f"{caution.id}, say", caution.say)
        yield Part(file, f"{caution.id}, because", caution.because)
    for name, muscle in library.muscles.items():
        if muscle.care:
            yield Part("content/muscles", f"{name}, care", muscle.care)
    for source in library.words_by_language.values():
        if source.value.language.partition("-")[0] == "en":
            sentences = ((key, text) for key, text in source.value.words.items() if _SENTENCE.search(text))
            for key, text in sentences:
                yield Part(source.tree.span.path, key, _BLANK.sub("one", text))


def _path(library: Library, single: str) -> str:
    return library.singles[single].tree.span.path
