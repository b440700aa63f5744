"""What stays between the exam and its one sheet: nothing of a person is told, or left, anywhere else."""

from __future__ import annotations

import hashlib
import io
import json
import re
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pytest
import yaml
from checklist_runs import (
    BEFORE,
    DAY,
    KILLED,
    POSIX,
    closed_world,
)
from exam_writers import as_text, plain, to_answers, to_bundle, to_csv, to_json, to_yaml
from form_filling import FILLERS, empty_form, filled, values
from form_sample import by_pikepdf
from pdfium_reading import page_text
from test_exams_private import replaced, ways

from booklet.check.structure import read
from booklet.errors import ExitCode
from booklet.exam import Exam, Finding, Pain, Person, Visit

pytestmark = pytest.mark.usefixtures("folder")


SECRET = "Quixotrix"
TRACES = ("quix", "otrix", "quıx", "1911")


def secret(number: int) -> Exam:
    """An exam in which all that is typed is a secret of its own; its record has an id that no file name can hold."""
    tokens = (f"{SECRET}{letter}{number}" for letter in "abcdefghijkl")
    return Exam(
        date=DAY,
        person=Person(id=f"ß {number}/{next(tokens)}", name=next(tokens), born=date(1911, 3, 7)),
        clinic=next(tokens),
        clinician=next(tokens),
        note=next(tokens),
        pain=(Pain(area="buttock", side="left"),),
        next_visit=Visit(on=date(2026, 6, 1), where=next(tokens)),
        findings=(Finding(point="piriformis-1", side="left", tenderness=8, spread=next(tokens)),),
    )


def printed(exam: Exam) -> list[str]:
    """What of a secret exam must stand in its sheet."""
    person, visit, [finding] = exam.person, exam.next_visit, exam.findings
    assert visit
    texts = (person.id, person.name, exam.clinic, exam.clinician, exam.note, visit.where, finding.spread)
    return [text for text in texts if text]


def traces(data: bytes) -> list[str]:
    """The secrets in some bytes, whatever letters they are written in."""
    texts = [data.decode(code, "replace").lower() for code in ("utf-8", "utf-16-be", "utf-16-le")]
    texts.append(data[1:].decode("utf-16-le", "replace").lower())
    return [trace for trace in TRACES for text in texts if trace in text]


def files_below(*places: Path) -> list[Path]:
    return [path for place in places for path in place.rglob("*")]


def broken(inputs: Path) -> list[str]:
    """Files of every format with a secret in a wrong place: as a value, as a key, in what breaks the file."""
    told = secret(0).model_copy(update={"earlier": (BEFORE,), "cautions": ("pregnancy",), "tools": ("ball",)})
    texts: dict[str, bytes] = {}
    writers = {"yaml": to_yaml, "json": to_json, "bundle.json": to_bundle, "answers.json": to_answers}
    for ending, write in writers.items():
        tree = yaml.safe_load(write(told).decode())
        if ending == "yaml":
            tree = as_text(plain(told))
        dump = yaml.safe_dump if ending == "yaml" else json.dumps
        for number, way in enumerate(ways(tree)):
            for key in (False, True):
                texts[f"{ending[:2]}{number}{'k' * key}.{ending}"] = dump(replaced(tree, way, SECRET, key=key)).encode()
        whole = write(told)
        for number, cut in enumerate(range(20, len(whole), 97)):
            texts[f"{ending[:2]}cut{number}.{ending}"] = whole[:cut]
            texts[f"{ending[:2]}put{number}.{ending}"] = whole[:cut] + f"\n{SECRET}: *{SECRET} '".encode() + whole[cut:]
    table = to_csv(told)
    head, *rows = table.decode().split("\r\n")
    columns = head.split(",")
    for number, column in enumerate(columns):
        texts[f"head{number}.csv"] = table.replace(column.encode(), SECRET.encode(), 1)
        cells = [SECRET if index == number else "" for index in range(len(columns))]
        texts[f"row{number}.csv"] = "\r\n".join([head, ",".join(cells), *rows]).encode()
        texts[f"long{number}.csv"] = "\r\n".join([head, *rows, ",".join(cells) + f',"{SECRET}"x']).encode()
    form, fields = empty_form(), values(secret(0))
    with pikepdf.open(io.BytesIO(by_pikepdf(form, fields))) as pdf:
        first, second = pdf.Root.AcroForm.Fields[0], pdf.Root.AcroForm.Fields[1]
        first.T = pikepdf.String(SECRET)
        pdf.save(inputs / "stranger.pdf")
        second.T = pikepdf.String(f"finding/{SECRET}/left/spread")
        pdf.save(inputs / "point.pdf")
    texts |= {
        f"field{n}.pdf": by_pikepdf(form, fields | {name: SECRET}) for n, name in enumerate(("date", "person/born"))
    }
    texts |= {
        "torn.pdf": by_pikepdf(form, fields)[:-900],
        "none.pdf": f"%PDF-1.7\n{SECRET}".encode(),
        "x.md": SECRET.encode(),
    }
    for name, data in texts.items():
        (inputs / name).write_bytes(data)
    return sorted(str(path) for path in inputs.iterdir())


