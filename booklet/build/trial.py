"""Exams of nobody: together they make a checklist say all that it can say, so that its templates can be tried."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

from booklet.build.workshop import Workshop
from booklet.dates import EPOCH
from booklet.exam import Exam, Finding, Pain, Person, Side, Visit, Visited
from booklet.library import Region

SIDES: Final[tuple[Side, ...]] = ("left", "right")


def trial_exams(workshop: Workshop, region: Region) -> Iterator[Exam]:
    """Exams of one region, the first with one finding of its first point.

    A region without a trigger point has the one exam without a finding.
    """
    library = workshop.library
    names = dict.fromkeys(name for suspect in region.suspects for name in suspect.muscles)
    points = [point.id for name in names for point in library.muscles[name].points]
    bare = Exam(date=EPOCH.date(), region=region.region)
    if not points:
        yield bare
        return
    one = Finding(point=points[0], side="right", tenderness=5)
    yield bare.model_copy(update={"findings": (one,)})
    yield bare.model_copy(update={"findings": (one.model_copy(update={"tenderness": 0}),)})
    pain = tuple(Pain(area=area.area, side=side) for area in workshop.areas(region) for side in SIDES)
    yield bare.model_copy(update={"pain": pain})
    full = _full(bare, points, pain)
    yield full
    yield full.model_copy(update={"cautions": tuple(caution.id for caution in library.cautions.cautions)})


def _full(bare: Exam, points: Sequence[str], pain: tuple[Pain, ...]) -> Exam:
    """An exam with every part that an exam can have, but no caution."""
    day, text = bare.date, "Sample"
    findings = tuple(
        Finding(point=point, side=side, tenderness=index % 11, familiar=index == 1, spread=text, note=text)
        for index, (point, side) in enumerate((point, side) for point in points for side in SIDES)
    )
    return bare.model_copy(
        update={
            "person": Person(id=text, name=text, born=day),
            "clinic": text,
            "clinician": text,
            "patch": True,
            "next_visit": Visit(on=day, at="09:30", where=text),
            "note": text,
            "pain": pain,
            "findings": findings,
            "earlier": (Visited(date=day - timedelta(7), findings=findings),),
        }
    )
