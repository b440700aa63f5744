"""A copy under a password: who can open it, what it says before it is open, and what is inside afterwards."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from form_sample import form_pdf
from hypothesis import given
from hypothesis import strategies as st
from tagged_sample import METADATA

from booklet.check.structure import read
from booklet.check.verapdf import validate
from booklet.errors import BookletError
from booklet.formfields import read_fields
from booklet.pdf.encryption import checked_password, encrypt
from booklet.pdf.output import xmp

PASSWORD = "Blå bær 17"


@pytest.fixture(scope="module")
def plain() -> bytes:
    return form_pdf(archival=False)


@pytest.fixture(scope="module")
def locked(plain: bytes) -> bytes:
    return encrypt(plain, PASSWORD)


def opened(data: bytes, password: str = PASSWORD) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data), password=password)


def test_it_opens_with_its_password_only(locked: bytes) -> None:
    for wrong in ("", "Bla bar 17", PASSWORD + " "):
        with pytest.raises(pikepdf.PasswordError):
            opened(locked, wrong)
        with pytest.raises(pypdfium2.PdfiumError, match="password"):
            pypdfium2.PdfDocument(locked, password=wrong)
    with opened(locked) as pdf:
        assert len(pdf.pages) == len(pypdfium2.PdfDocument(locked, password=PASSWORD)) == 1
    words = pypdfium2.PdfDocument(locked, password=PASSWORD)[0].get_textpage().get_text_range()
    assert words.startswith("Your exam")


def test_a_password_opens_whichever_way_it_was_typed(plain: bytes) -> None:
    locked = encrypt(plain, unicodedata.normalize("NFD", PASSWORD))
    with opened(locked, PASSWORD) as pdf:
        assert pdf.is_encrypted


def test_it_is_aes_256_and_lets_readers_read_but_nobody_own(locked: bytes) -> None:
    with opened(locked) as pdf:
        crypt = pdf.trailer.Encrypt
        assert (int(crypt.R), int(crypt.V), str(crypt.CF.StdCF.CFM)) == (6, 5, "/AESV3")
        assert pdf.user_password_matched and not pdf.owner_password_matched
        assert crypt.get("/EncryptMetadata", True)
        assert pdf.allow.accessibility and pdf.allow.extract and pdf.allow.print_highres and pdf.allow.modify_form
        assert not (pdf.allow.modify_other or pdf.allow.modify_assembly or pdf.allow.modify_annotation)


def test_it_says_nothing_while_it_is_closed(plain: bytes, locked: bytes) -> None:
    assert METADATA.author.encode() in plain and b"pdfuaid" in plain
    for told in (METADATA.title, METADATA.author, METADATA.identifier, "pdfuaid", "gluteus", "tender"):
        assert told.encode() not in locked and told.encode("utf-16-be") not in locked


def test_the_identifier_is_random(plain: bytes, locked: bytes) -> None:
    known = {hashlib.sha256(plain).digest()[:16], hashlib.md5(plain).digest()}
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        known |= {bytes(part) for part in pdf.trailer.ID}
    halves: list[bytes] = []
    for data in (locked, encrypt(plain, PASSWORD)):
        with opened(data) as pdf:
            halves += [bytes(part) for part in pdf.trailer.ID]
    assert {len(half) for half in halves} == {16} and len(set(halves)) == 4
    assert not known & set(halves)
    assert not re.search(rb"3141592653589793", locked)


def test_tags_and_fields_survive_and_pdf_ua_is_met(plain: bytes, locked: bytes, tmp_path: Path) -> None:
    out = tmp_path / "unlocked.pdf"
    with opened(locked) as pdf:
        pdf.save(out, encryption=False)
    before, after = read(plain), read(out)
    assert after.findings == () and after.tree.reading() == before.tree.reading()
    assert read_fields(out.read_bytes(), "x") == read_fields(plain, "x")
    assert validate([out], ["ua1"]) == {out: []}


def test_a_copy_to_be_locked_claims_pdf_ua_alone(plain: bytes) -> None:
    with pikepdf.open(io.BytesIO(plain)) as pdf:
        assert "/OutputIntents" not in pdf.Root
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            assert metadata["pdfuaid:part"] == "1" and "pdfaid:part" not in metadata
            assert metadata["dc:title"] == METADATA.title
    assert "pdfaid:part" in xmp(METADATA) and "pdfaExtension" not in xmp(METADATA, archival=False)


def test_a_copy_that_claims_pdf_a_is_not_locked() -> None:
    with pytest.raises(ValueError, match="PDF/A"):
        encrypt(form_pdf(), PASSWORD)


def test_a_document_without_metadata_can_be_locked() -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    with opened(encrypt(out.getvalue(), PASSWORD)) as pdf:
        assert len(pdf.pages) == 1


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("", "is too short: it has 0 bytes, at least 8 are needed"),
        ("1234567", "is too short: it has 7 bytes"),
        ("x" * 33, "is too long: it has 33 bytes, at most 32 are allowed"),
        ("é" * 17, "is too long: it has 34 bytes"),
        ("ﬁne words", "has a character that not every reader of PDF takes alike"),
        ("tab\there", "has a character"),
        ("half \ud800 pair", "has a character"),
    ],
)
def test_a_password_that_will_not_do_is_refused_and_never_repeated(password: str, told: str) -> None:
    for use in (checked_password, lambda text: encrypt(b"", text)):
        with pytest.raises(BookletError) as caught:
            use(password)
        assert told in str(caught.value) and "\n" not in str(caught.value)
        assert not password or password not in str(caught.value)
        assert caught.value.__cause__ is None


def test_the_length_counts_after_normalisation() -> None:
    assert checked_password("e\u0301" * 16) == "é" * 16
    assert checked_password("12345678") == "12345678" and checked_password("x" * 32) == "x" * 32


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "Mn"]), max_size=40))
def test_a_password_that_is_taken_is_normal_and_within_bounds(text: str) -> None:
    try:
        password = checked_password(text)
    except BookletError:
        return
    assert password == unicodedata.normalize("NFKC", password) and 8 <= len(password.encode()) <= 32
    assert checked_password(password) == password
