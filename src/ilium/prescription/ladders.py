"""A person's rungs as a fold of their record: every step can be computed again, and says why.

Between one session and the next, before each choice of the person, and today, the rules of
`ilium.prescription.adaptation` are asked for each exercise. At most one exercise goes up after each session: the one
that has waited longest. What was not yet known when the next session began (a morning told late) counts from when it
was told.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Literal

import msgspec

from ilium.exercises.editions import BY_NUMBER, way_of
from ilium.exercises.model import Exercise, Library, Rung
from ilium.exercises.work import weekly_work
from ilium.prescription.adaptation import (
    Adaptation,
    BetweenRule,
    Exposure,
    Facts,
    JudgedExposure,
    Verdict,
    first_rule,
    good_days,
    has_stirred,
    is_red,
    lacking,
    rose,
)
from ilium.prescription.exposures import MorningAfter, Taken
from ilium.prescription.model import Track

#: So many sessions of an exercise are looked back on: more than any rule asks for.
LOOK_BACK = 8
#: Longer than any gap that a rule asks for: a ladder that begins anew has none until it was done again.
NO_GAP = 10_000
#: What lies further ahead than this was dated by a clock that was wrong: our choice, not validated. What lies nearer
#: counts, so that a clock that was set back hides no stop.
AHEAD_AT_MOST = timedelta(days=31)
Moved = Literal["up", "down", "start", "gentlest", "remove", "block", "lowest", "chosen", "back"]


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """The person chose a rung.

    ``clinician``: somebody who knows about it said yes. ``edition`` is that of the ladders; None for today's.
    """

    at: datetime
    day: date
    exercise: str
    level: int
    clinician: bool = False
    edition: int | None = None


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """The ladders begin, for the first time or anew, because the track or the sore side changed."""

    at: datetime
    day: date
    track: Track


Happening = Taken | Chosen | Begun


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A change of one exercise: what, from where to where, and why in a sentence.

    Parameters
    ----------
    rule : str
        The rule's id; empty for what the person chose.
    before, after : int, optional
        Levels; None for the published dose.
    """

    day: date
    exercise: str
    moved: Moved
    rule: str = ""
    before: int | None
    after: int | None
    say: str
    see_someone: bool = False


class Ladder(msgspec.Struct, frozen=True, kw_only=True):
    """Where a person stands with one exercise.

    Parameters
    ----------
    level : int, optional
        The rung; None for the published dose.
    out : {"remove", "block"}, optional
        Left out: until the person or a clinician brings it back, or ``until`` a day.
    out_by : str
        Id of the rule that left it out.
    clinician : bool
        While it is left out, only a clinician's yes brings it back early.
    earned : int
        The highest level that the rules themselves have led to since they last led down.
    hurt_on : date, optional
        The day whose session makes the next strength day a rest; None once it was done again.
    changed : date
        When the level last changed, or the ladder began.
    went_up : date, optional
        When it last went up by itself.
    sessions, here : tuple
        The last sessions of it, and those since the level last changed.
    done : tuple of date
        The last days on which any of it was done.
    """

    exercise: str
    level: int | None
    out: Literal["remove", "block"] | None = None
    out_by: str = ""
    clinician: bool = False
    until: date | None = None
    earned: int = 0
    hurt_on: date | None = None
    changed: date
    went_up: date | None = None
    sessions: tuple[tuple[date, Exposure], ...] = ()
    here: tuple[tuple[date, Exposure], ...] = ()
    leg: tuple[date, ...] = ()
    done: tuple[date, ...] = ()
    full_days: tuple[date, ...] = ()
    gap_read: int = 0


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """A person's ladders on one day, and how they came to be.

    Parameters
    ----------
    ladders : dict of str to Ladder
        By exercise, in the programme's order.
    steps : tuple of Step
        Every change, the oldest first.
    recent : tuple of Step
        The changes since the last session began.
    flare : bool
        The morning after the last day with a session was a flare: the gentlest stretches only.
    mornings : mapping of date to MorningAfter
        The mornings after that were told, by the day of their session.
    """

    track: Track
    ladders: dict[str, Ladder]
    steps: tuple[Step, ...] = ()
    recent: tuple[Step, ...] = ()
    flare: bool = False
    mornings: Mapping[date, MorningAfter] = {}


