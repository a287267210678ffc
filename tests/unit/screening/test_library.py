"""The screening file that Ilium ships: what it asks, and how it says it."""

import re
import tomllib
from importlib import resources

import pytest

from ilium.anatomy.errors import AnswerError
from ilium.library import load_avoided
from ilium.screening import Level, Screening, check_screening, find_locale, in_locale, load_screening

SCREENING = load_screening()
ITEMS = [item for page in SCREENING.page for item in page.item]


def known_changes() -> dict[str, bool]:
    """Return the changes of the exercises, and whether each has a side."""
    text = resources.files("ilium.exercises").joinpath("library", "changes.toml").read_text(encoding="utf-8")
    return {change["id"]: change.get("sided", False) for change in tomllib.loads(text)["change"]}


def texts() -> list[str]:
    """Return every text that a person may read, with the numbers of every country."""
    asked = [text for item in ITEMS for text in (item.ask, item.but, item.explain, item.because)]
    framing = [text for page in SCREENING.page for text in (page.title, page.intro, page.lead)]
    rules = [rule.say for page in SCREENING.page for rule in page.count_rule]
    told = [line for advice in SCREENING.advice for here in SCREENING.locale for line in in_locale(advice, here).do]
    reask = SCREENING.reask
    return [*asked, *framing, *rules, *told, SCREENING.daily_recheck, reask.old, reask.gap, reask.new, reask.clock]


def test_the_linter_finds_nothing_and_every_change_exists() -> None:
    assert check_screening(SCREENING, known_changes()) == ()


def test_there_are_nine_pages_of_which_the_last_may_be_left_out_and_62_items() -> None:
    assert [page.optional for page in SCREENING.page] == [False] * 8 + [True]
    assert len(ITEMS) == 62


def test_the_emergencies_are_those_of_the_reference() -> None:
    assert {item.id for item in ITEMS if item.level is Level.EMERGENCY} == {
        *("saddle-numb", "wipe-different", "bladder", "bowel", "sex", "both-legs"),
        *("tearing-pain", "chest"),
        *("pregnant-bleeding", "pregnant-unwell"),
    }


def test_the_same_day_items_are_those_of_the_reference() -> None:
    assert {item.id for item in ITEMS if item.level is Level.SAME_DAY} == {
        *("both-thighs", "weak-foot", "calf", "beating-lump", "fever", "infection-risk", "urine"),
        *("hard-fall", "small-knock"),
    }


def test_emergencies_are_asked_first() -> None:
    assert [page.id for page in SCREENING.page[:2]] == ["nerves", "circulation"]


def test_only_what_cannot_become_untrue_again_is_remembered() -> None:
    assert {item.id for item in ITEMS if item.remembers} == {
        *("cancer", "osteoporosis", "spine-fracture", "hip-back", "hip-front", "fusion-old", "bendy"),
        *("young-start", "family", "swollen-joints", "sore-tendons", "psoriasis", "eye-or-bowel"),
    }


def test_a_yes_to_what_may_grow_or_pass_is_asked_for_every_time() -> None:
    assert {item.id for item in ITEMS if item.approvable and not item.yes_months} == {
        *("night-pain", "weight-loss", "sore-step", "pregnant", "birth-recent", "other-operation")
    }


def test_every_item_is_explained_for_who_is_not_sure() -> None:
    assert [item.id for item in ITEMS if not item.explain] == []


def test_ids_can_stand_in_an_event() -> None:
    ids = [item.id for item in ITEMS] + [page.id for page in SCREENING.page] + [here.id for here in SCREENING.locale]
    assert [name for name in ids if not re.fullmatch(r"[a-z0-9][a-z0-9._:-]{0,79}", name)] == []


def test_no_text_says_what_we_avoid() -> None:
    assert [text for text in texts() if load_avoided().find(text)] == []


@pytest.mark.parametrize("phrase", ["fault", "{"])
def test_no_text_blames_or_shows_its_placeholders(phrase: str) -> None:
    assert [text for text in texts() if phrase in text.lower()] == []


def test_sentences_are_short_enough_for_reading_aloud() -> None:
    sentences = [sentence for text in texts() for sentence in re.split(r"(?<=[.?!:])\s", text)]
    assert [sentence for sentence in sentences if len(sentence.split()) > 27] == []


def test_leave_to_start_says_so_without_a_promise() -> None:
    titles = {advice.level: advice.title for advice in SCREENING.advice}
    assert titles[Level.CHANGES] == "You can start, with these changes"
    for advice in SCREENING.advice:
        if advice.level in (Level.CHANGES, Level.NOTE):
            assert "Nothing you ticked stops you starting gently." in advice.do[0]
            assert "cannot find everything" in " ".join(advice.do)


@pytest.mark.parametrize(
    ("locale", "number"), [("gb", "999"), ("us", "911"), ("eu", "112"), ("au", "000"), ("nz", "111")]
)
def test_an_emergency_names_the_number_of_the_country(locale: str, number: str) -> None:
    emergency = next(advice for advice in SCREENING.advice if advice.level is Level.EMERGENCY)
    said = in_locale(emergency, find_locale(SCREENING, locale))
    assert said.do[0] == f"Call {number} now or go to the nearest emergency department. Take someone with you."


def test_an_unknown_country_is_refused_by_name() -> None:
    with pytest.raises(AnswerError, match="unknown country 'xx'; there are gb, ie, us"):
        find_locale(SCREENING, "xx")


def test_a_word_against_worry_says_when_to_stop() -> None:
    [fear] = [item for item in ITEMS if item.id == "fear-moving"]
    assert "Sharp or spreading pain still means stop." in fear.because


def test_it_is_loaded_once(screening: Screening) -> None:
    assert screening is load_screening()


def test_the_daily_question_is_one_question_and_its_examples() -> None:
    """Nothing of the sentence is lost where a page shows it in two lines."""
    question, examples = SCREENING.daily_question
    assert question == "Is anything new since last time?" and examples.startswith("For example")
    assert f"{question} {examples}" == SCREENING.daily_recheck
