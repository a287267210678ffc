"""The study of the rules of pain and of steps as a page: ``docs/adaptation-study.md`` is what `page` returns, whole."""

import math
from collections.abc import Iterable, Sequence

from ilium_lab.people.adaptation_study import (
    DAYS,
    FLAT,
    HARMED,
    LOWER_DAYS,
    OFFERED_DAYS,
    OTHERS,
    SHOWN_DAYS,
    SIGNS,
    WEEKS,
    WORSENING,
    Found,
    Row,
    find,
)
from ilium_lab.people.body import ANSWERS, COMES, DAY_SD, EFFORTS, NO_WORSE, RISE, RISE_SD, SHRUGS

ABOUT = """# Pain and steps: who is held back, and who is looked after

<!-- Made by `python3 dev.py lab people adaptation`; do not edit. -->

Made-up people go through {weeks} weeks by the product's own rules: the gate, the pain table, the steps between
sessions, the rhythm and the plan ([decision 34](decisions/0034-pain-as-people-feel-it.md)). Their truth is known,
because it is made up: {people} people a row, seed {seed}, on the gradual track with nothing ticked. **Nobody real was
studied, nothing here says that the routine helps or harms anyone, and no clinician has signed these rules.** With
{people} people a share has a standard error of up to {error:.1%}.

How they are made (`lab/ilium_lab/people/body.py`, with sources): pain goes up and down from day to day with an SD of
{day_sd:g}; in an exercise it rises by the mean of the row, with an SD of {rise_sd:g}, and unless the row says otherwise
it has settled by the next morning; they come on {comes:.0%} of the days and answer {answers:.0%} of the questions.
Where a row names no rise it is {rise:+g}. At the end of a session they tell {no_worse:.0%} of the pain that is no
higher than before, and {shrugs:.0%} of one point more, as "no worse than before", and say the effort of {efforts:.0%}
of what they rate.

## Pain that stays as it is, and settles

Usual pain, and the mean rise in every exercise. To be reached with rises of 0 to +1: at least 95 per cent keep all
four exercises, a session is offered on at least {offered_days} of {days} days, and at least 70 per cent have climbed
above a first step.

{flat}

* **Kept**: all four exercises, or their gentler steps, are in the plan on the last day. **Never out**: none was left
  out on any day, also not for seven quiet days.
* **Climbed**: an exercise stood above its first step at some time; **above at the end**: on the last day.
* **Shown**: "show it to somebody" was said at some time. In these people it is a false alarm that takes nothing away;
  it is the price of the tables below.

## Truly worsened by one exercise

It raises pain by 2 on average, and leaves 1.5 on the next morning; the other exercises do nothing. To be reached: from
the first time it is done, it is at a lower step or at rest within {lower_days} days in at least 95 per cent, and
somebody is suggested within {shown_days} days in at least 90 per cent. A strength exercise is done three times in the
first seven days at most.

{harmed}

## Worsening, whatever they do

Pain rises by so many points a week, from a day on, up to 9. To be reached: somebody is suggested within {shown_days}
days of that day in at least 90 per cent. The review of daily ratings, which the product has as well, is not counted.
Where it rises from the first day on there is no quiet beginning to compare with, and by day {shown_days} it has risen
by three points in the slowest row.

{worsening}

## Sharp and spreading pain

The exercise is left out at once, and the second time waits for a clinician's yes: spreading pain as before these rules,
sharp pain (the second time within three sessions of it) more strictly than before.

{signs}

## Others

{others}
"""
SOON = ("lower or at rest", "shown in time")
OFFERED = "sessions offered"
ENOUGH = f"{OFFERED_DAYS} days"
ALL = ("kept", "never out", ENOUGH, OFFERED, "climbed", "above at the end", "shown")


def page(*, people: int, seed: int) -> str:
    """Return the page; the same for the same arguments.

    Parameters
    ----------
    people : int
        Made-up people for each row.
    """

    def table(head: str, columns: Sequence[str], rows: Iterable[Row]) -> str:
        return _table((head, *columns), [_row(find(row, people=people, seed=seed), columns) for row in rows])

    return ABOUT.format(
        people=people,
        seed=seed,
        error=(0.25 / people) ** 0.5,
        weeks=WEEKS,
        days=DAYS,
        day_sd=DAY_SD,
        rise=RISE,
        rise_sd=RISE_SD,
        comes=COMES,
        answers=ANSWERS,
        no_worse=NO_WORSE,
        shrugs=SHRUGS,
        efforts=EFFORTS,
        offered_days=OFFERED_DAYS,
        lower_days=LOWER_DAYS,
        shown_days=SHOWN_DAYS,
        flat=table("usual pain, rise", ALL, FLAT),
        harmed=table("exercise", (*SOON, "kept", OFFERED), HARMED),
        worsening=table("usual pain", (SOON[1], OFFERED), WORSENING),
        signs=table("who", ("left out on the next day", "waits for a yes", "kept", OFFERED), SIGNS),
        others=table("who", ALL, OTHERS),
    )


def _row(found: Found, columns: Sequence[str]) -> tuple[str, ...]:
    values = {
        ENOUGH: found.offered,
        "kept": found.kept,
        "never out": found.never_out,
        "climbed": found.climbed,
        "above at the end": found.above,
        "shown": found.shown,
        SOON[0]: found.lower,
        SOON[1]: found.shown_soon,
        "left out on the next day": found.next_day,
        "waits for a yes": found.clinician,
    }
    words = {name: "" if math.isnan(value) else f"{value:.1%}" for name, value in values.items()}
    words[OFFERED] = f"{found.mean_offered:.1f}"
    return (found.row.words, *(words[column] for column in columns))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
