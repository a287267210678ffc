import msgspec
import pytest

from ilium.record.events import (
    AnySessionEvent,
    BlockEased,
    BlockSkipped,
    DailyCheckAnswered,
    EffortReported,
    Event,
    NextMorningAnswered,
    NoWorseSaid,
    PainReported,
    ProfileChanged,
    QuestionUnanswered,
    ScreeningCompleted,
    ScreeningPageAnswered,
    SessionFinished,
    SessionPaused,
    SessionResumed,
    SessionStopped,
    SetCompleted,
    SetEnded,
)
from ilium.record.fold import fold
from ilium.record.sessions import fold_session, summary_of
from ilium.record.states import Pause, Person, Session
from tests.records import SESSION, make, planned, set_of, start, uuid

ROLL = planned("lumbar-roll")
FIGURE = planned("figure-four", sets=2)
CLAM_LEFT, CLAM_RIGHT = planned("clam", side="left"), planned("clam", side="right")


def session(*events: AnySessionEvent, blocks: tuple[msgspec.Struct, ...] = (ROLL, FIGURE)) -> Session:
    folded = fold_session([start(*blocks), *events])  # type: ignore[arg-type]
    assert folded is not None
    return folded


def pain(number: int, value: int, moment: str = "worst", block: int = 0, exercise: str = "lumbar-roll") -> PainReported:
    fields = {"quality": "ache", "outcome": "go-on", "exercise": exercise, "block": block}
    return make(PainReported, number, moment=moment, value=value, **fields)


def effort(number: int, value: int, block: int = 0, exercise: str = "lumbar-roll") -> EffortReported:
    return make(EffortReported, number, value=value, block=block, exercise=exercise)


# --- sets and blocks -------------------------------------------------------------------------------------------------


def test_nothing_is_a_person_nobody_knows() -> None:
    assert fold([]) == Person()
    assert Person().profile is None
    assert Person().screening is None
    assert Person().completed_screening is None
    assert Person().last_session is None


def test_a_session_that_has_begun_is_open_with_nothing_reached() -> None:
    begun = session()
    assert (begun.state, begun.stopped_why, begun.pain_before, begun.worst_pain, begun.highest_effort) == (
        "open",
        None,
        3,
        None,
        None,
    )
    assert [block.state for block in begun.blocks] == ["not-reached", "not-reached"]
    assert [one.exercise for one in begun.exercises] == ["lumbar-roll", "figure-four"]
    assert begun.exercises[0].name == "Lumbar roll"
    assert begun.day.isoformat() == "2026-03-01"
    assert begun.started_at.isoformat() == "2026-03-01T06:30:00+00:00"


def test_a_session_without_its_start_does_not_show() -> None:
    assert fold_session([make(SessionFinished, 9)]) is None
    assert fold([make(SessionFinished, 9)]).sessions == ()


def test_sets_add_up_for_each_block_and_side() -> None:
    done = session(
        make(SetCompleted, 1, **set_of(ROLL, held_seconds=60)),
        make(SetCompleted, 2, **set_of(FIGURE, 1, set=1)),
        make(SetCompleted, 3, **set_of(FIGURE, 1, set=2, repetitions=7)),
    )
    assert [block.state for block in done.blocks] == ["done", "done"]
    assert (done.blocks[0].repetitions, done.blocks[0].held_seconds) == (10, 60)
    assert (done.blocks[1].completed_sets, done.blocks[1].repetitions) == (2, 17)


def test_sets_that_change_sides_count_apart() -> None:
    clam = planned("clam", sets=2, side="both")
    done = session(
        make(SetCompleted, 1, **set_of(clam, set=1, side="left")),
        make(SetCompleted, 2, **set_of(clam, set=2, side="right")),
        blocks=(clam,),
    )
    assert [(one.set, one.side) for one in done.blocks[0].sets] == [(1, "left"), (2, "right")]
    assert done.blocks[0].state == "done"


