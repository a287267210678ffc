"""The progress page, the summary, what is asked over time, and the steps."""

import re
from datetime import timedelta
from functools import cache

import pytest

from ilium.exercises.loader import load_library
from ilium.library import load_avoided
from ilium.progress.verdict import ALWAYS
from ilium.record.events import (
    ChangeRated,
    Event,
    FunctionRated,
    LegHeavinessRated,
    NextMorningAnswered,
    PainDayRated,
    PlannedBlock,
    ReviewRead,
    RungChosen,
    SessionEvent,
    SessionFinished,
    SessionStarted,
    SessionStopped,
    SetCompleted,
)
from ilium_lab.people.life import kind_of, simulate
from tests.doses import dose_of

from .conftest import MONDAY, Site
from .sessions import SESSION, Told, whole

WEEKS = 12
#: The step of the bridge above the one that everybody begins with.
ABOVE = "press-2x3-both-legs-2x8"


@cache
def life(name: str, days: int) -> tuple[Event, ...]:
    return tuple(simulate(kind_of(name), first=MONDAY - timedelta(minutes=50), days=days, seed=7))


def lived(site: Site, name: str, days: int = 7 * WEEKS) -> None:
    """Let a made-up person have lived up to now."""
    site.happened(*life(name, days))
    site.clock.pass_by(days=days)


class TestProgress:
    def test_says_that_there_is_nothing_yet_on_the_first_day(self, site: Site) -> None:
        text = site.text("/progress/")
        assert "Too early to say." in text and ALWAYS in text

    @pytest.mark.parametrize(
        ("name", "head"),
        [
            ("steady", "Probably better, by an amount most people notice."),
            ("noisy", "No clear change."),
            ("worsening", "Probably worse, by an amount most people notice."),
            ("never-answers", "Too early to say."),
        ],
    )
    def test_tells_each_story(self, site: Site, name: str, head: str) -> None:
        lived(site, name)
        text = site.text("/progress/")
        assert head in text and ALWAYS in text
        assert "What you can do" in text and "How often you did it" in text

    def test_every_chart_has_its_table_and_a_name(self, site: Site) -> None:
        lived(site, "flare")
        text = site.text("/progress/")
        assert len(re.findall(r'<svg viewBox="[^"]*" role="img" aria-label="[^"]{20,}"', text)) == 3 + len(
            load_library().exercises
        )
        assert text.count("<table") == 4
        assert text.count("svg-chart__flare") > 1

    def test_both_sides_are_read_apart(self, site: Site) -> None:
        lived(site, "both-sides")
        text = site.text("/progress/")
        assert "Left side:" in text and "Right side:" in text

    def test_a_long_record_is_shown_by_weeks_when_all_of_it_is_asked_for(self, site: Site) -> None:
        lived(site, "never-answers", days=1)
        rates = [rated(site, day) for day in range(0, 200, 3)]
        site.happened(*rates)
        site.clock.pass_by(days=200)
        assert "mean of a week" not in site.text("/progress/")
        assert "mean of a week" in site.text("/progress/?show=all")

    def test_no_text_holds_a_word_that_we_avoid(self, site: Site) -> None:
        lived(site, "worsening")
        for address in ("/progress/", "/progress/summary/", "/steps/si-glute-bridge/", "/"):
            assert not load_avoided().find(re.sub(r"<[^>]+>", " ", site.text(address))), address


def rated(site: Site, day: int) -> PainDayRated:
    on = MONDAY + timedelta(days=day)
    return PainDayRated(id=site.ids.new(), at=on.isoformat(), day=str(on.date()), average=day % 7, worst=9)


@pytest.mark.parametrize("name", ["both-sides", "pregnant", "hip-replacement"])
def test_the_summary_holds_what_counts(site: Site, name: str) -> None:
    lived(site, name, days=21)
    text = site.text("/progress/summary/")
    for head in ("Pain said to be", "Function", "Done", "Now", ALWAYS):
        assert head in text


