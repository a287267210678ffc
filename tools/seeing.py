"""`python3 dev.py seeing`: what the real detector makes of films of the moving figure, as docs/camera-detector.md.

Each variant that a camera can measure is done by the figure before the recommended view. Our own page's worker, in
Chromium, looks at every picture; its landmarks go through the motion engine, as they do in a session. Nothing of what
the ground truth assumes about a detector's errors is in it.
"""

from __future__ import annotations

import argparse
import base64
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page, sync_playwright

from ilium.anatomy import Side
from ilium.anatomy.landmarks import landmark
from ilium.exercises.camera import CameraEntry as CameraEntry
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Variant
from ilium.motion import engine
from ilium.motion.findings import lengths_of_holds
from ilium.motion.recording import from_frames
from ilium.motion.wire import Frame, decode
from ilium_lab.camera.ground_truth import Truth, simulate
from ilium_lab.camera.landmarks import detectable
from ilium_lab.camera.performance import Performance, play, stretches
from ilium_lab.figure.body import load_body
from ilium_lab.figure.clips import load_clip
from ilium_lab.figure.kinematics import forward, mirrored
from ilium_lab.figure.picture import DrawingView, Pixels, camera, paint, png, project
from ilium_lab.figure.sheet import framed, skull, solids
from ilium_lab.figure.skin import Skinner
from tools.chromium import find_chromium
from tools.reference import table
from tools.serving import serving

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "camera-detector.md"
BUILT = ROOT / "src" / "ilium" / "web" / "static" / "app"
SIZE = (400, 300)
PAPER = 246
FRAMES_PER_SECOND = 10.0
#: Where they are counted or timed; once where only the time in a pose is measured.
REPETITIONS = 3
#: Pictures sent to the browser at once.
BATCH = 20
#: The figure fills this much less of the picture than it could.
ROOM = 1.1
#: The joints that measures are made of.
JOINTS = {
    name: [landmark(f"{side}_{name}") for side in Side] for name in ("shoulder", "hip", "knee", "ankle", "foot_index")
}
#: A joint this far off is not where it is, trunk or shank lengths: our choice.
ASTRAY = 0.35
LOOKER = """
async ([worker, files]) => {
  window.looker?.terminate(); // every set has a detector of its own, because its pictures begin at zero again
  const looker = (window.looker = new Worker(worker, { type: "module" }));
  let heard;
  looker.onmessage = ({ data }) => heard(data);
  const ask = (message, transfer) => new Promise((resolve, reject) => {
    heard = (answer) => (answer.kind === "failed" ? reject(new Error(answer.why)) : resolve(answer));
    looker.postMessage(message, transfer ?? []);
  });
  window.look = async (pictures) => {
    const packets = [];
    for (const [content, captureMs] of pictures) {
      const bytes = Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
      const { packet } = await ask({ kind: "picture", bitmap, captureMs }, [bitmap]);
      packets.push(btoa(String.fromCharCode(...new Uint8Array(packet))));
    }
    return packets;
  };
  await ask({ kind: "load", files });
}
"""
ABOUT = """# What the detector sees of the figure

<!-- Made by `python3 dev.py seeing`; do not edit. -->

The real detector (MediaPipe pose, as a session uses it, in Chromium) looked at films of our moving figure:
{repetitions} repetitions for each side (one where only the time in a pose is measured), from the recommended view, 10
pictures a second of 400 by 300. Its landmarks went through the motion engine. **No person was filmed.** A smooth figure
on an empty ground, well lit and wholly in the picture, is easier than a person at home, and it is one body in one set
of clothes. It does show where the detector fails even so: that is how the places for the phone were chosen.

*Found*: pictures in which there was a body. *Off*: how far a joint (shoulder, hip, knee, ankle, foot) was from where it
is, in trunk lengths of the picture (shank lengths where those are longer), median. *Astray*: joints further off than
{astray}. *Not measured*: share of the time. Where only the time in a pose is measured, it stands beside the time that
the pose was held for; the way in and out is in it.

{table}
"""
HEAD = ("exercise", "side", "view", "found", "off", "astray", "done", "found by the engine", "not measured", "model")


