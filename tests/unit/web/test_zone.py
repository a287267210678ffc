from pathlib import Path

import pytest

from ilium.web.zone import local_zone


@pytest.fixture
def link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The link to the zone's file, as Debian has it."""
    monkeypatch.delenv("TZ", raising=False)
    file = tmp_path / "zoneinfo" / "Europe" / "Berlin"
    file.parent.mkdir(parents=True)
    file.touch()
    (tmp_path / "localtime").symlink_to(file)
    return tmp_path / "localtime"


def test_the_link_names_the_zone(link: Path) -> None:
    assert local_zone(link) == "Europe/Berlin"


@pytest.mark.parametrize(
    ("named", "zone"),
    [
        ("Asia/Tokyo", "Asia/Tokyo"),
        (":Asia/Tokyo", "Asia/Tokyo"),
        ("CET-1CEST", "Europe/Berlin"),
        ("../etc", "Europe/Berlin"),
        ("/etc/passwd", "Europe/Berlin"),
    ],
)
def test_the_environment_comes_first_where_it_names_a_zone(
    link: Path, monkeypatch: pytest.MonkeyPatch, named: str, zone: str
) -> None:
    monkeypatch.setenv("TZ", named)
    assert local_zone(link) == zone


def test_without_a_name_it_is_utc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ", raising=False)
    assert local_zone(tmp_path / "none") == "UTC"
    (tmp_path / "copy").write_bytes(b"TZif")
    assert local_zone(tmp_path / "copy") == "UTC"
