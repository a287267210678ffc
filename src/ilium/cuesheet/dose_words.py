"""A dose in words, as a person would say it: "3 holds of 10 seconds"."""

from ilium.cuesheet.phrases import Phrases


def length_words(phrases: Phrases, seconds: int) -> str:
    """Return a length of time in words.

    Examples
    --------
    >>> from ilium.cuesheet.phrases import load_phrases
    >>> length_words(load_phrases(), 10), length_words(load_phrases(), 600)
    ('10 seconds', '10 minutes')
    """
    whole_minutes = seconds >= 120 and seconds % 60 == 0
    return phrases.minutes.format(n=seconds // 60) if whole_minutes else phrases.seconds.format(n=seconds)


def dose_words(
    phrases: Phrases,
    *,
    holds: bool,
    sets: int,
    repetitions: int,
    hold_seconds: int | None,
    breaths: int | None,
    alternate: bool = False,
) -> str:
    """Return a dose in words.

    Parameters
    ----------
    holds : bool
        The variant is counted in holds; else in repetitions.

    Examples
    --------
    >>> from ilium.cuesheet.phrases import load_phrases
    >>> dose_words(load_phrases(), holds=True, sets=1, repetitions=3, hold_seconds=10, breaths=None)
    '3 holds of 10 seconds'
    >>> dose_words(load_phrases(), holds=False, sets=2, repetitions=8, hold_seconds=1, breaths=None)
    '2 sets of 8'
    """
    turns = phrases.dose_alternate if alternate else ""
    if not holds:
        held = phrases.dose_held.format(seconds=hold_seconds) if hold_seconds and hold_seconds > 1 else ""
        words = phrases.dose_one_set if sets == 1 else phrases.dose_sets
        return words.format(sets=sets, count=repetitions) + held + turns
    length = phrases.breaths.format(n=breaths) if breaths else length_words(phrases, hold_seconds or 0)
    count = sets * repetitions
    return (phrases.dose_one_hold if count == 1 else phrases.dose_holds).format(count=count, length=length) + turns
