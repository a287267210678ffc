"""What a pose detector makes of the truth: jitter, gaps, swaps, invented joints, somebody else in the picture.

Each is switched on by its own number and drawn from its own stream of the seed, so that switching one leaves the others
as they were. Noise is drawn for the left as the working side and mirrored with the picture, so that the streams of both
sides are mirror images of each other.

Source of the sizes: renders of our own figure seen by the real detector (median joint error 0.05 to 0.10 torso
lengths, three swapped frames in 288, four not detected) and photos (far joints lost while visibility stays above 0.9;
somebody else in view gives a wrong or mixed body in five or six of eight). How errors hang together in time was not
measured: our choice.
"""

import msgspec
import numpy as np

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.anatomy.landmarks import LANDMARKS, TWINS, landmark
from ilium_lab.camera.lens import Flags, Sight
from ilium_lab.figure.kinematics import Array

#: Median length of a two-dimensional error whose parts have the standard deviation 1.
MEDIAN_LENGTH = 1.1774
#: How the variance of jitter is made up: constant over the recording, wandering, and new at each frame.
CONSTANT, WANDERING, FRESH = 0.5, 0.4, 0.1
#: Seconds in which a wandering error becomes another one.
WANDER_SECONDS = 2.0
#: Frames that stay swapped at a time, at most.
LONGEST_SWAP = 4
#: Seconds that somebody else stays in the picture, and that the detector keeps to one body meanwhile.
PASSING_SECONDS, ONE_BODY_SECONDS = 5.0, (0.3, 1.0)
#: Confidence that the clean stream gives a landmark: seen, hidden by the body, outside the picture.
SEEN, HIDDEN, OUTSIDE = 0.99, 0.35, 0.05
#: Confidence that a detector claims for joints that it invents: from, to.
CLAIMED = (0.3, 0.99)
BODY, LEGS = landmark("left_shoulder"), landmark("left_hip")


class Noise(msgspec.Struct, frozen=True, kw_only=True):
    """How bad the detector and its picture are; all zero is the truth.

    Parameters
    ----------
    jitter : float
        Median error of a joint in the picture, torso lengths.
    dropouts_per_minute, dropout_seconds : float
        Times at which nobody is found, and how long that lasts at most.
    swaps : float
        Share of frames with left and right exchanged, half of them at the legs only.
    occlusion : float
        Median error of joints that the body hides, torso lengths; the detector claims to see them.
    crop : float
        Share of the body's length, from the feet, that lies outside of the picture; joints there are invented.
    passer_by : float
        Share of the time with somebody else in the picture.
    rate_jitter : float
        Standard deviation of capture times, as a share of the time between two frames.
    """

    jitter: float = 0.0
    dropouts_per_minute: float = 0.0
    dropout_seconds: float = 1.0
    swaps: float = 0.0
    occlusion: float = 0.0
    crop: float = 0.0
    passer_by: float = 0.0
    rate_jitter: float = 0.0

    def __post_init__(self) -> None:
        """Refuse numbers below zero and shares above one."""
        for name in self.__struct_fields__:
            most = 1.0 if name in ("swaps", "crop", "passer_by", "rate_jitter") else 60.0
            if not 0 <= getattr(self, name) <= most:
                raise SpecificationError("noise", name, f"expected 0 to {most:g}")


#: As measured on renders and photos; see the module.
MEASURED = Noise(jitter=0.07, dropouts_per_minute=1.0, swaps=0.01, occlusion=0.25, rate_jitter=0.15)


class Detections(msgspec.Struct, frozen=True, kw_only=True):
    """What the detector gives.

    Parameters
    ----------
    capture_ms : ndarray, shape (n,)
        Milliseconds, rising.
    image, world : ndarray, shape (n, 33, 3)
        As in `ilium_lab.camera.lens.Sight`; NaN where nobody is found.
    visibility : ndarray, shape (n, 33)
        The detector's own confidence, 0 to 1; NaN where nobody is found.
    present, several : ndarray of bool, shape (n,)
        Somebody is found; more than one is.
    """

    capture_ms: Array
    image: Array
    world: Array
    visibility: Array
    present: Flags
    several: Flags


def frame_times(seconds: float, fps: float, noise: Noise, seed: int) -> Array:
    """Return capture times, seconds, rising, shape (n,)."""
    count = max(1, int(seconds * fps))
    wobble = np.clip(_stream(seed, "rate_jitter").normal(0.0, 1.0, count) * noise.rate_jitter, -0.45, 0.45)
    return np.maximum((np.arange(count) + wobble) / fps, 0.0)


