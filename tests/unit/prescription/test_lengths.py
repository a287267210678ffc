"""Which exercises are chosen for a few minutes: by hand, and whatever they take."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ilium.prescription.lengths import Budget, Candidate, choose
from ilium.prescription.loader import load_lengths

TODAY = date(2026, 3, 10)
WAIT = load_lengths().waited_days
ROUTINE = {"roll": "mobilise", "four": "mobilise", "bridge": "strengthen", "clam": "strengthen"}


def day(ago: int | None) -> date | None:
    """Return so many days ago; None for never."""
    return None if ago is None else TODAY - timedelta(days=ago)


def routine(seconds: dict[str, int], ago: dict[str, int | None]) -> list[Candidate]:
    """Return these exercises of the routine, done so many days ago."""
    return [
        Candidate(exercise=name, phase=phase, seconds=seconds[name], last=day(ago.get(name)))
        for name, phase in ROUTINE.items()
        if name in seconds
    ]


def picks(seconds: dict[str, int], ago: dict[str, int | None], budget: int = 480) -> tuple[tuple[str, ...], ...]:
    """Return what is chosen, in the order of choosing."""
    return choose(routine(seconds, ago), Budget(seconds=budget, around=30, day=TODAY, waited_days=WAIT)).picks


def test_what_never_was_done_comes_first_then_what_was_done_longest_ago() -> None:
    seconds = dict.fromkeys(ROUTINE, 200)
    assert picks(seconds, {"roll": 1, "four": 3, "bridge": 2}) == (("four", "clam"),)
    assert picks(seconds, {"roll": 1, "four": 4, "bridge": 2, "clam": 3}) == (("four",), ("clam",))


def test_ties_are_in_the_order_of_the_programme() -> None:
    assert picks(dict.fromkeys(ROUTINE, 140), {}) == (("roll",), ("four",), ("bridge",))


def test_strengthening_brings_the_mobilising_one_that_was_done_longest_ago() -> None:
    seconds = dict.fromkeys(ROUTINE, 200)
    assert picks(seconds, {"roll": 2, "four": 1, "bridge": 3, "clam": 1}) == (("roll", "bridge"),)


def test_it_brings_another_one_where_that_does_not_fit() -> None:
    seconds = {"roll": 300, "four": 100, "bridge": 300}
    assert picks(seconds, {"roll": 2, "four": 1, "bridge": 3}) == (("four", "bridge"),)


def test_strengthening_stands_alone_where_the_plan_has_nothing_else() -> None:
    assert picks({"bridge": 200, "clam": 200}, {}) == (("bridge",), ("clam",))


def test_what_does_not_fit_is_passed_over_until_it_has_waited() -> None:
    seconds = {"roll": 150, "four": 140, "clam": 600}
    waited = {"roll": WAIT - 1, "four": WAIT - 1, "clam": WAIT - 1}
    assert picks(seconds, waited) == (("roll",), ("four",))
    assert picks(seconds, {**waited, "clam": WAIT}) == (("four", "clam"),)


def test_what_waits_is_only_taken_when_it_has_waited_longest() -> None:
    seconds = {"roll": 150, "four": 140, "clam": 600}
    assert picks(seconds, {"roll": WAIT + 1, "four": 1, "clam": WAIT}) == (("roll",), ("four",))


def test_something_is_done_also_where_nothing_fits() -> None:
    assert picks({"roll": 600, "bridge": 500}, {"roll": 1, "bridge": 0}) == (("roll",),)


def test_a_choice_can_be_made_shorter_but_for_its_first_pick() -> None:
    budget = Budget(seconds=480, around=30, day=TODAY, waited_days=WAIT)
    chosen = choose(routine(dict.fromkeys(ROUTINE, 100), {}), budget)
    shorter = chosen.shorter()
    assert shorter is not None
    assert shorter.picks == chosen.picks[:-1]
    while shorter is not None:
        chosen, shorter = shorter, shorter.shorter()
    assert chosen.picks == (("roll",),)


ANY_SECONDS = st.fixed_dictionaries(
    {"roll": st.integers(60, 900), "clam": st.integers(60, 900)},
    optional={"four": st.integers(60, 900), "bridge": st.integers(60, 900)},
)
ANY_AGO = st.dictionaries(st.sampled_from(list(ROUTINE)), st.integers(0, 20))


@settings(max_examples=50)
@given(ANY_SECONDS, ANY_AGO, st.integers(300, 1000))
def test_what_fits_is_within_the_time_and_mobilising_is_never_missing(
    seconds: dict[str, int], ago: dict[str, int], budget: int
) -> None:
    """It is over the time only with one pick, of what has waited longest, where that fits with nothing."""
    found = picks(seconds, dict(ago), budget)
    chosen = {name for pick in found for name in pick}
    assert {"roll", "four"} & chosen
    if 30 + sum(seconds[name] for name in chosen) > budget:
        (pick,) = found
        ages = {name: ago.get(name, 1000) for name in seconds}
        assert ages[pick[-1]] == max(ages.values())
        stretches = [seconds[name] for name in ("roll", "four") if name in seconds] if len(pick) == 2 else [0]
        assert 30 + seconds[pick[-1]] + min(stretches) > budget


@settings(max_examples=50)
@given(ANY_SECONDS, st.dictionaries(st.sampled_from(list(ROUTINE)), st.integers(1, 6)))
@example({"roll": 646, "four": 188, "bridge": 532, "clam": 491}, {"roll": 1, "four": 2, "bridge": 1, "clam": 1})
def test_seven_short_days_bring_every_exercise_twice(seconds: dict[str, int], ago: dict[str, int]) -> None:
    """Whatever the exercises take, and whenever they were done before."""
    last = {name: day(ago.get(name)) for name in seconds}
    done: Counter[str] = Counter()
    for number in range(7):
        today = TODAY + timedelta(days=number)
        due = [
            Candidate(exercise=name, phase=phase, seconds=seconds[name], last=last[name])
            for name, phase in ROUTINE.items()
            if name in seconds
        ]
        chosen = choose(due, Budget(seconds=480, around=30, day=today, waited_days=WAIT)).exercises
        done.update(chosen)
        last |= dict.fromkeys(chosen, today)
    assert all(done[name] >= 2 for name in seconds), done
