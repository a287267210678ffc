"""The progress page and the summary in words, tables and charts."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
import numpy as np
from django.utils.formats import date_format

from ilium.anatomy import counted
from ilium.app.progress import Progress
from ilium.exercises.model import Library
from ilium.prescription.ladders import Course, Ladder
from ilium.prescription.rhythm import DayAhead
from ilium.progress.adherence import Week
from ilium.progress.due import Occasion, occasions
from ilium.progress.model import MeasureId, Measures, load_measures
from ilium.progress.series import DailyRatings
from ilium.record.codec import instant, local_day
from ilium.record.states import Person
from ilium.web.pages.progress_charts import (
    FunctionChart,
    PainChart,
    RungChart,
    WeekChart,
    function_chart,
    pain_chart,
    rung_chart,
    week_chart,
)
from ilium.web.pages.record_words import day_words

#: What is shown at first, where a chart changes from days to weeks, and the longest lists: our choice.
SHOWN_DAYS, MOST_DAILY_DAYS, MOST_WEEKS, MOST_STEPS = 84, 182, 26, 100
NOT_SAID = "not said"
#: What is asked every few weeks, by the word in its address, which says nothing about health.
ASKED: tuple[MeasureId, ...] = ("pain", "function", "heaviness", "change")
ASKS: dict[str, MeasureId] = {"activities": "function", "legs": "heaviness", "overall": "change"}


class PainRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the pain table: a day, or a week with its mean."""

    key: str
    words: str
    x: float
    average: str
    worst: str


class StepRow(msgspec.Struct, frozen=True):
    """One change of the plan."""

    day: str
    say: str


class DueRow(msgspec.Struct, frozen=True):
    """One measure: its last answer, and what was missed."""

    name: str
    words: str


