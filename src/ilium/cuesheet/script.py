"""A cue sheet as a script that a physiotherapist could read aloud.

It holds no time of the session: each time counts from the beginning of its step, so that a changed dose changes its own
lines and no other.
"""

from collections.abc import Iterable, Iterator, Sequence

from ilium.anatomy import counted
from ilium.cuesheet.model import (
    BlockSheet,
    BreathsStep,
    Cue,
    CueSheet,
    RepetitionsStep,
    Step,
    TimedStep,
    UntilReadyStep,
)

#: A step of more lines than these is not written out again, and single words said one a second share a line from this
#: many on. Our choice, for whoever reads aloud.
LINES_TO_REPEAT, WORDS_TO_JOIN = 3, 3


def _clock(seconds: float) -> str:
    whole = int(round(seconds, 3))
    return f"{whole // 60}:{whole % 60:02d}"


def _what(step: Step) -> str:
    match step:
        case UntilReadyStep():
            count = f"“{step.starting} five, four, three, two, one”"
            return f"until ready; about {step.lead_in_seconds:.0f} s of quiet, then {count}"
        case RepetitionsStep():
            tempo = "-".join(f"{phase.seconds:g}" for phase in step.tempo)
            return f"{step.repetitions} repetitions at {tempo} s"
        case BreathsStep():
            return f"{step.breaths} breaths, at most {step.max_seconds:.0f} s"
        case _:
            return f"{step.role}, {step.seconds:g} s"


def _kind(step: Step) -> str:
    return step.role if isinstance(step, TimedStep) else str(type(step).__struct_config__.tag)


def _runs(cues: Iterable[Cue]) -> Iterator[list[Cue]]:
    """Yield the spoken cues, those together that are single words one second apart."""
    run: list[Cue] = []
    for cue in cues:
        if run and not (_is_word(run[-1]) and _is_word(cue) and round(cue.at - run[-1].at, 3) == 1):
            yield run
            run = []
        run.append(cue)
    if run:
        yield run


def _is_word(cue: Cue) -> bool:
    return " " not in cue.say


def _spoken(step: Step) -> list[str]:
    """Return a line for each thing to say; a count down is one."""
    lines = []
    for run in _runs(cue for cue in step.cues if cue.say):
        together = [run] if len(run) >= WORDS_TO_JOIN else [[cue] for cue in run]
        lines += [f"    {_clock(cues[0].at):>5}  {' '.join(cue.say for cue in cues)}" for cues in together]
    return lines


def _step_lines(steps: Sequence[Step]) -> Iterator[str]:
    """Yield each step and what is said in it, unless that was the same the last time."""
    last: dict[str, tuple[str, list[str]]] = {}
    for step in steps:
        kind, what, spoken = _kind(step), _what(step), _spoken(step)
        where = f" set {step.set} of {step.of_sets}" if step.of_sets > 1 and step.set else ""
        if len(spoken) > LINES_TO_REPEAT and last.get(kind) == (what, spoken):
            yield f"  [{kind} as before]{where}"
        else:
            yield f"  [{what}]{where}"
            yield from spoken
        last[kind] = what, spoken


def _named(block: BlockSheet) -> str:
    is_whole = block.name == block.exercise_name
    return block.name if is_whole else f"{block.name} (part of {block.exercise_name})"


def _block_lines(block: BlockSheet) -> Iterator[str]:
    name, length = f"{block.index + 1}. {_named(block)}", _clock(block.expected_seconds)
    yield f"{name} - {block.side_words} - {block.dose} - takes {length} - guidance: {block.guidance}"
    yield from _step_lines(block.steps)
    if block.easier is not None:
        yield f"  if it is too hard: {block.easier.name}, {block.easier.dose}"


def script(sheet: CueSheet) -> str:
    """Return the sheet as text: what happens, and every spoken line in the order it is said.

    The time before a line counts from the beginning of its step; the words of a count down are said one a second. How
    long a block takes assumes that every position change takes its expected time.
    """
    lines = [f"About {counted(sheet.minutes, 'minute')}; times count from the beginning of each step", ""]
    lines += _step_lines(sheet.opening)
    for block in sheet.blocks:
        lines += ["", *_block_lines(block)]
    lines += ["", *_step_lines(sheet.closing)]
    return "\n".join(lines) + "\n"
