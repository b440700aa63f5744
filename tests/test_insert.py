"""Folded inserts as they are made: panels as tabled, order as met by the reader, creases clear, type large enough."""

from __future__ import annotations

import ctypes
import io
import json
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
import zxingcpp
from commands import REGION, own, run
from following import write_calf
from PIL import Image

from booklet.build import Sheet, SheetName, Workshop
from booklet.check.structure import StructureReport, read
from booklet.check.tagtree import TagNode, normal
from booklet.check.verapdf import validate
from booklet.codes.pharmacode import HEIGHT, THICK, THIN
from booklet.folding.leaflet import Leaflet
from booklet.inspection import inspect_pdf
from booklet.layout import Setting
from booklet.resources import Resources
from booklet.units import MM_PER_INCH, mm, pt

FOLDS = ["half", "letter", "z", "accordion-4", "gate", "map-2x3"]
every_fold = pytest.mark.parametrize("fold", FOLDS)
FEWEST_BARS = 4
"""Rows of a QR code may look like a code of few bars."""
CLEAR = 3.0
"""What stays clear on each side of a crease, in mm."""


@cache
def workshop() -> Workshop:
    return Workshop(Resources.at())


@cache
def sheet(fold: str) -> Sheet:
    return workshop().sheet(workshop().library.region(REGION), Setting(), "insert", fold=fold)


@cache
def report(fold: str) -> StructureReport:
    return read(sheet(fold).data)


def leaflet(fold: str) -> Leaflet:
    made = workshop().pages(Setting(), "insert", fold).leaflet
    assert made
    return made


def pages(fold: str) -> Iterator[tuple[bool, pypdfium2.PdfPage]]:
    """Front and back."""
    with pypdfium2.PdfDocument(sheet(fold).data) as pdf:
        for number, page in enumerate(pdf):
            yield bool(number), page


def sections(fold: str) -> list[TagNode]:
    """The structure elements of the panels."""
    [root] = report(fold).tree.roots
    return list(root.kids)


@every_fold
def test_the_sheet_has_the_widths_of_the_table(fold: str) -> None:
    made = leaflet(fold)
    with pikepdf.open(io.BytesIO(sheet(fold).data)) as pdf:
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            assert "/TrimBox" in page
            assert [float(x) for x in page.trimbox] == [float(x) for x in page.mediabox]
            assert [mm(float(x)) for x in page.trimbox[2:]] == pytest.approx([made.width, made.height], abs=0.01)


@every_fold
def test_nothing_but_background_lies_across_a_crease(fold: str) -> None:
    made, dpi = leaflet(fold), 150
    for back, page in pages(fold):
        picture = page.render(scale=dpi / 72).to_pil().convert("L")
        for crease in made.creases:
            x0, x1 = sorted(made.width - x if back else x for x in (crease.x0, crease.x1))
            box = (x0 - CLEAR, crease.y0 - CLEAR, x1 + CLEAR, crease.y1 + CLEAR)
            pixels = [round(edge / MM_PER_INCH * dpi) for edge in box]
            ends = (picture.width, picture.height) * 2
            band = picture.crop([min(max(0, pixel), end) for pixel, end in zip(pixels, ends, strict=True)])
            assert band.getextrema() == (255, 255), f"{fold}: the crease at {crease.x0:g}, {crease.y0:g}"


@every_fold
def test_panels_are_read_in_the_order_in_which_they_are_met(fold: str) -> None:
    """What stands on the paper where the simulation says that panel n lies is what the n-th element says."""
    made = leaflet(fold)
    parts = sections(fold)
    assert len(parts) == len(made.places)
    shown = dict(pages_text(fold))
    for place, part in zip(made.places, parts, strict=True):
        assert part.pages == {1 + place.face.back}
        first = next(normal(node.text) for node in part.walk() if node.role in ("Title", "H1", "P"))
        assert squeezed(first) in squeezed(shown[place.number])


def squeezed(text: str) -> str:
    return "".join(text.split())


def pages_text(fold: str) -> Iterator[tuple[int, str]]:
    """The number of each panel, and the text that lies on it."""
    made = leaflet(fold)
    for back, page in pages(fold):
        text = page.get_textpage()
        for place in made.side(back):
            left, top = pt(place.left), pt(made.height - place.top)
            box = (left, top - pt(place.height), left + pt(place.width), top)
            yield place.number, text.get_text_bounded(*box)


