"""The pain decision table and the start gate, compiled to look-ups so that the player holds no rule."""

from typing import Literal

import msgspec

from ilium.cuesheet.model import GateRow, Outcome, PainTable, Quality
from ilium.cuesheet.phrases import Phrases
from ilium.prescription.model import Mode
from ilium.prescription.pain import SCALE, PainRules, Policy, Zone, gate, zone

_LETTERS: dict[Zone, Literal["g", "a", "r"]] = {Zone.GREEN: "g", Zone.AMBER: "a", Zone.RED: "r"}


def compile_gate(rules: PainRules, *, flare: bool = False) -> tuple[GateRow, ...]:
    """Return one row for each pain 0-10 before the start; ``flare``: the last session was followed by one."""
    rows = []
    for pain in SCALE:
        rule = gate(rules, pain, flare=flare)
        rows.append(GateRow(pain=pain, mode=None if rule.mode == "none" else rule.mode, say=rule.say))
    return tuple(rows)


def _zones(rules: PainRules, mode: Mode, *, sharp: bool) -> tuple[str, ...]:
    return tuple(
        "".join(_LETTERS[zone(rules, mode, before=before, now=now, sharp=sharp)] for now in SCALE) for before in SCALE
    )


def compile_pain_table(rules: PainRules, phrases: Phrases, policy: Policy = Policy.STRICT) -> PainTable:
    """Return the whole table, for every mode, pain before, pain now and kind of pain.

    Examples
    --------
    >>> from ilium.cuesheet.phrases import load_phrases
    >>> from ilium.prescription.loader import load_rules
    >>> compile_pain_table(load_rules(), load_phrases()).zones["full"][4]
    'ggggggarrrr'
    """
    return PainTable(
        question=phrases.pain_question,
        quality_question=phrases.pain_quality,
        qualities=msgspec.convert(msgspec.to_builtins(rules.quality), tuple[Quality, ...]),
        zones={mode.value: _zones(rules, mode, sharp=False) for mode in Mode},
        sharp_zones={mode.value: _zones(rules, mode, sharp=True) for mode in Mode},
        zone_outcome={letter: rules.outcome_of(found, policy) for found, letter in _LETTERS.items()},
        outcomes=msgspec.convert(msgspec.to_builtins(rules.outcome), tuple[Outcome, ...]),
    )
