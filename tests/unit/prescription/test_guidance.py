"""How much is said at an exercise: it fades with days without trouble, and comes back."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilium.prescription.guidance import Fading, Guidance, guidance_of, load_guidance
from ilium.prescription.loader import load_rules
from ilium.record.events import PlannedBlock
from ilium.record.summaries import BlockSummary, ExerciseSummary, SessionSummary

RULE = load_guidance()
FIRST = date(2026, 3, 2)
ROLL = ("lumbar-roll", "lumbar-roll", "left")
FULL, SHORT, COUNTS = Guidance


def session(
    day: int,
    *,
    side: str = "left",
    variant: str = "lumbar-roll",
    outcome: str = "green",
    full: bool = True,
    explained: bool = False,
    hour: int = 8,
) -> SessionSummary:
    """Return a session of one exercise, so many days after the first."""
    planned = PlannedBlock(
        exercise="lumbar-roll", name="Lumbar roll", variant=variant, phase="mobilise",
        working_side=side, sets=1, repetitions=3, hold_seconds=10,
    )  # fmt: skip
    done = BlockSummary(
        planned=planned, state="done" if full else "partly", completed_sets=1, told=True, begun=True, full=full,
        explained=explained,
    )  # fmt: skip
    said = ExerciseSummary(
        exercise="lumbar-roll", blocks=(0,), outcomes=(outcome,), kinds=("ache",), pain=2, answered=True, effort=3
    )
    on = FIRST + timedelta(days=day)
    return SessionSummary(
        id=f"{day}-{hour}", started_at=datetime(on.year, on.month, on.day, hour, tzinfo=UTC), day=on, mode="full",
        state="finished", stopped_why=None, pain_before=2, worst_pain=2, highest_effort=3, ladders=None,
        elapsed_ms=0, active_ms=0, blocks=(done,), exercises=(said,),
    )  # fmt: skip


def level(
    sessions: list[SessionSummary], day: int, known: tuple[str, str, str] = ROLL, fading: Fading = "fades"
) -> Guidance:
    """Return the guidance of a variant and side on a day."""
    found = guidance_of(RULE, load_rules(), sessions, FIRST + timedelta(days=day), fading)
    return found.get(known, FULL)


def test_it_fades_after_three_days_and_after_six() -> None:
    """Day by day: everything on the first three, in short on the next three, then the counts."""
    done = [session(day) for day in range(10)]
    assert [level(done[:day], day) for day in range(8)] == [FULL] * 3 + [SHORT] * 3 + [COUNTS] * 2


def test_several_sessions_of_a_day_count_once() -> None:
    """Three on one day are one day."""
    done = [session(0, hour=hour) for hour in (8, 12, 18)]
    assert level(done, 1) is FULL


@pytest.mark.parametrize(
    "last", [session(6, outcome="red"), session(6, outcome="leg-symptoms"), session(6, explained=True)]
)
def test_a_red_and_a_wish_bring_everything_back(last: SessionSummary) -> None:
    """The next session says all of it."""
    assert level([session(day) for day in range(6)], 6) is COUNTS
    assert level([*(session(day) for day in range(6)), last], 7) is FULL


def test_a_wish_counts_also_where_nothing_of_it_was_done() -> None:
    """Asked for and then skipped: the next time all of it is told."""
    asked = session(6, full=False, explained=True)
    [block] = asked.blocks
    skipped = msgspec.structs.replace(asked, blocks=(msgspec.structs.replace(block, begun=False, state="skipped"),))
    assert level([*(session(day) for day in range(6)), skipped], 7) is FULL


@pytest.mark.parametrize("trouble", [{"outcome": "amber"}, {"full": False}])
def test_what_did_not_go_well_does_not_count(trouble: dict[str, object]) -> None:
    """It takes nothing away either."""
    done = [session(0), session(1), session(2, **trouble)]
    assert level(done, 3) is FULL
    assert level([*done, session(3)], 4) is SHORT


def test_two_weeks_without_it_bring_everything_back() -> None:
    """Thirteen days do not; and what comes after the pause begins anew."""
    done = [session(day) for day in range(6)]
    assert level(done, 5 + 13) is COUNTS
    assert level(done, 5 + 14) is FULL
    assert level([*done, session(19)], 20) is FULL


def test_another_variant_and_the_other_side_are_new() -> None:
    """Somebody may know one side well."""
    done = [session(day) for day in range(6)]
    assert level(done, 6, ("lumbar-roll", "lumbar-roll", "right")) is FULL
    assert level(done, 6, ("lumbar-roll", "knee-rolls", "left")) is FULL


def test_a_setting_holds_it() -> None:
    """Never less than in short, or all of it every time."""
    done = [session(day) for day in range(8)]
    assert [level(done, 8, fading=fading) for fading in ("fades", "short", "full")] == [COUNTS, SHORT, FULL]


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["green", "amber", "red"]), st.booleans()), max_size=14))
def test_it_never_fades_by_more_than_one_level_a_session(days: list[tuple[int, str, bool]]) -> None:
    """Whatever happens, less is said only step by step, and nothing fades before three days."""
    done: list[SessionSummary] = []
    day, levels = 0, [FULL]
    for gap, outcome, full in days:
        day += gap
        done.append(session(day, outcome=outcome, full=full, hour=8 + len(done)))
        levels.append(level(done, day))
    order = [*Guidance]
    assert all(order.index(after) - order.index(before) <= 1 for before, after in pairwise(levels))
    assert levels[:3] == [FULL] * len(levels[:3])


def test_a_later_record_from_a_wrong_clock_is_left_out() -> None:
    """What lies ahead of today is not yet known."""
    ahead = [msgspec.structs.replace(session(day), day=FIRST + timedelta(days=day + 400)) for day in range(6)]
    assert level(ahead, 1) is FULL
