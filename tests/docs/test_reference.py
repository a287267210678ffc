"""The reference is complete and up to date: commands, options, events, exercises, settings."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import dev
import ilium_lab.cli as lab
from ilium import cli
from ilium.exercises.loader import load_library
from ilium.record.events import Event
from tests.docs.pages import DOCS, ROOT, read
from tools import reference


def parsers(parser: argparse.ArgumentParser, called: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    yield called, parser
    for word, (child, _) in reference.subcommands(parser).items():
        yield from parsers(child, f"{called} {word}")


COMMANDS = dict(
    [
        *parsers(cli.parser(), "ilium"),
        *parsers(dev.parser(), "python3 dev.py"),
        *parsers(lab.parser(), "python3 dev.py lab"),
    ]
)


def test_the_pages_are_as_the_code_says() -> None:
    """`python3 dev.py generate` would change nothing."""
    assert reference.stale() == []


def test_a_changed_or_missing_page_is_noticed(tmp_path: Path) -> None:
    """The check can fail."""
    assert set(reference.stale(tmp_path)) == {"commands.md", "events.md", "exercises.md"}
    (tmp_path / "events.md").write_text(reference.events_page() + "\n")
    assert "events.md" in reference.stale(tmp_path)


@pytest.mark.parametrize("called", COMMANDS)
def test_every_command_and_option_is_documented(called: str) -> None:
    """Each has its heading, each option its row, and each says what it does."""
    page = read(DOCS / "reference" / "commands.md")
    assert f"# `{called}`\n" in page
    parser = COMMANDS[called]
    for action in reference.shown(parser):
        assert action.help, f"{called}: {action.dest} does not say what it does"
        assert all(option in page for option in action.option_strings)


def test_every_command_says_what_it_is_for() -> None:
    """One line in the help of the command above it."""
    for called, parser in COMMANDS.items():
        assert all(about for _, about in reference.subcommands(parser).values()), called


def test_every_event_and_field_is_documented() -> None:
    """What the record may hold stands on one page."""
    sections = read(DOCS / "reference" / "events.md").split("\n## ")
    for kind in get_args(Event):
        tag = kind.__struct_config__.tag
        own = set(kind.__struct_fields__) - set(kind.__mro__[1].__struct_fields__)
        section = next((one for one in sections if one.startswith(f"`{tag}`")), None)
        assert section is not None, f"{tag} is not documented"
        assert {field for field in own if f"`{field}`" not in section} == set(), tag


def test_every_exercise_rung_and_variant_is_documented() -> None:
    """With its source and how far to trust it."""
    page = read(DOCS / "reference" / "exercises.md")
    for exercise in load_library().exercises:
        section = page.partition(f"\n`{exercise.id}` · ")[2].partition("\n## ")[0]
        assert {variant.id for variant in exercise.variant if f"`{variant.id}`" not in section} == set()
        assert {rung.level for rung in exercise.rung if f"\n| {rung.level} | " not in section} == set()


def test_every_environment_variable_is_documented() -> None:
    """Whatever the code asks the environment for stands in docs/settings.md."""
    folders = (ROOT / "src" / "ilium", ROOT / "lab", ROOT / "tools")
    files = [*(file for folder in folders for file in folder.rglob("*.py")), ROOT / "dev.py"]
    asked = {
        found for file in files for found in re.findall(r"environ(?:\.get\(|\.setdefault\(|\[)\"(\w+)\"", read(file))
    }
    assert "ILIUM_DATA" in asked
    assert {variable for variable in asked if f"`{variable}`" not in read(DOCS / "settings.md")} == set()
