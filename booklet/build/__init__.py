"""The pipelines: content and figures in, a finished file out. Each stage meets the next only in its types."""

from booklet.build.names import CHECKLIST, EPOCH, EXAM_FORM, HANDOUT, INSERT, SheetName, creation_date, today, variants
from booklet.build.person import Consultation, Wishes
from booklet.build.workshop import FILES, Sheet, Workshop

__all__ = [
    "CHECKLIST",
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
    "today",
    "variants",
]
