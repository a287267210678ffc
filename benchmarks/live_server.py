"""A server for measuring the live socket: it, an echo beside it, and the processor's seconds used so far."""

from __future__ import annotations

import sys
import time
from typing import Any, cast

import uvicorn
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, Scope
from django.conf import settings

from ilium.app.live import Conversation, Watcher
from ilium.motion.engine import SetState
from ilium.motion.findings import Finding, HoldTime
from ilium.motion.wire import Frame
from ilium.web.live import LiveSocket

#: What the measured answer says; the echo sends as much back.
SAID = HoldTime(at_ms=123456.789, number=1, seconds=4.0, holding=True)


class Bare:
    """A conversation that answers without looking: what is left is the socket."""

    def said(self, text: str) -> tuple[Finding, ...]:
        """Say nothing."""
        return ()

    def saw(self, content: bytes) -> tuple[Finding, ...]:
        """Answer."""
        return (SAID,)

    def close(self) -> None:
        """Nothing is being recorded."""


class Answering(Watcher):
    """What people have, and a finding at each frame, so that each has a reply to wait for."""

    def step(self, state: SetState, frame: Frame) -> tuple[SetState, tuple[Finding, ...]]:
        """Look at the frame, and answer."""
        after, findings = super().step(state, frame)
        return after, (*findings, SAID)


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


BARE = LiveSocket(cast(Any, Bare), sockets=10_000)
LIVE = LiveSocket(lambda: Conversation(Answering()), sockets=10_000)


def main() -> None:
    """Serve on a port of this machine, as `ilium serve` does."""
    settings.configure(ALLOWED_HOSTS=["127.0.0.1"], CSRF_COOKIE_NAME="ilium_csrf")
    from ilium.web.serve import configured

    config = configured(cast(Any, application))
    config.host, config.port, config.log_config = "127.0.0.1", int(sys.argv[1]), None
    uvicorn.Server(config).run()


if __name__ == "__main__":
    main()