def test_a_set_done_again_counts_once_and_a_whole_one_stays_whole() -> None:
    whole = make(SetCompleted, 2, **set_of(ROLL, repetitions=9))
    again = session(
        make(SetEnded, 1, **set_of(ROLL, repetitions=2)), whole, make(SetEnded, 3, **set_of(ROLL, repetitions=4))
    )
    assert again.blocks[0].sets == (whole,)
    assert len(again.history) == 4
    later = make(SetCompleted, 4, **set_of(ROLL, repetitions=10))
    assert session(whole, later).blocks[0].sets == (later,)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ([make(SetCompleted, 1, **set_of(FIGURE, 1))], "partly"),
        ([make(SetEnded, 1, **set_of(FIGURE, 1, repetitions=3))], "partly"),
        ([make(SetEnded, 1, **set_of(FIGURE, 1, repetitions=0))], "not-reached"),
        ([make(SetEnded, 1, **set_of(FIGURE, 1, repetitions=0, held_seconds=5))], "partly"),
    ],
)
def test_a_block_left_early_is_done_in_part(events: list[AnySessionEvent], state: str) -> None:
    assert session(*events).blocks[1].state == state


def skip(number: int, why: str, block: int = 1) -> BlockSkipped:
    return make(BlockSkipped, number, block=block, exercise="figure-four", side="left", why=why)


def test_a_skipped_block_says_why_and_the_later_reason_holds() -> None:
    skipped = session(skip(1, "not-said"), skip(2, "no-time"))
    assert (skipped.blocks[1].state, skipped.blocks[1].skipped) == ("skipped", "no-time")
    partly = session(make(SetCompleted, 1, **set_of(FIGURE, 1)), skip(2, "too-hard"))
    assert (partly.blocks[1].state, partly.blocks[1].skipped) == ("partly", "too-hard")


def test_an_easier_block_says_which_variant() -> None:
    eased = make(BlockEased, 1, block=1, exercise="figure-four", from_variant="figure-four-gentle", to_variant="easy")
    one = make(SetCompleted, 2, **set_of(FIGURE, 1, variant="easy", eased=True, repetitions=5))
    assert session(eased).blocks[1].state == "not-reached"
    assert (session(eased, one).blocks[1].state, session(eased, one).blocks[1].eased_to) == ("eased", "easy")
    assert session(eased, one, skip(3, "too-hard")).blocks[1].state == "partly"


def test_an_event_that_fits_nothing_planned_only_stays_in_the_history() -> None:
    strange = [
        make(SetCompleted, 1, **set_of(ROLL, 7)),
        pain(2, 9, exercise="no-such", block=7),
        make(SessionResumed, 3),
    ]
    odd = session(*strange)
    assert [event.id for event in odd.history] == [uuid(0), uuid(1), uuid(2), uuid(3)]
    assert (odd.worst_pain, odd.pauses, [block.sets for block in odd.blocks]) == (None, (), [(), ()])


# --- pain and effort -------------------------------------------------------------------------------------------------


def test_worst_pain_looks_at_answers_and_at_it_hurts() -> None:
    hurt = session(pain(1, 6, moment="during"), pain(2, 4), effort(3, 5))
    (roll, figure) = hurt.exercises
    assert roll.worst is not None
    assert roll.effort is not None
    assert (roll.worst.value, roll.effort.value, [one.value for one in roll.during]) == (4, 5, [6])
    assert (figure.worst, figure.effort, figure.during) == (None, None, ())
    assert (hurt.worst_pain, hurt.highest_effort) == (6, 5)


def test_a_corrected_answer_holds_and_the_first_stays_in_the_history() -> None:
    corrected = session(pain(1, 8), effort(2, 9), pain(3, 2), effort(4, 1))
    assert (corrected.worst_pain, corrected.highest_effort) == (2, 1)
    assert [event.id for event in corrected.history] == [uuid(n) for n in (0, 1, 2, 3, 4)]


def test_an_unanswered_question_takes_no_answer_back() -> None:
    passed = make(QuestionUnanswered, 3, question="worst", block=0, exercise="lumbar-roll")
    assert session(pain(1, 0), passed).worst_pain == 0


