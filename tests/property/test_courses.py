"""Every order of days, sessions, answers and choices, as one state machine over the product's own decisions.

What must hold whatever happens: a block never leads back to a plan without a new screening; nobody goes up unless it
was earned or asked for, and one exercise at most after a session; what was left out is not planned; the fold of the
record is the same when it is computed again.
"""

from datetime import UTC, datetime, timedelta
from typing import Literal

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ilium.anatomy.errors import NotScreened
from ilium.app.course import course_of
from ilium.app.person import PersonReader
from ilium.app.session_sheet import plan_now
from ilium.app.standing import Cleared, standing
from ilium.exercises.loader import load_library
from ilium.prescription.ladders import Course
from ilium.prescription.loader import load_rules
from ilium.prescription.model import Block, Mode
from ilium.prescription.pain import gate, outcome
from ilium.record.codec import decode_event
from ilium.record.events import SessionStopped
from ilium.record.states import Person
from ilium.screening import Level, load_screening
from ilium.store.memory import MemoryEventStore

LIBRARY, RULES = load_library(), load_rules()
EXERCISES = list(LIBRARY.programme.exercises)
START = datetime(2026, 3, 2, 8, tzinfo=UTC)
QUALITIES = [quality.id for quality in RULES.quality]
RED_FLAGS = [
    item.id
    for page in load_screening().page
    for item in page.item
    if item.level in (Level.SAME_DAY, Level.CLINICIAN) and not item.sided
]
NEWS = ("leg-symptoms", "urgent", "emergency")


