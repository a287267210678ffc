"""Write ``docs/reference``: every command, every event and every exercise, each from where it is defined.

`python3 dev.py generate` writes the pages; ``--check``, which lint and the tests run, writes nothing and fails when a
page is out of date.
"""

from __future__ import annotations

import argparse
import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import dev
import ilium_lab.cli as lab
from ilium import cli
from ilium.anatomy import Side
from ilium.cli.exercises import part_words
from ilium.exercises.loader import load_library
from ilium.exercises.model import Exercise, Published, Rung, Variant
from ilium.exercises.words import render
from ilium.exercises.work import weekly_work
from ilium.library import load_sources
from ilium.record import events

ROOT = Path(__file__).resolve().parent.parent
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Made by `python3 dev.py generate`; do not edit. -->"
#: What a reader should know about a number's `confidence`.
TRUST = {
    "printed": "the routine prints it",
    "found": "a source that we read",
    "reading": "our reading of an unclear line",
    "ours": "our choice, not validated",
}


# --- Markdown --------------------------------------------------------------------------------------------------------


def page(title: str, about: str, lines: Iterable[str]) -> str:
    """Return a whole page."""
    return "\n".join([f"# {title}", "", MADE, "", about, "", *lines]).rstrip("\n") + "\n"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Return a table, with the bars inside its cells escaped; nothing where there are no rows."""
    body = [_row(cells) for cells in rows]
    return [_row(head), _row(("---",) * len(head)), *body, ""] if body else []


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


# --- Commands --------------------------------------------------------------------------------------------------------


def commands_page() -> str:
    """Return the page of `ilium` and `dev.py`, from their parsers."""
    lines = [*command(cli.parser(), 2), *command(dev.parser(), 2, called="python3 dev.py"), *command(lab.parser(), 2)]
    about = "Every command and option. `ilium` is the product; `python3 dev.py` is for a checkout of its source."
    return page("Commands", about, lines)


def command(parser: argparse.ArgumentParser, depth: int, called: str = "", about: str = "") -> Iterator[str]:
    """Yield a command and, below it, its commands.

    Parameters
    ----------
    depth : int
        The level of its heading.
    called : str
        What to type; by default the parser's own name.
    about : str
        One line, where the parser has no description.
    """
    name = called or parser.prog
    below = subcommands(parser)
    yield from (f"{'#' * depth} `{name}`", "", _first_line(parser.description or about), "")
    rows = [(_typed(action), _meaning(action)) for action in shown(parser)]
    yield from table(("option", "what it does"), rows)
    for word, (child, about_child) in below.items():
        yield from command(child, min(depth + 1, 4), called=f"{name} {word}", about=about_child)


def subcommands(parser: argparse.ArgumentParser) -> dict[str, tuple[argparse.ArgumentParser, str]]:
    """Return a parser's commands with their one line of help, by name."""
    return {
        name: (child, next((str(told.help) for told in action._choices_actions if told.dest == name), ""))
        for action in parser._actions
        if isinstance(action, argparse._SubParsersAction)
        for name, child in action.choices.items()
    }


