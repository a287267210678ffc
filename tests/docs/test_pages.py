"""The documents hold what they promise: links lead somewhere, names exist, examples run."""

import ast
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import dev
import ilium_lab.cli as lab
from ilium import cli
from tests.docs.pages import DOCS, PAGES, ROOT, Block, anchors, blocks, name, prose, read, targets
from tools import reference

BLOCKS = [block for page in PAGES for block in blocks(page)]
#: The recipe is followed by a test of its own.
RECIPE = DOCS / "add-an-exercise.md"
SHELL = [block for block in BLOCKS if block.language == "sh" and block.runs and block.page != RECIPE]
PYTHON = [block for block in BLOCKS if block.language == "python" and block.runs]
PICTURE_BYTES = 150_000


# --- links -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_and_pictures_are_there(page: Path) -> None:
    """Every relative link names a file, and every anchor a heading of it."""
    for target in targets(page):
        if target.startswith("https://"):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        assert file.is_file(), f"{name(page)} links to {target}, which is not there"
        assert file.is_relative_to(ROOT)
        assert not anchor or anchor in anchors(file), f"{name(page)} links to {target}: no such heading"


def test_pictures_are_small_and_used() -> None:
    """A picture nobody shows, or one that is heavy, does not belong into the repository."""
    shown = {(page.parent / target).resolve() for page in PAGES for target in targets(page)}
    pictures = sorted((DOCS / "pictures").iterdir())
    assert pictures
    assert [picture.name for picture in pictures if picture not in shown] == []
    assert [picture.name for picture in pictures if picture.stat().st_size > PICTURE_BYTES] == []


def test_the_index_names_every_document() -> None:
    """One line each, and none is forgotten."""
    linked = {(DOCS / target).resolve() for target in targets(DOCS / "index.md")}
    documents = {*DOCS.rglob("*.md"), *DOCS.rglob("*.schema.json"), ROOT / "CONTRIBUTING.md"} - {DOCS / "index.md"}
    assert {file.relative_to(ROOT).as_posix() for file in documents - linked} == set()
    lines = [line for line in read(DOCS / "index.md").split("\n") if "](" in line]
    assert all(line.startswith("* [") and "): " in line for line in lines)


# --- blocks that run -------------------------------------------------------------------------------------------------


def test_every_block_has_a_language_that_says_whether_it_runs() -> None:
    """A block without a language is a picture or output; every other is one that we know what to do with."""
    assert {block.language for block in BLOCKS} <= {"", "sh", "python", "toml", "json", "text"}


def commands(block: Block) -> list[str]:
    """Return the commands of a block, without comments."""
    lines = block.text.replace("\\\n", " ").split("\n")
    return [" ".join(shlex.split(line, comments=True)) for line in lines if shlex.split(line, comments=True)]


@pytest.mark.parametrize("block", SHELL, ids=lambda block: block.name)
def test_shell_blocks_run(block: Block, tmp_path: Path) -> None:
    """A command of `ilium` is run; one of `dev.py`, which would set up or serve, is at least one that it takes."""
    for line in commands(block):
        if line.startswith("python3 dev.py"):
            assert takes(line.split()[2:]), line
        else:
            assert line.startswith("ilium "), f"{block.name}: say how to test {line!r}, or mark it as not run"
            run(line.split()[1:], tmp_path)


def takes(words: list[str]) -> bool:
    """Tell whether `dev.py` takes these words."""
    _, unknown = dev.parser().parse_known_args(words)
    return not unknown or words[0] in dev.PASSES_ARGUMENTS_ON