class Seen(msgspec.Struct, frozen=True):
    """What was found in the film of one set."""

    variant: str
    entry: CameraEntry
    side: Side
    truth: Truth
    frames: tuple[Frame, ...]
    off: NDArray[np.float64]
    counted: int
    held: tuple[float, ...]
    held_seconds: float
    not_measured: float

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the page."""
        view = f"{self.entry.view}, azimuth {self.entry.azimuth:g}, elevation {self.entry.elevation:g}"
        bodies = np.mean([frame.has_pose for frame in self.frames])
        models = sorted({frame.model_name for frame in self.frames})
        return (
            self.variant,
            self.side.value,
            view,
            f"{bodies:.0%}",
            f"{np.nanmedian(self.off):.2f}",
            f"{np.nanmean(self.off > ASTRAY):.0%}",
            *self._done(),
            f"{self.not_measured:.0%}",
            ", ".join(models),
        )

    def _done(self) -> tuple[str, str]:
        """Return what was done, and what the engine found of it."""
        holds = [float(end - begin) for begin, end in self.truth.holds]
        match self.entry.counts:
            case "repetitions":
                return f"{len(self.truth.repetitions)} repetitions", f"{self.counted} repetitions"
            case "holds":
                return f"holds of {_seconds(holds)}", f"holds of {_seconds(self.held)}" if self.held else "no hold"
            case "pose":
                return f"{sum(holds):.0f} s held", f"{self.held_seconds:.0f} s in the pose"


def _seconds(times: Sequence[float]) -> str:
    return ", ".join(f"{one:.1f}" for one in times) + " s"


def seen(page: Page, exercise: Exercise, variant: Variant, entry: CameraEntry, side: Side) -> Seen:
    """Let the detector look at one set, and the engine at what it found."""
    clip, body, landmarks = load_clip(exercise, variant), load_body(), detectable()
    done = Performance(repetitions=1 if entry.counts == "pose" else REPETITIONS)
    truth = simulate(clip, variant.position, side=side, performance=done, fps=FRAMES_PER_SECOND).truth
    played = play(stretches(clip, variant.position, done, body.rig.skeleton, 0), truth.times)
    poses = played.poses if side is Side.LEFT else mirrored(body.rig.skeleton, played.poses)
    view = _view(entry, Skinner(body).points(forward(body.rig, poses[:: len(poses) // 20])), side)
    frames = tuple(_looked_at(page, _drawn(poses, view, clip.props, side), played.moment.tolist()))
    real = project(landmarks.at(poses), camera(view.azimuth, view.elevation), view, *SIZE)[played.moment]
    state = engine.begin(exercise, variant, "both" if variant.symmetric else side.value)
    state, findings = engine.analyse(state, from_frames(frames))
    end = engine.finish(state, 0.0)
    return Seen(
        variant=f"{exercise.name}: {variant.name}",
        entry=entry,
        side=side,
        truth=truth,
        frames=frames,
        off=_off(frames, real[..., :2]),
        counted=end.repetitions,
        held=tuple(lengths_of_holds(findings).values()),
        held_seconds=end.held_seconds,
        not_measured=end.not_measured_seconds / (end.measured_seconds + end.not_measured_seconds),
    )


def _view(entry: CameraEntry, points: NDArray[np.float64], side: Side) -> DrawingView:
    near = framed(points, entry.azimuth if side is Side.LEFT else -entry.azimuth, entry.elevation, SIZE)
    return msgspec.structs.replace(near, width=near.width * ROOM)


def _drawn(poses: NDArray[np.float64], view: DrawingView, props: tuple[str, ...], side: Side) -> Iterator[Pixels]:
    """Draw each pose from there; one sample a pixel, because the detector looks at fewer pixels than there are."""
    body = load_body()
    skinner, first = Skinner(body), None
    for pose in poses:
        world = forward(body.rig, pose[None])
        points = skinner.points(world)[0]
        first = points if first is None else first
        knees = world.place[0, [body.rig.skeleton.bone(f"{one}.shank") for one in Side]]
        there = solids(props, side, first, skull(first, body), knees)
        canvas = paint(body, points, view, SIZE, there, samples=1)
        cover = canvas.cover[:, :, None]
        yield np.clip(canvas.colour * cover + PAPER * (1.0 - cover), 0, 255).astype(np.uint8)


def _looked_at(page: Page, pictures: Iterator[Pixels], moments: Sequence[int]) -> Iterator[Frame]:
    """Return what the detector saw at each moment; a pose that is kept is drawn once and looked at again and again."""
    encoded = [base64.b64encode(png(picture)).decode() for picture in pictures]
    sent = [(encoded[moment], number * 1000 / FRAMES_PER_SECOND) for number, moment in enumerate(moments)]
    for first in range(0, len(sent), BATCH):
        packets = page.evaluate("(pictures) => window.look(pictures)", sent[first : first + BATCH])
        yield from (decode(base64.b64decode(packet)) for packet in packets)


def _off(frames: Sequence[Frame], real: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far each joint is off in each picture, shape (n, 10), in lengths of the body; NaN without a body."""
    none = np.full((33, 2), np.nan)
    found = np.array([np.array([frame.x, frame.y]).T * SIZE if frame.has_pose else none for frame in frames])
    trunk = real[:, JOINTS["shoulder"]].mean(axis=1) - real[:, JOINTS["hip"]].mean(axis=1)
    shank = real[:, JOINTS["knee"]] - real[:, JOINTS["ankle"]]
    unit = max(np.median(np.linalg.norm(trunk, axis=-1)), np.median(np.linalg.norm(shank, axis=-1)))
    joints = [one for pair in JOINTS.values() for one in pair]
    return np.asarray(np.linalg.norm(found[:, joints] - real[:, joints], axis=-1) / unit)


def _asset(name: str) -> str:
    (one,) = BUILT.glob(f"assets/camera/{name}")
    return f"/static/app/{one.relative_to(BUILT).as_posix()}"


def _look_at_all(page: Page, url: str, only: Sequence[str]) -> Iterator[Seen]:
    files = {
        "loader": url + _asset("vision_wasm_module_internal-*.js"),
        "wasm": url + _asset("vision_wasm_module_internal-*.wasm"),
        "models": {name: url + _asset(f"pose_{name}-*.task") for name in ("full", "lite")},
    }
    for exercise in load_library().exercises:
        for variant in exercise.variant:
            entry = variant.camera
            if entry is None or entry.trust == "never" or (only and variant.id not in only):
                continue
            for side in Side:
                page.evaluate(LOOKER, [_asset("pose.worker-*.js"), files])
                yield seen(page, exercise, variant, entry, side)


def main() -> None:
    """Look, print, write; what was asked for by name is printed only."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("variant", nargs="*", help="look at these alone, and write nothing")
    only: list[str] = parser.parse_args().variant
    rows = []
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(base_url=url)
        page.goto("/")
        for one in _look_at_all(page, url, only):
            rows.append(one.cells)
            print("  ".join(one.cells), flush=True)
        browser.close()
    if not only:
        text = ABOUT.format(repetitions=REPETITIONS, astray=ASTRAY, table="\n".join(table(HEAD, rows)))
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
