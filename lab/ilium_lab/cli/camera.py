"""``lab camera``: what a camera would see of the figure, and how well the engine reads it."""

import argparse
from collections.abc import Collection
from pathlib import Path

from ilium.anatomy import counted
from ilium.cli.parser import Commands, new_file, one_or_more, path_of, progress_bar, seed
from ilium.motion.formats import RecordingError
from ilium_lab.camera import accuracy, simulation


def add(commands: Commands) -> None:
    """Add the noun with its actions."""
    camera = commands.add_parser("camera", help="simulate a camera, and measure the engine against the truth")
    actions = camera.add_subparsers(required=True, metavar="ACTION")
    simulate = actions.add_parser("simulate", help="write the landmarks of somebody who exercises before a camera")
    simulate.add_argument("exercise", metavar="EXERCISE", help="as `ilium exercises list` names it")
    simulate.add_argument("-o", "--output", type=new_file, required=True, metavar="FILE", help="where the landmarks go")
    simulate.add_argument("--truth", type=new_file, metavar="FILE", help="where what really happened goes, as JSON")
    simulate.add_argument("--side", required=True, choices=("left", "right"), help="the working side")
    simulate.add_argument("--variant", metavar="V", help="the one that the routine describes by default")
    simulate.add_argument(
        "--camera",
        default="recommended",
        metavar="AZIMUTH,ELEVATION[,DISTANCE]",
        help="where the lens is: degrees, 0 before the standing body and 90 on its working side, and metres",
    )
    simulate.add_argument(
        "--body",
        action="append",
        default=[],
        metavar="NAME=FACTOR",
        help="another body: height, trunk, legs, arms, shoulders, hips as factors of ours, which is 1.68 m tall",
    )
    simulate.add_argument(
        "--noise",
        default="measured",
        metavar="KIND",
        help="none, measured, or NAME=NUMBER,... of jitter, dropouts_per_minute, dropout_seconds, swaps, occlusion, "
        "crop, passer_by, rate_jitter",
    )
    simulate.add_argument("--sets", type=int, default=1, help="how many sets")
    simulate.add_argument("--repetitions", type=int, default=10, help="of each set")
    simulate.add_argument("--seconds", action="append", default=[], metavar="PHASE=S", help="how long a phase lasts")
    simulate.add_argument("--range", type=float, default=1.0, help="how far each repetition goes; 1 is all the way")
    simulate.add_argument("--tempo", type=float, default=1.0, help="how many times faster")
    simulate.add_argument("--tempo-variation", type=float, default=0.0, help="how unevenly; 0.1 is about a tenth")
    simulate.add_argument("--plant", action="append", default=[], metavar="ID", help="a compensation that is done")
    simulate.add_argument("--get-down", action="store_true", help="begin by standing and getting into position")
    simulate.add_argument("--turn-over", action="store_true", help="turn over to each side and back before the start")
    simulate.add_argument("--fidgets", type=int, default=0, help="small movements before the start")
    simulate.add_argument("--fps", type=float, default=30.0, help="frames a second")
    simulate.add_argument("--seed", type=seed, default=0, help="the same seed writes the same file")
    simulate.set_defaults(handler=_simulate)
    measured = actions.add_parser("accuracy", help="measure the engine against ground truth, and write the table")
    measured.add_argument("-o", "--output", type=new_file, required=True, metavar="MD", help="docs/camera-accuracy.md")
    measured.add_argument("--sets", type=one_or_more, default=100, help="simulated sets a row, half of each side")
    measured.add_argument("--data", type=path_of, metavar="DIR", help="folder of real data; what it lacks is left out")
    measured.add_argument("--progress", action="store_true", help="show progress also where nobody watches")
    measured.set_defaults(handler=_accuracy)


def _simulate(arguments: argparse.Namespace) -> int:
    asked = simulation.SimulationRequest(
        **{name: getattr(arguments, name) for name in simulation.SimulationRequest.__struct_fields__}
    )
    frames, told = simulation.simulated(asked)
    arguments.output.write_bytes(simulation.as_recording(frames))
    if arguments.truth:
        arguments.truth.write_bytes(simulation.told_json(told))
    seconds, done = frames[-1].capture_ms / 1000, counted(len(told.repetitions), "repetition")
    print(f"{counted(len(frames), 'frame')}, {seconds:.1f} s, {done}")
    return 0


def _accuracy(arguments: argparse.Namespace) -> int:
    data = real_data(arguments.data, accuracy.REAL_FILES)
    text = accuracy.report(arguments.sets, data, progress_bar(arguments.progress))
    arguments.output.write_text(text, encoding="utf-8")
    return 0


def real_data(folder: Path | None, names: Collection[str]) -> dict[str, bytes]:
    """Return the files of these names in a folder and those within it; none where no folder is given.

    Raises
    ------
    RecordingError
        There is no such folder.
    """
    if folder is None:
        return {}
    if not folder.is_dir():
        raise RecordingError(f"{folder}: there is no such folder of real data")
    return {file.name: file.read_bytes() for file in sorted(folder.rglob("*")) if file.name in names}
