from datetime import UTC, date, datetime

import pytest

from ilium.anatomy import Side
from ilium.app.person import PersonReader, answers_of, next_morning_due, open_session
from ilium.record.events import (
    Event,
    NextMorningAnswered,
    ScreeningCompleted,
    ScreeningPageAnswered,
    SessionFinished,
    SetCompleted,
    StartRated,
)
from ilium.record.fold import fold
from ilium.screening.model import Tick
from ilium.store.memory import MemoryEventStore
from tests.records import SESSION, make, planned, set_of, start, uuid

NOW = datetime(2026, 3, 1, tzinfo=UTC)
ROLL = planned("lumbar-roll")


def test_a_reader_takes_in_what_is_new() -> None:
    store = MemoryEventStore()
    reader = PersonReader(store)
    assert reader() == fold([])
    store.append([make(SessionFinished, 9)], NOW)
    assert reader().sessions == ()
    store.append([start(ROLL)], NOW)
    assert [session.state for session in reader().sessions] == ["finished"]
    store.append([make(SetCompleted, 1, **set_of(ROLL))], NOW)
    assert reader().sessions[0].blocks[0].state == "done"
    assert reader() is reader()


def test_pain_before_a_start_that_was_not_made_is_kept() -> None:
    store = MemoryEventStore()
    reader = PersonReader(store)
    store.append([make(StartRated, 1, session=SESSION, pain_before=7)], NOW)
    assert [one.pain_before for one in reader().starts_rated] == [7]
    assert (reader().sessions, reader().held_back) == ((), ())
    assert reader() == fold([stored.event for stored in store.read(after=0)])


def test_a_session_not_touched_is_not_folded_again() -> None:
    store = MemoryEventStore()
    reader = PersonReader(store)
    store.append([start(ROLL)], NOW)
    first = reader().sessions[0]
    store.append([start(ROLL, number=1, session=uuid(99), at="2026-03-02T07:00:00Z")], NOW)
    assert reader().sessions[0] is first
    assert len(reader().sessions) == 2


def page(number: int, page_id: str, **fields: object) -> ScreeningPageAnswered:
    return make(ScreeningPageAnswered, number, screening=SESSION, version=1, page=page_id, **fields)


def test_answers_gather_the_latest_of_each_page() -> None:
    events: list[Event] = [
        page(1, "now", ticks={"fever": "yes"}),
        page(2, "hips", ticks={"replaced": "not-sure"}, sides={"replaced": ["left", "right"]}, lead=True),
        page(3, "now", ticks={"fever": "no"}),
        page(4, "others", ticks={}, lead=False),
    ]
    run = fold(events).screening
    assert run is not None
    answers = answers_of(run)
    assert answers.ticks == {"fever": Tick.NO, "replaced": Tick.NOT_SURE}
    assert answers.sides == {"replaced": (Side.LEFT, Side.RIGHT)}
    assert answers.leads == {"hips": True, "others": False}
    assert answers.approved == ()


def test_approvals_belong_to_a_completed_run() -> None:
    done = make(ScreeningCompleted, 5, screening=SESSION, version=1, level="allowed", approved=["osteoporosis"])
    run = fold([page(1, "now", ticks={}), done]).screening
    assert run is not None
    assert answers_of(run).approved == ("osteoporosis",)
    reopened = fold([page(1, "now", ticks={}), done, page(6, "now", ticks={})]).screening
    assert reopened is not None
    assert answers_of(reopened).approved == ()


@pytest.mark.parametrize(("today", "due"), [("2026-03-01", False), ("2026-03-02", True), ("2026-03-03", False)])
def test_the_next_morning_is_asked_on_the_next_morning_only(today: str, due: bool) -> None:
    asked = next_morning_due(fold([start(ROLL)]), date.fromisoformat(today))
    assert (asked is not None) == due


def test_of_two_sessions_a_day_the_last_is_asked_about_and_once() -> None:
    twice = [start(ROLL), start(ROLL, number=1, session=uuid(99), at="2026-03-01T19:00:00+01:00")]
    asked = next_morning_due(fold(twice), date(2026, 3, 2))
    assert asked is not None
    assert asked.id == uuid(99)
    answer = make(NextMorningAnswered, 2, session=uuid(99), day="2026-03-02", pain=2, woken=False)
    assert next_morning_due(fold([*twice, answer]), date(2026, 3, 2)) is None


def test_only_the_last_session_can_go_on() -> None:
    assert open_session(fold([])) is None
    begun = fold([start(ROLL)])
    assert open_session(begun) is begun.sessions[0]
    assert open_session(fold([start(ROLL), make(SessionFinished, 5)])) is None
    later = start(ROLL, number=1, session=uuid(99), at="2026-03-02T07:00:00Z")
    ended = make(SessionFinished, 2, session=uuid(99))
    assert open_session(fold([start(ROLL), later, ended])) is None
