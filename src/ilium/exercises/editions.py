"""A record's steps by their ids, whatever the ladder was when they were written (``library/ladders.toml``).

A ladder that changes is a new edition; what was written by an earlier one is read by that one. Inside
`ilium.prescription` a step is its level in today's ladder; this is where the one becomes the other.
"""

from collections.abc import Mapping

from ilium.exercises.model import Editions, Exercise

#: The edition of what names no edition: the ladders of before steps had ids, and the first ones after.
BY_NUMBER, FIRST_BY_ID = 0, 1


def edition_of(rung: int | str | None, said: int | None) -> int:
    """Return the edition by which a step was written.

    Parameters
    ----------
    rung : int or str, optional
        The step as the record has it: its number, as old records say it, or its id.
    said : int, optional
        The edition that the record names.

    Examples
    --------
    >>> edition_of(3, None), edition_of("holds-3x10", None), edition_of("holds-3x10", 4)
    (0, 1, 4)
    """
    if isinstance(rung, int):
        return BY_NUMBER
    return FIRST_BY_ID if said is None else said


def level_of(editions: Editions, exercise: Exercise, rung: int | str) -> int | None:
    """Return the level that a step of a record has in today's ladder.

    A step that the ladder has no more is the nearest gentler one that ``gentler`` names. None where nobody knows the
    step: it is of a newer version, or of another library.

    Examples
    --------
    >>> from ilium.exercises.loader import load_library
    >>> library = load_library()
    >>> roll = library.get("lumbar-roll")
    >>> level_of(library.ladders, roll, 1), level_of(library.ladders, roll, "holds-3x10")
    (5, 5)
    >>> level_of(library.ladders, roll, "no-such-step") is None
    True
    """
    numbered = _ids(editions, exercise, BY_NUMBER)
    if isinstance(rung, int):
        return _level(editions, exercise, numbered[rung]) if 0 <= rung < len(numbered) else None
    return _level(editions, exercise, rung)


def way_of(editions: Editions, exercise: Exercise, edition: int | None) -> tuple[int, ...]:
    """Return the levels of today's ladder that an edition had, rising; all of them where it is not known.

    Steps that stand apart from strength work are in none: nobody is led there.

    Parameters
    ----------
    edition : int, optional
        None for today's.
    """
    ids = () if edition is None else _ids(editions, exercise, edition)
    all_of_them = tuple(rung.level for rung in exercise.rung if not rung.apart)
    named = {_level(editions, exercise, one) for one in ids}
    return tuple(level for level in all_of_them if level in named) or all_of_them


def _ids(editions: Editions, exercise: Exercise, edition: int) -> tuple[str, ...]:
    """Return an exercise's ladder in an edition; as it was in the last one before that names it."""
    named = [one[exercise.id] for one in editions.edition[: edition + 1] if exercise.id in one]
    return named[-1] if named else ()


def _level(editions: Editions, exercise: Exercise, rung: str) -> int | None:
    levels = {one.id: one.level for one in exercise.rung}
    gentler: Mapping[str, str] = editions.gentler.get(exercise.id, {})
    seen: set[str] = set()
    while rung not in levels and rung in gentler and rung not in seen:
        seen.add(rung)
        rung = gentler[rung]
    return levels.get(rung)