class Life(RuleBasedStateMachine):
    """One person, whom days, answers and sessions may befall in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.store = MemoryEventStore()
        self.reader = PersonReader(self.store)
        self.made = 0
        self.blocked = True
        self.levels: dict[str, int | None] = {}
        self.sessions_since = 0
        self.out: set[str] = set()

    # --- what happens ------------------------------------------------------------------------------------------------

    def say(self, tag: str, **fields: object) -> None:
        self.made += 1
        event_id = f"0192c0de-0000-7000-8000-{self.made:012x}"
        made = {"type": tag, "id": event_id, "at": self.now.isoformat(timespec="milliseconds"), **fields}
        self.store.append([decode_event(msgspec.json.encode(made))], self.now)

    @property
    def person(self) -> Person:
        return self.reader()

    @property
    def course(self) -> Course:
        return self.reader.course(self.person, self.now)

    @initialize(track=st.sampled_from(["gradual", "published"]))
    def begin(self, track: str) -> None:
        self.answer_the_questions("none")
        self.say("profile-changed", side="left", pain_now=3, pain_usual=3, surface="floor", track=track)

    @rule(ticked=st.sampled_from(["none"] * 8) | st.sampled_from(RED_FLAGS))
    def answer_the_questions(self, ticked: str) -> None:
        screening = load_screening()
        run = {"screening": f"0192c0de-0000-7000-8001-{self.made:012x}", "version": screening.version}
        for page in screening.page:
            ticks = {item.id: "yes" if item.id == ticked else "no" for item in page.item}
            lead = ("yes" in ticks.values()) if page.lead else None
            shown = {} if lead is False else ticks
            self.say("screening-page-answered", **run, page=page.id, ticks=shown, lead=lead)
        self.say("screening-completed", **run, level="allowed" if ticked == "none" else "clinician")
        self.blocked = ticked != "none"

    @rule(days=st.sampled_from([1, 1, 1, 2, 3, 8, 15]))
    def days_pass(self, days: int) -> None:
        self.now = self.now.replace(hour=8) + timedelta(days=days)

    @precondition(lambda self: self.made % 5 == 0)
    @rule()
    def something_is_new(self) -> None:
        self.say("daily-check-answered", anything_new=True)
        self.blocked = True

    @precondition(lambda self: self.made % 5 == 1)
    @rule(back=st.integers(1, 9))
    def the_clock_is_set_back_for_a_moment(self, back: int) -> None:
        """Something new, said while the clock is wrong, counts once it is right again."""
        right = self.now
        self.now -= timedelta(days=back)
        self.say("daily-check-answered", anything_new=True)
        self.now, self.blocked = right, True

    @rule(pain=st.integers(0, 10), woken=st.booleans())
    def the_morning_is_told(self, pain: int, woken: bool) -> None:
        last = self.person.last_session
        if last is not None and last.id not in self.person.next_mornings:
            day = str(self.now.date())
            self.say("next-morning-answered", session=last.id, day=day, pain=pain, woken=woken)

    @rule(exercise=st.sampled_from(EXERCISES), level=st.integers(0, 19), clinician=st.booleans())
    def a_step_is_chosen(self, exercise: str, level: int, clinician: bool) -> None:
        before = self.course.ladders[exercise]
        rungs = LIBRARY.get(exercise).rung
        step = rungs[min(level, len(rungs) - 1)].id
        self.say("rung-chosen", exercise=exercise, level=step, clinician=clinician, ladders=LIBRARY.ladders.last)
        after = self.course.ladders[exercise]
        if before.level is not None and before.out is None:
            assert after.level is not None and after.level <= max(before.level, min(before.level, before.earned) + 1)
        if clinician:
            self.out.discard(exercise)
        elif exercise in self.out:
            assert after.out

    @rule(side=st.sampled_from(["left", "right", "both", "unsure"]), track=st.sampled_from(["gradual", "published"]))
    def the_profile_is_saved(self, side: str, track: str) -> None:
        """Another side or track begins the ladders anew, and brings nothing back."""
        self.note_what_is_out()
        before = self.course.ladders
        self.say("profile-changed", side=side, pain_now=3, pain_usual=3, surface="floor", track=track)
        after = self.course.ladders
        for name, ladder in before.items():
            kept = (ladder.out, ladder.out_by, ladder.until, ladder.clinician)
            now = after[name]
            assert ladder.out is None or (now.out, now.out_by, now.until, now.clinician) == kept

    def note_what_is_out(self) -> None:
        ladders = self.course.ladders
        self.out |= {name for name, one in ladders.items() if one.out == "remove" and one.clinician}

    @precondition(lambda self: isinstance(standing(self.person, load_screening(), self.now), Cleared))
    @rule(
        before=st.integers(0, 10),
        quality=st.sampled_from([*["ache"] * 8, *QUALITIES]),
        rise=st.sampled_from([-1, 0, 0, 0, 1, 2, 4]),
        place=st.integers(0, 3),
        effort=st.sampled_from([3, 5, 8]),
    )
    def a_session(self, before: int, quality: str, rise: int, place: int, effort: int) -> None:
        course = self.course
        row = gate(RULES, before, flare=course.flare)
        session = f"0192c0de-0000-7000-8002-{self.made:012x}"
        if row.mode == "none":
            self.say("start-held-back", session=session, offset_ms=0, pain_before=before)
            return
        assert not (course.flare and row.mode == "full")
        blocks = plan_now(self.person, self.now, Mode(row.mode), self.course).blocks
        if blocks:
            self.sit(session, before, row.mode, blocks, quality, rise, place, effort)

    def sit(
        self,
        session: str,
        before: int,
        mode: Literal["full", "mobilise-only"],
        blocks: tuple[Block, ...],
        quality: str,
        rise: int,
        place: int,
        effort: int,
    ) -> None:
        offset = 0

        def happened(tag: str, **fields: object) -> None:
            nonlocal offset
            offset += 1000
            self.say(tag, session=session, offset_ms=offset, **fields)

        planned = [self.planned(block) for block in blocks]
        track = "published" if any(block.rung is None for block in blocks) else "gradual"
        head = {"programme": "p", "track": track, "side": "left", "mode": mode, "sheet": "s"}
        happened("session-started", **head, pain_before=before, planned=planned, ladders=LIBRARY.ladders.last)
        hurt = min(place, len(blocks) - 1)
        for index, block in enumerate(blocks):
            named = {"block": index, "exercise": block.exercise}
            for number in range(1, block.sets + 1):
                done = {"side": block.working_side.value, "variant": block.variant, "repetitions": block.repetitions}
                happened("set-completed", **named, **done, set=number)
            kind, now = (quality, min(10, max(0, before + rise))) if index == hurt else ("ache", max(0, before - 1))
            found = outcome(RULES, Mode(mode), before=before, now=now, quality=kind, reds=0)
            if index == hurt or effort != 3:
                happened("pain-reported", **named, moment="worst", value=now, quality=kind, outcome=found.id)
            else:
                happened("no-worse-said", **named)
            happened("effort-reported", **named, value=effort)
            if found.then in ("stop-session", "emergency"):
                happened("session-stopped", why=found.stop_why)
                self.blocked = self.blocked or found.stop_why in NEWS
                break
        else:
            happened("session-finished")
        self.sessions_since += 1
        self.now += timedelta(hours=1)

    @staticmethod
    def planned(block: Block) -> dict[str, object]:
        names = ("exercise", "variant", "phase", "sets", "repetitions", "hold_seconds", "breaths", "rung")
        values = {name: getattr(block, name) for name in names}
        if block.rung is not None:
            values["rung"] = LIBRARY.get(block.exercise).get_rung(block.rung).id
        return {**values, "name": block.exercise, "working_side": block.working_side.value}

    # --- what must hold ----------------------------------------------------------------------------------------------

    @invariant()
    def no_way_leads_from_a_block_to_a_plan_without_a_new_screening(self) -> None:
        if self.blocked and self.person.profile is not None:
            with pytest.raises(NotScreened):
                plan_now(self.person, self.now, Mode.FULL, self.course)

    @invariant()
    def the_ladders_stay_within_bounds_and_what_is_out_is_not_planned(self) -> None:
        course = self.course
        for name, ladder in course.ladders.items():
            assert ladder.level is None or 0 <= ladder.level <= LIBRARY.get(name).top
        if isinstance(standing(self.person, load_screening(), self.now), Cleared) and self.person.profile:
            blocks = plan_now(self.person, self.now, Mode.FULL, self.course).blocks
            out = {name for name, one in course.ladders.items() if one.out == "remove"}
            assert not out & {block.exercise for block in blocks}
            phases = [block.phase for block in blocks]
            assert phases == sorted(phases, key=["mobilise", "strengthen"].index)

    @invariant()
    def only_a_clinician_brings_back_what_needs_one(self) -> None:
        ladders = self.course.ladders
        assert all(ladders[name].out for name in self.out)
        self.note_what_is_out()

    @invariant()
    def every_step_up_was_earned_or_asked_for(self) -> None:
        course = self.course
        steps = course.steps
        for step in steps:
            assert step.say.endswith(".")
            if step.moved == "up":
                assert step.before is not None and step.after == step.before + 1
        days = [step.day for step in steps if step.moved == "up"]
        sessions = len(self.person.sessions)
        assert len(days) <= max(0, sessions - 2)

    @invariant()
    def a_new_reader_finds_the_same(self) -> None:
        assert self.course == course_of(PersonReader(self.store)(), self.now)

    @invariant()
    def a_stop_for_a_warning_sign_stands_in_the_record(self) -> None:
        for session in self.person.sessions:
            stops = [event for event in self.store.of_session(session.id) if isinstance(event, SessionStopped)]
            assert bool(stops) == (session.stopped_why is not None)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=30, stateful_step_count=40, deadline=None)
