"""Make the camera's model files from a pinned npm package: see docs/decisions/0017-models-built-at-build-time.md.

A bundle is an uncompressed zip of two TensorFlow Lite models: one finds a body, one its landmarks. The task that runs
them wants to know how their pictures are scaled, which the models of `@mediapipe/pose` do not say; we add it.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tools.flatbuffer import Block, Node, Old, Table, Vector, floats, follow, items_of, prepend, root_of, slots_of, text

MODULES = Path(__file__).resolve().parent.parent / "frontend" / "node_modules"
SOURCE = MODULES / "@mediapipe" / "pose"
OUTPUT = MODULES / ".ilium-pose"
#: Where the members of a bundle begin: the runtime reads them in place.
ALIGNMENT = 16
#: A fixed moment, so that the same models make the same bundle.
WHEN = (1980, 1, 1, 0, 0, 0)

# Slots of tflite.Model, Buffer and Metadata (tensorflow/lite/schema/schema.fbs).
VERSION, BUFFERS, METADATA, KNOWN = 0, 4, 6, frozenset(range(8))
# Slots of tflite.metadata (metadata_schema.fbs); an image's colours are RGB, an option 1 is NormalizationOptions.
SUBGRAPHS, MIN_PARSER, INPUTS, CONTENT, UNITS, IMAGE, RGB, NORMALIZATION = 3, 7, 2, 3, 4, 2, 1, 1


@dataclass(frozen=True, slots=True)
class Scale:
    """How a model's picture is scaled: a colour value 0-255 less `mean`, divided by `deviation`."""

    mean: float
    deviation: float


# What MediaPipe's own graphs do with these pictures: -1 to 1 for the detector, 0 to 1 for the landmarks.
DETECTOR = Scale(127.5, 127.5)
LANDMARKS = Scale(0.0, 255.0)


def description(scale: Scale) -> bytes:
    """Return the metadata of a model with one picture as its input."""
    unit = Table({0: NORMALIZATION, 1: Table({0: floats(scale.mean), 1: floats(scale.deviation)})})
    content = Table({0: IMAGE, 1: Table({0: RGB})})
    picture = Table({CONTENT: content, UNITS: Vector([unit])})
    model = Table({SUBGRAPHS: Vector([Table({INPUTS: Vector([picture])})]), MIN_PARSER: text("1.0.0")})
    return prepend(model, b"M001")


def with_scale(model: bytes, scale: Scale) -> bytes:
    """Return a TensorFlow Lite model that says how its picture is scaled; the model itself is unchanged.

    Raises
    ------
    ValueError
        When it is no such model, has parts that we do not know, or says so already.
    """
    if model[4:8] != b"TFL3":
        raise ValueError("not a TensorFlow Lite model")
    slots = slots_of(model, root_of(model))
    if unknown := slots.keys() - KNOWN:
        raise ValueError(f"the model has parts {sorted(unknown)} that are not known here")
    buffers, notes = (_references(model, slots.get(slot)) for slot in (BUFFERS, METADATA))
    if any(_name(model, note) == "TFLITE_METADATA" for note in notes):
        raise ValueError("the model has metadata already")
    data = description(scale)
    note = Table({0: text("TFLITE_METADATA"), 1: len(buffers)})
    root: dict[int, int | Node] = {slot: Old(follow(model, cell)) for slot, cell in slots.items() if slot != VERSION}
    root[VERSION] = int.from_bytes(model[slots[VERSION] : slots[VERSION] + 4], "little")
    root[BUFFERS] = Vector([*map(Old, buffers), Table({0: Block(len(data), data)})])
    root[METADATA] = Vector([*map(Old, notes), note])
    return prepend(Table(root), b"TFL3", model)


def _references(model: bytes, cell: int | None) -> list[int]:
    return [] if cell is None else items_of(model, follow(model, cell))


def _name(model: bytes, note: int) -> str:
    start = follow(model, slots_of(model, note)[0])
    length = int.from_bytes(model[start : start + 4], "little")
    return model[start + 4 : start + 4 + length].decode()


def bundle(detector: bytes, landmarks: bytes) -> bytes:
    """Return the two models as one bundle."""
    parts = {
        "pose_detector.tflite": with_scale(detector, DETECTOR),
        "pose_landmarks_detector.tflite": with_scale(landmarks, LANDMARKS),
    }
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(_aligned(name, made.tell()), data)
    return made.getvalue()


def _aligned(name: str, offset: int) -> zipfile.ZipInfo:
    """Return a member whose data begins at a multiple of the alignment, by a field of zeros in its header."""
    info = zipfile.ZipInfo(name, WHEN)
    gap = -(offset + 30 + len(name) + 4) % ALIGNMENT
    info.extra = b"\xfe\xca" + gap.to_bytes(2, "little") + bytes(gap)
    return info


def build() -> None:
    """Write the bundles beside the installed packages, where Vite finds them."""
    # The package calls it packed assets; it is the detector alone, from its first byte to its last.
    detector = (SOURCE / "pose_solution_packed_assets.data").read_bytes()
    OUTPUT.mkdir(exist_ok=True)
    for name in ("lite", "full"):
        made = bundle(detector, (SOURCE / f"pose_landmark_{name}.tflite").read_bytes())
        (OUTPUT / f"pose_{name}.task").write_bytes(made)


if __name__ == "__main__":
    build()
