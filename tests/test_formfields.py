"""Forms that come back: what was filled in is read as it was meant, and no file can hang, crash or fill the reader."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import subprocess
import sys
import sysconfig
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from form_sample import LEFT, RIGHT, Viewer, by_pikepdf, by_pypdf, form_pdf
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import PageBreak
from tagged_sample import paragraph

from booklet import formfields
from booklet.confinement import ask
from booklet.errors import BookletError, EnvironmentProblem, ExitCode
from booklet.formfields import FieldValue, read_fields
from booklet.pdf.forms import TextField

SECRET = "Bruised-Mary"
NAME = pikepdf.Name
String = pikepdf.String


EMPTY = form_pdf()


def values(data: bytes) -> dict[str, str]:
    return {name: field.value for name, field in read_fields(data, "form.pdf").items()}


def refusal(data: bytes, within: float = 5.0) -> str:
    """The one line that a document is refused with, said in time and without what was filled in."""
    start = time.monotonic()
    with pytest.raises(BookletError) as caught:
        read_fields(data, "form.pdf")
    assert time.monotonic() - start < within
    line = str(caught.value)
    assert line.startswith("form.pdf: error: ") and "\n" not in line and SECRET not in line
    assert caught.value.__cause__ is None and caught.value.exit_code == ExitCode.MISTAKE
    return line.removeprefix("form.pdf: error: ")


def made(*fields: Any, root: Callable[[pikepdf.Pdf], None] | None = None, **form: Any) -> bytes:
    """A PDF of one page with these fields, which are their own widgets."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        nodes = [pdf.make_indirect(field) for field in fields]
        page.obj.Annots = pikepdf.Array(nodes)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(nodes), **form)
        if root:
            root(pdf)
        pdf.save(out)
    return out.getvalue()


def text(name: str = "x", **entries: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(FT=NAME.Tx, T=String(name), **entries)


def button(name: str = "x", **entries: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(FT=NAME.Btn, T=String(name), **entries)


def choice(**entries: Any) -> pikepdf.Dictionary:
    options = pikepdf.Array([pikepdf.Array([String("r"), String("Right")]), pikepdf.Array([String("l"), String("r")])])
    return pikepdf.Dictionary(FT=NAME.Ch, T=String("x"), Opt=options, **entries)


def test_a_form_as_it_was_made_is_read() -> None:
    notes = "One line\n\nand " + "more of it " * 8
    assert read_fields(EMPTY, "form.pdf") == {
        RIGHT: FieldValue("", "check", 1),
        LEFT: FieldValue("Yes", "check", 1),
        "who": FieldValue("Zoë “O’Hara” (€)", "text", 1),
        "how": FieldValue("", "text", 1),
        "notes": FieldValue(notes, "text", 1),
        "word": FieldValue("", "text", 1),
        "side": FieldValue("left", "choice", 1),
        "other": FieldValue("", "choice", 1),
    }


def test_fields_know_their_pages() -> None:
    data = form_pdf([TextField("a", "A", 90, 20), PageBreak(), paragraph("x"), TextField("b", "B", 90, 20)])
    assert {name: field.page for name, field in read_fields(data, "x").items()} == {"a": 1, "b": 2}


def test_a_form_filled_in_by_clicks_and_keys_in_a_viewer() -> None:
    viewer = Viewer(EMPTY)
    viewer.click(RIGHT)
    viewer.click(LEFT)
    viewer.press("how", "Ölé, mañana – 50 % ł")
    viewer.paste("notes", "Łódź\r\n中文 שלום")
    viewer.paste("who", "")
    viewer.press("word", "123456789")
    viewer.choose("side", 2)
    viewer.choose("other", 0)
    assert values(viewer.save()) == {
        RIGHT: "Yes",
        LEFT: "",
        "who": "",
        "how": "Ölé, mañana – 50 % ł",
        "notes": "Łódź\n中文 שלום",
        "word": "12345678",
        "side": "both",
        "other": "right",
    }


@pytest.mark.parametrize("fill", [by_pypdf, by_pikepdf])
def test_a_form_filled_in_by_a_program(fill: Callable[[bytes, dict[str, Any]], bytes]) -> None:
    on, off = ("/Yes", "/Off") if fill is by_pypdf else (True, False)
    filled = fill(EMPTY, {RIGHT: on, LEFT: off, "how": "Łódź 中", "notes": "a\nb", "other": "both"})
    expected = {RIGHT: "Yes", LEFT: "", "how": "Łódź 中", "notes": "a\nb", "other": "both", "side": "left"}
    assert values(filled).items() >= expected.items()


def test_filling_in_twice_leaves_the_last() -> None:
    viewer = Viewer(by_pypdf(EMPTY, {"how": "first", RIGHT: "/Yes"}))
    viewer.paste("how", "second")
    assert values(by_pypdf(viewer.save(), {"word": "third"})).items() >= {
        (RIGHT, "Yes"),
        ("how", "second"),
        ("word", "third"),
    }


def test_changes_behind_the_old_file_count() -> None:
    once = by_pypdf(EMPTY, {"how": "first", RIGHT: "/Yes"}, incremental=True)
    twice = by_pypdf(once, {"how": "second"}, incremental=True)
    assert once.startswith(EMPTY) and twice.startswith(once)
    assert values(twice).items() >= {("how", "second"), (RIGHT, "Yes")}


def test_what_is_filled_in_is_not_in_the_repr() -> None:
    assert SECRET not in repr(read_fields(made(text(V=String(SECRET))), "x"))


typed = st.text(st.characters(codec="utf-8"), max_size=60)


@settings(max_examples=30, deadline=None)
@given(typed, typed, typed)
def test_any_text_that_a_program_writes_comes_back(one: str, two: str, three: str) -> None:
    read = values(by_pypdf(EMPTY, {"how": one, "notes": two, "who": three}))
    for name, written in (("how", one), ("notes", two), ("who", three)):
        assert read[name] == written.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(max_codepoint=0xFFFF, categories=["L", "N", "P", "S", "Zs"]), max_size=30))
