"""Reads the rules, once."""

from functools import cache
from importlib import resources

from ilium.exercises.loader import read_toml
from ilium.prescription.adaptation import Adaptation
from ilium.prescription.pain import Rules


@cache
def load_rules() -> Rules:
    """Return the shipped pain rules."""
    name = "rules.toml"
    text = (resources.files("ilium.prescription") / "library" / name).read_text(encoding="utf-8")
    return read_toml(text, name, Rules)


@cache
def load_adaptation() -> Adaptation:
    """Return the shipped rules of what happens between sessions."""
    name = "adaptation.toml"
    text = (resources.files("ilium.prescription") / "library" / name).read_text(encoding="utf-8")
    return read_toml(text, name, Adaptation)
