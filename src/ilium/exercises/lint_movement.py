"""Checks of variants: side words, position, phases, and whether a variant can ever be met."""

import re
from collections.abc import Iterator

from ilium.anatomy import LimbRole, SideRole
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.finding import Note, variant_texts
from ilium.exercises.lint_words import check_id, check_unique
from ilium.exercises.model import Exercise, Limits, Position, Variant
from ilium.exercises.words import roles_named, seconds_to_say

_LIES_ON = re.compile(r"\b(?:lie on|lying on|onto|roll to) your \{(\w+)\.side\}", re.IGNORECASE)
#: What the setup of each position says, and no other position's.
POSITION_WORDS: dict[Position, re.Pattern[str]] = {
    "supine": re.compile(r"\b(?:lie|lying) on your back\b", re.IGNORECASE),
    "side-lying": re.compile(r"\b(?:lie|lying) on your (?:\{\w+\.)?side\b", re.IGNORECASE),
    "standing": re.compile(r"\bstand (?:up|tall|beside|in|at|with)\b", re.IGNORECASE),
    "sitting": re.compile(r"\bsit (?:up|tall|down|on|at|with)\b", re.IGNORECASE),
}
#: So long somebody who found a movement too hard may be told of the easier one: with its name, its dose and the count
#: before the start it is twenty seconds. Our choice.
FROM_HARDER_SECONDS = 8.4
#: E enter, M move, H hold, R return, X exit.
_KINDS = {"enter": "E", "move": "M", "hold": "H", "return": "R", "exit": "X"}
_ORDER = re.compile(r"E*(MH?R)+X*")


def check_variants(exercise: Exercise, limits: Limits) -> Iterator[Note]:
    """Yield what is amiss with the exercise's variants, their ids and their forms' ids."""
    if not exercise.variant:
        yield "variant", "is empty"
    yield from _check_ids(exercise)
    for number, variant in enumerate(exercise.variant):
        key = f"variant[{number}]"
        yield from _check_sides(exercise, variant, key)
        yield from _check_position(variant, key)
        yield from _check_phases(variant, key)
        yield from _check_tempo_words(variant, key, limits)
        yield from _check_reachable(exercise, variant, key)
        yield from _check_from_harder(exercise, variant, key, limits)
    yield from _check_published_side(exercise)
    yield from _check_forms(exercise)


def _check_from_harder(exercise: Exercise, variant: Variant, key: str, limits: Limits) -> Iterator[Note]:
    """Yield a note where a movement below another says nothing, or too much, to who comes from the harder one."""
    steps = list(enumerate(exercise.rung))
    first = {part.variant: number for number, rung in reversed(steps) for part in rung.part}
    if first.get(variant.id, len(steps)) < max(first.values(), default=0) and not variant.from_harder:
        yield f"{key}.from_harder", "is missing: a harder movement stands above it on the ladder"
    seconds = seconds_to_say(variant.from_harder, limits.words_per_second)
    if seconds > FROM_HARDER_SECONDS:
        yield (
            f"{key}.from_harder",
            f"takes {seconds:.1f} s to say; at most {FROM_HARDER_SECONDS:g} s: somebody waits",
        )


def _check_ids(exercise: Exercise) -> Iterator[Note]:
    yield from check_id("id", exercise.id)
    groups = {"variant": [variant.id for variant in exercise.variant], "form": [form.id for form in exercise.form]}
    groups |= {f"variant[{i}].phase": [phase.id for phase in v.phase] for i, v in enumerate(exercise.variant)}
    for name, ids in groups.items():
        keys = [(f"{name}[{number}].id", value) for number, value in enumerate(ids)]
        yield from check_unique(keys)
        for key, value in keys:
            yield from check_id(key, value)


# --- sides -------------------------------------------------------------------------------------------------------


def _check_sides(exercise: Exercise, variant: Variant, key: str) -> Iterator[Note]:
    """Yield contradictions; role words in a symmetric variant are found with the placeholders."""
    if variant.symmetric:
        if variant.switch:
            yield f"{key}.switch", "a symmetric variant has no side to change"
        if variant.symmetric_alternative is not None:
            yield f"{key}.symmetric_alternative", "the variant is symmetric itself"
        return
    if not variant.switch:
        yield f"{key}.switch", "a sided variant says how to change sides"
    if not any(_roles(text.words) for text in variant_texts(variant, key) if text.kind == "spoken"):
        yield f"{key}.symmetric", "no line says which side works, yet the variant is not symmetric"
    yield from _check_alternative(exercise, variant, f"{key}.symmetric_alternative")
    yield from _check_lies_on(variant, key)


