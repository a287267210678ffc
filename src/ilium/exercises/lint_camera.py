"""Checks of the camera entries: nothing is said to be seen that cannot be, or without a threshold and its evidence."""

import math
from collections.abc import Iterator

from ilium.exercises.camera import Bound, CameraCheck, CameraEntry
from ilium.exercises.finding import Note
from ilium.exercises.measures import MEASURES, SEGMENTS
from ilium.exercises.model import Exercise, Form, Variant

#: How trusts are ordered: a check may not be trusted further than its form entry or its variant says.
_RANK = {"never": 0, "coarse": 1, "measured": 2}
SECONDS = "seconds"


def check_cameras(exercise: Exercise) -> Iterator[Note]:
    """Yield what is amiss with the camera entries of an exercise."""
    forms = {form.id: form for form in exercise.form}
    for number, variant in enumerate(exercise.variant):
        key = f"variant[{number}].camera"
        if variant.camera is None:
            yield key, "is missing; where a camera cannot measure it, say so: trust = 'never', and why"
        elif variant.camera.trust == "never":
            yield from _check_never(variant.camera, key)
        else:
            yield from _check_measured(variant, variant.camera, key)
            for place, check in enumerate(variant.camera.check):
                yield from _check_check(variant, check, forms, f"{key}.check[{place}]")


def _check_never(camera: CameraEntry, key: str) -> Iterator[Note]:
    said = [
        name
        for name in ("signal", "start", "during", "between", "end", "seen", "check", "view")
        if getattr(camera, name)
    ]
    for name in said:
        yield f"{key}.{name}", "is given, but trust is 'never'"


def _check_measured(variant: Variant, camera: CameraEntry, key: str) -> Iterator[Note]:
    if camera.trust == "measured" and not camera.evidence.strip():
        yield f"{key}.evidence", "is empty; what is 'measured' says on what that rests"
    if not camera.leads and not camera.why.strip():
        yield f"{key}.why", "is empty; where a session does not wait for the camera, the person is told why"
    if camera.leads and camera.counts == "pose" and variant.counted == "repetitions":
        yield f"{key}.leads", "is true, but no repetition is counted: a session would wait for one for ever"
    if camera.view is None:
        yield f"{key}.view", "is missing"
    if not camera.start:
        yield f"{key}.start", "is empty; nothing is counted before the start pose was seen"
    if camera.counts == "pose":
        if camera.signal:
            yield f"{key}.signal", "is given, but only the time in a pose is measured"
    else:
        yield from _check_signal(variant, camera, key)
    for name in ("start", "during", "between", "end", "seen"):
        for number, bound in enumerate(getattr(camera, name)):
            yield from _check_bound(bound, f"{key}.{name}[{number}]")
    yield from _check_steady(camera, key)


def _check_steady(camera: CameraEntry, key: str) -> Iterator[Note]:
    for number, segment in enumerate(camera.steady):
        side, _, name = segment.partition(".")
        if side not in ("working", "other", "both") or name not in SEGMENTS:
            yield f"{key}.steady[{number}]", f"there is no segment {segment!r}"
    if not camera.steady:
        yield f"{key}.steady", "is empty; the first segment is the unit of lengths"


def _check_signal(variant: Variant, camera: CameraEntry, key: str) -> Iterator[Note]:
    yield from _known(camera.signal, f"{key}.signal")
    if camera.counts != variant.counted:
        yield f"{key}.counts", f"is {camera.counts!r}, but the variant is counted in {variant.counted}"
    if not 0.25 < camera.halfway < 0.75:
        yield f"{key}.halfway", f"expected more than 0.25 and less than 0.75, not {camera.halfway:g}"
    if not 0 < camera.least < camera.range:
        yield f"{key}.least", f"expected more than 0 and less than range, {camera.range:g}"


def _known(measure: str, key: str) -> Iterator[Note]:
    if measure not in MEASURES:
        yield key, f"there is no measure {measure!r}; known are {', '.join(sorted(MEASURES))}"


def _check_bound(bound: Bound, key: str) -> Iterator[Note]:
    yield from _known(bound.measure, f"{key}.measure")
    yield from _check_range(bound, key)
    if bound.slack < 0:
        yield f"{key}.slack", "expected no number below zero"


def _check_range(bound: Bound | CameraCheck, key: str) -> Iterator[Note]:
    if bound.at_least is None and bound.at_most is None:
        yield key, "has no threshold: at_least, at_most, or both"
    low = -math.inf if bound.at_least is None else bound.at_least
    if low >= (math.inf if bound.at_most is None else bound.at_most):
        yield f"{key}.at_least", "is not below at_most"


def _check_check(variant: Variant, check: CameraCheck, forms: dict[str, Form], key: str) -> Iterator[Note]:
    yield from _check_range(check, key)
    if check.measure != SECONDS:
        yield from _known(check.measure, f"{key}.measure")
        if check.at != "end":
            yield f"{key}.at", f"is {check.at!r}; only {SECONDS!r} knows that"
    elif check.at == "end":
        yield f"{key}.at", f"{SECONDS!r} is of 'back' or of the 'whole' repetition"
    if not check.tolerance > 0:
        yield f"{key}.tolerance", "expected more than 0"
    if check.trust == "measured" and not check.evidence.strip():
        yield f"{key}.evidence", "is empty; what is 'measured' says on what that rests"
    if check.trust == "never":
        yield f"{key}.trust", "is 'never'; then there is nothing to check"
    form = forms.get(check.form)
    if form is None:
        yield f"{key}.form", f"there is no form {check.form!r}"
    elif form.variant and variant.id not in form.variant:
        yield f"{key}.form", f"{check.form!r} does not belong to {variant.id!r}"
    elif _RANK[check.trust] > _RANK[form.camera]:
        yield f"{key}.trust", f"is {check.trust!r}, but the form says that a camera sees it {form.camera!r}"
