"""The kernel compiled by numba (the extra ``fast``): the same lines, the same bits, many times faster.

Each struct becomes what numba can read under the same names: a record where it holds numbers and lists, a named tuple
where it holds tables, which are arrays of records.
"""

import functools
from collections import namedtuple
from collections.abc import Callable
from types import FunctionType
from typing import Any, NamedTuple, get_args, get_type_hints

import msgspec
import numpy as np
from numpy.typing import NDArray

from ilium.motion.kernel import advance, arithmetic, count, follow, frame, hold, move, nearer, see, tell
from ilium.motion.kernel.codes import REPETITION
from ilium.motion.kernel.events import Event
from ilium.motion.kernel.state import KernelState
from ilium.motion.kernel.tables import FrameLandmarks, KernelProgram
from ilium.motion.recording import Recording

#: Every module of the kernel that has functions; no two have one of the same name.
MODULES = (arithmetic, see, hold, tell, count, move, follow, frame)
#: One frame leads to fewer events than this.
MOST_EVENTS = 20
#: Frames taken at a time.
BLOCK = 4096


class Said(NamedTuple):
    """What numba fills instead of a list: rows of `Event`, and how many there are."""

    rows: NDArray[np.void]
    total: NDArray[np.int64]


def available() -> bool:
    """Tell whether numba is installed."""
    try:
        import numba  # noqa: F401
    except ImportError:
        return False
    return True


def advance_all(
    state: KernelState, sides: tuple[KernelProgram, KernelProgram], follow_near: bool, recording: Recording
) -> tuple[KernelState, list[Event]]:
    """Return the state after many frames, and what they led to; `state` stays as it is.

    Raises
    ------
    ImportError
        numba is not installed.
    """
    run, record = _compiled(), as_record(state)
    left, right = (_as_tuple(program) for program in sides)
    rows = np.zeros(MOST_EVENTS * min(BLOCK, len(recording)), dtype=record_type(Event))
    found: list[Event] = []
    for first in range(0, len(recording), BLOCK):
        part, said = recording.part(first, first + BLOCK), Said(rows, np.zeros(1, dtype=np.int64))
        seconds = part.capture_ms * 0.001
        run(record, left, right, follow_near, part.image, part.visibility, seconds, part.aspect, part.people, said)
        found += [Event(*row) for row in rows[: said.total[0]].tolist()]
    return _as_struct(KernelState, record), found


def record_type(shape: type[msgspec.Struct]) -> np.dtype[np.void]:
    """Return a struct as a record: numbers, lists of as many numbers as their annotation says, and such structs."""
    return np.dtype([(name, _field_type(kind)) for name, kind in _fields(shape)], align=True)


def as_record(value: msgspec.Struct) -> np.void:
    """Return a struct's values as a record."""
    record = np.zeros(1, dtype=record_type(type(value)))
    record[0] = _values(value)
    found: np.void = record[0]
    return found


@functools.cache
def _fields(shape: type[msgspec.Struct]) -> list[tuple[str, Any]]:
    hints = get_type_hints(shape, include_extras=True)
    return [(name, hints[name]) for name in shape.__struct_fields__]


def _field_type(kind: Any) -> Any:
    if kind in (float, int, bool):
        return {float: np.float64, int: np.int64, bool: np.bool_}[kind]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return record_type(kind)
    return np.float64, (kind.__metadata__[0],)


def _values(value: Any) -> Any:
    """Return a struct as nested tuples."""
    if not isinstance(value, msgspec.Struct):
        return value
    return tuple(_values(getattr(value, name)) for name in value.__struct_fields__)


def _as_struct(shape: type[msgspec.Struct], record: Any) -> Any:
    """Return a record as a struct again."""
    values = {}
    for name, kind in _fields(shape):
        value = record[name]
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            values[name] = _as_struct(kind, value)
        elif value.shape:
            values[name] = value.tolist()
        else:
            values[name] = value.item()
    return shape(**values)


def _as_tuple(program: KernelProgram) -> Any:
    """Return a program as a named tuple of numbers, records and arrays."""
    return _named(KernelProgram)(*(_column(getattr(program, name), kind) for name, kind in _fields(KernelProgram)))


def _column(value: Any, kind: Any) -> Any:
    if isinstance(value, msgspec.Struct):
        return as_record(value)
    if not isinstance(value, tuple):
        return value
    row = get_args(kind)[0]
    if row in (int, float):
        return np.array(value, dtype=_field_type(row))
    return np.array([_values(one) for one in value], dtype=record_type(row))


@functools.cache
def _named(shape: type[msgspec.Struct]) -> Any:
    return namedtuple(shape.__name__, shape.__struct_fields__)  # noqa: PYI024


@functools.cache
def _compiled() -> Callable[..., None]:
    """Return `_run` compiled; the first call of it takes some seconds."""
    import numba

    names: dict[str, Any] = {name: value for module in MODULES for name, value in vars(module).items()}
    names |= {"say": _say, "say_repetition": _say_repetition, "FrameLandmarks": _named(FrameLandmarks), "_run": _run}
    names |= {"REPETITION": REPETITION}
    # inlined, because handing records from one small function to the next takes as long as what they compute; nothing
    # is allocated, so that nothing has to be counted (_nrt)
    options: dict[str, Any] = {"error_model": "numpy", "forceinline": True, "_nrt": False}
    for name, value in names.copy().items():
        if isinstance(value, FunctionType):
            copy = FunctionType(value.__code__, names, name, value.__defaults__)
            copy.__module__, copy.__qualname__ = f"{value.__module__}_compiled", value.__qualname__
            names[name] = numba.njit(copy, **options)
    run: Callable[..., None] = names["_run"]
    return run


def _run(
    state: Any,
    left: Any,
    right: Any,
    follow_near: bool,
    image: Any,
    confidence: Any,
    seconds: Any,
    aspect: Any,
    people: Any,
    said: Any,
) -> None:
    """Take the frames of a recording, which `ilium.motion.recording.Recording` describes."""
    for i in range(len(seconds)):
        picture = FrameLandmarks(
            image[i, :, 0], image[i, :, 1], image[i, :, 2], confidence[i], seconds[i], aspect[i], people[i]
        )
        if follow_near and people[i] == 1:
            nearer(state, left, picture)
        advance(state, right if state.body.right else left, picture, said)


def _say(
    said: Any, kind: int, at_s: float, value: int = 0, joint: int = 0, flag: bool = False, seconds: float = 0.0
) -> None:
    """Do as `ilium.motion.kernel.events.say` does."""
    if said.total[0] == len(said.rows):
        return
    row = said.rows[said.total[0]]
    said.total[0] += 1
    row.kind, row.at_s, row.value, row.joint, row.flag, row.seconds = kind, at_s, value, joint, flag, seconds
    row.back_s = row.range = 0.0


def _say_repetition(
    said: Any, at_s: float, number: int, seconds: float, back_s: float, share: float, checks: Any
) -> None:
    """Do as `ilium.motion.kernel.events.say_repetition` does."""
    if said.total[0] == len(said.rows):
        return
    row = said.rows[said.total[0]]
    said.total[0] += 1
    row.kind, row.at_s, row.value, row.joint, row.flag, row.seconds = REPETITION, at_s, number, 0, False, seconds
    row.back_s, row.range = back_s, share
    for k in range(len(checks)):
        row.checks[k] = checks[k]
