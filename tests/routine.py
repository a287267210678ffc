"""The routine as it was published, for tests of what its days hold: four exercises, whatever else the library has."""

from collections.abc import Iterable, Mapping

import msgspec

from ilium.exercises.loader import LADDERS, SHARED_FILES, library_files, load_library
from ilium.exercises.model import Editions, Exercise, Library, Rung

IDS = ("lumbar-roll", "figure-four", "si-glute-bridge", "side-plank-clam-shell")


def routine() -> Library:
    """Return the library with the exercises of the routine alone."""
    library = load_library()
    programme = msgspec.structs.replace(library.programme, exercises=IDS)
    exercises = tuple(library.get(exercise) for exercise in IDS)
    return msgspec.structs.replace(library, exercises=exercises, programme=programme)


def routine_files() -> Mapping[str, str]:
    """Return the files of the routine, but for the programme and the ladders of every exercise there is."""
    names = {*SHARED_FILES, *(f"{exercise}.toml" for exercise in IDS)} - {"programme.toml", LADDERS}
    return {name: text for name, text in library_files().items() if name in names}


def with_ladder(exercise: Exercise, ladder: Iterable[Rung]) -> Exercise:
    """Return an exercise with another ladder, which starts at the same step."""
    rungs = tuple(msgspec.structs.replace(rung, level=level) for level, rung in enumerate(ladder))
    start = next(rung.level for rung in rungs if rung.id == exercise.get_rung(exercise.start).id)
    return msgspec.structs.replace(exercise, rung=rungs, start=start)


def short_ladders(library: Library) -> Library:
    """Return a library whose ladders are those of before small steps: what tests of rules climb in a few sessions."""
    first = library.ladders.edition[0]
    exercises = [
        with_ladder(one, [rung for rung in one.rung if rung.id in first[one.id]]) if one.id in first else one
        for one in library.exercises
    ]
    return msgspec.structs.replace(library, exercises=tuple(exercises), ladders=Editions(edition=(first,)))


def level(rung: str) -> dict[str, int]:
    """Return the exercise and the level of the step with this id."""
    return next({one.id: step.level} for one in load_library().exercises for step in one.rung if step.id == rung)
