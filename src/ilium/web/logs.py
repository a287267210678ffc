"""What is written to the log: lines of JSON with time, level, what happened, route, status and milliseconds.

Never a value that a person gave: no path, query, header, body or text of an exception is logged, because each may hold
health words.
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

import msgspec
from django.http import HttpRequest, HttpResponse

access = logging.getLogger("ilium.access")
crash = logging.getLogger("ilium.crash")

#: What a line may hold besides time, level, logger and event: the only values that get from a call to the file.
DETAILS = ("method", "route", "status", "ms", "version", "frames", "dropped")

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
        status = response.status_code
        details = {"method": _method(request), "route": _route(request), "status": status, "ms": round(took, 1)}
        access.log(logging.WARNING if status >= 500 else logging.INFO, "request", extra=details)
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
    crash.error("request-failed", exc_info=sys.exc_info())


class Formatter(logging.Formatter):
    """A line of JSON for a record, and for an exception its type and where it happened, but not what it says."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {"time": at, "level": record.levelname.lower(), "logger": record.name}
        line["event"] = record.getMessage()
        line |= {name: getattr(record, name) for name in DETAILS if hasattr(record, name)}
        if record.exc_info:
            line |= _exception(record.exc_info)
        return msgspec.json.encode(line).decode()


def _exception(info: ExcInfo) -> dict[str, object]:
    """Return type and frames of an exception."""
    kind, _, trace = info
    frames = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
    return {"exception": kind.__name__ if kind else "none", "frames": frames}


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
