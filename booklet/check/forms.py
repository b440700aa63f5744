"""Form fields: each must say what it is for, be drawn as it stands, and be reached in the order of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pikepdf

from booklet.check.finding import Finding, error
from booklet.check.tagtree import normal

SHOWN_STATES: Final = frozenset(("/Tx", "/Ch"))
"""Kinds of fields whose appearance is one stream; that of the others is one for each state."""
RIGHT_TO_LEFT: Final = frozenset(("ar", "fa", "he", "ur", "yi"))
DEEPEST: Final = 32


@dataclass(frozen=True, slots=True)
class Widget:
    """A widget annotation in the order of the tags, with the standard role of its element and its page from 1."""

    annotation: Any
    role: str
    page: int

    @property
    def place(self) -> str:
        return f"page {self.page}" if self.page else "document"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right, top in pt."""
        x0, y0, x1, y1 = (float(edge) for edge in self.annotation.Rect)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    @property
    def name(self) -> str:
        """The full name of its field (ISO 32000-1, 12.7.3.2)."""
        return ".".join(reversed([str(node.T) for node in self._line() if "/T" in node]))

    def find(self, key: str) -> Any:
        """An entry of its field that may be inherited; None when there is none."""
        return next((node[key] for node in self._line() if key in node), None)

    def _line(self) -> Iterator[Any]:
        node = self.annotation
        for _ in range(DEEPEST):
            yield node
            if "/Parent" not in node:
                return
            node = node.Parent


def tooltip(annotation: Any) -> str:
    """What a widget says of itself to a screen reader; "" for other annotations."""
    if annotation.get("/Subtype") != pikepdf.Name.Widget:
        return ""
    return normal(str(Widget(annotation, "", 0).find("/TU") or ""))


def check_forms(root: Any, widgets: Sequence[Widget], language: str) -> list[Finding]:
    """Everything that is wrong with the form of a document, given its catalog and its widgets in the order of tags."""
    form = root.get("/AcroForm", pikepdf.Dictionary())
    findings = [*_form(form)]
    for widget in widgets:
        findings += _widget(widget)
    findings += _names(form, widgets)
    findings += _order(widgets, language.partition("-")[0].lower() in RIGHT_TO_LEFT)
    return findings


def _form(form: Any) -> Iterator[Finding]:
    if form.get("/NeedAppearances", False):
        yield error("form-need-appearances", "document", "viewers are asked to draw the fields anew")
    if "/XFA" in form:
        yield error("form-xfa", "document", "the form is an XFA form")


def _widget(widget: Widget) -> Iterator[Finding]:
    annotation, place = widget.annotation, widget.place
    if widget.role != "Form":
        yield error("form-wrong-role", place, f"a field is in a {widget.role}, not in a Form")
    if not tooltip(annotation):
        yield error("form-no-tooltip", place, "a field has no tooltip", "say what to fill in")
    if not widget.name:
        yield error("form-no-name", place, "a field has no name")
    if "/A" in annotation or widget.find("/AA") is not None:
        yield error("form-action", place, "a field has an action or a script")
    if not _drawn(widget):
        yield error("form-no-appearance", place, "a field has no appearance for the state that it is in")


def _drawn(widget: Widget) -> bool:
    normal_look = widget.annotation.get("/AP", pikepdf.Dictionary()).get("/N")
    if str(widget.find("/FT")) in SHOWN_STATES:
        return isinstance(normal_look, pikepdf.Stream)
    if not isinstance(normal_look, pikepdf.Dictionary) or len(normal_look) < 2:
        return False
    state = widget.annotation.get("/AS")
    return state is not None and str(state) in normal_look


def _names(form: Any, widgets: Sequence[Widget]) -> Iterator[Finding]:
    """Names are unique, and the list of fields and the tags name the same ones in the same order."""
    for name, count in Counter(widget.name for widget in widgets).items():
        if name and count > 1:
            yield error("form-name-repeated", "document", f"{count} fields are called {name!r}")
    listed = [field.objgen for field in form.get("/Fields", [])]
    tagged = list(dict.fromkeys(_root(widget.annotation).objgen for widget in widgets))
    if set(listed) != set(tagged):
        message = f"the form lists {len(listed)} fields, the tags have {len(tagged)}, and they are not the same"
        yield error("form-not-listed", "document", message)
    elif listed != tagged:
        yield error("form-order", "document", "the form lists its fields in another order than the tags")


def _root(node: Any) -> Any:
    for _ in range(DEEPEST):
        if "/Parent" not in node:
            break
        node = node.Parent
    return node


def _order(widgets: Sequence[Widget], leftwards: bool) -> Iterator[Finding]:
    """Down the page and along the line; a new column may begin higher up, beside the one before."""
    for one, two in pairwise(widgets):
        (left, bottom, right, top), (left2, bottom2, right2, top2) = one.box, two.box
        back = left2 >= right if leftwards else right2 <= left
        above = bottom2 >= top and left2 < right and left < right2
        beside_before = back and bottom2 < top and bottom < top2
        if two.page < one.page or (two.page == one.page and (above or beside_before)):
            message = f"the field {two.name!r} is read after {one.name!r}, which it stands before"
            yield error("form-order", two.place, message)
