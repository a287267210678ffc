"""The shipped library against the routine and our clinical notes: doses, ladders, sides, words."""

import re
from itertools import pairwise

import pytest

from ilium.anatomy import Side, SideRole
from ilium.exercises.finding import PersonText, texts
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Form, Variant
from ilium.exercises.words import render
from ilium.exercises.work import seconds_at_work, weekly_work
from ilium.screening.loader import load_screening

LIBRARY = load_library()
EXERCISES = LIBRARY.exercises
VARIANTS = [(exercise, variant) for exercise in EXERCISES for variant in exercise.variant]


def dose(exercise_id: str) -> dict[str, object]:
    published = LIBRARY.get(exercise_id).published
    names = ("variant", "repetitions", "sets", "hold_seconds", "breaths", "per_day")
    return {name: getattr(published, name) for name in names if getattr(published, name) is not None}


@pytest.mark.parametrize(
    ("exercise", "expected"),
    [
        ("lumbar-roll", {"variant": "lumbar-roll", "repetitions": 1, "sets": 1, "hold_seconds": 600}),
        ("figure-four", {"variant": "hand-press", "repetitions": 5, "sets": 1, "hold_seconds": 10, "breaths": 10}),
        (
            "si-glute-bridge",
            {"variant": "si-bridge", "repetitions": (10, 15), "sets": (3, 4), "hold_seconds": 1, "per_day": 1},
        ),
        (
            "side-plank-clam-shell",
            {"variant": "side-plank-clam", "repetitions": (10, 15), "sets": (3, 4), "per_day": 1},
        ),
    ],
)
def test_published_dose_is_what_the_routine_prints(exercise: str, expected: dict[str, object]) -> None:
    assert dose(exercise) == expected


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_doubt_is_said_just_where_the_printed_line_is_doubtful(exercise: Exercise) -> None:
    assert (exercise.published.doubt is not None) == (exercise.id in ("lumbar-roll", "figure-four"))


@pytest.mark.parametrize(
    ("exercise", "role"),
    [
        ("lumbar-roll", SideRole.AFFECTED),
        ("figure-four", SideRole.AFFECTED),
        ("si-glute-bridge", SideRole.AFFECTED),
        ("side-plank-clam-shell", SideRole.BOTH),
    ],
)
def test_side_rule_is_the_routines(exercise: str, role: SideRole) -> None:
    assert LIBRARY.get(exercise).side.prescribed is role


@pytest.mark.parametrize(
    ("exercise", "start"),
    [
        ("lumbar-roll", "holds-3x10"),
        ("figure-four", "no-hand-3x10"),
        ("si-glute-bridge", "both-legs-2x8"),
        ("side-plank-clam-shell", "clam-2x10"),
    ],
)
def test_the_gradual_track_starts_where_the_notes_do(exercise: str, start: str) -> None:
    found = LIBRARY.get(exercise)
    assert found.get_rung(found.start).id == start


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.id)
def test_no_step_asks_half_as_much_again_by_work_or_by_time(exercise: Exercise) -> None:
    """Neither repetitions and seconds of holding, nor seconds at work, grow by more than half from step to step."""
    for measure in (weekly_work, seconds_at_work):
        for before, after in pairwise(exercise.rung):
            if not after.apart:
                assert measure(exercise, after) <= 1.5 * measure(exercise, before) + 1e-9, (after.id, measure.__name__)


def test_work_is_what_a_hand_computes() -> None:
    """Three days of four ten-second planks at a half, and of two sets of twelve clams at two fifths."""
    clam = LIBRARY.get("side-plank-clam-shell")
    rung = next(one for one in clam.rung if one.id == "planks-4x10-clam-2x12")
    assert weekly_work(clam, rung) == pytest.approx(3 * (4 * 10 * 0.5 + 2 * 12 * 0.4))


def test_no_stretch_before_strength_lasts_more_than_a_minute_until_the_last_rung() -> None:
    for exercise in EXERCISES:
        for rung in [one for one in exercise.rung if not one.apart] if exercise.phase == "mobilise" else ():
            held = [p.sets * p.repetitions * (p.hold_seconds or p.max_hold_seconds or 0) for p in rung.part]
            assert sum(held) <= 60, (exercise.id, rung.level)


