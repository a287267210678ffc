"""Today's plan and session sheet of one person, from their record."""

from datetime import UTC, datetime, timedelta

import msgspec

from ilium.anatomy import Side
from ilium.anatomy.errors import NotScreened
from ilium.app.course import course_of, request_of
from ilium.app.how_long import Asked, Offer, length_choice, offers
from ilium.app.settings import help_numbers
from ilium.app.standing import clearance_now
from ilium.app.standing_now import ASKS_AFTER, after_stops
from ilium.cuesheet.compile import Guide, cue_sheet, session_sheet
from ilium.cuesheet.model import BlockSheet, CueSheet, Offline, SessionSheet
from ilium.cuesheet.phrases import load_phrases
from ilium.exercises.loader import load_library
from ilium.prescription.guidance import guidance_of, load_guidance
from ilium.prescription.ladders import Course
from ilium.prescription.loader import load_rules
from ilium.prescription.model import Mode, SessionPlan
from ilium.prescription.pain import Policy
from ilium.prescription.plan import plan
from ilium.record.codec import instant
from ilium.record.events import ProfileChanged
from ilium.record.states import Person
from ilium.screening import Clearance, Level, Screening, clearance_span, load_screening

#: So long an answer to the daily re-check lets sessions start: our choice, not validated.
RECHECK_HOLDS = timedelta(hours=12)
#: So long after a device was last in touch with the record its kept sheet may start a session: our choice.
KEPT_FOR = timedelta(days=3)
#: A device whose clock shows so much less than at that moment was set back: our choice, not validated.
BEHIND_AT_MOST = timedelta(hours=1)


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """Today's plan with its cue sheet, the profile it was made for, and where the person stands on the ladders.

    ``offers`` are the lengths to choose from, the shortest first and the whole last; none on a day of gentle stretches.
    """

    profile: ProfileChanged
    course: Course
    plan: SessionPlan
    sheet: CueSheet
    offers: tuple[Offer, ...] = ()


def todays_plan(person: Person, now: datetime, course: Course | None = None) -> Today:
    """Return today's whole session for this person.

    Parameters
    ----------
    course : Course, optional
        Where the ladders stand; folded from the beginning where it is not at hand.

    Raises
    ------
    NotScreened
        No clearance holds now, or the person has not yet said where it hurts.
    """
    profile = _profile(person)
    course = course or course_of(person, now)
    guide = _guide(person, profile, load_screening(), course, now)
    if course.flare:
        made = plan_now(person, now, Mode.MOBILISE_ONLY, course)
        return Today(profile=profile, course=course, plan=made, sheet=cue_sheet(load_library(), made, guide))
    found = offers(_asked(person, now, course, guide))
    return Today(profile=profile, course=course, plan=found[-1].plan, sheet=found[-1].sheet, offers=found)


def own_blocks(person: Person, now: datetime, course: Course) -> tuple[BlockSheet, ...]:
    """Return every exercise as the person's own steps and answers have it now, also what rests today or is left out.

    It is only to be shown: what is done today is `todays_plan`.

    Raises
    ------
    NotScreened
        No clearance holds now, or the person has not yet said where it hurts.
    """
    profile, screening = _profile(person), load_screening()
    request = msgspec.structs.replace(request_of(course, profile, now, Mode.FULL), without=())
    made = plan(load_library(), clearance_now(person, screening, now), request)
    guide = _guide(person, profile, screening, course, now)
    return cue_sheet(load_library(), made, guide).blocks


def session_sheet_now(person: Person, now: datetime, course: Course | None = None) -> SessionSheet:
    """Return everything that the player needs for a session that starts now; ``course`` is as in `todays_plan`.

    Raises
    ------
    NotScreened
        No clearance holds now, the daily re-check has not been answered, or the person has not yet said where it hurts.
    """
    _profile(person)
    if not rechecked(person, now):
        raise NotScreened("First answer the one question on Today: is anything new?")
    return sheet_to_keep(person, now, course)


