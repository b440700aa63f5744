"""A file is whole or not there; an earlier one outlives every failure; leftovers of killed runs go."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from booklet.errors import EnvironmentProblem, ExitCode
from booklet.files import sweep, write

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="limits, locks and signals of POSIX")

STUCK = """
import os, sys, time
from pathlib import Path
from booklet import files
def wait(handle):
    print("writing", flush=True)
    time.sleep(60)
os.fsync = wait
files.write(Path(sys.argv[1]), b"new" * 1000)
"""

LIMITED = """
import resource, sys
from pathlib import Path
from booklet import errors, files
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    files.write(Path(sys.argv[1]), b"x" * 5000)
except errors.EnvironmentProblem as problem:
    print(problem)
    sys.exit(problem.exit_code)
"""


def test_missing_folders_are_made_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "sheet.pdf"
    write(path, b"one")
    write(path, b"two")
    assert path.read_bytes() == b"two"
    assert [entry.name for entry in path.parent.iterdir()] == ["sheet.pdf"]


def test_others_may_read_what_is_written_as_far_as_the_umask_allows(tmp_path: Path) -> None:
    usual = tmp_path / "usual"
    usual.touch()
    write(tmp_path / "sheet.pdf", b"one")
    assert (tmp_path / "sheet.pdf").stat().st_mode == usual.stat().st_mode


def test_a_folder_in_the_way_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "sheet.pdf").mkdir()
    with pytest.raises(EnvironmentProblem) as caught:
        write(tmp_path / "sheet.pdf", b"one")
    assert str(caught.value).startswith(f"{tmp_path / 'sheet.pdf'}: error: cannot be written: ")
    assert len(str(caught.value).splitlines()) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["sheet.pdf"]


@POSIX
def test_a_folder_that_may_not_be_written_is_told(closed: Path) -> None:
    with nobody(), pytest.raises(EnvironmentProblem, match="cannot be written: Permission denied") as caught:
        write(closed / "sheet.pdf", b"two")
    assert caught.value.exit_code is ExitCode.ENVIRONMENT
    assert (closed / "sheet.pdf").read_bytes() == b"one"


@POSIX
def test_a_full_disk_is_told_and_keeps_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"good")
    run = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True)
    assert run.returncode == ExitCode.ENVIRONMENT
    assert run.stdout == f"{path}: error: cannot be written: File too large\n"
    assert path.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [path]


@POSIX
def test_a_killed_run_harms_nothing_and_is_swept_up_once_it_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"good")
    with subprocess.Popen([sys.executable, "-c", STUCK, str(path)], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout and run.stdout.readline() == "writing\n"
        sweep(tmp_path)
        assert len(list(tmp_path.iterdir())) == 2, "a file that is being written stays"
        run.kill()
    assert len(list(tmp_path.iterdir())) == 2
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"good"


def test_sweeping_leaves_the_files_of_others_alone_and_needs_no_folder(tmp_path: Path) -> None:
    for name in ("sheet.pdf", ".booklet-notes", "x.part"):
        (tmp_path / name).write_text("mine")
    sweep(tmp_path)
    sweep(tmp_path / "missing")
    assert len(list(tmp_path.iterdir())) == 3


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder with a file in it, in which nobody may write; outside pytest's own, which nobody may enter."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sheet.pdf").write_bytes(b"one")
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@contextmanager
def nobody() -> Iterator[None]:
    """Without the rights of the superuser, who may write anywhere."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