def detect(
    sight: Sight, other: Sight | None, times: Array, *, side: Side, aspect: float, noise: Noise, seed: int
) -> Detections:
    """Return what a detector gives of what the camera has.

    Parameters
    ----------
    sight : Sight
        The person.
    other : Sight, optional
        Somebody else who walks past, for the left as the working side.
    times : ndarray, shape (n,), seconds
        When.
    side : Side
        The working side.
    aspect : float
        Width of the picture by its height.
    noise : Noise
        How bad.
    seed : int
        The same seed gives the same stream.
    """
    state = _Detector(sight, times, side, aspect, seed)
    if noise.jitter:
        state.jitter(noise.jitter)
    if noise.occlusion:
        state.occlude(noise.occlusion)
    if noise.crop:
        state.crop(noise.crop)
    if noise.swaps:
        state.swap(noise.swaps)
    if noise.passer_by and other is not None:
        state.pass_by(other, noise.passer_by)
    if noise.dropouts_per_minute:
        state.drop(noise.dropouts_per_minute, noise.dropout_seconds)
    return state.seen()


def _stream(seed: int, name: str) -> np.random.Generator:
    return np.random.default_rng((seed, *name.encode()))


def wandering(random: np.random.Generator, times: Array, seconds: float, columns: tuple[int, ...]) -> Array:
    """Return noise of mean 0 and variance 1 that becomes another value every so many seconds.

    Returns
    -------
    ndarray, shape (len(times), *columns)
    """
    at = times / seconds
    low = np.floor(at).astype(np.int64)
    knots = random.normal(0.0, 1.0, (int(low[-1]) + 2, *columns))
    share = (at - low).reshape(-1, *(1 for _ in columns))
    return np.asarray(
        (knots[low] * (1 - share) + knots[low + 1] * share) / np.sqrt(share * share + (1 - share) * (1 - share))
    )


