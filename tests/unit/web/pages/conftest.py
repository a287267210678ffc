"""The pages on a record in memory, a clock that stands still until it is moved, and ids that count."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.test import Client

from ilium.app.bootstrap import Services, wire
from ilium.record.events import Event
from ilium.screening import load_screening
from ilium.store.memory import MemoryEventStore
from ilium.web.pages import visit

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PROFILE = {
    "side": "right",
    "pain_now": "4",
    "pain_usual": "5",
    "surface": "floor",
    "track": "gradual",
    "voice": "on",
    "rate": "normal",
    "guidance": "fades",
    "sound": "on",
    "breath": "medium",
    "readiness": "lead-in",
    "lead_in_seconds": "20",
    "locale": "gb",
}


@dataclass
class StandingClock:
    time: datetime = MONDAY

    def now(self) -> datetime:
        return self.time

    def pass_by(self, **span: float) -> None:
        self.time += timedelta(**span)


@dataclass
class CountingIds:
    given: int = 0

    def new(self) -> str:
        self.given += 1
        return f"0192c0de-0000-7000-8000-{self.given:012x}"


@dataclass
class Site:
    """A browser, and what is behind it."""

    services: Services
    clock: StandingClock
    ids: CountingIds
    client: Client = field(default_factory=lambda: Client(headers={"host": "127.0.0.1"}))

    def get(self, address: str, **headers: str) -> HttpResponse:
        return self.client.get(address, headers=headers)

    def post(self, address: str, **fields: object) -> HttpResponse:
        return self.client.post(address, fields)

    def text(self, address: str) -> str:
        response = self.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return response.content.decode()

    def events(self) -> list[Event]:
        return [stored.event for stored in self.services.store.read()]

    def happened(self, *events: Event) -> None:
        self.services.store.append(events, self.clock.now())

    def answer(self, *ticks: str, unsure: tuple[str, ...] = (), lead: str = "no") -> HttpResponse:
        """Go through every page of the screening, ticking these items where they are; sided ones on the left."""
        response = self.get("/screening/1/")
        for number, page in enumerate(load_screening().page, 1):
            on_page = {item.id for item in page.item}
            fields: dict[str, object] = {"yes": on_page & set(ticks), "unsure": on_page & set(unsure)}
            fields |= {f"side_{item}": "left" for item in on_page}
            fields |= {"lead": lead} if page.lead else {}
            fields |= {} if fields["yes"] or fields["unsure"] else {"none": "1"}
            response = self.post(f"/screening/{number}/", **fields)
            if "result" in response.headers.get("Location", ""):
                break
        return response

    def settle(self, **profile: str) -> None:
        """Answer that nothing fits, and say where it hurts."""
        self.answer()
        response = self.post("/about-pain/", **{**PROFILE, **profile})
        assert response.status_code == 302, response.content.decode()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    clock, ids = StandingClock(), CountingIds()
    services = wire(MemoryEventStore(), clock, ids)
    monkeypatch.setattr(visit, "services", lambda: services)
    yield Site(services=services, clock=clock, ids=ids)
