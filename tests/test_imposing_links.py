"""Everything in a document that names a page names the sheet afterwards, however it was written; what cannot, goes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from imposing_sample import imposed, numbered, placed
from tagged_sample import torture_pdf

from booklet.check.structure import read

TOP = 440.0
"""Where the destinations of these tests are, of pages that are 450 pt high."""


def changed(path: Path, change: Callable[[pikepdf.Pdf], None], pages: int = 8) -> Path:
    """Numbered pages with something added to the document."""
    numbered(path, pages)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(path)
    return path


def to(page: Any) -> pikepdf.Array:
    return pikepdf.Array([page, pikepdf.Name.XYZ, 10, TOP, None])


def by_name(pdf: pikepdf.Pdf) -> None:
    names = [part for n, page in enumerate(pdf.pages) for part in (pikepdf.String(f"p{n}"), to(page.obj))]
    leaves = [pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(part))) for part in (names[:6], names[6:])]
    pdf.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Kids=pikepdf.Array(leaves)))


def by_name_in_a_dictionary(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Names = pikepdf.Dictionary(Dests=pikepdf.Dictionary(Names=pikepdf.Array()))
    for n, page in enumerate(pdf.pages):
        pdf.Root.Names.Dests.Names.extend([pikepdf.String(f"p{n}"), pikepdf.Dictionary(D=to(page.obj))])


def by_old_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Dests = pikepdf.Dictionary({f"/p{n}": to(page.obj) for n, page in enumerate(pdf.pages)})


def link(pdf: pikepdf.Pdf, **entries: Any) -> Any:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], **entries)
    return pdf.make_indirect(note)


def by_number(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = pikepdf.Array([link(pdf, Dest=to(n)) for n in range(8)])


def by_action(pdf: pikepdf.Pdf) -> None:
    actions = [pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=to(page.obj)) for page in pdf.pages]
    actions[0].Next = actions[1]
    actions[1].Next = pikepdf.Array(actions[2:])
    pdf.pages[0].obj.Annots = pikepdf.Array([link(pdf, A=actions[0])])


def kept(pdf: pikepdf.Pdf) -> list[Any]:
    """The destinations of one of these documents, in the order of their pages."""
    if "/Dests" in pdf.Root:
        return [pdf.Root.Dests[f"/p{n}"] for n in range(8)]
    if "/Names" in pdf.Root:
        tree = pdf.Root.Names.Dests
        leaves = tree.Kids if "/Kids" in tree else [tree]
        values = [value for leaf in leaves for value in list(leaf.Names)[1::2]]
        return [value.D if isinstance(value, pikepdf.Dictionary) else value for value in values]
    notes = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
    if "/Dest" in notes[0]:
        return [note.Dest for note in notes]
    first = notes[0].A
    return [first.D, first.Next.D, *(action.D for action in first.Next.Next)]


@pytest.mark.parametrize("change", [by_name, by_name_in_a_dictionary, by_old_name, by_number, by_action])
def test_destinations_follow_however_they_are_written(change: Callable[[pikepdf.Pdf], None], tmp_path: Path) -> None:
    path, _ = imposed(changed(tmp_path / "pages.pdf", change), sheet=(640.0, 470.0))
    homes = {p.page: p for p in placed(path)}
    with pikepdf.open(path) as pdf:
        sides = [page.objgen for page in pdf.pages]
        found = kept(pdf)
        assert len(found) == 8
        for number, destination in enumerate(found, 1):
            home = homes[number]
            assert sides.index(destination[0].objgen) == home.side
            assert (float(destination[2]), float(destination[3])) == pytest.approx(home.matrix.point(10, TOP))


def test_a_destination_shared_by_two_links_is_moved_once(tmp_path: Path) -> None:
    def twice(pdf: pikepdf.Pdf) -> None:
        shared = pdf.make_indirect(to(pdf.pages[5].obj))
        pdf.pages[0].obj.Annots = pikepdf.Array([link(pdf, Dest=shared), link(pdf, Dest=shared)])

    path, _ = imposed(changed(tmp_path / "pages.pdf", twice), sheet=(640.0, 470.0))
    home = next(p for p in placed(path) if p.page == 6)
    with pikepdf.open(path) as pdf:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
        expected = pytest.approx(home.matrix.point(10, TOP))
        assert [(float(note.Dest[2]), float(note.Dest[3])) for note in notes] == [expected, expected]


def test_an_annotation_of_two_pages_is_moved_once(tmp_path: Path) -> None:
    def shared(pdf: pikepdf.Pdf) -> None:
        note = link(pdf, A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org"))
        for page in pdf.pages:
            page.obj.Annots = pikepdf.Array([note])

    path, _ = imposed(changed(tmp_path / "pages.pdf", shared), sheet=(640.0, 470.0))
    home = next(p for p in placed(path) if p.page == 1)
    with pikepdf.open(path) as pdf:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
        assert len(notes) == 1
        corner = [float(value) for value in notes[0].Rect][:2]
        assert corner == pytest.approx(home.matrix.point(0, 0))


def test_what_is_about_single_pages_or_a_screen_goes(tmp_path: Path) -> None:
    def add(pdf: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.Root.OpenAction, pdf.Root.PageLayout = script, pikepdf.Name.TwoColumnLeft
        pdf.Root.PageLabels = pikepdf.Dictionary(Nums=[0, pikepdf.Dictionary(S=pikepdf.Name.r)])
        pdf.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=[pikepdf.String("a"), script]))
        pdf.Root.Lang = "fr"

    path, _ = imposed(changed(tmp_path / "pages.pdf", add))
    with pikepdf.open(path) as pdf:
        assert not {"/OpenAction", "/PageLabels", "/PageLayout"} & set(pdf.Root.keys())
        assert "/JavaScript" not in pdf.Root.Names
        assert pdf.Root.Lang == "fr"


def test_sheets_that_are_imposed_again_keep_their_tags(tmp_path: Path) -> None:
    """Their content is in forms within forms, to which the tree leads already."""
    source = tmp_path / "torture.pdf"
    source.write_bytes(torture_pdf())
    once, _ = imposed(source, tmp_path / "once.pdf")
    twice, _ = imposed(once, tmp_path / "twice.pdf", layout="nup", grid=(2, 1), sheet=(1300.0, 1650.0))
    before, after = read(source), read(twice)
    assert after.findings == ()
    assert after.tree.reading() == before.tree.reading()
    with pikepdf.open(twice) as pdf:
        sides = {page.objgen for page in pdf.pages}
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == pikepdf.Name.Page]
        assert {page.objgen for page in found} == sides
    assert after.identifier == f"imposed:nup:imposed:saddle:{before.identifier}"


def test_pages_in_pieces_are_joined_and_stay_compressed(tmp_path: Path) -> None:
    def torn(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            data = page.Contents.read_bytes()
            parts = [pdf.make_stream(part) for part in (data, b"% " + b"filler " * 2000)]
            page.obj.Contents = pikepdf.Array(parts)

    path, _ = imposed(changed(tmp_path / "pages.pdf", torn))
    with pikepdf.open(path) as pdf:
        forms = [form for page in pdf.pages for _, form in page.Resources.XObject.items()]
        assert len(forms) == 8
        for form in forms:
            assert len(form.read_raw_bytes()) < len(form.read_bytes()) / 10
