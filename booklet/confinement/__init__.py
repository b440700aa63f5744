"""Reads files from outside, which may be broken or made to do harm, in a child process that is held within limits.

The child is a script. It gets the document through a pipe and answers through another; no file of it is ever on the
disk. `confinement.inside` is what the script itself uses to take from itself what it does not need.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

PACKAGE: Final = Path(__file__).parent.parent
PROGRAM: Final = Path(__file__).with_name("program.py")
"""The script that becomes a program from outside, within limits; see there for its arguments."""
START: Final = """
import importlib.util, json, runpy, sys
script, package, libraries, *arguments = sys.argv[1:]
sys.path += json.loads(libraries)
initial = package + "/__init__.py"
found = importlib.util.spec_from_file_location("booklet", initial, submodule_search_locations=[package])
sys.modules["booklet"] = importlib.util.module_from_spec(found)
found.loader.exec_module(sys.modules["booklet"])
sys.argv = [script, *arguments]
runpy.run_path(script, run_name="__main__")
"""
"""Runs a script isolated from folder and environment: with the booklet of this process, and with the libraries of this
process behind its own."""
GREETING: Final = b"ready\n"
"""What the child says before it begins to read."""


class NotStarted(Exception):
    """The child did not come as far as its greeting: the machine is to blame, not the document. Says why, if known."""


class TooLate(Exception):
    """The child was given up when its time was over."""


def ask(script: Path, data: bytes, *arguments: str, seconds: float, most_answer: int) -> bytes:
    """What the child answers to a document; little or nothing when it dies over it.

    It is killed when its time is over, which raises TooLate, or when its answer is longer than `most_answer` bytes.
    NotStarted when no child can be started.
    """
    libraries = [path for path in sys.path if Path(path).is_absolute()]
    command = [sys.executable, "-I", "-B", "-c", START, str(script), str(PACKAGE), json.dumps(libraries), *arguments]
    pipe = subprocess.PIPE
    try:
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
    except OSError as problem:
        raise NotStarted(f"no process can be started: {problem}") from problem
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    watch = threading.Timer(seconds, stop)
    feeder = threading.Thread(target=_feed, args=(process.stdin, data), daemon=True)
    with process:
        watch.start()
        feeder.start()
        assert process.stdout is not None
        try:
            answer = process.stdout.read(most_answer + 1)
            if len(answer) > most_answer:
                process.kill()
            process.wait()  # the clock runs until it has ended, not only until it has answered
        finally:
            process.kill()
            watch.cancel()
            feeder.join()
    if late.is_set():
        raise TooLate
    if not answer.startswith(GREETING):
        raise NotStarted
    return answer.removeprefix(GREETING)


def _feed(pipe: IO[bytes], data: bytes) -> None:
    with suppress(OSError), pipe:  # the child may refuse, or die, before it has read everything
        pipe.write(data)


def one_line(text: str, longest: int) -> str:
    """Words from a document for a message: one line, at most `longest` characters, nothing a terminal would obey."""
    plain = "".join(c if c.isprintable() else "?" for c in text[: longest + 1])
    return plain if len(plain) <= longest else f"{plain[:longest]}…"