@pytest.mark.parametrize("working", Side)
@pytest.mark.parametrize(("exercise", "variant"), VARIANTS, ids=lambda value: getattr(value, "id", ""))
def test_every_variant_renders_for_both_sides(exercise: Exercise, variant: Variant, working: Side) -> None:
    side = None if variant.symmetric else working
    lines = [*variant.setup, *variant.switch]
    lines += [text for phase in variant.phase for text in (phase.say, phase.short, phase.pose)]
    assert not [line for line in lines if "{" in render(line, side)]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_every_other_text_renders_without_a_side_or_for_both(exercise: Exercise) -> None:
    for text in texts(exercise):
        if not text.sided:
            assert render(text.words, None) == text.words.replace("{ground}", "floor")
        for working in Side:
            assert working in render(f"{text.words} {{working.side}}", working)


@pytest.mark.parametrize(("exercise", "variant"), VARIANTS, ids=lambda value: getattr(value, "id", ""))
def test_side_lying_is_on_the_other_side_and_the_upper_leg_works(exercise: Exercise, variant: Variant) -> None:
    if variant.position == "side-lying":
        assert "Lie on your right side" in render(variant.setup[0], Side.LEFT)


def test_hands_hold_the_other_knee_in_the_bridge() -> None:
    bridge = LIBRARY.get("si-glute-bridge").get_variant("si-bridge")
    knee_up, lift, *_ = (render(phase.say, Side.RIGHT) for phase in bridge.phase)
    assert "left knee" in knee_up and "right heel" in lift


def test_lumbar_roll_draws_the_working_knee_across_with_the_other_hand() -> None:
    roll = LIBRARY.get("lumbar-roll").get_variant("lumbar-roll")
    knee_up, draw, *_ = (render(phase.say, Side.LEFT) for phase in roll.phase)
    assert "left knee" in knee_up and "right hand" in knee_up and "right side" in draw


def test_either_hand_may_press_in_the_figure_four() -> None:
    press = LIBRARY.get("figure-four").get_variant("hand-press").phase[1]
    assert "whichever hand" in press.say


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_repetitions_run_at_two_one_three(exercise: Exercise) -> None:
    if exercise.phase == "strengthen":
        for variant in exercise.variant:
            tempo = [phase.seconds for phase in variant.phase if phase.kind in ("move", "hold", "return")]
            assert variant.counted == "holds" or tempo == [2, 1, 3], variant.id


NEVER_SEEN = re.compile(r"shoulder comes up|push is|heel|toes|arches|tailbone|breath stops|drops or twists|felt")


@pytest.mark.parametrize("form", [f for e in EXERCISES for f in e.form], ids=lambda f: f.id)
def test_what_a_camera_must_not_claim_is_never_trusted(form: Form) -> None:
    if NEVER_SEEN.search(form.fault):
        assert form.camera == "never"


def test_few_faults_are_measured() -> None:
    measured = {form.id for exercise in EXERCISES for form in exercise.form if form.camera == "measured"}
    assert measured == {"hips-low", "too-fast", "hips-sag"}


def test_changes_that_screening_uses_exist() -> None:
    """The ids are an agreement with the screening file."""
    used = {change for page in load_screening().page for item in page.item for change in item.changes}
    assert used <= {change.id for change in LIBRARY.changes}


def test_text_kinds_are_complete() -> None:
    """Every spoken line of a variant is walked by `texts`."""
    keys = {text.key for text in texts(LIBRARY.get("lumbar-roll")) if text.kind == "spoken"}
    roll = LIBRARY.get("lumbar-roll").variant
    wanted = {f"variant[{i}].phase[{j}].say" for i, v in enumerate(roll) for j in range(len(v.phase))}
    assert wanted <= keys and PersonText(key="name", words="Lumbar roll") in set(texts(LIBRARY.get("lumbar-roll")))
