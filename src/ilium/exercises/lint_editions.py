"""Checks of ``ladders.toml``: the last edition is today's ladders, and every step there ever was leads somewhere."""

from collections.abc import Collection, Iterator

from ilium.exercises.editions import level_of
from ilium.exercises.finding import Note
from ilium.exercises.lint_words import check_unique
from ilium.exercises.model import Editions, Exercise


def check_editions(editions: Editions, exercises: Collection[Exercise], broken: Collection[str]) -> Iterator[Note]:
    """Yield what is amiss with the editions.

    Parameters
    ----------
    broken : collection of str
        Ids of exercises whose files could not be read: nothing is said about them.
    """
    known = {exercise.id: exercise for exercise in exercises}
    for number, edition in enumerate(editions.edition):
        for name, ids in edition.items():
            key = f"edition[{number}].{name}"
            if name in known:
                yield from _check_steps(editions, known[name], ids, key)
            elif name not in broken:
                yield key, f"there is no exercise {name!r}"
    for exercise in exercises:
        yield from _check_last(editions, exercise)
    for name, steps in editions.gentler.items():
        for step in steps:
            if name in known and step in {rung.id for rung in known[name].rung}:
                yield f"gentler.{name}.{step}", "is a step of the ladder"


def _check_steps(editions: Editions, exercise: Exercise, ids: tuple[str, ...], key: str) -> Iterator[Note]:
    yield from check_unique((f"{key}[{number}]", step) for number, step in enumerate(ids))
    for number, step in enumerate(ids):
        if level_of(editions, exercise, step) is None:
            yield f"{key}[{number}]", f"{exercise.id!r} has no step {step!r} any more; say in [gentler] what it becomes"


def _check_last(editions: Editions, exercise: Exercise) -> Iterator[Note]:
    named = [number for number, edition in enumerate(editions.edition) if exercise.id in edition]
    ladder = tuple(rung.id for rung in exercise.rung)
    if not named:
        yield f"edition[{editions.last}]", f"{exercise.id!r} is missing: add the ids of its rungs"
    elif editions.edition[named[-1]][exercise.id] != ladder:
        yield f"edition[{named[-1]}].{exercise.id}", "is not today's ladder; leave it, and add an edition that is"
