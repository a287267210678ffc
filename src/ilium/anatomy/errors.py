"""Every error Ilium raises on purpose.

::

    IliumError
    ├── SpecificationError   a file of the library is broken: file, key, reason
    │   └── NotInLibrary         an exercise, a variant or a rung was asked for that is not there
    ├── AnswerError          an answer that the question does not have
    ├── NotScreened          a plan was asked for without a clearance that holds
    ├── PlanError            an unknown side, track, rung, change or exercise
    ├── EventError           an event that is malformed or contradicts itself
    └── StoreError           the record could not be read or written
        ├── ConflictingEvent     the same id was sent before with other content
        └── StoreRefused         the data folder or database must not be used as it is
            └── StoreUnavailable     it cannot be used just now: locked, unreachable; nothing says that it is damaged
"""

from collections.abc import Sequence


class IliumError(Exception):
    """Base of every error Ilium raises on purpose; its text is one clear line for a person."""


class SpecificationError(IliumError):
    """A file of the library is broken.

    Parameters
    ----------
    file : str
        The file's name or path.
    key : str
        Where in the file, such as ``rung[2].part[0].sets``; ``$`` is the whole file.
    reason : str
        What was found and what was expected.

    Examples
    --------
    >>> print(SpecificationError("a.toml", "rung[2]", "no such variant"))
    a.toml: rung[2]: no such variant
    """

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


class NotInLibrary(SpecificationError):
    """An exercise, a variant or a rung was asked for that the library does not have.

    Parameters
    ----------
    name : str
        What was looked in, or for.
    key : str
        What in it.
    what : str
        What was looked for: ``exercise``, ``variant`` or ``rung``.
    known : sequence of str
        What there is instead.

    Examples
    --------
    >>> print(NotInLibrary("bridge", "one-leg", "variant", ["two-leg", "half"]))
    bridge: one-leg: there is no such variant; there are two-leg, half
    """

    def __init__(self, name: str, key: str, what: str, known: Sequence[str]) -> None:
        super().__init__(name, key, f"there is no such {what}; there are {', '.join(known)}")


class AnswerError(IliumError):
    """An answer that the question does not have, or an answer to a question nobody asked."""


class NotScreened(IliumError):
    """A plan was asked for without a clearance that holds now."""


class PlanError(IliumError):
    """An unknown side, track, rung, change or exercise in a request for a plan."""


class EventError(IliumError):
    """An event that is malformed or contradicts itself."""


class StoreError(IliumError):
    """The record could not be read or written."""


class ConflictingEvent(StoreError):
    """The same event id was sent before with other content; the first stays."""


class StoreRefused(StoreError):
    """The data folder or database must not be used as it is; the text says what to do."""


class StoreUnavailable(StoreRefused):
    """The record cannot be used just now, and nothing says that it is damaged; the text says what to do."""
