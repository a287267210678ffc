"""The pages around the session: settings, history, the exercises, about, your data; with and without a script."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from playwright.sync_api import Page, expect

from ilium.exchange.export_file import ExportFile, encode
from ilium.motion.formats import write_recording
from ilium.motion.wire import decode
from ilium.record.events import Event, NextMorningAnswered
from tests.e2e.browsing import Server, axe, shot
from tests.e2e.conftest import SIZES, NewPage
from tests.e2e.walk import button
from tests.taping import HEADER
from tests.unit.web.pages.sessions import stopped, whole
from tests.watching import frame

PAGES = {
    "settings": "/settings/",
    "your-data": "/your-data/",
    "your-data-delete": "/your-data/delete/",
    "about": "/about/",
    "history": "/history/",
    "history-over-time": "/history/over-time/",
    "history-choose": "/history/compare/",
    "exercises": "/exercises/",
    "exercise": "/exercises/figure-four/",
    "help": "/help/",
    "about-pain": "/about-pain/",
}
DAYS = 12
#: A word of the record that is found in the data folder as long as anything of the record is.
CANARY = "odd-one"


def session_id(days_ago: int) -> str:
    return f"0192c0de-0000-7000-9000-{days_ago:012x}"


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A file with a session on each of some days, two of them today, and the mornings after."""
    now = datetime.now().astimezone().replace(hour=7, minute=30, second=0, microsecond=0)
    events: list[Event] = [*stopped(now + timedelta(minutes=1), "pain", session_id(99))]
    for days in range(DAYS):
        at = now - timedelta(days=days)
        events += whole(at, session_id(days))
        if days:
            events.append(morning(days, at + timedelta(days=1)))
    file = tmp_path / "ilium.json"
    file.write_bytes(encode(ExportFile(program="1.0", exported_at=now.isoformat(), events=events)))
    return file


def morning(days: int, at: datetime) -> Event:
    event_id = f"0192c0de-0000-7000-a000-{days:012x}"
    day = at.date().isoformat()
    session = session_id(days)
    return NextMorningAnswered(id=event_id, at=at.isoformat(), session=session, day=day, pain=days % 5, woken=False)


def bring_back(page: Page, file: Path) -> None:
    page.goto("/your-data/")
    page.set_input_files("#id_file", file)
    button(page, "Look at it").click()
    expect(page.get_by_role("heading", name="Bring this copy back?")).to_be_visible()
    axe(page)
    shot(page, "your-data-look")
    button(page, "Bring it back").click()
    expect(page.get_by_text("brought back.")).to_be_visible()


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


# --- Every page ---


