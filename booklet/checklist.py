"""From an exam to the spots of a checklist: which, in which order, and why.

The order, in full. Findings come first by whether pressing brought on the familiar pain, then by tenderness, then by
how much of the marked pain area their referral zones cover, the core counting more than the spillover. A missing rating
ranks below 0, a missing answer like "no". Findings that are still alike come in the order of the side that hurts more
(the higher sum of intensities, then the more areas, then the area named first), then in that of the record. A finding
rated 0 that did not bring on the pain is no spot. Without any spot, the points of the region are listed whose zones
cover enough of the pain area, on the sides that hurt; alike ones in the order of the sides, then of the region's
handout. All numbers are those of `content/ranking.yaml`. No rule knows left from right, so the mirror image of an exam
gives the mirror image of a list.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, TypeAlias, get_args

from booklet.exam import Exam, Finding, Pain, Side, Tool, Visited
from booklet.library import Caution, Library, Muscle, Point, Ranking, Region

MOST_VISITS: Final = 5
"""How many visits, the latest ones, are compared."""
TOOLS: Final[tuple[Tool, ...]] = get_args(Tool)

PatchAdvice: TypeAlias = Literal["", "as advised", "ask first", "none"]
Reason: TypeAlias = tuple[str, Mapping[str, object]]
"""The key of a word and what it is filled in with."""
Spotted: TypeAlias = tuple[str, Side]
"""A trigger point's id and the side it is on."""


class Coverage(Protocol):
    """Shares of the marked pain area, 0 to 1, that a point's zones cover."""

    @property
    def core(self) -> float: ...
    @property
    def spill(self) -> float: ...


Cover = Callable[[str, Side], Coverage]
"""(trigger point, side) to what its zones cover of this person's pain area."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place of this person's: listed to press, or shown only (`alone`)."""

    number: int
    muscle: Muscle
    point: Point
    side: Side
    reasons: tuple[Reason, ...]
    finding: Finding | None = None
    tools: tuple[Tool, ...] = ()
    dropped: tuple[Tool, ...] = ()
    patch: PatchAdvice = ""
    alone: tuple[Caution, ...] = ()

    @property
    def key(self) -> Spotted:
        return self.point.id, self.side


@dataclass(frozen=True, slots=True)
class Change:
    """How tender one point was at each visit compared, None where it was not rated; the last value is today's."""

    muscle: Muscle
    point: Point
    side: Side
    values: tuple[int | None, ...]
    number: int = 0

    @property
    def difference(self) -> int | None:
        """Today's rating less the latest one before it; None when there are not two."""
        *before, today = self.values
        known = [value for value in before if value is not None]
        return today - known[-1] if today is not None and known else None


