"""The camera in a real browser: a film of our own figure plays in its camera, and the real detector looks at it."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect

from ilium.anatomy import Side
from ilium.motion.wire import Frame, decode
from tests.e2e.browsing import Server, Watch, axe, shot
from tests.e2e.conftest import FLAGS, SIZES
from tests.e2e.walk import button, let_pass, rate, until, until_shown
from tools.chromium import find_chromium
from tools.film import film, pictures

SIDE = Side.RIGHT
#: What the detector itself says, which Chromium shows as errors.
ITS_OWN_WORDS = r"^INFO: Created TensorFlow Lite XNNPACK delegate"
#: Hops of the page's clock beside a real camera: a camera that shows nothing new for four seconds of it is lost.
CAMERA_HOP_MS = 500
COUNT_ASKED = """
window.asked = 0;
const devices = navigator.mediaDevices; // missing on an empty page
const ask = devices?.getUserMedia.bind(devices);
if (devices) devices.getUserMedia = (wanted) => { window.asked += 1; return ask(wanted); };
"""


class Coach:
    """Stands for the server's end of the live line: keeps what the page sends, says what the test wants."""

    def __init__(self, page: Page) -> None:
        self._is_gone = False
        self.said: list[dict[str, Any]] = []
        self.frames: list[Frame] = []
        self._lines: list[WebSocketRoute] = []
        page.route_web_socket("**/live", self._opened)

    def _opened(self, line: WebSocketRoute) -> None:
        if self._is_gone:
            line.close()
            return
        self._lines.append(line)
        line.on_message(self._heard)

    def _heard(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            self.frames.append(decode(message))
        else:
            self.said.append(json.loads(message))

    def find(self, kind: str, **fields: object) -> None:
        """Send one finding, of a picture later than any."""
        self._lines[-1].send(json.dumps([{"type": kind, "at_ms": 1e12, **fields}]))

    def hang_up(self) -> None:
        """Close the line, and every new one that the page tries."""
        self._is_gone = True
        for line in self._lines:
            line.close()


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lift of the bridge, up and down, twice a film."""
    down, middle, up = pictures("two-leg", SIDE, (0.0, 0.5, 1.0))
    path = tmp_path_factory.mktemp("film") / "bridge.y4m"
    return film(path, [(down, 1.5), (middle, 0.3), (up, 1.5), (middle, 0.3)])


#: Has a browser without a window answer for the person whether the camera may be used.
ALLOWED, DENIED = "--use-fake-ui-for-media-stream", "--use-fake-ui-for-media-stream=deny"


@pytest.fixture(scope="module")
def camera_browser(browser: Browser, films: Path, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A browser whose camera plays the film; with a parameter, another answer to whether it may be used."""
    answer = getattr(request, "param", ALLOWED)
    flags = [*FLAGS, answer, "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={films}"]
    launched = browser.browser_type.launch(executable_path=find_chromium(), args=flags)
    yield launched
    launched.close()


@pytest.fixture
def open_page(camera_browser: Browser, server: Server, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Opens a page of a size, with a camera."""
    contexts: list[BrowserContext] = []
    watch.tolerate(ITS_OWN_WORDS)

    def opened(size: str = "phone") -> Page:
        context = camera_browser.new_context(base_url=server.url, viewport=SIZES[size])
        contexts.append(context)
        context.add_init_script(COUNT_ASKED)
        watch.over(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.person
@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_the_page_sees_a_body_and_asks_nobody_else(open_page: Callable[..., Page], size: str) -> None:
    """Off until the press; then the real detector, its frames on the wire, and the checks in words."""
    page = open_page(size)
    coach = Coach(page)
    page.goto("/camera/")
    expect(page.get_by_role("heading", name="Where to put it")).to_be_visible()
    axe(page)
    shot(page, "camera-off")
    assert page.evaluate("window.asked") == 0
    page.get_by_label("For which exercise?").select_option(label="Bridge on both legs, both legs")
    button(page, "Switch the camera on").click()
    expect(page.get_by_text("I can see your hips, knees, shoulders and feet.")).to_be_visible(timeout=60_000)
    coach.find("preflight", item="view", ok=False, say="Turn round, so that your right side is near the camera.")
    expect(page.get_by_text("Turn round")).to_be_visible()
    assert (coach.said[-1]["purpose"], coach.said[-1]["exercise"]) == ("preflight", "si-glute-bridge")
    assert any(frame.has_pose and frame.world and frame.infer_ms > 0 for frame in coach.frames)
    axe(page)
    shot(page, "camera-on")
    button(page, "Hide the picture").click()
    shot(page, "camera-hidden")
    button(page, "Switch the camera off").click()
    expect(button(page, "Switch the camera on")).to_be_visible()
    assert page.evaluate("window.asked") == 1


@pytest.mark.person
@pytest.mark.parametrize("camera_browser", [DENIED], indirect=True, ids=["denied"])
def test_a_camera_that_is_not_allowed_is_said_with_a_way_on(open_page: Callable[..., Page]) -> None:
    """The words say what to do, and that everything works without."""
    page = open_page()
    page.goto("/camera/")
    button(page, "Switch the camera on").click()
    expect(page.get_by_role("heading", name="The camera is not allowed")).to_be_visible()
    expect(page.get_by_role("link", name="Go on without the camera")).to_be_visible()
    axe(page)
    shot(page, "camera-denied")


def to_the_bridge(page: Page) -> None:
    """Skip what comes before the bridge's first set."""
    while "bridge" not in page.locator("h1").inner_text().lower():
        until_shown(page, button(page, "Skip"))
        button(page, "Skip").click()
        let_pass(page, 0.5)
        if page.get_by_text("Skip this exercise. Why?").is_visible():
            button(page, "No time today").click()
        let_pass(page, 1)
    button(page, "I am ready").click()


@pytest.mark.person
def test_a_set_is_counted_by_the_camera_and_goes_on_by_time_without_it(open_page: Callable[..., Page]) -> None:
    """Switched on at the gate, the camera leads the set; when the line is lost, the clock goes on, and it is said."""
    page = open_page()
    coach = Coach(page)
    page.clock.install()
    page.goto("/")
    button(page, "Nothing new – start").click()
    button(page, "Use the camera").click()
    button(page, "Switch the camera on").click()
    expect(page.get_by_text("I can see your hips")).to_be_visible(timeout=60_000)
    button(page, "Use it in the session").click()
    rate(page, 3)
    to_the_bridge(page)

    def led() -> bool:
        """Let the real camera see something new for each hop of the page's clock, however slow the machine is."""
        seen, is_watching = len(coach.frames), bool(coach.said) and coach.said[-1]["type"] == "begin"
        for _ in range(400 if is_watching else 0):
            if len(coach.frames) > seen:
                break
            page.wait_for_timeout(25)
        return button(page, "Count one").is_visible()

    until(page, led, minutes=5, hop_ms=CAMERA_HOP_MS, long_hop_ms=CAMERA_HOP_MS)
    assert coach.said[-1] | {"variant": ""} == {
        "type": "begin", "purpose": "set", "exercise": "si-glute-bridge", "variant": "", "side": "both", "set": 1,
        "raised_hand": False, "record": False,
    }  # fmt: skip
    for number in (1, 2):
        coach.find("repetition-counted", number=number, seconds=4.0, range=1.0)
        expect(page.locator(".big__number")).to_have_text(str(number))
        led()
        let_pass(page, CAMERA_HOP_MS / 1000)
    coach.find("kept", on=True, say="Your joints are being recorded.")
    expect(page.get_by_text("Recording your joints")).to_be_visible()
    shot(page, "player-camera")
    page.set_viewport_size(SIZES["laptop"])
    shot(page, "player-camera")
    page.set_viewport_size(SIZES["phone"])
    coach.find("not-measured", reason="out-of-view", part="left hip", say="I cannot see your left hip.")
    expect(page.get_by_text("Not measured. I cannot see your left hip.")).to_be_visible()
    shot(page, "player-camera-unseen")
    axe(page)
    coach.find("measured-again")
    coach.hang_up()
    until(
        page,
        page.get_by_text("The camera is off. I'll go on counting by time.").first.is_visible,
        minutes=1,
        hop_ms=250,
    )
    until(page, lambda: "Rest" in page.locator(".stage").inner_text(), minutes=3)
    shot(page, "player-camera-lost")


@pytest.mark.person
def test_once_used_it_also_starts_without_the_server(
    open_page: Callable[..., Page], server: Server, watch: Watch
) -> None:
    """The device keeps detector and model from the first use. With the server the engine says what it sees of the
    exercise; without, the page looks by itself.
    """
    watch.tolerate(r"Failed to load resource|/live|Failed to fetch")
    page = open_page()
    page.goto("/camera/")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    until_ready(page, "I can see your hips, knees, ankle and foot.")
    page.wait_for_timeout(1000)  # keeping goes on after the answer
    server.kill()
    page.goto("/camera/")
    until_ready(page, "I can see your hips, knees, shoulders and feet.")


def until_ready(page: Page, line: str) -> None:
    """Switch the camera on, and wait until it sees a body."""
    button(page, "Switch the camera on").click()
    expect(page.get_by_text(line)).to_be_visible(timeout=60_000)
