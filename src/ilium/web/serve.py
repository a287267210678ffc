"""``ilium serve``: one process on this machine only, which sets up its data folder and tells where it is."""

import asyncio
import gc
import logging
import os
import signal
import socket
import sqlite3
import sys
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

import uvicorn

from ilium import __version__
from ilium.anatomy import counted
from ilium.anatomy.errors import IliumError
from ilium.app.damage import damage_words
from ilium.app.demonstration import demonstration
from ilium.app.ports import Damaged
from ilium.store import backup, held_folders, high_water, home, journal, sqlite_file, waiting_file
from ilium.store import made_up as made_up_folder
from ilium.store.sqlite_file import head_of, last_seq
from ilium.store.trouble import unavailable

if TYPE_CHECKING:
    from asgiref.typing import ASGI3Application
    from uvicorn._types import ASGIApplication

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8765
OWN_HOSTS = ("127.0.0.1", "localhost", "::1")
#: Connections that wait until they are answered: Linux' own number.
WAITING = 128
NO_EVENTS = "Nothing is in the record yet."
#: Exit code for what a person can put right, as command lines use it for wrong arguments.
REFUSED = 2


log = logging.getLogger("ilium.serve")


class ServeRefused(IliumError):
    """The server cannot be started as it was asked for."""


def serve(
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    data: Path | None = None,
    open_browser: bool = True,
    made_up: bool = False,
) -> int:
    """Serve until told to stop, and return the exit code.

    Parameters
    ----------
    host : str
        One of `OWN_HOSTS`: personal mode has no accounts.
    port : int
        0 to 65535; 0 takes a free one.
    data : Path, optional
        Where the record is; by default what ``ILIUM_DATA`` names, or the platform's own place.
    open_browser : bool
        Open the address in the person's browser once the server answers.
    made_up : bool
        Show twelve made-up weeks in a folder of their own, written anew at each start; the real record is not touched.

    Returns
    -------
    int
        0 after an ordinary stop; 2 when it could not be started, with one line on standard error that says why.
    """
    folder = made_up_folder.chosen(data) if made_up else home.chosen(data)
    try:
        held_folders.refuse_emptied(folder)
        with bound(host, port) as listening, home.locked(folder):
            if made_up:
                made_up_folder.clear(folder)
            prepare(folder)
            if made_up:
                _show_demonstration()
            else:
                held_folders.remember(folder)
            run(listening, address(host, listening), folder, open_browser)
    except IliumError as error:
        print(f"ilium: {' '.join(str(error).splitlines())}", file=sys.stderr)
        return REFUSED
    return 0


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """Hold a listening place on this machine only: from here on nobody else can have the port.

    Raises
    ------
    ServeRefused
        For a host beyond this machine, a port that no machine has, or one in use.
    """
    if host not in OWN_HOSTS:
        text = f"Ilium has no accounts yet, so it serves this machine only: --host {', '.join(OWN_HOSTS)}, not {host}."
        raise ServeRefused(text)
    if not 0 <= port <= 65535:
        raise ServeRefused(f"There is no port {port}; --port takes 0 to 65535, and 0 for a free one.")
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        _bind(listening, host, port)
        yield listening


def _bind(listening: socket.socket, host: str, port: int) -> None:
    try:
        listening.bind((host, port))
        listening.listen(WAITING)  # two servers may bind one port within a second, and only one of them listen
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ServeRefused(f"Port {port} cannot be used: {reason}. Choose another with --port.") from None


