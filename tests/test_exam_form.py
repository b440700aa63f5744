"""The real exam form: what it asks, that the reader knows its fields, and that it is sound in every variant."""

from __future__ import annotations

import io
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from checklist_cases import workshop
from commands import REGION, ROOT, own, run, second_region
from form_filling import choices, empty_form, filled, form_fields, values
from form_sample import by_pikepdf

from booklet.build import variants
from booklet.check.structure import read
from booklet.errors import ExitCode
from booklet.exam import Exam, Finding, Pain, Person, PrintWishes, Visit
from booklet.exams import fieldnames
from booklet.exams.questionnaire import questionnaire
from booklet.formfields import read_fields
from booklet.layout import Setting
from booklet.pdf.encryption import encrypt

QUESTIONNAIRE = Path("content/exam/questionnaire.json")
SIDES = ("left", "right")
PARTS = ("tenderness", "familiar", "spread")
ONCE = {
    "person/name", "person/id", "person/born", "clinician", "clinic", "date", "patch", "print/large_print",
    "print/grey", "next_visit/on", "next_visit/at", "next_visit/where", "note",
    "region", "print/paper",
}  # fmt: skip
"""What stands once. The language is not asked: it is that of the form."""


pytestmark = pytest.mark.usefixtures("folder")


def options(setting: Setting) -> list[str]:
    return ["--paper", setting.paper, *["--large-print"] * setting.large, *["--grey"] * setting.grey]


every_variant = pytest.mark.parametrize("setting", variants(), ids=lambda setting: " ".join(options(setting)))


def points() -> list[str]:
    """The trigger points of the region in the order of its handout."""
    library = workshop().library
    names = dict.fromkeys(name for suspect in library.region(REGION).suspects for name in suspect.muscles)
    return [point.id for name in names for point in library.muscles[name].points]


# What it asks


@every_variant
def test_the_reader_knows_every_field_and_its_kind(setting: Setting) -> None:
    fields = read_fields(empty_form(*options(setting)), "form")
    assert {name: fieldnames.kind_of(name) for name in fields} == {name: field.kind for name, field in fields.items()}
    assert {name: field.value for name, field in fields.items() if field.value} == {"region": REGION}


@every_variant
def test_all_that_the_region_and_the_library_know_can_be_told(setting: Setting) -> None:
    library, region = workshop().library, workshop().library.region(REGION)
    findings = {fieldnames.finding(point, side, part) for point in points() for side in SIDES for part in PARTS}
    pains = {fieldnames.pain(area, side, part) for area in region.areas for side in SIDES for part in fieldnames.PAIN}
    cautions = {fieldnames.tick("cautions", caution.id) for caution in library.cautions.cautions}
    tools = {fieldnames.tick("tools", technique.tool) for technique in library.techniques.values()}
    assert len(findings) > 100 and len(pains) > 40 and len(cautions) == 15
    assert set(form_fields(empty_form(*options(setting)))) == ONCE | findings | pains | cautions | tools


def test_lists_offer_ratings_the_region_and_the_paper() -> None:
    offered = choices(empty_form())
    assert offered.pop("region") == [(REGION, "Lower back and buttock")]
    assert offered.pop("print/paper") == [("letter", "US Letter"), ("a4", "A4")]
    assert all(ratings == [(str(rating), str(rating)) for rating in range(11)] for ratings in offered.values())


@every_variant
def test_every_field_says_what_it_is_about_and_no_two_say_the_same(setting: Setting) -> None:
    """A screen reader says the tooltip alone: the side and the point or area must be in it."""
    said = {name: field["tooltip"] for name, field in form_fields(empty_form(*options(setting))).items()}
    assert [tooltip for tooltip, count in Counter(said.values()).items() if count > 1] == []
    areas = {area.area: area.name for area in workshop().atlas.body_map.areas}
    for name, tooltip in said.items():
        kind, *place = name.split("/")
        if kind == "finding":
            muscle, point = workshop().library.points[place[0]]
            assert muscle.plain in tooltip and point.at in tooltip and f", {place[1].title()}, " in tooltip
        elif kind == "pain":
            assert areas[place[0]] in tooltip and f", {place[1].title()}, " in tooltip
        elif kind == "cautions":
            assert tooltip in {caution.name for caution in workshop().library.cautions.cautions}


