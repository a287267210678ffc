"""The exercises and programmes as reviewed specifications, with their loader, words and linter."""

from ilium.exercises.loader import load_library
from ilium.exercises.words import render, seconds_to_say

__all__ = ["load_library", "render", "seconds_to_say"]
