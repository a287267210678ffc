"""Before the first repetition: the name, how to get into position for this side, and the movement told once."""

import re

import msgspec

from ilium.cuesheet.claims import SUPPORT, claims
from ilium.cuesheet.dose_words import length_words
from ilium.cuesheet.model import Cue, UntilReadyStep
from ilium.cuesheet.scene import Scene, side_name
from ilium.cuesheet.speech import end_of
from ilium.prescription.guidance import Guidance


def _title(scene: Scene) -> str:
    phrases, name = scene.phrases, scene.variant.name
    if scene.first_side is None:
        return phrases.intro_symmetric.format(name=name)
    side = scene.first_side.value
    if scene.block.alternate_sets:
        return phrases.intro_alternate.format(name=name, side=side)
    if scene.variant.position == "side-lying":
        return (phrases.second_on_top if scene.second_side else phrases.intro_on_top).format(name=name, side=side)
    return (phrases.second_side if scene.second_side else phrases.intro_sided).format(name=name, side=side)


def _opening(scene: Scene) -> tuple[str, ...]:
    """Return how a block is announced: by what is done, and what that is part of; or that it is the easier one."""
    if scene.eased:
        return (scene.phrases.easier.format(variant=scene.variant.name),)
    return (_title(scene), _part_of(scene))


def _part_of(scene: Scene) -> str:
    is_whole = scene.variant.name.lower() == scene.exercise.name.lower()
    if scene.level is not Guidance.FULL or scene.second_side or is_whole:
        return ""
    return scene.phrases.part_of.format(exercise=scene.exercise.name)


def _how_many(scene: Scene) -> str:
    each = scene.phrases.how_many_each if scene.block.alternate_sets and not scene.eased else ""
    return _how_many_a_side(scene, scene.numbered(scene.block.sets)[1]) + each


def _how_many_a_side(scene: Scene, sets: int) -> str:
    phrases, block = scene.phrases, scene.block
    count = phrases.number(block.repetitions if scene.variant.counted == "repetitions" else sets * block.repetitions)
    if scene.variant.counted == "repetitions":
        words = phrases.how_many_one_set if sets == 1 else phrases.how_many_sets
        return words.format(sets=phrases.number(sets).capitalize(), count=count)
    one = sets * block.repetitions == 1
    if block.breaths is not None:
        words = phrases.how_many_one_breaths if one else phrases.how_many_breaths
        return words.format(count=count.capitalize(), breaths=phrases.number(block.breaths))
    length = length_words(phrases, block.hold_seconds or 0)
    if one:
        return phrases.how_many_one_hold.format(seconds=length)
    return phrases.how_many_holds.format(count=count.capitalize(), seconds=phrases.number(block.hold_seconds or 0))


def _setup_lines(scene: Scene) -> tuple[str, ...]:
    """Return how to get into position; on the second side only the change of sides, where the variant tells it."""
    lines = scene.variant.switch if scene.second_side and scene.variant.switch else scene.variant.setup
    return tuple(scene.words(line) for line in lines)


def into_position(scene: Scene) -> UntilReadyStep:
    """Return the step that opens a block: what it is, position, movement, how many; then as long as it takes.

    How much of it is said is the scene's level. The side, a change of position, what the person's limits say and the
    dose are said at each. Whoever may lie on the back for short spells only hears the movement before lying down. Of an
    easier version only where to begin is said, or how to go on from the harder one: somebody waits for it.
    """
    opening = _opening(scene)
    position, movement = (*_moving(scene), *_position_lines(scene)), (*_limit_lines(scene), *_movement_lines(scene))
    told = (*movement, *position) if scene.block.rolls else (*position, *movement)
    cues = scene.voice.in_turn((*opening, *told, _how_many(scene)))
    return until_ready(scene, "position", cues, caption=opening[0], set_number=1)


