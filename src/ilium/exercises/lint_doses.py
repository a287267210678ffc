"""Checks of numbers: bounds, the printed dose, and a ladder that climbs to it and not past it.

The ladder's rules, our choice:

* levels run 0, 1, 2 and so on; ``start`` is one of them and stands below the first rung that equals the printed dose;
* no part does more than the printed dose: more sets or repetitions than its upper end, or, for long holds, more held
  seconds in a session (a printed hold in breaths counts each breath at the exercise's own pace);
* a variant's load in a week (days x sets x repetitions x seconds held) never falls as the ladder rises;
* the work of a week (`ilium.exercises.work`) is at most ``max_growth`` times that of the step before, but for
  steps apart from strength work, onto which nobody is led;
* a ladder that ends below the printed dose says where it ends, and why;
* a rung that says it ``equals`` the printed dose has exactly its numbers, every day; the maximum is the last rung.
"""

import itertools
from collections.abc import Iterator
from typing import Literal

from ilium.exercises.finding import Note
from ilium.exercises.lint_words import check_id, check_unique
from ilium.exercises.model import Exercise, Limits, Part, Published, Rung, Variant
from ilium.exercises.work import weekly_work

DAYS_PER_WEEK = 7
#: How far a growth may lie above its bound by rounding alone.
ROUNDING = 1e-9
Number = int | float
Range = int | tuple[int, int]


def low(value: Range) -> int:
    """Return the lower end of a number or printed range."""
    return value if isinstance(value, int) else value[0]


def high(value: Range) -> int:
    """Return the upper end of a number or printed range."""
    return value if isinstance(value, int) else value[1]


def _variant(exercise: Exercise, variant_id: str) -> Variant | None:
    return next((variant for variant in exercise.variant if variant.id == variant_id), None)


def within(key: str, value: Number | None, most: Number, least: Number = 1) -> Iterator[Note]:
    """Yield a note where the value is out of its bounds; None is no value.

    Examples
    --------
    >>> list(within("sets", 9, 6))
    [('sets', '9 is out of bounds 1 to 6')]
    """
    if value is not None and not least <= value <= most:
        yield key, f"{value:g} is out of bounds {least:g} to {most:g}"


def check_doses(exercise: Exercise, limits: Limits) -> Iterator[Note]:
    """Yield what is amiss with the exercise's numbers; how fast it climbs is asked once all else is well."""
    found = list(_check_each(exercise, limits))
    yield from found or _check_growth(exercise, limits)


def _check_each(exercise: Exercise, limits: Limits) -> Iterator[Note]:
    yield from _check_bounds_of_times(exercise, limits)
    yield from _check_published(exercise, limits)
    for number, rung in enumerate(exercise.rung):
        yield from _check_rung(exercise, rung, f"rung[{number}]", limits)
    for number, part in enumerate(exercise.alternative):
        yield from _check_part(exercise, part, f"alternative[{number}]", limits)
    yield from _check_levels(exercise)
    yield from _check_climb(exercise)
    yield from _check_reaches(exercise)


def _check_bounds_of_times(exercise: Exercise, limits: Limits) -> Iterator[Note]:
    yield from within("breath.in_seconds", exercise.breath.in_seconds, limits.max_phase_seconds)
    yield from within("breath.out_seconds", exercise.breath.out_seconds, limits.max_phase_seconds)
    for i, variant in enumerate(exercise.variant):
        if not 0 < variant.work.weight <= 1:
            yield f"variant[{i}].work.weight", f"{variant.work.weight:g} is no fraction above 0, up to 1"
        for j, phase in enumerate(variant.phase):
            yield from within(f"variant[{i}].phase[{j}].seconds", phase.seconds, limits.max_phase_seconds, 0.5)


# --- the printed dose --------------------------------------------------------------------------------------------


def _check_published(exercise: Exercise, limits: Limits) -> Iterator[Note]:
    dose = exercise.published
    yield from _check_range("published.repetitions", dose.repetitions, limits.max_repetitions)
    yield from _check_range("published.sets", dose.sets, limits.max_sets)
    yield from within("published.hold_seconds", dose.hold_seconds, limits.max_hold_seconds)
    yield from within("published.breaths", dose.breaths, limits.max_breaths)
    yield from within("published.per_day", dose.per_day, limits.max_per_day)
    yield from within("published.between_seconds", dose.between_seconds, limits.max_rest_seconds, 0)
    yield from within("published.rest_seconds", dose.rest_seconds, limits.max_rest_seconds, 0)
    variant = _variant(exercise, dose.variant)
    if variant is None:
        yield "published.variant", f"there is no variant {dose.variant!r}"
    elif variant.counted == "holds" and dose.hold_seconds is None:
        yield "published.hold_seconds", f"{dose.variant!r} is counted in holds and needs their length"


