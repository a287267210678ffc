"""Every event of the record, in the past tense: the only thing Ilium stores about a person.

An event is made once, by whoever saw it happen (the browser during a session, the server for a form), with its own
id, and is never changed. On the wire it is a JSON object tagged by ``type``. Values here are plain: sides, scales 0-10
and ids of the library, so that an old file stays readable when the library changes.
"""

from typing import Annotated, Literal

import msgspec

# A text ends at `\Z`: `$` would let a line break follow. Digits are `[0-9]`: `\d` would take those of every script.
Uuid = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")]
#: ISO 8601 with an offset: the clock on the wall where it happened.
WallTime = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})\Z",
        max_length=40,
    ),
]
Day = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")]
Rating = Annotated[int, msgspec.Meta(ge=0, le=10)]
Id = Annotated[str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^[a-z0-9][a-z0-9._:-]*\Z")]
#: A step of an exercise's ladder by its id. Records of before steps had ids say its place in the ladder of their day.
Rung = Id | Annotated[int, msgspec.Meta(ge=0, le=50)]
Short = Annotated[str, msgspec.Meta(max_length=400)]
Count = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
SideName = Literal["left", "right"]
WorkingSide = Literal["left", "right", "both"]
#: The longest that a session may be, milliseconds: our choice, nearly four months.
LONGEST_MS = 10**10
Millis = Annotated[int, msgspec.Meta(ge=0, le=LONGEST_MS)]
#: A telephone number as the person typed it, tidied: digits in groups, with a plus in front for another country.
Phone = Annotated[str, msgspec.Meta(pattern=r"^\+?[0-9]+( [0-9]+)*\Z", min_length=2, max_length=24)]
TimeOfDay = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]\Z")]
Weekday = Literal["mo", "tu", "we", "th", "fr", "sa", "su"]
#: Who counted or timed: the guide's own tempo, the camera, the person with a tap, or more than one of them.
Counted = Literal["tempo", "camera", "tap", "mixed"]
WEEK: tuple[Weekday, ...] = ("mo", "tu", "we", "th", "fr", "sa", "su")


class EventBase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """What every event has.

    Parameters
    ----------
    id : str
        UUID, version 7 where we make it; the same id sent twice is stored once.
    at : str
        ISO 8601 wall time with the offset of the place where it happened.
    """

    id: Uuid
    at: WallTime


class PersonEvent(EventBase, frozen=True, kw_only=True):
    """Base of what the person said outside a session."""


class SessionEvent(EventBase, frozen=True, kw_only=True):
    """Base of what happened in a session.

    Parameters
    ----------
    session : str
        The session's UUID, made by the browser.
    offset_ms : int
        Milliseconds since the session began, by a clock that never goes back while the page lives.
    """

    session: Uuid
    offset_ms: Millis


# --- outside a session -------------------------------------------------------------------------------------------


class ScreeningPageAnswered(PersonEvent, frozen=True, kw_only=True, tag="screening-page-answered"):
    """One page of a screening was answered; ``screening`` groups the pages of one run through it."""

    screening: Uuid
    version: int
    page: Id
    ticks: dict[Id, Literal["yes", "no", "not-sure"]]
    sides: dict[Id, list[SideName]] = {}
    lead: bool | None = None


class ScreeningCompleted(PersonEvent, frozen=True, kw_only=True, tag="screening-completed"):
    """A screening came to an end; ``level`` is what it said then, kept for the record only.

    ``until`` is the last day, UTC, on which a clinician's yes of ``approved`` holds; older events have none.
    """

    screening: Uuid
    version: int
    approved: list[Id] = []
    until: dict[Id, Day] = {}
    level: Literal["emergency", "same-day", "clinician", "pause", "changes", "allowed"]


