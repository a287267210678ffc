"""The decisions about a made-up person, day by day, as lines that a physiotherapist can check."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from ilium.app.person import PersonReader, session_in
from ilium.app.progress import progress_of
from ilium.app.session_sheet import plan_now
from ilium.app.standing import AskAgain, Cleared, Held, Resting, Waiting, standing
from ilium.exercises.loader import load_library
from ilium.prescription.ladders import Course
from ilium.prescription.loader import load_adaptation
from ilium.prescription.model import Mode
from ilium.prescription.rhythm import rest_words, resting
from ilium.record.codec import local_day
from ilium.record.events import Event, SessionEvent, StartHeldBack
from ilium.record.states import Person, Session
from ilium.screening import load_screening
from ilium.store.memory import MemoryEventStore
from ilium_lab.people.life import simulate
from ilium_lab.people.personas import Kind

FIRST = datetime(2026, 3, 2, 7, 10, tzinfo=UTC)
DAYS, SEED = 84, 7
SHORT = {"lumbar-roll": "roll", "figure-four": "four", "si-glute-bridge": "bridge", "side-plank-clam-shell": "clam"}


def walked(kind: Kind) -> str:
    """Return twelve weeks of decisions, a paragraph for each day."""
    events = simulate(kind, first=FIRST, days=DAYS, seed=SEED)
    by_day = {day: list(of_day) for day, of_day in groupby(events, key=lambda event: local_day(event.at))}
    store, lines = MemoryEventStore(), [f"{kind.words} ({kind.id}); pain: {kind.side}", ""]
    reader = PersonReader(store)
    for number in range(DAYS):
        day = FIRST.date() + timedelta(days=number)
        lines += _day(store, reader, by_day.get(day, []), day)
        if number % 7 == 6:
            lines += [*_week(reader, day), ""]
    return "\n".join(lines) + "\n"


def _day(store: MemoryEventStore, reader: PersonReader, events: list[Event], day: date) -> Iterator[str]:
    said = [event for event in events if not isinstance(event, SessionEvent)]
    store.append(said, FIRST)
    now = datetime.combine(day, time(8), UTC)
    person = reader()
    course = reader.course(person, now)
    yield f"{day:%a %d %b}  {_told(person, course, day)}"
    yield from (f"            {line}" for line in _decided(person, course, now))
    store.append([event for event in events if isinstance(event, SessionEvent)], FIRST)
    done = [session_in(store, session.id) for session in reader().sessions if session.day == day]
    yield from (f"            {_sat(session)}" for session in filter(None, done))
    yield from (
        f"            no session: pain before {one.pain_before}" for one in events if isinstance(one, StartHeldBack)
    )


def _told(person: Person, course: Course, day: date) -> str:
    yesterday = day - timedelta(days=1)
    rated, told = person.pain_days.get(str(yesterday)), course.mornings.get(yesterday)
    answer = next((person.next_mornings.get(s.id) for s in reversed(person.sessions) if s.day == yesterday), None)
    parts = [f"yesterday {rated.average}, worst {rated.worst}" if rated else "yesterday not rated"]
    if answer and told:
        parts.append(f"this morning {answer.pain}{', woken' if answer.woken else ''}: {told.verdict}")
    return "; ".join(parts)


def _decided(person: Person, course: Course, now: datetime) -> Iterator[str]:
    found = standing(person, load_screening(), now)
    match found:
        case Waiting(outcome=outcome):
            yield f"on hold: {outcome.advice.title}"
            return
        case Held(holds=holds):
            yield f"held until examined: {', '.join(hold.level for hold in holds)}"
            return
        case Resting(rest=rest):
            yield f"rest of the day: {rest.why}"
            return
        case AskAgain(reason=reason):
            yield f"questions first: {reason or 'not answered yet'}"
            return
        case Cleared():
            pass
    yield from (f"-> {step.say}" for step in course.recent)
    if course.flare:
        yield "-> gentlest stretches only, because of the flare"
    plan = plan_now(person, now, Mode.MOBILISE_ONLY if course.flare else Mode.FULL, course)
    rests = rest_words(resting(load_library(), load_adaptation().rhythm, course, now.date()), load_library())
    planned = dict.fromkeys(
        f"{SHORT.get(b.exercise, b.exercise)} {'-' if b.rung is None else b.rung}" for b in plan.blocks
    )
    yield f"plan: {', '.join(planned) or 'a rest day'}" + (f"; rests: {', '.join(sorted(rests))}" if rests else "")
    yield from (f"!! {review.title} {review.say}" for review in progress_of(person, now, course).unread)


def _sat(session: Session) -> str:
    colours = [f"{SHORT.get(one.exercise, one.exercise)} {_mark(session, one.exercise)}" for one in session.exercises]
    end = "" if session.stopped_why is None else f"; stopped: {session.stopped_why}"
    gentle = "gentle session" if session.started.mode == "mobilise-only" else "session"
    return f"{gentle}: pain before {session.pain_before}; {', '.join(colours)}{end}"


def _mark(session: Session, exercise: str) -> str:
    one = next(one for one in session.exercises if one.exercise == exercise)
    said = [report.outcome for report in (*one.during, one.worst) if report]
    said += ["no worse"] if one.no_worse else []
    states = {session.blocks[index].state for index in one.blocks}
    done = "done" if states == {"done"} else "/".join(sorted(states))
    return f"{done} {'/'.join(said) or 'not said'}{f' effort {one.effort.value}' if one.effort else ''}"


def _week(reader: PersonReader, day: date) -> Iterator[str]:
    person, now = reader(), datetime.combine(day, time(20), UTC)
    found = progress_of(person, now, reader.course(person, now))
    yield f"  == {found.reading.head} {found.function.words} Done {found.days_done.part:.0%}."
