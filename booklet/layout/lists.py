"""Lists: bullets, steps, referral zones behind their swatches, numbered lines behind their strokes."""

from __future__ import annotations

from collections.abc import Callable

from booklet.document import Bullets, KeyLines, Run, Runs, Steps, Zones
from booklet.layout import marks
from booklet.layout.base import Base, Ornament, Room
from booklet.layout.panel import Panel, Placed, Slab
from booklet.layout.styles import READING_WIDTH
from booklet.layout.text import markup
from booklet.palette import INKS
from booklet.pdf.structure import Tag
from booklet.units import pt


class ListSetter(Base):
    """One L per list, one LI per item, however many pages it takes."""

    def item(
        self,
        marker: Callable[[Tag], list[Placed]],
        runs: Runs,
        hang: float,
        room: Room,
        parts: Tag,
        look: str = "",
    ) -> Slab:
        """One list item: what `marker` places for its label, and its text `hang` pt to the right."""
        item = Tag("LI", parts)
        tag = Tag("LBody", item)
        width = room.width - hang
        if not self.setting.large and look != "small":
            width = min(width, READING_WIDTH)
        body = self.text(markup(runs, self.setting.colours["accent"]), look or room.body, width, tag)
        height = body.height
        items = [*marker(Tag("Lbl", item)), Placed(body.flowable, hang, 0, height)]
        gap = self.leading(room) * (0.1 if room.close or look == "small" else 0.19)
        return Slab(Panel(room.width, height, items), height, before=gap)

    def bullets(self, block: Bullets, room: Room, colour: str = "ink") -> list[Slab]:
        """A list with discs."""
        parts = Tag("L", room.parent, attrs={"List": {"ListNumbering": "/Disc"}})
        look = room.body if block.look == "body" else block.look
        size = self.role(look).size

        def marker(tag: Tag) -> list[Placed]:
            dot = self.text("\u2022", look, size, tag, colour)
            return [Placed(dot.flowable, 0, 0, dot.height)]

        slabs = [self.item(marker, runs, size * 1.0, room, parts, look) for runs in block.items]
        return _listed(slabs, self.leading(room) * 0.25)

    def steps(self, block: Steps, room: Room) -> list[Slab]:
        """A numbered list with bare bold numerals."""
        parts = Tag("L", room.parent, attrs={"List": {"ListNumbering": "/Decimal"}})
        hang = self.role(room.body).size * 1.42
        slabs = []
        for number, runs in enumerate(block.items, 1):

            def marker(tag: Tag, text: str = f"<b>{number}</b>") -> list[Placed]:
                numeral = self.text(text, room.body, hang, tag, "accent")
                return [Placed(numeral.flowable, 0, 0, numeral.height)]

            slabs.append(self.item(marker, runs, hang, room, parts))
        return _listed(slabs, 1.0)

    def zones(self, block: Zones, room: Room) -> list[Slab]:
        """Referral zones, each behind the letter and the swatch that its figure shows."""
        parts = Tag("L", room.parent, attrs={"List": {"ListNumbering": "/None"}})
        size = self.role(room.body).size
        slabs = []
        for zone in block.items:

            def marker(tag: Tag, letter: str = zone.letter, colour: str = zone.colour or "") -> list[Placed]:
                if not letter:
                    dot = self.text("\u2022", room.body, size, tag)
                    return [Placed(dot.flowable, 0, 0, dot.height)]
                return self._swatch(letter, colour, size, tag)

            slabs.append(self.item(marker, zone.text, size * (3.75 if zone.letter else 1.0), room, parts))
        return _listed(slabs, 1.0)

    def _swatch(self, letter: str, ink_name: str, size: float, tag: Tag) -> list[Placed]:
        middle = self.first_middle("close")
        disc = self.badge(size * 1.06)
        sign = self.sign(letter, disc, INKS[ink_name].dark, tag, square=False)
        patch = marks.swatch(size * 1.75, size * 0.84, ink_name, self.setting.tone)
        top = middle - size * 0.42
        return [
            Placed(sign, 0, middle - disc / 2, disc),
            Placed(Ornament(patch), max(size * 1.42, disc + 3.0), top, 0),
        ]

    def key_lines(self, block: KeyLines, room: Room) -> list[Slab]:
        """The lines of a sweep, each behind its number and its stroke."""
        parts = Tag("L", room.parent, attrs={"List": {"ListNumbering": "/Decimal"}})
        size = self.role("body").size
        middle, disc = self.first_middle(room.body), size * 1.35
        slabs = []
        for line in block.items:

            def marker(tag: Tag, number: str = line.number, ink: str = line.colour) -> list[Placed]:
                sign = self.sign(number, disc, INKS[ink].dark, tag, square=False)
                stroke = marks.key_line(size * 2.6, ink, self.setting.tone)
                top = middle - pt(stroke.height) / 2
                return [Placed(sign, 0, middle - disc / 2, disc), Placed(Ornament(stroke), size * 1.7, top, 0)]

            slabs.append(self.item(marker, (Run(line.text),), size * 4.7, room, parts).moved(before=3.5, keep=True))
        return [*_listed(slabs, 8.0)[:-1], slabs[-1].moved(keep=False)]


def _listed(slabs: list[Slab], before: float) -> list[Slab]:
    """The items of a list: the first stands apart by `before`, and no item is left alone at either end of a page."""
    if not slabs:
        return []
    first = slabs[0].moved(before=before, keep=len(slabs) > 1)
    middle = slabs[1:-1]
    if len(slabs) > 2:
        middle[-1] = middle[-1].moved(keep=True)
    return [first, *middle, *slabs[-1:]] if len(slabs) > 1 else [first]
