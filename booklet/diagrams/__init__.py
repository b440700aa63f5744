"""Figures: specs and plates in, drawings and descriptions out."""

from booklet.diagrams.atlas import Atlas
from booklet.diagrams.frame import Mark
from booklet.diagrams.spec import FigureSpec

__all__ = ["Atlas", "FigureSpec", "Mark"]
