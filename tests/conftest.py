"""One profile for every property test: machines differ in speed, so an example has no deadline."""

import pytest
from hypothesis import settings

settings.register_profile("booklet", deadline=None)
settings.load_profile("booklet")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write what the code makes now as the golden files")
