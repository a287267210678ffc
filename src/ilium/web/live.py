"""``/live``: landmarks come in as binary frames, findings go back as text. A raw ASGI application beside Django.

Django is not in the way of a frame; see ``docs/decisions/0016-the-live-socket.md``. Only a page of our own, in a
browser that has opened one before, may open it. Nothing that comes in is logged, and nothing is stored unless the
person's settings want recordings: see ``docs/decisions/0023-recordings.md``.
"""

import asyncio
import contextlib
import logging
import re
from collections import deque
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from typing import Any

from asgiref.typing import ASGIReceiveCallable, ASGISendCallable, WebSocketScope
from django.conf import settings
from django.http.request import split_domain_port, validate_host

from ilium.app.live import Conversation, Refused
from ilium.motion.findings import Finding, encode_findings
from ilium.web.logs import log_crash

PATH = "/live"
#: Frames that may wait while one is looked at; the oldest gives way to the newest. Texts that may wait.
MAX_FRAMES, MAX_TEXTS = 2, 8
#: Sockets open at once: one person has a few tabs.
MAX_SOCKETS = 8
#: Seconds without a message after which the socket is closed.
IDLE_SECONDS = 120.0
#: Bytes that a close reason may hold.
MAX_REASON = 123
GOING_AWAY, NOT_ALLOWED, OUR_FAULT, AGAIN_LATER = 1001, 1008, 1011, 1013
#: The token's cookie as Django makes it.
COOKIE = re.compile(r"[A-Za-z0-9]{32}(?:[A-Za-z0-9]{32})?")

log = logging.getLogger("ilium.live")


