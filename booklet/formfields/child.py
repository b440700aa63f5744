"""The child process that `booklet.formfields` starts: a PDF on standard input, JSON on standard output.

It is run as a script, by its path. First it takes away from itself what it does not need: memory, time, files,
processes. Then it says that it is ready, reads, and answers `{"fields": [[name, value, kind, page]]}` or
`{"refused": code, "field": name}`; the parent has the words for each code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, NoReturn

import pikepdf

from booklet.confinement.inside import Bounds, Refused, serve

BOUNDS: Final = Bounds(memory=1 << 30, cpu_seconds=12, most_bytes=20_000_000)
MOST_FIELDS: Final = 5_000
"""Nodes of the field tree, widgets counted."""
MOST_PAGES: Final = 1_000
MOST_ANNOTATIONS: Final = 20_000
MOST_OPTIONS: Final = 1_000
LONGEST_VALUE: Final = 20_000
"""In bytes, as the document has it."""
MOST_TEXT: Final = 1_000_000
"""In characters, of all values."""
DEEPEST: Final = 16
"""Levels of the field tree."""

HARMLESS: Final = (
    "handled correctly by qpdf",
    "reported number of objects",
    "extraneous whitespace",
    "accepting invalid xref table entry",
)
"""Words in those warnings of qpdf that tell of a habit of some programs, and of nothing that is lost."""
RADIO: Final = 1 << 15
BUTTON: Final = 1 << 16
"""Flags of fields (ISO 32000-1, table 226)."""
OFF: Final = "Off"


@dataclass(frozen=True, slots=True)
class Terminal:
    """A field without fields below it: its full name, the nodes from it up to its root, its widgets."""

    name: str
    line: tuple[Any, ...]
    widgets: tuple[Any, ...]

    def find(self, key: str) -> Any:
        """An entry that may be inherited (12.7.3.1); None when there is none."""
        return next((node[key] for node in self.line if key in node), None)

    def refuse(self, code: str) -> NoReturn:
        raise Refused(code, self.name)


def read(data: bytes) -> list[tuple[str, str, str, int]]:
    """Name, value, kind and page of every field in the order of the form; Refused when the document is not taken."""
    try:
        pdf = pikepdf.open(BytesIO(data), attempt_recovery=False)
    except pikepdf.PasswordError:
        raise Refused("password") from None
    with pdf:
        if pdf.is_encrypted:
            raise Refused("password")
        form = pdf.Root.get("/AcroForm")
        if not isinstance(form, pikepdf.Dictionary):
            raise Refused("no-form")
        if "/XFA" in form:
            raise Refused("xfa")
        pages = _pages(pdf)
        answer: dict[str, tuple[str, str, str, int]] = {}
        room = MOST_TEXT
        for terminal in _Walk().terminals(form.get("/Fields")):
            found = _read(terminal)
            if found is not None:
                room -= len(terminal.name) + len(found[0])
                if room < 0:
                    raise Refused("too-much")
                if terminal.name in answer:
                    terminal.refuse("twice")
                page = min((pages[w.objgen] for w in terminal.widgets if w.objgen in pages), default=0)
                answer[terminal.name] = (terminal.name, *found, page)
        for warning in pdf.get_warnings():  # most say that qpdf has taken what it could not read for nothing
            if not any(words in str(warning) for words in HARMLESS):
                raise Refused("broken")
        return list(answer.values())


def _pages(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """The page, counted from 1, that each annotation is on."""
    if len(pdf.pages) > MOST_PAGES:
        raise Refused("too-much")
    found: dict[tuple[int, int], int] = {}
    count = 0
    for number, page in enumerate(pdf.pages, 1):
        annotations = page.obj.get("/Annots", pikepdf.Array())
        if not isinstance(annotations, pikepdf.Array):
            raise Refused("broken")
        count += len(annotations)
        if count > MOST_ANNOTATIONS:
            raise Refused("too-much")
        for annotation in annotations:
            if annotation_id := _identity(annotation):
                found.setdefault(annotation_id, number)
    return found


def _identity(node: Any) -> tuple[int, int] | None:
    return node.objgen if isinstance(node, pikepdf.Dictionary) and node.is_indirect else None


class _Walk:
    """A walk down the field tree that never comes by the same node twice."""

    def __init__(self) -> None:
        self._seen: set[tuple[int, int]] = set()
        self._count = 0

    def terminals(self, fields: Any) -> Iterator[Terminal]:
        """The fields that have a value, in order."""
        yield from self._below(fields, "", ())

    def _below(self, nodes: Any, above: str, line: tuple[Any, ...]) -> Iterator[Terminal]:
        if nodes is None:
            return
        if not isinstance(nodes, pikepdf.Array):
            raise Refused("broken")
        self._enter(len(nodes), line)
        for node in nodes:
            self._meet(node)
            name = f"{above}.{_name(node)}" if above else _name(node)
            kids = node.get("/Kids")
            if kids is None:
                yield Terminal(name, (node, *line), (node,))
            elif not isinstance(kids, pikepdf.Array):
                raise Refused("broken")
            elif len(kids) > MOST_FIELDS:
                raise Refused("too-much")
            elif any(isinstance(kid, pikepdf.Dictionary) and "/T" in kid for kid in kids):
                yield from self._below(kids, name, (node, *line))
            else:
                yield Terminal(name, (node, *line), self._widgets(kids, (node, *line)))

    def _widgets(self, kids: Any, line: tuple[Any, ...]) -> tuple[Any, ...]:
        self._enter(len(kids), line)
        for kid in kids:
            self._meet(kid)
        return tuple(kids)

    def _enter(self, count: int, line: tuple[Any, ...]) -> None:
        self._count += count
        if self._count > MOST_FIELDS or len(line) > DEEPEST:
            raise Refused("too-much")

    def _meet(self, node: Any) -> None:
        if not isinstance(node, pikepdf.Dictionary):
            raise Refused("broken")
        if identity := _identity(node):
            if identity in self._seen:
                raise Refused("circle")
            self._seen.add(identity)


def _name(node: Any) -> str:
    """The partial name of a field (12.7.3.2)."""
    text = node.get("/T")
    name = _text(text) if isinstance(text, pikepdf.String) else ""
    if not name or "." in name:
        raise Refused("no-name")
    return name


def _read(field: Terminal) -> tuple[str, str] | None:
    """Value and kind of a field; None for one that holds no answer: a button to press, a signature."""
    kind, flags = field.find("/FT"), field.find("/Ff")
    flags = flags if isinstance(flags, int) else 0
    if kind == pikepdf.Name.Tx:
        return _text_value(field), "text"
    if kind == pikepdf.Name.Ch:
        return _choice_value(field), "choice"
    if kind == pikepdf.Name.Btn:
        if flags & BUTTON:
            return None
        return _state(field), "choice" if flags & RADIO else "check"
    if kind == pikepdf.Name.Sig:
        return None
    return field.refuse("no-kind")


def _text_value(field: Terminal) -> str:
    return _string(field, field.find("/V"))


def _string(field: Terminal, value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, pikepdf.String):
        field.refuse("value-kind")
    if len(bytes(value)) > LONGEST_VALUE:
        field.refuse("too-long")
    try:
        return _text(value)
    except UnicodeDecodeError:
        field.refuse("encoding")


def _text(value: Any) -> str:
    """A text string (7.9.2.2) with line feeds as its line ends."""
    data = bytes(value)
    if data.startswith(b"\xfe\xff"):
        text = data[2:].decode("utf-16-be")
    elif data.startswith(b"\xff\xfe"):  # not in the standard, but written
        text = data[2:].decode("utf-16-le")
    elif data.startswith(b"\xef\xbb\xbf"):
        text = data[3:].decode("utf-8")
    else:
        text = data.decode("pdfdoc_pikepdf")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _choice_value(field: Terminal) -> str:
    """What is stored of the option chosen; viewers that know only the words shown are understood too."""
    value = field.find("/V")
    if isinstance(value, pikepdf.Array):
        if len(value) > 1:
            field.refuse("several")
        value = value[0] if len(value) else None
    chosen = _string(field, value)
    options = field.find("/Opt")
    if not isinstance(options, pikepdf.Array):
        return chosen
    if len(options) > MOST_OPTIONS:
        field.refuse("too-much")
    pairs = [_option(field, option) for option in options]
    if chosen in [stored for stored, _ in pairs]:
        return chosen
    meant = {stored for stored, shown in pairs if shown == chosen}
    return meant.pop() if len(meant) == 1 else chosen


def _option(field: Terminal, option: Any) -> tuple[str, str]:
    if isinstance(option, pikepdf.Array) and len(option) == 2:
        return _string(field, option[0]), _string(field, option[1])
    both = _string(field, option)
    return both, both


def _state(field: Terminal) -> str:
    """The state that is on, or "" when none is.

    The value and what the page shows must agree: nobody can tell which of the two was meant.
    """
    stored = _stored_state(field)
    states = [widget.get("/AS") for widget in field.widgets]
    shown = {str(state)[1:] for state in states if isinstance(state, pikepdf.Name)} - {OFF}
    if any(state is not None and not isinstance(state, pikepdf.Name) for state in states) or len(shown) > 1:
        field.refuse("disagrees")
    if stored is None or all(state is None for state in states):
        on = shown or {stored or ""}
    elif stored == "" and not shown:
        on = {""}
    elif stored in shown:
        on = {stored}
    else:
        field.refuse("disagrees")
    value = on.pop()
    if len(value.encode()) > LONGEST_VALUE:
        field.refuse("too-long")
    return value


def _stored_state(field: Terminal) -> str | None:
    """The value of a check box, "" for Off; None when it has none."""
    value = field.find("/V")
    if value is None:
        return None
    name = str(value)[1:] if isinstance(value, pikepdf.Name) else _string(field, value)
    return "" if name == OFF else name


def answer(data: bytes) -> dict[str, Any]:
    """What is said to the parent about a document."""
    return {"fields": read(data)}


if __name__ == "__main__":
    serve(BOUNDS, answer)
