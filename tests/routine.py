"""The routine as it was published, for tests of what its days hold: four exercises, whatever else the library has."""

from collections.abc import Mapping

import msgspec

from ilium.exercises.loader import SHARED_FILES, library_files, load_library
from ilium.exercises.model import Library

IDS = ("lumbar-roll", "figure-four", "si-glute-bridge", "side-plank-clam-shell")


def routine() -> Library:
    """Return the library with the exercises of the routine alone."""
    library = load_library()
    programme = msgspec.structs.replace(library.programme, exercises=IDS)
    exercises = tuple(library.get(exercise) for exercise in IDS)
    return msgspec.structs.replace(library, exercises=exercises, programme=programme)


def routine_files() -> Mapping[str, str]:
    """Return the files of the routine, but for the programme."""
    names = {*SHARED_FILES, *(f"{exercise}.toml" for exercise in IDS)} - {"programme.toml"}
    return {name: text for name, text in library_files().items() if name in names}
