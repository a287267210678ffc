"""Twelve ordinary people who answer the questions truthfully: their answers, and the session that they then get."""

from datetime import UTC, datetime

import msgspec

from ilium.anatomy import PainSide, Side
from ilium.cuesheet.compile import Guide, cue_sheet
from ilium.cuesheet.model import CueSheet
from ilium.exercises.loader import load_library
from ilium.prescription.model import PlanRequest, SessionPlan, Track
from ilium.prescription.plan import plan
from ilium.screening import Clearance, load_screening
from ilium.screening.assess import assess
from ilium.screening.model import Answers, Tick

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
STRONG = {"figure-four": 2, "si-glute-bridge": 5, "side-plank-clam-shell": 5}


class Ordinary(msgspec.Struct, frozen=True, kw_only=True):
    """One person: the items that fit, with the sides they name, and how they use Ilium."""

    ticks: dict[str, tuple[Side, ...]] = {}
    side: PainSide = PainSide.RIGHT
    worse: Side | None = None
    track: Track = Track.GRADUAL
    rungs: dict[str, int] = {}


PEOPLE = {
    "plain-60": Ordinary(),
    "osteoporosis-and-sore-knee": Ordinary(ticks={"osteoporosis": (), "knee": ()}),
    "pregnant-and-sore-knee": Ordinary(ticks={"pregnant": (), "knee": ()}),
    "bed-and-sore-hip": Ordinary(ticks={"floor": (), "side-hip": (Side.RIGHT,)}),
    "hypermobile-groin-shoulder": Ordinary(ticks={"bendy": (), "groin": (), "arm": (Side.LEFT,)}, rungs=STRONG),
    "both-sides": Ordinary(side=PainSide.BOTH, worse=Side.LEFT),
    "leg-pain-to-the-calf": Ordinary(ticks={"below-knee": ()}),
    "new-hip-from-the-back": Ordinary(ticks={"hip-back": (Side.RIGHT,)}),
    "new-hip-from-the-front-and-heart": Ordinary(ticks={"hip-front": (Side.RIGHT,), "heart": ()}, rungs=STRONG),
    "after-a-birth": Ordinary(ticks={"birth-year": ()}, side=PainSide.UNSURE),
    "broken-vertebra-on-a-bed": Ordinary(ticks={"spine-fracture": (), "floor": ()}),
    "as-printed": Ordinary(track=Track.PUBLISHED),
}


def clearance_of(person: Ordinary) -> Clearance:
    """Return what the screening says, with a clinician's yes to whatever needs one."""
    screening = load_screening()
    items = {item.id: item for page in screening.page for item in page.item}
    ticks = {name: Tick.YES if name in person.ticks else Tick.NO for name in items}
    leads = {page.id: False for page in screening.page if page.lead}
    sides = {name: named for name, named in person.ticks.items() if named}
    approved = tuple(name for name in person.ticks if items[name].approvable)
    found = assess(screening, Answers(ticks=ticks, leads=leads, sides=sides, approved=approved), NOW)
    assert isinstance(found, Clearance)
    return found


def session_of(person: Ordinary) -> tuple[SessionPlan, CueSheet]:
    """Return the plan and the cue sheet of a session."""
    request = PlanRequest(side=person.side, worse=person.worse, track=person.track, rungs=person.rungs)
    made = plan(load_library(), clearance_of(person), request)
    return made, cue_sheet(load_library(), made, Guide(worse=person.worse))
