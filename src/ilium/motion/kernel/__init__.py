"""One landmark frame's arithmetic: gates, smoothing, measures, phases. Plain numbers in flat sequences.

This package is written in the small language that both Python and numba understand, so that the live path (lists) and
the compiled batch (`ilium.motion.fast`, arrays) run the same lines and give the same bits. Values live in one flat
state ``S``, whose places are named in `ilium.motion.kernel.layout`; a variant's numbers are in a
`ilium.motion.program.Program`.

Source of the constants: reference work on people lying on the floor (margin, bone lengths, jump, gap, hysteresis,
One-Euro), tuned on none of the data that the accuracy report is judged on; the rest is our choice, not validated.
"""

from ilium.motion.kernel.arithmetic import between as between
from ilium.motion.kernel.arithmetic import length as length
from ilium.motion.kernel.arithmetic import measure as measure
from ilium.motion.kernel.arithmetic import offset as offset
from ilium.motion.kernel.frame import advance as advance
from ilium.motion.kernel.gates import nearer as nearer
from ilium.motion.kernel.holds import hold_begins as hold_begins
from ilium.motion.kernel.holds import hold_was as hold_was
from ilium.motion.kernel.layout import *
from ilium.motion.kernel.notices import elsewhere as elsewhere
from ilium.motion.kernel.notices import give_up as give_up
from ilium.motion.kernel.phases import move as move
from ilium.motion.kernel.phases import start as start
from ilium.motion.kernel.series import come_back as come_back
