"""Long holds, one by one: each with its own countdown, breath pacer and rest."""

from collections.abc import Iterator

import msgspec

from ilium.cuesheet.model import BreathPace, BreathsStep, Cue, Step, TimedStep
from ilium.cuesheet.scene import Scene, phase_step, side_name, timed_step
from ilium.cuesheet.speech import without_overlap
from ilium.exercises.model import MovementPhase


def _countdown(scene: Scene, seconds: float) -> Iterator[Cue]:
    timing = scene.phrases.timing
    if seconds < timing.count_last_from:
        return
    for left in range(timing.count_last, 0, -1):
        yield scene.voice.cue(seconds - left, scene.phrases.number(left).capitalize() + ".", must=False)


def _marks(scene: Scene, seconds: float) -> Iterator[Cue]:
    """Yield the half-way word, and on a very long hold a comfort check every minute."""
    timing, phrases = scene.phrases.timing, scene.phrases
    if seconds >= timing.half_from:
        yield scene.voice.cue(seconds / 2, phrases.half, must=False)
    if seconds >= timing.comfort_from:
        for minute in range(1, int(seconds // 60)):
            left = int(seconds // 60) - minute
            line = (
                phrases.minute_left
                if left == 1
                else phrases.minutes_left.format(minutes=phrases.number(left).capitalize())
            )
            ends = f" {phrases.skip_ends_it}" if minute == 1 else ""
            yield scene.voice.cue(minute * 60 + (2.0 if minute * 120 == seconds else 0.0), line + ends, must=False)


def _hold(scene: Scene, phase: MovementPhase, set_number: int, repetition: int, *, told: bool) -> Step:
    block = scene.block
    if block.breaths is not None:
        return _breaths(scene, phase, set_number, repetition)
    seconds = float(block.hold_seconds or phase.seconds)
    line = scene.line(phase, set_number, told=told)
    start = scene.voice.cue(0.0, line, tone="start")
    cues = without_overlap([start, *_marks(scene, seconds), *_countdown(scene, seconds)], seconds)
    return timed_step(
        scene, f"{phase.id}{repetition}", cues, seconds=seconds, role="hold", caption=scene.phrases.hold,
        set_number=set_number, phase=phase.id, pose=scene.words(phase.pose, set_number), movement="hold",
        repetition=repetition, of_repetitions=block.repetitions,
        breath=None if scene.pace is None else msgspec.to_builtins(scene.pace),
    )  # fmt: skip


def _breaths(scene: Scene, phase: MovementPhase, set_number: int, repetition: int) -> BreathsStep:
    """Return a hold counted in breaths: paced where the pace fits the dose's bound, else in the person's own time."""
    block, phrases = scene.block, scene.phrases
    breaths = block.breaths or 0
    free = breaths * phrases.timing.free_breath_seconds
    bound = float(block.max_hold_seconds or free)
    cycle = scene.pace.in_seconds + scene.pace.out_seconds if scene.pace else 0.0
    pace = scene.pace if scene.pace and breaths * cycle <= bound else None
    lasts = breaths * cycle if pace else bound
    start = scene.voice.cue(
        0.0, phrases.breaths_free.format(breaths=phrases.number(breaths).capitalize()), tone="start"
    )
    cues = [start, *(_paced(scene, pace, breaths) if pace else _marks(scene, lasts))]
    return BreathsStep(
        id=scene.step_id(f"{phase.id}{repetition}", set_number),
        caption=phrases.hold_breathe,
        cues=without_overlap(cues, lasts),
        side=side_name(scene.side(set_number)),
        phase=phase.id,
        pose=scene.words(phase.pose, set_number),
        expected_seconds=round(lasts, 1),
        set=set_number,
        of_sets=block.sets,
        repetition=repetition,
        of_repetitions=block.repetitions,
        breaths=breaths,
        max_seconds=round(lasts, 1),
        breath=pace,
    )


def _paced(scene: Scene, pace: BreathPace, breaths: int) -> Iterator[Cue]:
    """Yield the pacer's words: in and out for the second breath, then only the count, then the last."""
    cycle = pace.in_seconds + pace.out_seconds
    for n in range(2, breaths + 1):
        words = {2: scene.phrases.breath_in, breaths: scene.phrases.last_breath}.get(
            n, f"{scene.phrases.number(n).capitalize()}."
        )
        yield scene.voice.cue((n - 1) * cycle, words, must=False)
        if n == 2:
            yield scene.voice.cue((n - 1) * cycle + pace.in_seconds, scene.phrases.breath_out, must=False)


def hold_steps(scene: Scene, set_number: int) -> Iterator[Step]:
    """Yield one set of holds: into it, the hold, back, and a rest between."""
    for repetition in range(1, scene.block.repetitions + 1):
        told = repetition > 1 or set_number > 1
        for phase in scene.phases("move", "hold", "return"):
            if phase.kind == "hold":
                yield _hold(scene, phase, set_number, repetition, told=told)
            else:
                yield phase_step(scene, phase, set_number, repetition, told=told)
        if repetition < scene.block.repetitions:
            yield _rest_between(scene, set_number, scene.block.repetitions - repetition)


def _rest_between(scene: Scene, set_number: int, left: int) -> TimedStep:
    phrases = scene.phrases
    line = phrases.one_more_hold if left == 1 else phrases.more_holds.format(count=phrases.number(left).capitalize())
    cues = (scene.voice.cue(0.0, line),)
    seconds = float(scene.block.rest_seconds)
    name = f"rest{scene.block.repetitions - left}"
    return timed_step(
        scene, name, cues, seconds=seconds, role="rest", caption=phrases.gap_caption, set_number=set_number
    )
