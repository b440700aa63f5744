"""One profile for every property test, as machines differ in speed; and a folder to run the program in."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("booklet", deadline=None)
settings.load_profile("booklet")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what the code makes now as the golden files")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, on a day after all exams."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    return tmp_path
