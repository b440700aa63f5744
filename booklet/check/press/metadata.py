"""What a document says about itself: in XMP (ISO 16684-1), in its information dictionary, in its output intent."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

import pikepdf

from booklet.check.press import values

NAMES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
}
ICC_HEAD: Final = 128
DATE: Final = re.compile(
    r"(?:D:)?(\d{4})-?(\d{2})?-?(\d{2})?T?(\d{2})?:?(\d{2})?:?(\d{2})?(?:\.\d+)?(Z(?:00'?00'?)?|[+-]\d{2}'?:?(?:\d{2})?'?)?"
)
"""A date of PDF (ISO 32000-1, 7.9.4) or of XMP. Some programs write noughts after Z."""


@dataclass(frozen=True, slots=True)
class Xmp:
    """A packet of metadata; `sound` is whether it could be read."""

    present: bool = False
    filtered: bool = False
    sound: bool = False
    properties: dict[str, str] = field(default_factory=dict)
    """The simple ones, and the first words of the others, by name with the usual prefix."""

    def get(self, key: str) -> str:
        return self.properties.get(key, "")


def read_xmp(stream: Any) -> Xmp:
    """The metadata stream of a document."""
    if not isinstance(stream, pikepdf.Stream):
        return Xmp()
    filtered = "/Filter" in stream
    data = values.data(stream)
    try:
        root = None if b"<!DOCTYPE" in data else ET.fromstring(data.strip(b" \t\r\n"))
    except (ET.ParseError, ValueError, LookupError):
        root = None
    if root is None:
        return Xmp(present=True, filtered=filtered)
    return Xmp(True, filtered, True, _properties(root))


def _properties(root: ET.Element) -> dict[str, str]:
    prefixes = {url: prefix for prefix, url in NAMES.items()}
    found: dict[str, str] = {}
    packets = root.iter(f"{{{NAMES['rdf']}}}RDF")
    for description in (one for packet in packets for one in packet.iterfind("rdf:Description", NAMES)):
        told = [*description.attrib.items(), *((one.tag, _words(one)) for one in description)]
        for tag, words in told:
            url, _, local = tag.lstrip("{").partition("}")
            if url in prefixes:
                found.setdefault(f"{prefixes[url]}:{local}", words.strip())
    return found


def _words(one: ET.Element) -> str:
    """A simple value, or the first item of a list: of languages, the default one (ISO 16684-1, 8.2.2.4)."""
    item = one.find("*/rdf:li", NAMES)
    return "".join((one if item is None else item).itertext())


def moment(written: str) -> datetime | None:
    """The moment that a date of PDF or XMP means; None when it is none. Without a zone, it is taken for universal."""
    match = DATE.fullmatch(written.strip())
    if match is None:
        return None
    *parts, zone = match.groups()
    year, month, day, hour, minute, second = (int(part) if part else None for part in parts)
    digits = re.sub(r"\D", "", zone or "")
    offset = timedelta(hours=int(digits[:2] or 0), minutes=int(digits[2:] or 0))
    try:
        where = timezone(-offset if zone and zone[0] == "-" else offset)
        return datetime(year or 0, month or 1, day or 1, hour or 0, minute or 0, second or 0, tzinfo=where).astimezone(
            UTC
        )
    except (ValueError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class Intent:
    """An output intent of PDF/X: the printing condition that the inks are meant for."""

    condition: str
    profile: bytes | None = field(repr=False)
    components: int

    @property
    def whole(self) -> bool:
        """Whether the profile is one, as long as it says (ICC.1, 7.2)."""
        head = self.profile or b""
        return len(head) >= ICC_HEAD and head[36:40] == b"acsp" and int.from_bytes(head[:4], "big") == len(head)

    @property
    def kind(self) -> str:
        """Device class of the profile: "prtr" for a press."""
        return (self.profile or b"")[12:16].decode("latin-1").strip()

    @property
    def model(self) -> str:
        """What the profile is for: "CMYK", "RGB" ..."""
        return (self.profile or b"")[16:20].decode("latin-1").strip()


def read_intents(root: Any) -> tuple[Intent, ...]:
    """The output intents of PDF/X that a catalog has."""
    found = []
    for one in map(values.dictionary, values.items(root.get("/OutputIntents"))):
        if values.name(one.get("/S")) == "GTS_PDFX":
            profile = one.get("/DestOutputProfile")
            data = values.data(profile) if isinstance(profile, pikepdf.Stream) else None
            components = values.whole(profile.get("/N")) if data is not None else 0
            found.append(Intent(values.text(one.get("/OutputConditionIdentifier")), data, components))
    return tuple(found)
