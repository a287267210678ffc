"""What the live socket costs beside an echo, and how many people one core can watch."""

from __future__ import annotations

import asyncio
import itertools
import math
import statistics
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from benchmarks.measure import Measure
from ilium.motion.wire import Frame, encode
from tools.serving import free_port

BEGIN = '{"type":"begin","exercise":"si-glute-bridge","variant":"si-bridge","side":"left"}'
FPS, LATEST_MS = 30, 20.0
#: Messages of one block, and how many blocks each address has, in turn.
BLOCK, BLOCKS = 1500, 5
#: Streams tried at a time, and for how many seconds.
STREAMS, SECONDS = (10, 25, 50, 75, 100, 150, 200, 300, 400), 3.0
#: The better of so many runs counts: the one that the machine disturbed least.
TRIES = 2
MOVING = [
    encode(
        Frame(
            seq=0,
            capture_ms=0.0,
            width=1280,
            height=720,
            x=tuple(0.3 + 0.01 * point for point in range(33)),
            y=tuple(0.5 + 0.003 * (point % 7) + 0.02 * (step % 30) / 30 for point in range(33)),
            z=(0.0,) * 33,
            visibility=(0.95,) * 33,
            presence=(0.95,) * 33,
        )
    )
    for step in range(30)
]


def frame(seq: int) -> bytes:
    """Return the frame of this number, 30 a second."""
    message = bytearray(MOVING[seq % len(MOVING)])
    struct.pack_into("<Id", message, 4, seq, seq * 1000 / FPS)
    return bytes(message)


def measure() -> list[Measure]:
    """Measure one message beside the echo of one, and streams until one is answered late."""
    with serving() as port:
        used: dict[str, list[float]] = {"/echo": [], "/bare": [], "/live": []}
        for _, path in itertools.product(range(BLOCKS), used):
            used[path].append(_processor_us(port, path))
        echo, bare, live = (statistics.median(each) for each in used.values())
        streams, late = _most_streams(port)
    name = f"people watched at {FPS} frames/s by one core, p99 of replies {late:.1f} ms of at most {LATEST_MS:g}"
    return [
        Measure("live socket itself, one message, processor", bare, "µs", 1.3 * echo, echo, "echo endpoint"),
        Measure("live socket, decoding and motion engine, one message", live, "µs", None, echo, "echo endpoint"),
        Measure(name, streams, "streams"),
    ]


@contextmanager
def serving() -> Iterator[int]:
    """Run the server of `benchmarks.live_server` and give its port."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.live_server", str(port)])
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            _used(port)
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the server to be measured did not start") from None
            time.sleep(0.05)
        else:
            return


def _open(port: int, path: str) -> ClientConnection:
    host = f"127.0.0.1:{port}"
    cookie = {"Cookie": "ilium_csrf=" + "a" * 32}
    origin = Origin(f"http://{host}")
    return connect(f"ws://{host}{path}", origin=origin, additional_headers=cookie, compression=None)


def _used(port: int) -> float:
    with _open(port, "/used") as socket:
        return float(socket.recv(timeout=20))


def _processor_us(port: int, path: str) -> float:
    """Return microseconds of the server's processor for a frame and its answer, one after the other."""
    with _open(port, path) as socket:
        if path != "/echo":
            socket.send(BEGIN)
        before = _used(port)
        for seq in range(1, BLOCK + 1):
            socket.send(frame(seq))
            socket.recv(timeout=20)
        return (_used(port) - before) / BLOCK * 1e6


# --- many streams --------------------------------------------------------------------------------------------------


def _most_streams(port: int) -> tuple[int, float]:
    """Return the most streams whose replies keep the limit, and their 99th percentile in milliseconds."""
    most, late = 0, 0.0
    for count in STREAMS:
        p99 = min(_p99_ms(port, count) for _ in range(TRIES))
        if p99 >= LATEST_MS:
            return most, late or p99
        most, late = count, p99
    return most, late


def _p99_ms(port: int, count: int) -> float:
    """Return the 99th percentile of replies to so many streams, infinite where more than one in 100 is missing."""
    took = asyncio.run(_watch_many(port, count))
    enough = len(took) >= 0.99 * count * FPS * SECONDS
    return statistics.quantiles(took, n=100)[-1] * 1000 if enough else math.inf


async def _watch_many(port: int, count: int) -> list[float]:
    took: list[float] = []
    await asyncio.gather(*(_stream(port, number / count / FPS, took) for number in range(count)))
    return took


async def _stream(port: int, delay: float, took: list[float]) -> None:
    """Send frames at their time and note how long each reply takes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_handshake(port))
    await reader.readuntil(b"\r\n\r\n")
    writer.write(_message(BEGIN.encode(), 0x1))
    loop = asyncio.get_running_loop()
    sent: dict[int, float] = {}
    hearing = loop.create_task(_hear(reader, sent, took))
    begin = loop.time() + 0.3 + delay
    for seq in range(1, int(FPS * SECONDS) + 1):
        await asyncio.sleep(max(0.0, begin + seq / FPS - loop.time()))
        sent[seq] = loop.time()
        writer.write(_message(frame(seq), 0x2))
    await asyncio.sleep(0.2)
    hearing.cancel()
    writer.close()


async def _hear(reader: asyncio.StreamReader, sent: dict[int, float], took: list[float]) -> None:
    """Take replies in order; each frame has one."""
    loop = asyncio.get_running_loop()
    for seq in itertools.count(1):
        _, length = await reader.readexactly(2)
        if length == 126:
            (length,) = struct.unpack(">H", await reader.readexactly(2))
        await reader.readexactly(length)
        took.append(loop.time() - sent[seq])


def _handshake(port: int) -> bytes:
    lines = (
        "GET /live HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
        "Sec-WebSocket-Version: 13",
        "Cookie: ilium_csrf=" + "a" * 32,
    )
    return "\r\n".join((*lines, "", "")).encode()


def _message(content: bytes, kind: int) -> bytes:
    """Return a message as a client frames it; a mask of zeros leaves it as it is."""
    length = bytes([0x80 | len(content)]) if len(content) < 126 else b"\xfe" + struct.pack(">H", len(content))
    return bytes([0x80 | kind]) + length + b"\0\0\0\0" + content
