"""Where the database's file is, and whether it is still there while it is open."""

import os

from django.db import connections

from ilium.anatomy.errors import StoreError


class FileIdentity:
    """Remembers which file a database is, because a file that is moved or deleted can still be written to.

    Without this, events would be acknowledged that the next start cannot find.

    Parameters
    ----------
    using : str
        The database's name in Django's settings.
    """

    def __init__(self, using: str) -> None:
        self._using = using
        self._known: tuple[int, int] | None = None

    def refuse_if_moved(self) -> None:
        """Remember the file at the first call; raise when another or none is in its place at a later one.

        Raises
        ------
        StoreError
            With what to do.
        """
        found = self._file()
        if self._known is None:
            self._known = found
        if found is None or found != self._known:
            text = "The record's file was moved, replaced or deleted while Ilium ran. Nothing more is stored."
            raise StoreError(f"{text} Put the file back and start Ilium again.")

    def _file(self) -> tuple[int, int] | None:
        try:
            found = os.stat(connections[self._using].settings_dict["NAME"])
        except FileNotFoundError:
            return None
        return found.st_dev, found.st_ino
