"""The check before a set: is there one person, whole in the picture, seen from the right side, in the start pose."""

from collections.abc import Iterator

from ilium.motion import kernel
from ilium.motion.findings import Preflight, PreflightItem
from ilium.motion.kernel.codes import AT_START, LOOKING
from ilium.motion.kernel.tables import Joint
from ilium.motion.program import Program
from ilium.motion.thresholds import thresholds
from ilium.motion.wire import Frame

Seen = tuple[tuple[PreflightItem, bool | None], ...]


def look(frame: Frame, program: Program, core: kernel.KernelState) -> tuple[Preflight, ...]:
    """Return every item of the check for one frame.

    Parameters
    ----------
    frame : Frame
        The frame.
    program : Program
        Of the side that is measured.
    core : ilium.motion.kernel.State
        The kernel's state after this frame.
    """
    people = frame.people
    outside, unsure = _joints(frame, program) if people else ((), ())
    return tuple(_items(frame.capture_ms, people, outside, unsure, core, seen_joints(program)))


def changed(before: Seen, now: tuple[Preflight, ...]) -> tuple[Seen, tuple[Preflight, ...]]:
    """Return what to remember, and the items that are not as they were."""
    seen = tuple((item.item, item.ok) for item in now)
    return seen, tuple(item for item in now if (item.item, item.ok) not in before)


def seen_joints(program: Program) -> str:
    """Return the joints that the exercise needs, from the head down, in words: a joint of both sides in the plural.

    Examples
    --------
    >>> from ilium.exercises.loader import load_library
    >>> from ilium.motion.program import compile_variant
    >>> bridge = load_library().get("si-glute-bridge").get_variant("si-bridge")
    >>> seen_joints(compile_variant(bridge, raised_hand=False).sides[0])
    'shoulder, hip, knee and ankles'
    """
    parts = sorted((joint.landmark, part) for joint, part in _needed(program))
    joints = [part.partition(" ")[2] for _, part in parts]
    *first, last = (joint + "s" * (joints.count(joint) - 1) for joint in dict.fromkeys(joints))
    return f"{', '.join(first)} and {last}" if first else last


def _needed(program: Program) -> Iterator[tuple[Joint, str]]:
    """Return the joints that must be seen in the start pose, with their words."""
    for joint, part in zip(program.numbers.joints, program.parts, strict=True):
        if joint.need >= AT_START:
            yield joint, part


def _joints(frame: Frame, program: Program) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the joints that are needed and not in the picture, and those that are in it and uncertain."""
    outside, unsure = [], []
    see = program.numbers.see
    for joint, part in _needed(program):
        at = joint.landmark
        inside = all(see.margin <= value <= 1 - see.margin for value in (frame.x[at], frame.y[at]))
        if not inside:
            outside.append(part)
        elif frame.visibility[at] < see.sure:
            unsure.append(part)
    return tuple(outside), tuple(unsure)


def _items(
    at_ms: float, people: int, outside: tuple[str, ...], unsure: tuple[str, ...], core: kernel.KernelState, joints: str
) -> Iterator[Preflight]:
    def item(name: PreflightItem, ok: bool | None, yes: str, no: str) -> Preflight:
        return Preflight(at_ms=at_ms, item=name, ok=ok, say=yes if ok else no)

    one = people == 1
    whole = one and not outside
    trunk = core.body.lengths[0] if whole and not unsure else 0.0
    yield item("person", people > 0, "I can see you.", "I cannot see you yet.")
    yield item("alone", one if people else None, "You are alone in the picture.", "Somebody else is in the picture.")
    out = f"Your {outside[0]} is out of view." if outside else "I cannot see all of you yet."
    yield item("in-frame", whole if one else None, "All of you is in the picture.", out)
    dim = f"I cannot make out your {unsure[0]}. More light may help." if unsure else "I cannot see all of you yet."
    yield item("confident", not unsure if whole else None, f"I can see your {joints}.", dim)
    limits = thresholds().preflight
    far = "Please come closer." if trunk < limits.farthest else "Please move the phone further away."
    yield item("distance", limits.farthest <= trunk <= limits.nearest if trunk else None, "The distance is good.", far)
    view = core.pose.odd_since_s < 0.0
    yield item(
        "view", view if trunk else None, "I see you from where I need to.", "Please turn the phone, or yourself."
    )
    ready = core.phase != LOOKING
    yield item("start-pose", ready if trunk else None, "I see the start position.", "Now get into the start position.")
