"""Follows the ids that one content file uses for another."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from booklet.library.base import RefersTo

Place = tuple[str | int, ...]


def references(model: BaseModel) -> Iterator[tuple[Place, str, str]]:
    """Every (location, kind, id) that `model` refers to, in the order of its fields."""
    for name, hint in _hints(type(model)).items():
        yield from _follow(getattr(model, name), hint, (name,))


@cache
def _hints(model: type[BaseModel]) -> dict[str, Any]:
    """The annotations of a model's fields, as pydantic has resolved them."""
    fields = model.model_fields.items()
    return {name: _whole(info.annotation, info.metadata) for name, info in fields}


def _whole(annotation: Any, metadata: list[Any]) -> Any:
    """A field's annotation with its outermost metadata, which pydantic keeps apart."""
    return typing.Annotated[annotation, *metadata] if metadata else annotation


def _follow(value: Any, hint: Any, place: Place) -> Iterator[tuple[Place, str, str]]:
    if value is None:
        return
    if isinstance(value, BaseModel):
        for inner, kind, target in references(value):
            yield (*place, *inner), kind, target
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _follow(item, typing.get_args(hint)[0], (*place, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _follow(item, typing.get_args(hint)[1], (*place, key))
    elif isinstance(value, str):
        for marker in _markers(hint):
            yield place, marker.kind, value


def _markers(hint: Any) -> Iterator[RefersTo]:
    for part in (*getattr(hint, "__metadata__", ()), *typing.get_args(hint)):
        if isinstance(part, RefersTo):
            yield part
        elif typing.get_origin(part) is typing.Annotated:
            yield from _markers(part)
