"""Ground truth: a clip done by a body before a camera, as landmarks, with the true phase, repetition and angles.

The same kinematics move the figure that people see. `ilium_lab.camera.performance` says how the exercise is done,
`ilium_lab.camera.lens` where the camera stands and `ilium_lab.camera.noise` what the detector makes of it.
"""

import msgspec
import numpy as np

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.anatomy.landmarks import landmark
from ilium.exercises.model import Position
from ilium_lab.camera.compensations import load_compensations
from ilium_lab.camera.landmarks import BodySize, Detectable, detectable
from ilium_lab.camera.lens import Camera, Sight, look, stand
from ilium_lab.camera.noise import Detections, Noise, detect, frame_times
from ilium_lab.camera.performance import Performance, Stretch, duration, play, stretches
from ilium_lab.figure.clip import Clip
from ilium_lab.figure.kinematics import PLACE, Array, mirrored
from ilium_lab.figure.source import Index

#: Three-point angles: the angle at the second landmark between the lines to the first and the third.
THREE_POINT = {
    f"{side}_{name}": tuple(landmark(f"{side}_{point}") for point in points)
    for side in Side
    for name, points in {
        "hip": ("shoulder", "hip", "knee"),
        "knee": ("hip", "knee", "ankle"),
        "ankle": ("knee", "ankle", "foot_index"),
        "shoulder": ("hip", "shoulder", "elbow"),
        "elbow": ("shoulder", "elbow", "wrist"),
    }.items()
}
#: Frames a second, at most: more than any camera that people have.
MOST_FPS = 480.0
#: Longest stream, seconds: our choice, so that a slip of the keyboard does not fill the memory.
LONGEST = 7200.0
#: How far behind the body somebody walks, and how far to either side: metres, our choice.
PASSING_BEHIND, PASSING_ASIDE = 0.9, 1.6
#: Two steps, and there and back: seconds, our choice.
STEP_SECONDS, CROSSING_SECONDS = 1.1, 9.0


class Truth(msgspec.Struct, frozen=True, kw_only=True):
    """What really happens, at each frame.

    Parameters
    ----------
    times : ndarray, shape (n,), seconds
        From the beginning.
    phases, kinds : tuple of str
        The id and kind of each stretch of the performance, in order.
    stretch : ndarray of int, shape (n,)
        Which of them a frame lies in.
    set_number, repetition : ndarray of int, shape (n,)
        Counted from 1, the repetitions over all sets; 0 where none is being done.
    completed : ndarray of int, shape (n,)
        Repetitions done until then, over all sets.
    repetitions : ndarray, shape (m, 2), seconds
        Beginning and end of each repetition.
    holds : ndarray, shape (k, 2), seconds
        Beginning and end of each hold.
    names : tuple of str
        Of the clinical angles, of the body's own sides.
    angles : ndarray, shape (n, len(names)), degrees
        Zero and signs as ``skeleton.toml`` says.
    three_point : dict of str to ndarray, shape (n,), degrees
        0 to 180 in the room, by the names of `THREE_POINT`; 180 is straight.
    sight : Sight
        The landmarks without any error.
    """

    times: Array
    phases: tuple[str, ...]
    kinds: tuple[str, ...]
    stretch: Index
    set_number: Index
    repetition: Index
    completed: Index
    repetitions: Array
    holds: Array
    names: tuple[str, ...]
    angles: Array
    three_point: dict[str, Array]
    sight: Sight

    def angle(self, name: str) -> Array:
        """Return one clinical angle over time, degrees; raise ValueError where there is none of this name."""
        return np.asarray(self.angles[:, self.names.index(name)])

    def phase_at(self, frame: int) -> str:
        """Return the id of a frame's phase."""
        return self.phases[int(self.stretch[frame])]


class Simulation(msgspec.Struct, frozen=True, kw_only=True):
    """A performance before a camera: the truth, and what a detector gives of it."""

    camera: Camera
    side: Side
    truth: Truth
    seen: Detections


def simulate(
    clip: Clip,
    position: Position,
    *,
    side: Side,
    camera: Camera | None = None,
    size: BodySize | None = None,
    performance: Performance | None = None,
    noise: Noise | None = None,
    fps: float = 30.0,
    seed: int = 0,
) -> Simulation:
    """Return a clip's exercise done before a camera.

    Parameters
    ----------
    clip : Clip
        The motion.
    position : Position
        The variant's, which says how one gets down to it.
    side : Side
        The working side.
    camera : Camera, optional
        The clip's recommended view where it is missing.
    size, performance, noise : optional
        The baked body, ten repetitions, and no noise where they are missing.
    fps : float
        Frames a second.
    seed : int
        The same arguments with the same seed give the same numbers.

    Returns
    -------
    Simulation

    Raises
    ------
    SpecificationError
        An argument that cannot be.

    Examples
    --------
    >>> from ilium.exercises.loader import load_library
    >>> from ilium_lab.figure.clips import find_variant, load_clip
    >>> exercise, variant = find_variant(load_library(), "si-bridge")[0]
    >>> clip = load_clip(exercise, variant)
    >>> done = simulate(clip, variant.position, side=Side.RIGHT, performance=Performance(repetitions=2))
    >>> done.seen.image.shape[1:], int(done.truth.completed[-1])
    ((33, 3), 2)
    """
    if not 0 < fps <= MOST_FPS:
        raise SpecificationError("simulate", "fps", f"expected more than 0 and at most {MOST_FPS:g}")
    body, camera = detectable(size), camera or Camera.recommended(clip)
    run = stretches(clip, position, performance or Performance(), body.rig.skeleton, seed)
    if duration(run) > LONGEST:
        raise SpecificationError("simulate", "seconds", f"it would take longer than {LONGEST:g} s")
    noise = noise or Noise()
    times = frame_times(duration(run), fps, noise, seed)
    played = play(run, times)
    poses = played.poses
    if side is Side.RIGHT:
        poses = mirrored(body.rig.skeleton, poses)
    view = stand(camera, side, middle(clip, body, side))
    sight = look(view, body.at(poses), body.capsules).at(played.moment)
    seen = detect(
        sight,
        _passer_by(camera, middle(clip, body, Side.LEFT), body, times) if noise.passer_by else None,
        times,
        side=side,
        aspect=camera.width / camera.height,
        noise=noise,
        seed=seed,
    )
    return Simulation(
        camera=camera, side=side, truth=_truth(run, times, played.stretch, poses[played.moment], body, sight), seen=seen
    )


