"""The metadata stream of a document (XMP, ISO 16684-1): its name, its maker, its date, and what it claims to be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import escape

import booklet


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the document is called and by whom it is made; `language` is a BCP 47 tag, `created` a moment in UTC."""

    title: str
    author: str
    subject: str
    language: str
    identifier: str
    created: datetime
    producer: str = f"booklet {booklet.__version__}"

    @property
    def moment(self) -> datetime:
        """`created` in UTC; without a time zone it is taken as UTC."""
        return self.created.astimezone(UTC) if self.created.tzinfo else self.created.replace(tzinfo=UTC)


def packet(metadata: Metadata, namespaces: Mapping[str, str], claims: str, extension: str = "") -> str:
    """The stream, with `claims` in XML, whose names are in the `namespaces`; the `extension` explains unusual ones."""
    texts = {
        "identifier": metadata.identifier,
        "title": metadata.title,
        "author": metadata.author,
        "subject": metadata.subject,
        "language": metadata.language,
        "producer": metadata.producer,
    }
    return _PACKET.format(
        names="\n".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in namespaces.items()),
        date=f"{metadata.moment:%Y-%m-%dT%H:%M:%S+00:00}",
        claims=claims,
        extension=extension,
        **{key: escape(text) for key, text in texts.items()},
    )


_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
{names}>
<dc:format>application/pdf</dc:format>
<dc:identifier>{identifier}</dc:identifier>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate>
<xmp:ModifyDate>{date}</xmp:ModifyDate>
<xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<pdf:Producer>{producer}</pdf:Producer>
{claims}</rdf:Description>
{extension}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
