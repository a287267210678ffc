"""`dev.py lab camera simulate`: a recording that the engine can read, the truth beside it, and how it refuses."""

from pathlib import Path

import msgspec
import pytest

from ilium.motion.wire import MAX_BYTES, Frame, decode
from ilium_lab.cli import main

BRIDGE = ("camera", "simulate", "si-glute-bridge", "--side", "right", "--repetitions", "2")


def written(tmp_path: Path, *more: str) -> bytes:
    """Run the command and return the recording."""
    file = tmp_path / "recording"
    assert main([*BRIDGE, "-o", str(file), *more]) == 0
    return file.read_bytes()


def frames(content: bytes) -> list[Frame]:
    """Return the frames of a recording; a frame without a body is a header only."""
    found, at = [], 0
    while at < len(content):
        size = MAX_BYTES if content[at + 3] & 1 else 24
        found.append(decode(content[at : at + size]))
        at += size
    return found


def test_a_recording_is_frames_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers and times rise, 30 a second; drop-outs are frames without a body; the command says how many there are."""
    seen = frames(written(tmp_path, "--noise", "dropouts_per_minute=20"))
    assert [frame.seq for frame in seen] == list(range(1, len(seen) + 1))
    assert seen[30].capture_ms == pytest.approx(1000)
    assert {frame.has_pose for frame in seen} == {True, False}
    assert capsys.readouterr().out == f"{len(seen)} frames, {seen[-1].capture_ms / 1000:.1f} s, 2 repetitions\n"


def test_the_truth_lies_beside_it(tmp_path: Path) -> None:
    """Repetitions and holds with their times, and each phase with its first frame."""
    truth = tmp_path / "truth.json"
    seen = frames(written(tmp_path, "--noise", "none", "--truth", str(truth), "--get-down", "--seconds", "hold=4"))
    told = msgspec.json.decode(truth.read_bytes())
    assert (told["exercise"], told["variant"], told["side"]) == ("si-glute-bridge", "si-bridge", "right")
    assert len(told["repetitions"]) == 2
    assert [end - begin for begin, end in told["holds"]] == pytest.approx([4000, 4000])
    phase, kind, number, repetition, first = told["phases"][-2]
    assert (phase, kind, number, repetition) == ("foot-down", "exit", 1, 0)
    assert seen[first - 1].capture_ms >= told["repetitions"][-1][1] - 1


def test_the_same_seed_writes_the_same_file(tmp_path: Path) -> None:
    """And another seed another one."""
    one, two, other = (written(tmp_path, "--seed", seed) for seed in ("1", "1", "2"))
    assert one == two != other


def test_the_camera_can_stand_elsewhere(tmp_path: Path) -> None:
    """From twice as far the body is half as tall in the picture."""
    near, far = (
        frames(written(tmp_path, "--noise", "none", "--camera", f"90,12,{distance}"))[0] for distance in (3, 6)
    )
    wide = [max(frame.x) - min(frame.x) for frame in (near, far)]
    assert wide[1] == pytest.approx(wide[0] / 2, rel=0.15)


def test_another_body_is_as_tall_as_asked_for(tmp_path: Path) -> None:
    """A taller one is larger in the picture, from the same place."""
    ours, tall = (
        frames(written(tmp_path, "--noise", "none", "--body", f"height={height}"))[0] for height in (1.0, 1.2)
    )
    wide = [max(frame.x) - min(frame.x) for frame in (ours, tall)]
    assert wide[1] == pytest.approx(1.2 * wide[0], rel=0.1)


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        (("--variant", "handstand"), "there is no such variant"),
        (("--noise", "snow"), "expected NAME=NUMBER"),
        (("--noise", "snow=1"), "there is none of this name"),
        (("--noise", "jitter=much"), "expected a number"),
        (("--noise", "jitter=nan"), "finite"),
        (("--noise", "swaps=2"), "expected 0 to 1"),
        (("--camera", "here"), "expected a number"),
        (("--camera", "1"), "AZIMUTH"),
        (("--camera", "1,2,0"), "camera"),
        (("--body", "head=2"), "there is none of this name"),
        (("--body", "legs=9"), "legs"),
        (("--plant", "handstand"), "no such compensation"),
        (("--seconds", "hold"), "expected NAME=NUMBER"),
        (("--seconds", "nod=3"), "there is no phase nod"),
        (("--repetitions", "0"), "repetition"),
        (("--fps", "0"), "fps"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], more: tuple[str, str], reason: str
) -> None:
    """Nothing is written."""
    file = tmp_path / "recording"
    assert main([*BRIDGE, "-o", str(file), *more]) == 2
    said = capsys.readouterr().err
    assert reason in said
    assert said.count("\n") == 1
    assert not file.exists()


def test_an_unknown_exercise_is_refused_with_those_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line names the exercises."""
    assert main(["camera", "simulate", "handstand", "--side", "left", "-o", str(tmp_path / "x")]) == 2
    assert "si-glute-bridge" in capsys.readouterr().err
