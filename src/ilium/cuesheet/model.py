"""What the player obeys: the shape of the session sheet (JSON).

A `SessionSheet` holds everything a session may need with no network: one cue sheet for each answer of the start gate,
the easier alternative of each block, and the whole pain decision table as look-ups. The player computes nothing about
exercise or pain. All times are seconds; ``Cue.at`` counts from the start of its step.
"""

from typing import Literal

import msgspec

from ilium.anatomy.side_words import side_words

SideName = Literal["left", "right"]
WorkingSide = Literal["left", "right", "both"]
MovementKind = Literal["enter", "move", "hold", "return", "exit"]
Mode = Literal["full", "mobilise-only"]
Length = Literal["short", "usual", "everything"]


class Wire(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the sheet's values."""


class Cue(Wire, frozen=True, kw_only=True):
    """One thing to be heard: a line, a tone, or both (the tone first).

    Parameters
    ----------
    at : float
        Seconds from the step's start.
    say : str
        The spoken line, also shown as a caption; empty for a tone alone.
    seconds : float
        How long the line takes at speaking pace; the next cue never starts before ``at + seconds``.
    must : bool
        An instruction, said in full before anything else is said. Others (counts) are left out rather than said late.
    """

    at: float
    say: str = ""
    seconds: float = 0.0
    tone: Literal["start", "end", "tick"] | None = None
    must: bool = True


class StepBase(Wire, frozen=True, kw_only=True):
    """What every step has.

    Parameters
    ----------
    id : str
        Unique in its sheet and stable for the same plan, such as ``b2.s1.hold3``.
    caption : str
        What the screen shows large while nothing is being said.
    side : {"left", "right"}, optional
        The working side of this step.
    phase : str, optional
        Id of the movement phase being done, for the figure; ``pose`` is its end position in words.
    expected_seconds : float
        How long it is expected to last.
    set, of_sets, repetition, of_repetitions : int
        Where we are; 0 where it does not apply.
    """

    id: str
    caption: str
    cues: tuple[Cue, ...] = ()
    side: SideName | None = None
    phase: str | None = None
    pose: str = ""
    expected_seconds: float
    set: int = 0
    of_sets: int = 0
    repetition: int = 0
    of_repetitions: int = 0


class BreathPace(Wire, frozen=True, kw_only=True):
    """Seconds in and out of the breath pacer."""

    in_seconds: float
    out_seconds: float


class TimedStep(StepBase, frozen=True, kw_only=True, tag_field="kind", tag="timed"):
    """Lasts ``seconds``. ``role`` says what it is; only ``hold`` counts as held time. ``breath`` draws the pacer."""

    seconds: float
    role: Literal["say", "enter", "move", "hold", "return", "exit", "rest"]
    movement: MovementKind | None = None
    breath: BreathPace | None = None


class BreathsStep(StepBase, frozen=True, kw_only=True, tag_field="kind", tag="breaths"):
    """Lasts ``breaths`` breaths: paced (``breath``), or free, when it ends at ``max_seconds`` or a tap on "done"."""

    breaths: int
    max_seconds: float
    breath: BreathPace | None = None


class TempoPhase(Wire, frozen=True, kw_only=True):
    """One phase of a repetition."""

    phase: str
    kind: MovementKind
    caption: str
    pose: str
    seconds: float


class RepetitionsStep(StepBase, frozen=True, kw_only=True, tag_field="kind", tag="repetitions"):
    """Lasts ``repetitions`` times ``tempo``.

    The cues run over the whole step, so that repetition n starts at ``(n - 1) * sum(tempo seconds)``.
    """

    repetitions: int
    tempo: tuple[TempoPhase, ...]


class UntilReadyStep(StepBase, frozen=True, kw_only=True, tag_field="kind", tag="until-ready"):
    """A change of position: said, then as long as the person needs.

    In lead-in readiness the player waits ``lead_in_seconds`` after the last cue, then says ``starting`` and goes on 5 s
    later (counting them); in tap readiness it waits for a tap or space.
    """

    lead_in_seconds: float
    starting: str


class QuestionStep(StepBase, frozen=True, kw_only=True, tag_field="kind", tag="question"):
    """Asks for the worst pain, 0-10; unanswered after ``seconds`` the session goes on."""

    seconds: float
    low_label: str
    high_label: str


Step = TimedStep | BreathsStep | RepetitionsStep | UntilReadyStep


class Alternative(Wire, frozen=True, kw_only=True):
    """The easier alternative of a block: taken when the person says it is too hard.

    ``brief`` stands in the place of the first step once the block's own first step was said to its end, when the person
    is in position. ``recheck`` is asked once, after the next set, where it was taken because of pain: the one question
    of a session.
    """

    variant: str
    name: str
    dose: str
    steps: tuple[Step, ...]
    brief: UntilReadyStep
    recheck: QuestionStep


class CameraGuide(Wire, frozen=True, kw_only=True):
    """What the camera can make of a block, in words for this side.

    Parameters
    ----------
    place : str
        Where the camera goes; empty where it cannot measure this.
    view : {"side", "front", "back", "feet"}, optional
        Which way the body faces the lens.
    why : str
        Why it cannot measure this; empty where it can.
    azimuth : float, optional
        Degrees from the front of the body when it stands, or its feet when it lies, towards its left; where the lens
        is, for this side. None where it cannot measure this.
    position : {"supine", "side-lying", "standing", "sitting"}
        How the body lies or stands at the start.
    """

    place: str
    view: Literal["side", "front", "back", "feet"] | None
    why: str
    azimuth: float | None
    position: Literal["supine", "side-lying", "standing", "sitting"]


class BlockSheet(Wire, frozen=True, kw_only=True):
    """One block, compiled.

    ``name`` is that of the version which is done, ``exercise_name`` the exercise's. ``dose`` reads like "3 holds of 10
    seconds". ``position`` is the written start position for this side. ``guidance`` is how much is said; where that is
    not all, ``more`` are the same steps with everything said, for who asks.
    """

    index: int
    exercise: str
    exercise_name: str
    name: str
    variant: str
    phase: Literal["mobilise", "strengthen"]
    working_side: WorkingSide
    lies_on: SideName | None
    symmetric: bool
    sets: int
    repetitions: int
    hold_seconds: int | None
    breaths: int | None
    rest_seconds: int
    rung: str | None
    source: str
    dose: str
    why: str
    feel: str
    position: tuple[str, ...]
    camera: CameraGuide | None = None
    expected_seconds: float
    guidance: Literal["full", "short", "counts"] = "full"
    steps: tuple[Step, ...]
    more: tuple[Step, ...] = ()
    easier: Alternative | None = None

    @property
    def side_words(self) -> str:
        """Which side works, in words."""
        return side_words(self.working_side, together=self.symmetric)


class EasePicture(Wire, frozen=True, kw_only=True):
    """The variant whose start shows a position of ease; ``side`` is the one on top, None where both are the same."""

    exercise: str
    variant: str
    side: SideName | None


class CueSheet(Wire, frozen=True, kw_only=True):
    """One plan, compiled. ``opening`` and ``closing`` stand around the blocks.

    ``ease`` shows the position of the opening's steps that have a ``pose``: only a sore day has one.
    """

    mode: Mode
    minutes: int
    notes: tuple[str, ...]
    opening: tuple[Step, ...]
    blocks: tuple[BlockSheet, ...]
    closing: tuple[Step, ...]
    ease: EasePicture | None = None


class LengthSheet(Wire, frozen=True, kw_only=True):
    """One length of a session to choose; without a ``sheet`` it is the one of the mode ``full``."""

    length: Length
    name: str
    sheet: CueSheet | None = None


class LengthChoice(Wire, frozen=True, kw_only=True):
    """The lengths of a full session to choose from; ``default`` is the one that is done where nobody chooses."""

    question: str
    default: Length
    offers: tuple[LengthSheet, ...]


class Quality(Wire, frozen=True, kw_only=True):
    """A kind of pain or symptom.

    ``outcome`` is set where it decides alone, whatever the number; ``green_outcome`` where it decides in a green zone.
    The one that is not ``offered`` is no choice: it is the kind of a number that the session was left after.
    """

    id: str
    label: str
    sharp: bool = False
    outcome: str | None = None
    green_outcome: str | None = None
    offered: bool = True


class Outcome(Wire, frozen=True, kw_only=True):
    """What happens after an answer.

    ``then``: go on with the same set once the person says so; take the easier version, or ``otherwise`` where there is
    none left; leave this exercise; end the session; end it and show help now. ``counts_red``: it is a red of this
    session; with one red before, ``again`` is the outcome instead. ``stop_why`` is the reason of `SessionStopped`.
    """

    id: str
    title: str
    say: str
    then: Literal["continue", "ease", "stop-exercise", "stop-session", "emergency"]
    counts_red: bool = False
    again: str | None = None
    otherwise: str | None = None
    stop_why: Literal["pain", "unwell", "leg-symptoms", "urgent", "emergency"] | None = None
    mark: Literal["green", "amber", "red", "centralised", "peripheralised", "unwell", "urgent", "emergency"]


class PainTable(Wire, frozen=True, kw_only=True):
    """The pain decision table, total and disjoint.

    Look up: the quality's own ``outcome`` if it has one; else row ``zones[mode][pain_before]`` (``sharp_zones`` for a
    sharp quality), character ``pain_now``: g, a or r; then, for g, the quality's ``green_outcome`` if it has one; then
    ``zone_outcome``; then ``again`` if a red came before, or ``otherwise`` where it would ease and nothing is easier.
    """

    question: str
    quality_question: str
    qualities: tuple[Quality, ...]
    zones: dict[Mode, tuple[str, ...]]
    sharp_zones: dict[Mode, tuple[str, ...]]
    zone_outcome: dict[Literal["g", "a", "r"], str]
    outcomes: tuple[Outcome, ...]


class GateRow(Wire, frozen=True, kw_only=True):
    """What pain ``pain`` before the start leads to: a mode's sheet, or no session today, with what is said."""

    pain: int
    mode: Mode | None
    say: str


class Words(Wire, frozen=True, kw_only=True):
    """Lines the player itself may have to say, so that every word has its home on the server."""

    paused: str
    resumed: str
    long_pause: str
    no_easier: str
    skipped: str
    back: str
    more_time: str
    lost: str
    review: str
    finished: str
    stopped: str
    voice_sample: str
    camera_lost: str
    camera_unseen: str


StopWhy = Literal["pain", "unwell", "leg-symptoms", "much-pain", "urgent", "emergency"]


class StandingNow(Wire, frozen=True, kw_only=True):
    """Whether the person may move now, in words.

    Parameters
    ----------
    kind : {"free", "ask", "rest", "held"}
        Free; asked first; at rest for the day; or held until somebody has examined them or an answer is another.
    ends : bool
        A session under way ends, too.
    level : {"calm", "urgent", "emergency"}
        How it is shown.
    title, say : str
        What is so, and why; empty where free.
    do : tuple of str
        What to do, a sentence each.
    lifts : str
        What lifts it, where that is neither the next day nor the answers to the questions.
    call : str
        The number to call, as a line such as "112 or 999"; empty where nobody need be called.
    day : str, optional
        For ``rest``, the day it is for, ISO 8601.
    """

    kind: Literal["free", "ask", "rest", "held"]
    ends: bool
    level: Literal["calm", "urgent", "emergency"] = "calm"
    title: str = ""
    say: str = ""
    do: tuple[str, ...] = ()
    lifts: str = ""
    call: str = ""
    day: str | None = None


class Offline(Wire, frozen=True, kw_only=True):
    """What lets a sheet that was kept on a device start a session while the server does not answer.

    The player then asks the daily re-check itself, and starts only in the span and after "nothing new".

    Parameters
    ----------
    valid_from, valid_until : str
        ISO 8601, UTC; the first is included, the second is not. The span ends some days after the sheet was given.
    question, examples : str
        The daily re-check.
    nothing_new, something_new : str
        Its two answers.
    when_new, when_early, when_old : str
        What is said instead of a session: something is new; the device's clock is before the span; or after it.
    stops : dict of str to StandingNow
        For each stop that holds, by its reason: how the device stands afterwards until the server says otherwise.
    asks_after : tuple of str
        Stops after which the sheet is no longer kept: the questions come first.
    """

    valid_from: str
    valid_until: str
    question: str
    examples: str
    nothing_new: str
    something_new: str
    when_new: str
    when_early: str
    when_old: str
    stops: dict[StopWhy, StandingNow]
    asks_after: tuple[StopWhy, ...]


class SessionSheet(Wire, frozen=True, kw_only=True):
    """Everything one session may need. ``version`` is of its shape.

    ``id`` is a digest of its content, but for ``offline``, whose span moves with every contact.
    ``rate`` is how fast the voice speaks, 1 being its own pace; every cue's ``seconds`` has been reckoned at it.
    ``raised_hand`` says that a hand held up before the camera pauses; ``record_landmarks`` that sets are recorded.
    ``figure`` says whether the moving figure is shown.
    ``offline`` is missing from a sheet that was made without a person, as a preview.
    ``ladders`` is the edition of the ladders that its rungs are of; a sheet of before there were editions has none.
    ``lengths`` is missing where there is nothing to choose: then everything is done.
    """

    version: Literal[5]
    id: str
    programme: str
    programme_name: str
    ladders: int | None = None
    track: Literal["gradual", "published"]
    side: Literal["left", "right", "both", "unsure"]
    readiness: Literal["lead-in", "tap"]
    raised_hand: bool
    record_landmarks: bool = False
    voice: bool
    rate: float
    sound: bool
    figure: bool
    language: str
    emergency: str
    advice: str
    emergency_signs: tuple[str, ...]
    start_question: str
    gate: tuple[GateRow, ...]
    sheets: dict[Mode, CueSheet]
    lengths: LengthChoice | None = None
    pain: PainTable
    words: Words
    offline: Offline | None = None
