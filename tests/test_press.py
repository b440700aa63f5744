"""Copies for the print shop: PDF/X-4, made of ink alone, with bleed, and otherwise the sheets that readers get."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy
import pikepdf
import pypdfium2
import pytest
from commands import REGION, ROOT, own, program, run
from pdfium_reading import page_text
from PIL import Image, ImageCms
from press_reading import Painted, painted

from booklet.build import EXAM_FORM, HANDOUT, SheetName, Workshop
from booklet.build.press import condition
from booklet.check.structure import read
from booklet.drawing import Fill, Item, Stroke, Text, Use, walk
from booklet.errors import BookletError
from booklet.layout import BLEED, Press, Setting
from booklet.library import load_inks
from booklet.resources import Resources
from booklet.units import pt

PROFILE = ROOT / "templates/icc/FOGRA39L_coated.icc"
UNKEPT = Path("/usr/share/color/icc/ghostscript/ps_cmyk.icc")
"""A profile of a printer that Pillow opens, and then cannot give to the pictures that it converts."""
RENDERED = 108
"""Pixels per inch of the pictures that are compared."""
SCALED_BLEED = 12.0
"""A bleed of whole pixels."""
PRESS = Press()
COLOUR = Setting(press=PRESS)
WIDE = Setting(press=Press(SCALED_BLEED))
SETTINGS = {
    "colour": COLOUR,
    "grey": Setting("a4", grey=True, press=PRESS),
    "large": Setting("a4", large=True, press=PRESS),
}
every_setting = pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)


@cache
def workshop() -> Workshop:
    return Workshop(Resources.at())


@cache
def made(setting: Setting, product: str = HANDOUT) -> bytes:
    return workshop().sheet(workshop().library.region(REGION), setting, product).data


@cache
def things(setting: Setting, product: str = HANDOUT) -> set[Painted]:
    return painted(made(setting, product))


@pytest.fixture
def pdf() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made(COLOUR))) as opened:
        yield opened


# What the file says of itself


def test_it_is_a_pdf_x_4_with_one_output_intent(pdf: pikepdf.Pdf) -> None:
    assert pdf.pdf_version == "1.6" and not pdf.is_encrypted
    first, second = (bytes(part) for part in pdf.trailer.ID)
    assert first == second and len(first) == 16
    [intent] = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFX"
    assert (intent.OutputConditionIdentifier, intent.RegistryName) == ("FOGRA39", "http://www.color.org")
    assert intent.DestOutputProfile.N == 4
    assert intent.DestOutputProfile.read_bytes() == PROFILE.read_bytes()


def test_its_metadata_say_the_same_twice(pdf: pikepdf.Pdf) -> None:
    assert "/Filter" not in pdf.Root.Metadata
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        assert metadata["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"] == "PDF/X-4"
        assert metadata["dc:title"] == pdf.docinfo["/Title"]
        assert metadata["pdf:Trapped"] == "False" and pdf.docinfo["/Trapped"] == "/False"
        dates = {metadata[f"xmp:{name}"] for name in ("CreateDate", "ModifyDate", "MetadataDate")}
        assert dates == {"2026-01-01T00:00:00+00:00"}
        assert pdf.docinfo["/CreationDate"] == pdf.docinfo["/ModDate"] == "D:20260101000000+00'00'"
        assert re.fullmatch(r"uuid:[0-9a-f-]{36}", metadata["xmpMM:DocumentID"])
        assert metadata["xmpMM:VersionID"] and metadata["xmpMM:RenditionClass"] == "default"
        assert not any("pdfa" in key or "pdfua" in key for key in metadata)


def test_there_is_nothing_to_act_on(pdf: pikepdf.Pdf) -> None:
    assert not {"/AcroForm", "/OpenAction", "/AA", "/OCProperties"} & set(pdf.Root.keys())
    assert not {"/JavaScript", "/EmbeddedFiles"} & set(pdf.Root.get("/Names", {}).keys())
    assert not any({"/Annots", "/AA", "/UserUnit"} & set(page.obj.keys()) for page in pdf.pages)
    assert not any(isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Action" for item in pdf.objects)


def test_page_numbers_stand_where_links_were() -> None:
    outline = "See page"
    assert page_text(made(COLOUR)).count(outline) == page_text(made(Setting())).count(outline)
    assert page_text(made(COLOUR)).split() == page_text(made(Setting())).split()


def test_its_tags_are_sound() -> None:
    assert list(read(made(COLOUR)).findings) == []


# Pages


@pytest.mark.parametrize(("setting", "bleed"), [(SETTINGS["grey"], pt(3)), (WIDE, SCALED_BLEED)])
def test_every_page_tells_where_it_is_cut(setting: Setting, bleed: float) -> None:
    width, height = setting.page
    whole = [0, 0, width + 2 * bleed, height + 2 * bleed]
    with pikepdf.open(io.BytesIO(made(setting))) as opened:
        for page in opened.pages:
            boxes = {name: [float(side) for side in box] for name, box in page.obj.items() if name.endswith("Box")}
            assert set(boxes) == {"/MediaBox", "/BleedBox", "/TrimBox"}
            assert boxes["/MediaBox"] == boxes["/BleedBox"] == pytest.approx(whole, abs=1e-3)
            assert boxes["/TrimBox"] == pytest.approx([bleed, bleed, bleed + width, bleed + height], abs=1e-3)
            assert page.obj.Group.CS == "/DeviceCMYK" and page.obj.Group.S == "/Transparency"


def test_a_trimmed_page_looks_as_the_page_that_is_read() -> None:
    """In the same places, that is: its colours are those of ink."""
    for number in (0, 4):
        inked, same = (_shape(made(each), number, each.press) for each in (WIDE, Setting()))
        assert inked.shape == same.shape
        assert (inked & same).sum() / (inked | same).sum() > 0.95


def _shape(data: bytes, number: int, press: Press | None) -> numpy.ndarray:
    """Where a page, cut to its trim, is darker than a tint."""
    with pypdfium2.PdfDocument(data) as document:
        crop = (SCALED_BLEED if press else 0,) * 4
        picture = document[number].render(scale=RENDERED / 72, crop=crop, grayscale=True).to_numpy()
    return picture.squeeze() < 160


def test_bookmarks_and_places_in_tags_move_with_the_page() -> None:
    def bookmarks(data: bytes) -> list[float]:
        with pikepdf.open(io.BytesIO(data)) as opened, opened.open_outline() as outline:
            return [float(item.destination[3]) for item in outline.root]

    shifts = [p - r for p, r in zip(bookmarks(made(COLOUR)), bookmarks(made(Setting())), strict=True)]
    assert shifts == pytest.approx([BLEED] * len(shifts), abs=0.01)


# Ink


@pytest.mark.parametrize(
    ("setting", "product"), [*((setting, HANDOUT) for setting in SETTINGS.values()), (COLOUR, EXAM_FORM)]
)
def test_everything_is_painted_with_ink(setting: Setting, product: str) -> None:
    assert {thing.space for thing in things(setting, product)} == {"CMYK"}


@pytest.mark.parametrize("product", [HANDOUT, EXAM_FORM])
def test_every_mixture_is_one_of_the_table(product: str) -> None:
    table = set(load_inks(Resources.at()).table.values())
    assert {thing.mixture for thing in things(COLOUR, product)} <= table


def test_grey_copies_need_black_alone() -> None:
    assert {thing.mixture[:3] for thing in things(SETTINGS["grey"])} == {(0, 0, 0)}


def test_see_through_symbols_are_blended_as_ink(pdf: pikepdf.Pdf) -> None:
    groups = [item.Group for item in pdf.objects if isinstance(item, pikepdf.Stream) and "/Group" in item]
    assert groups and {str(group.CS) for group in groups} == {"/DeviceCMYK"}


def test_opacity_is_all_that_changes_in_blending(pdf: pikepdf.Pdf) -> None:
    holders = [*(page.obj for page in pdf.pages), *(item for item in pdf.objects if isinstance(item, pikepdf.Stream))]
    states = [state for holder in holders for state in holder.get("/Resources", {}).get("/ExtGState", {}).values()]
    entries = {key for state in states for key in state}
    assert entries == {"/CA", "/ca", "/OP", "/op", "/OPM"}


@every_setting
def test_running_text_is_black_and_overprints(setting: Setting) -> None:
    texts = [thing for thing in things(setting) if thing.what == "text"]
    black = [text for text in texts if text.mixture == (0, 0, 0, 100)]
    small, large = ([t for t in black if (t.size <= 12.01) == is_small] for is_small in (True, False))
    assert large and not any(text.overprint for text in large)
    assert all(text.overprint and text.mode == 1 for text in small)
    assert bool(small) != setting.large


@every_setting
def test_nothing_else_overprints(setting: Setting) -> None:
    assert not any(t.overprint for t in things(setting) if t.what != "text" or t.mixture != (0, 0, 0, 100))


@every_setting
def test_no_line_is_too_thin(setting: Setting) -> None:
    lines = [thing.size for thing in things(setting) if thing.what == "line"]
    assert len(lines) > 10 and min(lines) >= 0.2499


def test_a_reading_copy_made_after_it_is_as_it_was() -> None:
    made(COLOUR)
    made.cache_clear()
    assert {thing.space for thing in things(Setting())} == {"RGB"}
    assert min(thing.size for thing in things(Setting()) if thing.what == "line") < 0.2


@pytest.mark.skipif(not shutil.which("gs"), reason="Ghostscript is not installed")
def test_separations_hold_no_more_ink_than_allowed(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    file.write_bytes(made(COLOUR))
    options = ["-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiffsep", "-r40", "-dFirstPage=5", "-dLastPage=6"]
    subprocess.run(["gs", *options, f"-sOutputFile={tmp_path}/p%d.tif", str(file)], check=True)
    totals, names = [], ("Cyan", "Magenta", "Yellow", "Black")
    for page in (1, 2):
        plates = [255 - numpy.asarray(Image.open(tmp_path / f"p{page}({name}).tif")).astype(int) for name in names]
        totals.append(sum(plates).max() / 2.55)
    assert len(list(tmp_path.glob("p1(*).tif"))) == 4
    assert 100 < max(totals) <= load_inks(Resources.at()).limit


# The ink table


def _colours(items: tuple[Item, ...]) -> Iterator[str]:
    for item in walk(items):
        if isinstance(item, Fill | Stroke | Text):
            yield item.colour
        elif isinstance(item, Use):
            yield from _colours(item.symbol.items)


def test_every_colour_of_every_figure_is_in_the_table() -> None:
    used = {colour for name in workshop().atlas.ids for colour in _colours(workshop().figure(name, 120).items)}
    assert len(used) > 40
    assert used - set(load_inks(Resources.at()).table) == set()


def test_every_colour_with_a_name_is_in_the_table() -> None:
    table = load_inks(Resources.at()).table
    assert set(Setting().colours.values()) <= set(table)


def test_ink_looks_like_the_colour_it_stands_for() -> None:
    """By the profile, within what differs between two proofs; what is printed in black alone keeps its lightness."""
    table = load_inks(Resources.at()).table
    screen = _lab("RGB", [bytes.fromhex(colour[1:]) for colour in table])
    ink = _lab("CMYK", [bytes(round(part * 2.55) for part in mixture) for mixture in table.values()])
    for colour, mixture, wanted, got in zip(table, table.values(), screen, ink, strict=True):
        if mixture[:3] == (0, 0, 0):
            darkest = 17.5  # the lightness of solid black
            assert abs(max(wanted[0], darkest) - got[0]) < 10.5, colour
        else:
            assert numpy.linalg.norm(wanted - got) < 9, (colour, mixture)


def _lab(mode: str, colours: list[bytes]) -> numpy.ndarray:
    profile = ImageCms.createProfile("sRGB") if mode == "RGB" else ImageCms.getOpenProfile(str(PROFILE))
    transform = ImageCms.buildTransform(profile, ImageCms.createProfile("LAB"), mode, "LAB", 1)
    image = ImageCms.applyTransform(Image.frombytes(mode, (len(colours), 1), b"".join(colours)), transform)
    assert image
    lab = numpy.frombuffer(image.tobytes(), numpy.uint8).reshape(-1, 3)
    return numpy.column_stack([lab[:, 0] / 2.55, lab[:, 1:].astype(numpy.int8)])


MISTAKES = {
    "too much ink": (
        "red: 15 100 95 25",
        "red: 75 100 95 55",
        "14:8: error: is 325 percent of ink, over the limit of 300",
    ),
    "three parts": ("red: 15 100 95 25", "red: 15 100 95", '14:8: error: "15 100 95" is not four percentages of'),
    "more than all": ("red: 15 100 95 25", "red: 0 101 0 0", '14:8: error: "0 101 0 0" is not four percentages of'),
    "no such name": (
        "  red:",
        "  rde:",
        '14:3: error: "rde" is no colour of the palette and no number like "#0f4c5c"; did',
    ),
    "capitals": (
        '"#444444": 0',
        '"#4A444A": 0',
        '48:3: error: "#4A444A" is no colour of the palette and no number like "#0f4c5c"; write "#4a444a"',
    ),
    "twice": (
        "  red: 15",
        '  "#0f4c5c": 15',
        '14:3: error: "#0f4c5c" is the same colour as "accent"; delete one of them',
    ),
    "inked white": ("white: 0 0 0 0", "white: 0 0 0 5", "20:10: error: white is bare paper; write 0 0 0 0"),
    "coloured grey": (
        '"#444444": 0',
        '"#444444": 9',
        "48:14: error: a grey is printed with black alone; write 0 0 0 and",
    ),
    "no limit": ("limit: 300", "limit: 500", '8:8: error: "500" is out of range, at most 400 needed'),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_mistakes_in_the_table_are_told_with_their_place(case: str, folder: Path) -> None:
    old, new, told = MISTAKES[case]
    own("templates/press/inks.yaml", lambda text: text.replace(old, new, 1))
    with pytest.raises(BookletError, match=re.escape(f"templates/press/inks.yaml:{told}")):
        load_inks(Resources.at(folder))


def test_a_check_of_the_content_tells_them_and_other_copies_do_not_need_the_table(folder: Path) -> None:
    own("templates/press/inks.yaml", lambda text: text.replace("  red:", "  rde:"))
    assert run("build").exit_code == 0
    assert 'templates/press/inks.yaml:14:3: error: "rde" is no colour' in run("check", "content").stderr


def test_mistakes_of_the_table_and_of_the_content_are_told_in_one_run(folder: Path) -> None:
    own("templates/press/inks.yaml", lambda text: text.replace("  red:", "  rde:"))
    own("content/product.yaml", lambda text: re.sub(r"pharmacode: \d+", "pharmacode: 2", text))
    for command in (("build", "--press"), ("check", "content")):
        told = run(*command).stderr
        assert "templates/press/inks.yaml:14:3: error" in told
        assert re.search(r"content/product\.yaml:\d+:\d+: error: \"2\" is out of range", told)


def test_all_mistakes_of_the_table_are_told_at_once(folder: Path) -> None:
    own(
        "templates/press/inks.yaml", lambda text: text.replace("100 95 25", "100 95 99").replace("45 40 35", "99 99 99")
    )
    result = run("build", "--press")
    assert result.exit_code == 3 and result.stderr.count("over the limit") == 2


# A clinic's own


def branded(accent: str, logo: str = "") -> None:
    Path("clinic.yaml").write_text(f"name: Hill\naccent: '{accent}'\n" + f"logo: {logo}\n" * bool(logo))


def pressed(*options: str) -> bytes:
    result = run("build", "--press", *options)
    assert result.exit_code == 0, result.output
    return Path(result.stdout.strip()).read_bytes()


def test_a_clinics_accent_is_converted_within_the_limit(folder: Path) -> None:
    own("templates/press/inks.yaml", lambda text: text.replace("limit: 300", "limit: 240"))
    branded("#1a2040")
    data = pressed()
    table = set(load_inks(Resources.at()).table.values())
    [accent] = {thing.mixture for thing in painted(data)} - table
    assert 150 < sum(accent) <= 240 and min(accent[0], accent[1]) > accent[2]
    assert pressed() == data


PICTURE = '<image x="10" y="0" width="9" height="9" xlink:href="small.png"/>'
LOGO = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20">
<rect width="20" height="10" fill="#3060c0" fill-opacity="0.5"/><rect x="20" width="5" height="5" fill="#808080"/>
<g transform="scale(0.01)"><path d="M0 0 L2000 1000" stroke="#3060c0" fill="none"/></g>{PICTURE}</svg>"""


