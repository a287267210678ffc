"""What an author writes and what everything reads: names are put in, differences kept, and nothing is said in vain."""

import json
import tomllib
from pathlib import Path

import jsonschema_rs
import pytest

from ilium.anatomy.errors import SpecificationError
from ilium.exercises.finding import Finding
from ilium.exercises.lint import lint_files
from ilium.exercises.loader import SHARED_FILES, library_files, load_library, read_exercise
from ilium.exercises.shared import Shared, read_shared
from ilium.exercises.work import with_rests
from ilium.exercises.written import Written, written_out

SCHEMA = Path(__file__).parents[3] / "docs" / "schema" / "exercise.schema.json"
EXERCISES = sorted(set(library_files()) - set(SHARED_FILES))
OURS = {
    kind: {"source": "ilium-choice", "confidence": "ours"} for kind in ("breath", "variant", "work", "check", "rung")
}
FILES = {
    "poses.toml": """
[pose.flat]
contacts = ["rest seat floor"]
angles = { a = 1, b = 2 }
[pose.bent]
pose = "flat"
angles = { b = 3, c = 4 }
""",
    "views.toml": """
[view.near]
view = "side"
azimuth = 90
elevation = 10
place = "Here."
[gate]
low = { measure = "knee-height", at_most = 0.1 }
""",
    "unsaid.toml": "\n".join(
        f'[{kind}]\nsource = "ilium-choice"\nconfidence = "ours"\n{more}'
        for kind, more in {**dict.fromkeys(OURS, ""), "camera": 'trust = "never"', "form": 'camera = "never"'}.items()
    ),
}
SHARED = read_shared(FILES)


def write(text: str, shared: Shared = SHARED) -> Written:
    return written_out(tomllib.loads(text), "a.toml", shared)


def variants(text: str) -> list[dict[str, object]]:
    found = write(text).table["variant"]
    assert isinstance(found, list)
    return found


# --- poses -------------------------------------------------------------------------------------------------------


def test_a_pose_that_builds_on_another_keeps_its_order_of_angles() -> None:
    """A difference stands where the angle stood, and what is new comes after: clips are known by that order."""
    bent = SHARED.poses.pose["bent"]
    assert bent["contacts"] == ["rest seat floor"] and "pose" not in bent
    assert json.dumps(bent["angles"]) == '{"a": 1, "b": 3, "c": 4}'


def test_a_figure_is_its_pose_but_for_what_it_says() -> None:
    (one,) = variants(
        '[[variant]]\nid = "v"\nfigure = { pose = "bent", contacts = [], angles = { c = 5 }, azimuth = 9 }'
    )
    assert one["figure"] == {"contacts": [], "angles": {"a": 1, "b": 3, "c": 5}, "azimuth": 9}


def test_a_phase_may_name_a_pose() -> None:
    (one,) = variants('[[variant]]\nid = "v"\n[[variant.phase]]\nid = "p"\nfigure = { pose = "flat" }')
    assert one["phase"] == [{"id": "p", "figure": {"contacts": ["rest seat floor"], "angles": {"a": 1, "b": 2}}}]


@pytest.mark.parametrize(
    ("poses", "key", "base"),
    [
        ('[pose.a]\npose = "b"\n[pose.b]\npose = "a"', "pose.a.pose", "b"),
        ('[pose.a]\npose = "a"', "pose.a.pose", "a"),
        ('[pose.a]\npose = "no-such"', "pose.a.pose", "no-such"),
    ],
    ids=["circle", "itself", "unknown"],
)
def test_a_pose_builds_on_an_earlier_one(poses: str, key: str, base: str) -> None:
    with pytest.raises(SpecificationError) as caught:
        read_shared(FILES | {"poses.toml": poses})
    assert (caught.value.file, caught.value.key) == ("poses.toml", key)
    assert caught.value.reason == f"there is no earlier pose '{base}'"


# --- views and gates ---------------------------------------------------------------------------------------------


