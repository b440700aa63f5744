"""Reads content streams: which marked-content sequence shows which text, and what is painted outside of any.

Form XObjects are followed. Text in a form without marks of its own belongs to the sequence that places it. A property
list with /ActualText tells what is read instead of all that is shown inside (ISO 32000-1, 14.9.4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import pikepdf

from booklet.check.finding import Finding, error

ObjGen: TypeAlias = tuple[int, int]

SHOW: Final = frozenset(("Tj", "TJ", "'", '"'))
PAINT: Final = SHOW | frozenset(("S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"))
OPENED_BY: Final = {"EMC": "BDC", "ET": "BT", "Q": "q"}
UNREADABLE: Final = "\ufffd"


@dataclass(slots=True)
class Sequence:
    """A marked-content sequence: its MCID, None in an artifact or in a plain property list, and the text in it.

    `replaced` is whether it has a replacement text, which stands for whatever is shown inside.
    """

    tag: str
    mcid: int | None
    replaced: bool = False
    parts: list[str] = field(default_factory=list)

    @property
    def is_content(self) -> bool:
        """Whether what is painted in it is accounted for: a piece of the tree, or an artifact."""
        return self.mcid is not None or self.tag == "Artifact"

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(frozen=True, slots=True)
class Font:
    """How a font's codes become text."""

    name: str
    embedded: bool
    bytes_per_code: int
    unicode: dict[int, str]

    def codes(self, shown: bytes) -> Iterator[int]:
        """The character codes of a string."""
        step = self.bytes_per_code
        return (int.from_bytes(shown[i : i + step], "big") for i in range(0, len(shown), step))


class ContentReader:
    """Reads the pages of one document; what is wrong gathers in `findings`."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.sequences: dict[ObjGen, dict[int, Sequence]] = {}
        self.fonts: dict[ObjGen, Font] = {}
        self._forms: dict[ObjGen, _Run] = {}

    def read_page(self, page: pikepdf.Page, place: str) -> None:
        """Read a page; its sequences are kept under the page's object number."""
        run = _Run(self, page.obj, page.obj.get("/Resources"), place)
        run.read(page)
        if run.unmarked:
            self.find("tag-untagged-content", place, f"{run.unmarked} things are painted outside marked content")

    def read_form(self, form: Any, resources: Any, place: str) -> _Run:
        """Read a form, once however often it is placed."""
        if form.objgen not in self._forms:
            run = self._forms[form.objgen] = _Run(self, form, form.get("/Resources", resources), place)
            run.read(form)
        return self._forms[form.objgen]

    def font(self, obj: Any) -> Font:
        """The font of a resource, read once."""
        if obj.objgen not in self.fonts:
            self.fonts[obj.objgen] = read_font(obj)
        return self.fonts[obj.objgen]

    def find(self, code: str, place: str, message: str) -> None:
        """Note a finding once."""
        finding = error(code, place, message)
        if finding not in self.findings:
            self.findings.append(finding)


