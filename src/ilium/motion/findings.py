"""What browser and motion engine say to each other in text: the findings, and the client's two messages.

Landmarks themselves travel in the binary frames of `ilium.motion.wire`. Every message here is a JSON object tagged by
``type``. A finding is something seen, never a verdict: there is no "wrong", and no "correct" by default.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec

SideName = Literal["left", "right"]
WorkingSide = Literal["left", "right", "both"]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[a-z0-9][a-z0-9._:-]*\Z")]

#: Where the person is in a set. ``looking``: nobody seen well enough; ``getting-ready``: seen, but not in the start
#: pose; ``ready``: the start pose was held; ``moving``: repetitions or holds are being measured.
PositionState = Literal["looking", "getting-ready", "ready", "moving"]
#: Where the movement is. ``start``: the start pose; ``out``: on the way; ``end``: the far end; ``back``: returning.
MotionPhase = Literal["start", "out", "end", "back"]
#: Why nothing is measured just now.
Reason = Literal[
    "no-person",  # no body in the picture
    "out-of-view",  # a joint that is needed is outside the picture or too near its edge
    "unsure",  # the detector is not confident of a joint that is needed
    "implausible",  # limbs changed length, or the body jumped: this cannot be one body
    "sides-swapped",  # left and right changed places and cannot be told apart
    "several-people",  # somebody else is in the picture
    "gap",  # no picture for too long
    "bad-view",  # the body is not seen from the side that this exercise needs
    "not-this-exercise",  # the body is in another position
    "bad-frame",  # numbers that cannot be a picture of a body
]
#: What a pre-flight check looks at, in the order in which it is shown.
PreflightItem = Literal["person", "alone", "in-frame", "confident", "distance", "view", "start-pose"]


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """Base of all messages."""


class FindingBase(Message, frozen=True, kw_only=True):
    """What every finding has.

    Parameters
    ----------
    at_ms : float
        Capture time of the frame that it was seen in, milliseconds of the browser's own clock.
    """

    at_ms: float


class Position(FindingBase, frozen=True, kw_only=True, tag="position"):
    """The person got into, or left, the start pose; sent when it changes."""

    state: PositionState


class PhaseChanged(FindingBase, frozen=True, kw_only=True, tag="phase-changed"):
    """The movement passed into another phase."""

    phase: MotionPhase


class RepetitionCounted(FindingBase, frozen=True, kw_only=True, tag="repetition-counted"):
    """One more repetition: out and back again.

    Parameters
    ----------
    number : int
        Repetitions counted in this set, this one included.
    seconds : float
        How long it took, from leaving the start pose to being back.
    range : float
        How far it went, in fractions of this person's own calibrated range: information, never a grade.
    """

    number: int
    seconds: float
    range: float


class HoldTime(FindingBase, frozen=True, kw_only=True, tag="hold-time"):
    """The time held so far; sent at each whole second held, and when holding begins or ends.

    That a hold has ended is said as soon as it is sure, with a length that is about right; once the person is back, its
    length is said again, and after each further hold once more, as the pace of this person is known better by then. The
    last length of a number counts (`lengths_of_holds`). 0 takes a hold back: it was getting up.

    Parameters
    ----------
    number : int
        Which hold of the set, from 1.
    seconds : float
        Time of this hold in which the pose was seen to be held.
    holding : bool
        It is held now.
    """

    number: int
    seconds: float
    holding: bool


class NotMeasured(FindingBase, frozen=True, kw_only=True, tag="not-measured"):
    """Nothing is measured from here on, and the count is paused.

    Parameters
    ----------
    reason : Reason
        Why.
    part : str
        The joint it is about, such as ``left hip``; empty where it is about none.
    say : str
        One short sentence for the person.
    """

    reason: Reason
    part: str = ""
    say: str


class MeasuredAgain(FindingBase, frozen=True, kw_only=True, tag="measured-again"):
    """What was missing is seen again; the count goes on."""


class CompensationCue(FindingBase, frozen=True, kw_only=True, tag="cue"):
    """One cue, because the same compensation was seen in two of the last three repetitions.

    Parameters
    ----------
    form : str
        Id of the exercise's ``[[form]]`` entry.
    say : str
        Its cue, with the sides put in.
    """

    form: str
    say: str


class Praise(FindingBase, frozen=True, kw_only=True, tag="praise"):
    """The compensation that was cued has not been seen in the repetition after it."""

    form: str
    say: str


class RaisedHand(FindingBase, frozen=True, kw_only=True, tag="raised-hand"):
    """A hand was held up for a second; sent only if the person switched it on."""


class Preflight(FindingBase, frozen=True, kw_only=True, tag="preflight"):
    """One item of the check before a set; sent when it changes.

    Parameters
    ----------
    ok : bool, optional
        None while it cannot be told.
    say : str
        What is seen, or what to do: "I can see your hips, knees and shoulders."
    """

    item: PreflightItem
    ok: bool | None
    say: str


class Unmeasured(FindingBase, frozen=True, kw_only=True, tag="unmeasured"):
    """The answer to a ``begin`` for a variant that a camera cannot measure; timers and buttons do it."""

    say: str


class SetMeasured(FindingBase, frozen=True, kw_only=True, tag="set-measured"):
    """The answer to ``end``: all that was seen in the set.

    Parameters
    ----------
    repetitions : int
        Repetitions counted.
    held_seconds : float
        Time held, over all holds.
    measured_seconds, not_measured_seconds : float
        Time in which the engine was confident, and was not.
    """

    repetitions: int
    held_seconds: float
    measured_seconds: float
    not_measured_seconds: float


class RecordingState(FindingBase, frozen=True, kw_only=True, tag="kept"):
    """The answer to a ``begin`` that asked for a recording, and sent again when that changes.

    Parameters
    ----------
    on : bool
        The landmarks of this set are being recorded.
    say : str
        That they are, or why not.
    """

    on: bool
    say: str


Finding = (
    Position
    | PhaseChanged
    | RepetitionCounted
    | HoldTime
    | NotMeasured
    | MeasuredAgain
    | CompensationCue
    | Praise
    | RaisedHand
    | Preflight
    | Unmeasured
    | SetMeasured
    | RecordingState
)


class Begin(Message, frozen=True, kw_only=True, tag="begin"):
    """The client begins to watch one set, or the check before it; frames that follow belong to it.

    Parameters
    ----------
    purpose : {"preflight", "set"}
        ``preflight`` answers with `Preflight` findings and counts nothing.
    exercise, variant : str
        Ids of the library.
    side : {"left", "right", "both"}
        The working side; ``both`` for a symmetric variant.
    set : int
        Which set of the block, from 1.
    raised_hand : bool
        The person wants a raised hand to be seen.
    record : bool
        Keep the landmarks of this set; done only if the person's settings say so too. A check before a set is never
        kept.
    """

    purpose: Literal["preflight", "set"] = "set"
    exercise: Id
    variant: Id
    side: WorkingSide
    set: Annotated[int, msgspec.Meta(ge=1, le=99)] = 1
    raised_hand: bool = False
    record: bool = False


class End(Message, frozen=True, kw_only=True, tag="end"):
    """The client stops watching; answered with `SetMeasured`."""


ClientMessage = Begin | End


def lengths_of_holds(findings: Iterable[Finding]) -> dict[int, float]:
    """Return the length of each hold of a set that has ended, seconds, as it was said last, by its number.

    Examples
    --------
    >>> def ended(seconds):
    ...     return HoldTime(at_ms=0.0, number=1, seconds=seconds, holding=False)
    >>> lengths_of_holds([ended(9.6), ended(10.1)])
    {1: 10.1}
    """
    said = {one.number: one.seconds for one in findings if isinstance(one, HoldTime) and not one.holding}
    return {number: seconds for number, seconds in said.items() if seconds > 0}


def encode_findings(findings: tuple[Finding, ...]) -> bytes:
    """Return findings as one JSON array, as the socket sends them.

    Examples
    --------
    >>> encode_findings((Position(at_ms=40.0, state="ready"),))
    b'[{"type":"position","at_ms":40.0,"state":"ready"}]'
    """
    return _ENCODER.encode(findings)


def decode_client_message(content: bytes | str) -> ClientMessage:
    """Read a text message of the client.

    Raises
    ------
    msgspec.ValidationError, msgspec.DecodeError
        It is not one of `ClientMessage`; the text says where.

    Examples
    --------
    >>> decode_client_message('{"type":"end"}')
    End()
    """
    return _CLIENT.decode(content)


_ENCODER = msgspec.json.Encoder()
_CLIENT: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)
