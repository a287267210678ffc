"""Words mirror; broken text breaks nothing else."""

from hypothesis import example, given
from hypothesis import strategies as st

from ilium.anatomy import Side
from ilium.anatomy.errors import SpecificationError
from ilium.exercises.finding import texts
from ilium.exercises.lint import lint_files
from ilium.exercises.loader import library_files, load_library, read_exercise
from ilium.exercises.words import render, seconds_to_say

LINES = sorted({text.words for exercise in load_library().exercises for text in texts(exercise) if text.words})
SWAP = {"left": "right", "right": "left"}
PIECES = ["[", "]", "[[rung]]", "=", "\n", '"', "'", "nan", "-1", "true", "\x00", "{working.knee}", "\ud800", ""]


def swapped(text: str) -> str:
    return " ".join(SWAP.get(word, word) for word in text.split(" "))


@given(st.sampled_from(LINES), st.sampled_from(Side))
def test_the_other_side_says_the_same_with_sides_swapped(line: str, working: Side) -> None:
    assert render(line, working.opposite) == swapped(render(line, working))


@given(st.sampled_from(LINES), st.sampled_from(LINES))
def test_saying_two_lines_takes_as_long_as_both(one: str, other: str) -> None:
    both = seconds_to_say(f"{one} {other}", 2.5)
    assert abs(both - seconds_to_say(one, 2.5) - seconds_to_say(other, 2.5)) < 0.02


@given(st.text(), st.sampled_from([None, *Side]))
@example("{working.knee}", None)
@example("{working.}", Side.LEFT)
def test_any_text_renders_or_raises_a_specification_error(text: str, working: Side | None) -> None:
    try:
        assert "{" not in render(text, working)
    except SpecificationError as error:
        assert error.reason


@given(st.one_of(st.text(), st.binary()))
def test_any_content_is_read_or_raises_a_specification_error(content: str | bytes) -> None:
    try:
        read_exercise(content, "a.toml")
    except SpecificationError as error:
        assert error.file == "a.toml" and error.key


@given(st.sampled_from(sorted(library_files())), st.integers(0, 20_000), st.integers(0, 30), st.sampled_from(PIECES))
def test_a_spoiled_file_never_breaks_the_linter(name: str, start: int, length: int, piece: str) -> None:
    text = library_files()[name]
    start %= len(text)
    findings = lint_files({name: text[:start] + piece + text[start + length :]})
    assert all(finding.file == name and finding.reason for finding in findings)
