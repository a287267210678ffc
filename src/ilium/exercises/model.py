"""What one exercise is: the shape of ``library/*.toml``.

Read this page first: words, doses, cue sheets, figures and hand-outs are all compiled from these values.
Texts name limbs by role, ``{working.knee}`` or ``{other.hand}``, and never by side; `ilium.exercises.words`
turns them into "right knee". Every table that holds a number names its source (an id of ``sources.toml``) and how
far to trust it.
"""

from typing import Literal

from ilium.anatomy import SideRole
from ilium.anatomy.errors import NotInLibrary
from ilium.exercises.camera import CameraEntry, Trust
from ilium.exercises.demands import Demand, Eased
from ilium.library.spec import Sourced, Spec

Phase = Literal["mobilise", "strengthen"]
Position = Literal["supine", "side-lying", "standing", "sitting"]
#: Positions that one gets up for.
UPRIGHT: tuple[Position, ...] = ("standing", "sitting")
#: ``enter`` and ``exit`` happen once a set; ``move``, ``hold`` and ``return`` happen at every repetition.
MovementKind = Literal["enter", "move", "hold", "return", "exit"]


class Doubt(Sourced, frozen=True, kw_only=True):
    """Where the published routine is doubtful: one spoken and shown sentence."""

    say: str


class Published(Sourced, frozen=True, kw_only=True):
    """The dose that the routine prints, as data; never silently changed.

    ``repetitions`` and ``sets`` are a number or a printed range ``[low, high]``. Seconds are whole-body wall time.
    ``variant`` is the variant the routine describes.
    """

    variant: str
    repetitions: int | tuple[int, int]
    sets: int | tuple[int, int] = 1
    hold_seconds: int | None = None
    breaths: int | None = None
    per_day: int | None = None
    frequency: str = ""
    between_seconds: int = 0
    rest_seconds: int = 60
    doubt: Doubt | None = None


class SideRule(Sourced, frozen=True, kw_only=True):
    """Whose limbs work.

    Parameters
    ----------
    prescribed : SideRole
        For one painful side: that side, the other, or both (the affected side works first).
    both : {"each", "alternate-sets"}
        When both sides hurt: the whole dose on each side, the less sore one first; or the sets change sides.
    unsure : {"each", "symmetric"}
        When the person is not sure: each side; or the variant's ``symmetric_alternative``.
    """

    prescribed: SideRole
    both: Literal["each", "alternate-sets"]
    unsure: Literal["each", "symmetric"]


class Breath(Sourced, frozen=True, kw_only=True):
    """How to breathe, seconds in and out, and the sentence that says so."""

    in_seconds: float
    out_seconds: float
    say: str


class Figure(Spec, frozen=True, kw_only=True):
    """How the moving figure lies at the end of a phase; `ilium.figure` compiles it to a clip.

    Parameters
    ----------
    like : str, optional
        The pose is the same as that of this earlier phase, or of ``start``; then nothing else is said.
    angles : dict of str to float
        Clinical angles in degrees, such as ``working.hip.flexion``; the ones not named stay near the pose before.
        Leaning and turning of the trunk count towards the working side.
    free : tuple of str
        Angles named in an earlier pose that are left to the contacts and relations from here on.
    contacts : tuple of str, optional
        ``pin PART SURFACE`` (stays where it is), ``rest PART SURFACE`` (may slide) or ``touch PART PART``; those of the
        pose before where it is missing.
    relations : tuple of str, optional
        ``line A B C``, ``above A B`` or ``level A B`` of joint centres; those of the pose before where it is missing.
    easing : {"smooth", "steady"}
        How the movement to this pose runs in time.
    """

    like: str | None = None
    angles: dict[str, float] = {}
    free: tuple[str, ...] = ()
    contacts: tuple[str, ...] | None = None
    relations: tuple[str, ...] | None = None
    easing: Literal["smooth", "steady"] = "smooth"


class FigureStart(Figure, frozen=True, kw_only=True):
    """The pose that a variant starts from, and where one sees it best.

    Parameters
    ----------
    azimuth : float
        Degrees; where the camera stands: 0 at the body's front when it stands, 90 on the working side.
    elevation : float
        Degrees above the floor.
    props : tuple of str
        What else is there: ``chair``, ``wall``, ``side-pillow`` (under the head), ``knee-pillow``.
    """

    azimuth: float
    elevation: float
    props: tuple[str, ...] = ()


class MovementPhase(Spec, frozen=True, kw_only=True):
    """One phase of the movement, such as lift, hold, lower.

    Parameters
    ----------
    say : str
        Spoken the first time, at most 12 s.
    short : str
        Spoken at later repetitions; empty for silence.
    seconds : float
        How long it lasts; for ``hold`` the dose's own hold, where it has one, wins.
    pose : str
        The end position in words, for the page and for those who cannot see the figure.
    figure : Figure, optional
        The end position as angles and contacts; the pose before where it is missing.
    """

    id: str
    kind: MovementKind
    say: str
    short: str = ""
    seconds: float
    pose: str
    figure: Figure | None = None


