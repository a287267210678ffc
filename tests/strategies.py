"""The only Hypothesis generators of domain values."""

import json
import re
from datetime import timedelta, timezone
from typing import get_args

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from ilium.anatomy import PainSide, Side
from ilium.exercises.loader import load_library
from ilium.motion.wire import Frame, encode
from ilium.prescription.model import Mode, PlanRequest, Track
from ilium.record.codec import instant
from ilium.record.events import Event
from ilium.screening.model import AppliedChange


def rungs() -> st.SearchStrategy[dict[str, int]]:
    """Any choice of levels for any of the exercises."""
    library = load_library()
    each = {e.id: st.sampled_from([r.level for r in e.rung]) for e in library.exercises}
    return st.fixed_dictionaries({}, optional=each)


def changes() -> st.SearchStrategy[list[AppliedChange]]:
    """Any set of changes, with sides where they need one."""
    one = [
        AppliedChange(id=change.id, side=side)
        for change in load_library().changes
        for side in (Side if change.sided else [None])
    ]
    return st.lists(st.sampled_from(one), max_size=5, unique=True)


def requests(side: PainSide | None = None) -> st.SearchStrategy[PlanRequest]:
    """Any request for a plan."""
    return st.builds(
        PlanRequest,
        side=st.just(side) if side else st.sampled_from(PainSide),
        worse=st.sampled_from([None, *Side]),
        track=st.sampled_from(Track),
        rungs=rungs(),
        mode=st.sampled_from(Mode),
    )


# --- events --------------------------------------------------------------------------------------------------------


def wall_times() -> st.SearchStrategy[str]:
    """Any wall time with an offset that an event may have, to the edges of the calendar."""
    offsets = st.integers(1 - 24 * 60, 24 * 60 - 1).map(lambda minutes: timezone(timedelta(minutes=minutes)))
    return st.datetimes(timezones=offsets).map(lambda at: at.isoformat(timespec="milliseconds")).filter(_is_in_utc)


def _is_in_utc(at: str) -> bool:
    """Whether no offset takes the time beyond the calendar."""
    try:
        return bool(instant(at))
    except OverflowError:
        return False


#: Values that two events must be able to share, so that they are of one session, block or question.
SHARED: dict[str, st.SearchStrategy[object]] = {
    "id": st.uuids().map(str),
    "at": wall_times(),
    "day": st.dates().map(str),
    "since": st.dates().map(str),
    "session": st.sampled_from(["00000000-0000-7000-8000-00000000000a", "00000000-0000-7000-8000-00000000000b"]),
    "screening": st.sampled_from(["00000000-0000-7000-8000-00000000000c", "00000000-0000-7000-8000-00000000000d"]),
    "offset_ms": st.integers(0, 20),
    "block": st.integers(0, 3),
    "set": st.integers(1, 3),
    "exercise": st.sampled_from(["lumbar-roll", "figure-four", "si-glute-bridge"]),
    "page": st.sampled_from(["now", "bones"]),
}


def values_of(kind: inspect.Type) -> st.SearchStrategy[object]:
    """Any JSON value of one of msgspec's types, as far as events use them."""
    match kind:
        case inspect.StrType(pattern=None, min_length=least, max_length=longest):
            return st.text(st.characters(codec="utf-8"), min_size=least or 0, max_size=min(longest or 20, 20))
        case inspect.StrType(pattern=str(pattern), min_length=least, max_length=longest):
            return st.from_regex(re.compile(pattern, re.ASCII), fullmatch=True).filter(
                lambda text: (least or 0) <= len(text) <= (longest or 1000)
            )
        case inspect.IntType(ge=least, le=most):
            return st.integers(-(10**6) if least is None else least, 10**6 if most is None else most)
        case inspect.BoolType():
            return st.booleans()
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.NoneType():
            return st.none()
    return structures_of(kind)


def structures_of(kind: inspect.Type) -> st.SearchStrategy[object]:
    """Any JSON value of a type that holds other types."""
    match kind:
        case inspect.UnionType(types=types):
            return st.one_of([values_of(one) for one in types])
        case inspect.VarTupleType(item_type=item, min_length=least):
            return st.lists(values_of(item), min_size=least or 0, max_size=3)
        case inspect.ListType(item_type=item, min_length=least):
            return st.lists(values_of(item), min_size=least or 0, max_size=3)
        case inspect.DictType(key_type=key, value_type=value):
            return st.dictionaries(values_of(key), values_of(value), max_size=3)
        case inspect.StructType(fields=fields, tag_field=tag_field, tag=tag):
            tagged = {tag_field: st.just(tag)} if tag_field else {}
            values = {one.name: SHARED[one.name] if one.name in SHARED else values_of(one.type) for one in fields}
            return st.fixed_dictionaries({**tagged, **values})
    raise TypeError(f"no generator for {kind}")


def events(*kinds: type[Event]) -> st.SearchStrategy[Event]:
    """Any event, or any of these kinds."""
    wanted = kinds or get_args(Event)
    described = [inspect.type_info(kind) for kind in wanted]
    return st.one_of([values_of(one) for one in described]).map(lambda value: msgspec.convert(value, Event))


# --- the live socket -----------------------------------------------------------------------------------------------


def frames() -> st.SearchStrategy[Frame]:
    """Any frame that a browser may send, with or without a body in it."""
    coordinates = st.lists(st.floats(-4, 3.9), min_size=33, max_size=33).map(tuple)
    shares = st.lists(st.floats(0, 1), min_size=33, max_size=33).map(tuple)
    common = {
        "seq": st.integers(0, 2**32 - 1),
        "capture_ms": st.floats(0, 1e9),
        "width": st.integers(1, 4096),
        "height": st.integers(1, 4096),
        "several": st.booleans(),
    }
    body = {"x": coordinates, "y": coordinates, "z": coordinates, "visibility": shares, "presence": shares}
    return st.builds(Frame, **common) | st.builds(Frame, **common, **body)


def binary_messages() -> st.SearchStrategy[bytes]:
    """Any binary message: a frame, a frame with some bytes changed, cut off or added, or junk."""
    whole = frames().map(encode)
    changed = st.builds(
        lambda message, at, byte: message[: at % len(message)] + bytes([byte]) + message[at % len(message) + 1 :],
        whole,
        st.integers(0, 1000),
        st.integers(0, 255),
    )
    cut = st.builds(lambda message, length: message[:length], whole, st.integers(0, 288))
    longer = st.builds(lambda message, more: message + more, whole, st.binary(min_size=1, max_size=300))
    return st.one_of(whole, changed, cut, longer, st.binary(max_size=600))


def text_messages() -> st.SearchStrategy[str]:
    """Any text message: one of the client's, JSON of another shape, or junk."""
    begin = st.fixed_dictionaries(
        {"type": st.sampled_from(["begin", "end", "other"])},
        optional={
            "exercise": st.sampled_from(["si-glute-bridge", "no-such", 7, ""]),
            "variant": st.sampled_from(["si-bridge", "no-such", None]),
            "side": st.sampled_from(["left", "right", "both", "up"]),
            "set": st.sampled_from([1, 0, -3, 1e400, "1"]),
        },
    )
    return begin.map(json.dumps) | st.text(max_size=200)