def no_worse(number: int, block: int = 0, exercise: str = "lumbar-roll") -> NoWorseSaid:
    return make(NoWorseSaid, number, block=block, exercise=exercise)


def test_no_worse_is_an_answer_and_no_number() -> None:
    said = session(no_worse(1))
    (roll, figure) = said.exercises
    assert (roll.worst, roll.no_worse, figure.no_worse) == (None, True, False)
    assert (said.worst_pain, said.no_worse) == (None, True)
    (in_short, _) = summary_of(said).exercises
    assert (in_short.answered, in_short.no_worse, in_short.pain) == (True, True, None)


def test_of_no_worse_and_a_number_the_later_holds() -> None:
    number = session(no_worse(1), pain(2, 6))
    assert (number.exercises[0].no_worse, number.worst_pain, number.no_worse) == (False, 6, False)
    taken_back = session(pain(1, 6), no_worse(2))
    assert (taken_back.exercises[0].no_worse, taken_back.worst_pain) == (True, None)


def test_no_worse_takes_no_it_hurts_back_and_no_answer_of_another_block() -> None:
    hurt = session(pain(1, 6, moment="during"), no_worse(2))
    assert (hurt.worst_pain, hurt.no_worse, hurt.exercises[0].during[0].value) == (6, False, 6)
    both = session(pain(1, 5, block=0, exercise="clam"), no_worse(2, 1, "clam"), blocks=(CLAM_LEFT, CLAM_RIGHT))
    assert (both.worst_pain, both.exercises[0].no_worse) == (5, False)


def test_of_two_blocks_of_one_exercise_the_higher_answer_speaks_for_it() -> None:
    both = session(
        pain(1, 5, block=0, exercise="clam"), pain(2, 3, block=1, exercise="clam"), blocks=(CLAM_LEFT, CLAM_RIGHT)
    )
    (clam,) = both.exercises
    assert clam.blocks == (0, 1)
    assert clam.worst is not None
    assert clam.worst.value == 5


# --- endings, pauses, durations --------------------------------------------------------------------------------------


def stop(number: int, why: str) -> SessionStopped:
    return make(SessionStopped, number, why=why)


@pytest.mark.parametrize(
    ("events", "state", "why"),
    [
        ([make(SessionFinished, 9)], "finished", None),
        ([stop(9, "pain")], "stopped", "pain"),
        ([stop(5, "abandoned"), make(SessionFinished, 9)], "finished", None),
        ([make(SessionFinished, 5), stop(9, "abandoned")], "finished", None),
        ([stop(5, "emergency"), make(SessionFinished, 9)], "stopped", "emergency"),
        ([make(SessionFinished, 5), stop(9, "pain")], "finished", None),
        ([stop(5, "abandoned"), stop(9, "abandoned")], "stopped", "abandoned"),
    ],
)
def test_the_first_ending_holds_unless_it_only_says_abandoned(
    events: list[AnySessionEvent], state: str, why: str
) -> None:
    ended = session(*events)
    assert (ended.state, ended.stopped_why) == (state, why)


def test_pauses_close_at_resume_or_end_and_do_not_nest() -> None:
    paused = session(
        make(SessionPaused, 10, why="person"),
        make(SessionPaused, 12, why="hidden"),
        make(SessionResumed, 15),
        make(SessionPaused, 30, why="it-hurts"),
        make(SessionFinished, 40),
    )
    assert paused.pauses == (
        Pause(why="person", from_ms=10_000, until_ms=15_000),
        Pause(why="it-hurts", from_ms=30_000, until_ms=40_000),
    )
    assert (paused.elapsed_ms, paused.paused_ms, paused.active_ms) == (40_000, 15_000, 25_000)


def test_an_open_pause_lasts_until_the_last_event() -> None:
    paused = session(make(SessionPaused, 10, why="lost"), make(SessionPaused, 25, why="hidden"))
    assert (paused.elapsed_ms, paused.paused_ms) == (25_000, 15_000)


