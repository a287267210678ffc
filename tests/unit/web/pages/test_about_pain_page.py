"""About the pain, and the country of the numbers."""

import re

import pytest

from ilium.app.profile import SPOTS
from ilium.app.session_sheet import todays_plan
from ilium.record.events import Event, PainReported, ProfileChanged, SessionStopped, SetCompleted, Settings

from .conftest import PROFILE, Site
from .sessions import Told, started


def profile(site: Site) -> ProfileChanged:
    said = site.events()[-1]
    assert isinstance(said, ProfileChanged)
    return said


def settings(site: Site) -> Settings:
    return site.services.person().settings


def chosen_inputs(text: str) -> list[str]:
    return [part.partition(">")[0] for part in text.split("<input") if " checked" in part.partition(">")[0]]


def test_shows_everything_with_nothing_chosen_about_the_pain(site: Site) -> None:
    text = site.text("/about-pain/")
    assert all(spot.words in text for spot in SPOTS)
    assert text.count('name="pain_now"') == 11
    chosen = " ".join(chosen_inputs(text))
    assert not any(f'name="{name}"' in chosen for name in ("side", "pain_now", "pain_usual", "finger", "surface"))
    assert 'value="gradual"' in chosen


def test_says_what_is_doubtful_about_the_published_amounts(site: Site) -> None:
    text = site.text("/about-pain/")
    assert "<strong>Lumbar roll:</strong>" in text
    assert "<strong>Figure four:</strong>" in text


def test_records_what_was_said(site: Site) -> None:
    assert site.post("/about-pain/", **PROFILE, finger="tailbone").headers["Location"] == "/"
    said = profile(site)
    assert (said.side, said.worse, said.finger, said.pain_now, said.pain_usual) == ("right", None, "tailbone", 4, 5)
    assert settings(site) == Settings(locale="gb")


def test_how_to_be_guided_is_recorded_as_settings_and_only_when_it_changes(site: Site) -> None:
    for _ in range(2):
        site.post("/about-pain/", **{**PROFILE, "breath": "slow", "rate": "quick", "lead_in_seconds": "45"})
    assert (settings(site).breath, settings(site).rate, settings(site).lead_in_seconds) == ("slow", "quick", 45)
    assert [event.__struct_config__.tag for event in site.events()] == [
        "settings-changed", "profile-changed", "profile-changed",
    ]  # fmt: skip


def test_an_unticked_voice_is_off(site: Site) -> None:
    site.post("/about-pain/", **{key: value for key, value in PROFILE.items() if key != "voice"})
    assert not settings(site).voice


def test_both_sides_ask_which_is_worse(site: Site) -> None:
    text = site.post("/about-pain/", **{**PROFILE, "side": "both"}).content.decode()
    assert 'href="#field_worse"' in text
    site.post("/about-pain/", **{**PROFILE, "side": "both"}, worse="left")
    assert profile(site).worse == "left"
    site.post("/about-pain/", **{**PROFILE, "side": "both"}, worse="same")
    assert profile(site).worse is None


def test_a_worse_side_is_left_out_where_one_side_hurts(site: Site) -> None:
    site.post("/about-pain/", **PROFILE, worse="left")
    assert profile(site).worse is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("side", "middle"),
        ("side", ""),
        ("pain_now", "11"),
        ("pain_now", "-1"),
        ("pain_now", "4.5"),
        ("pain_now", "nan"),
        ("pain_usual", ""),
        ("surface", "ceiling"),
        ("track", "fast"),
        ("breath", "none"),
        ("rate", "hasty"),
        ("readiness", "shout"),
        ("lead_in_seconds", "100000"),
        ("lead_in_seconds", "x"),
        ("locale", "zz"),
        ("finger", "nose"),
    ],
)
def test_bad_input_is_an_error_in_place_and_nothing_is_lost(site: Site, name: str, value: str) -> None:
    text = site.post("/about-pain/", **{**PROFILE, name: value}).content.decode()
    assert f'href="#field_{name}"' in text
    assert f'id="field_{name}"' in text
    kept = "pain_usual" if name == "pain_now" else "pain_now"
    assert f'name="{kept}" value="{PROFILE[kept]}"' in text.replace(" checked", "")
    assert text.count(" checked") >= 6
    assert site.events() == []


def test_an_error_in_the_folded_part_opens_it(site: Site) -> None:
    assert '<details class="settings" open>' in site.post("/about-pain/", **{**PROFILE, "breath": "x"}).content.decode()
    assert '<details class="settings">' in site.post("/about-pain/", **{**PROFILE, "side": "x"}).content.decode()


def test_is_shown_again_as_it_was_said(site: Site) -> None:
    site.post("/about-pain/", **{**PROFILE, "track": "published", "side": "unsure"})
    chosen = " ".join(chosen_inputs(site.text("/about-pain/")))
    assert all(f'value="{value}"' in chosen for value in ("unsure", "published", "none", "same"))