def run(words: list[str], folder: Path) -> None:
    environment = os.environ | {"ILIUM_DATA": str(folder / "data")}
    command = [sys.executable, "-m", "ilium.cli", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("block", PYTHON, ids=lambda block: block.name)
def test_python_blocks_run(block: Block) -> None:
    """An example in Python runs as it stands."""
    done = subprocess.run([sys.executable, "-c", block.text], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_commands_named_in_the_text_exist() -> None:
    """What stands in backticks as a command of ours can be typed."""
    ours = set(reference.subcommands(cli.parser()))
    theirs = set(reference.subcommands(dev.parser()))
    nouns = set(reference.subcommands(lab.parser()))
    for page in PAGES:
        text = prose(page)
        for word in re.findall(r"`ilium ([a-z][a-z-]*)", text):
            assert word in ours, f"{name(page)} names `ilium {word}`"
        for word in re.findall(r"`python3 dev\.py ([a-z-]+)", text):
            assert word in theirs, f"{name(page)} names `dev.py {word}`"
        for word in re.findall(r"`(?:python3 dev\.py )?lab ([a-z-]+)", text):
            assert word in nouns, f"{name(page)} names `lab {word}`"


# --- names that exist ------------------------------------------------------------------------------------------------


def test_every_test_that_a_document_names_exists() -> None:
    """The hazard log and the threat model are worth what their tests are worth."""
    named = [(page, found) for page in PAGES for found in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", read(page))]
    assert len(named) > 20
    missing = [f"{name(page)}: {file}::{test}" for page, (file, test) in named if test not in functions(ROOT / file)]
    assert missing == []


def test_every_file_that_a_document_names_exists() -> None:
    """Paths in backticks, from the root or from the package."""
    pattern = r"`((?:[\w-]+/)+[\w-]+\.(?:py|ts|toml|json|svelte))(?:`|::)"
    for page in PAGES:
        for path in re.findall(pattern, read(page)):
            assert found(path), f"{name(page)} names {path}"


#: What the recipe makes.
MADE = {"src/ilium/exercises/library/knee-to-chest.toml"}


#: Where a path may begin.
ABOVE = ("", "src/ilium", "lab/ilium_lab", "frontend/src", "tests")


def found(path: str) -> bool:
    return path in MADE or any((ROOT / above / path).is_file() for above in ABOVE)


def test_the_architecture_names_every_package_and_its_rules_exist() -> None:
    """Each package has a row; each function named as the home of a rule is in the file that is named."""
    text = read(DOCS / "architecture.md")
    packages = {path.parent.name for path in (ROOT / "src" / "ilium").glob("*/__init__.py")}
    assert {package for package in packages if f"`{package}/`" not in text} == set()
    rows = [row for row in text.split("\n") if row.startswith("| ") and ".py`" in row]
    assert len(rows) > 10
    for row in rows:
        for path, names in re.findall(r"`([\w/]+\.py)`((?:, `_?\w+`)+)", row):
            missing = set(re.findall(r"`(\w+)`", names)) - functions(ROOT / "src" / "ilium" / path)
            assert missing == set(), f"{path} has no {missing}"


def functions(file: Path) -> set[str]:
    """Return the names of the functions and classes of a Python file; none where it is not there."""
    if not file.is_file():
        return set()
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in ast.walk(ast.parse(read(file))) if isinstance(node, kinds)}


# --- words -----------------------------------------------------------------------------------------------------------


def test_every_hazard_has_a_cause_a_control_and_a_test() -> None:
    """Rows are numbered without gaps, and no cell is empty."""
    rows = [row.strip("| ").split(" | ") for row in read(DOCS / "hazards.md").split("\n") if row.startswith("| H")]
    assert [row[0] for row in rows] == [f"H{number}" for number in range(1, len(rows) + 1)]
    assert len(rows) > 15
    for row in rows:
        assert len(row) == 5 and all(cell.strip() for cell in row), row[0]
        assert re.search(r"`tests/|\.test\.ts` \"", row[4]), row[0]


def test_every_front_end_test_that_a_document_names_exists() -> None:
    """Such a test is named by its file and its sentence."""
    named = [found for page in PAGES for found in re.findall(r"`(frontend/\S+\.test\.ts)` \"([^\"]+)\"", read(page))]
    assert named
    assert [f"{file}: {sentence}" for file, sentence in named if f'("{sentence}"' not in read(ROOT / file)] == []


@pytest.mark.parametrize("page", [ROOT / "README.md", DOCS / "intended-use.md", DOCS / "reference" / "exercises.md"])
def test_nobody_is_told_that_a_clinician_has_signed(page: Path) -> None:
    """As long as nobody has, the pages that a person meets first say so."""
    assert re.search(r"\*\*No\s+(physiotherapist|clinician)\s+or\s+doctor\s+has\s+signed", read(page)), name(page)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_document_names_a_machine(page: Path) -> None:
    """No path of the machine that it was written on, and no registry."""
    assert not re.search(r"/(root|work|tmp)/|/home/\w|\b(pypi|registry)\.(org|npmjs)", read(page))
