"""The thresholds as data: each with its unit, source and confidence, and nothing that is not known."""

from importlib import resources

import pytest

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import load_library
from ilium.motion.program import compile_variant
from ilium.motion.thresholds import read_thresholds, thresholds

TEXT = (resources.files("ilium.motion") / "library" / "engine.toml").read_text(encoding="utf-8")
MARGIN = 'margin = [0.03, "share of the picture", "floor-study", "found"]'


def test_what_the_file_says_is_what_a_program_has():
    """Another number in the file is another number in the kernel's hands."""
    changed = read_thresholds(TEXT.replace(MARGIN, MARGIN.replace("0.03", "0.05")))
    assert (thresholds().see.margin, changed.see.margin) == (0.03, 0.05)
    program = compile_variant(load_library().get("si-glute-bridge").get_variant("si-bridge")).sides[0].numbers
    assert (program.see, program.hold) == (thresholds().see, thresholds().hold)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("", "margin"),
        (MARGIN.replace("margin", "margins"), "margin"),
        (MARGIN.replace("floor-study", "nowhere"), "there is no source 'nowhere'"),
        (MARGIN.replace('"found"', '"sure"'), "confidence|sure"),
        (MARGIN.replace("0.03", '"wide"'), "float"),
        ("margin = 0.03", "array"),
    ],
    ids=["missing", "unknown", "no source", "no confidence", "no number", "bare"],
)
def test_a_threshold_that_is_not_whole_is_refused(now, said):
    """The sentence names the file and what is amiss."""
    with pytest.raises(SpecificationError, match=said) as error:
        read_thresholds(TEXT.replace(MARGIN, now))
    assert "engine.toml" in str(error.value)
