import sqlite3
from pathlib import Path

import pytest
from django.db import OperationalError

from ilium.store.trouble import NOT_NOW, is_damage, is_not_now, reason, unavailable


def error(code: int | None, text: str = "it said so") -> sqlite3.Error:
    made = sqlite3.OperationalError(text)
    if code is not None:
        made.sqlite_errorcode = code
    return made


@pytest.mark.parametrize("code", [sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT_INDEX])
def test_two_codes_speak_of_damage(code: int) -> None:
    assert is_damage(error(code))
    assert not is_not_now(error(code))
    assert reason(error(code)) == "it is damaged (it said so). Restore a backup: ilium restore FILE"


NOT_DAMAGE = [
    *(sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL),
    *(sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_LOCK, sqlite3.SQLITE_CANTOPEN),
    *(sqlite3.SQLITE_READONLY_DBMOVED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM),
]


@pytest.mark.parametrize("code", NOT_DAMAGE)
def test_whatever_cannot_be_done_just_now_is_no_damage_and_has_its_words(code: int) -> None:
    found = error(code)
    assert (is_damage(found), is_not_now(found)) == (False, True)
    text = str(unavailable(Path("/data/ilium.sqlite3"), found))
    assert text.startswith("The record /data/ilium.sqlite3 could not be used: ")
    assert text.endswith("Nothing was changed.")
    assert not {"damage", "restore", "sqlite said", "it said so"} & set(text.lower().split())


def test_what_django_wraps_is_read_too() -> None:
    wrapped = OperationalError("database is locked")
    wrapped.__cause__ = error(sqlite3.SQLITE_BUSY)
    assert reason(wrapped).startswith("another program is using it just now")


def test_an_error_without_a_code_keeps_its_words() -> None:
    assert (is_damage(error(None)), is_not_now(error(None)), reason(error(None))) == (False, False, "it said so.")


def test_every_sentence_says_what_to_do() -> None:
    assert all(advice.endswith(".") for _, advice in NOT_NOW.values())
