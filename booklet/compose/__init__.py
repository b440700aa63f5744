"""Jinja template to small XML to Document: the words find their order here, and nothing else."""

from booklet.compose.person import ChartNames, Personal
from booklet.compose.template import Mark, Marks, compose

__all__ = ["ChartNames", "Mark", "Marks", "Personal", "compose"]
