"""Weeks of a made-up person by the product's own rules, without a store: fast enough for hundreds of people.

The gate, the pain table, the steps between sessions, the rhythm and the plan are the product's. Left out are the
record, the screening (nothing was ticked) and what stops for more than a day.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

import msgspec
import numpy as np

from ilium.anatomy import PainSide
from ilium.exercises.loader import load_library
from ilium.prescription.adaptation import Colour, Exposure
from ilium.prescription.exposures import Answered, MorningAfter, Taken, mornings
from ilium.prescription.ladders import Begun, Course, LadderCheckpoint, follow, keep
from ilium.prescription.loader import load_adaptation, load_rules
from ilium.prescription.model import Mode, PlanRequest, SessionPlan, Track
from ilium.prescription.pain import OutcomeRule, gate, outcome
from ilium.prescription.plan import plan
from ilium.prescription.rhythm import resting
from ilium.record.events import NextMorningAnswered
from ilium.screening.assess import example_clearance
from ilium_lab.people.body import EFFORT_SD, EFFORTS, PRESSES, WOKEN, Body, effort_on, says_no_worse

FIRST = datetime(2026, 3, 2, 8, tzinfo=UTC)
MARKS: Mapping[str, Colour] = {"green": "green", "centralised": "green", "amber": "amber", "red": "red"}


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """One day of a made-up person.

    Parameters
    ----------
    before : int
        Pain before a start, as it is told.
    offered : bool
        A session of some kind could be begun.
    course : Course
        Where they stood on that day before any session.
    rests : tuple of str
        Exercises that rest because of pain, or are left out.
    done : tuple of Exposure
        What a session was for each exercise; empty where there was none.
    """

    number: int
    before: int
    offered: bool
    course: Course
    rests: tuple[str, ...]
    done: tuple[Exposure, ...] = ()


def live(body: Body, *, days: int, dice: np.random.Generator, track: Track = Track.GRADUAL) -> list[Day]:
    """Return the days of a made-up person, in their order.

    Examples
    --------
    >>> days = live(Body(level=lambda _: 4), days=3, dice=np.random.default_rng(1))
    >>> [day.number for day in days], days[0].offered
    ([0, 1, 2], True)
    """
    return _Weeks(body, dice, track).live(days)


@cache
def _plan(track: Track, mode: Mode, rungs: tuple[tuple[str, int], ...], without: tuple[str, ...]) -> SessionPlan:
    request = PlanRequest(side=PainSide.RIGHT, track=track, rungs=dict(rungs), without=without, mode=mode)
    return plan(load_library(), example_clearance([], FIRST), request)


class _Weeks:
    """The days of one made-up person, one after the other."""

    def __init__(self, body: Body, dice: np.random.Generator, track: Track) -> None:
        self._body, self._dice = body, dice
        self._answered: list[Answered] = []
        self._mornings: dict[date, MorningAfter] = {}
        begun = Begun(at=FIRST - timedelta(hours=1), day=FIRST.date(), track=track)
        self._kept: LadderCheckpoint = keep(load_library(), load_adaptation(), [begun], {})
        self._last: tuple[int, int, float] | None = None  # the last session: its day, the pain before it, what lingers

    def live(self, days: int) -> list[Day]:
        return [self._day(number) for number in range(days)]

    def _day(self, number: int) -> Day:
        pain = self._body.level(number) + self._dice.normal(0, self._body.day_sd)
        now = FIRST + timedelta(days=number)
        self._tell_the_morning(number, now, pain)
        course = follow(
            load_library(), load_adaptation(), [], self._mornings, now=now, today=now.date(), kept=self._kept
        )
        before = self._rated(pain)
        rule = gate(load_rules(), before, flare=course.flare)
        rests = resting(load_library(), load_adaptation().rhythm, course, now.date())
        made = None if rule.mode == "none" else self._planned(course, Mode(rule.mode), tuple(rests))
        is_offered = made is not None and bool(made.blocks)
        hurt = tuple(name for name, why in rests.items() if why != "rest-day")
        day = Day(number=number, before=before, offered=is_offered, course=course, rests=hurt)
        if made is None or not is_offered or self._dice.random() >= self._body.comes:
            return day
        done = _Sitting(self._body, self._dice, made, before, pain).exposures()
        self._keep(number, now, before, done)
        return msgspec.structs.replace(day, done=done)

    def _planned(self, course: Course, mode: Mode, without: tuple[str, ...]) -> SessionPlan:
        rungs = tuple((name, one.level) for name, one in course.ladders.items() if one.level is not None)
        return _plan(course.track, mode, rungs, without)

    def _keep(self, number: int, now: datetime, before: int, done: tuple[Exposure, ...]) -> None:
        took = Taken(at=now, day=now.date(), exposures=done)
        self._kept = keep(load_library(), load_adaptation(), [took], self._mornings, self._kept)
        stirred = max((self._body.lingers.get(one.exercise, 0.0) for one in done if one.begun), default=0.0)
        self._last = number, before, stirred

    def _tell_the_morning(self, number: int, now: datetime, pain: float) -> None:
        if self._last is None or self._last[0] != number - 1:
            return
        yesterday, before, stirred = self._last
        told = self._rated(pain + stirred)
        if self._dice.random() >= self._body.answers(told):
            return
        at = datetime.combine(now.date(), time(7), UTC).isoformat()
        woken = bool(self._dice.random() < WOKEN)
        answer = NextMorningAnswered(id="", at=at, session="", day=str(now.date()), pain=told, woken=woken)
        self._answered.append(Answered((now - timedelta(days=1)).date(), before, answer))
        self._mornings |= mornings(load_adaptation(), self._answered, len(self._answered) - 1)

    def _rated(self, pain: float) -> int:
        wavering = self._dice.normal(0, self._body.rating_sd) if self._body.rating_sd else 0.0
        return int(min(10, max(0, round(pain + wavering))))


class _Sitting:
    """One session while it runs: ``pain`` is what there is before it, ``before`` what was told of it."""

    def __init__(self, body: Body, dice: np.random.Generator, made: SessionPlan, before: int, pain: float) -> None:
        self._body, self._dice, self._made = body, dice, made
        self._before, self._pain, self._reds, self._is_over = before, pain, 0, False

    def exposures(self) -> tuple[Exposure, ...]:
        """Do what is planned until a rule ends it, and return what became of each exercise."""
        rungs = {block.exercise: block.rung for block in self._made.blocks}
        return tuple(self._do(name, rung) for name, rung in rungs.items())

    def _do(self, exercise: str, rung: int | None) -> Exposure:
        gentle = self._made.mode is Mode.MOBILISE_ONLY
        if self._is_over:
            return Exposure(exercise=exercise, begun=False, full=False, rung=rung, gentle=gentle)
        kind, chance = self._body.kinds.get(exercise, ("ache", 0.0))
        quality = kind if self._dice.random() < chance else "ache"
        worst = self._pain + self._dice.normal(self._body.rise_in(exercise), self._body.rise_sd)
        if self._body.rating_sd:
            worst += self._dice.normal(0, self._body.rating_sd)
        now = int(min(10, max(0, round(float(worst)))))
        found = self._found(now, quality)
        is_told, stops = self._dice.random() < self._body.answers(now), found.then != "continue"
        is_pressed = stops and (quality != "ache" or self._dice.random() < PRESSES)
        harder = effort_on(rung, load_library().get(exercise).top)
        effort = int(min(10, max(0, round(self._dice.normal(harder, EFFORT_SD)))))
        if not is_told and not is_pressed:
            return Exposure(exercise=exercise, begun=True, full=True, rung=rung, gentle=gentle)
        no_worse = not is_pressed and says_no_worse(now - self._before, self._dice)
        if no_worse:
            now, quality = self._before, "ache"
        self._reds += found.counts_red and not no_worse
        self._is_over = is_pressed and found.then in ("stop-session", "emergency")
        return Exposure(
            exercise=exercise,
            begun=True,
            full=not is_pressed,
            colour="green" if no_worse else MARKS.get(found.mark),
            rise=now - self._before,
            sharp=quality in _sharp(),
            leg=found.mark == "peripheralised" and not no_worse,
            effort=effort if not is_pressed and self._dice.random() < EFFORTS else None,
            rung=rung,
            gentle=gentle,
        )

    def _found(self, now: int, quality: str) -> OutcomeRule:
        answer = {"before": self._before, "now": now, "quality": quality, "reds": self._reds}
        return outcome(load_rules(), self._made.mode, **answer)  # type: ignore[arg-type]


@cache
def _sharp() -> frozenset[str]:
    return frozenset(kind.id for kind in load_rules().quality if kind.sharp)
