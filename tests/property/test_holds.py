"""A record, two devices and everything that can happen to them, as one state machine: no stop is ever got past.

The machine keeps its own short account of what stands open (`Account`), and two devices that do what the player does:
they keep a sheet and what holds, send what waits, and start with the server or without it. Whenever anything is to be
had that a person could move by (a plan, a sheet, a session that goes on), the account must have nothing against it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ilium.anatomy.errors import NotScreened
from ilium.app.bootstrap import wire
from ilium.app.events import record_batch
from ilium.app.export import export, import_file
from ilium.app.session_sheet import KEPT_FOR, plan_now, session_sheet_now, sheet_to_keep
from ilium.app.standing_now import standing_now
from ilium.cuesheet.model import SessionSheet, StandingNow
from ilium.exchange.export_file import ExportFile, encode
from ilium.prescription.ladders import AHEAD_AT_MOST
from ilium.prescription.model import Mode
from ilium.record.codec import encode_batch, instant
from ilium.record.events import (
    AnswerTakenBack,
    DailyCheckAnswered,
    Event,
    Examined,
    ProfileChanged,
    ScreeningCompleted,
    ScreeningPageAnswered,
    SessionStarted,
    SessionStopped,
    StartHeldBack,
)
from ilium.screening import Level, load_screening
from ilium.store.memory import MemoryEventStore
from tests.records import planned

SCREENING = load_screening()
NUMBERS = SCREENING.locale[0]
START = datetime.fromisoformat("2026-03-02T08:00:00+00:00")
FLAGS = {
    level.value: next(item.id for page in SCREENING.page for item in page.item if item.level is level)
    for level in (Level.EMERGENCY, Level.SAME_DAY)
}
HELD, RESTS = ("emergency", "urgent"), ("pain", "unwell", "leg-symptoms", "much-pain")
STOPS = st.sampled_from(["person", *RESTS[:3], *HELD])
DEVICES = st.integers(0, 1)


@dataclass
class Account:
    """What stands open, as somebody with a pencil would keep it."""

    holds: dict[str, str] = field(default_factory=dict)  # id to the step that is still missing
    rests: list[date] = field(default_factory=list)
    asks: bool = True
    waits: bool = False

    def stopped(self, session: str, why: str, day: date) -> None:
        if why in HELD:
            self.holds[session] = "examination"
        if why in RESTS:
            self.rests.append(day)
        self.asks = self.asks or why == "leg-symptoms"

    def screened(self, run: str, level: str) -> None:
        self.holds = {one: step for one, step in self.holds.items() if step == "examination"}
        self.asks, self.waits = False, level == "same-day"
        if level == "emergency":
            self.holds[run] = "examination"

    def objects(self, today: date) -> bool:
        rests = any(today <= day <= today + AHEAD_AT_MOST for day in self.rests)
        return bool(self.holds) or rests or self.asks or self.waits


@dataclass
class Device:
    """What a browser keeps, and what it has not sent yet."""

    sheet: SessionSheet | None = None
    hold: StandingNow | None = None
    outbox: list[Event] = field(default_factory=list)
    touched: datetime = START
    seen: int = 0
    saved: tuple[str, SessionSheet] | None = None


class Clock:
    """The clock of everything in the machine: one that is set back is set back for all."""

    def __init__(self, machine: "Holds") -> None:
        self._machine = machine

    def now(self) -> datetime:
        return self._machine.now


class Holds(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now, self.made = START, 0
        self.clock = Clock(self)
        self.services = wire(MemoryEventStore(), self.clock, self)
        self.devices = [Device(), Device()]
        self.account = Account()
        self.files: list[bytes] = []
        self.reached = 0

    # --- what the services ask for, and the person says ---

    def new(self) -> str:
        self.made += 1
        return f"0192c0de-0000-7000-8000-{self.made:012x}"

    def make(self, kind: type[Event], **fields: object) -> Event:
        return kind(id=self.new(), at=self.now.isoformat(), **fields)  # type: ignore[arg-type]

    def say(self, kind: type[Event], **fields: object) -> None:
        self.services.store.append([self.make(kind, **fields)], self.now)

    @property
    def length(self) -> int:
        return sum(1 for _ in self.services.store.read())

    @property
    def standing(self) -> StandingNow:
        return standing_now(self.services.person(), SCREENING, NUMBERS, self.now)

    # --- the person, on pages ---

    @initialize()
    def begin(self) -> None:
        self.answers_everything("none")
        self.saves_about_pain("left", "gradual")

    @rule(answer=st.sampled_from(["none"] * 4 + list(FLAGS)))
    def answers_everything(self, answer: str) -> None:
        if self.standing.kind == "held" and self.services.person().alerts.holds:
            return  # the pages show the hold instead
        run = self.new()
        self.begins_the_questions(run, answer)
        level = "allowed" if answer == "none" else answer
        self.say(ScreeningCompleted, screening=run, version=SCREENING.version, level=level)
        self.account.screened(run, level)

    def begins_the_questions(self, run: str, answer: str, pages: int = 99) -> None:
        for page in SCREENING.page[:pages]:
            ticks = {item.id: "yes" if item.id == FLAGS.get(answer) else "no" for item in page.item}
            lead = ("yes" in ticks.values()) if page.lead else None
            shown = {} if lead is False else ticks
            fields = {"screening": run, "version": SCREENING.version, "page": page.id, "ticks": shown, "lead": lead}
            self.say(ScreeningPageAnswered, **fields)

    @rule()
    def begins_the_questions_before_something_is_new(self) -> None:
        """A run that was under way when something happened settles nothing of it."""
        run = self.new()
        self.begins_the_questions(run, "none", pages=2)
        self.something_is_new()
        self.begins_the_questions(run, "none")
        self.say(ScreeningCompleted, screening=run, version=SCREENING.version, level="allowed")
        self.account.waits = False

    @rule(back=st.sampled_from([0, 0, 3]))
    def something_is_new(self, back: int = 0) -> None:
        self.now -= timedelta(days=back)
        self.say(DailyCheckAnswered, anything_new=True)
        self.now += timedelta(days=back)
        self.account.asks = True

    @rule(days=st.integers(-2, 3))
    def says_that_somebody_examined_them(self, days: int) -> None:
        day = self.now.date() + timedelta(days=days)
        for hold in self.services.person().alerts.holds:
            self.say(Examined, holds=[hold.id], day=day.isoformat())
            if day >= min(instant(hold.at).date(), self.now.date()):
                self.account.holds[hold.id] = "questions"

    @rule()
    def takes_the_last_answer_back(self) -> None:
        if holds := self.services.person().alerts.holds:
            self.say(AnswerTakenBack, hold=holds[-1].id)
            self.account.holds.pop(holds[-1].id, None)
            self.account.asks = self.account.asks or holds[-1].asked == "screening"

    @rule(side=st.sampled_from(["left", "right", "both"]), track=st.sampled_from(["gradual", "published"]))
    def saves_about_pain(self, side: str, track: str) -> None:
        self.say(ProfileChanged, side=side, pain_now=3, pain_usual=3, surface="floor", track=track)

    # --- files ---

    @rule()
    def saves_a_copy(self) -> None:
        self.files.append(encode(export(self.services.store, self.clock)))

    @rule(which=st.integers(0, 9))
    def brings_a_copy_back(self, which: int) -> None:
        if self.files:
            assert import_file(self.services, self.files[which % len(self.files)]).new == ()

    @rule(days=st.integers(-40, 40))
    def brings_a_file_of_another_time(self, days: int) -> None:
        """It says that everything is well, and later or earlier than what is here."""
        here, kept = self.services.store, self.now
        self.now += timedelta(days=days)
        run, elsewhere = self.new(), MemoryEventStore()
        self.services = wire(elsewhere, self.clock, self)
        self.begins_the_questions(run, "none")
        self.say(ScreeningCompleted, screening=run, version=SCREENING.version, level="allowed")
        self.say(DailyCheckAnswered, anything_new=False)
        file = encode(ExportFile(program="x", exported_at=kept.isoformat(), events=[s.event for s in elsewhere.read()]))
        self.now, self.services = kept, wire(here, self.clock, self)
        import_file(self.services, file)
        self.account.asks = True

    # --- time ---

    @rule(hours=st.sampled_from([0.1, 1, 5, 24, 24, 30, 80, 24 * 15]))
    def time_passes(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @rule(days=st.sampled_from([1, 2, 9, 25]))
    def the_clock_is_set_back(self, days: int) -> None:
        self.now -= timedelta(days=days)

    # --- devices ---

    @rule(number=DEVICES)
    def opens_a_page(self, number: int) -> None:
        """Any page: what waits is sent, then the sheet and the standing are kept."""
        device = self.devices[number]
        self.deliver(device)
        person = self.services.person()
        try:
            device.sheet = sheet_to_keep(person, self.now)
        except NotScreened:
            device.sheet = None
        self.hear(device, self.standing)

    def deliver(self, device: Device) -> None:
        if device.outbox:
            for event in device.outbox:
                if isinstance(event, SessionStopped):
                    self.account.stopped(event.session, event.why, instant(event.at).date())
                if isinstance(event, StartHeldBack):
                    self.account.stopped(event.session, "much-pain", instant(event.at).date())
                if isinstance(event, DailyCheckAnswered) and event.anything_new:
                    self.account.asks = True
            record_batch(self.services.store, self.clock, encode_batch(device.outbox))
            device.outbox = []
        device.touched, device.seen = self.now, self.length

    def hear(self, device: Device, standing: StandingNow) -> None:
        device.hold = standing if standing.kind in ("held", "rest") else None
        if standing.kind != "free":
            device.sheet = None
        if standing.ends:
            device.saved = None

    @rule(number=DEVICES, why=STOPS, pain=st.sampled_from([3, 3, 3, 9]), ends=st.booleans())
    def starts_with_the_server(self, number: int, why: str, pain: int, ends: bool) -> None:
        device = self.devices[number]
        self.opens_a_page(number)
        if self.standing.kind != "free":
            return
        self.say(DailyCheckAnswered, anything_new=False)
        device.seen = self.length
        sheet = session_sheet_now(self.services.person(), self.now)
        self.may_move("a sheet", device)
        self.sits(device, sheet, why, pain, ends)
        self.deliver(device)

    @rule(number=DEVICES, why=STOPS, pain=st.sampled_from([3, 3, 3, 9]), ends=st.booleans(), new=st.booleans())
    def starts_without_the_server(self, number: int, why: str, pain: int, ends: bool, new: bool) -> None:
        device = self.devices[number]
        offline = device.sheet.offline if device.sheet else None
        if self.holds_here(device) or device.sheet is None or offline is None:
            return
        if not datetime.fromisoformat(offline.valid_from) <= self.now < datetime.fromisoformat(offline.valid_until):
            return
        device.outbox.append(self.make(DailyCheckAnswered, anything_new=new))
        if new:
            device.sheet = None
            return
        self.may_move("a kept sheet", device)
        self.sits(device, device.sheet, why, pain, ends)

    @rule(number=DEVICES, online=st.booleans(), why=STOPS)
    def goes_on_after_a_reload(self, number: int, online: bool, why: str) -> None:
        device = self.devices[number]
        if online:
            self.opens_a_page(number)
        if device.saved is None or self.holds_here(device):
            return
        if online:
            self.may_move("a session", device)
        session, sheet = device.saved
        self.ends(device, sheet, session, why)
        if online:
            self.deliver(device)

    def sits(self, device: Device, sheet: SessionSheet, why: str, pain: int, ends: bool) -> None:
        session, at = self.new(), {"offset_ms": 0}
        if pain > 7:
            device.outbox.append(self.make(StartHeldBack, session=session, pain_before=pain, **at))
            self.keeps_a_hold(device, sheet, "much-pain")
            return
        head = {"programme": "p", "track": "gradual", "side": "left", "mode": "full", "sheet": "s", "pain_before": pain}
        device.outbox.append(self.make(SessionStarted, session=session, planned=[planned("lumbar-roll")], **head, **at))
        if ends:
            self.ends(device, sheet, session, why)
        else:
            device.saved = session, sheet

    def ends(self, device: Device, sheet: SessionSheet, session: str, why: str) -> None:
        device.outbox.append(self.make(SessionStopped, session=session, why=why, offset_ms=1000))
        device.saved = None
        self.keeps_a_hold(device, sheet, why)

    def keeps_a_hold(self, device: Device, sheet: SessionSheet, why: str) -> None:
        assert sheet.offline is not None
        if stop := {str(one): standing for one, standing in sheet.offline.stops.items()}.get(why):
            device.hold = msgspec.structs.replace(stop, day=self.now.date().isoformat())
        if why in sheet.offline.asks_after:
            device.sheet = None

    def holds_here(self, device: Device) -> bool:
        hold = device.hold
        if hold is None:
            return False
        return hold.kind == "held" or self.now.date().isoformat() <= (hold.day or "")

    # --- what must hold ---

    def may_move(self, what: str, device: Device) -> None:
        """Nothing is open that the record knows, or that this device knows or has had the time to hear of."""
        self.reached += 1
        if device.seen == self.length:
            assert not self.account.objects(self.now.date()), (what, self.account)
        else:
            assert self.now - device.touched < KEPT_FOR, (what, device.touched)
        own = [event for event in device.outbox if isinstance(event, SessionStopped | StartHeldBack)]
        ended = [event for event in own if isinstance(event, StartHeldBack) or event.why in (*HELD, *RESTS)]
        assert not any(self.now.date() <= instant(event.at).date() for event in ended), (what, own)
        assert not any(isinstance(event, SessionStopped) and event.why in HELD for event in own), (what, own)

    @invariant()
    def there_is_no_plan_while_anything_stands_open(self) -> None:
        if self.services.person().profile is None:
            return
        for mode in Mode:
            try:
                plan_now(self.services.person(), self.now, mode)
            except NotScreened:
                continue
            assert not self.account.objects(self.now.date()), self.account
            assert self.standing.kind == "free"


TestHolds = Holds.TestCase
TestHolds.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
