"""Saving a file rebuilds what it is part of, and only that; mistakes are told and do not end the watching."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import booklet
from booklet.build import Sheet
from booklet.errors import ExitCode
from booklet.layout import Setting
from booklet.resources import Resources, bundled_root
from booklet.watch import Watch

REGION = "lower-back-and-buttock"
ROOT = bundled_root()


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """A library with two regions, of which only one uses the soleus."""
    folder = tmp_path / "clinic"
    (folder / "content/regions").mkdir(parents=True)
    (folder / "content/muscles").mkdir()
    (folder / "clinic.yaml").write_text("name: Test Clinic\n")
    shutil.copy(ROOT / "content/muscles/soleus.yaml", folder / "content/muscles")
    text = (ROOT / f"content/regions/{REGION}.yaml").read_text(encoding="utf-8")
    text = text.replace(f"region: {REGION}", "region: second").replace(", soleus", "")
    (folder / "content/regions/second.yaml").write_text(text, encoding="utf-8")
    return folder


def watching(folder: Path, *regions: str) -> Watch:
    return Watch(Resources.at(folder), regions, Setting())


def built(watch: Watch, *changed: Path) -> list[str]:
    outcomes = list(watch.rebuild(changed or None))
    return [outcome.name if isinstance(outcome, Sheet) else str(outcome[0]) for outcome in outcomes]


def test_only_what_a_file_is_part_of_is_built_again(clinic: Path) -> None:
    watch = watching(clinic)
    assert built(watch) == [f"{REGION}.pdf", "second.pdf"]
    assert built(watch, clinic / "content/muscles/soleus.yaml") == [f"{REGION}.pdf"]
    assert built(watch, clinic / "content/regions/second.yaml") == ["second.pdf"]
    assert built(watch, ROOT / "figures/hamstring-soleus.yaml", ROOT / "figures/hero.yaml") == [
        f"{REGION}.pdf",
        "second.pdf",
    ]
    assert built(watch, ROOT / "content/muscles/nothing-yet.yaml") == []
    assert built(watch, clinic / "clinic.yaml") == [f"{REGION}.pdf", "second.pdf"]


def test_any_product_is_watched(clinic: Path) -> None:
    insert = Watch(Resources.at(clinic), (REGION,), Setting(), "insert", fold="z")
    assert built(insert) == [f"{REGION}-insert-z-fold.pdf"]
    assert built(insert, clinic / "content/regions/second.yaml") == []
    assert built(insert, ROOT / "templates/insert/folds.yaml") == [f"{REGION}-insert-z-fold.pdf"]
    assert built(Watch(Resources.at(clinic), (REGION,), Setting(), "insert", fold="zz")) == [
        'fold zz: error: is not in the table of folds; did you mean "z"?'
    ]


def test_only_the_regions_that_were_named_are_built(clinic: Path) -> None:
    watch = watching(clinic, "second", "third")
    first, second = built(watch)
    assert first.startswith("region third: error: is not in the library") and second == "second.pdf"
    assert built(watch, clinic / "content/muscles/soleus.yaml") == [first]


def test_a_mistake_is_told_until_it_is_mended(clinic: Path) -> None:
    watch, muscle = watching(clinic), clinic / "content/muscles/soleus.yaml"
    list(watch.rebuild())
    right = muscle.read_text(encoding="utf-8")
    muscle.write_text(right.replace("plain:", "plian:"), encoding="utf-8")
    assert built(watch, muscle) == ['content/muscles/soleus.yaml:1:1: error: missing key "plain"']
    muscle.write_text(right.replace("plain: ", "plain: ☃ "), encoding="utf-8")
    [told] = built(watch, muscle)
    assert "U+2603" in told
    muscle.write_text(right, encoding="utf-8")
    assert built(watch, muscle) == [f"{REGION}.pdf"]


def test_a_changed_word_is_in_the_new_sheet(clinic: Path) -> None:
    watch, muscle = watching(clinic, REGION), clinic / "content/muscles/soleus.yaml"
    [before] = watch.rebuild()
    muscle.write_text(muscle.read_text(encoding="utf-8").replace("plain: Deep", "plain: Lower"), encoding="utf-8")
    [after] = watch.rebuild([muscle])
    assert isinstance(before, Sheet) and isinstance(after, Sheet)
    assert before.digest != after.digest


def test_a_changed_figure_is_drawn_anew(clinic: Path) -> None:
    (clinic / "figures").mkdir()
    figure = clinic / "figures/hero.yaml"
    shutil.copy(ROOT / "figures/hero.yaml", figure)
    watch = watching(clinic, REGION)
    [before] = watch.rebuild()
    figure.write_text(figure.read_text(encoding="utf-8").replace("bones: 0.26", "bones: 0.1"), encoding="utf-8")
    [after] = watch.rebuild([figure])
    assert isinstance(before, Sheet) and isinstance(after, Sheet)
    assert before.data != after.data


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_the_command_builds_on_save_and_ends_with_ctrl_c(clinic: Path) -> None:
    command = [sys.executable, "-m", "booklet", "watch", REGION]
    environment = {**os.environ, "PYTHONPATH": str(Path(booklet.__file__).parent.parent), "PYTHONUNBUFFERED": "1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=clinic, env=environment, text=True, **pipes) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline().startswith(f"ok {Path('out') / REGION}.pdf (")
        assert process.stderr.readline() == "Watching. Ctrl-C ends.\n"
        time.sleep(0.3)  # until the system watches
        (clinic / "clinic.yaml").write_text("name: Other Clinic\n")
        assert process.stdout.readline().startswith(f"ok {Path('out') / REGION}.pdf (")
        (clinic / "clinic.yaml").write_text("nmae: Other Clinic\n")
        assert "clinic.yaml:1:1: error: " in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.wait(10)
    assert process.returncode == ExitCode.INTERRUPTED
