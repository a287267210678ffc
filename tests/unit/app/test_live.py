"""What one socket may say, in which order, and what comes back."""

import contextlib
import struct

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilium.app.live import Refused, converse
from ilium.exercises.loader import load_library
from ilium.motion.findings import Begin, SetMeasured, Unmeasured
from tests.strategies import binary_messages, text_messages
from tests.watching import BEGIN, END, Notes, frame


def test_frames_of_a_set_reach_the_engine_and_findings_come_back() -> None:
    """Begin, three frames, end: each frame is answered, and the end sums up."""
    notes = Notes()
    talk = notes.conversation()
    assert talk.said(BEGIN) == ()
    answers = [talk.saw(frame(seq)) for seq in (1, 2, 5)]
    assert [answer[0].number for answer in answers] == [1, 2, 5]
    (end,) = talk.said(END)
    assert isinstance(end, SetMeasured)
    assert (end.repetitions, notes.seen) == (3, [1, 2, 5])
    assert end.at_ms == pytest.approx(5 * 1000 / 30)


def test_frames_outside_of_a_set_are_not_looked_at() -> None:
    """Before a set begins and after it ended nothing is measured, and a second end says nothing."""
    notes = Notes()
    talk = notes.conversation()
    assert talk.saw(frame(1)) == ()
    talk.said(BEGIN)
    talk.said(END)
    assert talk.saw(frame(2)) == ()
    assert talk.said(END) == ()
    assert notes.seen == []


def test_a_set_that_cannot_be_measured_says_so_and_looks_at_nothing() -> None:
    """The answer is that it is not measured; its frames are not looked at."""
    notes = Notes()
    talk = notes.conversation()
    (answer,) = talk.said(BEGIN.replace("si-bridge", "not-measured"))
    assert isinstance(answer, Unmeasured)
    assert talk.saw(frame(1)) == ()
    assert notes.seen == []


def test_a_new_set_may_count_its_frames_anew() -> None:
    """A camera that was started again begins at one."""
    talk = Notes().conversation()
    talk.said(BEGIN)
    talk.saw(frame(900))
    talk.said(BEGIN)
    assert talk.saw(frame(1))[0].number == 1


@pytest.mark.parametrize(
    ("last", "reason"),
    [
        (frame(4), "sequence"),
        (frame(5), "sequence"),
        (frame(6, capture_ms=1.0), "capture_ms"),
        (struct.pack("<HBBIdHHHBB", 0x4C49, 1, 0, 9, float("nan"), 640, 480, 0, 33, 0), "capture_ms"),
        (struct.pack("<HBBIdHHHBB", 0x4C49, 1, 0, 9, float("inf"), 640, 480, 0, 33, 0), "capture_ms"),
        (b"x", "24 bytes"),
        (b"", "24 bytes"),
        (frame(6)[:-1], "length"),
        (frame(6) + b"\0", "length"),
        (b"\0" * 288, "magic"),
    ],
)
def test_a_message_that_is_no_next_frame_ends_it(last: bytes, reason: str) -> None:
    """Junk, a wrong length, NaN, and time or number going back are refused with a reason, and never looked at."""
    notes = Notes()
    talk = notes.conversation()
    talk.said(BEGIN)
    talk.saw(frame(5))
    with pytest.raises(Refused, match=reason) as refusal:
        talk.saw(last)
    assert refusal.value.code in (1003, 1007)
    assert notes.seen == [5]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        "[]",
        "{}",
        '{"type":"begin"}',
        '{"type":"rule"}',
        END.replace("}", ',"more":1}'),
        BEGIN.replace("left", "up"),
        BEGIN.replace("si-glute-bridge", "no-such"),
        "\ud800",
    ],
)
def test_a_text_that_is_no_message_ends_it(text: str) -> None:
    """Other JSON, unknown keys, an unknown exercise: refused, with 1007."""
    with pytest.raises(Refused) as refusal:
        Notes().conversation().said(text)
    assert refusal.value.code == 1007


@given(st.lists(binary_messages() | text_messages() | st.just(BEGIN), max_size=30))
def test_whatever_comes_is_answered_or_refused(messages: list[bytes | str]) -> None:
    """No message of any kind raises anything but a refusal, and frames reach the engine in rising order only."""
    notes = Notes()
    talk = notes.conversation()
    sets: list[list[int]] = [[]]
    for message in messages:
        with contextlib.suppress(Refused):
            if isinstance(message, str):
                talk.said(message)
                notes.seen = []
                sets.append(notes.seen)
            else:
                talk.saw(message)
    assert all(seen == sorted(set(seen)) for seen in sets)


def test_what_people_use_watches_a_bridge() -> None:
    """The wired engine says of frames in which nobody lies that it does not measure, and sums up at the end."""
    talk = converse()
    assert talk.said(BEGIN) == ()
    said = [finding for seq in range(1, 60) for finding in talk.saw(frame(seq))]
    assert "not-measured" in {type(finding).__struct_config__.tag for finding in said}
    (end,) = talk.said(END)
    assert isinstance(end, SetMeasured)
    assert (end.repetitions, end.at_ms) == (0, pytest.approx(59 * 1000 / 30))


@pytest.mark.parametrize("change", [("si-bridge", "no-such"), ("si-glute-bridge", "no-such"), ("left", "both")])
def test_what_is_not_in_the_library_ends_it(change: tuple[str, str]) -> None:
    """An unknown exercise or variant, or a missing side, is refused and not guessed."""
    with pytest.raises(Refused):
        converse().said(BEGIN.replace(*change))


def test_what_a_camera_cannot_measure_is_said_by_name() -> None:
    """Every variant of the library is watched or has a sentence; none is an error."""
    for exercise in load_library().exercises:
        for variant in exercise.variant:
            begin = Begin(exercise=exercise.id, variant=variant.id, side="both" if variant.symmetric else "right")
            answer = converse().said(msgspec.json.encode(begin).decode())
            measured = variant.camera is not None and variant.camera.trust != "never" and variant.camera.leads
            assert [isinstance(one, Unmeasured) and bool(one.say) for one in answer] == ([] if measured else [True])
