"""What can be told about `dev.py run` before anything is installed: standard library only.

The server refuses the same things itself; here they are refused before a minute of setting up.
"""

from __future__ import annotations

import os
import socket
from contextlib import closing
from pathlib import Path

#: As `ilium.web.serve` has them.
OWN_HOSTS = ("127.0.0.1", "localhost", "::1")
HOST, PORT = "127.0.0.1", 8765


def refusal(*, host: str | None, port: int | None, data: str | None) -> str:
    """Return why the server could not be started so; empty where nothing is known to be in the way.

    Parameters
    ----------
    host, port, data : optional
        As they were given; None where they were not.
    """
    where = data or os.environ.get("ILIUM_DATA")
    return (
        _host(host or HOST) or _port(host or HOST, PORT if port is None else port) or (_folder(where) if where else "")
    )


def _host(host: str) -> str:
    if host in OWN_HOSTS:
        return ""
    return f"Ilium has no accounts yet, so it serves this machine only: --host {', '.join(OWN_HOSTS)}, not {host}."


def _port(host: str, port: int) -> str:
    if not 0 <= port <= 65535:
        return f"There is no port {port}; --port takes 0 to 65535, and 0 for a free one."
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    try:
        with closing(socket.socket(family, socket.SOCK_STREAM)) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
            tried.listen(1)
    except OSError as error:
        return f"Port {port} cannot be used: {_reason(error)}. Choose another with --port."
    return ""


def _folder(named: str) -> str:
    try:
        folder = Path(named).expanduser().absolute()
        if folder.is_dir():
            return "" if os.access(folder, os.W_OK | os.X_OK) else f"The folder {folder} cannot be written to."
        if folder.exists():
            return f"{folder} is a file, not a folder. Name another with --data."
        if not folder.parent.is_dir():
            return f"The folder {folder} cannot be made, because {folder.parent} does not exist. Is its disk connected?"
        return "" if os.access(folder.parent, os.W_OK | os.X_OK) else f"The folder {folder} cannot be made."
    except RuntimeError:
        return f"Nobody knows which folder {named.partition('/')[0]} is. Name another with --data."
    except OSError as error:
        return f"The folder {named} cannot be used: {_reason(error)}. Name another with --data."


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
