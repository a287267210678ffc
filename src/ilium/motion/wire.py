"""Landmark frames as they travel: binary, little-endian, 24 bytes of header and then the body.

::

    0   u16  magic 0x4C49            16  u16  width, pixels        288 (or 24 without a pose): end, or
    2   u8   version 1               18  u16  height, pixels        33 x { i16 x, i16 y, i16 z }  world, millimetres
    3   u8   flags                   20  u16  infer_ms
    4   u32  seq                     22  u8   n = 33
    8   f64  capture_ms              23  u8   model
    24  33 x { i16 x*8192, i16 y*8192, i16 z*8192, u8 visibility*255, u8 presence*255 }

Flags: 1 a pose follows, 2 world landmarks follow it, 4 several people were seen. A frame without a pose is a header
only. Coordinates are fractions of the picture (x of its width, y of its height downwards, z in x's scale, smaller is
nearer) and are never mirrored. Source: our own format.
"""

import math
import struct
from collections.abc import Sequence
from typing import Final

import msgspec

from ilium.anatomy.errors import IliumError
from ilium.anatomy.landmarks import LANDMARKS

MAGIC: Final = 0x4C49
VERSION: Final = 1
POSE, WORLD, SEVERAL = 1, 2, 4
N: Final = len(LANDMARKS)
#: One step of a coordinate on the wire, as a fraction of the picture.
STEP: Final = 1 / 8192
#: A frame without a pose, bytes.
HEADER_BYTES: Final = 24
#: Longest message that can be a frame, bytes; anything longer is refused unread.
MAX_BYTES: Final = HEADER_BYTES + N * 14

_HEADER = struct.Struct("<HBBIdHHHBB")
_BODY = struct.Struct("<" + "hhhBB" * N)
_WORLD = struct.Struct(f"<{3 * N}h")
_LENGTHS = {0: HEADER_BYTES, POSE: HEADER_BYTES + N * 8, POSE | WORLD: MAX_BYTES}
_MODELS = ("unknown", "lite", "full", "heavy")
# Bound methods: mapped over 33 numbers they take half the time of an expression.
_share, _confidence, _metres = STEP.__mul__, (1 / 255).__mul__, (0.001).__mul__


#: Where the flags stand in a message.
FLAGS_AT: Final = 3


class FrameError(IliumError):
    """A message that is no frame: the text says why, ``code`` is the WebSocket close code for it."""

    def __init__(self, reason: str, code: int = 1007) -> None:
        super().__init__(reason)
        self.code = code


