"""How somebody does a clip in time: sets, repetitions, tempo, what they get wrong, and how they get into position.

Everything here is made for the left as the working side and mirrored as a whole, so that both sides do the same.
"""

from collections.abc import Iterator, Mapping

import msgspec
import numpy as np

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.model import Position
from ilium_lab.camera.compensations import load_compensations
from ilium_lab.figure.clip import Clip, ClipPhase
from ilium_lab.figure.kinematics import PLACE, Array, limits, mirrored
from ilium_lab.figure.pose import angle_names, expanded
from ilium_lab.figure.skeleton import Skeleton
from ilium_lab.figure.source import Index

#: The phases of a repetition.
REPEATED = ("move", "hold", "return")
#: Ranges outside of this are no repetition of the exercise.
MOST_RANGE = 1.25
#: Poses a movement that is not in a clip is given by, evenly in time.
STEPS = 9


class Performance(msgspec.Struct, frozen=True, kw_only=True):
    """How the exercise is done.

    Parameters
    ----------
    sets, repetitions : int
        Repetitions of each set.
    seconds : mapping of str to float
        Seconds of a phase by its id, where they are not the clip's: ``{"hold": 30}``.
    rest_seconds, still_seconds : float
        Between two sets, and in the start position before each set.
    ranges : tuple of float
        How far each repetition goes, over all sets; 1 is the specified pose. One number is for all of them.
    tempo : float
        How many times faster than the clip.
    tempo_variation : float
        Standard deviation of the logarithm of each repetition's tempo.
    planted : tuple of str
        Ids of compensations.
    faulty : tuple of int, optional
        The repetitions, counted from 1 over all sets, that have them; all where it is missing.
    get_down, turn_over : bool
        Start by standing and getting into position; by turning over to each side and back.
    fidgets : int
        Small movements before the first set and in each rest.
    """

    sets: int = 1
    repetitions: int = 10
    seconds: Mapping[str, float] = {}
    rest_seconds: float = 15.0
    still_seconds: float = 3.0
    ranges: tuple[float, ...] = (1.0,)
    tempo: float = 1.0
    tempo_variation: float = 0.0
    planted: tuple[str, ...] = ()
    faulty: tuple[int, ...] | None = None
    get_down: bool = False
    turn_over: bool = False
    fidgets: int = 0

    def __post_init__(self) -> None:
        """Refuse what nobody could do."""
        if self.sets < 1 or self.repetitions < 1:
            raise SpecificationError("performance", "repetitions", "expected at least one set of one repetition")
        if len(self.ranges) not in (1, self.sets * self.repetitions):
            raise SpecificationError("performance", "ranges", "expected one number, or one for each repetition")
        if not all(0 < value <= MOST_RANGE for value in self.ranges):
            raise SpecificationError("performance", "ranges", f"expected more than 0 and at most {MOST_RANGE}")
        if not 0.1 <= self.tempo <= 10 or not 0 <= self.tempo_variation <= 1:
            raise SpecificationError("performance", "tempo", "expected 0.1 to 10, and a variation of 0 to 1")
        if min(self.rest_seconds, self.still_seconds, self.fidgets, *self.seconds.values()) < 0:
            raise SpecificationError("performance", "seconds", "expected no number below zero")


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of time: what is done, and its poses, which are evenly spread over its seconds.

    Parameters
    ----------
    phase : str
        A phase's id; ``start``, ``rest``, ``settle`` or ``fidget`` outside of the clip's phases.
    kind : str
        A phase's kind, or the same words.
    set_number, repetition : int
        Counted from 1, the repetitions over all sets; 0 outside of them.
    poses : ndarray, shape (k, size)
        Metres and radians, for the left as the working side.
    """

    phase: str
    kind: str
    set_number: int
    repetition: int
    seconds: float
    poses: Array


def stretches(
    clip: Clip, position: Position, performance: Performance, skeleton: Skeleton, seed: int
) -> tuple[Stretch, ...]:
    """Return a performance as stretches of time, for the left as the working side.

    Raises
    ------
    SpecificationError
        The performance names a phase or compensation that is not there, or the clip has no repetition.
    """
    unknown = set(performance.seconds) - {phase.id for phase in clip.phases}
    if unknown:
        raise SpecificationError(clip.variant, "seconds", f"there is no phase {', '.join(sorted(unknown))}")
    return tuple(_Maker(clip, position, performance, skeleton, seed).run())


class _Maker:
    def __init__(self, clip: Clip, position: Position, performance: Performance, skeleton: Skeleton, seed: int) -> None:
        self.clip, self.position, self.performance, self.skeleton = clip, position, performance, skeleton
        self.habits = load_compensations()
        self.planted = tuple(self.habits.get_compensation(name) for name in performance.planted)
        self.frames = clip.poses(skeleton)
        if any(one.swapped for one in self.planted):
            self.frames = mirrored(skeleton, self.frames)
        self.low, self.high = limits(skeleton)
        self.random = np.random.default_rng((seed, 1))
        total = performance.sets * performance.repetitions
        self.tempi = performance.tempo * np.exp(self.random.normal(0.0, performance.tempo_variation, total))
        self.ranges = performance.ranges * (total if len(performance.ranges) == 1 else 1)
        self.repeated = [phase for phase in clip.phases if phase.kind in REPEATED]
        if not self.repeated:
            raise SpecificationError(clip.variant, "phases", "nothing in it is repeated")

    def run(self) -> Iterator[Stretch]:
        start = self.frames[:1]
        yield from self._settled(start[0])
        for number in range(1, self.performance.sets + 1):
            if number > 1:
                yield from self._fidgets(start[0])
                yield self._still("rest", self.performance.rest_seconds, start)
            yield self._still("start", self.performance.still_seconds, start)
            yield from self._once(number, "enter")
            first = (number - 1) * self.performance.repetitions
            for repetition in range(first + 1, first + self.performance.repetitions + 1):
                yield from self._repetition(number, repetition)
            yield from self._once(number, "exit")
        yield self._still("rest", 1.0, start)

    def _still(self, name: str, seconds: float, poses: Array) -> Stretch:
        return Stretch(phase=name, kind=name, set_number=0, repetition=0, seconds=seconds, poses=poses)

    def _seconds(self, phase: ClipPhase) -> float:
        return self.performance.seconds.get(phase.id, phase.seconds)

    def _rows(self, phase: ClipPhase) -> Array:
        return self.frames[phase.first : phase.first + phase.frames]

    def _once(self, number: int, kind: str) -> Iterator[Stretch]:
        for phase in self.clip.phases:
            if phase.kind == kind:
                yield Stretch(
                    phase=phase.id,
                    kind=kind,
                    set_number=number,
                    repetition=0,
                    seconds=self._seconds(phase) / self.performance.tempo,
                    poses=self._rows(phase),
                )

    # --- a repetition ---

    def _repetition(self, number: int, repetition: int) -> Iterator[Stretch]:
        faulty = self.performance.faulty is None or repetition in self.performance.faulty
        planted = self.planted if faulty else ()
        base = self._rows(self.repeated[0])[0]
        share = self.ranges[repetition - 1] * float(np.prod([one.range for one in planted]))
        added = sum((self._added(one.angles) for one in planted), np.zeros(len(base)))
        for phase in self.repeated:
            rows = self._rows(phase)
            poses = base + share * (rows - base)
            if planted:
                poses[:, PLACE:] += _weight(phase.kind, len(rows))[:, None] * added[PLACE:]
                poses = np.clip(poses, self.low, self.high)
            speed = float(np.prod([one.speed.get(phase.kind, 1.0) for one in planted]))  # type: ignore[call-overload]
            yield Stretch(
                phase=phase.id,
                kind=phase.kind,
                set_number=number,
                repetition=repetition,
                seconds=self._seconds(phase) / speed / (1.0 if self._held(phase) else self.tempi[repetition - 1]),
                poses=poses,
            )

    def _held(self, phase: ClipPhase) -> bool:
        """Tell whether the phase's seconds were asked for, and so are no matter of tempo."""
        return phase.kind == "hold" and phase.id in self.performance.seconds

    def _added(self, angles: Mapping[str, float]) -> Array:
        out = np.zeros(len(self.low))
        for short, degrees in angles.items():
            for name in expanded(short, angle_names(self.skeleton)):
                out[PLACE + self.skeleton.angle(name)] += np.radians(degrees)
        return out

    # --- before the start ---

    def _settled(self, start: Array) -> Iterator[Stretch]:
        way = self.habits.way[self.position]
        steps = way.down if self.performance.get_down else ()
        if self.performance.turn_over:
            steps += way.over
        now: Array | None = None
        for name, seconds in steps:
            pose = self.habits.get_pose(name)
            goal = self._added(pose.angles)
            goal[PLACE - 1] = pose.height
            yield self._between("settle", goal if now is None else now, goal, seconds)
            now = goal
        if now is not None:
            yield self._between("settle", now, start, 2.0)
        yield from self._fidgets(start)

    def _fidgets(self, start: Array) -> Iterator[Stretch]:
        for _ in range(self.performance.fidgets):
            fidget = self.habits.fidget[self.random.integers(len(self.habits.fidget))]
            size, pause = self.random.uniform(0.5, 1.0), self.random.uniform(0.3, 1.2)
            far = start + size * self._added(fidget.angles)
            far[PLACE - 1] += size * fidget.rise
            far = np.clip(far, self.low, self.high)
            yield self._between("fidget", start, far, fidget.seconds / 2)
            yield self._between("fidget", far, start, fidget.seconds / 2)
            yield self._still("fidget", float(pause), start[None])

    def _between(self, name: str, first: Array, last: Array, seconds: float) -> Stretch:
        share = np.linspace(0.0, 1.0, STEPS)[:, None]
        eased = share * share * (3 - 2 * share)
        return self._still(name, seconds, first + eased * (last - first))


