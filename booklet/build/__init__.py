"""The pipelines: content and figures in, a finished file out. Each stage meets the next only in its types."""

from booklet.build.names import CHECKLIST, ENGLISH, EXAM_FORM, HANDOUT, INSERT, SheetName, variants
from booklet.build.person import Consultation, Wishes
from booklet.build.press import equipment
from booklet.build.workshop import FILES, Sheet, Workshop
from booklet.dates import EPOCH, creation_date, today

__all__ = [
    "CHECKLIST",
    "ENGLISH",
    "EPOCH",
    "EXAM_FORM",
    "FILES",
    "HANDOUT",
    "INSERT",
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
