"""``ilium cuesheet``: the session as its player gets it, and as a script to read aloud."""

import argparse
from typing import Literal

import msgspec

from ilium.anatomy.errors import PlanError
from ilium.app.preview import PreviewRequest, preview_plan, preview_session, preview_sheet
from ilium.cli.plan import add_request, asked
from ilium.cuesheet.compile import Guide
from ilium.cuesheet.script import script
from ilium.prescription.guidance import Guidance


def add(parser: argparse.ArgumentParser) -> None:
    """Add its arguments."""
    add_request(parser)
    parser.add_argument(
        "--breath", choices=("slow", "medium", "quick", "free"), default="medium", help="the pace of breaths"
    )
    parser.add_argument(
        "--lead-in", type=float, default=20, metavar="SECONDS", help="time to get into position before a start"
    )
    parser.add_argument(
        "--guidance", choices=[level.value for level in Guidance], default="full", help="how much is said"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the session sheet, as the player gets it")
    form.add_argument("--text", action="store_true", help="a script to read aloud (the default)")
    parser.set_defaults(handler=_cuesheet)


def _cuesheet(arguments: argparse.Namespace) -> int:
    wanted, how = asked(arguments), guide(breath=arguments.breath, lead_in_seconds=arguments.lead_in)
    how = known_by_all(wanted, how, Guidance(arguments.guidance))
    print(sheet_json(wanted, how) if arguments.json else sheet_text(wanted, how))
    return 0


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


def known_by_all(asked: PreviewRequest, guide: Guide, level: Guidance) -> Guide:
    """Return a guide that says as much at every exercise of a preview as its level says."""
    blocks = preview_plan(asked).plan.blocks
    known = {(block.exercise, block.variant, block.working_side.value): level for block in blocks}
    return msgspec.structs.replace(guide, known=known)


def sheet_json(asked: PreviewRequest, guide: Guide) -> str:
    """Return the whole session sheet as JSON, as the player gets it."""
    return msgspec.json.format(msgspec.json.encode(preview_session(asked, guide)), indent=2).decode()


def sheet_text(asked: PreviewRequest, guide: Guide) -> str:
    """Return the cue sheet as a script to read aloud."""
    return script(preview_sheet(asked, guide)).rstrip("\n")