@every_fold
def test_the_outline_names_the_panels_where_they_are(fold: str) -> None:
    made = leaflet(fold)
    with pypdfium2.PdfDocument(sheet(fold).data) as pdf:
        entries = list(pdf.get_toc())
        assert [entry.get_title().split(":")[0] for entry in entries] == [f"Panel {p.number}" for p in made.places]
        for entry, place in zip(entries, made.places, strict=True):
            dest = entry.get_dest()
            assert dest.get_index() == place.face.back
            left, top = dest.get_view()[1][:2]
            assert mm(left) == pytest.approx(place.left, abs=0.05)
            assert made.height - mm(top) == pytest.approx(place.top, abs=0.05)


@every_fold
def test_it_says_all_that_it_must_and_in_a_safe_order(fold: str) -> None:
    library = workshop().library
    product, region = library.product, library.region(REGION)
    read_aloud = [text for _, text in report(fold).tree.reading()]
    whole = "\n".join(read_aloud)
    flags = [flag.short for flag in library.safety.flags if flag.id in region.flags and flag.urgency != "routine"]
    places = [read_aloud.index(flag) for flag in flags]
    assert places == sorted(places)
    assert max(places) < read_aloud.index("Find the spot")
    short = product.brief
    assert short
    assert all(text in whole for text in product.warnings) or all(text in whole for text in short.warnings)
    assert all(text in whole for text in product.stop) or all(text in whole for text in short.stop)
    assert product.uses in whole
    assert normal(library.legal.disclaimer_short) in whole
    assert "not yet been reviewed" in whole
    assert str(product.address) in whole
    assert read_aloud[-1] == str(product.pharmacode)
    disclaimer = next(i for i, part in enumerate(sections(fold)) if "Information only" in part.text)
    assert disclaimer == len(sections(fold)) - 1


@every_fold
def test_its_tags_are_sound_and_its_text_is_that_of_the_library(fold: str, tmp_path: Path) -> None:
    path = tmp_path / sheet(fold).name
    path.write_bytes(sheet(fold).data)
    inspection = inspect_pdf(path, workshop())
    assert (inspection.findings, inspection.notes) == ((), ())


def test_the_reference_validator_passes_inserts_and_dummies(tmp_path: Path) -> None:
    region = workshop().library.region(REGION)
    made = [*map(sheet, ("half", "gate", "map-2x3")), workshop().dummy(region, Setting(), "insert", "en", "letter")]
    paths = [tmp_path / one.name for one in made]
    for path, one in zip(paths, made, strict=True):
        path.write_bytes(one.data)
    assert validate(paths) == {path: [] for path in paths}


@every_fold
def test_a_leaflet_calls_itself_so(fold: str) -> None:
    whole = report(fold).tree.text()
    assert "This leaflet has not yet been reviewed" in normal(whole)
    assert "this sheet" not in normal(whole).lower()


def test_what_goes_on_on_the_same_panel_does_not_repeat_its_heading(folder: Path) -> None:
    """Sections in many parts, such as the sources of a short region."""
    write_calf(folder)
    clinic = Workshop(Resources.at(folder))
    made = clinic.sheet(clinic.library.region("calf"), Setting(), "insert", fold="map-2x3")
    [root] = read(made.data).tree.roots
    titles = [[normal(node.text) for node in panel.walk() if node.role == "H1"] for panel in root.kids]
    assert sum("Sources" in panel for panel in titles) > 1
    assert all(len(panel) == len(set(panel)) for panel in titles)
    cited = [item for item in clinic.library.sources.sources.values() if item.text in read(made.data).tree.text()]
    assert len(cited) > 16


def test_headings_far_from_the_patch_name_it() -> None:
    titles = [normal(node.text) for node in report("z").tree.walk() if node.role == "H1"]
    assert [title for title in titles if title.endswith(" it")] == []


def test_of_one_suspect_no_order_is_told_and_a_wide_figure_stands_above_its_name(folder: Path) -> None:
    write_calf(folder)
    clinic = Workshop(Resources.at(folder))
    region = clinic.library.region("calf")
    assert "Check in this order" not in read(clinic.sheet(region, Setting(), "insert", fold="half").data).tree.text()
    with pypdfium2.PdfDocument(clinic.sheet(region, Setting(), "insert", fold="z").data) as pdf:
        inside = pdf[1].get_textpage()
        intro, name = (
            inside.get_charbox(inside.search(words).get_next()[0]) for words in ("One muscle", "Calf muscles")
        )
    assert 0 < name[0] - intro[0] < 30


