"""The content check over the shipped library, and over documents and libraries with one thing wrong each."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from booklet.check.content import ContentReport, check_content
from booklet.check.rubric import INSTRUMENTS
from booklet.compose import compose
from booklet.diagrams import Atlas
from booklet.document import (
    Block,
    Document,
    Heading,
    Opening,
    Paragraph,
    Picture,
    RedFlags,
    Run,
    Section,
    Steps,
    Table,
)
from booklet.errors import BookletError, Severity
from booklet.inspection import ContentInspection, inspect_content
from booklet.library import Library, load_format, load_library
from booklet.resources import Resources, bundled_root

REGION = "lower-back-and-buttock"
PICTURE = Picture("hero", (), "Back view.", "hero")


@cache
def library() -> Library:
    return load_library(Resources.at())


@cache
def document() -> Document:
    resources = Resources.at()
    handout = load_format(resources, "handout")
    return compose(library(), library().regions[REGION], handout, Atlas(resources).marks)


def check(changed: Document) -> ContentReport:
    return check_content(library(), {REGION: changed})


def without(kind: type[Any]) -> Document:
    return replace(document(), blocks=tuple(block for block in document().blocks if not isinstance(block, kind)))


def adding(*blocks: Block, first: bool = False) -> Document:
    own = document().blocks
    return replace(document(), blocks=(*blocks, *own) if first else (*own, *blocks))


def codes(report: ContentReport) -> set[str]:
    return {finding.code for finding in report.findings}


def state(report: ContentReport, instrument: str, number: int) -> str:
    return next(i.state for i in report.rubric if (i.instrument, i.number) == (instrument, number))


def paragraph(text: str) -> Paragraph:
    return Paragraph((Run(text),))


def small(blocks: Iterable[Block]) -> Document:
    return replace(document(), blocks=tuple(blocks))


def test_what_ships_has_no_errors() -> None:
    report = check(document())
    assert [str(f) for f in report.findings if f.severity is Severity.ERROR] == []
    assert report.grades[REGION] <= 6


def test_every_section_of_running_text_has_a_grade() -> None:
    report = check(document())
    headings = {section.heading for section in report.sections if section.kind == "body"}
    muscles = {library().muscles[name].plain for s in library().regions[REGION].suspects for name in s.muscles}
    assert muscles < headings
    assert document().title in headings
    assert all(section.words and section.sentences for section in report.sections)


def test_legal_text_and_sources_are_graded_apart() -> None:
    sections = check(document()).sections
    assert [s.heading for s in sections if s.kind == "legal"] == ["Please note"]
    assert [s.heading for s in sections if s.kind == "source"] == ["Sources and review"]
    assert not any(s.heading == "Please note" and s.kind == "body" for s in sections)


def test_a_hard_section_is_an_error_that_shows_its_hardest_sentence() -> None:
    hard = "Immediate medical examination is recommended whenever neurological deterioration accompanies discomfort."
    heading = Heading(1, "Hard words", "section")
    report = check(adding(heading, *(paragraph(hard) for _ in range(4))))
    (finding,) = (f for f in report.findings if f.code == "reading-limit" and f.place.endswith("Hard words"))
    assert finding.severity is Severity.ERROR
    assert finding.place == f"{REGION}: Hard words"
    assert finding.message.endswith("; 8 is the limit")
    assert finding.remedy.startswith("begin with “Immediate medical examination is recommended")


def test_a_section_between_grade_6_and_8_is_a_warning() -> None:
    text = "Ask a doctor before you begin if the pain is very bad and it has lasted for some weeks."
    report = check(adding(Heading(1, "So so", "section"), paragraph(text), paragraph(text)))
    (grade,) = (s.grade for s in report.sections if s.heading == "So so")
    assert 6 < grade <= 8
    (finding,) = (f for f in report.findings if f.code == "reading-aim")
    assert (finding.severity, finding.message) == (Severity.WARNING, f"reads at grade {grade}; 6 is aimed at")


def test_a_few_hard_words_are_listed_but_not_found_fault_with() -> None:
    report = check(
        adding(Heading(1, "Short", "section"), paragraph("Ligament hypermobility necessitates examination."))
    )
    assert next(s.grade for s in report.sections if s.heading == "Short") > 8
    assert not any(finding.place.endswith("Short") for finding in report.findings)


def test_a_long_sentence_is_a_warning_even_in_an_easy_section() -> None:
    long, just_right = "So " + "go on " * 12 + "now.", "So " + "go on " * 12 + "."
    report = check(adding(Heading(1, "Long", "section"), paragraph(f"{just_right} {long}")))
    (finding,) = (f for f in report.findings if f.code == "sentence-long" and f.place.endswith("Long"))
    assert finding.severity is Severity.WARNING
    assert finding.message.startswith("a sentence has 26 words: “So go on go on")


def test_anatomical_names_are_left_out_and_counted() -> None:
    heading = Heading(1, "Names", "section")
    report = check(adding(heading, paragraph("The piriformis and the quadratus lumborum may hurt.")))
    section = next(s for s in report.sections if s.heading == "Names")
    assert (section.words, section.names) == (5, 3)


def test_another_language_is_not_graded() -> None:
    report = check(replace(document(), language="es"))
    assert "reading-language" in codes(report)
    assert not report.grades
    assert REGION not in {section.region for section in report.sections}
    assert state(report, "PEMAT-P", 3) == state(report, "PEMAT-P", 21) == "for a person"


def test_a_document_without_disclaimer() -> None:
    lacking = [f for f in check(without(Section)).findings if f.code == "disclaimer-missing"]
    assert len(lacking) == len(library().legal.disclaimer)
    assert lacking[0].severity is Severity.ERROR
    assert any("“This sheet gives information only." in finding.message for finding in lacking)


def test_the_short_disclaimer_stands_for_the_long_one() -> None:
    short = small([*without(Section).blocks, paragraph(library().legal.disclaimer_short)])
    assert "disclaimer-missing" not in codes(check(short))


def test_a_document_without_red_flags() -> None:
    report = check(without(RedFlags))
    assert "red-flags-missing" in codes(report)
    assert state(report, "CDC-CCI", 18) == "not met"


def test_red_flags_after_a_self_check() -> None:
    report = check(adding(Steps(((Run("Press the spot."),),)), first=True))
    assert "red-flags-late" in codes(report)
    assert state(report, "PEMAT-P", 10) == "not met"


def test_a_red_flag_left_out_of_the_box_or_of_the_text() -> None:
    own = document().blocks
    box = next(block for block in own if isinstance(block, RedFlags))
    fewer = replace(box, groups=(replace(box.groups[0], items=box.groups[0].items[1:]), *box.groups[1:]))
    report = check(small(fewer if block is box else block for block in own))
    missing = box.groups[0].items[0][0].text
    messages = [f.message for f in report.findings if f.code == "flag-missing"]
    assert messages == [f"the box of red flags lacks “{missing}”"]
    printed = [f.message for f in check(without(Section)).findings if f.code == "flag-missing"]
    assert len(printed) == len(library().regions[REGION].flags)
    assert all(message.endswith("is not printed in full") for message in printed)


@pytest.mark.parametrize(
    "block",
    [
        paragraph("The patch heals."),
        Heading(1, "The patch heals.", "section"),
        replace(PICTURE, caption="The patch heals."),
        Table(("The patch heals.",), (), (1.0,), ()),
    ],
)
def test_a_claim_that_a_template_makes_is_found_wherever_it_stands(block: Block) -> None:
    (finding,) = (f for f in check(adding(block)).findings if f.code == "claim-forbidden")
    assert finding.message == "claim “heals” in “The patch heals.”: the patch does not heal"
    assert finding.remedy == "write “may help”"


def test_errors_come_first() -> None:
    severities = [finding.severity for finding in check(small([])).findings]
    assert severities == sorted(severities)
    assert set(severities) == {Severity.ERROR, Severity.WARNING}


def test_both_rubrics_are_complete() -> None:
    pemat = [number for number, _, _ in INSTRUMENTS["PEMAT-P"]]
    index = [number for number, _, _ in INSTRUMENTS["CDC-CCI"]]
    assert pemat == [*range(1, 13), *range(15, 27)]  # 13 and 14 are for audio and video
    assert index == list(range(1, 21))
    report = check(document())
    assert [(item.instrument, item.number) for item in report.rubric] == [
        *(("PEMAT-P", number) for number in pemat),
        *(("CDC-CCI", number) for number in index),
    ]


JUDGEMENTS = {
    "PEMAT-P": {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 15, 16, 18, 25, 26},
    "CDC-CCI": {4, 6, 7, 10, 13, 15, 16, 17, 18, 19, 20},
}


def test_what_takes_judgement_is_never_passed() -> None:
    for changed in (document(), small([]), without(Section)):
        for item in check(changed).rubric:
            if item.number in JUDGEMENTS[item.instrument]:
                assert item.state != "met", item


def test_what_ships_meets_all_that_a_machine_can_decide() -> None:
    items = check(document()).rubric
    assert [item for item in items if item.state == "not met"] == []
    met = {(item.instrument, item.number) for item in items if item.state == "met"}
    assert met == {
        *(("PEMAT-P", number) for number in (8, 12, 17, 19, 20, 21, 22, 23)),
        *(("CDC-CCI", number) for number in (1, 2, 3, 5, 8, 9, 11, 12, 14)),
    }


def opening(message: str) -> Opening:
    return Opening(None, "Over", "Title", message, "An intro.", PICTURE)


@pytest.mark.parametrize(
    ("changed", "instrument", "number", "wanted"),
    [
        ([], "PEMAT-P", 1, "not met"),
        ([], "PEMAT-P", 12, "not met"),
        ([], "PEMAT-P", 15, "not met"),
        ([], "PEMAT-P", 17, "not applicable"),
        ([], "PEMAT-P", 19, "not applicable"),
        ([], "PEMAT-P", 20, "not met"),
        ([], "PEMAT-P", 21, "not met"),
        ([], "PEMAT-P", 22, "not met"),
        ([], "PEMAT-P", 23, "not met"),
        ([], "PEMAT-P", 26, "not met"),
        ([], "CDC-CCI", 2, "not met"),
        ([], "CDC-CCI", 3, "not met"),
        ([], "CDC-CCI", 8, "not met"),
        ([], "CDC-CCI", 11, "not met"),
        ([opening("One thing. Another thing.")], "CDC-CCI", 1, "not met"),
        ([opening("One thing.")], "CDC-CCI", 1, "met"),
        ([replace(opening("One thing."), picture=None)], "CDC-CCI", 4, "not met"),
        ([paragraph("Before."), opening("One thing.")], "CDC-CCI", 2, "not met"),
        ([replace(PICTURE, caption="")], "PEMAT-P", 17, "not met"),
        ([Table(("Bone", ""), (), (0.5, 0.5), ())], "PEMAT-P", 19, "not met"),
        ([Table(("Bone",), (((Run("x " * 9),),),), (1.0,), (None,))], "PEMAT-P", 19, "not met"),
        ([paragraph("word " * 81)], "PEMAT-P", 8, "not met"),
        ([paragraph("Add up your scores.")], "PEMAT-P", 7, "not met"),
        ([paragraph("Add up your scores.")], "PEMAT-P", 24, "for a person"),
        ([paragraph("Press your thumb in.")], "PEMAT-P", 21, "met"),
        ([paragraph("Patients should press. You may too.")], "PEMAT-P", 21, "not met"),
        ([paragraph("Nothing to count.")], "PEMAT-P", 6, "not applicable"),
        ([paragraph("Felt by 4 in 10 people.")], "PEMAT-P", 6, "for a person"),
        ([paragraph("Felt by 40% of people.")], "CDC-CCI", 20, "for a person"),
        ([paragraph("Press for 7 days.")], "CDC-CCI", 20, "not applicable"),
        ([paragraph("Incontrovertible neurological examination necessary immediately.")], "PEMAT-P", 3, "not met"),
        ([Steps(tuple((Run("Press."),) for _ in range(8)))], "PEMAT-P", 22, "not met"),
        ([Heading(1, "Same", "section"), Heading(1, "Same", "section")], "PEMAT-P", 9, "not met"),
    ],
)
def test_a_criterion(changed: list[Block], instrument: str, number: int, wanted: str) -> None:
    report = check(small(changed))
    assert state(report, instrument, number) == wanted
    code = f"{'pemat' if instrument == 'PEMAT-P' else 'cci'}-{number}"
    assert (code in codes(report)) == (wanted == "not met")


def test_every_content_file_tells_its_review_state() -> None:
    report = check(document())
    files = {review.file for review in report.reviews}
    assert f"content/regions/{REGION}.yaml" in files
    assert {f"content/muscles/{name}.yaml" for name in library().muscles} < files
    assert {"content/safety.yaml", "content/product.yaml", "content/legal.yaml"} < files
    piriformis = next(r for r in report.reviews if r.file.endswith("piriformis.yaml"))
    assert piriformis.uncertain == len(library().muscles["piriformis"].uncertain) > 0
    assert report.uncertain == sum(review.uncertain for review in report.reviews)


def test_a_review_without_a_name_is_no_review(tmp_path: Path) -> None:
    bundled = (bundled_root() / "content/joints/hip.yaml").read_text(encoding="utf-8")
    own = tmp_path / "content/joints/hip.yaml"
    own.parent.mkdir(parents=True)
    own.write_text(
        bundled.replace("state: not yet clinically reviewed", "state: clinically reviewed"), encoding="utf-8"
    )
    report = check_content(load_library(Resources((tmp_path, bundled_root()))), {})
    assert [(f.code, f.place) for f in report.findings] == [("review-unsigned", "content/joints/hip.yaml")]


def test_the_report_as_json() -> None:
    report = check(adding(paragraph("The patch heals.")))
    read = json.loads(json.dumps(report.as_json()))
    assert list(read) == ["findings", "grades", "sections", "rubric", "reviews", "uncertain"]
    assert read["findings"][0]["severity"] == "error"
    assert len(read["rubric"]) == 44


# Checklists: the texts they are put together from


HARD = (
    "Discontinue immediately whenever neurological deterioration accompanies considerable discomfort or inflammation."
)
LONG = "Stop it if " + "you feel it or " * 7 + "it hurts."
GROUP = "texts for checklists"
CAUTIONS, CHECKLIST, WORDS = "content/cautions.yaml", "content/checklist.yaml", "content/languages/en/words.yaml"


def adapted(folder: Path, path: str, old: str, new: str) -> Resources:
    """A clinic's library in which one bundled file is changed."""
    text = (bundled_root() / path).read_text(encoding="utf-8")
    assert old in text
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text.replace(old, new), encoding="utf-8")
    return Resources.at(folder)


