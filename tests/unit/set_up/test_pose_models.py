"""The camera's models: a note about the picture's scale in front of an unchanged model, in an aligned bundle."""

import struct
import zipfile
from io import BytesIO

import pytest

from tools.flatbuffer import Block, Table, Vector, follow, items_of, prepend, root_of, slots_of, text, word
from tools.pose_models import DETECTOR, LANDMARKS, bundle, description, with_scale

#: A model of our own: version 3, two buffers, one note, one subgraph that is a name.
MODEL = prepend(
    Table(
        {
            0: 3,
            2: Vector([Table({4: text("one subgraph")})]),
            4: Vector([Table({}), Table({0: Block(4, b"\1\2\3\4")})]),
            6: Vector([Table({0: text("min_runtime_version"), 1: 0})]),
        }
    ),
    b"TFL3",
)


def string(buffer: bytes, at: int) -> str:
    return buffer[at + 4 : at + 4 + word(buffer, at)].decode()


def inside(buffer: bytes, *path: int) -> int:
    """Return the position that slots lead to, from the root."""
    at = root_of(buffer)
    for slot in path:
        at = follow(buffer, slots_of(buffer, at)[slot])
    return at


def test_the_model_itself_is_unchanged() -> None:
    """The old bytes stand at the end, moved by a multiple of what anything in them is aligned to."""
    made = with_scale(MODEL, DETECTOR)
    assert made.endswith(MODEL)
    assert (len(made) - len(MODEL)) % 64 == 0


def test_everything_of_the_model_is_still_found() -> None:
    """The new root has the old version, subgraphs, buffers and notes."""
    made = with_scale(MODEL, DETECTOR)
    assert word(made, slots_of(made, root_of(made))[0]) == 3
    (subgraph,) = items_of(made, inside(made, 2))
    assert string(made, follow(made, slots_of(made, subgraph)[4])) == "one subgraph"
    first, second, _ = items_of(made, inside(made, 4))
    assert slots_of(made, first) == {}
    data = follow(made, slots_of(made, second)[0])
    assert made[data + 4 : data + 8] == b"\1\2\3\4"


def test_the_note_leads_to_the_metadata() -> None:
    """The new note names the format and the number of the new buffer, which holds the description."""
    made = with_scale(MODEL, LANDMARKS)
    old, new = items_of(made, inside(made, 6))
    assert string(made, follow(made, slots_of(made, old)[0])) == "min_runtime_version"
    assert string(made, follow(made, slots_of(made, new)[0])) == "TFLITE_METADATA"
    number = word(made, slots_of(made, new)[1])
    data = follow(made, slots_of(made, items_of(made, inside(made, 4))[number])[0])
    assert made[data + 4 : data + 4 + word(made, data)] == description(LANDMARKS)
    assert (data + 4) % 16 == 0


@pytest.mark.parametrize(("scale", "mean", "deviation"), [(DETECTOR, 127.5, 127.5), (LANDMARKS, 0.0, 255.0)])
def test_the_description_says_mean_and_deviation(scale: object, mean: float, deviation: float) -> None:
    """The first input of the first subgraph has one unit, the normalisation, with a mean and a deviation."""
    made = description(DETECTOR if scale is DETECTOR else LANDMARKS)
    assert made[4:8] == b"M001"
    (subgraph,) = items_of(made, inside(made, 3))
    (picture,) = items_of(made, follow(made, slots_of(made, subgraph)[2]))
    (unit,) = items_of(made, follow(made, slots_of(made, picture)[4]))
    slots = slots_of(made, unit)
    assert word(made, slots[0]) == 1
    options = slots_of(made, follow(made, slots[1]))
    values = [struct.unpack_from("<f", made, follow(made, options[slot]) + 4)[0] for slot in (0, 1)]
    assert values == [mean, deviation]


@pytest.mark.parametrize(
    ("model", "why"),
    [
        (b"\0\0\0\0TEST" + bytes(20), "not a TensorFlow Lite model"),
        (with_scale(MODEL, DETECTOR), "has metadata already"),
        (prepend(Table({0: 3, 9: Table({})}), b"TFL3"), r"parts \[9\]"),
    ],
)
def test_another_file_is_refused(model: bytes, why: str) -> None:
    """What is no model, has a part that we do not know or was done already is not written."""
    with pytest.raises(ValueError, match=why):
        with_scale(model, DETECTOR)


def test_the_bundle_can_be_read_in_place() -> None:
    """Both members are stored as they are, from a multiple of 16 bytes on, and the bytes are always the same."""
    made = bundle(MODEL, MODEL)
    with zipfile.ZipFile(BytesIO(made)) as archive:
        members = archive.infolist()
    assert [member.filename for member in members] == ["pose_detector.tflite", "pose_landmarks_detector.tflite"]
    for member in members:
        assert member.compress_type == zipfile.ZIP_STORED
        assert made.index(MODEL[:64], member.header_offset) > 0
        (extra,) = struct.unpack_from("<H", made, member.header_offset + 28)
        assert (member.header_offset + 30 + len(member.filename) + extra) % 16 == 0
    assert bundle(MODEL, MODEL) == made
