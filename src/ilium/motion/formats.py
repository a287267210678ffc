"""Reading recorded landmarks: our own recordings, and what MediaPipe's users write as JSON. Pure: bytes in, values out.

docs/landmark-recordings.md describes each shape.
"""

import csv
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from ilium.anatomy.errors import IliumError
from ilium.anatomy.landmarks import LANDMARKS
from ilium.exercises.model import Variant
from ilium.motion.recording import Recording, from_frames
from ilium.motion.wire import FLAGS_AT, HEADER_BYTES, Frame, FrameError, check_order, decode, encode, length_of

FORMAT = "ilium-landmarks"
N = len(LANDMARKS)


class RecordingError(IliumError):
    """A file of landmarks that cannot be read: the text names the file, the frame and what is amiss."""


class RecordingHeader(msgspec.Struct, frozen=True, kw_only=True):
    """The first line of a recording: enough to run its count again.

    Parameters
    ----------
    engine_version : int
        Of the engine that watched.
    specification : str
        Hash of the variant's specification, as `specification_hash` gives it.
    side : {"left", "right", "both"}
        The working side; ``both`` for a symmetric variant.
    set : int
        Which set of the block, from 1.
    raised_hand : bool
        A raised hand was looked for.
    at : str
        When it began, ISO 8601 with the offset of the place; empty where nobody said.
    """

    format: str = FORMAT
    version: int = 1
    engine_version: int
    specification: str
    exercise: str
    variant: str
    side: str
    set: int = 1
    raised_hand: bool = False
    at: str = ""


def specification_hash(variant: Variant) -> str:
    """Return the hash of what the engine knows of a variant: its camera entry, phases and symmetry."""
    said = msgspec.json.encode([variant.id, variant.symmetric, variant.camera, [p.seconds for p in variant.phase]])
    return hashlib.sha256(said).hexdigest()


class Stream(msgspec.Struct, frozen=True):
    """A recording in time; ``notes`` says what had to be assumed."""

    recording: Recording
    header: RecordingHeader | None = None
    notes: tuple[str, ...] = ()


class LandmarkPicture(msgspec.Struct, frozen=True):
    """One picture: its name, landmarks (33, 3) as shares of the picture, confidences (33,), width by height."""

    name: str
    landmarks: NDArray[np.float64]
    visibility: NDArray[np.float64]
    aspect: float


class Rows(msgspec.Struct, frozen=True):
    """Rows of named joints, each with x, y and confidence, and the row's own label where it has one."""

    rows: tuple[dict[str, tuple[float, float, float]], ...]
    labels: tuple[str, ...]


Content = Stream | tuple[LandmarkPicture, ...] | Rows


def write_recording(header: RecordingHeader, frames: Sequence[Frame]) -> bytes:
    """Return a recording as a file: the header as a line of JSON, then the frames' messages one after the other."""
    return first_line(header) + b"".join(map(encode, frames))


def first_line(header: RecordingHeader) -> bytes:
    """Return what a recording begins with; frames' messages follow it as they are."""
    return msgspec.json.encode(header) + b"\n"


def header_of(content: bytes, name: str) -> RecordingHeader | None:
    """Return what a recording says of itself; None where the file is of another shape, or has no first line.

    Parameters
    ----------
    content : bytes
        The file, or at least its first line.
    name : str
        Its name, for errors.

    Raises
    ------
    RecordingError
        There is a header, and it cannot be read.
    """
    line, _, _ = content.partition(b"\n")
    return _header(line, name) if _is_header(line) else None


def whole_length(content: bytes) -> int:
    """Return how many bytes of a recording are its header and whole frames; 0 where there is no whole frame.

    What a crash leaves behind may end in the middle of a frame.

    Examples
    --------
    >>> header = RecordingHeader(engine_version=1, specification="", exercise="a", variant="b", side="left")
    >>> whole = write_recording(header, [Frame(seq=1, capture_ms=0.0, width=640, height=480)])
    >>> whole_length(whole + whole[-24:-1]) == len(whole)
    True
    """
    line, _, _ = content.partition(b"\n")
    begin = at = len(line) + 1
    last = None
    while at < len(content):
        try:
            frame, size = _frame_at(content, at)
            check_order(last, frame)
        except FrameError:
            break
        last, at = frame, at + size
    return at if at > begin and _is_header(line) else 0


