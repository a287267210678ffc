"""The linter and the loader, on files that are broken in one way each."""

import pytest

from ilium.anatomy.errors import SpecificationError
from ilium.screening import check_screening, parse_screening

GOOD = """
version = 1
every_days = 28
gap_days = 14
daily_recheck = "Is anything new?"
[reask]
old = "Four weeks have passed."
gap = "Two weeks have passed."
new = "Something is new."
leg = "Something changed in your leg."
brought_in = "A record was brought in."
set_aside = "Something cannot be read."
examined = "Somebody has examined you."
yes_over = "A yes has ended."
held = "This stays until somebody has examined you."
clock = "The clock went back."
clock_minutes = 5
[[page]]
id = "one"
title = "Page one"
intro = "Do these fit?"
[[page.item]]
id = "knee"
ask = "Your knee hurts"
because = "We take the twist off."
level = "changes"
changes = ["pad-knee"]
source = "ilium-choice"
[[page.item]]
id = "arm"
ask = "Your arm hurts"
because = "You lie down for it."
level = "changes"
sided = true
side_changes = ["clam"]
source = "ilium-choice"
[[page.item]]
id = "needle"
ask = "An injection"
because = "It needs two days."
level = "pause"
pause_hours = 48
source = "ilium-choice"
[[page]]
id = "two"
title = "Page two"
intro = "Do these fit?"
lead = "Is it long?"
[[page.count_rule]]
at_least = 1
say = "Tell your doctor."
source = "ilium-choice"
[[page.item]]
id = "young"
ask = "It began early"
because = "It often does."
source = "ilium-choice"
[[advice]]
level = "emergency"
title = "Now"
do = ["Call {emergency}."]
line = "emergency"
[[advice]]
level = "same-day"
title = "Today"
do = ["Call {advice}."]
line = "advice"
[[advice]]
level = "clinician"
title = "Ask first"
do = ["Ask."]
line = "none"
[[advice]]
level = "pause"
title = "Not today"
do = ["Come back."]
line = "none"
[[advice]]
level = "changes"
title = "You can start, with these changes"
do = ["Go on."]
line = "none"
[[advice]]
level = "note"
title = "You can start gently"
do = ["Go on."]
line = "none"
[[locale]]
id = "gb"
name = "United Kingdom"
emergency = "999"
advice = "111"
"""
CHANGES = {"pad-knee": False, "clam": True}
KNEE = 'ask = "Your knee hurts"'