class LadderCheckpoint(msgspec.Struct, frozen=True, kw_only=True):
    """How far the ladders had come after a session, so that `follow` can go on from there.

    It holds what `_Fold` remembers, and of the days the last three, which is as far back as it looks.
    """

    track: Track
    ladders: dict[str, Ladder]
    steps: tuple[Step, ...]
    recent: int
    known: datetime | None
    days: tuple[date, ...]
    red_read: bool
    went_up: bool
    last: Taken | None


def keep(
    library: Library,
    rules: Adaptation,
    happenings: Sequence[Happening],
    mornings: Mapping[date, MorningAfter],
    kept: LadderCheckpoint | None = None,
) -> LadderCheckpoint:
    """Fold what happened, from the beginning or after what was kept, and return how far the ladders have come.

    `follow` finds the same with this and the happenings after it as with all of them, as long as ``mornings`` says the
    same about the days up to here, and none of these happenings is of a day after its tomorrow.
    """
    fold = _Fold(library, rules, mornings)
    if kept is not None:
        fold.resume(kept)
    for happening in happenings:
        fold.take(happening)
    return fold.kept()


def follow(
    library: Library,
    rules: Adaptation,
    happenings: Sequence[Happening],
    mornings: Mapping[date, MorningAfter],
    *,
    now: datetime,
    today: date,
    kept: LadderCheckpoint | None = None,
) -> Course:
    """Fold what happened to the course of today.

    Parameters
    ----------
    happenings : sequence
        In the order of time, beginning with a `Begun`. What a wrong clock dated more than `AHEAD_AT_MOST` after today
        is left out.
    mornings : mapping of date to MorningAfter
        Of days with sessions.
    now, today
        When the course is asked for; ``now`` is aware.
    kept : Kept, optional
        What `keep` found before these happenings.
    """
    fold = _Fold(library, rules, mornings)
    if kept is not None:
        fold.resume(kept)
    for happening in happenings:
        if happening.day <= today + AHEAD_AT_MOST:
            fold.take(happening)
    if fold.last is not None:
        fold.between(today, now)
    return fold.course(today, now)


