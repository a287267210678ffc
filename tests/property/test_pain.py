"""Pain inside a session and between sessions, for every answer: never later than it must, never longer than it need."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ilium.exercises.loader import load_library
from ilium.prescription.adaptation import Exposure, JudgedExposure, Verdict, hurt, lacking, verdict
from ilium.prescription.exposures import MorningAfter, Taken
from ilium.prescription.ladders import Begun, Course, Happening, follow
from ilium.prescription.loader import load_adaptation, load_rules
from ilium.prescription.model import Mode, Track
from ilium.prescription.pain import Zone, gate, zone

LIBRARY, RULES, PAIN = load_library(), load_adaptation(), load_rules()
FIRST = date(2026, 3, 2)
NAMES = list(LIBRARY.programme.exercises)
SCALE = st.integers(0, 10)
UNSETTLED = [Verdict.UNSETTLED, Verdict.FLARE, Verdict.UNKNOWN]


@given(before=SCALE, now=SCALE, sharp=st.booleans(), mode=st.sampled_from(Mode))
def test_more_pain_is_never_read_more_mildly(before: int, now: int, sharp: bool, mode: Mode) -> None:
    order = [Zone.GREEN, Zone.AMBER, Zone.RED]
    found = zone(PAIN, mode, before=before, now=now, sharp=sharp)
    more = zone(PAIN, mode, before=before, now=min(10, now + 1), sharp=sharp)
    assert order.index(more) >= order.index(found)
    assert not sharp or found is Zone.RED


@given(before=SCALE, now=SCALE)
def test_a_sore_day_is_never_read_more_mildly_than_a_full_session_that_could_have_begun(before: int, now: int) -> None:
    if gate(PAIN, before).mode == "full":
        full, gentle = (zone(PAIN, mode, before=before, now=now, sharp=False) for mode in Mode)
        assert [Zone.GREEN, Zone.AMBER, Zone.RED].index(gentle) >= [Zone.GREEN, Zone.AMBER, Zone.RED].index(full)


@given(colour=st.sampled_from(["green", "amber", "red"]), rise=st.integers(-10, 2), effort=st.integers(0, 6))
def test_a_rise_of_one_or_two_that_has_settled_neither_counts_as_red_nor_is_lacking(
    colour: str, rise: int, effort: int
) -> None:
    done = Exposure(exercise=NAMES[0], begun=True, full=True, colour=colour, rise=rise, effort=effort)  # type: ignore[arg-type]
    seen = JudgedExposure(FIRST, done, Verdict.SETTLED)
    assert not hurt(seen, RULES.settles)
    assert lacking(seen, 6, RULES.settles) == ""


@given(rise=st.none() | st.integers(-10, 10), sharp=st.booleans(), judged=st.sampled_from(Verdict))
def test_what_is_sharp_or_rose_by_three_is_red_however_the_morning_was(
    rise: int | None, sharp: bool, judged: Verdict
) -> None:
    done = Exposure(exercise=NAMES[0], begun=True, full=True, colour="red", rise=rise, sharp=sharp, effort=3)
    seen = JudgedExposure(FIRST, done, judged)
    if sharp or rise is None or rise >= 3:
        assert hurt(seen, RULES.settles)
        assert lacking(seen, 6, RULES.settles)
    if judged is not Verdict.SETTLED:
        assert lacking(seen, 6, RULES.settles)


@given(before=SCALE, morning=SCALE, earlier=st.lists(SCALE, max_size=10), first=st.floats(0, 9))
def test_what_creeps_up_is_not_usual(before: int, morning: int, earlier: list[int], first: float) -> None:
    """Three points above the beginning is a flare, however high the last mornings were."""
    found = verdict(
        RULES.morning, before=before, morning=morning, woken=False, earlier=tuple(earlier), at_most=first + 1
    )
    if len(earlier) >= RULES.morning.usual_from and morning >= first + 3:
        assert found is Verdict.FLARE


@st.composite
def _exposures(draw: st.DrawFn) -> dict[str, object]:
    colour = draw(st.sampled_from(["green", "amber", "red"]))
    rise = draw(st.integers(-2, 2))
    return {"colour": colour, "rise": rise, "effort": draw(st.integers(0, 9)), "full": draw(st.booleans())}


def _lived(days: list[dict[str, object]], verdicts: list[Verdict]) -> Course:
    happened: list[Happening] = [Begun(at=_at(0, 6), day=FIRST, track=Track.GRADUAL)]
    told: dict[date, MorningAfter] = {}
    for number, (what, judged) in enumerate(zip(days, verdicts, strict=True)):
        course = follow(LIBRARY, RULES, happened, told, now=_at(number), today=_at(number).date())
        done = tuple(Exposure(exercise=n, begun=True, rung=course.ladders[n].level, **what) for n in NAMES)  # type: ignore[arg-type]
        happened.append(Taken(at=_at(number), day=_at(number).date(), exposures=done))
        if judged is not Verdict.UNKNOWN:
            told[_at(number).date()] = MorningAfter(_at(number + 1, 7), judged)
    end = _at(len(days))
    return follow(LIBRARY, RULES, happened, told, now=end, today=end.date())


def _at(day: int, hour: int = 8) -> datetime:
    return datetime.combine(FIRST + timedelta(days=day), time(hour), UTC)


@given(days=st.lists(_exposures(), min_size=1, max_size=12))
def test_no_rise_that_settles_steps_down_or_leaves_out(days: list[dict[str, object]]) -> None:
    course = _lived(days, [Verdict.SETTLED] * len(days))
    assert {step.moved for step in course.steps} <= {"up"}


@given(verdicts=st.lists(st.sampled_from([Verdict.SETTLED, Verdict.UNKNOWN]), min_size=3, max_size=9))
@settings(max_examples=25)
def test_who_tells_no_two_mornings_of_three_never_climbs(verdicts: list[Verdict]) -> None:
    """And every step up was told of by two settled mornings at least since the last."""
    good: dict[str, object] = {"colour": "green", "rise": 0, "effort": 3, "full": True}
    course = _lived([good] * len(verdicts), verdicts)
    ups = sum(step.moved == "up" for step in course.steps)
    assert 2 * ups <= verdicts.count(Verdict.SETTLED) * len(NAMES)
    told = [sum(one is Verdict.SETTLED for one in verdicts[n : n + 3]) for n in range(len(verdicts) - 2)]
    assert not ups or max(told) >= 2


@given(
    days=st.lists(st.tuples(_exposures(), st.sampled_from(Verdict), st.booleans()), min_size=1, max_size=12),
)
def test_whatever_happens_a_sharp_kind_is_left_out_on_the_next_day(
    days: list[tuple[dict[str, object], Verdict, bool]],
) -> None:
    what = [one | ({"colour": "red", "sharp": True} if sharp else {}) for one, _, sharp in days]
    course = _lived(what, [judged for _, judged, _ in days])
    if days[-1][2]:
        assert all(ladder.out and ladder.clinician for ladder in course.ladders.values())
    assert not any(ladder.out == "remove" for ladder in course.ladders.values()) or any(sharp for *_, sharp in days)