class TestAsked:
    @pytest.fixture(autouse=True)
    def _settled(self, site: Site) -> None:
        site.settle()

    def test_own_activities_are_kept_and_offered_again(self, site: Site) -> None:
        fields = {"name_1": "Sitting", "value_1": "4", "name_2": " Stairs  up", "value_2": "0"}
        assert site.post("/progress/ask/activities/", **fields).status_code == 302
        said = site.events()[-1]
        assert isinstance(said, FunctionRated)
        assert [(one.name, one.value) for one in said.activities] == [("Sitting", 4), ("Stairs up", 0)]
        assert 'value="Stairs up"' in site.text("/progress/ask/activities/")

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"name_1": "Sitting"},
            {"value_1": "3"},
            {"name_1": "x" * 81, "value_1": "3"},
            {"name_1": "a", "value_1": "11"},
        ],
    )
    def test_what_is_open_is_said_in_place(self, site: Site, fields: dict[str, str]) -> None:
        assert 'id="errors"' in site.post("/progress/ask/activities/", **fields).content.decode()
        assert not isinstance(site.events()[-1], FunctionRated)

    def test_legs_and_the_overall_change(self, site: Site) -> None:
        site.post("/progress/ask/legs/", left="0", right="5")
        site.post("/progress/ask/overall/", value="-2")
        legs, change = site.events()[-2:]
        assert isinstance(legs, LegHeavinessRated) and (legs.left, legs.right) == (0, 5)
        assert isinstance(change, ChangeRated) and change.value == -2
        assert "Left 0 of 5, right 5 of 5" in site.text("/progress/")

    @pytest.mark.parametrize("value", ["", "6", "-6", "1.5", "x"])
    def test_off_the_scale_is_refused(self, site: Site, value: str) -> None:
        assert 'id="errors"' in site.post("/progress/ask/overall/", value=value).content.decode()

    def test_what_is_due_is_mentioned_once_and_quietly(self, site: Site) -> None:
        assert "/progress/ask/activities/" in site.text("/")
        site.post("/progress/ask/activities/", name_1="Sitting", value_1="4")
        assert "/progress/ask/activities/" not in site.text("/")

    def test_an_unknown_question_is_not_there(self, site: Site) -> None:
        assert site.get("/progress/ask/shoe-size/").status_code == 404


class TestDay:
    @pytest.fixture(autouse=True)
    def _the_day_after(self, site: Site) -> None:
        site.settle()
        site.clock.pass_by(days=1)

    def rated(self, site: Site) -> list[tuple[str, int, int]]:
        return [(one.day, one.average, one.worst) for one in site.events() if isinstance(one, PainDayRated)]

    def test_is_asked_on_today_and_kept(self, site: Site) -> None:
        assert "How was yesterday?" in site.text("/")
        site.post("/morning/", session="", day="2026-03-02", average="3", worst="5", answer="save")
        assert self.rated(site) == [("2026-03-02", 3, 5)]
        assert "How was yesterday?" not in site.text("/")

    def test_is_one_form_with_the_morning_and_may_be_left_out(self, site: Site) -> None:
        site.happened(*whole(site.clock.now() - timedelta(days=1)))
        site.post("/morning/", session=SESSION, day="2026-03-02", pain="3", woken="no", answer="save")
        assert isinstance(site.events()[-1], NextMorningAnswered) and self.rated(site) == []
        assert "How was yesterday?" in site.text("/")

    def test_a_worst_below_the_average_is_refused(self, site: Site) -> None:
        text = site.post(
            "/morning/", session="", day="2026-03-02", average="6", worst="5", answer="save"
        ).content.decode()
        assert "cannot be lower" in text and self.rated(site) == []

    def test_an_answer_about_another_day_is_not_taken(self, site: Site) -> None:
        site.post("/morning/", session="", day="2026-02-20", average="3", worst="5", answer="save")
        assert self.rated(site) == []

    def test_a_second_device_on_the_same_morning_adds_nothing(self, site: Site) -> None:
        for average in ("3", "4"):
            site.post("/morning/", session="", day="2026-03-02", average=average, worst="5", answer="save")
        assert self.rated(site) == [("2026-03-02", 3, 5)]

    def test_can_be_changed_and_both_answers_stay(self, site: Site) -> None:
        site.post("/progress/day/2026-03-02/", average="3", worst="5")
        site.clock.pass_by(days=3)
        site.post("/progress/day/2026-03-02/", average="4", worst="6")
        assert self.rated(site) == [("2026-03-02", 3, 5), ("2026-03-02", 4, 6)]
        assert site.services.person().pain_days["2026-03-02"].average == 4

    @pytest.mark.parametrize("day", ["2026-03-03", "2026-03-04", "2026-02-27", "2026-13-01", "yesterday"])
    def test_no_other_day_can_be_rated(self, site: Site, day: str) -> None:
        assert site.get(f"/progress/day/{day}/").status_code == 404

    def test_can_be_skipped(self, site: Site) -> None:
        site.post("/morning/", session="", day="2026-03-02", answer="skip")
        assert "How was yesterday?" not in site.text("/")

    def test_both_sides_are_asked_where_both_hurt(self, site: Site) -> None:
        site.post("/about-pain/", **{**PROFILE_BOTH})
        site.post("/morning/", session="", day="2026-03-02", left="2", right="5", worst="6", answer="save")
        said = site.events()[-1]
        assert isinstance(said, PainDayRated) and (said.left, said.right, said.average) == (2, 5, 5)