def test_a_drawn_logo_becomes_ink(folder: Path) -> None:
    Image.new("RGB", (64, 64), "#3060c0").save("small.png")
    Path("logo.svg").write_text(LOGO)
    branded("#0f4c5c", "logo.svg")
    shown = painted(pressed())
    assert {thing.space for thing in shown} == {"CMYK", "DeviceCMYK"}
    assert min(thing.size for thing in shown if thing.what == "line") >= 0.2499
    grey = pressed("--grey")
    assert {thing.mixture[:3] for thing in painted(grey) if thing.inks} == {(0, 0, 0)}
    assert pixels(grey)[..., :3].max() == 0


def pixels(data: bytes) -> numpy.ndarray:
    """The inks of the only picture of a document, 0 to 255."""
    with pikepdf.open(io.BytesIO(data)) as opened:
        [image] = [o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/ColorSpace") == "/DeviceCMYK"]
        size = int(image.Height), int(image.Width), 4
        return numpy.frombuffer(image.read_bytes(), numpy.uint8).reshape(size)


@pytest.mark.parametrize("mode", ["RGBA", "L"])
def test_the_pixels_of_a_logo_become_ink(mode: str, folder: Path) -> None:
    picture = Image.new("RGBA", (80, 40), "#0f4c5c")
    picture.paste("#777777", (0, 0, 40, 20))
    picture.paste("#000040", (40, 0, 80, 20))
    picture.convert(mode).save("logo.png")
    branded("#0f4c5c", "logo.png")
    inked = pixels(pressed())
    assert inked.sum(axis=2).max() <= 3 * 255
    assert list(inked[0, 0]) == [0, 0, 0, int(2.55 * 68)]
    if mode == "RGBA":
        assert list(inked[30, 0]) == [int(2.55 * part + 0.01) for part in (90, 45, 40, 35)]


# The printer's own condition


def test_a_printers_own_profile_is_carried_under_its_name(folder: Path) -> None:
    data = bytearray(PROFILE.read_bytes())
    data[64:68] = b"\0\0\0\1"  # another default intent makes another profile
    Path("own.icc").write_bytes(data)
    with pikepdf.open(io.BytesIO(pressed("--icc", "own.icc", "--condition", "House stock 3"))) as opened:
        [intent] = opened.Root.OutputIntents
        assert intent.OutputConditionIdentifier == "House stock 3" and "/RegistryName" not in intent
        assert intent.DestOutputProfile.read_bytes() == bytes(data)
    with pikepdf.open(io.BytesIO(pressed("--icc", "own.icc", "--condition", "FOGRA51"))) as opened:
        assert opened.Root.OutputIntents[0].RegistryName == "http://www.color.org"


def _with(place: slice, new: bytes) -> bytes:
    data = bytearray(PROFILE.read_bytes())
    data[place] = new
    return bytes(data)


UNFIT = {
    "of the screen": ((ROOT / "templates/icc/sRGB.icc").read_bytes(), "is a profile for RGB, not for CMYK; ask"),
    "of a camera": (_with(slice(12, 16), b"scnr"), 'is a profile of class "scnr", not of a printer ("prtr"); ask'),
    "cut short": (PROFILE.read_bytes()[:-1], "is no ICC profile, or not all of one"),
    "no profile": (b"%PDF-1.4 " + bytes(200), "is no ICC profile, or not all of one"),
    "empty": (b"", "is no ICC profile, or not all of one"),
    "too new": (_with(slice(8, 9), b"\5"), "is a profile of version 5; PDF/X-4 takes 4 at most"),
    "without tables": (_with(slice(128, 132), bytes(4)), "cannot be used to convert colours"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_a_profile_that_cannot_be_printed_by_is_refused(case: str, tmp_path: Path) -> None:
    data, told = UNFIT[case]
    own_icc = tmp_path / "own.icc"
    own_icc.write_bytes(data)
    with pytest.raises(BookletError, match=re.escape(f"own.icc: error: {told}")):
        condition(Resources.at(), Press(icc=own_icc, condition="X"))


@pytest.mark.skipif(not UNKEPT.is_file(), reason="Ghostscript's profiles are not here")
def test_a_profile_that_fails_only_in_converting_is_refused_before_any_sheet() -> None:
    with pytest.raises(BookletError, match="cannot be used to convert colours"):
        condition(Resources.at(), Press(icc=UNKEPT, condition="X"))


@pytest.mark.parametrize("name", ["two\nlines", "ünlesbar", "(", "x" * 90])
def test_a_condition_has_a_plain_name(name: str) -> None:
    with pytest.raises(BookletError, match="is no name for one"):
        condition(Resources.at(), Press(icc=PROFILE, condition=name))


def test_nothing_is_written_for_a_profile_that_is_refused(folder: Path) -> None:
    profile = str(ROOT / "templates/icc/sRGB.icc")
    result = run("build", "--press", "--icc", profile, "--condition", "X")
    assert result.exit_code == 3 and "is a profile for RGB, not for CMYK; ask the printer" in result.stderr
    assert not list(Path("out").glob("*.pdf"))


@pytest.mark.parametrize(
    "options",
    [
        ("--press", "--icc", str(PROFILE)),
        ("--press", "--condition", "FOGRA51"),
        ("--icc", str(PROFILE), "--condition", "FOGRA51"),
        ("--press", "--bleed", "2"),
        ("--bleed", "4"),
        ("--press", "--format", "insert", "--fold", "z", "--dummy"),
    ],
)
def test_options_that_make_no_sense_are_refused(options: tuple[str, ...], folder: Path) -> None:
    assert run("build", *options).exit_code == 2


def test_a_profile_that_is_not_there_is_told(folder: Path) -> None:
    result = run("build", "--press", "--icc", "none.icc", "--condition", "X")
    assert result.exit_code == 4 and "none.icc: error: cannot be read" in result.stderr


# Names, bytes


def test_a_press_copy_has_a_name_of_its_own(folder: Path) -> None:
    result = run("build", "--press", "--grey", "--paper", "a4", "--bleed", "4")
    assert result.stdout.strip() == f"out/{REGION}-a4-grey-press.pdf"
    name = SheetName(HANDOUT, REGION, "en", SETTINGS["grey"])
    assert SheetName.of(name.identifier) == name
    assert SheetName.of(f"booklet:{HANDOUT}/{REGION}/en/a4/press/grey") is None


def test_the_same_bytes_in_another_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert Workshop(Resources.at()).sheet(workshop().library.region(REGION), COLOUR).data == made(COLOUR)
    result = program("build", "--press", capture_output=True)
    assert Path(result.stdout.strip()).read_bytes() == made(COLOUR)
