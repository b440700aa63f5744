"""Writes files so that nothing is ever half there: a good file is kept until its successor is complete on the disk."""

from __future__ import annotations

import contextlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from booklet.errors import EnvironmentProblem, Span

PREFIX: Final = ".booklet-"
SUFFIX: Final = ".part"

if sys.platform == "win32":  # an open file cannot be removed there, which is lock enough

    def _locked(file: IO[bytes]) -> bool:
        return True

else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        """Take the file's lock, which the system gives back when the process ends, however it ends."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


def write(path: Path, data: bytes) -> None:
    """Put `data` at `path`: a temporary file beside it is filled, forced to the disk and then renamed.

    Folders that are missing are made. Raises EnvironmentProblem when that fails; then what was at `path` is still there.
    """
    with _told(path, "written"):
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary, file = _create(path.parent)
        try:
            with file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                if sys.platform != "win32":  # while the lock still holds off a sweep
                    temporary.replace(path)
            if sys.platform == "win32":
                temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        _settle(path.parent)


def sweep(folder: Path) -> None:
    """Remove what killed runs have left in a folder; files that another run is writing at the moment stay.

    Raises EnvironmentProblem when a leftover cannot be removed.
    """
    for leftover in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with _told(leftover, "removed"), contextlib.suppress(FileNotFoundError), leftover.open("rb") as file:
            if not _locked(file):
                continue
            if sys.platform != "win32":
                leftover.unlink(missing_ok=True)
        if sys.platform == "win32":
            with contextlib.suppress(PermissionError):
                leftover.unlink(missing_ok=True)


def _create(folder: Path) -> tuple[Path, IO[bytes]]:
    """A new, locked temporary file in a folder."""
    while True:
        path = folder / f"{PREFIX}{secrets.token_hex(8)}{SUFFIX}"
        file = path.open("xb")
        if _locked(file) and path.exists():  # a sweep may have come between
            return path, file
        file.close()


def _settle(folder: Path) -> None:
    """Force a rename to the disk, where folders can be opened."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # some network folders cannot
                os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _told(path: Path, done: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise EnvironmentProblem.at(Span(str(path)), f"cannot be {done}: {error.strerror or error}") from error
