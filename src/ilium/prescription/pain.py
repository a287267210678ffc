"""The start gate and the pain zones: numbers are data (``library/rules.toml``), the order of questions is here.

Pain is 0-10. ``before`` is pain just before the session, ``now`` the worst during or after an exercise; the rise is
``now - before``. Source: pain-monitoring practice (Thomee 1997, Silbernagel 2007) made relative to the pain before,
under one ceiling (decision 34); none of it validated for the SI joint. Under `Policy.STRICT` amber, too, ends the
exercise.
"""

from enum import StrEnum
from typing import Literal

from ilium.anatomy.errors import PlanError
from ilium.library.spec import Sourced, Spec
from ilium.prescription.ease import EasePosition
from ilium.prescription.model import Mode

SCALE = range(11)


class Zone(StrEnum):
    """How a pain rating is read."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Policy(StrEnum):
    """What amber does: ``strict`` ends the exercise; ``traffic-light``, which a clinician may allow, eases it first."""

    STRICT = "strict"
    TRAFFIC_LIGHT = "traffic-light"


class GateRule(Sourced, frozen=True, kw_only=True):
    """From this much pain before the start: which session, and what is said."""

    at_least: int
    mode: Literal["full", "mobilise-only", "none"]
    say: str


class ZoneRule(Sourced, frozen=True, kw_only=True):
    """The bounds of the zones, in points of the 0-10 scale."""

    red_at: int
    red_rise: int
    amber_rise: int
    gentle_amber_rise: int


class QualityRule(Spec, frozen=True, kw_only=True):
    """A kind of pain or symptom; with ``outcome`` it decides alone, with ``green_outcome`` where the zone is green.

    The one that is not ``offered`` stands for a kind that nobody said, because the session was left before.
    """

    id: str
    label: str
    sharp: bool = False
    outcome: str | None = None
    green_outcome: str | None = None
    offered: bool = True


class PolicyRule(Sourced, frozen=True, kw_only=True):
    """What an amber zone leads to."""

    amber: str


class OutcomeRule(Spec, frozen=True, kw_only=True):
    """What happens next, and what is said; ``otherwise`` holds where nothing easier is left to ``ease`` to."""

    id: str
    then: Literal["continue", "ease", "stop-exercise", "stop-session", "emergency"]
    mark: Literal["green", "amber", "red", "centralised", "peripheralised", "unwell", "urgent", "emergency"]
    title: str
    say: str
    counts_red: bool = False
    again: str | None = None
    otherwise: str | None = None
    stop_why: Literal["pain", "unwell", "leg-symptoms", "urgent", "emergency"] | None = None


class RestRule(Spec, frozen=True, kw_only=True):
    """What is said for the rest of a day after a stop; ``why`` is what the record keeps of it."""

    why: Literal["pain", "unwell", "leg-symptoms", "much-pain"]
    title: str
    say: str


class EaseRule(Sourced, frozen=True, kw_only=True):
    """What to do on such a day instead, and what opens and ends a short session on a sore day.

    Parameters
    ----------
    breathe_seconds : float
        So long one breathes slowly, at least.
    breath, walk : str
        How to breathe; a word on walking.
    position : tuple of EasePosition
        The positions of ease, the first that keeps to the limits is taken.
    """

    do: tuple[str, ...]
    breathe_seconds: float
    breath: str
    walk: str
    position: tuple[EasePosition, ...]


class PainRules(Spec, frozen=True, kw_only=True):
    """The whole of ``rules.toml``."""

    gate: tuple[GateRule, ...]
    flare: GateRule
    zones: ZoneRule
    rest: tuple[RestRule, ...]
    ease: EaseRule
    quality: tuple[QualityRule, ...]
    policy: dict[Policy, PolicyRule]
    zone_outcome: dict[Zone, str]
    outcome: tuple[OutcomeRule, ...]

    def outcome_of(self, found: Zone, policy: Policy) -> str:
        """Return the id of the outcome of a zone under a policy."""
        return self.policy[policy].amber if found is Zone.AMBER else self.zone_outcome[found]

    def get_outcome(self, outcome_id: str) -> OutcomeRule:
        """Return the outcome with this id; raise KeyError where there is none."""
        return {outcome.id: outcome for outcome in self.outcome}[outcome_id]

    def get_rest(self, why: str) -> RestRule:
        """Return what is said after a stop for this reason; raise KeyError where there is none."""
        known: dict[str, RestRule] = {rest.why: rest for rest in self.rest}
        return known[why]


def _on_scale(value: int) -> int:
    if value not in SCALE:
        raise PlanError(f"pain is 0 to 10, not {value}")
    return value


def gate(rules: PainRules, before: int, *, flare: bool = False) -> GateRule:
    """Return what ``before`` pain at the start leads to; after a flare a full session becomes the stretches alone.

    Raises
    ------
    PlanError
        ``before`` is off the scale.
    """
    found = next(rule for rule in rules.gate if _on_scale(before) >= rule.at_least)
    return rules.flare if flare and found.mode == "full" else found


def zone(rules: PainRules, mode: Mode, *, before: int, now: int, sharp: bool) -> Zone:
    """Read a pain rating: total and disjoint over both scales.

    Examples
    --------
    >>> from ilium.prescription.loader import load_rules
    >>> zone(load_rules(), Mode.FULL, before=4, now=6, sharp=False)
    <Zone.AMBER: 'amber'>
    >>> zone(load_rules(), Mode.FULL, before=5, now=6, sharp=False)
    <Zone.GREEN: 'green'>
    >>> zone(load_rules(), Mode.FULL, before=2, now=2, sharp=True)
    <Zone.RED: 'red'>
    """
    bounds, rise = rules.zones, _on_scale(now) - _on_scale(before)
    gentle = mode is Mode.MOBILISE_ONLY
    if gentle and not sharp and rise < bounds.gentle_amber_rise:
        return Zone.GREEN
    if sharp or now >= bounds.red_at or rise >= bounds.red_rise:
        return Zone.RED
    return Zone.AMBER if rise >= (bounds.gentle_amber_rise if gentle else bounds.amber_rise) else Zone.GREEN


def outcome(
    rules: PainRules, mode: Mode, *, before: int, now: int, quality: str, reds: int, policy: Policy = Policy.STRICT
) -> OutcomeRule:
    """Return what follows from one answer, after ``reds`` earlier reds in the same session.

    Raises
    ------
    PlanError
        A rating off the scale, or a quality that the rules do not have.

    Examples
    --------
    >>> from ilium.prescription.loader import load_rules
    >>> outcome(load_rules(), Mode.FULL, before=3, now=7, quality="ache", reds=1).then
    'stop-session'
    """
    kinds = {kind.id: kind for kind in rules.quality}
    if quality not in kinds:
        raise PlanError(f"no kind of pain {quality!r}; there are {', '.join(kinds)}")
    kind = kinds[quality]
    found = zone(rules, mode, before=before, now=now, sharp=kind.sharp)
    of_green = kind.green_outcome if found is Zone.GREEN else None
    chosen = rules.get_outcome(kind.outcome or of_green or rules.outcome_of(found, policy))
    return rules.get_outcome(chosen.again) if chosen.again and reds else chosen
