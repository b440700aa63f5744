"""The operands of an operator, as what they must be."""

from __future__ import annotations

from typing import Any

import pikepdf

from booklet.check.press import values


class Malformed(Exception):
    """An operator has operands that it cannot have."""


def numbers(operands: list[Any], count: int | None) -> tuple[float, ...]:
    """All operands as numbers, `count` of them if that is given."""
    found = values.numbers(operands, count)
    if found is None:
        raise Malformed
    return found


def number(operands: list[Any]) -> float:
    """The only operand, a number."""
    return numbers(operands, 1)[0]


def key(operands: list[Any]) -> Any:
    """The only operand, a name, by which something stands in a dictionary; as it is, for it need not be text."""
    if len(operands) != 1 or not isinstance(operands[0], pikepdf.Name):
        raise Malformed
    return operands[0]


def string(operand: Any) -> bytes:
    if not isinstance(operand, pikepdf.String):
        raise Malformed
    return bytes(operand)