class _Detector:
    """The picture as for the left as the working side, in shares of its width both ways; made worse step by step."""

    def __init__(self, sight: Sight, times: Array, side: Side, aspect: float, seed: int) -> None:
        self.times, self.side, self.aspect, self.seed = times, side, aspect, seed
        self.count = len(times)
        self.twins = list(TWINS)
        self.image, self.world = self._turned(sight.image), self._turned_world(sight.world)
        hidden, in_frame = (self._own(flags) for flags in (sight.hidden, sight.in_frame))
        self.hidden, self.outside = hidden, ~in_frame
        self.visibility = np.where(in_frame, np.where(hidden, HIDDEN, SEEN), OUTSIDE)
        self.present, self.several = np.ones(self.count, dtype=bool), np.zeros(self.count, dtype=bool)
        shoulders, hips = (self.world[:, [at, at + 1]].mean(axis=1) for at in (BODY, LEGS))
        #: Metres; and shares of the picture's width.
        self.torso = np.linalg.norm(shoulders - hips, axis=1)[:, None]
        self.scale = sight.scale[:, None]

    # --- mirroring ---

    def _own(self, values: Flags) -> Flags:
        return values if self.side is Side.LEFT else values[:, self.twins]

    def _turned(self, image: Array) -> Array:
        out = image.copy() if self.side is Side.LEFT else image[:, self.twins]
        if self.side is Side.RIGHT:
            out[..., 0] = 1.0 - out[..., 0]
        return out

    def _turned_world(self, world: Array) -> Array:
        out = world.copy() if self.side is Side.LEFT else world[:, self.twins]
        if self.side is Side.RIGHT:
            out[..., 0] = -out[..., 0]
        return out

    # --- what goes wrong ---

    def _move(self, error: Array) -> None:
        """Move landmarks in picture and room alike; ``error`` is in torso lengths, shape (n, 33, 3)."""
        metres = error * self.torso[..., None]
        shares = metres * self.scale[..., None]
        self.world += metres
        self.image += shares * (1.0, self.aspect, 1.0)

    def jitter(self, median: float) -> None:
        random, shape = _stream(self.seed, "jitter"), (len(LANDMARKS), 3)
        size = median / MEDIAN_LENGTH
        self._move(
            size
            * (
                np.sqrt(CONSTANT) * random.normal(0.0, 1.0, (1, *shape))
                + np.sqrt(WANDERING) * wandering(random, self.times, WANDER_SECONDS, shape)
                + np.sqrt(FRESH) * random.normal(0.0, 1.0, (self.count, *shape))
            )
        )

    def occlude(self, median: float) -> None:
        random = _stream(self.seed, "occlusion")
        error = median / MEDIAN_LENGTH * wandering(random, self.times, WANDER_SECONDS, (len(LANDMARKS), 3))
        self._move(np.where(self.hidden[..., None], error, 0.0))
        self._claim(self.hidden, random)

    def _claim(self, where: Flags, random: np.random.Generator) -> None:
        """Let the detector be as confident of invented joints as it really is: often very."""
        low, high = CLAIMED
        ups = np.clip(0.7 + 0.25 * wandering(random, self.times, WANDER_SECONDS, (len(LANDMARKS),)), 0.0, 1.0)
        self.visibility = np.where(where, low + ups * (high - low), self.visibility)

    def crop(self, share: float) -> None:
        """Slide the picture so that the feet leave it, and invent what lies outside at its edge."""
        random = _stream(self.seed, "crop")
        ankles = np.median(self.image[:, [landmark("left_ankle"), landmark("right_ankle")], :2], axis=(0, 1))
        head = np.median(self.image[:, landmark("nose"), :2], axis=0)
        length = ankles - head
        axis = int(abs(length[1]) / self.aspect > abs(length[0]))
        edge = 1.0 if length[axis] > 0 else 0.0
        self.image[..., axis] += edge + share * length[axis] - ankles[axis]
        beyond = (self.image[..., :2] < 0) | (self.image[..., :2] > 1)
        self.outside = np.asarray(beyond.any(axis=-1))
        inner = np.clip(self.image[..., :2], 0.01, 0.99)
        inner += 0.03 * wandering(random, self.times, WANDER_SECONDS, (len(LANDMARKS), 2)) * (1.0, self.aspect)
        self.image[..., :2] = np.where(self.outside[..., None], inner, self.image[..., :2])
        self._claim(self.outside, random)

    def swap(self, share: float) -> None:
        random = _stream(self.seed, "swaps")
        runs = max(1, round(share * self.count / ((1 + LONGEST_SWAP) / 2)))
        for _ in range(runs):
            first = int(random.integers(self.count))
            rows = slice(first, first + int(random.integers(1, LONGEST_SWAP + 1)))
            start = BODY if random.random() < 0.5 else LEGS
            order = [twin if index >= start else index for index, twin in enumerate(TWINS)]
            for values in (self.image, self.world, self.visibility):
                values[rows] = values[rows][:, order]

    def pass_by(self, other: Sight, share: float) -> None:
        """Let the detector take somebody else's body, or parts of it, for a while."""
        random = _stream(self.seed, "passer_by")
        image, world = other.image, other.world
        total = float(self.times[-1])
        visits = max(1, round(share * total / PASSING_SECONDS))
        for visit in range(visits):
            # one visit in each equal part of the time, so that visits do not fall together
            length = share * total / visits
            begin = (visit + random.uniform(0.0, 1.0 - share)) * total / visits
            now = begin
            while now < begin + length:
                end = min(now + random.uniform(*ONE_BODY_SECONDS), begin + length)
                rows = (self.times >= now) & (self.times < end)
                self._take(rows, ("own", "other", "mixed")[random.integers(3)], image, world)
                self.several[rows] = random.random() < 0.8
                now = end

    def _take(self, rows: Flags, whose: str, image: Array, world: Array) -> None:
        first = {"own": len(LANDMARKS), "other": 0, "mixed": LEGS}[whose]
        self.image[rows, first:], self.world[rows, first:] = image[rows, first:], world[rows, first:]
        self.visibility[rows, first:] = SEEN

    def drop(self, per_minute: float, longest: float) -> None:
        random = _stream(self.seed, "dropouts")
        total = float(self.times[-1])
        for _ in range(random.poisson(per_minute * total / 60)):
            begin = random.uniform(0.0, total)
            gone = (self.times >= begin) & (self.times < begin + random.uniform(0.1, 1.0) * longest)
            self.present[gone] = False

    def seen(self) -> Detections:
        nobody = ~self.present
        image, world, visibility = (
            self._turned(self.image),
            self._turned_world(self.world),
            np.asarray(self.visibility if self.side is Side.LEFT else self.visibility[:, self.twins]).copy(),
        )
        image[nobody], world[nobody], visibility[nobody] = np.nan, np.nan, np.nan
        return Detections(
            capture_ms=self.times * 1000,
            image=image,
            world=world,
            visibility=visibility,
            present=self.present,
            several=self.several,
        )
