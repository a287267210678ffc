"""The JSON Schema of an exercise's file as an author writes it: with names, and without what holds unsaid.

`ilium.exercises.written` makes a whole specification of such a file.
"""

from collections.abc import Mapping
from typing import Any

from ilium.exercises.written import GATED

#: What a table need not say, by its name in the schema; a variant that is like another needs only its id and name.
MAY_LACK = {
    "Breath": ("source", "confidence"),
    "Variant": ("source", "confidence", "position", "asks", "counted", "setup", "phase", "work"),
    "MovementPhase": ("kind", "say", "seconds", "pose"),
    "Work": ("source", "confidence"),
    "CameraEntry": ("source", "confidence", "trust"),
    "CameraCheck": ("source", "confidence"),
    "Rung": ("source", "confidence", "level"),
    "Form": ("source", "confidence", "camera"),
}
_NAME = {"type": "string"}


def as_written(definitions: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the definitions of a whole specification's schema as those of the file that an author writes."""
    made = {name: _lacking(table, MAY_LACK.get(name, ())) for name, table in definitions.items()}
    made["Variant"]["properties"]["like"] = _NAME
    for figure in ("Figure", "FigureStart"):
        made[figure]["properties"]["pose"] = _NAME
    camera = made["CameraEntry"]["properties"]
    camera["view"] = _NAME
    for key in GATED:
        camera[key] = camera[key] | {"items": {"anyOf": [_NAME, camera[key]["items"]]}}
    return made


def _lacking(table: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    required = [key for key in table.get("required", ()) if key not in keys]
    return table | {"properties": dict(table.get("properties", {})), "required": required}
