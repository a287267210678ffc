"""When a compensation is spoken of: one at a time, only when it keeps coming, and praise when it is gone.

Safety is over dose is over form: nothing here stops a count, lowers a number or judges a repetition.
Source: the clinical reference's feedback policy; our choice, not validated.
"""

import msgspec

from ilium.anatomy import Side
from ilium.exercises.camera import CameraCheck
from ilium.exercises.lint_camera import SECONDS
from ilium.exercises.model import Exercise, Variant
from ilium.exercises.words import render
from ilium.motion.findings import CompensationCue, Praise
from ilium.motion.thresholds import thresholds
from ilium.motion.words import PRAISE


class Coach(msgspec.Struct, frozen=True):
    """What is remembered between repetitions.

    Parameters
    ----------
    history : tuple of frozenset of str
        The forms seen in each of the last repetitions since a cue.
    active : str
        The form that was cued and has not been mended; empty for none.
    """

    history: tuple[frozenset[str], ...] = ()
    active: str = ""


class CoachingRules(msgspec.Struct, frozen=True):
    """A variant's checks, and the words of their forms with the sides put in."""

    checks: tuple[CameraCheck, ...]
    cues: dict[str, str]


def rules_of(exercise: Exercise, variant: Variant, side: Side | None) -> CoachingRules:
    """Return what may be cued in a variant; ``side`` is the working side, None where both do the same."""
    checks = variant.camera.check if variant.camera else ()
    forms = {form.id: form.cue for form in exercise.form}
    return CoachingRules(checks, {check.form: render(forms[check.form], side) for check in checks})


def seen_in(rules: CoachingRules, means: tuple[float, ...], whole_s: float, back_s: float) -> frozenset[str]:
    """Return the compensations of one repetition.

    Parameters
    ----------
    means : tuple of float
        Means of the checked measures at the far end, in the order of the checks that have one; NaN if not measured.
    whole_s, back_s : float
        How long the repetition and its way back took.
    """
    left = iter(means)
    found = set()
    for check in rules.checks:
        value = next(left) if check.measure != SECONDS else (whole_s if check.at == "whole" else back_s)
        low = check.at_least is not None and value < check.at_least
        if low or (check.at_most is not None and value > check.at_most):
            found.add(check.form)
    return frozenset(found)


def after_repetition(
    coach: Coach, rules: CoachingRules, seen: frozenset[str], at_ms: float
) -> tuple[Coach, CompensationCue | Praise | None]:
    """Return what to remember and what to say, at most one thing, after a repetition with these compensations."""
    if coach.active and coach.active not in seen:
        return Coach(), Praise(at_ms=at_ms, form=coach.active, say=PRAISE)
    limits = thresholds().coaching
    history = (*coach.history, seen)[-int(limits.of_last) :]
    often = [check.form for check in rules.checks if sum(check.form in one for one in history) >= limits.often]
    if coach.active:
        often = [form for form in often if form == coach.active]
    if not often or often[0] not in seen:
        return Coach(history, coach.active), None
    return Coach((), often[0]), CompensationCue(at_ms=at_ms, form=often[0], say=rules.cues[often[0]])
