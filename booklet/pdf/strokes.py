"""Lines thick enough for a press, which loses what is thinner than it can print."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from booklet.drawing import Group, Item, Stroke, Symbol, Use, walk

_SYMBOLS: Final[dict[tuple[str, float], tuple[Symbol, Symbol]]] = {}
"""(name, least width) to a symbol and the same one thickened: once in a process, however many figures show it."""


def thickened(items: tuple[Item, ...], least: float) -> tuple[Item, ...]:
    """The same items, with no line thinner than `least`, in the unit of their own coordinates."""
    return tuple(_thickened(item, least) for item in items)


def _thickened(item: Item, least: float) -> Item:
    match item:
        case Stroke() if item.width < least:
            return replace(item, width=least)
        case Group():
            return replace(item, items=thickened(item.items, least))
        case Use():
            return replace(item, symbol=_symbol(item.symbol, math.ceil(least / item.scale * 1000) / 1000))
        case _:
            return item


def _symbol(symbol: Symbol, least: float) -> Symbol:
    """The symbol itself where all its lines are thick enough, else another one of another name."""
    known = _SYMBOLS.get((symbol.name, least))
    if known is None or known[0] is not symbol:
        thin = any(isinstance(item, Stroke) and item.width < least for item in walk(symbol.items))
        items = thickened(symbol.items, least)
        stronger = replace(symbol, name=f"{symbol.name} {least:g}", items=items) if thin else symbol
        known = _SYMBOLS[symbol.name, least] = symbol, stronger
    return known[1]