TEXTS = [
    (CAUTIONS, "You have a hernia. Do not press your belly.", f"{CAUTIONS}: hernia, say"),
    (CAUTIONS, "your bones are weak\n", f"{CAUTIONS}: weak-bones, because"),
    (CHECKLIST, "Bring this sheet with you.", f"{CHECKLIST}: bring"),
    (CHECKLIST, "Do not press these. They are shown so that you know them.", f"{CHECKLIST}: alone"),
    (WORDS, "May reach your pain area.", f"{WORDS}: reason-spreads"),
    (WORDS, "No sore spot was found this time.", f"{WORDS}: message-none"),
    (
        "content/muscles/soleus.yaml",
        "Never press a calf that is hot, swollen or throbs.",
        "content/muscles: soleus, care",
    ),
]


@pytest.mark.parametrize(("path", "old", "place"), TEXTS)
def test_one_hard_text_of_a_checklist_is_an_error_however_easy_the_others(
    tmp_path: Path, path: str, old: str, place: str
) -> None:
    report = check_content(load_library(adapted(tmp_path, path, old, f"{HARD}\n")), {})
    (finding,) = report.findings
    assert (finding.code, finding.severity, finding.place) == ("reading-limit", Severity.ERROR, place)
    assert finding.remedy.startswith("begin with “Discontinue immediately")