class PrintedDose(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How much of a printed range the person wants to do on the printed track."""

    sets: Annotated[int, msgspec.Meta(ge=1, le=50)]
    repetitions: Annotated[int, msgspec.Meta(ge=1, le=100)]


class ProfileChanged(PersonEvent, frozen=True, kw_only=True, tag="profile-changed"):
    """The person said where it hurts and how they want to begin; the whole profile each time.

    ``worse`` is asked when both sides hurt. ``finger`` is the spot on the body map. ``printed`` is what was chosen
    within a printed range, by exercise; where nothing was, its lower end is done.
    """

    side: Literal["left", "right", "both", "unsure"]
    worse: SideName | None = None
    finger: Id | None = None
    pain_now: Rating
    pain_usual: Rating
    surface: Literal["floor", "firm-bed"]
    track: Literal["gradual", "published"]
    printed: dict[Id, PrintedDose] = {}


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the person wants to be guided and shown things: the one home of all of it.

    The values here are what holds before anything was chosen: our choice, not validated.

    Parameters
    ----------
    rate : {"slow", "normal", "quick"}
        How fast the voice speaks.
    readiness : {"lead-in", "tap"}
        How a start is agreed; ``lead_in_seconds`` is the quiet time before a counted one.
    locale : str, optional
        The country of the help numbers; None where the browser's language may suggest one.
    emergency, advice : str, optional
        The person's own numbers, called instead of the country's.
    raised_hand : bool
        With the camera on, a hand held up for a second pauses.
    record_landmarks : bool
        With the camera on, where the joints are is kept as a recording of each set.
    theme : {"device", "light", "dark"}
        ``device`` follows the device.
    text : {"normal", "large", "larger"}
        The size of the words on every page.
    figure : bool
        Whether the moving figure is shown.
    reminder : str, optional
        The time on the wall at which a calendar shall remind; None, as at the start, means never.
    reminder_days : tuple of str
        On which days it does.
    amber : {"strict", "traffic-light"}
        What a little more pain does: ends the exercise, or makes it easier first. The second is for a clinician to
        allow.
    guidance : {"fades", "short", "full"}
        How far the voice says less of what is known: down to the counts, never less than in short, or not at all.
    """

    voice: bool = True
    rate: Literal["slow", "normal", "quick"] = "normal"
    sound: bool = True
    breath: Literal["slow", "medium", "quick", "free"] = "medium"
    readiness: Literal["lead-in", "tap"] = "lead-in"
    lead_in_seconds: Annotated[int, msgspec.Meta(ge=5, le=120)] = 20
    raised_hand: bool = False
    record_landmarks: bool = False
    locale: Id | None = None
    emergency: Phone | None = None
    advice: Phone | None = None
    theme: Literal["device", "light", "dark"] = "device"
    text: Literal["normal", "large", "larger"] = "normal"
    figure: bool = True
    reminder: TimeOfDay | None = None
    reminder_days: Annotated[tuple[Weekday, ...], msgspec.Meta(min_length=1, max_length=7)] = WEEK
    amber: Literal["strict", "traffic-light"] = "strict"
    guidance: Literal["fades", "short", "full"] = "fades"


class SettingsChanged(PersonEvent, frozen=True, kw_only=True, tag="settings-changed"):
    """The person chose how to be guided and shown things; all settings each time."""

    settings: Settings


class DailyCheckAnswered(PersonEvent, frozen=True, kw_only=True, tag="daily-check-answered"):
    """The one-line daily re-check: whether anything is new since last time."""

    anything_new: bool


class Examined(PersonEvent, frozen=True, kw_only=True, tag="examined"):
    """The person said that somebody examined them for what they had answered, and on which day.

    ``holds`` names the sessions and screenings in which they had answered it.
    """

    holds: Annotated[list[Uuid], msgspec.Meta(min_length=1, max_length=50)]
    day: Day


class AnswerTakenBack(PersonEvent, frozen=True, kw_only=True, tag="answer-taken-back"):
    """The person said that an answer which holds them was a slip; ``hold`` is its session or screening.

    The answer itself stays in the record.
    """

    hold: Uuid


class RecordBroughtIn(PersonEvent, frozen=True, kw_only=True, tag="record-brought-in"):
    """What stands before this was added from a file, or is an older copy that was put back: its answers are old."""

    how: Literal["import", "restore"]


class RungChosen(PersonEvent, frozen=True, kw_only=True, tag="rung-chosen"):
    """The person chose a step of one exercise's ladder.

    Parameters
    ----------
    level : str or int
        The step.
    clinician : bool
        Somebody who knows about it said yes.
    ladders : int, optional
        The edition of the ladders (``ladders.toml``) that it was chosen from.
    """

    exercise: Id
    level: Rung
    clinician: bool = False
    ladders: Count | None = None


class PainDayRated(PersonEvent, frozen=True, kw_only=True, tag="pain-day-rated"):
    """Pain over one day, 0-10: its average and its worst; of several answers about a day the later one holds.

    ``left`` and ``right`` are the averages of each side, where both hurt; ``average`` is then the higher of them.
    """

    day: Day
    average: Rating
    worst: Rating
    left: Rating | None = None
    right: Rating | None = None


class ActivityRating(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the person's own activities: how well they can do it, 0 not at all to 10 as before."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    value: Rating


class FunctionRated(PersonEvent, frozen=True, kw_only=True, tag="function-rated"):
    """The person's own activities, rated in the manner of the Patient-Specific Functional Scale."""

    activities: Annotated[list[ActivityRating], msgspec.Meta(min_length=1, max_length=3)]


class LegHeavinessRated(PersonEvent, frozen=True, kw_only=True, tag="leg-heaviness-rated"):
    """How hard it was to raise each straight leg when lying, 0 not at all to 5 cannot."""

    left: Annotated[int, msgspec.Meta(ge=0, le=5)]
    right: Annotated[int, msgspec.Meta(ge=0, le=5)]


class ChangeRated(PersonEvent, frozen=True, kw_only=True, tag="change-rated"):
    """The change since the beginning, as the person sees it: -5 very much worse to 5 completely recovered."""

    value: Annotated[int, msgspec.Meta(ge=-5, le=5)]


class ReviewRead(PersonEvent, frozen=True, kw_only=True, tag="review-read"):
    """The person has read what a review rule had to say; ``since`` is the day on which it began to hold."""

    review: Id
    since: Day


class LessonClosed(PersonEvent, frozen=True, kw_only=True, tag="lesson-closed"):
    """The person read or heard a short lesson, or skipped it; a skipped one stays in the list of lessons."""

    lesson: Id
    how: Literal["read", "heard", "skipped"]


class NextMorningAnswered(PersonEvent, frozen=True, kw_only=True, tag="next-morning-answered"):
    """Pain on the morning after a session; ``day`` is the morning's own date."""

    session: Uuid
    day: Day
    pain: Rating
    woken: bool


class EntriesSetAside(PersonEvent, frozen=True, kw_only=True, tag="entries-set-aside"):
    """Entries of the record were found that cannot be relied on; the server says so, so that the record remembers.

    Parameters
    ----------
    entries : list of int
        Their places in the record, which no earlier event of this kind has named; 0 stands for the file as a whole.
    """

    entries: Annotated[list[int], msgspec.Meta(min_length=1, max_length=10_000)]


# --- in a session ------------------------------------------------------------------------------------------------


class PlannedBlock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was planned, in the plan's own words, so that history never needs the library of that day.

    ``name`` is the exercise's, ``variant_name`` that of the version which was to be done; ``guidance`` is how much was
    said at it. Records of before either was kept have neither.
    """

    exercise: Id
    name: Short
    variant: Id
    phase: Literal["mobilise", "strengthen"]
    working_side: WorkingSide
    sets: Count
    repetitions: Count
    hold_seconds: Count | None = None
    breaths: Count | None = None
    rung: Id | int | None = None
    variant_name: Short | None = None
    guidance: Literal["full", "short", "counts"] | None = None


class SessionStarted(SessionEvent, frozen=True, kw_only=True, tag="session-started"):
    """A session began, with the pain before it and what was planned; ``ladders`` is as in `RungChosen`.

    ``length`` is how long the person wanted it to be; None for a gentler session, and in older events.
    """

    programme: Id
    track: Literal["gradual", "published"]
    side: Literal["left", "right", "both", "unsure"]
    mode: Literal["full", "mobilise-only"]
    sheet: Id
    pain_before: Rating
    planned: list[PlannedBlock]
    ladders: Count | None = None
    length: Literal["short", "usual", "everything"] | None = None


class StartRated(SessionEvent, frozen=True, kw_only=True, tag="start-rated"):
    """Pain before a start was told, and only a gentler session was offered for it.

    If the person took it, `SessionStarted` follows; else the number is kept all the same.
    """

    pain_before: Rating


class StartHeldBack(SessionEvent, frozen=True, kw_only=True, tag="start-held-back"):
    """There was so much pain before the start that no session began."""

    pain_before: Rating


class SetCompleted(SessionEvent, frozen=True, kw_only=True, tag="set-completed"):
    """One set of one side was done; for holds, ``held_seconds`` is the sum of the holds.

    ``eased`` says that the easier alternative was done instead of the planned variant, ``counted`` who counted.
    """

    block: Count
    set: Annotated[int, msgspec.Meta(ge=1, le=50)]
    side: WorkingSide
    exercise: Id
    variant: Id
    repetitions: Count
    held_seconds: Count = 0
    eased: bool = False
    counted: Counted = "tempo"


class SetEnded(SessionEvent, frozen=True, kw_only=True, tag="set-ended"):
    """A set was left before its end, with what had been done of it."""

    block: Count
    set: Annotated[int, msgspec.Meta(ge=1, le=50)]
    side: WorkingSide
    exercise: Id
    variant: Id
    repetitions: Count
    held_seconds: Count = 0
    eased: bool = False
    counted: Counted = "tempo"


class BlockEased(SessionEvent, frozen=True, kw_only=True, tag="block-eased"):
    """The person said "too hard" and the easier alternative was taken."""

    block: Count
    exercise: Id
    from_variant: Id
    to_variant: Id


class GuidanceAsked(SessionEvent, frozen=True, kw_only=True, tag="guidance-asked"):
    """The person asked to be told more of how a block is done: everything is said again, now and the next times."""

    block: Count
    exercise: Id


class BlockSkipped(SessionEvent, frozen=True, kw_only=True, tag="block-skipped"):
    """A block was skipped, by the person or by a stop."""

    block: Count
    exercise: Id
    side: WorkingSide
    why: Literal["no-time", "too-hard", "do-not-want", "not-said", "pain-stop"]


class PainReported(SessionEvent, frozen=True, kw_only=True, tag="pain-reported"):
    """Pain 0-10 and its kind. ``during``: "it hurts" was pressed; ``worst``: said of a whole exercise afterwards.

    ``outcome`` is what the decision table answered.
    """

    moment: Literal["during", "worst"]
    value: Rating
    quality: Id
    outcome: Id
    block: Count
    exercise: Id


class NoWorseSaid(SessionEvent, frozen=True, kw_only=True, tag="no-worse-said"):
    """The person said at the end that an exercise had made the pain no worse than before. It is never a number."""

    block: Count
    exercise: Id


class EffortReported(SessionEvent, frozen=True, kw_only=True, tag="effort-reported"):
    """How hard an exercise was, 0-10."""

    value: Rating
    block: Count
    exercise: Id


class QuestionUnanswered(SessionEvent, frozen=True, kw_only=True, tag="question-unanswered"):
    """A question was left without an answer at the end of the session; once also between the exercises."""

    question: Literal["worst", "effort"]
    block: Count
    exercise: Id


class SessionPaused(SessionEvent, frozen=True, kw_only=True, tag="session-paused"):
    """The session was paused: by the person, because the page was hidden or lost, or for a question."""

    why: Literal["person", "hidden", "lost", "it-hurts"]


class SessionResumed(SessionEvent, frozen=True, kw_only=True, tag="session-resumed"):
    """The person went on."""


class SessionStopped(SessionEvent, frozen=True, kw_only=True, tag="session-stopped"):
    """The session ended before its end; ``held``: because of what was answered in another place meanwhile."""

    why: Literal["person", "pain", "unwell", "leg-symptoms", "urgent", "emergency", "abandoned", "held"]


class SessionFinished(SessionEvent, frozen=True, kw_only=True, tag="session-finished"):
    """The session came to its end."""


AnyPersonEvent = (
    ScreeningPageAnswered
    | ScreeningCompleted
    | ProfileChanged
    | SettingsChanged
    | DailyCheckAnswered
    | NextMorningAnswered
    | Examined
    | AnswerTakenBack
    | RecordBroughtIn
    | RungChosen
    | PainDayRated
    | FunctionRated
    | LegHeavinessRated
    | ChangeRated
    | ReviewRead
    | LessonClosed
    | EntriesSetAside
)
AnySessionEvent = (
    SessionStarted
    | StartRated
    | StartHeldBack
    | SetCompleted
    | SetEnded
    | BlockEased
    | GuidanceAsked
    | BlockSkipped
    | PainReported
    | NoWorseSaid
    | EffortReported
    | QuestionUnanswered
    | SessionPaused
    | SessionResumed
    | SessionStopped
    | SessionFinished
)
Event = AnyPersonEvent | AnySessionEvent
#: What a device may send by itself; everything else a person says comes through the forms of the pages.
DeviceEvent = AnySessionEvent | DailyCheckAnswered
