"""The booklet: pages that fold and staple, a cover that bleeds, red flags inside it, both sides of a card at once."""

from __future__ import annotations

import ctypes
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from commands import REGION, own, run
from following import write_calf

from booklet.build import Sheet, Workshop
from booklet.check.outline import Outliner, heading_pages
from booklet.check.structure import StructureReport, compare, read
from booklet.check.tagtree import TagNode, normal
from booklet.check.verapdf import validate
from booklet.drawing import Frame, Text
from booklet.errors import ExitCode
from booklet.inspection import inspect_pdf
from booklet.layout import Setting
from booklet.layout.styles import BLEED, HALF_PAGES
from booklet.library import Library
from booklet.resources import Resources

SETTINGS = [Setting(), Setting(grey=True), Setting("a4"), Setting("a4", grey=True)]
MOST_PAGES = 48
"""Twelve sheets: what an office stapler holds."""
MARGIN = 40.0
FIRST = "  - section: log"
FURNITURE = 8.9
"""The least size in pt of what nobody acts on: the running foot, badges and sides in figures."""
every = pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: f"{s.paper}{'-grey' if s.grey else ''}")
papers = pytest.mark.parametrize("setting", [Setting(), Setting("a4")], ids=lambda s: s.paper)


@cache
def workshop() -> Workshop:
    return Workshop(Resources.at())


@cache
def sheet(setting: Setting) -> Sheet:
    return workshop().sheet(workshop().library.region(REGION), setting, "booklet")


@cache
def report(setting: Setting) -> StructureReport:
    return read(sheet(setting).data)


def nodes(setting: Setting, *roles: str) -> Iterator[TagNode]:
    return (node for node in report(setting).tree.walk() if node.role in roles)


def page_of(setting: Setting, heading: str) -> int:
    return next(node.page for node in nodes(setting, "H1", "H2", "H3") if heading in normal(node.text))


@dataclass(frozen=True)
class Words:
    """A piece of text as a viewer finds it: the role it is marked with, its place and its printed size in pt."""

    role: str
    left: float
    right: float
    base: float
    size: float


def shown(page: pypdfium2.PdfPage) -> list[Words]:
    """Every text object of a page, of no form."""
    found = []
    for thing in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
        size = ctypes.c_float()
        pdfium.FPDFTextObj_GetFontSize(thing, size)
        left, base, right, _ = thing.get_bounds()
        found.append(Words(_role(thing), left, right, base, size.value * abs(thing.get_matrix().d)))
    return found


def _role(thing: pypdfium2.PdfObject) -> str:
    mark, length, name = pdfium.FPDFPageObj_GetMark(thing, 0), ctypes.c_ulong(), ctypes.create_string_buffer(64)
    pdfium.FPDFPageObjMark_GetName(mark, ctypes.cast(name, ctypes.POINTER(pdfium.FPDF_WCHAR)), 64, length)
    return name.raw[: length.value - 2].decode("utf-16-le")


