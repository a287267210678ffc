"""Guidance that has faded: a whole session at each level, and "Tell me more"."""

import json
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.browsing import axe, shot
from tests.e2e.test_voice import VOICE, heard
from tests.e2e.walk import button, let_pass, start, until_heading, until_review, until_shown

POST = """events => fetch('/api/events', {
  method: 'POST', body: JSON.stringify({ events }),
  headers: {
    'Content-Type': 'application/json',
    'X-CSRFToken': document.querySelector('meta[name="csrf-token"]').content,
  },
}).then(reply => reply.status)"""


def practised(page: Page, days: int) -> None:
    """Put sessions on record, one on each of the last days, in which everything of today's plan was done in full."""
    page.goto("/")
    button(page, "Nothing new – start").click()
    expect(page.get_by_role("heading", name="How much does it hurt right now?")).to_be_visible()
    sheet: dict[str, Any] = page.evaluate("fetch('/api/session-sheet').then(reply => reply.json())")
    blocks = sheet["sheets"]["full"]["blocks"]
    numbers = count(1)
    for ago in range(days, 0, -1):
        began = (datetime.now().astimezone() - timedelta(days=ago)).isoformat(timespec="seconds")
        session = str(UUID(int=0x7000800000000000 << 64 | ago))
        events = [
            {**one, "id": str(UUID(int=next(numbers))), "at": began, "session": session, "offset_ms": 1000 * number}
            for number, one in enumerate(told(sheet, blocks))
        ]
        assert page.evaluate(POST, events) == 200


def told(sheet: dict[str, Any], blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what happens in a whole session, without ids and times."""
    kept = ("exercise", "variant", "phase", "working_side", "sets", "repetitions", "hold_seconds", "breaths", "rung")
    planned = [{"name": block["exercise_name"], **{key: block[key] for key in kept}} for block in blocks]
    head = {"programme": sheet["programme"], "track": "gradual", "side": sheet["side"], "mode": "full"}
    sets = [
        {
            "type": "set-completed", "block": index, "set": number, "side": block["working_side"],
            "exercise": block["exercise"], "variant": block["variant"], "repetitions": block["repetitions"],
        }
        for index, block in enumerate(blocks) for number in range(1, block["sets"] + 1)
    ]  # fmt: skip
    started = {"type": "session-started", **head, "sheet": sheet["id"], "pain_before": 3, "planned": planned}
    return [{**started, "ladders": sheet["ladders"]}, *sets, {"type": "session-finished"}]


@pytest.mark.person(side="left")
@pytest.mark.parametrize(("days", "level"), [(3, "short"), (6, "counts")])
def test_a_whole_session_with_less_said(page: Page, days: int, level: str) -> None:
    """Sides, how to turn and the stop are said; the record says how much was, and History too."""
    practised(page, days)
    page.add_init_script(VOICE)
    start(page)
    until_heading(page, "clam on your side")
    until_review(page)
    said = [line["text"] for line in heard(page)]
    assert "Stop whenever it hurts" in said[0]
    assert "Lumbar roll, for your left side." in said
    assert any(line.startswith("Lower yourself to the floor slowly") for line in said)
    assert any(line.startswith("Roll over slowly onto your left side.") for line in said)
    assert not any(line.startswith("Stretch your arms out to the sides") for line in said)
    assert ("Lift. Hold. Lower." in said) == (level == "short")
    export = json.loads(page.request.get("/your-data/export.json").body())
    last = [event for event in export["events"] if event["type"] == "session-started"][-1]
    assert {block["guidance"] for block in last["planned"]} == {level}


@pytest.mark.person(side="left")
def test_more_is_told_when_asked_for(each_size: Page) -> None:
    """A tap says all of it, now and the next time; in a pause it is offered too."""
    page = each_size
    practised(page, 6)
    page.add_init_script(VOICE)
    start(page)
    until_heading(page, "lumbar roll")
    until_shown(page, button(page, "Tell me more"))
    axe(page)
    shot(page, "player-tell-me-more")
    button(page, "Tell me more").click()
    let_pass(page, 25)
    assert any(line["text"].startswith("Stretch your arms out to the sides") for line in heard(page))
    expect(button(page, "Tell me more")).to_have_count(0)
    until_heading(page, "figure four")
    page.keyboard.press("Space")
    expect(button(page, "Tell me more")).to_be_visible()
    axe(page)
    shot(page, "player-paused-tell-me-more")
