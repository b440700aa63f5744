"""What an editor writes about a figure: panels of a body plate, a slice or a technique, and what is drawn on them.

Distances on the body are centimetres of a reference adult 170 cm tall; boxes are millimetres in plate coordinates
(x from the midline, y down from the crown); `*_mm` are printed millimetres.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, StringConstraints, model_validator

from booklet.palette import InkName
from booklet.source import Entry

Side: TypeAlias = Literal["left", "right"]
Sides: TypeAlias = Literal["left", "right", "both"]
Number: TypeAlias = Annotated[float, Field(allow_inf_nan=False)]
Positive: TypeAlias = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Box: TypeAlias = tuple[Number, Number, Number, Number]
Name: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]*$", max_length=60)]
Slug: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$", max_length=80)]
Line: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Prose: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=900)]


def sides_of(given: Sides | None, default: Side) -> tuple[Side, ...]:
    """The sides something is drawn on."""
    side = given or default
    return ("left", "right") if side == "both" else (side,)


def _exactly_one(entry: Entry, *names: str) -> None:
    given = [name for name in names if getattr(entry, name) is not None]
    if len(given) != 1:
        found = f"found {' and '.join(given)}" if given else "found none"
        raise ValueError(f"needs exactly one of {', '.join(names)}; {found}")


class Place(Entry):
    """A place on the body: a landmark's name, or a landmark with distances in cm."""

    at: Name | None = Field(None, description="landmark, for example iliac_crest_top; the side is added by itself")
    between: tuple[Place, Place] | None = Field(None, description="two places; t says how far along")
    along: Name | None = Field(None, description="landmark line, for example iliac_crest; t says how far along")
    t: Share = Field(0.5, description="share of the way, 0 to 1, for between and along")
    out: Number = Field(0, description="cm away from the midline (front and back views)")
    up: Number = Field(0, description="cm towards the head")
    down: Number = Field(0, description="cm towards the feet")
    front: Number = Field(0, description="cm towards the belly (side views)")
    back: Number = Field(0, description="cm towards the back (side views)")
    side: Side | None = Field(None, description="side of the body; by default that of the item it belongs to")

    @model_validator(mode="before")
    @classmethod
    def _bare_name(cls, value: Any) -> Any:
        return {"at": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        _exactly_one(self, "at", "between", "along")
        return self


class Ellipse(Entry):
    """An ellipse around a place."""

    at: Place
    rx: Positive = Field(description="half width in cm")
    ry: Positive = Field(description="half height in cm")
    tilt: Number = Field(0, description="degrees; the top leans towards the midline")


class Band(Entry):
    """A band of even width through places."""

    path: tuple[Place, ...] = Field(min_length=2)
    width: Positive = Field(description="cm")


class Strip(Entry):
    """A band along a landmark line."""

    line: Name
    start: Share = Field(0, alias="from", description="share of the line where the strip starts")
    end: Share = Field(1, alias="to", description="share of the line where the strip ends")
    width: Positive = Field(description="cm")
    up: Number = Field(0, description="cm towards the head")


class Shape(Entry):
    """An area on the body, given in exactly one of four ways."""

    spline: tuple[Place, ...] | None = Field(
        None, min_length=3, description="places that a smooth outline runs through"
    )
    ellipse: Ellipse | None = None
    band: Band | None = None
    along: Strip | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        _exactly_one(self, "spline", "ellipse", "band", "along")
        return self


class Zone(Shape):
    """A referral zone: where the pain of a point is felt."""

    spill: float = Field(0, ge=0, le=10, description="cm of spillover around the core")
    side: Sides | None = Field(None, description="side of the zone when it is not that of the point")


class Trigger(Entry):
    """A trigger point: its X, its letter and its referral zones, all in one colour."""

    point: Slug | None = Field(None, description="id of the point in the muscle's file; none for a bare example")
    also: tuple[Slug, ...] = Field((), description="other points that share this mark")
    letter: str = Field("", max_length=2, description="letter in the badge; empty draws no badge")
    colour: InkName
    side: Sides | None = Field(None, description="side drawn; by default that of the panel")
    at: Place | None = Field(None, description="where the X stands; none draws only the zones")
    tag: tuple[Number, Number] | None = Field(None, description="badge from the X, printed mm right and down")
    zones: tuple[Zone, ...] = ()
    zone_letter: bool = Field(True, description="repeat the letter inside the largest zone")
    name: Line | None = Field(None, description="what the legend says")
    place: Line | None = Field(None, description="words for the place of the X in the description")
    covers: Line | None = Field(None, description="words for what the zones cover in the description")


class Muscle(Entry):
    """A muscle itself, muted and striped by its fibres, under everything else."""

    muscle: Slug = Field(description="name in figures/plates/muscles.json")
    side: Sides | None = Field(None, description="side drawn; by default that of the panel")
    name: Line | None = Field(None, description='plain name after "the" in the description; none leaves it unsaid')


class Nerve(Entry):
    """A nerve as a faint line, under the muscles."""

    nerve: Slug = Field(description="name in figures/plates/muscles.json")
    side: Sides | None = Field(None, description="side drawn; by default that of the panel")
    name: Line = Field(description='plain name after "the" in the description')


class NoGo(Shape):
    """An area that nobody should press, cross-hatched, with a sign."""

    name: Line = Field(description='plain name after "the" in the description, for example "midline of the belly"')
    why: Line | None = Field(None, description='why, after "because"')
    side: Sides = "both"


class Area(Shape):
    """A part of the body to look at, in the accent colour."""

    name: Line | None = Field(None, description='plain name after "the" in the description; none leaves it unsaid')
    look: Literal["muscle", "joint"] = "muscle"
    hatch: Number | None = Field(None, description="degrees of the hatch; none leaves it plain")
    side: Sides = "both"


class Square(Entry):
    """The number of a suspect, with lines to what it means when it stands apart."""

    text: str = Field(min_length=1, max_length=2)
    at: Place
    side: Side | None = None
    to: tuple[Place, ...] = ()


class Region(Entry):
    """A bone, or part of one, coloured in."""

    region: Name
    colour: InkName
    side: Sides = "both"
    opacity: Share = 0.72


class Sweep(Entry):
    """Numbered lines to feel along, from an inner to an outer one."""

    inner: tuple[Place, ...] = Field(min_length=2)
    outer: tuple[Place, ...] = Field(min_length=2)
    colours: tuple[InkName, ...] = Field(min_length=2, max_length=9)
    side: Side | None = None
    place: Line | None = Field(None, description="words for the way of the lines in the description")


class Ripple(Entry):
    """Rings around a place."""

    at: Place
    radii_mm: tuple[Positive, ...] = (3.6, 5.4, 7.2)
    side: Side | None = None
    behind: bool = Field(False, description="behind the body, thin: for a cover")


class Trail(Entry):
    """A dotted way from a point to its pain."""

    path: tuple[Place, ...] = Field(min_length=2)
    side: Side | None = None


class Spot(Entry):
    """A person's own spot, in charts of one person: its X and its number; a ringed one marks an X that is there."""

    text: str = Field(min_length=1, max_length=3)
    at: Place
    side: Side
    colour: InkName
    place: Line = Field(description="words for its place in the description")
    ringed: bool = False
    alone: bool = Field(False, description="true: it must not be pressed")


class Pain(Entry):
    """An area in which a person has pain, in mm of the body: out from the midline (or to the front), and down."""

    name: Line
    outline: tuple[tuple[Number, Number], ...] = Field(min_length=3)
    side: Side


class Label(Entry):
    """A name with a leader, in a margin column or, where there is no room for columns, in the frame."""

    text: Line
    short: Line | None = Field(None, description="shorter words for narrow frames; without it the label is left out")
    at: Place
    column: Side = Field(description="on which side of the panel the words stand")
    side: Side | None = None
    colour: InkName | None = Field(None, description="colour of the part, repeated under the words")
    rise_mm: Number = Field(0, description="how far above its target the words stand in the frame, printed mm")
    inset_mm: Number = Field(0, description="how far from the edge of the frame the words stand, printed mm")


class Columns(Entry):
    """Widths of the margin columns in printed mm, for labels of 10.5 pt."""

    left: float = Field(0, ge=0)
    right: float = Field(0, ge=0)
    keep: bool = Field(False, description="keep columns in narrow frames too, with the short words")


class Body(Entry):
    """A body plate and everything drawn on it."""

    plate: Slug = Field(description="file in figures/plates")
    crop: Slug | None = Field(None, description="named part of the view")
    box: Box | None = Field(None, description="left, top, right, bottom in mm instead of a named crop")
    shows: Line | None = Field(None, description='what the box shows, for example "the legs"')
    bones: Share = Field(0, description="how strongly the bones shine through the skin, 0 to 1")
    side: Side = Field("right", description="side of everything that does not name its own")
    frame: bool = Field(True, description="frame and ground around the plate")
    sides: bool = Field(True, description="Left and Right, which only a cover does without")
    nerves: tuple[Nerve, ...] = ()
    muscles: tuple[Muscle, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    no_go: tuple[NoGo, ...] = ()
    regions: tuple[Region, ...] = ()
    areas: tuple[Area, ...] = ()
    squares: tuple[Square, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    ripples: tuple[Ripple, ...] = ()
    trails: tuple[Trail, ...] = ()
    pains: tuple[Pain, ...] = ()
    spots: tuple[Spot, ...] = ()
    window: Box | None = Field(None, description="rectangle that marks a part of the body, in mm")
    labels: tuple[Label, ...] = ()
    columns: Columns | None = None

    @model_validator(mode="after")
    def _one_crop(self) -> Self:
        _exactly_one(self, "crop", "box")
        if self.box and self.shows is None:
            raise ValueError('a box needs "shows", the words for what it shows')
        return self


class SliceLabel(Entry):
    """Words inside the slice, with a leader."""

    text: Line
    at: tuple[Number, Number] = Field(description="what is meant, in mm of the slice")
    text_at: tuple[Number, Number] = Field(description="middle of the words, in mm of the slice")


class Slice(Entry):
    """A cut through the body, with the numbered lines of a sweep seen end on."""

    plate: Slug
    box: Box
    subtitle: Line | None = None
    colours: tuple[InkName, ...] = Field(min_length=1, max_length=9)
    labels: tuple[SliceLabel, ...] = ()


class Arrow(Entry):
    """A double arrow: the way something rolls."""

    at: Name = Field(description="anchor of the drawing, for example ball")
    offset: tuple[Number, Number] = Field((0, 0), description="cm right and down from the anchor")
    direction: tuple[Number, Number] = (1, 0)
    length: Positive = Field(description="cm")


class Note(Entry):
    """Words with a leader to an anchor of a technique drawing."""

    at: Name
    text: Line
    offset_mm: tuple[Number, Number] = Field(description="words from the anchor, printed mm right and down")


class Technique(Entry):
    """A person reaching a point, with a tool or a hand."""

    plate: Slug
    box: Box | None = Field(None, description="part that is shown, in mm; by default all of it")
    close: Box | None = Field(None, description="closer part, for boxes in which all of it would be too small")
    tool_cm: Positive | None = Field(None, description="size of the tool")
    arrows: tuple[Arrow, ...] = ()
    notes: tuple[Note, ...] = ()


class Panel(Entry):
    """One picture of a figure: a body, a slice or a technique."""

    id: Slug
    title: Line | None = None
    alt: Prose | None = Field(None, description="description, when the one made from the spec does not do")
    share: Positive = Field(1, description="share of the width when several panels stand side by side")
    body: Body | None = None
    slice: Slice | None = None
    technique: Technique | None = None

    @property
    def plates(self) -> tuple[str, ...]:
        """Names of the files in figures/plates that the panel is drawn from."""
        if self.body:
            flesh = ("muscles",) if self.body.muscles or self.body.nerves else ()
            return "views", self.body.plate, f"{self.body.plate}-bones", *flesh
        return (self.slice.plate,) if self.slice else (f"tq-{self.technique.plate}",) if self.technique else ()

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        _exactly_one(self, "body", "slice", "technique")
        return self


class FigureSpec(Entry):
    """A figure; its id is the name of its file."""

    title: Line
    panels: tuple[Panel, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _distinct_panels(self) -> Self:
        ids = [panel.id for panel in self.panels]
        for panel_id in ids:
            if ids.count(panel_id) > 1:
                raise ValueError(f'two panels are called "{panel_id}"')
        return self
