"""Notices: what to do behind an icon, what to mind behind a bar."""

from __future__ import annotations

from collections.abc import Callable

from booklet.document import Notice, Run
from booklet.layout.base import Base, Ornament, Room
from booklet.layout.icons import icon
from booklet.layout.panel import Panel, Placed, Slab, measured, padded
from booklet.layout.styles import READING_WIDTH
from booklet.layout.text import markup
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.paragraph import Heading as TaggedHeading
from booklet.pdf.paragraph import TaggedParagraph
from booklet.pdf.structure import Tag


class NoticeSetter(Base):
    """Shape and word carry the meaning, colour only repeats it."""

    def notice(self, block: Notice, room: Room) -> Slab:
        """A marked paragraph: an icon in a gutter for what to do, a bar at the left for what to mind."""
        if block.kind in ("action", "patch"):
            return self._signed(block, room)
        return self._barred(block, room)

    def _signed(self, block: Notice, room: Room) -> Slab:
        role = self.role(room.body)
        gutter, size = role.size * 2.17, role.size * 1.5
        colour = self.setting.colours["accent"]
        name = {"action": "tick", "patch": "plaster"}[block.kind]
        width = min(room.width - gutter, READING_WIDTH * 1.2)
        body = self.text(self.run_in(block.label, block.text, "accent"), room.body, width, Tag("P", room.parent))
        down = self.first_middle(room.body) - size / 2
        items = [
            Placed(Ornament(icon(name, size, colour, self.setting.colours["white"])), 0, down, 0),
            Placed(body.flowable, gutter, 0, body.height),
        ]
        return Slab(Panel(room.width, body.height, items), body.height, before=self.leading(room) * 0.35, loose=True)

    def _barred(self, block: Notice, room: Room) -> Slab:
        careful = block.kind != "note"
        colour, bar = ("amber", "amber") if careful else ("accent", "hairline")
        indent = 10.0
        size = self.role("part" if block.level else room.body).size * 1.1
        lead = size * 1.25 if careful else 0.0
        inner = Room(room.width - indent, room.parent, room.close)
        if block.level:
            head = TaggedHeading(markup((Run(block.label),)), self.setting.style("part", colour), block.level)
            head.tag = Tag(f"H{block.level}", room.parent)
            first = Panel(inner.width, h := measured(head, inner.width - lead), [Placed(head, lead, 0, h)])
            slabs = [Slab(first, h), self.paragraph(block.text, "body", inner).moved(before=2.0)]
            middle = self.first_middle("part")
        else:
            style = self.setting.style(room.body).clone("run-in", firstLineIndent=lead)
            body = TaggedParagraph(self.run_in(block.label, block.text, colour), style, "P")
            body.tag = Tag("P", room.parent)
            slabs = [Slab(body, measured(body, inner.width))]
            middle = self.first_middle(room.body)
        sides = (indent, 1.0, 0.0, 1.0)
        panel = padded(slabs, room.width, sides, self._bar(bar))
        if careful:
            sign = icon("triangle", size, self.setting.colours["amber"], self.setting.colours["white"])
            panel.items.insert(0, Placed(Ornament(sign), indent, 1.0 + middle - size / 2 - 0.6, 0))
        return Slab(panel, panel.height, before=self.leading(room) * 0.45, loose=True)

    def _bar(self, colour: str) -> Callable[[TaggedCanvas, float, float], None]:
        fill = self.setting.colour(colour)

        def decorate(canvas: TaggedCanvas, width: float, height: float) -> None:
            canvas.setFillColor(fill)
            canvas.rect(0, 0, 3, height, stroke=0, fill=1)

        return decorate
