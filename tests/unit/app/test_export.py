"""Taking the record out and bringing it back: nothing doubled, nothing lost, and what was said last holds."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilium.app.bootstrap import Services, wire
from ilium.app.export import erase, export, import_file, merge, weigh_file
from ilium.exchange.export_file import encode
from ilium.record.codec import MalformedEvent
from ilium.record.events import (
    DailyCheckAnswered,
    EntriesSetAside,
    Event,
    NextMorningAnswered,
    PainDayRated,
    ProfileChanged,
    RecordBroughtIn,
    ScreeningCompleted,
    ScreeningPageAnswered,
    Settings,
    SettingsChanged,
)
from ilium.record.fold import fold
from ilium.store.memory import MemoryEventStore
from tests.records import SESSION, many, planned, start, uuid
from tests.taping import NoteRecorder

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PROFILE = {"pain_now": 3, "pain_usual": 4, "surface": "floor", "track": "gradual"}


class Standing:
    def now(self) -> datetime:
        return NOON


class Counting:
    def __init__(self) -> None:
        self.given = 10_000

    def new(self) -> str:
        self.given += 1
        return uuid(self.given)


def services(*events: Event) -> Services:
    store = MemoryEventStore()
    store.append(events, NOON)
    return wire(store, Standing(), Counting())


def profile(number: int, at: str, side: str) -> ProfileChanged:
    return ProfileChanged(id=uuid(number), at=f"{at}T08:00:00+00:00", side=side, **PROFILE)


def settings(number: int, at: str, **chosen: object) -> SettingsChanged:
    return SettingsChanged(id=uuid(number), at=f"{at}T08:00:00+00:00", settings=Settings(**chosen))


def screening(number: int, at: str, level: str, *, done: bool = True) -> list[Event]:
    when, run = f"{at}T08:00:00+00:00", uuid(number + 50)
    page = ScreeningPageAnswered(id=uuid(number), at=when, screening=run, version=1, page="now", ticks={"fall": "no"})
    end = ScreeningCompleted(id=uuid(number + 1), at=when, screening=run, version=1, level=level)
    return [page, end] if done else [page]


def held_level(here: Services) -> str | None:
    run = here.person().completed_screening
    return run.completed.level if run and run.completed else None


def test_export_import_into_an_empty_record_export_is_equal() -> None:
    here = services(*screening(1, "2026-02-01", "allowed"), profile(5, "2026-02-01", "left"), start(planned("roll")))
    first = encode(export(here.store, here.clock))
    there = services()
    merged = import_file(there, first)
    assert (len(merged.new), merged.again, merged.known, merged.conflicting) == (4, (), 0, 0)
    assert encode(export(there.store, there.clock)) == first
    assert there.person() == here.person()


def test_bringing_the_same_file_back_twice_adds_nothing() -> None:
    here = services(*many(20))
    file = encode(export(here.store, here.clock))
    for _ in range(2):
        assert import_file(here, file).known == 20
    assert len(list(here.store.read())) == 20


def test_an_event_that_is_different_here_stays_as_it_is() -> None:
    here = services(profile(1, "2026-02-01", "left"))
    file = encode(export(services(profile(1, "2026-02-01", "right"), *many(3, first=40)).store, Standing()))
    assert import_file(here, file).conflicting == 1
    assert here.person().profile == profile(1, "2026-02-01", "left")
    assert len(list(here.store.read())) == 4 + len(here.person().alerts.news)


def test_a_file_with_one_fault_changes_nothing() -> None:
    here = services()
    file = encode(export(services(*many(5)).store, Standing())).replace(b'"offset_ms":1', b'"offset_ms":-1', 1)
    with pytest.raises(MalformedEvent, match="events"):
        import_file(here, file)
    assert list(here.store.read()) == []


def file_of(*events: Event) -> bytes:
    return encode(export(services(*events).store, Standing()))


def test_an_older_file_does_not_bring_back_what_was_changed_since() -> None:
    here = services(profile(1, "2026-02-10", "left"), settings(2, "2026-02-10", theme="dark"))
    import_file(here, file_of(profile(3, "2026-01-01", "right"), settings(4, "2026-01-01", theme="light")))
    person = here.person()
    assert person.profile is not None
    assert (person.profile.side, person.settings.theme) == ("left", "dark")
    assert len(person.profiles) == 3


def test_a_newer_file_brings_what_was_said_later() -> None:
    here = services(profile(1, "2026-01-01", "left"), settings(2, "2026-01-01", theme="dark"))
    import_file(here, file_of(profile(3, "2026-02-10", "right"), settings(4, "2026-02-10", theme="light")))
    person = here.person()
    assert person.profile is not None
    assert (person.profile.side, person.settings.theme) == ("right", "light")


@pytest.mark.parametrize("file_at", ["01", "10"])
@pytest.mark.parametrize("level", ["clinician", "same-day", "pause"])
def test_no_screening_of_a_file_answers_what_says_wait_here(level: str, file_at: str) -> None:
    """Times decide nothing: a later one is as easily written into a file as an earlier one."""
    here = services(*screening(1, "2026-02-05", level))
    import_file(here, file_of(*screening(11, f"2026-02-{file_at}", "allowed")))
    assert held_level(here) == level


@pytest.mark.parametrize("file_at", ["01", "10"])
def test_no_file_lifts_an_emergency(file_at: str) -> None:
    here = services(*screening(1, "2026-02-05", "emergency"))
    import_file(here, file_of(*screening(11, f"2026-02-{file_at}", "allowed")))
    assert [hold.examined for hold in here.person().alerts.holds] == [None]


def test_after_a_file_the_questions_come_again() -> None:
    here = services(*screening(1, "2026-02-10", "allowed"))
    import_file(here, file_of(*screening(11, "2026-02-01", "allowed")))
    assert [news.why for news in here.person().alerts.news] == ["brought-in"]
    import_file(here, file_of(*screening(11, "2026-02-01", "allowed")))
    assert len(here.person().alerts.news) == 1


def test_a_file_that_is_weighed_adds_nothing() -> None:
    here = services(*screening(1, "2026-02-10", "allowed"))
    weighed = weigh_file(here, file_of(*screening(11, "2026-02-12", "emergency")))
    assert len(weighed.new) == 2 and [hold.level for hold in weighed.alerts.holds] == ["emergency"]
    assert len(list(here.store.read())) == 2


def test_a_screening_that_was_begun_here_last_is_still_to_be_finished() -> None:
    here = services(*screening(1, "2026-02-08", "changes"), *screening(3, "2026-02-10", "", done=False))
    import_file(here, file_of(*screening(11, "2026-02-09", "allowed")))
    person = here.person()
    assert person.screening is not None and person.screening.completed is None
    assert held_level(here) == "changes"
    assert person.screening.pages["now"].at == "2026-02-10T08:00:00+00:00"


def test_a_screening_from_a_file_does_not_settle_what_is_new_here() -> None:
    """Something new was said here; a file with a screening, older or newer, leaves it open."""
    new = DailyCheckAnswered(id=uuid(70), at="2026-03-01T09:00:00+00:00", anything_new=True)
    here = [*screening(1, "2026-02-01", "allowed"), new]
    for day in ("2026-01-01", "2026-03-01"):
        file = screening(20, day, "allowed")
        merged = merge(here, file, Counting().new)
        brought_in = RecordBroughtIn(id=uuid(71), at="2026-03-01T09:00:00+00:00", how="import")
        assert fold([*here, *merged.new, *merged.again, brought_in]).alerts.news


def test_a_rating_of_a_day_that_was_said_later_holds() -> None:
    """A corrected rating is not undone by an older file."""
    older = PainDayRated(id=uuid(1), at="2026-02-01T08:00:00+00:00", day="2026-01-31", average=7, worst=8)
    newer = PainDayRated(id=uuid(2), at="2026-02-01T09:00:00+00:00", day="2026-01-31", average=3, worst=4)
    merged = merge([newer], [older], Counting().new)
    assert fold([newer, *merged.new, *merged.again]).pain_days["2026-01-31"].average == 3


def test_a_next_morning_that_was_said_later_holds() -> None:
    def morning(number: int, hour: int, pain: int) -> NextMorningAnswered:
        at = f"2026-03-02T{hour:02}:00:00+00:00"
        return NextMorningAnswered(id=uuid(number), at=at, session=SESSION, day="2026-03-02", pain=pain, woken=False)

    here = services(start(planned("roll")), morning(70, 9, 2))
    import_file(here, file_of(morning(71, 8, 5)))
    assert here.person().next_mornings[SESSION].pain == 2


said = st.builds(
    lambda number, day, side: profile(number, f"2026-01-{day:02}", side),
    st.integers(1, 40), st.integers(1, 28), st.sampled_from(["left", "right"]),
)  # fmt: skip
told = st.lists(said, max_size=6, unique_by=lambda event: event.id)


@given(here=told, file=told)
def test_after_any_merge_the_latest_of_what_held_holds_and_a_second_merge_adds_nothing(
    here: list[Event], file: list[Event]
) -> None:
    ids = Counting()
    merged = merge(here, file, ids.new)
    both = [*here, *merged.new, *merged.again]
    assert {event.id for event in here} | {event.id for event in file} <= {event.id for event in both}
    before, after = fold(here).profile, fold(both).profile
    new = fold(merged.new).profile
    if before and new:
        assert after is not None and after.at == max(before.at, new.at)
    again = merge(both, file, ids.new)
    assert (again.new, again.again) == ((), ())


def test_erasing_leaves_nothing_and_the_person_as_on_the_first_day() -> None:
    here = services(*many(5), profile(90, "2026-01-01", "left"))
    assert here.person().profile
    recorder = NoteRecorder()
    erase(here, recorder)
    assert recorder.erased == 1
    assert list(here.store.read()) == []
    assert here.person() == fold([])
    here.store.append([profile(91, "2026-01-02", "right")], NOON)
    assert here.person().profile == profile(91, "2026-01-02", "right")


def test_what_was_set_aside_elsewhere_names_no_place_here_and_asks() -> None:
    """Places belong to a record: taken over, they would hide an entry that is damaged here."""
    elsewhere = EntriesSetAside(id=uuid(70), at="2026-03-01T09:00:00+00:00", entries=[2])
    here = services()
    import_file(here, file_of(profile(1, "2026-02-01", "left"), elsewhere))
    assert here.person().set_aside == ()
    assert [news.why for news in here.person().alerts.news] == ["brought-in"]