def _check_range(key: str, value: Range, most: int) -> Iterator[Note]:
    yield from within(key, low(value), most)
    if not isinstance(value, int):
        yield from within(key, high(value), most)
        if not value[0] < value[1]:
            yield key, f"the range {value[0]} to {value[1]} does not rise"


# --- one rung ----------------------------------------------------------------------------------------------------


def _check_rung(exercise: Exercise, rung: Rung, key: str, limits: Limits) -> Iterator[Note]:
    yield from within(f"{key}.days_per_week", rung.days_per_week, DAYS_PER_WEEK)
    if not rung.part:
        yield f"{key}.part", "is empty"
    for number, part in enumerate(rung.part):
        yield from _check_part(exercise, part, f"{key}.part[{number}]", limits)
    if rung.equals is not None:
        yield from _check_equals(exercise, rung, rung.equals, key)


def _check_part(exercise: Exercise, part: Part, key: str, limits: Limits) -> Iterator[Note]:
    yield from _check_part_bounds(part, key, limits)
    variant = _variant(exercise, part.variant)
    if variant is None:
        yield f"{key}.variant", f"there is no variant {part.variant!r}"
    else:
        yield from _check_hold(part, variant, key)
        yield from _check_not_past(exercise, part, variant, key)


def _check_part_bounds(part: Part, key: str, limits: Limits) -> Iterator[Note]:
    yield from within(f"{key}.sets", part.sets, limits.max_sets)
    yield from within(f"{key}.repetitions", part.repetitions, limits.max_repetitions)
    yield from within(f"{key}.hold_seconds", part.hold_seconds, limits.max_hold_seconds)
    yield from within(f"{key}.hold_breaths", part.hold_breaths, limits.max_breaths)
    yield from within(f"{key}.max_hold_seconds", part.max_hold_seconds, limits.max_hold_seconds)
    yield from within(f"{key}.between_seconds", part.between_seconds, limits.max_rest_seconds, 0)
    yield from within(f"{key}.rest_seconds", part.rest_seconds, limits.max_rest_seconds, 0)


def _check_hold(part: Part, variant: Variant, key: str) -> Iterator[Note]:
    if part.hold_seconds is not None and part.hold_breaths is not None:
        yield f"{key}.hold_breaths", "a hold is measured in seconds or in breaths, not both"
    if (part.hold_breaths is None) != (part.max_hold_seconds is None):
        yield f"{key}.max_hold_seconds", "hold_breaths and max_hold_seconds go together"
    if variant.counted == "holds" and part.hold_seconds is None and part.hold_breaths is None:
        yield f"{key}.hold_seconds", f"{variant.id!r} is counted in holds and needs their length"
    if variant.counted == "repetitions" and part.hold_breaths is not None:
        yield f"{key}.hold_breaths", f"{variant.id!r} is counted in repetitions, at tempo"


def _check_not_past(exercise: Exercise, part: Part, variant: Variant, key: str) -> Iterator[Note]:
    published = _variant(exercise, exercise.published.variant)
    if published is None or published.counted != variant.counted:
        return
    dose = exercise.published
    if variant.counted == "holds":
        most, held = _published_seconds(exercise), part.sets * part.repetitions * _hold(part)
        if held > most:
            yield key, f"{held:g} s of holding jumps past the published dose of {most:g} s"
        return
    for name in ("sets", "repetitions"):
        value, most_of = getattr(part, name), high(getattr(dose, name))
        if value > most_of:
            yield f"{key}.{name}", f"{value} jumps past the published dose of {most_of}"


def _published_seconds(exercise: Exercise) -> float:
    dose, breath = exercise.published, exercise.breath
    hold = max(float(dose.hold_seconds or 0), (dose.breaths or 0) * (breath.in_seconds + breath.out_seconds))
    return high(dose.sets) * high(dose.repetitions) * hold


def _hold(part: Part) -> int:
    """Return the longest that one repetition can be held, in seconds; 1 where its tempo says it."""
    return part.hold_seconds or part.max_hold_seconds or 1


