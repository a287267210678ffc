"""The guide's own lines and times: ``library/phrases.toml``, one home for every sentence of no one exercise."""

from functools import cache

from ilium.cuesheet.model import Words
from ilium.library.package import load_toml
from ilium.library.spec import Sourced, Spec


class Timing(Sourced, frozen=True, kw_only=True):
    """Times of the guide, in seconds; our choice, not validated."""

    gap_seconds: float
    count_last: int
    count_last_from: int
    half_from: int
    comfort_from: int
    question_seconds: float
    question_expected_seconds: float
    guided_repetitions: int
    guided_in_short: int
    start_count: int
    turn_over_lead_in: float
    roll_seconds: float
    settled_lead_in_share: float
    easier_lead_in_share: float
    free_breath_seconds: float


class OfflineWords(Spec, frozen=True, kw_only=True):
    """What is shown when a session starts, or does not, while the server does not answer."""

    nothing_new: str
    something_new: str
    out_of_touch: str
    not_now: str


class Phrases(Spec, frozen=True, kw_only=True):
    """Every line the guide says that belongs to no one exercise; ``{…}`` are filled by the compiler."""

    language: str
    intro_sided: str
    intro_symmetric: str
    intro_on_top: str
    second_on_top: str
    intro_alternate: str
    part_of: str
    second_side: str
    easier: str
    switch_set: str
    how_many_holds: str
    how_many_one_hold: str
    how_many_breaths: str
    how_many_one_breaths: str
    how_many_sets: str
    how_many_each: str
    how_many_one_set: str
    movement: str
    ready_now: str
    starting: str
    hold: str
    hold_breathe: str
    half: str
    minutes_left: str
    skip_ends_it: str
    minute_left: str
    breaths_free: str
    breath_in: str
    breath_out: str
    last_one: str
    last_breath: str
    rest_between_holds: str
    more_holds: str
    one_more_hold: str
    rest_set: str
    rest_set_sided: str
    rest_ten: str
    ask_worst: str
    ask_worst_caption: str
    worst_low: str
    worst_high: str
    opening: str
    opening_one: str
    opening_caption: str
    fetch: str
    get_down: str
    get_down_bed: str
    get_up: str
    get_up_bed: str
    roll_aside: str
    roll_back: str
    closing: str
    closing_up: str
    closing_caption: str
    gap_caption: str
    ease_first: str
    ease_breathe: str
    numbers: tuple[str, ...]
    dose_holds: str
    dose_one_hold: str
    dose_sets: str
    dose_one_set: str
    dose_alternate: str
    dose_held: str
    seconds: str
    minutes: str
    breaths: str
    pain_question: str
    pain_quality: str
    start_question: str
    player: Words
    offline: OfflineWords
    timing: Timing
    breath_paces: dict[str, tuple[float, float]]
    speech_rates: dict[str, float]

    def number(self, n: int) -> str:
        """Return the number as it is spoken: a word up to twenty, digits above."""
        return self.numbers[n] if 0 <= n < len(self.numbers) else str(n)


@cache
def load_phrases() -> Phrases:
    """Return the shipped phrases."""
    return load_toml("ilium.cuesheet", "phrases.toml", Phrases)
