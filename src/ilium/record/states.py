"""What the record folds to: sessions, screenings and the person, as plain values."""

from datetime import date, datetime
from typing import Literal

import msgspec

from ilium.record.alerts import Alerts
from ilium.record.codec import instant, local_day
from ilium.record.events import (
    AnySessionEvent,
    ChangeRated,
    DailyCheckAnswered,
    EffortReported,
    EntriesSetAside,
    FunctionRated,
    LegHeavinessRated,
    LessonClosed,
    NextMorningAnswered,
    PainDayRated,
    PainReported,
    PlannedBlock,
    ProfileChanged,
    ReviewRead,
    RungChosen,
    ScreeningCompleted,
    ScreeningPageAnswered,
    SessionStarted,
    SetCompleted,
    SetEnded,
    Settings,
    SettingsChanged,
    StartHeldBack,
    StartRated,
)
from ilium.record.summaries import BlockState, SessionState, SessionSummary
from ilium.record.summaries import StopWhy as StopWhy

SkipWhy = Literal["no-time", "too-hard", "do-not-want", "not-said", "pain-stop"]
PauseWhy = Literal["person", "hidden", "lost", "it-hurts"]
AnySet = SetCompleted | SetEnded


class Folded(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the folded values."""


class BlockRecord(Folded, frozen=True, kw_only=True):
    """One planned block and what became of it.

    Parameters
    ----------
    sets : tuple of SetCompleted or SetEnded
        One for each set and side, in the order of set and side; of two reports of the same set a completed one wins,
        then the later one.
    eased_to : str, optional
        The easier variant that was taken.
    skipped : str, optional
        Why it was skipped, also where some of it had been done before.
    explained : bool
        The person asked to be told more of it.
    """

    index: int
    planned: PlannedBlock
    sets: tuple[AnySet, ...] = ()
    eased_to: str | None = None
    skipped: SkipWhy | None = None
    explained: bool = False

    @property
    def completed_sets(self) -> int:
        """How many sets came to their end."""
        return sum(isinstance(one, SetCompleted) for one in self.sets)

    @property
    def repetitions(self) -> int:
        """Repetitions over all sets and sides."""
        return sum(one.repetitions for one in self.sets)

    @property
    def held_seconds(self) -> int:
        """Seconds held over all sets and sides."""
        return sum(one.held_seconds for one in self.sets)

    @property
    def is_full(self) -> bool:
        """Whether all of it was done, as planned."""
        eased = self.eased_to is not None or any(one.eased for one in self.sets)
        return self.state == "done" and self.skipped is None and not eased

    @property
    def state(self) -> BlockState:
        """What became of it; ``eased`` where the easier variant was done and not left."""
        if self.completed_sets >= max(1, self.planned.sets):
            return "done"
        if any(one.repetitions or one.held_seconds for one in self.sets):
            return "eased" if self.eased_to and self.skipped is None and self.completed_sets else "partly"
        return "skipped" if self.skipped else "not-reached"


class ExerciseRecord(Folded, frozen=True, kw_only=True):
    """What was said about one exercise.

    Parameters
    ----------
    blocks : tuple of int
        Indexes of its blocks.
    worst, effort : PainReported, EffortReported, optional
        What was said of the whole exercise: the later answer wins; of several blocks the highest.
    no_worse : bool
        That it was no worse than before was said instead of a number.
    during : tuple of PainReported
        Each time "it hurts" was pressed.
    """

    exercise: str
    name: str
    blocks: tuple[int, ...]
    worst: PainReported | None = None
    no_worse: bool = False
    effort: EffortReported | None = None
    during: tuple[PainReported, ...] = ()


class Pause(Folded, frozen=True, kw_only=True):
    """A pause, in milliseconds since the session began; ``until_ms`` is None while it lasts."""

    why: PauseWhy
    from_ms: int
    until_ms: int | None = None


class Ending(Folded, frozen=True, kw_only=True):
    """How a session ended; ``why`` is None when it came to its end."""

    why: StopWhy | None
    at_ms: int


class Session(Folded, frozen=True, kw_only=True):
    """One session: the fold of its events.

    Parameters
    ----------
    history : tuple of events
        Every event of the session, sorted by offset and then id; corrected answers are still in it.
    """

    id: str
    started: SessionStarted
    blocks: tuple[BlockRecord, ...]
    exercises: tuple[ExerciseRecord, ...]
    pauses: tuple[Pause, ...]
    ending: Ending | None
    history: tuple[AnySessionEvent, ...]

    @property
    def state(self) -> SessionState:
        """Whether it is open, finished, or was stopped before its end."""
        if self.ending is None:
            return "open"
        return "stopped" if self.ending.why else "finished"

    @property
    def stopped_why(self) -> StopWhy | None:
        """Why it was stopped; None where it was not."""
        return self.ending.why if self.ending else None

    @property
    def started_at(self) -> datetime:
        """When it began, in UTC."""
        return instant(self.started.at)

    @property
    def day(self) -> date:
        """The date on the wall when it began."""
        return local_day(self.started.at)

    @property
    def pain_before(self) -> int:
        """Pain before the start, 0-10."""
        return self.started.pain_before

    @property
    def worst_pain(self) -> int | None:
        """The highest pain reported, during or after, 0-10; None where nothing was said."""
        said = [report.value for one in self.exercises for report in (*one.during, one.worst) if report]
        return max(said, default=None)

    @property
    def no_worse(self) -> bool:
        """Whether "no worse than before" is all that was said of the pain in it: there is no number then."""
        return self.worst_pain is None and any(one.no_worse for one in self.exercises)

    @property
    def highest_effort(self) -> int | None:
        """The highest effort reported, 0-10; None where nothing was said."""
        return max((one.effort.value for one in self.exercises if one.effort), default=None)

    @property
    def elapsed_ms(self) -> int:
        """Milliseconds from the start to the end, or to the last event of an open session."""
        return self.ending.at_ms if self.ending else max(event.offset_ms for event in self.history)

    @property
    def paused_ms(self) -> int:
        """Milliseconds spent in pauses before the end."""
        end = self.elapsed_ms
        ends = [end if pause.until_ms is None else min(end, pause.until_ms) for pause in self.pauses]
        return sum(max(0, until - pause.from_ms) for until, pause in zip(ends, self.pauses, strict=True))

    @property
    def active_ms(self) -> int:
        """Milliseconds that were no pause."""
        return self.elapsed_ms - self.paused_ms


class ScreeningRun(Folded, frozen=True, kw_only=True):
    """One run through the screening.

    Parameters
    ----------
    pages : dict of str to ScreeningPageAnswered
        Page id to its latest answer.
    completed : ScreeningCompleted, optional
        None until the run has come to its end, and again once a page is answered after that.
    """

    id: str
    version: int
    pages: dict[str, ScreeningPageAnswered] = {}
    completed: ScreeningCompleted | None = None


class Person(Folded, frozen=True, kw_only=True):
    """Everything the record knows about a person.

    Parameters
    ----------
    profiles : tuple of ProfileChanged
        Every profile in the order of the record; the last one holds.
    settings_said : tuple of SettingsChanged
        Every choice of settings in the order of the record; the last one holds.
    screenings : tuple of ScreeningRun
        In the order in which they began.
    next_mornings : dict of str to NextMorningAnswered
        Session id to the latest answer.
    sessions : tuple of SessionSummary
        In the order in which they began. The whole of one is `ilium.app.person.session_in`.
    pain_days : dict of str to PainDayRated
        Day to its latest answer; earlier ones stay in the record.
    functions, heaviness, changes, rungs, reviews, lessons : tuple
        Every answer of its kind, in the order of the record.
    held_back : tuple of StartHeldBack
        Starts that so much pain came before that no session began, in the order of time.
    starts_rated : tuple of StartRated
        Pain before starts for which a gentler session was offered, whether it began or not, in the order of time.
    set_aside : tuple of EntriesSetAside
        Every time that entries of the record were found that cannot be relied on, in the order of the record.
    has_untold : bool
        Entries are known to be damaged of which the record does not tell yet; no event says so.
    alerts : Alerts
        What stands in the way of the next session, by the order of the record. No clock can hide it.
    """

    profiles: tuple[ProfileChanged, ...] = ()
    settings_said: tuple[SettingsChanged, ...] = ()
    screenings: tuple[ScreeningRun, ...] = ()
    daily_checks: tuple[DailyCheckAnswered, ...] = ()
    next_mornings: dict[str, NextMorningAnswered] = {}
    sessions: tuple[SessionSummary, ...] = ()
    pain_days: dict[str, PainDayRated] = {}
    functions: tuple[FunctionRated, ...] = ()
    heaviness: tuple[LegHeavinessRated, ...] = ()
    changes: tuple[ChangeRated, ...] = ()
    rungs: tuple[RungChosen, ...] = ()
    reviews: tuple[ReviewRead, ...] = ()
    lessons: tuple[LessonClosed, ...] = ()
    held_back: tuple[StartHeldBack, ...] = ()
    starts_rated: tuple[StartRated, ...] = ()
    set_aside: tuple[EntriesSetAside, ...] = ()
    has_untold: bool = False
    alerts: Alerts = Alerts()

    @property
    def profile(self) -> ProfileChanged | None:
        """The profile that holds now; None before the first."""
        return self.profiles[-1] if self.profiles else None

    @property
    def settings(self) -> Settings:
        """The settings that hold now; the first values before anything was chosen."""
        return self.settings_said[-1].settings if self.settings_said else Settings()

    @property
    def screening(self) -> ScreeningRun | None:
        """The latest run through the screening, completed or not; None before the first."""
        return self.screenings[-1] if self.screenings else None

    @property
    def completed_screening(self) -> ScreeningRun | None:
        """The run that was completed last and is still complete; None where there is none."""
        return next((run for run in reversed(self.screenings) if run.completed), None)

    @property
    def last_session(self) -> SessionSummary | None:
        """The session that began last, in whatever state; None before the first."""
        return self.sessions[-1] if self.sessions else None
