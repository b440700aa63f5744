"""Checklists as PDFs: sound tags, the text that was meant and typed, safe order, the same bytes by every way in."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from checklist_cases import DAY, NAMES, consultation, exams, finding, workshop
from hypothesis import given, settings
from typed_strategies import any_name, any_note, mixed

from booklet.build import Consultation, Sheet, variants
from booklet.check.outline import Outliner, heading_pages
from booklet.check.structure import StructureReport, compare, read
from booklet.check.tagtree import normal
from booklet.check.verapdf import validate
from booklet.document import Grid, Spots, walk
from booklet.exam import Exam, Finding, Person, Visit
from booklet.layout import Paper, Setting
from booklet.typeface.characters import plain

CASES = list(exams())


def named(setting: Setting) -> str:
    """What a test calls a setting."""
    words = {"fillable": setting.fillable, setting.paper: True, "large": setting.large, "grey": setting.grey}
    return "-".join(word for word, said in words.items() if said)


SETTINGS = [*variants(), Setting(fillable=True), Setting("a4", large=True, grey=True, fillable=True)]
every_case = pytest.mark.parametrize("case", CASES)
every_setting = pytest.mark.parametrize("setting", SETTINGS, ids=named)


@cache
def sheet(case: str, setting: Setting, handout: bool = False) -> Sheet:
    return consultation(case).sheet(setting, handout=handout)


@cache
def report(case: str, setting: Setting, handout: bool = False) -> StructureReport:
    return read(sheet(case, setting, handout).data)


def differences(case: str, setting: Setting, handout: bool = False) -> list[str]:
    """Where the tags of a sheet read otherwise than its document."""
    made, meant = report(case, setting, handout), consultation(case).document(large=setting.large, handout=handout)
    pages = heading_pages(meant, made.tree)
    describe = consultation(case).own.atlas.alt
    outliner = Outliner(describe, lambda target: f"page {pages[target]}", setting.large)
    expected, spares = outliner.outline(meant), outliner.spares(meant)
    return [str(finding) for finding in compare(made.tree, expected, spares)]


@every_case
@every_setting
def test_its_tags_are_sound_and_it_reads_as_it_was_meant(case: str, setting: Setting) -> None:
    assert [str(found) for found in report(case, setting).findings] == []
    assert differences(case, setting) == []


@pytest.mark.parametrize("setting", [Setting(), Setting("a4", large=True), Setting(grey=True, fillable=True)], ids=str)
def test_with_the_handout_behind_it_too(setting: Setting) -> None:
    assert [str(found) for found in report("eight", setting, True).findings] == []
    assert differences("eight", setting, True) == []
    assert report("eight", setting, True).pages > report("eight", setting).pages + 10


def test_the_reference_validator_passes_every_case_and_every_variant(tmp_path: Path) -> None:
    made = [(case, Setting(fillable=index % 2 == 0)) for index, case in enumerate(CASES)]
    made += [("follow-up", setting) for setting in SETTINGS]
    paths = []
    for index, (case, setting) in enumerate(made):
        paths.append(tmp_path / f"{index}.pdf")
        paths[-1].write_bytes(sheet(case, setting).data)
    paths.append(tmp_path / "handout.pdf")
    paths[-1].write_bytes(sheet("eight", Setting(fillable=True), True).data)
    assert [str(found) for findings in validate(paths).values() for found in findings] == []


@every_case
@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_red_flags_are_read_on_page_1_before_any_spot(case: str, large: bool) -> None:
    nodes = list(report(case, Setting(large=large)).tree.walk())
    texts = [normal(node.text) for node in nodes]
    alert = texts.index("Stop and get help now")
    assert nodes[alert].role == "H1"
    assert nodes[alert].page == 1
    emergencies = [flag.short for flag in workshop().library.safety.flags if flag.urgency == "emergency"]
    assert all(short in texts[alert + 1] for short in emergencies)
    doctor = next(index for index, text in enumerate(texts) if text.startswith("See a doctor before you press"))
    urgent = [flag.in_brief for flag in workshop().library.safety.flags if flag.urgency == "urgent"]
    assert all(brief.lower() in texts[doctor].lower() for brief in urgent)
    lists = [index for index, node in enumerate(nodes) if node.role == "L"]
    assert all(doctor < index for index in lists)


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_four_spots_and_their_log_fill_both_sides_of_one_sheet(paper: Paper) -> None:
    assert report("four", Setting(paper)).pages == 2
    assert report("one", Setting(paper)).pages == 2


@every_case
def test_another_reader_finds_the_disclaimer_and_the_review_state(case: str) -> None:
    with pypdfium2.PdfDocument(sheet(case, Setting()).data) as pdf:
        text = normal(" ".join(page.get_textpage().get_text_bounded() for page in pdf))
    assert workshop().library.legal.disclaimer_short in text
    assert "This sheet has not yet been reviewed by a clinician." in text


def test_what_must_not_be_pressed_has_no_tool_no_patch_and_no_box_to_tick() -> None:
    check = consultation("alone").check
    assert not check.spots
    assert len(check.alone) == 4
    shown = [block for block in walk(consultation("alone").document().blocks) if isinstance(block, Spots)]
    spots = [spot for block in shown for spot in block.items]
    assert [(spot.alone, spot.advice, spot.ticks) for spot in spots] == [(True, (), ())] * 4
    text = report("alone", Setting()).tree.text()
    assert "Do not press any of these spots for now." in text
    assert "Ask your cancer team before you press anywhere." in text


def test_what_no_tool_at_hand_is_safe_for_is_nowhere_to_be_pressed() -> None:
    exam = exams()["one"].model_copy(update={"cautions": ("blood-thinners",)})  # a nerve: never with the fingers
    document = Consultation(workshop(), exam).document()
    [spots] = [block for block in walk(document.blocks) if isinstance(block, Spots)]
    [spot] = spots.items
    assert (spot.advice[0].text, spot.ticks) == ("nothing yet; ask your clinic how", ())
    [log] = [block for block in walk(document.blocks) if isinstance(block, Grid)]
    assert [group.head for group in log.groups] == ["Pain today", "Notes"]
    assert "Press before and after" not in str(document.blocks)


def test_the_chart_shows_the_list_and_says_so() -> None:
    figure = next(node for node in report("four", Setting()).tree.walk() if node.role == "Figure")
    assert "Grey and hatched is where it hurts: the buttock on the right." in figure.alt
    assert "Spot 1 is on the right, just below the middle of the rim of the hip bone." in figure.alt
    assert "Spot 4 is on the right, beside the outer edge of the sacrum." in figure.alt


def test_the_handout_behind_it_has_rings_where_the_spots_are() -> None:
    figures = [node.alt for node in report("eight", Setting(), True).tree.walk() if node.role == "Figure"]
    marked = [alt for alt in figures if "your own spot" in alt]
    assert len(marked) == 2  # all eight are of the big buttock muscle and the upper-hip muscle, a card each
    assert all(any(f"Spot {number} is on the " in alt for alt in marked) for number in range(1, 9))
    plain_handout = read(workshop().handout(workshop().library.region("lower-back-and-buttock"), Setting()))
    assert not any("your own spot" in node.alt for node in plain_handout.tree.walk())


def test_cautions_are_said_to_hold_in_the_handout_behind_it_which_is_for_everyone() -> None:
    behind = "Press lightly, with your fingers only. Stop if you bruise. This counts in the handout behind too."
    assert behind in report("four", Setting(), True).tree.text()
    assert (
        "In the handout behind"
        not in report("four", Setting()).tree.text() + report("eight", Setting(), True).tree.text()
    )


# What a person typed


def facts(exam: Exam, setting: Setting | None = None) -> list[str]:
    tree = read(Consultation(workshop(), exam).sheet(setting or Setting()).data).tree
    return [text for _, text in tree.reading()]


LITERAL = [
    "<b>bold</b> <img src='/etc/passwd'/>",
    "{{ exam.person }} {% for x in y %}",
    "&amp; &lt; &#65; &nbsp;",
    "\"quotes\" 'and' “more” \\n \\u0041 %s {0}",
    "]]> <!-- --> <?xml?> <para>",
    "x" * 300,
    *NAMES.values(),
]


@pytest.mark.parametrize("text", LITERAL)
def test_whatever_was_typed_prints_literally(text: str) -> None:
    exam = Exam(
        date=DAY,
        person=Person(name=text, id="1"),
        clinician=text,
        clinic=text,
        note=text,
        findings=(Finding(point="piriformis-1", side="left", tenderness=3, note=text, spread=text),),
        next_visit=Visit(on=date(2026, 6, 1), where=text),
    )
    assert facts(exam).count(normal(text)) == 7


def test_a_note_of_5000_characters_flows_to_the_next_page() -> None:
    note = " ".join(f"word{index}" for index in range(700))[:5000].strip()
    for setting in (Setting(), Setting(large=True)):
        exam = Exam(date=DAY, findings=(finding("piriformis-1", "left", 3),), note=note)
        tree = read(Consultation(workshop(), exam).sheet(setting).data).tree
        [node] = [node for node in tree.walk() if normal(node.text) == note and node.role == "P"]
        assert len(node.pages) > 1


@given(name=any_name | mixed, clinician=any_name, note=any_note | mixed, spread=any_note)
@settings(max_examples=30)
def test_every_field_reads_as_it_was_typed(name: str, clinician: str, note: str, spread: str) -> None:
    texts = [plain(text).strip()[:300] for text in (name, clinician, note, spread)]
    name, clinician, note, spread = (text if normal(text) else "–" for text in texts)
    exam = Exam(
        date=DAY,
        person=Person(name=name),
        clinician=clinician,
        note=note,
        findings=(Finding(point="piriformis-1", side="left", tenderness=3, spread=spread),),
    )
    read_back = facts(exam)
    for text in (name, clinician, note, spread):
        assert normal(text) in read_back


# Sameness and names


@pytest.mark.parametrize("case", ["four", "follow-up"])
def test_the_same_exam_gives_the_same_bytes(case: str) -> None:
    again = Consultation(type(workshop())(workshop().resources), exams()[case])
    assert again.sheet(Setting()).data == sheet(case, Setting()).data


def test_one_exam_leaves_no_trace_in_the_next() -> None:
    first = consultation("one").sheet(Setting()).data
    consultation("arabic").sheet(Setting(), handout=True)
    assert consultation("one").sheet(Setting()).data == first


def test_files_are_named_by_the_safe_form_of_the_record_or_by_chance() -> None:
    def name(record: str | None) -> str:
        exam = exams()["one"].model_copy(update={"person": Person(name="Maria Example", id=record)})
        return Consultation(workshop(), exam).sheet(Setting()).name

    assert name("P-1042") == "checklist-P-1042.pdf"
    by_chance = {name(None), name(None)}
    assert len(by_chance) == 2
    assert not any("maria" in each.lower() for each in by_chance)
    odd = [name(record) for record in ("../../etc/passwd", "..", "a/b", "a b", "a-b", "é", "ü", "CON", "x" * 300)]
    assert len(set(odd)) == len(odd)
    assert all(set(each) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.") for each in odd)
    assert all(each.startswith("checklist-") and len(each) < 80 and ".." not in each for each in odd)


def test_no_metadata_tells_of_the_person() -> None:
    for handout in (False, True):
        data = sheet("four", Setting(), handout).data
        with pikepdf.open(io.BytesIO(data)) as pdf:
            told = [str(value) for value in pdf.docinfo.values()]
            told.append(pdf.Root.Metadata.read_bytes().decode())
            outline = [item.title for item in pdf.open_outline().root]
        for text in (*told, *outline):
            assert not any(word in text for word in ("Maria", "Example", "P-1042", "Doe", "2026-05", "blood"))


# Forms


def test_boxes_and_cells_are_fields_in_the_electronic_copy_and_none_on_paper() -> None:
    with pikepdf.open(io.BytesIO(sheet("four", Setting()).data)) as pdf:
        assert "/AcroForm" not in pdf.Root
    with pikepdf.open(io.BytesIO(sheet("four", Setting(fillable=True)).data)) as pdf:
        fields = {str(field.T): str(field.FT) for field in pdf.Root.AcroForm.Fields}
        spoken = {str(field.T): str(field.TU) for field in pdf.Root.AcroForm.Fields}
    ticks = [name for name, kind in fields.items() if kind == "/Btn"]
    assert {f"spot/{number}/{part}" for number in range(1, 5) for part in ("found", "rubbed", "patch")} <= set(ticks)
    assert {f"log/{day}/{part}" for day in range(1, 15) for part in ("on", "off")} <= set(ticks)
    for day in range(1, 15):
        assert fields[f"log/{day}/pain"] == "/Tx"
        assert all(fields[f"log/{day}/spot/{n}/{when}"] == "/Tx" for n in range(1, 5) for when in ("before", "after"))
    assert spoken["log/1/spot/2/before"] == "Thu 14, 2 Waist-side muscle, before"
    assert spoken["spot/1/found"] == "1 Upper-hip muscle: Found it"


def test_no_two_fields_share_a_name() -> None:
    for case in CASES:
        with pikepdf.open(io.BytesIO(sheet(case, Setting(fillable=True)).data)) as pdf:
            names = [str(field.T) for field in pdf.Root.AcroForm.Fields]
        assert len(names) == len(set(names))
