"""The library: everything that editors write, loaded, typed and checked against itself."""

from booklet.library.base import Illustration, Review, Reviewed
from booklet.library.checklist import Caution, Cautions, ChecklistTexts, Ranking
from booklet.library.clinic import Clinic
from booklet.library.format import Format, FormatSection
from booklet.library.formats import load_format
from booklet.library.inks import Inks, load_inks
from booklet.library.joint import Joint
from booklet.library.muscle import Muscle, Point
from booklet.library.reference import Citation, Sources, Words
from booklet.library.region import Region, Suspect
from booklet.library.safety import Claims, Flag, Legal, Product, Safety
from booklet.library.shelves import Library, load_library
from booklet.library.sweep import Sweep
from booklet.library.technique import Technique

__all__ = [
    "Caution",
    "Cautions",
    "ChecklistTexts",
    "Citation",
    "Claims",
    "Clinic",
    "Flag",
    "Format",
    "FormatSection",
    "Illustration",
    "Inks",
    "Joint",
    "Legal",
    "Library",
    "Muscle",
    "Point",
    "Product",
    "Ranking",
    "Region",
    "Review",
    "Reviewed",
    "Safety",
    "Sources",
    "Suspect",
    "Sweep",
    "Technique",
    "Words",
    "load_format",
    "load_inks",
    "load_library",
]