class _Run:
    """The reading of one content stream.

    `text` is what it shows outside of its own sequences, `unmarked` how often it paints there; `marked` is whether it
    has sequences of its own.
    """

    def __init__(self, reader: ContentReader, owner: Any, resources: Any, place: str) -> None:
        self._reader = reader
        self._owner: ObjGen = owner.objgen
        self._resources = resources if resources is not None else pikepdf.Dictionary()
        self._place = place
        self._open: list[tuple[str, Sequence | None]] = []
        self._font: Font | None = None
        self._fonts: list[Font | None] = []
        self.text = ""
        self.unmarked = 0
        self.marked = False

    def read(self, stream: Any) -> None:
        """Read the stream from its beginning to its end."""
        for instruction in pikepdf.parse_content_stream(stream):
            self._step(str(instruction.operator), instruction.operands)
        if self._open:
            self._find("tag-nesting", f"left open: {', '.join(kind for kind, _ in self._open)}")

    def _step(self, operator: str, operands: Any) -> None:
        if operator in ("BDC", "BMC"):
            self._begin(operator, operands)
        elif operator in ("BT", "q"):
            self._open.append((operator, None))
            if operator == "q":
                self._fonts.append(self._font)
        elif operator in OPENED_BY:
            self._end(operator)
        elif operator == "Tf":
            self._font = self._reader.font(self._resources.Font[str(operands[0])])
        elif operator == "Do":
            self._place_object(self._resources.XObject[str(operands[0])])
        elif operator in PAINT:
            self._paint(operator, operands)

    def _begin(self, operator: str, operands: Any) -> None:
        properties = operands[1] if operator == "BDC" else None
        if isinstance(properties, pikepdf.Name):
            properties = self._resources.Properties[str(properties)]
        mcid = properties.get("/MCID") if properties is not None else None
        actual = properties.get("/ActualText") if properties is not None else None
        sequence = Sequence(str(operands[0])[1:], None if mcid is None else int(mcid), actual is not None)
        inside = self._content()
        if sequence.is_content:
            self.marked = True
            if inside:
                self._find("tag-nesting", f"{sequence.tag} begins inside {inside.tag}")
        self._open.append(("BDC", sequence))
        if sequence.mcid is not None:
            known = self._reader.sequences.setdefault(self._owner, {})
            if sequence.mcid in known:
                self._find("tag-mcid-repeated", f"MCID {sequence.mcid} is used twice")
            known[sequence.mcid] = sequence
        if actual is not None and not self._replaced(self._open[:-1]):
            self._tell(str(actual))

    def _end(self, operator: str) -> None:
        wanted = OPENED_BY[operator]
        if operator == "Q" and self._fonts:
            self._font = self._fonts.pop()
        if self._open and self._open[-1][0] == wanted:
            self._open.pop()
            return
        self._find("tag-nesting", f"{operator} closes {self._open[-1][0] if self._open else 'nothing'}")
        for index in reversed(range(len(self._open))):
            if self._open[index][0] == wanted:
                del self._open[index]
                return

    def _content(self) -> Sequence | None:
        """The sequence that content painted now belongs to; None outside of all."""
        inner = (sequence for _, sequence in reversed(self._open) if sequence and sequence.is_content)
        return next(inner, None)

    def _paint(self, operator: str, operands: Any) -> None:
        self._keep(self._text(operator, operands) if operator in SHOW else "", painted=1)

    def _keep(self, text: str, painted: int) -> None:
        if self._content() is None:
            self.unmarked += painted
        if not self._replaced(self._open):
            self._tell(text)

    def _replaced(self, around: list[tuple[str, Sequence | None]]) -> bool:
        """Whether something is shown for which a replacement text was told already."""
        return any(sequence.replaced for _, sequence in around if sequence)

    def _tell(self, text: str) -> None:
        """Add text to the sequence that it belongs to, or to that of the stream as a whole."""
        target = self._content()
        if target is None:
            self.text += text
        else:
            target.parts.append(text)

    def _text(self, operator: str, operands: Any) -> str:
        strings = operands[0] if operator == "TJ" else operands[-1:]
        shown = b"".join(bytes(part) for part in strings if isinstance(part, pikepdf.String))
        if self._font is None:
            self._find("text-no-font", "text is shown without a font")
            return UNREADABLE * len(shown)
        codes = list(self._font.codes(shown))
        if shown and not self._font.embedded:
            self._find("font-not-embedded", f"the font {self._font.name} is used but not embedded")
        if 0 in codes:
            self._find("text-missing-glyph", f"glyph 0 of {self._font.name} is shown: a character is missing")
        text = "".join(self._font.unicode.get(code, UNREADABLE) for code in codes)
        if UNREADABLE in text:
            self._find("text-no-unicode", f"text in {self._font.name} cannot be read as Unicode")
        return text

    def _place_object(self, obj: Any) -> None:
        if obj.get("/Subtype") != pikepdf.Name.Form:
            self._keep("", painted=1)
            return
        form = self._reader.read_form(obj, self._resources, self._place)
        self._keep(form.text, form.unmarked)
        if form.marked and self._content():
            self._find("tag-nesting", "a form with marked content is placed inside marked content")

    def _find(self, code: str, message: str) -> None:
        self._reader.find(code, self._place, message)


def read_font(font: Any) -> Font:
    """The codes and the embedding of a font dictionary (ISO 32000-1, 9.6 to 9.10)."""
    composite = font.get("/Subtype") == pikepdf.Name.Type0
    described = font.DescendantFonts[0] if composite else font
    descriptor = described.get("/FontDescriptor", pikepdf.Dictionary())
    files = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    embedded = files or font.get("/Subtype") == pikepdf.Name.Type3
    name = str(font.get("/BaseFont", font.get("/Name", "/unnamed")))[1:]
    if "/ToUnicode" in font:
        unicode = to_unicode(font.ToUnicode.read_bytes().decode("latin-1"))
    else:
        unicode = {} if composite else {code: bytes([code]).decode("cp1252", "replace") for code in range(256)}
    return Font(name, embedded, 2 if composite else 1, unicode)


def to_unicode(cmap: str) -> dict[int, str]:
    """The character codes of a ToUnicode CMap and their text (9.10.3)."""
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        found |= {int(code, 16): _utf16(text) for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, texts in re.findall(r"<(\w+)>\s*<\w+>\s*\[(.*?)\]", block, re.DOTALL):
            found |= {int(first, 16) + i: _utf16(t) for i, t in enumerate(re.findall(r"<(\w+)>", texts))}
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start, base = int(first, 16), _utf16(text)
            codes = range(start, int(last, 16) + 1)
            found |= {code: base[:-1] + chr(ord(base[-1]) + code - start) for code in codes}
    return found


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode("utf-16-be", "replace")
