"""How long the server waits for the rest of a request, and for how many at once.

A page, a device or a program that died may leave a request half sent. uvicorn would wait for the rest for ever, and
each such connection costs a place among those that the system allows. Waiting ends with 408; where too many wait, the
one that has waited longest gives way to the newest. An answer that nobody reads is dropped. A socket's handshake is a
request like any other; `ilium.web.live` bounds what comes after it.
"""

import asyncio
from typing import TYPE_CHECKING, Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from uvicorn.config import Config
    from uvicorn.server import ServerState

#: What the other side owes: a head, the rest of a body; in any other state it waits for us.
HEAD, BODY = h11.IDLE, h11.SEND_BODY
TOO_SLOW = b"The rest of the request did not come in time.\n"


class PatientProtocol(H11Protocol):
    """One connection, whose requests have to come in time.

    Our choice, all of it: a head has `head_seconds`, however it drips. A body has `body_seconds`, and a second more for
    each `bytes_a_second` of it, but never more than `body_seconds` from now on; a slow line is far above that. An
    answer of which nothing was taken for `answer_seconds` is not wanted any more.

    Attributes
    ----------
    most : int
        Connections at once: a browser has six to a server.
    """

    head_seconds, body_seconds, answer_seconds = 10.0, 20.0, 60.0
    bytes_a_second, most = 1024, 128

    def __init__(
        self,
        config: "Config",
        server_state: "ServerState",
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._owed: object = None
        self._since = self._until = 0.0
        self._heard = 0
        self._timer: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, and make room."""
        super().connection_made(transport)
        self._settle()
        if len(self.connections) > self.most:
            self._longest_waiting().transport.abort()

    def data_received(self, data: bytes) -> None:
        """Take what came, and wait on for what is still owed."""
        super().data_received(data)
        self._settle(len(data))

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._settle()

    def pause_writing(self) -> None:
        """Wait until the other side has read enough of the answer to be sent more."""
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Go on."""
        super().resume_writing()
        self._unwatch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop()
        self._unwatch()
        super().connection_lost(exc)

    def _longest_waiting(self) -> "PatientProtocol":
        """Return whose connection is given up: of those that owe something the oldest, else this one, the newest."""
        others = [one for one in self.connections if isinstance(one, PatientProtocol) and one is not self]
        owing = [one for one in others if one._timer is not None]
        return min(owing, key=lambda one: one._since, default=self)

    def _settle(self, heard: int = 0) -> None:
        """Note what the other side owes now, and until when."""
        owed, now = self.conn.their_state, self.loop.time()
        if self.transport.get_protocol() is not self or owed not in (HEAD, BODY):
            self._stop()
            self._owed = None
            return
        if owed is not self._owed:
            self._owed, self._since, self._heard = owed, now, 0
            self._until = now + (self.head_seconds if owed is HEAD else self.body_seconds)
        elif owed is BODY:
            self._until = min(self._until + heard / self.bytes_a_second, now + self.body_seconds)
        self._heard += heard
        if self._timer is None:
            self._timer = self.loop.call_at(self._until, self._look)

    def _look(self) -> None:
        """Give up, or look again later; while we read no further the other side can do nothing."""
        self._timer, now = None, self.loop.time()
        if self.flow.read_paused:
            self._until = now + self.body_seconds
        if now < self._until:
            self._timer = self.loop.call_at(self._until, self._look)
        elif not self.transport.is_closing():
            self._give_up()

    def _give_up(self) -> None:
        if not self._heard or self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.abort()
            return
        headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
        for event in (h11.Response(status_code=408, headers=headers), h11.Data(data=TOO_SLOW), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _watch(self, left: int) -> None:
        self._unwatch()
        self._unread = self.loop.call_later(self.answer_seconds, self._drop_unread, left)

    def _drop_unread(self, left: int) -> None:
        """End a connection of whose answer nothing was read meanwhile."""
        if (now_left := self.transport.get_write_buffer_size()) >= left:
            self.transport.abort()
        else:
            self._watch(now_left)

    def _unwatch(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
