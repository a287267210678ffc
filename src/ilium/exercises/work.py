"""How much work a step of a ladder is in a week: the measure by which the linter bounds how fast a ladder climbs."""

from collections.abc import Iterable

import msgspec

from ilium.exercises.model import Exercise, Part, RestRule, Rung, Variant

#: Movement phases that belong to each repetition.
EACH_TIME = ("move", "hold", "return")


def weekly_work(exercise: Exercise, rung: Rung) -> float:
    """Return the work of one worked side in a week.

    Returns
    -------
    float
        Days x sets x repetitions x weight, summed over the parts; where a movement is counted in holds, seconds held
        stand for repetitions (those of the longest hold where breaths say its length).

    Examples
    --------
    >>> from ilium.exercises.loader import load_library
    >>> roll = load_library().get("lumbar-roll")
    >>> weekly_work(roll, roll.get_rung(roll.start))
    210.0
    """
    return rung.days_per_week * session_work(exercise, rung.part)


def session_work(exercise: Exercise, parts: Iterable[Part]) -> float:
    """Return the work of one worked side in one session of these parts, in the units of `weekly_work`."""
    return sum(_part(part, exercise.get_variant(part.variant)) for part in parts)


def seconds_at_work(exercise: Exercise, rung: Rung) -> float:
    """Return the same with a repetition as the seconds that its phases last, in weighted seconds a week."""
    parts = [(part, exercise.get_variant(part.variant)) for part in rung.part]
    return rung.days_per_week * sum(_part(part, variant) * _lasts(variant) for part, variant in parts)


def with_rests(rule: RestRule, exercise: Exercise) -> Exercise:
    """Return an exercise whose rungs all say how long the rest between two sets is: by the work, where they did not.

    Examples
    --------
    >>> from ilium.exercises.loader import load_library
    >>> [rung.part[-1].rest_seconds for rung in load_library().get("si-glute-bridge").rung]
    [20, 20, 20, 20, 20, 20, 20, 20, 25, 25, 25, 25, 25, 60, 60, 60, 60]
    """
    rungs = [
        msgspec.structs.replace(rung, part=tuple(_with_rest(rule, exercise, part) for part in rung.part))
        for rung in exercise.rung
    ]
    beside = tuple(_with_rest(rule, exercise, part) for part in exercise.alternative)
    return msgspec.structs.replace(exercise, rung=tuple(rungs), alternative=beside)


def _with_rest(rule: RestRule, exercise: Exercise, part: Part) -> Part:
    """Return the part with its rest, in steps of five seconds."""
    if part.rest_seconds is not None:
        return part
    seconds = rule.least + rule.each_work * part.repetitions * exercise.get_variant(part.variant).work.weight
    return msgspec.structs.replace(part, rest_seconds=min(rule.most, 5 * round(seconds / 5)))


def _part(part: Part, variant: Variant) -> float:
    held = (part.hold_seconds or part.max_hold_seconds or 1) if variant.counted == "holds" else 1
    return part.sets * part.repetitions * held * variant.work.weight


def _lasts(variant: Variant) -> float:
    """Return how long a counted unit lasts: a second of a hold, or a repetition."""
    if variant.counted == "holds":
        return 1
    return sum(phase.seconds for phase in variant.phase if phase.kind in EACH_TIME)