class _Fold:
    """The fold while it runs: the ladders, what was known when they were last looked at, and the steps."""

    def __init__(self, library: Library, rules: Adaptation, mornings: Mapping[date, MorningAfter]) -> None:
        self._exercises = [library.get(exercise) for exercise in library.programme.exercises]
        self._rules, self._mornings = rules, mornings
        self._editions = library.ladders
        self._edition: int | None = None
        self._says: Mapping[str, str] = msgspec.to_builtins(rules.says)
        self._track = Track.GRADUAL
        self._ladders: dict[str, Ladder] = {}
        self._steps: list[Step] = []
        self._recent = 0
        self._known: datetime | None = None
        self._days: list[date] = []
        self._red_read = self._went_up = False
        self.last: Taken | None = None

    def take(self, happening: Happening) -> None:
        """Take in one thing that happened."""
        match happening:
            case Begun(track=track, day=day, at=at):
                if self.last is not None:
                    self.between(day, at)
                self._track = track
                self._ladders = {one.id: _anew(one, track, day, self._ladders.get(one.id)) for one in self._exercises}
            case Chosen(day=day, at=at, edition=edition):
                if self.last is not None:
                    self.between(day, at, edition)
                self._choose(happening)
            case Taken(day=day, at=at, edition=edition):
                if self.last is not None:
                    self.between(day, at, edition)
                self._recent = len(self._steps)
                self._done(happening)

    def course(self, today: date, now: datetime) -> Course:
        """Return what was found."""
        steps = tuple(self._steps)
        return Course(
            track=self._track,
            ladders=self._ladders,
            steps=steps,
            recent=steps[self._recent :],
            flare=self._flare(today, now),
            mornings=self._mornings,
        )

    # --- going on later ----------------------------------------------------------------------------------------------

    def kept(self) -> LadderCheckpoint:
        """Return how far it has come."""
        return LadderCheckpoint(
            track=self._track,
            ladders=dict(self._ladders),
            steps=tuple(self._steps),
            recent=self._recent,
            known=self._known,
            days=tuple(self._days[-3:]),
            red_read=self._red_read,
            went_up=self._went_up,
            last=self.last,
        )

    def resume(self, kept: LadderCheckpoint) -> None:
        """Go on from there."""
        self._track, self._ladders, self._steps = kept.track, dict(kept.ladders), list(kept.steps)
        self._recent, self._known, self._days = kept.recent, kept.known, list(kept.days)
        self._red_read, self._went_up, self.last = kept.red_read, kept.went_up, kept.last

    # --- today -------------------------------------------------------------------------------------------------------

    def _flare(self, today: date, now: datetime) -> bool:
        before = [day for day in self._days[-3:] if day < today]
        if not before or (today - before[-1]).days > self._rules.morning.flare_days:
            return False
        return _verdict(self._mornings, before[-1], now) is Verdict.FLARE

    # --- a session ---------------------------------------------------------------------------------------------------

    def _done(self, session: Taken) -> None:
        self.last = session
        self._red_read = self._went_up = False
        self._days.append(session.day)
        for exposure in session.exposures:
            if ladder := self._ladders.get(exposure.exercise):
                self._ladders[exposure.exercise] = _exposed(ladder, session.day, exposure)

    # --- between two sessions ----------------------------------------------------------------------------------------

    def between(self, day: date, known: datetime, edition: int | None = None) -> None:
        """Ask the rules for every exercise, with what was known at that moment, on the ladders of an edition."""
        self._edition = edition
        ups: list[tuple[Exercise, BetweenRule]] = []
        for exercise in self._exercises:
            ladder = self._back(exercise, day)
            if ladder is None or ladder.out == "remove":
                continue
            rule = first_rule(self._rules, self._facts(ladder, day, known))
            if rule is None or (ladder.out and not _stands_above(rule, ladder, day)):
                continue
            if rule.then == "up":
                ups.append((exercise, rule))
            else:
                self._apply(exercise, ladder, rule, day)
        if not self._went_up:
            self._one_up(ups, day)
        self._known, self._red_read = known, True

    def _back(self, exercise: Exercise, day: date) -> Ladder | None:
        """Return the ladder, back from a block whose time is over."""
        ladder = self._ladders.get(exercise.id)
        if ladder is not None and ladder.until is not None and day >= ladder.until:
            because = next((rule.back for rule in self._rules.rule if rule.id == ladder.out_by), "its time is over")
            ladder = msgspec.structs.replace(ladder, out=None, out_by="", clinician=False, until=None)
            self._ladders[exercise.id] = ladder
            self._record(exercise, day, "back", ladder.level, ladder.level, because=because)
        return ladder

    def _facts(self, ladder: Ladder, day: date, known: datetime) -> Facts:
        last_done = ladder.done[-1] if ladder.done else day
        return Facts(
            on_rung=ladder.here,
            recent=ladder.sessions,
            verdict_of=lambda one: _verdict(self._mornings, one, known),
            red=self._red(ladder, known),
            sharp=any(one.sharp for one in self._news(ladder)),
            stirred=self._stirred(ladder, known),
            settles=self._rules.settles,
            flare=self._flared(ladder, known),
            leg_symptoms=len(ladder.leg),
            leg_days=max(0, (day - ladder.leg[-1]).days) if ladder.leg else None,
            gap_days=max(0, (day - last_done).days),
            gap_read=ladder.gap_read,
            days_on_rung=max(0, (day - ladder.changed).days),
        )

    def _news(self, ladder: Ladder) -> tuple[Exposure, ...]:
        """Return what the last session was for an exercise, as long as the rules have not been asked since."""
        if self._red_read or self.last is None:
            return ()
        return tuple(one for one in self.last.exposures if one.exercise == ladder.exercise)

    def _red(self, ladder: Ladder, known: datetime) -> bool:
        news = self._news(ladder)
        if not news or self.last is None:
            return False
        morning = _verdict(self._mornings, self.last.day, known)
        return any(is_red(JudgedExposure(self.last.day, one, morning), self._rules.settles) for one in news)

    def _stirred(self, ladder: Ladder, known: datetime) -> bool:
        """Whether a red, or a rise after which a morning has not settled, has become known since then."""
        return self._red(ladder, known) or any(
            has_stirred(JudgedExposure(day, one, _verdict(self._mornings, day, known)), self._rules.settles)
            for day, one in ladder.sessions[-3:]
            if self._is_news(day, known)
        )

    def _flared(self, ladder: Ladder, known: datetime) -> bool:
        """Whether a flare after one of its sessions has become known since then, and is put down to it.

        Where an exercise of that day rose clearly it is put down to such ones, and to those of which nothing was said.
        """
        return any(
            one.begun and (one.rise is None or self._rose(one) or not self._is_explained(day))
            for day, one in ladder.sessions[-3:]
            if self._is_news(day, known) and self._mornings[day].verdict is Verdict.FLARE
        )

    def _rose(self, exposure: Exposure) -> bool:
        return exposure.colour == "red" or rose(exposure, self._rules.settles)

    def _is_explained(self, day: date) -> bool:
        """Whether an exercise of a day rose clearly."""
        return any(self._rose(one) for ladder in self._ladders.values() for when, one in ladder.sessions if when == day)

    def _is_news(self, day: date, known: datetime) -> bool:
        """Whether the morning after a day was told since the rules were last asked."""
        told = self._mornings.get(day)
        return told is not None and told.at <= known and (self._known is None or told.at > self._known)

    def _apply(self, exercise: Exercise, ladder: Ladder, rule: BetweenRule, day: date) -> None:
        rest = rule.skip_next and exercise.phase == "strengthen" and bool(ladder.sessions)
        if rule.then in ("remove", "block"):
            self._leave_out(exercise, ladder, rule, day)
            self._back(exercise, day)  # where nobody asked until its time was over
            return
        after = self._lower(exercise, ladder, rule.then)
        gap = rule.when.gap_days or ladder.gap_read
        moved = after != ladder.level
        here = () if moved else ladder.here
        self._ladders[exercise.id] = msgspec.structs.replace(
            ladder,
            level=after,
            earned=ladder.earned if after is None else min(ladder.earned, after),
            here=here,
            changed=day if moved else ladder.changed,
            hurt_on=ladder.sessions[-1][0] if rest else ladder.hurt_on,
            gap_read=gap,
        )
        at_start = after == exercise.start and rule.then == "start"
        said: Moved = "gentlest" if rule.then == "gentlest" else "start" if at_start else "down"
        words: Moved = said if moved else "lowest"
        if moved or rule.when.gap_days is None:
            self._record(exercise, day, words, ladder.level, after, rule=rule)

    def _leave_out(self, exercise: Exercise, ladder: Ladder, rule: BetweenRule, day: date) -> None:
        after = exercise.rung[0].level if rule.gentlest else ladder.level
        self._ladders[exercise.id] = msgspec.structs.replace(
            ladder,
            level=after,
            earned=min(ladder.earned, after) if rule.gentlest and after is not None else ladder.earned,
            here=() if after != ladder.level else ladder.here,
            changed=day if after != ladder.level else ladder.changed,
            out="remove" if rule.then == "remove" else "block",
            out_by=rule.id,
            clinician=rule.clinician,
            until=_until(rule, ladder, day),
            hurt_on=None,
        )
        self._record(exercise, day, "remove" if rule.then == "remove" else "block", ladder.level, after, rule=rule)

    def _one_up(self, ups: Sequence[tuple[Exercise, BetweenRule]], day: date) -> None:
        """Let one exercise go up: the one that has waited longest, then the first of the programme."""
        can = [(one, rule) for one, rule in ups if self._can_climb(one, self._ladders[one.id].level)]
        if not can:
            return
        exercise, rule = min(can, key=lambda one: self._ladders[one[0].id].went_up or date.min)
        ladder = self._ladders[exercise.id]
        after = _next(self._way(exercise), ladder.level or 0)
        earned = max(ladder.earned, after)
        self._ladders[exercise.id] = msgspec.structs.replace(
            ladder, level=after, earned=earned, here=(), changed=day, went_up=day
        )
        self._went_up = True
        self._record(exercise, day, "up", ladder.level, after, rule=rule)

    def _can_climb(self, exercise: Exercise, level: int | None) -> bool:
        return level is not None and level < _next(self._way(exercise), level) <= top_of(exercise, self._track)

    # --- the person's own choice -------------------------------------------------------------------------------------

    def _choose(self, chosen: Chosen) -> None:
        exercise = next((one for one in self._exercises if one.id == chosen.exercise), None)
        ladder = self._ladders.get(chosen.exercise)
        if exercise is None or ladder is None:
            return
        if needs_clinician(ladder) and not chosen.clinician:
            return
        after = 0 if ladder.out == "remove" else min(chosen.level, self._highest(exercise, ladder, chosen.edition))
        comes_back = ladder.out is not None
        self._ladders[exercise.id] = msgspec.structs.replace(
            ladder,
            level=after,
            here=(),
            sessions=() if comes_back else ladder.sessions,
            leg=() if comes_back else ladder.leg,
            changed=chosen.day,
            out=None,
            out_by="",
            clinician=False,
            until=None,
        )
        moved: Moved = "back" if comes_back else "chosen"
        because = "a clinician said yes" if chosen.clinician else "you asked for it"
        self._record(exercise, chosen.day, moved, ladder.level, after, because=because)

    def _highest(self, exercise: Exercise, ladder: Ladder, edition: int | None) -> int:
        return highest_choice(exercise, ladder, self._track, way_of(self._editions, exercise, edition))

    def _way(self, exercise: Exercise) -> tuple[int, ...]:
        """Return the levels that the ladder had by the edition that is being followed."""
        return way_of(self._editions, exercise, self._edition)

    def _lower(self, exercise: Exercise, ladder: Ladder, then: str) -> int | None:
        """Return the gentlest level, the track's first, or one step down; from the published dose, below the print."""
        if then == "gentlest":
            return exercise.rung[0].level
        if ladder.level is None:
            top = top_of(exercise, self._track)
            done = _done_level(ladder, top)
            return self._below(exercise, done) if done < top or exercise.get_rung(top).equals else top
        if then == "start" and self._track is Track.GRADUAL:
            return min(ladder.level, exercise.start)
        return self._below(exercise, _done_level(ladder, ladder.level))

    def _below(self, exercise: Exercise, level: int) -> int:
        """Return the level one step down; on the first ladders, whose steps were large, it is the next one."""
        way, rung = self._way(exercise), exercise.get_rung(level)
        lower = sorted((one for one in way if one < level), reverse=True)
        if self._edition == BY_NUMBER:
            return lower[0] if lower else level
        share = self._rules.down.work_at_most
        felt = (one for one in lower if _is_gentler(exercise, exercise.get_rung(one), rung, share))
        return next(felt, lower[-1] if lower else level)

    def _record(
        self,
        exercise: Exercise,
        day: date,
        moved: Moved,
        before: int | None,
        after: int | None,
        *,
        rule: BetweenRule | None = None,
        because: str = "",
    ) -> None:
        why = (rule.because if rule else because).rstrip(".")
        self._steps.append(
            Step(
                day=day,
                exercise=exercise.id,
                moved=moved,
                rule=rule.id if rule else "",
                before=before,
                after=after,
                say=f"{exercise.name}: {self._says[moved]}, because {why}.",
                see_someone=rule is not None and rule.see_someone,
            )
        )


