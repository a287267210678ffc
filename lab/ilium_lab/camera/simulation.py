"""Commands of the motion engine: write a simulated recording. Nothing here reads or writes files of its own accord."""

from collections.abc import Sequence

import msgspec
import numpy as np

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Variant
from ilium.motion.wire import Frame, encode
from ilium_lab.camera.ground_truth import Simulation, simulate
from ilium_lab.camera.landmarks import BodySize
from ilium_lab.camera.lens import Camera
from ilium_lab.camera.noise import MEASURED, Noise
from ilium_lab.camera.performance import Performance
from ilium_lab.figure.clips import load_clip

RECOMMENDED = "recommended"
NOISES = {"none": Noise(), "measured": MEASURED}


class SimulationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What to simulate, as the command line says it.

    Parameters
    ----------
    side : {"left", "right"}
        The working side.
    variant : str, optional
        The one that the routine describes where it is missing.
    camera : str
        ``recommended``, or ``AZIMUTH,ELEVATION`` in degrees, or with ``,DISTANCE`` in metres.
    body : sequence of str
        ``NAME=FACTOR`` of `ilium_lab.camera.landmarks.BodySize`.
    noise : str
        ``none``, ``measured``, or ``NAME=NUMBER,...`` of `ilium_lab.camera.noise.Noise`.
    sets, repetitions, range, tempo, tempo_variation, plant, get_down, turn_over, fidgets
        As in `ilium_lab.camera.performance.Performance`; the range is that of every repetition.
    seconds : sequence of str
        ``PHASE=SECONDS``.
    """

    exercise: str
    side: str
    variant: str | None = None
    camera: str = RECOMMENDED
    body: Sequence[str] = ()
    noise: str = "measured"
    sets: int = 1
    repetitions: int = 10
    seconds: Sequence[str] = ()
    range: float = 1.0
    tempo: float = 1.0
    tempo_variation: float = 0.0
    plant: Sequence[str] = ()
    get_down: bool = False
    turn_over: bool = False
    fidgets: int = 0
    fps: float = 30.0
    seed: int = 0


class RecordedTruth(msgspec.Struct, frozen=True, kw_only=True):
    """The truth of a simulated recording, for a file beside it.

    Parameters
    ----------
    repetitions : tuple of tuple of float
        Beginning and end of each, milliseconds of the recording's clock.
    holds : tuple of tuple of float
        Beginning and end of each, milliseconds.
    phases : tuple of tuple
        Each stretch: id, kind, set, repetition, and its first frame's number.
    """

    exercise: str
    variant: str
    side: str
    seed: int
    repetitions: tuple[tuple[float, float], ...]
    holds: tuple[tuple[float, float], ...]
    phases: tuple[tuple[str, str, int, int, int], ...]


def simulated(asked: SimulationRequest) -> tuple[tuple[Frame, ...], RecordedTruth]:
    """Return a recording of somebody who does an exercise before a camera, and what really happened in it.

    Raises
    ------
    SpecificationError
        There is no such exercise, variant or clip, or something asked for that cannot be.
    """
    exercise, variant = _chosen(asked)
    done = simulate(
        load_clip(exercise, variant),
        variant.position,
        side=Side(asked.side),
        camera=_camera(asked.camera, variant),
        size=BodySize(**_known(_pairs(asked.body, "body"), "body", BodySize.__struct_fields__)),
        performance=_performance(asked),
        noise=_noise(asked.noise),
        fps=asked.fps,
        seed=asked.seed,
    )
    return frames_of(done), _told(asked, exercise, variant, done)


def as_recording(frames: Sequence[Frame]) -> bytes:
    """Return frames as a file: the messages of `ilium.motion.wire`, one after the other."""
    return b"".join(map(encode, frames))


def _chosen(asked: SimulationRequest) -> tuple[Exercise, Variant]:
    return load_library().get_variant(asked.exercise, asked.variant)


def _camera(text: str, variant: Variant) -> Camera | None:
    """Return where the lens is; None is where the figure is seen best."""
    if text == RECOMMENDED:
        entry = variant.camera
        return Camera(azimuth=entry.azimuth, elevation=entry.elevation) if entry and entry.view else None
    numbers = [_number(part, "camera") for part in text.split(",")]
    if len(numbers) not in (2, 3):
        raise SpecificationError("camera", text, f"expected {RECOMMENDED} or AZIMUTH,ELEVATION[,DISTANCE]")
    camera = Camera(azimuth=numbers[0], elevation=numbers[1])
    return msgspec.structs.replace(camera, distance=numbers[2]) if len(numbers) == 3 else camera


def _performance(asked: SimulationRequest) -> Performance:
    return Performance(
        sets=asked.sets,
        repetitions=asked.repetitions,
        seconds=_pairs(asked.seconds, "seconds"),
        ranges=(asked.range,),
        tempo=asked.tempo,
        tempo_variation=asked.tempo_variation,
        planted=tuple(asked.plant),
        get_down=asked.get_down,
        turn_over=asked.turn_over,
        fidgets=asked.fidgets,
    )


def _noise(text: str) -> Noise:
    if text in NOISES:
        return NOISES[text]
    return Noise(**_known(_pairs(text.split(","), "noise"), "noise", Noise.__struct_fields__))


def _known(chosen: dict[str, float], what: str, names: tuple[str, ...]) -> dict[str, float]:
    """Refuse a name that is not there."""
    if unknown := set(chosen) - set(names):
        raise SpecificationError(what, min(unknown), f"there is none of this name; there are {', '.join(names)}")
    return chosen


def _pairs(texts: Sequence[str], what: str) -> dict[str, float]:
    """Read ``NAME=NUMBER``."""
    if without := [text for text in texts if "=" not in text]:
        raise SpecificationError(what, without[0], "expected NAME=NUMBER")
    pairs = [text.partition("=") for text in texts]
    return {name: _number(value, f"{what}: {name}") for name, _, value in pairs}


def _number(text: str, name: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise SpecificationError(name, text, "expected a number") from None
    if not np.isfinite(value):
        raise SpecificationError(name, text, "expected a finite number")
    return value


def frames_of(done: Simulation) -> tuple[Frame, ...]:
    """Return what the detector gave, as frames; those in which nobody was found have no body."""
    return tuple(_frame(done, row) for row in range(len(done.seen.capture_ms)))


def _frame(done: Simulation, row: int) -> Frame:
    seen, camera = done.seen, done.camera
    empty = Frame(
        seq=row + 1,
        capture_ms=float(seen.capture_ms[row]),
        width=camera.width,
        height=camera.height,
        several=bool(seen.several[row]),
    )
    if not seen.present[row]:
        return empty
    x, y, z = (tuple(column) for column in seen.image[row].T.tolist())
    sure = tuple(seen.visibility[row].tolist())
    world = tuple(seen.world[row].ravel().tolist())
    return msgspec.structs.replace(empty, x=x, y=y, z=z, visibility=sure, presence=sure, world=world)


def _told(asked: SimulationRequest, exercise: Exercise, variant: Variant, done: Simulation) -> RecordedTruth:
    truth = done.truth
    firsts = np.unique(truth.stretch, return_index=True)
    return RecordedTruth(
        exercise=exercise.id,
        variant=variant.id,
        side=asked.side,
        seed=asked.seed,
        repetitions=tuple((begin * 1000, end * 1000) for begin, end in truth.repetitions.tolist()),
        holds=tuple((begin * 1000, end * 1000) for begin, end in truth.holds.tolist()),
        phases=tuple(
            (truth.phases[at], truth.kinds[at], int(truth.set_number[row]), int(truth.repetition[row]), row + 1)
            for at, row in zip(*(each.tolist() for each in firsts), strict=True)
        ),
    )


def told_json(told: RecordedTruth) -> bytes:
    """Return the truth as JSON, to read."""
    return msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n"
