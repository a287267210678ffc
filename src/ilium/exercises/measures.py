"""The measures that a specification may name, all in the plane of the picture.

A point is ``working.JOINT``, ``other.JOINT``, ``both.JOINT`` (the middle of the two) or the middle of any two,
``working.shoulder+working.hip``. Up is up in the picture, whose
x is multiplied by width/height first. Lengths are in trunk lengths (the first ``steady`` segment of the camera entry).
"""

from typing import Final, Literal

import msgspec

#: ``angle`` A B C: between B-A and B-C, degrees, 180 is straight.
#: ``offset`` A B C: distance of B from the line A-C by its length, above it is positive.
#: ``height`` A B: how far B is above A, trunk lengths.
#: ``distance`` A B: trunk lengths.
#: ``slope`` A B: of A-B against the horizontal, degrees, positive where B is higher, -90 to 90.
#: ``spread`` A B C D: between A-B and C-D, degrees.
#: ``lean`` A B: of A-B against the vertical, degrees, positive towards the other side; seen from the feet of somebody
#: who lies on the back.
#: ``across`` A B: how far B is beside A, trunk lengths as they were in the start pose, positive towards the other side;
#: seen from the feet as well.
Kind = Literal["angle", "offset", "height", "distance", "slope", "spread", "lean", "across"]
JOINTS: Final = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "foot_index")
#: Segments by their two ends.
SEGMENTS: Final = {
    "trunk": ("shoulder", "hip"),
    "thigh": ("hip", "knee"),
    "shank": ("knee", "ankle"),
    "hips": ("hip", "hip"),
}
#: How many points each kind takes.
POINTS: Final[dict[Kind, int]] = {
    "angle": 3,
    "offset": 3,
    "height": 2,
    "distance": 2,
    "slope": 2,
    "spread": 4,
    "lean": 2,
    "across": 2,
}


class PoseMeasure(msgspec.Struct, frozen=True):
    """One measure: its kind and its points."""

    kind: Kind
    points: tuple[str, ...]

    @property
    def unit(self) -> str:
        """Its unit, in words."""
        if self.kind == "offset":
            return "of the line's length"
        return "trunk lengths" if self.kind in ("height", "distance", "across") else "degrees"


#: Every measure by its name. Source of the choice: which of all lines, angles and heights of these joints stood out
#: most from the detector's noise on renders of our own figure, and could be said in a sentence.
MEASURES: Final[dict[str, PoseMeasure]] = {
    "hip-offset-from-shoulder-knee-line": PoseMeasure("offset", ("working.shoulder", "working.hip", "working.knee")),
    "other-hip-offset-from-shoulder-knee-line": PoseMeasure("offset", ("other.shoulder", "other.hip", "other.knee")),
    "hip-angle": PoseMeasure("angle", ("working.shoulder", "working.hip", "working.knee")),
    "knee-angle": PoseMeasure("angle", ("working.hip", "working.knee", "working.ankle")),
    "other-knee-angle": PoseMeasure("angle", ("other.hip", "other.knee", "other.ankle")),
    "trunk-slope": PoseMeasure("slope", ("both.hip", "both.shoulder")),
    "working-trunk-slope": PoseMeasure("slope", ("working.hip", "working.shoulder")),
    "knee-height": PoseMeasure("height", ("working.hip", "working.knee")),
    "knee-above-feet": PoseMeasure("height", ("both.ankle", "working.knee")),
    "knee-above-other-knee": PoseMeasure("height", ("other.knee", "working.knee")),
    "other-ankle-height": PoseMeasure("height", ("working.ankle", "other.ankle")),
    "shoulder-stack": PoseMeasure("height", ("other.shoulder", "working.shoulder")),
    "hip-stack": PoseMeasure("height", ("other.hip", "working.hip")),
    "shoulder-width": PoseMeasure("distance", ("other.shoulder", "working.shoulder")),
    "ankle-to-other-knee": PoseMeasure("distance", ("working.ankle", "other.knee")),
    "ankle-gap": PoseMeasure("distance", ("working.ankle", "other.ankle")),
    "hand-to-other-knee": PoseMeasure("distance", ("working.wrist", "other.knee")),
    "leg-spread": PoseMeasure("spread", ("working.hip", "working.ankle", "other.hip", "other.ankle")),
    "leg-across": PoseMeasure("across", ("both.hip", "working.knee+working.foot_index")),
    "knees-lean": PoseMeasure("lean", ("both.ankle", "both.knee")),
}