def back_again(scene: Scene, set_number: int) -> UntilReadyStep:
    """Return the step after a rest on the side: onto the back again."""
    there = msgspec.structs.replace(scene, settled=False)
    cues = scene.voice.in_turn((scene.phrases.roll_back, *_position_lines(there)))
    return until_ready(there, "back", cues, caption=scene.phrases.roll_back, set_number=set_number)


def _moving(scene: Scene) -> tuple[str, ...]:
    return (scene.moving,) if scene.moving else ()


def _position_lines(scene: Scene) -> tuple[str, ...]:
    """Return where to lie, sit or stand: all of it at first, then how it begins; where one is there, what changes."""
    lines = _setup_lines(scene)
    if scene.eased:
        return () if scene.in_its_middle and scene.settled else lines[:1]
    if scene.level is Guidance.FULL:
        return lines
    if scene.settled and scene.level is Guidance.COUNTS:
        return () if scene.second_side else _new_in(lines[0], scene.words(scene.was))
    return lines[:1]


def _new_in(line: str, was: str) -> tuple[str, ...]:
    """Return the sentences of a line that another has not, as one line: what changes where one lies on as one lay."""
    before = _sentences(was)
    found = " ".join(one for one in _sentences(line) if one not in before)
    return (found,) if found else ()


def _sentences(line: str) -> list[str]:
    return re.findall(r"[^.]+\.", line.replace(". ", ".")) if line else []


def _limit_lines(scene: Scene) -> tuple[str, ...]:
    """Return what the person's limits say here, but for a support that the position itself asks for."""
    asked = {claim for line in _position_lines(scene) for claim in claims(line) if claim.kind == SUPPORT}
    return tuple(line for line in scene.block.lines if not claims(line) or not claims(line) <= asked)


def until_ready(scene: Scene, name: str, cues: tuple[Cue, ...], *, caption: str, set_number: int) -> UntilReadyStep:
    """Return the step before work: short where one is in position already, else never shorter than the guide's own."""
    timing, lead_in = scene.phrases.timing, scene.lead_in_seconds
    if scene.settled:
        share = timing.easier_lead_in_share if scene.eased else timing.settled_lead_in_share
        lead_in = round(share * lead_in, 1)
    elif scene.second_side or set_number > 1 or scene.moving:
        lead_in = max(lead_in, timing.turn_over_lead_in)
    return UntilReadyStep(
        id=scene.step_id(name, set_number if set_number > 1 else 0),
        caption=caption,
        cues=cues,
        side=side_name(scene.side(set_number)),
        pose=" ".join(_setup_lines(scene)),
        expected_seconds=round(end_of(cues) + lead_in + timing.start_count, 1),
        set=set_number,
        of_sets=scene.block.sets,
        lead_in_seconds=lead_in,
        starting=scene.phrases.starting,
    )


def _movement_lines(scene: Scene) -> tuple[str, ...]:
    """Return the movement in words: all of it before counted repetitions, as there is no time for it at tempo.

    In short it is one line. What the person's limits have changed in it is said whole at every level; where it is
    counted in holds each phase is told when it comes.
    """
    if scene.eased:
        return (scene.words(scene.variant.from_harder),) if scene.in_its_middle else ()
    if scene.level is Guidance.FULL:
        return _told_whole(scene)
    changed = scene.limited("move", "hold", "return") if scene.variant.counted == "repetitions" else ()
    limits = tuple(scene.words(phase.say) for phase in changed)
    in_short = scene.level is Guidance.SHORT and not scene.second_side
    return (*((_in_a_line(scene),) if in_short else ()), *limits)


def _told_whole(scene: Scene) -> tuple[str, ...]:
    if scene.second_side or scene.variant.counted == "holds":
        return ()
    told = [scene.words(phase.say) for phase in scene.phases("enter", "move", "hold", "return")]
    return (scene.phrases.movement, *dict.fromkeys(told), scene.words(scene.exercise.breath.say))


def _in_a_line(scene: Scene) -> str:
    phases = scene.phases("enter", "move", "hold", "return")
    return " ".join(dict.fromkeys(scene.words(phase.short or phase.say) for phase in phases))
