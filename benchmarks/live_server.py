"""A server for measuring the live socket: it, an echo beside it, and the processor's seconds used so far."""

from __future__ import annotations

import sys
import time
from typing import Any, cast

import uvicorn
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings

from ilium.app.live import Conversation, Engine, converse
from ilium.motion.findings import Begin, Finding, HoldTime
from ilium.motion.wire import Frame
from ilium.web.live import LiveSocket

#: What the measured answer says; the echo sends as much back.
SAID = HoldTime(at_ms=123456.789, number=1, seconds=4.0, holding=True)


class Answering:
    """The engine that people use, or none, that says one thing at each frame, so that each has a reply to wait for."""

    def __init__(self, inner: Engine[Any] | None) -> None:
        self._inner = inner

    def begin(self, begin: Begin) -> tuple[tuple[Any], tuple[Finding, ...]]:
        """Begin, and say nothing yet."""
        return (None if self._inner is None else self._inner.begin(begin)[0],), ()

    def step(self, state: tuple[Any], frame: Frame) -> tuple[tuple[Any], tuple[Finding, ...]]:
        """Look at the frame as people's are looked at, and answer."""
        if self._inner is None or state[0] is None:
            return state, (SAID,)
        after, findings = self._inner.step(state[0], frame)
        return (after,), (*findings, SAID)

    def end(self, state: Any, at_ms: float) -> tuple[Finding, ...]:
        """Say nothing."""
        return ()


def bare() -> Conversation[Any]:
    """Return a conversation that decodes frames and answers without looking at them."""
    return Conversation(Answering(None))


def watching() -> Conversation[Any]:
    """Return the conversation that people have, and a reply to each frame."""
    return Conversation(Answering(converse().engine))


async def echo(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Send back a text for each message, as long as the measured answer."""
    await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
    text = "x" * 90
    while (await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": text, "bytes": None})


async def seconds_used(receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Tell what the process has used of the processor."""
    await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
    await send({"type": "websocket.send", "text": str(time.process_time()), "bytes": None})
    await send({"type": "websocket.close", "code": 1000, "reason": ""})


async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
    """Choose by address: ``/echo``, ``/used``, ``/bare`` or the live socket itself."""
    if scope["type"] != "websocket":
        return
    path, live = scope["path"], {**scope, "path": "/live"}
    if path in ("/echo", "/used"):
        await receive()
        await (echo if path == "/echo" else seconds_used)(receive, send)
    else:
        await (BARE if path == "/bare" else LIVE)(cast(Any, live), receive, send)


BARE, LIVE = LiveSocket(bare, sockets=10_000), LiveSocket(watching, sockets=10_000)


def main() -> None:
    """Serve on a port of this machine, as `ilium serve` does."""
    settings.configure(ALLOWED_HOSTS=["127.0.0.1"], CSRF_COOKIE_NAME="ilium_csrf")
    from ilium.web.serve import configured

    config = configured(cast(Any, application))
    config.host, config.port, config.log_config = "127.0.0.1", int(sys.argv[1]), None
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
