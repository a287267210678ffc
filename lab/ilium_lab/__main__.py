"""``python3 dev.py lab …``."""

from ilium_lab.cli import entry

entry()
