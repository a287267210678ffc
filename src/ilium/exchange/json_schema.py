"""The JSON Schema of what Ilium reads and writes, as programs in any language understand it."""

from collections.abc import Iterable
from typing import Any

import msgspec


def schema_components(models: Iterable[Any], ref_template: str) -> tuple[tuple[dict[str, Any], ...], dict[str, Any]]:
    r"""Return the schemas of models, and the definitions they share, by name.

    Python ends a text at ``\Z``, because its ``$`` lets a line break follow. In JSON Schema, whose patterns are
    ECMAScript's, ``$`` is the very end and ``\Z`` means nothing.

    Parameters
    ----------
    models : iterable of types
        What is described.
    ref_template : str
        Where a definition is found, such as ``#/$defs/{name}``.

    Examples
    --------
    >>> from ilium.record.events import Day
    >>> schema_components([Day], "#/$defs/{name}")[0][0]["pattern"]
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'
    """
    roots, definitions = msgspec.json.schema_components(models, ref_template=ref_template)
    return tuple(map(_in_ecmascript, roots)), _in_ecmascript(definitions)


def _in_ecmascript(value: Any) -> Any:
    """Return a part of a schema with every pattern in it as ECMAScript reads it."""
    if isinstance(value, dict):
        return {key: _pattern(key, part) for key, part in value.items()}
    return [_in_ecmascript(part) for part in value] if isinstance(value, list) else value


def _pattern(key: str, part: Any) -> Any:
    return part.replace(r"\Z", "$") if key == "pattern" and isinstance(part, str) else _in_ecmascript(part)
