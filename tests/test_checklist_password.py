"""Checklists under a password: how it is given, what will not do, and what can still be done with the sheet."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from checklist_runs import (
    ONE,
    POSIX,
    WISHED,
    exam,
    made,
    put,
)
from commands import environment
from exam_writers import to_yaml
from form_filling import filled

from booklet.check.structure import read
from booklet.check.verapdf import validate
from booklet.errors import ExitCode

pytestmark = pytest.mark.usefixtures("folder")


PASSWORD = "Blå bær 17"


def locked(*arguments: str, line: bytes, number: int | None = None) -> subprocess.CompletedProcess[bytes]:
    """The program, given a line through a descriptor of its own or, when it is 0, through standard input."""
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as pipe:
        pipe.write(line)
    command = [sys.executable, "-m", "booklet", *arguments, "--password-fd", str(reading if number is None else number)]
    given: dict[str, Any] = {"env": environment(), "capture_output": True}
    try:
        if number == 0:
            return subprocess.run(command, stdin=reading, **given)
        return subprocess.run(command, stdin=subprocess.DEVNULL, pass_fds=[reading], **given)
    finally:
        os.close(reading)


@POSIX
def test_a_sheet_under_a_password_opens_with_it_alone_and_is_still_accessible() -> None:
    put(e_yaml=to_yaml(WISHED), f_pdf=filled(exam("P-7", about={"name": "Maria Example"}), "pikepdf"))
    result = locked("checklist", "e.yaml", "f.pdf", "--fillable", line=f"{PASSWORD}\n".encode())
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.decode().splitlines() == ["out/checklist-P-1042.pdf", "out/checklist-P-7.pdf"]
    data = Path("out/checklist-P-1042.pdf").read_bytes()
    for wrong in ("", PASSWORD + " ", "Bla bar 17"):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(io.BytesIO(data), password=wrong)
        with pytest.raises(pypdfium2.PdfiumError, match="password"):
            pypdfium2.PdfDocument(data, password=wrong)
    with pypdfium2.PdfDocument(data, password=PASSWORD) as pdf:
        assert "O’Hara" in pdf[0].get_textpage().get_text_range()
    with pikepdf.open(io.BytesIO(data), password=PASSWORD) as pdf:
        crypt = pdf.trailer.Encrypt
        assert (int(crypt.R), int(crypt.V), str(crypt.CF.StdCF.CFM)) == (6, 5, "/AESV3")
        with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
            assert metadata["pdfuaid:part"] == "1" and "pdfaid:part" not in metadata
        told = [pdf.Root.Metadata.read_bytes().decode(), *map(str, pdf.docinfo.values())]
        pdf.save("unlocked.pdf", encryption=False)
    assert read("unlocked.pdf").tree.reading() == read(made("e.yaml", "--fillable")).tree.reading()
    assert validate([Path("unlocked.pdf")], ["ua1"]) == {Path("unlocked.pdf"): []}
    for word in (PASSWORD, "Zoë", "O’Hara", "P-1042", "Harbour"):
        assert not any(word in text for text in told)
        assert not any(
            word.encode(code) in data for code in ("utf-8", "utf-16-be", "latin-1", "cp1252") if word.isascii()
        )
        assert word == "P-1042" or word.encode() not in result.stdout


@POSIX
@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"", "password: error: is too short: it has 0 bytes, at least 8 are needed"),
        (b"1234567\n12345678", "password: error: is too short: it has 7 bytes, at least 8 are needed"),
        (b"x" * 33, "password: error: is too long: it has 33 bytes, at most 32 are allowed"),
        ("e\u0301".encode() * 17, "password: error: is too long: it has 34 bytes, at most 32 are allowed"),
        (b"x" * 9_999, "password: error: is too long"),
        ("ﬁne words\n".encode(), "password: error: has a character that not every reader of PDF takes alike"),
        (b"\xff\xfe\xfd secret \n", "file descriptor 0: error: cannot be read as text"),
    ],
)
def test_a_password_that_will_not_do_is_told_before_anything_is_made(line: bytes, told: str) -> None:
    put(e_yaml=ONE)
    result = locked("checklist", "e.yaml", line=line, number=0)
    assert result.returncode == (ExitCode.ENVIRONMENT if "descriptor" in told else ExitCode.MISTAKE)
    assert result.stderr.decode().startswith(told) and result.stderr.count(b"\n") == 1
    assert result.stdout == b"" and not Path("out").exists()
    assert line.strip() == b"" or line.split(b"\n")[0] not in result.stderr


@POSIX
@pytest.mark.parametrize("line", ["e\u0301" * 16, "é" * 16 + "\r\nmore\n", "12345678"])
def test_a_password_counts_and_opens_in_its_composed_form(line: str) -> None:
    put(e_yaml=ONE, f_pdf=filled(exam("F"), "pikepdf"))
    result = locked("checklist", "e.yaml", "f.pdf", line=line.encode(), number=0)
    assert (result.returncode, result.stderr) == (0, b"")
    for name in ("A-1", "F"):
        password = "é" * 16 if "1" not in line else line
        assert pikepdf.open(f"out/checklist-{name}.pdf", password=password).is_encrypted


@POSIX
def test_a_descriptor_that_is_none_or_never_ends_is_told() -> None:
    put(e_yaml=ONE)
    arguments = [sys.executable, "-m", "booklet", "checklist", "e.yaml", "--password-fd"]
    given: dict[str, Any] = {"env": environment(), "capture_output": True, "text": True, "timeout": 30}
    closed = subprocess.run([*arguments, "77"], **given)
    assert (closed.returncode, closed.stderr) == (4, "file descriptor 77: error: cannot be read as text\n")
    with Path("/dev/zero").open("rb") as zero:
        endless = subprocess.run([*arguments, "0"], stdin=zero, **given)
    assert endless.returncode == ExitCode.MISTAKE and endless.stderr.startswith("password: error: has a character")
    huge = subprocess.run([*arguments, "9" * 30], **given)
    assert huge.returncode == ExitCode.USAGE and "Traceback" not in huge.stderr
    assert not Path("out").exists()


@POSIX
@pytest.mark.parametrize("closed", [False, True], ids=["null", "closed"])
def test_without_a_terminal_nobody_is_asked(closed: bool) -> None:
    put(e_yaml=ONE)
    command = f'"{sys.executable}" -m booklet checklist e.yaml --encrypt ' + ("<&-" if closed else "</dev/null")
    result = subprocess.run(["sh", "-c", command], env=environment(), capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (ExitCode.ENVIRONMENT, "")
    assert result.stderr == "password: error: cannot be asked for without a terminal; give it with --password-fd\n"
    assert not Path("out").exists()


OWN_TERMINAL = """
import fcntl, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from booklet.cli import main
main()
"""


def typed(*lines: str) -> tuple[int, str]:
    """How the program ends, and what it shows, on a terminal of its own where lines are typed when it asks."""
    import pty

    outside, inside = pty.openpty()
    command = [sys.executable, "-c", OWN_TERMINAL, "checklist", "e.yaml", "--encrypt"]
    waiting = list(lines)
    with subprocess.Popen(
        command, env=environment(NO_COLOR="1"), stdin=inside, stdout=inside, stderr=inside, start_new_session=True
    ) as process:
        os.close(inside)
        shown = b""
        try:
            while piece := os.read(outside, 4096):
                shown += piece
                if waiting and shown.endswith(b": "):
                    time.sleep(0.1)  # until the terminal no longer shows what is typed
                    os.write(outside, waiting.pop(0).encode())
        except OSError:  # how Linux says that the other end is closed
            pass
        finally:
            os.close(outside)  # which ends a program that still waits
    assert not waiting
    return process.returncode, shown.decode().replace("\r\n", "\n")


@POSIX
def test_at_a_terminal_it_is_asked_for_twice_and_never_shown() -> None:
    put(e_yaml=ONE)
    code, shown = typed(f"{PASSWORD}\n", "another one\n", f"{PASSWORD}\n", f"{PASSWORD}\n")
    assert code == ExitCode.OK
    asked = "Password: \nRepeat for confirmation: \n"
    assert shown == f"{asked}Error: The two entered values do not match.\n{asked}out/checklist-A-1.pdf\n"
    assert pikepdf.open("out/checklist-A-1.pdf", password=PASSWORD).is_encrypted


@POSIX
def test_at_a_terminal_a_short_password_is_told_and_ctrl_c_ends_without_a_word() -> None:
    put(e_yaml=ONE)
    code, shown = typed("short\n", "short\n")
    assert code == ExitCode.MISTAKE
    assert shown.splitlines()[-1] == "password: error: is too short: it has 5 bytes, at least 8 are needed"
    assert typed("\x03") == (ExitCode.INTERRUPTED, "Password: \n")
    assert typed("\x04") == (ExitCode.INTERRUPTED, "Password: \n")
    assert not Path("out").exists()