@pytest.mark.parametrize(("path", "old", "place"), TEXTS)
def test_a_long_sentence_of_a_checklist_is_a_warning(tmp_path: Path, path: str, old: str, place: str) -> None:
    report = check_content(load_library(adapted(tmp_path, path, old, f"{LONG}\n")), {})
    found = [(finding.code, finding.place) for finding in report.findings if finding.code == "sentence-long"]
    assert found == [("sentence-long", place)]


def test_the_texts_of_a_file_are_graded_together(tmp_path: Path) -> None:
    shipped = {section.region: section.grade for section in check(document()).sections if section.heading == GROUP}
    assert shipped.keys() == {CAUTIONS, CHECKLIST, WORDS, "content/muscles"}
    assert max(shipped.values()) <= 6
    hard = "Examination by a medical professional is a necessity. " * 20
    report = check_content(load_library(adapted(tmp_path, CHECKLIST, "start: Do one", f"start: {hard} Do one")), {})
    assert ("reading-limit", f"{CHECKLIST}: {GROUP}") in {(f.code, f.place) for f in report.findings}


@pytest.mark.parametrize(
    ("path", "old"),
    [(CAUTIONS, "Do not use a patch."), (CHECKLIST, "Bring this sheet with you."), (WORDS, "Ask first."),
     ("content/muscles/soleus.yaml", "Never press a calf that is hot, swollen or throbs.")],
)  # fmt: skip
def test_no_text_of_a_checklist_may_make_a_claim(tmp_path: Path, path: str, old: str) -> None:
    with pytest.raises(BookletError, match='claim "heals"') as caught:
        load_library(adapted(tmp_path, path, old, "The patch heals."))
    assert {diagnostic.span.path for diagnostic in caught.value.diagnostics} == {path}