def _roles(words: str) -> frozenset[LimbRole]:
    try:
        return roles_named(words)
    except SpecificationError:  # reported with the placeholders
        return frozenset()


def _check_alternative(exercise: Exercise, variant: Variant, key: str) -> Iterator[Note]:
    name = variant.symmetric_alternative
    if name is None:
        if exercise.side.unsure == "symmetric":
            yield key, "is missing: side.unsure is 'symmetric', and this variant has a side"
        return
    found = [other for other in exercise.variant if other.id == name]
    if not found:
        yield key, f"there is no variant {name!r}"
    elif not found[0].symmetric:
        yield key, f"{name!r} is not symmetric"


def _check_lies_on(variant: Variant, key: str) -> Iterator[Note]:
    said = [(text.key, role) for text in variant_texts(variant, key) for role in _LIES_ON.findall(text.words)]
    roles = {role for _, role in said}
    if len(roles) > 1:
        yield said[0][0], "contradicts itself: lies on {working.side} in one line and on {other.side} in another"
    elif variant.position == "side-lying" and roles == {"working"}:
        yield said[0][0], "the working limb is the upper one: lie on your {other.side}"


def _check_published_side(exercise: Exercise) -> Iterator[Note]:
    symmetric = {variant.id for variant in exercise.variant if variant.symmetric}
    if exercise.published.variant in symmetric and exercise.side.prescribed is not SideRole.BOTH:
        role = exercise.side.prescribed.value
        yield "published.variant", f"is symmetric, but side.prescribed is {role!r}"


# --- position and phases -----------------------------------------------------------------------------------------


def _check_position(variant: Variant, key: str) -> Iterator[Note]:
    if not variant.setup:
        yield f"{key}.setup", "is empty"
        return
    setup = " ".join(variant.setup)
    if not POSITION_WORDS[variant.position].search(setup):
        yield f"{key}.setup", f"never says how to get into the position {variant.position!r}"
    for position, words in POSITION_WORDS.items():
        if position != variant.position and (found := words.search(setup)):
            yield f"{key}.setup", f"says {found[0]!r}, but the position is {variant.position!r}"


def _check_phases(variant: Variant, key: str) -> Iterator[Note]:
    kinds = [phase.kind for phase in variant.phase]
    if variant.counted == "holds" and "hold" not in kinds:
        yield f"{key}.phase", "is counted in holds, but has no phase of kind 'hold'"
    if not _ORDER.fullmatch("".join(_KINDS[kind] for kind in kinds)):
        order = ", ".join(kinds) or "nothing"
        yield f"{key}.phase", f"runs {order}; expected enter, then move, hold and return, then exit"


def _check_tempo_words(variant: Variant, key: str, limits: Limits) -> Iterator[Note]:
    """Yield the lines that do not fit: short ones into a phase at tempo, the first one of a long hold into the hold."""
    for number, phase in enumerate(variant.phase):
        name = ""
        if variant.counted == "repetitions" and phase.kind in ("move", "hold", "return"):
            name = "short"
        elif variant.counted == "holds" and phase.kind == "hold":
            name = "say"
        seconds = seconds_to_say(getattr(phase, name), limits.words_per_second) if name else 0.0
        if seconds > phase.seconds:
            yield f"{key}.phase[{number}].{name}", f"takes {seconds:.1f} s to say in a phase of {phase.seconds:g} s"


# --- reached at all ----------------------------------------------------------------------------------------------


def _check_reachable(exercise: Exercise, variant: Variant, key: str) -> Iterator[Note]:
    reached = {part.variant for rung in exercise.rung for part in rung.part} | {exercise.published.variant}
    reached |= {other.symmetric_alternative for other in exercise.variant if other.symmetric_alternative}
    reached |= {part.variant for part in exercise.alternative}
    if variant.id not in reached:
        yield f"{key}.id", f"{variant.id!r} is unreachable: on no rung, not published, no alternative"


def _check_forms(exercise: Exercise) -> Iterator[Note]:
    known = {variant.id for variant in exercise.variant}
    for i, form in enumerate(exercise.form):
        for j, name in enumerate(form.variant):
            if name not in known:
                yield f"form[{i}].variant[{j}]", f"there is no variant {name!r}"
