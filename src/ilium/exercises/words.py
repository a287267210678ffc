"""From role words to side words: ``{working.knee}`` becomes "right knee". Nobody writes a side anywhere else."""

import re

from ilium.anatomy import LimbRole, Seconds, Side
from ilium.anatomy.errors import SpecificationError

#: What a placeholder may name. ``side`` is the half of the body, as in "lie on your {other.side}".
LIMBS = frozenset(
    {
        "ankle",
        "arm",
        "buttock",
        "elbow",
        "foot",
        "hand",
        "heel",
        "hip",
        "knee",
        "leg",
        "shin",
        "shoulder",
        "side",
        "thigh",
    }
)
#: What one lies on.
GROUND = "{ground}"
COMMA_SECONDS = 0.2
STOP_SECONDS = 0.4
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def render(text: str, working: Side | None, *, bed: bool = False) -> str:
    """Turn every role word of ``text`` into a side word.

    Parameters
    ----------
    text : str
        A text of the library, such as ``"Bend your {working.knee}."``.
    working : Side, optional
        The body's own side whose limbs work; None for a symmetric variant, whose texts name no role.
    bed : bool
        The person lies on a firm bed: ``{ground}`` becomes "bed", and "floor" else.

    Raises
    ------
    SpecificationError
        A brace that is no placeholder, an unknown role or limb, or a role where there is no working side.

    Examples
    --------
    >>> render("Hold your {other.knee}; press through your {working.heel}.", Side.RIGHT)
    'Hold your left knee; press through your right heel.'
    """
    grounded = text.replace(GROUND, "bed" if bed else "floor")
    rendered = _PLACEHOLDER.sub(lambda found: _side_word(found[1], working), grounded)
    if "{" in rendered or "}" in rendered:
        raise SpecificationError("text", text, "a brace that is not part of a placeholder such as {working.knee}")
    return rendered


def roles_named(text: str) -> frozenset[LimbRole]:
    """Return the roles that the placeholders of ``text`` name.

    Examples
    --------
    >>> roles_named("Lie on your {other.side}.")
    frozenset({<LimbRole.OTHER: 'other'>})
    """
    return frozenset(_split(found)[0] for found in _PLACEHOLDER.findall(text.replace(GROUND, "")))


def _side_word(placeholder: str, working: Side | None) -> str:
    role, limb = _split(placeholder)
    if working is None:
        raise SpecificationError("text", f"{{{placeholder}}}", "names a side, but both sides do the same here")
    return f"{role.of(working)} {limb}"


def _split(placeholder: str) -> tuple[LimbRole, str]:
    role, _, limb = placeholder.partition(".")
    if role not in tuple(LimbRole):
        raise SpecificationError("text", f"{{{placeholder}}}", "expected {working.LIMB}, {other.LIMB} or {ground}")
    if limb not in LIMBS:
        known = ", ".join(sorted(LIMBS))
        raise SpecificationError("text", f"{{{placeholder}}}", f"unknown limb {limb!r}; known are {known}")
    return LimbRole(role), limb


def seconds_to_say(text: str, words_per_second: float) -> Seconds:
    """Estimate how long a line takes to say.

    Parameters
    ----------
    text : str
        The line; placeholders count as two words ("right knee").
    words_per_second : float
        Speaking pace, above 0; the library's is ``Library.limits.words_per_second``.

    Returns
    -------
    Seconds
        Words at that pace, plus 0.2 s for each comma, semicolon or colon and 0.4 s for each full stop, question or
        exclamation mark; 0 for an empty line. Our choice, not validated against any voice.

    Raises
    ------
    ValueError
        If the pace is not above 0.

    Examples
    --------
    >>> seconds_to_say("Lie on your {other.side}, and rest.", 2.5)
    3.4
    """
    if not words_per_second > 0:
        raise ValueError(f"words_per_second must be above 0, not {words_per_second}")
    spoken = _PLACEHOLDER.sub("side limb", text.replace(GROUND, "floor"))
    words = len(re.findall(r"[\w'’]+", spoken))
    pauses = COMMA_SECONDS * len(re.findall(r"[,;:]", spoken)) + STOP_SECONDS * len(re.findall(r"[.?!]", spoken))
    return Seconds(round(words / words_per_second + pauses, 2))