# Checklists as composed


@cache
def shipped() -> ContentInspection:
    return inspect_content(Resources.at())


def told(folder: Path, path: str, old: str, new: str) -> list[tuple[str, str]]:
    """The codes and messages of errors after a change."""
    report = inspect_content(adapted(folder, path, old, new)).report
    assert report
    place = f"{REGION}: Your tender-spot checklist"
    return [(f.code, f.message) for f in report.findings if f.severity is Severity.ERROR and f.place == place]


OPENING, AFTER = "templates/checklist/sections/opening.xml.j2", "templates/checklist/sections/after.xml.j2"
ALERT = (
    '<alert heading="Stop">{% for flag in flags if flag.urgency == "emergency" %}{{ flag.short }}. {% endfor %}</alert>'
)
URGENT = "selectattr('urgency', 'equalto', 'urgent')"


def test_what_ships_composes_every_product_without_an_error() -> None:
    assert shipped().mistakes == ()
    report = shipped().report
    assert report
    assert [str(finding) for finding in report.findings] == []


def test_a_checklist_without_an_alert_or_without_the_note(tmp_path: Path) -> None:
    assert told(tmp_path, OPENING, "{{ alert() }}", "") == [("red-flags-missing", "no alert")]
    lacking = [("red-flags-missing", "no note on when to see a doctor")]
    assert told(tmp_path, OPENING, "{{ doctor() }}", "") == lacking


