"""Writes files so that nothing is ever half there: a good file is kept until its successor is complete on the disk."""

from __future__ import annotations

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from booklet.errors import EnvironmentProblem, Span

PREFIX: Final = ".booklet-"
SUFFIX: Final = ".part"

if sys.platform == "win32":
    # An open file can be neither renamed nor removed there, which is lock enough.

    def _locked(file: BinaryIO) -> bool:
        return True

    def _discard(path: Path) -> None:
        path.unlink()

else:
    import fcntl

    def _locked(file: BinaryIO) -> bool:
        """Take the file's lock, which the system gives back when the process ends, however it ends."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _discard(path: Path) -> None:
        """Remove a temporary file unless another process is writing it."""
        with path.open("rb") as file:
            if _locked(file):
                path.unlink()


def write(path: Path, data: bytes) -> None:
    """Put `data` at `path`: a temporary file beside it is filled, forced to the disk and then renamed.

    Folders that are missing are made. Raises EnvironmentProblem when any of this fails; what was at `path` before is
    then still there.
    """
    with writing(path) as file:
        file.write(data)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, which becomes `path` when everything is in it; the same as `write`, for what is large."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _replacing(path) as file:
            yield file
    except OSError as error:
        raise EnvironmentProblem.at(Span(str(path)), f"cannot be written: {error.strerror or error}") from error


def sweep(folder: Path) -> None:
    """Remove what killed runs have left in a folder; what another run is writing at the moment stays."""
    for leftover in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with suppress(OSError):  # nothing is lost when one stays
            _discard(leftover)


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    temporary, file = _create(path.parent)
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            if sys.platform != "win32":  # renamed before the lock is given back
                temporary.replace(path)
        if sys.platform == "win32":
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _settle(path.parent)


def _create(folder: Path) -> tuple[Path, BinaryIO]:
    """A new, locked temporary file in a folder."""
    while True:
        path = folder / f"{PREFIX}{secrets.token_hex(8)}{SUFFIX}"
        file = path.open("xb")
        if _locked(file) and path.exists():  # a sweep may have come between
            return path, file
        file.close()


def _settle(folder: Path) -> None:
    """Force a rename to the disk, where folders can be opened."""
    with suppress(OSError):  # Windows and some network folders cannot
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
