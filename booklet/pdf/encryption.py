"""A finished document under a password: AES-256 in the form of PDF 2.0 (ISO 32000-2, 7.6.4, revision 6).

The password opens the file for reading, for a screen reader's access to its text, for copying, printing and filling in
of fields; changing the pages would take the owner's password. That one is random and kept by nobody: were it the same
as the reader's, everybody who may open the file would be its owner, and no permission would mean anything.

An encrypted file cannot be PDF/A (ISO 19005-2, 6.1.3), so `data` must be a copy that does not claim it.
"""

from __future__ import annotations

import io
import secrets
import unicodedata
from typing import Final

import pikepdf

from booklet.errors import BookletError, Span

LEAST: Final = 8
MOST: Final = 32
"""The length of a password in bytes of UTF-8, after normalisation to NFC."""
CLAIM: Final = b"pdfaid:part"
"""What is in the metadata of a document that claims to be PDF/A."""
STATIC: Final = b"<31415926535897932384626433832795>"
"""The second half of the file identifier that qpdf writes when it is told not to derive one."""
PERMISSIONS: Final = pikepdf.Permissions(
    accessibility=True,
    extract=True,
    print_lowres=True,
    print_highres=True,
    modify_form=True,
    modify_annotation=False,
    modify_assembly=False,
    modify_other=False,
)


def checked_password(text: str) -> str:
    """The password as it is used, in NFC, whatever way it was typed.

    Raises BookletError, which never repeats it, when it is too short or too long, or has a character that readers of
    PDF may take for another (they apply SASLprep, RFC 4013, or they do not).
    """
    password = unicodedata.normalize("NFC", text)
    if unicodedata.normalize("NFKC", password) != password or not password.isprintable():
        raise _refused("has a character that not every reader of PDF takes alike", "use letters, digits and signs")
    length = len(password.encode())
    if length < LEAST:
        raise _refused(f"is too short: it has {length} bytes, at least {LEAST} are needed")
    if length > MOST:
        raise _refused(
            f"is too long: it has {length} bytes, at most {MOST} are allowed", "letters beyond a-z count as 2 to 4"
        )
    return password


def encrypt(data: bytes, password: str) -> bytes:
    """The document, metadata and all, so that it opens with this password only; tags and fields are kept.

    Neither half of the file identifier says anything about the content, so two runs never give the same bytes.
    ValueError when `data` claims to be PDF/A. Raises BookletError as `checked_password` does.
    """
    checked = checked_password(password)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if "/OutputIntents" in pdf.Root or ("/Metadata" in pdf.Root and CLAIM in pdf.Root.Metadata.read_bytes()):
            raise ValueError("a document that claims to be PDF/A cannot be encrypted")
        identifier = secrets.token_bytes(16)
        pdf.trailer.ID = pikepdf.Array([pikepdf.String(identifier), pikepdf.String(identifier)])
        pdf.save(
            out,
            static_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            encryption=pikepdf.Encryption(
                user=checked, owner=secrets.token_urlsafe(24), R=6, aes=True, metadata=True, allow=PERMISSIONS
            ),
        )
    return _with_random_identifier(out.getvalue())


def _with_random_identifier(data: bytes) -> bytes:
    start = data.rindex(STATIC)
    return data[:start] + b"<%s>" % secrets.token_hex(16).encode() + data[start + len(STATIC) :]


def _refused(message: str, hint: str = "") -> BookletError:
    return BookletError.at(Span("password"), message, hint)
