"""The reference validator's word on our documents, and that it would say no."""

from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas
from tagged_sample import torture_pdf
from typed_sample import everything, lines

from booklet.check.verapdf import validate
from booklet.errors import EnvironmentProblem
from booklet.resources import Resources


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("verapdf") / "torture.pdf"
    path.write_bytes(torture_pdf())
    return path


def test_the_torture_document_meets_pdf_ua_1_and_pdf_a_2a(torture: Path) -> None:
    assert validate([torture]) == {torture: []}


def test_typed_text_in_every_script_meets_them_too(tmp_path: Path) -> None:
    paths = [tmp_path / "paragraphs.pdf", tmp_path / "lines.pdf"]
    for path, data in zip(paths, (everything(Resources.at()), lines()), strict=True):
        path.write_bytes(data)
    assert validate(paths) == {path: [] for path in paths}


def test_a_plain_document_and_a_damaged_one_fail(torture: Path, tmp_path: Path) -> None:
    plain, damaged = tmp_path / "plain.pdf", tmp_path / "damaged.pdf"
    canvas = Canvas(str(plain))
    canvas.drawString(50, 50, "untagged")
    canvas.save()
    with pikepdf.open(torture) as pdf:
        del pdf.Root["/Lang"]
        pdf.save(damaged)
    found = validate([plain, damaged])
    codes = {finding.code for finding in found[plain]}
    assert any(code.startswith("verapdf-ua1-") for code in codes)
    assert any(code.startswith("verapdf-2a-") for code in codes)
    assert any(code.startswith("verapdf-ua1-7.2") for code in {finding.code for finding in found[damaged]})


def test_one_flavour_can_be_asked_for(torture: Path) -> None:
    assert {f.code.split("-")[1] for f in validate([torture], ["4"])[torture]} == {"4"}
    with pytest.raises(ValueError, match="nonsense"):
        validate([torture], ["nonsense"])


def test_a_file_that_is_no_pdf_or_not_there_is_told(tmp_path: Path) -> None:
    text = tmp_path / "text.pdf"
    text.write_text("hello")
    assert {f.code for f in validate([text])[text]} == {"verapdf-ua1-unreadable", "verapdf-2a-unreadable"}
    with pytest.raises(EnvironmentProblem, match=r"missing\.pdf"):
        validate([tmp_path / "missing.pdf"])