@pytest.mark.person(side="right")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_every_page_fits_and_is_accessible(new_page: NewPage, export: Path, size: str, theme: str) -> None:
    page = new_page(size, color_scheme=theme)
    bring_back(page, export)
    pages = {**PAGES, "history-compare": f"/history/compare/?s={session_id(1)}&s={session_id(99)}"}
    for name, address in pages.items():
        page.goto(address)
        if name == "history-over-time":
            expect(page.locator(".chart canvas")).to_be_visible()
        assert overflow(page) == 0, name
        axe(page)
        shot(page, name, full=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_empty_pages_are_designed(new_page: NewPage, theme: str) -> None:
    page = new_page("phone", color_scheme=theme)
    for name, address in PAGES.items():
        page.goto(address)
        assert overflow(page) == 0, name
        axe(page)
        if "history" in name:
            expect(page.get_by_text("sessions yet").first).to_be_visible()
            shot(page, f"{name}-empty", full=True)


def test_the_navigation_fits_in_one_row(each_size: Page) -> None:
    each_size.goto("/help/")
    shown = [link for link in each_size.locator(".site-nav > *").all() if link.is_visible()]
    tops = {round(box["y"]) for link in shown if (box := link.bounding_box())}
    assert len(tops) == 1, tops
    brand, nav = each_size.locator(".brand").bounding_box(), each_size.locator(".site-nav").bounding_box()
    assert brand and nav and brand["y"] < nav["y"] + nav["height"] and nav["y"] < brand["y"] + brand["height"]


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_without_a_script_every_page_is_reached_and_read(new_page: NewPage, size: str) -> None:
    page = new_page(size, java_script_enabled=False)
    page.goto("/")
    for words in ("About the joint", "Settings", "Your data"):
        if size == "phone":
            page.locator("summary", has_text="More").click()
            page.locator(".site-nav__menu").get_by_role("link", name=words).click()
        else:
            page.locator("footer").get_by_role("link", name=words).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(words)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Help").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("When to get help now")


def test_the_menu_opens_and_closes_by_keyboard(page: Page) -> None:
    page.goto("/help/")
    more = page.locator("summary", has_text="More")
    more.focus()
    page.keyboard.press("Enter")
    axe(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("About the joint")


# --- Settings ---


def test_settings_are_kept_before_anything_else_was_said(each_size: Page) -> None:
    page = each_size
    page.goto("/settings/")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.get_by_label("Dark").check()
    page.get_by_label("Larger").check()
    page.get_by_label("Slow", exact=True).first.check()
    page.get_by_label("Your own number for advice").fill("0161-496 0000")
    button(page, "Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != paper
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > size * 1.25
    expect(page.get_by_label("Slow", exact=True).first).to_be_checked()
    axe(page)
    page.goto("/help/")
    expect(page.get_by_role("link", name="Call 0161 496 0000")).to_have_attribute("href", "tel:01614960000")


@pytest.mark.person(side="right")
def test_with_the_largest_words_every_page_still_fits_a_phone(page: Page, export: Path) -> None:
    bring_back(page, export)
    page.goto("/settings/")
    page.get_by_label("Larger").check()
    button(page, "Save").click()
    for name, address in {"today": "/", **PAGES}.items():
        page.goto(address)
        assert overflow(page) == 0, name


@pytest.mark.person(side="right")
def test_the_next_session_is_spoken_as_chosen(page: Page) -> None:
    page.goto("/settings/")
    page.get_by_label("Quick", exact=True).check()
    button(page, "Save").click()
    page.goto("/")
    button(page, "Nothing new – start").click()
    sheet = page.request.get("/api/session-sheet").json()
    assert (sheet["rate"], sheet["voice"]) == (1.2, True)


def test_a_reminder_is_a_file_and_only_if_wanted(page: Page) -> None:
    page.goto("/settings/")
    expect(page.get_by_label("At what time?")).to_be_hidden()
    page.get_by_label("A reminder in my own calendar").check()
    page.get_by_label("At what time?").fill("18:30")
    button(page, "Save").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Get the reminder for your calendar").click()
    assert "BEGIN:VCALENDAR" in Path(download.value.path()).read_text()


def test_a_mistake_in_settings_is_shown_where_it_is(page: Page) -> None:
    page.goto("/settings/")
    page.get_by_label("Your own emergency number").fill("call mum")
    button(page, "Save").click()
    expect(page.locator("#errors")).to_be_focused()
    page.locator("#errors a").click()
    expect(page.locator("#field_emergency .error")).to_be_in_viewport()
    expect(page.get_by_label("Your own emergency number")).to_have_value("call mum")
    axe(page)


# --- History ---


def test_a_day_of_the_calendar_opens_its_session_by_keyboard(page: Page, export: Path) -> None:
    bring_back(page, export)
    yesterday = datetime.now().astimezone() - timedelta(days=1)  # today has two sessions, and may begin a month
    page.goto(f"/history/?month={yesterday:%Y-%m}")
    day = page.locator('a.calendar__day[href^="/history/"]').first
    expect(day).to_have_accessible_name(re.compile("finished, pain 4 before, worst 5$"))
    day.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 holds, 30 s in all")).to_be_visible()


def test_two_sessions_are_ticked_and_compared(each_size: Page, export: Path) -> None:
    bring_back(each_size, export)
    each_size.goto("/history/compare/")
    for box in each_size.get_by_role("checkbox").all()[:2]:
        box.check()
    button(each_size, "Compare").click()
    expect(each_size.get_by_role("heading", level=1)).to_have_text("Two sessions side by side")
    expect(each_size.get_by_role("row", name="Pain before")).to_have_count(1)
    assert overflow(each_size) == 0


def loaded(page: Page, part: str) -> list[str]:
    """Return what the page itself has fetched, which is not what a service worker keeps for later."""
    names = page.evaluate("performance.getEntriesByType('resource').map(entry => entry.name)")
    return [name for name in names if part in name]


def test_the_chart_is_read_by_keyboard_and_loaded_only_where_it_is(page: Page, export: Path) -> None:
    bring_back(page, export)
    page.goto("/history/")
    assert not loaded(page, "/chart-")
    page.goto("/history/over-time/")
    expect(page.locator(".chart canvas")).to_be_visible()
    assert loaded(page, "/chart-")
    slider, words = page.get_by_label("Look at one session"), page.locator(".chart output")
    rows = page.locator("#numbers tbody tr")
    today = datetime.now().astimezone()
    assert rows.count() == 1 + sum((today - timedelta(days=days)).year == today.year for days in range(DAYS))
    slider.focus()
    page.keyboard.press("Home")
    first = rows.first.locator("th, td").all_inner_texts()
    expected = f"{first[0]}: before {first[1]}, worst {first[2]}, next morning {first[3]}"
    expect(words).to_have_text(expected)
    expect(slider).to_have_attribute("aria-valuetext", expected)
    page.keyboard.press("ArrowRight")
    expect(words).not_to_have_text(expected)


def test_the_chart_follows_the_pointer_and_the_theme(laptop: Page, export: Path) -> None:
    bring_back(laptop, export)
    laptop.goto("/history/over-time/")
    place = laptop.locator(".chart canvas")
    expect(place).to_be_visible()
    box = place.bounding_box()
    assert box
    laptop.mouse.move(box["x"] + 45, box["y"] + 60)
    first = laptop.locator("#numbers tbody th").first.inner_text()
    expect(laptop.locator(".chart output")).to_contain_text(f"{first}:")
    light = place.evaluate("canvas => canvas.toDataURL()")
    laptop.emulate_media(color_scheme="dark")
    drawn_anew = "light => ![light, undefined].includes(document.querySelector('.chart canvas')?.toDataURL())"
    laptop.wait_for_function(drawn_anew, arg=light)
    expect(laptop.locator(".chart canvas")).to_have_count(1)


def test_in_print_the_table_stands_for_the_chart(page: Page, export: Path) -> None:
    bring_back(page, export)
    page.goto("/history/over-time/")
    expect(page.locator(".chart canvas")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("#numbers")).to_be_visible()
    for hidden in (".chart", ".page-header", ".page-footer", "[data-print]"):
        expect(page.locator(hidden).first).to_be_hidden()


# --- Your data ---


@pytest.mark.person(side="right")
def test_everything_comes_out_is_deleted_and_comes_back(page: Page, server: Server, export: Path) -> None:
    bring_back(page, export)
    saved = downloaded(page, "Everything (JSON)")
    assert len(json.loads(saved)["events"]) > DAYS * 9
    assert CANARY.encode() in kept(server.data)
    page.evaluate("indexedDB.open('left-behind')")
    page.get_by_role("link", name="Delete everything…").click()
    button(page, "Delete everything").click()
    expect(page.locator("#errors")).to_be_focused()
    page.get_by_label("Type the word “delete”").fill("delete")
    button(page, "Delete everything").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything is deleted.")
    expect(page.get_by_text("This browser has forgotten")).to_be_visible()
    axe(page)
    shot(page, "your-data-deleted")
    assert CANARY.encode() not in kept(server.data)
    assert b"profile-changed" not in kept(server.data)
    page.get_by_role("link", name="Begin again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello. This is Ilium.")
    file = export.with_name("back.json")
    file.write_bytes(saved)
    bring_back(page, file)
    assert json.loads(downloaded(page, "Everything (JSON)"))["events"] == json.loads(saved)["events"]
    page.goto("/")  # the last of the made-up sessions was stopped for pain, and that comes back too
    expect(page.get_by_role("heading", name="That is enough for today")).to_be_visible()


def downloaded(page: Page, name: str) -> bytes:
    page.goto("/your-data/")
    with page.expect_download() as download:
        page.get_by_role("link", name=name).click()
    return Path(download.value.path()).read_bytes()


def kept(folder: Path) -> bytes:
    """Return everything that the data folder holds, in whatever file."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_another_file_is_refused_with_what_is_wrong(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    file.write_text('{"format": "ilium-export", "version": 1, "program": "x", "exported_at": "today", "events": []}')
    page.goto("/your-data/")
    page.set_input_files("#id_file", file)
    button(page, "Look at it").click()
    expect(page.locator("#field_file .error")).to_contain_text("At exported_at:")
    axe(page)
    shot(page, "your-data-refused")


def test_recordings_are_listed_saved_and_deleted(server: Server, new_page: NewPage) -> None:
    """Each has its date and exercise; one is saved as it is, one deleted, then all."""
    (server.data / "recordings").mkdir()
    for number in range(1, 4):
        header = msgspec.structs.replace(HEADER, at=f"2026-03-0{number}T12:00:00+00:00", set=number)
        content = write_recording(header, [decode(frame(seq)) for seq in range(1, 400)])
        (server.data / "recordings" / f"{UUID(int=number)}.landmarks").write_bytes(content)
    page = new_page("laptop")
    page.goto("/your-data/recordings/")
    shot(page, "recordings")
    page.set_viewport_size(SIZES["phone"])
    axe(page)
    shot(page, "recordings", full=True)
    with page.expect_download() as saving:
        page.get_by_role("link", name="Save the one of 3 March 2026").click()
    assert saving.value.path().read_bytes() == content
    page.get_by_role("button", name="Delete the one of 3 March 2026").click()
    expect(page.get_by_text("Deleted.")).to_be_visible()
    expect(page.get_by_role("heading", name="2 recordings")).to_be_visible()
    page.get_by_text("Delete all…").click()
    button(page, "Delete all 2 recordings").click()
    expect(page.get_by_text("There is none.")).to_be_visible()
    assert list((server.data / "recordings").iterdir()) == []