def address(host: str, listening: socket.socket) -> str:
    """Return the address to open."""
    port = listening.getsockname()[1]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def prepare(folder: Path) -> None:
    """Set Django up on the folder and bring its tables up to date.

    Raises
    ------
    StoreRefused
        When the record must not be used as it is, is from a newer version, or its tables cannot be made.
    """
    home.refuse_unusable_record(folder)
    _settle(folder)
    os.umask(0o077)  # whatever is made from here on is the owner's only, also in a folder that others may read
    os.environ["ILIUM_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ilium.web.settings"
    import django

    django.setup()
    from ilium.store.migrate import bring_up_to_date

    bring_up_to_date()
    waiting_file.forget(folder)
    _renew_marker(folder / home.DATABASE)


def _show_demonstration() -> None:
    from ilium.web.services import services

    now = services().clock.now()
    services().store.append(demonstration(now), now)


def _settle(folder: Path) -> None:
    """Let the record be kept in a way that its disk can."""
    database = folder / home.DATABASE
    try:
        journal.settle(database, journal.mode_for(folder))
    except sqlite3.Error as error:
        raise unavailable(database, error) from error


def _renew_marker(database: Path) -> None:
    """Let the mark know of everything that is there now."""
    if (found := head_of(database)) != high_water.read(database):
        try:
            high_water.write(database, found)
        except OSError as error:
            text = f"The file {high_water.path_beside(database)} cannot be written: {error.strerror}."
            raise ServeRefused(text) from None


def run(listening: socket.socket, url: str, folder: Path, open_browser: bool) -> None:
    """Answer until a signal says stop; then store what is waiting."""
    from django.db import connections

    from ilium.web.asgi import application
    from ilium.web.services import close_services, services, tell, tell_put_back, verifier

    def announce() -> None:
        with suppress(OSError):  # whoever read what it prints may be gone, and the pages are not
            print(f"Ilium is at {url} (your record is in {folder})", flush=True)
            print(f"{about_record(folder / home.DATABASE)} Press Ctrl+C to stop.", flush=True)
            for notice in notices(folder / home.DATABASE, services().store.damage()):
                print(notice, flush=True)
        log.info("started", extra={"version": __version__})
        if open_browser:
            webbrowser.open(url)
        services().person()  # where there was no snapshot, the whole record is read, while the browser opens
        tell()
        verifier().start()
        connections.close_all()  # this thread's own; frozen, it would never be closed, and leave a -wal file behind
        gc.freeze()  # what is in memory now stays: the collector need not walk through it again and again

    import_module("ilium.web.urls")  # what the first page needs
    verifier().look_at_end()
    tell_put_back(folder)
    services().person.resume()
    connections.close_all()
    with stopped_by_signals():
        AnnouncingServer(configured(application), announce).run(sockets=[listening])
    close_services()
    log.info("stopped")


def configured(application: "ASGI3Application") -> uvicorn.Config:
    """Return how uvicorn serves: it logs and tells nothing of its own, and waits for nobody for ever."""
    from ilium.web.limits import MAX_MESSAGE
    from ilium.web.patience import PatientProtocol

    return uvicorn.Config(
        cast("ASGIApplication", application),
        lifespan="off",
        http=PatientProtocol,
        ws="websockets-sansio",  # it reads no further than the application has taken
        ws_max_size=MAX_MESSAGE,
        ws_per_message_deflate=False,  # landmarks hardly shrink
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )


def about_record(database: Path) -> str:
    """Return a sentence about how much is in the record, and when it was last backed up."""
    if not (held := last_seq(database)):
        return NO_EVENTS
    last = backup.last_backup(database)
    when = f"on {last.at:%-d %B %Y}" if last else "never; ilium backup FILE makes one"
    return f"{counted(held, 'entry', 'entries')} {'is' if held == 1 else 'are'} in it; last backup: {when}."


def notices(database: Path, damage: Sequence[Damaged]) -> tuple[str, ...]:
    """Return what else a person should know at the start."""
    log_missing = () if sqlite_file.has_log(database) else (f"{journal.NO_LOG}.",)
    set_aside = (f"{damage_words(damage)}; ilium doctor says which, and what to do.",) if damage else ()
    return log_missing + set_aside


class AnnouncingServer(uvicorn.Server):
    """A server that tells when it answers."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, then tell, without making the first visitors wait."""
        await super().startup(sockets)
        self._telling = asyncio.get_running_loop().run_in_executor(None, self._announce)


@contextmanager
def stopped_by_signals() -> Iterator[None]:
    """Let uvicorn stop at SIGTERM and SIGINT; it raises them again afterwards, when there is still work to do."""
    kept = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