def sheet_to_keep(person: Person, now: datetime, course: Course | None = None) -> SessionSheet:
    """Return the sheet that a device keeps for a session while the server does not answer.

    It needs no answer to the daily re-check: the player asks that itself before it starts from a kept sheet. ``course``
    is as in `todays_plan`.

    Raises
    ------
    NotScreened
        No clearance holds now, or the person has not yet said where it hurts.
    """
    profile, screening = _profile(person), load_screening()
    course = course or course_of(person, now)
    plans = {mode: plan_now(person, now, mode, course) for mode in Mode}
    offline = _offline(person, clearance_now(person, screening, now), screening, now)
    guide = _guide(person, profile, screening, course, now)
    lengths = length_choice(offers(_asked(person, now, course, guide)))
    return session_sheet(load_library(), plans, guide, offline, lengths)


def _offline(person: Person, clearance: Clearance, screening: Screening, now: datetime) -> Offline:
    words, (question, examples) = load_phrases().offline, screening.daily_question
    seen = [session.started_at for session in person.sessions if session.started_at <= now]
    begins, ends, reason = clearance_span(clearance, max(seen, default=None))
    in_touch = now.astimezone(UTC)
    out_of_touch = in_touch + KEPT_FOR
    return Offline(
        valid_from=max(begins, in_touch - BEHIND_AT_MOST).isoformat(),
        valid_until=min(ends, out_of_touch).isoformat(),
        question=question,
        examples=examples,
        nothing_new=words.nothing_new,
        something_new=words.something_new,
        when_new=f"{clearance.reask.new} {words.not_now}",
        when_early=f"{clearance.reask.clock} {words.not_now}",
        when_old=words.out_of_touch if out_of_touch < ends else f"{reason} {words.not_now}",
        stops=after_stops(screening, help_numbers(person.settings, screening)),
        asks_after=ASKS_AFTER,
    )


def rechecked(person: Person, now: datetime) -> bool:
    """Say whether the daily re-check, or the whole screening, was answered within `RECHECK_HOLDS` before ``now``.

    An answer from the future was given while a clock was wrong, and lets nothing start.
    """
    slack = timedelta(minutes=load_screening().reask.clock_minutes)
    answered = [check.at for check in person.daily_checks if not check.anything_new]
    screened = person.completed_screening
    if screened is not None and screened.completed is not None:
        answered.append(screened.completed.at)
    return any(-slack <= now - instant(at) < RECHECK_HOLDS for at in answered)


def _profile(person: Person) -> ProfileChanged:
    if person.profile is None:
        raise NotScreened("First say where it hurts.")
    return person.profile


def plan_now(person: Person, now: datetime, mode: Mode, course: Course | None = None) -> SessionPlan:
    """Return the plan of a session that starts now, from the record; ``course`` is as in `todays_plan`.

    Raises
    ------
    NotScreened
        No clearance holds now, or the person has not yet said where it hurts.
    """
    request = request_of(course or course_of(person, now), _profile(person), now, mode)
    return plan(load_library(), clearance_now(person, load_screening(), now), request)


def _asked(person: Person, now: datetime, course: Course, guide: Guide) -> Asked:
    clearance = clearance_now(person, load_screening(), now)
    return Asked(
        request=request_of(course, _profile(person), now, Mode.FULL),
        clearance=clearance,
        guide=guide,
        course=course,
        day=now.date(),
    )


def _guide(person: Person, profile: ProfileChanged, screening: Screening, course: Course, now: datetime) -> Guide:
    settings = person.settings
    numbers = help_numbers(settings, screening)
    signs = tuple(item.sign for page in screening.page for item in page.item if item.level is Level.EMERGENCY)
    return Guide(
        breath=settings.breath,
        readiness=settings.readiness,
        lead_in_seconds=settings.lead_in_seconds,
        raised_hand=settings.raised_hand,
        record_landmarks=settings.record_landmarks,
        voice=settings.voice,
        rate=settings.rate,
        sound=settings.sound,
        figure=settings.figure,
        worse=Side(profile.worse) if profile.worse else None,
        emergency=numbers.emergency,
        advice=numbers.advice,
        amber=Policy(settings.amber),
        flare=course.flare,
        emergency_signs=signs,
        known=guidance_of(load_guidance(), load_rules(), person.sessions, now.date(), settings.guidance),
    )