def test_a_view_and_its_gates_are_put_in() -> None:
    (one,) = variants(
        '[[variant]]\nid = "v"\n[variant.camera]\ntrust = "coarse"\nview = "near"\nelevation = 20\n'
        'start = ["low", { measure = "knee-angle", at_least = 40 }]'
    )
    assert one["camera"] == OURS["variant"] | {
        "trust": "coarse",
        "view": "side",
        "azimuth": 90,
        "elevation": 20,
        "place": "Here.",
        "start": [{"measure": "knee-height", "at_most": 0.1}, {"measure": "knee-angle", "at_least": 40}],
    }


def test_a_view_may_be_said_in_full() -> None:
    (one,) = variants('[[variant]]\nid = "v"\ncamera = { trust = "coarse", view = "feet", azimuth = 5 }')
    assert one["camera"] == OURS["variant"] | {"trust": "coarse", "view": "feet", "azimuth": 5}


@pytest.mark.parametrize(
    ("variant", "key", "reason"),
    [
        ('figure = { pose = "no-such" }', "variant[0].figure.pose", "there is no pose 'no-such'; there are flat, bent"),
        ('camera = { view = "no-such" }', "variant[0].camera.view", "there is no view 'no-such'; there are near"),
        ('camera = { end = ["no-such"] }', "variant[0].camera.end[0]", "there is no gate 'no-such'; there are low"),
        ('like = "v"', "variant[0].like", "there is no earlier variant 'v'"),
        ('like = ["v"]', "variant[0].like", "there is no earlier variant ['v']"),
        ('[[variant.phase]]\nfigure.pose = 3', "variant[0].phase[0].figure.pose", "there is no pose 3"),
    ],
)  # fmt: skip
def test_a_name_that_is_not_there_is_refused_where_it_stands(variant: str, key: str, reason: str) -> None:
    with pytest.raises(SpecificationError) as caught:
        write(f'[[variant]]\nid = "v"\n{variant}')
    assert (caught.value.file, caught.value.key) == ("a.toml", key)
    assert caught.value.reason.startswith(reason)


# --- variants that are like others -------------------------------------------------------------------------------

BASE = """
[[variant]]
id = "easy"
name = "Easy"
position = "supine"
source = "acsm-2009"
confidence = "found"
figure = { pose = "flat" }
[[variant.phase]]
id = "lift"
kind = "move"
seconds = 2
say = "Lift."
figure.angles = { a = 9 }
[[variant.phase]]
id = "lower"
kind = "return"
seconds = 3
[[variant]]
id = "hard"
name = "Hard"
like = "easy"
"""


def test_a_variant_like_another_says_what_differs() -> None:
    """Its id, its name and how far to trust its numbers are its own."""
    easy, hard = variants(BASE)
    assert hard == easy | {"id": "hard", "name": "Hard"} | OURS["variant"]


def test_its_phases_are_listed_and_take_what_they_do_not_say_by_id() -> None:
    _, hard = variants(BASE + '[[variant.phase]]\nid = "lift"\nsay = "Lift high."\n[[variant.phase]]\nid = "rest"')
    lift = {"id": "lift", "kind": "move", "seconds": 2, "say": "Lift high.", "figure": {"angles": {"a": 9}}}
    assert hard["phase"] == [lift, {"id": "rest"}]


def test_variants_build_on_earlier_ones_so_that_there_is_no_circle() -> None:
    text = '[[variant]]\nid = "a"\nlike = "b"\n[[variant]]\nid = "b"\nlike = "a"'
    with pytest.raises(SpecificationError, match=r"variant\[0\].like: there is no earlier variant 'b'"):
        write(text)


# --- what holds unsaid -------------------------------------------------------------------------------------------


def test_a_table_that_names_no_source_is_our_own_choice() -> None:
    table = write('[breath]\nin_seconds = 3\n[[rung]]\nlabel = "x"\n[[form]]\nid = "f"').table
    assert table["breath"] == {"in_seconds": 3} | OURS["breath"]
    assert table["rung"] == [{"level": 0, "label": "x"} | OURS["rung"]]
    assert table["form"] == [{"id": "f", "camera": "never"} | OURS["rung"]]


def test_a_printed_dose_and_a_side_rule_name_their_source() -> None:
    """What the routine is said to print is never taken for granted."""
    assert write("[published]\n[side]").table == {"published": {}, "side": {}}


