"""From content to what a print shop takes: every product as PDF/X-4, laid on sheets, and nothing to complain about."""

from __future__ import annotations

import io
import json
import re
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from commands import REGION, run

from booklet.build import HANDOUT, INSERT, Sheet, Workshop
from booklet.check.press.predicate import Demands
from booklet.check.press.report import PressReport, check_press
from booklet.errors import ExitCode
from booklet.layout import BLEED, Press, Setting
from booklet.layout.styles import SLUG
from booklet.resources import Resources
from booklet.units import mm, pt

BOOKLET = "booklet"
PRODUCTS = {
    "handout": (HANDOUT, ""),
    "booklet": (BOOKLET, ""),
    "half": (INSERT, "half"),
    "letter": (INSERT, "letter"),
    "z": (INSERT, "z"),
    "gate": (INSERT, "gate"),
    "accordion": (INSERT, "accordion-4"),
    "map": (INSERT, "map-2x3"),
}
MARKS = "crop,fold,register,colour,slug"


@cache
def workshop() -> Workshop:
    return Workshop(Resources.at())


@cache
def made(name: str, setting: Setting = Setting(press=Press())) -> Sheet:  # noqa: B008 - frozen
    product, fold = PRODUCTS[name]
    return workshop().sheet(workshop().library.region(REGION), setting, product, fold=fold)


def complaints(report: PressReport) -> list[str]:
    return [f"{finding.place}: {finding.code}" for finding in report.findings]


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_product_passes_the_preflight(name: str) -> None:
    report = check_press(made(name).data, name, Demands(booklet=name == "booklet"))
    assert complaints(report) == []


def test_a_check_without_press_tells_which_one_is_meant(tmp_path: Path) -> None:
    copies = {"for press": made("z"), "to read": made("z", Setting())}
    for name, copy in copies.items():
        (tmp_path / f"{name}.pdf").write_bytes(copy.data)
    told = {name: run("check", "--no-verapdf", str(tmp_path / f"{name}.pdf")).stderr for name in copies}
    assert "it is a copy for a print shop: add --press" in told["for press"]
    assert told["to read"] == ""


@pytest.mark.parametrize(
    ("layout", "wishes"),
    [("saddle", ("--signature", "3", "--paper-gsm", "115")), ("perfect", ("--signature", "3")), ("cards", ())],
)
def test_imposed_booklets_pass_the_preflight_with_all_their_marks(
    layout: str, wishes: tuple[str, ...], tmp_path: Path
) -> None:
    source = tmp_path / "booklet.pdf"
    source.write_bytes(made("booklet").data)
    options = ("--sheet", "sra3", "--gutter", "6", "--marks", MARKS, *wishes)
    done = run("impose", str(source), "--layout", layout, *options, "--out", str(tmp_path))
    assert done.exit_code == ExitCode.OK
    report = check_press((tmp_path / f"booklet-{layout}.pdf").read_bytes(), layout)
    assert complaints(report) == []


def test_a_sheet_for_a_press_has_room_for_the_bleed(tmp_path: Path) -> None:
    """Without a word about paper: a booklet to read goes on office paper, one for a press on what holds its bleed."""
    papers = []
    for setting in (Setting(), Setting(press=Press())):
        source = tmp_path / "booklet.pdf"
        source.write_bytes(made("booklet", setting).data)
        done = run("impose", str(source), "--out", str(tmp_path), "--json")
        papers.append(json.loads(done.stdout)["file"]["sheet"])
    assert papers == ["letter", "tabloid"]
    assert complaints(check_press((tmp_path / "booklet-saddle.pdf").read_bytes(), "sheets")) == []


def test_art_on_the_cover_reaches_the_end_of_the_bleed() -> None:
    """Seen by its colours: at the right and lower edges of the paper, wherever these are."""
    for bleed in (BLEED, pt(6)):
        with pypdfium2.PdfDocument(made("booklet", Setting(press=Press(bleed))).data) as pdf:
            picture = pdf[0].render(scale=1).to_numpy()
        assert (picture[-2, -60:] < 245).any()
        assert (picture[-60:, -2] < 245).any()
        assert (picture[:60, :2] == 255).all()


# The marks of an insert


@pytest.mark.parametrize("name", ["letter", "map"])
def test_an_insert_is_marked_where_it_is_cut_and_folded(name: str) -> None:
    setting = workshop().pages(Setting(press=Press()), INSERT, PRODUCTS[name][1])
    sheet = setting.leaflet
    assert sheet is not None
    with pikepdf.open(io.BytesIO(made(name).data)) as pdf:
        for back, page in enumerate(pdf.pages):
            media, bleed, trim = ([float(x) for x in page.obj[f"/{box}Box"]] for box in ("Media", "Bleed", "Trim"))
            assert media == pytest.approx([0, 0, trim[2] + trim[0], trim[3] + trim[1]], abs=0.01)
            assert bleed == pytest.approx([SLUG, SLUG, media[2] - SLUG, media[3] - SLUG], abs=0.01)
            assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx(setting.page, abs=0.01)
            ticks = _ticks(page, bleed)
            places = sheet.side(bool(back))
            cuts = {round(mm(x - trim[0]), 1) for x, dashed in ticks if not dashed}
            folds = {round(mm(x - trim[0]), 1) for x, dashed in ticks if dashed}
            assert cuts == {0.0, round(sheet.width, 1)}
            assert folds == {round(place.left, 1) for place in places if place.left}


def _ticks(page: pikepdf.Page, bleed: list[float]) -> list[tuple[float, bool]]:
    """The upright lines beyond the bleed: their place from the left, and whether they are dashed."""
    found, shift, dashed = [], (0.0, 0.0), False
    start = (0.0, 0.0)
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "cm" if shift == (0.0, 0.0):
                shift = float(operands[4]), float(operands[5])
            case "d":
                dashed = len(operands[0]) > 0
            case "m":
                start = float(operands[0]) + shift[0], float(operands[1]) + shift[1]
            case "l":
                end = float(operands[0]) + shift[0], float(operands[1]) + shift[1]
                outside = min(start[1], end[1]) >= bleed[3] - 0.01 or max(start[1], end[1]) <= bleed[1] + 0.01
                if outside and abs(start[0] - end[0]) < 0.001:
                    found.append((start[0], dashed))
    return found


def test_the_marks_of_an_insert_name_the_widths_of_its_panels() -> None:
    with pypdfium2.PdfDocument(made("letter").data) as pdf:
        for index, widths in enumerate((["89.5 mm", "90 mm", "90 mm"], ["90 mm", "90 mm", "89.5 mm"])):
            page = pdf[index]
            top = page.get_height() - SLUG
            text = page.get_textpage().get_text_bounded(bottom=top)
            assert re.findall(r"[0-9.]+ mm", text) == widths
            assert text.count("fold") == 2


def test_a_reading_copy_has_no_marks() -> None:
    with pikepdf.open(io.BytesIO(made("letter", Setting()).data)) as pdf:
        assert [float(x) for x in pdf.pages[0].MediaBox] == [float(x) for x in pdf.pages[0].TrimBox]
