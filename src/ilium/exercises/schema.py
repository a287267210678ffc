"""The published JSON Schema of an exercise file, made from `ilium.exercises.model`."""

import json

import msgspec

from ilium.exercises.model import Exercise


def exercise_schema() -> dict[str, object]:
    """Return the JSON Schema (2020-12) of ``library/<id>.toml`` as plain values.

    Examples
    --------
    >>> exercise_schema()["title"]
    'Ilium exercise'
    """
    schema = msgspec.json.schema(Exercise)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Ilium exercise"}
    return head | schema


def exercise_schema_text() -> str:
    """Return the schema as the text of ``library/exercise.schema.json``."""
    return json.dumps(exercise_schema(), indent=2) + "\n"
