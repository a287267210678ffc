"""What lies between a command and the terminal: its streams, and an end in one line whatever goes wrong.

Exit codes: 0 done, 1 findings, 2 refused, 70 a fault of ours, 130 stopped with Ctrl+C.
"""

import codecs
import json
import os
import platform
import sys
import tempfile
import traceback
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path

from ilium import __version__
from ilium.anatomy.errors import IliumError

REFUSED, OUR_FAULT, STOPPED = 2, 70, 130
#: Packages of the extras, by the name they are imported by.
EXTRAS = {"numba": "ilium[fast]"}


class OutputRefused(IliumError):
    """There is nowhere to answer to."""


def ended(command: Callable[[], int]) -> int:
    """Run a command and return its exit code; what goes wrong is said in one line on standard error.

    Parameters
    ----------
    command : callable
        Returns its exit code, raises what it likes, or leaves with `SystemExit`.
    """
    ready_streams()
    try:
        return _written(command)
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:  # whoever read has enough
        _forget_output()
        return 0
    except Exception as error:
        return _refused(error)


def ready_streams() -> None:
    """Let the standard streams take every text, also names with stray bytes and words that their encoding lacks."""
    if None in (sys.stdin, sys.stdout, sys.stderr):
        while os.open(os.devnull, os.O_RDWR) < 3:  # or the next file that is opened would stand in for a stream
            pass
    codecs.register_error("ilium-escape", _escaped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="ilium-escape")


def need_output() -> None:
    """Refuse where standard output is closed.

    Raises
    ------
    OutputRefused
        It is.
    """
    if sys.stdout is None:
        raise OutputRefused("standard output is closed, so there is nowhere to answer")


def one_line(text: str) -> str:
    """Return a text without its line breaks.

    Examples
    --------
    >>> one_line("no file" + chr(10) + "called so")
    'no file called so'
    """
    return " ".join(text.splitlines())


def _written(command: Callable[[], int]) -> int:
    """Run a command and see to it that what it printed has been taken."""
    try:
        code = command()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    if sys.stdout is not None:
        sys.stdout.flush()
    return code


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Write what cannot be encoded as JSON does, so that JSON stays JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return json.dumps(error.object[error.start : error.end])[1:-1], error.end


def _refused(error: Exception) -> int:
    """Say what went wrong, and return the exit code."""
    match error:
        case IliumError():
            return _say(str(error), REFUSED)
        case ModuleNotFoundError(name=str(name)) if (package := name.partition(".")[0]) in EXTRAS:
            return _say(f"this needs {package}, which is not installed: install {EXTRAS[package]}", REFUSED)
        case OSError():
            _forget_output()
            where = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "the output"
            return _say(f"{where}: {(error.strerror or str(error)).lower()}", REFUSED)
        case RuntimeError() if "home directory" in str(error):
            return _say("nobody knows where the home folder is; name a folder with --data", REFUSED)
        case MemoryError():
            return _say("there is not enough memory for this", REFUSED)
        case _:
            return _say(f"something went wrong in Ilium ({_place(error)}). {_noted(error)}", OUR_FAULT)


def _say(text: str, code: int) -> int:
    if sys.stderr is not None:
        print(f"ilium: {one_line(text)}", file=sys.stderr)
    return code


def _place(error: Exception) -> str:
    """Return the kind of an error and where it happened, and nothing of what it says: that may be about a person."""
    frames = traceback.extract_tb(error.__traceback__)
    at = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{at}"


def _noted(error: Exception) -> str:
    """Write down where it happened, for whoever mends it, and return where that is."""
    frames = [
        f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    lines = [f"ilium {__version__}, Python {platform.python_version()}", type(error).__name__, *frames, ""]
    try:
        handle, name = tempfile.mkstemp(prefix="ilium-fault-", suffix=".log")
        with open(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write("\n".join(lines))
    except OSError:
        return "Where could not be written down."
    return f"Where it happened is written in {name}; nothing of your record is in it."


def _forget_output() -> None:
    """Let what is still to be written go nowhere, so that the interpreter does not fail over it at its end."""
    if isinstance(sys.stdout, TextIOWrapper):
        try:
            target = sys.stdout.fileno()
        except OSError:  # a test's, which is no file
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, target)
        os.close(nowhere)
