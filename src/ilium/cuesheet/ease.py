"""What stands around the movements of a sore day: into a position of ease, a minute of breathing, a word on walking."""

import math
from collections.abc import Iterator

import msgspec

from ilium.cuesheet.model import BreathPace, Cue, EasePicture, Step, TimedStep, UntilReadyStep
from ilium.cuesheet.phrases import Phrases
from ilium.cuesheet.scene import side_name
from ilium.cuesheet.speech import Voice, end_of, without_overlap
from ilium.exercises.model import Exercise
from ilium.prescription.model import EaseChosen, Mode, SessionPlan
from ilium.prescription.pain import EaseRule


def pace_of(exercise: Exercise, phrases: Phrases, breath: str) -> BreathPace | None:
    """Return the breath pacer of a setting: ``medium`` is the exercise's own pace, ``free`` none."""
    if breath == "free":
        return None
    own = (exercise.breath.in_seconds, exercise.breath.out_seconds)
    breathe_in, breathe_out = own if breath == "medium" else phrases.breath_paces[breath]
    return BreathPace(in_seconds=breathe_in, out_seconds=breathe_out)


class Around(msgspec.Struct, frozen=True, kw_only=True):
    """The steps before the first block and after the last, and what shows the position; nothing on other days."""

    before: tuple[Step, ...] = ()
    after: tuple[Step, ...] = ()
    picture: EasePicture | None = None


def around(
    plan: SessionPlan, rule: EaseRule, phrases: Phrases, voice: Voice, pace: BreathPace | None, lead_in_seconds: float
) -> Around:
    """Return what a sore day adds to a plan that has a movement; another plan gets nothing.

    Parameters
    ----------
    pace : BreathPace, optional
        The breath pacer; None where the person breathes freely.
    lead_in_seconds : float
        Quiet time to get into position; after getting down it is never shorter than the guide's own.
    """
    if plan.mode is not Mode.MOBILISE_ONLY or not plan.blocks:
        return Around()
    breathing, walk = _breathing(plan.ease, rule, phrases, voice, pace), _said(voice, "ease.walk", rule.walk)
    if plan.ease is None:
        return Around(before=(breathing,), after=(walk,))
    lead_in = max(lead_in_seconds, phrases.timing.turn_over_lead_in)
    position = _into_position(plan.ease, phrases, voice, lead_in)
    return Around(before=(position, breathing), after=(walk,), picture=_picture(plan.ease))


def _picture(ease: EaseChosen) -> EasePicture:
    return EasePicture(exercise=ease.exercise, variant=ease.variant, side=side_name(ease.working))


def _into_position(ease: EaseChosen, phrases: Phrases, voice: Voice, lead_in: float) -> UntilReadyStep:
    down = (phrases.get_down_bed if ease.bed else phrases.get_down) if ease.lies else ""
    cues = voice.in_turn((phrases.ease_first, down, *ease.setup))
    return UntilReadyStep(
        id="ease.position",
        caption=phrases.ease_first,
        cues=cues,
        pose=" ".join(ease.setup),
        expected_seconds=round(end_of(cues) + lead_in + phrases.timing.start_count, 1),
        lead_in_seconds=lead_in,
        starting=phrases.starting,
    )


def _breathing(
    ease: EaseChosen | None, rule: EaseRule, phrases: Phrases, voice: Voice, pace: BreathPace | None
) -> TimedStep:
    """Return the breathing: whole breaths of the pace, for the rule's time or a little longer. No work is counted."""
    breaths, cycle = breaths_of(rule, pace)
    seconds = round(breaths * cycle, 1)
    told = voice.cue(0.0, rule.breath, tone="start")
    words = _paced(phrases, voice, pace, breaths, told.seconds) if pace else ()
    return TimedStep(
        id="ease.breathe",
        caption=phrases.ease_breathe,
        cues=without_overlap([told, *words], seconds),
        pose=" ".join(ease.setup) if ease else "",
        expected_seconds=seconds,
        seconds=seconds,
        role="rest",
        breath=pace,
    )


def breaths_of(rule: EaseRule, pace: BreathPace | None) -> tuple[int, float]:
    """Return how many breaths are taken, and the seconds of each; in one's own time it is one stretch."""
    cycle = pace.in_seconds + pace.out_seconds if pace else rule.breathe_seconds
    return math.ceil(rule.breathe_seconds / cycle), cycle


def _paced(phrases: Phrases, voice: Voice, pace: BreathPace, breaths: int, told: float) -> Iterator[Cue]:
    """Yield in and out for the two breaths after what is told, then quiet, and that the last one is the last."""
    cycle = pace.in_seconds + pace.out_seconds
    first = math.ceil(told / cycle)
    for n in range(first, min(first + 2, breaths - 1)):
        yield voice.cue(n * cycle, phrases.breath_in, must=False)
        yield voice.cue(n * cycle + pace.in_seconds, phrases.breath_out, must=False)
    yield voice.cue((breaths - 1) * cycle, phrases.last_breath, must=False)


def _said(voice: Voice, step_id: str, line: str) -> TimedStep:
    cues = voice.in_turn((line,))
    lasts = round(end_of(cues) + 1.0, 1)
    return TimedStep(id=step_id, caption=line, cues=cues, expected_seconds=lasts, seconds=lasts, role="say")
