"""The simulation study as a page: ``docs/is-it-helping.md`` is what `page` returns, whole."""

from collections.abc import Iterable

import numpy as np

from ilium.progress.model import load_measures
from ilium.progress.verdict import Word
from ilium_lab.people.study import Bin, Case, Found, Misled, calibration, misled, words

CASES = tuple(
    Case(change=change, days=days, noise=noise, memory=memory)
    for noise, memory in ((1.2, 0.3), (1.8, 0.6))
    for days in (28, 42, 84)
    for change in (0.0, 1.5, 3.0, -3.0)
)
ABOUT = """# Is it helping? How often the answer is right

<!-- Made by `python3 dev.py lab people study`; do not edit. -->

The progress page compares the last week of daily pain ratings with the first, by a Bayesian model
([decision 20](decisions/0020-is-it-helping-the-model.md)). Here it reads people whose truth is known, because they are
simulated: {people} for each case, seed {seed}, a quarter of the days missing, whole numbers from 0 to 10. Their pain
changes along a curve that the model does not have. **Nobody real was studied, and nothing here says that the routine
helps anyone.** With {people} people a share has a standard error of up to {error:.1%}.

The words: "a little" needs a probability of {sure:.0%} of any change; "by an amount most people notice" needs
{noticed_sure:.0%} for at least {noticed} points. Before two weeks with {least} ratings each it says "too early".

## What is said

{words}

* **False alarm**: in the rows without a true change, everything beside "no clear change" and "too early" is one.
* **Power**: in the rows with 3 points, how often a change is said at all, and how often it is called one that most
  people notice. The first and the last week hold a part of the change, so that their levels differ by less than 3.
* Both directions of {sure:.0%} together allow 10 per cent of false alarms. Somebody whose ratings go up and down for
  days at a time is told "no clear change" for longer.

## Are the probabilities honest?

People with changes of all sizes, noise and memory, 42 days. Where the model states a probability of at least
{noticed} points less pain, this often it was so:

{bins}

## How two single ratings would have misled

Nothing has changed in these people. A comparison still shows at least 2 points "better" this often:

{misled}

Somebody who begins because it hurts begins on a bad day, and the next ratings are lower whatever they do. Therefore
Ilium compares weeks, says how sure it is, and always says: pain often eases by itself; this cannot tell why.
"""
SAID: dict[Word, str] = {
    "too-early": "too early",
    "worse": "worse",
    "little-worse": "a little worse",
    "unclear": "no clear change",
    "little-better": "a little better",
    "better": "better",
}
STILL = ((1.2, 0.0), (1.2, 0.6), (1.8, 0.3))


def page(*, people: int, seed: int) -> str:
    """Return the page; the same for the same arguments.

    Parameters
    ----------
    people : int
        Simulated people for each case; twenty and more.
    """
    rule, dice = load_measures().reading, np.random.default_rng(seed)
    found = [words(rule, dice, case, people) for case in CASES]
    bins = calibration(rule, dice, people * 5)
    wrong = [misled(dice, noise=sd, memory=memory, people=people * 20) for sd, memory in STILL]
    compared = ("noise", "one rating and a later one", "worst of a fortnight and a later one", "week and week")
    return ABOUT.format(
        people=people,
        seed=seed,
        error=(0.25 / people) ** 0.5,
        sure=rule.sure,
        noticed=rule.noticed,
        noticed_sure=rule.noticed_sure,
        least=rule.least_ratings,
        words=_table(("true change", "days", "noise", *SAID.values()), map(_found, found)),
        bins=_table(("stated", "people", "mean stated", "true"), map(_bin, bins)),
        misled=_table(compared, map(_misled, wrong)),
    )


def _found(found: Found) -> tuple[str, ...]:
    case, said = found.case, found.said
    change = "none" if not case.change else f"{abs(case.change):g} points {'less' if case.change > 0 else 'more'}"
    shares = (said[word] for word in SAID)
    return change, str(case.days), f"{case.noise:g}, memory {case.memory:g}", *(f"{share:.0%}" for share in shares)


def _bin(one: Bin) -> tuple[str, ...]:
    return f"{one.low:.1f} to {one.high:.1f}", str(one.people), f"{one.stated:.2f}", f"{one.true:.2f}"


def _misled(one: Misled) -> tuple[str, ...]:
    head = f"{one.noise:g}, memory {one.memory:g}"
    return head, f"{one.single:.0%}", f"{one.from_worst:.0%}", f"{one.weeks:.1%}"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