BAD = {
    "not TOML": ("version = 1", "version = ", "$", "Invalid value"),
    "missing key": ('daily_recheck = "Is anything new?"', "", "$", "missing required field `daily_recheck`"),
    "unknown key": (KNEE, KNEE + "\nurgent = true", "page[0].item[0]", "unknown field `urgent`"),
    "wrong type": ("every_days = 28", 'every_days = "28"', "every_days", "Expected `int`"),
    "unknown level": ('level = "pause"\npause', 'level = "later"\npause', "page[0].item[2].level", "'later'"),
    "unknown line": ('line = "emergency"', 'line = "shout"', "advice[0].line", "'shout'"),
    "no days": ("every_days = 28", "every_days = 0", "every_days", "not above 0"),
    "no slack": ("clock_minutes = 5", "clock_minutes = 0", "reask.clock_minutes", "not above 0"),
    "item twice": ('id = "arm"', 'id = "knee"', "item", "'knee' is there twice"),
    "page twice": ('id = "two"', 'id = "one"', "page", "'one' is there twice"),
    "advice twice": ('level = "note"', 'level = "changes"', "advice", "'changes' is there twice"),
    "empty ask": (KNEE, 'ask = " "', "page[0].item[0].ask", "says nothing"),
    "empty because": ('because = "It needs two days."', 'because = ""', "page[0].item[2].because", "says nothing"),
    "no source": (
        '["pad-knee"]\nsource = "ilium-choice"',
        '["pad-knee"]\nsource = "x"',
        "page[0].item[0].source",
        "no source 'x'",
    ),
    "rule source": (
        'doctor."\nsource = "ilium-choice"',
        'doctor."\nsource = "x"',
        "page[1].count_rule[0].source",
        "no source",
    ),
    "approvable change": (KNEE, KNEE + "\napprovable = true", "page[0].item[0].approvable", "only clinician items"),
    "sided without side changes": (KNEE, KNEE + "\nsided = true", "page[0].item[0].sided", "has side_changes"),
    "side changes without sided": ("sided = true\n", "", "page[0].item[1].sided", "no other item has"),
    "changes of an emergency": (
        'level = "changes"\nchanges',
        'level = "emergency"\nchanges',
        "page[0].item[0].changes",
        "may change the plan",
    ),
    "changes of an unapprovable clinician item": (
        'level = "changes"\nchanges',
        'level = "clinician"\nchanges',
        "page[0].item[0].changes",
        "may change the plan",
    ),
    "changes nothing": ('changes = ["pad-knee"]', "", "page[0].item[0].changes", "changes something"),
    "months without a yes": (KNEE, KNEE + "\nyes_months = 6", "page[0].item[0].yes_months", "only approvable"),
    "months below none": (
        'level = "changes"\nchanges',
        'level = "clinician"\napprovable = true\nyes_months = -1\nchanges',
        "page[0].item[0].yes_months",
        "below 0",
    ),
    "remembered emergency": (
        'level = "changes"\nchanges = ["pad-knee"]',
        'level = "emergency"\nremembers = true',
        "page[0].item[0].remembers",
        "asked in full every time",
    ),
    "remembered same-day item": (
        'level = "changes"\nchanges = ["pad-knee"]',
        'level = "same-day"\nremembers = true',
        "page[0].item[0].remembers",
        "asked in full every time",
    ),
    "remembered pause": (
        "pause_hours = 48",
        "pause_hours = 48\nremembers = true",
        "page[0].item[2].remembers",
        "in full",
    ),
    "optional page that limits": (
        'intro = "Do these fit?"\n[[page.item]]\nid = "knee"',
        'intro = "Do these fit?"\noptional = true\n[[page.item]]\nid = "knee"',
        "page[0].optional",
        "only notes",
    ),
    "optional page behind a lead": (
        'lead = "Is it long?"',
        'lead = "Is it?"\noptional = true',
        "page[1].optional",
        "only notes",
    ),
    "safe in what is not meant": (KNEE, KNEE + '\nbut = "A safe knee"', "page[0].item[0].but", "avoided word 'safe'"),
    "pause without hours": ("pause_hours = 48", "", "page[0].item[2].pause_hours", "hours above 0"),
    "hours without pause": (KNEE, KNEE + "\npause_hours = 3", "page[0].item[0].pause_hours", "no other item has"),
    "red flag behind a lead": (
        'ask = "It began early"',
        'ask = "It began early"\nlevel = "clinician"',
        "page[1].lead",
        "only notes and counted items",
    ),
    "counted item without a rule": ('level = "pause"\npause_hours = 48', "", "page[0].count_rule", "need a count rule"),
    "rule that cannot be met": ("at_least = 1", "at_least = 2", "page[1].count_rule[0].at_least", "2 items"),
    "rule that is always met": ("at_least = 1", "at_least = 0", "page[1].count_rule[0].at_least", "0 items"),
    "page that asks nothing": (
        '[[advice]]\nlevel = "emergency"',
        '[[page]]\nid = "x"\ntitle = "X"\nintro = "X"\nitem = []\n[[advice]]\nlevel = "emergency"',
        "page[2].item",
        "asks something",
    ),
    "advice missing": (
        '[[advice]]\nlevel = "pause"\ntitle = "Not today"\ndo = ["Come back."]\nline = "none"',
        "",
        "advice",
        "no advice for level 'pause'",
    ),
    "advice without words": ('do = ["Come back."]', "do = []", "advice[3].do", "nothing to do"),
    "emergency without number": ("Call {emergency}.", "Call someone.", "advice[0].do", "must say {emergency}"),
    "same day without number": ("Call {advice}.", "Call someone.", "advice[1].do", "must say {advice}"),
    "emergency with the wrong line": ('line = "emergency"', 'line = "advice"', "advice[0].line", "does not fit"),
    "unknown placeholder": ("Come back.", "Call {friend}.", "advice[3].do[0]", "unknown placeholder"),
    "placeholder in a question": (KNEE, 'ask = "Call {emergency}"', "page[0].item[0].ask", "unknown placeholder"),
    "stray brace": (KNEE, 'ask = "Your knee } hurts"', "page[0].item[0].ask", "unknown placeholder"),
    "no country": (GOOD, "locale = []" + GOOD[: GOOD.index("[[locale]]")], "locale", "no country"),
    "country without number": ('emergency = "999"', 'emergency = ""', "locale[0].emergency", "says nothing"),
    "side in a question": (KNEE, 'ask = "Your left knee hurts"', "page[0].item[0].ask", "names a side: 'left'"),
    "side in an intro": ("Do these fit?", "Start right now.", "page[0].intro", "names a side: 'right'"),
    "safe": (KNEE, 'ask = "Is it safe"', "page[0].item[0].ask", "avoided word 'safe'"),
    "treat": ("It often does.", "We treat it.", "page[1].item[0].because", "avoided word 'treat'"),
    "diagnosed": ("Page one", "Diagnosed with", "page[0].title", "avoided word 'Diagnosed'"),
    "all clear": ("You can start gently", "You are clear", "advice[5].title", "avoided word 'You are clear'"),
    "unstable": ("Is it long?", "Is it unstable?", "page[1].lead", "avoided word 'unstable'"),
    "correct": ("Tell your doctor.", "That is correct.", "page[1].count_rule[0].say", "avoided word 'correct'"),
    "cured": ("Is anything new?", "Are you cured?", "daily_recheck", "avoided word 'cured'"),
    "misaligned": ("Something is new.", "It is misaligned.", "reask.new", "avoided word 'misaligned'"),
    "far too long": (KNEE, f'ask = "{"very " * 41}sore"', "page[0].item[0].ask", "longer than 40 words"),
}


