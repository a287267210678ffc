"""The angles at hip and knee of an hour of landmarks, as two peers compute them.

Run by `benchmarks.peers` with a Python that has them: the file with the points in, one line of JSON out.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

RUNS = 5
Points = Any  # shape (n, 3), the third is 0


def by_pose2sim(a: Points, b: Points, c: Points) -> Any:
    """Return the angle at ``b``, degrees, shape (n,)."""
    from Pose2Sim.common import points_to_angles  # type: ignore[import-not-found]

    return points_to_angles([a, b, c])


def by_kineticstoolkit(a: Points, b: Points, c: Points) -> Any:
    """Return the angle at ``b`` from the transform of one segment to the other, degrees, shape (n,)."""
    from kineticstoolkit import geometry  # type: ignore[import-not-found]

    one, other = segment(b, a), segment(b, c)
    turned = geometry.get_angles(geometry.get_local_coordinates(other, one), "ZYX", degrees=True)
    return np.abs(turned[:, 0])


def segment(start: Points, end: Points) -> Any:
    """Return a segment's transforms: x along it, z out of the picture; shape (n, 4, 4)."""
    from kineticstoolkit import geometry

    none = np.zeros((len(start), 1))
    upright = np.tile([0.0, 0.0, 1.0, 0.0], (len(start), 1))
    return geometry.create_transform_series(
        positions=np.hstack([start, none + 1]), x=np.hstack([end - start, none]), xz=upright
    )


def seconds(angle: Callable[..., object], *joint: Points) -> float:
    """Return the shortest of several runs."""
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        angle(*joint)
        times.append(time.perf_counter() - began)
    return min(times)


def main() -> None:
    """Compute, time, and print."""
    shoulder, hip, knee, ankle = np.load(sys.argv[1])
    joints = [(shoulder, hip, knee), (hip, knee, ankle)]
    rows = {}
    for name, angle in (("Pose2Sim", by_pose2sim), ("kineticstoolkit", by_kineticstoolkit)):
        first = [angle(*joint)[:2].tolist() for joint in joints]
        rows[name] = {"seconds": sum(seconds(angle, *joint) for joint in joints), "first": first}
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
