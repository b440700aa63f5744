"""The wheel: everything is inside, and it works alone, far from the checkout and from any network."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from following import ROOT, environment, run

DATA = ("content", "figures", "templates")
REGION = "lower-back-and-buttock"

NO_NETWORK = """
import socket

def refuse(*_args, **_kwargs):
    raise OSError("the network is off")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build; hatchling.build.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    return target


@pytest.fixture(scope="module")
def offline(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a machine that has the wheel, its dependencies, and no network."""
    block = tmp_path_factory.mktemp("no-network")
    (block / "sitecustomize.py").write_text(NO_NETWORK)
    return {**os.environ, "PYTHONPATH": f"{block}{os.pathsep}{installed}", "NO_COLOR": "1"}


def installed_booklet(installed: Path, *arguments: str) -> list[str]:
    return [sys.executable, str(installed / "bin" / "booklet"), *arguments]


def test_all_data_is_inside(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        f"booklet/data/{path.relative_to(ROOT).as_posix()}"
        for folder in DATA
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not path.is_relative_to(ROOT / "figures/build") and "__pycache__" not in path.parts
    }
    assert len(wanted) > 100
    assert wanted - inside == set()


def test_the_questionnaire_is_inside(wheel: Path) -> None:
    """Who records exams elsewhere takes it from the package; `test_exam_form` holds it in step with the library."""
    name = "content/exam/questionnaire.json"
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read(f"booklet/data/{name}") == (ROOT / name).read_bytes()


def test_licences_are_inside(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if "/licenses/" in name]
        texts = {name.partition("/licenses/")[2]: archive.read(name).decode() for name in names}
    assert "Apache License" in texts["LICENSE"]
    assert "Atkinson Hyperlegible" in texts["NOTICE"]
    assert "SIL OPEN FONT LICENSE" in texts["templates/fonts/OFL-AtkinsonHyperlegibleNext.txt"]
    assert "SIL OPEN FONT LICENSE" in texts["templates/fonts/OFL-Noto.txt"]
    profiles = texts["templates/icc/README-colorprofiles.txt"]
    assert "Graeme W. Gill" in profiles and "Kai-Uwe Behrmann" in profiles


def test_nothing_else_is_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    strays = [name for name in names if not name.startswith(("booklet/", "booklet-")) or "__pycache__" in name]
    assert strays == []


def test_the_network_is_really_off(offline: dict[str, str]) -> None:
    call = "import socket; socket.create_connection(('127.0.0.1', 9))"
    result = subprocess.run([sys.executable, "-c", call], env=offline, capture_output=True, text=True)
    assert "the network is off" in result.stderr


def test_the_wheel_lists_its_regions(installed: Path, offline: dict[str, str], tmp_path: Path) -> None:
    command = installed_booklet(installed, "list")
    result = subprocess.run(command, cwd=tmp_path, env=offline, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert REGION in result.stdout


@pytest.mark.parametrize("options", ["", "--format insert --fold z --press"])
def test_the_wheel_makes_the_bytes_of_the_checkout(
    options: str, installed: Path, offline: dict[str, str], tmp_path: Path
) -> None:
    command = installed_booklet(installed, "build", REGION, "--out", "from-wheel", *options.split())
    result = subprocess.run(command, cwd=tmp_path, env=offline, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    checkout = run(f"booklet build {REGION} --out from-checkout {options}", tmp_path, environment(ROOT, tmp_path))
    assert checkout.returncode == 0, checkout.stderr
    (made,) = (tmp_path / "from-wheel").glob("*.pdf")
    assert made.read_bytes() == (tmp_path / "from-checkout" / made.name).read_bytes()


def test_the_wheel_runs_its_own_code(installed: Path, offline: dict[str, str], tmp_path: Path) -> None:
    show = "import booklet.resources as r; print(r.bundled_root())"
    result = subprocess.run([sys.executable, "-c", show], cwd=tmp_path, env=offline, capture_output=True, text=True)
    assert Path(result.stdout.strip()) == installed / "booklet" / "data"
