"""`booklet checklist` from outside: the same bytes by every way in, what is told, what is left, and how it ends."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from checklist_cases import FOUR, many, workshop
from checklist_runs import (
    AGAIN,
    BAD,
    KILLED,
    ONE,
    PLAIN,
    POSIX,
    SORE,
    WHOLE,
    WISHED,
    closed_world,
    exam,
    listed,
    made,
    put,
)
from commands import REGION, environment, own, program, run
from exam_writers import to_answers, to_bundle, to_csv, to_json, to_yaml
from form_filling import FILLERS, filled
from PIL import ImageChops, ImageStat

from booklet.build import Wishes
from booklet.check.structure import read
from booklet.errors import ExitCode
from booklet.exam import Exam, PrintWishes

pytestmark = pytest.mark.usefixtures("folder")


# The same bytes by every way in

OURS = {"e.yaml": to_yaml, "e.json": to_json, "e.csv": to_csv, "answers.json": to_answers}
FHIR = {"bundle.json": to_bundle}


@pytest.mark.parametrize(
    ("told", "writers", "forms"),
    [(PLAIN, OURS | FHIR, True), (AGAIN, OURS | FHIR, False), (WISHED, OURS, True), (WHOLE, OURS, False)],
    ids=["plain", "again", "wished", "whole"],
)
def test_the_same_facts_give_the_same_bytes_by_every_way(told: Exam, writers: Any, forms: bool) -> None:
    ways = {name: write(told) for name, write in writers.items()}
    ways |= {f"{way}.pdf": filled(told, way) for way in FILLERS if forms}
    sheets = {}
    for name, data in ways.items():
        Path(name).write_bytes(data)
        sheets[name] = made(name)
    assert len(sheets) == len(writers) + 3 * forms
    assert [name for name in sheets if sheets[name] != sheets["e.yaml"]] == []
    different = exam("P-1042", about={"name": "Zoë O’Hara (Łódź)"})
    [other] = put(other_yaml=to_yaml(different))
    assert made(other) != sheets["e.yaml"]


def test_areas_and_codes_of_either_form_say_the_same() -> None:
    """The six codes that differ, by hand: 112 on the form for women is the belly on the right, 116 on that for men."""
    places = {112: "belly/right", 113: "belly/left", 114: "front-of-upper-arm/left", 115: "front-of-elbow/right"}
    places |= {116: "front-of-elbow/left", 117: "front-of-forearm/right"}
    men = {112: 116, 113: 117, 114: 112, 115: 113, 116: 114, 117: 115}
    head = "record,date,point,side,tenderness,{}\n"
    row = "A,2026-05-14,piriformis-1,left,8,{}\n"
    areas = ";".join(f"{place}/5" for place in (*places.values(), "lower-back/right"))
    put(
        areas_csv=head.format("pain") + row.format(areas),
        men_csv=head.format("choir") + row.format(";".join(f"{code}:5" for code in (*men.values(), 219))),
        women_csv=head.format("choir_form,choir")
        + row.format("female," + ";".join(f"{code}:5" for code in (*men, 219))),
        mixed_csv=head.format("choir_form,choir") + row.format("male," + ";".join(f"{code}:5" for code in (*men, 219))),
    )
    sheets = [made(f"{name}.csv") for name in ("areas", "men", "women", "mixed")]
    assert sheets[0] == sheets[1] == sheets[2] != sheets[3]


def test_line_ends_byte_order_marks_and_the_order_of_keys_change_nothing() -> None:
    text = to_yaml(WISHED)
    lines = json.loads(to_json(WISHED))
    put(
        a_yaml=text,
        b_yml=b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"),
        c_json=json.dumps(dict(reversed(lines.items())), indent=3, ensure_ascii=False),
        d_tsv=to_csv(WISHED, delimiter="\t"),
    )
    assert len({made(name) for name in ("a.yaml", "b.yml", "c.json", "d.tsv")}) == 1


def test_the_electronic_copy_differs_from_the_printed_one_in_its_fields_only() -> None:
    put(e_yaml=to_yaml(AGAIN))
    printed, typed = made("e.yaml"), made("e.yaml", "--fillable")
    plain, form = read(printed), read(typed)
    assert plain.findings == form.findings == ()
    assert list(plain.tree.reading()) == [item for item in form.tree.reading() if item[0] != "Form"]
    assert (plain.title, plain.identifier, plain.pages) == (form.title, form.identifier, form.pages)
    with pypdfium2.PdfDocument(printed) as one, pypdfium2.PdfDocument(typed) as other:
        for page, twin in zip(one, other, strict=True):
            pictures = [each.render(may_draw_forms=False).to_pil().convert("L") for each in (page, twin)]
            assert pictures[0].size == pictures[1].size
            assert ImageStat.Stat(ImageChops.difference(*pictures)).mean[0] < 0.5, "no more than the lines of fields"


def test_two_processes_agree_whatever_is_round_them(folder: Path) -> None:
    put(e_yaml=to_yaml(WHOLE))
    worlds: list[dict[str, str]] = [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "COLUMNS": "40"},
        {"PYTHONHASHSEED": "4711", "TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "HOME": str(folder)},
    ]
    sheets = []
    for number, world in enumerate(worlds):
        place = folder / f"place-{number}"
        place.mkdir()
        command = [sys.executable, "-m", "booklet", "checklist", "../e.yaml", "--fillable", "--handout"]
        result = subprocess.run(command, cwd=place, env=environment(**world), capture_output=True, text=True)
        assert (result.returncode, result.stderr) == (0, "")
        sheets.append((place / result.stdout.removesuffix("\n")).read_bytes())
    assert sheets[0] == sheets[1]


# What is written and what is told


def test_a_bad_record_is_one_line_with_its_place_and_stops_no_other() -> None:
    table = to_csv(exam("A-1"), exam("A-2"), exam("A-3"))
    files = put(
        one_yaml=to_yaml(exam("Y-1")),
        two_yaml=listed(BAD, to_yaml(exam("Y-2"))),
        three_csv=table.replace(b"A-2,2026-05-14,piriformis-1", b"A-2,2026-05-14,piriformis-9"),
        four_json=to_json(exam("J-1"))[:-5],
        five_txt=ONE,
        six_json=to_json(exam("J-2")),
    )  # fmt: skip
    result = program("checklist", *files, "seven.yaml", "eight.pdf", ".", capture_output=True)
    assert result.returncode == ExitCode.ENVIRONMENT, "the highest of 3 and 4"
    assert result.stdout.splitlines() == [f"out/checklist-{name}.pdf" for name in ("Y-1", "Y-2", "A-1", "A-3", "J-2")]
    assert [line.partition(";")[0] for line in result.stderr.splitlines()] == [
        "two.yaml:4:12: error: unknown point",
        'three.csv:3, column "point": error: unknown point',
        "four.json:1:115: error: is not valid JSON: a text without its closing quote",
        "five.txt: error: does not end like an exam",
        "seven.yaml: error: cannot be read: No such file or directory",
        "eight.pdf: error: cannot be read: No such file or directory",
        ".: error: cannot be read: Is a directory",
    ]
    assert sorted(path.name for path in Path("out").iterdir()) == sorted(
        f"checklist-{name}.pdf" for name in ("A-1", "A-3", "J-2", "Y-1", "Y-2")
    )


def test_exit_codes() -> None:
    put(good_yaml=ONE, bad_yaml=BAD)
    assert run("checklist", "good.yaml").exit_code == ExitCode.OK
    for wrong in (
        [],
        ["good.yaml", "--paper", "a3"],
        ["good.yaml", "--colour=no"],
        ["good.yaml", "--password-fd", "-1"],
    ):
        assert run("checklist", *wrong).exit_code == ExitCode.USAGE
    assert run("checklist", "bad.yaml").exit_code == run("checklist", "bad.yaml", "good.yaml").exit_code == 3
    assert run("checklist", "none.yaml").exit_code == run("checklist", "none.yaml", "bad.yaml").exit_code == 4
    put(file="in the way")
    blocked = run("checklist", "good.yaml", "--out", "file/out")
    assert (blocked.exit_code, blocked.stdout) == (ExitCode.ENVIRONMENT, "")
    assert "cannot be written: " in blocked.stderr and len(blocked.stderr.splitlines()) == 1


def test_nothing_is_written_for_a_bad_record_and_an_earlier_sheet_stays() -> None:
    put(e_yaml=BAD)
    assert run("checklist", "e.yaml").exit_code == ExitCode.MISTAKE
    assert not Path("out").exists()
    put(e_yaml=ONE)
    good = made("e.yaml")
    sheet = Path("out-e.yaml/checklist-A-1.pdf")
    for bad in (BAD, BAD[:40], b"", b"\xff\xfe"):
        put(e_yaml=bad)
        assert run("checklist", "e.yaml", "--out", "out-e.yaml").exit_code == ExitCode.MISTAKE
        assert sheet.read_bytes() == good and list(sheet.parent.iterdir()) == [sheet]


def test_two_exams_of_one_name_are_told_and_the_first_is_kept() -> None:
    later = exam("a-1", about={"name": "Another One"})
    files = put(
        one_yaml=to_yaml(exam("A-1")),
        two_json=to_json(later),
        three_yaml=listed(to_yaml(exam("B")), ONE),
    )  # fmt: skip
    first = made("one.yaml")
    result = run("checklist", *files, "one.yaml")
    assert result.exit_code == ExitCode.MISTAKE
    assert result.stdout.splitlines() == ["out/checklist-A-1.pdf", "out/checklist-B.pdf"]
    assert [line.partition(";")[0] for line in result.stderr.splitlines()] == [
        "two.json:1:1: error: two exams would be written to checklist-a-1.pdf",
        "three.yaml:9:3: error: two exams would be written to checklist-A-1.pdf",
    ]
    assert Path("out/checklist-A-1.pdf").read_bytes() == first


def test_records_without_an_id_never_get_one_name() -> None:
    put(e_yaml=to_yaml(exam(None)), f_yaml=to_yaml(exam(None)))
    result = run("checklist", "e.yaml", "f.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    assert len(set(result.stdout.splitlines())) == len(list(Path("out").iterdir())) == 2


def test_an_exam_that_says_nothing_is_told_at_its_own_place() -> None:
    empty = exam("E", findings=())
    put(e_csv=to_csv(exam("A"), exam("B", findings=(SORE, SORE)), empty, exam("C")))
    result = run("checklist", "e.csv")
    assert result.exit_code == ExitCode.MISTAKE
    assert [line.partition(";")[0] for line in result.stderr.splitlines()] == [
        'e.csv:4, column "side": error: the same point and side again',
        "e.csv:5: error: has neither a finding nor an area that hurts",
    ]
    assert result.stdout.splitlines() == ["out/checklist-A.pdf", "out/checklist-C.pdf"]


def test_the_json_tells_files_and_mistakes() -> None:
    put(good_yaml=ONE, bad_yaml=BAD)
    result = program("checklist", "good.yaml", "bad.yaml", "none.yaml", "--json", capture_output=True)
    printed = json.loads(result.stdout)
    [sheet] = printed["files"]
    report = read(sheet["path"])
    assert sheet["path"] == "out/checklist-A-1.pdf"
    assert (sheet["bytes"], sheet["pages"]) == (Path(sheet["path"]).stat().st_size, report.pages)
    assert report.identifier.endswith(f"#{sheet['digest']}")
    assert [(mistake["path"], mistake["line"], mistake["column"]) for mistake in printed["mistakes"]] == [
        ("bad.yaml", 3, 10),
        ("none.yaml", 0, 0),
    ]
    assert printed["mistakes"][0]["hint"] == 'did you mean "piriformis-1"?'
    assert result.returncode == ExitCode.ENVIRONMENT


def test_in_a_pipe_only_paths_are_printed_and_no_colour() -> None:
    put(e_csv=to_csv(exam("A"), exam("B"), exam("C").model_copy(update={"findings": ()})))
    result = program("checklist", "e.csv", capture_output=True)
    assert result.stdout == "out/checklist-A.pdf\nout/checklist-B.pdf\n"
    assert result.stderr.count("\n") == 1 and "\x1b" not in result.stderr + result.stdout


def test_build_says_what_to_do_for_a_checklist() -> None:
    result = run("build", "--format", "checklist")
    assert (result.exit_code, result.stdout) == (ExitCode.MISTAKE, "")
    assert result.stderr == "format checklist: error: is not made from a region; use `booklet checklist EXAM`\n"


def test_the_check_of_a_checklist_says_that_its_exam_is_kept_nowhere() -> None:
    put(e_yaml=to_yaml(WISHED))
    made("e.yaml")
    result = run("check", "out-e.yaml/checklist-P-1042.pdf", "--no-verapdf")
    assert result.exit_code == 0
    assert "it is about one person, whose exam is kept nowhere" in result.stderr


# Wishes


def setting_of(data: bytes) -> tuple[str, bool, bool]:
    """Paper, large print and grey, by what is on the page and not by what the file says of itself."""
    with pypdfium2.PdfDocument(data) as pdf:
        page = pdf[0]
        width = round(page.get_width())
        _, (_, deepest), _ = page.render(scale=0.4).to_pil().convert("HSV").getextrema()
        grey = deepest < 16
        texts = page.get_textpage()
        sizes = [pypdfium2.raw.FPDFText_GetFontSize(texts, index) for index in range(texts.count_chars())]
    return {612: "letter", 595: "a4"}[width], min(size for size in sizes if size > 1.5) >= 15, grey


WISHES = [
    ({}, [], ("letter", False, False)),
    ({"paper": "a4", "large_print": True, "grey": True}, [], ("a4", True, True)),
    ({"paper": "a4", "large_print": True, "grey": True}, ["--paper", "letter"], ("letter", True, True)),
    ({"paper": "a4", "large_print": True, "grey": True}, ["--normal-print", "--colour"], ("a4", False, False)),
    ({}, ["--paper", "a4", "--large-print", "--grey"], ("a4", True, True)),
    ({"paper": "letter", "large_print": False, "grey": False}, ["--paper", "a4"], ("a4", False, False)),
    ({"large_print": False, "grey": False}, ["--large-print", "--grey"], ("letter", True, True)),
]  # fmt: skip


@pytest.mark.parametrize(("wishes", "options", "setting"), WISHES)
def test_the_command_overrides_what_the_exam_wishes(
    wishes: dict[str, Any], options: list[str], setting: tuple[str, bool, bool]
) -> None:
    put(e_yaml=to_yaml(exam(print=PrintWishes(**wishes))))
    assert setting_of(made("e.yaml", *options)) == setting


def test_the_handout_follows_with_the_spots_of_this_person() -> None:
    put(e_yaml=to_yaml(PLAIN))
    alone, with_handout = read(made("e.yaml")), read(made("e.yaml", "--handout"))
    handout = read(workshop().handout(workshop().library.region(REGION), Wishes().setting(PLAIN)))
    assert alone.pages + handout.pages == with_handout.pages
    behind = " This counts in the handout behind too."
    told, texts = ([item for item in one.tree.reading() if item[0] != "Figure"] for one in (alone, with_handout))
    assert [text for _, text in texts if text.endswith(behind)] == [
        text + behind for _, text in told if "For you" in text
    ]
    begins = [(role, text.removesuffix(behind)) for role, text in texts[: len(told)]]
    assert begins == told
    figures = [node.alt for node in with_handout.tree.walk() if node.role == "Figure"]
    assert any("your own spot" in alt for alt in figures)


def test_fields_are_there_only_when_they_are_wanted() -> None:
    put(e_yaml=ONE)
    for options, there in (([], False), (["--fillable"], True), (["--fillable", "--handout"], True)):
        with pikepdf.open(io.BytesIO(made("e.yaml", *options))) as pdf:
            assert ("/AcroForm" in pdf.Root) is there


# A clinic's own library


@pytest.mark.parametrize(
    ("path", "old", "new", "place", "message"),
    [
        ("content/cautions.yaml", "[rectus-abdominis, iliopsoas]", "[rectus-abdominus, iliopsoas]",
         "[rectus-abdominus", 'unknown muscle "rectus-abdominus"; did you mean "rectus-abdominis"?'),
        ("content/cautions.yaml", "id: pregnancy", "id: blood-thinners", "", 'caution "blood-thinners" is given twice'),
        ("content/body-map.yaml", "left: 104}", "left: 103}", "103}, front",
         "CHOIR code 103 is given twice; it is first given in line 9"),
        ("content/body-map.yaml", "left: 104}", "left: 99}", "99}, front",
         "99 is not a CHOIR code; they are 101 to 136 and 201 to 238"),
        ("content/body-map.yaml", "area: chest", "area: face", "face, name: Chest",
         'area "face" is given twice; it is first given in line 9'),
        ("content/body-map.yaml", "left: 104}", "left: 99}", "areas:", "no area has the CHOIR code 104"),
        ("content/ranking.yaml", "likely: 0.08", "likely: 2", "2   ", '"2" is out of range, at most 1.0 needed'),
        ("content/ranking.yaml", "most: 8", "moost: 8", "moost", 'unknown key "moost"; did you mean "most"?'),
    ],
)  # fmt: skip
def test_a_mistake_in_a_clinics_rules_is_told_with_its_place(
    path: str, old: str, new: str, place: str, message: str
) -> None:
    text = own(path, lambda text: text.replace(old, new, 1)).read_text(encoding="utf-8")
    put(e_yaml=ONE)
    for command in (["checklist", "e.yaml"], ["check", "content"]):
        result = run(*command)
        assert result.exit_code == (ExitCode.FINDINGS if command[0] == "check" else ExitCode.MISTAKE)
        [line] = [line for line in result.stderr.splitlines() if line.endswith(message)]
        told, _, rest = line.partition(": ")
        assert rest == f"error: {message}"
        shown, row, column = told.rsplit(":", 2)
        assert shown == path
        if place:
            assert text.splitlines()[int(row) - 1][int(column) - 1 :].startswith(place.removeprefix("["))
    assert not Path("out").exists()


def test_a_clinics_rules_are_used() -> None:
    put(e_yaml=to_yaml(FOUR))
    before = read(made("e.yaml")).tree.text()
    own("content/cautions.yaml", lambda text: text.replace("You take a blood thinner.", "You take a blood thinner!"))
    own("content/ranking.yaml", lambda text: text.replace("most: 8", "most: 2"))
    after = read(made("e.yaml")).tree.text()
    assert "You take a blood thinner!" in after and "You take a blood thinner!" not in before
    assert "If these bring no relief" in after and "If these bring no relief" not in before


# How it ends


@POSIX
def test_ctrl_c_among_many_people_leaves_whole_files_only() -> None:
    people = [exam(f"R-{number}", findings=many(12)) for number in range(40)]
    put(people_csv=to_csv(*people))
    command = [sys.executable, "-m", "booklet", "checklist", "people.csv"]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
    assert process.returncode == ExitCode.INTERRUPTED
    names = [path.name for path in Path("out").iterdir()]
    assert 0 < len(names) < 40 and all(name.startswith("checklist-R-") for name in names)
    for name in names:
        assert read(Path("out") / name).findings == ()


FULL_DISK = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
from booklet.cli import main
main()
"""
"""The program where no file can have more than 1000 bytes."""


