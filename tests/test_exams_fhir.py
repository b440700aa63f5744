"""Exams in FHIR: what a Bundle or the answers to our Questionnaire may say, and what is refused by its FHIR path."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from exam_writers import KNOWN, RICH, TODAY, coding, response, site, to_answers, to_bundle

from booklet.exam import Exam, Finding, Person
from booklet.exams import Intake, read_exams
from booklet.exams.questionnaire import ITEMS, Item, questionnaire

BUNDLE: dict[str, Any] = json.loads(to_bundle(RICH))
"""Entries: 0 the Patient, 1 and 2 an earlier exam, ..., the last two the cautions."""
ANSWERS: dict[str, Any] = response(RICH)
NEEDS = "of urn:booklet:trigger-point, urn:booklet:body-area or urn:choir:body-map"
LATERALITY = "a SNOMED CT coding, 7771000 for left or 24028007 for right"
READ = "there is Patient, Observation, Flag, QuestionnaireResponse"


def taken(folder: Path, resource: Any) -> Intake:
    path = folder / "e.json"
    path.write_text(resource if isinstance(resource, str) else json.dumps(resource), encoding="utf-8")
    return read_exams(path, KNOWN, TODAY)


def told(folder: Path, resource: Any) -> list[str]:
    """The mistakes, their lines and columns left out: all of it is one line."""
    intake = taken(folder, resource)
    assert not intake.exams or not intake.mistakes
    return [f"{m.span.at}: {m.message}" + f"; {m.hint}" * bool(m.hint) for m in intake.mistakes]


Change = Callable[[dict[str, Any]], Any]


def put(*way: Any, value: Any) -> Change:
    """A change that sets what stands at the end of a way; "+" at its end appends."""

    def change(resource: dict[str, Any]) -> None:
        part: Any = resource
        for step in way[:-1]:
            part = part[step]
        if way[-1] == "+":
            part.append(value)
        else:
            part[way[-1]] = value

    return change


def drop(*way: Any) -> Change:
    def change(resource: dict[str, Any]) -> None:
        part: Any = resource
        for step in way[:-1]:
            part = part[step]
        del part[way[-1]]

    return change


def entry(number: int, *way: Any) -> tuple[Any, ...]:
    return ("entry", number, "resource", *way)


PAIN = next(n for n, e in enumerate(BUNDLE["entry"]) if "body-area" in json.dumps(e))
FOUND = next(n for n, e in enumerate(BUNDLE["entry"]) if "spread" in json.dumps(e))
FLAG = len(BUNDLE["entry"]) - 1
AT = f"Bundle.entry[{FOUND}].resource"
AT_PAIN = f"Bundle.entry[{PAIN}].resource"
AT_FLAG = f"Bundle.entry[{FLAG}].resource"
EXTENSION = [{"url": "urn:x", "valueBoolean": True}]
OTHER = {"resource": {"resourceType": "Patient", "id": "q"}}

BROKEN: dict[str, tuple[Change, str]] = {
    "two patients": (
        put("entry", "+", value=OTHER),
        f"Bundle.entry[{FLAG + 1}].resource: a second Patient; a Bundle is about one person",
    ),
    "another subject": (
        put(*entry(FOUND, "subject"), value={"reference": "Patient/q"}),
        f"{AT}.subject.reference: about someone else than the Patient of the Bundle",
    ),
    "subject without reference": (
        put(*entry(FOUND, "subject"), value={"display": "x"}),
        f"{AT}.subject: about someone else than the Patient of the Bundle",
    ),
    "no subject": (drop(*entry(FOUND, "subject")), f"{AT}: no subject; it must refer to the Patient of the Bundle"),
    "type of Bundle": (
        put("type", value="transaction"),
        "Bundle.type: a Bundle of this type is not read; there is collection, document, searchset",
    ),
    "no type": (drop("type"), "Bundle: a Bundle of this type is not read; there is collection, document, searchset"),
    "one page": (
        put("link", value=[{"relation": "next", "url": "x"}]),
        "Bundle.link[0]: one page of several; put all of them in one Bundle",
    ),
    "other resource": (
        put("entry", "+", value={"resource": {"resourceType": "Condition"}}),
        f"Bundle.entry[{FLAG + 1}].resource: a resource of this type is not read; {READ}",
    ),
    "no resource": (
        put("entry", "+", value={"fullUrl": "x"}),
        f"Bundle.entry[{FLAG + 1}]: a resource of this type is not read; {READ}",
    ),
    "entries that are none": (put("entry", value={}), "Bundle.entry: expected a list"),
    "entered in error": (
        put(*entry(FOUND, "status"), value="entered-in-error"),
        f"{AT}.status: what has this status is not read; it must be final, amended, corrected or preliminary",
    ),
    "cancelled": (
        put(*entry(FOUND, "status"), value="cancelled"),
        f"{AT}.status: what has this status is not read; it must be final, amended, corrected or preliminary",
    ),
    "no status": (
        drop(*entry(FOUND, "status")),
        f"{AT}: what has this status is not read; it must be final, amended, corrected or preliminary",
    ),
    "modifier": (
        put(*entry(FOUND, "modifierExtension"), value=EXTENSION),
        f"{AT}.modifierExtension: an extension that changes the meaning is not read",
    ),
    "modifier deep down": (
        put(*entry(FOUND, "component", 0, "code", "modifierExtension"), value=EXTENSION),
        f"{AT}.component[0].code.modifierExtension: an extension that changes the meaning is not read",
    ),
    "implicit rules": (
        put(*entry(0, "implicitRules"), value="urn:x"),
        "Bundle.entry[0].resource.implicitRules: rules from elsewhere are not read",
    ),
    "contained": (
        put(*entry(FOUND, "contained"), value=[{"resourceType": "Specimen"}]),
        f"{AT}.contained[0]: a contained resource of this type is not read",
    ),
    "contained patient": (
        put(*entry(FOUND, "contained"), value=[{"resourceType": "Patient"}]),
        f"{AT}.contained[0]: a contained resource of this type is not read",
    ),
    "unknown key": (put(*entry(FOUND, "valueinteger"), value=3), f'{AT}.?: unknown key; did you mean "valueInteger"?'),
    "no side": (
        put(*entry(FOUND, "bodySite"), value=site("urn:booklet:trigger-point", "soleus-1", None)),
        f"{AT}.bodySite: needs exactly one side; {LATERALITY}",
    ),
    "both sides": (
        put(*entry(FOUND, "bodySite", "coding", "+"), value=coding("http://snomed.info/sct", "7771000")),
        f"{AT}.bodySite: needs exactly one side; {LATERALITY}",
    ),
    "no code of ours": (
        put(*entry(FOUND, "bodySite"), value=site("urn:other", "x", "left")),
        f"{AT}.bodySite: needs exactly one code that is known here; {NEEDS}",
    ),
    "two codes of ours": (
        put(*entry(FOUND, "bodySite", "coding", "+"), value=coding("urn:booklet:trigger-point", "soleus-1")),
        f"{AT}.bodySite: needs exactly one code that is known here; {NEEDS}",
    ),
    "coding without code": (
        put(*entry(FOUND, "bodySite", "coding", "+"), value={"system": "urn:booklet:trigger-point"}),
        f"{AT}.bodySite.coding[2]: no code",
    ),
    "no site": (drop(*entry(FOUND, "bodySite")), f"{AT}: no bodySite; it has a code {NEEDS}"),
    "unknown point": (
        put(*entry(FOUND, "bodySite", "coding", 0, "code"), value="solus-1"),
        f'{AT}.bodySite.coding[0].code: unknown point; did you mean "soleus-1"?',
    ),
    "rating": (
        put(*entry(FOUND, "valueInteger"), value=11),
        f"{AT}.valueInteger: this is out of range, at most 10 needed",
    ),
    "rating of a half": (put(*entry(FOUND, "valueInteger"), value=7.5), f"{AT}.valueInteger: expected a whole number"),
    "other value": (put(*entry(FOUND, "valueString"), value="x"), f"{AT}: expected valueInteger or valueQuantity"),
    "unit": (
        put(*entry(PAIN, "valueQuantity", "code"), value="kg"),
        f'{AT_PAIN}.valueQuantity: expected a plain quantity with the code "{{score}}"',
    ),
    "comparator": (
        put(*entry(PAIN, "valueQuantity", "comparator"), value="<"),
        f'{AT_PAIN}.valueQuantity: expected a plain quantity with the code "{{score}}"',
    ),
    "month": (
        put(*entry(FOUND, "effectiveDateTime"), value="2026-11"),
        f"{AT}.effectiveDateTime: expected a full date, with or without a time",
    ),
    "time without zone": (
        put(*entry(FOUND, "effectiveDateTime"), value="2026-11-23T08:00:00"),
        f"{AT}.effectiveDateTime: expected a full date, with or without a time",
    ),
    "no date": (
        drop(*entry(FOUND, "effectiveDateTime")),
        f"{AT}: no effectiveDateTime, or not it alone; it is the date of the exam",
    ),
    "period too": (
        put(*entry(FOUND, "effectivePeriod"), value={}),
        f"{AT}: no effectiveDateTime, or not it alone; it is the date of the exam",
    ),
    "future": (
        put(*entry(FOUND, "effectiveDateTime"), value="2026-11-27"),
        f"{AT}.effectiveDateTime: the date of the exam is in the future",
    ),
    "focus": (
        put(*entry(FOUND, "focus"), value=[{}]),
        f"{AT}: an Observation with focus is not read; leave the Observation out",
    ),
    "absent": (
        put(*entry(FOUND, "dataAbsentReason"), value={}),
        f"{AT}: an Observation with dataAbsentReason is not read; leave the Observation out",
    ),
    "other component": (
        put(*entry(FOUND, "component", 0, "code"), value={"coding": [coding("urn:x", "familiar")]}),
        f"{AT}.component[0]: needs exactly one code that is known here; familiar or spread of urn:booklet:finding",
    ),
    "component of no code": (
        put(*entry(FOUND, "component", "+"), value={}),
        f"{AT}.component[2]: needs exactly one code that is known here; familiar or spread of urn:booklet:finding",
    ),
    "component twice": (
        put(*entry(FOUND, "component", "+"), value=BUNDLE["entry"][FOUND]["resource"]["component"][0]),
        f"{AT}.component[2]: a second familiar",
    ),
    "component of another value": (
        put(*entry(FOUND, "component", 0, "valueString"), value="x"),
        f"{AT}.component[0]: expected valueBoolean",
    ),
    "note on pain": (put(*entry(PAIN, "note"), value=[{"text": "x"}]), f"{AT_PAIN}: an area that hurts has no note"),
    "component on pain": (put(*entry(PAIN, "component"), value=[]), f"{AT_PAIN}: an area that hurts has no component"),
    "inactive flag": (
        put(*entry(FLAG, "status"), value="inactive"),
        f"{AT_FLAG}.status: what has this status is not read; it must be active",
    ),
    "flag of others": (
        put(*entry(FLAG, "code"), value={"coding": [coding("urn:x", "x")]}),
        f"{AT_FLAG}.code: needs exactly one code that is known here; of urn:booklet:caution",
    ),
    "flag without code": (
        drop(*entry(FLAG, "code")),
        f"{AT_FLAG}: needs exactly one code that is known here; of urn:booklet:caution",
    ),
    "unknown caution": (
        put(*entry(FLAG, "code", "coding", 0, "code"), value="pregnant"),
        f'{AT_FLAG}.code.coding[0].code: unknown caution; did you mean "pregnancy"?',
    ),
    "null": (
        put(*entry(FOUND, "valueInteger"), value=None),
        f"{AT}.valueInteger: null is not allowed; leave the key out",
    ),
    "birth": (
        put(*entry(0, "birthDate"), value="1980"),
        "Bundle.entry[0].resource.birthDate: expected a date like 2026-11-23",
    ),
    "given": (
        put(*entry(0, "name"), value=[{"given": "x"}]),
        "Bundle.entry[0].resource.name[0].given: expected a list of texts",
    ),
    "name": (put(*entry(0, "name"), value="x"), "Bundle.entry[0].resource.name: expected a list"),
    "name in a list": (
        put(*entry(0, "name"), value=["x"]),
        "Bundle.entry[0].resource.name[0]: expected keys and values",
    ),
    "site": (put(*entry(FOUND, "bodySite"), value="x"), f"{AT}.bodySite: expected keys and values"),
    "list as a value": (put(*entry(FOUND, "valueInteger"), value=[3]), f"{AT}.valueInteger: expected a single value"),
    "answers too": (
        put("entry", "+", value={"resource": ANSWERS | {"subject": {"reference": "Patient/p"}}}),
        "Bundle.entry[1].resource: stands beside a QuestionnaireResponse; an exam comes in one of both ways",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_mistake_in_a_bundle_is_told_by_its_path(tmp_path: Path, kind: str) -> None:
    change, message = BROKEN[kind]
    bundle = deepcopy(BUNDLE)
    change(bundle)
    assert message in told(tmp_path, bundle)
    if kind not in ("entries that are none", "site", "no site", "coding without code", "unknown key"):
        assert told(tmp_path, bundle) == [message]


def test_a_bundle_needs_a_patient_and_an_observation(tmp_path: Path) -> None:
    empty = {"resourceType": "Bundle", "type": "collection"}
    assert told(tmp_path, empty) == ["Bundle: no Patient", "Bundle: no Observation; their dates are that of the exam"]
    empty["entry"] = [OTHER]  # type: ignore[assignment]
    assert told(tmp_path, empty) == ["Bundle: no Observation; their dates are that of the exam"]


def test_what_is_no_exam_at_all(tmp_path: Path) -> None:
    expected = "expected a Bundle or a QuestionnaireResponse"
    assert told(tmp_path, {"resourceType": "Patient"}) == [f"Patient: {expected}"]
    assert told(tmp_path, {"resourceType": "Secret"}) == [f": {expected}"]
    assert told(tmp_path, {"resourceType": ["Bundle"]}) == [f": {expected}"]
    assert [str(m) for m in read_exams(tmp_path / "e.json", KNOWN, TODAY, format="fhir").mistakes] == [
        f"{tmp_path}/e.json:1:18: error: {expected}"
    ]


def test_strict_json_holds_for_fhir_too(tmp_path: Path) -> None:
    text = '{"resourceType": "Bundle", "type": "collection", "type": "collection"}'
    assert ": duplicate key; it is first given in line 1" in told(tmp_path, text)
    text = '{"resourceType": "Bundle", "total": NaN}'
    assert "Bundle.total: expected a number; JSON has no NaN and no Infinity" in told(tmp_path, text)
    (path := tmp_path / "e.json").write_text('{"resourceType": "Bundle",}', encoding="utf-8")
    assert [m.message for m in read_exams(path, KNOWN, TODAY, format="fhir").mistakes] == [
        "is not valid JSON: a comma after the last item"
    ]


def test_places_have_lines_as_well(tmp_path: Path) -> None:
    path = tmp_path / "e.json"
    bundle = deepcopy(BUNDLE)
    bundle["entry"][0]["resource"]["birthDate"] = "1980"
    path.write_text(json.dumps(bundle, indent=1), encoding="utf-8")
    (mistake,) = read_exams(path, KNOWN, TODAY).mistakes
    assert path.read_text("utf-8").splitlines()[mistake.span.line - 1][mistake.span.column - 1 :].startswith('"1980"')


FINE: dict[str, Change] = {
    "document": put("type", value="document"),
    "searchset": put("type", value="searchset"),
    "extension": put(*entry(FOUND, "extension"), value=EXTENSION),
    "extension of a value": put(*entry(0, "_birthDate"), value={"extension": EXTENSION}),
    "preliminary": put(*entry(FOUND, "status"), value="preliminary"),
    "only a date": put(*entry(FOUND, "effectiveDateTime"), value="2026-11-23"),
    "late in the day elsewhere": put(*entry(FOUND, "effectiveDateTime"), value="2026-11-23T23:59:00.5-11:00"),
    "resource aside": put("entry", "+", value={"resource": {"resourceType": "Organization", "name": "x"}}),
    "contained aside": put(*entry(FOUND, "contained"), value=[{"resourceType": "Practitioner", "name": []}]),
    "code of others": put(*entry(FOUND, "bodySite", "coding", "+"), value=coding("urn:other", "x")),
    "other code of SNOMED": put(
        *entry(FOUND, "bodySite", "coding", "+"), value=coding("http://snomed.info/sct", "12345")
    ),
    "version of the patient": put(*entry(FOUND, "subject", "reference"), value="Patient/p/_history/3"),
    "last page": put("link", value=[{"relation": "self", "url": "x"}]),
}


@pytest.mark.parametrize("kind", FINE)
def test_what_changes_nothing_is_let_be(tmp_path: Path, kind: str) -> None:
    plain = taken(tmp_path, BUNDLE)
    bundle = deepcopy(BUNDLE)
    FINE[kind](bundle)
    assert taken(tmp_path, bundle) == plain
    assert plain.exams


def test_a_patient_may_be_named_by_a_url_and_in_parts(tmp_path: Path) -> None:
    bundle = deepcopy(BUNDLE)
    bundle["entry"][0] = {
        "fullUrl": "urn:uuid:1",
        "resource": {
            "resourceType": "Patient",
            "identifier": [{"value": "7"}, {"value": "8"}],
            "name": [{"given": ["Ann", "Lee"], "family": "Kim"}, {"text": "x"}],
        },
    }
    for item in bundle["entry"][1:]:
        item["resource"]["subject"]["reference"] = "urn:uuid:1"
    (exam,) = taken(tmp_path, bundle).exams
    assert exam.person == Person(id="7", name="Ann Lee Kim")


def test_notes_of_a_finding_are_one_text(tmp_path: Path) -> None:
    bundle = deepcopy(BUNDLE)
    bundle["entry"][FOUND]["resource"]["note"] = [{"text": "one"}, {"text": "two"}]
    (exam,) = taken(tmp_path, bundle).exams
    assert [finding.note for finding in exam.findings] == ["one\ntwo", "hard to reach", None]


# --- answers to the Questionnaire


def item(name: str, *answers: Any, **more: Any) -> dict[str, Any]:
    return {"linkId": name, "answer": list(answers), **more}


REFUSED: dict[str, tuple[Any, str]] = {
    "unknown link": (item("clinican", {"valueString": "x"}), 'linkId: unknown linkId; did you mean "clinician"?'),
    "link of elsewhere": (
        item("findings.point", {"valueString": "x"}),
        'linkId: unknown linkId; did you mean "findings.point"?',
    ),
    "no link": ({"answer": []}, ": unknown linkId"),
    "twice": (item("clinic", {"valueString": "x"}), ": a second answer to one question"),
    "two answers": (
        item("choir_form", *[{"valueCoding": coding("urn:booklet:choir-form", "male")}] * 2),
        "answer[1]: a second answer to one question",
    ),
    "other type": (item("choir_form", {"valueString": "male"}), "answer[0]: expected valueCoding"),
    "no value": (item("choir_form", {}), "answer[0]: expected valueCoding"),
    "other system": (
        item("choir_form", {"valueCoding": coding("urn:x", "male")}),
        "answer[0].valueCoding: unknown code; expected one of the system urn:booklet:choir-form",
    ),
    "no code": (item("choir_form", {"valueCoding": "x"}), "answer[0].valueCoding: expected keys and values"),
    "group with an answer": (item("pain", {"valueString": "x"}), "answer[0]: a group has no answer"),
    "question with items": (item("choir_form", item=[item("x")]), "item[0]: a question has no items"),
    "answer with items": (
        item("choir_form", {"valueCoding": coding("urn:booklet:choir-form", "male"), "item": [item("x")]}),
        "answer[0].item[0]: a question has no items",
    ),
    "side": (
        {"linkId": "pain", "item": [item("pain.side", {"valueCoding": coding("http://snomed.info/sct", "51440002")})]},
        "item[0].answer[0].valueCoding.code: unknown side; 7771000 is left, 24028007 is right",
    ),
    "unknown key": (item("choir_form", answers=[]), '?: unknown key; did you mean "answer"?'),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_mistake_in_answers_is_told_by_its_path(tmp_path: Path, kind: str) -> None:
    wrong, message = REFUSED[kind]
    answers = ANSWERS | {"item": [*ANSWERS["item"], wrong]}
    path = f"QuestionnaireResponse.item[{len(ANSWERS['item'])}]"
    whole = path + message if message.startswith(":") else f"{path}.{message}"
    assert told(tmp_path, answers)[-1 if kind == "side" else 0] == whole


def test_whose_answers_and_to_what(tmp_path: Path) -> None:
    assert told(tmp_path, ANSWERS | {"status": "in-progress"}) == [
        "QuestionnaireResponse.status: what has this status is not read; it must be completed or amended"
    ]
    assert told(tmp_path, ANSWERS | {"questionnaire": "urn:x"}) == [
        "QuestionnaireResponse.questionnaire: answers to another questionnaire; ours is urn:booklet:Questionnaire:exam"
    ]
    without = {key: value for key, value in ANSWERS.items() if key != "questionnaire"}
    assert told(tmp_path, without) == [
        "QuestionnaireResponse: answers to another questionnaire; ours is urn:booklet:Questionnaire:exam"
    ]
    assert told(tmp_path, ANSWERS | {"item": []}) == ['QuestionnaireResponse: missing key "date"']


def test_a_time_is_to_the_minute(tmp_path: Path) -> None:
    text = to_answers(RICH).decode()
    assert told(tmp_path, text.replace("09:30:00", "09:30:15")) == [
        "QuestionnaireResponse.item[15].item[1].answer[0].valueTime: expected a time like 09:30"
    ]


def bundled(patient: dict[str, Any], **changes: Any) -> dict[str, Any]:
    answers = ANSWERS | {"subject": {"reference": "Patient/p"}} | changes
    resources = [{"resourceType": "Patient", "id": "p"} | patient, answers]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


def test_answers_in_a_bundle_with_their_patient(tmp_path: Path) -> None:
    assert taken(tmp_path, bundled({"birthDate": "1980-02-29", "identifier": [{"value": "A-17"}]})).exams == (RICH,)
    nameless = [part for part in ANSWERS["item"] if part["linkId"] != "person"]
    (exam,) = taken(tmp_path, bundled({"name": [{"text": "Kim"}]}, item=nameless)).exams
    assert exam.person == Person(name="Kim")


def test_answers_of_someone_else_than_the_patient(tmp_path: Path) -> None:
    assert told(tmp_path, bundled({"name": [{"text": "Kim"}]})) == [
        "Bundle.entry[1].resource.item[7].item[1].answer[0].valueString: two people are mixed;"
        " the Patient of the Bundle says something else"
    ]
    assert told(tmp_path, bundled({}, subject={"reference": "Patient/q"})) == [
        "Bundle.entry[1].resource.subject.reference: about someone else than the Patient of the Bundle"
    ]
    twice = bundled({})
    twice["entry"].append(twice["entry"][1])
    assert told(tmp_path, twice) == [
        "Bundle.entry[2].resource: a second QuestionnaireResponse; a Bundle is about one exam"
    ]


# --- the Questionnaire itself


def links(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [found for one in items for found in (one, *links(one.get("item", [])))]


def test_the_questionnaire_keeps_the_rules_of_r4() -> None:
    made = questionnaire(KNOWN)
    assert (made["resourceType"], made["url"], made["status"]) == (
        "Questionnaire",
        "urn:booklet:Questionnaire:exam",
        "draft",
    )
    found = links(made["item"])
    names = [one["linkId"] for one in found]
    assert len(names) == len(set(names))
    for one in found:
        assert one["text"]
        assert (one["type"] == "group") == ("item" in one)
        assert "answerOption" not in one or (one["type"] == "choice" and one["answerOption"])
        assert "maxLength" not in one or one["type"] in ("string", "text")
        assert all(value not in ([], "", None, {}) for value in one.values())


def test_the_questionnaire_asks_for_all_of_an_exam_and_nothing_else() -> None:
    """Item by field, group by group: whoever adds a field to the model adds its question."""
    definitions = Exam.model_json_schema()["$defs"] | {"Exam": Exam.model_json_schema()}

    def same(items: tuple[Item, ...], name: str) -> None:
        properties = definitions[name]["properties"]
        assert {item.key for item in items} == set(properties), name
        for item in items:
            about = json.dumps(properties[item.key])
            inner = about.partition("#/$defs/")[2].partition('"')[0]
            assert bool(inner) == (item.kind == "group")
            assert item.repeats == ('"array"' in about)
            if inner:
                same(item.items, inner)

    same(ITEMS, "Exam")


def test_the_questionnaire_offers_what_is_known() -> None:
    found = {one["linkId"]: one for one in links(questionnaire(KNOWN)["item"])}
    offered = {
        name: [o["valueCoding"]["code"] for o in one["answerOption"]]
        for name, one in found.items()
        if "answerOption" in one
    }
    assert offered["findings.point"] == offered["earlier.findings.point"] == list(KNOWN.points)
    assert offered["pain.area"] == list(KNOWN.areas)
    assert offered["cautions"] == list(KNOWN.cautions)
    assert offered["region"] == list(KNOWN.regions)
    assert offered["findings.side"] == ["7771000", "24028007"]
    assert found["findings.tenderness"]["extension"] == [
        {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueInteger": 0},
        {"url": "http://hl7.org/fhir/StructureDefinition/maxValue", "valueInteger": 10},
    ]


def test_an_empty_library_has_no_empty_lists() -> None:
    nothing = type(KNOWN)({}, {}, {}, {}, (), ())
    assert "answerOption" not in {one["linkId"]: one for one in links(questionnaire(nothing)["item"])}["findings.point"]


def test_a_finding_alone_is_an_exam(tmp_path: Path) -> None:
    exam = Exam(date=RICH.date, findings=(Finding(point="soleus-1", side="left"),))
    assert taken(tmp_path, json.loads(to_bundle(exam))).exams == (exam,)
