"""From answers to an outcome."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import combinations

import msgspec
import pytest

from ilium.anatomy import Side
from ilium.anatomy.errors import AnswerError
from ilium.screening import (
    Answers,
    AppliedChange,
    Clearance,
    Level,
    NotNow,
    NotToday,
    Screening,
    Tick,
    assess,
    clearance_holds,
    example_clearance,
    load_screening,
    urgent_so_far,
)

Answer = Callable[..., Answers]
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
ITEMS = {item.id: item for page in load_screening().page for item in page.item}
BLOCKING = [item for item in ITEMS.values() if item.level in (Level.EMERGENCY, Level.SAME_DAY, Level.CLINICIAN)]
YES_LIKE = (Tick.YES, Tick.NOT_SURE)


def applied(outcome: object) -> dict[tuple[str, Side | None], tuple[str, ...]]:
    assert isinstance(outcome, Clearance)
    return {(change.id, change.side): change.because for change in outcome.changes}


def test_no_to_everything_gives_leave_without_changes(screening: Screening, answer: Answer) -> None:
    outcome = assess(screening, answer(), NOW)
    assert isinstance(outcome, Clearance)
    assert (outcome.changes, outcome.notes, outcome.preview) == ((), (), False)
    assert outcome.advice.title == "You can start gently"
    assert (outcome.screened_at, outcome.valid_until) == (NOW, NOW + timedelta(days=28))


@pytest.mark.parametrize("tick", YES_LIKE)
@pytest.mark.parametrize("item", BLOCKING, ids=lambda item: item.id)
def test_each_red_flag_alone_blocks_at_its_own_level(screening: Screening, answer: Answer, item, tick: Tick) -> None:
    outcome = assess(screening, answer({item.id: tick}), NOW)
    assert isinstance(outcome, NotNow)
    assert outcome.level is item.level
    assert [(r.item, r.answer, r.ask, r.because, r.level) for r in outcome.because] == [
        (item.id, tick, item.ask, item.because, item.level)
    ]
    assert outcome.approvable == ((item.id,) if item.approvable else ())


@pytest.mark.parametrize("tick", YES_LIKE)
def test_each_pair_of_red_flags_blocks_at_the_more_urgent_level(
    screening: Screening, answer: Answer, tick: Tick
) -> None:
    for one, other in combinations(BLOCKING, 2):
        outcome = assess(screening, answer({one.id: tick, other.id: Tick.YES}), NOW)
        assert isinstance(outcome, NotNow)
        assert outcome.level == min(one.level, other.level, key=lambda level: level.rank)
        assert {reason.item for reason in outcome.because} == {one.id, other.id}
        assert [r.level.rank for r in outcome.because] == sorted(r.level.rank for r in outcome.because)


def test_an_emergency_is_said_while_questions_are_open(screening: Screening) -> None:
    partial = Answers(ticks={"bladder": Tick.NOT_SURE})
    outcome = assess(screening, partial, NOW)
    assert isinstance(outcome, NotNow)
    assert outcome == urgent_so_far(screening, partial)
    assert outcome.level is Level.EMERGENCY


def test_after_each_page_only_an_emergency_stops(screening: Screening) -> None:
    assert urgent_so_far(screening, Answers()) is None
    assert urgent_so_far(screening, Answers(ticks={"weak-foot": Tick.YES, "cancer": Tick.YES})) is None
    found = urgent_so_far(screening, Answers(ticks={"weak-foot": Tick.YES, "chest": Tick.YES}))
    assert found is not None
    assert [reason.item for reason in found.because] == ["chest", "weak-foot"]


def test_a_page_behind_a_lead_is_open_until_the_lead_is_answered(screening: Screening, answer: Answer) -> None:
    unled = msgspec.structs.replace(answer(), leads={})
    with pytest.raises(AnswerError, match="page 'stiffness': the first question has no answer"):
        assess(screening, unled, NOW)


def test_every_question_of_a_shown_page_needs_an_answer(screening: Screening, answer: Answer) -> None:
    full = answer(lead=True)
    for page in [page for page in screening.page if not page.optional]:
        for item in page.item:
            missing = msgspec.structs.replace(full, ticks={k: v for k, v in full.ticks.items() if k != item.id})
            with pytest.raises(AnswerError, match=f"page '{page.id}': '{item.id}' has no answer"):
                assess(screening, missing, NOW)


def test_a_page_behind_a_lead_answered_no_needs_no_answers(screening: Screening, answer: Answer) -> None:
    hidden = {item.id for page in screening.page if page.lead for item in page.item}
    shown = {key: tick for key, tick in answer().ticks.items() if key not in hidden}
    outcome = assess(screening, msgspec.structs.replace(answer(), ticks=shown), NOW)
    assert isinstance(outcome, Clearance)


def test_answers_behind_a_lead_answered_no_change_nothing(screening: Screening, answer: Answer) -> None:
    outcome = assess(screening, answer({"eye-or-bowel": Tick.YES}, lead=False), NOW)
    assert isinstance(outcome, Clearance)
    assert outcome.notes == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ticks": {"nonsense": Tick.NO}}, "unknown question 'nonsense'"),
        ({"ticks": {"fever": "maybe"}}, "'fever': unknown answer 'maybe'"),
        ({"sides": {"nonsense": (Side.LEFT,)}}, "unknown question 'nonsense'"),
        ({"sides": {"fever": (Side.LEFT,)}}, "'fever' has no sides"),
        ({"sides": {"arm": ("middle",)}}, "'arm': unknown side 'middle'"),
        ({"leads": {"nowhere": True}}, "page 'nowhere' is unknown"),
        ({"leads": {"nerves": True}}, "page 'nerves' is unknown or has no first question"),
        ({"leads": {"stiffness": "yes"}}, "page 'stiffness': unknown answer 'yes'"),
        ({"approved": ("nonsense",)}, "unknown question 'nonsense'"),
        ({"approved": ("bladder",)}, "'bladder' is not something a clinician's yes can settle"),
        ({"approved": ("fever",)}, "'fever' is not something"),
        ({"approved": ("hip-new",)}, "'hip-new' is not something"),
        ({"approved": ("knee",)}, "'knee' is not something"),
    ],
)
def test_what_was_never_asked_is_refused_by_name(screening: Screening, answer: Answer, change, message: str) -> None:
    base = answer()
    merged = {key: getattr(base, key) | new if isinstance(new, dict) else new for key, new in change.items()}
    wrong = msgspec.structs.replace(base, **merged)
    with pytest.raises(AnswerError, match=message):
        assess(screening, wrong, NOW)
    with pytest.raises(AnswerError, match=message):
        urgent_so_far(screening, wrong)


def test_a_sided_yes_needs_a_side(screening: Screening, answer: Answer) -> None:
    with pytest.raises(AnswerError, match="'arm' needs a side"):
        assess(screening, answer({"arm": Tick.YES}, sides={"arm": ()}), NOW)


@pytest.mark.parametrize("sides", [(Side.LEFT,), (Side.RIGHT,), (Side.RIGHT, Side.LEFT), (Side.LEFT, Side.LEFT)])
def test_a_sided_change_applies_to_the_sides_named(screening: Screening, answer: Answer, sides) -> None:
    outcome = assess(screening, answer({"arm": Tick.YES}, sides={"arm": sides}), NOW)
    expected = {("no-leaning", side): ("arm",) for side in Side if side in sides}
    assert applied(outcome) == expected


def test_not_sure_of_a_sided_item_means_both_sides_unless_one_is_named(screening: Screening, answer: Answer) -> None:
    unsure = assess(screening, answer({"side-hip": Tick.NOT_SURE}), NOW)
    assert applied(unsure) == {
        ("pillow", None): ("side-hip",),
        ("not-on-that-side", Side.LEFT): ("side-hip",),
        ("not-on-that-side", Side.RIGHT): ("side-hip",),
    }
    named = assess(screening, answer({"side-hip": Tick.NOT_SURE}, sides={"side-hip": (Side.RIGHT,)}), NOW)
    assert ("not-on-that-side", Side.LEFT) not in applied(named)


def test_sides_of_an_item_answered_no_change_nothing(screening: Screening, answer: Answer) -> None:
    assert applied(assess(screening, answer(sides={"arm": (Side.LEFT,)}), NOW)) == {}


@pytest.mark.parametrize("tick", YES_LIKE)
@pytest.mark.parametrize("item", [i for i in ITEMS.values() if i.level is Level.CHANGES], ids=lambda item: item.id)
def test_each_changes_answer_gives_leave_with_its_changes(
    screening: Screening, answer: Answer, item, tick: Tick
) -> None:
    outcome = assess(screening, answer({item.id: tick}), NOW)
    sided = {(change, side) for change in item.side_changes for side in Side}
    assert set(applied(outcome)) == {(change, None) for change in item.changes} | sided
    assert isinstance(outcome, Clearance)
    assert outcome.advice.title == "You can start, with these changes"


def test_the_same_change_is_applied_once_and_names_every_answer_behind_it(screening: Screening, answer: Answer) -> None:
    outcome = assess(screening, answer({"osteoporosis": Tick.YES, "below-knee": Tick.YES}), NOW)
    assert applied(outcome)["small-turns", None] == ("osteoporosis", "below-knee")


def test_a_clinicians_yes_opens_the_way_with_changes(screening: Screening, answer: Answer) -> None:
    outcome = assess(screening, answer({"fusion-old": Tick.YES}, approved=("fusion-old",)), NOW)
    assert applied(outcome) == {("small-turns", None): ("fusion-old",)}


@pytest.mark.parametrize("item", [item for item in BLOCKING if item.approvable], ids=lambda item: item.id)
def test_each_approvable_item_opens_once_approved(screening: Screening, answer: Answer, item) -> None:
    outcome = assess(screening, answer({item.id: Tick.NOT_SURE}, approved=(item.id,)), NOW)
    assert {key for key, _ in applied(outcome)} == {*item.changes, *item.side_changes}


def test_a_page_that_may_be_left_out_changes_nothing_when_it_is(screening: Screening, answer: Answer) -> None:
    left_out = {item.id for page in screening.page if page.optional for item in page.item}
    ticks = {key: tick for key, tick in answer().ticks.items() if key not in left_out}
    assert assess(screening, msgspec.structs.replace(answer(), ticks=ticks), NOW) == assess(screening, answer(), NOW)


@pytest.mark.parametrize("item", [i.id for p in load_screening().page if p.optional for i in p.item])
def test_what_may_be_left_out_only_adds_a_word_of_advice(screening: Screening, answer: Answer, item: str) -> None:
    outcome, without = assess(screening, answer({item: Tick.YES}), NOW), assess(screening, answer(), NOW)
    assert isinstance(outcome, Clearance) and isinstance(without, Clearance)
    assert outcome.notes == (ITEMS[item].because,)
    assert (outcome.changes, outcome.advice, outcome.valid_until) == ((), without.advice, without.valid_until)


def test_leave_ends_with_the_first_yes_that_it_stands_on(screening: Screening, answer: Answer) -> None:
    """Through the last day of it; a yes to what was answered no, and one that holds longer, end nothing."""
    asked = answer({"heart": Tick.YES, "cancer": Tick.YES}, approved=("heart", "cancer", "dizzy"))
    until = {"heart": date(2026, 3, 10), "cancer": date(2026, 9, 1), "dizzy": date(2026, 3, 2)}
    outcome = assess(screening, msgspec.structs.replace(asked, until=until), NOW)
    assert isinstance(outcome, Clearance)
    assert outcome.valid_until == datetime(2026, 3, 11, tzinfo=UTC)
    last = outcome.valid_until - timedelta(minutes=1)
    assert clearance_holds(outcome, last, last_session_at=NOW) is None
    assert clearance_holds(outcome, outcome.valid_until, last_session_at=NOW) == screening.reask.yes_over
    longer = assess(screening, msgspec.structs.replace(asked, until={"cancer": date(2026, 9, 1)}), NOW)
    assert isinstance(longer, Clearance)
    assert (longer.valid_until, longer.over) == (NOW + timedelta(days=28), screening.reask.old)


def test_one_approval_does_not_open_another_item(screening: Screening, answer: Answer) -> None:
    outcome = assess(screening, answer({"cancer": Tick.YES, "dizzy": Tick.YES}, approved=("cancer",)), NOW)
    assert isinstance(outcome, NotNow)
    assert outcome.approvable == ("dizzy",)


@pytest.mark.parametrize("other", ["hip-new", "under-16", "fever", "bladder"])
def test_nothing_is_offered_for_approval_where_that_would_not_open_the_way(
    screening: Screening, answer: Answer, other: str
) -> None:
    outcome = assess(screening, answer({"cancer": Tick.YES, other: Tick.YES}), NOW)
    assert isinstance(outcome, NotNow)
    assert outcome.approvable == ()


def test_an_approval_of_an_item_answered_no_changes_nothing(screening: Screening, answer: Answer) -> None:
    assert applied(assess(screening, answer(approved=("cancer",)), NOW)) == {}


def test_what_only_time_or_someone_else_can_settle_is_not_approvable() -> None:
    assert {item.id for item in BLOCKING if item.level is Level.CLINICIAN and not item.approvable} == {
        "hip-new",
        "fusion-new",
        "under-16",
    }


@pytest.mark.parametrize("tick", YES_LIKE)
def test_an_injection_pauses_for_48_hours(screening: Screening, answer: Answer, tick: Tick) -> None:
    outcome = assess(screening, answer({"injection": tick, "knee": Tick.YES}), NOW)
    assert isinstance(outcome, NotToday)
    assert outcome.until == NOW + timedelta(hours=48)
    assert [reason.item for reason in outcome.because] == ["injection"]
    assert outcome.advice.title == "Not today"


def test_a_block_comes_before_a_pause(screening: Screening, answer: Answer) -> None:
    outcome = assess(screening, answer({"injection": Tick.YES, "cancer": Tick.YES}), NOW)
    assert isinstance(outcome, NotNow)


def test_a_pause_of_48_hours_is_elapsed_time(screening: Screening, answer: Answer) -> None:
    local = datetime(2026, 3, 28, 12, tzinfo=timezone(timedelta(hours=1)))
    outcome = assess(screening, answer({"injection": Tick.YES}), local)
    assert isinstance(outcome, NotToday)
    assert outcome.until == datetime(2026, 3, 30, 11, tzinfo=UTC)


COUNTED = [item.id for item in ITEMS.values() if item.level is None]


@pytest.mark.parametrize(("count", "rule"), [(0, None), (2, None), (3, 1), (4, 0), (9, 0)])
def test_counted_answers_lead_to_a_sentence_and_never_block(
    screening: Screening, answer: Answer, count: int, rule: int | None
) -> None:
    outcome = assess(screening, answer(dict.fromkeys(COUNTED[:count], Tick.YES), lead=True), NOW)
    rules = next(page.count_rule for page in screening.page if page.lead)
    assert isinstance(outcome, Clearance)
    assert outcome.notes == (() if rule is None else (rules[rule].say,))


def test_not_sure_is_not_counted(screening: Screening, answer: Answer) -> None:
    ticks = dict.fromkeys(COUNTED, Tick.NOT_SURE)
    outcome = assess(screening, answer(ticks, lead=True), NOW)
    assert isinstance(outcome, Clearance)
    assert outcome.notes == ()


@pytest.mark.parametrize("tick", YES_LIKE)
def test_a_note_is_told_and_changes_nothing_else(screening: Screening, answer: Answer, tick: Tick) -> None:
    outcome = assess(screening, answer({"eye-or-bowel": tick}, lead=True), NOW)
    assert isinstance(outcome, Clearance)
    assert outcome.notes == (ITEMS["eye-or-bowel"].because,)
    assert outcome.changes == ()


@pytest.mark.parametrize(
    "at",
    [
        NOW.replace(tzinfo=None),
        datetime.max.replace(tzinfo=UTC),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=5))),
    ],
)
def test_a_time_without_offset_or_beyond_the_calendar_is_refused(
    screening: Screening, answer: Answer, at: datetime
) -> None:
    with pytest.raises(AnswerError, match="a time of the screening"):
        assess(screening, answer(), at)


def test_a_pause_beyond_the_calendar_is_refused(screening: Screening, answer: Answer) -> None:
    with pytest.raises(AnswerError, match="outside the calendar"):
        assess(screening, answer({"injection": Tick.YES}), datetime.max.replace(tzinfo=UTC))


def test_an_example_is_marked_as_a_preview_and_keeps_each_change_once() -> None:
    roll, arm = AppliedChange(id="roll"), AppliedChange(id="arm", side=Side.LEFT)
    example = example_clearance([roll, arm, roll], NOW)
    assert example.preview
    assert example.changes == (roll, arm)
    assert (example.screened_at, example.notes) == (NOW, ())