def _weight(kind: str, count: int) -> Array:
    """Return how much of a compensation is there along a phase: it comes with the movement and goes with the return."""
    if kind == "hold":
        return np.ones(count)
    rising = np.linspace(0.0, 1.0, count)
    eased = rising * rising * (3 - 2 * rising)
    return eased if kind == "move" else eased[::-1]


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """A performance at moments in time.

    Parameters
    ----------
    poses : ndarray, shape (m, size)
        Metres and radians, for the left as the working side.
    stretch : ndarray of int, shape (n,)
        Which stretch each moment lies in.
    moment : ndarray of int, shape (n,)
        Which row of ``poses`` each moment has: those of a pose that is kept share one.
    """

    poses: Array
    stretch: Index
    moment: Index


def duration(run: tuple[Stretch, ...]) -> float:
    """Return how long a performance takes, seconds."""
    return sum(one.seconds for one in run)


def play(run: tuple[Stretch, ...], times: Array) -> Played:
    """Return the poses at these times, seconds from the beginning, straight between the poses of each stretch."""
    ends = np.cumsum([one.seconds for one in run])
    stretch = np.minimum(np.searchsorted(ends, times, side="right"), len(run) - 1)
    lengths = np.array([one.seconds for one in run])
    counts = np.array([len(one.poses) for one in run])
    first = np.concatenate([[0], np.cumsum(counts)[:-1]])
    keys = np.concatenate([one.poses for one in run])
    own = np.where(counts[stretch] > 1, len(run) + np.arange(len(times)), stretch)
    _, rows, moment = np.unique(own, return_index=True, return_inverse=True)
    within = stretch[rows]
    share = np.clip((times[rows] - (ends - lengths)[within]) / np.maximum(lengths[within], 1e-9), 0.0, 1.0)
    at = share * (counts[within] - 1)
    low = np.floor(at).astype(np.int64)
    high = np.minimum(low + 1, counts[within] - 1)
    part = (at - low)[:, None]
    poses = keys[first[within] + low] * (1 - part) + keys[first[within] + high] * part
    return Played(poses=poses, stretch=stretch, moment=moment)