def top_of(exercise: Exercise, track: Track) -> int:
    """Return the level at which the climb ends: on the published track what is printed, where a rung has it."""
    printed = [rung.level for rung in exercise.rung if rung.equals in ("published", "published-minimum")]
    return printed[0] if track is Track.PUBLISHED and printed else exercise.top


def highest_choice(exercise: Exercise, ladder: Ladder, track: Track, way: Sequence[int] | None = None) -> int:
    """Return the highest level that the person may choose.

    It is their own; or one above it, once a session was done in full on it, and never more than one above what the
    rules have led to.

    Parameters
    ----------
    way : sequence of int, optional
        The levels that the ladder had when it was chosen; today's where it is not said.
    """
    if ladder.level is None:
        return exercise.top
    levels = way or [rung.level for rung in exercise.rung if not rung.apart]
    done_here = any(exposure.full and exposure.colour != "red" for _, exposure in ladder.here)
    wished = _next(levels, ladder.level) if done_here else ladder.level
    return max(ladder.level, min(wished, _next(levels, ladder.earned), top_of(exercise, track)))


def needs_clinician(ladder: Ladder) -> bool:
    """Whether an exercise is left out so that only a clinician's yes brings it back before its time, if ever."""
    return ladder.out is not None and ladder.clinician


def waiting_words(rules: Adaptation, ladder: Ladder, mornings: Mapping[date, MorningAfter], now: datetime) -> str:
    """Return why a rung stays, as the end of "stays, because …"; empty where nothing is known yet."""
    rule = next(rule for rule in rules.rule if rule.then == "up")
    if not ladder.here:
        return "it is new" if ladder.level is not None else ""
    day, exposure = ladder.here[-1]
    facts = Facts(on_rung=ladder.here, verdict_of=lambda one: _verdict(mornings, one, now), settles=rules.settles)
    seen = JudgedExposure(day, exposure, facts.verdict_of(day))
    why = "" if good_days(facts, rule.when) else lacking(seen, rule.when.effort_at_most, rules.settles)
    return f"last time {why}" if why else f"it needs {rule.when.good_days} good days on this step"


