"""From plans to the session sheet."""

import hashlib
import math
from collections.abc import Mapping
from typing import Literal

import msgspec

from ilium.anatomy import PainSide, Side
from ilium.cuesheet.blocks import compile_block
from ilium.cuesheet.ease import Around, around, pace_of
from ilium.cuesheet.model import BlockSheet, CueSheet, LengthChoice, Offline, SessionSheet, Step, TimedStep
from ilium.cuesheet.pain_table import compile_gate, compile_pain_table
from ilium.cuesheet.phrases import Phrases, load_phrases
from ilium.cuesheet.scene import Scene
from ilium.cuesheet.speech import Voice, end_of
from ilium.exercises.model import UPRIGHT, Library
from ilium.prescription.guidance import Guidance, Known
from ilium.prescription.loader import load_rules
from ilium.prescription.model import Block, EaseChosen, Mode, SessionPlan, WorkingSide
from ilium.prescription.pain import Policy

#: Goes up whenever an older player could not obey the sheet any more.
SHAPE_VERSION: Literal[5] = 5


class Guide(msgspec.Struct, frozen=True, kw_only=True):
    """How the person wants to be guided.

    Parameters
    ----------
    rate : {"slow", "normal", "quick"}
        How fast the voice speaks; ``normal`` is the library's own pace.
    breath : {"slow", "medium", "quick", "free"}
        The breath pacer; ``medium`` is the specification's own pace, ``free`` none.
    lead_in_seconds : float
        Quiet time to get into position, before the five-second count.
    raised_hand : bool
        A hand held up before the camera pauses.
    record_landmarks : bool
        Where the joints are is recorded while the camera watches a set.
    worse : Side, optional
        The sorer side when both hurt; sets that take turns begin on the other one.
    emergency, advice : str
        The locale's numbers or lines; ``emergency_signs`` the words of the signs.
    amber : Policy
        What a little more pain does.
    flare : bool
        The last session was followed by a flare: the gate lets only the gentlest stretches through.
    known : mapping of (str, str, str) to Guidance
        How much is said at a variant of an exercise on a side; at any other everything is.
    """

    breath: Literal["slow", "medium", "quick", "free"] = "medium"
    readiness: Literal["lead-in", "tap"] = "lead-in"
    lead_in_seconds: float = 20
    raised_hand: bool = False
    record_landmarks: bool = False
    voice: bool = True
    rate: Literal["slow", "normal", "quick"] = "normal"
    sound: bool = True
    figure: bool = True
    worse: Side | None = None
    emergency: str = ""
    advice: str = ""
    amber: Policy = Policy.STRICT
    flare: bool = False
    emergency_signs: tuple[str, ...] = ()
    known: Mapping[Known, Guidance] = {}


def _voice(library: Library, phrases: Phrases, guide: Guide) -> Voice:
    pace = library.limits.words_per_second * phrases.speech_rates[guide.rate]
    return Voice(words_per_second=pace, gap_seconds=phrases.timing.gap_seconds)


def _first_side(block: Block, guide: Guide) -> Side | None:
    if block.alternate_sets:
        return guide.worse.opposite if guide.worse else Side.LEFT
    return None if block.working_side is WorkingSide.BOTH else Side(block.working_side.value)


def _scene(library: Library, phrases: Phrases, plan: SessionPlan, guide: Guide, index: int) -> Scene:
    block = plan.blocks[index]
    exercise = library.get(block.exercise)
    before = plan.blocks[index - 1] if index else None
    again = before is not None and before.exercise == block.exercise
    same_variant_before = any(b.exercise == block.exercise and b.variant == block.variant for b in plan.blocks[:index])
    return Scene(
        phrases=phrases,
        voice=_voice(library, phrases, guide),
        exercise=exercise,
        variant=exercise.get_variant(block.variant),
        block=block,
        index=index,
        first_side=_first_side(block, guide),
        pace=pace_of(exercise, phrases, guide.breath) if exercise.phase == "mobilise" else None,
        lead_in_seconds=guide.lead_in_seconds,
        second_side=again and same_variant_before,
        level=guide.known.get((block.exercise, block.variant, block.working_side.value), Guidance.FULL),
        settled=_is_settled(library, before, block),
        was=library.get(before.exercise).get_variant(before.variant).setup[0] if before else "",
        moving=_moving(library, phrases, before, block, plan.ease),
    )


def _is_up(library: Library, block: Block | None) -> bool:
    """Whether one sits or stands in a block; before the first one does too."""
    return block is None or library.get(block.exercise).get_variant(block.variant).position in UPRIGHT


def _is_settled(library: Library, before: Block | None, block: Block) -> bool:
    """Whether one is in a block's position already: one lies as in the block before, or sits or stands on unchanged."""
    if before is None or before.rolls or before.bed is not block.bed:
        return False
    then, now = (library.get(one.exercise).get_variant(one.variant) for one in (before, block))
    if now.position in UPRIGHT:
        return now is then and before.working_side is block.working_side
    return now.position == then.position and before.lies_on is block.lies_on


def _moving(
    library: Library, phrases: Phrases, before: Block | None, block: Block, ease: EaseChosen | None = None
) -> str:
    """Return how to get down to a block, or up to it, from the one before; empty where one is there already.

    Before the first one comes the position of ease, where there is one.
    """
    first = ease if before is None else None
    was_up = not first.lies if first else _is_up(library, before)
    from_bed = first.bed if first else before is not None and before.bed
    if was_up and not _is_up(library, block):
        return phrases.get_down_bed if block.bed else phrases.get_down
    if not was_up and _is_up(library, block):
        return phrases.get_up_bed if from_bed else phrases.get_up
    return ""


