"""The tables for a spreadsheet."""

from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec

from ilium.exchange.tables import Table, tables
from ilium.record.events import (
    ActivityRating,
    ChangeRated,
    Event,
    FunctionRated,
    LegHeavinessRated,
    NextMorningAnswered,
    PainDayRated,
    SessionStarted,
)
from ilium.record.fold import fold
from tests.records import whole_sessions
from tests.unit.web.pages.sessions import SESSION, comfortable, whole

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MORNING = NextMorningAnswered(
    id="0192c0de-0000-7000-a000-000000000001",
    at="2026-03-03T07:00:00+00:00",
    session=SESSION,
    day="2026-03-03",
    pain=2,
    woken=True,
)


def of(events: Sequence[Event]) -> tuple[Table, ...]:
    return tables(fold(events), whole_sessions(events))


def as_rows(table: Table) -> list[dict[str, object]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def made() -> dict[str, list[dict[str, object]]]:
    return {table.name: as_rows(table) for table in of([*whole(MONDAY), MORNING])}


def test_an_empty_record_has_tables_with_columns_and_no_rows() -> None:
    names = ("sessions", "sets", "ratings", "measures")
    assert [(table.name, table.rows) for table in of([])] == [(name, ()) for name in names]


def test_a_session_is_one_row_with_its_ratings() -> None:
    (row,) = made()["sessions"]
    assert (row["session"], row["state"], row["stopped_why"]) == (SESSION, "finished", None)
    assert (row["pain_before"], row["worst_pain"], row["next_morning_pain"], row["woken"]) == (4, 5, 2, "yes")
    assert (row["highest_effort"], row["sets_completed"], row["active_seconds"]) == (6, 2, 90)


def test_no_worse_is_a_rating_without_a_value() -> None:
    found = {table.name: as_rows(table) for table in of(comfortable(MONDAY))}
    (row,) = found["sessions"]
    assert (row["worst_pain"], row["no_worse"], row["highest_effort"]) == (None, "yes", 4)
    assert [(one["moment"], one["value"], one["kind"]) for one in found["ratings"]] == [
        ("before", 4, None),
        ("no-worse", None, None),
        ("effort", 4, None),
    ]


def test_sets_are_told_apart_by_side_and_by_whether_they_were_completed() -> None:
    sets = made()["sets"]
    assert [(row["exercise"], row["side"], row["set"], row["completed"], row["eased"]) for row in sets] == [
        ("lumbar-roll", "right", 1, "yes", "no"),
        ("side-plank-clam-shell", "right", 1, "yes", "no"),
        ("side-plank-clam-shell", "right", 2, "no", "yes"),
    ]
    assert [(row["repetitions"], row["held_seconds"]) for row in sets] == [(3, 30), (10, 0), (4, 0)]
    assert [row["counted"] for row in sets] == ["tempo", "camera", "tempo"]


def test_every_rating_is_a_row_with_its_moment_on_the_wall() -> None:
    ratings = made()["ratings"]
    assert [(row["moment"], row["value"], row["side"]) for row in ratings] == [
        ("before", 4, "right"), ("worst", 5, "right"), ("effort", 6, "right"), ("next-morning", 2, "right"),
    ]  # fmt: skip
    assert [row["at"] for row in ratings][1] == "2026-03-02T08:00:30.000+00:00"


def test_a_name_is_never_taken_for_a_formula() -> None:
    """Names come from outside in a brought-back file."""
    events = whole(MONDAY)
    began = events[0]
    assert isinstance(began, SessionStarted)
    renamed = [msgspec.structs.replace(block, name="=2+5") for block in began.planned]
    found = of([msgspec.structs.replace(began, planned=renamed), *events[1:]])
    assert {row["name"] for row in as_rows(found[1])} == {"'=2+5"}


def test_every_measure_between_sessions_is_a_row_and_a_day_rated_twice_has_its_latest_answer() -> None:
    about = {"at": "2026-03-03T20:00:00+01:00"}
    events = [
        PainDayRated(id=uuid(1), day="2026-03-02", average=5, worst=7, **about),
        PainDayRated(id=uuid(2), day="2026-03-02", average=4, worst=6, left=1, **about),
        FunctionRated(id=uuid(3), activities=[ActivityRating(name="=stairs", value=3)], **about),
        LegHeavinessRated(id=uuid(4), left=0, right=2, **about),
        ChangeRated(id=uuid(5), value=-1, **about),
    ]
    rows = as_rows(of(events)[3])
    assert [(row["day"], row["measure"], row["of"], row["side"], row["value"]) for row in rows] == [
        ("2026-03-02", "pain-average", None, None, 4),
        ("2026-03-02", "pain-worst", None, None, 6),
        ("2026-03-02", "pain-average", None, "left", 1),
        ("2026-03-03", "activity", "'=stairs", None, 3),
        ("2026-03-03", "leg-heaviness", None, "left", 0),
        ("2026-03-03", "leg-heaviness", None, "right", 2),
        ("2026-03-03", "change-since-start", None, None, -1),
    ]


def uuid(number: int) -> str:
    return f"0192c0de-0000-7000-a000-{number:012}"
