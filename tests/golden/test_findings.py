"""What the engine finds in noisy sets of every variant, frame by frame, to be read when it changes."""

from collections.abc import Callable, Iterable

import msgspec
import pytest

from ilium.motion import engine, fast
from ilium.motion.findings import Finding, encode_findings
from ilium.motion.recording import from_frames
from ilium.motion.wire import Frame, decode, encode
from ilium_lab.camera.noise import MEASURED
from ilium_lab.camera.simulation import frames_of
from tests.unit.motion.streams import WATCHED, done

NOISY = msgspec.structs.replace(MEASURED, swaps=0.03, dropouts_per_minute=4.0)


def sent(name: str) -> list[Frame]:
    """Three repetitions of a variant, with fidgets before them, as they come over the wire: in whole steps."""
    simulated = done(name, NOISY, repetitions=3, fidgets=1, tempo_variation=0.1)
    return [decode(encode(frame)) for frame in frames_of(simulated)]


def lines(findings: Iterable[Finding]) -> str:
    """One line for each finding."""
    return "".join(encode_findings((one,)).decode()[1:-1] + "\n" for one in findings)


@pytest.mark.parametrize("name", WATCHED)
def test_findings_are_those_that_were_reviewed(name: str, golden: Callable[[str, str], None]) -> None:
    """The live path, the whole recording at once and numba find the same; another engine needs another version."""
    frames = sent(name)
    begun = engine.begin(*WATCHED[name], "left")
    state, findings = engine.fold(begun, frames)
    golden(f"findings/{name}.txt", lines((*findings, engine.finish(state, frames[-1].capture_ms))))
    for compiled in (False, True) if fast.available() else (False,):
        whole = engine.analyse(begun, from_frames(frames), compiled=compiled)
        assert whole[1] == findings
        assert repr(whole[0].core) == repr(state.core)


def test_a_step_leaves_the_state_before_it_as_it_was() -> None:
    """What a frame shares with the state before, it does not change."""
    for name in ("two-leg", "lumbar-roll", "seated"):
        state = engine.begin(*WATCHED[name], "left")
        for frame in sent(name):
            before = repr(state)
            after, _ = engine.step(state, frame)
            assert repr(state) == before
            state = after
