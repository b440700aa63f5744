"""Every handout that ships, in every variant: sound tags, the text that was meant, safe order, the same bytes."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from booklet.build import Sheet, SheetName, Workshop, variants
from booklet.check.outline import Outliner, heading_pages
from booklet.check.structure import StructureReport, compare, read
from booklet.check.tagtree import normal
from booklet.check.verapdf import validate
from booklet.cli.app import app
from booklet.document import Document, RedFlags, walk
from booklet.inspection import inspect_pdf
from booklet.layout import Setting
from booklet.resources import Resources

REGIONS = list(Resources.at().listing("content/regions", ".yaml"))
ALL = [
    pytest.param(name, setting, id=SheetName("handout", name, "en", setting).file)
    for name in REGIONS
    for setting in variants()
]
every_handout = pytest.mark.parametrize(("region", "setting"), ALL)


@cache
def workshop() -> Workshop:
    return Workshop(Resources.at())


@cache
def sheet(region: str, setting: Setting) -> Sheet:
    return workshop().sheet(workshop().library.region(region), setting)


@cache
def report(region: str, setting: Setting) -> StructureReport:
    return read(sheet(region, setting).data)


def document(region: str, setting: Setting) -> Document:
    return workshop().compose(workshop().library.region(region), "handout", large=setting.large)


@every_handout
def test_its_tags_are_sound(region: str, setting: Setting) -> None:
    assert list(report(region, setting).findings) == []


@every_handout
def test_it_reads_as_it_was_meant(region: str, setting: Setting) -> None:
    made, meant = report(region, setting), document(region, setting)
    pages = heading_pages(meant, made.tree)
    outliner = Outliner(workshop().atlas.alt, lambda target: f"page {pages[target]}", setting.large)
    assert [str(finding) for finding in compare(made.tree, outliner.outline(meant))] == []


@every_handout
def test_it_says_what_it_is(region: str, setting: Setting) -> None:
    made, own = report(region, setting), sheet(region, setting)
    assert made.language == "en-US"
    assert made.title == workshop().library.region(region).title
    assert made.identifier.endswith(f"#{own.digest}")
    assert made.pages == own.pages
    assert all(made.fonts.values())


@every_handout
def test_red_flags_come_on_page_1_and_before_any_step(region: str, setting: Setting) -> None:
    [box] = [block for block in walk(document(region, setting).blocks) if isinstance(block, RedFlags)]
    nodes = [node for node in report(region, setting).tree.walk() if node.role in ("H1", "H2", "LI", "L")]
    texts = [normal(node.text) for node in nodes]
    heading = texts.index(box.heading)
    first_step = next(i for i, node in enumerate(nodes) if node.attributes.get("ListNumbering") == "Decimal")
    assert nodes[heading].page == 1
    for group in box.groups:
        assert heading < texts.index(group.heading) < first_step
    emergencies = nodes[texts.index(box.groups[0].heading)]
    assert emergencies.page == 1, "whom to call at once stands on page 1 in large print too"
    if not setting.large:
        assert {nodes[texts.index(group.heading)].page for group in box.groups} == {1}


@every_handout
def test_another_reader_finds_the_disclaimer(region: str, setting: Setting) -> None:
    with pypdfium2.PdfDocument(sheet(region, setting).data) as pdf:
        text = normal(" ".join(page.get_textpage().get_text_bounded() for page in pdf))
    for paragraph in workshop().library.legal.disclaimer:
        assert paragraph in text


@every_handout
def test_figures_are_vectors(region: str, setting: Setting) -> None:
    with pikepdf.open(io.BytesIO(sheet(region, setting).data)) as pdf:
        streams = [found for found in pdf.objects if isinstance(found, pikepdf.Stream)]
        assert [found for found in streams if found.get("/Subtype") == pikepdf.Name.Image] == []
        assert any(found.get("/Subtype") == pikepdf.Name.Form for found in streams)


@every_handout
def test_grey_prints_have_no_colour(region: str, setting: Setting) -> None:
    with pikepdf.open(io.BytesIO(sheet(region, setting).data)) as pdf:
        content = pikepdf.parse_content_stream(pdf.pages[0])
    colours = [[float(part) for part in operands] for operands, operator in content if str(operator) in ("rg", "RG")]
    assert any(len(set(colour)) > 1 for colour in colours) is not setting.grey


@pytest.mark.parametrize("region", REGIONS)
def test_the_reference_validator_passes_every_variant(region: str, tmp_path: Path) -> None:
    paths = [tmp_path / SheetName("handout", region, "en", setting).file for setting in variants()]
    for path, setting in zip(paths, variants(), strict=True):
        path.write_bytes(sheet(region, setting).data)
    assert [str(finding) for findings in validate(paths).values() for finding in findings] == []


@pytest.mark.parametrize("setting", [Setting(), Setting("a4", True, True)], ids=["letter", "a4-large-print-grey"])
def test_another_process_in_another_folder_makes_the_same_bytes(tmp_path: Path, setting: Setting) -> None:
    options = ["--paper", setting.paper, *["--large-print"] * setting.large, *["--grey"] * setting.grey]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    command = [sys.executable, "-m", "booklet", "build", REGIONS[0], *options]
    environment["PYTHONPATH"] = str(Path(__file__).parent.parent)
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    made = tmp_path / "out" / SheetName("handout", REGIONS[0], "en", setting).file
    assert made.read_bytes() == sheet(REGIONS[0], setting).data


LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="10"><path d="M0 0h30v10H0z" fill="#0f4c5c"/></svg>'
CLINIC = """\
name: Clinic & Sons
address: [1 Example Street, Example Town]
phone: 000 000 0000
logo: logo.svg
"""


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large-print"])
def test_a_clinics_own_handout_is_as_sound(tmp_path: Path, large: bool) -> None:
    (tmp_path / "clinic.yaml").write_text(CLINIC)
    (tmp_path / "logo.svg").write_text(LOGO)
    own = Workshop(Resources.at(tmp_path))
    path = tmp_path / "own.pdf"
    path.write_bytes(own.handout(own.library.region(REGIONS[0]), Setting(large=large)))
    inspection = inspect_pdf(path, own)
    assert [str(finding) for finding in inspection.findings] == []
    assert inspection.notes == ()
    first = inspection.report.tree.reading()[:2]
    brand = "Clinic & Sons · 1 Example Street · Example Town · 000 000 0000"
    assert first == [("Figure", "Logo: Clinic & Sons"), ("P", brand)]


def test_the_names_of_variants_differ_and_the_usual_one_is_plain() -> None:
    names = [SheetName("handout", "knee", "en", setting).file for setting in variants()]
    assert len(set(names)) == 8
    assert {"knee.pdf", "knee-a4.pdf", "knee-large-print.pdf", "knee-a4-large-print-grey.pdf"} < set(names)


# Broken copies: what a lesser program might have made of the same content.


def elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    found: list[Any] = []

    def walk_down(element: Any) -> None:
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                found.extend([kid] if f"/{role}" == kid.S else [])
                walk_down(kid)

    walk_down(pdf.Root.StructTreeRoot)
    return found


def lose_alt(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Figure")[0]["/Alt"]


def change_alt(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "Figure")[0]["/Alt"] = pikepdf.String("A picture.")


def swap_steps(pdf: pikepdf.Pdf) -> None:
    [items] = [one for one in elements(pdf, "L") if len(one.K) == 7][:1]
    items.K = pikepdf.Array([items.K[1], items.K[0], *list(items.K)[2:]])


def lose_paragraph(pdf: pikepdf.Pdf) -> None:
    lost = elements(pdf, "P")[5]
    parent = lost.P
    parent.K = pikepdf.Array([kid for kid in parent.K if kid.objgen != lost.objgen])


def lower_heading(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "H1")[1].S = pikepdf.Name.H2


def say_other_words(pdf: pikepdf.Pdf) -> None:
    elements(pdf, "LI")[0].K[1].ActualText = pikepdf.String("Numb skin is fine")


def lose_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/StructTreeRoot"]


DAMAGES: list[tuple[Callable[[pikepdf.Pdf], None], str]] = [
    (lose_alt, "figure-no-alt"),
    (change_alt, "order-differs"),
    (swap_steps, "order-missing"),
    (lose_paragraph, "order-missing"),
    (lower_heading, "order-differs"),
    (say_other_words, "order-differs"),
    (lose_tags, "document-untagged"),
]


@pytest.mark.parametrize(("damage", "code"), DAMAGES, ids=[damage.__name__ for damage, _ in DAMAGES])
def test_the_command_finds_broken_copies(tmp_path: Path, damage: Callable[[pikepdf.Pdf], None], code: str) -> None:
    path = tmp_path / "broken.pdf"
    with pikepdf.open(io.BytesIO(sheet(REGIONS[0], Setting()).data)) as pdf:
        damage(pdf)
        pdf.save(path)
    run = CliRunner().invoke(app, ["check", str(path), "--no-verapdf"])
    assert run.exit_code == 1, run.output
    assert code in run.stdout


def test_the_command_passes_a_sound_copy(tmp_path: Path) -> None:
    path = tmp_path / "sound.pdf"
    path.write_bytes(sheet(REGIONS[0], Setting()).data)
    run = CliRunner().invoke(app, ["check", str(path), "--no-verapdf"])
    assert (run.exit_code, run.stderr) == (0, ""), run.output
    assert f"{path}: ok, " in run.stdout


names = st.builds(
    SheetName,
    st.sampled_from(("handout", "leaflet")),
    st.sampled_from(REGIONS),
    st.sampled_from(("en", "es", "en-gb")),
    st.sampled_from(variants()),
)


@given(names)
def test_the_name_in_the_metadata_leads_back_to_the_sheet(name: SheetName) -> None:
    assert SheetName.of(name.identifier) == name


@given(names, names)
def test_no_two_sheets_share_a_file(one: SheetName, other: SheetName) -> None:
    assert (one.file == other.file) == (one == other)


def test_other_peoples_identifiers_are_not_ours() -> None:
    assert SheetName.of("urn:isbn:9780140449136") is None