PROFILE_BOTH = {
    "side": "both", "worse": "left", "pain_now": "4", "pain_usual": "5", "surface": "floor", "track": "gradual",
    "voice": "on", "rate": "normal", "guidance": "fades", "sound": "on", "breath": "medium", "readiness": "lead-in",
    "lead_in_seconds": "20", "locale": "gb",
}  # fmt: skip


def did_the_bridge(site: Site) -> None:
    """Do the bridge of the first step in full."""
    tell = Told(site.clock.now())
    block = {"exercise": "si-glute-bridge", "variant": "two-leg"}
    bridge = {**block, "name": "Bridge", "phase": "strengthen", "working_side": "both", "hold_seconds": 1, "rung": 1}
    planned = [PlannedBlock(**bridge, sets=2, repetitions=8)]  # type: ignore[arg-type]
    head = {"programme": "p", "track": "gradual", "side": "right", "mode": "full", "sheet": "s", "pain_before": 2}
    sets = [tell(SetCompleted, block=0, set=n, side="both", repetitions=8, **block) for n in (1, 2)]
    site.happened(tell(SessionStarted, planned=planned, **head), *sets, tell(SessionFinished))


class TestSteps:
    @pytest.fixture(autouse=True)
    def _settled(self, site: Site) -> None:
        site.settle()

    def chosen(self, site: Site) -> list[tuple[str, int | str]]:
        return [(one.exercise, one.level) for one in site.events() if isinstance(one, RungChosen)]

    def test_down_is_taken_at_once_and_today_follows(self, site: Site) -> None:
        assert site.post("/steps/si-glute-bridge/", step="half-both-legs-2x6").status_code == 302
        assert self.chosen(site) == [("si-glute-bridge", "half-both-legs-2x6")]
        assert dose_of("si-glute-bridge", 0) in site.text("/")

    def test_up_is_not_offered_before_a_session_on_the_step(self, site: Site) -> None:
        for _ in range(3):
            site.post("/steps/si-glute-bridge/", step=ABOVE, sure="yes")
        assert self.chosen(site) == []

    def test_up_asks_once(self, site: Site) -> None:
        did_the_bridge(site)
        text = site.post("/steps/si-glute-bridge/", step=ABOVE).content.decode()
        assert "One step up?" in text and self.chosen(site) == []
        site.post("/steps/si-glute-bridge/", step=ABOVE, sure="yes")
        assert self.chosen(site) == [("si-glute-bridge", ABOVE)]

    @pytest.mark.parametrize("step", ["press-5x3-both-legs-2x8", "bridge-4x15", "clam-1x8", "3", "x", ""])
    def test_more_than_one_step_up_is_not_taken(self, site: Site, step: str) -> None:
        site.post("/steps/si-glute-bridge/", step=step, sure="yes")
        assert self.chosen(site) == []

    def test_it_says_where_the_ladder_ends_and_why(self, site: Site) -> None:
        ends = load_library().get("lumbar-roll").ends
        assert ends is not None
        assert ends.say in site.text("/steps/lumbar-roll/") and ends.say in site.text("/exercises/lumbar-roll/")
        assert "It ends at" not in site.text("/steps/si-glute-bridge/")

    def test_the_rung_apart_from_strength_work_is_not_offered(self, site: Site) -> None:
        assert "apart from strength work" not in site.text("/steps/figure-four/")

    def test_an_unknown_exercise_is_not_there(self, site: Site) -> None:
        assert site.get("/steps/press-up/").status_code == 404