def test_fields_stand_in_the_order_of_the_handout_the_left_before_the_right() -> None:
    names = list(form_fields(empty_form()))
    wanted = [fieldnames.finding(point, side, part) for point in points() for side in SIDES for part in PARTS]
    assert [name for name in names if name.startswith("finding/")] == wanted
    assert names.index("person/name") < names.index("cautions/pregnancy") < names.index(wanted[0])


@every_variant
def test_red_flags_come_before_all_that_is_pressed(setting: Setting) -> None:
    texts = [text for _, text in read(empty_form(*options(setting))).tree.reading()]
    heading = next(index for index, text in enumerate(texts) if "What did you find?" in text)
    for flag in workshop().library.safety.flags:
        if flag.urgency == "emergency" and flag.id in workshop().library.region(REGION).flags:
            assert flag.short in " ".join(texts[:heading])


def test_a_muscle_of_two_suspects_is_asked_about_once() -> None:
    region = f"content/regions/{REGION}.yaml"
    own(region, lambda text: text.replace("[rectus-abdominis, iliopsoas]", "[rectus-abdominis, piriformis, iliopsoas]"))
    result = run("exam-form", REGION, "--paper", "a4")
    assert (result.exit_code, result.stderr) == (0, "")
    assert set(form_fields(Path(result.stdout.strip()).read_bytes())) == set(form_fields(empty_form()))
    assert run("check", result.stdout.strip(), "--no-verapdf").exit_code == 0


def test_a_region_that_names_no_areas_asks_about_all() -> None:
    own(f"content/regions/{REGION}.yaml", lambda text: "".join(
        line for line in text.splitlines(keepends=True) if not line.startswith("areas:")
    ))  # fmt: skip
    result = run("exam-form", REGION)
    asked = {name.split("/")[1] for name in form_fields(Path(result.stdout.strip()).read_bytes()) if "pain/" in name}
    assert asked == {area.area for area in workshop().atlas.body_map.areas}
    assert run("check", "content").exit_code == 0


def test_an_unknown_area_of_a_region_is_told_by_the_check() -> None:
    path = f"content/regions/{REGION}.yaml"
    copy = own(path, lambda text: text.replace("areas: [mid-back, lower-back,", "areas: [mid-back, lower-bakc,"))
    lines = copy.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, 1) if text.startswith("areas:"))
    result = run("check", "content")
    assert result.exit_code == ExitCode.FINDINGS
    assert (
        f'{path}:{line}:19: error: unknown area "lower-bakc"; did you mean "lower-back"?' in result.stderr.splitlines()
    )


# The files


def test_every_variant_passes_the_check_with_the_validator() -> None:
    made = [run("exam-form", REGION, *options(setting), "--out", "forms").stdout.strip() for setting in variants()]
    assert len(set(made)) == len(made) == 8
    assert Path(made[-1]).name == f"{REGION}-exam-form-a4-large-print-grey.pdf"
    result = run("check", *made, "--json")
    printed = json.loads(result.stdout)
    assert (result.exit_code, printed["mistakes"]) == (0, [])
    assert [(file["findings"], file["notes"]) for file in printed["files"]] == [([], [])] * 8, (
        "text compared, PDF valid"
    )


def test_the_same_form_without_fields_is_for_paper() -> None:
    """`build --format exam-form` prints it: the same words, no field, the same pages."""
    result = run("build", REGION, "--format", "exam-form")
    assert (result.exit_code, result.stderr) == (0, "")
    printed, typed = read(result.stdout.strip()), read(empty_form())
    assert printed.pages == typed.pages
    assert [item for item in typed.tree.reading() if item[0] != "Form"] == list(printed.tree.reading())
    with pikepdf.open(result.stdout.strip()) as pdf:
        assert "/AcroForm" not in pdf.Root


