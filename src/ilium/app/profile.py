"""Where it hurts, and how the person wants to begin."""

import msgspec

from ilium.exercises.model import Library


class PainSpot(msgspec.Struct, frozen=True):
    """A place on the body map: the back of hips and low back, seen from behind, so that left is on the left."""

    id: str
    words: str


#: Our choice of places, not validated. The two over the sacroiliac joints are the ones people can find with a finger.
SPOTS = (
    PainSpot("low-back-left", "Low back, left"),
    PainSpot("low-back-middle", "Low back, middle"),
    PainSpot("low-back-right", "Low back, right"),
    PainSpot("dimple-left", "Left dimple"),
    PainSpot("dimple-right", "Right dimple"),
    PainSpot("hip-left", "Left hip, outside"),
    PainSpot("tailbone", "Tailbone"),
    PainSpot("hip-right", "Right hip, outside"),
    PainSpot("buttock-left", "Left buttock"),
    PainSpot("buttock-right", "Right buttock"),
)


class ExerciseDoubt(msgspec.Struct, frozen=True):
    """Where the published amounts are doubtful, with the exercise's name."""

    name: str
    say: str


class PrintedRange(msgspec.Struct, frozen=True):
    """An exercise whose dose is printed as a range: its id and name, and the ends of sets and of repetitions."""

    exercise: str
    name: str
    sets: tuple[int, int]
    repetitions: tuple[int, int]


def printed_ranges(library: Library) -> tuple[PrintedRange, ...]:
    """Return the exercises with a choice of how much on the printed track, in the programme's order.

    Examples
    --------
    >>> from ilium.exercises.loader import load_library
    >>> [(one.sets, one.repetitions) for one in printed_ranges(load_library())]
    [((3, 4), (10, 15)), ((3, 4), (10, 15))]
    """
    exercises = [library.get(exercise_id) for exercise_id in library.programme.exercises]
    found = [PrintedRange(e.id, e.name, _ends(e.published.sets), _ends(e.published.repetitions)) for e in exercises]
    return tuple(one for one in found if one.sets[0] < one.sets[1] or one.repetitions[0] < one.repetitions[1])


def _ends(printed: int | tuple[int, int]) -> tuple[int, int]:
    return (printed, printed) if isinstance(printed, int) else printed


def doubts(library: Library) -> tuple[ExerciseDoubt, ...]:
    """Return the sentence of doubt of each exercise that has one, in the programme's order."""
    exercises = [library.get(exercise_id) for exercise_id in library.programme.exercises]
    return tuple(ExerciseDoubt(e.name, e.published.doubt.say) for e in exercises if e.published.doubt is not None)
