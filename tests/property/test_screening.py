"""What holds of every set of answers."""

from datetime import UTC, datetime, timedelta, timezone

import msgspec
from hypothesis import assume, given
from hypothesis import strategies as st

from ilium.anatomy import Side
from ilium.screening import (
    Answers,
    Clearance,
    Level,
    NotNow,
    NotToday,
    ScreeningOutcome,
    Tick,
    assess,
    clearance_holds,
    load_screening,
    urgent_so_far,
)

SCREENING = load_screening()
ITEMS = {item.id: item for page in SCREENING.page for item in page.item}
BLOCKING = [key for key, item in ITEMS.items() if item.level in (Level.EMERGENCY, Level.SAME_DAY, Level.CLINICIAN)]
APPROVABLE = [key for key, item in ITEMS.items() if item.approvable]
SIDED = [key for key, item in ITEMS.items() if item.sided]
LEADS = [page.id for page in SCREENING.page if page.lead]
T0 = datetime(2026, 3, 1, tzinfo=UTC)

some_sides = st.sampled_from([(Side.LEFT,), (Side.RIGHT,), (Side.LEFT, Side.RIGHT), (Side.RIGHT, Side.LEFT)])
ticks = st.dictionaries(st.sampled_from(list(ITEMS)), st.sampled_from(list(Tick)), max_size=12)


@st.composite
def answers(draw: st.DrawFn, *, approvals: bool = True) -> Answers:
    """Full answers, mostly no, so that every outcome comes up."""
    return Answers(
        ticks=dict.fromkeys(ITEMS, Tick.NO) | draw(ticks),
        sides={key: draw(some_sides) for key in SIDED},
        leads={key: draw(st.booleans()) for key in LEADS},
        approved=tuple(draw(st.lists(st.sampled_from(APPROVABLE), unique=True))) if approvals else (),
    )


def urgency(outcome: ScreeningOutcome) -> int:
    """Rank of the outcome, 0 the most urgent; the fewer changes, the higher."""
    if isinstance(outcome, Clearance):
        return 100 - len(outcome.changes)
    return Level.PAUSE.rank if isinstance(outcome, NotToday) else outcome.level.rank


def shuffled(draw: st.DrawFn, values: dict) -> dict:
    """Return the same values in another order."""
    return {key: values[key] for key in draw(st.permutations(list(values)))}


@given(answers(), st.sampled_from(BLOCKING), st.sampled_from([Tick.YES, Tick.NOT_SURE]))
def test_any_red_flag_that_nobody_approved_gives_no_clearance(given_answers: Answers, item: str, tick: Tick) -> None:
    assume(item not in given_answers.approved)
    flagged = msgspec.structs.replace(given_answers, ticks=given_answers.ticks | {item: tick})
    outcome = assess(SCREENING, flagged, T0)
    assert isinstance(outcome, NotNow)
    assert outcome.level.rank <= ITEMS[item].level.rank
    assert item in {reason.item for reason in outcome.because}


@given(answers(), st.sampled_from(list(ITEMS)), st.sampled_from([Tick.YES, Tick.NOT_SURE]))
def test_one_more_yes_never_lowers_the_urgency(given_answers: Answers, item: str, tick: Tick) -> None:
    assume(given_answers.ticks[item] is Tick.NO)
    more = msgspec.structs.replace(given_answers, ticks=given_answers.ticks | {item: tick})
    assert urgency(assess(SCREENING, more, T0)) <= urgency(assess(SCREENING, given_answers, T0))


@given(answers(), st.sampled_from(APPROVABLE))
def test_an_approval_never_opens_more_than_its_own_item(given_answers: Answers, item: str) -> None:
    more = msgspec.structs.replace(given_answers, approved=(*given_answers.approved, item))
    before, after = assess(SCREENING, given_answers, T0), assess(SCREENING, more, T0)
    held = {reason.item for reason in before.because} if isinstance(before, NotNow) else set()
    holds = {reason.item for reason in after.because} if isinstance(after, NotNow) else set()
    assert holds == held - {item}


@given(st.data(), answers())
def test_the_order_of_the_answers_plays_no_part(data: st.DataObject, given_answers: Answers) -> None:
    other = Answers(
        ticks=shuffled(data.draw, given_answers.ticks),
        sides={key: tuple(reversed(sides)) for key, sides in shuffled(data.draw, given_answers.sides).items()},
        leads=given_answers.leads,
        approved=tuple(data.draw(st.permutations(given_answers.approved))),
    )
    assert assess(SCREENING, other, T0) == assess(SCREENING, given_answers, T0)


@given(answers(), st.integers(-12, 14))
def test_the_same_instant_in_another_zone_gives_the_same(given_answers: Answers, hours: int) -> None:
    local = T0.astimezone(timezone(timedelta(hours=hours)))
    assert assess(SCREENING, given_answers, local) == assess(SCREENING, given_answers, T0)


@given(st.data(), answers())
def test_an_emergency_never_goes_away_when_more_is_answered(data: st.DataObject, given_answers: Answers) -> None:
    first = data.draw(st.sets(st.sampled_from(list(ITEMS))))
    partial = msgspec.structs.replace(given_answers, ticks={key: given_answers.ticks[key] for key in first})
    early, late = urgent_so_far(SCREENING, partial), urgent_so_far(SCREENING, given_answers)
    final = assess(SCREENING, given_answers, T0)
    assert early is None or late is not None
    assert (late is not None) == (isinstance(final, NotNow) and final.level is Level.EMERGENCY)


@given(answers())
def test_every_change_names_answers_that_ask_for_it_and_comes_once(given_answers: Answers) -> None:
    outcome = assess(SCREENING, given_answers, T0)
    assume(isinstance(outcome, Clearance))
    assert isinstance(outcome, Clearance)
    assert len({(change.id, change.side) for change in outcome.changes}) == len(outcome.changes)
    for change in outcome.changes:
        for key in change.because:
            item = ITEMS[key]
            assert given_answers.ticks[key] is not Tick.NO
            assert change.id in (item.side_changes if change.side else item.changes)
            assert change.side is None or change.side in given_answers.sides[key]


@given(answers(approvals=False))
def test_every_outcome_says_what_to_do_and_why(given_answers: Answers) -> None:
    outcome = assess(SCREENING, given_answers, T0)
    assert outcome.advice.title
    assert outcome.advice.do
    if isinstance(outcome, NotNow | NotToday):
        assert all(reason.ask and reason.because for reason in outcome.because)
        assert outcome.because


@given(st.integers(0, 60 * 24 * 60), st.integers(-30 * 24 * 60, 60 * 24 * 60))
def test_once_over_a_clearance_never_holds_again(minutes: int, last: int) -> None:
    held = assess(SCREENING, Answers(ticks=dict.fromkeys(ITEMS, Tick.NO), leads=dict.fromkeys(LEADS, False)), T0)
    assert isinstance(held, Clearance)
    now, session = T0 + timedelta(minutes=minutes), T0 + timedelta(minutes=last)
    reason = clearance_holds(held, now, last_session_at=session)
    later = clearance_holds(held, now + timedelta(days=28), last_session_at=session)
    assert later is not None
    last_seen = last if 0 <= last <= minutes + 5 else 0
    assert (reason is None) == (minutes < 28 * 24 * 60 and minutes - last_seen < 14 * 24 * 60)