class Work(Sourced, frozen=True, kw_only=True):
    """How much a movement asks of the muscles that work.

    Parameters
    ----------
    weight : float
        Of one repetition, or of one second where the movement is counted in holds: a fraction, up to 1, of the most
        that those muscles can do, from electromyography where there is some. A stretch has 1: its work is the time
        held.
    """

    weight: float


class Variant(Sourced, frozen=True, kw_only=True):
    """One way of doing the exercise; ``source`` and ``confidence`` speak of its seconds and angles.

    Parameters
    ----------
    asks : dict of str to int
        What it asks of the body: a level of each demand of ``demands.toml``, such as ``other.lie-on``; see
        `ilium.exercises.demands`.
    eased : tuple of Eased
        Gentler words for single phases, with which it asks less.
    symmetric : bool
        Both sides do the same, so that no text may name a limb by role.
    counted : {"holds", "repetitions"}
        ``holds``: each repetition is a long hold with its own countdown; ``repetitions``: counted aloud at tempo.
    setup : tuple of str
        How to get into position, spoken line by line; a position change is never timed.
    switch : tuple of str
        How to change to this exercise's other side.
    from_harder : str
        What is said to somebody who comes to it from a harder movement, in its middle: how to go on, in one line.
    symmetric_alternative : str, optional
        The variant to use when no side is known.
    figure : FigureStart, optional
        The pose after the set-up, and the view; without it no phase has a figure.
    work : Work
        How much it asks of the muscles, so that doses of two movements can be compared.
    camera : Camera, optional
        What a camera can make of it; the linter asks for it, also where the answer is "nothing".
    """

    id: str
    name: str
    position: Position
    asks: dict[str, int]
    eased: tuple[Eased, ...] = ()
    symmetric: bool = False
    counted: Literal["holds", "repetitions"]
    setup: tuple[str, ...]
    switch: tuple[str, ...] = ()
    from_harder: str = ""
    work: Work
    phase: tuple[MovementPhase, ...]
    symmetric_alternative: str | None = None
    figure: FigureStart | None = None
    camera: CameraEntry | None = None


class Form(Sourced, frozen=True, kw_only=True):
    """A compensation people often make, the cue that mends it, and how far a camera could see it.

    Parameters
    ----------
    variant : tuple of str
        The variants it belongs to; empty for all of them.
    """

    id: str
    fault: str
    cue: str
    camera: Trust
    variant: tuple[str, ...] = ()


class Part(Spec, frozen=True, kw_only=True):
    """A variant with its dose: one part of a rung.

    Parameters
    ----------
    hold_seconds : int, optional
        Length of each hold; None where the movement's own tempo says it.
    hold_breaths : int, optional
        Holds measured in breaths; then ``max_hold_seconds`` bounds them.
    between_seconds : int
        Rest between two holds of a set.
    rest_seconds : int, optional
        Rest between sets; None where the work says it (`ilium.exercises.work.rest_after`).
    """

    variant: str
    sets: int = 1
    repetitions: int
    hold_seconds: int | None = None
    hold_breaths: int | None = None
    max_hold_seconds: int | None = None
    between_seconds: int = 0
    rest_seconds: int | None = None


class Rung(Sourced, frozen=True, kw_only=True):
    """One step of the ladder: one or more parts, done in order.

    Parameters
    ----------
    id : str
        What a record calls it, for good: a step whose dose changes is another step. ``level`` is its place today.
    apart : bool
        It belongs apart from strength work, so nobody is led onto it: the climb ends below.
    """

    id: str
    level: int
    label: str
    part: tuple[Part, ...]
    days_per_week: int
    equals: Literal["published", "published-minimum", "published-maximum"] | None = None
    apart: bool = False


class Ends(Sourced, frozen=True, kw_only=True):
    """Where a ladder ends short of the printed dose, and why: one sentence for the person."""

    say: str