def test_any_text_that_is_pasted_into_a_viewer_comes_back(written: str) -> None:
    """Of the basic plane: PDFium itself keeps 16 bits of what is typed."""
    viewer = Viewer(EMPTY)
    viewer.paste("how", written)
    assert values(viewer.save())["how"] == written


@pytest.mark.parametrize(
    ("stored", "meant"),
    [
        (b"\xfe\xff\x01A\xd8\x3d\xde\x00", "Ł😀"),
        (b"\xff\xfeA\x01", "Ł"),
        (b"\xef\xbb\xbf\xc5\x81", "Ł"),
        (b"\x8d\x8e \xa0 \xe9", "“” € é"),
        (b"a\r\nb\rc\nd", "a\nb\nc\nd"),
        (b"", ""),
    ],
)
def test_every_encoding_of_text_is_known(stored: bytes, meant: str) -> None:
    assert values(made(text(V=String(stored)))) == {"x": meant}


@pytest.mark.parametrize("stored", [b"\xfe\xff\xd8\x3d", b"\xef\xbb\xbf\xff", b"\xfe\xff\x00", b"\x7f\x9f"])
def test_text_in_no_encoding_is_refused(stored: bytes) -> None:
    assert refusal(made(text("finding", V=String(stored)))).startswith('has text in no known encoding: "finding"')


def test_names_kinds_and_values_are_inherited() -> None:
    def below(pdf: pikepdf.Pdf) -> None:
        widgets = [pdf.make_indirect(pikepdf.Dictionary(Subtype=NAME.Widget)) for _ in range(2)]
        pdf.pages[0].obj.Annots = pikepdf.Array(widgets)
        leaf = pdf.make_indirect(pikepdf.Dictionary(T=String("b"), Kids=pikepdf.Array(widgets)))
        direct = pikepdf.Dictionary(T=String("c"), V=String("own"))
        top = pikepdf.Dictionary(FT=NAME.Tx, T=String("a"), V=String("above"), Kids=pikepdf.Array([leaf, direct]))
        pdf.Root.AcroForm.Fields = pikepdf.Array([pdf.make_indirect(top)])

    assert read_fields(made(root=below), "x") == {
        "a.b": FieldValue("above", "text", 1),
        "a.c": FieldValue("own", "text", 0),
    }