def test_the_good_file_is_good() -> None:
    assert check_screening(parse_screening(GOOD, "good.toml"), CHANGES) == ()


@pytest.mark.parametrize("name", BAD)
def test_a_broken_file_is_refused_with_file_key_and_reason(name: str) -> None:
    old, new, key, reason = BAD[name]
    assert old in GOOD
    with pytest.raises(SpecificationError) as caught:
        parse_screening(GOOD.replace(old, new, 1), "bad.toml")
    assert (caught.value.file, caught.value.key) == ("bad.toml", key)
    assert reason in caught.value.reason


@pytest.mark.parametrize(
    ("changes", "key", "reason"),
    [
        ({"clam": True}, "page[0].item[0].changes", "no change 'pad-knee'"),
        ({"pad-knee": False}, "page[0].item[1].changes", "no change 'clam'"),
        ({"pad-knee": True, "clam": True}, "page[0].item[0].changes", "'pad-knee' belongs in side_changes"),
        ({"pad-knee": False, "clam": False}, "page[0].item[1].changes", "'clam' belongs in changes"),
    ],
)
def test_changes_must_exist_and_agree_about_sides(changes: dict[str, bool], key: str, reason: str) -> None:
    found = check_screening(parse_screening(GOOD, "good.toml"), changes, file="good.toml")
    assert [(finding.file, finding.key, finding.reason) for finding in found] == [("good.toml", key, reason)]


def test_all_findings_are_reported_at_once() -> None:
    good = parse_screening(GOOD, "good.toml")
    found = check_screening(good, {})
    assert [finding.key for finding in found] == ["page[0].item[0].changes", "page[0].item[1].changes"]
