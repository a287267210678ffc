"""Schemathesis reads ``/api/openapi.json`` and asks a real server what it promises, and much that it does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.openapi import from_url
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests.forked import ForkedServer
from tests.kills import stored

EXAMPLES = 40


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkedServer]:
    """A running server of this module's own."""
    server = ForkedServer(data=tmp_path_factory.mktemp("schema") / "data")
    server.start()
    server.sign_in()
    yield server
    server.close()


@pytest.fixture(scope="module")
def described(server: ForkedServer) -> schemathesis.BaseSchema:
    """What the server says of itself."""
    return from_url(f"http://127.0.0.1:{server.port}/api/openapi.json")


OPERATIONS = [
    ("POST", "/api/events"),
    ("GET", "/api/session-sheet"),
    ("GET", "/api/standing"),
    ("GET", "/api/kept"),
    ("GET", "/api/token"),
]


def test_every_operation_is_asked(described: schemathesis.BaseSchema) -> None:
    found = [result.ok() for result in described.get_all_operations()]
    assert {(operation.method.upper(), operation.path) for operation in found} == set(OPERATIONS)


@pytest.mark.parametrize("kind", list(schemathesis.GenerationMode))
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_the_server_keeps_its_description(
    described: schemathesis.BaseSchema,
    server: ForkedServer,
    method: str,
    path: str,
    kind: schemathesis.GenerationMode,
) -> None:
    """No fault of ours; no status, type or body that is not described; what is not described is refused.

    What is described may be refused, too: a schema cannot say that February has no 30th day.
    """
    if kind is schemathesis.GenerationMode.NEGATIVE and method == "GET":
        return  # there is nothing in these requests that could be wrong
    own = {name: value for name, value in server.headers.items() if name != "Content-Type"}

    @given(described[path][method].as_strategy(generation_mode=kind))
    @settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck), deadline=None)
    def asked(case: schemathesis.Case) -> None:
        case.headers.update(own)
        case.call_and_validate(timeout=20, excluded_checks=[positive_data_acceptance])

    asked()


def test_what_was_asked_has_left_a_whole_record(server: ForkedServer) -> None:
    assert server.ask("GET", "/readyz").status == 200
    assert isinstance(stored(Path(server.data) / "ilium.sqlite3"), dict)
