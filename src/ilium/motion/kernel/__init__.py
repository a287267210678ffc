"""One landmark frame's arithmetic: what is seen, the movement, repetitions and holds.

    frame -> see -> follow -> move -> count, hold; `tell` says what is not seen; `events` is how anything is said

Written in the small language that both Python and numba understand: fields, lists, numbers, functions. The live path
runs it as it stands on the structs of `state` and `tables`; the batch compiles the same lines (`ilium.motion.fast`) for
records of the same fields, and gives the same bits. The thresholds are ``library/engine.toml``.
"""

from ilium.motion.kernel.arithmetic import between as between
from ilium.motion.kernel.arithmetic import length as length
from ilium.motion.kernel.arithmetic import measure as measure
from ilium.motion.kernel.arithmetic import offset as offset
from ilium.motion.kernel.copying import copied as copied
from ilium.motion.kernel.events import Event as Event
from ilium.motion.kernel.frame import advance as advance
from ilium.motion.kernel.see import nearer as nearer
from ilium.motion.kernel.state import BodyState as BodyState
from ilium.motion.kernel.state import KernelState as KernelState
from ilium.motion.kernel.tables import FrameLandmarks as FrameLandmarks
