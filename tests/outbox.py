"""A browser's outbox as a test plays it: it keeps each batch of a live session until the server has acknowledged it."""

import http.client
import json
import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from ilium.record.codec import encode_batch
from ilium.record.events import (
    EffortReported,
    Event,
    PainReported,
    SessionFinished,
    SessionPaused,
    SessionResumed,
    SetCompleted,
)
from tests.records import make, planned, set_of, start


def live_session(chance: random.Random) -> Iterator[Event]:
    """Yield the events of a session of three exercises, in order, with ids of their own."""
    blocks = [planned(name, sets=3) for name in ("lumbar-roll", "figure-four", "si-glute-bridge")]
    events: list[Event] = [start(*blocks)]
    for index, block in enumerate(blocks):
        for number in (1, 2, 3):
            events.append(make(SetCompleted, len(events), **set_of(block, index, set=number)))
        asked = {"block": index, "exercise": block.exercise, "value": chance.randrange(11)}
        events.append(make(PainReported, len(events), moment="worst", quality="ache", outcome="go-on", **asked))
        events.append(make(EffortReported, len(events), **asked))
        events.append(make(SessionPaused, len(events), why="person"))
        events.append(make(SessionResumed, len(events)))
    events.append(make(SessionFinished, len(events)))
    session = _new_id(chance)
    return (_owned(event, _new_id(chance), session) for event in events)


def _owned(event: Event, event_id: str, session: str) -> Event:
    fields = {name: getattr(event, name) for name in event.__struct_fields__}
    return type(event)(**{**fields, "id": event_id, "session": session})


def _new_id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


@dataclass
class Outbox:
    """One device: what it has to send, and what became of what it sent."""

    chance: random.Random
    waiting: deque[list[Event]] = field(default_factory=deque)
    made: dict[str, Event] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    tried: list[list[Event]] = field(default_factory=list)
    _session: Iterator[Event] = field(default_factory=lambda: iter(()))

    def deliver_next(self, connection: http.client.HTTPConnection, headers: dict[str, str]) -> None:
        """Send the oldest batch that waits, or a new one, and forget it once it is acknowledged.

        Raises
        ------
        OSError, http.client.HTTPException
            When the server is gone; the batch waits.
        """
        if not self.waiting:
            self.waiting.append(self._new_batch())
        batch = self.waiting[0]
        self.tried.append(batch)
        connection.request("POST", "/api/events", encode_batch(batch), headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
        assert answer.status == 200, said
        assert said["rejected"] == []
        assert sorted(said["acknowledged"]) == sorted(event.id for event in batch)
        self.acknowledged.update(said["acknowledged"])
        self.waiting.popleft()

    def _new_batch(self) -> list[Event]:
        batch = [event for event in (next(self._session, None) for _ in range(self.chance.randint(1, 7))) if event]
        if not batch:
            self._session = live_session(self.chance)
            return self._new_batch()
        self.made.update({event.id: event for event in batch})
        return batch
