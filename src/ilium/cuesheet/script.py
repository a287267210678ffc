"""A cue sheet as a script that a physiotherapist could read aloud."""

from collections.abc import Iterator

from ilium.anatomy import counted
from ilium.cuesheet.model import BlockSheet, BreathsStep, CueSheet, QuestionStep, RepetitionsStep, Step, UntilReadyStep


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def _what(step: Step) -> str:
    match step:
        case UntilReadyStep():
            count = f"“{step.starting} five, four, three, two, one”"
            return f"[until ready; about {step.lead_in_seconds:.0f} s of quiet, then {count}]"
        case QuestionStep():
            return f"[question: {step.caption}; goes on after {step.seconds:.0f} s]"
        case RepetitionsStep():
            tempo = "-".join(f"{phase.seconds:g}" for phase in step.tempo)
            return f"[{step.repetitions} repetitions at {tempo} s]"
        case BreathsStep():
            return f"[{step.breaths} breaths, at most {step.max_seconds:.0f} s]"
        case _:
            return f"[{step.role}, {step.seconds:g} s]"


def _step_lines(step: Step, start: float) -> Iterator[str]:
    where = f" set {step.set} of {step.of_sets}" if step.of_sets > 1 and step.set else ""
    yield f"  {_clock(start):>5}  {_what(step)}{where}"
    for cue in step.cues:
        if cue.say:
            yield f"  {_clock(start + cue.at):>5}    {cue.say}"


def _block_lines(block: BlockSheet, start: float) -> Iterator[str]:
    yield f"{block.index + 1}. {block.name} ({block.variant_name}) - {block.side_words} - {block.dose}"
    for step in block.steps:
        yield from _step_lines(step, start)
        start += step.expected_seconds
    if block.easier is not None:
        yield f"         if it is too hard: {block.easier.name}, {block.easier.dose}"


def script(sheet: CueSheet) -> str:
    """Return the sheet as text: a time, what happens, and every spoken line in the order it is said.

    Times assume that every position change takes its expected time.
    """
    lines = [f"About {counted(sheet.minutes, 'minute')}", ""]
    at = 0.0
    for step in sheet.opening:
        lines += _step_lines(step, at)
        at += step.expected_seconds
    for block in sheet.blocks:
        lines += ["", *_block_lines(block, at)]
        at += block.expected_seconds
    lines.append("")
    for step in sheet.closing:
        lines += _step_lines(step, at)
    return "\n".join(lines) + "\n"