class TestToday:
    def test_says_what_changed_and_why(self, site: Site) -> None:
        """Once the morning was told, and until the next session."""
        said = []
        for day in range(1, 15):
            of_day = life("steady", day)[len(life("steady", day - 1)) :]
            site.happened(*(event for event in of_day if not isinstance(event, SessionEvent)))
            said.append("one step up, because the last three sessions" in site.text("/"))
            site.happened(*(event for event in of_day if isinstance(event, SessionEvent)))
            site.clock.pass_by(days=1)
        assert any(said) and not all(said)

    def test_a_review_is_said_with_the_summary_until_it_was_read(self, site: Site) -> None:
        lived(site, "worsening")
        site.answer()
        text = site.text("/")
        assert "Please let somebody look at it." in text and 'href="/progress/summary/"' in text
        for review, since in re.findall(
            r'name="review" value="([^"]+)"><input type="hidden" name="since" value="([^"]+)"', text
        ):
            site.post("/progress/review/", review=review, since=since)
        assert isinstance(site.events()[-1], ReviewRead)
        assert 'name="review"' not in site.text("/")

    def test_a_review_that_does_not_hold_is_not_noted(self, site: Site) -> None:
        site.settle()
        site.post("/progress/review/", review="worse", since="2026-03-02")
        assert not isinstance(site.events()[-1], ReviewRead)

    def test_a_rest_day_is_said_where_nothing_is_due(self, site: Site) -> None:
        site.settle()
        site.happened(*whole(site.clock.now()))
        site.clock.pass_by(days=1)
        text = site.text("/")
        assert "Side plank clam shell: a rest day for it." in text

    def test_an_open_session_can_be_closed_from_another_device(self, site: Site) -> None:
        site.settle()
        site.happened(*whole(site.clock.now())[:3])
        site.post("/close/", session=SESSION)
        assert isinstance(site.events()[-1], SessionStopped)
        assert "A session is not finished." not in site.text("/")
        site.happened(*whole(site.clock.now())[3:])
        assert site.services.person().sessions[0].state == "finished"

    def test_another_session_is_not_closed(self, site: Site) -> None:
        site.settle()
        site.post("/close/", session=SESSION)
        assert not isinstance(site.events()[-1], SessionStopped)


def test_the_traffic_light_is_off_until_somebody_switches_it_on(site: Site) -> None:
    site.settle()
    assert site.services.person().settings.amber == "strict"
    text = site.text("/settings/")
    assert "Switch this on only then." in text
    fields = dict(re.findall(r'<input type="radio" name="(\w+)" value="([^"]+)"[^>]* checked', text))
    site.post(
        "/settings/", **fields, locale="gb", lead_in_seconds="20", amber="on", reminder_days=["mo"], reminder="18:00"
    )
    assert site.services.person().settings.amber == "traffic-light"
