"""Ways to reach a spot: `content/techniques/*.yaml`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from booklet.library.base import Id, Illustration, Line, Prose, Reviewed


class Technique(Reviewed):
    """One posture with one tool, with its drawing when there is one."""

    technique: Id = Field(description="the same as the file's name")
    name: Line = Field(description="short heading, like: On the floor")
    tool: Literal["fingers", "ball", "cane", "friend"]
    steps: tuple[Prose, ...] = Field(min_length=1, max_length=6)
    illustration: Illustration | None = None
    caution: Prose | None = None
