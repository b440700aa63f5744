"""What the finished file says of itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from tagged_sample import METADATA

from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.metadata import Metadata
from booklet.pdf.output import canvas_maker, xmp
from booklet.pdf.structure import Tag
from booklet.resources import Resources


def one_page(metadata: Metadata = METADATA, filename: object = None, words: str = "Words") -> bytes:
    canvas = canvas_maker(metadata, Resources.at())(filename or BytesIO())
    with canvas.tag(Tag("P")):
        canvas.setFont(fonts.REGULAR, 12)
        canvas.drawString(50, 50, words)
    return bytes(canvas.getpdfdata())


def test_the_catalog_declares_language_title_tags_and_colour() -> None:
    with pikepdf.open(BytesIO(one_page())) as pdf:
        root = pdf.Root
        assert pdf.pdf_version == "1.7" and root.Lang == "en-US"
        assert root.MarkInfo.Marked and root.ViewerPreferences.DisplayDocTitle
        assert root.OutputIntents[0].S == "/GTS_PDFA1" and root.OutputIntents[0].DestOutputProfile.N == 3
        assert pdf.pages[0].Tabs == "/S"


def test_metadata_stream_and_information_agree() -> None:
    with pikepdf.open(BytesIO(one_page())) as pdf, pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        assert metadata["dc:title"] == pdf.docinfo["/Title"] == "Knee & <hip>"
        assert metadata["dc:creator"] == ["The clinic"] and pdf.docinfo["/Author"] == "The clinic"
        assert metadata["dc:description"] == pdf.docinfo["/Subject"]
        assert metadata["dc:identifier"] == "urn:booklet:sample"
        assert list(metadata["dc:language"]) == ["en-US"]
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["xmp:CreateDate"] == "2026-03-04T05:06:07+00:00"
        assert pdf.docinfo["/CreationDate"] == pdf.docinfo["/ModDate"] == "D:20260304050607+00'00'"
        assert metadata["pdf:Producer"] == pdf.docinfo["/Producer"] == METADATA.producer


def test_a_moment_elsewhere_is_told_in_utc() -> None:
    there = datetime(2026, 3, 4, 7, 6, 7, tzinfo=timezone(timedelta(hours=2)))
    assert xmp(replace(METADATA, created=there)) == xmp(METADATA)
    assert xmp(replace(METADATA, created=datetime(2026, 3, 4, 5, 6, 7))) == xmp(METADATA)


def identifier(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        first, second = (bytes(part) for part in pdf.trailer.ID)
    assert first == second and len(first) == 16
    return first


def test_the_identifier_depends_on_the_content_alone() -> None:
    later = replace(METADATA, created=datetime(2027, 1, 1, tzinfo=UTC))
    assert identifier(one_page()) == identifier(one_page())
    assert len({identifier(data) for data in (one_page(), one_page(later), one_page(words="Other"))}) == 3


@pytest.mark.parametrize("kind", [str, Path])
def test_saving_to_a_file_and_to_a_stream_gives_the_same_bytes(tmp_path: Path, kind: type) -> None:
    def drawn(filename: object) -> TaggedCanvas:
        canvas = canvas_maker(METADATA, Resources.at())(filename)
        canvas.line(0, 0, 5, 5)
        canvas.save()
        return canvas

    stream = BytesIO()
    drawn(stream)
    drawn(kind(tmp_path / "a.pdf"))
    assert (tmp_path / "a.pdf").read_bytes() == stream.getvalue()


def test_no_font_is_in_the_file_that_is_not_embedded() -> None:
    with pikepdf.open(BytesIO(one_page())) as pdf:
        fonts_used = list(pdf.pages[0].resources.Font.values())
        assert fonts_used and all("/FontFile2" in font.FontDescriptor for font in fonts_used)
