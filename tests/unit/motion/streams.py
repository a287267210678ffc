"""Streams of the moving figure for the tests of the engine, and what the engine finds in them."""

from ilium.anatomy import Side
from ilium.exercises.loader import load_library
from ilium.motion import engine
from ilium.motion.findings import Finding
from ilium.motion.recording import Recording
from ilium_lab.camera.accuracy import recording_of
from ilium_lab.camera.ground_truth import Simulation, simulate
from ilium_lab.camera.lens import Camera
from ilium_lab.camera.noise import Noise
from ilium_lab.camera.performance import Performance
from ilium_lab.figure.clips import load_clip

WATCHED = {
    variant.id: (exercise, variant)
    for exercise in load_library().exercises
    for variant in exercise.variant
    if variant.camera and variant.camera.trust != "never"
}
COUNTED = [name for name, (_, variant) in WATCHED.items() if variant.camera.counts != "pose"]


def done(name: str, noise: Noise, *, seed: int = 110, **performance: object) -> Simulation:
    """Return a variant done before the camera, seen from its recommended side."""
    exercise, variant = WATCHED[name]
    return simulate(
        load_clip(exercise, variant),
        variant.position,
        side=Side.LEFT,
        camera=Camera(azimuth=variant.camera.azimuth, elevation=variant.camera.elevation),
        performance=Performance(**{"repetitions": 4, **performance}),
        noise=noise,
        seed=seed,
    )


def found(name: str, seen: Simulation | Recording) -> tuple[engine.SetState, tuple[Finding, ...]]:
    """Return what the engine finds in a stream, whatever is done in it, where it watches for this variant."""
    exercise, variant = WATCHED[name]
    recording = seen if isinstance(seen, Recording) else recording_of(seen)
    return engine.analyse(engine.begin(exercise, variant, "left"), recording, compiled=False)