class Frame(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One picture's landmarks.

    Parameters
    ----------
    seq : int
        Number of the frame, rising.
    capture_ms : float
        When the picture was taken, milliseconds of a clock that never goes back.
    width, height : int
        Of the picture, pixels; only their ratio matters.
    x, y, z : tuple of float, length 33 or 0
        Fractions of the picture, see the module; empty without a pose.
    visibility, presence : tuple of float, length 33 or 0
        The detector's own confidence, 0 to 1; presence is 0 throughout where a detector does not give it.
    world : tuple of float, length 99 or 0
        x, y, z of each landmark in metres about the middle of the hips; empty where not sent.
    several : bool
        More than one person was seen.
    """

    seq: int
    capture_ms: float
    width: int
    height: int
    infer_ms: int = 0
    model: int = 0
    several: bool = False
    x: tuple[float, ...] = ()
    y: tuple[float, ...] = ()
    z: tuple[float, ...] = ()
    visibility: tuple[float, ...] = ()
    presence: tuple[float, ...] = ()
    world: tuple[float, ...] = ()

    @property
    def has_pose(self) -> bool:
        """Whether a body was found."""
        return bool(self.x)

    @property
    def people(self) -> int:
        """How many people it shows: 0, 1, or 2 for more."""
        if not self.x:
            return 0
        return 2 if self.several else 1

    @property
    def model_name(self) -> str:
        """The detector's model: ``unknown``, ``lite``, ``full`` or ``heavy``."""
        return _MODELS[self.model]


def decode(message: bytes) -> Frame:
    """Read one binary message.

    Parameters
    ----------
    message : bytes
        The whole message.

    Raises
    ------
    FrameError
        Wrong length, magic, version, flags, count, model, picture size, or a capture time that is not finite and at
        least 0. ``code`` is 1003 where it is another kind of data, else 1007.

    Examples
    --------
    >>> decode(encode(Frame(seq=7, capture_ms=233.0, width=640, height=480))).seq
    7
    """
    size = len(message)
    if size < HEADER_BYTES:
        raise FrameError(f"a frame has at least {HEADER_BYTES} bytes, not {size}", 1003)
    magic, version, flags, seq, capture_ms, width, height, infer_ms, n, model = _HEADER.unpack_from(message)
    _check_header(magic, version, n, model)
    if _LENGTHS.get(flags & ~SEVERAL) != size:
        raise FrameError(f"flags {flags} do not fit a length of {size} bytes")
    if not (width and height):
        raise FrameError(f"a picture of {width} by {height} pixels")
    if not 0 <= capture_ms < math.inf:
        raise FrameError(f"capture_ms is {capture_ms}")
    body = _BODY.unpack_from(message, HEADER_BYTES) if flags & POSE else ()
    world = _WORLD.unpack_from(message, HEADER_BYTES + N * 8) if flags & WORLD else ()
    return Frame(
        seq=seq,
        capture_ms=capture_ms,
        width=width,
        height=height,
        infer_ms=infer_ms,
        model=model,
        several=flags & SEVERAL != 0,
        x=tuple(map(_share, body[0::5])),
        y=tuple(map(_share, body[1::5])),
        z=tuple(map(_share, body[2::5])),
        visibility=tuple(map(_confidence, body[3::5])),
        presence=tuple(map(_confidence, body[4::5])),
        world=tuple(map(_metres, world)),
    )


def length_of(flags: int) -> int:
    """Return how long a message with these flags is, bytes.

    Raises
    ------
    FrameError
        There are no such flags.
    """
    size = _LENGTHS.get(flags & ~SEVERAL)
    if size is None:
        raise FrameError(f"flags {flags} are not known")
    return size


def without_world(message: bytes) -> bytes:
    """Return a whole frame's message without its world landmarks, which the engine does not look at.

    Examples
    --------
    >>> frame = Frame(seq=7, capture_ms=233.0, width=640, height=480)
    >>> without_world(encode(frame)) == encode(frame)
    True
    """
    flags = message[FLAGS_AT]
    if not flags & WORLD:
        return message
    kept = bytes((flags & ~WORLD,))
    return message[:FLAGS_AT] + kept + message[FLAGS_AT + 1 : _LENGTHS[POSE]]


def _check_header(magic: int, version: int, n: int, model: int) -> None:
    if magic != MAGIC:
        raise FrameError(f"the magic number is {magic:#06x}, not {MAGIC:#06x}", 1003)
    if version != VERSION:
        raise FrameError(f"version {version} is not known, only {VERSION}", 1003)
    if n != N:
        raise FrameError(f"{n} landmarks, not {N}")
    if model >= len(_MODELS):
        raise FrameError(f"model {model} is not known")


def check_order(last: Frame | None, frame: Frame) -> None:
    """Raise FrameError if a frame does not come after the last one of its stream, by number and by capture time.

    A time that stands still is allowed (two messages of one picture); the engine ignores the second.
    """
    if last is None:
        return
    if frame.seq <= last.seq:
        raise FrameError(f"sequence went from {last.seq} to {frame.seq}")
    if frame.capture_ms < last.capture_ms:
        raise FrameError(f"capture_ms went from {last.capture_ms} to {frame.capture_ms}")


def encode(frame: Frame) -> bytes:
    """Write one frame as a binary message; coordinates are rounded to the wire's steps and limited to its range.

    Raises
    ------
    FrameError
        A number is not finite, or a tuple has the wrong length.
    """
    flags = (POSE if frame.x else 0) | (WORLD if frame.world else 0) | (SEVERAL if frame.several else 0)
    if flags & WORLD and not flags & POSE:
        raise FrameError("world landmarks without a pose")
    head = _HEADER.pack(
        MAGIC,
        VERSION,
        flags,
        frame.seq,
        frame.capture_ms,
        frame.width,
        frame.height,
        frame.infer_ms,
        N,
        frame.model,
    )
    if not flags & POSE:
        return head
    columns = [_scaled(values, 8192) for values in (frame.x, frame.y, frame.z)]
    columns += [_scaled(values, 255, 0, 255) for values in (frame.visibility, frame.presence)]
    body = _BODY.pack(*(value for row in zip(*columns, strict=True) for value in row))
    return head + body + (_WORLD.pack(*_scaled(frame.world, 1000, count=3 * N)) if flags & WORLD else b"")


def _scaled(values: Sequence[float], scale: int, low: int = -32768, high: int = 32767, *, count: int = N) -> list[int]:
    if len(values) != count:
        raise FrameError(f"{len(values)} values, not {count}")
    if not all(map(math.isfinite, values)):
        raise FrameError("a landmark is not a finite number")
    return [min(high, max(low, round(value * scale))) for value in values]
