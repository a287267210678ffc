"""The motion engine: one live frame, and an hour of landmarks."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from benchmarks.measure import Measure, best
from ilium.anatomy import Side
from ilium.app.motion import frames_of
from ilium.app.motion_accuracy import recording_of
from ilium.exercises.loader import load_library
from ilium.figure.clips import load_clip
from ilium.figure.ground_truth import Simulation, simulate
from ilium.figure.noise import MEASURED, Noise
from ilium.motion import engine, fast
from ilium.motion.counting import count_repetitions
from ilium.motion.recording import Recording
from ilium.motion.wire import Frame, decode, encode

HOUR = 108_000


def measure() -> list[Measure]:
    """Measure decoding with the engine, and the batch where numba is installed."""
    begun, done = bridge()
    sent = [encode(frame) for frame in frames_of(done)]
    rows = [_live(begun, sent), _decoded(sent), _counted()]
    if fast.available():
        rows.append(_hour(begun, hour_of(recording_of(done))))
    return rows


def bridge(noise: Noise = MEASURED) -> tuple[engine.State, Simulation]:
    """Return the engine before the SI bridge, and a set of it."""
    exercise = load_library().get("si-glute-bridge")
    variant = exercise.get_variant("si-bridge")
    done = simulate(load_clip(exercise, variant), variant.position, side=Side.LEFT, noise=noise)
    return engine.begin(exercise, variant, "left"), done


def _live(begun: engine.State, sent: list[bytes]) -> Measure:
    def all_frames() -> None:
        state = begun
        for message in sent:
            state, _ = engine.step(state, decode(message))

    value = best(all_frames) / len(sent) * 1e6
    return Measure("one live frame, bytes to findings, pure Python", value, "us", budget=60.0)


def _decoded(sent: list[bytes]) -> Measure:
    decoder: Callable[[bytes], Frame] = decode
    value = best(lambda: [decoder(message) for message in sent]) / len(sent) * 1e6
    return Measure("of that, decoding (with world landmarks)", value, "us")


def _counted() -> Measure:
    """Count fifteen repetitions in a minute of one signal, beside a peer that is given the whole at once."""
    times = np.arange(0, 60, 1 / 30)
    signal = 90 + 40 * np.sin(np.pi * times / 2) + np.random.default_rng(0).normal(0, 2, len(times))
    value = best(lambda: count_repetitions(signal, times)) * 1e3
    try:
        from scipy.ndimage import gaussian_filter1d
        from scipy.signal import find_peaks
    except ImportError:
        return Measure("a minute of one signal, counted (SciPy is not installed)", value, "ms")
    peer = best(lambda: find_peaks(gaussian_filter1d(signal, 4), prominence=30)) * 1e3
    return Measure("a minute of one signal, counted", value, "ms", floor=peer, floor_name="SciPy find_peaks")


def hour_of(recording: Recording) -> Recording:
    """Return the recording again and again, for an hour."""
    times = -(-HOUR // len(recording))
    return Recording(
        np.arange(HOUR, dtype=np.float64) * np.float64(1000 / 30),
        np.tile(recording.image, (times, 1, 1))[:HOUR].astype(np.float32),
        np.tile(recording.visibility, (times, 1))[:HOUR].astype(np.float32),
        np.tile(recording.aspect, times)[:HOUR],
        np.tile(recording.people, times)[:HOUR],
    )


def _hour(begun: engine.State, hour: Recording) -> Measure:
    engine.analyse(begun, hour, compiled=True)  # compiles
    value = best(functools.partial(engine.analyse, begun, hour, compiled=True)) * 1e3
    floor = best(lambda: float(hour.image.sum())) * 1e3
    name = "one hour of landmarks to findings, numba"
    return Measure(name, value, "ms", budget=100.0, floor=floor, floor_name="reading them once")
