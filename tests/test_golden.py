"""Golden cases: what a reader hears and sees of a sheet, in files that a person can review.

Each folder in `golden/` is a case: `case.yaml` says which sheet and which pages, `exam.yaml` whose it is if it is one
person's, `reading.txt` is its text in reading order with roles, `page-<n>.png` a small grey picture of a page.
`pytest --update-golden` writes them anew.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from PIL import Image, ImageChops, ImageStat

from booklet.build import HANDOUT, Consultation, Workshop
from booklet.check.structure import read
from booklet.layout import Setting
from booklet.resources import Resources

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
DPI = 40
MOST_DIFFERENCE = 0.25
"""Mean difference of grey levels, of 255: room for another rasteriser's edges, not for a moved line."""


def made(case: str) -> dict[str, bytes]:
    """The files of a case as the code makes them now."""
    spec = yaml.safe_load((GOLDEN / case / "case.yaml").read_text(encoding="utf-8"))
    pdf = sheet(case, spec, Setting(**spec["setting"]))
    lines = [f"{role:8}{text}".rstrip() for role, text in read(pdf).tree.reading()]
    files = {"reading.txt": "\n".join(lines).encode() + b"\n"}
    pages = pypdfium2.PdfDocument(pdf)
    for number in spec["pages"]:
        picture = pages[number - 1].render(scale=DPI / 72).to_pil().convert("L")
        stream = io.BytesIO()
        picture.save(stream, "PNG", optimize=True)
        files[f"page-{number}.png"] = stream.getvalue()
    pages.close()
    return files


def sheet(case: str, spec: dict[str, Any], setting: Setting) -> bytes:
    workshop, record = Workshop(Resources.at()), GOLDEN / case / "exam.yaml"
    if not record.is_file():
        region = workshop.library.region(spec["region"])
        return workshop.sheet(region, setting, spec.get("product", HANDOUT), fold=spec.get("fold", "")).data
    intake = workshop.intake(record)
    assert intake.mistakes == ()
    [exam] = intake.exams
    return Consultation(workshop, exam).sheet(setting).data


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, request: pytest.FixtureRequest) -> None:
    folder, files = GOLDEN / case, made(case)
    if request.config.getoption("--update-golden"):
        for name, data in files.items():
            (folder / name).write_bytes(data)
    given = {"case.yaml", *(path.name for path in folder.glob("exam.yaml"))}
    assert {path.name for path in folder.iterdir()} == {*files, *given}
    assert files.pop("reading.txt").decode() == (folder / "reading.txt").read_text(encoding="utf-8")
    for name, data in files.items():
        now, then = (Image.open(io.BytesIO(d)) for d in (data, (folder / name).read_bytes()))
        assert now.size == then.size
        difference = ImageStat.Stat(ImageChops.difference(now, then)).mean[0]
        assert difference <= MOST_DIFFERENCE, f"{name} differs by {difference:.2f} grey levels on average"


def test_there_are_cases() -> None:
    assert CASES
