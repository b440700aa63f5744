"""The formats an exam comes in: every module of this folder is one, and a newcomer is found by being here.

A format has `SUFFIXES`, the endings of its files, and `read`. Of formats that share an ending, the one whose
`recognises` says yes reads the file, else the one that has no `recognises`.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Protocol, cast, runtime_checkable

from booklet.errors import BookletError, Span, nearest_or_all
from booklet.exams.draft import Reading


class Format(Protocol):
    """What a module of this folder holds."""

    SUFFIXES: tuple[str, ...]

    @staticmethod
    def read(data: bytes, shown: str) -> Reading:
        """The records of a file. Raises BookletError when it is broken as a whole."""
        ...


@runtime_checkable
class Choosy(Format, Protocol):
    """A format that knows its files by what is in them."""

    @staticmethod
    def recognises(data: bytes) -> bool:
        """Whether these bytes are of this format; never raises."""
        ...


def formats() -> dict[str, Format]:
    """Every format by its name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {name: cast(Format, import_module(f"{__name__}.{name}")) for name in names}


def named(name: str) -> Format:
    """The format of this name. Raises BookletError that offers the nearest."""
    known = formats()
    if name not in known:
        raise BookletError.at(Span("format"), "unknown format of an exam", nearest_or_all(name, known))
    return known[name]


def suiting(data: bytes, shown: str, suffix: str) -> Format:
    """The format of a file with this ending and content. Raises BookletError that lists the known endings."""
    known = formats().values()
    suitable = [form for form in known if suffix.lower() in form.SUFFIXES]
    sure: list[Format] = [form for form in suitable if isinstance(form, Choosy) and form.recognises(data)]
    chosen = sure or [form for form in suitable if not isinstance(form, Choosy)]
    if not chosen:
        endings = ", ".join(sorted({ending for form in known for ending in form.SUFFIXES}))
        raise BookletError.at(Span(shown), "does not end like an exam", f"there is {endings}")
    return chosen[0]