@pytest.fixture(scope="module")
def calf(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """A workshop with a region that leaves room for fillers."""
    library = tmp_path_factory.mktemp("library")
    write_calf(library)
    return Workshop(Resources.at(library))


@every
def test_it_reads_as_it_was_meant(setting: Setting) -> None:
    made = report(setting)
    assert list(made.findings) == []
    meant = workshop().compose(workshop().library.region(REGION), "booklet")
    pages = heading_pages(meant, made.tree)
    outliner = Outliner(workshop().atlas.alt, lambda target: f"page {pages[target]}")
    assert [str(f) for f in compare(made.tree, outliner.outline(meant), outliner.spares(meant))] == []


@every
def test_its_pages_are_half_a_sheet_and_fold(setting: Setting) -> None:
    made = sheet(setting)
    assert made.pages % 4 == 0
    assert made.pages <= MOST_PAGES
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert len(pdf.pages) == made.pages
        for page in pdf.pages:
            size = tuple(round(float(n), 2) for n in page.MediaBox)
            assert size == (0, 0, *HALF_PAGES[setting.paper])


@every
def test_what_readers_act_on_is_12_pt_or_more(setting: Setting) -> None:
    sources = page_of(setting, "Sources and review")
    with pypdfium2.PdfDocument(sheet(setting).data) as pdf:
        for number, page in enumerate(pdf, 1):
            sizes = {(words.role, round(words.size, 2)) for words in shown(page)}
            assert min(size for _, size in sizes) >= FURNITURE
            if number < sources:
                acted_on = [size for role, size in sizes if role in ("LBody", "TD", "H1", "H3", "Title", "Link")]
                assert min(acted_on, default=12.0) >= 12.0, f"page {number}"


@papers
def test_page_numbers_stand_outside_and_covers_have_none(setting: Setting) -> None:
    wide, margin = HALF_PAGES[setting.paper][0], (HALF_PAGES[setting.paper][0] - 306.0) / 2
    with pypdfium2.PdfDocument(sheet(setting).data) as pdf:
        feet = [[words for words in shown(page) if words.role == "Artifact" and words.base < 40.0] for page in pdf]
        texts = [page.get_textpage().get_text_bounded(0, 20, wide, 42) for page in pdf]
    assert feet[0] == []
    assert len(feet[-1]) == 1
    assert texts[-1].startswith(f"Version 1.0 · {sheet(setting).digest}")
    for number, foot in enumerate(feet[1:-1], 2):
        folio = max(foot, key=lambda words: words.size)
        assert texts[number - 1].split()[0 if number % 2 == 0 else -1] == str(number)
        if number % 2:
            assert folio.right == pytest.approx(wide - margin, abs=1.5)
        else:
            assert folio.left == pytest.approx(margin, abs=1.5)


@papers
def test_main_parts_start_on_the_side_that_the_format_names(setting: Setting) -> None:
    form = workshop().formats()["booklet"]
    sides = {section.section: section.start for section in form.sections if section.start in ("recto", "verso")}
    assert set(sides.values()) == {"recto", "verso"}
    region = workshop().library.region(REGION)
    assert region.more_ways
    headings = {"more-ways": region.more_ways.title}
    for name, side in sides.items():
        assert page_of(setting, headings.get(name) or form.heading(name)) % 2 == (side == "recto")


def cards(made: StructureReport, library: Library) -> list[frozenset[int]]:
    """The pages of each muscle's card."""
    names = tuple(muscle.plain for muscle in library.muscles.values())
    sections = [node for node in made.tree.walk() if node.role == "Sect" and node.kids and node.kids[0].role == "H2"]
    return [node.pages for node in sections if normal(node.kids[0].text).startswith(names)]


def seen_at_once(pages: frozenset[int]) -> bool:
    """Whether pages are one, or two that face each other."""
    return len(pages) == 1 or (min(pages) % 2 == 0 and max(pages) == min(pages) + 1)


@papers
def test_both_sides_of_a_card_are_seen_at_once(setting: Setting) -> None:
    found = cards(report(setting), workshop().library)
    assert len(found) == 12
    assert all(map(seen_at_once, found))


@pytest.mark.parametrize("more", [0, 1])
@pytest.mark.parametrize("region", ["calf", REGION])
def test_that_does_not_depend_on_how_many_pages_come_before(folder: Path, region: str, more: int) -> None:
    """With a page more before the first chapter, a filler keeps it and its cards on facing pages."""
    write_calf(folder)
    line = "  - section: suspects"
    own("templates/booklet/format.yaml", lambda text: text.replace(line, "  - section: more\n" * more + line))
    (folder / "templates/booklet/sections").mkdir()
    (folder / "templates/booklet/sections/more.xml.j2").write_text('<section start="page"><p>More.</p></section>')
    opened = Workshop(Resources.at(folder))
    suspects = opened.library.region(region)
    made = read(opened.sheet(suspects, Setting(), "booklet").data)
    assert all(map(seen_at_once, cards(made, opened.library)))
    headings = [node for node in made.tree.walk() if node.role == "H1"]
    first = suspects.suspects[0].title
    assert next(node.page for node in headings if first in normal(node.text)) % 2 == 0


@every
def test_every_red_flag_stands_inside_the_cover_before_any_step(setting: Setting) -> None:
    library = workshop().library
    flags = [flag for flag in library.safety.flags if flag.id in library.region(REGION).flags]
    items = {normal(node.text).removeprefix("\u2022 "): node.page for node in nodes(setting, "LI")}
    for flag in flags:
        if flag.urgency != "routine":
            assert items[flag.full] == {"emergency": 2, "urgent": 3}[flag.urgency]
    steps = [node.page for node in nodes(setting, "L") if node.attributes.get("ListNumbering") == "Decimal"]
    assert page_of(setting, library.safety.ask_first.title) <= 3 < min(steps)
    texts = {normal(node.text) for node in nodes(setting, "P")}
    assert {flag.full for flag in flags if flag.urgency == "routine"} <= texts


@every
def test_what_must_be_said_is_said(setting: Setting) -> None:
    library = workshop().library
    with pypdfium2.PdfDocument(sheet(setting).data) as pdf:
        pages = [normal(page.get_textpage().get_text_bounded()) for page in pdf]
    text = " ".join(pages)
    for sentence in (library.region(REGION).message, library.safety.scope.text, *library.legal.disclaimer):
        assert sentence.replace("his sheet", "his booklet") in text
    assert "This booklet gives information only" in text
    assert "this sheet" not in text.lower()
    assert library.legal.disclaimer_short in pages[-1]


@every
def test_no_page_is_empty_or_half_empty(setting: Setting) -> None:
    with pypdfium2.PdfDocument(sheet(setting).data) as pdf:
        for number, page in enumerate(pdf, 1):
            picture = page.render(scale=0.5).to_pil().convert("L")
            area = picture.crop((0, 0, picture.width, round(picture.height - 25)))  # without the foot
            box = area.point(lambda level: 255 if level < 200 else 0).getbbox()
            assert box and box[3] >= 0.6 * area.height, f"page {number} is filled to {box}"


def test_what_one_page_can_show_of_a_short_region_is_on_one_page(calf: Workshop) -> None:
    data = calf.sheet(calf.library.region("calf"), Setting(), "booklet").data
    with pypdfium2.PdfDocument(data) as pdf:
        pages = [normal(page.get_textpage().get_text_bounded()) for page in pdf]
    assert next(page for page in pages if "Where to look first" in page).count("Mark what is sore") == 1


@every
def test_the_back_cover_shows_what_its_message_says(setting: Setting) -> None:
    last = max(node.page for node in nodes(setting, "Sect"))
    assert [node.page for node in nodes(setting, "Figure")][-1] == last
    message = next(node for node in nodes(setting, "P") if node.page == last and "inches away" in normal(node.text))
    assert message


@papers
def test_the_cover_goes_on_beyond_the_edge_that_is_trimmed(setting: Setting) -> None:
    """With a larger media box, art is seen in the 3 mm right of the page and below it, and none farther out."""
    with pikepdf.open(io.BytesIO(sheet(setting).data)) as pdf:
        [wide, high] = HALF_PAGES[setting.paper]
        pdf.pages[0].MediaBox = [-20, -20, wide + 20, high + 20]
        larger = io.BytesIO()
        pdf.save(larger)
    with pypdfium2.PdfDocument(larger.getvalue()) as document:
        picture = document[0].render(scale=4).to_pil().convert("L")
    ink = picture.point(lambda level: 255 if level < 250 else 0)
    edge = BLEED * 4
    assert ink.crop((round((wide + 20) * 4), 0, *ink.size)).getbbox()
    left, top, right, bottom = ink.getbbox() or (0, 0, 0, 0)
    assert right == pytest.approx((wide + 20) * 4 + edge, abs=3)
    assert bottom == pytest.approx((high + 20) * 4 + edge, abs=3)
    assert min(left, top) > (20 + MARGIN) * 4


def test_the_art_says_where_it_is_and_no_more(tmp_path: Path) -> None:
    """Its box ends where the page does; Left and Right would stand in the bleed."""
    [art] = [node for node in nodes(Setting(), "Figure") if node.page == 1]
    left, bottom, right, top = (float(str(n)) for n in art.attributes["BBox"])  # type: ignore[attr-defined]
    assert 0 <= left < right <= HALF_PAGES["letter"][0]
    assert 0 <= bottom < top <= HALF_PAGES["letter"][1]
    drawing = workshop().draw("cover", Frame(290.0, 390.0))
    assert [item for item in drawing.walk() if isinstance(item, Text)] == []


def test_only_covers_do_without_left_and_right() -> None:
    atlas = workshop().atlas
    without = {name for name in atlas.ids for p in atlas.spec(name).value.panels if p.body and not p.body.sides}
    assert without == {region.cover.figure for region in workshop().library.regions.values() if region.cover}


@every
def test_the_overview_names_the_pages_that_parts_begin_on(setting: Setting) -> None:
    with pypdfium2.PdfDocument(sheet(setting).data) as pdf:
        entries = {entry.get_title(): entry.get_dest().get_index() + 1 for entry in pdf.get_toc()}
    for suspect in workshop().library.region(REGION).suspects:
        page = entries[f"{suspect.number} {suspect.title}"]
        assert page == page_of(setting, suspect.title)
        [row] = [n for n in nodes(setting, "LI") if normal(n.text).startswith(f"{suspect.number} {suspect.title} page")]
        assert f"page {page} " in normal(row.text)


def test_it_meets_pdf_ua_1_and_pdf_a_2a(tmp_path: Path, calf: Workshop) -> None:
    made = [sheet(Setting()), calf.sheet(calf.library.region("calf"), Setting("a4", grey=True), "booklet")]
    paths = [tmp_path / f"{index}.pdf" for index, _ in enumerate(made)]
    for path, one in zip(paths, made, strict=True):
        path.write_bytes(one.data)
    assert validate(paths) == {path: [] for path in paths}


def test_the_same_booklet_has_the_same_bytes() -> None:
    assert sheet(Setting()).data == workshop().sheet(workshop().library.region(REGION), Setting(), "booklet").data


# Fillers, and a library of one's own


def test_pages_that_would_be_empty_are_filled_and_told(calf: Workshop, tmp_path: Path) -> None:
    made = calf.sheet(calf.library.region("calf"), Setting(), "booklet")
    assert made.pages % 4 == 0
    assert made.padding[:2] == ("log", "body-chart")
    (path := tmp_path / made.name).write_bytes(made.data)
    inspection = inspect_pdf(path, calf)
    assert (inspection.findings, inspection.notes) == ((), ())
    with pypdfium2.PdfDocument(made.data) as pdf:
        titles = [entry.get_title() for entry in pdf.get_toc()]
        texts = [page.get_textpage().get_text_bounded() for page in pdf]
    assert titles.count("My log") == 1
    assert all(normal(text) for text in texts)


def test_a_filler_that_is_not_as_it_should_be_is_found(calf: Workshop) -> None:
    made = read(calf.sheet(calf.library.region("calf"), Setting(), "booklet").data)
    meant = calf.compose(calf.library.region("calf"), "booklet")
    pages = heading_pages(meant, made.tree)
    outliner = Outliner(calf.atlas.alt, lambda target: f"page {pages[target]}")
    expected, spares = outliner.outline(meant), outliner.spares(meant)
    assert compare(made.tree, expected, spares) == []
    assert {finding.code for finding in compare(made.tree, expected)} >= {"order-extra"}
    changed = [[*spare[:-1], ("P", "something else")] for spare in spares]
    assert {finding.code for finding in compare(made.tree, expected, changed)} >= {"order-extra"}


def test_a_region_without_a_cover_of_its_own_shows_its_first_picture(calf: Workshop) -> None:
    region = calf.library.region("calf")
    nodes = list(read(calf.sheet(region, Setting(), "booklet").data).tree.walk())
    assert [normal(n.text) for n in nodes if n.role == "Caption" and n.page == 1] == [region.hero.caption]


def test_a_clinic_stands_on_both_covers_and_a_filler_is_a_line(folder: Path) -> None:
    own("templates/booklet/format.yaml", lambda text: text.replace(FIRST, f"  - section: visits\n{FIRST}"))
    Path("clinic.yaml").write_text("name: Test Clinic\naddress: [1 Test Street]\nphone: 555 0100\nweb: a.example.org\n")
    Path("templates/booklet/sections").mkdir()
    Path("templates/booklet/sections/visits.xml.j2").write_text("<section><p>My visits</p></section>")
    write_calf(folder)
    result = run("--library", ".", "build", "calf", "--format", "booklet", "--json")
    [made] = json.loads(result.stdout)["files"]
    assert made["path"] == str(Path("out") / "calf-booklet.pdf")
    assert made["padding"][:2] == ["visits", "log"]
    with pypdfium2.PdfDocument(made["path"]) as pdf:
        covers = [normal(pdf[index].get_textpage().get_text_bounded()) for index in (0, len(pdf) - 1)]
    assert all("Test Clinic" in cover and "555 0100" in cover for cover in covers)
    assert "not yet been reviewed" not in covers[0]
    assert ["example.org" in cover for cover in covers] == [False, True]


def test_a_clinic_with_a_long_word_in_its_name_stays_clear_of_the_art(folder: Path) -> None:
    """The body's arm hangs less than two inches from the margin; higher up there is more room."""
    address = ", ".join(f"{number} Street of the Test" for number in range(1, 7))
    Path("clinic.yaml").write_text(f"name: Physiotherapiezentrum Nord\naddress: [{address}]\nweb: {'a' * 40}.org\n")
    assert run("--library", ".", "build", REGION, "--format", "booklet").exit_code == ExitCode.OK
    with pypdfium2.PdfDocument(f"out/{REGION}-booklet.pdf") as pdf:
        assert len(pdf) == MOST_PAGES
        text = pdf[0].get_textpage()
        place = text.search("Physiotherapiezentrum").get_next()
        assert place
        assert text.get_charbox(place[0])[1] > 300


def test_a_section_of_the_handout_that_a_clinic_rewords_is_reworded_in_its_booklet(folder: Path) -> None:
    own("templates/handout/sections/disclaimer.xml.j2", lambda text: text.replace("{{ heading }}", "Mind this"))
    write_calf(folder)
    result = run("--library", ".", "build", "calf", "--format", "booklet", "--json")
    [made] = json.loads(result.stdout)["files"]
    with pypdfium2.PdfDocument(made["path"]) as pdf:
        assert any("Mind this" in page.get_textpage().get_text_bounded() for page in pdf)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("extends: handout", "extends: handuot", 'unknown format "handuot"; did you mean "handout"?'),
        ("  - section: log", "  - section: lgo", 'unknown section "lgo"; did you mean "log"?'),
        ("pages: half", "pages: hlaf", "half"),
    ],
)
def test_a_mistake_in_its_format_is_told_with_its_place(folder: Path, old: str, new: str, message: str) -> None:
    path = own("templates/booklet/format.yaml", lambda text: text.replace(old, new))
    line = next(n for n, text in enumerate(path.read_text().splitlines(), 1) if new in text)
    result = run("--library", ".", "build", "--format", "booklet")
    assert result.exit_code == ExitCode.MISTAKE
    assert f"templates/booklet/format.yaml:{line}:" in result.stderr
    assert message in result.stderr


