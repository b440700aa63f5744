"""The real exam form, and an exam filled into it in three ways, none of them ours."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

import pikepdf
from commands import REGION, run
from exam_writers import to_form
from form_sample import Viewer, by_pikepdf, by_pypdf

from booklet.exam import Exam


@cache
def empty_form(*options: str) -> bytes:
    """The form as the command makes it; the program must have said nothing but its path."""
    with tempfile.TemporaryDirectory() as folder:
        result = run("exam-form", REGION, *options, "--out", folder)
        assert (result.exit_code, result.stderr) == (0, "")
        [made] = Path(folder).iterdir()
        assert result.stdout == f"{made}\n"
        return made.read_bytes()


def form_fields(data: bytes) -> dict[str, dict[str, str]]:
    """The kind and the tooltip of each field of a form, by name and in its order."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {str(field.T): {"kind": str(field.FT), "tooltip": str(field.TU)} for field in pdf.Root.AcroForm.Fields}


def choices(data: bytes) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen in each list of a form, as stored and as shown."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        lists = {str(field.T): field.Opt for field in pdf.Root.AcroForm.Fields if field.FT == "/Ch"}
        return {name: [(str(stored), str(shown)) for stored, shown in options] for name, options in lists.items()}


def values(exam: Exam) -> dict[str, str | bool]:
    """What has to be written, chosen and ticked to tell an exam; the region is chosen already."""
    said = {name: field for name, field in to_form(exam).items() if field.value not in ("", "Off") and name != "region"}
    return {name: True if field.kind == "check" else field.value for name, field in said.items()}


def _pypdf(data: bytes, told: Mapping[str, str | bool]) -> bytes:
    return by_pypdf(data, {name: "/Yes" if value is True else str(value) for name, value in told.items()})


def _pdfium(data: bytes, told: Mapping[str, str | bool]) -> bytes:
    kinds = {name: field["kind"] for name, field in form_fields(data).items()}
    offered = choices(data)
    viewer = Viewer(data)
    for name, value in told.items():
        if kinds[name] == "/Btn":
            viewer.click(name)
        elif kinds[name] == "/Ch":
            viewer.choose(name, [stored for stored, _ in offered[name]].index(str(value)))
        else:
            viewer.paste(name, str(value))
        viewer.leave()
    return viewer.save()


FILLERS: Final[dict[str, Callable[[bytes, Mapping[str, str | bool]], bytes]]] = {
    "pypdf": _pypdf,
    "pikepdf": by_pikepdf,
    "pdfium": _pdfium,
}


def filled(exam: Exam, way: str, *options: str) -> bytes:
    """The form of these options, filled with an exam by one of FILLERS."""
    form, told = empty_form(*options), values(exam)
    assert not told.keys() - form_fields(form).keys()
    return FILLERS[way](form, told)
