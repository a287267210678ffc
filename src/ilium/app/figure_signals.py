"""Movement signals of the moving figure, whose repetitions are known: what counting is checked on.

They come about otherwise than those of `ilium.motion.signals`: a body goes through a committed clip before a camera,
with the detector's errors as measured, and one number is read off its landmarks, as a reader of a recording would.
"""

from collections.abc import Iterator
from itertools import chain

import msgspec
import numpy as np
from numpy.typing import NDArray

from ilium.anatomy import Side
from ilium.anatomy.landmarks import landmark
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Variant
from ilium.figure.clips import load_clip
from ilium.figure.ground_truth import Simulation, simulate, three_point_angles
from ilium.figure.noise import MEASURED, Noise
from ilium.figure.performance import Performance

Array = NDArray[np.float64]
Readings = dict[str, Array]
#: A reading is taken if it goes this far in each repetition without noise: else nobody would read it off by eye.
LEAST_DEGREES, LEAST_TRUNKS, LEAST_TILT = 40.0, 0.4, 0.5
#: Frames a second that a way of moving is seen at, by its seed: phones and webcams.
RATES = (10.0, 15.0, 30.0)
_HEIGHTS = ("nose", "left_hip", "right_hip", "left_knee", "right_knee", "left_wrist", "right_wrist")
_DISTANCES = (("left_knee", "right_knee"), ("left_ankle", "right_ankle"), ("nose", "left_knee"), ("nose", "right_knee"))
_TILTS = (("left_hip", "left_knee"), ("right_hip", "right_knee"), ("left_knee", "left_ankle"), ("left_hip", "nose"))


#: A third of the errors that were measured, and no swaps: what a good light, a large picture and a still lens may give.
GOOD = msgspec.structs.replace(MEASURED, jitter=MEASURED.jitter / 3, occlusion=MEASURED.occlusion / 3, swaps=0.0)


class Way(msgspec.Struct, frozen=True):
    """How a set is done and seen; ``uneven`` is how much smaller than the specified one a repetition may be."""

    name: str
    noise: Noise = GOOD
    besides: bool = False
    fidgets: int = 0
    sets: int = 1
    tempo: float = 1.0
    uneven: float = 0.0
    only_before: bool = False


WAYS = (
    Way("without noise", noise=Noise()),
    Way("noise as measured", noise=MEASURED),
    Way("a third of that noise"),
    Way("twice as quick", tempo=2.0),
    Way("uneven, 55 to 100 %", uneven=0.45),
    Way("six fidgets before", fidgets=6),
    Way("two sets, fidgets between", fidgets=3, sets=2),
    Way("getting down, turning over, fidgets before", besides=True, fidgets=4),
    Way("six fidgets alone (nothing to count)", fidgets=6, only_before=True),
    Way("getting down and turning over alone (nothing to count)", besides=True, only_before=True),
)


class Reading(msgspec.Struct, frozen=True):
    """One number over time, and how many repetitions were done in it."""

    name: str
    values: Array
    times: Array
    repetitions: int


def performed(way: Way, seed: int) -> Iterator[Reading]:
    """Yield every reading of every variant whose repetitions can be read off, done in this way; sides take turns."""
    for number, (exercise, variant) in enumerate(_variants()):
        side = tuple(Side)[(seed + number) % 2]
        names = _readable(exercise, variant, side)
        if names:
            done = _simulated(exercise, variant, side, way, seed)
            yield from _cut(done, {name: values for name, values in readings(done).items() if name in names}, way)


def _variants() -> Iterator[tuple[Exercise, Variant]]:
    pairs = chain.from_iterable(((one, variant) for variant in one.variant) for one in load_library().exercises)
    return ((one, v) for one, v in pairs if v.figure is not None and v.camera is not None and v.camera.counts != "pose")


def _simulated(exercise: Exercise, variant: Variant, side: Side, way: Way, seed: int) -> Simulation:
    random = np.random.default_rng((seed, 7))
    repetitions = int(random.integers(3, 9))
    ranges = 1.0 - way.uneven * random.random(way.sets * repetitions)
    return simulate(
        load_clip(exercise, variant),
        variant.position,
        side=side,
        performance=Performance(
            sets=way.sets,
            repetitions=repetitions,
            ranges=tuple(float(one) for one in ranges),
            tempo=way.tempo,
            tempo_variation=0.1,
            get_down=way.besides,
            turn_over=way.besides,
            fidgets=way.fidgets,
        ),
        noise=way.noise,
        fps=RATES[seed % len(RATES)],
        seed=seed,
    )


def _cut(done: Simulation, found: Readings, way: Way) -> Iterator[Reading]:
    times = done.seen.capture_ms / 1000
    rows = times < done.truth.repetitions[0, 0] if way.only_before else np.ones(len(times), dtype=bool)
    count = 0 if way.only_before else len(done.truth.repetitions)
    for name, values in found.items():
        yield Reading(name, values[rows], times[rows], count)


def readings(done: Simulation) -> Readings:
    """Return angles in degrees; heights and distances in trunk lengths; tilts, as an accelerometer at rest has them."""
    points = done.seen.image[..., :2] * (done.camera.width / done.camera.height, 1.0)
    at = {name: points[:, landmark(name)] for name in {*_HEIGHTS, *chain(*_DISTANCES), *chain(*_TILTS)}}
    trunk = float(np.nanmedian(np.linalg.norm(points[:, landmark("left_shoulder")] - at["left_hip"], axis=1)))
    out = {f"angle of the {name}": values for name, values in three_point_angles(points).items()}
    out |= {f"height of the {name}": -at[name][:, 1] / trunk for name in _HEIGHTS}
    out |= {f"{one} to {two}": np.linalg.norm(at[one] - at[two], axis=1) / trunk for one, two in _DISTANCES}
    for one, two in _TILTS:
        way = at[two] - at[one]
        out[f"tilt of {one} to {two}"] = way[:, 1] / np.linalg.norm(way, axis=1)
    return out


def _readable(exercise: Exercise, variant: Variant, side: Side) -> tuple[str, ...]:
    """Return the readings that go out and back once in each repetition, by the movement without any noise."""
    done = _simulated(exercise, variant, side, WAYS[0], 0)
    times = done.seen.capture_ms / 1000
    begin, end = done.truth.repetitions[0, 0], done.truth.repetitions[-1, 1]
    rows = (times >= begin - 1.0) & (times <= end + 1.0)
    return tuple(
        name
        for name, values in readings(done).items()
        if goes_out_and_back(name, values[rows], len(done.truth.repetitions))
    )


def goes_out_and_back(name: str, values: Array, repetitions: int) -> bool:
    """Tell whether a reading without noise goes far enough, and crosses the middle twice a repetition and no more."""
    low, high = float(values.min()), float(values.max())
    least = LEAST_DEGREES if name.startswith("angle") else LEAST_TILT if name.startswith("tilt") else LEAST_TRUNKS
    # well off both ends, so that a reading with a second, smaller bump in each repetition is not taken
    crossings = [np.count_nonzero(np.diff(values > low + share * (high - low))) for share in (0.3, 0.5, 0.7)]
    return high - low >= least and crossings == [2 * repetitions] * 3
