"""Repetitions counted aloud at tempo."""

from collections.abc import Iterator

from ilium.cuesheet.model import Cue, RepetitionsStep, TempoPhase
from ilium.cuesheet.scene import Scene, side_name
from ilium.cuesheet.speech import without_overlap
from ilium.prescription.guidance import Guidance


def _tempo(scene: Scene, set_number: int) -> tuple[TempoPhase, ...]:
    return tuple(
        TempoPhase(
            phase=phase.id,
            kind=phase.kind,
            caption=scene.words(phase.short or phase.say, set_number),
            pose=scene.words(phase.pose, set_number),
            seconds=float(scene.block.hold_seconds)
            if phase.kind == "hold" and scene.block.hold_seconds
            else phase.seconds,
        )
        for phase in scene.phases("move", "hold", "return")
    )


def _guided(scene: Scene, set_number: int) -> int:
    """Return how many repetitions of a set name their phases, which is the same on both sides."""
    timing = scene.phrases.timing
    in_short = timing.guided_in_short if set_number == 1 else 0
    return {Guidance.FULL: timing.guided_repetitions, Guidance.SHORT: in_short}.get(scene.level, 0)


def _repetition_cues(
    scene: Scene, tempo: tuple[TempoPhase, ...], start: float, n: int, *, guided: bool
) -> Iterator[Cue]:
    """Yield one repetition's cues: its number at the top, and the phases' names while they are new."""
    at, counted = start, False
    for place, phase in enumerate(tempo):
        top = phase.kind == "hold" or (phase.kind == "return" and not counted)
        if place == 0:
            last = n == scene.block.repetitions and n > 1
            words = scene.phrases.last_one if last else phase.caption if guided else ""
            yield scene.voice.cue(at, words, must=False, tone="start" if n == 1 else "tick")
        elif top:
            yield scene.voice.cue(at, f"{scene.phrases.number(n).capitalize()}.", must=False)
        elif guided:
            yield scene.voice.cue(at, phase.caption, must=False)
        counted = counted or top
        at += phase.seconds


def repetitions_step(scene: Scene, set_number: int) -> RepetitionsStep:
    """Return one set of repetitions as one step, its counting laid out over the whole of it."""
    tempo = _tempo(scene, set_number)
    each = sum(phase.seconds for phase in tempo)
    total = round(each * scene.block.repetitions, 2)
    guided = _guided(scene, set_number)
    cues = [
        cue
        for n in range(scene.block.repetitions)
        for cue in _repetition_cues(scene, tempo, n * each, n + 1, guided=n < guided)
    ]
    return RepetitionsStep(
        id=scene.step_id("repetitions", set_number),
        caption=scene.variant.name,
        cues=without_overlap(cues, total),
        side=side_name(scene.side(set_number)),
        phase=tempo[0].phase,
        expected_seconds=total,
        set=set_number,
        of_sets=scene.block.sets,
        of_repetitions=scene.block.repetitions,
        repetitions=scene.block.repetitions,
        tempo=tempo,
    )