def test_more_panels_say_more() -> None:
    words = [len(report(fold).tree.text().split()) for fold in ("half", "z", "accordion-4", "map-2x3")]
    assert all(b > a for a, b in pairwise(words))


@pytest.mark.parametrize("fold", ["half", "map-2x3"])
def test_type_in_the_made_file_meets_the_leaflet_rules(fold: str) -> None:
    """Sizes, x-heights and the distance of letters below each other as PDFium measures them: 9 pt, 1.4 mm, 3 mm."""
    for _, page in pages(fold):
        text = page.get_textpage()
        below: dict[int, set[float]] = {}
        for index in range(text.count_chars()):
            matrix, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
            character = chr(pdfium.FPDFText_GetUnicode(text, index))
            if character.isspace() or not pdfium.FPDFText_GetMatrix(text, index, matrix):
                continue
            size = pdfium.FPDFText_GetFontSize(text, index) * (matrix.b**2 + matrix.d**2) ** 0.5
            assert size >= 8.99, character
            _, bottom, _, top = text.get_charbox(index)
            if character == "x":
                assert mm(top - bottom) >= 1.4
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            below.setdefault(round(x.value), set()).add(round(y.value, 1))
        gaps = [b - a for lines in below.values() for a, b in pairwise(sorted(lines)) if b - a > 1]
        assert gaps
        assert all(mm(gap) >= 3.0 for gap in gaps)


@pytest.mark.parametrize("dpi", [300, 600])
@pytest.mark.parametrize("fold", ["half", "z"])
def test_codes_are_read_back_from_the_paper(fold: str, dpi: int) -> None:
    product = workshop().library.product
    last = leaflet(fold).places[-1]
    assert not last.face.back
    with pypdfium2.PdfDocument(sheet(fold).data) as pdf:
        picture = pdf[0].render(scale=dpi / 72, grayscale=True).to_pil()
    box = (last.left, last.top, last.left + last.width, last.top + last.height)
    panel = picture.crop([round(edge / MM_PER_INCH * dpi) for edge in box])
    assert product.address in [found.text for found in zxingcpp.read_barcodes(panel)]
    scanned = [value for row in range(panel.height) if (value := scan(panel, row, dpi)) is not None]
    assert set(scanned) == {product.pharmacode}
    assert len(scanned) / dpi * MM_PER_INCH == pytest.approx(HEIGHT, abs=0.15)


def scan(picture: Image.Image, row: int, dpi: int) -> int | None:
    """The number of a Pharmacode across a row of pixels: bars of two widths, gaps of one, quiet zones of 6 mm."""
    line = picture.crop((0, row, picture.width, row + 1)).tobytes()
    runs = [(dark, len(list(same)) / dpi * MM_PER_INCH) for dark, same in groupby(line, lambda level: level < 128)]
    for start, (dark, wide) in enumerate(runs):
        if dark or wide < 6:
            continue
        widths: list[float] = []
        for (bar, width), (_, gap) in zip(runs[start + 1 :: 2], runs[start + 2 :: 2], strict=False):
            near = [real for real in (THIN, THICK) if abs(width - real) < 0.12]
            if not bar or not near:
                break
            widths += near
            if gap >= 6:
                if len(widths) > FEWEST_BARS:
                    return sum(2 ** (i + (one == THICK)) for i, one in enumerate(reversed(widths)))
                break
            if abs(gap - 1.0) > 0.12:
                break
    return None


def test_grey_has_no_colour() -> None:
    made = workshop().sheet(workshop().library.region(REGION), Setting(grey=True), "insert", fold="letter")
    with pypdfium2.PdfDocument(made.data) as pdf:
        for page in pdf:
            red, green, blue = page.render(scale=0.5).to_pil().split()
            assert red.tobytes() == green.tobytes() == blue.tobytes()
    assert made.name == f"{REGION}-insert-letter-fold-grey.pdf"


@pytest.mark.parametrize("fold", FOLDS)
@pytest.mark.parametrize("grey", [False, True])
def test_the_name_in_the_metadata_leads_back_to_the_fold(fold: str, grey: bool) -> None:
    name = SheetName("insert", REGION, "en", Setting(grey=grey), fold)
    assert SheetName.of(name.identifier) == name


def test_the_same_insert_twice_has_the_same_bytes() -> None:
    again = Workshop(Resources.at()).sheet(workshop().library.region(REGION), Setting(), "insert", fold="z")
    assert again.data == sheet("z").data


# The command