class LiveSocket:
    """The application.

    Parameters
    ----------
    conversation : callable
        Makes what answers one socket.
    sockets : int
        How many may be open at once.
    idle_seconds : float
        How long one may be silent.
    """

    def __init__(
        self,
        conversation: Callable[[], Conversation[Any]],
        *,
        sockets: int = MAX_SOCKETS,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._conversation, self._sockets, self._idle_seconds = conversation, sockets, idle_seconds
        self._open = 0

    async def __call__(self, scope: WebSocketScope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Refuse before accepting, or answer until one side has enough."""
        if (await receive())["type"] != "websocket.connect":
            return
        if (refusal := refused(scope)) is not None:
            await _refuse(scope, send, *refusal)
        elif self._open >= self._sockets:
            await _refuse(scope, send, 503, "Too many pages watch at once. Close one.")
        else:
            self._open += 1
            try:
                await send({"type": "websocket.accept", "subprotocol": None, "headers": []})
                await _Socket(self._conversation(), receive, send, self._idle_seconds).run()
            finally:
                self._open -= 1


class _Socket:
    """One open socket: one task reads and keeps the newest frames, this one looks at them and answers."""

    def __init__(
        self,
        conversation: Conversation[Any],
        receive: ASGIReceiveCallable,
        send: ASGISendCallable,
        idle_seconds: float,
    ) -> None:
        self._conversation, self._receive, self._send = conversation, receive, send
        self._loop, self._idle_seconds = asyncio.get_running_loop(), idle_seconds
        self._waiting: deque[bytes | str] = deque()
        self._frames_waiting = 0
        self._bell = asyncio.Event()
        self._over = False
        self._refusal: Refused | None = None
        self._heard = self._loop.time()
        self._code = 1000
        self.frames = self.dropped = 0

    async def run(self) -> None:
        reading = self._loop.create_task(self._read())
        self._watching = self._loop.call_later(self._idle_seconds, self._watch)
        try:
            await self._answer()
        except OSError:  # the other side is gone; there is nobody to tell
            pass
        finally:
            self._watching.cancel()
            self._over = True
            reading.cancel()
            self._conversation.close()
            with contextlib.suppress(asyncio.CancelledError):
                await reading
        log.info("live-closed", extra={"status": self._code, "frames": self.frames, "dropped": self.dropped})

    # --- reading ---

    async def _read(self) -> None:
        """Take what comes until the other side goes; whatever ends this, the answering task hears of it."""
        try:
            while self._refusal is None:
                event = await self._receive()
                if event["type"] == "websocket.disconnect":
                    self._code = event["code"]
                    return
                if event["type"] == "websocket.receive":
                    self._take(event.get("bytes"), event.get("text") or "")
                self._heard = self._loop.time()
                self._bell.set()
        finally:
            self._over = self._refusal is None
            self._bell.set()

    def _take(self, frame: bytes | None, text: str) -> None:
        if frame is None:
            self._take_text(text)
        else:
            self._take_frame(frame)

    def _take_frame(self, content: bytes) -> None:
        self.frames += 1
        if self._frames_waiting == MAX_FRAMES:
            oldest = next(index for index, waiting in enumerate(self._waiting) if isinstance(waiting, bytes))
            del self._waiting[oldest]
            self.dropped += 1
        else:
            self._frames_waiting += 1
        self._waiting.append(content)

    def _take_text(self, text: str) -> None:
        if len(self._waiting) - self._frames_waiting == MAX_TEXTS:
            self._refusal = Refused("Too many messages at once.", NOT_ALLOWED)
        else:
            self._waiting.append(text)

    def _watch(self) -> None:
        """Look now and then whether anything was heard, which costs less than a timer for each message."""
        left = self._heard + self._idle_seconds - self._loop.time()
        if left <= 0:
            self._refusal = Refused("Nothing was heard for too long.", GOING_AWAY)
            self._bell.set()
        else:
            self._watching = self._loop.call_later(left, self._watch)

    # --- answering ---

    async def _answer(self) -> None:
        """Answer until one side has enough."""
        try:
            while not self._over:
                await self._bell.wait()
                self._bell.clear()
                if self._refusal is not None:
                    raise self._refusal
                while self._waiting:
                    await self._answer_next()
        except Refused as refusal:
            self._code = refusal.code
            await self._close(refusal.code, str(refusal))

    async def _answer_next(self) -> None:
        findings = self._looked_at(self._waiting.popleft())
        if findings:
            text = encode_findings(findings).decode()
            await self._send({"type": "websocket.send", "text": text, "bytes": None})

    def _looked_at(self, message: bytes | str) -> tuple[Finding, ...]:
        try:
            if isinstance(message, str):
                return self._conversation.said(message)
            self._frames_waiting -= 1
            return self._conversation.saw(message)
        except Refused:
            raise
        except Exception:  # one bad set must not end the server, and the browser goes on by its timers
            log_crash(self)
            raise Refused("The fault is ours.", OUR_FAULT) from None

    async def _close(self, code: int, reason: str) -> None:
        short = reason.encode()[:MAX_REASON].decode(errors="ignore")
        await self._send({"type": "websocket.close", "code": code, "reason": short})


# --- who may open it -----------------------------------------------------------------------------------------------


def refused(scope: WebSocketScope) -> tuple[int, str] | None:
    """Return status and sentence for whoever may not open the socket, and None for whoever may.

    The rules are those of `ilium.web.security`, and stricter: a browser always says which page opens a socket, so that
    without an origin there is none; and it has the token's cookie from a page of ours, which other sites' pages do not
    send along.
    """
    if scope["path"] != PATH:
        return 404, "There is nothing here."
    host, origin, site = (_header(scope, name) for name in (b"host", b"origin", b"sec-fetch-site"))
    domain, _ = split_domain_port(host or "")
    if not host or not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return 400, "Ilium answers only under this machine's own names."
    scheme = "https" if scope["scheme"] == "wss" else "http"
    if origin != f"{scheme}://{host}" or site not in (None, "same-origin"):
        return 403, "Another site asked for this. Only Ilium's own pages may."
    if not _has_visited(_header(scope, b"cookie") or ""):
        return 403, "Open a page of Ilium first."
    return None


def _header(scope: WebSocketScope, name: bytes) -> str | None:
    """Return a header, None where it is missing, and an empty text where it is there more than once."""
    found = [value for key, value in scope["headers"] if key == name]
    return (found[0].decode("latin-1") if len(found) == 1 else "") if found else None


def _has_visited(cookies: str) -> bool:
    try:
        found = SimpleCookie(cookies).get(settings.CSRF_COOKIE_NAME)
    except CookieError:
        return False
    return found is not None and COOKIE.fullmatch(found.value) is not None


async def _refuse(scope: WebSocketScope, send: ASGISendCallable, status: int, sentence: str) -> None:
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close", "code": NOT_ALLOWED, "reason": sentence})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": sentence.encode(), "more_body": False})
