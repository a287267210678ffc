"""Today's plan and session sheet of one person, from their record."""

from datetime import datetime, timedelta

import msgspec

from ilium.anatomy import PainSide, Side
from ilium.anatomy.errors import NotScreened
from ilium.app.screening_run import clearance_now
from ilium.cuesheet.compile import Guide, cue_sheet, session_sheet
from ilium.cuesheet.model import CueSheet, SessionSheet
from ilium.exercises.loader import load_library
from ilium.prescription.model import Mode, PlanRequest, SessionPlan, Track
from ilium.prescription.plan import plan
from ilium.record.codec import instant
from ilium.record.events import ProfileChanged
from ilium.record.states import Person
from ilium.screening import Level, Screening, load_screening

#: So long an answer to the daily re-check lets sessions start: our choice, not validated.
RECHECK_HOLDS = timedelta(hours=12)


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """Today's plan with its cue sheet, and the profile it was made for."""

    profile: ProfileChanged
    plan: SessionPlan
    sheet: CueSheet


def todays_plan(person: Person, now: datetime) -> Today:
    """Return today's whole session for this person.

    Raises
    ------
    NotScreened
        No clearance holds now, or the person has not yet said where it hurts.
    """
    profile = _profile(person)
    made = _plan(person, profile, now, Mode.FULL)
    return Today(profile=profile, plan=made, sheet=cue_sheet(load_library(), made, _guide(profile, load_screening())))


def session_sheet_now(person: Person, now: datetime) -> SessionSheet:
    """Return everything that the player needs for a session that starts now.

    Raises
    ------
    NotScreened
        No clearance holds now, the daily re-check has not been answered, or the person has not yet said where it hurts.
    """
    profile = _profile(person)
    if not rechecked(person, now):
        raise NotScreened("First answer the one question on Today: is anything new?")
    plans = {mode: _plan(person, profile, now, mode) for mode in Mode}
    return session_sheet(load_library(), plans, _guide(profile, load_screening()))


def rechecked(person: Person, now: datetime) -> bool:
    """Say whether the daily re-check, or the whole screening, was answered within `RECHECK_HOLDS` before ``now``."""
    answered = [check.at for check in person.daily_checks if not check.anything_new]
    screened = person.completed_screening
    if screened is not None and screened.completed is not None:
        answered.append(screened.completed.at)
    return any(now - instant(at) < RECHECK_HOLDS for at in answered)


def _profile(person: Person) -> ProfileChanged:
    if person.profile is None:
        raise NotScreened("First say where it hurts.")
    return person.profile


def _plan(person: Person, profile: ProfileChanged, now: datetime, mode: Mode) -> SessionPlan:
    request = PlanRequest(
        side=PainSide(profile.side),
        worse=Side(profile.worse) if profile.worse else None,
        track=Track(profile.track),
        mode=mode,
    )
    return plan(load_library(), clearance_now(person, load_screening(), now), request)


def _guide(profile: ProfileChanged, screening: Screening) -> Guide:
    locale = next((known for known in screening.locale if known.id == profile.locale), screening.locale[0])
    signs = tuple(item.ask for page in screening.page for item in page.item if item.level is Level.EMERGENCY)
    return Guide(
        breath=profile.breath,
        readiness=profile.readiness,
        lead_in_seconds=profile.lead_in_seconds,
        voice=profile.voice,
        sound=profile.sound,
        worse=Side(profile.worse) if profile.worse else None,
        emergency=locale.emergency,
        advice=locale.advice,
        emergency_signs=signs,
    )