class Exercise(Spec, frozen=True, kw_only=True):
    """One exercise: the whole of one file ``library/<id>.toml``.

    ``start`` is the level of the gradual track's first rung. ``source`` is where the exercise comes from.
    ``alternative`` are ways beside the ladder, for whom no rung of it fits: the first one that fits is done. ``ends``
    is there where the ladder ends short of what is printed.
    """

    schema_version: Literal[1]
    id: str
    name: str
    phase: Phase
    source: str
    summary: str
    why: str
    feel: str
    targets: tuple[str, ...]
    cautions: tuple[str, ...]
    side: SideRule
    breath: Breath
    published: Published
    start: int
    variant: tuple[Variant, ...]
    rung: tuple[Rung, ...]
    alternative: tuple[Part, ...] = ()
    ends: Ends | None = None
    form: tuple[Form, ...]

    def get_variant(self, variant_id: str) -> Variant:
        """Return the variant with this id; raise NotInLibrary where there is none."""
        for variant in self.variant:
            if variant.id == variant_id:
                return variant
        raise NotInLibrary(self.id, variant_id, "variant", [variant.id for variant in self.variant])

    def get_rung(self, level: int) -> Rung:
        """Return the rung of this level; raise NotInLibrary where there is none."""
        for rung in self.rung:
            if rung.level == level:
                return rung
        raise NotInLibrary(self.id, f"rung {level}", "rung", [str(rung.level) for rung in self.rung])

    @property
    def top(self) -> int:
        """The level at which a climb ends: the last one before any that belongs apart from strength work."""
        return max(rung.level for rung in self.rung if not rung.apart)


class LimitLine(Spec, frozen=True, kw_only=True):
    """A sentence that a limit adds at each exercise it concerns.

    Parameters
    ----------
    at : str
        A demand: said where the movement makes it; or a phase of the programme: said at all of its exercises.
    say : str
        The sentence.
    """

    at: str
    say: str


class Change(Sourced, frozen=True, kw_only=True):
    """A limit: what the body must not be asked, or only so much; it names no movement.

    Parameters
    ----------
    say : str
        What changes, in a sentence for the person.
    sided : bool
        It concerns only the side that the answer names.
    caps : dict of str to int
        Demand to the highest level that is still asked.
    hold_seconds : int, optional
        No hold is longer.
    gentlest : bool
        Every exercise stays at its gentlest dose.
    line : tuple of LimitLine
        What is said at the exercises.
    fetch : tuple of str
        What to have at hand.
    """

    id: str
    say: str
    sided: bool = False
    caps: dict[str, int] = {}
    hold_seconds: int | None = None
    gentlest: bool = False
    line: tuple[LimitLine, ...] = ()
    fetch: tuple[str, ...] = ()


class RestRule(Sourced, frozen=True, kw_only=True):
    """How long the rest between two sets is, in seconds: ``least``, and more by the work of a set, up to ``most``."""

    least: int
    each_work: float
    most: int


class Programme(Sourced, frozen=True, kw_only=True):
    """An ordered programme; ``phases`` is the order rule and cannot be broken by any request."""

    schema_version: Literal[1]
    id: str
    name: str
    summary: str
    phases: tuple[Phase, ...]
    exercises: tuple[str, ...]
    order_rule: str
    rest: RestRule


class Limits(Sourced, frozen=True, kw_only=True):
    """Bounds that the linter holds doses and words to: our choice, not validated, wide of the published dose.

    Parameters
    ----------
    words_per_second : float
        Speaking pace, from which the length of every line is estimated.
    max_growth : float
        How many times the work of a week may be that of the step before.
    """

    max_sets: int
    max_repetitions: int
    max_hold_seconds: int
    max_breaths: int
    max_rest_seconds: int
    max_phase_seconds: float
    max_spoken_seconds: float
    words_per_second: float
    max_per_day: int
    max_growth: float


class Editions(Spec, frozen=True, kw_only=True):
    """Every ladder that a record was ever written by: ``ladders.toml``.

    Parameters
    ----------
    edition : tuple of dict
        For each edition the ids of the steps of each exercise that it changed, the gentlest first.
    gentler : dict
        For each exercise the steps that no ladder has any more, each with the nearest gentler one.
    """

    edition: tuple[dict[str, tuple[str, ...]], ...]
    gentler: dict[str, dict[str, str]] = {}

    @property
    def last(self) -> int:
        """The number of today's edition."""
        return len(self.edition) - 1


class Library(Spec, frozen=True, kw_only=True):
    """Everything in ``library/``, checked against itself."""

    exercises: tuple[Exercise, ...]
    programme: Programme
    demands: tuple[Demand, ...]
    changes: tuple[Change, ...]
    limits: Limits
    ladders: Editions

    def get(self, exercise_id: str) -> Exercise:
        """Return the exercise with this id; raise NotInLibrary where there is none."""
        for exercise in self.exercises:
            if exercise.id == exercise_id:
                return exercise
        raise NotInLibrary(exercise_id, "exercise", "exercise", [one.id for one in self.exercises])

    def get_variant(self, exercise_id: str, variant_id: str | None = None) -> tuple[Exercise, Variant]:
        """Return an exercise with one variant of it, the one that the routine describes where none is named.

        Raises
        ------
        NotInLibrary
            There is no such exercise or variant.
        """
        exercise = self.get(exercise_id)
        return exercise, exercise.get_variant(variant_id or exercise.published.variant)
