"""What every page needs to know about the request: who, when, where."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ilium.app.bootstrap import Services
from ilium.app.events import record, say
from ilium.exercises.loader import load_library
from ilium.exercises.model import Library
from ilium.record.events import PersonEvent
from ilium.record.states import Person
from ilium.screening import Screening, load_screening
from ilium.screening.model import Locale
from ilium.web.pages.place import locale_of, zone_of
from ilium.web.services import services


@dataclass(frozen=True, slots=True)
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

    @property
    def locale(self) -> Locale:
        """The country of the help numbers."""
        return locale_of(self.request, self.person, self.screening)

    def page(self, template: str, section: str = "", **context: object) -> HttpResponse:
        """Return a page that no cache keeps: it speaks of the person as they are now."""
        numbers = {"locales": self.screening.locale, "locale_chosen": self.locale}
        response = render(self.request, f"pages/{template}", {"section": section, **numbers, **context})
        response["Cache-Control"] = "no-store"
        return response

    def said(self, kind: type[PersonEvent], **fields: object) -> None:
        """Record what the person said, for good.

        Raises
        ------
        StoreError
            When the record cannot be written.
        """
        ours = self.services
        record(ours.store, ours.clock, say(kind, ours.clock, ours.ids, **fields))


def visit(request: HttpRequest) -> Visit:
    """Return what is known at the beginning of a request."""
    ours = services()
    return Visit(
        request=request,
        services=ours,
        person=ours.person(),
        screening=load_screening(),
        library=load_library(),
        now=ours.clock.now().astimezone(zone_of(request)),
    )
