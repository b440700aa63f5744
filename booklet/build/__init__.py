"""The pipelines: content and figures in, a finished file out. Each stage meets the next only in its types."""

from booklet.build.names import CHECKLIST, EXAM_FORM, HANDOUT, SheetName, variants
from booklet.build.person import Consultation, Wishes
from booklet.build.press import equipment
from booklet.build.workshop import FILES, Sheet, Workshop
from booklet.dates import EPOCH, creation_date, today

__all__ = [
    "CHECKLIST",
    "EPOCH",
    "EXAM_FORM",
    "FILES",
    "HANDOUT",
    "Consultation",
    "Sheet",
    "SheetName",
    "Wishes",
    "Workshop",
    "creation_date",
    "equipment",
    "today",
    "variants",
]
