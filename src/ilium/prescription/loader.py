"""Reads the rules, once."""

from functools import cache

from ilium.library.package import load_toml
from ilium.prescription.adaptation import Adaptation
from ilium.prescription.lengths import Lengths
from ilium.prescription.pain import PainRules


@cache
def load_rules() -> PainRules:
    """Return the shipped pain rules."""
    return load_toml("ilium.prescription", "rules.toml", PainRules)


@cache
def load_adaptation() -> Adaptation:
    """Return the shipped rules of what happens between sessions."""
    return load_toml("ilium.prescription", "adaptation.toml", Adaptation)


@cache
def load_lengths() -> Lengths:
    """Return the shipped lengths of a session."""
    return load_toml("ilium.prescription", "lengths.toml", Lengths)
