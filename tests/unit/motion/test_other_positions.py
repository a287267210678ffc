"""What is seen well and is not the exercise: said once, not counted; and what is done otherwise, cued."""

from ilium.motion import engine, kernel
from ilium.motion.findings import CompensationCue, NotMeasured, Position
from ilium.motion.kernel.codes import MEASURED_AGAIN, NOT_MEASURED
from ilium.motion.kernel.move import move, start
from ilium.motion.kernel.tell import elsewhere
from ilium.motion.program import compile_variant
from ilium_lab.camera.noise import MEASURED
from tests.unit.motion.streams import WATCHED, done, found

PROGRAM = compile_variant(WATCHED["two-leg"][1]).sides[0].numbers


def unseen(findings):
    return [one for one in findings if isinstance(one, NotMeasured) and one.reason == "not-this-exercise"]


def test_another_exercise_is_told_once_and_not_counted():
    """Five bridges on both legs, seen well for half a minute, are no SI bridge; that is said once."""
    state, said = found("si-bridge", done("two-leg", MEASURED, repetitions=5))
    assert [one.say for one in unseen(said)] == ["I cannot see the start position."]
    assert engine.finish(state, 0.0).repetitions == 0


def test_the_exercise_itself_is_never_told_so():
    """Who is in the start pose hears nothing of it."""
    assert unseen(found("two-leg", done("two-leg", MEASURED, repetitions=5))[1]) == []


def told(*frames):
    """The kinds of event over frames of time and whether the start pose is seen."""
    state, said = kernel.KernelState(), []
    for seconds, ok in frames:
        state.now_s = seconds
        elsewhere(state, PROGRAM, ok, said)
    return [event.kind for event in said]


def test_once_the_start_pose_is_found_it_is_not_asked_for_again():
    """Said after twenty seconds, taken back when the pose is seen, and silent from then on."""
    assert told((0.0, False), (21.0, False), (30.0, False), (31.0, True), (40.0, False), (90.0, False)) == [
        NOT_MEASURED,
        MEASURED_AGAIN,
    ]


def test_a_start_pose_in_between_begins_the_wait_anew():
    """Twenty seconds in two parts are not twenty seconds."""
    assert told((0.0, False), (15.0, False), (16.0, True), (17.0, False), (30.0, False)) == []


def test_the_other_foot_that_pushes_is_cued():
    """Whose held knee comes down to push is counted, and asked to change; whose stays up hears nothing."""
    for planted, forms in (((), []), (("other-leg-drives",), ["other-leg-drives"])):
        state, said = found("si-bridge", done("si-bridge", MEASURED, repetitions=3, planted=planted))
        assert [one.form for one in said if isinstance(one, CompensationCue)] == forms
        assert engine.finish(state, 0.0).repetitions == 3


def test_a_foot_put_down_between_repetitions_ends_the_start_pose():
    """In the rest between two sets both feet are down: the person is not ready until the knee is up again."""
    stream = done("si-bridge", MEASURED, repetitions=3, sets=2)
    said = found("si-bridge", stream)[1]
    rest = stream.truth.repetitions[2, 1], stream.truth.repetitions[3, 0]
    states = [one.state for one in said if isinstance(one, Position) and rest[0] < one.at_ms / 1000 < rest[1]]
    assert states[0] == "getting-ready"
    assert states[-1] == "ready"


def repetitions_of(signal):
    """How many repetitions a course of the two-leg bridge's measure has; (seconds, share of the range) to go to."""
    state = kernel.KernelState(now_s=0.0, step_s=1 / 30)
    state.path.range, state.path.floor_frames = PROGRAM.first_range, 1
    start(state, 0.0, [])
    now, level = 0.0, 0.0
    for seconds, goal in signal:
        steps = int(seconds * 30)
        for step in range(1, steps + 1):
            share = level + (goal - level) * step / steps
            state.now_s = now + step / 30
            state.body.measures[0] = PROGRAM.direction * share * state.path.range
            move(state, PROGRAM, [])
        now, level = now + seconds, goal
    return state.series.count


def test_who_settles_higher_before_the_first_repetition_loses_none():
    """What was taken for a far end is where the movement starts if it goes on from there."""
    bridge = ((2.0, 1.7), (1.0, 1.7), (2.0, 0.7))
    assert repetitions_of(((1.0, 0.7), (4.0, 0.7), *bridge, *bridge, *bridge)) == 3
