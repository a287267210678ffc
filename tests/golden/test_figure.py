"""The figure's numbers as NumPy has them: the browser's kinematics are tested against the same file."""

import json
from collections.abc import Callable

import pytest

from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium_lab.figure.body import load_body
from ilium_lab.figure.clips import load_clip
from ilium_lab.figure.kinematics import forward
from ilium_lab.figure.skin import Skinner

#: Two clips that turn every joint, and frames in the middle of movements.
CLIPS = (("si-glute-bridge", "si-bridge"), ("side-plank-clam-shell", "side-plank-clam"))
FRAMES = (0, 9, 20)
EVERY = 997


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(("exercise", "variant"), CLIPS)
def test_bones_and_skin_stand_where_they_did(
    exercise: str, variant: str, side: Side, golden: Callable[[str, str], None]
) -> None:
    """A change of kinematics, skinning or clip shows as a difference here, to a hundredth of a millimetre."""
    spec, body = load_library().get(exercise), load_body()
    poses = load_clip(spec, spec.get_variant(variant)).poses(body.rig.skeleton, side)[list(FRAMES)]
    world = forward(body.rig, poses)
    skin = Skinner(body).points(world)[:, ::EVERY]
    rows = [
        {"frame": frame, "bones": place.round(5).tolist(), "skin": points.round(5).tolist()}
        for frame, place, points in zip(FRAMES, world.place, skin, strict=True)
    ]
    told = {"exercise": exercise, "variant": variant, "side": side.value, "every": EVERY, "rows": rows}
    golden(f"figure/{exercise}.{variant}.{side.value}.json", json.dumps(told) + "\n")
