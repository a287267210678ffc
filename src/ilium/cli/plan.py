"""``ilium plan``: what a plan is asked with, and a plan as text."""

import argparse
import json
from datetime import datetime
from pathlib import Path

import msgspec

from ilium.anatomy import PainSide, Side, counted
from ilium.anatomy.errors import PlanError
from ilium.app.preview import Preview, PreviewRequest, preview_plan
from ilium.app.session_sheet import todays_plan
from ilium.cli.parser import add_data
from ilium.cli.record import person_in
from ilium.exercises.loader import load_library
from ilium.exercises.model import Library
from ilium.prescription.loader import load_adaptation
from ilium.prescription.model import Block, Mode, PlanRequest, Track
from ilium.prescription.rhythm import rest_words, resting
from ilium.screening.model import AppliedChange


def add(parser: argparse.ArgumentParser) -> None:
    """Add its arguments."""
    add_request(parser)
    parser.add_argument(
        "--from-record", action="store_true", help="the plan of your own record for today, with its reasons"
    )
    add_data(parser, when="with --from-record: ")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(handler=_plan)


def add_request(parser: argparse.ArgumentParser) -> None:
    """Let a command be told what to plan."""
    parser.add_argument("--side", choices=("left", "right", "both", "unsure"), help="where it hurts")
    parser.add_argument("--worse", choices=("left", "right"), help="the sorer side, when both hurt")
    parser.add_argument("--track", choices=("gradual", "published"), default="gradual", help="how doses are chosen")
    parser.add_argument("--rung", action="append", default=[], metavar="EXERCISE=N", help="a level of a ladder")
    parser.add_argument(
        "--changes", nargs="+", default=[], metavar="ID[:SIDE]", help="changes as screening would ask for"
    )
    parser.add_argument("--mode", choices=("full", "mobilise-only"), default="full", help=argparse.SUPPRESS)


def asked(arguments: argparse.Namespace) -> PreviewRequest:
    """Return what the command line asks for.

    Raises
    ------
    PlanError
        It does not say where it hurts, or a rung or change cannot be read.
    """
    if arguments.side is None:
        raise PlanError("say where it hurts: --side left, right, both or unsure")
    return ask(
        side=arguments.side,
        worse=arguments.worse,
        track=arguments.track,
        rungs=arguments.rung,
        changes=arguments.changes,
        mode=arguments.mode,
    )


def _plan(arguments: argparse.Namespace) -> int:
    if arguments.from_record:
        print(of_record(arguments.data, as_json=arguments.json))
        return 0
    made = preview_plan(asked(arguments))
    print(plan_json(made) if arguments.json else plan_text(made))
    return 0


def parse_rungs(texts: list[str]) -> dict[str, int]:
    """Return ``EXERCISE=N`` texts as a dict.

    Raises
    ------
    PlanError
        A text of another shape, or an exercise named twice.

    Examples
    --------
    >>> parse_rungs(["figure-four=2"])
    {'figure-four': 2}
    """
    rungs: dict[str, int] = {}
    for text in texts:
        exercise, equals, level = text.partition("=")
        if not (exercise and equals and level.isascii() and level.isdigit()):
            raise PlanError(f"--rung takes EXERCISE=N with N a whole number, not {text!r}")
        if exercise in rungs:
            raise PlanError(f"--rung names {exercise} twice")
        rungs[exercise] = int(level)
    return rungs


def parse_change(library: Library, text: str) -> AppliedChange:
    """Return ``ID`` or ``ID:SIDE`` as a change.

    Raises
    ------
    PlanError
        An unknown change or side, or a sided change without its side.
    """
    change_id, colon, side = text.partition(":")
    known = {change.id: change for change in library.changes}
    if change_id not in known:
        raise PlanError(f"no change {change_id!r}; there are {', '.join(sorted(known))}")
    if colon and side not in ("left", "right"):
        raise PlanError(f"the side of a change is left or right, not {side!r}")
    if colon and not known[change_id].sided:
        raise PlanError(f"the change {change_id} has no side")
    if known[change_id].sided and not colon:
        raise PlanError(f"the change {change_id} needs its side: {change_id}:left or {change_id}:right")
    return AppliedChange(id=change_id, side=Side(side) if side else None)


def ask(
    *,
    side: str,
    worse: str | None = None,
    track: str = "gradual",
    rungs: list[str] | None = None,
    changes: list[str] | None = None,
    mode: str = "full",
) -> PreviewRequest:
    """Return the request that these words of a command line make.

    Raises
    ------
    PlanError
        A rung or change that cannot be read.
    ValueError
        A side, track or mode that does not exist.
    """
    request = PlanRequest(
        side=PainSide(side),
        worse=Side(worse) if worse else None,
        track=Track(track),
        rungs=parse_rungs(rungs or []),
        mode=Mode(mode),
    )
    library = load_library()
    return PreviewRequest(request=request, changes=tuple(parse_change(library, text) for text in changes or []))


def _block_json(block: Block) -> dict[str, object]:
    values: dict[str, object] = msgspec.to_builtins(block)
    easier = block.easier
    return {**values, "easier": None if easier is None else {"variant": easier.variant, "rung": easier.rung}}


def plan_json(preview: Preview) -> str:
    """Return the plan as JSON; ``preview`` says that nobody was screened for it."""
    made = preview.plan
    return json.dumps(
        {
            "preview": True,
            "programme": made.programme,
            "track": made.track.value,
            "side": made.side.value,
            "minutes": preview.sheet.minutes,
            "changes": list(made.changes),
            "fetch": list(made.fetch),
            "notes": list(made.notes),
            "blocks": [_block_json(block) for block in made.blocks],
        },
        indent=2,
        ensure_ascii=False,
    )


def plan_text(preview: Preview) -> str:
    """Return the plan as lines for a person."""
    sheet, made = preview.sheet, preview.plan
    name = load_library().programme.name
    lines = [f"{name}: {made.track.value} track, pain: {made.side.value}, about {counted(sheet.minutes, 'minute')}"]
    for block in sheet.blocks:
        what = f"part of {block.exercise_name}; " + ("published" if block.rung is None else f"rung {block.rung}")
        lines.append(f"{block.index + 1}. {block.phase:10} {block.name}, {block.side_words}: {block.dose} ({what})")
    lines += [f"   {note}" for note in sheet.notes]
    lines.append("A preview: nobody was screened for this plan.")
    return "\n".join(lines)


def of_record(data: Path | None, *, as_json: bool = False) -> str:
    """Return today's plan of a record, with what rests and why.

    Raises
    ------
    NotScreened
        No clearance holds now, or the person has not said where it hurts.
    StoreRefused
        When there is no record, or it cannot be read.
    """
    now, library = datetime.now().astimezone(), load_library()
    made = todays_plan(person_in(data), now)
    rests = rest_words(resting(library, load_adaptation().rhythm, made.course, now.date()), library)
    if as_json:
        whole = {"plan": made.plan, "rests": rests, "steps": made.course.recent, "flare": made.course.flare}
        return msgspec.json.format(msgspec.json.encode(whole), indent=2).decode()
    lines = [f"Today, about {counted(made.sheet.minutes, 'minute')}" if made.sheet.blocks else "Today is a rest day."]
    for block in made.sheet.blocks:
        what = f"{block.dose} (part of {block.exercise_name}; rung {block.rung})"
        lines.append(f"{block.index + 1}. {block.name}, {block.side_words}: {what}")
    lines += [f"{name}: {why}." for name, why in rests.items()]
    return "\n".join([*lines, *(step.say for step in made.course.recent)])