def test_the_command_tells_what_it_wrote_and_what_it_does_not_know() -> None:
    printed = json.loads(run("exam-form", REGION, "--json").stdout)
    [made] = printed["files"]
    data = Path(made["path"]).read_bytes()
    assert data == empty_form() and (made["bytes"], made["pages"]) == (len(data), read(data).pages)
    unknown = run("exam-form", "lower-back-and-butock")
    assert unknown.exit_code == ExitCode.MISTAKE
    assert unknown.stderr == f'region lower-back-and-butock: error: is not in the library; did you mean "{REGION}"?\n'
    assert run("exam-form").exit_code == run("exam-form", REGION, "--paper", "a3").exit_code == ExitCode.USAGE


# What is read back


FULL = Exam(
    date=date(2026, 5, 14),
    person=Person(id="P-1042", name="Zoë O’Hara (Łódź)", born=date(1980, 2, 29)),
    region=REGION,
    clinic="Harbour Street",
    clinician="J. Doe, therapist",
    tools=("fingers", "cane"),
    patch=True,
    next_visit=Visit(on=date(2026, 5, 28), at="10:30", where="Room 4"),
    cautions=("pregnancy", "patch-allergy"),
    note="Walk a little each day.\nCome back if it gets worse.",
    print=PrintWishes(paper="a4", large_print=True, grey=True),
    pain=(Pain(area="lower-back", side="left"), Pain(area="calf", side="right", intensity=0)),
    findings=(
        Finding(point="quadratus-lumborum-1", side="right", tenderness=0, spread="to the hip"),
        Finding(point="piriformis-1", side="left", tenderness=10, familiar=True),
        Finding(point="piriformis-1", side="right", spread="nowhere"),
        Finding(point="soleus-3", side="right", familiar=True),
    ),
)


@pytest.mark.parametrize("way", ["pypdf", "pikepdf", "pdfium"])
@pytest.mark.parametrize("variant", [[], ["--paper", "a4", "--large-print", "--grey"]], ids=["letter", "large"])
def test_all_that_was_filled_in_is_read_back(folder: Path, way: str, variant: list[str]) -> None:
    path = folder / "filled.pdf"
    path.write_bytes(filled(FULL, way, *variant))
    intake = workshop().intake(path)
    assert (intake.mistakes, intake.exams) == ((), (FULL,))


def test_every_single_field_is_read_as_something(folder: Path) -> None:
    """A field that the reader took no notice of would lose what a clinician has written."""
    start = {"date": "2026-05-14", "pain/buttock/left/here": True, "next_visit/on": "2026-05-20"}
    path = folder / "filled.pdf"

    def told(**more: str | bool) -> Exam:
        path.write_bytes(by_pikepdf(empty_form(), start | more))
        intake = workshop().intake(path)
        assert intake.mistakes == ()
        [exam] = intake.exams
        return exam

    empty = told()
    fitting = {
        "date": "2026-05-13",
        "person/born": "1980-02-29",
        "next_visit/on": "2026-05-21",
        "next_visit/at": "09:30",
        "print/paper": "a4",
    }
    seen = set()
    for name, field in form_fields(empty_form()).items():
        point = name.split("/")[1] if name.startswith(("finding/", "pain/")) else ""
        if name == "pain/buttock/left/here" or (point and point not in ("piriformis-1", "buttock")):
            continue  # all points and areas are read alike
        if name == "region":
            assert empty.region == REGION
            continue
        value = fitting.get(name) or (True if field["kind"] == "/Btn" else "7")
        assert told(**{name: value}) != empty, name
        seen.add(fieldnames.kind_of(name))
    assert seen == {"text", "check", "choice"}


