"""What eases on a day without a session: a position within the person's limits, and how they breathe."""

import msgspec

from ilium.anatomy import PainSide, Side
from ilium.anatomy.errors import AnswerError
from ilium.app.person import answers_of
from ilium.cuesheet.ease import breaths_of, pace_of
from ilium.cuesheet.model import BreathPace
from ilium.cuesheet.phrases import load_phrases
from ilium.exercises.loader import load_library
from ilium.prescription.ease import ease_within, sore_side
from ilium.prescription.limits import limits_from
from ilium.prescription.loader import load_rules
from ilium.prescription.model import EaseChosen
from ilium.record.states import Person, ScreeningRun
from ilium.screening import AppliedChange, Screening, changes_asked


class EaseNow(msgspec.Struct, frozen=True, kw_only=True):
    """A position of ease, None where none keeps to the limits; and a minute or so of breaths, free without a pace."""

    position: EaseChosen | None
    pace: BreathPace | None
    breaths: int


def ease_now(person: Person, screening: Screening) -> EaseNow:
    """Return what eases, by whatever the person has answered so far; it needs no clearance, and is none.

    Somebody whose answers are not known is shown lying on the side, which asks the least.
    """
    library, rule, phrases = load_library(), load_rules().ease, load_phrases()
    runs = [run for run in (person.completed_screening, person.screening) if run is not None]
    changes = {change for run in runs for change in _changes(screening, run)}
    profile = person.profile
    limits = limits_from(library, changes, bed=profile is not None and profile.surface == "firm-bed")
    sore = sore_side(PainSide(profile.side), Side(profile.worse) if profile.worse else None) if profile else Side.RIGHT
    pace = pace_of(library.get(library.programme.exercises[0]), phrases, person.settings.breath)
    position = ease_within(rule.position, limits, sore, prefer="" if runs else "side-lying")
    return EaseNow(position=position, pace=pace, breaths=breaths_of(rule, pace)[0])


def _changes(screening: Screening, run: ScreeningRun) -> tuple[AppliedChange, ...]:
    """Return what a run's answers ask for; nothing where they are of questions that are not these any more."""
    try:
        return changes_asked(screening, answers_of(run))
    except AnswerError:
        return ()