def read(content: bytes, name: str, *, fps: float = 30.0, aspect: float | None = None) -> Content:
    """Read a file of landmarks, whatever its shape.

    Parameters
    ----------
    content : bytes
        The whole file.
    name : str
        Its name, for errors.
    fps : float
        Frames a second where the file does not say when its frames were taken.
    aspect : float, optional
        Width by height of the picture where the file does not say; 1 if missing, and then a note says so.

    Raises
    ------
    RecordingError
        It is none of the known shapes, or a frame of it is broken.
    """
    if content[:2] == b"IL":
        return Stream(_messages(content, 0, name))
    line, _, _ = content.partition(b"\n")
    if _is_header(line):
        return _recording(content, line, name)
    if not content.strip():
        raise RecordingError(f"{name}: the file is empty")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise RecordingError(f"{name}: this is neither a recording of landmarks nor text") from None
    if text.lstrip()[:1] in "[{":
        return _json(text, name, fps, aspect)
    return _table(text, name)


# --- our own -------------------------------------------------------------------------------------------------------


def _is_header(line: bytes) -> bool:
    return line.startswith(b"{") and b'"' + FORMAT.encode() + b'"' in line


def _recording(content: bytes, line: bytes, name: str) -> Stream:
    header = _header(line, name)
    return Stream(_messages(content, len(line) + 1, name), header)


def _header(line: bytes, name: str) -> RecordingHeader:
    try:
        header = msgspec.json.decode(line, type=RecordingHeader)
    except msgspec.MsgspecError as error:
        raise RecordingError(f"{name}: header: {error}") from None
    if header.version != 1:
        raise RecordingError(f"{name}: header: version {header.version} is not known, only 1")
    return header


def _messages(content: bytes, at: int, name: str) -> Recording:
    frames: list[Frame] = []
    while at < len(content):
        try:
            frame, size = _frame_at(content, at)
            check_order(frames[-1] if frames else None, frame)
        except FrameError as error:
            raise RecordingError(f"{name}: frame {len(frames) + 1}: {error}") from None
        frames.append(frame)
        at += size
    if not frames:
        raise RecordingError(f"{name}: there is no frame in it")
    return from_frames(frames)


def _frame_at(content: bytes, at: int) -> tuple[Frame, int]:
    """Return the frame that begins at a byte, and how long it is."""
    size = length_of(content[at + FLAGS_AT]) if at + FLAGS_AT < len(content) else HEADER_BYTES
    return decode(content[at : at + size]), size


# --- JSON ----------------------------------------------------------------------------------------------------------


def _json(text: str, name: str, fps: float, aspect: float | None) -> Content:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RecordingError(f"{name}: this is no JSON: {error}") from None
    if isinstance(value, dict):
        if isinstance(value.get("positions"), dict):
            return _named_frames(value["positions"], name, fps, aspect)
        if isinstance(value.get("frames"), list):
            width, height = _size(value.get("width")), _size(value.get("height"))
            if width and height:
                aspect = width / height
            return _frames(value["frames"], name, fps, aspect)
        if value and all(isinstance(one, dict) and "image_px_xyzvp" in one for one in value.values()):
            return tuple(_still(key, one["image_px_xyzvp"], name) for key, one in value.items())
    if isinstance(value, list):
        return _frames(value, name, fps, aspect)
    raise RecordingError(
        f"{name}: expected a list of frames, or an object with 'frames', with 'positions', or of named pictures"
    )


def _size(value: object) -> float:
    """Return a length in pixels; 0 where it is none."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value > 0:
        return float(value)
    return 0.0


def _frames(frames: list[Any], name: str, fps: float, aspect: float | None) -> Stream:
    if not frames:
        raise RecordingError(f"{name}: there is no frame in it")
    rows = [_points(frame, f"{name}: frame {number}") for number, frame in enumerate(frames, 1)]
    times = [_time(frame) for frame in frames]
    return _stream(rows, times, name, fps, aspect)


def _time(frame: object) -> float | None:
    if isinstance(frame, dict):
        for key in ("t", "time_ms", "timestamp_ms", "capture_ms"):
            value = frame.get(key)
            if isinstance(value, int | float) and not isinstance(value, bool):
                return float(value)
    return None


def _points(frame: object, place: str) -> list[list[float]] | None:
    """Return a frame's landmarks as x, y, z, visibility; None where nobody was found."""
    if isinstance(frame, dict):
        for key in ("landmarks", "pose_landmarks", "poseLandmarks"):
            if key in frame:
                frame = frame[key]
                break
        else:
            raise RecordingError(f"{place}: expected a list of {N} landmarks, or an object with 'landmarks'")
    if frame is None or frame == []:
        return None
    if isinstance(frame, list) and len(frame) == 1 and isinstance(frame[0], list) and len(frame[0]) == N:
        frame = frame[0]  # MediaPipe's tasks give a list of bodies
    if not isinstance(frame, list) or len(frame) != N:
        count = len(frame) if isinstance(frame, list) else type(frame).__name__
        raise RecordingError(f"{place}: expected {N} landmarks, not {count}")
    return [_point(point, f"{place}: {LANDMARKS[index]}") for index, point in enumerate(frame)]


