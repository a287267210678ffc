"""The harness of `tests.kills`, in CI's size; by hand ``python3 dev.py kills --kills 1000``."""

import resource

from tests.forked import ForkedServer
from tests.integration.servers import Server
from tests.kills import run

KILLS = 55
COLD_KILLS = 4
RESUME_SECONDS = 5


def test_no_kill_loses_or_tears_an_acknowledged_event() -> None:
    tally = run(KILLS, lambda data: ForkedServer(data=data), seed=2026)
    assert tally.clean, tally
    assert tally.kills == KILLS
    assert tally.kills_while_starting >= KILLS // 11
    assert tally.acknowledged > KILLS, tally


def test_sessions_resume_soon_after_a_kill() -> None:
    """With the whole command, imports and all; in seconds of work, which other work does not lengthen."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    tally = run(COLD_KILLS, lambda data: Server(data=data), seed=7)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert tally.clean, tally
    assert len(tally.resumes) == COLD_KILLS
    assert work / (COLD_KILLS + 1) <= RESUME_SECONDS
