"""The lengths that are offered today: what fits into a few minutes, the usual, and everything that is due."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

import msgspec

from ilium.cuesheet.compile import Guide, cue_sheet
from ilium.cuesheet.model import CueSheet, LengthChoice, LengthSheet
from ilium.exercises.loader import load_library
from ilium.prescription.ladders import Course
from ilium.prescription.lengths import Budget, Candidate, Choice, Length, choose
from ilium.prescription.loader import load_lengths
from ilium.prescription.model import PlanRequest, SessionPlan, Track
from ilium.prescription.plan import plan
from ilium.screening import Clearance


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What today's lengths are chosen from: the whole plan as a request, and when its exercises were done."""

    request: PlanRequest
    clearance: Clearance
    guide: Guide
    course: Course
    day: date


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """One length, with its plan.

    Parameters
    ----------
    budget : int, optional
        The minutes that it was chosen for; None for everything.
    chosen, waiting : tuple of Candidate
        The exercises of today that are in it, and those that are not, in the order of the whole plan.
    """

    length: Length
    name: str
    budget: int | None
    plan: SessionPlan
    sheet: CueSheet
    chosen: tuple[Candidate, ...]
    waiting: tuple[Candidate, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether it takes longer than it was chosen for."""
        return self.budget is not None and self.sheet.minutes > self.budget


def offers(asked: Asked) -> tuple[Offer, ...]:
    """Return the lengths to choose from, the shortest first; the last is everything that is due.

    One that has the exercises of a longer one is left out, so there may be everything alone.
    """
    lengths = load_lengths()
    found = [_everything(asked)]
    for length, minutes in ((Length.USUAL, lengths.usual), (Length.SHORT, lengths.short)):
        if found[-1].sheet.minutes > minutes:
            shorter = _fitting(asked, found[-1], length, minutes)
            found = found if any(shorter.chosen == one.chosen for one in found) else [shorter, *found]
    name = (
        lengths.says.everything if found[0].length is Length.USUAL or len(found) > 2 else lengths.says.everything_alone
    )
    return *found[:-1], msgspec.structs.replace(found[-1], name=name)


def offered(found: Sequence[Offer], wanted: str) -> Offer:
    """Return the length that is wanted; where it is not offered the usual one, else everything.

    Who chose what is printed begins with all of it.
    """
    by_length = {offer.length.value: offer for offer in found}
    usual = None if found[-1].plan.track is Track.PUBLISHED else by_length.get(Length.USUAL.value)
    return by_length.get(wanted) or usual or found[-1]


def length_choice(found: Sequence[Offer]) -> LengthChoice | None:
    """Return the lengths as the player gets them; None where there is nothing to choose."""
    if len(found) < 2:
        return None
    return LengthChoice(
        question=load_lengths().says.question,
        default=offered(found, "").length.value,
        offers=tuple(
            LengthSheet(length=one.length.value, name=one.name, sheet=None if one.budget is None else one.sheet)
            for one in found
        ),
    )


def _everything(asked: Asked) -> Offer:
    made = plan(load_library(), asked.clearance, asked.request)
    sheet = cue_sheet(load_library(), made, asked.guide)
    due = tuple(_candidates(sheet, asked.course))
    return Offer(length=Length.EVERYTHING, name="", budget=None, plan=made, sheet=sheet, chosen=due)


def _candidates(sheet: CueSheet, course: Course) -> Iterator[Candidate]:
    for exercise, blocks in groupby(sheet.blocks, key=lambda block: block.exercise):
        own, ladder = list(blocks), course.ladders.get(exercise)
        yield Candidate(
            exercise=exercise,
            phase=own[0].phase,
            seconds=sum(block.expected_seconds for block in own),
            last=ladder.done[-1] if ladder and ladder.done else None,
        )


def _fitting(asked: Asked, whole: Offer, length: Length, minutes: int) -> Offer:
    """Return a length; where its exercises take longer than they did among all, without those chosen last."""
    around = sum(step.expected_seconds for step in (*whole.sheet.opening, *whole.sheet.closing))
    wait = load_lengths().waited_days
    budget = Budget(seconds=60 * minutes, around=around, day=asked.day, waited_days=wait)
    choice = choose(whole.chosen, budget)
    offer = _offer(asked, whole, choice, length, minutes)
    while offer.is_over and (shorter := choice.shorter()) is not None:
        choice, offer = shorter, _offer(asked, whole, shorter, length, minutes)
    return offer


def _offer(asked: Asked, whole: Offer, choice: Choice, length: Length, minutes: int) -> Offer:
    waiting = tuple(one for one in whole.chosen if one.exercise not in choice.exercises)
    without = (*asked.request.without, *(one.exercise for one in waiting))
    made = plan(load_library(), asked.clearance, msgspec.structs.replace(asked.request, without=without))
    return Offer(
        length=length,
        name=getattr(load_lengths().says, length.value),
        budget=minutes,
        plan=made,
        sheet=cue_sheet(load_library(), made, asked.guide),
        chosen=tuple(one for one in whole.chosen if one.exercise in choice.exercises),
        waiting=waiting,
    )
