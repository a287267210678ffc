"""One block of a plan, compiled to steps.

A set is: ``enter`` phases, then the repetitions (long holds one by one, or counted at tempo), then ``exit`` phases.
Around the sets stand how to get into position, how the movement goes, and rests that name what comes next. Nothing is
asked between them.
"""

from collections.abc import Iterator

import msgspec

from ilium.anatomy import Side
from ilium.cuesheet.dose_words import dose_words
from ilium.cuesheet.holds import hold_steps
from ilium.cuesheet.model import Alternative, BlockSheet, CameraGuide, QuestionStep, Step
from ilium.cuesheet.position import back_again, into_position, until_ready
from ilium.cuesheet.scene import Scene, phase_step, side_name, timed_step
from ilium.cuesheet.speech import end_of, without_overlap
from ilium.cuesheet.tempo import repetitions_step
from ilium.prescription.guidance import Guidance
from ilium.prescription.model import WorkingSide


def _set(scene: Scene, set_number: int) -> Iterator[Step]:
    told = set_number > 1 or (scene.variant.counted == "repetitions" and not scene.second_side)
    for phase in scene.phases("enter"):
        yield phase_step(scene, phase, set_number, 0, told=told)
    if scene.variant.counted == "holds":
        yield from hold_steps(scene, set_number)
    else:
        yield repetitions_step(scene, set_number)
    for phase in scene.phases("exit"):
        yield phase_step(scene, phase, set_number, 0, told=set_number > 1)


def _between_sets(scene: Scene, set_number: int) -> Iterator[Step]:
    """Yield the rest before set ``set_number``, which names what comes; then, where sides take turns, the change."""
    phrases, block = scene.phrases, scene.block
    side = scene.side(set_number)
    words = phrases.rest_set_sided if block.alternate_sets else phrases.rest_set
    number, of_sets = scene.numbered(set_number)
    line = words.format(set=phrases.number(number), sets=phrases.number(of_sets), side=side.value if side else "")
    line = f"{line} {phrases.roll_aside}" if block.rolls else line
    seconds = float(block.rest_seconds)
    cues = [scene.voice.cue(0.0, line), scene.voice.cue(seconds - 10.0, phrases.rest_ten, must=False)]
    fitting = without_overlap([cue for cue in cues if cue.at >= 0], seconds)
    yield timed_step(scene, "rest", fitting, seconds=seconds, role="rest", caption=line, set_number=set_number)
    if block.alternate_sets and side is not None:
        said = scene.voice.in_turn(
            [phrases.switch_set.format(side=side.value), *(scene.words(x, set_number) for x in scene.variant.switch)]
        )
        yield until_ready(_before_change(scene), "change", said, caption=said[0].say, set_number=set_number)
    elif block.rolls:
        yield back_again(scene, set_number)


def _before_change(scene: Scene) -> Scene:
    """Return the scene of a change of sides between two sets: lying on the back one stays as one is."""
    return msgspec.structs.replace(scene, settled=scene.variant.position == "supine")


def _all_sets(scene: Scene) -> Iterator[Step]:
    for set_number in range(1, scene.block.sets + 1):
        if set_number > 1:
            yield from _between_sets(scene, set_number)
        yield from _set(scene, set_number)


def block_steps(scene: Scene) -> tuple[Step, ...]:
    """Return every step of the block, in order."""
    return (into_position(scene), *_all_sets(scene), *_onto_the_side(scene))


def _onto_the_side(scene: Scene) -> Iterator[Step]:
    """Yield the end of a spell on the back, where that is to be short."""
    if scene.block.rolls:
        line, seconds = scene.phrases.roll_aside, scene.phrases.timing.roll_seconds
        cues = (scene.voice.cue(0.0, line),)
        yield timed_step(scene, "aside", cues, seconds=seconds, role="rest", caption=line, set_number=scene.block.sets)