def _point(point: object, place: str) -> list[float]:
    if isinstance(point, dict):
        point = [point.get("x"), point.get("y"), point.get("z", 0.0), point.get("visibility", 1.0)]
    if not isinstance(point, list) or len(point) < 2:
        raise RecordingError(f"{place}: expected x, y, z and visibility")
    values = [*point, *([0.0, 1.0][len(point) - 2 :] if len(point) < 4 else [])][:4]
    if not all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        raise RecordingError(f"{place}: expected numbers, not {values}")
    return [float(value) for value in values]


def _named_frames(frames: dict[str, Any], name: str, fps: float, aspect: float | None) -> Stream:
    """Read frames by number, each with joints by name, as the KERAAL data set writes them."""
    if not frames:
        raise RecordingError(f"{name}: there is no frame in it")
    rows: list[list[list[float]] | None] = []
    for number, (key, joints) in enumerate(sorted(frames.items(), key=lambda item: _number(item[0], name)), 1):
        place = f"{name}: frame {key}"
        if not isinstance(joints, dict):
            raise RecordingError(f"{place}: expected joints by name")
        found = {str(joint).lower(): value for joint, value in joints.items()}
        if missing := [joint for joint in LANDMARKS if joint not in found]:
            if number == 1:
                raise RecordingError(f"{place}: {missing[0]} is missing")
            rows.append(None)
            continue
        rows.append([_point(found[joint], f"{place}: {joint}") for joint in LANDMARKS])
    return _stream(rows, [None] * len(rows), name, fps, aspect)


def _number(key: str, name: str) -> float:
    try:
        return float(key)
    except ValueError:
        raise RecordingError(f"{name}: frame {key}: expected a number") from None


def _stream(
    rows: list[list[list[float]] | None], times: list[float | None], name: str, fps: float, aspect: float | None
) -> Stream:
    notes = []
    if any(time is None for time in times):
        notes.append(f"the file has no capture times: {fps:g} frames a second assumed")
        moments = [1000 * number / fps for number in range(len(rows))]
    else:
        moments = [time for time in times if time is not None]
    for number in range(1, len(moments)):
        if not moments[number] >= moments[number - 1]:
            raise RecordingError(
                f"{name}: frame {number + 1}: its time {moments[number]:g} is before the one before it"
            )
    if aspect is None:
        notes.append("the file does not say width and height: a square picture assumed, so angles may be off")
    image = np.full((len(rows), N, 3), np.nan)
    visibility = np.full((len(rows), N), np.nan)
    for number, row in enumerate(rows):
        if row is not None:
            values = np.array(row)
            image[number], visibility[number] = values[:, :3], np.clip(values[:, 3], 0.0, 1.0)
    return Stream(
        Recording(
            np.array(moments, dtype=np.float64),
            image,
            visibility,
            np.full(len(rows), aspect or 1.0),
            np.array([0 if row is None else 1 for row in rows], dtype=np.int64),
        ),
        None,
        tuple(notes),
    )


def _still(key: str, points: object, name: str) -> LandmarkPicture:
    """Read one picture in pixels; both axes are in the same unit already."""
    place = f"{name}: {key}"
    if not isinstance(points, list) or len(points) != N:
        raise RecordingError(f"{place}: expected {N} landmarks")
    values = np.array([_point(point, f"{place}: {LANDMARKS[index]}") for index, point in enumerate(points)])
    return LandmarkPicture(key, values[:, :3] / 1000.0, np.clip(values[:, 3], 0.0, 1.0), 1.0)


# --- tables --------------------------------------------------------------------------------------------------------


def _table(text: str, name: str) -> Rows:
    reader = csv.DictReader(text.splitlines())
    columns = reader.fieldnames or []
    joints = [column[:-2] for column in columns if column.endswith("_x")]
    if "left_hip" not in joints:
        raise RecordingError(f"{name}: expected columns such as left_hip_x, left_hip_y, left_hip_v")
    rows, labels = [], []
    for number, row in enumerate(reader, 2):
        rows.append({joint: _cells(row, joint, f"{name}: line {number}") for joint in joints})
        labels.append(row.get("label") or "")
    if not rows:
        raise RecordingError(f"{name}: there is no row in it")
    return Rows(tuple(rows), tuple(labels))


def _cells(row: Mapping[str, str | None], joint: str, place: str) -> tuple[float, float, float]:
    def cell(column: str, otherwise: str) -> float:
        text = row.get(column)
        try:
            return float(otherwise if text is None else text)
        except ValueError:
            raise RecordingError(f"{place}: {column}: expected a number, not {text!r}") from None

    return cell(f"{joint}_x", ""), cell(f"{joint}_y", ""), cell(f"{joint}_v", "1")
