"""Plans and cue sheets for the command line: previews for no one person, marked as such."""

import json
from datetime import UTC, datetime
from typing import Literal

import msgspec

from ilium.anatomy import PainSide, Side, counted
from ilium.anatomy.errors import PlanError
from ilium.cuesheet.compile import Guide, cue_sheet, session_sheet
from ilium.cuesheet.model import CueSheet
from ilium.cuesheet.script import script
from ilium.exercises.loader import load_library
from ilium.exercises.model import Library
from ilium.prescription.model import Block, Mode, PlanRequest, SessionPlan, Track
from ilium.prescription.plan import plan
from ilium.screening.assess import example_clearance
from ilium.screening.model import AppliedChange

#: A clearance needs a time; a preview is for no day.
_NO_DAY = datetime(2000, 1, 1, tzinfo=UTC)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asked for."""

    request: PlanRequest
    changes: tuple[AppliedChange, ...] = ()


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
) -> Asked:
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
    return Asked(request=request, changes=tuple(parse_change(library, text) for text in changes or []))


def guide(*, breath: Literal["slow", "medium", "quick", "free"], lead_in_seconds: float) -> Guide:
    """Return the guide that the command line asked for.

    Raises
    ------
    PlanError
        A lead-in that is not 5 to 120 seconds.
    """
    if not 5 <= lead_in_seconds <= 120:
        raise PlanError(f"--lead-in is 5 to 120 seconds, not {lead_in_seconds:g}")
    return Guide(breath=breath, lead_in_seconds=lead_in_seconds)


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A plan with its cue sheet."""

    plan: SessionPlan
    sheet: CueSheet


def _plan(asked: Asked, mode: Mode) -> SessionPlan:
    request = msgspec.structs.replace(asked.request, mode=mode)
    return plan(load_library(), example_clearance(asked.changes, _NO_DAY), request)


def preview_plan(asked: Asked) -> Preview:
    """Plan what was asked, for no one person."""
    made = _plan(asked, asked.request.mode)
    return Preview(plan=made, sheet=cue_sheet(load_library(), made, Guide(worse=asked.request.worse)))


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
        what = f"{block.variant_name}; " + ("published" if block.rung is None else f"rung {block.rung}")
        lines.append(f"{block.index + 1}. {block.phase:10} {block.name}, {block.side_words}: {block.dose} ({what})")
    lines += [f"   {note}" for note in sheet.notes]
    lines.append("A preview: nobody was screened for this plan.")
    return "\n".join(lines)


def sheet_json(asked: Asked, guide: Guide) -> str:
    """Return the whole session sheet as JSON, as the player gets it."""
    plans = {mode: _plan(asked, mode) for mode in Mode}
    guide = msgspec.structs.replace(guide, worse=asked.request.worse)
    sheet = session_sheet(load_library(), plans, guide)
    return msgspec.json.format(msgspec.json.encode(sheet), indent=2).decode()


def sheet_text(asked: Asked, guide: Guide) -> str:
    """Return the cue sheet as a script to read aloud."""
    guide = msgspec.structs.replace(guide, worse=asked.request.worse)
    return script(cue_sheet(load_library(), _plan(asked, asked.request.mode), guide)).rstrip("\n")
