"""docs/add-an-exercise.md, followed word for word in a copy of the repository: it adds an exercise."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.docs.pages import DOCS, ROOT, Block, blocks

RECIPE = blocks(DOCS / "add-an-exercise.md")
#: What the copy needs; the rest of the repository is not touched by the recipe.
NEEDED = ("src", "lab", "tests", "docs", "tools", "benchmarks", "frontend/src/generated", "dev.py", "pyproject.toml")
#: The pages that were built; the copy shows the same.
BUILT = "src/ilium/web/static/app"
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "--hypothesis-profile=few")
#: Twelve weeks of ten persons, and what the engine finds, take minutes and tell nothing about one exercise more.
LEFT_OUT = ("test_persons.py", "test_findings.py", "test_figure.py", "test_landmark_frames.py")
GOLDEN = ("tests/golden", *(f"--ignore=tests/golden/{name}" for name in LEFT_OUT))
#: The tests of `dev.py unit` that read what the library holds: one that breaks because of an exercise is among them.
NOTICE = (
    *(
        f"tests/unit/{name}"
        for name in ("exercises", "library", "screening/test_library.py", "prescription", "cuesheet", "cli/test_cli.py")
    ),
    *(f"tests/lab/figure/test_{name}.py" for name in ("clips", "lint", "pose", "still_drawing", "targets")),
    *("tests/unit/app/test_session_sheet.py", "tests/lab/people/test_demonstration.py"),
    *(f"tests/unit/web/pages/test_{name}.py" for name in ("other_pages", "progress_pages", "rows", "still_pages")),
    *(f"tests/unit/web/pages/test_{name}.py" for name in ("own_step", "record_pages", "today_page")),
    *("tests/contract/test_exercises.py", "tests/property/test_exercises.py", "tests/property/test_plans.py"),
)
#: What `dev.py` does for these words once everything is installed; of its tests, those that could notice.
DEV = {
    "golden": [(*PYTEST, *GOLDEN, "--bless")],
    "generate": [("-m", "tools.reference")],
    "unit": [(*PYTEST, *GOLDEN, *NOTICE)],
}


@dataclass
class Copy:
    """A copy of the repository in which the recipe is followed; ``said`` is what each command printed."""

    root: Path
    said: dict[str, str]

    def follow(self, block: Block) -> None:
        if block.language == "text":
            return  # what may be done later
        if block.language == "sh":
            for line in block.text.strip().split("\n"):
                self.said[line] = self.run(line)
        else:
            self.edit(block)

    def run(self, line: str) -> str:
        words = line.split()
        assert words[:2] == ["python3", "dev.py"], f"{line} is not on the path of who reads the recipe"
        commands = self.commands(words)
        return "".join(self.python(*command) for command in commands)

    def commands(self, words: list[str]) -> list[tuple[str, ...]]:
        """Return what `dev.py` runs for these words."""
        match words[2]:
            case "ilium":
                return [("-m", "ilium.cli", *words[3:])]
            case "lab":
                return [("-m", "ilium_lab", *words[3:])]
            case _:
                return DEV[words[2]]

    def python(self, *words: str) -> str:
        path = os.pathsep.join([str(self.root / "src"), str(self.root / "lab"), str(self.root)])
        # "CI" makes Hypothesis measure no times, which mean nothing while other tests run.
        environment = {**os.environ, "PYTHONPATH": path, "ILIUM_DATA": str(self.root / "data"), "CI": "1"}
        command = [sys.executable, *words]
        done = subprocess.run(command, cwd=self.root, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{words}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def edit(self, block: Block) -> None:
        """Write a file ("Write `x`:"), its end ("Add at the end of `x`:") or a line ("In `x`, let this line be:")."""
        told = re.search(r"(?:(Write)|(Add at the end of)|In) `([^`]+)`(?:, let this line be)?:$", block.before.strip())
        assert told, f"the recipe does not say where {block.name} goes"
        file = self.root / told[3]
        if told[1] or told[2]:
            before = file.read_text(encoding="utf-8") if told[2] else ""
            file.write_text(before + block.text, encoding="utf-8")
            return
        key = block.text.partition(" = ")[0]
        text, count = re.subn(rf"^{key} = .*\n", block.text, file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert count == 1, f"{told[3]} has {count} lines of {key}"
        file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """The recipe, followed to its end."""
    root = tmp_path_factory.mktemp("recipe")
    for name in NEEDED:
        source, target = ROOT / name, root / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "static"))
        else:
            shutil.copy(source, target)
    (root / BUILT).parent.mkdir(parents=True)
    (root / BUILT).symlink_to(ROOT / BUILT)
    copy = Copy(root, {})
    for block in RECIPE:
        copy.follow(block)
    return copy


def test_the_recipe_has_every_step() -> None:
    """Three edits and five blocks of commands, and the figure that may wait: a reworded step is not skipped unseen."""
    assert [block.language for block in RECIPE if block.language != "text"] == [
        "toml",
        "toml",
        "toml",
        "sh",
        "sh",
        "sh",
        "sh",
        "sh",
    ]


def test_the_linter_finds_nothing(followed: Copy) -> None:
    assert followed.said["python3 dev.py lab exercises check"] == "0 findings\n"


def test_the_new_exercise_is_planned_between_stretch_and_strength(followed: Copy) -> None:
    """It stands where the programme puts it, on the side that hurts, with its first dose."""
    lines = followed.said["python3 dev.py ilium plan --side right"].split("\n")
    new = next(
        number
        for number, line in enumerate(lines)
        if "Knee to chest, holding the thigh, right side: 2 holds of 10 seconds" in line
    )
    assert "mobilise" in lines[new - 1] and "strengthen" in lines[new + 1]


def test_the_new_exercise_is_spoken_for_each_side(followed: Copy) -> None:
    """Its words were written without sides, and are said with them."""
    assert (
        "Draw your left knee gently towards your chest."
        in followed.said["python3 dev.py ilium exercises show knee-to-chest --side left"]
    )
    spoken = followed.said["python3 dev.py ilium cuesheet --side both --text"]
    assert "left knee, and hold behind" in spoken and "right knee, and hold behind" in spoken


def test_the_generated_page_and_the_golden_files_hold_it(followed: Copy) -> None:
    """What the recipe writes anew has the exercise, and the tests of any exercise passed with it."""
    assert "## Knee to chest" in (followed.root / "docs" / "reference" / "exercises.md").read_text()
    assert "Knee to chest" in (followed.root / "tests" / "golden" / "cuesheets" / "left-gradual.txt").read_text()
    assert "passed" in followed.said["python3 dev.py unit"]