def test_the_command_makes_an_insert_and_its_check_is_content(folder: Path) -> None:
    made = run("build", "--format", "insert", "--fold", "z", "--out", "out")
    path = f"out/{REGION}-insert-z-fold.pdf"
    assert (made.exit_code, made.stdout) == (0, f"{path}\n")
    assert f"{path}: ok, 2 pages" in run("check", "--no-verapdf", path).stdout


def test_all_variants_leave_out_what_is_not_offered(folder: Path) -> None:
    made = run("build", "--format", "insert", "--fold", "half", "--all-variants", "--out", "out")
    assert made.exit_code == 0, made.stderr
    assert [Path(line).name for line in made.stdout.splitlines()] == [
        f"{REGION}-insert-half-fold.pdf",
        f"{REGION}-insert-half-fold-grey.pdf",
    ]


def test_folds_are_listed_with_their_panels_and_sheets() -> None:
    folds = {entry["id"]: entry for entry in json.loads(run("list", "folds", "--json").stdout)["folds"]}
    assert [folds["gate"][key] for key in ("panels", "sheet in mm")] == ["6", "359 x 180"]
    assert [folds["accordion-N"][key] for key in ("panels", "sheet in mm")] == ["4 to 20", "180 x 180 to 900 x 180"]
    assert folds["map-RxC"]["panels"] == "8 to 50"


@pytest.mark.parametrize("options", [(), ("--fold", "zz"), ("--fold", "z", "--icc", "none.icc", "--condition", "X")])
def test_what_no_variant_can_have_is_told_once(folder: Path, options: tuple[str, ...]) -> None:
    more = ("--press",) if "--icc" in options else ()
    made = run("build", "--format", "insert", "--all-variants", *more, *options)
    assert made.exit_code in (3, 4) and len(made.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--format", "insert"), "needs a fold; add --fold with half, letter, z, gate, accordion-N or map-RxC"),
        (("--format", "insert", "--fold", "leter"), 'fold leter: error: is not in the table of folds; did you mean'),
        (("--format", "insert", "--fold", "z", "--large-print"), "is not made in large print; the handout is"),
        (("--format", "insert", "--fold", "map-5x5"), "has 50 panels, but what there is to say fills"),
        (("--fold", "z"), "format handout: error: is not folded"),
        (("--dummy",), "format handout: error: has no dummy"),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_told(folder: Path, options: tuple[str, ...], told: str) -> None:
    made = run("build", *options, "--out", "out")
    assert made.exit_code == 3
    assert told in made.stderr
    assert not list(Path().rglob("*.pdf"))


def test_a_check_of_the_content_tells_mistakes_in_folds_and_layouts(folder: Path) -> None:
    own("templates/insert/folds.yaml", lambda text: text.replace('front: ["3 6 1"]', 'front: ["3 1 6"]'))
    own("templates/impositions/saddle.yaml", lambda text: text.replace("layout: saddle", "layout: sadle"))
    told = run("check", "content").stderr
    assert "templates/insert/folds.yaml:29:12: error: the front is drawn as 3 1 6" in told
    assert "templates/impositions/saddle.yaml:" in told and 'write "saddle", or rename the file' in told


def test_a_text_that_is_too_long_is_refused_with_section_and_millimetres(folder: Path) -> None:
    long = "Do not use it on cuts, sores or skin that is red or hurt." * 12
    own("content/product.yaml", lambda text: text.replace("Not on cuts, sores or skin that is red or hurt.", long))
    made = run("--library", ".", "build", "--format", "insert", "--fold", "half", "--out", "out")
    assert made.exit_code == 3
    assert "templates/insert/format.yaml:" in made.stderr
    assert 'mm too long for the panels of the fold "half"; shorten its texts' in made.stderr


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("body: {size: 10,", "body: {size: 8.5,", "too small by the rules “eu”; write 9"),
        ("body: {size: 10, leading: 13.5}", "body: {size: 10, leading: 8}", "too close by the rules “eu”; write 10"),
        ("small: {size: 9, leading: 11.5}", "small: {size: 5, leading: 11.5}", "write 9"),
        ("rules: eu", "rules: fda", "is not one of eu, otc"),
        ("section: {size: 11.5,", "section: {sise: 11.5,", 'did you mean "size"?'),
    ],
)
def test_type_that_breaks_the_rules_is_refused_with_its_place(folder: Path, old: str, new: str, told: str) -> None:
    own("templates/insert/format.yaml", lambda text: text.replace(old, new))
    made = run("--library", ".", "build", "--format", "insert", "--fold", "z", "--out", "out")
    assert made.exit_code == 3
    assert told in made.stderr
    assert made.stderr.startswith("templates/insert/format.yaml:")


