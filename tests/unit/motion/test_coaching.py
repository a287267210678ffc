from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium.motion.coaching import Coach, after_repetition, rules_of, seen_in
from ilium.motion.findings import CompensationCue, Praise

EXERCISE = load_library().get("si-glute-bridge")
RULES = rules_of(EXERCISE, EXERCISE.get_variant("si-bridge"), Side.RIGHT)


def run(*repetitions):
    coach, said = Coach(), []
    for seen in repetitions:
        coach, word = after_repetition(coach, RULES, frozenset(seen), 0.0)
        said.append(word)
    return said


def test_one_fault_alone_is_not_cued():
    """A compensation in one of three repetitions is passed over."""
    assert run(["hips-low"], [], []) == [None, None, None]


def test_two_of_three_are_cued_once_and_praised_when_mended():
    """Cued at the second, silent at once after, praised in the first repetition without it."""
    said = run(["hips-low"], [], ["hips-low"], ["hips-low"], [])
    assert [type(word) for word in said] == [type(None), type(None), CompensationCue, type(None), Praise]
    assert said[2].say == "If it is comfortable, lift a little more."


def test_one_cue_at_a_time():
    """While one compensation is worked on, another is not spoken of."""
    both = ["hips-low", "too-fast"]
    said = run(both, both, both, both)
    assert {word.form for word in said if word} == {"hips-low"}


def test_cues_name_the_side():
    """The words have the sides put in."""
    assert "left knee" in RULES.cues["hands-off-knee"]


def test_what_was_not_measured_is_no_fault():
    """A measure that is not known is never out of its range."""
    assert seen_in(RULES, (float("nan"),) * 3, 6.0, 3.0) == frozenset()
