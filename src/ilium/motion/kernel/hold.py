"""Holds: their beginning and end live, their length once the person is back, and this person's pace."""

import math

from ilium.motion.kernel.codes import HELD, HOLD, LEFT_HOLD, NO_HOLD
from ilium.motion.kernel.events import Said, say
from ilium.motion.kernel.state import LEVELS, MOST_HOLDS, NEVER, Holds, KernelState, PerLevel
from ilium.motion.kernel.tables import KernelProgram
from ilium.motion.thresholds import HoldLimits


def hold_begins(state: KernelState, since_s: float, said: Said) -> None:
    """Begin a hold that is held since then."""
    holds = state.holds
    holds.now, holds.from_s, holds.whole_seconds, holds.changing_since_s = HELD, since_s, 0, NEVER
    holds.count += 1
    say(said, HOLD, state.now_s, value=holds.count, flag=True)


def hold_goes_on(state: KernelState, said: Said) -> None:
    """Say each whole second that is held."""
    holds = state.holds
    whole = math.floor(state.now_s - holds.from_s)
    if whole > holds.whole_seconds:
        holds.whole_seconds = whole
        say(said, HOLD, state.now_s, value=holds.count, flag=True, seconds=state.now_s - holds.from_s)


def hold_ends(state: KernelState, program: KernelProgram, until_s: float, said: Said) -> None:
    """End a hold whose beginning and end are known."""
    hold_was(state, program, until_s - state.holds.from_s, 0.0, said)


def no_hold(state: KernelState, said: Said) -> None:
    """Take back a hold that was none: the next one has its number."""
    holds = state.holds
    holds.now = NO_HOLD
    holds.count -= 1
    say(said, HOLD, state.now_s, value=holds.count + 1)


def hold_was(state: KernelState, program: KernelProgram, middle_s: float, flanks_s: float, said: Said) -> None:
    """End a hold, and mend those before it where this person's pace is better known by now.

    ``middle_s`` is the time between the middles of the ways out and back, ``flanks_s`` the halves of both at the
    specified pace.
    """
    holds = state.holds
    holds.now = NO_HOLD
    last = holds.count - 1
    if last >= MOST_HOLDS:
        holds.before_s += seconds_held(holds, program.hold, 0)
        for k in range(MOST_HOLDS - 1):
            holds.middles_s[k], holds.flanks_s[k] = holds.middles_s[k + 1], holds.flanks_s[k + 1]
    place = min(last, MOST_HOLDS - 1)
    holds.middles_s[place], holds.flanks_s[place] = middle_s, flanks_s
    holds.total_s = holds.before_s
    for k in range(place + 1):
        held_s = seconds_held(holds, program.hold, k)
        holds.total_s += held_s
        if k == place or holds.flanks_s[k] > 0.0:
            say(said, HOLD, state.now_s, value=holds.count - place + k, seconds=held_s)


def seconds_held(holds: Holds, hold: HoldLimits, k: int) -> float:
    """Return the seconds of one of the last holds, by this person's pace as it is known now."""
    held_s: float = max(0.0, holds.middles_s[k] - pace(holds, hold) * holds.flanks_s[k])
    return held_s


def pace(holds: Holds, hold: HoldLimits) -> float:
    """Return how long this person's ways out and back take, by the specified time."""
    return float((hold.pace_prior + holds.pace_total) / (hold.pace_prior + holds.pace_weight))


def crossing(levels: PerLevel, tenths: float) -> float:
    """Return when a level, in tenths of the range, was crossed; `NEVER` where that is not known."""
    place = tenths - 1.0
    if not 0.0 <= place < LEVELS - 1.0:
        return NEVER
    low = int(place)
    first, second = levels[low], levels[low + 1]
    if first < 0.0 or second < 0.0:
        return NEVER
    when_s: float = first + (second - first) * (place - low)
    return when_s


def flank(
    holds: Holds, program: KernelProgram, levels: PerLevel, low: float, tenths: float, seconds: float
) -> tuple[float, float]:
    """Return a time on a way out or back, and how far off the far end it is there; `NEVER` if unknown.

    A filter and a threshold see a hold begin and end too early or too late, and noise moves any single crossing. So a
    smooth movement is laid through the crossings of each tenth of the way (least squares, the steep middle counts
    most). How long it took is one more observation of this person's pace.

    Parameters
    ----------
    holds : Holds
        The pace is learnt into it.
    program : KernelProgram
        The variant's numbers.
    levels : list of float
        When each tenth of the range was crossed.
    low, tenths : float
        Where the way begins and how long it is, tenths of the range.
    seconds : float
        What is specified for the way; the distance to the far end is in seconds at this pace.
    """
    weights, times, ways, square, both = 0.0, 0.0, 0.0, 0.0, 0.0
    for k, way in enumerate(program.ways):
        when_s = crossing(levels, low + 0.1 * (k + 1) * tenths)
        if when_s >= 0.0:
            weight = way * way * (1.0 - way) * (1.0 - way)
            weights += weight
            times += weight * when_s
            ways += weight * way
            square += weight * way * way
            both += weight * way * when_s
    if weights < program.hold.enough:
        return NEVER, 0.0
    times, ways = times / weights, ways / weights
    spread = square - weights * ways * ways
    took = abs(both - weights * times * ways) / spread if spread > 0.0 else seconds
    learn_pace(holds, program.hold, took, seconds, spread)
    return times, seconds * (1.0 - ways)


def learn_pace(holds: Holds, hold: HoldLimits, took: float, seconds: float, weight: float) -> None:
    """Learn this person's pace from one way out or back: what it took, what is specified, and how much it counts."""
    holds.pace_total += min(max(hold.steeper * took / seconds, hold.quickest_pace), hold.slowest_pace) * weight
    holds.pace_weight += weight


def held(state: KernelState, program: KernelProgram, level: float, top: float, said: Said) -> None:
    """Say live when a hold begins, goes on, is left and is gone back to; its exact length is known only once back."""
    holds, hold, now = state.holds, program.hold, state.now_s
    if holds.now == NO_HOLD:
        if now >= holds.from_s:
            hold_begins(state, holds.from_s, said)
        return
    changes = level < hold.left * top if holds.now == HELD else level > hold.stayed * top
    if not changes:
        holds.changing_since_s = NEVER
    elif holds.changing_since_s < 0.0:
        holds.changing_since_s = now
    if changes and now - holds.changing_since_s >= hold.surely_s:
        if holds.now == LEFT_HOLD:
            gone_back(state, said)
        else:
            hold_left(state, program, said)
    elif holds.now == HELD:
        hold_goes_on(state, said)


def hold_left(state: KernelState, program: KernelProgram, said: Said) -> None:
    """Say that a hold was left, and its length as far as it is known."""
    holds = state.holds
    late_s = pace(holds, program.hold) * program.back_s * (1.0 - program.share_at_left)
    holds.now, holds.left_s = LEFT_HOLD, max(holds.from_s, holds.changing_since_s - late_s)
    holds.changing_since_s = NEVER
    say(said, HOLD, state.now_s, value=holds.count, seconds=holds.left_s - holds.from_s)


def gone_back(state: KernelState, said: Said) -> None:
    """Say that a hold goes on that had seemed to be left."""
    holds = state.holds
    holds.now, holds.changing_since_s = HELD, NEVER
    say(said, HOLD, state.now_s, value=holds.count, flag=True, seconds=state.now_s - holds.from_s)