# --- small parts -----------------------------------------------------------------------------------------------------


def _anew(exercise: Exercise, track: Track, day: date, before: Ladder | None) -> Ladder:
    """Return the ladder from its first step on; what it did to the person before stays, and what it is left out for."""
    level = exercise.start if track is Track.GRADUAL else None
    if before is None:
        return Ladder(exercise=exercise.id, level=level, earned=exercise.start, changed=day)
    return msgspec.structs.replace(
        before, level=level, earned=exercise.start, here=(), changed=day, went_up=None, gap_read=NO_GAP
    )


def _exposed(ladder: Ladder, day: date, exposure: Exposure) -> Ladder:
    if exposure.rung != ladder.level and not exposure.gentle:
        exposure = msgspec.structs.replace(exposure, limited=True)
    one = (day, exposure)
    return msgspec.structs.replace(
        ladder,
        sessions=(*ladder.sessions[-LOOK_BACK:], one),
        here=(*ladder.here[-LOOK_BACK:], one),
        leg=(*ladder.leg, day) if exposure.leg else ladder.leg,
        done=_with(ladder.done, day) if exposure.begun else ladder.done,
        full_days=_with(ladder.full_days, day) if exposure.full else ladder.full_days,
        gap_read=0 if exposure.begun else ladder.gap_read,
        hurt_on=None if exposure.begun else ladder.hurt_on,
    )


