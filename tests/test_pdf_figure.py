import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tagged_sample import PLATE, SMALL, build, knee, paragraph

from booklet.check.structure import read
from booklet.drawing import Drawing, Fill, Group, Item, Symbol, Text, Use
from booklet.pdf import fonts
from booklet.pdf.figure import path_code
from booklet.pdf.flowables import FigureFlowable
from booklet.pdf.ink import colour_code
from booklet.resources import Resources
from booklet.units import pt

fonts.register(Resources.at())

WHOLE = (("M", 0.0, 0.0), ("L", 50.0, 0.0), ("L", 50.0, 40.0), ("L", 0.0, 40.0), ("Z",))
LEFT = (("M", 0.0, 0.0), ("L", 25.0, 0.0), ("L", 25.0, 40.0), ("L", 0.0, 40.0), ("Z",))
Colour = tuple[int, int, int]


def drawing(*items: Item) -> Drawing:
    return Drawing("test", "Test", "A test.", 50.0, 40.0, items)


def pixels(*items: Item) -> tuple[Colour, Colour]:
    """The colours in the middle of the left and of the right half of a 50 x 40 mm figure at the top of a page."""
    document = pypdfium2.PdfDocument(build([FigureFlowable(drawing(*items))]))
    image = document[0].render(scale=1).to_pil()
    x, y = 54, 43
    left = image.getpixel((x + round(pt(12)), y + round(pt(20))))
    right = image.getpixel((x + round(pt(38)), y + round(pt(20))))
    document.close()
    return left, right


def test_a_clip_cuts_off_what_is_outside() -> None:
    assert pixels(Group((Fill(WHOLE, "#ff0000"),), clip=LEFT)) == ((255, 0, 0), (255, 255, 255))


def test_a_clip_ends_with_its_group() -> None:
    items = Group((Fill(WHOLE, "#ff0000"),), clip=LEFT), Fill(WHOLE, "#0000ff", 1.0)
    assert pixels(*items) == ((0, 0, 255), (0, 0, 255))


def test_opacity_lets_the_paper_through_and_ends_with_its_item() -> None:
    left, right = pixels(Fill(WHOLE, "#000000", 0.5), Fill(LEFT, "#000000"))
    assert left == (0, 0, 0)
    assert all(abs(level - 128) <= 1 for level in right)


def test_a_see_through_symbol_is_one_layer() -> None:
    layers = Symbol("layers", (0.0, 0.0, 50.0, 40.0), (Fill(WHOLE, "#000000"), Fill(LEFT, "#000000")))
    left, right = pixels(Use(layers, 1.0, 0.0, 0.0, opacity=0.5))
    assert left == right and abs(left[0] - 128) <= 1


def test_a_symbol_is_placed_and_scaled() -> None:
    half = Symbol("half", (0.0, 0.0, 50.0, 40.0), (Fill(WHOLE, "#00ff00"),))
    assert pixels(Use(half, 0.5, 25.0, 10.0)) == ((255, 255, 255), (0, 255, 0))


def test_y_points_down() -> None:
    low = (("M", 0.0, 22.0), ("L", 50.0, 22.0), ("L", 50.0, 40.0), ("L", 0.0, 40.0), ("Z",))
    document = pypdfium2.PdfDocument(build([FigureFlowable(drawing(Fill(low, "#ff0000")))]))
    image = document[0].render(scale=1).to_pil()
    column = [image.getpixel((54 + 60, 43 + round(pt(y)))) for y in (10, 30)]
    document.close()
    assert column == [(255, 255, 255), (255, 0, 0)]


def test_a_symbol_is_one_form_in_the_whole_document() -> None:
    story = [FigureFlowable(knee()), FigureFlowable(knee("Right")), FigureFlowable(knee())]
    with pikepdf.open(BytesIO(build(story))) as pdf:
        forms = {obj.objgen: obj for page in pdf.pages for obj in page.resources.XObject.values()}
    assert len(forms) == 2  # the plate, and the group that makes it see-through


def test_two_symbols_of_one_name_are_refused() -> None:
    other = Symbol(PLATE.name, PLATE.box, PLATE.items[:1])
    with pytest.raises(ValueError, match="plate"):
        build([FigureFlowable(drawing(Use(PLATE, 1.0, 0.0, 0.0), Use(other, 1.0, 0.0, 0.0)))])


def test_words_are_text_in_the_embedded_fonts_and_stand_where_their_anchor_says() -> None:
    texts = [Text(25.0, 20.0, "Left", 4.0, "#000000", "bold", anchor) for anchor in ("start", "middle", "end")]
    data = build([FigureFlowable(drawing(*texts))])
    assert read(data).findings == ()
    width = fonts_width("Left", pt(4.0))
    with pikepdf.open(BytesIO(data)) as pdf:
        starts = [pt(float(m[1])) for m in re.finditer(rb"1 0 0 -1 ([\d.]+) 20", pdf.pages[0].Contents.read_bytes())]
    assert [round(pt(25.0) - start, 1) for start in starts] == [0.0, round(width / 2, 1), round(width, 1)]


def fonts_width(text: str, size: float) -> float:
    from reportlab.pdfbase import pdfmetrics

    return float(pdfmetrics.stringWidth(text, fonts.BOLD, size))


def test_a_figure_has_its_alternate_text_and_its_box_and_keeps_its_caption() -> None:
    figure = FigureFlowable(knee(), paragraph("Seen from the front.", "Caption", SMALL))
    tree = read(build([figure])).tree
    assert tree.reading() == [("Figure", "A left knee with one point."), ("Caption", "Seen from the front.")]
    [node] = [node for node in tree.walk() if node.role == "Figure"]
    left, bottom, right, top = node.attributes["BBox"]  # type: ignore[misc]
    assert (left, top) == (54, 749)
    assert (right - left, top - bottom) == (pytest.approx(pt(60), abs=0.01), pytest.approx(pt(40), abs=0.01))
    assert figure.split(500, 10) == []


coordinates = st.floats(-2000, 2000)
points = st.tuples(coordinates, coordinates)


@given(points, points, points)
def test_path_operators_hold_the_numbers_to_a_micrometre(a: tuple, b: tuple, c: tuple) -> None:  # type: ignore[type-arg]
    code = path_code((("M", *a), ("L", *b), ("C", *a, *b, *c), ("Z",)))
    assert re.fullmatch(r"\S+ \S+ m\n\S+ \S+ l\n(\S+ ){6}c\nh", code)
    assert list(_numbers(code)) == pytest.approx([*a, *b, *a, *b, *c], abs=0.00051)


def _numbers(code: str) -> Iterator[float]:
    return (float(part) for part in code.split() if part not in "mlch")


def test_colours_become_three_numbers() -> None:
    assert [float(part) for part in colour_code("#ff8000").split()] == pytest.approx([1, 128 / 255, 0], abs=1e-4)


@pytest.mark.parametrize("item", [Text(1, 2, "word", 3, "#000000"), Group((Text(1, 2, "word", 3, "#000000"),))])
def test_a_symbol_with_words_is_refused_as_its_glyphs_would_differ_by_document(item: Item) -> None:
    symbol = Symbol("wordy", (0, 0, 9, 9), (item,))
    with pytest.raises(ValueError, match="the symbol 'wordy' has words or symbols in it"):
        build([FigureFlowable(Drawing("x", "x", "A word.", 9, 9, (Use(symbol, 1, 0, 0),)))])
