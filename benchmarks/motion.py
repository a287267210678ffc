"""The motion engine: one live frame, and an hour of landmarks."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np

from benchmarks.measure import Measure, best
from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium.motion import engine, fast
from ilium.motion.recording import Recording
from ilium.motion.wire import Frame, decode, encode
from ilium_lab.camera.accuracy import recording_of
from ilium_lab.camera.ground_truth import Simulation, simulate
from ilium_lab.camera.noise import MEASURED, Noise
from ilium_lab.camera.simulation import frames_of
from ilium_lab.figure.clips import load_clip

HOUR = 108_000


def measure() -> list[Measure]:
    """Measure decoding with the engine, and the batch where numba is installed."""
    begun, done = bridge()
    sent = [encode(frame) for frame in frames_of(done)]
    rows = [_live(begun, sent), _decoded(sent)]
    if fast.available():
        rows.append(_hour(begun, hour_of(recording_of(done))))
    return rows


def bridge(noise: Noise = MEASURED) -> tuple[engine.SetState, Simulation]:
    """Return the engine before the SI bridge, and a set of it."""
    exercise = load_library().get("si-glute-bridge")
    variant = exercise.get_variant("si-bridge")
    done = simulate(load_clip(exercise, variant), variant.position, side=Side.LEFT, noise=noise)
    return engine.begin(exercise, variant, "left"), done


def _live(begun: engine.SetState, sent: list[bytes]) -> Measure:
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


def _hour(begun: engine.SetState, hour: Recording) -> Measure:
    engine.analyse(begun, hour, compiled=True)  # compiles
    value = best(functools.partial(engine.analyse, begun, hour, compiled=True)) * 1e3
    floor = best(lambda: float(hour.image.sum())) * 1e3
    name = "one hour of landmarks to findings, numba"
    return Measure(name, value, "ms", budget=100.0, floor=floor, floor_name="reading them once")
