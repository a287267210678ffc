"""Every committed clip is fresh and within its bounds, for both sides; `dev.py lab figure check` says the same."""

import gzip
from importlib import resources

import pytest

from ilium.exercises.loader import load_library
from ilium_lab.figure.clips import clip_name, figured, load_clip, report
from tests.routine import routine

FOLDER = resources.files("ilium.figure") / "library" / "clips"
PAIRS = {variant.id: (exercise, variant) for exercise, variant in figured(load_library())}


def test_every_variant_of_the_routine_says_how_its_figure_moves() -> None:
    """An exercise that was added may have no figure yet."""
    assert set(PAIRS) >= {variant.id for exercise in routine().exercises for variant in exercise.variant}


def test_there_is_a_clip_for_every_variant_with_a_figure_and_no_other_file() -> None:
    expected = {clip_name(*pair) for pair in PAIRS.values()}
    assert {entry.name for entry in FOLDER.iterdir() if entry.name.endswith(".json")} == expected


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_a_clip_is_fresh_small_and_within_all_bounds(name: str) -> None:
    exercise, variant = PAIRS[name]
    found = report(load_clip(exercise, variant), variant)
    assert found.ok, (found.stale, found.worst)
    assert len(gzip.compress((FOLDER / clip_name(exercise, variant)).read_bytes())) <= 20_000
