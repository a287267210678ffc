"""Write the JSON Schemas of the open formats, and from them the front end's TypeScript types.

`python3 dev.py generate` writes them; `--check`, which lint runs, writes nothing and fails when a file is out of date.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from ilium.cuesheet.model import SessionSheet
from ilium.exercises.model import Exercise, Programme
from ilium.motion.findings import ClientMessage, Finding
from ilium.record.events import Event
from tools import frontend

SCHEMAS = frontend.ROOT / "docs" / "schema"
TYPES = frontend.FRONTEND / "src" / "generated"


@dataclass(frozen=True, slots=True)
class Format:
    """One open format: the Python type it is made from, and what its files are called.

    `spoken` marks what browser and server say to each other, which has TypeScript types; `complete` what we write
    ourselves, where every key is always there.
    """

    name: str
    title: str
    model: Any
    spoken: bool = False
    complete: bool = False


FORMATS = (
    Format("exercise", "Exercise", Exercise),
    Format("programme", "Programme", Programme),
    Format("session-sheet", "SessionSheet", SessionSheet, spoken=True, complete=True),
    Format("events", "Event", Event, spoken=True),
    Format("findings", "Finding", Finding, spoken=True, complete=True),
    Format("camera-messages", "ClientMessage", ClientMessage, spoken=True),
)


def schema(wanted: Format) -> dict[str, Any]:
    """Return the JSON Schema of one format."""
    (root,), definitions = msgspec.json.schema_components([wanted.model], ref_template="#/$defs/{name}")
    if "$ref" in root:
        root = definitions.pop(wanted.title)
    if wanted.complete:
        for table in (root, *definitions.values()):
            table["required"] = list(table.get("properties", {}))
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": wanted.title}
    return {**head, **root, "$defs": dict(sorted(definitions.items()))}


def write_all(schemas: Path, types: Path) -> None:
    """Write every schema and every types file into the two folders."""
    for folder in (schemas, types):
        folder.mkdir(parents=True, exist_ok=True)
    for wanted in FORMATS:
        source = schemas / f"{wanted.name}.schema.json"
        source.write_text(json.dumps(schema(wanted), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        if wanted.spoken:
            frontend.run_script("types", "--input", str(source), "--output", str(types / f"{wanted.name}.ts"))


def stale() -> list[Path]:
    """Return the generated files that are missing or differ from what the models say now."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = {Path(folder, "schema"): SCHEMAS, Path(folder, "types"): TYPES}
        write_all(*fresh)
        pairs = [(made, kept / made.name) for new, kept in fresh.items() for made in sorted(new.iterdir())]
        return [kept for made, kept in pairs if not kept.is_file() or kept.read_bytes() != made.read_bytes()]


def main() -> None:
    """Generate, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file is out of date")
    if not parser.parse_args().check:
        write_all(SCHEMAS, TYPES)
    elif outdated := stale():
        names = ", ".join(str(path.relative_to(frontend.ROOT)) for path in outdated)
        raise SystemExit(f"Out of date: {names}. Run: python3 dev.py generate")


if __name__ == "__main__":
    main()
