"""Peers that need much beside themselves, so that they live in an environment of their own: Pose2Sim, kineticstoolkit.

They are asked for what they and the motion engine both compute: the angles at hip and knee of every frame.
"""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import Measure, best
from benchmarks.motion import bridge, hour_of
from ilium.motion import engine, kernel
from ilium_lab.camera.accuracy import recording_of
from ilium_lab.camera.noise import Noise

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".tools" / "peers"
PYTHON = HOME / "bin" / "python"
WHOLE = (
    "kineticstoolkit==0.17.0",
    "rtoml==0.14.0",
    "anytree==2.13.0",
    "c3d==0.6.0",
    "opencv-python-headless==5.0.0.93",
)
#: Without what it needs for videos and musculoskeletal models, which is not used here.
ALONE = ("pose2sim==0.10.49",)
JOINTS = {"shoulder": 12, "hip": 24, "knee": 26, "ankle": 28}
TRIPLES = (("shoulder", "hip", "knee"), ("hip", "knee", "ankle"))
FLOOR = "our whole engine, landmarks to findings, numba"
#: Two ways to compute an angle differ by less than this, degrees.
SAME_DEG = 1e-6


def set_up() -> None:
    """Make the environment, unless it is there."""
    if (HOME / "ready").exists():
        return
    print("ilium: fetching the peers (some 900 MB)", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, *WHOLE], check=True)
    subprocess.run([*pip, "--no-deps", *ALONE], check=True)
    (HOME / "ready").touch()


def measure() -> list[Measure]:
    """Measure what peers take for two angles of every frame, beside the whole motion engine.

    Raises
    ------
    ValueError
        A peer's angles are others than ours.
    """
    set_up()
    begun, done = bridge(Noise())  # kineticstoolkit stops at a joint that is missing
    hour = hour_of(recording_of(done))
    points = {name: hour.image[:, joint, :2].astype(np.float64) for name, joint in JOINTS.items()}
    rows = _ask(points)
    for name, row in rows.items():
        if not np.allclose(row["first"], _ours(points), atol=SAME_DEG, rtol=0):
            raise ValueError(f"{name} finds {row['first']} degrees, we find {_ours(points)}")
    engine.analyse(begun, hour, compiled=True)  # compiles
    whole = best(functools.partial(engine.analyse, begun, hour, compiled=True)) * 1e3
    return [
        Measure(
            f"hip and knee angles of that hour, and no more: {name}",
            row["seconds"] * 1e3,
            "ms",
            floor=whole,
            floor_name=FLOOR,
        )
        for name, row in rows.items()
    ]


def _ask(points: dict[str, NDArray[np.float64]]) -> dict[str, Any]:
    """Return each peer's seconds and its first angles."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "points.npy"
        np.save(path, np.stack([np.pad(points[name], ((0, 0), (0, 1))) for name in JOINTS]))
        command = [PYTHON, ROOT / "benchmarks" / "peer_angles.py", path]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    answer: dict[str, Any] = json.loads(said.splitlines()[-1])
    return answer


def _ours(points: dict[str, NDArray[np.float64]]) -> list[list[float]]:
    """Return the same angles of the first two frames, as the motion engine computes them."""
    joints = [[points[name] for name in triple] for triple in TRIPLES]
    return [[kernel.between(*(a[n] - b[n]), *(c[n] - b[n])) for n in range(2)] for a, b, c in joints]
