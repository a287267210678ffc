"""The one list of sources: whatever a rule package cites is there, and nothing that none of them cites."""

from collections.abc import Iterator

import msgspec
import pytest

from ilium.anatomy.errors import SpecificationError
from ilium.cuesheet.phrases import load_phrases
from ilium.exercises.loader import load_library
from ilium.lessons.model import load_lessons
from ilium.library import Sourced, load_avoided, load_sources
from ilium.library.sources import OWN, read_sources
from ilium.motion.thresholds import engine_file
from ilium.prescription.loader import load_adaptation, load_rules
from ilium.progress.model import load_measures
from ilium.screening import load_screening

PACKAGES = {
    "library": load_avoided,
    "exercises": load_library,
    "screening": load_screening,
    "pain": load_rules,
    "steps": load_adaptation,
    "guide": load_phrases,
    "progress": load_measures,
    "lessons": load_lessons,
    "engine": engine_file,
}


def tables(value: object, key: str = "") -> Iterator[tuple[str, msgspec.Struct]]:
    """Yield every table in a value that names a source, with its key."""
    if isinstance(value, msgspec.Struct):
        if isinstance(getattr(value, "source", None), str):
            yield key, value
        for name in value.__struct_fields__:
            yield from tables(getattr(value, name), f"{key}.{name}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from tables(item, f"{key}[{number}]")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from tables(item, f"{key}.{name}")


def cited(name: str) -> dict[str, str]:
    return {f"{name}{key}": getattr(table, "source") for key, table in tables(PACKAGES[name]())}  # noqa: B009


@pytest.mark.parametrize("name", PACKAGES)
def test_every_source_that_is_cited_is_in_the_list(name: str) -> None:
    assert cited(name)
    assert {key: source for key, source in cited(name).items() if source not in load_sources()} == {}


def test_every_source_of_the_list_is_cited() -> None:
    assert set(load_sources()) == {source for name in PACKAGES for source in cited(name).values()}


def test_no_two_ids_stand_for_one_source() -> None:
    cites = [source.cite for source in load_sources().values()]
    assert len(cites) == len(set(cites))


@pytest.mark.parametrize("name", PACKAGES)
def test_our_own_choice_is_trusted_as_our_own(name: str) -> None:
    sourced = [(key, table) for key, table in tables(PACKAGES[name]()) if isinstance(table, Sourced)]
    assert [key for key, table in sourced if table.source == OWN and table.confidence != "ours"] == []


@pytest.mark.parametrize(
    ("text", "key", "reason"),
    [
        ('[source.a]\ncite = " "', "source.a.cite", "is empty"),
        ('[source."Not An Id"]\ncite = "x"', "source.Not An Id", "lower-case words"),
        ('[source.a]\ncite = "x"\nread = true', "source.*", "unknown field"),
    ],
)
def test_a_broken_list_is_refused_with_its_key(text: str, key: str, reason: str) -> None:
    with pytest.raises(SpecificationError, match=reason) as caught:
        read_sources(text, "sources.toml")
    assert (caught.value.file, caught.value.key) == ("sources.toml", key)
