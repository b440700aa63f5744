"""The words of a checklist: reasons, messages, dates and changes, made from the values that the ranking has left."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from booklet.checklist import Change, Checklist, Spot
from booklet.library import Library
from booklet.palette import InkName

LOG_DAYS: Final = 14

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class ChartNames:
    """The chart of a person as templates name it: its id, its views, the spots it does not draw, their colours."""

    figure: str
    views: tuple[str, ...]
    undrawn: tuple[int, ...]
    colours: Mapping[int, InkName]


@dataclass(frozen=True, slots=True)
class Personal:
    """What a template may say about one person; `handout` tells that the handout, which is for all, follows."""

    check: Checklist
    chart: ChartNames
    handout: bool = False

    def context(self, library: Library, say: Say) -> dict[str, Any]:
        """Everything that templates of checklists may use beyond what all templates may."""
        wording = _Wording(self.check, self.chart, say)
        check = self.check
        muscles = {spot.muscle.muscle for spot in (*check.spots, *check.more)}
        suspects = (suspect for suspect in check.region.suspects if suspect.belly_rules)
        return {
            "check": check,
            "exam": check.exam,
            "chart": self.chart,
            "handout": self.handout,
            "texts": library.checklist,
            "belly_rules": any(muscles.intersection(suspect.muscles) for suspect in suspects),
            "patch_logged": check.exam.patch and not any(caution.patch == "none" for caution in check.cautions),
            "two_weeks": [check.exam.date + datetime.timedelta(days) for days in range(LOG_DAYS)],
            "colour_of": lambda spot: self.chart.colours[spot.number],
            "use_words": lambda tools: [say(f"use-{tool}") for tool in tools],
            **{name: getattr(wording, name) for name in _Wording.FUNCTIONS},
        }


class _Wording:
    """What is said about the parts of one checklist, in the words of one language."""

    FUNCTIONS: Final = (
        "day",
        "short_day",
        "weekday",
        "listed",
        "main_message",
        "chart_caption",
        "reason",
        "why_alone",
        "change_word",
    )

    def __init__(self, check: Checklist, chart: ChartNames, say: Say) -> None:
        self._check = check
        self._chart = chart
        self._say = say

    def day(self, date: datetime.date) -> str:
        """A date with its year."""
        return self._say("date", day=date.day, month=self._month(date), year=date.year)

    def short_day(self, date: datetime.date) -> str:
        """A date without its year."""
        return self._say("short-date", day=date.day, month=self._month(date)[:3])

    def weekday(self, date: datetime.date) -> str:
        """A day of the log."""
        return self._say("weekday", weekday=self._say("weekdays").split()[date.weekday()], day=date.day)

    def _month(self, date: datetime.date) -> str:
        return self._say("months").split()[date.month - 1]

    def listed(self, words: Sequence[str], joint: str = "list-or") -> str:
        """Words with commas between them and a joint before the last."""
        *several, last = words
        return self._say(joint, first=", ".join(several), last=last) if several else last

    def main_message(self) -> str:
        """The one message of the sheet."""
        check = self._check
        count = len(check.spots)
        if not count:
            return self._say("message-alone" if check.alone else "message-none")
        kind = "message-likely" if check.likely else "message"
        if count == 1:
            return self._say(f"{kind}-one")
        return self._say(f"{kind}-many", count=self._say("numbers").split()[count - 1])

    def chart_caption(self) -> str:
        """What the marks in the chart mean."""
        views = {"posterior": "view-back", "anterior": "view-front", "left": "view-left", "right": "view-right"}
        said = [self._say(views[self._chart.views[0]])] if len(self._chart.views) == 1 else []
        drawn = {spot.number for spot in self._check.all_spots} - set(self._chart.undrawn)
        said += [self._say("chart-pain")] * bool(self._check.exam.pain) + [self._say("chart-spots")] * bool(drawn)
        if missing := [str(number) for number in self._chart.undrawn]:
            said.append(self._say("chart-undrawn", numbers=self.listed(missing, "list-and")))
        return " ".join(said)

    def reason(self, spot: Spot) -> str:
        """Why a spot stands where it stands, in sentences."""
        said = " ".join(self._say(key, **values) for key, values in spot.reasons)
        if said and spot.number == 1 and len(self._check.spots) > 1:
            return self._say("reason-first", reason=said[:1].lower() + said[1:])
        return said

    def why_alone(self, spot: Spot) -> str:
        """Why a spot is shown only."""
        if not spot.alone:
            return self._say("alone-always")
        because = dict.fromkeys(caution.because for caution in spot.alone)
        return self._say("alone-because", because=self.listed(list(because), "list-and"))

    def change_word(self, change: Change) -> str:
        """How a rating has changed since it was last known."""
        by = change.difference
        if change.values[-1] is None:
            return self._say("change-open")
        if by is None:
            return self._say("change-new")
        if by == 0:
            return self._say("change-same")
        return self._say("change-up" if by > 0 else "change-down", by=abs(by))