def test_what_is_said_after_the_end_lengthens_nothing() -> None:
    reviewed = session(make(SessionFinished, 100), pain(160, 4), make(SessionPaused, 170, why="hidden"))
    assert (reviewed.elapsed_ms, reviewed.paused_ms, reviewed.worst_pain) == (100_000, 0, 4)


def test_two_starts_of_one_session_are_one_session() -> None:
    twice = session(start(CLAM_LEFT, number=2, pain_before=9))
    assert (twice.pain_before, len(twice.blocks)) == (3, 2)


def test_late_events_find_their_place() -> None:
    events: list[AnySessionEvent] = [
        start(ROLL),
        make(SessionPaused, 2, why="person"),
        make(SessionResumed, 4),
        make(SessionFinished, 9),
    ]
    assert fold(events) == fold(events[::-1]) == fold([*events, *events])


def test_sessions_are_ordered_by_when_they_began() -> None:
    """Not by their local clocks: the second began an hour after the first, in a place further west."""
    first = start(ROLL, session=uuid(100), at="2026-03-01T07:30:00+01:00")
    second = start(ROLL, number=1, session=uuid(99), at="2026-03-01T07:00:00+00:00")
    person = fold([second, first])
    assert [one.id for one in person.sessions] == [uuid(100), uuid(99)]
    assert person.last_session is person.sessions[1]


# --- the person ------------------------------------------------------------------------------------------------------


PROFILE = {"side": "left", "pain_now": 3, "pain_usual": 4, "surface": "floor", "track": "gradual"}


def test_the_profile_said_last_holds_even_when_the_clock_was_set_back() -> None:
    first = make(ProfileChanged, 2, **PROFILE, at="2030-01-01T00:00:00Z")
    second = make(ProfileChanged, 1, **{**PROFILE, "side": "right"}, at="2026-01-01T00:00:00Z")
    person = fold([first, second])
    assert person.profile == second
    assert person.profiles == (first, second)


def answered(number: int, page: str, run: int = 50, **ticks: str) -> ScreeningPageAnswered:
    return make(ScreeningPageAnswered, number, screening=uuid(run), version=2, page=page, ticks=ticks)


def completed(number: int, run: int = 50) -> ScreeningCompleted:
    return make(ScreeningCompleted, number, screening=uuid(run), version=2, level="allowed")


def test_a_page_answered_again_replaces_its_first_answers() -> None:
    run = fold([answered(1, "now", fall="yes"), answered(2, "bones"), answered(3, "now", fever="no")]).screening
    assert run is not None
    assert (run.id, run.version, run.completed) == (uuid(50), 2, None)
    assert {page: answer.ticks for page, answer in run.pages.items()} == {"now": {"fever": "no"}, "bones": {}}


def test_a_page_answered_after_the_end_opens_the_run_again() -> None:
    done = [answered(1, "now"), completed(2)]
    person = fold(done)
    assert person.screening is person.completed_screening is not None
    again = fold([*done, answered(3, "now", fall="yes")])
    assert again.completed_screening is None
    assert again.screening is not None


def test_a_new_run_stands_beside_the_completed_one() -> None:
    person = fold([answered(1, "now"), completed(2), answered(3, "now", run=51)])
    assert person.screening is not None
    assert person.completed_screening is not None
    assert (person.screening.id, person.completed_screening.id) == (uuid(51), uuid(50))


def test_mornings_and_daily_checks_are_kept() -> None:
    morning = {"session": SESSION, "day": "2026-03-02", "woken": False}
    events: list[Event] = [
        make(DailyCheckAnswered, 1, anything_new=False),
        make(NextMorningAnswered, 2, **morning, pain=5),
        make(NextMorningAnswered, 3, **morning, pain=2),
    ]
    person = fold(events)
    assert person.next_mornings[SESSION].pain == 2
    assert [check.anything_new for check in person.daily_checks] == [False]
