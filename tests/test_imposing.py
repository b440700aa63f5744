"""Sheets from a finished file: what is on them, what still leads where, and what is refused."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from commands import run
from imposing_sample import PAGE, imposed, numbered, placed, rasters, saved
from PIL import Image, ImageChops, ImageStat
from tagged_sample import torture_pdf

from booklet.build import Workshop
from booklet.check.structure import read
from booklet.check.tagtree import normal
from booklet.check.verapdf import validate
from booklet.errors import BookletError
from booklet.inspection import inspect_pdf
from booklet.layout import Setting
from booklet.press.geometry import SHEETS_PT
from booklet.press.marks import KINDS
from booklet.resources import Resources
from booklet.units import pt

REGION = "lower-back-and-buttock"


@pytest.fixture(scope="module")
def handout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A handout as it is given to patients: tagged, with links and an outline."""
    workshop = Workshop(Resources.at())
    path = tmp_path_factory.mktemp("imposing") / "handout.pdf"
    path.write_bytes(workshop.handout(workshop.library.region(REGION), Setting()))
    return path


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("imposing") / "torture.pdf"
    path.write_bytes(torture_pdf())
    return path


# What is on the sheets


def alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether two rasters differ by no more than how edges are smoothed."""
    return one.size == other.size and max(ImageStat.Stat(ImageChops.difference(one, other)).mean) < 1.5


def pieces(path: Path, size: tuple[float, float] = PAGE) -> dict[int, Image.Image]:
    """Each page cut out of its sheet by where its content is put."""
    found: dict[int, Image.Image] = {}
    sides = list(rasters(path))
    for p in placed(path):
        side, area = sides[p.side], p.trim(size)
        box = (area.left, side.height - area.top, area.right, side.height - area.bottom)
        cut = side.crop(tuple(round(value) for value in box))  # type: ignore[arg-type]
        found[p.page] = cut.rotate(180) if p.matrix.a < 0 else cut
    return found


@pytest.mark.parametrize(
    ("layout", "sheet", "options"),
    [
        ("saddle", (600, 450), {}),
        ("saddle", (680, 520), {"flip": "long", "marks": ("crop", "fold", "register", "slug")}),
        ("perfect", (620, 450), {"gutter": 20.0, "signature": 2}),
        ("quarto", (600, 900), {}),
        ("octavo", (1200, 900), {}),
        ("zine8", (1200, 900), {}),
        ("cards", (600, 900), {"grid": (2, 2)}),
        ("cutstack", (600, 450), {"grid": (1, 2)}),
        ("nup", (900, 900), {"grid": (2, 3), "scale": "none"}),
    ],
)
def test_each_page_is_on_its_sheet_as_it_was(
    layout: str, sheet: tuple[float, float], options: dict[str, Any], tmp_path: Path
) -> None:
    source = numbered(tmp_path / "pages.pdf", 11)
    path, made = imposed(source, layout=layout, sheet=sheet, **options)
    found = pieces(path)
    assert sorted(found) == list(range(1, 12))
    for number, page in enumerate(rasters(source), 1):
        assert alike(page, found[number]), number
    assert not alike(found[1], found[2])
    assert made.pages == 11


def test_a_sheet_reads_as_a_spread(tmp_path: Path) -> None:
    """The halves of the inside of the innermost sheet are the two middle pages, side by side."""
    source = numbered(tmp_path / "pages.pdf", 8)
    path, _ = imposed(source, sheet=(600.0, 450.0))
    pages, sides = list(rasters(source)), list(rasters(path))
    assert alike(sides[3].crop((0, 0, 300, 450)), pages[3])
    assert alike(sides[3].crop((300, 0, 600, 450)), pages[4])


def rotated(page: pikepdf.Object) -> None:
    page.Rotate = 90


def upside_down(page: pikepdf.Object) -> None:
    page.Rotate = -180


def cropped(page: pikepdf.Object) -> None:
    page.MediaBox = pikepdf.Array([-50, -50, 350, 500])
    page.CropBox = pikepdf.Array([0, 0, 300, 450])


def in_pieces(page: pikepdf.Object) -> None:
    data = page.Contents.read_bytes()
    middle = data.index(b"\n", len(data) // 2)
    owner = pikepdf.Page(page)
    owner.contents_add(b"", prepend=True)
    page.Contents = pikepdf.Array([page.Contents[0], page.Contents[-1]])
    page.Contents[0].write(data[:middle])
    page.Contents[1].write(data[middle:])


@pytest.mark.parametrize("change", [rotated, upside_down, cropped, in_pieces])
def test_pages_are_put_as_they_are_looked_at(change: Callable[[Any], None], tmp_path: Path) -> None:
    source = numbered(tmp_path / "pages.pdf", 4)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            change(page.obj)
        pdf.save(source)
    pages = list(rasters(source))
    width, height = pages[0].size
    path, _ = imposed(source, sheet=(2.0 * width, float(height)))
    front, back = rasters(path)
    whole = (front.crop((width, 0, 2 * width, height)), back.crop((0, 0, width, height)))
    assert all(alike(shown, page) for shown, page in zip(whole, pages, strict=False))


def mixed(path: Path) -> Path:
    """Pages of which the second lies across, the third is larger, and the fourth is cropped out of a larger one."""
    numbered(path, 4)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[1].obj.Rotate = 90
        pdf.pages[2].obj.UserUnit = 3
        pdf.pages[3].obj.CropBox = pikepdf.Array([0, 150, 150, 375])
        pdf.save(path)
    return path


def test_of_pages_of_another_size_all_is_seen_and_no_more(tmp_path: Path) -> None:
    source = mixed(tmp_path / "pages.pdf")
    path, made = imposed(source, layout="nup", grid=(1, 4), sheet=(1200.0, 450.0), scale="none")
    [sheet] = rasters(path)
    for index, page in enumerate(rasters(source)):
        place = sheet.crop((index * 300, 0, index * 300 + 300, 450))
        fit = min(1.0, 300 / page.width, 450 / page.height)
        seen = page.resize((round(page.width * fit), round(page.height * fit)))
        expected = Image.new("RGB", (300, 450), "white")
        expected.paste(seen, ((300 - seen.width) // 2, (450 - seen.height) // 2))
        blur = 0.2 if fit == 1 else 3
        assert max(ImageStat.Stat(ImageChops.difference(place, expected)).mean) < blur, index + 1
    assert made.notes[:2] == (
        "pages larger than the first are made smaller, to fit their place: 2, 3",
        "pages smaller than the first are set in the middle of their place: 4",
    )


def test_what_pages_inherit_and_share_is_kept(tmp_path: Path) -> None:
    source = numbered(tmp_path / "pages.pdf", 4)
    pages = list(rasters(source))
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        tree = pdf.Root.Pages
        tree.Resources, tree.MediaBox = pdf.pages[0].Resources, pdf.pages[0].MediaBox
        for page in pdf.pages:
            del page.obj["/Resources"], page.obj["/MediaBox"]
            page.obj.Contents = pdf.pages[0].obj.Contents
        pdf.save(source)
    path, _ = imposed(source, sheet=(600.0, 450.0))
    for side, half in itertools.product(rasters(path), (0, 300)):
        assert alike(side.crop((half, 0, half + 300, 450)), pages[0])


def test_a_larger_unit_makes_a_larger_page(tmp_path: Path) -> None:
    source = numbered(tmp_path / "pages.pdf", 4)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            page.obj.UserUnit = 2
        pdf.save(source)
    path, _ = imposed(source)
    [first, *_] = placed(path)
    assert (first.trim().width, first.trim().height) == (600, 900)


def test_no_content_is_rewritten(handout: Path, tmp_path: Path) -> None:
    path, _ = imposed(handout, tmp_path / "sheets.pdf")
    with pikepdf.open(handout) as before, pikepdf.open(path) as after:
        contents = [page.Contents.read_raw_bytes() for page in before.pages]
        forms = {name: form for side in after.pages for name, form in side.Resources.XObject.items()}
        assert [forms[f"/P{n}"].read_raw_bytes() for n in range(1, len(contents) + 1)] == contents


def test_marks_keep_outside_of_the_bleed(tmp_path: Path) -> None:
    bleed = pt(3)
    source = numbered(tmp_path / "pages.pdf", 8, bleed=bleed)
    bare, _ = imposed(source, tmp_path / "bare.pdf", sheet=SHEETS_PT["a3"])
    marked, _ = imposed(source, tmp_path / "marked.pdf", sheet=SHEETS_PT["a3"], marks=KINDS)
    for before, after in zip(rasters(bare), rasters(marked), strict=True):
        difference = ImageChops.difference(before, after)
        assert difference.getbbox() is not None
        with pikepdf.open(marked) as pdf:
            x0, y0, x1, y1 = map(float, pdf.pages[0].BleedBox)
        top, bottom = before.height - y1, before.height - y0
        inside = difference.crop((round(x0) + 1, round(top) + 1, round(x1) - 1, round(bottom) - 1))
        assert inside.getbbox() is None


@pytest.mark.parametrize(("layout", "pages"), [("perfect", 16), ("quarto", 16), ("octavo", 32)])
def test_signatures_are_told_apart_on_the_outside_of_their_spine(layout: str, pages: int, tmp_path: Path) -> None:
    """That is at the left of page 1, in whichever row it is; the bars there make steps."""
    source = numbered(tmp_path / "pages.pdf", pages)
    size = 2 if layout == "perfect" else None
    path, made = imposed(source, layout=layout, signature=size, gutter=20.0, marks=["slug"])
    assert made.signatures == 2
    [first] = [p.trim() for p in placed(path) if p.page == 1]
    bars = []
    for side in rasters(path):
        top = side.height - first.top
        gutter = (round(first.left) - 15, round(top), round(first.left) - 5, round(top) + 450)
        bars.append(ImageChops.invert(side).crop(gutter).getbbox())
    assert [bool(bar) for bar in bars] == [side in (0, len(bars) // 2) for side in range(len(bars))]
    one, other = filter(None, bars)
    assert one[1] < one[3] <= other[1] + 1


def test_a_slug_begins_with_its_sheet_so_that_a_long_name_of_a_file_pushes_nothing_off(tmp_path: Path) -> None:
    lines = []
    for name in ("a.pdf", f"{'long ' * 40}.pdf"):
        path, _ = imposed(numbered(tmp_path / name, 4), tmp_path / "sheets.pdf", sheet=(640.0, 500.0), marks=["slug"])
        lines.append(next(rasters(path, 4.0)).crop((80, 1900, 320, 2000)))
    assert ImageChops.invert(lines[0]).getbbox()
    assert ImageChops.difference(*lines).getbbox() is None


def test_sheets_bear_no_marks_that_nobody_asked_for(tmp_path: Path) -> None:
    source = numbered(tmp_path / "pages.pdf", 16)
    for options in ({}, {"layout": "perfect", "signature": 1, "gutter": 20.0}):
        path, made = imposed(source, **options)
        assert made.notes == ()
        with pikepdf.open(path) as pdf:
            for page in pdf.pages:
                assert b"Artifact" not in page.Contents.read_bytes()
                assert "/ColorSpace" not in page.Resources


@pytest.mark.parametrize(
    ("layout", "gutter", "told"),
    [("perfect", 0.0, True), ("octavo", 0.0, True), ("octavo", 9.0, False), ("zine8", 0.0, False)],
)
def test_that_nothing_is_collated_without_a_gutter_is_told(
    layout: str, gutter: float, told: bool, tmp_path: Path
) -> None:
    _, made = imposed(numbered(tmp_path / "pages.pdf", 32), layout=layout, gutter=gutter, marks=["crop"])
    assert (made.notes == ("no collation marks: they need a gutter at the spine, --gutter",)) is told


# Tags, links and outline

LAYOUTS = {"saddle": {}, "quarto": {}, "zine8": {}, "cards": {"grid": (2, 2)}, "nup": {"grid": (2, 2)}}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_tags_and_their_order_are_kept(layout: str, handout: Path, torture: Path, tmp_path: Path) -> None:
    for source in (handout, torture):
        sheet = tmp_path / f"{source.stem}.pdf"
        imposed(source, sheet, layout=layout, sheet=SHEETS_PT["a3"], marks=KINDS, **LAYOUTS[layout])
        before, after = read(source), read(sheet)
        assert after.findings == before.findings == ()
        assert after.tree.reading() == before.tree.reading()
        assert (after.title, after.language) == (before.title, before.language)


def test_imposed_documents_meet_pdf_ua_1_and_pdf_a_2a(handout: Path, torture: Path, tmp_path: Path) -> None:
    one, _ = imposed(handout, tmp_path / "saddle.pdf", marks=KINDS)
    other, _ = imposed(torture, tmp_path / "quarto.pdf", layout="quarto", sheet=SHEETS_PT["a3"], marks=KINDS)
    assert validate([one], ["ua1"]) == {one: []}
    assert validate([other]) == {other: []}


def test_the_booklet_of_a_region_is_as_good_on_its_sheets(tmp_path: Path) -> None:
    workshop = Workshop(Resources.at())
    source = tmp_path / "booklet.pdf"
    source.write_bytes(workshop.sheet(workshop.library.region(REGION), Setting(), "booklet").data)
    sheets, _ = imposed(source)
    assert read(sheets).tree.reading() == read(source).tree.reading()
    inspection = inspect_pdf(sheets, workshop)
    assert inspection.findings == ()
    assert [note.partition(": ")[2] for note in inspection.notes] == [
        "its pages are laid on sheets; check the file that they come from"
    ]
    assert validate([sheets]) == {sheets: []}


def test_nothing_refers_to_a_page_that_is_gone(handout: Path, tmp_path: Path) -> None:
    path, made = imposed(handout, tmp_path / "sheets.pdf")
    with pikepdf.open(path) as pdf:
        sides = {page.objgen for page in pdf.pages}
        assert len(sides) == 2 * made.sheets
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == pikepdf.Name.Page]
        assert {page.objgen for page in found} == sides


Target = tuple[str, int, float, float]


def targets(pdf: pikepdf.Pdf) -> list[Target]:
    """Name, page, left and top of every destination of the outline and of every link."""
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}

    def at(name: str, destination: Any) -> Target:
        x, y = destination[2:4] if destination[1] == "/XYZ" else destination[2:6:3]
        return name, pages[destination[0].objgen], float(x), float(y)

    found: list[Target] = []
    waiting = [pdf.Root.Outlines.First]
    while waiting:
        item = waiting.pop()
        found.append(at(str(item.Title), item.Dest))
        waiting += [item[key] for key in ("/First", "/Next") if key in item]
    notes = [note for page in pdf.pages for note in page.obj.get("/Annots", []) if "/Dest" in note]
    return sorted(found) + sorted(at(str(note.Contents), note.Dest) for note in notes)


def seen_at(path: Path, target: Target, scale: float = 1.0) -> str:
    """The text just below a destination."""
    _, number, left, top = target
    with pypdfium2.PdfDocument(path) as document:
        text = document[number].get_textpage()
        box = (left - 40 * scale, top - 60 * scale, left + 200 * scale, top + 2 * scale)
        return normal(text.get_text_bounded(*box))


def test_every_link_and_every_entry_of_the_outline_reaches_the_same_text(handout: Path, tmp_path: Path) -> None:
    path, _ = imposed(handout, tmp_path / "sheets.pdf")
    with pikepdf.open(handout) as one, pikepdf.open(path) as other:
        before, after = targets(one), targets(other)
    assert [name for name, *_ in after] == [name for name, *_ in before]
    assert len(before) > 20
    for old, new in zip(before, after, strict=True):
        expected = seen_at(handout, old)
        assert expected
        assert seen_at(path, new) == expected


def text_under(path: Path, number: int, rect: Any) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return normal(document[number].get_textpage().get_text_bounded(*map(float, rect)))


def links(path: Path) -> dict[str, tuple[int, Any]]:
    with pikepdf.open(path) as pdf:
        return {
            f"{note.Contents} {note.get('/A', pikepdf.Dictionary()).get('/URI', '')} {index}": (number, list(note.Rect))
            for number, page in enumerate(pdf.pages)
            for index, note in enumerate(page.obj.get("/Annots", []))
        }


def by_words(path: Path) -> list[tuple[str, str]]:
    return sorted((name.rpartition(" ")[0], text_under(path, *place)) for name, place in links(path).items())


@pytest.mark.parametrize("layout", ["saddle", "quarto"])
def test_links_lie_on_their_words(layout: str, handout: Path, tmp_path: Path) -> None:
    path, _ = imposed(handout, tmp_path / "sheets.pdf", layout=layout)
    assert by_words(path) == by_words(handout)
    assert len(links(path)) == len(links(handout)) > 5


def test_a_place_on_a_page_that_stands_on_its_head_is_shown_whole(torture: Path, tmp_path: Path) -> None:
    source = numbered(tmp_path / "pages.pdf", 8)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pages = [page.obj for page in pdf.pages]
        kinds: list[list[Any]] = [["/XYZ", 10, 440, None], ["/Fit"], ["/FitH", 440], ["/FitR", 10, 20, 30, 40]]
        with pdf.open_outline() as outline:
            for number, page in enumerate(pages):
                for kind, *numbers in kinds:
                    item = pikepdf.OutlineItem(f"{number} {kind}")
                    item.destination = pikepdf.Array([page, pikepdf.Name(kind), *numbers])
                    outline.root.append(item)
        pdf.save(source)
    path, _ = imposed(source, layout="quarto", sheet=(600.0, 900.0))
    homes = {p.page - 1: p for p in placed(path)}
    with pikepdf.open(path) as pdf:
        sides = [page.objgen for page in pdf.pages]
        item = pdf.Root.Outlines.First
        for number, (kind, *_) in itertools.product(range(8), kinds):
            page, view, *values = item.Dest
            home = homes[number]
            assert sides.index(page.objgen) == home.side
            area = home.trim()
            if kind == "/FitR" or kind == "/Fit" or home.matrix.a < 0:
                assert view == "/FitR"
                shown = [float(value) for value in values]
                whole = [area.left, area.bottom, area.right, area.top]
                assert (shown == pytest.approx(whole)) == (kind != "/FitR")
            else:
                assert view == "/XYZ"
                assert float(values[1]) == pytest.approx(area.bottom + 440)
            item = item.get("/Next")


def test_marked_words_and_turned_notes_follow(tmp_path: Path) -> None:
    source = numbered(tmp_path / "pages.pdf", 8)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        for page in pdf.pages:
            look = pdf.make_stream(b"0 0 10 5 re f", Subtype=pikepdf.Name.Form, BBox=[0, 0, 10, 5])
            note = pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Highlight, Rect=[10, 20, 30, 40], P=page.obj,
                QuadPoints=[10, 40, 30, 40, 10, 20, 30, 20], AP=pikepdf.Dictionary(N=look),
            )  # fmt: skip
            page.obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.save(source)
    path, _ = imposed(source, layout="quarto", sheet=(600.0, 900.0))
    homes = {p.page: p for p in placed(path)}
    with pikepdf.open(path) as pdf:
        for side, page in enumerate(pdf.pages):
            pages = [int(str(name)[2:]) for name in page.Resources.XObject]
            for number, note in zip([p.page for p in homes.values() if p.side == side], page.Annots, strict=True):
                assert number in pages
                assert note.P.objgen == page.objgen
            moved = sorted(tuple(map(float, note.QuadPoints)) for note in page.Annots)
            expected = []
            for number in pages:
                m = homes[number].matrix
                corners = ((10, 40), (30, 40), (10, 20), (30, 20))
                expected.append(tuple(value for corner in corners for value in m.point(*corner)))
            assert moved == [pytest.approx(points) for points in sorted(expected)]
            turned = [float(n.AP.N.get("/Matrix", [1])[0]) < 0 for n in page.Annots]
            assert sorted(turned) == sorted(homes[number].matrix.a < 0 for number in pages)


# What the document says of itself


def test_the_same_file_gives_the_same_bytes(torture: Path, tmp_path: Path) -> None:
    one, other = (imposed(torture, tmp_path / name, marks=KINDS)[0].read_bytes() for name in ("a.pdf", "b.pdf"))
    assert one == other
    assert imposed(torture, tmp_path / "c.pdf", flip="long", marks=KINDS)[0].read_bytes() != one


def test_the_print_dialogue_is_told_both_sides_and_no_scaling(torture: Path, tmp_path: Path) -> None:
    for flip, entry in (("short", "/DuplexFlipShortEdge"), ("long", "/DuplexFlipLongEdge")):
        path, _ = imposed(torture, tmp_path / "sheets.pdf", flip=flip)
        with pikepdf.open(path) as pdf:
            assert pdf.Root.ViewerPreferences.Duplex == entry
            assert pdf.Root.ViewerPreferences.PrintScaling == "/None"
            assert pdf.Root.ViewerPreferences.DisplayDocTitle


def for_press(path: Path) -> Path:
    """A file that claims PDF/X-4, as far as imposing looks at it."""
    numbered(path, 8, bleed=pt(3))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        group = pikepdf.Dictionary(S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK)
        for page in pdf.pages:
            page.obj.Group = group
        profile = pdf.make_stream(b"profile", N=4)
        pdf.Root.OutputIntents = pikepdf.Array(
            [
                pikepdf.Dictionary(
                    S=pikepdf.Name.GTS_PDFX, OutputConditionIdentifier="FOGRA39", DestOutputProfile=profile
                )
            ]
        )
        with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
            xmp["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
            xmp["xmpMM:DocumentID"] = "uuid:1"
            xmp["xmp:ModifyDate"] = "2020-01-01T00:00:00+00:00"
        pdf.docinfo["/ModDate"] = "D:20200101000000+00'00'"
        pdf.save(path, force_version="1.6")
    return path


def test_a_file_for_the_press_stays_one(tmp_path: Path) -> None:
    path, made = imposed(for_press(tmp_path / "press.pdf"), sheet=SHEETS_PT["sra3"], marks=KINDS)
    assert made.notes == ()
    with pikepdf.open(path) as pdf:
        assert pdf.pdf_version == "1.6"
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFX"
        assert "/Duplex" not in pdf.Root.get("/ViewerPreferences", {})
        for page in pdf.pages:
            media, bleed, trim = ([float(v) for v in page.obj[key]] for key in ("/MediaBox", "/BleedBox", "/TrimBox"))
            assert media[0] < bleed[0] < trim[0] < trim[2] < bleed[2] < media[2]
            assert trim[0] - bleed[0] == pytest.approx(pt(3), abs=0.01)
            assert page.obj.Group.CS == "/DeviceCMYK"
            assert b" k " in page.Contents.read_bytes()
        assert str(pdf.docinfo["/ModDate"]) == "D:20260101000000+00'00'"
        with pdf.open_metadata(update_docinfo=False) as xmp:
            assert xmp["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
            assert xmp["xmpMM:DocumentID"] not in ("uuid:1", "")
            assert xmp["xmp:ModifyDate"] == "2026-01-01T00:00:00+00:00"
        assert "/Filter" not in pdf.Root.Metadata
        assert len({bytes(half) for half in pdf.trailer.ID}) == 1
    assert b"<x:xmpmeta" in path.read_bytes()


# What is refused, and how it is told


def nothing(pdf: pikepdf.Pdf) -> None:
    while len(pdf.pages):
        del pdf.pages[0]


def huge(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.MediaBox = pikepdf.Array([0, 0, 1e9, 1e9])


def flat_box(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].obj.MediaBox = pikepdf.Array([0, 0, 0, 100])


def odd_trim(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.TrimBox = pikepdf.Array([0, 0, pikepdf.Name.A, 100])


def slanted(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Rotate = 45


def fields(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[pikepdf.Dictionary(T="name")])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (nothing, "has no pages"),
        (huge, "page 2: error: has no size that can be printed"),
        (flat_box, "page 2: error: has no size that can be printed"),
        (odd_trim, "page 1: error: has no proper size"),
        (slanted, "rotated by 45 degrees"),
        (fields, "has fields to fill in"),
    ],
)
def test_what_cannot_be_imposed_is_refused_with_its_reason(
    change: Callable[[pikepdf.Pdf], None], reason: str, tmp_path: Path
) -> None:
    source = numbered(tmp_path / "pages.pdf", 3)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(source)
    with pytest.raises(BookletError) as told:
        imposed(source, tmp_path / "sheets.pdf")
    assert reason in str(told.value)
    assert not (tmp_path / "sheets.pdf").exists()


@pytest.mark.parametrize(
    ("encryption", "reason"),
    [
        (pikepdf.Encryption(user="secret", owner="secret"), "is protected by a password"),
        (pikepdf.Encryption(owner="secret"), "is encrypted"),
    ],
)
def test_protected_files_are_refused(encryption: pikepdf.Encryption, reason: str, tmp_path: Path) -> None:
    source = numbered(tmp_path / "pages.pdf", 3)
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        pdf.save(source, encryption=encryption)
    with pytest.raises(BookletError, match=reason):
        imposed(source)


def test_trees_that_go_in_circles_end(torture: Path, tmp_path: Path) -> None:
    with pikepdf.open(torture) as pdf:
        top = pdf.Root.StructTreeRoot
        top.K = pikepdf.Array([top.K, top])
        pdf.Root.Outlines = pdf.make_indirect(pikepdf.Dictionary())
        pdf.Root.Outlines.First = pdf.Root.Outlines
        tree = pdf.make_indirect(pikepdf.Dictionary())
        tree.Kids = pikepdf.Array([tree])
        pdf.Root.Names = pikepdf.Dictionary(Dests=tree)
        source = tmp_path / "circles.pdf"
        source.write_bytes(saved(pdf))
    path, made = imposed(source)
    assert path.exists()
    assert made.pages


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.8, 0.97])
def test_a_torn_file_gives_sheets_or_one_line(keep: float, torture: Path, tmp_path: Path) -> None:
    data = torture.read_bytes()
    source = tmp_path / "torn.pdf"
    source.write_bytes(data[: int(len(data) * keep)])
    try:
        imposed(source)
    except BookletError as told:
        assert str(told).count("\n") == 0
    source.write_bytes(b"no PDF")
    with pytest.raises(BookletError, match="is broken or no PDF"):
        imposed(source)


def test_a_tree_of_pages_past_repair_is_refused_in_one_line(tmp_path: Path) -> None:
    source = numbered(tmp_path / "pages.pdf", 3)
    source.write_bytes(source.read_bytes().replace(b"/Count 3 /Kids [ 4 0 R", b"/Cound 3 /Kids [ 99 0 R"))
    with pytest.raises(BookletError, match="is broken or no PDF"):
        imposed(source)


def test_a_repair_is_told(tmp_path: Path) -> None:
    source = numbered(tmp_path / "pages.pdf", 3)
    assert imposed(source)[1].notes == ("1 blank page at the end fills up the sheets",)
    source.write_bytes(source.read_bytes().replace(b"startxref", b"startxxxx"))
    assert "the file is damaged, and was repaired as far as possible: look at every page" in imposed(source)[1].notes


# The command


def test_the_short_way_is_a_booklet_on_the_paper_that_holds_it(folder: Path) -> None:
    numbered(folder / "sheet.pdf", 6, (396, 612))
    before = hashlib.sha256((folder / "sheet.pdf").read_bytes()).hexdigest()
    result = run("impose", "sheet.pdf")
    assert result.exit_code == 0
    assert result.stdout == f"{Path('out') / 'sheet-saddle.pdf'}\n"
    assert "2 blank pages at the end fill up the sheets" in result.stderr
    assert "letter paper: print on both sides, flip on the short edge, do not scale" in result.stderr
    assert "staple in the fold" in result.stderr
    assert hashlib.sha256((folder / "sheet.pdf").read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    ("size", "arguments", "note"),
    [
        ((612, 792), (), "tabloid paper is needed: --sheet letter makes the pages smaller"),
        (
            (420, 595),
            ("--layout", "zine8"),
            "593 x 420 mm paper is needed: --sheet letter or --sheet a4 makes the pages",
        ),
        ((612, 792), ("--sheet", "letter"), "the pages are printed at 65 % of their size"),
        ((300, 450), ("--sheet", "letter", "--scale", "fit"), "the pages are printed at 132 % of their size"),
        ((396, 612), (), None),
        ((300, 450), ("--scale", "50"), None),
        ((612, 792), ("--marks", "crop"), None),
    ],
)
def test_paper_that_an_office_lacks_and_smaller_type_are_told(
    size: tuple[float, float], arguments: tuple[str, ...], note: str | None, folder: Path
) -> None:
    numbered(folder / "sheet.pdf", 8, size)
    result = run("impose", "sheet.pdf", *arguments)
    if note:
        assert note in result.stderr
    else:
        assert "is needed" not in result.stderr
        assert "of their size" not in result.stderr


def test_a_folder_may_be_called_as_a_file_is(folder: Path) -> None:
    numbered(folder / "sheet.pdf", 4)
    (folder / "made.pdf").mkdir()
    assert run("impose", "sheet.pdf", "--out", "made.pdf").stdout == f"{Path('made.pdf') / 'sheet-saddle.pdf'}\n"


def test_all_options_are_told_as_json(folder: Path) -> None:
    numbered(folder / "sheet.pdf", 30)
    arguments = (
        *("--layout", "perfect", "--sheet", "450x320", "--signature", "2", "--paper-gsm", "80", "--gutter", "4"),
        *("--scale", "fit", "--flip", "long", "--marks", "crop,fold,register,colour,slug", "--bleed", "3"),
    )
    result = run("impose", "sheet.pdf", *arguments, "--out", "made.pdf", "--json")
    assert result.exit_code == 0
    told = json.loads(result.stdout)["file"]
    assert told["path"] == "made.pdf"
    assert (told["layout"], told["pages"], told["sheets"], told["signatures"], told["blanks"]) == (
        "perfect",
        30,
        8,
        4,
        2,
    )
    assert (told["sheet"], told["flip"]) == ("sra3", "long")
    assert any("no colour bars" in note for note in told["notes"])


@pytest.mark.parametrize(
    ("arguments", "grid"),
    [
        ((), (2, 2)),
        (("--scale", "50"), (4, 4)),
        (("--scale", "50", "--gutter", "20"), (3, 3)),
        (("--scale", "fit"), (2, 2)),
    ],
)
def test_as_many_cards_as_the_sheet_holds_at_their_scale(
    arguments: tuple[str, ...], grid: tuple[int, int], folder: Path
) -> None:
    numbered(folder / "sheet.pdf", 60, (340, 300))
    assert run("impose", "sheet.pdf", "--layout", "cards", *arguments, "--out", "cards.pdf").exit_code == 0
    on_the_first = [p.trim((340, 300)) for p in placed(folder / "cards.pdf") if p.side == 0]
    assert (len({round(t.bottom) for t in on_the_first}), len({round(t.left) for t in on_the_first})) == grid


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (("missing.pdf",), 4, "cannot be read: No such file"),
        (("sheet.pdf", "--out", "sheet.pdf"), 3, "is the source itself"),
        (("sheet.pdf", "--layout", "sadle"), 3, 'did you mean "saddle"?'),
        (("sheet.pdf", "--nup", "2x2"), 3, "has its own rows and columns"),
        (("sheet.pdf", "--sheet", "a4", "--scale", "300"), 3, "too small"),
        (("sheet.pdf", "--layout", "cards", "--signature", "2"), 3, "has no signatures; leave out --signature"),
        (("sheet.pdf", "--sheet", "a9"), 2, 'Invalid value for --sheet: "a9" is none of'),
        (("sheet.pdf", "--sheet", "11x17"), 2, "and no size in mm like 320x450"),
        (("sheet.pdf", "--marks", "crop,fould"), 2, 'Invalid value for --marks: "fould" is not one of'),
        (("sheet.pdf", "--marks", "crop,none"), 2, '"none" goes with nothing else'),
        (("sheet.pdf", "--scale", "half"), 2, 'Invalid value for --scale: "half" is neither fit nor none'),
        (("sheet.pdf", "--nup", "2"), 2, 'Invalid value for --nup: "2" is no number of rows and columns'),
        (("sheet.pdf", "--caliper", "0.1", "--paper-gsm", "80"), 2, "not both"),
        (("sheet.pdf", "--layout", "cards", "--sheet", "50x50", "--gutter", "60", "--nup", "2x2"), 3, "no room"),
    ],
)
def test_a_wrong_wish_is_told_in_one_line(arguments: tuple[str, ...], code: int, reason: str, folder: Path) -> None:
    numbered(folder / "sheet.pdf", 3)
    result = run("impose", *arguments)
    assert result.exit_code == code
    assert reason in " ".join(result.stderr.replace("│", " ").split())
    assert not (folder / "out").exists() or not list((folder / "out").iterdir())
