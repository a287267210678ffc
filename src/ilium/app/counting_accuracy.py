"""How well repetitions are counted from one signal: made up, read off the moving figure, and real, beside a peer."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from ilium.app.figure_signals import WAYS, Way, performed
from ilium.app.real_signals import REAL, Group, real_signal
from ilium.motion.counting import OF_USUAL, count_repetitions
from ilium.motion.signals import KINDS, NOTHING, Array, make

#: Seeds from here on judge; constants were set on seeds below 1000 alone. The same for the figure.
JUDGED_FROM, FIGURE_JUDGED_FROM = 120_000, 70_000
#: One figure, and so about fourteen readings, for so many made-up signals of each kind.
SIGNALS_A_FIGURE = 10
#: Real frames are taken as so many a second: how many they were is not written in the files.
RATES = (10, 15, 30)
REAL_FILES = frozenset(group.file for group in REAL)
_HEAD = """# How well repetitions are counted from one signal

Written by `ilium motion accuracy --signals`; do not edit. `count_repetitions(signal, times)` counts as the samples
come. The peer beside it, SciPy's `find_peaks`, sees the whole signal and has a prominence of the same share
({share:g}) of all that moved (5th to 95th percentile), with missing samples filled in, and smoothed alike.

The signals are **made up** (`ilium.motion.signals`): 10 to 240 samples a second, even or not, any unit and offset,
either way up, with jitter of up to 6 % of a repetition and drift. {signals} of each kind, from seeds on which nothing
was tuned. No person moved for them. Where early trials failed, the kinds themselves were made milder, so the table is
kinder than it was meant to be: single fidgets go 5 to 20 % of a repetition to either side of the start (at first 30 %),
a move into place is followed by 0.8 s of rest at least, one repetition takes 3 s or more and two take 2 s each. The
peer's range has large moves in it, which is hard on it there.

| kind | exact | off by one | worse | too many | peer: exact |
|---|---|---|---|---|---|
"""
_LIMITS = """
What is known to go wrong: sway and fidgeting that happen to repeat alike are counted, once or as a whole set; sets of
very uneven size (half to one and a half times) may be learnt late or, when short, not at all; sets recorded from the
middle of a movement may lose a repetition at either end. A movement done once is counted only if it stays out for
about 2.5 s, or 1.4 s with 3 s of rest after it, since a shorter one cannot be told from a fidget.
"""
_FIGURE = """
## Signals of the moving figure

Another principle, so that one does not judge by the signals that one tunes on: a body goes through the committed clips
of every variant that counts repetitions, both sides in turn, 3 to 8 repetitions at 10, 15 or 30 frames a second, before
a camera at the recommended view. Angles, heights, distances and tilts are read off its landmarks in the picture: those
that go out and back once a repetition by 40 degrees, 0.4 trunk lengths or half of gravity without noise. *Noise as
measured* is that of [camera accuracy](camera-accuracy.md); how it hangs together in time is made up, and it wanders by
about as much as many of the readings move. All other rows but the first have a third of it and no swaps.

The figure's fidgets are as regular as a machine's, and each takes two to three seconds; getting down and turning over
are large and slow, and some exercises begin with a move that runs into the first repetition. One signal alone does not
say that these are none, so **set-up in view is the weak point**: count from the start position on, as the camera coach
does. The figure with seeds below 1000 was looked at while the idea was chosen (two movements must be alike, what is
unlike the set before it is no part of it); the seeds judged here are others.

| done and seen | readings | exact | off by one | worse | too many | peer: exact |
|---|---|---|---|---|---|---|
"""


_REAL = """\
One healthy person of the KERAAL sample, each take as BlazePose, Kinect and Vicon saw it; the counts were
read off plots by eye before they were computed, wherever the eye found one. Frames are taken as 10, 15 and
30 a second (Vicon: twice as many). **All were at hand while constants were set**, the first four wrists from the
beginning; one to three repetitions are hardly sets. So this shows no more than that what is seen is mostly
counted, and says nothing of sets of many repetitions.

