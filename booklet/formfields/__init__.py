"""Reads the fields of a form that came from outside, which may be broken or made to do harm.

Nothing of the file is parsed in this process. A child does it with bounded memory, time and output, and no file of it
is ever on the disk. What cannot be read without a doubt is refused, and no message repeats what somebody has filled in.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias, get_args

from booklet.confinement import NotStarted, TooLate, ask, one_line
from booklet.errors import BookletError, EnvironmentProblem, Span

Kind: TypeAlias = Literal["text", "check", "choice"]

SECONDS: Final = 10.0
"""How long the child may take, start included."""
MOST_BYTES: Final = 20_000_000
"""The largest document that is read."""
MOST_ANSWER: Final = 16_000_000
"""The largest answer of the child, in bytes; its own limits keep it far below."""
LONGEST_NAME: Final = 60
CHILD: Final = Path(__file__).with_name("child.py")

AGAIN: Final = "open it in a PDF reader and save it again"
REFUSALS: Final[dict[str, tuple[str, str]]] = {
    "broken": ("is broken or no PDF", AGAIN),
    "circle": ("is broken: its fields go in a circle", ""),
    "disagrees": ("has a check box that shows one thing and holds another", "set it again in a PDF reader"),
    "encoding": ("has text in no known encoding", AGAIN),
    "no-form": ("is a PDF without fields to fill in", ""),
    "no-kind": ("has a field of no known kind", ""),
    "no-name": ("has a field without a proper name", ""),
    "password": ("is protected by a password", "save a copy without one"),
    "several": ("has several choices where one is allowed", "choose one"),
    "time": ("takes too long to read", AGAIN),
    "too-large": (f"is larger than {MOST_BYTES:,} bytes", ""),
    "too-long": ("has a field with too much text", "write less"),
    "too-much": ("has more in it than a form can have", ""),
    "twice": ("has two fields of one name", ""),
    "value-kind": ("has a field whose value is no text", AGAIN),
    "xfa": ("is an XFA form, which is not read", "print it as a PDF form without XFA"),
}
"""What is said for each code of the child's, and what to do."""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """What a field holds. `page` counts from 1 and is the first that the field is on; 0 when it is on none.

    The value of a text is what was typed, with line feeds as line ends; that of a choice is what is stored, not what
    is shown; that of a check box is the name of its state. An empty field, a box without a tick and a choice of nothing
    have "". It may be about a patient, so it is not in the `repr`, which ends up in logs.
    """

    value: str = field(repr=False)
    kind: Kind
    page: int


def read_fields(data: bytes, shown: str) -> dict[str, FieldValue]:
    """The fields of a PDF form by their full names, in the order of the form; `shown` is what messages call the file.

    Buttons to press and signatures are left out. Raises BookletError with one line when the document is no PDF form, is
    protected, too large, broken, takes more than its share of time or memory, or holds a value that could be read in
    two ways: a check box whose value and looks differ, or two fields of one name. EnvironmentProblem when no child can
    be started. A value may hold any character, control characters too.
    """
    if len(data) > MOST_BYTES:
        raise _refused("too-large", shown)
    answer = _ask(data, shown)
    try:
        told = json.loads(answer)
        if "refused" in told:
            raise _refused(told["refused"], shown, str(told.get("field", "")))
        return {str(name): _value(*rest) for name, *rest in told["fields"]}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _refused("broken", shown) from None  # the child died over it, or was made to talk nonsense


def _value(value: object, kind: object, page: object) -> FieldValue:
    if not (isinstance(value, str) and kind in get_args(Kind) and type(page) is int and page >= 0):
        raise ValueError("not a field")
    return FieldValue(value, kind, page)  # type: ignore[arg-type]


def _ask(data: bytes, shown: str) -> bytes:
    """What the child answers; nothing when it dies."""
    try:
        return ask(CHILD, data, seconds=SECONDS, most_answer=MOST_ANSWER)
    except TooLate:
        raise _refused("time", shown) from None
    except NotStarted as problem:
        why = str(problem) or "the process that reads forms does not start"
        raise EnvironmentProblem.at(Span(shown), f"cannot be read: {why}") from problem


def _refused(code: Any, shown: str, name: str = "") -> BookletError:
    message, hint = REFUSALS.get(code, REFUSALS["broken"]) if isinstance(code, str) else REFUSALS["broken"]
    return BookletError.at(Span(shown), message + (f': "{one_line(name, LONGEST_NAME)}"' if name else ""), hint)
