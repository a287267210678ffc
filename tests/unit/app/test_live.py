"""What one socket may say, in which order, and what comes back."""

import contextlib
import struct
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ilium.app.live import Conversation, Refused, converse
from ilium.cli import main
from ilium.exercises.loader import load_library
from ilium.motion.engine import ENGINE_VERSION
from ilium.motion.findings import Begin, RecordingState, SetMeasured, Unmeasured
from ilium.motion.formats import specification_hash, write_recording
from ilium.motion.wire import decode, encode
from ilium.store.recorder import Tapes
from ilium.store.recordings import Shelf
from ilium_lab.camera.simulation import SimulationRequest, simulated
from tests.strategies import binary_messages, text_messages
from tests.taping import HEADER, NoonClock, NoteRecorder, RisingIds
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


# --- recordings ---

RECORD = BEGIN[:-1] + ',"record":true,"raised_hand":true,"set":2}'


def test_a_set_is_recorded_as_the_engine_saw_it() -> None:
    """From its begin to its end, with what its count needs to be run again; and the person is told."""
    recorder = NoteRecorder()
    talk = Conversation(Notes(), recorder)
    assert talk.said(RECORD) == ()
    answers = [talk.saw(frame(seq)) for seq in (1, 2)]
    assert [finding.say for finding in answers[0] if isinstance(finding, RecordingState)] == [
        "Your joints are being recorded."
    ]
    assert not any(isinstance(finding, RecordingState) for finding in answers[1])
    talk.said(END)
    talk.saw(frame(3))
    (tape,) = recorder.tapes
    assert (tape.kept, tape.ended) == ([frame(1), frame(2)], 1)
    header, variant = tape.header, load_library().get("si-glute-bridge").get_variant("si-bridge")
    assert (header.engine_version, header.specification) == (ENGINE_VERSION, specification_hash(variant))
    assert (header.exercise, header.variant, header.side, header.set, header.raised_hand) == (
        "si-glute-bridge", "si-bridge", "left", 2, True,
    )  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [BEGIN, RECORD[:-1] + ',"purpose":"preflight"}', RECORD.replace("si-bridge", "not-measured")],
    ids=["not asked for", "a check before a set", "a set that is not measured"],
)
def test_nothing_else_is_recorded(said: str) -> None:
    """A recording is asked for with each set, and only sets that are watched have one."""
    recorder = NoteRecorder()
    talk = Conversation(Notes(), recorder)
    talk.said(said)
    talk.saw(frame(1))
    assert recorder.tapes == []


def test_a_new_set_and_the_end_of_the_line_end_a_recording() -> None:
    """Each set has one of its own; none goes on without its socket."""
    recorder = NoteRecorder()
    talk = Conversation(Notes(), recorder)
    talk.said(RECORD)
    talk.said(RECORD)
    assert [tape.ended for tape in recorder.tapes] == [1, 0]
    talk.close()
    talk.close()
    assert [tape.ended for tape in recorder.tapes] == [1, 1]


def test_each_end_of_a_recording_has_its_words() -> None:
    """And the findings of the set come on as before."""
    recorder = NoteRecorder()
    talk = Conversation(Notes(), recorder)
    talk.said(RECORD)
    recorder.tapes[0].states[:] = ["not-wanted", "full", "no-space", "not-written", "too-slow"]
    answers = [talk.saw(frame(seq)) for seq in range(1, 7)]
    assert [[isinstance(finding, RecordingState) for finding in answer] for answer in answers] == [
        [False, True]
    ] * 5 + [[False]]
    assert [answer[1].on for answer in answers[:5]] == [False] * 5
    assert len({answer[1].say for answer in answers[:5]}) == 5


def test_a_recording_is_counted_again_as_it_was_live(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`ilium motion analyse FILE` finds to the last bit what the session was told, and needs nothing but the file."""
    tapes = Tapes(Shelf(tmp_path, spare=0), NoonClock(), RisingIds(), lambda: True)
    talk = converse(tapes)
    shown, truth = simulated(SimulationRequest(exercise="si-glute-bridge", side="left", repetitions=3))
    talk.said(RECORD)
    live = [finding for one in shown for finding in talk.saw(encode(one)) if not isinstance(finding, RecordingState)]
    live += talk.said(END)
    tapes.close()
    (file,) = tmp_path.iterdir()
    assert main(["motion", "analyse", str(file), "--json"]) == 0
    (again,) = msgspec.json.decode(capsys.readouterr().out)
    assert again["findings"] == msgspec.to_builtins(live)
    assert again["summary"]["repetitions"] == len(truth.repetitions) == 3
    assert again["notes"] == []


def test_what_differs_since_a_recording_was_made_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another engine, specification, side or exercise: the count may be another."""
    file = tmp_path / "old"
    frames = [decode(frame(seq)) for seq in (1, 2)]
    file.write_bytes(write_recording(HEADER, frames))
    engine = msgspec.structs.replace(HEADER, engine_version=ENGINE_VERSION - 1)
    (tmp_path / "older").write_bytes(write_recording(engine, frames))
    assert main(["motion", "analyse", str(file), str(tmp_path / "older"), "--json"]) == 0
    notes = [one["notes"] for one in msgspec.json.decode(capsys.readouterr().out)]
    assert ["specification" in note for note in notes[0]] == [True]
    assert f"by engine {ENGINE_VERSION - 1}, and this is engine {ENGINE_VERSION}" in notes[1][1]
    assert main(["motion", "analyse", str(file), "--exercise", "figure-four", "--side", "right", "--json"]) == 0
    (other,) = [one["notes"] for one in msgspec.json.decode(capsys.readouterr().out)]
    assert other[0] == "the recording is of si-glute-bridge / si-bridge"
    assert other[1] == "the recording is of the left as the working side"


def test_a_file_that_does_not_say_what_it_shows_has_to_be_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Frames alone have no exercise and no side."""
    file = tmp_path / "frames"
    file.write_bytes(frame(1))
    assert main(["motion", "analyse", str(file), "--exercise", "si-glute-bridge"]) == 2
    assert "say --exercise and --side" in capsys.readouterr().err
