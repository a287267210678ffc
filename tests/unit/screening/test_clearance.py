"""Who can make a clearance, and how long it holds."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import msgspec
import pytest

from ilium.anatomy.errors import AnswerError, NotScreened
from ilium.screening import Answers, Clearance, Screening, Tick, assess, clearance_holds, clearance_span

Answer = Callable[..., Answers]
T0 = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@pytest.fixture
def clearance(screening: Screening, answer: Answer) -> Clearance:
    made = assess(screening, answer({"knee": Tick.YES}), T0)
    assert isinstance(made, Clearance)
    return made


def fields(clearance: Clearance) -> dict[str, object]:
    return {field.name: getattr(clearance, field.name) for field in dataclasses.fields(clearance)}


def holds(clearance: Clearance, now: datetime, *, last: datetime | None = None) -> str | None:
    return clearance_holds(clearance, now, last_session_at=last)


@pytest.mark.parametrize("key", [{}, {"key": None}, {"key": object()}, {"key": True}])
def test_it_cannot_be_made_directly(clearance: Clearance, key: dict[str, object]) -> None:
    with pytest.raises(NotScreened):
        Clearance(**fields(clearance), **key)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "make",
    [
        lambda it: dataclasses.replace(it, changes=()),
        lambda it: dataclasses.replace(it),
        copy.copy,
        copy.deepcopy,
        pickle.dumps,
        lambda it: it.__reduce__(),
        lambda it: Clearance.__new__(Clearance).__setstate__(list(fields(it).values())),
        lambda it: type("Looser", (Clearance,), {}),
    ],
)
def test_it_cannot_be_changed_copied_pickled_or_inherited(clearance: Clearance, make: Callable) -> None:
    with pytest.raises(NotScreened):
        make(clearance)


def test_it_cannot_be_decoded(clearance: Clearance) -> None:
    plain = msgspec.to_builtins(fields(clearance))
    for source in (plain, plain | {"key": True}):
        with pytest.raises(TypeError):
            msgspec.convert(source, Clearance, strict=False)
    with pytest.raises(TypeError):
        msgspec.json.decode(msgspec.json.encode(plain), type=Clearance)


@pytest.mark.parametrize("name", ["changes", "valid_until", "preview"])
def test_it_cannot_be_altered(clearance: Clearance, name: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(clearance, name, None)


def test_it_holds_for_28_days_and_not_a_minute_longer(clearance: Clearance) -> None:
    yesterday = T0 + 27 * DAY
    assert holds(clearance, T0, last=None) is None
    assert holds(clearance, T0 + 28 * DAY - MINUTE, last=yesterday) is None
    assert holds(clearance, T0 + 28 * DAY, last=yesterday) == clearance.reask.old


def test_it_ends_after_14_days_without_a_session(clearance: Clearance) -> None:
    last = T0 + 5 * DAY
    assert holds(clearance, last + 14 * DAY - MINUTE, last=last) is None
    assert holds(clearance, last + 14 * DAY, last=last) == clearance.reask.gap


def test_the_gap_counts_from_the_screening_where_no_session_came_after_it(clearance: Clearance) -> None:
    long_ago = T0 - 100 * DAY
    for last in (None, long_ago):
        assert holds(clearance, T0, last=last) is None
        assert holds(clearance, T0 + 14 * DAY - MINUTE, last=last) is None
        assert holds(clearance, T0 + 14 * DAY, last=last) == clearance.reask.gap


def test_a_clock_that_went_back_ends_it_beyond_five_minutes(clearance: Clearance) -> None:
    assert holds(clearance, T0 - 5 * MINUTE) is None
    assert holds(clearance, T0 - 5 * MINUTE - timedelta(seconds=1)) == clearance.reask.clock
    assert holds(clearance, T0 - 400 * DAY) == clearance.reask.clock


def test_a_session_in_the_future_is_left_out_of_account(clearance: Clearance) -> None:
    wrong_clock = T0 + 900 * DAY
    assert holds(clearance, T0 + DAY, last=wrong_clock) is None
    assert holds(clearance, T0 + 14 * DAY, last=wrong_clock) == clearance.reask.gap


def test_a_change_of_the_clocks_moves_nothing(screening: Screening, answer: Answer) -> None:
    london = ZoneInfo("Europe/London")
    screened = datetime(2026, 3, 20, 9, 0, tzinfo=london)
    made = assess(screening, answer(), screened)
    assert isinstance(made, Clearance)
    last = datetime(2026, 4, 16, 9, 0, tzinfo=london)
    assert holds(made, datetime(2026, 4, 17, 9, 59, tzinfo=london), last=last) is None
    assert holds(made, datetime(2026, 4, 17, 10, 0, tzinfo=london), last=last) == made.reask.old


def test_the_same_instant_in_another_zone_says_the_same(clearance: Clearance) -> None:
    tokyo = timezone(timedelta(hours=9))
    end = (T0 + 14 * DAY).astimezone(tokyo)
    assert holds(clearance, end) == clearance.reask.gap
    assert holds(clearance, end - MINUTE) is None


def test_a_time_without_offset_is_refused(clearance: Clearance) -> None:
    with pytest.raises(AnswerError):
        holds(clearance, T0.replace(tzinfo=None))
    with pytest.raises(AnswerError):
        holds(clearance, T0, last=T0.replace(tzinfo=None))


@pytest.mark.parametrize("days", [None, -100, 0, 3, 13.9, 20, 27])
def test_its_span_is_where_it_holds(clearance: Clearance, days: float | None) -> None:
    """To the minute at both ends, with the sentence that is said after it."""
    last = None if days is None else T0 + days * DAY
    begins, ends, told = clearance_span(clearance, last)
    assert holds(clearance, begins, last=last) is None
    assert holds(clearance, begins - MINUTE, last=last) == clearance.reask.clock
    assert holds(clearance, ends - MINUTE, last=last) is None
    assert holds(clearance, ends, last=last) == told