@pytest.mark.parametrize(
    ("name", "size", "told"), [("small", 6, ""), ("small", 5.9, "write 6"), ("part", 7, "write 8")]
)
def test_the_us_rules_allow_smaller_type(folder: Path, name: str, size: float, told: str) -> None:
    def change(text: str) -> str:
        lines = [
            f"  {name}: {{size: {size}, leading: 12}}" if f"  {name}:" in line else line for line in text.splitlines()
        ]
        return "\n".join(lines).replace("rules: eu", "rules: otc")

    own("templates/insert/format.yaml", change)
    made = run("--library", ".", "list", "formats")
    assert made.exit_code == (3 if told else 0)
    assert told in made.stderr


def test_without_address_and_number_no_code_is_drawn(folder: Path) -> None:
    def change(text: str) -> str:
        return "\n".join(line for line in text.splitlines() if not line.startswith(("address:", "pharmacode:")))

    own("content/product.yaml", change)
    made = run("--library", ".", "build", "--format", "insert", "--fold", "z", "--out", "out")
    assert made.exit_code == 0, made.stderr
    text = read(Path(f"out/{REGION}-insert-z-fold.pdf")).tree.text()
    assert "Read more" not in text
    assert "117480" not in text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("pharmacode: 117480", "pharmacode: 2", "at least 3 needed"),
        ("pharmacode: 117480", "pharmacode: 131071", "out of range"),
        ("address: https://example.org/patch", "address: see our page", "is not a web address"),
        ("    - Keep it away from children.\n", "", "none may be left out"),
    ],
)
def test_a_wrong_product_is_told(folder: Path, old: str, new: str, told: str) -> None:
    own("content/product.yaml", lambda text: new.join(text.rsplit(old, 1)))
    made = run("--library", ".", "check", "content")
    assert made.exit_code == 1
    assert told in made.stderr
    assert "content/product.yaml:" in made.stderr


def test_the_check_of_content_misses_a_warning(folder: Path) -> None:
    own("templates/insert/sections/stop.xml.j2", lambda text: text.split("{{ bullets")[0] + "</section>")
    made = run("--library", ".", "check", "content")
    assert made.exit_code == 1
    assert "warning-missing" in made.stdout


# The paper dummy


def test_a_dummy_says_at_each_crease_which_way_it_goes() -> None:
    """Both creases of a letter fold have the backs inside: away from the front, towards the back."""
    made = workshop().dummy(workshop().library.region(REGION), Setting(paper="a4"), "insert", "en", "letter")
    assert made.name == f"{REGION}-insert-letter-fold-dummy-a4.pdf"
    with pypdfium2.PdfDocument(made.data) as pdf:
        front, back = (pdf[number].get_textpage().get_text_range() for number in (0, 1))
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        dashed = [b"[6 4] 0 d" in page.Contents.read_bytes() for page in pdf.pages]
    assert (front.count("fold back"), front.count("fold forward")) == (2, 0)
    assert (back.count("fold back"), back.count("fold forward")) == (0, 2)
    assert dashed == [False, True, False]


@pytest.mark.parametrize(("fold", "scale"), [("half", 1.0), ("gate", 0.72)])
def test_a_dummy_has_every_number_where_its_panel_is(fold: str, scale: float) -> None:
    region = workshop().library.region(REGION)
    made = workshop().dummy(region, Setting(paper="letter"), "insert", "en", fold)
    assert bool(made.note) == (scale < 1)
    sheet_of = leaflet(fold)
    with pypdfium2.PdfDocument(made.data) as pdf:
        assert len(pdf) == 3
        for number, back in enumerate((False, True)):
            page = pdf[number]
            real = min(
                1.0,
                (page.get_width() - 2 * pt(10)) / pt(sheet_of.width),
                (page.get_height() - 2 * pt(10)) / pt(sheet_of.height),
            )
            assert real == pytest.approx(scale, abs=0.01)
            text = page.get_textpage()
            left = (page.get_width() - pt(sheet_of.width) * real) / 2
            bottom = (page.get_height() - pt(sheet_of.height) * real) / 2
            for place in sheet_of.side(back):
                x = left + pt(place.left) * real
                found = text.get_text_bounded(
                    x + 3, bottom, x + pt(place.width) * real - 10, bottom + pt(place.height) * real
                )
                assert str(place.number) in found.split()
        how = pdf[2].get_textpage().get_text_range()
    assert how.count("Fold the") == len(sheet_of.steps)
    assert read(made.data).findings == ()
