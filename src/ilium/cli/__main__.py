"""``python -m ilium.cli``: the same as ``ilium``."""

from ilium.cli import entry

entry()
