"""The landmarks and their mirror image."""

import pytest

from ilium.anatomy.landmarks import LANDMARKS, TWINS, landmark


def test_there_are_33_different_landmarks() -> None:
    """The detector gives 33."""
    assert len(LANDMARKS) == len(set(LANDMARKS)) == 33


def test_the_twin_of_the_twin_is_the_landmark_itself_and_only_the_nose_is_its_own() -> None:
    """Mirroring twice changes nothing."""
    assert [TWINS[twin] for twin in TWINS] == list(range(33))
    assert [LANDMARKS[i] for i, twin in enumerate(TWINS) if i == twin] == ["nose"]


def test_an_unknown_landmark_raises() -> None:
    """No fall-through returns a guess."""
    with pytest.raises(KeyError):
        landmark("left_tail")