def test_red_flags_that_are_read_after_the_first_spot(tmp_path: Path) -> None:
    adapted(tmp_path, OPENING, "{{ alert() }}", "")
    late = [("red-flags-late", "spots come before the red flags")]
    assert told(tmp_path, AFTER, "<group>\n<thirds>", f"{ALERT}<group>\n<thirds>") == late


@pytest.mark.parametrize(
    ("old", "new", "left", "message"),
    [
        ('if flag.urgency == "emergency"', 'if flag.id == "numb-groin"', "emergency", "the alert lacks “{}”"),
        (URGENT, "selectattr('id', 'equalto', 'hot-calf')", "urgent", "the note on when to see a doctor lacks “{}”"),
    ],
)
def test_every_emergency_and_every_urgent_flag_of_the_region_must_be_told(
    tmp_path: Path, old: str, new: str, left: str, message: str
) -> None:
    own = [
        flag for flag in library().safety.flags if flag.urgency == left and flag.id not in ("numb-groin", "hot-calf")
    ]
    names = [flag.short if left == "emergency" else flag.in_brief for flag in own]
    wanted = sorted(("flag-missing", message.format(name)) for name in names)
    assert told(tmp_path, OPENING, old, new) == wanted


def test_a_checklist_without_the_disclaimer(tmp_path: Path) -> None:
    found = told(tmp_path, AFTER, "{{ legal.disclaimer_short }}", "None.")
    assert {code for code, _ in found} == {"disclaimer-missing"}


