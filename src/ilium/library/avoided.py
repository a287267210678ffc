"""Words that no text for a person may hold, and the few phrases in which one of them may stand."""

import re
from functools import cache, cached_property

from ilium.library.package import load_toml
from ilium.library.spec import Sourced, Spec


class Allowed(Spec, frozen=True, kw_only=True):
    """A phrase that holds a word of the list in another sense, and why it may stand."""

    phrase: str
    because: str


class AvoidedWords(Sourced, frozen=True, kw_only=True, dict=True):
    """The whole of ``avoided.toml``.

    Parameters
    ----------
    words : tuple of str
        Words and phrases; a closing ``*`` stands for any ending.
    """

    words: tuple[str, ...]
    allowed: tuple[Allowed, ...] = ()

    def find(self, text: str) -> tuple[str, ...]:
        """Return the avoided words of a text, as they stand in it.

        Examples
        --------
        >>> load_avoided().find("A safe cure.")
        ('safe', 'cure')
        """
        return tuple(found["avoided"] for found in self._pattern.finditer(text) if found["avoided"])

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = [re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "") for word in self.words]
        allowed = "".join(rf"\b{re.escape(one.phrase)}\b|" for one in self.allowed)
        return re.compile(rf"{allowed}\b(?P<avoided>{'|'.join(words)})\b", re.IGNORECASE)


@cache
def load_avoided() -> AvoidedWords:
    """Return the shipped list."""
    return load_toml("ilium", "avoided.toml", AvoidedWords)
