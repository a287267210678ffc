"""The live socket by hand: who may open it, what waits, what gives way, and how it ends."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from ilium.app.live import Conversation
from ilium.web.live import MAX_FRAMES, MAX_REASON, MAX_TEXTS, LiveSocket, refused
from ilium.web.logs import Formatter
from tests.taping import NoteRecorder
from tests.watching import BEGIN, END, Notes, frame

HOST = "127.0.0.1:8765"
COOKIE = "ilium_csrf=" + "a1" * 16
OWN = {"host": HOST, "origin": f"http://{HOST}", "cookie": COOKIE, "sec-fetch-site": "same-origin"}


def scope(path: str = "/live", scheme: str = "ws", **changes: str | None) -> dict[str, Any]:
    """Return what uvicorn tells of a page of our own that opens the socket, with some headers changed or left out."""
    headers = {**OWN, **{name.replace("_", "-"): value for name, value in changes.items()}}
    listed = [(name.encode(), value.encode("latin-1")) for name, value in headers.items() if value is not None]
    return {"type": "websocket", "path": path, "scheme": scheme, "headers": listed, "extensions": {}}


class Browser:
    """The other side: what it sends lies ready at once; what it hears is written down."""

    def __init__(self, *messages: bytes | str, goes: bool = True) -> None:
        events: list[dict[str, Any]] = [{"type": "websocket.connect"}]
        for message in messages:
            kind = "text" if isinstance(message, str) else "bytes"
            events.append({"type": "websocket.receive", kind: message})
        self.events = events + ([{"type": "websocket.disconnect", "code": 1000}] if goes else [])
        self.heard: list[dict[str, Any]] = []
        self.deaf: asyncio.Event | None = None

    async def receive(self) -> dict[str, Any]:
        if not self.events:
            await asyncio.Event().wait()
        await asyncio.sleep(0)
        return self.events.pop(0)

    async def send(self, event: dict[str, Any]) -> None:
        self.heard.append(event)
        if self.deaf is not None and event["type"] == "websocket.send":
            await self.deaf.wait()

    @property
    def kinds(self) -> list[str]:
        return [event["type"].removeprefix("websocket.") for event in self.heard]

    @property
    def findings(self) -> list[dict[str, Any]]:
        texts = [event["text"] for event in self.heard if event["type"] == "websocket.send"]
        return [finding for text in texts for finding in msgspec.json.decode(text)]

    @property
    def closed(self) -> tuple[int, str]:
        (event,) = [event for event in self.heard if event["type"] == "websocket.close"]
        return event["code"], event["reason"]


def run(browser: Browser, notes: Notes | None = None, asked: dict[str, Any] | None = None, **more: Any) -> Browser:
    """Let a browser speak to a socket of its own until it is over."""
    live = LiveSocket((notes or Notes()).conversation, **more)
    asyncio.run(asyncio.wait_for(live(asked or scope(), browser.receive, browser.send), 10))
    return browser


def test_the_end_of_a_socket_ends_its_recording() -> None:
    """However it ends: by the other side, or by junk."""
    for last in (frame(2), b"junk"):
        recorder = NoteRecorder()
        browser = Browser(BEGIN[:-1] + ',"record":true}', frame(1), last)
        live = LiveSocket(lambda recorder=recorder: Conversation(Notes(), recorder))  # type: ignore[misc]
        asyncio.run(asyncio.wait_for(live(scope(), browser.receive, browser.send), 10))
        assert [tape.ended for tape in recorder.tapes] == [1]


# --- who may open it ---

FOREIGN: dict[str, Callable[[], dict[str, Any]]] = {
    "another site": lambda: scope(origin="https://evil.example"),
    "an origin that hides": lambda: scope(origin="null"),
    "no origin": lambda: scope(origin=None),
    "another port": lambda: scope(origin="http://127.0.0.1:81"),
    "another name of this machine": lambda: scope(origin="http://localhost:8765"),
    "our name in another's": lambda: scope(origin=f"http://{HOST}.evil.example"),
    "another scheme": lambda: scope(origin=f"https://{HOST}"),
    "another host": lambda: scope(host="evil.example", origin="http://evil.example"),
    "a rebound name": lambda: scope(host="evil.example:8765", origin=f"http://{HOST}"),
    "no host": lambda: scope(host=None),
    "another site, by fetch metadata": lambda: scope(sec_fetch_site="cross-site"),
    "another port, by fetch metadata": lambda: scope(sec_fetch_site="same-site"),
    "no cookie": lambda: scope(cookie=None),
    "another cookie": lambda: scope(cookie="tz=Europe/Berlin"),
    "a cookie that is no token": lambda: scope(cookie="ilium_csrf=x"),
    "a cookie that cannot be read": lambda: scope(cookie="ilium_csrf=\xe4; =;;\x00"),
    "another address": lambda: scope("/live/"),
    "an address of a page": lambda: scope("/session/"),
    "two origins": lambda: {**scope(), "headers": [*scope()["headers"], (b"origin", b"https://evil.example")]},
}


@pytest.mark.parametrize("asked", FOREIGN.values(), ids=FOREIGN)
def test_whoever_is_not_our_own_page_is_refused_before_it_is_accepted(asked: Callable[[], dict[str, Any]]) -> None:
    """It hears one refusal, and nothing that it sent is looked at."""
    notes = Notes()
    assert run(Browser(BEGIN, frame(1)), notes, asked()).kinds == ["close"]
    assert notes.seen == []


@pytest.mark.parametrize(
    "asked",
    [
        scope(),
        scope(sec_fetch_site=None),
        scope(host="localhost:1", origin="http://localhost:1"),
        scope(host="[::1]:8765", origin="http://[::1]:8765"),
        scope(scheme="wss", origin=f"https://{HOST}"),
        scope(cookie=f"tz=x; {COOKIE}; country=ie"),
        scope(cookie="ilium_csrf=" + "Z9" * 32),
    ],
)
def test_our_own_pages_may_open_it(asked: dict[str, Any]) -> None:
    """So the test above fails for what is foreign and for nothing else."""
    assert refused(asked) is None  # type: ignore[arg-type]
    assert run(Browser(), asked=asked).kinds == ["accept"]


def test_a_refusal_says_why_where_the_server_can() -> None:
    """With the extension the other side reads a status and a sentence."""
    browser = run(Browser(), asked={**scope(origin=None), "extensions": {"websocket.http.response": {}}})
    start, body = browser.heard
    assert start["status"] == 403
    assert b"Only Ilium's own pages" in body["body"]


def test_only_so_many_may_be_open() -> None:
    """The third of two is refused, and has its turn when one has gone."""

    async def three() -> list[list[str]]:
        live = LiveSocket(Notes().conversation, sockets=2)
        staying = [Browser(goes=False) for _ in range(2)]
        tasks = [asyncio.create_task(live(scope(), one.receive, one.send)) for one in staying]
        while not all(one.heard for one in staying):
            await asyncio.sleep(0)
        third, fourth = Browser(), Browser()
        await live(scope(), third.receive, third.send)
        staying[0].events.append({"type": "websocket.disconnect", "code": 1001})
        tasks[0].cancel()
        await asyncio.gather(tasks[0], return_exceptions=True)
        await live(scope(), fourth.receive, fourth.send)
        tasks[1].cancel()
        await asyncio.gather(tasks[1], return_exceptions=True)
        return [third.kinds, fourth.kinds]

    assert asyncio.run(three()) == [["close"], ["accept"]]


# --- what is answered ---


def test_frames_are_answered_in_order() -> None:
    """Begin, frames, end: findings come back, and the end after them."""
    browser = Browser(BEGIN, frame(1), frame(2), END, goes=False)

    async def until_answered() -> None:
        live = LiveSocket(Notes().conversation)
        task = asyncio.create_task(live(scope(), browser.receive, browser.send))
        while "set-measured" not in [finding["type"] for finding in browser.findings]:
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(asyncio.wait_for(until_answered(), 10))
    assert [finding.get("number") for finding in browser.findings] == [1, 2, None]


def test_the_newest_frames_win_while_the_other_side_does_not_listen() -> None:
    """While an answer cannot be sent, only the newest frames wait; texts are kept in their place; drops are counted."""
    notes = Notes()
    browser = Browser(BEGIN, *(frame(seq) for seq in range(1, 101)), goes=False)

    async def listen_late() -> None:
        browser.deaf = asyncio.Event()
        live = LiveSocket(notes.conversation)
        task = asyncio.create_task(live(scope(), browser.receive, browser.send))
        while browser.events:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        browser.deaf.set()
        while 100 not in notes.seen:
            await asyncio.sleep(0)
        browser.events.append({"type": "websocket.disconnect", "code": 1000})
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(asyncio.wait_for(listen_late(), 10))
    assert len(notes.seen) <= 2 + MAX_FRAMES
    assert notes.seen[-MAX_FRAMES:] == [99, 100]


@pytest.mark.parametrize(
    ("message", "code", "reason"),
    [
        (b"x", 1003, "24 bytes"),
        (frame(1)[:100], 1007, "length"),
        ("no json", 1007, "no message"),
        (BEGIN.replace("si-glute-bridge", "no-such"), 1007, "no such exercise"),
        (END.replace("}", ',"' + "x" * 900 + '":1}'), 1007, "no message"),
    ],
)
def test_what_cannot_be_read_closes_it_with_a_reason(message: bytes | str, code: int, reason: str) -> None:
    """The code is of the protocol, and the reason fits into a close frame."""
    closed, said = run(Browser(message, goes=False)).closed
    assert (closed, reason in said) == (code, True)
    assert len(said.encode()) <= MAX_REASON


def test_a_flood_of_texts_closes_it() -> None:
    """More texts than may wait end it; nothing grows."""

    class Hasty(Browser):
        async def receive(self) -> dict[str, Any]:
            return self.events.pop(0) if self.events else await asyncio.Event().wait()  # type: ignore[return-value]

    code, reason = run(Hasty(*[END] * (MAX_TEXTS + 2), goes=False)).closed
    assert (code, reason) == (1008, "Too many messages at once.")


def test_silence_closes_it() -> None:
    """After the idle time without a message it says that it goes."""
    assert run(Browser(goes=False), idle_seconds=0.05).closed[0] == 1001


def test_a_fault_of_the_engine_closes_this_socket_only_and_is_logged_without_words() -> None:
    """The other side hears that the fault is ours; the log has the kind of the fault and not what it says."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(Formatter().format(record))  # type: ignore[method-assign]
    loggers = [logging.getLogger(name) for name in ("ilium.crash", "ilium.live")]
    before = [(logger.level, logger.disabled) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
    try:
        browser = run(Browser(BEGIN, frame(1), frame(2), goes=False), Notes(fails_at=2))
    finally:
        for logger, (level, _) in zip(loggers, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(level)
    assert browser.closed == (1011, "The fault is ours.")
    assert "ZeroDivisionError" in lines[0]
    assert "haemorrhoidectomy" not in "".join(lines)
    told = msgspec.json.decode(lines[-1])
    assert (told["event"], told["status"], told["frames"], told["dropped"]) == ("live-closed", 1011, 2, 0)
