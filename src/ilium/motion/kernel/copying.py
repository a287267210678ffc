"""A state of its own for each frame: what the frame may change is copied, the rest is shared."""

from ilium.motion.kernel.codes import BACK, POSE, REPETITIONS
from ilium.motion.kernel.state import BodyState, Filters, KernelState, Repetition
from ilium.motion.kernel.tables import KernelProgram


def copied(state: KernelState, program: KernelProgram) -> KernelState:
    """Return a state that the next frame of this program may change, while ``state`` stays as it is.

    What a frame cannot change is shared: repetitions but on the way back, holds where none are timed, crossing times
    where only a pose is.
    """
    after = state.__copy__()
    after.body, after.pose = _copied_body(state.body), state.pose.__copy__()
    after.path, after.holds = path, holds = state.path.__copy__(), state.holds.__copy__()
    if program.counts != POSE:
        path.ups, path.downs = path.ups.copy(), path.downs.copy()
        path.check_totals, path.check_frames = path.check_totals.copy(), path.check_frames.copy()
    if program.counts != REPETITIONS:
        holds.middles_s, holds.flanks_s = holds.middles_s.copy(), holds.flanks_s.copy()
    if state.phase == BACK:
        after.series = series = state.series.__copy__()
        series.latest, series.waiting = _copied_repetition(series.latest), _copied_repetition(series.waiting)
    return after


def _copied_body(body: BodyState) -> BodyState:
    after = body.__copy__()
    after.lengths, after.swapped_since_s = body.lengths.copy(), body.swapped_since_s.copy()
    after.late_x, after.late_y = body.late_x.copy(), body.late_y.copy()
    after.x, after.y, after.measures = body.x.copy(), body.y.copy(), body.measures.copy()
    after.filters_x, after.filters_y = _copied_filters(body.filters_x), _copied_filters(body.filters_y)
    return after


def _copied_filters(filters: Filters) -> Filters:
    return Filters(filters.second_last.copy(), filters.last.copy(), filters.value.copy(), filters.speed.copy())


def _copied_repetition(repetition: Repetition) -> Repetition:
    after = repetition.__copy__()
    after.checks = repetition.checks.copy()
    return after
