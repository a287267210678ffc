"""Player, outbox and store as one state machine: whatever happens on the way, everything done arrives, once."""

from collections import deque
from datetime import UTC, datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from ilium.app.events import Receipt, record_batch
from ilium.record.codec import decode_batch, encode_batch
from ilium.record.events import Event, SessionFinished, SessionPaused, SessionResumed, SetCompleted
from ilium.record.fold import fold
from ilium.store.memory import MemoryEventStore
from tests.records import make, planned, set_of, start

BLOCK = planned("lumbar-roll", sets=3)


class Noon:
    """A clock that stands still."""

    def now(self) -> datetime:
        return datetime(2026, 3, 1, 12, tzinfo=UTC)


class Delivery(RuleBasedStateMachine):
    """One session: events are made, kept on the device, sent, lost, repeated and acknowledged in any order."""

    batches = Bundle("batches")

    def __init__(self) -> None:
        super().__init__()
        self.store = MemoryEventStore()
        self.made: list[Event] = []
        self.outbox: deque[Event] = deque()
        self.answered: set[str] = set()

    # --- The player ---

    @precondition(lambda self: not self.made)
    @rule()
    def begins(self) -> None:
        self.keep(start(BLOCK))

    @precondition(lambda self: self.made and not self.is_over())
    @rule(kind=st.sampled_from(["set", "pause", "resume", "finish"]), number=st.integers(1, 3))
    def goes_on(self, kind: str, number: int) -> None:
        at = len(self.made)
        made = {
            "set": lambda: make(SetCompleted, at, **set_of(BLOCK, set=number)),
            "pause": lambda: make(SessionPaused, at, why="person"),
            "resume": lambda: make(SessionResumed, at),
            "finish": lambda: make(SessionFinished, at),
        }
        self.keep(made[kind]())

    @rule()
    def is_killed_and_opened_again(self) -> None:
        """The outbox is on the device: what it holds is read back as it was written."""
        self.outbox = deque(decode_batch(encode_batch(self.outbox)))

    def keep(self, event: Event) -> None:
        """The player writes an event down before it counts as happened."""
        self.made.append(event)
        self.outbox.append(event)

    def is_over(self) -> bool:
        return any(isinstance(event, SessionFinished) for event in self.made)

    # --- The way ---

    @precondition(lambda self: self.outbox)
    @rule(target=batches, first=st.integers(0, 5), count=st.integers(1, 5), turned=st.booleans())
    def sends(self, first: int, count: int, turned: bool) -> tuple[Event, ...]:
        waiting = list(self.outbox)[first % len(self.outbox) :][:count]
        return tuple(reversed(waiting) if turned else waiting)

    @rule(batch=consumes(batches))
    def is_lost_on_the_way(self, batch: tuple[Event, ...]) -> None:
        """Nothing arrives, nothing is answered."""

    @rule(batch=batches)
    def arrives_but_the_answer_is_lost(self, batch: tuple[Event, ...]) -> None:
        self.deliver(batch)

    @rule(batch=batches)
    def arrives_and_is_answered(self, batch: tuple[Event, ...]) -> None:
        self.forget(self.deliver(batch))

    def deliver(self, batch: tuple[Event, ...]) -> Receipt:
        receipt = record_batch(self.store, Noon(), encode_batch(batch))
        assert receipt.rejected == ()
        return receipt

    def forget(self, receipt: Receipt) -> None:
        self.answered.update(receipt.acknowledged)
        self.outbox = deque(event for event in self.outbox if event.id not in self.answered)

    # --- What always holds ---

    @invariant()
    def what_was_acknowledged_is_stored_and_nothing_is_stored_twice(self) -> None:
        stored = [one.event for one in self.store.read()]
        assert self.answered <= {event.id for event in stored}
        assert len({event.id for event in stored}) == len(stored)
        assert all(event in self.made for event in stored)

    @invariant()
    def what_was_not_acknowledged_still_waits(self) -> None:
        assert {event.id for event in self.made} == self.answered | {event.id for event in self.outbox}

    def teardown(self) -> None:
        """In the end the network comes back, and the record tells the session as it happened."""
        while self.outbox:
            self.forget(self.deliver(tuple(self.outbox)))
        assert fold(one.event for one in self.store.read()) == fold(self.made)


TestDelivery = Delivery.TestCase
TestDelivery.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
