"""What other programs are told of our formats."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from ilium.exchange.json_schema import schema_components
from ilium.motion.findings import ClientMessage
from ilium.record.events import Event

ROOT = Path(__file__).parents[3]
FILES = sorted((ROOT / "docs" / "schema").glob("*.json"))


def patterns(value: object) -> Iterator[str]:
    """Every pattern in a schema."""
    if isinstance(value, dict):
        yield from (part for key, part in value.items() if key == "pattern" and isinstance(part, str))
        yield from (found for part in value.values() for found in patterns(part))
    if isinstance(value, list):
        yield from (found for part in value for found in patterns(part))


@pytest.mark.parametrize("model", [Event, ClientMessage])
def test_patterns_end_as_ecmascript_ends_them(model: object) -> None:
    found = set(patterns(list(schema_components([model], "#/$defs/{name}"))))
    assert all(pattern.startswith("^") and pattern.endswith("$") for pattern in found)
    assert not any(re.search(r"\\[AzZ]|\(\?[<P]", pattern) for pattern in found)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_written_schemas_are_made_so(file: Path) -> None:
    assert r"\\Z" not in file.read_text(encoding="utf-8")


def test_a_property_that_is_called_pattern_is_no_pattern() -> None:
    named = msgspec.defstruct("Named", [("pattern", str, r"\Z")])
    _, definitions = schema_components([named], "#/$defs/{name}")
    assert definitions["Named"]["properties"]["pattern"] == {"type": "string", "default": r"\Z"}