def test_the_country_is_guessed_from_the_browsers_language(site: Site) -> None:
    assert "tel:911" in site.get("/help/", accept_language="en-US,en;q=0.9").content.decode()
    assert "tel:112" in site.get("/help/", accept_language="de-DE").content.decode()
    assert "tel:999" in site.get("/help/", accept_language="tlh").content.decode()


def test_a_chosen_country_is_kept_before_and_after_the_profile(site: Site) -> None:
    assert site.post("/country/", country="de", next="/help/").headers["Location"] == "/help/"
    assert "tel:116117" in site.text("/help/")
    site.post("/about-pain/", **PROFILE)
    site.post("/country/", country="us", next="/help/")
    assert settings(site).locale == "us"
    assert site.services.person().profile is not None
    assert "tel:911" in site.text("/help/")


def test_an_unknown_country_changes_nothing(site: Site) -> None:
    site.post("/country/", country="zz", next="/help/")
    assert site.events() == []


@pytest.mark.parametrize("address", ["https://example.org/", "//example.org/", "/\\example.org", "", "/no-such-page/"])
def test_the_way_back_is_always_our_own(site: Site, address: str) -> None:
    location = site.post("/country/", country="gb", next=address).headers["Location"]
    assert location == "/"


def test_what_is_left_out_stays_so_and_is_said_when_the_track_is_changed(site: Site) -> None:
    """After symptoms down the leg twice, another track and another side bring nothing back."""
    site.settle()
    for number in (1, 2):
        site.happened(*symptoms_down_the_leg(site, f"0192c0de-0000-7000-9000-00000000000{number}"))
        site.clock.pass_by(days=8)
    site.answer()
    assert "left out for now" in site.text("/")
    for change in ({"track": "published"}, {"side": "left"}, {"track": "gradual"}):
        text = site.post("/about-pain/", **{**PROFILE, **change}).content.decode()
        assert "stays left out" in text and "Lumbar roll" in text and "when a clinician says yes" in text
        plan = todays_plan(site.services.person(), site.clock.now()).plan
        assert "lumbar-roll" not in {block.exercise for block in plan.blocks} and plan.blocks


def symptoms_down_the_leg(site: Site, session: str) -> list[Event]:
    tell = Told(site.clock.now(), session)
    done = {"block": 0, "set": 1, "side": "right", "exercise": "lumbar-roll", "variant": "lumbar-roll"}
    hurt = {"moment": "during", "value": 4, "quality": "down-leg", "outcome": "leg-symptoms"}
    return [
        started(tell),
        tell(SetCompleted, repetitions=3, **done),
        tell(PainReported, block=0, exercise="lumbar-roll", **hurt),
        tell(SessionStopped, why="leg-symptoms"),
    ]


PRINTED = PROFILE | {"track": "published"}


def test_the_printed_track_asks_how_much_of_each_printed_range(site: Site) -> None:
    """Three or four sets of ten to fifteen, at the lower end first; the stretches have one number and no choice."""
    text = site.text("/about-pain/")
    for exercise in ("si-glute-bridge", "side-plank-clam-shell"):
        options = re.findall(r'<option value="([0-9]+)"( selected)?', select(text, f"repetitions-{exercise}"))
        assert [int(number) for number, _ in options] == list(range(10, 16))
        assert [number for number, chosen in options if chosen] == ["10"]
        assert re.findall(r'value="([0-9]+)"', select(text, f"sets-{exercise}")) == ["3", "4"]
    assert "sets-lumbar-roll" not in text and "sets-figure-four" not in text


def select(text: str, name: str) -> str:
    return text.partition(f'<select name="{name}"')[2].partition("</select>")[0]


def test_what_was_chosen_within_the_range_is_kept_shown_and_planned(site: Site) -> None:
    site.settle(track="published", **{"sets-si-glute-bridge": "4", "repetitions-si-glute-bridge": "12"})
    person = site.services.person()
    assert person.profile is not None
    said = {name: (one.sets, one.repetitions) for name, one in person.profile.printed.items()}
    assert said == {"si-glute-bridge": (4, 12), "side-plank-clam-shell": (3, 10)}
    doses = {b.exercise: (b.sets, b.repetitions) for b in todays_plan(person, site.clock.now()).plan.blocks}
    assert doses["si-glute-bridge"] == (4, 12)
    assert "4 sets of 12" in site.text("/")
    assert '<option value="12" selected>' in select(site.text("/about-pain/"), "repetitions-si-glute-bridge")


@pytest.mark.parametrize("number", ["9", "16", "x", "-10"])
def test_nothing_outside_the_printed_range_is_taken(site: Site, number: str) -> None:
    text = site.post("/about-pain/", **PRINTED, **{"repetitions-si-glute-bridge": number}).content.decode()
    assert "Choose a number from 10 to 15." in text
    assert site.events() == []


def test_on_the_gradual_track_nothing_of_it_is_kept(site: Site) -> None:
    site.post("/about-pain/", **PROFILE, **{"repetitions-si-glute-bridge": "12"})
    assert profile(site).printed == {}