def middle(clip: Clip, body: Detectable, side: Side) -> Array:
    """Return the middle of everywhere the landmarks get to in a clip, shape (3,), metres."""
    points = body.at(clip.poses(body.rig.skeleton, side)).reshape(-1, 3)
    return np.asarray((points.min(axis=0) + points.max(axis=0)) / 2)


def three_point_angles(points: Array) -> dict[str, Array]:
    """Return the angles that a camera measures between three landmarks.

    Parameters
    ----------
    points : ndarray, shape (n, 33, 2) or (n, 33, 3)
        In any unit that is the same along all axes: for pictures multiply x by the width and y by the height first.

    Returns
    -------
    dict of str to ndarray, shape (n,), degrees
        0 to 180; NaN where a point is NaN or two points are one.

    Examples
    --------
    >>> points = np.zeros((1, 33, 3))
    >>> points[0, landmark("left_hip")] = (0, 0, 1)
    >>> points[0, landmark("left_ankle")] = (1, 0, 0)
    >>> float(three_point_angles(points)["left_knee"][0].round(6))
    90.0
    """
    return {name: _between(points, *corner) for name, corner in THREE_POINT.items()}


def _between(points: Array, first: int, corner: int, last: int) -> Array:
    one, two = points[:, first] - points[:, corner], points[:, last] - points[:, corner]
    lengths = np.linalg.norm(one, axis=1) * np.linalg.norm(two, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = (one * two).sum(axis=1) / lengths
    return np.asarray(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))


def _truth(
    run: tuple[Stretch, ...], times: Array, stretch: Index, poses: Array, body: Detectable, sight: Sight
) -> Truth:
    ends = np.cumsum([one.seconds for one in run])
    numbers = np.array([one.repetition for one in run])
    done = np.unique(numbers[numbers > 0])
    spans = np.array(
        [
            (ends[rows[0]] - run[rows[0]].seconds, ends[rows[-1]])
            for rows in (np.flatnonzero(numbers == number) for number in done)
        ]
    )
    return Truth(
        times=times,
        phases=tuple(one.phase for one in run),
        kinds=tuple(one.kind for one in run),
        stretch=stretch,
        set_number=np.array([one.set_number for one in run])[stretch],
        repetition=numbers[stretch],
        completed=np.searchsorted(spans[:, 1], times, side="right"),
        repetitions=spans,
        holds=np.array([(end - one.seconds, end) for one, end in zip(run, ends, strict=True) if one.kind == "hold"]),
        names=tuple(angle.name for angle in body.rig.skeleton.angles),
        angles=np.degrees(poses[:, PLACE:]),
        three_point=three_point_angles(sight.world),
        sight=sight,
    )


def _passer_by(camera: Camera, aim: Array, body: Detectable, times: Array) -> Sight:
    """Return somebody of the same size who walks to and fro behind the person, for the left as the working side."""
    view, skeleton = stand(camera, Side.LEFT, aim), body.rig.skeleton
    poses = np.zeros((len(times), body.rig.size))
    swing = np.radians(25.0) * np.sin(2 * np.pi * times / STEP_SECONDS)
    for name, sign in (("left.hip", 1), ("right.hip", -1), ("left.shoulder", -1), ("right.shoulder", 1)):
        poses[:, PLACE + skeleton.angle(f"{name}.flexion")] = sign * swing
    turn = 2 * np.pi * times / CROSSING_SECONDS
    flat = -view.axes[2, :2] / max(float(np.linalg.norm(view.axes[2, :2])), 1e-6)
    poses[:, :2] = aim[:2] + PASSING_BEHIND * flat + PASSING_ASIDE * np.cos(turn)[:, None] * view.axes[0, :2]
    poses[:, PLACE - 1] = load_compensations().get_pose("stand").height
    going = -np.sign(np.sin(turn))[:, None] * view.axes[0, :2]
    poses[:, PLACE + skeleton.angle("pelvis.turn")] = np.arctan2(going[:, 0], -going[:, 1])
    return look(view, body.at(poses), body.capsules)
