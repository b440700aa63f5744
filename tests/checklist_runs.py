"""Short exams in files, checklists made of them from outside, and a world that is searched afterwards."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from commands import REGION, environment, run
from exam_writers import to_yaml

from booklet.exam import Exam, Finding, Pain, Person, PrintWishes, Visit, Visited

DAY = date(2026, 5, 14)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals, terminals and descriptors of POSIX")


def put(**files: bytes | str) -> list[str]:
    """Files of the current folder, by names with `_` for the period; gives their paths."""
    names = [name.replace("_", ".") for name in files]
    for name, data in zip(names, files.values(), strict=True):
        Path(name).write_bytes(data.encode() if isinstance(data, str) else data)
    return names


def made(path: str, *options: str) -> bytes:
    """The one checklist of an exam, about which nothing was said."""
    result = run("checklist", path, *options, "--out", f"out-{path}")
    assert (result.exit_code, result.stderr) == (0, ""), result.stderr
    return Path(result.stdout.removesuffix("\n")).read_bytes()


def exam(record: str | None = "A-1", *, about: Mapping[str, Any] | None = None, **more: Any) -> Exam:
    """A short exam of a record."""
    person = Person(id=record, **(about or {}))
    return Exam(**{"date": DAY, "person": person, "findings": (SORE,), **more})


def listed(*records: bytes) -> bytes:
    """Records of YAML in one file."""
    return b"exams:\n" + b"".join(b"- " + record.strip().replace(b"\n", b"\n  ") + b"\n" for record in records)


SORE = Finding(point="piriformis-1", side="left", tenderness=8)
ONE = to_yaml(exam())
BAD = ONE.replace(b"piriformis-1", b"pirifornis-1")


PLAIN = Exam(
    date=DAY,
    person=Person(id="P-1042", name="Zoë O’Hara (Łódź)", born=date(1980, 2, 29)),
    cautions=("blood-thinners", "patch-allergy"),
    pain=(Pain(area="lower-back", side="right", intensity=6), Pain(area="buttock", side="right")),
    findings=(
        Finding(point="quadratus-lumborum-1", side="right", tenderness=7),
        Finding(point="gluteus-medius-2", side="right", tenderness=6, familiar=True, spread="down, to the knee"),
        Finding(point="piriformis-1", side="left", tenderness=0),
        Finding(point="soleus-3", side="right", spread="nowhere"),
    ),
)
"""What every way can say."""
BEFORE = Visited(
    date=date(2026, 4, 2),
    pain=(Pain(area="buttock", side="left", intensity=9),),
    findings=(Finding(point="gluteus-medius-2", side="right", tenderness=9, note="first seen"),),
)
AGAIN = PLAIN.model_copy(
    update={
        "earlier": (BEFORE,),
        "findings": (*PLAIN.findings, Finding(point="soleus-3", side="left", note="hard to reach: “deep”")),
    }
)
"""What a Bundle can say: earlier exams and notes too."""
WISHED = PLAIN.model_copy(
    update={
        "clinic": "Harbour Street",
        "clinician": "J. Doe, therapist",
        "tools": ("fingers", "cane"),
        "patch": True,
        "next_visit": Visit(on=date(2026, 5, 28), at="10:30", where="Room 4; second floor"),
        "note": "Walk a little each day.\nCome back if it gets worse.",
        "print": PrintWishes(large_print=True, grey=True),
    }
)
"""What the form can say."""
WHOLE = WISHED.model_copy(
    update={
        "earlier": (BEFORE,),
        "region": REGION,
        "print": PrintWishes(paper="a4"),
        "person": Person(id="ÅB 7", name="Наталія"),
    }
)
"""What files in our own keys can say."""


KILLED = """
import os, signal
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
from booklet.cli import main
main()
"""
"""The program, killed when its first sheet is in the temporary file and not yet renamed."""


def closed_world(folder: Path) -> tuple[dict[str, Path], dict[str, str]]:
    """Fresh folders for all that a process may write to, and the environment that names them."""
    places = {name: folder / name for name in ("home", "tmp", "cwd", "out")}
    for place in places.values():
        place.mkdir()
    names = {name: str(places["home"]) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    names |= {name: str(places["tmp"]) for name in ("TMPDIR", "TMP", "TEMP")}
    kept = {name: value for name, value in environment().items() if not name.startswith(("PYTHON", "COV", "XDG"))}
    return places, kept | names | {"PYTHONPATH": environment()["PYTHONPATH"], "SOURCE_DATE_EPOCH": "1800000000"}