def test_nothing_of_an_exam_is_anywhere_but_in_its_sheet(folder: Path) -> None:
    writers = {"yaml": to_yaml, "json": to_json, "csv": to_csv, "answers.json": to_answers}
    exams = {ending: secret(number) for number, ending in enumerate((*writers, *FILLERS), 1)}
    inputs = folder / "inputs"
    inputs.mkdir()
    for ending, told in exams.items():
        data = writers[ending](told) if ending in writers else filled(told, ending)
        (inputs / f"e.{ending}{'' if ending in writers else '.pdf'}").write_bytes(data)
    places, world = closed_world(folder)
    command = [sys.executable, "-m", "booklet", "checklist", *sorted(map(str, inputs.iterdir())), "--handout"]
    result = subprocess.run([*command, "--out", str(places["out"])], cwd=places["cwd"], env=world, capture_output=True)
    assert (result.returncode, result.stderr) == (0, b"")
    assert files_below(places["home"], places["tmp"], places["cwd"]) == []
    sheets = files_below(places["out"])
    assert len(sheets) == len(exams)
    names = {}
    for number, told in enumerate(exams.values(), 1):
        digest = hashlib.sha256((told.person.id or "").encode()).hexdigest()[:8]
        names[f"{number}-{SECRET}a{number}-{digest}"] = told
    said = result.stdout
    for sheet in sheets:
        stem = sheet.stem.removeprefix("checklist-")
        told = names[stem]
        assert f"{sheet}\n".encode() in said and (told.person.id or "").encode() not in said
        said = said.replace(f"{sheet}\n".encode(), b"")
        report = read(sheet)
        everything = report.tree.text() + page_text(sheet.read_bytes())  # the record stands in the footers
        assert [text for text in printed(told) if text not in everything] == [], "else the search proves nothing"
        assert traces(f"{report.title} {report.identifier}".encode()) == []
        others = [text for other in exams.values() if other != told for text in printed(other)]
        assert [text for text in others if text in everything] == [], "nobody's facts in the sheet of another"
        with pikepdf.open(sheet) as pdf:
            assert traces(pdf.Root.Metadata.read_bytes()) == traces(str(dict(pdf.docinfo)).encode()) == []
            names_inside = [str(item.title) for item in pdf.open_outline().root]
            assert traces(" ".join(names_inside).encode()) == []
    assert said == b""


def test_no_secret_in_a_broken_file_is_told_or_left(folder: Path) -> None:
    inputs = folder / "inputs"
    inputs.mkdir()
    paths = broken(inputs)
    assert len(paths) > 300 and traces(" ".join(paths).encode()) == []
    places, world = closed_world(folder)
    for options in ([], ["--json"]):
        command = [sys.executable, "-m", "booklet", "checklist", *options, *paths, "--out", str(places["out"])]
        result = subprocess.run(command, cwd=places["cwd"], env=world, capture_output=True)
        assert result.returncode == ExitCode.MISTAKE
        assert b"Traceback" not in result.stderr and result.stderr.count(b": error: ") > 250
        # A record that is sound but for its secret id has that in the name of its file, as it must; no more of it.
        safe = re.compile(rb"checklist-[A-Za-z0-9-]+\.pdf")
        assert traces(safe.sub(b"", result.stdout)) == traces(safe.sub(b"", result.stderr)) == []
        assert files_below(places["home"], places["tmp"], places["cwd"]) == []
        assert all(safe.fullmatch(path.name.encode()) for path in files_below(places["out"]))


@POSIX
def test_a_killed_run_leaves_nothing_but_its_part_of_the_sheet(folder: Path) -> None:
    places, world = closed_world(folder)
    for name, data in (("e.yaml", to_yaml(secret(1))), ("e.pdf", filled(secret(2), "pypdf"))):
        (folder / name).write_bytes(data)
        command = [sys.executable, "-c", KILLED, "checklist", str(folder / name), "--out", str(places["out"])]
        result = subprocess.run(command, cwd=places["cwd"], env=world, capture_output=True)
        assert (result.returncode, result.stdout, result.stderr) == (-signal.SIGKILL, b"", b"")
        [part] = files_below(*places.values())
        assert re.fullmatch(r"\.booklet-[0-9a-f]{16}\.part", part.name)