def shown(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return the options and words that a parser tells about, without its commands and ``--help``."""
    hidden = (argparse._SubParsersAction, argparse._HelpAction)
    return [one for one in parser._actions if not isinstance(one, hidden) and one.help is not argparse.SUPPRESS]


def _typed(action: argparse.Action) -> str:
    names = ", ".join(action.option_strings)
    value = _value(action) if action.nargs != 0 else ""
    return f"`{f'{names} {value}'.strip()}`"


def _value(action: argparse.Action) -> str:
    if action.metavar is not None:
        return str(action.metavar)
    return "|".join(str(choice) for choice in action.choices) if action.choices else action.dest.upper()


def _meaning(action: argparse.Action) -> str:
    plain = action.default in (None, False, "", argparse.SUPPRESS) or action.default == []
    needed = "needed; " if action.required and action.option_strings else ""
    return f"{needed}{action.help or ''}{'' if plain else f' (default: {action.default})'}"


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


# --- Events ----------------------------------------------------------------------------------------------------------


def events_page() -> str:
    """Return the page of the record's events, from the source of `ilium.record.events`."""
    tree = ast.parse(inspect.getsource(events))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    lines = ["## Kinds of value", "", *table(("name", "is"), _aliases(tree))]
    for node in classes.values():
        lines += [*_event(node)]
    about = (
        "Everything that Ilium stores about a person. On the wire an event is a JSON object whose `type` is its name "
        "here; [events.schema.json](../schema/events.schema.json) says the same to a program."
    )
    return page("Events", about, lines)


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and "Meta" in ast.unparse(node.value) or _is_choice(node):
            assert isinstance(node, ast.Assign)
            yield f"`{ast.unparse(node.targets[0])}`", f"`{ast.unparse(node.value).replace('msgspec.', '')}`"


def _is_choice(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("Literal[")


def _event(node: ast.ClassDef) -> Iterator[str]:
    """Yield an event or a part of events: its name, what it says, its own fields."""
    tags = [str(ast.literal_eval(word.value)) for word in node.keywords if word.arg == "tag"]
    base = ast.unparse(node.bases[0])
    yield from (f"## `{''.join(tags) or node.name}`", "", _prose(ast.get_docstring(node) or ""), "")
    if base in vars(events):
        yield from (f"Has the fields of `{base}` too.", "")
    fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
    rows = ((f"`{ast.unparse(one.target)}`", f"`{ast.unparse(one.annotation)}`", _default(one)) for one in fields)
    yield from table(("field", "type", "default"), rows)


def _default(field: ast.AnnAssign) -> str:
    return "" if field.value is None else f"`{ast.unparse(field.value)}`"


def _prose(docstring: str) -> str:
    """Return a numpydoc text as Markdown: its own sections are named in bold."""
    text = docstring.replace("``", "`")
    for section in ("Parameters", "Raises", "Examples"):
        text = text.replace(f"{section}\n{'-' * len(section)}", f"**{section}**\n")
    return "\n".join(f"* `{line}`" if " : " in line and not line.startswith(" ") else line for line in _lines(text))


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield line if not line.startswith("    ") else f"  {line.strip()}"


# --- Exercises -------------------------------------------------------------------------------------------------------


def exercises_page() -> str:
    """Return the page of the exercises, from the library."""
    known = load_library()
    lines = [known.programme.summary, "", f"The order rule: {known.programme.order_rule}", ""]
    lines += table(("how far to trust a number", "means"), ((f"`{name}`", text) for name, text in TRUST.items()))
    for exercise in known.exercises:
        lines += [*_exercise(exercise)]
    cited = ((f"`{name}`", source.cite, source.note) for name, source in load_sources().items())
    lines += ["## Sources", "", *table(("id", "what it is", "note"), cited)]
    about = (
        "What the library holds; `ilium exercises show ID` prints one exercise whole. "
        "**No physiotherapist or doctor has signed it yet.** Words below are for a right working side."
    )
    return page("Exercises", about, lines)


def _exercise(exercise: Exercise) -> Iterator[str]:
    yield from (f"## {exercise.name}", "", f"`{exercise.id}` · {exercise.phase} · {exercise.summary}", "")
    yield from (exercise.why, "", f"Feel: {exercise.feel}", "")
    yield from (f"* {caution}" for caution in exercise.cautions)
    yield from ("", f"Printed dose: {printed(exercise.published)} ({_trust(exercise.published)})", "")
    rows = (
        (str(rung.level), f"`{rung.id}`", *_parts(exercise, rung.level), _work(exercise, rung), _trust(rung))
        for rung in exercise.rung
    )
    yield from table(("rung", "id", "what", "days a week", "work a week", "from"), rows)
    if exercise.ends is not None:
        yield from (f"{exercise.ends.say} ({_trust(exercise.ends)})", "")
    columns = ("variant", "id", "position", "from", "work", "from")
    yield from table(columns, (_variant(variant) for variant in exercise.variant))
    right = Side.RIGHT
    forms = ((render(form.fault, right), render(form.cue, right), form.camera, _trust(form)) for form in exercise.form)
    yield from table(("what people often do", "cue", "camera", "from"), forms)


def _parts(exercise: Exercise, level: int) -> tuple[str, str]:
    rung = exercise.get_rung(level)
    start = " **start**" if level == exercise.start else ""
    equals = f" ({rung.equals})" if rung.equals else ""
    words = "; then ".join(part_words(exercise, part) for part in rung.part)
    return f"{words}{equals}{start}", str(rung.days_per_week)


def _work(exercise: Exercise, rung: Rung) -> str:
    work = f"{weekly_work(exercise, rung):.1f}"
    if rung.level == 0:
        return work
    return f"{work} (× {weekly_work(exercise, rung) / weekly_work(exercise, exercise.get_rung(rung.level - 1)):.2f})"


def _variant(variant: Variant) -> tuple[str, ...]:
    work = variant.work
    return variant.name, f"`{variant.id}`", variant.position, _trust(variant), f"{work.weight:g}", _trust(work)


def _trust(numbers: object) -> str:
    return f"`{getattr(numbers, 'source')}`, {getattr(numbers, 'confidence')}"  # noqa: B009 - any table with a source


def printed(dose: Published) -> str:
    """Return the published dose in words, with its ranges.

    Examples
    --------
    >>> printed(load_library().get("si-glute-bridge").published)
    '3-4 sets of 10-15, held 1 s, 1 a day, how often: every day'
    """
    words = [f"{_span(dose.sets)} {'set' if dose.sets == 1 else 'sets'} of {_span(dose.repetitions)}"]
    words += [f"held {dose.hold_seconds} s"] if dose.hold_seconds else []
    words += [f"or {dose.breaths} breaths"] if dose.breaths else []
    words += [f"{dose.per_day} a day"] if dose.per_day else []
    return ", ".join([*words, f"how often: {dose.frequency}"] if dose.frequency else words)


def _span(number: int | tuple[int, int]) -> str:
    return "-".join(str(end) for end in number) if isinstance(number, tuple) else str(number)


# --- Writing ---------------------------------------------------------------------------------------------------------


def pages() -> Mapping[str, str]:
    """Return every page by its file's name."""
    return {"commands.md": commands_page(), "events.md": events_page(), "exercises.md": exercises_page()}


def stale(folder: Path = REFERENCE) -> list[str]:
    """Return the names of the pages that are missing from a folder, or say something else."""
    kept = {file.name: file.read_text(encoding="utf-8") for file in folder.glob("*.md")}
    return [name for name, text in pages().items() if kept.get(name) != text]


def main() -> None:
    """Write the pages, or check them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is out of date")
    if not parser.parse_args().check:
        REFERENCE.mkdir(parents=True, exist_ok=True)
        for name, text in pages().items():
            (REFERENCE / name).write_text(text, encoding="utf-8")
    elif outdated := stale():
        raise SystemExit(f"Out of date in docs/reference: {', '.join(outdated)}. Run: python3 dev.py generate")


if __name__ == "__main__":
    main()