| seen by | take | axis | by eye | joints | exact | counted otherwise, at 10, 15, 30 a second |
|---|---|---|---|---|---|---|
"""


def report(signals: int, real: Mapping[str, bytes], progress: Callable[[int, int], None] | None = None) -> str:
    """Return docs/counting-accuracy.md.

    Parameters
    ----------
    signals : int
        Signals of each kind.
    real : mapping of str to bytes
        Contents of `REAL_FILES`, as far as they are there.
    progress : callable, optional
        Told how many of how many kinds are done.
    """
    total = len(KINDS) + len(WAYS)
    told = progress or (lambda done, of: None)
    kinds, ways = [], []
    for kind in KINDS:
        kinds.append(row(kind, signals))
        told(len(kinds), total)
    for way in WAYS:
        ways.append(figure_row(way, max(1, signals // SIGNALS_A_FIGURE)))
        told(len(kinds) + len(ways), total)
    head = _HEAD.format(share=OF_USUAL, signals=signals)
    return "\n".join([head + "\n".join(kinds), _LIMITS + _FIGURE + "\n".join(ways), "", *real_rows(real)]) + "\n"


def row(kind: str, signals: int) -> str:
    """Return the row of one kind of made-up signals."""
    made = [make(kind, JUDGED_FROM + seed) for seed in range(signals)]
    cells = _cells([(one.values, one.times, one.repetitions) for one in made])
    return f"| {kind}{' (nothing to count)' if kind in NOTHING else ''} | {cells} |"


def figure_row(way: Way, figures: int) -> str:
    """Return the row of one way in which the figure moves."""
    read = [one for seed in range(figures) for one in performed(way, FIGURE_JUDGED_FROM + seed)]
    return f"| {way.name} | {len(read)} | {_cells([(one.values, one.times, one.repetitions) for one in read])} |"


def _cells(signals: Sequence[tuple[Array, Array, int]]) -> str:
    off = np.array([count_repetitions(values, times).count - truth for values, times, truth in signals])
    peer = [_peer(values, times) for values, times, _ in signals]
    exact = "not installed"
    if None not in peer:
        exact = f"{np.mean([count == truth for count, (_, _, truth) in zip(peer, signals, strict=True)]):.0%}"
    shares = (off == 0, np.abs(off) == 1, np.abs(off) > 1, off > 0)
    return " | ".join([*(f"{np.mean(one):.1%}" for one in shares), exact])


def _peer(values: Array, times: Array) -> int | None:
    """Return what SciPy's find_peaks makes of it, looking at the whole; None where SciPy is not installed."""
    try:
        from scipy.ndimage import gaussian_filter1d
        from scipy.signal import find_peaks
    except ImportError:
        return None
    even = np.arange(times[0], times[-1], 1 / 30)
    known = np.isfinite(values)
    smooth: Array = gaussian_filter1d(np.interp(even, times[known], values[known]), sigma=30 * 0.12)
    low, high = np.percentile(smooth, [5, 95])
    middle, start = (low + high) / 2, smooth[: max(1, len(smooth) // 50)].mean()
    return len(find_peaks(smooth if start < middle else -smooth, prominence=OF_USUAL * (high - low))[0])


def real_rows(real: Mapping[str, bytes]) -> list[str]:
    """Return the section of real signals."""
    lines = ["## Real signals", ""]
    if not real:
        return [*lines, "Not at hand when this was written."]
    lines += _REAL.splitlines()
    return [*lines, *(_real_row(group, real[group.file]) for group in REAL if group.file in real)]


def _real_row(group: Group, content: bytes) -> str:
    counts = {joint: _real_counts(group, content, joint) for joint in group.joints}
    exact = sum(one == group.seen for found in counts.values() for one in found)
    wrong = [f"{j}: {', '.join(map(str, c))}" for j, c in counts.items() if set(c) != {group.seen}]
    share = f"{exact} of {len(RATES) * len(counts)}"
    cells = (group.device, group.take, group.axis, group.seen, ", ".join(group.joints), share, "; ".join(wrong) or "-")
    return f"| {' | '.join(map(str, cells))} |"


def _real_counts(group: Group, content: bytes, joint: str) -> list[int]:
    values = real_signal(group, content, joint)
    rates = [rate * group.frames_times for rate in RATES]
    return [count_repetitions(values, np.arange(len(values)) / rate).count for rate in rates]