def _with(days: tuple[date, ...], day: date) -> tuple[date, ...]:
    return days if days and days[-1] == day else (*days[-7:], day)


def _verdict(mornings: Mapping[date, MorningAfter], day: date, known: datetime) -> Verdict:
    told = mornings.get(day)
    return told.verdict if told is not None and told.at <= known else Verdict.UNKNOWN


def _until(rule: BetweenRule, ladder: Ladder, day: date) -> date | None:
    """Return the first day after the clear days, counted from the last symptom, or from the last session."""
    clear = rule.when.clear_days_below
    if clear is not None:
        return (ladder.leg[-1] if ladder.leg else day) + timedelta(days=clear)
    if rule.days is not None:
        return (ladder.sessions[-1][0] if ladder.sessions else day) + timedelta(days=rule.days)
    return None


def _stands_above(rule: BetweenRule, ladder: Ladder, day: date) -> bool:
    """Whether a rule says more about what is left out than the rule that left it out: another, or a later end."""
    if rule.then not in ("remove", "block"):
        return False
    until = _until(rule, ladder, day)
    return rule.id != ladder.out_by or (until is not None and ladder.until is not None and until > ladder.until)


def _next(way: Sequence[int], level: int) -> int:
    """Return the level of the ladder above this one, or this one at the top."""
    return min((one for one in way if one > level), default=level)


def _done_level(ladder: Ladder, level: int) -> int:
    """Return the level that is really done: below the person's own where their answers keep them there.

    From the person's own, one step down would change nothing that they do.
    """
    last = ladder.sessions[-1][1] if ladder.sessions else None
    return min(level, last.rung) if last and last.limited and not last.gentle and last.rung is not None else level


def _is_gentler(exercise: Exercise, rung: Rung, than: Rung, share: float) -> bool:
    """Whether a rung has another movement than one above it, or at most this share of its work a week."""
    movements = [{part.variant for part in one.part} for one in (rung, than)]
    return movements[0] != movements[1] or weekly_work(exercise, rung) <= share * weekly_work(exercise, than)
