"""The live socket from a real browser: a page of ours may open it, under the policy that it has."""

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.worker

#: Opens the socket, begins a set, sends a frame without a body for every number, ends, and returns all findings.
TALK = """
async (numbers) => {
  const socket = new WebSocket(`ws://${location.host}/live`);
  socket.binaryType = "arraybuffer";
  await new Promise((done, failed) => { socket.onopen = done; socket.onerror = failed; });
  const heard = [];
  const over = new Promise((done) => {
    socket.onmessage = (event) => {
      heard.push(...JSON.parse(event.data));
      if (heard.at(-1).type === "set-measured") socket.close();
    };
    socket.onclose = (event) => done({ heard, code: event.code, reason: event.reason });
  });
  const begin = { type: "begin", exercise: "si-glute-bridge", variant: "si-bridge", side: "left" };
  socket.send(JSON.stringify(begin));
  for (const number of numbers) {
    const frame = new DataView(new ArrayBuffer(24));
    frame.setUint16(0, 0x4c49, true);
    frame.setUint8(2, 1);
    frame.setUint32(4, number, true);
    frame.setFloat64(8, number * 33, true);
    frame.setUint16(16, 640, true);
    frame.setUint16(18, 480, true);
    frame.setUint8(22, 33);
    socket.send(frame.buffer);
  }
  socket.send(JSON.stringify({ type: "end" }));
  return await over;
}
"""

JUNK = """
async () => {
  const socket = new WebSocket(`ws://${location.host}/live`);
  socket.onopen = () => socket.send("junk");
  return await new Promise((done) => { socket.onclose = ({ code, reason }) => done({ code, reason }); });
}
"""


@pytest.mark.person(side="left")
def test_a_page_of_ours_talks_to_the_live_socket(page: Page) -> None:
    """With its own cookie and origin, with a service worker in charge; junk closes it with a reason it can show."""
    page.goto("/")
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    said = page.evaluate(TALK, [1, 2, 3])
    assert [finding["type"] for finding in said["heard"]][-1] == "set-measured"
    assert said["code"] in (1000, 1005)
    refused = page.evaluate(JUNK)
    assert refused["code"] == 1007
    assert refused["reason"].startswith("That is no message")
