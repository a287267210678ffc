"""Settings, before and after anything else was said."""

import pytest
from icalendar import Calendar

from ilium.record.events import Settings

from .conftest import Site

FIRST = {
    "voice": "on",
    "rate": "normal",
    "guidance": "fades",
    "sound": "on",
    "breath": "medium",
    "readiness": "lead-in",
    "lead_in_seconds": "20",
    "locale": "gb",
    "theme": "device",
    "text": "normal",
    "figure": "on",
    "emergency": "",
    "advice": "",
    "reminder": "18:00",
    "reminder_days": ["mo", "tu", "we", "th", "fr", "sa", "su"],
}


def settings(site: Site) -> Settings:
    return site.services.person().settings


def test_they_work_before_there_is_a_profile(site: Site) -> None:
    assert site.text("/settings/").count(" checked") == 3 + 6 + 7
    response = site.post("/settings/", **{**FIRST, "theme": "dark"})
    assert response.headers["Location"] == "/settings/?saved=1"
    assert settings(site) == Settings(locale="gb", theme="dark")
    assert "Saved." in site.text("/settings/?saved=1")
    assert "Hello. This is Ilium." in site.text("/")


def test_every_setting_is_kept_and_shown_again(site: Site) -> None:
    chosen = {
        **FIRST, "rate": "slow", "breath": "free", "readiness": "tap", "lead_in_seconds": "90", "locale": "us",
        "theme": "light", "text": "larger", "emergency": "+1 (555) 010-0", "advice": "555 0100", "remind": "on",
        "raised_hand": "on", "record_landmarks": "on", "reminder": "07:15", "reminder_days": ["mo", "fr"],
    }  # fmt: skip
    del chosen["voice"], chosen["sound"], chosen["figure"]
    site.post("/settings/", **chosen)
    assert settings(site) == Settings(
        voice=False, rate="slow", sound=False, breath="free", readiness="tap", lead_in_seconds=90, locale="us",
        raised_hand=True, emergency="+1 555 010 0", advice="555 0100", theme="light", text="larger", figure=False,
        record_landmarks=True, reminder="07:15", reminder_days=("mo", "fr"),
    )  # fmt: skip
    text = site.text("/settings/")
    assert 'value="+1 555 010 0"' in text
    assert 'value="07:15"' in text
    for value in ("slow", "free", "tap", "light", "larger", "mo", "fr"):
        assert any(f'value="{value}"' in tag and " checked" in tag for tag in text.split("<input")), value


def test_saving_without_a_change_adds_nothing_to_the_record(site: Site) -> None:
    for _ in range(2):
        site.post("/settings/", **FIRST)
    assert len(site.events()) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rate", "hasty"),
        ("breath", ""),
        ("readiness", "shout"),
        ("lead_in_seconds", "4"),
        ("locale", "zz"),
        ("theme", "pink"),
        ("text", "tiny"),
        ("emergency", "call mum"),
        ("emergency", "1"),
        ("advice", "1" * 30),
        ("advice", "555<script>"),
    ],
)
def test_bad_input_is_an_error_in_place_and_changes_nothing(site: Site, field: str, value: str) -> None:
    text = site.post("/settings/", **{**FIRST, field: value}).content.decode()
    assert f'href="#field_{field}"' in text
    assert f'id="field_{field}"' in text
    assert "<script>" not in text
    assert site.events() == []


@pytest.mark.parametrize(
    ("field", "value"), [("reminder", ""), ("reminder", "25:00"), ("reminder_days", []), ("reminder_days", ["xx"])]
)
def test_a_wanted_reminder_needs_a_time_and_a_day(site: Site, field: str, value: object) -> None:
    text = site.post("/settings/", **{**FIRST, "remind": "on", field: value}).content.decode()
    assert f'href="#field_{field}"' in text
    assert site.events() == []


def test_there_is_no_reminder_until_one_is_wanted(site: Site) -> None:
    assert site.get("/settings/reminder.ics").status_code == 404
    site.post("/settings/", **FIRST)
    assert settings(site).reminder is None
    assert site.get("/settings/reminder.ics").status_code == 404


def test_the_reminder_is_a_file_for_the_persons_own_calendar(site: Site) -> None:
    site.post("/settings/", **{**FIRST, "remind": "on", "reminder": "18:30", "reminder_days": ["we"]})
    assert "/settings/reminder.ics" in site.text("/settings/?saved=1")
    response = site.get("/settings/reminder.ics")
    assert response.headers["Content-Type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert f"{event['dtstart'].dt:%Y-%m-%d %H:%M}" == "2026-03-04 18:30"
    assert event["rrule"]["BYDAY"] == ["WE"]


def test_own_numbers_stand_in_for_the_countrys_everywhere(site: Site) -> None:
    site.post("/settings/", **{**FIRST, "emergency": "+44 20 7946 0000", "advice": "0161 496 0000"})
    text = site.text("/help/")
    assert 'href="tel:+442079460000"' in text
    assert 'href="tel:01614960000"' in text
    assert "tel:999" not in text
    assert "A number of your own stands in" in text
    site.answer("bladder")
    assert 'href="tel:+442079460000"' in site.text("/")


def test_colours_and_size_are_on_every_page_also_on_one_about_a_fault(site: Site) -> None:
    site.post("/settings/", **{**FIRST, "theme": "dark", "text": "large"})
    for address in ("/", "/help/", "/session/", "/about/"):
        assert '<html lang="en-GB" data-theme="dark" data-text="large">' in site.text(address)
    assert 'data-theme="dark" data-text="large"' in site.get("/nothing/").content.decode()
    site.post("/settings/", **FIRST)
    assert '<html lang="en-GB">' in site.text("/")


def test_a_page_about_a_fault_of_the_record_is_shown_all_the_same(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    from ilium.anatomy.errors import StoreError
    from ilium.store.memory import MemoryEventStore

    def fail(*_: object, **__: object) -> None:
        raise StoreError("The record cannot be read.")

    monkeypatch.setattr(MemoryEventStore, "read", fail)
    response = site.get("/")
    assert response.status_code == 503
    assert "The record cannot be read." in response.content.decode()


def test_the_sheet_of_the_next_session_follows_the_settings(site: Site) -> None:
    from ilium.app.session_sheet import session_sheet_now

    site.settle()
    site.post("/settings/", **{**FIRST, "rate": "quick", "locale": "de"})
    sheet = session_sheet_now(site.services.person(), site.clock.now())
    assert (sheet.rate, sheet.emergency, sheet.voice) == (1.2, "112", True)


def test_without_the_figure_the_exercise_pages_name_none(site: Site) -> None:
    assert "data-figure" in site.text("/exercises/si-glute-bridge/")
    site.post("/settings/", **{name: value for name, value in FIRST.items() if name != "figure"})
    assert "data-figure" not in site.text("/exercises/si-glute-bridge/")
