"""The few sentences that the engine says itself; cues are the exercise's own."""

from typing import Final

from ilium.motion.findings import Reason

#: In the kernel's order.
REASONS: Final[tuple[Reason, ...]] = (
    "no-person",
    "out-of-view",
    "unsure",
    "implausible",
    "sides-swapped",
    "several-people",
    "gap",
    "bad-view",
    "not-this-exercise",
    "bad-frame",
)
_SAY: Final[dict[Reason, str]] = {
    "no-person": "I cannot see you just now.",
    "out-of-view": "Your {part} is out of view.",
    "unsure": "I cannot make out your {part}.",
    "implausible": "I lost track of you for a moment.",
    "sides-swapped": "I cannot tell your two sides apart just now.",
    "several-people": "Somebody else is in the picture.",
    "gap": "The picture stopped for a moment.",
    "bad-view": "I see you from another side than I need. Please turn the phone, or yourself.",
    "not-this-exercise": "I cannot see the start position.",
    "bad-frame": "The picture cannot be read just now.",
}
#: The reasons that are about one joint.
WITH_PART: Final[frozenset[Reason]] = frozenset({"out-of-view", "unsure", "bad-frame"})
PRAISE: Final = "Yes, like that."


def not_measured(reason: Reason, part: str) -> str:
    """Return the sentence for what is not measured.

    Examples
    --------
    >>> not_measured("out-of-view", "left hip")
    'Your left hip is out of view.'
    """
    return _SAY[reason].format(part=part)
