"""What every step of one block is compiled from, and the timed steps all of them share."""

import msgspec

from ilium.anatomy import Side
from ilium.cuesheet.model import BreathPace, Cue, SideName, TimedStep
from ilium.cuesheet.phrases import Phrases
from ilium.cuesheet.speech import Voice, end_of
from ilium.exercises.demands import Eased
from ilium.exercises.model import Exercise, MovementKind, MovementPhase, Variant
from ilium.exercises.words import render
from ilium.prescription.guidance import Guidance
from ilium.prescription.model import Block


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What every step of one block is compiled from.

    ``first_side`` is the working side, or the first of two that take turns; None for a symmetric variant.
    ``second_side`` says that the same variant was just done on the other side. ``level`` is how much is said.
    ``settled`` says that one is in the position already, ``was`` how one got into it in the block before. ``eased``
    says that this is the easier alternative of a block, ``in_its_middle`` that it is taken while the block is under
    way. ``moving`` is how to get down or up to the position, where one comes from another.
    """

    phrases: Phrases
    voice: Voice
    exercise: Exercise
    variant: Variant
    block: Block
    index: int
    first_side: Side | None
    pace: BreathPace | None
    lead_in_seconds: float
    second_side: bool = False
    level: Guidance = Guidance.FULL
    settled: bool = False
    was: str = ""
    eased: bool = False
    in_its_middle: bool = False
    moving: str = ""

    def side(self, set_number: int) -> Side | None:
        """Return the working side of this set (counted from 1)."""
        if self.first_side is None or not self.block.alternate_sets:
            return self.first_side
        return self.first_side if set_number % 2 else self.first_side.opposite

    def numbered(self, set_number: int) -> tuple[int, int]:
        """Return which set of its own side this is, and of how many: sides that take turns are counted each."""
        turns = 2 if self.first_side is not None and self.block.alternate_sets else 1
        return -(-set_number // turns), self.block.sets // turns

    def words(self, text: str, set_number: int = 1) -> str:
        """Return a text of the specification for this set's side, and for what the person lies on."""
        return render(text, self.side(set_number), bed=self.block.bed)

    def step_id(self, name: str, set_number: int = 0) -> str:
        """Return a step's id, unique in its sheet."""
        middle = f"s{set_number}." if set_number else ""
        return f"b{self.index}.{self.variant.id}.{middle}{name}"

    def phases(self, *kinds: MovementKind) -> list[MovementPhase]:
        """Return the variant's phases of these kinds, in order, in the words that the person's limits ask for."""
        return [self._eased(phase) for phase in self.variant.phase if phase.kind in kinds]

    def line(self, phase: MovementPhase, set_number: int = 1, *, told: bool) -> str:
        """Return what is said at a phase: all of it, or once it is told or known its short words.

        What a limit put in its place is told anew each time: it never fades.
        """
        known = told or (self.level is not Guidance.FULL and self._gentler(phase) is None)
        return self.words(phase.short if known and phase.short else phase.say, set_number)

    def limited(self, *kinds: MovementKind) -> list[MovementPhase]:
        """Return the phases of these kinds whose words the person's limits have put in place of others."""
        return [phase for phase in self.phases(*kinds) if self._gentler(phase)]

    def _gentler(self, phase: MovementPhase) -> Eased | None:
        found = (one for one in self.variant.eased if one.phase == phase.id and one.ask in self.block.eased)
        return next(found, None)

    def _eased(self, phase: MovementPhase) -> MovementPhase:
        gentler = self._gentler(phase)
        if gentler is None:
            return phase
        return msgspec.structs.replace(phase, say=gentler.say, short=gentler.short, pose=gentler.pose)


def side_name(side: Side | None) -> SideName | None:
    """Return the side as the wire says it."""
    return None if side is None else side.value


def timed_step(
    scene: Scene,
    name: str,
    cues: tuple[Cue, ...],
    *,
    seconds: float,
    role: str,
    caption: str,
    set_number: int = 1,
    **more: object,
) -> TimedStep:
    """Return a timed step that is never shorter than what is said in it."""
    lasts = round(max(seconds, end_of(cues)), 1)
    values = {
        "kind": "timed",
        "id": scene.step_id(name, set_number),
        "caption": caption,
        "side": side_name(scene.side(set_number)),
        "expected_seconds": lasts,
        "set": set_number,
        "of_sets": scene.block.sets,
        "seconds": lasts,
        "role": role,
        **more,
    }
    return msgspec.structs.replace(msgspec.convert(values, TimedStep), cues=cues)


def phase_step(scene: Scene, phase: MovementPhase, set_number: int, repetition: int, *, told: bool) -> TimedStep:
    """Return a phase that is not a hold: said in full the first time, shortly afterwards; never cut off."""
    line = scene.line(phase, set_number, told=told)
    tone = "end" if phase.kind == "return" else None
    cues = (scene.voice.cue(0.0, line, tone=tone),)
    name = f"{phase.id}{repetition or ''}"
    return timed_step(
        scene, name, cues, seconds=phase.seconds, role=phase.kind, caption=line, set_number=set_number,
        phase=phase.id, pose=scene.words(phase.pose, set_number), movement=phase.kind,
        repetition=repetition, of_repetitions=scene.block.repetitions if repetition else 0,
    )  # fmt: skip
