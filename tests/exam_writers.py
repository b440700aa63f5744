"""Exams written in every format they can come in, and a small library for them to refer to."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pikepdf
import yaml
from hypothesis import strategies as st

from booklet.exam import Exam, Finding, Pain, Person, PrintWishes, Side, Visit, Visited
from booklet.exams import Known
from booklet.exams import fieldnames as fields
from booklet.exams.known import CHOIR_CODES
from booklet.formfields import FieldValue, Kind

TODAY = date(2026, 11, 26)
AREAS = {"lower-back": "Lower back", "buttock": "Buttock"} | {f"area-{n}": f"Area {n}" for n in range(1, 36)}
_PLACES: list[tuple[str, Side]] = [(area, side) for area in AREAS for side in ("left", "right")]
KNOWN = Known(
    points={
        f"{muscle}-{n}": f"{muscle} {n}" for muscle in ("gluteus-medius", "piriformis", "soleus") for n in (1, 2, 3)
    },
    areas=AREAS,
    choir=dict(zip(sorted(CHOIR_CODES), _PLACES, strict=True)),
    cautions={"blood-thinner": "Blood thinner", "pregnancy": "Pregnancy"},
    regions=("lower-back-and-buttock", "calf"),
    languages=("en", "en-gb"),
)
CODES = {place: code for code, place in KNOWN.choir.items()}
SNOMED = {"left": "7771000", "right": "24028007"}

RICH = Exam(
    date=date(2026, 11, 23),
    person=Person(id="A-17", name="Zoë O’Neil, Jr.", born=date(1980, 2, 29)),
    clinic="Harbour Street",
    clinician='Dr. "Kim" Ångström',
    region="lower-back-and-buttock",
    language="en-gb",
    print=PrintWishes(paper="a4", large_print=True, grey=True),
    tools=("ball", "cane"),
    patch=True,
    next_visit=Visit(on=date(2026, 12, 1), at="09:30", where="Room 4; second floor"),
    cautions=("blood-thinner", "pregnancy"),
    note="Drink water: a lot.\nCome back, please; # soon",
    pain=(
        Pain(area="lower-back", side="right", intensity=6),
        Pain(area="buttock", side="right"),
        Pain(area="area-7", side="left", intensity=0),
    ),
    findings=(
        Finding(point="gluteus-medius-2", side="right", tenderness=8, familiar=True, spread="down, to the knee"),
        Finding(point="piriformis-1", side="left", tenderness=0, note="hard to reach"),
        Finding(point="soleus-3", side="left"),
    ),
    earlier=(
        Visited(
            date=date(2026, 10, 5),
            pain=(Pain(area="lower-back", side="left", intensity=9),),
            findings=(Finding(point="gluteus-medius-2", side="right", tenderness=9),),
        ),
        Visited(date=date(2026, 11, 2), findings=(Finding(point="soleus-1", side="right", familiar=True),)),
    ),
)
"""All that an exam may say."""


def plain(exam: Exam) -> dict[str, Any]:
    """The exam as JSON has it, without what is not said."""
    return exam.model_dump(mode="json", exclude_none=True, exclude_defaults=True)


def as_text(value: Any) -> Any:
    """The same with every single value as text, for YAML."""
    if isinstance(value, dict):
        return {key: as_text(part) for key, part in value.items()}
    if isinstance(value, list):
        return [as_text(part) for part in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def to_yaml(*exams: Exam) -> bytes:
    value = plain(exams[0]) if len(exams) == 1 else {"exams": [plain(exam) for exam in exams]}
    return yaml.safe_dump(as_text(value), allow_unicode=True, sort_keys=False).encode()


def to_json(*exams: Exam) -> bytes:
    value = plain(exams[0]) if len(exams) == 1 else {"exams": [plain(exam) for exam in exams]}
    return json.dumps(value).encode()


# --- tables


def to_csv(*exams: Exam, delimiter: str = ",") -> bytes:
    """Exams in a table; every one needs an id."""
    table = [row for exam in exams for row in _rows(exam)]
    columns = list(dict.fromkeys(["record", "date", *(name for row in table for name in row)]))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue().encode()


def _rows(exam: Exam) -> Iterable[dict[str, str]]:
    person, visit, wishes = exam.person, exam.next_visit, exam.print
    about = {
        "name": person.name,
        "born": person.born,
        "clinic": exam.clinic,
        "clinician": exam.clinician,
        "region": exam.region,
        "language": exam.language,
        "choir_form": exam.choir_form,
        "patch": exam.patch,
        "exam_note": exam.note,
        "paper": wishes.paper,
        "large_print": wishes.large_print,
        "grey": wishes.grey,
        "next_visit_on": visit and visit.on,
        "next_visit_at": visit and visit.at,
        "next_visit_where": visit and visit.where,
        "tools": "; ".join(exam.tools),
        "cautions": ";".join(exam.cautions),
    }
    for one in exam.visits:
        codes = any(pain.choir is not None for pain in one.pain)
        pain = "; ".join(_pain_cell(pain) for pain in one.pain)
        first = {"record": person.id, "date": one.date, ("choir" if codes else "pain"): pain}
        findings: list[dict[str, Any]] = [finding.model_dump() for finding in one.findings] or [{}]
        for index, finding in enumerate(findings):
            own = first if index == 0 else {"record": person.id, "date": one.date}
            yield {key: _cell(value) for key, value in (own | finding | about).items() if value not in (None, "")}
            about = {}


def _pain_cell(pain: Pain) -> str:
    intensity = "" if pain.intensity is None else str(pain.intensity)
    parts, mark = ([pain.area, pain.side, intensity], "/") if pain.area else ([str(pain.choir), intensity], ":")
    return mark.join(part for part in parts if part)


def _cell(value: Any) -> str:
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


# --- FHIR


def coding(system: str, code: Any) -> dict[str, Any]:
    return {"system": system, "code": str(code)}


def site(system: str, code: Any, side: str | None) -> dict[str, Any]:
    sides = [coding("http://snomed.info/sct", SNOMED[side])] if side else []
    return {"coding": [coding(system, code), *sides]}


def to_bundle(exam: Exam) -> bytes:
    """What a Bundle of Observations can say: person, pain, findings, cautions, earlier exams."""
    person = exam.person
    patient: dict[str, Any] = {"resourceType": "Patient", "id": "p"}
    if person.id:
        patient["identifier"] = [{"value": person.id}]
    if person.name:
        patient["name"] = [{"use": "nickname", "text": "x"}, {"use": "official", "text": person.name}]
    if person.born:
        patient["birthDate"] = str(person.born)
    resources = [patient]
    for visit in exam.visits:
        resources += [_pain(pain, visit.date) for pain in visit.pain]
        resources += [_finding(finding, visit.date) for finding in visit.findings]
    resources += [
        {"resourceType": "Flag", "status": "active", "subject": {"reference": "Patient/p"}}
        | {"code": {"coding": [coding("urn:booklet:caution", caution)]}}
        for caution in exam.cautions
    ]
    entries = [{"resource": resource} for resource in resources]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()


def _observation(day: date, body_site: dict[str, Any]) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "palpation"},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": f"{day}T08:15:00+01:00",
        "bodySite": body_site,
    }


def _pain(pain: Pain, day: date) -> dict[str, Any]:
    if pain.area:
        made = _observation(day, site("urn:booklet:body-area", pain.area, pain.side))
    else:
        made = _observation(day, site("urn:choir:body-map", pain.choir, None))
    score = {"value": pain.intensity, "system": "http://unitsofmeasure.org", "code": "{score}"}
    return made | ({} if pain.intensity is None else {"valueQuantity": score})


def _finding(finding: Finding, day: date) -> dict[str, Any]:
    made = _observation(day, site("urn:booklet:trigger-point", finding.point, finding.side))
    if finding.tenderness is not None:
        made["valueInteger"] = finding.tenderness
    values = [("familiar", "valueBoolean", finding.familiar), ("spread", "valueString", finding.spread)]
    made["component"] = [
        {"code": {"coding": [coding("urn:booklet:finding", name)]}, key: value}
        for name, key, value in values
        if value is not None
    ]
    if finding.note is not None:
        made["note"] = [{"text": finding.note}]
    return made


CHOICES = {
    "point": "urn:booklet:trigger-point",
    "area": "urn:booklet:body-area",
    "region": "urn:booklet:region",
    "language": "urn:booklet:language",
    "tools": "urn:booklet:tool",
    "cautions": "urn:booklet:caution",
    "paper": "urn:booklet:paper",
    "choir_form": "urn:booklet:choir-form",
}


def to_answers(exam: Exam) -> bytes:
    """The exam as answers to our Questionnaire."""
    return json.dumps(response(exam)).encode()


def response(exam: Exam) -> dict[str, Any]:
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": "urn:booklet:Questionnaire:exam|1",
        "status": "completed",
        "item": list(_items(plain(exam), "")),
    }


def _items(value: Mapping[str, Any], above: str) -> Iterable[dict[str, Any]]:
    for key, part in value.items():
        name = above + key
        if isinstance(part, dict):
            yield {"linkId": name, "item": list(_items(part, f"{name}."))}
        elif isinstance(part, list) and part and isinstance(part[0], dict):
            yield from ({"linkId": name, "item": list(_items(entry, f"{name}."))} for entry in part)
        else:
            yield {
                "linkId": name,
                "answer": [_answer(key, one) for one in (part if isinstance(part, list) else [part])],
            }


def _answer(key: str, value: Any) -> dict[str, Any]:
    if key == "side":
        return {"valueCoding": coding("http://snomed.info/sct", SNOMED[value])}
    if key in CHOICES:
        return {"valueCoding": coding(CHOICES[key], value)}
    if key == "at":
        return {"valueTime": f"{value}:00"}
    if key in ("date", "born", "on"):
        return {"valueDate": value}
    if isinstance(value, bool):
        return {"valueBoolean": value}
    return {"valueInteger": value} if isinstance(value, int) else {"valueString": value}


# --- the form


def filled(value: str, kind: Kind) -> FieldValue:
    """A field as the reader of forms tells it."""
    return FieldValue(value, kind, 0)


def as_form(told: Mapping[str, FieldValue]) -> bytes:
    """A PDF with these fields, which are on no page."""
    kinds = {"text": pikepdf.Name.Tx, "check": pikepdf.Name.Btn, "choice": pikepdf.Name.Ch}
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        nodes = [pikepdf.Dictionary(FT=kinds[field.kind], T=pikepdf.String(name)) for name, field in told.items()]
        for node, field in zip(nodes, told.values(), strict=True):
            if field.value:
                node.V = pikepdf.Name(f"/{field.value}") if field.kind == "check" else pikepdf.String(field.value)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(map(pdf.make_indirect, nodes)))
        pdf.save(out)
    return out.getvalue()


def to_form(exam: Exam) -> dict[str, FieldValue]:
    """The fields of a form of all points and areas of KNOWN, filled; a form knows no earlier exams."""
    form = {name: filled("Off" if kind == "check" else "", kind) for name, kind in fields.SINGLE.items()}
    said = {"person": plain(exam).get("person", {}), "print": plain(exam).get("print", {})}
    flat = plain(exam) | {f"{group}/{key}": value for group, part in said.items() for key, value in part.items()}
    flat |= {f"next_visit/{key}": value for key, value in plain(exam).get("next_visit", {}).items()}
    for name, kind in fields.SINGLE.items():
        if name in flat:
            form[name] = filled("Yes" if kind == "check" and flat[name] else str(flat[name]), kind)
    for group, things, ticked in (
        ("tools", ("fingers", "ball", "cane", "friend"), exam.tools),
        ("cautions", [*KNOWN.cautions, *exam.cautions], exam.cautions),
    ):
        form |= {fields.tick(group, thing): filled("Yes" if thing in ticked else "Off", "check") for thing in things}
    sides: tuple[Side, ...] = ("left", "right")
    for pain in exam.pain:
        assert pain.area and pain.side
        form[fields.pain(pain.area, pain.side, "here")] = filled("Yes", "check")
        intensity = "" if pain.intensity is None else str(pain.intensity)
        form[fields.pain(pain.area, pain.side, "intensity")] = filled(intensity, "choice")
    for point in [finding.point for finding in exam.findings] + list(KNOWN.points):
        for side in sides:
            for part, kind in fields.FINDING.items():
                empty = filled("Off" if kind == "check" else "", kind)
                form.setdefault(fields.finding(point, side, part), empty)
    for finding in exam.findings:
        told = {"tenderness": finding.tenderness, "spread": finding.spread, "note": finding.note}
        for part, value in told.items():
            form[fields.finding(finding.point, finding.side, part)] = filled(
                "" if value is None else str(value), fields.FINDING[part]
            )
        ticked_box = filled("Yes" if finding.familiar else "Off", "check")
        form[fields.finding(finding.point, finding.side, "familiar")] = ticked_box
    return form


# --- any exam

_LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="\ufeff")
LINES = st.text(_LETTERS, min_size=1, max_size=30).map(str.strip).filter(bool)
TEXTS = st.text(_LETTERS | st.just("\n"), min_size=1, max_size=60).map(str.strip).filter(bool)
RATINGS = st.none() | st.integers(0, 10)
SIDES: st.SearchStrategy[Side] = st.sampled_from(("left", "right"))


def _findings() -> st.SearchStrategy[tuple[Finding, ...]]:
    one = st.builds(
        Finding,
        point=st.sampled_from(sorted(KNOWN.points)),
        side=SIDES,
        tenderness=RATINGS,
        familiar=st.none() | st.booleans(),
        spread=st.none() | TEXTS,
        note=st.none() | TEXTS,
    )
    return st.lists(one, max_size=4, unique_by=lambda finding: (finding.point, finding.side)).map(tuple)


def _pains(*, codes: bool) -> st.SearchStrategy[tuple[Pain, ...]]:
    if codes:
        one = st.builds(Pain, choir=st.sampled_from(sorted(CHOIR_CODES)), intensity=RATINGS)
    else:
        one = st.builds(Pain, area=st.sampled_from(sorted(AREAS)), side=SIDES, intensity=RATINGS)
    return st.lists(one, max_size=4, unique_by=lambda pain: (pain.area, pain.side, pain.choir)).map(tuple)


def exams(*, codes: bool = False) -> st.SearchStrategy[Exam]:
    """Any sound exam of somebody with an id; with CHOIR codes instead of areas where asked."""
    visits = st.builds(
        Visited, date=st.dates(date(2020, 1, 1), date(2024, 1, 1)), pain=_pains(codes=codes), findings=_findings()
    )
    coming = st.builds(
        Visit,
        on=st.dates(date(2026, 12, 1), date(2027, 12, 31)),
        at=st.none() | st.just("09:30"),
        where=st.none() | LINES,
    )
    people = st.builds(
        Person, id=LINES, name=st.none() | LINES, born=st.none() | st.dates(date(1920, 1, 1), date(2019, 12, 31))
    )
    truths = st.none() | st.booleans()
    return st.builds(
        Exam,
        date=st.dates(date(2025, 1, 1), date(2026, 11, 20)),
        pain=_pains(codes=codes),
        findings=_findings(),
        person=people,
        clinic=st.none() | LINES,
        clinician=st.none() | LINES,
        region=st.none() | st.sampled_from(KNOWN.regions),  # type: ignore[arg-type]
        language=st.sampled_from(KNOWN.languages),  # type: ignore[arg-type]
        print=st.builds(PrintWishes, paper=st.sampled_from([None, "letter", "a4"]), large_print=truths, grey=truths),
        tools=st.lists(st.sampled_from(["fingers", "ball", "cane", "friend"]), unique=True).map(tuple),
        patch=st.booleans(),
        choir_form=st.sampled_from(["male", "female"]) if codes else st.just("male"),
        next_visit=st.none() | coming,
        cautions=st.lists(st.sampled_from(sorted(KNOWN.cautions)), unique=True).map(tuple),
        note=st.none() | TEXTS,
        earlier=st.lists(visits, max_size=2, unique_by=lambda visit: visit.date).map(
            lambda found: tuple(sorted(found, key=lambda visit: visit.date))
        ),
    )
