"""How well repetitions are counted from one signal: on made-up signals, beside a peer, and on real ones at hand."""

import json
from collections.abc import Callable, Mapping

import numpy as np

from ilium.motion.counting import OF_USUAL, count_repetitions
from ilium.motion.signals import KINDS, NOTHING, Array, Signal, make

#: Seeds from here on judge; constants were set on seeds below 1000 alone.
JUDGED_FROM = 90_000
#: Real takes by their file's name, with a joint, an axis and what is seen by eye: the arms go up once, to each side.
REAL = (
    ("G3-BP-CTK-P1T1-Unknown-C-0.json", "Left_wrist", 1, 1),
    ("G3-BP-CTK-P1T1-Unknown-C-0.json", "Left_wrist", 0, 2),
    ("G3-BP-ELK-P1T1-Unknown-C-0.json", "Left_wrist", 1, 1),
    ("G3-BP-ELK-P1T1-Unknown-C-0.json", "Right_wrist", 1, 1),
)
REAL_FILES = frozenset(row[0] for row in REAL)
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
What is known to go wrong: sway and fidgeting that happen to repeat alike are counted, once or as a whole set; fidgets
before a set add to it, or delay it; sets of very uneven size (half to one and a half times) may be learnt late or, when
short, not at all; quick sets recorded from the middle of a movement may lose a repetition. A movement done once in less
than 2.5 s is not counted, since it cannot be told from a fidget.
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
    lines = []
    for number, kind in enumerate(KINDS, 1):
        lines.append(_row(kind, [make(kind, JUDGED_FROM + seed) for seed in range(signals)]))
        if progress:
            progress(number, len(KINDS))
    head = _HEAD.format(share=OF_USUAL, signals=signals)
    return head + "\n".join(lines) + "\n" + _LIMITS + "\n" + "\n".join(_real(real)) + "\n"


def _row(kind: str, made: list[Signal]) -> str:
    off = np.array([count_repetitions(one.values, one.times).count - one.repetitions for one in made])
    peer = [_peer(one) for one in made]
    exact = "not installed"
    if None not in peer:
        exact = f"{np.mean([count == one.repetitions for count, one in zip(peer, made, strict=True)]):.0%}"
    cells = [f"{np.mean(off == 0):.1%}", f"{np.mean(np.abs(off) == 1):.1%}", f"{np.mean(np.abs(off) > 1):.1%}"]
    name = f"{kind} (nothing to count)" if kind in NOTHING else kind
    return f"| {name} | {' | '.join(cells)} | {np.mean(off > 0):.1%} | {exact} |"


def _peer(one: Signal) -> int | None:
    """Return what SciPy's find_peaks makes of it, looking at the whole; None where SciPy is not installed."""
    try:
        from scipy.ndimage import gaussian_filter1d
        from scipy.signal import find_peaks
    except ImportError:
        return None
    even = np.arange(one.times[0], one.times[-1], 1 / 30)
    known = np.isfinite(one.values)
    smooth: Array = gaussian_filter1d(np.interp(even, one.times[known], one.values[known]), sigma=30 * 0.12)
    low, high = np.percentile(smooth, [5, 95])
    middle, start = (low + high) / 2, smooth[: max(1, len(smooth) // 50)].mean()
    return len(find_peaks(smooth if start < middle else -smooth, prominence=OF_USUAL * (high - low))[0])


def _real(real: Mapping[str, bytes]) -> list[str]:
    lines = ["## Real signals", ""]
    if not real:
        return [*lines, "Not at hand when this was written."]
    lines += [
        "One healthy person of the KERAAL sample (BlazePose), seen by eye; frames taken as 10, 15 and 30 a second.",
        "These four were at hand while constants were set, so they show no more than that they still hold.",
        "",
        "| take | joint, axis | by eye | counted at 10, 15, 30 a second |",
        "|---|---|---|---|",
    ]
    for file, joint, axis, seen in REAL:
        if file in real:
            frames = json.loads(real[file])["positions"]
            values = [frames[key][joint][axis] for key in sorted(frames, key=float)]
            counts = [count_repetitions(values, np.arange(len(values)) / rate).count for rate in (10, 15, 30)]
            lines.append(f"| {file[6:9]} | {joint}, {axis} | {seen} | {', '.join(map(str, counts))} |")
    return lines
