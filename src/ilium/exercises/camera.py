"""What a camera can make of a variant: where it stands, which measure is the movement, and how far to trust it.

All numbers are in the measures' own units (`ilium.exercises.measures`). There is no code for a single exercise: this
table is all that the motion engine knows of it.
"""

from typing import Literal

from ilium.library.spec import Sourced, Spec

#: How far a camera can see something: to a stated tolerance; only roughly; not at all.
Trust = Literal["measured", "coarse", "never"]

View = Literal["side", "front", "back", "feet"]


class Bound(Spec, frozen=True, kw_only=True):
    """A measure must lie in a range.

    Parameters
    ----------
    measure : str
        An id of `ilium.exercises.measures.MEASURES`.
    at_least, at_most : float, optional
        In the measure's unit; one of them may be missing.
    slack : float
        By how much it may be outside once it has been inside, so that jitter at the edge changes nothing.
    """

    measure: str
    at_least: float | None = None
    at_most: float | None = None
    slack: float = 0.0


class CameraCheck(Sourced, frozen=True, kw_only=True):
    """A compensation that can be seen: where the measure leaves the range, it was there in this repetition.

    Parameters
    ----------
    form : str
        Id of the exercise's ``[[form]]`` entry, which has the words.
    measure : str
        A measure, or ``seconds``: how long the part of the repetition took that ``at`` names.
    at : {"end", "back", "whole"}
        Its mean while the far end is held; ``seconds`` also knows ``back`` and ``whole``.
    at_least, at_most : float, optional
        The range in which nothing is said.
    tolerance : float
        What the measure may be off by; said in docs/camera-accuracy.md.
    evidence : str
        What that rests on; a check that is ``measured`` must have it.
    """

    form: str
    measure: str
    at: Literal["end", "back", "whole"]
    at_least: float | None = None
    at_most: float | None = None
    trust: Trust
    tolerance: float
    evidence: str = ""


class CameraEntry(Sourced, frozen=True, kw_only=True):
    """The camera entry of a variant.

    Parameters
    ----------
    trust : Trust
        Of its repetitions and holds; with ``never`` only ``why`` is said.
    why : str
        Why a camera cannot measure it, or why a session does not wait for it, for the person.
    leads : bool
        Whether a session waits for what is counted or timed here; where not, it goes on by time.
    place : str
        Where the phone goes, spoken; limbs by role.
    view : {"side", "front", "back", "feet"}
        Which way the body faces the lens: its working side, its front, its back, or its feet.
    azimuth, elevation : float
        Degrees; where the lens is, as the figure's (0 at the front of the body when it stands, 90 on the working side).
    counts : {"repetitions", "holds", "pose"}
        ``pose``: only the time is measured in which the start conditions hold.
    signal : str
        The measure that is the movement.
    direction : {"rises", "falls"}
        Which way it goes from the start.
    range : float
        How far it usually goes: the first guess, before the person's own range is known.
    halfway : float
        Where the measure is, as a share of its range, when half of the time of a smooth way has passed. What moves on a
        circle, and is measured across, is beyond the middle by then.
    least : float
        The smallest range that is told from noise and fidgeting; anything larger is a full repetition.
    start : tuple of Bound
        The start pose.
    during : tuple of Bound
        What stays true while it moves; otherwise it is another movement.
    between : tuple of Bound
        What stays true as well while the start pose is kept, between repetitions.
    end : tuple of Bound
        The far end, for a single picture: then there is no movement to read it from.
    seen : tuple of Bound
        What is true of the picture only if the body is seen from the right direction.
    steady : tuple of str
        Segments that keep their length in this view, such as ``working.trunk``; the first one is the unit of lengths.
    check : tuple of CameraCheck
        Compensations that can be seen.
    evidence : str
        What the trust rests on.
    """

    trust: Trust
    why: str = ""
    leads: bool = True
    place: str = ""
    view: View | None = None
    azimuth: float = 0.0
    elevation: float = 0.0
    counts: Literal["repetitions", "holds", "pose"] = "repetitions"
    signal: str = ""
    direction: Literal["rises", "falls"] = "rises"
    range: float = 0.0
    halfway: float = 0.5
    least: float = 0.0
    start: tuple[Bound, ...] = ()
    during: tuple[Bound, ...] = ()
    between: tuple[Bound, ...] = ()
    end: tuple[Bound, ...] = ()
    seen: tuple[Bound, ...] = ()
    steady: tuple[str, ...] = ("working.trunk",)
    check: tuple[CameraCheck, ...] = ()
    evidence: str = ""
