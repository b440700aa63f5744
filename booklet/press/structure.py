"""Tags follow their pages. The content of a page is a form now, and the tree says so; nothing else in it changes.

A form keeps the /StructParents of its page, so the parent tree still leads from each piece of content to its element
(ISO 32000-1, 14.7.4.4). An element that said "sequence 3 of page 5" says "sequence 3 of this form, on this sheet". So
the order of the tree, which is the order of reading, is not touched.
"""

from __future__ import annotations

from typing import Any, Final

import pikepdf

from booklet.press.links import DIRECT, Home, Homes, home_of

MCR: Final = pikepdf.Name.MCR
OBJR: Final = pikepdf.Name.OBJR

Waiting = list[tuple[Any, Home | None]]
"""Elements to be led yet, each with the home of its parent."""


def move_tags(root: Any, homes: Homes) -> None:
    """Lead every element of the structure tree to the sheets; a tree that goes in a circle is walked once."""
    tree = root.get("/StructTreeRoot")
    if not isinstance(tree, pikepdf.Dictionary):
        return
    waiting: Waiting = [(tree, None)]
    met: set[tuple[int, int]] = set()
    while waiting:
        element, home = waiting.pop()
        if (number := element.objgen) in met:
            continue
        if number != DIRECT:
            met.add(number)
        if (page := element.get("/Pg")) is not None and (own := home_of(page, homes)):
            home = own
            element.Pg = home.sheet
        kids = element.get("/K")
        if isinstance(kids, int):
            if home is not None:
                element.K = _content(kids, home)
        elif isinstance(kids, pikepdf.Array):
            for index, kid in enumerate(list(kids)):
                if not isinstance(kid, int):
                    _follow(kid, home, waiting, homes)
                elif home is not None:
                    kids[index] = _content(kid, home)
        elif kids is not None:
            _follow(kids, home, waiting, homes)


def _follow(kid: Any, home: Home | None, waiting: Waiting, homes: Homes) -> None:
    """A reference to content or to an annotation is led to its sheet, an element waits for its turn."""
    if not isinstance(kid, pikepdf.Dictionary):
        return
    kind = kid.get("/Type")
    if kind not in (MCR, OBJR):
        waiting.append((kid, home))
        return
    place = home_of(kid.get("/Pg"), homes) or home
    if place is not None:
        kid.Pg = place.sheet
        if kind == MCR and "/Stm" not in kid:
            kid.Stm = place.form


def _content(mcid: int, home: Home) -> pikepdf.Dictionary:
    """A marked-content sequence of a form on a sheet (table 324)."""
    return pikepdf.Dictionary({"/Type": MCR, "/Pg": home.sheet, "/Stm": home.form, "/MCID": mcid})
