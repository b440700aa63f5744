"""Each recipe of CONTRIBUTING.md, followed to the letter in a copy of the tree."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from following import ROOT, blocks, environment, run, section

GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
RECIPES = [line for line in section(GUIDE, "## Recipes").splitlines() if line.startswith("### ")]


def text_of(pdf: Path) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def has_region(tree: Path) -> None:
    assert "Your calf may hurt" in text_of(tree / "out/calf.pdf")


def has_figure(tree: Path) -> None:
    assert "about halfway down the lower leg" in (tree / "out/calf.svg").read_text(encoding="utf-8")


def has_section(tree: Path) -> None:
    text = text_of(tree / "out/lower-back-and-buttock.pdf")
    assert "Your notes" in text
    assert "Write down what you felt" in text


def has_product(tree: Path) -> None:
    text = text_of(tree / "out/lower-back-and-buttock-leaflet.pdf")
    assert "Where to look first" in text
    assert "Find these bones first" not in text


def has_filler(tree: Path) -> None:
    text = text_of(tree / "out/lower-back-and-buttock-booklet.pdf")
    assert text.count("My questions") == 1
    assert "My log" not in text or text.index("My questions") < text.index("My log")


def has_colour(tree: Path) -> None:
    with pikepdf.open(tree / "out/lower-back-and-buttock-press.pdf") as pdf:
        content = pdf.pages[0].Contents.read_bytes()
    assert b"1 .4 .4 .3 k" in content or b"1 0.4 0.4 0.3 k" in content
    assert b".9 .45 .4 .35 k" not in content and b"0.9 0.45 0.4 0.35 k" not in content


def has_fold(tree: Path) -> None:
    with pikepdf.open(tree / "out/lower-back-and-buttock-insert-roll-fold.pdf") as pdf:
        assert len(pdf.pages) == 2
        assert float(pdf.pages[0].trimbox[2]) / 72 * 25.4 == pytest.approx(89 + 89.5 + 90 + 90, abs=0.01)
    dummy = text_of(tree / "out/lower-back-and-buttock-insert-roll-fold-dummy.pdf")
    assert dummy.count("Fold the left part under the rest") == 3


def has_language(tree: Path) -> None:
    with pikepdf.open(tree / "out/lower-back-and-buttock-en-gb.pdf") as pdf:
        assert str(pdf.Root.Lang) == "en-GB"


def has_layout(tree: Path) -> None:
    """Twenty pages on three sheets, each in its place on the picture."""
    with pikepdf.open(tree / "out/lower-back-and-buttock-long.pdf") as pdf:
        front, back, *others = ([str(name) for name in page.Resources.XObject] for page in pdf.pages)
        assert (front, back) == (["/P1", "/P4", "/P5", "/P8"], ["/P2", "/P3", "/P6", "/P7"])
        assert len(others) == 4


def has_format(tree: Path) -> None:
    """The newcomer is read by its ending and by its name, and checked like the others."""
    (tree / "exam.lines").write_text("date = 2026-11-23\nsoleus-1 = left\n", encoding="utf-8")
    (tree / "wrong.lines").write_text("date = 2026-11-23\nsolus-1 = right\n", encoding="utf-8")
    (tree / "take.py").write_text(
        "import datetime, pathlib\n"
        "from booklet.exams import Known, read_exams\n"
        "known = Known({'soleus-1': 'Soleus'}, {}, {}, {}, (), ('en',))\n"
        "for name, format in (('exam', None), ('exam', 'lines'), ('wrong', None)):\n"
        "    taken = read_exams(pathlib.Path(name + '.lines'), known, datetime.date(2026, 11, 26), format=format)\n"
        "    print(*(found.side for exam in taken.exams for found in exam.findings), *taken.mistakes)\n",
        encoding="utf-8",
    )
    result = run(f"{sys.executable} take.py", tree, environment(tree, tree))
    assert result.stdout.splitlines() == [
        "left",
        "left",
        'wrong.lines:2: error: unknown point; did you mean "soleus-1"?',
    ], result.stderr


def has_clinic(tree: Path) -> None:
    assert "Harbour Street Clinic" in text_of(tree / "out/lower-back-and-buttock.pdf")


RESULTS: dict[str, Callable[[Path], None]] = {
    "### A region": has_region,
    "### A figure": has_figure,
    "### A section of the handout": has_section,
    "### A product": has_product,
    "### A page to write on": has_filler,
    "### A fold": has_fold,
    "### A language": has_language,
    "### A folded layout": has_layout,
    "### A colour for the printing press": has_colour,
    "### A format of exam records": has_format,
    "### A clinic's own version": has_clinic,
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for folder in ("booklet", "content", "figures", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / "tree" / folder, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "tree"


def test_every_recipe_is_known_here() -> None:
    assert list(RESULTS) == RECIPES


@pytest.mark.parametrize("recipe", RECIPES)
def test_recipe(recipe: str, tree: Path, tmp_path: Path) -> None:
    variables = environment(tree, tmp_path)
    followed = blocks(section(GUIDE, recipe))
    assert followed
    for block in followed:
        if not block.commands:
            block.write(tree)
        for command in block.commands:
            result = run(command, tree, variables)
            assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"
    RESULTS[recipe](tree)
