"""A SQLite that fails when a test says so: at any statement or commit, before it is done or just after."""

import sqlite3
from dataclasses import dataclass
from typing import Any


@dataclass
class Faults:
    """Fails at the ``at``-th of the points that are passed; ``passed`` counts them."""

    at: int = 0
    passed: int = 0

    def point(self) -> None:
        """Pass a point.

        Raises
        ------
        sqlite3.OperationalError
            At the point that was asked for.
        """
        self.passed += 1
        if self.passed == self.at:
            raise sqlite3.OperationalError("disk I/O error")


def factory(faults: Faults) -> type[sqlite3.Connection]:
    """Return a connection for Django's ``OPTIONS["factory"]`` whose every statement and commit has two points."""

    class Cursor(sqlite3.Cursor):
        def execute(self, *arguments: Any) -> "Cursor":
            faults.point()
            super().execute(*arguments)
            faults.point()
            return self

        def executemany(self, *arguments: Any) -> "Cursor":
            faults.point()
            super().executemany(*arguments)
            faults.point()
            return self

    class Connection(sqlite3.Connection):
        def cursor(self, factory: type[sqlite3.Cursor] = Cursor) -> Any:
            kind = factory if issubclass(factory, Cursor) else type("FaultyCursor", (factory, Cursor), {})
            return super().cursor(kind)

        def commit(self) -> None:
            faults.point()
            super().commit()
            faults.point()

    return Connection
