"""What is written to the log: method, route, status and time; never a value that a person gave.

No path, query, header, body or text of an exception is logged, because each may hold health words.
"""

import logging
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse

access = logging.getLogger("ilium.access")
crash = logging.getLogger("ilium.crash")

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class AccessLog:
    """Middleware that writes one line for each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and log how it went."""
        start = time.perf_counter()
        response = self._get_response(request)
        took = (time.perf_counter() - start) * 1000
        access.info("%s %s %d %.0f ms", _method(request), _route(request), response.status_code, took)
        return response


def _method(request: HttpRequest) -> str:
    """Return the method; one that HTTP does not know comes from outside and is not repeated."""
    return request.method if request.method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "OTHER"


def _route(request: HttpRequest) -> str:
    """Return the name or pattern of the route, which holds no value of the request."""
    match = request.resolver_match
    return (match.view_name or match.route) if match else "-"


def log_crash(sender: object, **kwargs: object) -> None:
    """Log the exception being handled; a receiver of Django's ``got_request_exception``."""
    crash.error("a request failed", exc_info=sys.exc_info())


class Formatter(logging.Formatter):
    """A line for a record, and for an exception its type and where it happened, but not what it says."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """Return when it was, in UTC."""
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def formatException(self, ei: ExcInfo) -> str:
        """Return type and frames of an exception."""
        kind, _, trace = ei
        frames = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
        return "\n".join([kind.__name__ if kind else "no exception", *frames])


def logging_for(file: Path) -> dict[str, Any]:
    """Return Django's ``LOGGING``: everything of ours to a small rotating file, faults also to standard error."""
    own = {"handlers": ["file", "faults"], "level": "INFO", "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ilium": {"()": Formatter}},
        "handlers": {
            "none": {"class": "logging.NullHandler"},
            "faults": {"class": "logging.StreamHandler", "level": "ERROR", "formatter": "ilium"},
            "file": {
                "class": "logging.handlers.RotatingFileHandler",
                "filename": str(file),
                "maxBytes": 1_000_000,
                "backupCount": 3,
                "encoding": "utf-8",
                "delay": True,
                "formatter": "ilium",
            },
        },
        "loggers": {
            "ilium": own,
            "uvicorn": {**own, "level": "WARNING"},
            "django": {"handlers": ["none"], "propagate": False},
            "django.server": {"handlers": ["none"], "propagate": False},
            "django.security": {"handlers": ["none"], "propagate": False},
            "django.request": {"handlers": ["none"], "propagate": False},
        },
    }
