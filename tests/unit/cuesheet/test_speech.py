"""Placing lines in time."""

from ilium.cuesheet.model import Cue
from ilium.cuesheet.speech import Voice, end_of, without_overlap

VOICE = Voice(words_per_second=2.5, gap_seconds=0.5)


def test_lines_follow_each_other_with_a_gap() -> None:
    """The second line starts when the first has been said and a breath has passed; empty lines take no place."""
    first, second = VOICE.in_turn(["Lie on your back.", "", "Bend both knees."], start=2.0)
    assert first.at == 2.0
    assert second.at == round(first.at + first.seconds + 0.5, 2)
    assert end_of([first, second]) == second.at + second.seconds


def test_an_optional_line_gives_way_to_an_instruction() -> None:
    """A count that would run into an instruction, or past the end, is left out rather than said late."""
    must = Cue(at=2.0, say="Rest.", seconds=1.0)
    count = Cue(at=1.5, say="Four.", seconds=0.8, must=False)
    late = Cue(at=4.6, say="Five.", seconds=0.8, must=False)
    assert without_overlap([late, must, count], until=5.0) == (must,)


def test_a_tone_stays_when_its_words_go() -> None:
    """The start tone marks the moment even where there is no time to speak."""
    toned = Cue(at=0.0, say="Lift now.", seconds=3.0, must=False, tone="start")
    kept = without_overlap([toned, Cue(at=1.0, say="Hold.", seconds=0.5)], until=4.0)
    assert kept[0] == Cue(at=0.0, tone="start", must=False)
    assert len(kept) == 2