def _closing(library: Library, phrases: Phrases, plan: SessionPlan) -> tuple[str, ...]:
    last = plan.blocks[-1] if plan.blocks else None
    if last is None or _is_up(library, last):
        return (phrases.closing_up,)
    return phrases.closing, phrases.get_up_bed if last.bed else phrases.get_up


def _said(voice: Voice, step_id: str, lines: tuple[str, ...], caption: str) -> TimedStep:
    cues = voice.in_turn(lines)
    lasts = round(end_of(cues) + 1.0, 1)
    return TimedStep(id=step_id, caption=caption, cues=cues, expected_seconds=lasts, seconds=lasts, role="say")


def _opening(voice: Voice, phrases: Phrases, plan: SessionPlan, minutes: int) -> tuple[Step, ...]:
    count = len({block.exercise for block in plan.blocks})
    numbers = {"count": phrases.number(count), "minutes": minutes}
    line = phrases.opening_one.format(**numbers) if count == 1 else phrases.opening.format(**numbers)
    fetch = (phrases.fetch.format(things=", ".join(plan.fetch)),) if plan.fetch else ()
    return (_said(voice, "opening", (line, *fetch), phrases.opening_caption),)


def cue_sheet(library: Library, plan: SessionPlan, guide: Guide) -> CueSheet:
    """Compile one plan to its cue sheet.

    Parameters
    ----------
    library : Library
        The specifications the plan was made from.
    plan : SessionPlan
        May hold no block at all, where screening left nothing; the sheet then has none.
    guide : Guide
        Breath pace, readiness and lead-in.

    Returns
    -------
    CueSheet
        ``minutes`` is the expected time, rounded up.
    """
    phrases = load_phrases()
    voice = _voice(library, phrases, guide)
    blocks = tuple(compile_block(_scene(library, phrases, plan, guide, index)) for index in range(len(plan.blocks)))
    eased = _around(library, phrases, plan, guide)
    closing = (_said(voice, "closing", _closing(library, phrases, plan), phrases.closing_caption), *eased.after)
    minutes = _minutes(blocks, _opening(voice, phrases, plan, 0), eased.before, closing)
    return CueSheet(
        mode=plan.mode.value,
        minutes=minutes,
        notes=(*plan.notes, *plan.changes),
        opening=(*_opening(voice, phrases, plan, minutes), *eased.before),
        blocks=blocks,
        closing=closing,
        ease=eased.picture,
    )


def _around(library: Library, phrases: Phrases, plan: SessionPlan, guide: Guide) -> Around:
    """Return what a sore day adds, at the pace of the breath that its first movement has."""
    pace = pace_of(library.get(plan.blocks[0].exercise), phrases, guide.breath) if plan.blocks else None
    voice = _voice(library, phrases, guide)
    return around(plan, load_rules().ease, phrases, voice, pace, guide.lead_in_seconds)


def _minutes(blocks: tuple[BlockSheet, ...], *around: tuple[Step, ...]) -> int:
    seconds = sum(block.expected_seconds for block in blocks)
    seconds += sum(step.expected_seconds for steps in around for step in steps)
    return math.ceil(seconds / 60)


def session_sheet(
    library: Library,
    plans: dict[Mode, SessionPlan],
    guide: Guide,
    offline: Offline | None = None,
    lengths: LengthChoice | None = None,
) -> SessionSheet:
    """Compile everything one session may need: a cue sheet for each mode, the gate and the pain table.

    Parameters
    ----------
    plans : dict of Mode to SessionPlan
        One plan for each mode, of the same request.
    offline, lengths : Offline, LengthChoice, optional
        What lets the sheet be kept and used while the server does not answer; the lengths to choose from.

    Returns
    -------
    SessionSheet
        ``id`` is the SHA-256 of the content, in hexadecimal, shortened to 16 digits.
    """
    phrases, rules, full = load_phrases(), load_rules(), plans[Mode.FULL]
    sheet = SessionSheet(
        version=SHAPE_VERSION,
        id="",
        programme=full.programme,
        programme_name=library.programme.name,
        ladders=library.ladders.last,
        track=full.track.value,
        side=PainSide(full.side).value,
        readiness=guide.readiness,
        raised_hand=guide.raised_hand,
        record_landmarks=guide.record_landmarks,
        voice=guide.voice,
        rate=phrases.speech_rates[guide.rate],
        sound=guide.sound,
        figure=guide.figure,
        language=phrases.language,
        emergency=guide.emergency,
        advice=guide.advice,
        emergency_signs=guide.emergency_signs,
        start_question=phrases.start_question,
        gate=compile_gate(rules, flare=guide.flare),
        sheets={mode.value: cue_sheet(library, plan, guide) for mode, plan in plans.items()},
        lengths=lengths,
        pain=compile_pain_table(rules, phrases, guide.amber),
        words=phrases.player,
        offline=offline,
    )
    return _identified(sheet)


def _identified(sheet: SessionSheet) -> SessionSheet:
    """Return the sheet with the digest of its content as its id."""
    content = msgspec.structs.replace(sheet, offline=None)  # its span moves with every contact
    digest = hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()
    return msgspec.structs.replace(sheet, id=digest[:16])
