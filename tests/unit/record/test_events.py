"""What texts an event may hold."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from ilium.motion.findings import ClientMessage
from ilium.record.events import Day, Event, Id, Phone, TimeOfDay, Uuid, WallTime

TEXTS = [
    (Uuid, "00000000-0000-7000-8000-00000000000a"),
    (WallTime, "2026-03-01T07:30:00.000+01:00"),
    (WallTime, "2026-03-01T07:30:00Z"),
    (Day, "2026-03-01"),
    (Id, "figure-four"),
    (Phone, "+49 30 1234"),
    (TimeOfDay, "07:30"),
]


def patterned(kind: Any) -> Iterator[str]:
    """Every pattern of a type and of the types in it."""
    if isinstance(kind, inspect.StrType) and kind.pattern:
        yield kind.pattern
    for name in ("types", "fields", "item_type", "item_types", "key_type", "value_type", "type"):
        part = getattr(kind, name, ())
        for one in part if isinstance(part, tuple) else (part,):
            if isinstance(one, (inspect.Type, inspect.Field)):
                yield from patterned(one)


@pytest.mark.parametrize("model", [Event, ClientMessage])
def test_every_pattern_is_of_the_whole_text_and_of_plain_digits(model: object) -> None:
    found = set(patterned(inspect.type_info(model)))
    assert found
    for pattern in found:
        assert pattern.startswith("^"), pattern
        assert pattern.endswith(r"\Z"), pattern
        assert not re.search(r"\\[dws]", pattern), pattern


@pytest.mark.parametrize(("kind", "text"), TEXTS)
def test_nothing_stands_before_or_behind(kind: object, text: str) -> None:
    assert msgspec.convert(text, kind) == text
    for other in (f"{text}\n", f"\n{text}", f"{text}\r\n", f"{text} ", f"{text}\x00", f"x\n{text}", f"{text}\nx"):
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(other, kind)


@pytest.mark.parametrize(("kind", "text"), [one for one in TEXTS if one[0] not in (Uuid, Id)])
@pytest.mark.parametrize("zero", ["٠", "०", "０"])
def test_digits_of_other_scripts_are_refused(kind: object, text: str, zero: str) -> None:
    other = re.sub("[0-9]", lambda found: chr(ord(zero) + int(found[0])), text)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(other, kind)