def test_a_title_that_fills_the_cover_is_refused(folder: Path) -> None:
    write_calf(folder)
    region = folder / "content/regions/calf.yaml"
    words = "Pain in the calf and in the back of the thigh and " * 3
    region.write_text(region.read_text().replace("title: Calf pain", f"title: {words[:100]}"))
    result = run("--library", ".", "build", "calf", "--format", "booklet")
    assert result.exit_code == ExitCode.MISTAKE
    assert result.stderr == "cover: error: its words leave no room for the picture; shorten the title\n"


def test_a_card_too_long_for_two_pages_goes_on_without_losing_a_word(folder: Path) -> None:
    write_calf(folder)
    step = "Feel along the muscle slowly, and stop where it is tender. " * 8
    steps = "".join(f"  - {step}\n" for _ in range(4))
    own("content/muscles/soleus.yaml", lambda text: text.replace("feel:\n", f"feel:\n{steps}"))
    made = json.loads(run("--library", ".", "build", "calf", "--format", "booklet", "--json").stdout)["files"]
    inspection = inspect_pdf(Path(made[0]["path"]), Workshop(Resources.at(folder)))
    assert (inspection.findings, inspection.notes) == ((), ())
    assert made[0]["pages"] % 4 == 0


def test_red_flags_cannot_be_moved_behind(folder: Path) -> None:
    own(
        "templates/booklet/format.yaml",
        lambda text: text.replace("first: [cover, red-flags]", "first: [cover]").replace("red-flags, dis", "dis"),
    )
    result = run("--library", ".", "build", "--format", "booklet")
    assert result.exit_code == ExitCode.MISTAKE
    assert '"red-flags" must stay under' in result.stderr


# Large print


def test_large_print_is_refused_with_a_way_out(folder: Path) -> None:
    result = run("build", "--format", "booklet", "--large-print")
    assert result.exit_code == ExitCode.MISTAKE
    assert result.stderr.strip() == (
        "format booklet: error: is too narrow for large print; the handout has it: --format handout --large-print"
    )
    assert not list(Path().glob("out/*.pdf"))


def test_all_variants_leave_large_print_out(folder: Path) -> None:
    write_calf(folder)
    result = run("--library", ".", "build", "calf", "--format", "booklet", "--all-variants", "--json")
    assert (result.exit_code, result.stderr) == (ExitCode.OK, "")
    names = {Path(made["path"]).name for made in json.loads(result.stdout)["files"]}
    assert names == {f"calf-booklet{mark}.pdf" for mark in ("", "-grey", "-a4", "-a4-grey")}


def test_an_unknown_product_in_all_variants_is_one_line(folder: Path) -> None:
    result = run("build", "--format", "boklet", "--all-variants")
    assert result.exit_code == ExitCode.MISTAKE
    assert 'did you mean "booklet"?' in result.stderr
    assert result.exception is None or isinstance(result.exception, SystemExit)