@POSIX
def test_a_killed_run_is_swept_up_by_the_next_and_a_full_disk_leaves_nothing(folder: Path) -> None:
    put(e_yaml=ONE)
    places, world = closed_world(folder)
    arguments = ["checklist", str(folder / "e.yaml"), "--out", str(places["out"])]
    given: dict[str, Any] = {"cwd": places["cwd"], "env": world, "capture_output": True, "text": True}
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments], **given)
    assert killed.returncode == -signal.SIGKILL
    [left] = places["out"].iterdir()
    assert left.name.startswith(".booklet-") and left.name.endswith(".part") and left.stat().st_mode & 0o077 == 0o044
    full = subprocess.run([sys.executable, "-c", FULL_DISK, *arguments], **given)
    assert full.returncode == ExitCode.ENVIRONMENT
    assert full.stderr == f"{places['out']}/checklist-A-1.pdf: error: cannot be written: File too large\n"
    assert list(places["out"].iterdir()) == []
    subprocess.run([sys.executable, "-c", KILLED, *arguments], **given)
    good = subprocess.run([sys.executable, "-m", "booklet", *arguments], **given)
    assert (good.returncode, good.stderr) == (0, "")
    assert [path.name for path in places["out"].iterdir()] == ["checklist-A-1.pdf"]
    for place in ("home", "tmp", "cwd"):
        assert list(places[place].rglob("*")) == [], place
