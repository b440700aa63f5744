"""Exams to make checklists of: one finding, eight, thirty; long and foreign names; follow-up; nothing pressed yet."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Final

from booklet.build import Consultation, Workshop
from booklet.exam import Exam, Finding, Pain, Person, Side, Visit, Visited
from booklet.resources import Resources

DAY: Final = date(2026, 5, 14)
NAMES: Final = {
    "latin": "Zoë Nguyễn-Łukasiewicz",
    "greek": "Ελένη Παπαδοπούλου",
    "cyrillic": "Наталія Ґалаґан",
    "arabic": "فاطمة الزهراء بنت محمد",
    "hebrew": "ד״ר יעל כהן",
    "devanagari": "श्रीमती लक्ष्मी कृष्णन्",
}


@cache
def workshop() -> Workshop:
    return Workshop(Resources.at())


def finding(point: str, side: Side, tenderness: int | None = None, familiar: bool | None = None) -> Finding:
    return Finding(point=point, side=side, tenderness=tenderness, familiar=familiar)


FOUR: Final = Exam(
    date=DAY,
    person=Person(name="Maria Example", id="P-1042"),
    clinician="J. Doe, therapist",
    patch=True,
    cautions=("blood-thinners",),
    pain=(Pain(area="buttock", side="right", intensity=6),),
    findings=(
        finding("gluteus-maximus-1", "right", 4),
        finding("gluteus-medius-2", "right", 6, True),
        finding("quadratus-lumborum-1", "right", 7),
        finding("paraspinals-deep-2", "right", 5),
    ),
    next_visit=Visit(on=date(2026, 5, 28), at="10:30"),
)


def many(count: int) -> tuple[Finding, ...]:
    """As many findings, on both sides of every point by turns, some with a note."""
    places = [(point, side) for point in workshop().library.points for side in ("left", "right")]
    made = []
    for index, (point, side) in enumerate(places[:count]):
        note = f"Sore when sitting, number {index}." if index % 9 == 0 else None
        made.append(
            Finding(point=point, side=side, tenderness=(index * 7) % 10 + 1, familiar=index % 5 == 0, note=note)
        )  # type: ignore[arg-type]
    return tuple(made)


@cache
def exams() -> dict[str, Exam]:
    """Every case by its name."""
    earlier = (
        Visited(
            date=date(2026, 4, 2),
            findings=(finding("gluteus-medius-2", "right", 9, True), finding("soleus-3", "right", 3)),
        ),
        Visited(
            date=date(2026, 4, 23),
            findings=(finding("gluteus-medius-2", "right", 8, True), finding("quadratus-lumborum-1", "right", 8)),
        ),
    )
    changed = FOUR.model_copy
    return {
        "one": Exam(
            date=DAY, findings=(finding("piriformis-1", "left", 8, True),), pain=(Pain(area="buttock", side="left"),)
        ),
        "four": FOUR,
        "eight": changed(update={"findings": many(8), "cautions": ()}),
        "thirty": changed(
            update={
                "findings": many(30),
                "cautions": ("pregnancy",),
                "note": "Walk a little each day.\nCall us if it gets worse.",
            }
        ),
        "follow-up": changed(update={"earlier": earlier}),
        "likely": Exam(
            date=DAY,
            person=Person(name="Jo"),
            pain=(
                Pain(area="buttock", side="left", intensity=5),
                Pain(area="lower-back", side="left"),
                Pain(area="back-of-thigh", side="left"),
            ),
        ),
        "alone": changed(update={"cautions": ("cancer", "patch-allergy")}),
        "nothing-sore": Exam(date=DAY, findings=(finding("piriformis-1", "left", 0),)),
        "long-name": changed(
            update={
                "person": Person(name="Wolfeschlegelsteinhausenbergerdorff" * 8 + " Jr.", born=date(1960, 1, 2)),
                "clinic": "A clinic with a long name at the far end of a long street",
            }
        ),
        "arabic": changed(
            update={
                "person": Person(name=NAMES["arabic"], id="A-7"),
                "clinician": NAMES["hebrew"],
                "note": "تمشّي قليلاً كل يوم (10 دقائق).\nGeh spazieren. Γεια σου. Привет. मरीज़ को आराम चाहिए।",
            }
        ),
    }


def consultation(name: str) -> Consultation:
    """A case, ready to be made into sheets."""
    return Consultation(workshop(), exams()[name])