def test_a_form_leads_to_the_checklist_of_its_own_region() -> None:
    """Regions share muscles, and pain alone is of no region: what was found does not tell which form it was."""
    second_region()
    [form] = run("exam-form", "second").stdout.splitlines()
    for told in ({"finding/soleus-3/left/tenderness": "7"}, {"pain/buttock/left/here": True}):
        Path("filled.pdf").write_bytes(by_pikepdf(Path(form).read_bytes(), {"date": "2026-05-14", **told}))
        [path] = run("checklist", "filled.pdf").stdout.splitlines()
        assert read(path).identifier.startswith("booklet:checklist/second/")
    Path("clinic.yaml").unlink()
    gone = run("checklist", "filled.pdf")
    assert gone.stderr.splitlines() == [
        'filled.pdf, field "region": error: unknown region; `booklet list regions` names them'
    ]


def test_a_mistake_is_told_by_the_name_of_its_field() -> None:
    wrong = {"date": "14.5.2026", "person/born": "soon", "pain/buttock/left/here": True}
    Path("filled.pdf").write_bytes(by_pikepdf(empty_form(), wrong))
    result = run("checklist", "filled.pdf")
    assert (result.exit_code, result.stdout) == (ExitCode.MISTAKE, "")
    assert result.stderr.splitlines() == [
        'filled.pdf, field "date": error: expected a date like 2026-11-23',
        'filled.pdf, field "person/born": error: expected a date like 2026-11-23',
    ]


def test_a_form_that_nobody_has_filled_in_a_locked_one_and_another_one_are_told() -> None:
    Path("empty.pdf").write_bytes(empty_form())
    Path("dated.pdf").write_bytes(by_pikepdf(empty_form(), {"date": "2026-05-14"}))
    run("build", REGION)
    with pikepdf.open(io.BytesIO(empty_form())) as pdf:
        del pdf.Root.Metadata, pdf.Root.OutputIntents
        pdf.save("open.pdf")
    Path("locked.pdf").write_bytes(encrypt(Path("open.pdf").read_bytes(), "correct horse"))
    result = run("checklist", "empty.pdf", "dated.pdf", f"out/{REGION}.pdf", "locked.pdf")
    assert (result.exit_code, result.stdout) == (ExitCode.MISTAKE, "")
    assert result.stderr.splitlines() == [
        'empty.pdf, field "date": error: missing key "date"',
        "dated.pdf: error: has neither a finding nor an area that hurts; add one of them",
        f"out/{REGION}.pdf: error: is a PDF without fields to fill in",
        "locked.pdf: error: is protected by a password; save a copy without one",
    ]


def test_a_form_of_a_library_that_has_changed_since_is_told_by_the_point() -> None:
    Path("filled.pdf").write_bytes(by_pikepdf(empty_form(), values(FULL)))
    own("content/muscles/soleus.yaml", lambda text: text.replace("id: soleus-3", "id: soleus-4"))
    own("figures/hamstring-soleus.yaml", lambda text: text.replace("soleus-3", "soleus-4"))
    result = run("checklist", "filled.pdf")
    assert result.exit_code == ExitCode.MISTAKE
    assert [line.partition(";")[0] for line in result.stderr.splitlines()] == [
        'filled.pdf, field "finding/soleus-3/right/familiar": error: unknown point'
    ]


# The questionnaire


def test_the_questionnaire_that_ships_is_in_step_with_the_library(request: pytest.FixtureRequest) -> None:
    made = json.dumps(questionnaire(workshop().known), ensure_ascii=False, indent=1) + "\n"
    path = ROOT / QUESTIONNAIRE
    if request.config.getoption("--update-golden"):
        path.write_text(made, encoding="utf-8")
    renew = f"renew {QUESTIONNAIRE} with: .venv/bin/python -m pytest tests/test_exam_form.py --update-golden"
    assert path.read_text(encoding="utf-8") == made, renew
