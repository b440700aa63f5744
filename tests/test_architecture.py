"""The house stands as ARCHITECTURE.md says: rows import only downwards, and each outside library has one home."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "booklet"

HOMES = {
    "typer": {"cli"},
    "rich": {"cli"},
    "watchfiles": {"cli"},
    "yaml": {"source"},
    "jinja2": {"compose"},
    "reportlab": {"layout", "pdf"},
    "segno": {"codes.qr"},
    "PIL": {"layout.logo", "pdf.profile", "check.press.ink"},
    "svglib": {"layout.logo"},
    "svgwrite": {"diagrams.svg"},
    "shapely": {"diagrams"},
    "numpy": {"diagrams", "check.press.ink"},
    "uharfbuzz": {"typeface"},
    "bidi": {"typeface"},
    "pikepdf": {"check", "pdf.encryption", "formfields", "press"},
    "pydantic": {"source", "exam", "library", "diagrams", "folding"},
    "pydantic_core": {"source"},
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    start = "import sys; from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"
    return subprocess.run([sys.executable, "-c", start], cwd=folder, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The code and its contract, to be broken."""
    shutil.copytree(PACKAGE, tmp_path / "booklet", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contract_is_kept() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout
    assert "1 kept, 0 broken" in result.stdout


def test_a_module_without_a_place_breaks_the_contract(copy: Path) -> None:
    (copy / "booklet/newcomer.py").write_text("")
    result = lint(copy)
    assert result.returncode != 0
    assert "newcomer" in result.stdout


def test_an_import_upwards_breaks_the_contract(copy: Path) -> None:
    with (copy / "booklet/units.py").open("a") as module:
        module.write("\nimport booklet.library\n")
    result = lint(copy)
    assert result.returncode != 0
    assert "booklet.units -> booklet.library" in result.stdout


def imports() -> Iterator[tuple[str, str]]:
    """(module, top name of what it imports), imports within functions included."""
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((module, alias.name.partition(".")[0]) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield module, node.module.partition(".")[0]


def outside() -> list[tuple[str, str]]:
    return [(m, name) for m, name in imports() if name not in {*sys.stdlib_module_names, "booklet"}]


def test_each_outside_library_has_one_home() -> None:
    strays = [
        f"{module} imports {name}"
        for module, name in outside()
        if not any(module == home or module.startswith(f"{home}.") for home in HOMES.get(name, ()))
    ]
    assert strays == []


def test_every_outside_library_is_used_and_asked_for() -> None:
    """The list of homes, the imports and the dependencies of the wheel name the same libraries."""
    packages = {"yaml": "pyyaml", "bidi": "python-bidi", "PIL": "pillow", "pydantic_core": "pydantic"}
    used = {packages.get(name, name) for _, name in outside()}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {requirement.partition(">")[0] for requirement in project["dependencies"]}
    assert used == asked
    assert used == {packages.get(name, name) for name in HOMES}


def test_the_architecture_page_names_every_module_and_room() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    modules = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}
    rooms = {f"{path.parent.name}/" for path in PACKAGE.glob("*/__init__.py")}
    assert [name for name in sorted(modules | rooms) if f"`{name}`" not in page] == []