def _alternative(scene: Scene) -> Alternative | None:
    easier = scene.block.easier
    if easier is None:
        return None
    variant = scene.exercise.get_variant(easier.variant)
    side = None if easier.working_side is WorkingSide.BOTH and not easier.alternate_sets else scene.first_side
    inner = msgspec.structs.replace(
        scene, block=easier, variant=variant, first_side=side, second_side=False, level=Guidance.FULL, eased=True
    )
    stays = variant.position == scene.variant.position
    return Alternative(
        variant=variant.id,
        name=variant.name,
        dose=_dose(inner),
        steps=block_steps(msgspec.structs.replace(inner, settled=stays and scene.settled)),
        brief=into_position(_in_its_middle(inner, scene, settled=stays)),
        recheck=_recheck(inner),
    )


def _recheck(scene: Scene) -> QuestionStep:
    phrases, timing = scene.phrases, scene.phrases.timing
    cues = (scene.voice.cue(0.0, phrases.ask_worst),)
    return QuestionStep(
        id=scene.step_id("recheck"),
        caption=phrases.ask_worst_caption,
        cues=cues,
        side=side_name(scene.first_side),
        expected_seconds=timing.question_expected_seconds,
        seconds=round(end_of(cues) + timing.question_seconds, 1),
        low_label=phrases.worst_low,
        high_label=phrases.worst_high,
    )


def _in_its_middle(inner: Scene, scene: Scene, *, settled: bool) -> Scene:
    """Return the scene of an easier version for who is in position and has heard what the limits say at the block."""
    heard = tuple(line for line in inner.block.lines if line not in scene.block.lines)
    return msgspec.structs.replace(
        inner, in_its_middle=True, moving="", settled=settled, block=msgspec.structs.replace(inner.block, lines=heard)
    )


def _dose(scene: Scene) -> str:
    block = scene.block
    return dose_words(
        scene.phrases,
        holds=scene.variant.counted == "holds",
        sets=scene.numbered(block.sets)[1],
        repetitions=block.repetitions,
        hold_seconds=block.hold_seconds,
        breaths=block.breaths,
        alternate=block.alternate_sets,
    )


def _camera(scene: Scene) -> CameraGuide | None:
    camera = scene.variant.camera
    if camera is None:
        return None
    position = scene.variant.position
    if camera.trust == "never":
        return CameraGuide(place="", view=None, why=scene.words(camera.why), azimuth=None, position=position)
    azimuth = -camera.azimuth if scene.side(1) is Side.RIGHT else camera.azimuth
    place = scene.words(camera.place)
    return CameraGuide(place=place, view=camera.view, why="", azimuth=azimuth, position=position)


def _told_whole(scene: Scene) -> tuple[Step, ...]:
    """Return the same steps with everything said; none where everything is."""
    return () if scene.level is Guidance.FULL else block_steps(msgspec.structs.replace(scene, level=Guidance.FULL))


def compile_block(scene: Scene) -> BlockSheet:
    """Compile one block with its easier alternative."""
    block, steps = scene.block, block_steps(scene)
    return BlockSheet(
        index=scene.index,
        exercise=block.exercise,
        exercise_name=scene.exercise.name,
        name=scene.variant.name,
        variant=block.variant,
        phase=block.phase,
        working_side=block.working_side.value,
        lies_on=side_name(block.lies_on),
        symmetric=scene.variant.symmetric,
        sets=block.sets,
        repetitions=block.repetitions,
        hold_seconds=block.hold_seconds,
        breaths=block.breaths,
        rest_seconds=block.rest_seconds,
        rung=None if block.rung is None else scene.exercise.get_rung(block.rung).id,
        source=block.source,
        dose=_dose(scene),
        why=scene.words(scene.exercise.why),
        feel=scene.words(scene.exercise.feel),
        position=tuple(scene.words(line) for line in scene.variant.setup),
        camera=_camera(scene),
        expected_seconds=round(sum(step.expected_seconds for step in steps), 1),
        guidance=scene.level.value,
        steps=steps,
        more=_told_whole(scene),
        easier=_alternative(scene),
    )
