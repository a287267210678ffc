"""Before the first repetition: the name, how to get into position for this side, and the movement told once."""

from ilium.cuesheet.claims import SUPPORT, claims
from ilium.cuesheet.dose_words import length_words
from ilium.cuesheet.model import Cue, UntilReadyStep
from ilium.cuesheet.scene import Scene, side_name
from ilium.cuesheet.speech import end_of


def _title(scene: Scene) -> str:
    phrases, name = scene.phrases, scene.exercise.name
    if scene.first_side is None:
        return phrases.intro_symmetric.format(name=name)
    side = scene.first_side.value
    if scene.block.alternate_sets:
        return phrases.intro_alternate.format(name=name, side=side)
    if scene.variant.position == "side-lying":
        return (phrases.second_on_top if scene.second_side else phrases.intro_on_top).format(name=name, side=side)
    return (phrases.second_side if scene.second_side else phrases.intro_sided).format(name=name, side=side)


def _opening(scene: Scene) -> tuple[str, ...]:
    """Return how a block is announced: its name and version, or that it is the easier one of what was begun."""
    if scene.eased:
        return (scene.phrases.easier.format(variant=scene.variant.name),)
    return (_title(scene), _version(scene))


def _version(scene: Scene) -> str:
    if scene.second_side or scene.variant.name.lower() == scene.exercise.name.lower():
        return ""
    words = scene.phrases.next_part if scene.next_part else scene.phrases.version
    return words.format(variant=scene.variant.name)


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
    """Return the step that opens a block: name, version, position, movement, how many; then as long as it takes.

    Whoever may lie on the back for short spells only hears the movement before lying down.
    """
    opening = _opening(scene)
    position, movement = (*_moving(scene), *_setup_lines(scene)), (*_limit_lines(scene), *_movement_lines(scene))
    told = (*movement, *position) if scene.block.rolls else (*position, *movement)
    cues = scene.voice.in_turn((*opening, *(line for line in told if line not in scene.heard), _how_many(scene)))
    return until_ready(scene, "position", cues, caption=opening[0], set_number=1)


def back_again(scene: Scene, set_number: int) -> UntilReadyStep:
    """Return the step after a rest on the side: onto the back again."""
    cues = scene.voice.in_turn((scene.phrases.roll_back, *_setup_lines(scene)))
    return until_ready(scene, "back", cues, caption=scene.phrases.roll_back, set_number=set_number)


def _moving(scene: Scene) -> tuple[str, ...]:
    return (scene.moving,) if scene.moving else ()


def _limit_lines(scene: Scene) -> tuple[str, ...]:
    """Return what the person's limits say here, but for a support that the position itself asks for."""
    asked = {claim for line in _setup_lines(scene) for claim in claims(line) if claim.kind == SUPPORT}
    return tuple(line for line in scene.block.lines if not claims(line) or not claims(line) <= asked)


def lines_heard(scene: Scene) -> tuple[str, ...]:
    """Return how a block's own position step, or that of its other side, says where to lie and how to move."""
    setup = tuple(scene.words(line) for line in scene.variant.setup)
    return (*setup, *scene.block.lines, *(_moves(scene) if scene.variant.counted == "repetitions" else ()))


def until_ready(scene: Scene, name: str, cues: tuple[Cue, ...], *, caption: str, set_number: int) -> UntilReadyStep:
    """Return a change of position; after turning over or getting up it is never shorter than the guide's own."""
    lead_in = scene.lead_in_seconds
    if scene.second_side or set_number > 1 or scene.moving:
        lead_in = max(lead_in, scene.phrases.timing.turn_over_lead_in)
    return UntilReadyStep(
        id=scene.step_id(name, set_number if set_number > 1 else 0),
        caption=caption,
        cues=cues,
        side=side_name(scene.side(set_number)),
        pose=" ".join(_setup_lines(scene)),
        expected_seconds=round(end_of(cues) + lead_in + scene.phrases.timing.start_count, 1),
        set=set_number,
        of_sets=scene.block.sets,
        lead_in_seconds=lead_in,
        starting=scene.phrases.starting,
    )


def _movement_lines(scene: Scene) -> tuple[str, ...]:
    """Return the movement in words, told once before counted repetitions: there is no time for it at tempo.

    Of an easier version only how it begins is told: somebody waits for it, and its first repetitions name the rest.
    """
    if scene.second_side or scene.variant.counted == "holds":
        return ()
    if scene.eased:
        return _moves(scene)
    told = [scene.words(phase.say) for phase in scene.phases("enter", "move", "hold", "return")]
    return (scene.phrases.movement, *dict.fromkeys(told), scene.words(scene.exercise.breath.say))


def _moves(scene: Scene) -> tuple[str, ...]:
    return tuple(scene.words(phase.say) for phase in scene.phases("enter", "move"))