def test_a_return_ends_where_the_move_began_and_an_exit_at_the_start() -> None:
    phases = [("up", "enter", True), ("draw", "move", True), ("back", "return", False), ("down", "exit", False)]
    text = '[[variant]]\nid = "v"\nfigure = { pose = "flat" }\n' + "\n".join(
        f'[[variant.phase]]\nid = "{name}"\nkind = "{kind}"' + ("\nfigure.angles = { a = 5 }" if moves else "")
        for name, kind, moves in phases
    )
    (one,) = variants(text)
    assert isinstance(one["phase"], list)
    assert [phase["figure"].get("like") for phase in one["phase"]] == [None, None, "up", "start"]
    still = text.replace('kind = "move"\nfigure.angles = { a = 5 }', 'kind = "move"')
    (one,) = variants(still)
    assert isinstance(one["phase"], list)
    assert ["figure" in phase for phase in one["phase"]] == [True, False, False, True]


# --- nothing in vain ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ('figure = { pose = "bent", angles = { a = 1, b = 9 } }', ["variant[0].figure.angles.a"]),
        ('figure = { pose = "flat", contacts = ["rest seat floor"] }', ["variant[0].figure.contacts"]),
        ('camera = { view = "near", azimuth = 90 }', ["variant[0].camera.azimuth"]),
        ('camera = { view = "near", azimuth = 80 }', []),
    ],
)
def test_a_difference_that_changes_nothing_is_told(text: str, keys: list[str]) -> None:
    assert [key for key, _ in write(f'[[variant]]\nid = "v"\n{text}').idle] == keys


def test_what_a_variant_says_as_the_other_does_is_told() -> None:
    text = BASE + 'position = "supine"\n[[variant.phase]]\nid = "lift"\nseconds = 2\n[[variant.phase]]\nid = "lower"'
    keys = [key for key, _ in write(text).idle]
    assert keys == ["variant[1].phase[0].seconds", "variant[1].position", "variant[1].phase"]


def test_the_linter_tells_of_idle_differences_and_unused_names() -> None:
    poses = library_files()["poses.toml"] + '\n[pose.handstand]\npose = "upright"\nangles = { "pelvis.list" = 0 }\n'
    views = library_files()["views.toml"] + "\nunseen = { measure = 'knee-height', at_least = 1 }\n"
    assert lint_files({"/new/poses.toml": poses, "/new/views.toml": views}) == (
        Finding("/new/poses.toml", "pose.handstand", "is named by no exercise"),
        Finding("/new/poses.toml", "pose.handstand.angles.pelvis.list", "says what the pose 'upright' says already"),
        Finding("/new/views.toml", "gate.unseen", "is named by no exercise"),
    )


def test_a_name_is_used_where_an_exercise_that_is_given_uses_it() -> None:
    """A new pose and the exercise that needs it are checked together."""
    poses = library_files()["poses.toml"] + '\n[pose.new]\npose = "knees-bent"\nangles = { "both.hip.flexion" = 53 }\n'
    bridge = library_files()["si-glute-bridge.toml"].replace('pose = "knees-bent"', 'pose = "new"', 1)
    assert lint_files({"poses.toml": poses, "si-glute-bridge.toml": bridge}) == ()


# --- the shipped files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXERCISES)
def test_a_written_out_specification_is_the_same_specification(name: str) -> None:
    """Nothing is lost or doubled when what was put in is read once more."""
    table = written_out(tomllib.loads(library_files()[name]), name, read_shared(library_files())).table
    again = written_out(json.loads(json.dumps(table)), name, SHARED)
    assert again.table == table and not again.used and not again.idle
    library = load_library()
    read = with_rests(library.programme.rest, read_exercise(library_files()[name], name))
    assert read == library.get(name.removesuffix(".toml"))


@pytest.mark.parametrize("name", EXERCISES)
def test_a_file_is_as_the_schema_says(name: str) -> None:
    """Editors help with it: the schema knows names, and what may be left unsaid."""
    schema = jsonschema_rs.validator_for(json.loads(SCHEMA.read_text()))
    assert [error.message for error in schema.iter_errors(tomllib.loads(library_files()[name]))] == []
