"""Where it hurts, and how the person wants to begin."""

import msgspec

from ilium.exercises.model import Library


class Spot(msgspec.Struct, frozen=True):
    """A place on the body map: the back of hips and low back, seen from behind, so that left is on the left."""

    id: str
    words: str


#: Our choice of places, not validated. The two over the sacroiliac joints are the ones people can find with a finger.
SPOTS = (
    Spot("low-back-left", "Low back, left"),
    Spot("low-back-middle", "Low back, middle"),
    Spot("low-back-right", "Low back, right"),
    Spot("dimple-left", "Left dimple"),
    Spot("dimple-right", "Right dimple"),
    Spot("hip-left", "Left hip, outside"),
    Spot("tailbone", "Tailbone"),
    Spot("hip-right", "Right hip, outside"),
    Spot("buttock-left", "Left buttock"),
    Spot("buttock-right", "Right buttock"),
)


class Doubt(msgspec.Struct, frozen=True):
    """Where the published amounts are doubtful, with the exercise's name."""

    name: str
    say: str


def doubts(library: Library) -> tuple[Doubt, ...]:
    """Return the sentence of doubt of each exercise that has one, in the programme's order."""
    exercises = [library.get(exercise_id) for exercise_id in library.programme.exercises]
    return tuple(Doubt(e.name, e.published.doubt.say) for e in exercises if e.published.doubt is not None)
