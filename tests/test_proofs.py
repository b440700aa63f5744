"""Proofs: every figure that ships is without flaws, each flaw is caught, and SVG and PDF show the same picture."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
import resvg_py
from PIL import Image, ImageFilter
from typer.testing import CliRunner, Result

from booklet.build import creation_date
from booklet.check.structure import read
from booklet.check.verapdf import validate
from booklet.cli.app import app
from booklet.diagrams import Atlas
from booklet.diagrams.flaws import flaws
from booklet.diagrams.svg import to_svg
from booklet.drawing import Drawing, Frame, Group, Item, Text, Use
from booklet.errors import ExitCode
from booklet.palette import INKS, TONES, ToneName, lightness
from booklet.pdf.figure import paint
from booklet.pdf.metadata import Metadata
from booklet.pdf.output import canvas_maker
from booklet.pdf.structure import Tag
from booklet.proof import final_frames, proof
from booklet.resources import Resources
from booklet.units import pt

RESOURCES = Resources.at()
ATLAS = Atlas(RESOURCES)
PLACED = [(figure, frame) for figure, frames in final_frames(RESOURCES).items() for frame in frames]
CARD = Frame(172, 184)
FONTS = [str(path) for path in RESOURCES.listing("templates/fonts", ".ttf").values()]
SCALE = 3  # pixels a pt
SOFT = 4  # pixels
MOST_APART = 4.0  # levels of 255, on average over the picture
MOST_APART_IN_A_SPOT = 64  # the same, in the worst spot of 3 pt


def ids(value: object) -> str:
    return value if isinstance(value, str) else "-".join(value.panels) if isinstance(value, Frame) else ""


@pytest.mark.parametrize(("figure", "frame"), PLACED, ids=ids)
@pytest.mark.parametrize("mirror", [False, True], ids=["", "mirrored"])
def test_no_shipped_figure_has_a_flaw(figure: str, frame: Frame, mirror: bool) -> None:
    assert flaws(ATLAS, figure, frame, mirror=mirror) == []


@pytest.fixture
def flawed(tmp_path: Path) -> Callable[..., str]:
    """The flaws, in words, of a figure whose body is given."""

    def told(body: str, frame: Frame = CARD) -> str:
        (tmp_path / "figures").mkdir(exist_ok=True)
        spec = (
            f"title: Own\npanels:\n  - id: one\n    body:\n      plate: posterior-trunk\n      crop: lower-back\n{body}"
        )
        (tmp_path / "figures" / "own.yaml").write_text(spec, encoding="utf-8")
        return "\n".join(map(str, flaws(Atlas(Resources.at(tmp_path)), "own", frame)))

    return told


ZONE = "zones: [{ellipse: {at: psis, rx: 3, ry: 3}}]"


@pytest.mark.parametrize(("body", "message"), [
    ("triggers: [{colour: red, letter: A, at: {at: waist, out: 6}}]",
     "own.yaml:7:47: error: X A is off the body; the nearest landmark is waist"),
    ("triggers: [{colour: red, at: {at: t1_spinous, out: 2}}]", "X red is outside the picture"),
    ("triggers: [{colour: red, at: {at: psis, out: -9}}]", "said to be on the right, but stands on the other side"),
    ("triggers: [{colour: red, side: left, at: {at: psis, side: right}}]", "said to be on the left"),
    ("triggers: [{colour: red, zones: [{ellipse: {at: {at: waist, out: 1.6}, rx: 4, ry: 4}}]}]",
     "% of a zone of X red lies off the body"),
    ("triggers: [{colour: red, zones: [{ellipse: {at: {at: t1_spinous, down: 3}, rx: 1, ry: 1}}]}]",
     "a zone of X red is outside"),
    (f"triggers: [{{colour: red, {ZONE}}}, {{colour: red, {ZONE}}}]", "alike in colour, grey, protan, deutan, tritan"),
    (f"triggers: [{{colour: red, letter: A, {ZONE}}}, {{colour: red, letter: B, {ZONE}}}]", "X A and X B look alike"),
    (f"triggers: [{{colour: red, {ZONE}}}, {{colour: black, {ZONE}}}]", "zones of X red and X black look alike"),
    (f"labels: [{{text: {'long ' * 20}, at: psis, column: left}}]", "leaves its panel"),
    ("labels: [{text: high, at: {at: t1_spinous, up: 3}, column: left}]", 'the leader of "high" leaves its panel'),
    ("labels: [{text: one, at: psis, column: left}, {text: two, at: psis, side: left, column: right}]",
     'the leaders of "one" and "two" cross'),
    ("triggers: [{colour: red, at: {at: t11_spinous, out: 9}}]\n"
     "      labels: [{text: over, at: {at: t11_spinous, out: 3}, column: right, inset_mm: 9}]", '"over" covers an X'),
])  # fmt: skip
def test_each_flaw_is_caught(flawed: Callable[..., str], body: str, message: str) -> None:
    assert message in flawed(f"      {body}\n")


def test_small_type_is_caught(flawed: Callable[..., str]) -> None:
    assert flawed("      triggers: []\n", Frame(172, 184)) == ""
    assert '"Left" is set in 7.5 pt; 8 pt is the least' in flawed("      triggers: []\n", Frame(172, side_pt=7.5))


def test_zones_of_one_ink_each_look_different(flawed: Callable[..., str]) -> None:
    zones = ", ".join(f"{{colour: {ink}, {ZONE}}}" for ink in INKS if ink != "black")  # black hatches as red does
    assert flawed(f"      triggers: [{zones}]\n") == ""


def test_leaders_of_a_column_are_untangled(flawed: Callable[..., str]) -> None:
    near = "{text: near, at: {at: l2_spinous, side: left, out: 3}, column: left, rise_mm: 14}"
    far = "{text: far, at: {at: l1_spinous, out: 9}, column: left}"
    assert flawed(f"      labels: [{near}, {far}]\n") == ""


@pytest.mark.parametrize(("tone", "colour", "seen"), [
    ("grey", "#ff0000", "#4c4c4c"),
    ("protan", "#ff0000", "#6d5e00"),
    ("deutan", "#ff0000", "#a39000"),
    ("tritan", "#0000ff", "#006b96"),
])  # fmt: skip
def test_simulated_colours(tone: ToneName, colour: str, seen: str) -> None:
    got = TONES[tone](colour)
    assert all(abs(int(got[i : i + 2], 16) - int(seen[i : i + 2], 16)) <= 1 for i in (1, 3, 5)), got


@pytest.mark.parametrize("tone", TONES)
def test_every_tone_keeps_black_white_and_greys(tone: ToneName) -> None:
    for grey in ("#000000", "#808080", "#ffffff"):
        assert abs(lightness(TONES[tone](grey)) - lightness(grey)) < 0.5


def symbols(items: tuple[Item, ...]) -> set[str]:
    found: set[str] = set()
    for item in items:
        if isinstance(item, Group):
            found |= symbols(item.items)
        elif isinstance(item, Use):
            found.add(item.symbol.name)
    return found


def test_tones_never_share_a_symbol() -> None:
    by_tone = [symbols(ATLAS.draw("paraspinals", Frame(504, tone=tone)).items) for tone in TONES]
    assert sum(map(len, by_tone)) == len(set.union(*by_tone))


def pdf_of(drawing: Drawing) -> bytes:
    """A page as large as a drawing, in whole points, with nothing else on it."""
    buffer = io.BytesIO()
    size = math.ceil(pt(drawing.width)), math.ceil(pt(drawing.height))
    metadata = Metadata("Figure", "booklet", "A figure", "en", "test", creation_date())
    canvas = canvas_maker(metadata, RESOURCES)(buffer, pagesize=size)
    with canvas.tag(Tag("Figure", alt=drawing.alt)):
        paint(canvas, drawing, 0, size[1])
    canvas.save()
    return buffer.getvalue()


def from_pdf(drawing: Drawing) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf_of(drawing))
    image = document[0].render(scale=SCALE).to_pil().convert("RGB")
    document.close()
    return image


def from_svg(drawing: Drawing, size: tuple[int, int]) -> Image.Image:
    png = resvg_py.svg_to_bytes(
        svg_string=to_svg(drawing), dpi=72 * SCALE, background="#ffffff", font_files=FONTS, skip_system_fonts=True
    )
    image = Image.new("RGB", size, "white")
    image.paste(Image.open(io.BytesIO(bytes(png))).convert("RGB"))
    return image


def apart(one: Image.Image, other: Image.Image) -> tuple[float, float]:
    """How far two pictures differ in levels of 255, on average and at most; edges are softened, as each has its own."""
    soft = (np.asarray(image.filter(ImageFilter.BoxBlur(SOFT)), dtype=float) for image in (one, other))
    levels = np.abs(np.subtract(*soft)).max(axis=2)
    return float(levels.mean()), float(levels.max())


@pytest.mark.parametrize("figure", ATLAS.ids)
def test_svg_and_pdf_show_the_same(figure: str) -> None:
    frame = next(frame for name, frame in PLACED if name == figure)
    drawing = ATLAS.draw(figure, frame)
    pdf = from_pdf(drawing)
    mean, spot = apart(pdf, from_svg(drawing, pdf.size))
    assert mean < MOST_APART and spot < MOST_APART_IN_A_SPOT, (mean, spot)


def test_a_different_picture_is_told() -> None:
    right, left = (ATLAS.draw("quadratus-lumborum", CARD, mirror=mirror) for mirror in (False, True))
    pdf = from_pdf(right)
    mean, spot = apart(pdf, from_svg(left, pdf.size))
    assert mean > MOST_APART and spot > MOST_APART_IN_A_SPOT
    no_words = replace(right, items=tuple(item for item in right.items if not isinstance(item, Text)))
    assert apart(pdf, from_svg(no_words, pdf.size))[1] > MOST_APART_IN_A_SPOT


@pytest.fixture(scope="module")
def proofs() -> bytes:
    return proof(RESOURCES, ("quadratus-lumborum", "iliopsoas")).data


def test_the_proof_is_tagged_and_names_points_and_landmarks(proofs: bytes) -> None:
    lines = [text for _, text in read(proofs).tree.reading()]
    assert "quadratus-lumborum: Trigger points of quadratus lumborum" in lines
    assert "deutan, 172 pt wide" in lines
    pages = pypdfium2.PdfDocument(proofs)
    words = "".join(page.get_textpage().get_text_bounded() for page in pages)
    pages.close()
    assert "X A quadratus-lumborum-1" in words and "iliac_crest_top" in words


def test_the_proof_conforms(proofs: bytes, tmp_path: Path) -> None:
    path = tmp_path / "proof.pdf"
    path.write_bytes(proofs)
    assert validate([path]) == {path: []}


def test_figures_contain_no_raster(proofs: bytes) -> None:
    with pikepdf.open(io.BytesIO(proofs)) as pdf:
        kinds = {str(obj.get("/Subtype")) for obj in pdf.objects if isinstance(obj, pikepdf.Stream)}
    assert "/Form" in kinds and "/Image" not in kinds
    assert not any("<image" in to_svg(ATLAS.draw(figure, CARD)) for figure in ATLAS.ids)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_the_command_writes_the_proof_and_tells_flaws(tmp_path: Path) -> None:
    out = tmp_path / "out" / "proof.pdf"
    made = run("proof", "hero", "-o", str(out))
    assert made.exit_code == ExitCode.OK, made.output
    assert made.stdout.strip() == str(out)
    assert out.read_bytes().startswith(b"%PDF")
    (tmp_path / "figures").mkdir()
    hero = RESOURCES.find("figures/hero.yaml").read_text(encoding="utf-8")
    off = hero.replace(
        "at: {at: l1_spinous, out: 3.2}\n          place", "at: {at: l1_spinous, out: 30}\n          place"
    )
    (tmp_path / "figures" / "hero.yaml").write_text(off, encoding="utf-8")
    told = run("--library", str(tmp_path), "proof", "hero", "-o", str(out))
    assert told.exit_code == ExitCode.FINDINGS
    assert "figures/hero.yaml:" in told.stderr and "X red is off the body" in told.stderr


def test_an_unknown_figure_has_no_proof(tmp_path: Path) -> None:
    told = run("proof", "heroe", "-o", str(tmp_path / "proof.pdf"))
    assert told.exit_code == ExitCode.MISTAKE
    assert 'did you mean "hero"' in told.stderr


def test_the_figure_command_mirrors() -> None:
    there, back = run("figure", "hero").stdout, run("figure", "hero", "--mirror").stdout
    assert "on the right" in there and "on the left" not in there
    assert "on the left" in back and "on the right" not in back