def _check_equals(
    exercise: Exercise, rung: Rung, equals: Literal["published", "published-minimum", "published-maximum"], key: str
) -> Iterator[Note]:
    dose = exercise.published
    ranged = not (isinstance(dose.repetitions, int) and isinstance(dose.sets, int))
    if (equals == "published") == ranged:
        yield f"{key}.equals", f"{equals!r}, but the published dose is {'a range' if ranged else 'one number'}"
        return
    if rung.days_per_week != DAYS_PER_WEEK:
        yield f"{key}.days_per_week", f"{equals!r} is done every day"
    if [part.variant for part in rung.part] != [dose.variant]:
        yield f"{key}.part", f"{equals!r} is the variant {dose.variant!r} alone"
        return
    yield from _check_same_numbers(rung.part[0], dose, equals == "published-maximum", f"{key}.part[0]")


def _check_same_numbers(part: Part, dose: Published, upper: bool, key: str) -> Iterator[Note]:
    end = high if upper else low
    wanted = {"sets": end(dose.sets), "repetitions": end(dose.repetitions), "hold_seconds": dose.hold_seconds}
    for name, value in wanted.items():
        if value is not None and getattr(part, name) != value:
            yield f"{key}.{name}", f"is {getattr(part, name)}, but the published dose is {value}"


# --- the whole ladder --------------------------------------------------------------------------------------------


def _check_levels(exercise: Exercise) -> Iterator[Note]:
    yield from check_unique((f"rung[{number}].id", rung.id) for number, rung in enumerate(exercise.rung))
    for number, rung in enumerate(exercise.rung):
        yield from check_id(f"rung[{number}].id", rung.id)
    if not exercise.rung:
        yield "rung", "is empty"
    for number, rung in enumerate(exercise.rung):
        if rung.level != number:
            yield f"rung[{number}].level", f"is {rung.level}; levels run 0, 1, 2 and so on, so {number} is expected"
    if exercise.start not in [rung.level for rung in exercise.rung]:
        yield "start", f"there is no rung {exercise.start}"
    for number, (rung, after) in enumerate(itertools.pairwise(exercise.rung)):
        if rung.apart and not after.apart:
            yield f"rung[{number}].apart", "rungs apart from strength work are the last ones"
    if exercise.rung and exercise.rung[0].apart:
        yield "rung[0].apart", "the gentlest rung is part of every session"
    printed = [rung.level for rung in exercise.rung if rung.equals is not None]
    if printed and exercise.start >= min(printed):
        yield "start", f"{exercise.start} is not below rung {min(printed)}, which equals the published dose"


def _check_climb(exercise: Exercise) -> Iterator[Note]:
    before: dict[str, tuple[int, int]] = {}
    for number, rung in enumerate(exercise.rung):
        for place, part in enumerate(rung.part):
            load = rung.days_per_week * part.sets * part.repetitions * _hold(part)
            level, least = before.get(part.variant, (0, 0))
            if load < least:
                key = f"rung[{number}].part[{place}]"
                yield key, f"load falls: {load} a week for {part.variant!r}, {least} at rung {level}"
            before[part.variant] = (rung.level, load)


def _check_growth(exercise: Exercise, limits: Limits) -> Iterator[Note]:
    for number, (before, rung) in enumerate(itertools.pairwise(exercise.rung), 1):
        least, work = weekly_work(exercise, before), weekly_work(exercise, rung)
        if not rung.apart and work > least * limits.max_growth * (1 + ROUNDING):
            grown = f"{work:g} a week after {least:g}, {work / least:.2f} times"
            yield f"rung[{number}]", f"work grows too fast: {grown}; at most {limits.max_growth:g} times"


def _check_reaches(exercise: Exercise) -> Iterator[Note]:
    if exercise.published.variant not in [part.variant for rung in exercise.rung for part in rung.part]:
        yield "rung", f"the ladder never reaches the published variant {exercise.published.variant!r}"
    for number, rung in enumerate(exercise.rung[:-1]):
        if rung.equals == "published-maximum":
            yield f"rung[{number}].equals", "the published maximum is the last rung"
    printed = any(rung.equals is not None for rung in exercise.rung)
    if printed == (exercise.ends is not None):
        wanted = "is not needed: the ladder reaches the printed dose" if printed else "says why no rung is as printed"
        yield "ends", wanted
