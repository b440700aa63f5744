"""Joints that can hurt like a muscle: `content/joints/*.yaml`."""

from __future__ import annotations

from pydantic import Field

from booklet.library.base import Id, Illustration, Line, Prose, Reviewed


class Joint(Reviewed):
    """One joint, or one kind of joint."""

    joint: Id = Field(description="the same as the file's name")
    plain: Line
    anatomical: Line
    where: Prose
    pain: Prose = Field(description="where its pain may be felt")
    figures: tuple[Illustration, ...] = ()
    patch: Prose | None = Field(default=None, description="where the patch goes")
    caution: Prose | None = None
