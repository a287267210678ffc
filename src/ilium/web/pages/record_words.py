"""A session of the record in the words of the History and Finished pages."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec
from django.utils.formats import date_format

from ilium.anatomy import counted
from ilium.anatomy.side_words import BOTH, ONE_AFTER_OTHER, side_words
from ilium.prescription.loader import load_lengths
from ilium.record.events import PainReported
from ilium.record.sessions import summary_of
from ilium.record.states import AnySet, BlockRecord, ExerciseRecord, Person, Session, SkipWhy, StopWhy
from ilium.record.summaries import SessionSummary

#: What was said of the pain instead of a number.
NO_WORSE = "no worse than before"
STATES = {"open": "Not finished", "finished": "Finished", "stopped": "Stopped early"}
SKIPPED: Mapping[SkipWhy, str] = {
    "no-time": "no time",
    "too-hard": "too hard",
    "do-not-want": "you did not want to",
    "not-said": "no reason given",
    "pain-stop": "it hurt",
}
STOPPED: Mapping[StopWhy, str] = {
    "person": "You ended it yourself.",
    "pain": "It ended because of the pain.",
    "unwell": "It ended because you felt unwell.",
    "leg-symptoms": "It ended because of what you felt in your leg.",
    "urgent": "It ended so that you could get help the same day.",
    "emergency": "It ended so that you could get help at once.",
    "abandoned": "It was left open, and closed later.",
    "held": "It ended because of what you answered in another place.",
}
HEADS: Mapping[StopWhy, str] = {
    "person": "That is enough for today.",
    "pain": "Stopping was the right thing to do.",
    "unwell": "Rest a while.",
    "leg-symptoms": "Stopping was the right thing to do.",
    "urgent": "Please speak to someone today.",
    "emergency": "Please get help now.",
    "abandoned": "This session was left open.",
    "held": "That is enough for today.",
}
#: Holds shorter than this are part of a movement's tempo and are not spoken of.
LONG_HOLD_S = 3


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """What the library calls variants and kinds of pain; an id it does not know any more is shown as words."""

    variants: Mapping[str, str]
    qualities: Mapping[str, str]


class Pain(msgspec.Struct, frozen=True, kw_only=True):
    """One rating with its label; ``missing`` says why there is none."""

    label: str
    value: int | None
    missing: str = ""


class SetLine(msgspec.Struct, frozen=True, kw_only=True):
    """One set as a row of a table."""

    number: int
    side: str
    done: str
    note: str


class RecordedExerciseWords(msgspec.Struct, frozen=True, kw_only=True):
    """One exercise: its table, and sentences about it.

    ``name`` is what was to be done, ``part_of`` the exercise's own name where that is another.
    """

    name: str
    part_of: str
    side: str
    sets: tuple[SetLine, ...]
    lines: tuple[str, ...]


class RecordWords(msgspec.Struct, frozen=True, kw_only=True):
    """One session, ready to be shown."""

    day: str
    headline: str
    kind_head: str
    next: str
    notes: tuple[str, ...]
    pains: tuple[Pain, ...]
    pain_notes: tuple[str, ...]
    exercises: tuple[RecordedExerciseWords, ...]
    saved: str


class SessionLine(msgspec.Struct, frozen=True, kw_only=True):
    """One session as a line of the list."""

    id: str
    date: str
    day: str
    words: str


def describe(session: Session, person: Person, names: Names, *, today: date) -> RecordWords:
    """Return one session in words; ``today`` is the date where the person is."""
    return RecordWords(
        day=day_words(session.day, today),
        headline=headline(summary_of(session)),
        kind_head=_head(session),
        next=_next(session),
        notes=_notes(session),
        pains=_pains(session, person, today),
        pain_notes=tuple(_hurt(one, report, names) for one in session.exercises for report in one.during),
        exercises=tuple(_exercise(session, one, names) for one in session.exercises),
        saved=f"Started at {datetime.fromisoformat(session.started.at):%H:%M}.",
    )


def line(session: SessionSummary, today: date) -> SessionLine:
    """Return one session as a line of a list."""
    words = f"{STATES[session.state]} · {_done(session)} · {_pain_line(session)}"
    return SessionLine(id=session.id, date=session.day.isoformat(), day=day_words(session.day, today), words=words)


def ago(day: date, today: date) -> str:
    """Return "today", "yesterday" or the day itself, for the middle of a sentence."""
    days = (today - day).days
    return {0: "today", 1: "yesterday"}.get(days) or date_format(day, "l j F")


# --- One line each -------------------------------------------------------------------------------------------------


def day_words(day: date, today: date) -> str:
    """Return the day, with "today" or "yesterday" in front where it is, and the year where it is another."""
    year = "" if day.year == today.year else " Y"
    words = date_format(day, f"l j F{year}")
    return {0: f"Today, {words}", 1: f"Yesterday, {words}"}.get((today - day).days, words)


def _exercises_done(session: SessionSummary) -> int:
    """Count the exercises of which something was done."""
    done = {block.planned.exercise for block in session.blocks if block.state in ("done", "eased", "partly")}
    return len(done)


def _done(session: SessionSummary) -> str:
    return f"{_exercises_done(session)} of {counted(len(session.exercises), 'exercise')}"


def _pain_line(session: SessionSummary) -> str:
    return f"pain {session.pain_before} before{worst_words(session)}"


def worst_words(session: SessionSummary) -> str:
    """Return what was said of the worst pain, as the end of "pain 4 before"; empty where nothing was."""
    if session.no_worse:
        return ", no worse in it"
    return "" if session.worst_pain is None else f", worst {session.worst_pain}"


def headline(session: SessionSummary) -> str:
    """Return how much was done and how long it took."""
    if not _exercises_done(session):
        is_open = session.state == "open"
        return "Nothing has been done yet." if is_open else "It ended before the first exercise was under way."
    return f"{_done(session)}, in {counted(max(1, round(session.active_ms / 60_000)), 'minute')}."


def _notes(session: Session) -> tuple[str, ...]:
    """Return how it ended, where that was early, and how long it was meant to be, where that was chosen."""
    lengths = {"short": f"An {load_lengths().short}-minute session.", "usual": "A session of the usual length."}
    stopped = STOPPED[session.stopped_why] if session.stopped_why else ""
    return tuple(filter(None, (stopped, lengths.get(session.started.length or ""))))


def _head(session: Session) -> str:
    if session.stopped_why:
        return HEADS[session.stopped_why]
    return "Well done." if session.ending else "Not finished yet."


def _next(session: Session) -> str:
    if session.stopped_why in ("emergency", "urgent"):
        return "Follow the advice you were shown; it is also under “Help”. The questions come again before a session."
    if session.stopped_why in ("unwell", "leg-symptoms"):
        return "Take it easy today. If it does not pass, or comes back, speak to a clinician before the next session."
    if session.ending is None:
        return "If you left it running, you can go on with it from Today."
    return "A walk or a gentle day is fine now. We ask about the pain tomorrow morning."


# --- Pain ----------------------------------------------------------------------------------------------------------


def _pains(session: Session, person: Person, today: date) -> tuple[Pain, ...]:
    effort = Pain(label="Hardest effort", value=session.highest_effort, missing="not said")
    return (
        Pain(label="Before", value=session.pain_before),
        Pain(label="Worst", value=session.worst_pain, missing=NO_WORSE if session.no_worse else "not said"),
        _morning(session, person, today),
        effort,
    )


def _morning(session: Session, person: Person, today: date) -> Pain:
    answer = person.next_mornings.get(session.id)
    if answer is None:
        missing = {0: "asked tomorrow", 1: "not yet said"}.get((today - session.day).days, "not said")
        return Pain(label="Next morning", value=None, missing=missing)
    return Pain(label="Next morning, woken in the night" if answer.woken else "Next morning", value=answer.pain)


def _hurt(exercise: ExerciseRecord, report: PainReported, names: Names) -> str:
    kind = names.qualities.get(report.quality, report.quality.replace("-", " "))
    return f"You pressed “It hurts” in {exercise.name}: {report.value} out of 10. {kind}."


# --- What was done ---------------------------------------------------------------------------------------------------


def _exercise(session: Session, record: ExerciseRecord, names: Names) -> RecordedExerciseWords:
    blocks = [session.blocks[index] for index in record.blocks]
    sides = list(dict.fromkeys(_side(block) for block in blocks))
    variants = {block.planned.variant for block in blocks}
    lines = [line for block in blocks for line in _block_lines(block, names, alone=len(blocks) == 1)]
    named = list(dict.fromkeys(block.planned.variant_name or record.name for block in blocks))
    return RecordedExerciseWords(
        name=", then ".join(named),
        part_of="" if named == [record.name] else record.name,
        side=sides[0] if len(sides) == 1 else ONE_AFTER_OTHER,
        sets=tuple(_set(one, block, names if len(variants) > 1 else None) for block in blocks for one in block.sets),
        lines=(*lines, *_said(blocks), *_ratings(record)),
    )


def _said(blocks: Sequence[BlockRecord]) -> Iterator[str]:
    """Yield how much was said at an exercise, where it was not all."""
    levels = {block.planned.guidance for block in blocks}
    if "counts" in levels or "short" in levels:
        yield "It was told by its name and counts." if levels == {"counts"} else "It was told in short."
    if any(block.explained for block in blocks):
        yield "You asked to be told more."


#: Who counted a set, where it was not the guide's own tempo.
COUNTED = {
    "tempo": "",
    "camera": "counted by the camera",
    "tap": "counted by you",
    "mixed": "counted in part by the camera",
}


def _side(block: BlockRecord) -> str:
    """Return the side of a block; whether both worked together is seen by its sets alone."""
    done = {one.side for one in block.sets}
    if block.planned.working_side == "both" and not done:
        return BOTH
    return side_words(block.planned.working_side, together="both" in done)


def _set(one: AnySet, block: BlockRecord, names: Names | None) -> SetLine:
    """Return a set in words; ``names`` is given where the exercise had several variants, which are then named."""
    variant = _variant(names, one.variant) if names else ""
    notes = (variant, _left_early(one), "easier version" if one.eased else "", COUNTED[one.counted])
    return SetLine(
        number=one.set, side=side_words(one.side), done=_amount(one, block), note=", ".join(filter(None, notes))
    )


def _variant(names: Names, variant: str) -> str:
    return names.variants.get(variant, variant.replace("-", " "))


def _left_early(one: AnySet) -> str:
    return "left before its end" if one.__struct_config__.tag == "set-ended" else ""


def _amount(one: AnySet, block: BlockRecord) -> str:
    long_holds = (block.planned.hold_seconds or 0) >= LONG_HOLD_S or block.planned.breaths is not None
    if long_holds and one.held_seconds:
        return f"{counted(one.repetitions, 'hold')}, {length(one.held_seconds)} in all"
    return counted(one.repetitions, "repetition")


def length(seconds: int) -> str:
    """Return a time such as "1 min 30 s"."""
    minutes, rest = divmod(seconds, 60)
    parts = [f"{minutes} min" if minutes else "", f"{rest} s" if rest or not minutes else ""]
    return " ".join(part for part in parts if part)


def _block_lines(block: BlockRecord, names: Names, *, alone: bool) -> list[str]:
    """Return what was otherwise than planned; a block that is not ``alone`` in its exercise names itself."""
    which = "" if alone else f"{_side(block).capitalize()}: "
    lines = [f"planned {_planned(block)}"] if block.completed_sets < block.planned.sets else []
    if block.eased_to:
        lines.append(f"you took the easier version, {_variant(names, block.eased_to).lower()}")
    if block.skipped:
        lines.append(f"{'the rest was skipped' if block.sets else 'skipped'}, {SKIPPED[block.skipped]}")
    elif block.state == "not-reached":
        lines.append("not reached")
    words = which + "; ".join(lines)
    return [f"{words[0].upper()}{words[1:]}."] if lines else []


def _planned(block: BlockRecord) -> str:
    planned = block.planned
    seconds = planned.hold_seconds or 0
    held = f" of {length(seconds)}" if seconds >= LONG_HOLD_S else ""
    what = counted(planned.repetitions, "hold" if held or planned.breaths else "repetition") + held
    return what if planned.sets == 1 else f"{planned.sets} times {what}"


def _ratings(record: ExerciseRecord) -> list[str]:
    said = [
        f"pain {NO_WORSE}" if record.no_worse else "",
        f"worst pain {record.worst.value} out of 10" if record.worst else "",
        f"effort {record.effort.value} out of 10" if record.effort else "",
    ]
    words = ", ".join(part for part in said if part).replace(" out of 10,", ",")
    return [f"{words[0].upper()}{words[1:]}."] if words else []