class PageWords(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the page shows."""

    pain: PainChart | None
    pain_rows: tuple[PainRow, ...]
    weekly: bool
    has_more: bool
    function: FunctionChart | None
    weeks: WeekChart | None
    week_rows: tuple[Week, ...]
    rungs: tuple[RungChart, ...]
    steps: tuple[StepRow, ...]
    dues: tuple[DueRow, ...]
    sides: tuple[tuple[str, str, str], ...]
    days_done: str
    this_week: str


def page_words(found: Progress, person: Person, library: Library, measures: Measures, *, everything: bool) -> PageWords:
    """Return the page; ``everything`` shows the whole record, else its last twelve weeks."""
    start = found.began or found.today
    shown = start if everything else max(start, found.today - timedelta(days=SHOWN_DAYS - 1))
    rated = found.average
    first = max(shown, rated.first) if rated else shown
    weekly = rated is not None and (found.today - first).days > MOST_DAILY_DAYS
    chart = pain_chart(rated, found.reading, found.flares, first, weekly=weekly) if rated else None
    weeks = [week for week in found.weeks if week.first + timedelta(days=6) >= shown]
    return PageWords(
        pain=chart,
        pain_rows=_pain_rows(found, chart, first, weekly=weekly),
        weekly=weekly,
        has_more=start < shown,
        function=function_chart(found.function),
        weeks=week_chart(weeks[-MOST_WEEKS:]) if weeks else None,
        week_rows=tuple(weeks[-MOST_WEEKS:]),
        rungs=tuple(_rung(found, library, ladder, shown) for ladder in found.course.ladders.values()),
        steps=tuple(
            StepRow(day_words(step.day, found.today), step.say)
            for step in reversed(found.course.steps[-MOST_STEPS:])
            if step.day >= shown
        ),
        dues=tuple(_due(measures, name, occasions(measures, person, name, found.today), found.today) for name in ASKED),
        sides=tuple(
            (one.name, _side(one.side), f"{one.done} of {counted(one.planned, 'set')}") for one in found.by_side
        ),
        days_done=found.days_done.words(_date(found.began, found.today)) if found.began else "",
        this_week=_this_week(found.weeks[-1]) if found.weeks else "",
    )


def level_words(library: Library, ladder: Ladder) -> str:
    """Return where an exercise stands, such as "step 3 of 8: SI bridge"."""
    exercise = library.get(ladder.exercise)
    if ladder.out:
        return "left out for now"
    if ladder.level is None:
        return "as the routine prints it"
    return f"step {ladder.level + 1} of {exercise.top + 1}: {exercise.get_rung(ladder.level).label}"


def _rung(found: Progress, library: Library, ladder: Ladder, shown: date) -> RungChart:
    exercise = library.get(ladder.exercise)
    now = level_words(library, ladder)
    return rung_chart(found.course, ladder, exercise.name, now, exercise.top, shown, found.today)


def _this_week(week: Week) -> str:
    return f"{week.days} of {counted(week.of_days, 'day')} of this week so far"


def _date(day: date, today: date) -> str:
    return date_format(day, "j M" if day.year == today.year else "j M Y")


def _side(side: str) -> str:
    return "together" if side == "both" else side


# --- pain, as a table ------------------------------------------------------------------------------------------------


def _pain_rows(found: Progress, chart: PainChart | None, first: date, *, weekly: bool) -> tuple[PainRow, ...]:
    if chart is None or found.average is None:
        return ()
    count = (found.average.first + timedelta(days=len(found.average.values)) - first).days
    if not weekly:
        return tuple(_day_row(found, chart, first + timedelta(days=number)) for number in range(count))
    return tuple(_week_row(found, chart, first + timedelta(days=number)) for number in range(0, count, 7))


def _day_row(found: Progress, chart: PainChart, day: date) -> PainRow:
    return PainRow(
        key=day.isoformat(),
        words=date_format(day, "D j M") + (" · flare" if day in found.flares else ""),
        x=chart.frame.x(day),
        average=_number(found.average, day),
        worst=_number(found.worst, day),
    )


def _week_row(found: Progress, chart: PainChart, day: date) -> PainRow:
    flares = sum(day <= one < day + timedelta(days=7) for one in found.flares)
    return PainRow(
        key=day.isoformat(),
        words=f"Week of {date_format(day, 'j M Y')}" + {0: "", 1: " · flare"}.get(flares, f" · {flares} flares"),
        x=chart.frame.x(day + timedelta(days=3)),
        average=_mean(found.average, day),
        worst=_mean(found.worst, day),
    )


def _number(found: DailyRatings | None, day: date) -> str:
    value = found.on(day) if found else None
    return NOT_SAID if value is None else f"{value:g}"


def _mean(found: DailyRatings | None, day: date) -> str:
    if found is None:
        return NOT_SAID
    place = (day - found.first).days
    values = found.values[max(0, place) : max(0, place + 7)]
    return f"{np.nanmean(values):.1f}" if len(values) and not np.isnan(values).all() else NOT_SAID


# --- measures --------------------------------------------------------------------------------------------------------


def _due(measures: Measures, name: MeasureId, times: Sequence[Occasion], today: date) -> DueRow:
    states = [one.state(today) for one in times]
    answered, missed = states.count("answered"), states.count("missed")
    if name == "pain":
        return DueRow(measures.pain.name, f"{counted(answered, 'day')} rated, {counted(missed, 'day')} missed")
    words = [f"answered {_times(answered)}"]
    if missed:
        words.append(f"missed {_times(missed)}")
    if states and states[-1] == "due":
        words.append("open now")
    return DueRow(measures.get(name).name, ", ".join(words) + _last(times))


def _last(times: Sequence[Occasion]) -> str:
    last = max((one.answered for one in times if one.answered), default=None)
    return f"; last on {date_format(last, 'j M')}" if last else ""


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def open_asks(due: Sequence[MeasureId]) -> list[tuple[str, str]]:
    """Return the open questions: the word in the address, and the name."""
    return [(kind, load_measures().get(name).name) for kind, name in ASKS.items() if name in due]


def week_words(library: Library, week: Sequence[DayAhead]) -> list[tuple[str, str]]:
    """Return the next seven days, each with what is due."""
    return [(date_format(one.day, "l"), _due_words(library, one)) for one in week]


def _due_words(library: Library, day: DayAhead) -> str:
    phases = {library.get(name).phase for name in day.exercises}
    if phases == {"mobilise", "strengthen"}:
        return "stretches and strength"
    return {"mobilise": "stretches", "strengthen": "strength"}.get(next(iter(phases), ""), "rest")


class Latest(msgspec.Struct, frozen=True, kw_only=True):
    """The latest answers of what is asked now and then, in words; empty where there is none."""

    heaviness: str
    change: str


def latest(person: Person, today: date) -> Latest:
    """Return the latest answers."""
    heavy = max(person.heaviness, key=lambda one: instant(one.at), default=None)
    change = max(person.changes, key=lambda one: instant(one.at), default=None)
    return Latest(
        heaviness=f"Left {heavy.left} of 5, right {heavy.right} of 5, on {_on(heavy.at, today)}." if heavy else "",
        change=f"{change.value:+d} on a scale from −5 to +5, on {_on(change.at, today)}." if change else "",
    )


def _on(at: str, today: date) -> str:
    return _date(local_day(at), today)


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """An exercise that is left out: why, and what brings it back."""

    exercise: str
    name: str
    why: str
    back: str


def left_out_words(library: Library, course: Course) -> tuple[LeftOut, ...]:
    """Return every exercise that is left out, with why and what brings it back."""
    out = [ladder for ladder in course.ladders.values() if ladder.out]
    names = {ladder.exercise: library.get(ladder.exercise).name for ladder in out}
    return tuple(
        LeftOut(exercise=one.exercise, name=names[one.exercise], why=why_out(course, one), back=_back(one))
        for one in out
    )


def why_out(course: Course, ladder: Ladder) -> str:
    """Return why an exercise is left out, as the step said it; empty where it is not."""
    mine = (step for step in reversed(course.steps) if step.exercise == ladder.exercise and step.rule == ladder.out_by)
    return next((step.say for step in mine), "")


def _back(ladder: Ladder) -> str:
    if ladder.until is not None:
        return f"It comes back on {ladder.until:%-d %B %Y}, or when a clinician says yes."
    if ladder.clinician:
        return "It comes back when a clinician says yes."
    return "You can bring it back at its gentlest step."
