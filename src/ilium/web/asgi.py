"""The ASGI application that uvicorn serves."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import django
from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGIReceiveEvent, ASGISendCallable, Scope
from django.core.asgi import get_asgi_application

if TYPE_CHECKING:
    from ilium.web.live import LiveSocket

#: Bytes of a body already refused that are still read; beyond them the connection just ends. Our choice.
DRAIN = 16 * 1024 * 1024


class TooLarge(Exception):
    """A body without a declared length grew beyond the limit."""


class BodyGuard:
    """Stops reading a body at the limit, also where the request does not say how long it is.

    Parameters
    ----------
    inner : ASGI application
        What answers.
    limit : callable
        Returns the bytes that a request to an address may hold.
    """

    def __init__(self, inner: ASGI3Application, limit: Callable[[str], int]) -> None:
        self._inner, self._limit = inner, limit

    async def __call__(self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        """Answer, or refuse with 413."""
        read, limit = 0, self._limit(scope["path"]) if scope["type"] == "http" else 0

        async def counted() -> ASGIReceiveEvent:
            nonlocal read
            event = await receive()
            read += len(event["body"]) if event["type"] == "http.request" else 0
            if read > limit:
                await _drain(event, receive)
                raise TooLarge
            return event

        try:
            await self._inner(scope, counted, send)
        except TooLarge:
            await _refuse(send)


async def _drain(event: ASGIReceiveEvent, receive: ASGIReceiveCallable) -> None:
    """Read on and forget, because a client that is still sending would not hear the refusal."""
    left = DRAIN
    while left > 0 and event["type"] == "http.request" and event["more_body"]:
        event = await receive()
        left -= len(event["body"]) if event["type"] == "http.request" else 0


async def _refuse(send: ASGISendCallable) -> None:
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers, "trailers": False})
    body = b'{"error":"The request is too large.","path":""}'
    await send({"type": "http.response.body", "body": body, "more_body": False})


def make_application() -> ASGI3Application:
    """Return Django behind the guard, and the live socket beside it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ilium.web.settings")
    django.setup()
    from ilium.app.live import converse
    from ilium.web.limits import body_limit
    from ilium.web.live import LiveSocket
    from ilium.web.services import recordings

    pages = BodyGuard(cast(ASGI3Application, get_asgi_application()), body_limit)
    return beside(pages, LiveSocket(lambda: converse(recordings())))


def beside(pages: ASGI3Application, live: "LiveSocket") -> ASGI3Application:
    """Return an application that gives sockets to one and everything else to the other."""

    async def application(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        if scope["type"] == "websocket":
            await live(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return application


application = make_application()
