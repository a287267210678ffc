"""What every page needs to know about the request: who, when, where."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from ilium.app.bootstrap import Services
from ilium.app.events import Said, record, say
from ilium.app.progress import Progress
from ilium.app.settings import help_numbers
from ilium.exercises.loader import load_library
from ilium.exercises.model import Library
from ilium.prescription.ladders import Course
from ilium.record.events import PersonEvent, Settings, SettingsChanged
from ilium.record.states import Person
from ilium.screening import Screening, load_screening
from ilium.screening.model import Locale
from ilium.web import build
from ilium.web.pages.locale import suggested_countries, zone_of
from ilium.web.services import person_at_hand, services


@dataclass(frozen=True)
class Visit:
    """One request, with the person as the record has them at its beginning.

    Parameters
    ----------
    now : datetime
        In the person's own time zone.
    """

    request: HttpRequest
    services: Services
    person: Person
    screening: Screening
    library: Library
    now: datetime

    @property
    def today(self) -> date:
        """The date where the person is."""
        return self.now.date()

    @cached_property
    def course(self) -> Course:
        """Where the person's ladders stand."""
        return self.services.person.course(self.person, self.now)

    @cached_property
    def progress(self) -> Progress:
        """What is known of whether it is helping."""
        return self.services.progress(self.person, self.now, self.course)

    @property
    def locale(self) -> Locale:
        """The country of the help numbers, with the person's own numbers in place of its own."""
        return help_numbers(self.person.settings, self.screening, suggested_countries(self.request))

    @property
    def country(self) -> Locale:
        """The same country with its own numbers."""
        return next(known for known in self.screening.locale if known.id == self.locale.id)

    def page(self, template: str, section: str = "", **context: object) -> HttpResponse:
        """Return a page that no cache keeps: it speaks of the person as they are now.

        The first page of a visit brings the cookie of the token, whether it has a form or not. Otherwise the service
        worker, which fetches several pages at once, could get several, and the last would void a form on screen.
        """
        get_token(self.request)
        chosen = {"locales": self.screening.locale, "locale_chosen": self.locale, "look": self.person.settings}
        chosen["set_aside"] = len(self.services.store.damage())
        response = render(self.request, f"pages/{template}", {"section": section, **chosen, **context})
        response["Cache-Control"] = "no-store"
        response[build.HEADER] = build.build_id()
        return response

    def said(self, kind: type[PersonEvent], **fields: object) -> None:
        """Record what the person said, for good.

        Raises
        ------
        StoreError
            When the record cannot be written.
        """
        self.said_all(self.saying(kind, **fields))

    def saying(self, kind: type[Said], **fields: object) -> Said:
        """Return what the person said just now as an event that `said_all` records."""
        return say(kind, self.services.clock, self.services.ids, **fields)

    def said_all(self, *events: PersonEvent) -> None:
        """Record what the person said at once: all of it or, where it cannot be written, nothing.

        Raises
        ------
        StoreError
            When the record cannot be written.
        """
        record(self.services.store, self.services.clock, *events)

    def choose(self, settings: Settings) -> None:
        """Record these settings, unless they are what holds already.

        Raises
        ------
        StoreError
            When the record cannot be written.
        """
        if settings != self.person.settings:
            self.said(SettingsChanged, settings=msgspec.to_builtins(settings))

    def change_settings(self, **changes: object) -> None:
        """Record the same settings with these changes.

        Raises
        ------
        StoreError
            When the record cannot be written.
        """
        self.choose(msgspec.structs.replace(self.person.settings, **changes))


def visit(request: HttpRequest) -> Visit:
    """Return what is known at the beginning of a request.

    Raises
    ------
    StoreError
        When the record cannot be read.
    """
    return _visit(request, services().person())


def visit_at_hand(request: HttpRequest) -> Visit:
    """Return a visit for a page that needs no record: with the person as they are at hand, at once."""
    return _visit(request, person_at_hand(services()))


def _visit(request: HttpRequest, person: Person) -> Visit:
    ours = services()
    return Visit(
        request=request,
        services=ours,
        person=person,
        screening=load_screening(),
        library=load_library(),
        now=ours.clock.now().astimezone(zone_of(request)),
    )


def look(request: HttpRequest) -> dict[str, object]:
    """Give every template the colours and the size of words that the person chose; a context processor.

    Pages about a fault have no visit, and must be shown also where the record cannot be read.
    """
    return {"look": SimpleLazyObject(_look), "made_up": getattr(settings, "MADE_UP", False)}


def _look() -> Settings:
    return person_at_hand(services()).settings


def locale_at_hand(request: HttpRequest) -> Locale:
    """Return whom to call, whatever the record is like."""
    return help_numbers(_look(), load_screening(), suggested_countries(request))