@pytest.mark.parametrize(
    ("entries", "meant"),
    [
        ({}, ""),
        ({"V": NAME.Yes}, "Yes"),
        ({"V": String("Yes")}, "Yes"),
        ({"V": NAME.Off}, ""),
        ({"AS": NAME.Yes}, "Yes"),
        ({"AS": NAME.Off}, ""),
        ({"V": NAME.Yes, "AS": NAME.Yes}, "Yes"),
        ({"V": NAME.Off, "AS": NAME.Off}, ""),
        ({"V": NAME.Yes, "AS": NAME.Off}, None),
        ({"V": NAME.Off, "AS": NAME.Yes}, None),
        ({"V": NAME.Yes, "AS": NAME.No}, None),
        ({"V": NAME.Yes, "AS": String("Yes")}, None),
    ],
)
def test_a_box_whose_value_and_looks_differ_is_refused(entries: dict[str, Any], meant: str | None) -> None:
    data = made(button("finding", **entries))
    if meant is None:
        assert refusal(data).startswith('has a check box that shows one thing and holds another: "finding"')
    else:
        assert read_fields(data, "x") == {"finding": FieldValue(meant, "check", 1)}


def test_one_of_several_buttons_is_a_choice() -> None:
    def radio(*states: str, **entries: Any) -> bytes:
        def below(pdf: pikepdf.Pdf) -> None:
            kids = [pdf.make_indirect(pikepdf.Dictionary(AS=pikepdf.Name(state))) for state in states]
            top = button(Ff=1 << 15, Kids=pikepdf.Array(kids), **entries)
            pdf.Root.AcroForm.Fields = pikepdf.Array([pdf.make_indirect(top)])

        return made(root=below)

    assert read_fields(radio("/Off", "/left", V=NAME.left), "x") == {"x": FieldValue("left", "choice", 0)}
    assert values(radio("/Off", "/left")) == {"x": "left"}
    assert "shows one thing" in refusal(radio("/right", "/left", V=NAME.left))
    assert "shows one thing" in refusal(radio("/right", "/Off", V=NAME.left))


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        (String("r"), "r"),
        (String("Right"), "r"),
        (String("none of these"), "none of these"),
        (pikepdf.Array([String("l")]), "l"),
        (pikepdf.Array([]), ""),
    ],
)
def test_a_choice_is_what_is_stored(value: Any, meant: str) -> None:
    assert read_fields(made(choice(V=value)), "x") == {"x": FieldValue(meant, "choice", 1)}


def test_several_choices_are_refused() -> None:
    assert "several choices" in refusal(made(choice(V=pikepdf.Array([String("l"), String("r")]))))


def test_buttons_to_press_and_signatures_are_left_out() -> None:
    signature = pikepdf.Dictionary(FT=NAME.Sig, T=String("s"), V=pikepdf.Dictionary(Type=NAME.Sig))
    assert values(made(button("send", Ff=1 << 16), signature, text(V=String("v")))) == {"x": "v"}


def stream_value(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].V = pdf.make_stream(SECRET.encode())


