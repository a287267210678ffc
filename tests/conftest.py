"""What every kind of test may use: golden files, an empty record, and the order in which the kinds run."""

from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from pytest_django import DjangoDbBlocker

from ilium.app.bootstrap import Services
from tests.records import database, empty_record

hypothesis.settings.register_profile("ilium", deadline=None)  # a slow machine is no fault
hypothesis.settings.register_profile("few", deadline=None, max_examples=15)  # where the same is asked in full elsewhere
hypothesis.settings.load_profile("ilium")

pytest_plugins = ["tests.e2e.again"]

GOLDEN = Path(__file__).parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write the golden files anew instead of comparing with them")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the browser tests last: Playwright's event loop would make Django refuse the database to tests after it."""
    items.sort(key=lambda item: "e2e" in item.path.parts)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of that name below tests/golden, or write it when blessing."""

    def compare(name: str, text: str) -> None:
        kept = GOLDEN / name
        if request.config.getoption("--bless"):
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(text, encoding="utf-8")
        assert kept.is_file(), f"no golden file {name}; run python3 dev.py golden, and read what it wrote"
        assert text == kept.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def tables(django_db_blocker: DjangoDbBlocker) -> None:
    """Make the empty record that `tests.records.filled` fills, which takes Django."""
    with django_db_blocker.unblock():
        empty_record()


@pytest.fixture
def site(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Services]:
    """The web part's own services on an empty record in a file; Django's test client then speaks to them.

    A test that uses it needs no mark of pytest-django: the record is not Django's test database, because events can
    neither be changed nor deleted.
    """
    from ilium.web.services import close_services, services

    with django_db_blocker.unblock(), database("default", tmp_path / "ilium.sqlite3"):
        yield services()
        close_services()