@dataclass(frozen=True, slots=True)
class Checklist:
    """What the sheets of one person say. `likely` means that nobody has pressed the spots yet."""

    exam: Exam
    region: Region
    spots: tuple[Spot, ...]
    more: tuple[Spot, ...] = ()
    alone: tuple[Spot, ...] = ()
    likely: bool = False
    cautions: tuple[Caution, ...] = ()
    dates: tuple[datetime.date, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def all_spots(self) -> tuple[Spot, ...]:
        """Every spot in the order of its number."""
        return (*self.spots, *self.more, *self.alone)


def region_of(exam: Exam, library: Library) -> Region:
    """The region of an exam: the one it names, else the one with most of its points; the first of those alike."""
    if exam.region is not None:
        return library.region(exam.region)
    muscles = [library.points[finding.point][0].muscle for finding in exam.findings]

    def found(region: Region) -> int:
        own = {name for suspect in region.suspects for name in suspect.muscles}
        return sum(name in own for name in muscles)

    return max(library.regions.values(), key=found)


def rank(exam: Exam, library: Library, region: Region, cover: Cover) -> Checklist:
    """The checklist of an exam. `cover` is not asked when no pain area was marked."""
    cautions = tuple(caution for caution in library.cautions.cautions if caution.id in exam.cautions)
    ranker = _Ranker(exam, library, region, cover, cautions)
    found = ranker.findings()
    ranked = found or ranker.likely()
    pressed = [draft for draft in ranked if not ranker.forbids(draft)]
    forbidden = [draft for draft in ranked if ranker.forbids(draft)]
    most = library.ranking.most
    spots = [ranker.spot(draft, number) for number, draft in enumerate([*pressed, *forbidden], 1)]
    cut = min(most, len(pressed))
    dates, changes = _changes(exam, library, spots)
    return Checklist(
        exam=exam,
        region=region,
        spots=tuple(spots[:cut]),
        more=tuple(spots[cut : len(pressed)]),
        alone=tuple(spots[len(pressed) :]),
        likely=not found,
        cautions=cautions,
        dates=dates,
        changes=changes,
    )


@dataclass(frozen=True, slots=True)
class _Draft:
    """A spot before it has its number; `share` is its weighted coverage."""

    muscle: Muscle
    point: Point
    side: Side
    coverage: Coverage | None
    share: float
    finding: Finding | None = None


@dataclass(slots=True)
class _Ranker:
    exam: Exam
    library: Library
    region: Region
    cover: Cover
    cautions: Sequence[Caution]
    _sides: dict[Side, tuple[int, int, int]] = field(init=False)

    def __post_init__(self) -> None:
        sides: tuple[Side, ...] = ("left", "right")
        self._sides = {side: _how_sore(self.exam.pain, side) for side in sides}

    @property
    def rules(self) -> Ranking:
        return self.library.ranking

    def findings(self) -> list[_Draft]:
        """What was found when somebody pressed, ranked."""
        felt = [finding for finding in self.exam.findings if finding.tenderness != 0 or finding.familiar]
        drafts = [self._draft(finding.point, finding.side, finding) for finding in felt]
        return sorted(drafts, key=self._finding_key)

    def likely(self) -> list[_Draft]:
        """Points that nobody has pressed, whose pain is often felt where it hurts."""
        negative = {(finding.point, finding.side) for finding in self.exam.findings}
        sides = sorted({pain.side for pain in self.exam.pain if pain.side}, key=self._sides.__getitem__)
        points = [point for muscle in self._muscles() for point in muscle.points]
        drafts = [self._draft(p.id, side) for p in points for side in sides if (p.id, side) not in negative]
        order = {point.id: index for index, point in enumerate(points)}
        enough = [draft for draft in drafts if draft.share >= self.rules.likely]
        ranked = sorted(enough, key=lambda d: (-round(d.share, 6), self._sides[d.side], order[d.point.id]))
        return ranked[: self.rules.most]

    def forbids(self, draft: _Draft) -> bool:
        """Whether this person must not press there."""
        return not draft.point.press or bool(self._against(draft.muscle))

    def spot(self, draft: _Draft, number: int) -> Spot:
        """A draft with its number, its reason, its tools and what to do with the patch."""
        own = dict.fromkeys(self.library.techniques[name].tool for name in draft.muscle.techniques)
        hand = self.exam.tools or TOOLS
        unsafe = {tool for caution in self.cautions for tool in caution.no_tools}
        return Spot(
            number=number,
            muscle=draft.muscle,
            point=draft.point,
            side=draft.side,
            reasons=tuple(self._reasons(draft)),
            finding=draft.finding,
            tools=tuple(tool for tool in own if tool in hand and tool not in unsafe),
            dropped=tuple(tool for tool in own if tool in hand and tool in unsafe),
            patch=self._patch(draft.muscle),
            alone=tuple(self._against(draft.muscle)),
        )

    def _draft(self, point_id: str, side: Side, finding: Finding | None = None) -> _Draft:
        muscle, point = self.library.points[point_id]
        coverage = self.cover(point_id, side) if self.exam.pain else None
        share = self.rules.core * coverage.core + self.rules.spill * coverage.spill if coverage else 0.0
        return _Draft(muscle, point, side, coverage, share, finding)

    def _finding_key(self, draft: _Draft) -> tuple[object, ...]:
        finding = draft.finding
        assert finding is not None
        tenderness = -1 if finding.tenderness is None else finding.tenderness
        return not finding.familiar, -tenderness, -round(draft.share, 6), self._sides[draft.side]

    def _muscles(self) -> Iterable[Muscle]:
        """The muscles of the region in the order of its handout, each once."""
        names = dict.fromkeys(name for suspect in self.region.suspects for name in suspect.muscles)
        return (self.library.muscles[name] for name in names)

    def _against(self, muscle: Muscle) -> list[Caution]:
        return [c for c in self.cautions if c.no_pressing or muscle.muscle in c.no_muscles]

    def _patch(self, muscle: Muscle) -> PatchAdvice:
        if not self.exam.patch or muscle.patch is None:
            return ""
        advice = [caution.patch for caution in self.cautions]
        return "none" if "none" in advice else "ask first" if "ask first" in advice else "as advised"

    def _reasons(self, draft: _Draft) -> Iterable[Reason]:
        """Why a spot stands where it stands, the weightiest reason first."""
        finding, rules = draft.finding, self.rules
        if finding and finding.familiar:
            yield "reason-familiar", {}
        if finding and finding.tenderness is not None:
            rating = finding.tenderness
            word = "very-tender" if rating >= rules.very_tender else "tender" if rating >= rules.tender else "some"
            yield f"reason-{word}", {"rating": rating}
        elif finding and not finding.familiar:
            yield "reason-found", {}
        if draft.coverage:
            yield from self._fit(draft.coverage, tested=finding is not None)

    def _fit(self, coverage: Coverage, *, tested: bool) -> Iterable[Reason]:
        """How the pain area fits; of a spot that nobody has pressed it is the only reason there is."""
        rules = self.rules
        if coverage.core >= rules.covers:
            yield "reason-covers", {}
        elif coverage.core >= rules.covers_part:
            yield "reason-covers-part", {}
        elif coverage.core + coverage.spill >= rules.covers_part:
            yield "reason-spreads", {}
        elif not tested:
            yield "reason-touches", {}


def _how_sore(pains: Sequence[Pain], side: Side) -> tuple[int, int, int]:
    """How sore a side is, the sorer the less: intensities, areas, and which side the record names first."""
    own = [(index, pain) for index, pain in enumerate(pains) if pain.side == side]
    first = own[0][0] if own else len(pains)
    return -sum(pain.intensity or 0 for _, pain in own), -len(own), first


def _changes(
    exam: Exam, library: Library, spots: Sequence[Spot]
) -> tuple[tuple[datetime.date, ...], tuple[Change, ...]]:
    """Every point that any visit compared has rated: today's spots in their order, then those no longer found."""
    visits = exam.visits[-MOST_VISITS:]
    if len(visits) < 2:
        return (), ()
    rated = [_ratings(visit) for visit in visits]
    numbers = {spot.key: spot.number for spot in spots}
    keys = dict.fromkeys([*numbers, *(key for ratings in reversed(rated) for key in ratings)])
    changes = []
    for key in keys:
        values = tuple(ratings.get(key) for ratings in rated)
        if any(value is not None for value in values):
            muscle, point = library.points[key[0]]
            changes.append(Change(muscle, point, key[1], values, numbers.get(key, 0)))
    return tuple(visit.date for visit in visits), tuple(changes)


def _ratings(visit: Visited) -> dict[Spotted, int]:
    return {(f.point, f.side): f.tenderness for f in visit.findings if f.tenderness is not None}