def no_form(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/AcroForm"]


def xfa(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.XFA = pdf.make_stream(SECRET.encode())


def own_kid(pdf: pikepdf.Pdf) -> None:
    field = pdf.Root.AcroForm.Fields[0]
    field.Kids = pikepdf.Array([field])


def circle(pdf: pikepdf.Pdf) -> None:
    one = pdf.Root.AcroForm.Fields[0]
    two = pdf.make_indirect(text("y"))
    one.Kids, two.Kids = pikepdf.Array([two]), pikepdf.Array([one])


def deep(pdf: pikepdf.Pdf) -> None:
    node = pdf.make_indirect(text("leaf"))
    for _ in range(2_000):
        node = pdf.make_indirect(text("n", Kids=pikepdf.Array([node])))
    pdf.Root.AcroForm.Fields = pikepdf.Array([node])


def many(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields = pikepdf.Array([text(f"f{n}") for n in range(100_000)])


def many_widgets(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].Kids = pikepdf.Array([pikepdf.Dictionary() for _ in range(100_000)])


def many_annotations(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary() for _ in range(100_000)])


def many_pages(pdf: pikepdf.Pdf) -> None:
    for _ in range(1_001):
        pdf.add_blank_page()


def many_options(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields = pikepdf.Array([choice(V=String("r"))])
    pdf.Root.AcroForm.Fields[0].Opt = pikepdf.Array([String(str(n)) for n in range(5_000)])


def much_text(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields = pikepdf.Array([text(f"f{n}", V=String("v" * 15_000)) for n in range(100)])


def long_value(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].V = String(SECRET * 800_000)


def long_state(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0] = button(V=pikepdf.Name("/" + "v" * 30_000))


def one_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields.append(text(V=String(SECRET)))


def no_name(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm.Fields[0]["/T"]


def dotted_name(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].T = String("a.b")


def no_kind(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].FT = NAME.Zz


def number_value(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].V = 5


def numbers_for_fields(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields = pikepdf.Array([1, 2])


def name_for_fields(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields = NAME.Fields


def number_for_kids(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm.Fields[0].Kids = 3


def name_for_annotations(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = NAME.None_


HOSTILE: list[tuple[Callable[[pikepdf.Pdf], None], str]] = [
    (stream_value, "has a field whose value is no text"),
    (no_form, "is a PDF without fields"),
    (xfa, "is an XFA form"),
    (own_kid, "is broken: its fields go in a circle"),
    (circle, "is broken: its fields go in a circle"),
    (deep, "has more in it than a form can have"),
    (many, "has more in it than a form can have"),
    (many_widgets, "has more in it than a form can have"),
    (many_annotations, "has more in it than a form can have"),
    (many_pages, "has more in it than a form can have"),
    (many_options, "has more in it than a form can have"),
    (much_text, "has more in it than a form can have"),
    (long_value, "has a field with too much text"),
    (long_state, "has a field with too much text"),
    (one_name, "has two fields of one name"),
    (no_name, "has a field without a proper name"),
    (dotted_name, "has a field without a proper name"),
    (no_kind, "has a field of no known kind"),
    (number_value, "has a field whose value is no text"),
    (numbers_for_fields, "is broken"),
    (name_for_fields, "is broken"),
    (number_for_kids, "is broken"),
    (name_for_annotations, "is broken"),
]


@pytest.mark.parametrize(("harm", "told"), HOSTILE, ids=[harm.__name__ for harm, _ in HOSTILE])
def test_what_a_form_cannot_have_is_refused(harm: Callable[[pikepdf.Pdf], None], told: str) -> None:
    assert refusal(made(text(V=String(SECRET)), root=harm)).startswith(told)


@pytest.mark.parametrize("user", ["", "secret-pass"])
def test_a_protected_form_is_refused(user: str) -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(EMPTY)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(user=user, owner="another-pass", R=6))
    assert refusal(out.getvalue()).startswith("is protected by a password; save a copy without one")


def written(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with a table of where they are."""
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = (len(out), size, trailer)
    return (
        out
        + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
        + b"trailer <<%s /Size %d>>\n"
        % (
            end[2],
            size,
        )
        + b"startxref\n%d\n%%%%EOF\n" % end[0]
    )


CATALOG = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[3 0 R]>>>>"
PAGES = b"<</Type/Pages/Kids[]/Count 0>>"


def bomb(megabytes: int) -> bytes:
    """Zeros that deflate to a thousandth, twice."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return zlib.compress(start + block * megabytes, 9)


def bombed() -> bytes:
    """A form whose catalog is in an object stream that unfolds to gigabytes."""
    packed = bomb(40_000)
    stream = b"<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n" % len(packed)
    body = b"%PDF-1.7\n4 0 obj\n" + stream + packed + b"\nendstream\nendobj\n"
    rows = [(0, 0, 255), (2, 4, 0), (0, 0, 0), (0, 0, 0), (1, len(b"%PDF-1.7\n"), 0), (1, len(body), 0)]
    table = b"".join(
        kind.to_bytes(1, "big") + at.to_bytes(4, "big") + rest.to_bytes(1, "big") for kind, at, rest in rows
    )
    entries = b"<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return body + b"5 0 obj\n" + entries + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)


def slow() -> bytes:
    """A sound form that takes minutes: each of its lists has the same thousand long words."""

    def below(pdf: pikepdf.Pdf) -> None:
        words = pdf.make_indirect(pikepdf.Array([String("w" * 15_000) for _ in range(1_000)]))
        lists = [pikepdf.Dictionary(FT=NAME.Ch, T=String(f"f{n}"), V=String("w"), Opt=words) for n in range(4_000)]
        pdf.Root.AcroForm.Fields = pikepdf.Array(lists)

    return made(root=below)


RAW: dict[str, bytes] = {
    "nothing": b"",
    "words": b"Dear all, " + SECRET.encode(),
    "head-only": b"%PDF-1.7\n",
    "zeros": bytes(15_000_000),
    "nested-arrays": written(b"[" * 5_000_000, PAGES),
    "nested-dictionaries": written(b"<</A" * 2_000_000, PAGES),
    "nested-below": written(CATALOG, PAGES, b"[" * 400 + b"]" * 400),
    "pages-in-a-circle": written(CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>", b"<</T(x)/FT/Tx>>"),
    "object-is-itself": written(b"1 0 R", PAGES),
    "value-is-itself": written(CATALOG, PAGES, b"<</T(x)/FT/Tx/V 4 0 R>>", b"4 0 R"),
    "length-is-itself": written(CATALOG, PAGES, b"<</Length 3 0 R>>stream\nx\nendstream"),
    "previous-is-itself": written(CATALOG, PAGES, trailer=b"/Root 1 0 R/Prev 9"),
    "huge-size": written(CATALOG, PAGES, trailer=b"/Root 1 0 R/Size 2147483647"),
    "half-a-value": written(CATALOG, PAGES, b"<</T(x)/FT/Tx/V(" + SECRET.encode()),
}


@pytest.mark.parametrize("data", RAW.values(), ids=RAW.keys())
def test_what_is_no_sound_pdf_is_refused_in_time(data: bytes) -> None:
    assert refusal(data, within=9.0)


def test_a_field_that_is_lost_in_a_broken_file_is_not_taken_for_empty() -> None:
    sound = written(CATALOG, PAGES, b"<</T(x)/FT/Tx/V 4 0 R>>", b"(" + SECRET.encode() + b")")
    assert values(sound) == {"x": SECRET}
    assert "broken" in refusal(sound.replace(b"4 0 obj", b"4 0 obx"))


def test_what_some_programs_write_a_little_wrong_is_read() -> None:
    sound = written(CATALOG, PAGES, b"<</T(x)/FT/Tx/V(v)>>")
    for slip in (sound.replace(b"/Size 4", b"/Size 9"), sound.replace(b"endobj\nxref", b"endobj\n xref")):
        assert slip != sound and values(slip) == {"x": "v"}


def test_a_bomb_goes_off_within_the_limit_on_memory() -> None:
    data = bombed()
    assert len(data) < 1_000_000 and refusal(data, within=9.0)
    code = (
        "import contextlib, resource, sys; from booklet.formfields import read_fields\n"
        "with contextlib.suppress(Exception): read_fields(sys.stdin.buffer.read(), 'x')\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    search = {**os.environ, "PYTHONPATH": str(Path(formfields.CHILD).parents[2])}
    done = subprocess.run([sys.executable, "-c", code], input=data, env=search, capture_output=True, check=True)
    if sys.platform == "linux":  # elsewhere the limit may not be kept, and the unit is another
        assert 200_000 < int(done.stdout) < 1 << 20


def test_a_form_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    data = slow()
    assert len(data) < formfields.MOST_BYTES
    monkeypatch.setattr(formfields, "SECONDS", 1.5)
    assert refusal(data, within=4.0).startswith("takes too long to read")


def test_the_clock_is_set_to_ten_seconds_and_a_large_file_is_not_even_begun() -> None:
    assert formfields.SECONDS == 10
    assert refusal(bytes(20_000_001), within=0.5).startswith("is larger than 20,000,000 bytes")


def test_the_child_takes_from_itself_what_it_does_not_need(tmp_path: Path) -> None:
    script = tmp_path / "look.py"
    script.write_text(
        "import json, resource as r\n"
        "from booklet.confinement.inside import limit\n"
        "from booklet.formfields.child import BOUNDS\n"
        "print('ready'); limit(BOUNDS)\n"
        "print(json.dumps([r.getrlimit(getattr(r, 'RLIMIT_' + k)) for k in ('AS', 'CPU', 'CORE', 'FSIZE', 'NPROC')]))"
    )
    told = json.loads(ask(script, b"", seconds=10, most_answer=1_000))
    assert told == [[1 << 30] * 2, [12] * 2, [0] * 2, [0] * 2, [0] * 2]


@pytest.fixture
def possessed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Puts another program in the place of the child, as if a file had taken it over."""

    def become(code: str) -> None:
        script = tmp_path / "child.py"
        script.write_text(f"import sys, time\nsys.stdout.write('ready\\n'); sys.stdout.flush()\n{code}\n")
        monkeypatch.setattr(formfields, "CHILD", script)

    monkeypatch.setattr(formfields, "SECONDS", 2.0)
    yield become


ANSWERS = (
    "[]",
    "{}",
    "5",
    "[" * 100_000,
    '{"fields": 3}',
    '{"fields": [["x"]]}',
    '{"fields": [["x", 1, "text", 1]]}',
    '{"fields": [["x", "v", "other", 1]]}',
    '{"fields": [["x", "v", ["text"], 1]]}',
    '{"fields": [["x", "v", "text", -1]]}',
    '{"fields": [["x", "v", "text", true]]}',
    '{"fields": [[["x"], "v", "text"]]}',
    '{"refused": ["x"]}',
    '{"refused": "Bruised-Mary"}',
    "not json Bruised-Mary",
    "",
)


@pytest.mark.parametrize("answer", ANSWERS, ids=[answer[:30] for answer in ANSWERS])
def test_nonsense_from_the_child_is_refused(possessed: Callable[[str], None], answer: str) -> None:
    possessed(f"sys.stdin.buffer.read(); sys.stdout.write({answer!r})")
    assert refusal(b"x").startswith("is broken")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("while True: sys.stdout.write('x' * 1000000)", "is broken"),
        ("time.sleep(60)", "takes too long"),
        ("sys.stdin.close(); sys.stdout.close(); time.sleep(60)", "takes too long"),
        ("sys.stdout.write('{\"fields\": []}'); sys.stdout.flush(); time.sleep(60)", "takes too long"),
        ("sys.exit(3)", "is broken"),
        ("import os; os.abort()", "is broken"),
    ],
)
def test_a_child_gone_wild_is_stopped(possessed: Callable[[str], None], code: str, told: str) -> None:
    possessed(code)
    assert refusal(bytes(5_000_000), within=4.5).startswith(told)


def test_a_child_that_is_given_up_is_killed(possessed: Callable[[str], None], tmp_path: Path) -> None:
    note = tmp_path / "pid"
    possessed(f"import os; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    refusal(b"x", within=4.5)
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


ESCAPES = "a\x1b[2J\n" + "b" * 500


def test_a_name_from_the_file_cannot_speak_to_the_terminal() -> None:
    line = refusal(made(text(ESCAPES, V=String(SECRET * 5_000))))
    assert line.startswith('has a field with too much text: "a?[2J?bbb') and len(line) < 140


def test_nor_can_a_name_from_a_child_gone_wild(possessed: Callable[[str], None]) -> None:
    answer = json.dumps({"refused": "too-long", "field": ESCAPES})
    possessed(f"sys.stdout.write({answer!r})")
    assert refusal(b"x").startswith('has a field with too much text: "a?[2J?bbb')


def test_a_child_that_does_not_start_is_not_the_fault_of_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    script = tmp_path / "child.py"
    script.write_text("import a_library_that_is_not_there")
    monkeypatch.setattr(formfields, "CHILD", script)
    with pytest.raises(EnvironmentProblem, match=r"form\.pdf: error: cannot be read: the process .* does not start"):
        read_fields(EMPTY, "form.pdf")


def test_libraries_of_the_environment_are_found_but_never_before_its_own(tmp_path: Path) -> None:
    """As with `PYTHONPATH`, or when installed for one user; a folder may hold anything, under any name."""
    (tmp_path / "json.py").write_text("raise SystemExit('hijacked')")
    packages = sysconfig.get_path("purelib")
    search = os.pathsep.join([packages, str(Path(formfields.CHILD).parents[2])])
    code = "import sys; from booklet.formfields import read_fields; sys.path.insert(0, sys.argv[1]);"
    code += "print(len(read_fields(sys.stdin.buffer.read(), 'x')))"
    interpreter = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run(
        [interpreter, "-c", code, str(tmp_path)],
        input=EMPTY,
        env={**os.environ, "PYTHONPATH": search},
        capture_output=True,
    )
    assert done.stdout.strip() == b"8", done.stderr


def test_nothing_is_run_from_the_folder_that_one_is_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("pikepdf", "json", "runpy"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('hijacked')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert len(read_fields(EMPTY, "form.pdf")) == 8
    assert {path.name for path in tmp_path.iterdir()} == {"pikepdf.py", "json.py", "runpy.py"}


def test_no_process_to_be_had_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "gone"))
    with pytest.raises(EnvironmentProblem, match="no process can be started"):
        read_fields(b"x", "form.pdf")


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_damage_anywhere_is_either_harmless_or_told(chance: random.Random, count: int) -> None:
    data = bytearray(EMPTY)
    for _ in range(count):
        data[chance.randrange(len(data))] = chance.randrange(256)
    with contextlib.suppress(BookletError):
        assert set(values(bytes(data)))
