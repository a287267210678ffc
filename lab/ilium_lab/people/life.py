"""A believable record of a made-up person: for demonstrations, tests and measurements; the same for the same seed.

Every decision in it is the product's own: what the screening says, the gate, the plan of the day, the pain rules. Only
pain, willingness and answers are invented.
"""

import uuid
from datetime import date, datetime, timedelta

import msgspec
import numpy as np

from ilium.anatomy.errors import EventError
from ilium.app.person import PersonReader, next_morning_due
from ilium.app.screening_run import level_of, outcome_of, to_approve
from ilium.app.session_sheet import plan_now
from ilium.app.standing import Cleared, standing
from ilium.exercises.loader import load_library
from ilium.exercises.model import Library
from ilium.prescription.loader import load_rules
from ilium.prescription.model import Block, Mode, SessionPlan
from ilium.prescription.pain import OutcomeRule, gate, outcome
from ilium.progress.due import due_now
from ilium.progress.model import load_measures
from ilium.record.codec import decode_event
from ilium.record.events import Event
from ilium.record.states import Person
from ilium.screening import load_screening
from ilium.store.memory import MemoryEventStore
from ilium_lab.people.body import DAY_SD, EFFORT_SD, EFFORTS, RISE_SD, WOKEN, effort_on, says_no_worse
from ilium_lab.people.personas import KINDS, Kind

ACTIVITIES = ("Sitting for an hour", "Turning over in bed", "Walking up the stairs")
#: Seconds of a repetition, and of everything around a set.
REPETITION_S, AROUND_S = 6, 40


def kind_of(name: str) -> Kind:
    """Return the made-up person of this name.

    Raises
    ------
    EventError
        When there is none; the text names those there are.
    """
    kinds = {kind.id: kind for kind in KINDS}
    if name not in kinds:
        raise EventError(f"no made-up person {name!r}; there are {', '.join(kinds)}")
    return kinds[name]


def simulate(kind: Kind, *, first: datetime, days: int, seed: int) -> list[Event]:
    """Return the events of a made-up person, in the order of the record.

    Parameters
    ----------
    first : datetime
        Aware: the morning on which they begin.
    days : int
        How many days.

    Examples
    --------
    >>> from datetime import UTC
    >>> events = simulate(kind_of("steady"), first=datetime(2026, 3, 2, 7, tzinfo=UTC), days=1, seed=1)
    >>> type(events[0]).__name__
    'ScreeningPageAnswered'
    """
    return _Life(kind, seed).live(first, days)