@pytest.mark.parametrize(
    ("section", "old"),
    [("log", "{{ say('log-day') }}"), ("opening", "{{ say('made-for') }}"), ("change", "{{ say('trend-spot') }}"),
     ("after", "{{ say('next-visit-when') }}")],
)  # fmt: skip
def test_a_claim_beside_what_is_written_by_hand_is_found(tmp_path: Path, section: str, old: str) -> None:
    path = f"templates/checklist/sections/{section}.xml.j2"
    report = inspect_content(adapted(tmp_path, path, old, "The patch heals.")).report
    assert report
    assert "claim-forbidden" in codes(report)


def sections_of(product: str) -> list[str]:
    return [
        f"templates/{product}/sections/{item.section}.xml.j2" for item in load_format(Resources.at(), product).sections
    ]


@pytest.mark.parametrize("path", [path for name in ("checklist", "exam-form", "handout") for path in sections_of(name)])
def test_a_broken_section_of_any_product_is_told(tmp_path: Path, path: str) -> None:
    last = (bundled_root() / path).read_text(encoding="utf-8").rindex("<")
    text = (bundled_root() / path).read_text(encoding="utf-8")
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_text(f"{text[:last]}{{{{ nobody }}}}{text[last:]}", encoding="utf-8")
    mistakes = inspect_content(Resources.at(tmp_path)).mistakes
    assert {mistake.span.path for mistake in mistakes} == {path}
    assert all("'nobody' is undefined" in mistake.message for mistake in mistakes)


def test_what_only_large_print_has_is_composed_too(tmp_path: Path) -> None:
    found = inspect_content(adapted(tmp_path, OPENING, "{% if large %}{{ alert() }}", "{% if large %}{{ nobody }}"))
    assert [mistake.span.path for mistake in found.mistakes] == [OPENING]


def test_a_product_of_a_clinic_that_is_made_from_an_exam_is_composed(tmp_path: Path) -> None:
    shutil.copytree(bundled_root() / "templates/checklist", tmp_path / "templates/card")
    form = tmp_path / "templates/card/format.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("format: checklist", "format: card"), encoding="utf-8")
    assert inspect_content(Resources.at(tmp_path)).mistakes == ()
    (tmp_path / "templates/card/sections/spots.xml.j2").write_text("{{ nobody }}", encoding="utf-8")
    found = inspect_content(Resources.at(tmp_path)).mistakes
    assert [mistake.span.path for mistake in found] == ["templates/card/sections/spots.xml.j2"]


def test_a_broken_format_and_a_broken_body_map_leave_the_report_of_the_rest(tmp_path: Path) -> None:
    adapted(tmp_path, "templates/exam-form/format.yaml", "section: plan", "section: plam")
    found = inspect_content(adapted(tmp_path, "content/body-map.yaml", "area: buttock", "area: but tock"))
    assert {m.span.path for m in found.mistakes} == {"templates/exam-form/format.yaml", "content/body-map.yaml"}
    assert found.report
    assert REGION in found.report.grades


def test_a_region_without_a_trigger_point_has_a_checklist_too(tmp_path: Path) -> None:
    path = f"content/regions/{REGION}.yaml"
    text = (bundled_root() / path).read_text(encoding="utf-8")
    joints = re.sub(r"\n    muscles: \[.*\]", "", text).replace(f"region: {REGION}", "region: joints")
    (tmp_path / "content/regions").mkdir(parents=True)
    (tmp_path / "content/regions/joints.yaml").write_text(joints, encoding="utf-8")
    found = inspect_content(Resources.at(tmp_path))
    assert found.mistakes == ()
    assert found.report
    assert [f for f in found.report.findings if f.severity is Severity.ERROR] == []
