"""Landmarks of real people, which may not be passed on: read where they are, and otherwise skipped with one line."""

import os
from pathlib import Path

import pytest

from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise
from ilium.motion.analysis import analyse_file

FOLDER = Path(os.environ.get("ILIUM_SHARED_DATA", "../shared/data")) / "people"
#: What each name begins with: the variant that it is read as, and how often it was done, by eye.
SHOWN = {
    "bridge-home": ("two-leg", 2),
    "bridge-mat": ("two-leg", 4),
    "bridge-gym": ("two-leg", 3),
    "not-bridge": ("two-leg", 0),
    "clam-woman": ("side-lying-clam", 5),
    "clam-man": ("side-lying-clam", 5),
}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="no landmarks of real people: set ILIUM_SHARED_DATA")


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_is_counted_that_nobody_did(name: str) -> None:
    """What is missed is the next thing to mend; what is invented would be worse."""
    variant_id, done = SHOWN[name]
    files = sorted(FOLDER.glob(f"{name}*.ilium"))
    assert files
    pairs = [(one, one.get_variant(variant_id)) for one in load_library().exercises if variant_id in ids(one)]
    for file in files:
        analysis = analyse_file(file.read_bytes(), file.name, *pairs[0], Side.RIGHT)
        assert 0 <= analysis.summary["repetitions"] <= done, file.name


def ids(exercise: Exercise) -> set[str]:
    return {variant.id for variant in exercise.variant}