class _Life:
    """The days of one made-up person, one after the other."""

    def __init__(self, kind: Kind, seed: int) -> None:
        self._kind, self._dice = kind, np.random.default_rng(seed)
        self._store = MemoryEventStore()
        self._reader = PersonReader(self._store)
        self._library = load_library()
        self._average: dict[date, tuple[int, int, int, int]] = {}

    def live(self, first: datetime, days: int) -> list[Event]:
        for number in range(days):
            now = first + timedelta(days=number, minutes=int(self._dice.integers(0, 40)))
            self._rate_the_day(number, now)
            self._answer(number, now)
            if self._dice.random() < self._kind.comes(number):
                self._exercise(number, now + timedelta(minutes=10))
        return [stored.event for stored in self._store.read()]

    # --- saying things -----------------------------------------------------------------------------------------------

    def _say(self, tag: str, at: datetime, **fields: object) -> None:
        number = uuid.UUID(bytes=self._dice.bytes(16), version=4)
        made = {"type": tag, "id": str(number), "at": at.isoformat(timespec="milliseconds"), **fields}
        self._store.append([decode_event(msgspec.json.encode(made))], at)

    def _answers(self) -> bool:
        return bool(self._dice.random() < self._kind.answers)

    def _rating(self, middle: float, noise: float | None = None) -> int:
        return int(
            min(10, max(0, round(float(self._dice.normal(middle, self._kind.noise if noise is None else noise)))))
        )

    def _rate_the_day(self, number: int, now: datetime) -> None:
        """Keep what the day is like, to be told tomorrow."""
        average = self._rating(self._kind.level(number))
        other = average if self._kind.other is None else self._rating(self._kind.other(number))
        worst = min(10, max(average, other) + int(self._dice.integers(0, 3)))
        self._average[now.date()] = (max(average, other), worst, average, other)

    def _answer(self, number: int, now: datetime) -> None:
        person, today = self._reader(), now.date()
        if not isinstance(standing(person, load_screening(), now), Cleared):
            self._screen(now)
        if person.profile is None:
            self._tell_about_pain(now)
            person = self._reader()
        self._answer_yesterday(number, person, now)
        for measure in due_now(load_measures(), person, today):
            if self._answers():
                self._measure(measure, number, now)

    def _answer_yesterday(self, number: int, person: Person, now: datetime) -> None:
        yesterday = now.date() - timedelta(days=1)
        if not self._answers():
            return
        if yesterday in self._average:
            average, worst, left, right = self._average[yesterday]
            sides = {"left": left, "right": right} if self._kind.other else {}
            self._say("pain-day-rated", now, day=str(yesterday), average=average, worst=worst, **sides)
        if due := next_morning_due(person, now.date()):
            morning = self._rating(self._kind.level(number) + self._stirred(number), min(self._kind.noise, DAY_SD))
            woken = bool(self._dice.random() < WOKEN)
            self._say("next-morning-answered", now, session=due.id, day=str(now.date()), pain=morning, woken=woken)

    def _stirred(self, number: int) -> float:
        return 2.5 if self._kind.hurts.get(number - 1) == "sharp" else 0.0

    def _measure(self, measure: str, number: int, now: datetime) -> None:
        able = self._kind.able(number)
        if measure == "function":
            rated = [{"name": name, "value": self._rating(able, 0.7)} for name in ACTIVITIES]
            self._say("function-rated", now, activities=rated)
        elif measure == "heaviness":
            self._say("leg-heaviness-rated", now, left=1, right=max(0, 3 - number // 28))
        else:
            change = round((self._kind.level(0) - self._kind.level(number)) * 0.8)
            self._say("change-rated", now, value=max(-5, min(5, change)))

    # --- the questions -----------------------------------------------------------------------------------------------

    def _screen(self, now: datetime) -> None:
        screening, ticks = load_screening(), self._kind.ticks
        run = {"screening": str(uuid.UUID(bytes=self._dice.bytes(16), version=4)), "version": screening.version}
        for page in [page for page in screening.page if not page.optional]:
            said = {item.id: "yes" if item.id in ticks else "no" for item in page.item}
            sides = {item.id: list(ticks[item.id]) for item in page.item if ticks.get(item.id)}
            lead = ("yes" in said.values()) if page.lead else None
            shown = said if lead is not False else {}
            self._say("screening-page-answered", now, **run, page=page.id, ticks=shown, sides=sides, lead=lead)
        answered = self._reader().screening
        assert answered is not None
        approved = [item.id for item in to_approve(screening, answered, now)]
        level = level_of(outcome_of(screening, answered, now, approved=approved))
        self._say("screening-completed", now, **run, approved=approved, level=level)

    def _tell_about_pain(self, now: datetime) -> None:
        pain = self._rating(self._kind.level(0))
        where = {"side": self._kind.side, "worse": self._kind.worse}
        self._say("profile-changed", now, **where, pain_now=pain, pain_usual=pain, surface="floor", track="gradual")

    # --- a session ---------------------------------------------------------------------------------------------------

    def _exercise(self, number: int, now: datetime) -> None:
        if not isinstance(standing(self._reader(), load_screening(), now), Cleared):
            return
        self._say("daily-check-answered", now, anything_new=False)
        person = self._reader()
        before = self._rating(self._kind.level(number), min(self._kind.noise, 0.9))
        course = self._reader.course(person, now)
        rule = gate(load_rules(), before, flare=course.flare)
        session = _Sitting(self, str(uuid.UUID(bytes=self._dice.bytes(16), version=4)), now, before)
        if rule.mode == "none":
            session.say("start-held-back", pain_before=before)
            return
        made = plan_now(person, now, Mode(rule.mode), course)
        if made.blocks:
            session.run(made, self._library, self._kind.hurts.get(number))


class _Sitting:
    """One session while it runs."""

    def __init__(self, life: _Life, session: str, start: datetime, before: int) -> None:
        self._life, self._session, self._start, self._before = life, session, start, before
        self._seconds, self._reds = 0, 0

    def say(self, tag: str, **fields: object) -> None:
        """Put an event of this session on record."""
        at = self._start + timedelta(seconds=self._seconds)
        self._life._say(tag, at, session=self._session, offset_ms=self._seconds * 1000, **fields)

    def run(self, plan: SessionPlan, library: Library, hurts: str | None) -> None:
        """Do everything that is planned, until a rule ends it."""
        planned = [_planned(block, library) for block in plan.blocks]
        head = {
            "programme": plan.programme,
            "track": plan.track.value,
            "side": plan.side.value,
            "mode": plan.mode.value,
        }
        told = {"sheet": "simulated", "pain_before": self._before, "ladders": library.ladders.last}
        self.say("session-started", **head, **told, planned=planned)
        last_phase = [block.exercise for block in plan.blocks if block.phase == plan.blocks[-1].phase]
        left: set[str] = set()
        done: dict[str, int] = {}
        for index, block in enumerate(plan.blocks):
            if block.exercise in left:
                continue
            if hurts and block.exercise == last_phase[0]:
                value, quality, hurts = min(10, self._before + 3), hurts, None
                then = self._press(plan, index, block, value, quality)
                if then == "stop-session":
                    return
                if then == "stop-exercise":
                    left.add(block.exercise)
                    continue
            self._do(index, block)
            done[block.exercise] = index
        self._seconds += 5
        self.say("session-finished")
        for index in done.values():
            self._rate(plan, index, plan.blocks[index])

    def _do(self, index: int, block: Block) -> None:
        for number in range(1, block.sets + 1):
            self._seconds += AROUND_S + block.repetitions * (block.hold_seconds or 0) + block.repetitions * REPETITION_S
            held = block.repetitions * (block.hold_seconds or 0)
            self.say(
                "set-completed",
                **_named(index, block),
                set=number,
                side=block.working_side.value,
                variant=block.variant,
                repetitions=block.repetitions,
                held_seconds=held,
            )

    def _rate(self, plan: SessionPlan, index: int, block: Block) -> None:
        """Say at the end how an exercise was: that it was no worse, a number, or nothing."""
        self._seconds += 5
        if not self._life._answers():
            for question in ("worst", "effort"):
                self.say("question-unanswered", question=question, **_named(index, block))
            return
        worst = self._life._rating(self._before + self._life._kind.rise, RISE_SD)
        if says_no_worse(worst - self._before, self._life._dice):
            self.say("no-worse-said", **_named(index, block))
        else:
            self._tell(plan, index, block, "worst", worst, "ache")
        effort = self._life._rating(effort_on(block.rung, self._life._library.get(block.exercise).top), EFFORT_SD)
        if self._life._dice.random() < EFFORTS:
            self.say("effort-reported", value=effort, **_named(index, block))
        else:
            self.say("question-unanswered", question="effort", **_named(index, block))

    def _press(self, plan: SessionPlan, index: int, block: Block, value: int, quality: str) -> str:
        """Press "It hurts", and do what follows."""
        found = self._tell(plan, index, block, "during", value, quality)
        if found.then in ("stop-session", "emergency"):
            self._seconds += 5
            self.say("session-stopped", why=found.stop_why)
            return "stop-session"
        if found.then == "stop-exercise":
            self.say("block-skipped", **_named(index, block), side=block.working_side.value, why="pain-stop")
        return found.then

    def _tell(self, plan: SessionPlan, index: int, block: Block, moment: str, value: int, quality: str) -> OutcomeRule:
        answer = {"before": self._before, "now": value, "quality": quality, "reds": self._reds}
        found = outcome(load_rules(), plan.mode, **answer)  # type: ignore[arg-type]
        self._reds += found.counts_red
        named = {"moment": moment, "value": value, "quality": quality, "outcome": found.id}
        self.say("pain-reported", **named, **_named(index, block))
        return found


def _named(index: int, block: Block) -> dict[str, object]:
    return {"block": index, "exercise": block.exercise}


def _planned(block: Block, library: Library) -> dict[str, object]:
    return {
        "exercise": block.exercise,
        "name": library.get(block.exercise).name,
        "variant": block.variant,
        "variant_name": library.get(block.exercise).get_variant(block.variant).name,
        "phase": block.phase,
        "working_side": block.working_side.value,
        "sets": block.sets,
        "repetitions": block.repetitions,
        "hold_seconds": block.hold_seconds,
        "breaths": block.breaths,
        "rung": None if block.rung is None else library.get(block.exercise).get_rung(block.rung).id,
    }
