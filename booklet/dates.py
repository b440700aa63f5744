"""What day it is for a document: said by whoever runs the program, and never by the clock alone."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from booklet.errors import EnvironmentProblem, Span

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The date a document bears when SOURCE_DATE_EPOCH does not set one: never the clock's."""


def today() -> date:
    """The day of SOURCE_DATE_EPOCH, or else of the clock: an exam cannot be later."""
    return creation_date().date() if os.environ.get("SOURCE_DATE_EPOCH") else date.today()


def creation_date() -> datetime:
    """The date from SOURCE_DATE_EPOCH (reproducible-builds.org), or a fixed one."""
    value = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not value:
        return EPOCH
    if not (value.isascii() and value.isdigit()):
        raise EnvironmentProblem.at(Span("SOURCE_DATE_EPOCH"), f'"{value}" is not a number of seconds')
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (ValueError, OverflowError, OSError):
        raise EnvironmentProblem.at(Span("SOURCE_DATE_EPOCH"), f'"{value}" is after the year 9999') from None
