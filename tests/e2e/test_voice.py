"""What a session says, heard through a voice that only writes down."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.walk import button, let_pass, start, until_heading, until_review

#: A local English voice that takes 350 ms a word, keeps what it was asked to say and when, and what was cut off.
VOICE = """
(() => {
  const voice = { name: "Test", lang: "en-GB", localService: true, default: true };
  const log = [];
  let now = null;
  window.heard = log;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const end = () => {
    const it = now;
    now = null;
    clearTimeout(it.timer);
    it.entry.ended = performance.now();
    return it;
  };
  const synthesis = {
    getVoices: () => [voice],
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    speaking: false,
    speak(line) {
      if (line.text === "") return;
      const entry = { text: line.text, at: performance.now(), overlaps: now !== null, ended: null, cut: false };
      log.push(entry);
      line.onstart?.();
      const ms = 350 * line.text.split(" ").length;
      now = { entry, line, timer: setTimeout(() => end().line.onend?.(), ms) };
    },
    cancel() { if (now) { now.entry.cut = true; end(); } },
    pause: () => undefined,
    resume: () => undefined,
  };
  Object.defineProperty(window, "speechSynthesis", { value: synthesis });
})();
"""


def heard(page: Page) -> list[dict[str, Any]]:
    """Return every line the voice was asked for."""
    lines: list[dict[str, Any]] = json.loads(page.evaluate("JSON.stringify(window.heard)"))
    return lines


@pytest.mark.person(side="left")
def test_a_whole_session_is_spoken_in_order_and_never_by_two_voices(page: Page) -> None:
    """Names, sides and counts are heard as the cue sheet says them; no line begins before the one before has ended."""
    page.add_init_script(VOICE)
    start(page)
    until_review(page)
    lines = heard(page)
    said = [line["text"] for line in lines]
    assert not any(line["overlaps"] for line in lines)
    names = [
        "Lumbar roll, for your left side.",
        "Figure four without a hand, for your left side.",
        "Bridge on both legs, both sides together.",
        "Clam on your side, your left leg on top.",
        "Clam on your side, now your right leg on top.",
    ]
    assert [line for line in said if line in names] == names
    assert said.count("Eight.") == 2 + 4  # two sets of the bridge, two of the clam on each side
    assert not any("{" in line for line in said)


@pytest.mark.person()
def test_it_hurts_silences_the_voice_in_the_middle_of_a_word(page: Page) -> None:
    """A stop is felt at once, and no cue of the session is heard after it."""
    page.add_init_script(VOICE)
    start(page)
    until_heading(page, "lumbar roll")
    let_pass(page, 1)
    before = heard(page)
    assert before[-1]["ended"] is None, "nothing is being said here"
    button(page, "It hurts").click()
    assert heard(page)[len(before) - 1]["cut"]
    page.locator('.keypad__key[data-value="1"]').click()
    button(page, "Chest pain, or I fainted").click()
    let_pass(page, 1)
    told = len(heard(page))
    let_pass(page, 120)
    assert [line["text"] for line in heard(page)[told:]] == []
